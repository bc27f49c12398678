"""Who is quoted, how often, by outlet and kind, counted from the index of the statements: `quoted_sources`, but at once."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable

from selon.store.facets import NONE, OPEN, StatementIndex
from selon.store.questions import QuotedSource


def count_sources(index: StatementIndex, pks: Iterable[int], *, by_outlet: bool = False) -> list[QuotedSource]:
    """The sources of some statements, the most quoted first; `by_outlet` counts, and takes shares, for each outlet."""
    columns = index.columns
    places = sorted(index.places[pk] for pk in pks)  # the newest first, undated ones last

    def codes(name: str) -> list[int]:
        return list(map(columns[name].codes.__getitem__, places))

    # What is counted together is one number, since a hundred thousand tuples take longer: outlet, speaker, and what is behind.
    speakers, kinds = list(columns["speaker"].values), columns["kind"].values
    size = len(speakers)
    keys = (
        [o * size + s for o, s in zip(codes("outlet"), codes("speaker"), strict=True)]
        if by_outlet
        else codes("speaker")
    )
    several = len(kinds)
    held = Counter([k * several + kind for k, kind in zip(keys, codes("kind"), strict=True)])
    most = max(keys, default=0) + 1
    articles = Counter([n % most for n in {index.articles[p] * most + k for k, p in zip(keys, places, strict=True)}])
    dated = bisect_left(places, index.undated)
    days, on = list(columns["date"].values), codes("date")[:dated]
    firsts = dict(zip(keys[:dated], on, strict=True))  # the last that is written stays: the oldest
    lasts = dict(zip(reversed(keys[:dated]), reversed(on), strict=True))
    statements = Counter(keys)
    total: Counter[int] = Counter()
    for key, n in statements.items():
        total[key // size] += n
    outlets = list(columns["outlet"].values)
    rows = []
    for key, n in statements.items():
        of = {kind: held[key * several + code] for kind, code in kinds.items()}
        who = index.speakers[speakers[key % size]]
        outlet = outlets[key // size] if by_outlet else NONE
        rows.append(
            QuotedSource(
                outlet=None if outlet == NONE else outlet,
                source=who.name,
                kind=who.kind,
                actor_id=who.actor_id,
                statements=n,
                direct=of.get("direct", 0) + of.get("mixed", 0),
                indirect=of.get("indirect", 0),
                acts=of.get("act", 0),
                articles=articles[key],
                share=n / total[key // size],
                first=days[firsts[key]] if key in firsts else None,
                last=days[lasts[key]] if key in lasts else None,
            )
        )
    return sorted(rows, key=_order)


def count_kinds(index: StatementIndex, pks: Iterable[int]) -> dict[str, dict[str, int]]:
    """How many of some statements each outlet has of each kind of source; `OPEN` is a source that is left open."""
    places = [index.places[pk] for pk in pks]
    outlets, speakers = index.columns["outlet"], index.columns["speaker"]
    size = len(speakers.values)
    pairs = Counter([outlets.codes[p] * size + speakers.codes[p] for p in places])
    names, kinds = list(outlets.values), [index.speakers[key].kind or OPEN for key in speakers.values]
    found: dict[str, dict[str, int]] = {}
    for pair, n in pairs.items():
        held = found.setdefault(names[pair // size], {})
        kind = kinds[pair % size]
        held[kind] = held.get(kind, 0) + n
    return found


def _order(r: QuotedSource) -> tuple[object, ...]:
    """The most quoted first; what is left open after those who are named."""
    return -r.statements, r.source is None, r.source or "", r.outlet or ""
