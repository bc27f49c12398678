"""The vocabulary of figures (`lang/<lang>/numbers.toml`, `units.toml`, `measures.toml`), checked and ready for look-up."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from selon.language.data import load_table
from selon.model import Comparator

UnitClass = Literal["count", "time", "currency", "percent", "measure", "multiple"]
Phrase = tuple[str, ...]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Example(_Table):
    """A sentence with its figures in square brackets, their values in `gives`, and one in which nothing is read."""

    example: str | None = None
    gives: tuple[str, ...] = ()
    never: str | None = None

    @model_validator(mode="after")
    def _has_example(self) -> Example:
        if not self.example and not self.never:
            raise ValueError("an example or a `never` sentence is missing")
        if (self.example or "").count("[") != len(self.gives):
            raise ValueError("as many values in `gives` as brackets in `example`")
        return self


class Digits(Example):
    """The characters that group thousands, mark decimals and enclose words."""

    group: tuple[str, ...]
    decimal: tuple[str, ...]
    quotes: frozenset[str]


class Vague(Example):
    """Plurals without a number: 'des dizaines' is `times` × 10 or more."""

    times: int
    plurals: frozenset[str]
    before: tuple[str, ...]


class Qualifier(Example):
    """Words before or after a number that bound it; `one` lets 'un' beside it be a number."""

    words: tuple[str, ...] = Field(min_length=1)
    comparator: Comparator
    place: Literal["before", "after"] = "before"
    one: bool = False


class RangeForm(Example):
    """Words around the two ends of a range; `change` means that after a verb of change they are two figures."""

    before: str | None = None
    between: tuple[str, ...] = Field(min_length=1)
    change: bool = False
    close: bool = False


class Trap(Example):
    """Words that make a number no figure: `before` it, `after` it, or `whole` expressions; all of `when` must hold."""

    name: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    when: tuple[Literal["bare", "small", "words", "digits", "count", "year", "one-word", "not-plural"], ...] = ()


class WordSet(Example):
    """A class of words that the rules speak of by name."""

    name: str
    words: tuple[str, ...] = Field(min_length=1)


class Numbers(_Table):
    """`numbers.toml`."""

    fold: dict[str, str]
    digits: Digits
    cardinals: dict[str, int]
    hundreds: dict[str, int]
    thousands: dict[str, int]
    scales: dict[str, int]
    scale_letters: dict[str, float]
    collectives: dict[str, int]
    vague: Vague
    fractions: dict[str, int]
    qualifier: tuple[Qualifier, ...]
    range: tuple[RangeForm, ...]
    trap: tuple[Trap, ...]
    set: tuple[WordSet, ...]

    @model_validator(mode="after")
    def _no_duplicates(self) -> Numbers:
        for key, words in (
            ("qualifier", [f"{q.place} {w}" for q in self.qualifier for w in q.words]),
            ("trap", [t.name for t in self.trap]),
            ("set", [s.name for s in self.set]),
        ):
            twice = {w for w in words if words.count(w) > 1}
            if twice:
                raise ValueError(f"{key}: twice: {', '.join(sorted(twice))}")
        return self


class UnitEntry(Example):
    """Words or symbols of one unit: `name` is what the record says; `cased` symbols are compared as written."""

    name: str
    kind: UnitClass
    words: tuple[str, ...] = Field(min_length=1)
    cased: bool = False
    ahead: bool = False


class Plural(_Table):
    """A plural ending and its singular, tried in order where the pipeline gives no lemma."""

    ending: str
    becomes: str


class Units(_Table):
    """`units.toml`."""

    unit: tuple[UnitEntry, ...]
    plural: tuple[Plural, ...]

    @model_validator(mode="after")
    def _no_duplicates(self) -> Units:
        words = [w for u in self.unit for w in u.words]
        twice = {w for w in words if words.count(w) > 1}
        if twice:
            raise ValueError(f"unit: twice: {', '.join(sorted(twice))}")
        return self


class MeasureEntry(Example):
    """What was counted of them: `nouns` are counted nouns that say it themselves, `participles` say it of their object
    or passive subject, `verbs` of the object that follows, `states` of their subject, `amounts` are nouns before 'de'."""

    name: str
    nouns: tuple[str, ...] = ()
    participles: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()
    cumulative: bool = False


class Measures(_Table):
    """`measures.toml`."""

    active: frozenset[str]
    active_forms: frozenset[str]
    passive: frozenset[str]
    passive_forms: frozenset[str]
    agents: frozenset[str]
    part_links: tuple[str, ...]
    wholes: tuple[str, ...]
    anaphors: tuple[str, ...]
    majority: tuple[str, ...]
    period_words: tuple[str, ...]
    period_starts: frozenset[str]
    period_joints: frozenset[str]
    open_period_words: tuple[str, ...]
    place_words: tuple[str, ...]
    amount_words: frozenset[str]
    count_marks: tuple[str, ...]
    reports: frozenset[str]
    beside: tuple[str, ...]
    estimated: tuple[str, ...]
    counters: frozenset[str]
    same_source: tuple[str, ...]
    whose: frozenset[str]
    surveys: frozenset[str]
    respondents: tuple[str, ...]
    against: tuple[str, ...]
    measure: tuple[MeasureEntry, ...]


def fold(word: str) -> str:
    """A word as the tables write it: lower case, straight apostrophe and hyphen, composed accents, no soft hyphen."""
    word = word.lower()
    if not word.isascii():
        word = unicodedata.normalize("NFC", word)
        word = word.replace("’", "'").replace("ʼ", "'").replace("\u00ad", "").replace("‑", "-")
    return word


@dataclass(frozen=True, slots=True)
class FigureLexicon:
    """The three tables with their look-up forms: phrases are tuples of folded words."""

    numbers: Numbers
    units: Units
    measures: Measures
    sets: dict[str, frozenset[str]]
    qualifiers: tuple[tuple[Phrase, Qualifier], ...]
    trailing: tuple[tuple[Phrase, Qualifier], ...]
    unit_phrases: dict[str, tuple[tuple[Phrase, UnitEntry], ...]]
    vague_before: tuple[Phrase, ...]
    participles: dict[str, str]
    verbs: dict[str, str]
    states: tuple[tuple[Phrase, str], ...]
    amounts: dict[str, str]
    nouns: dict[str, str]
    cumulative: frozenset[str]
    estimated: frozenset[str]
    links: dict[str, tuple[Phrase, ...]]

    def singular(self, word: str) -> str:
        """The singular of a noun by the plural endings of `units.toml`: 'chevaux' is 'cheval'."""
        for p in self.units.plural:
            if word.endswith(p.ending) and len(word) > len(p.ending) + 1:
                return word[: len(word) - len(p.ending)] + p.becomes
        return word


@cache
def load_figure_lexicon(lang: str) -> FigureLexicon:
    """The vocabulary of figures of a language; `LexiconError` names file and line of what is wrong with it."""
    from selon.extract.figures.words import phrase

    numbers = load_table(lang, "numbers", Numbers)
    units = load_table(lang, "units", Units)
    measures = load_table(lang, "measures", Measures)
    folded = [(phrase(w, numbers), q) for q in numbers.qualifier for w in q.words]
    folded.sort(key=lambda p: -len(p[0]))
    by_first: dict[str, list[tuple[Phrase, UnitEntry]]] = {}
    for u in units.unit:
        for w in u.words:
            p = phrase(w, None, cased=u.cased)
            by_first.setdefault(fold(p[0]), []).append((p, u))
    return FigureLexicon(
        numbers=numbers,
        units=units,
        measures=measures,
        sets={s.name: frozenset(fold(w) for w in s.words) for s in numbers.set},
        qualifiers=tuple(p for p in folded if p[1].place == "before"),
        trailing=tuple(p for p in folded if p[1].place == "after"),
        unit_phrases={k: tuple(sorted(v, key=lambda p: -len(p[0]))) for k, v in by_first.items()},
        vague_before=_phrases(numbers.vague.before),
        participles={w: m.name for m in measures.measure for p in m.participles for w in agreeing(p)},
        verbs={v: m.name for m in measures.measure for v in m.verbs},
        states=tuple((phrase(s, None), m.name) for m in measures.measure for s in m.states),
        amounts={a: m.name for m in measures.measure for a in m.amounts},
        nouns={n: m.name for m in measures.measure for n in m.nouns},
        cumulative=frozenset(m.name for m in measures.measure if m.cumulative),
        estimated=frozenset(w for p in measures.estimated for w in agreeing(p)),
        links={
            "beside": _phrases(measures.beside),
            "same": _phrases(measures.same_source),
            "respondents": _phrases(measures.respondents),
            "against": _phrases(measures.against),
            "part": _phrases(measures.part_links),
            "whole": _phrases(measures.wholes),
            "anaphor": _phrases(measures.anaphors),
            "majority": _phrases(measures.majority),
            "period": _phrases(measures.period_words),
            "open": _phrases(measures.open_period_words),
            "place": _phrases(measures.place_words),
            "count": _phrases(measures.count_marks),
        },
    )


def _phrases(words: tuple[str, ...]) -> tuple[Phrase, ...]:
    """Phrases as they are compared, the longest first."""
    from selon.extract.figures.words import phrase

    return tuple(sorted((phrase(w, None) for w in words), key=lambda p: -len(p)))


def agreeing(participle: str) -> tuple[str, ...]:
    """A participle in its four forms; of several words the last agrees with the first."""
    head, *rest = participle.split(" ")
    ends = ("", "e", "s", "es") if not head.endswith("s") else ("", "e", "es")
    return tuple(" ".join((head + e, *rest)) for e in ends)
