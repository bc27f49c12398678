"""The actors of a file: what `actors.group` finds, with the merges and splits that people made, under ids that stay.

Nothing here opens a transaction of its own (see `LedgerFile.writing`).
"""

from __future__ import annotations

import secrets
import sqlite3
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime

from selon.message import Message
from selon.model import Ledger
from selon.store.actors import Group, Known, group
from selon.store.anchoring import Json, find_record, record_anchor
from selon.store.corrections import Correction, CorrectionError, active
from selon.store.corrections_rows import article_of, article_ref, insert, load
from selon.store.folding import fold
from selon.store.records import load_ledger

Member = tuple[int, str]  # article, entity
SHOWN = 5  # members by which a correction finds an actor again


@dataclass(slots=True)
class Actor:
    """An actor in the making."""

    kind: str
    name: str
    wikidata: str | None
    members: dict[Member, str] = field(default_factory=dict)
    names: Counter[str] = field(default_factory=Counter)
    renamed: bool = False


def link_actors(connection: sqlite3.Connection) -> int:
    """Makes the tables `actor`, `actor_alias` and `actor_entity` anew from entities and log; how many actors there are.

    An actor keeps its id while most of its entities stay together. One that was merged keeps its row, which points at
    the other.
    """
    actors, names = _grouped(connection)
    problems = _replay(connection, actors, names)
    log = [c.id for c in load(connection) if c.target == "actor"]
    connection.executemany("DELETE FROM unsettled WHERE correction_id = ?", [(i,) for i in log])
    connection.executemany("INSERT INTO unsettled VALUES (?, ?)", sorted(problems.items()))
    actors = [a for a in actors if a.members]
    _write(connection, actors, _ids(connection, actors))
    return len(actors)


def _grouped(connection: sqlite3.Connection) -> tuple[list[Actor], dict[Member, Known]]:
    """The actors that nobody had to correct, in an order that does not hang on the order of adding."""
    roles: dict[Member, list[str]] = defaultdict(list)
    for article, entity, role in connection.execute("SELECT article_id, entity_id, role FROM role ORDER BY n"):
        roles[article, entity].append(role)
    members: dict[Known, Member] = {}
    for article, sha256, place, id_, kind, name, wikidata in connection.execute(
        "SELECT a.id, a.sha256, a.place, e.id, e.kind, e.name, e.wikidata FROM entity AS e"
        " JOIN article AS a ON a.id = e.article_id WHERE e.standing <> 'rejected'"
    ):
        known = Known(f"{sha256} {place}", id_, kind, name, wikidata, tuple(roles[article, id_]))
        members[known] = (article, id_)
    actors = [_actor(g, members) for g in group(members)]
    return actors, {m: k for k, m in members.items()}


def _actor(found: Group, members: dict[Known, Member]) -> Actor:
    made = Actor(found.kind, found.name, found.wikidata)
    for known, how in found.members:
        made.members[members[known]] = how
        made.names[known.name] += 1
    return made


def _replay(connection: sqlite3.Connection, actors: list[Actor], names: dict[Member, Known]) -> dict[str, str]:
    """Merges, splits and new names that are in force, in the order in which people made them; what fits nothing, and why."""
    problems: dict[str, str] = {}
    for c in active(load(connection)):
        if c.target != "actor":
            continue
        try:
            _apply(connection, c, actors, names)
        except CorrectionError as e:
            problems[c.id] = str(e)
    return problems


def _apply(connection: sqlite3.Connection, c: Correction, actors: list[Actor], names: dict[Member, Known]) -> None:
    """One correction of actors."""
    if c.kind == "split":
        moved = [m for e in c.after["entities"] if (m := _member(connection, e)) is not None and m in names]
        if not moved:
            raise CorrectionError(Message("none_apart", "none of the entities that were to be apart is there any more"))
        for a in actors:
            for m in moved:
                if a.members.pop(m, None):
                    a.names[names[m].name] -= 1
        actors.append(_by_hand(moved, names, c.after.get("name")))
        return
    actor = _find(connection, c.before["actor"], actors, names)
    if c.kind == "edit":
        actor.name, actor.renamed = c.after["name"], True
        return
    into = _find(connection, c.after["into"], actors, names)
    if into is actor:
        return
    into.members |= dict.fromkeys(actor.members, "person")
    into.names += actor.names
    into.wikidata = into.wikidata or actor.wikidata
    actor.members.clear()


