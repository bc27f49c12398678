from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from made_articles import Maker
from selon.store import LedgerFile
from selon.store.actor_links import link_actors, merge, rename, split
from selon.store.corrections import CorrectionError
from selon.store.corrections_log import export_lines, import_lines, undo, unsettled


def makers() -> list[Maker]:
    return [
        Maker("Odile Ferrand, maire, a parlé à Paul Lenoir.").entity("e1", "Odile Ferrand", roles=["maire"]).entity("e2", "Paul Lenoir"),
        Maker("Odile Ferrand parle. Lenoir aussi.").entity("e1", "Odile Ferrand").entity("e2", "Lenoir"),
        Maker("Mme Ferrand, dite Odile Ferrand-Roy.").entity("e1", "Odile Ferrand-Roy"),
    ]  # fmt: skip


@pytest.fixture
def held(tmp_path: Path) -> Iterator[LedgerFile]:
    with LedgerFile.open(tmp_path / "a.db", create=True) as ledger:
        for m in makers():
            ledger.add(m.ledger)
        with ledger.writing() as db:
            link_actors(db)
        yield ledger


def actors(held: LedgerFile) -> dict[str, list[tuple[int, str, str]]]:
    rows = held.connection.execute(
        "SELECT k.name, l.article_id, l.entity_id, l.how FROM actor_entity AS l JOIN actor AS k ON k.id = l.actor_id"
        " ORDER BY k.name, l.article_id, l.entity_id"
    )
    out: dict[str, list[tuple[int, str, str]]] = {}
    for name, *rest in rows:
        out.setdefault(name, []).append(tuple(rest))
    return out


def actor(held: LedgerFile, name: str) -> int:
    return held.connection.execute("SELECT id FROM actor WHERE name = ? AND merged_into IS NULL", (name,)).fetchone()[0]


FIRST = {
    "Odile Ferrand": [(1, "e1", "name"), (2, "e1", "name")],
    "Odile Ferrand-Roy": [(3, "e1", "name")],
    "Paul Lenoir": [(1, "e2", "name")],
}


def test_entities_become_actors_and_a_surname_does_not(held: LedgerFile) -> None:
    assert actors(held) == FIRST


def test_ids_stay_when_articles_come(held: LedgerFile) -> None:
    before = {name: actor(held, name) for name in FIRST}
    held.add(Maker("Anne Aubry et Paul Lenoir.").entity("e1", "Anne Aubry").entity("e2", "Paul Lenoir").ledger)
    with held.writing() as db:
        link_actors(db)
    assert {name: actor(held, name) for name in FIRST} == before
    assert actors(held)["Paul Lenoir"] == [(1, "e2", "name"), (4, "e2", "name")]


def test_the_order_of_adding_does_not_matter(held: LedgerFile, tmp_path: Path) -> None:
    with LedgerFile.open(tmp_path / "b.db", create=True) as other:
        for m in reversed(makers()):
            other.add(m.ledger)
        with other.writing() as db:
            link_actors(db)
        one, two = (
            [tuple(r) for r in h.connection.execute("SELECT id, name, kind, wikidata FROM actor ORDER BY id")]
            for h in (held, other)
        )
        assert one == two


def test_people_merge_and_undo_it_and_the_id_comes_back(held: LedgerFile) -> None:
    one, into = actor(held, "Odile Ferrand-Roy"), actor(held, "Odile Ferrand")
    with held.writing() as db:
        made = merge(db, one, into, who="A", why="same person")
    assert actors(held)["Odile Ferrand"] == [(1, "e1", "name"), (2, "e1", "name"), (3, "e1", "person")]
    assert held.connection.execute("SELECT merged_into FROM actor WHERE id = ?", (one,)).fetchone()[0] == into
    assert [tuple(r) for r in held.connection.execute("SELECT name FROM actor_alias WHERE actor_id = ?", (into,))] == [
        ("Odile Ferrand-Roy",)
    ]
    with held.writing() as db:
        link_actors(db)
    assert len(actors(held)) == 2
    with held.writing() as db:
        undo(db, made.id, who="A")
    assert actors(held) == FIRST
    assert actor(held, "Odile Ferrand-Roy") == one


def test_a_person_puts_a_surname_into_an_actor(held: LedgerFile) -> None:
    with held.writing() as db:
        merge(db, (2, "e2"), actor(held, "Paul Lenoir"), who="A")
    assert actors(held)["Paul Lenoir"] == [(1, "e2", "name"), (2, "e2", "person")]


def test_people_split_and_rename(held: LedgerFile) -> None:
    with held.writing() as db:
        split(db, [(2, "e1")], who="A", name="Odile Ferrand (cycliste)")
        rename(db, actor(held, "Paul Lenoir"), "Paul-Henri Lenoir", who="A")
    found = actors(held)
    assert found["Odile Ferrand"] == [(1, "e1", "name")]
    assert found["Odile Ferrand (cycliste)"] == [(2, "e1", "person")]
    assert "Paul-Henri Lenoir" in found
    assert held.connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_merges_are_carried_to_another_file(held: LedgerFile, tmp_path: Path) -> None:
    with held.writing() as db:
        merge(db, actor(held, "Odile Ferrand-Roy"), actor(held, "Odile Ferrand"), who="A")
    with LedgerFile.open(tmp_path / "b.db", create=True) as other:
        for m in reversed(makers()[:2]):
            other.add(m.ledger)
        with other.writing() as db:
            link_actors(db)
            import_lines(db, export_lines(held.connection))
        assert ["is in no article of this ledger" in why for _, why in unsettled(other.connection)] == [True]
        other.add(makers()[2].ledger)
        with other.writing() as db:
            link_actors(db)
        assert unsettled(other.connection) == []
        assert [len(m) for m in actors(other).values()] == [3, 1]


def test_what_is_not_there_cannot_be_merged(held: LedgerFile) -> None:
    into = actor(held, "Paul Lenoir")
    for one in (99, into, (1, "e9"), (9, "e1")):
        with pytest.raises(CorrectionError), held.writing() as db:
            merge(db, one, into, who="A")
    assert actors(held) == FIRST


def test_two_wikidata_ids_can_be_merged_by_hand_and_keep_the_index(tmp_path: Path) -> None:
    with LedgerFile.open(tmp_path / "a.db", create=True) as held:
        held.add(Maker("Paul Roy").entity("e1", "Paul Roy", wikidata="Q1").ledger)
        held.add(Maker("Paul Roi").entity("e1", "Paul Roi", wikidata="Q2").ledger)
        with held.writing() as db:
            link_actors(db)
            merge(db, 1, 2, who="A")
            link_actors(db)
        assert len(actors(held)) == 1
