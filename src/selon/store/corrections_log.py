"""The log of corrections in the file: appended, undone, replayed after another extraction, carried to other files.

Nothing here opens a transaction of its own (see `LedgerFile.writing`).
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from selon.message import Message
from selon.model import Ledger
from selon.store.actor_links import link_actors
from selon.store.adding import replace_ledger
from selon.store.anchoring import PLURALS, Json
from selon.store.corrections import MODELS, Correction, CorrectionError, Replayed, make, replay, undo_of, undone
from selon.store.corrections_rows import article_of, article_ref, insert, load
from selon.store.records import delete_records, insert_record, insert_records, load_extracted

ELSEWHERE = Message("elsewhere", "its article is not in this ledger")


@dataclass(slots=True)
class Carried:
    """What an import brought: the corrections that are new here, how many were known, what is unsettled now and was not."""

    new: list[Correction] = field(default_factory=list)
    known: int = 0
    unsettled: dict[str, str] = field(default_factory=dict)


def now() -> str:
    """The time in UTC to the microsecond: two corrections of one person are never at the same time."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def correct(
    connection: sqlite3.Connection,
    article_id: int,
    kind: str,
    part: str,
    record_id: str | None,
    *,
    who: str,
    why: str | None = None,
    after: Json = None,
) -> Correction:
    """Appends a correction of one record of an article and applies it; `part` is the name of its table.

    Raises `KeyError` for an article that is not there, `CorrectionError` for a correction that cannot be made.
    """
    state = _state(connection, article_id)
    made = make(
        state, kind, part, record_id, after,
        id=secrets.token_hex(8), at=now(), who=named(who), why=why, article=article_ref(connection, article_id),
    )  # fmt: skip
    insert(connection, made, article_id)
    replay_article(connection, article_id)
    if part == "entity":
        link_actors(connection)
    return made


def undo(connection: sqlite3.Connection, correction_id: str, *, who: str, why: str | None = None) -> Correction:
    """Undoes a correction (named by its id or the beginning of it), or brings it back where it is undone already."""
    target = undo_of(load(connection), correction_id)
    made = Correction(
        id=secrets.token_hex(8), at=now(), who=named(who), why=why, kind="undo", target="correction", record=target.id,
        article=target.article,
    )  # fmt: skip
    article = article_of(connection, target.article)
    insert(connection, made, article)
    _refresh(connection, {article} - {None})
    return made


def undo_all(
    connection: sqlite3.Connection, correction_ids: Iterable[str], *, who: str, why: str | None = None
) -> list[Correction]:
    """Undoes those of some corrections that are in force, each by an undo of its own; the others are left as they are."""
    log = load(connection)
    by_id, off = {c.id: c for c in log}, undone(log)
    made: list[Correction] = []
    for id_ in dict.fromkeys(correction_ids):
        if id_ not in by_id:
            raise CorrectionError(Message("no_correction", "there is no correction {id}", id=id_))
        if id_ in off:
            continue
        article = by_id[id_].article
        one = Correction(
            id=secrets.token_hex(8), at=now(), who=named(who), why=why, kind="undo", target="correction", record=id_,
            article=article,
        )  # fmt: skip
        insert(connection, one, article_of(connection, article))
        made.append(one)
    _refresh(connection, {article_of(connection, c.article) for c in made if c.article} - {None})
    return made


def named(who: str) -> str:
    """Who corrects, as a name that says something."""
    if not who.strip():
        raise CorrectionError(Message("no_who", "who corrects? Give a name"))
    return who.strip()


def _state(connection: sqlite3.Connection, article_id: int) -> Replayed:
    """An article as the extraction and the log make it."""
    return replay(load_extracted(connection, article_id), corrections_of(connection, article_id))


def corrections_of(connection: sqlite3.Connection, article_id: int) -> list[Correction]:
    """The corrections of an article's records and their undos, those that came from other files too."""
    return [c for c in load(connection, article_id) if c.article and article_of(connection, c.article) == article_id]


