"""What is counted in a ledger: the measures by unit and place, and the counts of one of them, each with its source.

A measure here is wider than a series of `series.py`: its counts may lack a place, and then nobody can say whether they
count one thing. They are shown together all the same, and what is found among them is told as possible, not as certain.
"""

from __future__ import annotations

import math
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from selon.store.filters import Filter, figure_conditions
from selon.store.search import about_condition
from selon.store.series import COUNTED, Count, Finding, compared, key, ledger_counts, population

NOWHERE = "none"  # the place of counts for which no place is known; no key of a place (`series.key`) is that


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Counts of one measure, unit and place: how many, of how many known sources, of which days, between which values.

    `unit` is the one most used; others of the same population are counted with it ("300 morts", "300 personnes tuées").
    `place` is the key of a place across articles, `none` where no place is known. `certain` says that measure and place are
    known, so that its counts can be compared.
    """

    measure: str | None
    unit: str
    place: str
    place_name: str | None
    counts: int
    sources: int
    first: str | None
    last: str | None
    least: float | None
    greatest: float | None
    certain: bool
    divergences: int = 0
    revisions: int = 0
    falls: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A count with all that a reader needs to judge it.

    `as_of` is the day whose state it tells, `least` and `greatest` the values that its words allow (None: no bound).
    `source` is the name of who gives it; None where the article gives it itself, or where the source is not resolved: then
    `source_words` are its words. `source_key` is the same for one source across articles.
    """

    article_id: int
    id: str
    as_of: str | None
    published: str | None
    words: str
    comparator: str
    low: float | None
    high: float | None
    least: float | None
    greatest: float | None
    unit: str
    place: str | None
    period_start: str | None
    period_end: str | None
    source: str | None
    source_words: str | None
    source_key: str | None
    actor_id: int | None
    outlet: str | None
    title: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Two counts that a reader should see side by side (see `series.Finding`); not `certain` where no place is known."""

    kind: str
    certain: bool
    one: Point
    other: Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A measure over time: its points in the order of days, what is to be seen among them."""

    measure: str | None
    unit: str
    place: str | None
    place_name: str | None
    points: list[Point] = field(default_factory=list)
    findings: list[Seen] = field(default_factory=list)


def _conditions(where: Filter, about: str | None, words: str | None = None) -> tuple[str, list[object]]:
    one, values = figure_conditions(where, words)
    other, more = about_condition(about)
    return f"{one} {other}", [*values, *more]


def measures(
    connection: sqlite3.Connection, words: str | None = None, *, where: Filter | None = None, about: str | None = None
) -> list[Measure]:
    """What is counted at least twice, named measures first, then the most counted; findings are not counted yet.

    `words` as for `questions.find_figures`; `about` are words of the articles. `ValueError`: see `search.match`.
    """
    conditions, values = _conditions(where or Filter(), about, words)
    rows = connection.execute(
        "SELECT f.measure, f.unit, a.lang, pl.actor_id AS place_actor, p.wikidata, p.name AS place, sl.actor_id, e.name AS source,"
        " count(*) AS counts, min(coalesce(f.period_end, a.published)) AS first,"
        " max(coalesce(f.period_end, a.published)) AS last, min(coalesce(f.low, f.high)) AS least,"
        f" max(coalesce(f.high, f.low)) AS greatest {COUNTED} {conditions}"
        " GROUP BY f.measure, f.unit, a.lang, pl.actor_id, p.wikidata, p.name, sl.actor_id, e.name",
        values,
    )
    held: dict[tuple[str | None, str, str], list[sqlite3.Row]] = defaultdict(list)
    for r in rows:
        bare = Count(0, "", None, None, "=", r["unit"], measure=r["measure"], lang=r["lang"])
        place = key(r["place_actor"], r["wikidata"], r["place"]) or NOWHERE
        held[r["measure"], population(bare), place].append(r)
    found = [_measure(measure, place, parts) for (measure, _, place), parts in held.items()]
    kept = [m for m in found if m.counts > 1 and (m.measure or m.unit)]
    return sorted(kept, key=lambda m: (m.measure is None, -m.counts, m.measure or "", m.unit, m.place))


def _measure(measure: str | None, place: str, parts: list[sqlite3.Row]) -> Measure:
    """One measure of its counts by unit, place and source."""
    units: dict[str, int] = defaultdict(int)
    for r in parts:
        units[r["unit"]] += r["counts"]

    def known(column: str) -> list[Any]:
        return [r[column] for r in parts if r[column] is not None]

    return Measure(
        measure=measure,
        unit=min(units, key=lambda u: (-units[u], u)),
        place=place,
        place_name=next(iter(known("place")), None),
        counts=sum(units.values()),
        sources=len({key(r["actor_id"], None, r["source"]) for r in parts} - {None}),
        first=min(known("first"), default=None),
        last=max(known("last"), default=None),
        least=min(known("least"), default=None),
        greatest=max(known("greatest"), default=None),
        certain=measure is not None and place != NOWHERE,
    )


