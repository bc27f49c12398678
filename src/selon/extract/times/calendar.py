"""The calendar of a language: the schema of `lang/<lang>/calendar.toml` and its patterns, compiled once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from selon.extract.times.network import Network, compile_pattern
from selon.extract.times.words import Lexer, norms
from selon.language.data import load_table

Form = Literal[
    "date", "days", "night", "month", "season", "fraction", "year", "years", "decade", "century", "unit", "ago",
    "follow", "part", "noon", "clock", "clocks", "duration", "set", "ref", "feast", "nth", "none",
]  # fmt: skip


class Strict(BaseModel):
    """Data in which an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Numbers(Strict):
    """Words that count and marks that make a number an ordinal, a day or an hour."""

    links: list[str]
    ones: list[str]
    day_suffixes: list[str]
    ordinal_suffixes: list[str]
    clock_marks: list[str]
    hour_words: list[str]
    clock_colon: str = ":"
    day_first: bool = True
    words: dict[str, int]
    ordinals: dict[str, int]


class TenseWords(Strict):
    """How a language shows past and future where no parse says it."""

    future_endings: list[str]
    plain_future_endings: list[str]  # of the future alone, believed against a parse
    not_future: list[str]
    plan: list[str]
    plan_verbs: list[str]  # with an infinitive
    past: list[str]
    auxiliaries: list[str]
    participle_endings: list[str]
    opening_endings: list[str]  # of a participle that opens a sentence
    imperfect_endings: list[str]
    boundaries: list[str]
    ahead_before: list[str]  # prepositions of days to come where no verb tells them as past: avant lundi
    behind_before: list[str]  # prepositions of days past whatever the verb: en grève depuis lundi
    before_links: list[str]  # small words between such a preposition and the day: jusqu' *à* lundi
    come: list[str]  # participles that `être` makes a past of, never a passive
    moved: list[str]  # participles of postponement: reporté *à* lundi
    promised_before: list[str]  # under a verb of planning: promis avant Noël


class Pattern(Strict):
    """One expression of time: what it looks like, what it means, and a sentence that it must catch."""

    name: str
    match: str
    form: Form
    example: str
    gives: list[str]
    never: list[str] = Field(default_factory=list)
    shift: int | None = None
    unit: str | None = None
    part: str | None = None
    value: str | None = None
    toward: int | None = None
    fraction: float | None = None
    half: bool = False
    ordinal: bool = False  # the ordinal is the count: au 17e mois
    one: bool = False  # one unit whatever the words count
    relative: bool = False  # counted from the day last spoken of: la semaine suivante
    to_the_day: bool = False  # the anniversary itself: il y a cinq ans jour pour jour
    skip: int = 0  # leading tokens that are no part of the expression
    number_from: int | None = None  # the smallest ordinal or two-digit year
    joined: bool = False  # only where a join takes it
    keep: bool = False  # a leading preposition belongs to the expression
    units: list[str] = Field(default_factory=list)
    not_parts: list[str] = Field(default_factory=list)
    needs: list[str] = Field(default_factory=list)  # one of these words must be in it
    before: list[str] = Field(default_factory=list)
    after: list[str] = Field(default_factory=list)
    not_before: list[str] = Field(default_factory=list)
    not_after: list[str] = Field(default_factory=list)
    year_range: tuple[int, int] | None = None

    @model_validator(mode="after")
    def shows_itself(self) -> Pattern:
        """An example without a marked span would test nothing."""
        if self.form == "none" and ("[" in self.example or self.gives):
            raise ValueError("a trap (form none) gives nothing: its example must mark no span")
        if self.form != "none" and ("[" not in self.example or not self.gives):
            raise ValueError("example must mark its span in square brackets and gives must say its value")
        return self


class Join(Strict):
    """Two neighbours that make one expression."""

    left: Literal["day", "part", "clock"]
    between: list[str]
    right: Literal["day", "part", "clock"]
    example: str
    gives: list[str]


