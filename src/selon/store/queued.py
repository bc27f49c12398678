"""The records of the queue as rows: what each says, how sure selon is, and what put it where it stands."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from selon.store.queue import ALIAS, Place, QueuePart, with_actors


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """A record of the queue; `confidence` is None where selon has none. `score`, `heard`, `same` and `carried`: see `queue`."""

    article_id: int
    id: str
    published: str | None
    outlet: str | None
    title: str | None
    confidence: float | None
    standing: str
    score: float
    heard: int
    same: int
    carried: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedStatement(Queued):
    """A statement to check; `source` is None where the article leaves it open."""

    source: str | None
    source_words: str | None
    act: str
    kind: str
    denied: bool
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedFigure(Queued):
    """A figure to check; `source` is who gives it, None where that is open or it is the article itself."""

    source: str | None
    source_words: str | None
    words: str
    comparator: str
    low: float | None
    high: float | None
    unit: str
    measure: str | None
    place: str | None
    statement_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedPosition(Queued):
    """A position to check."""

    source: str | None
    stance: str
    topic: str
    topic_words: str
    statement_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedEvent(Queued):
    """An event to check; `source` is who acts first of those who do."""

    source: str | None
    type: str
    words: str
    when_start: str | None
    when_end: str | None
    planned: bool
    statement_id: str | None


SOURCE_WORDS = "substr(a.text, s.source_start + 1, s.source_end - s.source_start) AS source_words"
KINDS: dict[QueuePart, tuple[type[Queued], str]] = {
    "statement": (QueuedStatement, f"{SOURCE_WORDS}, s.act, s.kind, s.denied, s.content"),
    "figure": (
        QueuedFigure,
        f"{SOURCE_WORDS}, substr(a.text, f.span_start + 1, f.span_end - f.span_start) AS words, f.comparator, f.low, "
        "f.high, f.unit, f.measure, (SELECT o.name FROM entity AS o WHERE o.article_id = f.article_id AND o.id = f.place "
        "AND o.standing <> 'rejected') AS place, f.statement_id",
    ),
    "position": (
        QueuedPosition,
        "p.stance, p.topic, substr(a.text, p.topic_start + 1, p.topic_end - p.topic_start) AS topic_words, p.statement_id",
    ),
    "event": (
        QueuedEvent,
        "v.type, substr(a.text, v.span_start + 1, v.span_end - v.span_start) AS words, v.when_start, v.when_end, "
        "v.planned, v.statement_id",
    ),
}


def queued_records(connection: sqlite3.Connection, part: QueuePart, places: Sequence[Place]) -> list[Queued]:
    """The records at some places of a part's queue, in that order."""
    kind, columns = KINDS[part]
    x = ALIAS[part]
    rows = connection.execute(
        f"WITH wanted AS MATERIALIZED (SELECT json_extract(value, '$[0]') AS article_id, json_extract(value, '$[1]') AS id "
        f"FROM json_each(?)) SELECT {x}.article_id, {x}.id, coalesce(a.published, a.published_given) AS published, a.outlet, "
        f"a.title, coalesce(k.name, e.name) AS source, s.confidence, {x}.standing, {columns} "
        # A cross join is made in the order in which it is written: a few records are looked up, not all of them read.
        f"FROM wanted AS w CROSS JOIN {with_actors(part)} WHERE {x}.article_id = w.article_id AND {x}.id = w.id",
        (json.dumps([[p.article_id, p.id] for p in places]),),
    )
    held = {(r["article_id"], r["id"]): dict(r) for r in rows}
    return [_row(kind, row, p) for p in places if (row := held.get((p.article_id, p.id)))]


def _row(kind: type[Queued], row: dict[str, Any], place: Place) -> Queued:
    values = row | {k: bool(row[k]) for k in ("denied", "planned") if k in row}
    return kind(**values, score=place.use.score(row["confidence"]), **place.use._asdict())