def _by_hand(moved: list[Member], names: dict[Member, Known], name: str | None) -> Actor:
    """An actor that a person made of some entities."""
    known = [names[m] for m in moved]
    made = Actor(known[0].kind, name or max((k.name for k in known), key=len), None, dict.fromkeys(moved, "person"))
    made.names.update(k.name for k in known)
    made.renamed = name is not None
    return made


def _find(connection: sqlite3.Connection, ref: Json, actors: list[Actor], names: dict[Member, Known]) -> Actor:
    """The actor that a correction means: by the entities it had, else by Wikidata id, else by the only one of its name."""
    sought = [m for e in ref["entities"] if (m := _member(connection, e)) is not None and m in names]
    votes = Counter(n for n, a in enumerate(actors) for m in sought if m in a.members)
    if votes:
        return actors[votes.most_common(1)[0][0]]
    if sought:  # an entity that nothing names is in no actor until a person puts it into one
        actors.append(_by_hand(sought, names, None))
        return actors[-1]
    by_id = [a for a in actors if ref.get("wikidata") and a.wikidata == ref["wikidata"] and a.members]
    by_name = [a for a in actors if a.members and a.kind == ref["kind"] and fold(a.name) == fold(ref["name"])]
    for found in (by_id, by_name):
        if len(found) == 1:
            return found[0]
    raise CorrectionError(
        Message(
            "actor_gone", "{name} ({kind}) is in no article of this ledger, or is several actors",
            name=ref["name"], kind=ref["kind"],
        )
    )  # fmt: skip


def _member(connection: sqlite3.Connection, ref: Json) -> Member | None:
    """The entity that is meant, found by its words."""
    article = article_of(connection, ref["article"])
    if article is None:
        return None
    found = find_record(load_ledger(connection, article), ref["anchor"])
    return (article, found.id) if found else None


def _ids(connection: sqlite3.Connection, actors: list[Actor]) -> dict[int, int]:
    """The id of each actor by its place in the list: its old one while most of its entities had it, else a new one."""
    old = {(a, e): i for a, e, i in connection.execute("SELECT article_id, entity_id, actor_id FROM actor_entity")}
    votes = [(n, Counter(old[m] for m in a.members if m in old)) for n, a in enumerate(actors)]
    wishes = sorted(((c, -n, i) for n, v in votes for i, c in v.items()), reverse=True)
    ids: dict[int, int] = {}
    for _, n, id_ in wishes:
        if -n not in ids and id_ not in ids.values():
            ids[-n] = id_
    merged = {
        (kind, fold(name), qid): i
        for i, kind, name, qid in connection.execute(
            "SELECT id, kind, name, wikidata FROM actor WHERE merged_into IS NOT NULL"
        )
    }
    last = connection.execute("SELECT coalesce(max(id), 0) FROM actor").fetchone()[0]
    taken = set(ids.values())
    for n, a in enumerate(actors):
        if n in ids:
            continue
        again = merged.get((a.kind, fold(a.name), a.wikidata))
        if again is None or again in taken:
            last += 1
            again = last
        ids[n] = again
        taken.add(again)
    return ids


def _write(connection: sqlite3.Connection, actors: list[Actor], ids: dict[int, int]) -> None:
    """The tables as they are to be; an actor of old that is none of its own any more points at the one it went into."""
    old = connection.execute("SELECT article_id, entity_id, actor_id FROM actor_entity").fetchall()
    now = {m: ids[n] for n, a in enumerate(actors) for m in a.members}
    went: dict[int, Counter[int]] = defaultdict(Counter)
    for article, entity, id_ in old:
        if (article, entity) in now:
            went[id_][now[article, entity]] += 1
    connection.execute("DELETE FROM actor_entity")
    connection.execute("DELETE FROM actor_alias")
    kept = set(ids.values())
    connection.execute(
        "UPDATE actor SET wikidata = NULL"
    )  # ids may change hands; the index wants each once at any time
    for n, a in enumerate(actors):
        connection.execute(
            "INSERT INTO actor (id, name, kind, wikidata) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
            " name = excluded.name, kind = excluded.kind, wikidata = excluded.wikidata, merged_into = NULL",
            (ids[n], a.name, a.kind, a.wikidata),
        )
    for (id_,) in connection.execute("SELECT id FROM actor").fetchall():
        if id_ in kept:
            continue
        if id_ in went:
            into = went[id_].most_common(1)[0][0]
            connection.execute("UPDATE actor SET merged_into = ? WHERE id = ?", (into, id_))
        else:
            connection.execute(
                "DELETE FROM actor WHERE id = ? AND merged_into IS NULL"
                " AND NOT EXISTS (SELECT 1 FROM actor AS other WHERE other.merged_into = actor.id)",
                (id_,),
            )
    connection.executemany(
        "INSERT INTO actor_entity (article_id, entity_id, actor_id, how) VALUES (?, ?, ?, ?)",
        [(*m, ids[n], how) for n, a in enumerate(actors) for m, how in sorted(a.members.items())],
    )
    connection.executemany(
        "INSERT INTO actor_alias (actor_id, name, how) VALUES (?, ?, ?)",
        [
            (ids[n], name, "mentioned")
            for n, a in enumerate(actors)
            for name, times in sorted(a.names.items())
            if times > 0 and name != a.name
        ],
    )


