"""The log as people read it, and several corrections undone together."""

from __future__ import annotations

from pathlib import Path

import pytest

from sample_ledger import sample, span
from selon.store import LedgerFile
from selon.store.corrections import Correction, CorrectionError
from selon.store.corrections_entries import batch, last_of, log_entries
from selon.store.corrections_log import correct, undo, undo_all
from selon.store.corrections_rows import insert


@pytest.fixture
def file(tmp_path: Path) -> LedgerFile:
    held = LedgerFile.open(tmp_path / "log.db", create=True)
    held.add(sample())
    return held


def test_an_edit_is_told_by_its_words_before_and_after(file: LedgerFile) -> None:
    with file.writing() as db:
        after = {"act": "warn", "source": {"span": span("Le préfet"), "entity": "e2"}, "content": [span("dangereux")]}
        made = correct(db, 1, "edit", "statement", "s1", who="Ada", why="he does", after=after)
    (entry,) = log_entries(file.connection)
    assert (entry.id, entry.kind, entry.article_id, entry.record_id) == (made.id, "edit", 1, "s1")
    told = {c.field: (c.before, c.after) for c in entry.changes}
    assert told["act"] == ("say", "warn")
    assert told["source"] == ("“la maire Odile Ferrand”, Odile Ferrand", "“Le préfet”, préfet")
    assert told["content"] == ("“Le pont est dangereux”", "“dangereux”")
    assert entry.why == "he does"


def test_an_undo_is_told_by_what_it_undid_and_an_addition_by_the_record_it_made(file: LedgerFile) -> None:
    with file.writing() as db:
        added = correct(
            db, 1, "add", "timex", None, who="Ada", after={"span": span("vendredi"), "type": "set", "value": "P1W"}
        )
        undone = undo(db, added.id, who="Bob")
    second, first = log_entries(file.connection)
    assert first.record_id == f"t+{added.id[:8]}"
    assert first.undone
    assert (second.id, second.kind, second.words) == (undone.id, "undo", "vendredi")
    assert not second.undone


def test_several_are_undone_together_and_those_undone_already_are_left(file: LedgerFile) -> None:
    with file.writing() as db:
        made = [correct(db, 1, "reject", "statement", i, who="Ada").id for i in ("s1", "s2", "s3")]
        undo(db, made[1], who="Ada")
    assert batch(file.connection, made[0], 3) == made
    with file.writing() as db:
        undos = undo_all(db, [*made, made[0]], who="Ada")
    assert [u.record for u in undos] == [made[0], made[2]]
    assert len(file.ledger(1).statements) == 3
    with pytest.raises(CorrectionError), file.writing() as db:
        undo_all(db, ["none"], who="Ada")


def test_the_last_of_a_person_is_the_latest_that_holds(file: LedgerFile) -> None:
    assert last_of(file.connection, "Ada") is None
    with file.writing() as db:
        first = correct(db, 1, "confirm", "statement", "s1", who="Ada")
        second = correct(db, 1, "confirm", "statement", "s2", who="Ada")
        correct(db, 1, "confirm", "statement", "s3", who="Bob")
        undo(db, second.id, who="Ada")
    assert last_of(file.connection, "Ada") == first.id


def test_undos_in_a_circle_which_only_a_forged_file_has_are_told_too(file: LedgerFile) -> None:
    with file.writing() as db:
        for id_, of in (("a", "b"), ("b", "a"), ("c", "a")):
            forged = Correction(id=id_, at="2026", who="X", kind="undo", target="correction", record=of)
            insert(db, forged, None)
    assert [e.id for e in log_entries(file.connection)] == ["c", "b", "a"]
