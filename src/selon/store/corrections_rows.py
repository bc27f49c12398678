"""Corrections as rows of the file, and the articles that they mean."""

from __future__ import annotations

import json
import sqlite3

from selon.store.anchoring import Json
from selon.store.corrections import Correction


def article_ref(connection: sqlite3.Connection, article_id: int) -> Json:
    """An article by what it is in every file: its text and where it stood; with its title, for people."""
    row = connection.execute("SELECT sha256, place, title FROM article WHERE id = ?", (article_id,)).fetchone()
    if row is None:
        raise KeyError(article_id)
    return {"sha256": row[0], "place": row[1], "title": row[2]}


def article_of(connection: sqlite3.Connection, ref: Json) -> int | None:
    """The article of this file that is meant: the same text at the same place, else the only one with that text, else the
    latest edition of that place."""
    if not ref:
        return None
    sha256, place = ref.get("sha256"), ref.get("place") or ""
    found = connection.execute("SELECT id, place FROM article WHERE sha256 = ?", (sha256,)).fetchall()
    same = [r[0] for r in found if r[1] == place]
    if same or len(found) == 1:
        return int(same[0] if same else found[0][0])
    if not place or place.startswith("outlet:"):
        return None
    edition = connection.execute("SELECT max(id) FROM article WHERE place = ?", (place,)).fetchone()
    return None if edition[0] is None else int(edition[0])


def insert(connection: sqlite3.Connection, c: Correction, article_id: int | None) -> None:
    """Appends a correction; an undo also marks what it undoes."""
    anchor = {"article": c.article, **(c.anchor or {})}
    connection.execute(
        "INSERT INTO correction (id, at, who, why, kind, target_kind, article_id, record_id, before, after, anchor)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            c.id,
            c.at,
            c.who,
            c.why,
            c.kind,
            c.target,
            article_id,
            c.record,
            _dump(c.before),
            _dump(c.after),
            _dump(anchor),
        ),
    )
    if c.kind == "undo":
        connection.execute("UPDATE correction SET undone_by = ? WHERE id = ? AND undone_by IS NULL", (c.id, c.record))


def load(connection: sqlite3.Connection, article_id: int | None = None) -> list[Correction]:
    """The log, in the order in which it came into this file: all of it, or what may concern the records of an article."""
    of_one = "WHERE article_id = ? OR (article_id IS NULL AND target_kind <> 'actor')"
    rows = connection.execute(
        "SELECT id, at, who, why, kind, target_kind, record_id, before, after, anchor FROM correction"
        f" {of_one if article_id is not None else ''} ORDER BY n",
        () if article_id is None else (article_id,),
    )
    out = []
    for id_, at, who, why, kind, target, record, before, after, anchor in rows:
        held = _load(anchor) or {}
        article = held.pop("article", None)
        out.append(
            Correction(
                id=id_, at=at, who=who, why=why, kind=kind, target=target, article=article, record=record,
                before=_load(before), after=_load(after), anchor=held or None,
            )
        )  # fmt: skip
    return out


def _dump(value: Json) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)


def _load(value: str | None) -> Json:
    return None if value is None else json.loads(value)
