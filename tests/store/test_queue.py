"""The queue of records to check: its formula, its order, its filters, for each part."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from sample_ledger import sample
from selon.model import Document, Entity, Figure, Ledger, Source, Statement
from selon.store import Filter, LedgerFile
from selon.store.corrections_log import correct
from selon.store.queue import QUEUE_PARTS, Order, Use, order_of, queue
from selon.store.queued import QueuedEvent, QueuedFigure, QueuedPosition, QueuedStatement, queued_records
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


def uses_in(order: Order) -> dict[tuple[int, str], Use]:
    return {(p.article_id, p.id): p.use for p in order.places}


def test_what_hangs_on_a_statement_is_counted_over_the_whole_ledger(file: LedgerFile) -> None:
    file.add(article("alpha beta gamma", said("s1", 0.5, entity="e1"), said("s2", 0.5, (6, 10)), figures=2))
    file.add(article("alpha delta", said("s1", 0.5)))
    file.add(article("alpha epsilon", said("s1", 0.5, entity="e1"), said("s2", 0.5, entity="e1")))
    uses = uses_in(order_of(file.connection, "statement"))
    assert uses[1, "s1"] == Use(heard=3, same=2, carried=2)
    assert uses[1, "s2"] == Use(heard=0, same=0, carried=0)
    assert uses[2, "s1"] == Use(heard=0, same=2, carried=0)
    assert uses[3, "s2"].same == 2  # twice in one article is not elsewhere


def test_what_hangs_on_a_figure_is_what_counts_the_same(file: LedgerFile) -> None:
    def counted(id_: str, low: float, **more: str) -> Figure:
        return Figure(id=id_, span=(0, 1), comparator="=", low=low, **{"unit": "mort", "measure": "killed", **more})

    for n, figures in enumerate(
        (
            [counted("f1", 5), counted("f2", 2, part_of="f1")],
            [counted("f1", 5), counted("f2", 5)],
            [counted("f1", 7), Figure(id="f2", span=(0, 1), comparator=">", low=5, unit="mort", measure="killed"),
             Figure(id="f3", span=(0, 1), comparator="=", unit="%")],
        )
    ):  # fmt: skip
        held = article(f"text {n}")
        held.figures = figures
        file.add(held)
    uses = uses_in(order_of(file.connection, "figure"))
    assert uses[1, "f1"] == Use(heard=6, same=1, carried=1)
    assert uses[3, "f1"] == Use(heard=6, same=0, carried=0)  # another value
    assert uses[3, "f2"].same == 0  # another bound
    assert uses[3, "f3"] == Use()  # nobody knows what is counted


def test_a_figure_is_as_sure_as_its_statement_and_one_of_the_article_is_unknown(file: LedgerFile) -> None:
    held = article("alpha beta", said("s1", 0.9), figures=1)
    held.figures.append(Figure(id="f9", span=(0, 1), comparator="=", unit="mot"))
    file.add(held)
    order = order_of(file.connection, "figure")
    rows = queued_records(file.connection, "figure", queue(file.connection, order))
    assert [(r.id, r.confidence, r.score) for r in rows] == [("f9", None, 0.5), ("f0", 0.9, 0.1)]
    # What is not known passes, whatever is asked for.
    assert [p.id for p in queue(file.connection, order, max_confidence=0.2)] == ["f9"]
    assert [p.id for p in queue(file.connection, order, where=Filter(min_confidence=0.95))] == ["f9"]


def test_every_part_has_its_queue_its_filters_and_its_rows(file: LedgerFile) -> None:
    file.add(sample())
    kinds = dict(zip(QUEUE_PARTS, (QueuedStatement, QueuedFigure, QueuedPosition, QueuedEvent), strict=True))
    own = {"figure": {"measure": "missing"}, "position": {"topic": "pont"}, "event": {"type": "ACCUSE"}}
    for part, kind in kinds.items():
        order = order_of(file.connection, part)
        places = queue(file.connection, order)
        rows = queued_records(file.connection, part, places)
        assert len(rows) == len(places) == (3 if part == "statement" else 1)
        assert all(type(r) is kind for r in rows)
        if part in own:
            (name, value), *_ = own[part].items()
            assert queue(file.connection, order, where=Filter(**{name: value})) == places  # type: ignore[arg-type]
            assert queue(file.connection, order, where=Filter(**{name: "other"})) == []  # type: ignore[arg-type]
        with file.writing() as db:
            correct(db, 1, "reject", part, rows[-1].id, who="Ada")
        assert len(queue(file.connection, order)) == len(places) - 1
        gone = queue(file.connection, order, standing="rejected")
        assert [r.standing for r in queued_records(file.connection, part, gone)] == ["rejected"]


def test_an_event_is_found_by_who_takes_part(file: LedgerFile) -> None:
    file.add(sample())
    order = order_of(file.connection, "event")
    assert [p.id for p in queue(file.connection, order, where=Filter(actor="prefet"))] == ["v1"]
    assert queue(file.connection, order, where=Filter(actor="ferrand")) == []
    (row,) = queued_records(file.connection, "event", order.places)
    assert isinstance(row, QueuedEvent)
    assert (row.source, row.words, row.confidence, row.heard) == ("préfet", "a nié", 0.8, 1)


def test_what_people_added_since_comes_last(file: LedgerFile) -> None:
    file.add(sample())
    order = order_of(file.connection, "statement")
    with file.writing() as db:
        after = {"kind": "indirect", "act": "say", "content": [[0, 7]]}
        correct(db, 1, "add", "statement", None, who="Ada", after=after)
    places = queue(file.connection, order, standing="any")
    assert [p.id for p in places][:3] == ["s2", "s3", "s1"]
    assert places[3].id.startswith("s+")


def test_the_least_sure_and_most_used_comes_first(file: LedgerFile) -> None:
    file.add(
        article("alpha beta gamma", said("s1", 0.9), said("s2", 0.6, (6, 10)), said("s3", 0.6, (11, 16)), figures=5)
    )
    places = queue(file.connection, order_of(file.connection, "statement"))
    rows = queued_records(file.connection, "statement", places)
    # s1: .1 × (1 + 5); s2 and s3: .4 × 1, in their order
    assert [(r.id, r.score) for r in rows] == [("s1", 0.6), ("s2", 0.4), ("s3", 0.4)]


def test_who_was_decided_leaves_the_queue_and_can_be_asked_for(file: LedgerFile) -> None:
    file.add(article("alpha beta gamma", said("s1", 0.9), said("s2", 0.6, (6, 10))))
    order = order_of(file.connection, "statement")
    with file.writing() as db:
        correct(db, 1, "confirm", "statement", "s2", who="Ada")
    assert [p.id for p in queue(file.connection, order)] == ["s1"]
    assert [p.id for p in queue(file.connection, order, standing="confirmed")] == ["s2"]
    assert [p.id for p in queue(file.connection, order, standing="any")] == ["s2", "s1"]


def test_filters_narrow_the_queue(file: LedgerFile) -> None:
    file.add(sample())
    order = order_of(file.connection, "statement")
    assert [p.id for p in queue(file.connection, order)] == ["s2", "s3", "s1"]
    assert [p.id for p in queue(file.connection, order, max_confidence=0.5)] == ["s2"]
    assert [p.id for p in queue(file.connection, order, where=Filter(actor="ferrand"))] == ["s1"]
    assert queue(file.connection, order, article=2) == []


def test_the_rows_come_in_the_order_of_the_places(file: LedgerFile) -> None:
    file.add(sample())
    rows = queued_records(file.connection, "statement", queue(file.connection, order_of(file.connection, "statement")))
    assert all(isinstance(r, QueuedStatement) for r in rows)
    assert [(r.id, r.source, r.source_words) for r in rows if isinstance(r, QueuedStatement)] == [
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
