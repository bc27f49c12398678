"""Who is quoted, how often, by outlet and kind, counted from the index of the statements: `quoted_sources`, but at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from selon.store.facets import NONE, StatementIndex
from selon.store.questions import QuotedSource


def count_sources(index: StatementIndex, pks: Iterable[int], *, by_outlet: bool = False) -> list[QuotedSource]:
    """The sources of some statements, the most quoted first; `by_outlet` counts, and takes shares, for each outlet."""
    places = [index.places[pk] for pk in pks]
    speakers = list(map(index.columns["speaker"].codes.__getitem__, places))
    outlets = list(map(index.columns["outlet"].codes.__getitem__, places)) if by_outlet else [0] * len(places)
    keys = list(zip(outlets, speakers, strict=True))
    total, statements = Counter(outlets), Counter(keys)
    kinds = Counter(zip(keys, map(index.columns["kind"].codes.__getitem__, places), strict=True))
    articles = Counter(key for key, _ in set(zip(keys, map(index.articles.__getitem__, places), strict=True)))
    days = list(map(index.columns["date"].codes.__getitem__, places))
    day_of = list(index.columns["date"].values)
    spans: dict[tuple[int, int], tuple[str | None, str | None]] = {}
    for key, code in {*zip(keys, days, strict=True)}:
        day = day_of[code]
        if day != NONE:
            first, last = spans.get(key, (day, day))
            spans[key] = min(first or day, day), max(last or day, day)
    code_of = index.columns["kind"].values
    whose = [index.speakers[key] for key in index.columns["speaker"].values]
    outlet_of = list(index.columns["outlet"].values)
    rows = []
    for key, n in statements.items():
        outlet, who = outlet_of[key[0]] if by_outlet else NONE, whose[key[1]]
        held = {kind: kinds[key, code] for kind, code in code_of.items()}
        first, last = spans.get(key, (None, None))
        rows.append(
            QuotedSource(
                outlet=None if outlet == NONE else outlet,
                source=who.name,
                kind=who.kind,
                actor_id=who.actor_id,
                statements=n,
                direct=held.get("direct", 0) + held.get("mixed", 0),
                indirect=held.get("indirect", 0),
                acts=held.get("act", 0),
                articles=articles[key],
                share=n / total[key[0]],
                first=first,
                last=last,
            )
        )
    return sorted(rows, key=lambda r: (-r.statements, r.source is None, r.source or "", r.outlet or ""))
