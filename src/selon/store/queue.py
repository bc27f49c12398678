"""The records that people should check first: the least sure and most used.

`score = (1 - confidence) * use`, and `use` is what hangs on a record:

    use = 1                             for itself
        + min(heard, 100) / 25          one for each 25 records of the ledger like it, at most 4
        + min(same, 5)                  the other articles that say the very same, at most 5
        + carried                       the records that rest on it

    of a        heard                       same                            carried
    statement   those of its source         with the same words             figures and positions in it
    figure      of its measure and unit     with the same value of it       figures that are parts of it
    position    of its actor                with the same topic of his      none
    event       of who acts first           of the same type, days, actor   none

selon says how sure it is of statements only: another record is as sure as the statement that it stands in, and counts as
`UNKNOWN` where the article tells it itself. The highest score comes first. A record that nobody has looked at has the
standing 'extracted'; by default only those are in the queue. What hangs on records is counted once for a ledger and not
after every correction: a queue that moves under the reader's hands is of no use.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from selon.store.filters import Filter, event_conditions, figure_conditions, position_conditions, statement_conditions

QueuePart = Literal["statement", "figure", "position", "event"]
QUEUE_PARTS: tuple[QueuePart, ...] = get_args(QueuePart)
Standing = Literal["extracted", "confirmed", "edited", "added", "rejected", "any"]
STANDINGS: tuple[str, ...] = get_args(Standing)
HEARD, EACH, SAME = 100, 25, 5
UNKNOWN = 0.5  # the confidence that a record counts with which no statement holds

ALIAS = {"statement": "s", "figure": "f", "position": "p", "event": "v"}  # as the conditions of `filters` call them
CONDITIONS = {
    "statement": statement_conditions,
    "figure": figure_conditions,
    "position": position_conditions,
    "event": event_conditions,
}
# The entity that a record is of.
WHOSE = {
    "statement": "s.source_entity",
    "figure": "coalesce(f.according_to, s.source_entity)",
    "position": "p.who",
    "event": "(SELECT i.entity_id FROM event_entity AS i "
    "WHERE i.article_id = v.article_id AND i.event_id = v.id AND i.part = 'who' AND i.n = 0)",
}
ACTOR = "coalesce(l.actor_id, e.name || '|' || e.kind)"
# What makes records alike, and what makes them say the same; NULL is like nothing.
ALIKE = {"statement": ACTOR, "figure": "f.measure || '|' || f.unit", "position": ACTOR, "event": ACTOR}
SAID = {
    "statement": "nullif(s.content, '')",
    "figure": "coalesce(f.low, f.high) || '|' || coalesce(f.high, '') || f.comparator || coalesce(f.measure, '') || '|' || f.unit",
    "position": f"{ACTOR} || '|' || p.topic",
    "event": f"{ACTOR} || '|' || v.type || coalesce(v.when_start, '') || '|' || coalesce(v.when_end, '')",
}
# The records that rest on one, by the column that names it.
RESTING = {
    "statement": (("figure", "statement_id"), ("position", "statement_id")),
    "figure": (("figure", "part_of"),),
    "position": (),
    "event": (),
}  # fmt: skip
Key = tuple[int, str]


class Use(NamedTuple):
    """What hangs on a record."""

    heard: int = 0
    same: int = 0
    carried: int = 0

    @property
    def weight(self) -> float:
        """See the module."""
        return 1 + min(self.heard, HEARD) / EACH + min(self.same, SAME) + self.carried

    def score(self, confidence: float | None) -> float:
        """See the module; `confidence` is None where selon has none."""
        return _score(confidence, self.weight)


class Place(NamedTuple):
    """A record's place in the queue, and what gave it."""

    article_id: int
    id: str
    use: Use


@dataclass(frozen=True, slots=True)
class Order:
    """Every record of one part of a ledger, the one to be checked first in front, and the rank of each in it."""

    part: QueuePart
    places: list[Place]
    ranks: dict[Key, int]


def _score(confidence: float | None, weight: float) -> float:
    return round((1 - (UNKNOWN if confidence is None else confidence)) * weight, 3)