def replay_article(connection: sqlite3.Connection, article_id: int) -> Replayed:
    """Writes an article's records anew as extraction and log make them, and what is unsettled now."""
    log = corrections_of(connection, article_id)
    state = replay(load_extracted(connection, article_id), log)
    links = connection.execute(
        "SELECT entity_id, actor_id, how FROM actor_entity WHERE article_id = ?", (article_id,)
    ).fetchall()
    delete_records(connection, article_id)
    text = state.ledger.document.text
    for part, plural in PLURALS.items():
        for record in getattr(state.ledger, plural):
            standing = state.standing.get((part, record.id), "extracted")
            insert_record(connection, article_id, part, record, text, standing=standing)
    bare = Ledger(document=state.ledger.document, problems=state.ledger.problems)
    insert_records(connection, article_id, bare)
    there = {e.id for e in state.ledger.entities}
    connection.executemany(
        "INSERT INTO actor_entity (article_id, entity_id, actor_id, how) VALUES (?, ?, ?, ?)",
        [(article_id, e, a, how) for e, a, how in links if e in there],
    )
    of_records = [c.id for c in log if c.target in MODELS]
    connection.executemany("DELETE FROM unsettled WHERE correction_id = ?", [(i,) for i in of_records])
    connection.executemany("INSERT INTO unsettled (correction_id, why) VALUES (?, ?)", sorted(state.unsettled.items()))
    return state


def reextract(
    connection: sqlite3.Connection, article_id: int, ledger: Ledger, *, extracted_by: str | None = None
) -> Replayed:
    """Puts a new extraction in the place of an article's old one and replays the corrections; then call `link_actors`."""
    replace_ledger(connection, article_id, ledger, extracted_by=extracted_by)
    return replay_article(connection, article_id)


def settle(connection: sqlite3.Connection) -> int:
    """To be called when articles have come: makes the actors anew, and replays the corrections that had waited for their
    articles. How many actors there are."""
    waiting = [c for c, why in unsettled(connection) if why == ELSEWHERE]
    for article in sorted({a for c in waiting if (a := article_of(connection, c.article)) is not None}):
        replay_article(connection, article)
    return link_actors(connection)


def unsettled(connection: sqlite3.Connection) -> list[tuple[Correction, str]]:
    """The corrections that fit nothing any more or contradict a later one, with the reason."""
    whys = dict(connection.execute("SELECT correction_id, why FROM unsettled").fetchall())
    return [(c, whys[c.id]) for c in load(connection) if c.id in whys]


def export_lines(connection: sqlite3.Connection) -> list[str]:
    """The whole log as lines of JSON in the order of time: the same log gives the same lines."""
    return [c.line() for c in sorted(load(connection), key=lambda c: (c.at, c.id))]


def import_lines(connection: sqlite3.Connection, lines: Iterable[str]) -> Carried:
    """Adds the corrections of another file that are not here yet and replays what they touch.

    Raises `CorrectionError` with the number of the first line that is no correction, before anything is written. What
    contradicts is kept on both sides: the later one holds, the other stands in `unsettled`.
    """
    known = {c.id: c for c in load(connection)}
    carried = Carried()
    for n, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            c = Correction.from_line(line)
        except CorrectionError as e:
            raise CorrectionError(f"line {n}: {e}") from None
        if c.id not in known:
            known[c.id] = c
            carried.new.append(c)
        elif known[c.id] != c:
            raise CorrectionError(f"line {n}: correction {c.id} is here already and says something else")
        else:
            carried.known += 1
    before = {c.id for c, _ in unsettled(connection)}
    carried.new.sort(key=lambda c: (c.at, c.id))
    for c in carried.new:
        insert(connection, c, article_of(connection, c.article))
    _refresh(connection, {article_of(connection, c.article) for c in carried.new if c.article} - {None})
    carried.unsettled = {c.id: why for c, why in unsettled(connection) if c.id not in before}
    return carried


def _refresh(connection: sqlite3.Connection, articles: Iterable[int | None]) -> None:
    """Replays some articles, then the actors; corrections of articles that are elsewhere stay unsettled."""
    for article in sorted(a for a in articles if a is not None):
        replay_article(connection, article)
    log = load(connection)
    off = undone(log)
    for c in log:
        if c.target not in MODELS:
            continue
        if article_of(connection, c.article) is None:
            if c.id in off:
                connection.execute("DELETE FROM unsettled WHERE correction_id = ?", (c.id,))
            else:
                connection.execute("INSERT OR REPLACE INTO unsettled VALUES (?, ?)", (c.id, ELSEWHERE))
    link_actors(connection)
