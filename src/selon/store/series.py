"""Figures of many articles that can be compared, over time and by source: where they diverge, are revised, or fall.

Two figures are comparable when they count the same: same measure, same unit (or, of people, the same population), same
place, and periods that overlap. `why_not` says why two are not. In a series:

- *divergence*: two sources, as of days near each other, give values that cannot both hold;
- *revision*: one source gives another value for the same period, later;
- *fall*: a count that can only grow is lower at a later date, of one source.

Bounds count: "more than 1,400" and "1,500" do not contradict. Nothing is said of who is right.
"""

from __future__ import annotations

import math
import sqlite3
import tomllib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from selon.store.folding import fold

NEAR = 1  # days between two counts of one state of things
ABOUT = 0.1  # "some 300" is 300 give or take a tenth


@dataclass(frozen=True, slots=True)
class Count:
    """A figure with what is needed to compare it.

    `source` is a key of who says so across articles, `None` where nobody is known; `place` likewise. Days are ISO; `published`
    is the article's, `start` and `end` the period of the figure.
    """

    article: int
    id: str
    low: float | None
    high: float | None
    comparator: str
    unit: str
    measure: str | None = None
    place: str | None = None
    source: str | None = None
    published: str | None = None
    start: str | None = None
    end: str | None = None
    words: str = ""
    lang: str = "fr"

    @property
    def as_of(self) -> str | None:
        """The day whose state it tells: the end of its period, else the day of publication."""
        return self.end or self.published

    @property
    def range(self) -> tuple[float, float]:
        """The least and the greatest value that it allows."""
        low = self.low if self.low is not None else -math.inf
        high = self.high if self.high is not None else math.inf
        value = self.low if self.low is not None else self.high
        if value is None:
            return -math.inf, math.inf
        match self.comparator:
            case "=":
                return value, value
            case "~":
                return value - abs(value) * ABOUT, value + abs(value) * ABOUT
            case ">":
                return math.nextafter(value, math.inf), math.inf
            case ">=":
                return value, math.inf
            case "<":
                return -math.inf, math.nextafter(value, -math.inf)
            case "<=":
                return -math.inf, value
            case _:
                return low, high


@dataclass(frozen=True, slots=True)
class Finding:
    """Two counts of a series that a reader should see side by side, the earlier one first."""

    kind: Literal["divergence", "revision", "fall"]
    one: Count
    other: Count


@dataclass(frozen=True, slots=True)
class Series:
    """Comparable counts in the order of the days that they tell of, and what is to be seen in them."""

    measure: str | None
    unit: str
    place: str | None
    counts: tuple[Count, ...]
    findings: tuple[Finding, ...] = field(default=())

    def by_source(self) -> dict[str | None, list[Count]]:
        """The counts of each source, in order."""
        out: dict[str | None, list[Count]] = defaultdict(list)
        for c in self.counts:
            out[c.source].append(c)
        return dict(out)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a language's tables say of counts: nouns that mean any person, nouns of a measure, measures that only grow."""

    anyone: frozenset[str] = frozenset()
    nouns: Mapping[str, frozenset[str]] = field(default_factory=dict)
    cumulative: frozenset[str] = frozenset()


@lru_cache
def vocabulary(lang: str) -> Vocabulary:
    """The tables of a language; an empty vocabulary where it has none: then units are compared as they are."""
    folder = files("selon.lang").joinpath(lang)
    try:
        series, measures = (
            tomllib.loads(folder.joinpath(name).read_text(encoding="utf8")) for name in ("series.toml", "measures.toml")
        )
    except FileNotFoundError:
        return Vocabulary()
    held = measures.get("measure", [])
    return Vocabulary(
        frozenset(series["anyone"]),
        {m["name"]: frozenset(m.get("nouns", ())) for m in held},
        frozenset(m["name"] for m in held if m.get("cumulative")),
    )


def population(c: Count) -> str:
    """Who or what is counted: empty where the unit says no more than the measure ("300 morts", "300 personnes tuées")."""
    words = vocabulary(c.lang)
    if c.measure and (c.unit in words.anyone or c.unit in words.nouns.get(c.measure, frozenset())):
        return ""
    return c.unit


