"""What happened, what was said and what was wanted, in the order of days, over all articles of a ledger.

A record stands on its own days where the article dates it, else on the day of its article (`basis` says which): then it is
known only that it was told that day.
"""

from __future__ import annotations

import calendar
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

from selon.store.filters import FIRST_DAY, LAST_DAY, Filter, article_conditions, entities_meant
from selon.store.search import holds, match, parse, statements_of

EntryKind = Literal["event", "statement", "position"]
Basis = Literal["text", "published"]
KINDS: tuple[EntryKind, ...] = ("event", "statement", "position")
AROUND = 200  # characters on either side of an event in which its sentence is looked for
FIRST = f"coalesce(x.when_start, x.when_end, {FIRST_DAY})"
LAST = f"coalesce(x.when_end, x.when_start, {LAST_DAY})"
# The days lie behind the text in a row of `article`: read once for each article, not for each of its records.
DATED = "WITH dated AS MATERIALIZED (SELECT id, outlet, published, published_given FROM article)"
# Where a record stands in its text, whether it is of some actors, and whether it holds some words.
PLACE = {
    "event": "x.span_start",
    "statement": "min(coalesce(x.cue_start, x.source_start, 0), coalesce(x.source_start, x.cue_start, 0))",
    "position": "x.topic_start",
}
ACTORS = {
    "event": "AND (x.article_id, x.id) IN (SELECT p.article_id, p.event_id FROM event_entity AS p "
    "WHERE (p.article_id, p.entity_id) IN ({}))",
    "statement": "AND (x.article_id, x.source_entity) IN ({})",
    "position": "AND (x.article_id, x.who) IN ({})",
}
WORDS = {
    "event": "AND sought((SELECT substr(w.text, max(x.span_start - 200, 0) + 1, x.span_end - x.span_start + 400) "
    "FROM article AS w WHERE w.id = x.article_id))",
    "statement": "AND x.pk IN (SELECT rowid FROM statement_fts WHERE statement_fts MATCH ?)",
    "position": "AND (sought(x.topic) OR sought((SELECT substr(w.text, x.topic_start + 1, x.topic_end - x.topic_start) "
    "FROM article AS w WHERE w.id = x.article_id)))",
}
SENTENCE_END = re.compile(r"[.!?…]['\"»”]*\s|\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineFilter:
    """Which records are wanted; what is None does not matter.

    `actor` (words of a name, or a Wikidata id), `actor_id`: who acts or is acted upon, who speaks, who wants. `since` and
    `until` are ISO years, months or days of the record, not of its article. `planned` and `type` (PLOVER) are for events only:
    nothing else passes where they are given. `dated`: only what the article itself dates.
    """

    actor: str | None = None
    actor_id: int | None = None
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    kinds: tuple[EntryKind, ...] = ("event", "statement")
    planned: bool | None = None
    type: str | None = None
    words: str | None = None
    dated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody who takes part: a name, with the actor where there is one; `open` where it is words that name nobody."""

    name: str
    actor_id: int | None = None
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A record on the timeline.

    `start` and `end` are its days as far as they are known, `first` and `last` those under which it stands (the article's,
    where `basis` is 'published'). `type` is a PLOVER type, an act or a stance; `words` are the words of an event, the content
    of a statement, the topic of a position; `context` is the sentence of an event.
    """

    kind: EntryKind
    article_id: int
    id: str
    first: str | None
    last: str | None
    basis: Basis | None
    start: str | None
    end: str | None
    type: str
    planned: bool
    denied: bool
    who: list[Party]
    whom: list[Party]
    where: str | None
    words: str
    context: str
    statement: str | None
    published: str | None
    outlet: str | None
    title: str | None
    url: str | None


def count_entries(connection: sqlite3.Connection, where: TimelineFilter) -> dict[str, int]:
    """How many records of each kind pass, and how many of them nothing dates (`undated`). `ValueError`: see `search.parse`."""
    sql, values = _union(connection, where, days_only=True)
    sums = ", ".join(f"coalesce(sum(kind = '{kind}'), 0)" for kind in KINDS)
    row = connection.execute(f"SELECT {sums}, coalesce(sum(first IS NULL), 0) FROM ({sql})", values).fetchone()
    return dict(zip((*KINDS, "undated"), row, strict=True))


def find_entries(
    connection: sqlite3.Connection,
    where: TimelineFilter,
    *,
    newest: bool = False,
    limit: int | None = None,
    offset: int = 0,
) -> list[Entry]:
    """The records that pass, the oldest first unless `newest`, in the order of the text on one day; undated ones last."""
    sql, values = _union(connection, where)
    down = "DESC" if newest else ""
    rows = connection.execute(
        f"SELECT * FROM ({sql}) ORDER BY first IS NULL, first {down}, last {down}, article_id, place, kind LIMIT ? OFFSET ?",
        (*values, -1 if limit is None else limit, offset),
    ).fetchall()
    entries: dict[tuple[str, int, str], Entry] = {}
    for kind, fill in zip(KINDS, (_events, _statements, _positions), strict=True):
        held = [r for r in rows if r["kind"] == kind]
        if held:
            entries |= {(kind, e.article_id, e.id): e for e in fill(connection, held)}
    return [e for r in rows if (e := entries.get((r["kind"], r["article_id"], r["id"])))]


def whole(start: str | None, end: str | None) -> str | None:
    """The day, month or year that two days are the bounds of: `2023-11` of 1 and 30 November 2023; None for another period."""
    if start is None or end is None or start == end:
        return start if start == end else None
    if start[:4] != end[:4]:
        return None
    if (start[5:], end[5:]) == ("01-01", "12-31"):
        return start[:4]
    return start[:7] if start[8:] == "01" and end == last_day(start[:7]) else None


def _union(
    connection: sqlite3.Connection, where: TimelineFilter, *, days_only: bool = False
) -> tuple[str, list[object]]:
    """A query for kind, first day (and article, id, last day, place in the text) of every record that passes."""
    if where.words:
        asked = parse(where.words)
        connection.create_function("sought", 1, lambda text: holds(text, asked), deterministic=True)
    conditions, shared = _shared_conditions(where)
    parts, values = [], list[object]()
    for kind in KINDS:
        if kind not in where.kinds or (kind != "event" and (where.type or where.planned is not None)):
            continue
        own, more = _own_conditions(kind, where)
        more_columns = f", x.article_id, x.id, {'x.pk' if kind == 'statement' else 'NULL'} AS pk, {PLACE[kind]} AS place, {LAST} AS last"
        parts.append(
            f"SELECT '{kind}' AS kind, {FIRST} AS first{'' if days_only else more_columns} "
            f"FROM {kind} AS x JOIN dated AS a ON a.id = x.article_id WHERE x.standing <> 'rejected' {conditions} {own}"
        )
        values += [*shared, *more]
    nothing = "SELECT '' AS kind, NULL AS first, 0 AS article_id, '' AS id, 0 AS pk, 0 AS place, NULL AS last WHERE 0"
    return f"{DATED} {' UNION ALL '.join(parts) or nothing}", values


def _shared_conditions(where: TimelineFilter) -> tuple[str, list[object]]:
    """Conditions on any record `x` and its article `a`."""
    conditions, values = article_conditions(Filter(outlet=where.outlet))
    parts = [conditions]
    if where.since:
        parts.append(f"AND {LAST} >= ?")
        values.append(where.since + "-01-01"[len(where.since) - 4 :])
    if where.until:
        parts.append(f"AND {FIRST} <= ?")
        values.append(where.until + "-12-31"[len(where.until) - 4 :])
    if where.dated:
        parts.append("AND coalesce(x.when_start, x.when_end) IS NOT NULL")
    return " ".join(parts), values


def _actors(where: TimelineFilter) -> tuple[str, list[object]] | None:
    """A query for the entities that are the actor wanted."""
    if where.actor_id is not None:
        return (
            "SELECT e.article_id, e.id FROM actor_entity AS l JOIN entity AS e ON e.article_id = l.article_id "
            "AND e.id = l.entity_id WHERE l.actor_id = ? AND e.standing <> 'rejected'",
            [where.actor_id],
        )
    return entities_meant(Filter(actor=where.actor)) if where.actor else None


def _own_conditions(kind: EntryKind, where: TimelineFilter) -> tuple[str, list[object]]:
    """Conditions that depend on the kind of record."""
    parts, values = [], list[object]()
    if kind == "event" and where.planned is not None:
        parts.append("AND x.planned = ?")
        values.append(int(where.planned))
    if kind == "event" and where.type:
        parts.append("AND x.type = ?")
        values.append(where.type)
    if actors := _actors(where):
        parts.append(ACTORS[kind].format(actors[0]))
        values += actors[1]
    if where.words:
        parts.append(WORDS[kind])
        if kind == "statement":
            values.append(match(where.words))
    return " ".join(parts), values


def _keys(rows: Iterable[sqlite3.Row]) -> str:
    return json.dumps([[r["article_id"], r["id"]] for r in rows])


FROM_KEYS = "json_each(?) AS j JOIN {table} AS x ON x.article_id = j.value ->> 0 AND x.id = j.value ->> 1 JOIN article AS a ON a.id = x.article_id"
OF_ARTICLE = "coalesce(a.published, a.published_given) AS published, a.outlet, a.title, a.url"


def _events(connection: sqlite3.Connection, rows: list[sqlite3.Row]) -> Iterator[Entry]:
    """The events of some rows."""
    keys = _keys(rows)
    parties: dict[tuple[int, str, str], list[Party]] = {}
    for r in connection.execute(
        f"SELECT p.article_id, p.event_id, p.part, coalesce(k.name, e.name), k.id FROM {FROM_KEYS.format(table='event')} "
        "JOIN event_entity AS p ON p.article_id = x.article_id AND p.event_id = x.id "
        "JOIN entity AS e ON e.article_id = p.article_id AND e.id = p.entity_id AND e.standing <> 'rejected' "
        "LEFT JOIN actor_entity AS l ON l.article_id = e.article_id AND l.entity_id = e.id "
        "LEFT JOIN actor AS k ON k.id = l.actor_id ORDER BY p.part, p.n",
        (keys,),
    ):
        parties.setdefault((r[0], r[1], r[2]), []).append(Party(name=r[3], actor_id=r[4]))
    found = connection.execute(
        f"SELECT x.*, {OF_ARTICLE}, coalesce(k.name, e.name) AS place, max(x.span_start - {AROUND}, 0) AS cut, "
        f"substr(a.text, max(x.span_start - {AROUND}, 0) + 1, x.span_end - max(x.span_start - {AROUND}, 0) + {AROUND}) AS near "
        f"FROM {FROM_KEYS.format(table='event')} "
        "LEFT JOIN entity AS e ON e.article_id = x.article_id AND e.id = x.where_entity AND e.standing <> 'rejected' "
        "LEFT JOIN actor_entity AS l ON l.article_id = e.article_id AND l.entity_id = e.id "
        "LEFT JOIN actor AS k ON k.id = l.actor_id",
        (keys,),
    )
    days = {(r["article_id"], r["id"]): r for r in rows}
    for r in found:
        at = r["article_id"], r["id"]
        start, end = r["span_start"] - r["cut"], r["span_end"] - r["cut"]
        yield Entry(
            kind="event", **_shared(r, days[at]), type=r["type"], planned=bool(r["planned"]), denied=False,
            who=parties.get((*at, "who"), []), whom=parties.get((*at, "whom"), []), where=r["place"],
            words=r["near"][start:end], context=sentence(r["near"], start, end), statement=r["statement_id"],
        )  # fmt: skip


def _statements(connection: sqlite3.Connection, rows: list[sqlite3.Row]) -> Iterator[Entry]:
    """The statements of some rows."""
    days = {(r["article_id"], r["id"]): r for r in rows}
    within = connection.execute(
        f"SELECT x.article_id, x.id, x.within FROM {FROM_KEYS.format(table='statement')}", (_keys(rows),)
    )
    inside = {(r[0], r[1]): r[2] for r in within}
    for hit in statements_of(connection, [r["pk"] for r in rows]).values():
        at = hit.article_id, hit.id
        name = hit.source or hit.source_words
        who = [Party(name=name, actor_id=hit.actor_id, open=hit.source is None)] if name else []
        shared = _shared(asdict(hit), days[at])
        yield Entry(
            kind="statement", **shared, type=hit.act, planned=False, denied=hit.denied, who=who,
            whom=[Party(name=hit.addressee)] if hit.addressee else [], where=None, words=hit.content, context="",
            statement=inside[at],
        )  # fmt: skip


def _positions(connection: sqlite3.Connection, rows: list[sqlite3.Row]) -> Iterator[Entry]:
    """The positions of some rows."""
    found = connection.execute(
        f"SELECT x.*, {OF_ARTICLE}, substr(a.text, x.topic_start + 1, x.topic_end - x.topic_start) AS words, "
        f"coalesce(k.name, e.name) AS name, k.id AS actor FROM {FROM_KEYS.format(table='position')} "
        "JOIN entity AS e ON e.article_id = x.article_id AND e.id = x.who AND e.standing <> 'rejected' "
        "LEFT JOIN actor_entity AS l ON l.article_id = e.article_id AND l.entity_id = e.id "
        "LEFT JOIN actor AS k ON k.id = l.actor_id",
        (_keys(rows),),
    )
    days = {(r["article_id"], r["id"]): r for r in rows}
    for r in found:
        yield Entry(
            kind="position", **_shared(r, days[r["article_id"], r["id"]]), type=r["stance"], planned=False, denied=False,
            who=[Party(name=r["name"], actor_id=r["actor"])], whom=[], where=None, words=r["words"], context="",
            statement=r["statement_id"],
        )  # fmt: skip


def _shared(r: Any, row: sqlite3.Row) -> dict[str, Any]:
    """What every entry has, of a record and of its row in the union."""
    own = r["when_start"] or r["when_end"]
    published = r["published"] if row["first"] else None
    return {
        "article_id": r["article_id"], "id": r["id"], "first": row["first"],
        "last": row["last"] if own else last_day(published), "basis": "text" if own else "published" if published else None,
        "start": r["when_start"], "end": r["when_end"], "published": r["published"], "outlet": r["outlet"],
        "title": r["title"], "url": r["url"],
    }  # fmt: skip


def last_day(date: str | None) -> str | None:
    """The last day of a day, month or year: `2023-11-30` of `2023-11`."""
    if date is None or len(date) > 7:
        return date
    year, month = int(date[:4]), int(date[5:7] or 12)
    return f"{date[:4]}-{month:02}-{calendar.monthrange(year, month)[1]}"


def sentence(text: str, start: int, end: int) -> str:
    """The sentence around some words, as far as the text holds it, on one line."""
    before = [m.end() for m in SENTENCE_END.finditer(text, 0, start)]
    after = SENTENCE_END.search(text, end)
    return " ".join(text[before[-1] if before else 0 : after.end() if after else len(text)].split())
