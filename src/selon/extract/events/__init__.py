"""Events: who did what to whom, when and where, with the types of PLOVER (https://github.com/openeventdata/PLOVER)."""

from __future__ import annotations

from selon.extract.events.find import find_events
from selon.extract.events.settle import settle_events
from selon.language.analysis import Analysis
from selon.model import Entity, Event, Statement, Time

__all__ = ["read_events"]


def read_events(
    analysis: Analysis,
    times: list[Time],
    entities: list[Entity],
    statements: list[Statement],
    *,
    published: str | None = None,
) -> list[Event]:
    """The events of an article in text order; `published` is its ISO day where solved, after which they are planned.

    Told by a statement (`statement`) or by the article itself (None). Denied, wished and supposed events are left out.
    """
    reported = [c for s in statements for c in s.content]
    return settle_events(analysis, find_events(analysis, reported), times, entities, statements, published)