def why_not(a: Count, b: Count) -> list[str]:
    """Why two counts cannot be compared; empty where they can."""
    reasons = []
    if a.measure != b.measure:
        reasons.append(f"measures differ: {a.measure or 'unknown'}, {b.measure or 'unknown'}")
    if population(a) != population(b) and a.unit != b.unit:
        same = a.measure is not None and a.measure == b.measure
        reasons.append(f"{'populations' if same else 'units'} differ: {a.unit}, {b.unit}")
    if a.place != b.place:
        reasons.append(f"places differ: {a.place or 'unknown'}, {b.place or 'unknown'}")
    if not _overlap(a, b):
        reasons.append(f"periods do not overlap: {_period(a)}, {_period(b)}")
    return reasons


def _period(c: Count) -> str:
    return f"{c.start or '?'} to {c.end or '?'}"


def _overlap(a: Count, b: Count) -> bool:
    """Whether two periods have a day in common; an unknown one is taken to overlap where neither day is known to be later."""
    a_start, a_end, b_start, b_end = a.start or "", a.end or "9999", b.start or "", b.end or "9999"
    return a_start <= b_end and b_start <= a_end


def series(counts: Iterable[Count]) -> list[Series]:
    """The series of two counts or more, the longest first.

    Counts without a measure and without a place say too little to be set beside others, and are in none. Within one measure,
    population and place, a series begins anew where a count overlaps none of those before it.
    """
    groups: dict[tuple[str, str, str], list[Count]] = defaultdict(list)
    for c in counts:
        if c.measure is not None and c.place is not None and c.as_of is not None:
            groups[c.measure, population(c), c.place].append(c)
    found = []
    for (measure, _, place), held in groups.items():
        for part in _connected(sorted(held, key=_order)):
            if len({c.article for c in part}) > 1:
                units = sorted(part, key=lambda c: (-sum(x.unit == c.unit for x in part), c.unit))
                found.append(Series(measure, units[0].unit, place, tuple(part), tuple(findings(part))))
    return sorted(found, key=lambda s: (-len(s.counts), s.measure or "", s.unit, s.place or ""))


def _order(c: Count) -> tuple[str, str, int, str]:
    return (c.as_of or "9999", c.published or "9999", c.article, c.id)


def _connected(held: list[Count]) -> list[list[Count]]:
    """Counts that are about one stretch of time. Those that give no beginning are of the day they tell of."""
    spans = sorted(((c.start or c.as_of or "", c.end or c.as_of or "9999", n) for n, c in enumerate(held)))
    parts: list[list[int]] = []
    last = ""
    for start, end, n in spans:
        if parts and _days(last, start) <= NEAR:
            parts[-1].append(n)
            last = max(last, end)
        else:
            parts.append([n])
            last = end
    return [[held[n] for n in sorted(p)] for p in parts]


def _days(a: str, b: str) -> int:
    """Days from a to b; negative where b is before a."""
    return (date.fromisoformat(b) - date.fromisoformat(a)).days


def findings(counts: list[Count]) -> list[Finding]:
    """What diverges, is revised or falls among comparable counts, each pair of values once."""
    found: list[Finding] = []
    seen: set[tuple[object, ...]] = set()
    for a, b in _pairs(counts):
        kind = _kind(a, b)
        if kind is None:
            continue
        one, other = sorted((a, b), key=lambda c: (c.published or "9999", *_order(c))) if kind == "revision" else (a, b)
        # A wire that ten papers print contradicts another source once.
        key = (kind, one.source, one.range, one.as_of, other.source, other.range, other.as_of)
        if key not in seen:
            seen.add(key)
            found.append(Finding(kind, one, other))
    return found


def _pairs(counts: list[Count]) -> Iterator[tuple[Count, Count]]:
    """The pairs of counts in the order of days that may show something: days near each other, or one source and beginning.

    All pairs would be too many where thousands of articles tell of one thing.
    """
    same: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n, c in enumerate(counts):
        if c.source is not None and c.start is not None:
            same[c.source, c.start].append(n)
    for n, a in enumerate(counts):
        if a.source is None:
            continue
        near = n + 1
        while near < len(counts) and _days(a.as_of or "", counts[near].as_of or "") <= NEAR:
            near += 1
        later = same.get((a.source, a.start or ""), [])
        yield from ((a, counts[m]) for m in (*range(n + 1, near), *later[bisect_left(later, near) :]))


