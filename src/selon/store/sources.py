"""Who is quoted, how often, by outlet and kind, counted from the index of the statements: `quoted_sources`, but at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from selon.store.facets import NONE, StatementIndex, speaker_key
from selon.store.questions import QuotedSource


def count_sources(index: StatementIndex, pks: Iterable[int], *, by_outlet: bool = False) -> list[QuotedSource]:
    """The sources of some statements, the most quoted first; `by_outlet` counts, and takes shares, for each outlet."""
    columns = index.columns
    places = [index.places[pk] for pk in pks]

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
    held = Counter(k * len(kinds) + kind for k, kind in zip(keys, codes("kind"), strict=True))
    most = max(keys, default=0) + 1
    articles = Counter(n % most for n in {index.articles[p] * most + k for k, p in zip(keys, places, strict=True)})
    spans = _spans(keys, codes("date"), list(columns["date"].values))
    total = Counter(k // size for k in keys)
    outlets = list(columns["outlet"].values)
    rows = []
    for key, n in Counter(keys).items():
        of = {kind: held[key * len(kinds) + code] for kind, code in kinds.items()}
        who = index.speakers[speakers[key % size]]
        outlet = outlets[key // size] if by_outlet else NONE
        first, last = spans.get(key, (None, None))
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
                first=first,
                last=last,
            )
        )
    return sorted(rows, key=_order)


def all_outlets(rows: Iterable[QuotedSource]) -> list[QuotedSource]:
    """Sources that were counted by outlet, of all outlets together. An article is of one outlet, so that all is added up."""
    groups: dict[str, list[QuotedSource]] = {}
    for row in rows:
        groups.setdefault(speaker_key(row.actor_id, row.kind, row.source), []).append(row)
    total = sum(r.statements for held in groups.values() for r in held)
    made = []
    for held in groups.values():
        days = [d for r in held for d in (r.first, r.last) if d]
        n = sum(r.statements for r in held)
        made.append(
            replace(
                held[0],
                outlet=None,
                statements=n,
                direct=sum(r.direct for r in held),
                indirect=sum(r.indirect for r in held),
                acts=sum(r.acts for r in held),
                articles=sum(r.articles for r in held),
                share=n / total,
                first=min(days, default=None),
                last=max(days, default=None),
            )
        )
    return sorted(made, key=_order)


def _order(r: QuotedSource) -> tuple[object, ...]:
    """The most quoted first; what is left open after those who are named."""
    return -r.statements, r.source is None, r.source or "", r.outlet or ""


def _spans(keys: list[int], codes: list[int], days: list[str]) -> dict[int, tuple[str, str]]:
    """The first and the last day of each key."""
    ranks = sorted(range(len(days)), key=days.__getitem__)
    rank_of = {code: rank for rank, code in enumerate(ranks)}
    undated = days.index(NONE) if NONE in days else -1
    seen = {k * len(days) + rank_of[code] for k, code in zip(keys, codes, strict=True) if code != undated}
    spans: dict[int, tuple[str, str]] = {}
    for n in sorted(seen):
        key, day = n // len(days), days[ranks[n % len(days)]]
        spans[key] = spans[key][0] if key in spans else day, day
    return spans
