"""The queue of statements to check: its formula, its order, its filters."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from sample_ledger import sample
from selon.model import Document, Entity, Figure, Ledger, Source, Statement
from selon.store import Filter, LedgerFile
from selon.store.corrections_log import correct
from selon.store.queue import Use, count_uses, queue, queued_statements
from selon.store.standing import standing_record


def article(text: str, *statements: Statement, figures: int = 0) -> Ledger:
    return Ledger(
        document=Document(id=hashlib.sha256(text.encode()).hexdigest(), text=text, lang="fr"),
        entities=[Entity(id="e1", kind="person", name="Ada Lovelace", wikidata="Q7259")],
        statements=list(statements),
        figures=[
            Figure(id=f"f{n}", span=(0, 1), comparator="=", unit="mot", low=1, statement="s1") for n in range(figures)
        ],
    )


def said(id_: str, confidence: float, content: tuple[int, int] = (0, 5), entity: str | None = None) -> Statement:
    return Statement(
        id=id_, kind="direct", act="say", content=[content], confidence=confidence, source=Source(entity=entity)
    )


@pytest.fixture
def file(tmp_path: Path) -> LedgerFile:
    return LedgerFile.open(tmp_path / "queue.db", create=True)


def test_the_weight_is_what_the_docstring_says() -> None:
    assert Use().weight == 1
    assert Use(heard=50, same=2, carried=3).weight == 1 + 2 + 2 + 3
    assert Use(heard=10_000, same=400, carried=0).weight == 1 + 4 + 5


def test_what_hangs_on_a_statement_is_counted_over_the_whole_ledger(file: LedgerFile) -> None:
    file.add(article("alpha beta gamma", said("s1", 0.5, entity="e1"), said("s2", 0.5, (6, 10)), figures=2))
    file.add(article("alpha delta", said("s1", 0.5)))
    file.add(article("alpha epsilon", said("s1", 0.5, entity="e1"), said("s2", 0.5, entity="e1")))
    uses = count_uses(file.connection)
    assert uses[1, "s1"] == Use(heard=3, same=2, carried=2)
    assert uses[1, "s2"] == Use(heard=0, same=0, carried=0)
    assert uses[2, "s1"] == Use(heard=0, same=2, carried=0)
    assert uses[3, "s2"].same == 2  # twice in one article is not elsewhere


def test_the_least_sure_and_most_used_comes_first(file: LedgerFile) -> None:
    file.add(
        article("alpha beta gamma", said("s1", 0.9), said("s2", 0.6, (6, 10)), said("s3", 0.6, (11, 16)), figures=5)
    )
    places = queue(file.connection, count_uses(file.connection))
    # s1: .1 × (1 + 5); s2 and s3: .4 × 1, in their order
    assert [(p.id, p.score) for p in places] == [("s1", 0.6), ("s2", 0.4), ("s3", 0.4)]


def test_who_was_decided_leaves_the_queue_and_can_be_asked_for(file: LedgerFile) -> None:
    file.add(article("alpha beta gamma", said("s1", 0.9), said("s2", 0.6, (6, 10))))
    uses = count_uses(file.connection)
    with file.writing() as db:
        correct(db, 1, "confirm", "statement", "s2", who="Ada")
    assert [p.id for p in queue(file.connection, uses)] == ["s1"]
    assert [p.id for p in queue(file.connection, uses, standing="confirmed")] == ["s2"]
    assert [p.id for p in queue(file.connection, uses, standing="any")] == ["s2", "s1"]


def test_filters_narrow_the_queue(file: LedgerFile) -> None:
    file.add(sample())
    uses = count_uses(file.connection)
    assert [p.id for p in queue(file.connection, uses)] == ["s2", "s3", "s1"]
    assert [p.id for p in queue(file.connection, uses, max_confidence=0.5)] == ["s2"]
    assert [p.id for p in queue(file.connection, uses, where=Filter(actor="ferrand"))] == ["s1"]
    assert queue(file.connection, uses, article=2) == []


def test_the_rows_come_in_the_order_of_the_places(file: LedgerFile) -> None:
    file.add(sample())
    places = queue(file.connection, count_uses(file.connection))
    rows = queued_statements(file.connection, places)
    assert [(r.id, r.source, r.source_words) for r in rows] == [
        ("s2", None, "des ouvriers"),
        ("s3", "préfet", "Le préfet"),
        ("s1", "Odile Ferrand", "la maire Odile Ferrand"),
    ]
    assert rows[0].carried == 1
    assert rows[0].score == round(0.6 * 2, 3)


def test_the_mark_of_a_record_changes_with_what_it_says_and_how_it_stands(file: LedgerFile) -> None:
    file.add(sample())

    def mark() -> str:
        found = standing_record(file.connection, 1, "statement", "s1")
        assert found is not None
        return found.mark

    first = mark()
    assert mark() == first
    with file.writing() as db:
        correct(db, 1, "confirm", "statement", "s1", who="Ada")
    confirmed = mark()
    with file.writing() as db:
        correct(db, 1, "edit", "statement", "s1", who="Ada", after={"act": "warn"})
    assert len({first, confirmed, mark()}) == 3
    assert standing_record(file.connection, 1, "statement", "s99") is None
    with pytest.raises(KeyError):
        standing_record(file.connection, 99, "statement", "s1")
