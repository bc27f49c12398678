"""The log of corrections as people read it: what each set, on which words, whether it still holds."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from selon.store.anchoring import Json
from selon.store.corrections import Correction, undone
from selon.store.corrections_rows import article_of, load

MOST_WORDS = 120  # characters of the words that a correction hangs on


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A field that a correction set; spans as their words."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """A correction with what became of it.

    `article_id` and `record_id` name its record in this ledger (of an addition: the record that it made). `undone`: another
    correction has undone it. `unsettled` says why it fits nothing any more, or what it contradicts.
    """

    id: str
    at: str
    who: str
    kind: str
    target: str
    article_id: int | None
    article_title: str | None
    record_id: str | None
    words: str
    changes: list[Change]
    why: str | None
    undone: bool
    unsettled: str | None


def log_entries(connection: sqlite3.Connection, ids: Iterable[str] | None = None) -> list[LogEntry]:
    """The log, the latest first; with `ids` only those corrections."""
    log = load(connection)
    off = undone(log)
    whys = dict(connection.execute("SELECT correction_id, why FROM unsettled").fetchall())
    wanted = None if ids is None else set(ids)
    return [
        _entry(connection, c, log, undone=c.id in off, unsettled=whys.get(c.id))
        for c in reversed(log)
        if wanted is None or c.id in wanted
    ]


def _entry(
    connection: sqlite3.Connection, c: Correction, log: list[Correction], *, undone: bool, unsettled: str | None
) -> LogEntry:
    told, seen = c, {c.id}
    while told.kind == "undo":  # an undo is told by the words of what it undoes
        undid = next((x for x in log if x.id == told.record and x.id not in seen), None)
        if undid is None:
            break
        told = undid
        seen.add(told.id)
    return LogEntry(
        id=c.id, at=c.at, who=c.who, kind=c.kind, target=told.target,
        article_id=article_of(connection, c.article) if c.article else None,
        article_title=(c.article or {}).get("title"), record_id=record_of(told), words=words(told), changes=changes(c),
        why=c.why, undone=undone, unsettled=unsettled,
    )  # fmt: skip


def record_of(c: Correction) -> str | None:
    """The id of the record that a correction is about, in the ledger that it was made in."""
    if c.kind == "undo" or c.target == "actor":
        return None
    return c.record or f"{c.target[0]}+{c.id[:8]}"


def words(c: Correction) -> str:
    """The words that a correction hangs on."""
    if c.target == "actor":
        held = [(c.before or {}).get("actor", {}).get("name"), (c.after or {}).get("into", {}).get("name")]
        held += [e.get("name") for e in (c.after or {}).get("entities", [])]
        return " → ".join(dict.fromkeys(str(x) for x in held if x))
    record = (c.anchor or {}).get("record") or {}
    quotes = [q["exact"] for held in record.get("spans", {}).values() for q in held]
    quotes = quotes or [q["exact"] for q in (c.anchor or {}).get("spans", {}).values()]
    return " … ".join(dict.fromkeys(quotes))[:MOST_WORDS]


def changes(c: Correction) -> list[Change]:
    """The fields that an edit set, or that an added record has."""
    if c.kind not in ("edit", "add") or not isinstance(c.after, dict):
        return []
    before = c.before if isinstance(c.before, dict) else {}
    return [
        Change(field=k, before=_said(c, before.get(k)), after=_said(c, v))
        for k, v in c.after.items()
        if c.kind == "edit" or (v not in (None, [], False) and k not in ("id", "confidence", "rule"))
    ]


def _said(c: Correction, value: Json) -> str | None:
    """A value for people: a span as its words, a record by its name where it has one."""
    if value is None or value == []:
        return None
    if isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, dict):
        return ", ".join(said for v in value.values() if (said := _said(c, v))) or None
    if isinstance(value, list):
        if len(value) == 2 and all(type(x) is int for x in value):
            quote = ((c.anchor or {}).get("spans") or {}).get(f"{value[0]}-{value[1]}")
            return f"“{quote['exact']}”" if quote else f"{value[0]}–{value[1]}"
        return ", ".join(said for v in value if (said := _said(c, v))) or None
    named = ((c.anchor or {}).get("records") or {}).get(value) if isinstance(value, str) else None
    return str((named or {}).get("name") or value)


def last_of(connection: sqlite3.Connection, who: str) -> str | None:
    """The latest correction of a person that is in force and undoes nothing itself."""
    off = undone(log := load(connection))
    return next((c.id for c in reversed(log) if c.who == who and c.kind != "undo" and c.id not in off), None)


def batch(connection: sqlite3.Connection, first: str, count: int) -> list[str]:
    """The ids of so many corrections that were written one after the other, beginning with `first`."""
    rows = connection.execute(
        "SELECT id FROM correction WHERE n >= (SELECT n FROM correction WHERE id = ?) ORDER BY n LIMIT ?",
        (first, count),
    )
    return [i for (i,) in rows]
