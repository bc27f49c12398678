"""Why a record is in the ledger: rule, evidence, the mentions behind its source, how it stands, and what people changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from selon.model import Entity, Event, Figure, Made, Position, Span, Statement
from selon.store.corrections import replay, undone
from selon.store.corrections_entries import Change
from selon.store.corrections_entries import changes as set_by
from selon.store.corrections_log import corrections_of
from selon.store.records import load_extracted
from selon.web.lookup import Lookup, Words, spans_of

MOST_MENTIONS = 8
MOST_OTHERS = 12


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of the log that concerns a record; `fields` are what an edit set, as the log of corrections says it."""

    at: str
    who: str
    kind: str
    why: str | None
    undone: bool
    fields: list[Change]


@dataclass(frozen=True, slots=True)
class Meant:
    """An entity that a record names, with mentions that let the resolution be checked, and how many more there are."""

    entity: Entity
    role: str
    mentions: list[Words]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """A record with what it stands on. `others` are ids of records over the same words, `said` those of an entity's
    statements; `previous` and `next` are the statements before and after it in the text."""

    id: str
    part: str
    record: Made
    standing: str
    words: list[Words]
    evidence: list[Words]
    meant: list[Meant]
    others: list[str]
    said: list[str]
    previous: str | None
    next: str | None
    log: list[Told]


def why(held: Lookup, record: Made, *, standing: str = "extracted", log: Sequence[Told] = ()) -> Why:
    """What is to be said of a record of a ledger."""
    id_ = getattr(record, "id", "")
    before, after = neighbours(held, id_)
    own = list(dict.fromkeys(s for role, s in spans_of(record) if role not in ("mention", "quoted")))
    return Why(
        id=id_, part=held.parts[id_], record=record, standing=standing,
        words=[held.in_context(s) for s in own] if not isinstance(record, Statement) else [],
        evidence=[held.in_context(s) for s in sorted(record.evidence)],
        meant=[_meant(held, e, role) for role, i in named(held, record) if (e := held.entity(i))],
        others=_others(held, id_, [s for _, s in spans_of(record)]) if not isinstance(record, Entity) else [],
        said=[s.id for s in held.ledger.statements if s.source.entity == id_][:MOST_OTHERS] if isinstance(record, Entity) else [],
        previous=before, next=after, log=list(log),
    )  # fmt: skip


def named(held: Lookup, record: Made) -> list[tuple[str, str | None]]:
    """The entities that a record names, by what they are in it."""
    match record:
        case Statement():
            return [
                ("source", record.source.entity),
                ("addressee", record.addressee.entity if record.addressee else None),
            ]
        case Figure():
            source = held.figure_source(record)
            return [("source", source.entity if source else None), ("place", record.place)]
        case Event():
            parties = [("who", i) for i in record.who] + [("whom", i) for i in record.whom]
            return [*parties, ("place", record.where)]
        case Position():
            return [("who", record.who)]
        case Entity():
            return [("mentions", record.id)]
    return []


def _meant(held: Lookup, entity: Entity, role: str) -> Meant:
    shown = sorted(entity.mentions)[:MOST_MENTIONS]
    return Meant(entity, role, [held.in_context(s) for s in shown], len(entity.mentions) - len(shown))


def _others(held: Lookup, id_: str, own: list[Span]) -> list[str]:
    """The records that stand over some of the same words, the people among them left out."""
    found = []
    for other, record in held.records.items():
        if other == id_ or isinstance(record, Entity):
            continue
        if any(a < stop and start < b for _, (a, b) in spans_of(record) for start, stop in own):
            found.append(other)
            if len(found) == MOST_OTHERS:
                break
    return found


def neighbours(held: Lookup, id_: str) -> tuple[str | None, str | None]:
    """The statements before and after a record, in the order in which they begin in the text."""
    order = sorted(
        (min(s[0] for _, s in spans), n, r.id)
        for n, r in enumerate(held.ledger.statements)
        if (spans := list(spans_of(r)))
    )
    ids = [i for _, _, i in order]
    if id_ in ids:
        n = ids.index(id_)
        return (ids[n - 1] if n else None), (ids[n + 1] if n + 1 < len(ids) else None)
    own = [s[0] for _, s in spans_of(held.records[id_])]
    start = min(own, default=0)
    return (
        next((i for a, _, i in reversed(order) if a < start), None),
        next((i for a, _, i in order if a >= start), None),
    )


def changes(connection: sqlite3.Connection, article_id: int, record_id: str) -> list[Told]:
    """What people did to a record of an article, the latest last; what was undone stays, said so."""
    log = corrections_of(connection, article_id)
    if not log:
        return []
    found = replay(load_extracted(connection, article_id), log).found
    off = undone(log)
    return [
        Told(c.at, c.who, c.kind, c.why, c.id in off, set_by(c) if c.kind == "edit" else [])
        for c in log
        if c.kind != "undo" and found.get(c.id, c.record) == record_id
    ]
