"""What people filter by, and the conditions in SQL that this means. Every value is bound, none is pasted."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selon.store.folding import fold

WIKIDATA = re.compile(r"[Qq][1-9]\d*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which records are wanted; what is None does not matter.

    `actor`: words of a name (folded, whole words; of the source, the figure's source, the position's actor or who takes part
    in the event), or a Wikidata id; `actor_id`: one actor of the file. `type`: PLOVER's, of an event. `outlet`: words of its
    name. `since`, `until`: ISO years, months or days, both inclusive; an article of which less is known passes where it may
    lie between them, one of which nothing is known does not.
    """

    actor: str | None = None
    act: str | None = None
    kind: str | None = None
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    min_confidence: float = 0.0
    topic: str | None = None
    measure: str | None = None
    unit: str | None = None
    type: str | None = None
    actor_id: int | None = None


FIRST_DAY = "coalesce(a.published, a.published_given || substr('-01-01', length(a.published_given) - 3))"
LAST_DAY = "coalesce(a.published, a.published_given || substr('-12-31', length(a.published_given) - 3))"


def article_conditions(f: Filter) -> tuple[str, list[object]]:
    """Conditions on `article AS a`, each beginning with AND, and their values."""
    parts: list[str] = []
    values: list[object] = []
    if f.outlet:
        parts.append(
            "AND a.outlet IN (SELECT outlet FROM (SELECT DISTINCT outlet FROM article) WHERE named(outlet, ?))"
        )
        values.append(fold(f.outlet))
    if f.since:
        parts.append(f"AND {LAST_DAY} >= ?")
        values.append(f.since + "-01-01"[len(f.since) - 4 :])
    if f.until:
        parts.append(f"AND {FIRST_DAY} <= ?")
        values.append(f.until + "-12-31"[len(f.until) - 4 :])
    return " ".join(parts), values


def entity_condition(f: Filter, entity: str, article: str = "a.id") -> tuple[str, list[object]]:
    """A condition that the entity in column `entity` is the actor wanted: by its own name, its actor's, or Wikidata id."""
    one, own = "", list[object]()
    if f.actor_id is not None:
        one = (
            "AND EXISTS (SELECT 1 FROM actor_entity AS l JOIN entity AS e ON e.article_id = l.article_id AND e.id = l.entity_id "
            f"WHERE l.article_id = {article} AND l.entity_id = {entity} AND l.actor_id = ? AND e.standing <> 'rejected') "
        )
        own = [f.actor_id]
    if not f.actor:
        return one, own
    if WIKIDATA.fullmatch(f.actor.strip()):
        inner, values = "e.wikidata = ? OR k.wikidata = ?", [f.actor.strip().upper()] * 2
    else:
        inner = (
            "named(e.name, ?) OR named(k.name, ?) "
            "OR EXISTS (SELECT 1 FROM actor_alias AS n WHERE n.actor_id = k.id AND named(n.name, ?))"
        )
        values = [fold(f.actor)] * 3
    return (
        f"{one}AND EXISTS (SELECT 1 FROM entity AS e LEFT JOIN actor_entity AS l ON l.article_id = e.article_id AND l.entity_id = e.id "
        f"LEFT JOIN actor AS k ON k.id = l.actor_id WHERE e.article_id = {article} AND e.id = {entity} AND e.standing <> 'rejected' AND ({inner}))",
        [*own, *values],
    )


