"""`selon actors`: people and bodies across articles; merging and splitting them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from selon.cli.correcting import Who, Why, record_of, who_corrects
from selon.cli.options import Json, LedgerPath

if TYPE_CHECKING:
    from selon.store import LedgerFile
    from selon.store.corrections import Correction


@dataclass(frozen=True, slots=True)
class Listed:
    """An actor as it is shown."""

    id: int
    name: str
    kind: str
    wikidata: str | None
    articles: int
    statements: int
    also: list[str]
    namesakes: list[int]  # actors of the same name that are not joined, for people to judge


def actors(
    ledger: LedgerPath,
    action: Annotated[str, typer.Argument(metavar="[ACTION]", help="list, merge, split or rename.")] = "list",
    arguments: Annotated[list[str] | None, typer.Argument(metavar="[…]")] = None,
    who: Who = None,
    why: Why = None,
    json: Json = False,
) -> None:
    """People and bodies across articles.

    \b
    list [NAME]             those whose name, or a name of theirs, has these words
    merge ONE INTO          puts an actor into another; ONE may be an entity of an article that is in none (12:e3)
    split ENTITY… [NAME]    makes an actor of its own of some entities (12:e3 15:e1)
    rename ACTOR NAME

    Merges and splits are corrections: `selon corrections LEDGER.db undo ID` undoes them.
    """
    from selon.cli.inputs import complain
    from selon.cli.ledgers import open_ledger, print_rows
    from selon.store.corrections import CorrectionError

    rest = arguments or []
    if action not in ("list", "merge", "split", "rename"):
        complain(f"there is no action {action!r}; there are list, merge, split, rename")
        raise typer.Exit(2)
    with open_ledger(ledger, write=action != "list") as held:
        if action == "list":
            found = listed(held, " ".join(rest))
            columns = ("id", "name", "kind", "wikidata", "articles", "statements", "also", "namesakes")
            print_rows(found, Listed, as_json=json, as_csv=False, columns=columns, none="there is no such actor")
            return
        try:
            made = change(held, action, rest, who_corrects(who), why)
        except (CorrectionError, ValueError) as e:
            complain(str(e))
            raise typer.Exit(1) from None
        complain(f"{made.kind}: {made.id}")


def change(held: LedgerFile, action: str, rest: list[str], who: str, why: str | None) -> Correction:
    """One change of actors."""
    from selon.store.actor_links import merge, rename, split

    with held.writing() as db:
        if action == "merge":
            if len(rest) != 2 or not rest[1].isdecimal():
                raise ValueError("selon actors LEDGER.db merge ONE INTO, each the id of an actor")
            one = int(rest[0]) if rest[0].isdecimal() else record_of(rest[0])
            return merge(db, one, int(rest[1]), who=who, why=why)
        if action == "rename":
            if len(rest) < 2 or not rest[0].isdecimal():
                raise ValueError("selon actors LEDGER.db rename ACTOR NAME")
            return rename(db, int(rest[0]), " ".join(rest[1:]), who=who, why=why)
        entities = [x for x in rest if ":" in x and x.partition(":")[0].isdecimal()]
        name = " ".join(x for x in rest if x not in entities) or None
        return split(db, [record_of(x) for x in entities], who=who, why=why, name=name)


def listed(held: LedgerFile, words: str) -> list[Listed]:
    """The actors of which some name has these words, those of most statements first."""
    from selon.store.folding import fold, named

    rows = held.connection.execute(
        "SELECT k.id, k.name, k.kind, k.wikidata, count(DISTINCT l.article_id),"
        " (SELECT count(*) FROM statement AS s JOIN actor_entity AS x ON x.article_id = s.article_id AND x.entity_id = s.source_entity"
        "  WHERE x.actor_id = k.id AND s.standing <> 'rejected')"
        " FROM actor AS k JOIN actor_entity AS l ON l.actor_id = k.id WHERE k.merged_into IS NULL GROUP BY k.id"
    ).fetchall()
    also: dict[int, list[str]] = {}
    for actor, name in held.connection.execute("SELECT actor_id, name FROM actor_alias ORDER BY name"):
        also.setdefault(actor, []).append(name)
    same: dict[tuple[str, str], list[int]] = {}
    for r in rows:
        same.setdefault((r[2], fold(r[1])), []).append(r[0])
    wanted = fold(words)
    found = [
        Listed(r[0], r[1], r[2], r[3], r[4], r[5], also.get(r[0], []), [i for i in same[r[2], fold(r[1])] if i != r[0]])
        for r in rows
        if not wanted or any(named(n, wanted) for n in (r[1], *also.get(r[0], [])))
    ]
    return sorted(found, key=lambda a: (-a.statements, -a.articles, a.name))
