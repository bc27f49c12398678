"""The statements that people should check first: the least sure and most used.

`score = (1 - confidence) * use`, and `use` is what hangs on a statement:

    use = 1                             for itself
        + min(heard, 100) / 25          how many statements of the ledger have its source: one for each 25, at most 4
        + min(same, 5)                  the other articles that hold the very same words, at most 5
        + carried                       the figures and positions that rest on it

The highest score comes first. A statement that nobody has looked at has the standing 'extracted'; by default only those
are in the queue. What hangs on statements is counted once for a ledger and not after every correction: a queue that
moves under the reader's hands is of no use.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from selon.store.filters import Filter, statement_conditions

Standing = Literal["extracted", "confirmed", "edited", "added", "rejected", "any"]
STANDINGS: tuple[str, ...] = get_args(Standing)
HEARD, EACH, SAME = 100, 25, 5


class Use(NamedTuple):
    """What hangs on a statement."""

    heard: int = 0
    same: int = 0
    carried: int = 0

    @property
    def weight(self) -> float:
        """See the module."""
        return 1 + min(self.heard, HEARD) / EACH + min(self.same, SAME) + self.carried


Uses = dict[tuple[int, str], Use]


class Place(NamedTuple):
    """A statement's place in the queue, and what gave it."""

    article_id: int
    id: str
    score: float
    use: Use


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedStatement:
    """A statement of the queue with its score and what gave it; `source` is None where the article leaves it open."""

    article_id: int
    id: str
    published: str | None
    outlet: str | None
    title: str | None
    source: str | None
    source_words: str | None
    act: str
    kind: str
    denied: bool
    content: str
    confidence: float
    standing: str
    score: float
    heard: int
    same: int
    carried: int


def count_uses(connection: sqlite3.Connection) -> Uses:
    """What hangs on each statement of a ledger."""
    rows = connection.execute(
        "SELECT s.article_id, s.id, s.content, coalesce(l.actor_id, e.name || '|' || e.kind) AS source "
        "FROM statement AS s "
        "LEFT JOIN entity AS e ON e.article_id = s.article_id AND e.id = s.source_entity AND e.standing <> 'rejected' "
        "LEFT JOIN actor_entity AS l ON l.article_id = e.article_id AND l.entity_id = e.id "
        "WHERE s.standing <> 'rejected'"
    ).fetchall()
    carried: Counter[tuple[int, str]] = Counter()
    for table in ("figure", "position"):
        resting = connection.execute(
            f"SELECT article_id, statement_id FROM {table} WHERE statement_id IS NOT NULL AND standing <> 'rejected'"
        )
        carried.update((article, statement) for article, statement in resting)
    heard = Counter(source for *_, source in rows if source is not None)
    holders = Counter(content for _, content in {(article, content) for article, _, content, _ in rows})
    return {
        (article, id_): Use(
            heard.get(source, 0), holders[content] - 1 if content else 0, carried.get((article, id_), 0)
        )
        for article, id_, content, source in rows
    }


def queue(
    connection: sqlite3.Connection,
    uses: Uses,
    *,
    where: Filter | None = None,
    standing: Standing = "extracted",
    max_confidence: float = 1.0,
    article: int | None = None,
) -> list[Place]:
    """Every statement that passes, the one to be checked first in front; of equal scores the one that stands first."""
    conditions, values = statement_conditions(where or Filter())
    parts = [conditions]
    for condition, value, wanted in (
        ("s.standing = ?", standing, standing != "any"),
        ("s.confidence <= ?", max_confidence, max_confidence < 1),
        ("s.article_id = ?", article, article is not None),
    ):
        if wanted:
            parts.append(f"AND {condition}")
            values.append(value)
    rows = connection.execute(
        "SELECT s.article_id, s.id, s.confidence FROM statement AS s JOIN article AS a ON a.id = s.article_id "
        f"WHERE 1 {' '.join(parts)} ORDER BY s.article_id, s.pk",
        values,
    )
    places = []
    for article_id, id_, confidence in rows:
        use = uses.get((article_id, id_), Use())
        places.append(Place(article_id, id_, round((1 - confidence) * use.weight, 3), use))
    places.sort(key=lambda p: -p.score)
    return places


def queued_statements(connection: sqlite3.Connection, places: Sequence[Place]) -> list[QueuedStatement]:
    """The statements at some places of the queue, in that order."""
    rows = connection.execute(
        """
        SELECT s.article_id, s.id, coalesce(a.published, a.published_given) AS published, a.outlet, a.title,
            coalesce(k.name, e.name) AS source,
            substr(a.text, s.source_start + 1, s.source_end - s.source_start) AS source_words,
            s.act, s.kind, s.denied, s.content, s.confidence, s.standing
        FROM json_each(?) AS wanted
        JOIN statement AS s ON s.article_id = json_extract(wanted.value, '$[0]') AND s.id = json_extract(wanted.value, '$[1]')
        JOIN article AS a ON a.id = s.article_id
        LEFT JOIN entity AS e ON e.article_id = s.article_id AND e.id = s.source_entity AND e.standing <> 'rejected'
        LEFT JOIN actor_entity AS l ON l.article_id = e.article_id AND l.entity_id = e.id
        LEFT JOIN actor AS k ON k.id = l.actor_id
        """,
        (json.dumps([[p.article_id, p.id] for p in places]),),
    )
    held = {(r["article_id"], r["id"]): dict(r) for r in rows}
    return [
        QueuedStatement(
            **{**row, "denied": bool(row["denied"])}, score=p.score, **p.use._asdict()
        )
        for p in places
        if (row := held.get((p.article_id, p.id)))
    ]  # fmt: skip