def entities_meant(f: Filter) -> tuple[str, list[object]]:
    """A query for article and id of every entity that is called `f.actor`, as `entity_condition` means it.

    It reads each name once: faster than the condition where all records are asked, slower where words narrow them first.
    """
    if not f.actor:
        raise ValueError("no actor is asked for")
    if WIKIDATA.fullmatch(f.actor.strip()):
        entities, actors, values = "e.wikidata = ?", "k.wikidata = ?", [f.actor.strip().upper()] * 2
    else:
        entities = "e.name IN (SELECT name FROM (SELECT DISTINCT name FROM entity) WHERE named(name, ?))"
        actors = (
            "named(k.name, ?) OR EXISTS (SELECT 1 FROM actor_alias AS n WHERE n.actor_id = k.id AND named(n.name, ?))"
        )
        values = [fold(f.actor)] * 3
    return (
        f"SELECT e.article_id, e.id FROM entity AS e WHERE e.standing <> 'rejected' AND {entities} UNION "
        "SELECT e.article_id, e.id FROM actor AS k JOIN actor_entity AS l ON l.actor_id = k.id JOIN entity AS e "
        f"ON e.article_id = l.article_id AND e.id = l.entity_id WHERE e.standing <> 'rejected' AND ({actors})",
        list[object](values),
    )


def statement_conditions(f: Filter) -> tuple[str, list[object]]:
    """Conditions on `statement AS s` and `article AS a`."""
    conditions, values = article_conditions(f)
    parts = [conditions]
    for column, value in (("s.act", f.act), ("s.kind", f.kind)):
        if value:
            parts.append(f"AND {column} = ?")
            values.append(value)
    if f.min_confidence > 0:
        parts.append("AND s.confidence >= ?")
        values.append(f.min_confidence)
    condition, more = entity_condition(f, "s.source_entity")
    return " ".join([*parts, condition]), [*values, *more]


def figure_conditions(f: Filter, words: str | None = None) -> tuple[str, list[object]]:
    """Conditions on `figure AS f`, `article AS a` and, joined from the left, `statement AS s` that holds the figure.

    `words` must stand in the figure, its unit or its measure (folded, whole words).
    """
    conditions, values = article_conditions(f)
    parts = [conditions]
    for column, value in (("f.measure", f.measure), ("f.unit", f.unit)):
        if value:
            parts.append(f"AND fold({column}) = ?")
            values.append(fold(value))
    if f.min_confidence > 0:
        parts.append("AND coalesce(s.confidence, 1) >= ?")
        values.append(f.min_confidence)
    if words is not None:
        told = "substr(a.text, f.span_start + 1, f.span_end - f.span_start)"
        parts.append(f"AND (named({told}, ?) OR named(f.unit, ?) OR named(f.measure, ?))")
        values += [fold(words)] * 3
    condition, more = entity_condition(f, "coalesce(f.according_to, s.source_entity)")
    return " ".join([*parts, condition]), [*values, *more]


def position_conditions(f: Filter, topic: str | None = None) -> tuple[str, list[object]]:
    """Conditions on `position AS p`, `article AS a` and, joined from the left, `statement AS s` that holds the position.

    `topic`: words of the topic's label or wording (folded, whole words).
    """
    conditions, values = article_conditions(f)
    parts = [conditions]
    if wanted := topic or f.topic:
        told = "substr(a.text, p.topic_start + 1, p.topic_end - p.topic_start)"
        parts.append(f"AND (named(p.topic, ?) OR named({told}, ?))")
        values += [fold(wanted)] * 2
    if f.min_confidence > 0:
        parts.append("AND coalesce(s.confidence, 1) >= ?")
        values.append(f.min_confidence)
    condition, more = entity_condition(f, "p.who")
    return " ".join([*parts, condition]), [*values, *more]


def event_conditions(f: Filter) -> tuple[str, list[object]]:
    """Conditions on `event AS v`, `article AS a` and, joined from the left, `statement AS s` that holds the event."""
    conditions, values = article_conditions(f)
    parts = [conditions]
    if f.type:
        parts.append("AND v.type = ?")
        values.append(f.type)
    if f.min_confidence > 0:
        parts.append("AND coalesce(s.confidence, 1) >= ?")
        values.append(f.min_confidence)
    if f.actor:
        entities, more = entities_meant(f)
        parts.append(
            "AND (v.article_id, v.id) IN (SELECT i.article_id, i.event_id FROM event_entity AS i "
            f"WHERE (i.article_id, i.entity_id) IN ({entities}))"
        )
        values += more
    return " ".join(parts), values
