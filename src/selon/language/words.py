"""The function words by which a language is told from others (`lang/<lang>/words.toml`, `lang/profiles.toml`)."""

from __future__ import annotations

from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict, Field

from selon.language.data import languages, load_table, parse_table


class Profile(BaseModel):
    """A language by its function words, lower-cased and cut at apostrophes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    name: str
    function_words: frozenset[str] = Field(min_length=30)


class WordsFile(BaseModel):
    """What `words.toml` of a language holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    script: str
    function_words: frozenset[str] = Field(min_length=30)
    date_keys: frozenset[str] = Field(min_length=1)


class _ProfilesFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    language: tuple[Profile, ...]


def load_words(lang: str) -> WordsFile:
    """`words.toml` of a language; `LexiconError` where it does not fit."""
    words: WordsFile = load_table(lang, "words", WordsFile)
    return words


@cache
def load_profiles() -> dict[str, Profile]:
    """All languages that can be told apart, by code: those with a lexicon and those that can only be named."""
    label = "lang/profiles.toml"
    text = (resources.files("selon") / "lang" / "profiles.toml").read_text(encoding="utf8")
    named = {p.code: p for p in parse_table(text, label, _ProfilesFile).language}
    own = {c: load_words(c) for c in languages()}
    return named | {c: Profile(code=c, name=w.name, function_words=w.function_words) for c, w in own.items()}


@cache
def all_date_keys() -> frozenset[str]:
    """The words that stand before the date of an input, of all languages: the head of a file may be in any."""
    return frozenset().union(*(load_words(c).date_keys for c in languages()))