class Dateline(Strict):
    """How an article says its own day: `match` as in patterns, and where it stands.

    `where`: at the head of a line; after a place, or one in capitals; behind `Par X`; behind a mark or dash that
    parts names from it; or, as a *line* of its own, also at the head of a sentence or behind the names of a header line. `tail`:
    what may follow in its line: anything, words of a header line alone, or also a mark and text.
    """

    name: str
    match: str
    where: Literal["head", "place", "capitals", "byline", "mark", "dash", "line"]
    tail: Literal["any", "line", "text"] = "any"
    later: bool = False  # an update: the day of publication only where no other is stated
    example: str
    gives: str
    never: str | None = None


class Counting(Strict):
    """What the solver of the day of publication needs to know of words."""

    counted: list[str]  # 28 jours de *guerre*
    starts: list[str]  # words near the day on which what is counted began
    count_before: list[str]  # *en* 28 jours de guerre
    noun_links: list[str]  # prepositions that hang a date on a noun: l'attaque *du* 7 octobre


class Calendar(Strict):
    """The file as written."""

    classes: dict[str, dict[str, int | str]]
    number: Numbers
    sets: dict[str, list[str]]
    tense: TenseWords
    counting: Counting
    pattern: list[Pattern]
    join: list[Join]
    dateline: list[Dateline]

    @model_validator(mode="after")
    def names_are_known(self) -> Calendar:
        """Each pattern has its own name, and each "@set" it names exists."""
        names = [p.name for p in self.pattern]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"two patterns are named {name!r}")
        for p in self.pattern:
            for word in [*p.before, *p.after, *p.not_before, *p.not_after]:
                if word.startswith("@") and word[1:] not in self.sets:
                    raise ValueError(f"pattern {p.name!r} names the unknown set {word!r}")
        return self


@dataclass(frozen=True, slots=True)
class Guard:
    """The words that may and may not stand around a match."""

    before: frozenset[str]
    after: frozenset[str]
    not_before: frozenset[str]
    not_after: frozenset[str]


@dataclass(frozen=True, slots=True)
class Grammar:
    """A calendar ready to read with."""

    calendar: Calendar
    lexer: Lexer
    network: Network
    guards: tuple[Guard, ...]
    joins: dict[tuple[str, tuple[str, ...], str], str]
    datelines: Network
    sets: dict[str, frozenset[str]]


@cache
def load_grammar(lang: str) -> Grammar:
    """The compiled calendar of a language; `LexiconError` where its file is wrong."""
    return compile_calendar(load_table(lang, "calendar", Calendar))


def compile_calendar(calendar: Calendar) -> Grammar:
    """The grammar that a calendar's patterns make."""
    lexer = Lexer(calendar.classes, calendar.number)
    known = lexer.class_names()

    def words(entries: list[str]) -> frozenset[str]:
        out: set[str] = set()
        for e in entries:
            out |= set(calendar.sets[e[1:]]) if e.startswith("@") else {e}
        return frozenset(out)

    network = Network()
    for i, p in enumerate(calendar.pattern):
        compile_pattern(network, p.match, i, known)
    network.close()
    datelines = Network()
    for i, d in enumerate(calendar.dateline):
        compile_pattern(datelines, d.match, i, known)
    datelines.close()
    guards = tuple(
        Guard(words(p.before), words(p.after), words(p.not_before), words(p.not_after)) for p in calendar.pattern
    )
    joins: dict[tuple[str, tuple[str, ...], str], str] = {
        (j.left, norms(b), j.right): f"{j.left}+{j.right}" for j in calendar.join for b in j.between
    }
    return Grammar(
        calendar=calendar, lexer=lexer, network=network, guards=guards, joins=joins, datelines=datelines,
        sets={k: frozenset(v) for k, v in calendar.sets.items()},
    )  # fmt: skip
