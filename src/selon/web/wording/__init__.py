"""What the page says, in each language of its interface: one TOML file for each view, a table for each message.

    [all]
    en = "{n} statements"
    fr = "{n} déclarations"
    one.en = "one statement"      # where n is 1 (in French also 0), optional
    one.fr = "une déclaration"

`words(lang)("statements.all", n=3)` says it. A message that is missing is an error, found by the tests.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from typing import Any

from selon.message import Message

LANGUAGES = ("fr", "en")
GROUPING = {"fr": "\u202f", "en": ","}
DECIMAL = {"fr": ",", "en": "."}
SINGULAR = {"fr": (0, 1), "en": (1,)}

Words = Callable[..., str]


@lru_cache
def catalogue() -> dict[str, dict[str, Any]]:
    """Every message by `file.key`, with its wording in each language."""
    found: dict[str, dict[str, Any]] = {}
    for file in files(__package__).iterdir():
        if file.name.endswith(".toml"):
            held = tomllib.loads(file.read_text(encoding="utf8"))
            found |= {f"{file.name.removesuffix('.toml')}.{key}": wording for key, wording in held.items()}
    return found


@lru_cache
def words(lang: str) -> Words:
    """The function that says a message in a language; numbers among its values are written as the language writes them."""

    def say(key: str, **values: object) -> str:
        wording = catalogue()[key]
        if values.get("n") in SINGULAR[lang] and lang in wording.get("one", {}):
            wording = wording["one"]
        shown = {k: number(v, lang) if isinstance(v, int | float) else v for k, v in values.items()}
        return str(wording[lang]).format(**shown)

    return say


def has(key: str) -> bool:
    """Whether there is such a message: values of records (acts, kinds, PLOVER types) have one each where they are known."""
    return key in catalogue()


def keys(file: str) -> list[str]:
    """The messages of a file, in its order: of `acts`, every act that has a wording."""
    return [key.partition(".")[2] for key in catalogue() if key.startswith(f"{file}.")]


def can_tell(message: object) -> bool:
    """Whether a message of the store or of a reader has its wording here."""
    return isinstance(message, Message) and has(f"told.{message.key}")


def told(lang: str, message: object) -> str:
    """A message of the store or of a reader in a language: in English where it has no wording here. Errors are their message."""
    if isinstance(message, Exception):
        message = str(message)
    if not isinstance(message, Message) or not has(f"told.{message.key}"):
        return str(message)
    return words(lang)(f"told.{message.key}", **{k: _value(lang, k, v) for k, v in message.values.items()})


def _value(lang: str, name: str, value: object) -> object:
    """A value in a message: a number, a message of its own, the name of a part of a ledger or of a field, or its words."""
    if isinstance(value, int | float):
        return value
    key = f"review.{name}_{value}"
    return words(lang)(key) if name in ("part", "field") and has(key) else told(lang, value)


def number(value: float, lang: str) -> str:
    """A number as the language writes it: `1 234,5` or `1,234.5`."""
    plain = f"{value:,.10g}" if isinstance(value, float) and not value.is_integer() else f"{int(value):,}"
    return plain.translate({ord(","): GROUPING[lang], ord("."): DECIMAL[lang]})


def choose(asked: str | None, kept: str | None, accepted: str | None) -> str:
    """The language of the interface: the one asked for now, else the one kept, else the first that the browser accepts."""
    for one in (asked, kept):
        if one in LANGUAGES:
            return one
    for part in (accepted or "").split(","):
        lang = part.split(";")[0].strip().lower()[:2]
        if lang in LANGUAGES:
            return lang
    return LANGUAGES[0]