def actor_ref(connection: sqlite3.Connection, actor_id: int) -> Json:
    """An actor by what it is in every file: name, kind, Wikidata id, and some of its entities by their words.

    Raises `CorrectionError` where there is none of this id.
    """
    row = connection.execute("SELECT name, kind, wikidata FROM actor WHERE id = ?", (actor_id,)).fetchone()
    members = connection.execute(
        "SELECT article_id, entity_id FROM actor_entity WHERE actor_id = ? ORDER BY article_id, entity_id LIMIT ?",
        (actor_id, SHOWN),
    ).fetchall()
    if row is None or not members:
        raise CorrectionError(Message("no_actor", "there is no actor {id}", id=actor_id))
    entities = [entity_ref(connection, a, e) for a, e in members]
    return {"name": row[0], "kind": row[1], "wikidata": row[2], "entities": entities}


def entity_ref(connection: sqlite3.Connection, article_id: int, entity_id: str) -> Json:
    """An entity by its article and its words."""
    try:
        ledger: Ledger = load_ledger(connection, article_id)
    except KeyError:
        raise CorrectionError(Message("no_article", "there is no article {id}", id=article_id)) from None
    entity = next((e for e in ledger.entities if e.id == entity_id), None)
    if entity is None:
        raise CorrectionError(
            Message("no_entity", "there is no entity {id} in article {article}", id=entity_id, article=article_id)
        )
    anchor = record_anchor(ledger, "entity", entity)
    return {"article": article_ref(connection, article_id), "anchor": anchor, "kind": entity.kind, "name": entity.name}


def merge(
    connection: sqlite3.Connection, one: int | Member, into: int, *, who: str, why: str | None = None
) -> Correction:
    """Puts an actor, or an entity of an article, into another actor; appended to the log, undone as any correction."""
    if isinstance(one, int):
        ref = actor_ref(connection, one)
        if one == into:
            raise CorrectionError(Message("merged_into_itself", "an actor cannot be merged into itself"))
    else:
        entity = entity_ref(connection, *one)
        ref = {"name": entity["name"], "kind": entity["kind"], "wikidata": None, "entities": [entity]}
    after = {"into": actor_ref(connection, into)}
    return _append(connection, "merge", who, why, before={"actor": ref}, after=after)


def split(
    connection: sqlite3.Connection, entities: list[Member], *, who: str, why: str | None = None, name: str | None = None
) -> Correction:
    """Makes an actor of its own of some entities, under a name where one is given."""
    if not entities:
        raise CorrectionError(Message("which_apart", "which entities are to be apart? Name some as ARTICLE:ENTITY"))
    after = {"entities": [entity_ref(connection, *e) for e in entities], "name": name}
    return _append(connection, "split", who, why, after=after)


def rename(connection: sqlite3.Connection, actor: int, name: str, *, who: str, why: str | None = None) -> Correction:
    """Gives an actor another name."""
    if not name.strip():
        raise CorrectionError(Message("actor_name", "an actor needs a name"))
    ref = actor_ref(connection, actor)
    return _append(
        connection, "edit", who, why, before={"actor": ref, "name": ref["name"]}, after={"name": name.strip()}
    )


def _append(
    connection: sqlite3.Connection, kind: str, who: str, why: str | None, *, before: Json = None, after: Json
) -> Correction:
    if not who.strip():
        raise CorrectionError(Message("no_who", "who corrects? Give a name"))
    at = datetime.now(UTC).isoformat(timespec="microseconds")
    made = Correction(secrets.token_hex(8), at, who.strip(), kind, "actor", why=why, before=before, after=after)
    insert(connection, made, None)
    link_actors(connection)
    return made