def with_findings(
    connection: sqlite3.Connection,
    found: Sequence[Measure],
    words: str | None = None,
    *,
    where: Filter | None = None,
    about: str | None = None,
) -> list[Measure]:
    """The same measures, with how much is to be seen among the counts of each that passes the same filters."""
    conditions, values = _conditions(where or Filter(), about, words)
    names = sorted({m.measure for m in found if m.measure})
    conditions += f" AND f.measure IN ({', '.join('?' * len(names))})"
    groups: dict[tuple[str | None, str, str], list[Count]] = defaultdict(list)
    for c in ledger_counts(connection, conditions, [*values, *names]):
        groups[c.measure, population(c), c.place or NOWHERE].append(c)
    # The unit most used names the population of its measure in some language of the ledger.
    by_unit = {(m, c.unit, place): held for (m, _, place), held in groups.items() for c in held}
    out = []
    for m in found:
        kinds = [f.kind for f in compared(by_unit.get((m.measure, m.unit, m.place), []))]
        out.append(
            replace(
                m,
                divergences=kinds.count("divergence"),
                revisions=kinds.count("revision"),
                falls=kinds.count("fall"),
            )
        )
    return out


def story(
    connection: sqlite3.Connection,
    measure: str | None,
    unit: str,
    place: str | None = None,
    *,
    where: Filter | None = None,
    about: str | None = None,
) -> Story:
    """The counts of a measure in the order of days, those without a day last, and what is to be seen among them.

    `place` is a key, `none` for those without one, None for all. Counts of different places are compared with none of
    another place. `ValueError`: see `search.match`.
    """
    conditions, values = _conditions(where or Filter(), about)
    conditions += " AND f.measure IS ?"
    counts = ledger_counts(connection, conditions, [*values, measure])
    langs = {c.lang for c in counts}
    wanted = {population(Count(0, "", None, None, "=", unit, measure=measure, lang=lang)) for lang in langs}
    counts = [c for c in counts if population(c) in wanted and (place is None or (c.place or NOWHERE) == place)]
    points = {(p.article_id, p.id): p for p in _points(connection, counts)}
    by_place: dict[str | None, list[Count]] = defaultdict(list)
    for c in counts:
        by_place[c.place].append(c)
    pairs: list[Finding] = []
    if measure is not None:
        pairs = [f for held in by_place.values() for f in compared(held)]
    pairs.sort(key=lambda f: (f.one.as_of or "", f.other.as_of or "", f.one.article, f.other.article))
    return Story(
        measure=measure,
        unit=unit,
        place=place,
        place_name=next((p.place for p in points.values() if p.place), None) if place not in (None, NOWHERE) else None,
        points=sorted(points.values(), key=lambda p: (p.as_of or "9999", p.published or "9999", p.article_id, p.id)),
        findings=[
            Seen(
                kind=f.kind,
                certain=f.one.place is not None,
                one=points[f.one.article, f.one.id],
                other=points[f.other.article, f.other.id],
            )
            for f in pairs
        ],
    )


def _points(connection: sqlite3.Connection, counts: Iterable[Count]) -> list[Point]:
    """The counts with the names of sources, places and articles."""
    held = {(c.article, c.id): c for c in counts}
    wanted = f"[{','.join(map(str, sorted({a for a, _ in held})))}]"
    rows = connection.execute(
        "SELECT f.article_id, f.id, coalesce(k.name, e.name), sl.actor_id, coalesce(pk.name, p.name), a.outlet, a.title,"
        " substr(a.text, s.source_start + 1, s.source_end - s.source_start)"
        + COUNTED.replace(
            " WHERE ",
            " LEFT JOIN actor AS k ON k.id = sl.actor_id LEFT JOIN actor AS pk ON pk.id = pl.actor_id WHERE ",
            1,
        )
        + " AND f.article_id IN (SELECT value FROM json_each(?))",
        (wanted,),
    )
    found = []
    for article, id_, source, actor, place, outlet, title, source_words in rows:
        c = held.get((article, id_))
        if c is None:
            continue
        least, greatest = c.range
        found.append(
            Point(
                article_id=article, id=id_, as_of=c.as_of, published=c.published, words=c.words, comparator=c.comparator,
                low=c.low, high=c.high, least=_finite(least), greatest=_finite(greatest), unit=c.unit, place=place,
                period_start=c.start, period_end=c.end, source=source, source_words=source_words, source_key=c.source,
                actor_id=actor, outlet=outlet, title=title,
            )
        )  # fmt: skip
    return found


def _finite(value: float) -> float | None:
    """A bound, None where there is none."""
    return value if math.isfinite(value) else None
