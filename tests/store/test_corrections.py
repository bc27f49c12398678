from __future__ import annotations

import random
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sample_ledger import sample, span
from selon.model import Ledger
from selon.store.corrections import Correction, CorrectionError, Replayed, active, make, replay, undo_of

_numbers = count()


class Desk:
    """A newsroom that corrects one article."""

    def __init__(self, ledger: Ledger | None = None) -> None:
        self.extracted = ledger or sample()
        self.log: list[Correction] = []

    def state(self, extracted: Ledger | None = None) -> Replayed:
        return replay(extracted or self.extracted, self.log)

    def do(self, kind: str, part: str, record: str | None = None, after: Any = None, who: str = "A") -> Correction:
        n = next(_numbers)
        made = make(self.state(), kind, part, record, after, id=f"{n:08d}", at=f"2024-01-01T00:00:00.{n:06d}", who=who)
        self.log.append(made)
        return made

    def undo(self, id_: str) -> None:
        n = next(_numbers)
        target = undo_of(self.log, id_)
        self.log.append(
            Correction(f"{n:08d}", f"2024-01-01T00:00:00.{n:06d}", "A", "undo", "correction", record=target.id)
        )


def other_pipeline() -> Ledger:
    """The same article as another pipeline reads it: other ids, other order, other edges, no statement s3."""
    ledger = sample()
    ledger.entities = [ledger.entities[1], ledger.entities[0]]
    ledger.entities[0].id, ledger.entities[1].id = "e1", "e2"
    s1, s2, _ = ledger.statements
    ledger.statements = [s2, s1]
    s2.id, s1.id = "s1", "s2"
    s1.source.entity = "e2"
    s1.content = [span("« Le pont est dangereux »")]
    ledger.figures[0].statement = "s1"
    ledger.events, ledger.positions = [], []
    return ledger


def test_confirm_reject_edit_add() -> None:
    desk = Desk()
    desk.do("confirm", "statement", "s1")
    desk.do("reject", "figure", "f1")
    desk.do("edit", "statement", "s2", {"source": {"span": span("La maire".lower()), "entity": "e1"}, "act": "claim"})
    added = desk.do(
        "add",
        "statement",
        None,
        {"kind": "indirect", "act": "warn", "cue": span("manquent"), "content": [span("rivets")]},
    )
    state = desk.state()
    assert state.standing == {
        ("statement", "s1"): "confirmed",
        ("figure", "f1"): "rejected",
        ("statement", "s2"): "edited",
        ("statement", f"s+{added.id}"): "added",
    }
    s2 = next(s for s in state.ledger.statements if s.id == "s2")
    assert (s2.act, s2.source.entity) == ("claim", "e1")
    assert state.ledger.statements[-1].content == [span("rivets")]
    assert state.unsettled == {}
    assert desk.extracted == sample()


def test_undo_and_undo_of_undo() -> None:
    desk = Desk()
    edit = desk.do("edit", "statement", "s1", {"act": "warn"})
    for expected in ("say", "warn", "say", "warn"):
        desk.undo(edit.id[:8])
        assert desk.state().ledger.statements[0].act == expected
    assert len(desk.log) == 5
    assert [c.id for c in active(desk.log)] == [edit.id]


def test_corrections_survive_another_pipeline() -> None:
    desk = Desk()
    desk.do("edit", "statement", "s1", {"act": "warn", "addressee": {"span": None, "entity": "e2"}})
    desk.do("reject", "statement", "s2")
    state = desk.state(other_pipeline())
    s2 = state.ledger.statements[1]
    assert (s2.id, s2.act, s2.source.entity) == ("s2", "warn", "e2")
    assert s2.addressee is not None
    assert s2.addressee.entity == "e1"  # the prefect, who is e1 now
    assert s2.content == [span("« Le pont est dangereux »")]
    assert state.standing == {("statement", "s2"): "edited", ("statement", "s1"): "rejected"}
    assert state.unsettled == {}


def test_a_confirmed_record_that_is_extracted_no_longer_is_put_back() -> None:
    desk = Desk()
    confirmed = desk.do("confirm", "statement", "s3")
    desk.do("reject", "event", "v1")
    state = desk.state(other_pipeline())
    back = state.ledger.statements[-1]
    assert back.id == f"s+{confirmed.id}"
    assert back.content == sample().statements[2].content
    assert (back.source.entity, back.within) == ("e1", "s1")  # as they are called now
    assert state.standing["statement", back.id] == "confirmed"
    assert state.unsettled == {}


def test_what_no_longer_fits_is_unsettled_and_not_lost() -> None:
    desk = Desk()
    confirmed = desk.do("confirm", "statement", "s3")
    gone = other_pipeline()
    gone.entities = [e for e in gone.entities if e.name != "préfet"]
    state = desk.state(gone)
    assert state.unsettled == {confirmed.id: "entity e2, which it points at, is no longer there"}
    assert len(state.ledger.statements) == 2


def test_an_added_record_that_the_extraction_comes_to_make_is_there_once() -> None:
    late = sample()
    held = late.figures.pop()
    desk = Desk(late)
    desk.do("add", "figure", None, held.model_dump(exclude={"id", "rule", "evidence"}))
    assert len(desk.state().ledger.figures) == 1
    state = desk.state(sample())
    assert [f.id for f in state.ledger.figures] == ["f1"]
    assert state.standing == {("figure", "f1"): "confirmed"}


