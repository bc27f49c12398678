"""The actors of a ledger: the list of them with how often each is quoted, and all that is told of one."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from dataclasses import dataclass

from selon.store.corrections_entries import LogEntry, log_entries
from selon.store.corrections_rows import load
from selon.store.folding import fold
from selon.store.search import COLUMNS, StatementHit

DAY = "coalesce(a.published, a.published_given)"
# The article's text stands before its outlet in the file; this reads each article once, not once an entity.
ABOUT = f"about AS MATERIALIZED (SELECT a.id, a.outlet, a.title, {DAY} AS day FROM article AS a)"
MEMBERS = "actor_entity AS l JOIN entity AS e ON e.article_id = l.article_id AND e.id = l.entity_id AND e.standing <> 'rejected'"
SAID = (
    "statement AS s JOIN actor_entity AS l ON l.article_id = s.article_id AND l.entity_id = s.source_entity "
    "JOIN entity AS e ON e.article_id = l.article_id AND e.id = l.entity_id AND e.standing <> 'rejected'"
)
LONG = 4  # letters of a word by which a namesake is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedActor:
    """An actor and how often it is quoted: in all, directly (direct and mixed), indirectly, told as acts.

    `articles` and `outlets` name it, quoted or not; `first` and `last` are the days of the first and last of them. `also` are
    its other names; `namesakes` counts the actors of the same name that nobody has joined with it.
    """

    id: int
    name: str
    kind: str
    wikidata: str | None
    statements: int
    direct: int
    indirect: int
    acts: int
    articles: int
    outlets: int
    first: str | None
    last: str | None
    also: list[str]
    namesakes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """A name under which articles know an actor; `how` says why that is the same one: `wikidata`, `name` or `person`."""

    name: str
    how: str
    articles: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role in which an actor is told of, by which outlets, and from the first to the last day."""

    role: str
    articles: int
    first: str | None
    last: str | None
    outlets: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """How often an actor is quoted on a day, or by an outlet (None: unknown)."""

    by: str | None
    statements: int
    direct: int
    indirect: int
    acts: int
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """An entity of an article that belongs to an actor, by `wikidata`, by `name`, or because a `person` said so."""

    article_id: int
    entity_id: str
    name: str
    how: str
    roles: list[str]
    mentions: int
    day: str | None
    outlet: str | None
    title: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """All that is told of an actor but its statements, figures and positions, which have questions of their own."""

    actor: ListedActor
    names: list[Called]
    roles: list[Role]
    days: list[Quoted]
    outlets: list[Quoted]
    parts: list[Part]


def list_actors(
    connection: sqlite3.Connection,
    words: str | None = None,
    *,
    kind: str | None = None,
    ids: list[int] | None = None,
    limit: int | None = 50,
    offset: int = 0,
) -> tuple[list[ListedActor], int]:
    """The actors of which some name has these words (folded, whole words), the most quoted first; and how many there are."""
    conditions, values = "k.merged_into IS NULL", list[object]()
    if words and fold(words):
        conditions += " AND (named(k.name, ?) OR EXISTS (SELECT 1 FROM actor_alias AS n WHERE n.actor_id = k.id AND named(n.name, ?)))"
        values += [fold(words)] * 2
    if kind:
        conditions += " AND k.kind = ?"
        values.append(kind)
    if ids is not None:
        conditions += " AND k.id IN (SELECT value FROM json_each(?))"
        values.append(f"[{','.join(map(str, ids))}]")
    exists = f"EXISTS (SELECT 1 FROM {MEMBERS} WHERE l.actor_id = k.id)"
    (total,) = connection.execute(f"SELECT count(*) FROM actor AS k WHERE {conditions} AND {exists}", values).fetchone()
    rows = connection.execute(
        f"WITH {ABOUT}, wanted AS MATERIALIZED (SELECT k.id, k.name, k.kind, k.wikidata FROM actor AS k WHERE {conditions}), "
        "told AS MATERIALIZED (SELECT l.actor_id, count(DISTINCT l.article_id) AS articles, count(DISTINCT a.outlet) AS outlets,"
        f" min(a.day) AS first, max(a.day) AS last FROM {MEMBERS} JOIN about AS a ON a.id = l.article_id"
        " WHERE l.actor_id IN (SELECT id FROM wanted) GROUP BY l.actor_id), "
        "said AS MATERIALIZED (SELECT l.actor_id, count(*) AS statements, sum(s.kind IN ('direct', 'mixed')) AS direct,"
        f" sum(s.kind = 'indirect') AS indirect, sum(s.kind = 'act') AS acts FROM {SAID}"
        " WHERE s.standing <> 'rejected' AND l.actor_id IN (SELECT id FROM wanted) GROUP BY l.actor_id) "
        "SELECT k.id, k.name, k.kind, k.wikidata, coalesce(statements, 0) AS statements, coalesce(direct, 0) AS direct,"
        " coalesce(indirect, 0) AS indirect, coalesce(acts, 0) AS acts, articles, outlets, first, last"
        " FROM wanted AS k JOIN told ON told.actor_id = k.id LEFT JOIN said ON said.actor_id = k.id"
        " ORDER BY 5 DESC, articles DESC, k.name, k.id LIMIT ? OFFSET ?",
        (*values, -1 if limit is None else limit, offset),
    ).fetchall()
    also = _also(connection, [r["id"] for r in rows])
    same = _namesakes(connection)
    return [
        ListedActor(**dict(r), also=also[r["id"]], namesakes=same[r["kind"], fold(r["name"])] - 1) for r in rows
    ], total