def compared(counts: Iterable[Count]) -> list[Finding]:
    """What is to be seen among counts of one measure, population and place, those without a day left out."""
    dated = sorted((c for c in counts if c.as_of is not None), key=_order)
    return [f for part in _connected(dated) for f in findings(part)]


def _kind(a: Count, b: Count) -> Literal["divergence", "revision", "fall"] | None:
    """What two comparable counts show, `a` being as of the earlier day; `None` where nothing."""
    if a.source is None or b.source is None or not _disjoint(a, b) or why_not(a, b):
        return None
    assert a.as_of is not None
    assert b.as_of is not None
    apart = _days(a.as_of, b.as_of)
    if a.source != b.source:
        same_start = a.start == b.start or a.start is None or b.start is None
        return "divergence" if apart <= NEAR and same_start else None
    if a.start == b.start and apart == 0 and a.published != b.published and a.article != b.article:
        return "revision"
    grows = a.measure in vocabulary(a.lang).cumulative and a.start == b.start and a.start is not None
    return "fall" if grows and apart > 0 and b.range[1] < a.range[0] else None


def _disjoint(a: Count, b: Count) -> bool:
    """Whether no value fits both."""
    return a.range[1] < b.range[0] or b.range[1] < a.range[0]


# The figures of a file with who gives them (entity e, actor sl) and where (entity p, actor pl). Parts of another figure are
# left out: they count less by their nature.
COUNTED = (
    " FROM figure AS f JOIN article AS a ON a.id = f.article_id"
    " LEFT JOIN statement AS s ON s.article_id = f.article_id AND s.id = f.statement_id AND s.standing <> 'rejected'"
    " LEFT JOIN entity AS e ON e.article_id = f.article_id AND e.id = coalesce(f.according_to, s.source_entity)"
    " AND e.standing <> 'rejected'"
    " LEFT JOIN actor_entity AS sl ON sl.article_id = e.article_id AND sl.entity_id = e.id"
    " LEFT JOIN entity AS p ON p.article_id = f.article_id AND p.id = f.place AND p.standing <> 'rejected'"
    " LEFT JOIN actor_entity AS pl ON pl.article_id = p.article_id AND pl.entity_id = p.id"
    " WHERE f.standing <> 'rejected' AND f.part_of IS NULL"
)


def ledger_counts(connection: sqlite3.Connection, conditions: str = "", values: Sequence[object] = ()) -> list[Count]:
    """The figures of a file, ready to be compared, or those that pass `conditions` (`filters.figure_conditions`).

    A source or place is the same where it is the same actor, or, being none, has the same name; a figure that an article
    gives on its own has no source.
    """
    rows = connection.execute(
        "SELECT f.article_id, f.id, f.low, f.high, f.comparator, f.unit, f.measure, pl.actor_id, p.wikidata, p.name,"
        " sl.actor_id, e.name, a.published, f.period_start, f.period_end,"
        f" substr(a.text, f.span_start + 1, f.span_end - f.span_start), a.lang {COUNTED} {conditions}"
        " ORDER BY f.article_id, f.id",
        values,
    )
    return [
        Count(
            article=r[0], id=r[1], low=r[2], high=r[3], comparator=r[4], unit=r[5], measure=r[6],
            place=key(r[7], r[8], r[9]), source=key(r[10], None, r[11]), published=r[12], start=r[13], end=r[14],
            words=r[15], lang=r[16],
        )
        for r in rows
    ]  # fmt: skip


def key(actor: int | None, wikidata: str | None, name: str | None) -> str | None:
    """One key for whatever is one across articles: `actor:7`, `Q90`, `name:paris`."""
    if actor is not None:
        return f"actor:{actor}"
    return wikidata or (f"name:{fold(name)}" if name else None)


def ledger_series(connection: sqlite3.Connection) -> list[Series]:
    """The series of a file."""
    return series(ledger_counts(connection))