def test_spans_move_with_an_edition_of_the_text() -> None:
    desk = Desk()
    desk.do("edit", "statement", "s2", {"content": [span("rivets manquent")]})
    moved = sample()
    text = "Mis à jour.\n" + moved.document.text
    shift = len("Mis à jour.\n")
    moved = Ledger.model_validate_json(moved.model_dump_json())
    moved.document.text = text
    for s in moved.statements:
        s.content = [(a + shift, b + shift) for a, b in s.content]
        s.cue = (s.cue[0] + shift, s.cue[1] + shift) if s.cue else None
        s.source.span = (s.source.span[0] + shift, s.source.span[1] + shift) if s.source.span else None
    state = desk.state(moved)
    assert state.unsettled == {}
    assert moved.words(state.ledger.statements[1].content[0]) == "rivets manquent"


def test_two_desks_that_did_not_know_of_each_other_are_in_conflict_and_the_later_holds() -> None:
    one, two = Desk(), Desk()
    first = one.do("edit", "statement", "s1", {"act": "warn"}, who="A")
    second = two.do("edit", "statement", "s1", {"act": "claim"}, who="B")
    both = replay(sample(), [second, first])
    assert both.ledger.statements[0].act == "claim"
    assert set(both.unsettled) == {first.id}
    assert "B set act of statement s1 to claim" in both.unsettled[first.id]
    assert "A had set it to warn" in both.unsettled[first.id]


def test_one_who_knew_is_in_no_conflict() -> None:
    desk = Desk()
    desk.do("edit", "statement", "s1", {"act": "warn"}, who="A")
    desk.do("edit", "statement", "s1", {"act": "claim"}, who="B")
    desk.do("confirm", "statement", "s1", who="C")
    assert desk.state().unsettled == {}


def test_confirmed_here_and_rejected_there_is_a_conflict() -> None:
    one, two = Desk(), Desk()
    confirmed = one.do("confirm", "statement", "s1")
    rejected = two.do("reject", "statement", "s1", who="B")
    both = replay(sample(), [confirmed, rejected])
    assert both.standing == {("statement", "s1"): "rejected"}
    assert set(both.unsettled) == {confirmed.id}


def test_the_same_said_twice_is_no_conflict() -> None:
    one, two = Desk(), Desk()
    made = [d.do("edit", "statement", "s1", {"act": "warn"}, who=w) for d, w in ((one, "A"), (two, "B"))]
    assert replay(sample(), made).unsettled == {}


@pytest.mark.parametrize(
    ("kind", "part", "record", "after", "message"),
    [
        ("confirm", "statement", "s9", None, "there is no statement s9"),
        ("edit", "statement", "s1", {"colour": 1}, "has no field colour; it has kind, act"),
        ("edit", "statement", "s1", {}, "none given"),
        ("edit", "statement", "s1", {"kind": "loud"}, "kind can be 'direct'"),
        ("edit", "statement", "s1", {"cue": [5, 9999]}, "5–9999 lies outside the text"),
        ("edit", "statement", "s1", {"cue": [9, 9]}, "9–9 lies outside"),
        ("edit", "statement", "s1", {"source": {"span": None, "entity": "e7"}}, "no record e7"),
        ("add", "statement", None, {"kind": "direct"}, "act: Field required"),
        ("add", "statement", None, None, "is an object"),
        ("merge", "statement", "s1", None, "people can confirm"),
    ],
)
def test_bad_corrections_say_what_is_wrong(kind: str, part: str, record: str | None, after: Any, message: str) -> None:
    with pytest.raises(CorrectionError, match=message):
        Desk().do(kind, part, record, after)


def test_a_line_of_json_there_and_back() -> None:
    made = Desk().do("edit", "statement", "s1", {"act": "warn"})
    assert Correction.from_line(made.line()) == made
    for bad in (
        "{",
        "[]",
        '{"id": "1"}',
        made.line().replace('"edit"', '"paint"'),
        made.line().replace('"who"', '"whom"'),
    ):
        with pytest.raises(CorrectionError):
            Correction.from_line(bad)


CHOICES = st.lists(
    st.tuples(
        st.sampled_from(["confirm", "reject", "act", "denied", "source", "undo"]),
        st.sampled_from(["s1", "s2", "s3"]),
        st.integers(0, 9),
    ),
    max_size=8,
)


@given(CHOICES, st.randoms())
def test_any_log_gives_one_state_whatever_the_order_in_which_it_is_read(
    choices: list[tuple[str, str, int]], shuffle: random.Random
) -> None:
    desk = Desk()
    for what, record, n in choices:
        if what in ("confirm", "reject"):
            desk.do(what, "statement", record)
        elif what == "undo" and desk.log:
            desk.undo(desk.log[n % len(desk.log)].id)
        elif what == "act":
            desk.do("edit", "statement", record, {"act": ("warn", "claim")[n % 2]})
        elif what == "denied":
            desk.do("edit", "statement", record, {"denied": bool(n % 2)})
        elif what == "source":
            desk.do("edit", "statement", record, {"source": {"span": None, "entity": ("e1", "e2")[n % 2]}})
    state = desk.state()
    shuffled = [Correction.from_line(c.line()) for c in desk.log]
    shuffle.shuffle(shuffled)
    again = replay(sample(), shuffled)
    assert (again.ledger, again.standing) == (state.ledger, state.standing)
    # One desk that sees what it does is never lost, but where an undo takes away what a later edit had seen.
    if not any(c.kind == "undo" for c in desk.log):
        assert state.unsettled == {}
    assert len(state.ledger.statements) == 3