def _also(connection: sqlite3.Connection, ids: list[int]) -> dict[int, list[str]]:
    """The other names of some actors."""
    held: dict[int, list[str]] = defaultdict(list)
    for actor, name in connection.execute(
        "SELECT actor_id, name FROM actor_alias WHERE actor_id IN (SELECT value FROM json_each(?)) ORDER BY name",
        (f"[{','.join(map(str, ids))}]",),
    ):
        held[actor].append(name)
    return held


def _namesakes(connection: sqlite3.Connection) -> dict[tuple[str, str], int]:
    """How many actors there are of each kind and folded name."""
    held: dict[tuple[str, str], int] = defaultdict(lambda: 1)
    held |= {
        (r[0], r[1]): r[2]
        for r in connection.execute(
            "SELECT kind, fold(name), count(*) FROM actor WHERE merged_into IS NULL GROUP BY 1, 2"
        )
    }
    return held


def current(connection: sqlite3.Connection, actor_id: int) -> int | None:
    """The actor itself, or the one that it was merged into; None where there is none of this id."""
    seen = set[int]()
    at: int | None = actor_id
    while at is not None and at not in seen:
        seen.add(at)
        row = connection.execute("SELECT merged_into FROM actor WHERE id = ?", (at,)).fetchone()
        if row is None:
            return None
        if row[0] is None:
            return at
        at = row[0]
    return None


def profile(connection: sqlite3.Connection, actor_id: int) -> Profile:
    """All that is told of an actor; `KeyError` where there is none of this id."""
    found, _ = list_actors(connection, ids=[actor_id])
    if not found:
        raise KeyError(actor_id)
    names = connection.execute(
        f"SELECT e.name, l.how, count(DISTINCT a.id) AS articles, min({DAY}) AS first, max({DAY}) AS last FROM {MEMBERS}"
        " JOIN article AS a ON a.id = l.article_id WHERE l.actor_id = ? GROUP BY e.name, l.how ORDER BY articles DESC, e.name",
        (actor_id,),
    )
    return Profile(
        actor=found[0],
        names=[Called(**dict(r)) for r in names],
        roles=_roles(connection, actor_id),
        days=_quoted(connection, actor_id, DAY),
        outlets=sorted(_quoted(connection, actor_id, "a.outlet"), key=lambda q: (-q.statements, q.by or "")),
        parts=_parts(connection, actor_id),
    )


def _roles(connection: sqlite3.Connection, actor_id: int) -> list[Role]:
    """The roles, the first one told in front."""
    held: dict[str, list[sqlite3.Row]] = defaultdict(list)
    for r in connection.execute(
        f"SELECT r.role, a.id, a.outlet, {DAY} AS day FROM {MEMBERS} JOIN role AS r ON r.article_id = e.article_id AND"
        " r.entity_id = e.id JOIN article AS a ON a.id = l.article_id WHERE l.actor_id = ? ORDER BY day IS NULL, day, a.id, r.n",
        (actor_id,),
    ):
        held[fold(r["role"])].append(r)
    found = []
    for rows in held.values():
        days = [r["day"] for r in rows if r["day"]]
        found.append(
            Role(
                role=rows[0]["role"], articles=len({r["id"] for r in rows}), first=min(days, default=None),
                last=max(days, default=None), outlets=sorted({r["outlet"] for r in rows if r["outlet"]}),
            )
        )  # fmt: skip
    return found