def tables(part: QueuePart) -> str:
    """A part as its letter in `ALIAS`, its article as `a`, and `s`: the statement that it is, or that holds it."""
    x = ALIAS[part]
    found = f"{part} AS {x} JOIN article AS a ON a.id = {x}.article_id"
    if part == "statement":
        return found
    return (
        f"{found} LEFT JOIN statement AS s ON s.article_id = {x}.article_id AND s.id = {x}.statement_id "
        "AND s.standing <> 'rejected'"
    )


def with_actors(part: QueuePart) -> str:
    """The same with the entity that the record is of (`e`) and its actor (`l`, `k`)."""
    x = ALIAS[part]
    return (
        f"{tables(part)} LEFT JOIN entity AS e ON e.article_id = {x}.article_id AND e.id = {WHOSE[part]} "
        "AND e.standing <> 'rejected' LEFT JOIN actor_entity AS l ON l.article_id = e.article_id AND l.entity_id = e.id "
        "LEFT JOIN actor AS k ON k.id = l.actor_id"
    )


def order_of(connection: sqlite3.Connection, part: QueuePart) -> Order:
    """The order of a part; of equal scores the one that stands first. It reads every record: keep it while no article comes."""
    x = ALIAS[part]
    rows = _plain(
        connection,
        f"SELECT {x}.article_id, {x}.id, s.confidence, {x}.standing <> 'rejected', {ALIKE[part]}, {SAID[part]} "
        f"FROM {with_actors(part)} ORDER BY {x}.article_id, {'s.pk' if part == 'statement' else f'length({x}.id), {x}.id'}",
        [],
    )
    held = [r for r in rows if r[3]]
    heard = Counter(r[4] for r in held if r[4] is not None)
    articles = Counter(said for _, said in {(r[0], r[5]) for r in held} if said is not None)
    carried = Counter(
        (article, id_)
        for table, column in RESTING[part]
        for article, id_ in _plain(
            connection,
            f"SELECT article_id, {column} FROM {table} WHERE {column} IS NOT NULL AND standing <> 'rejected'",
            [],
        )
    )
    known: dict[tuple[int, int, int], tuple[Use, float]] = {}  # many records have the same uses: each is weighed once
    scored = []
    for article, id_, confidence, counts, alike, said in rows:
        # A record that was rejected when this was counted has nothing hanging on it.
        key = (heard.get(alike, 0), articles.get(said, 1) - 1, carried.get((article, id_), 0)) if counts else (0, 0, 0)
        found = known.get(key)
        if found is None:
            use = Use(*key)
            found = known[key] = use, use.weight
        scored.append((_score(confidence, found[1]), Place(article, id_, found[0])))
    scored.sort(key=lambda x: -x[0])
    places = [place for _, place in scored]
    return Order(part, places, {(p.article_id, p.id): n for n, p in enumerate(places)})


def queue(
    connection: sqlite3.Connection,
    order: Order,
    *,
    where: Filter | None = None,
    standing: Standing = "extracted",
    max_confidence: float = 1.0,
    article: int | None = None,
) -> list[Place]:
    """Every record that passes, in its order; those that the order does not know (people added them since) come last.

    A record of which selon does not say how sure it is passes, whatever the confidence that is asked for.
    """
    part = order.part
    x = ALIAS[part]
    conditions, values = CONDITIONS[part](where or Filter())
    parts = [conditions]
    for condition, value, wanted in (
        (f"{x}.standing = ?", standing, standing != "any"),
        ("coalesce(s.confidence, 0) <= ?", max_confidence, max_confidence < 1),
        (f"{x}.article_id = ?", article, article is not None),
    ):
        if wanted:
            parts.append(f"AND {condition}")
            values.append(value)
    passing = _plain(connection, f"SELECT {x}.article_id, {x}.id FROM {tables(part)} WHERE 1 {' '.join(parts)}", values)
    ranks = sorted(n for key in passing if (n := order.ranks.get(key)) is not None)
    found = [order.places[n] for n in ranks]
    if len(found) < len(passing):
        found += [Place(key[0], key[1], Use()) for key in sorted(passing) if key not in order.ranks]
    return found


def _plain(connection: sqlite3.Connection, sql: str, values: list[object]) -> list[tuple]:  # type: ignore[type-arg]
    """The rows of a query as tuples, which are made faster than rows with names."""
    cursor = connection.cursor()
    cursor.row_factory = None
    return cursor.execute(sql, values).fetchall()
