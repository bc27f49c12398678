from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sample_ledger import sample, span
from selon.store import LedgerFile
from selon.store.actor_links import link_actors
from selon.store.corrections import CorrectionError
from selon.store.corrections_log import (
    ELSEWHERE,
    correct,
    corrections_of,
    export_lines,
    import_lines,
    reextract,
    settle,
    undo,
    unsettled,
)


@pytest.fixture
def held(tmp_path: Path) -> Iterator[LedgerFile]:
    with LedgerFile.open(tmp_path / "a.db", create=True) as ledger:
        ledger.add(sample())
        with ledger.writing() as db:
            link_actors(db)
        yield ledger


def act(held: LedgerFile, id_: str = "s1") -> str:
    return next(s.act for s in held.ledger(1).statements if s.id == id_)


def test_a_correction_changes_rows_and_views_and_leaves_the_extraction(held: LedgerFile) -> None:
    with held.writing() as db:
        correct(db, 1, "edit", "statement", "s1", who="A", why="it is a warning", after={"act": "warn"})
        correct(db, 1, "reject", "statement", "s2", who="A")
    assert act(held) == "warn"
    assert held.extracted(1) == sample()
    assert [r["id"] for r in held.connection.execute("SELECT id FROM statements_v ORDER BY id")] == ["s1", "s3"]
    assert [s.id for s in held.ledger(1).statements] == ["s1", "s3"]
    standings = dict(held.connection.execute("SELECT id, standing FROM statement").fetchall())
    assert standings == {"s1": "edited", "s2": "rejected", "s3": "extracted"}
    assert held.connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_undo_and_again(held: LedgerFile) -> None:
    with held.writing() as db:
        made = correct(db, 1, "edit", "statement", "s1", who="A", after={"act": "warn"})
    for expected in ("say", "warn", "say"):
        with held.writing() as db:
            undo(db, made.id[:6], who="B")
        assert act(held) == expected
    marks = held.connection.execute("SELECT kind, undone_by IS NOT NULL FROM correction ORDER BY n").fetchall()
    assert [tuple(m) for m in marks] == [("edit", 1), ("undo", 1), ("undo", 0), ("undo", 0)]


def test_a_failed_correction_writes_nothing(held: LedgerFile) -> None:
    def half() -> None:
        with held.writing() as db:
            correct(db, 1, "edit", "statement", "s1", who="A", after={"act": "warn"})
            correct(db, 1, "confirm", "statement", "s9", who="A")

    with pytest.raises(CorrectionError):
        half()
    assert act(held) == "say"
    assert export_lines(held.connection) == []
    with pytest.raises(CorrectionError, match="Give a name"), held.writing() as db:
        correct(db, 1, "confirm", "statement", "s1", who=" ")


def test_the_log_survives_another_extraction(held: LedgerFile) -> None:
    with held.writing() as db:
        correct(db, 1, "edit", "statement", "s1", who="A", after={"act": "warn"})
        gone = correct(db, 1, "confirm", "position", "p1", who="A")
    other = sample()
    other.statements[0].id, other.statements[1].id = "s2", "s1"
    other.statements = sorted(other.statements, key=lambda s: s.id)
    other.statements[2].within = "s1"
    other.figures[0].statement = "s1"
    other.positions = []
    other.entities[0].name, other.entities[0].mentions = "Vaubrun", [span("Vaubrun")]
    with held.writing() as db:
        reextract(db, 1, other, extracted_by="2")
        link_actors(db)
    assert act(held, "s2") == "warn"
    assert [(c.id, why) for c, why in unsettled(held.connection)] == [
        (gone.id, "entity e1, which it points at, is no longer there")
    ]
    with held.writing() as db:
        undo(db, gone.id, who="A")
    assert unsettled(held.connection) == []


def test_the_log_is_carried_merged_and_conflicts_are_shown(held: LedgerFile, tmp_path: Path) -> None:
    with held.writing() as db:
        mine = correct(db, 1, "edit", "statement", "s1", who="A", after={"act": "warn"})
    with LedgerFile.open(tmp_path / "b.db", create=True) as other:
        other.add(sample())
        with other.writing() as db:
            theirs = correct(db, 1, "edit", "statement", "s1", who="B", after={"act": "claim"})
            correct(db, 1, "confirm", "figure", "f1", who="B")
        lines = export_lines(other.connection)
        with held.writing() as db:
            carried = import_lines(db, lines)
        assert [c.id for c in carried.new] == [c.id for c in corrections_of(other.connection, 1)]
        assert list(carried.unsettled) == [mine.id]
        assert "B set act of statement s1 to claim" in carried.unsettled[mine.id]
        assert act(held) == "claim"
        with held.writing() as db:
            assert import_lines(db, lines).known == 2
        with other.writing() as db:
            import_lines(db, export_lines(held.connection))
        assert export_lines(other.connection) == export_lines(held.connection)
        assert act(other) == "claim"
        with held.writing() as db:
            undo(db, theirs.id, who="A", why="settled")
        assert act(held) == "warn"
        assert unsettled(held.connection) == []
        with other.writing() as db:
            import_lines(db, export_lines(held.connection))
        assert act(other) == "warn"


def test_corrections_of_articles_that_come_later_wait_for_them(held: LedgerFile, tmp_path: Path) -> None:
    with held.writing() as db:
        made = correct(db, 1, "edit", "statement", "s1", who="A", after={"act": "warn"})
    with LedgerFile.open(tmp_path / "b.db", create=True) as other:
        with other.writing() as db:
            assert import_lines(db, export_lines(held.connection)).unsettled == {made.id: ELSEWHERE}
        other.add(sample())
        with other.writing() as db:
            settle(db)
        assert act(other) == "warn"
        assert unsettled(other.connection) == []


def test_a_bad_line_is_named_and_nothing_is_imported(held: LedgerFile) -> None:
    with held.writing() as db:
        correct(db, 1, "confirm", "statement", "s1", who="A")
    line = export_lines(held.connection)[0]
    with pytest.raises(CorrectionError, match="line 2: no JSON"), held.writing() as db:
        import_lines(db, [line, "{"])
    changed = line.replace('"confirm"', '"reject"')
    with pytest.raises(CorrectionError, match="is here already and says something else"), held.writing() as db:
        import_lines(db, [changed])