def _quoted(connection: sqlite3.Connection, actor_id: int, by: str) -> list[Quoted]:
    """How often an actor is quoted, by a column of `article AS a`."""
    rows = connection.execute(
        f"SELECT {by} AS by, count(*) AS statements, sum(s.kind IN ('direct', 'mixed')) AS direct,"
        " sum(s.kind = 'indirect') AS indirect, sum(s.kind = 'act') AS acts, count(DISTINCT a.id) AS articles"
        f" FROM {SAID} JOIN article AS a ON a.id = s.article_id WHERE s.standing <> 'rejected' AND l.actor_id = ?"
        " GROUP BY 1 ORDER BY 1 IS NULL, 1",
        (actor_id,),
    )
    return [Quoted(**dict(r)) for r in rows]


def _parts(connection: sqlite3.Connection, actor_id: int) -> list[Part]:
    """The entities of an actor, by day."""
    rows = connection.execute(
        f"SELECT l.article_id, l.entity_id, e.name, l.how, {DAY} AS day, a.outlet, a.title,"
        " (SELECT count(*) FROM mention AS m WHERE m.article_id = e.article_id AND m.entity_id = e.id) AS mentions,"
        " (SELECT json_group_array(role) FROM (SELECT role FROM role AS r WHERE r.article_id = e.article_id AND"
        " r.entity_id = e.id ORDER BY n)) AS roles"
        f" FROM {MEMBERS} JOIN article AS a ON a.id = l.article_id WHERE l.actor_id = ? ORDER BY day IS NULL, day, a.id, e.id",
        (actor_id,),
    )
    return [Part(**dict(r) | {"roles": json.loads(r["roles"])}) for r in rows]


def latest_statements(connection: sqlite3.Connection, actor_id: int, *, limit: int = 10) -> list[StatementHit]:
    """The last that an actor is quoted with, the latest first."""
    rows = connection.execute(
        f"WITH best AS MATERIALIZED (SELECT s.article_id, s.id, s.pk, {DAY} AS day FROM {SAID}"
        " JOIN article AS a ON a.id = s.article_id WHERE s.standing <> 'rejected' AND l.actor_id = ?"
        " ORDER BY day IS NULL, day DESC, s.pk DESC LIMIT ?) "
        f"SELECT {COLUMNS} FROM best JOIN statements_v AS v ON v.article_id = best.article_id AND v.id = best.id"
        " ORDER BY best.day IS NULL, best.day DESC, best.pk DESC",
        (actor_id, limit),
    )
    return [StatementHit(**{**dict(r), "denied": bool(r["denied"])}) for r in rows]


def alike(
    connection: sqlite3.Connection, actor: ListedActor, words: str | None, *, limit: int = 12
) -> list[ListedActor]:
    """Other actors that might be the same one: of the words given, else of a long word of its name, the likeliest first."""
    wanted = [words] if words else [w for w in fold(actor.name).split() if len(w) >= LONG] or [actor.name]
    found: dict[int, ListedActor] = {}
    shared: dict[int, int] = defaultdict(int)
    for w in wanted:
        for other in list_actors(connection, w, limit=limit * 2)[0]:
            if other.id != actor.id:
                found[other.id] = other
                shared[other.id] += 1
    best = sorted(found.values(), key=lambda o: (-shared[o.id], o.kind != actor.kind, -o.statements, o.name))
    return best[:limit]


def actor_log(connection: sqlite3.Connection, known: Profile) -> list[LogEntry]:
    """The merges, splits and new names that concern an actor, the latest first: those that name it or one of its names."""
    names = {fold(n) for n in (known.actor.name, *known.actor.also, *(c.name for c in known.names))}
    log = [c for c in load(connection) if c.target == "actor"]
    wanted = []
    for c in log:
        before, after = c.before or {}, c.after or {}
        held = [before.get("actor", {}).get("name"), after.get("into", {}).get("name"), after.get("name")]
        held += [
            e.get("name")
            for ref in (before.get("actor", {}), after.get("into", {}), after)
            for e in ref.get("entities", [])
        ]
        if names & {fold(n) for n in held if n}:
            wanted.append(c.id)
    return [e for e in log_entries(connection, wanted) if e.kind != "undo"] if wanted else []
