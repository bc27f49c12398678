from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sample_ledger import TEXT, sample, span
from selon.store.anchoring import PLURALS, find_quote, find_record, ids_in, quote, record_anchor, spans_in, translate


@given(st.text(max_size=60), st.data())
def test_any_words_are_found_in_the_same_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert find_quote(text, quote(text, (start, end))) == (start, end)


def test_words_are_found_in_a_text_that_has_moved() -> None:
    anchor = quote(TEXT, span("a déclaré"))
    moved = "Chapeau nouveau\n\n" + TEXT.replace(" vendredi", "\u00a0vendredi").replace("« ", "«\u202f")
    found = find_quote(moved, anchor)
    assert found is not None
    assert moved[slice(*found)] == "a déclaré"


def test_of_two_places_the_one_with_the_same_neighbours_is_meant() -> None:
    text = "Le maire a parlé hier. Le préfet a parlé aussi."
    anchor = quote(text, (text.index("a parlé a"), text.index("a parlé a") + 7))
    moved = "Le préfet a parlé aussi. Le maire a parlé hier."
    assert find_quote(moved, anchor) == (10, 17)


def test_equally_likely_places_and_lost_words_are_not_guessed() -> None:
    anchor = {"exact": "il a dit", "prefix": "", "suffix": "", "start": 99}
    assert find_quote("il a dit, il a dit", anchor) is None
    assert find_quote("elle a dit", anchor) is None
    assert find_quote("puis il\na dit", anchor) == (5, 13)


@pytest.mark.parametrize("part", PLURALS)
def test_every_record_is_found_again_under_another_id(part: str) -> None:
    ledger = sample()
    for record in getattr(ledger, PLURALS[part]):
        other = sample()
        for r in getattr(other, PLURALS[part]):
            r.id = f"new-{r.id}"
        found = find_record(other, record_anchor(ledger, part, record))
        assert found is not None
        assert found.id == f"new-{record.id}"


def test_a_record_with_other_edges_is_the_same_and_one_of_other_words_is_not() -> None:
    ledger, other = sample(), sample()
    anchor = record_anchor(ledger, "statement", ledger.statements[0])
    other.statements[0].content = [span("« Le pont est dangereux »")]
    found = find_record(other, anchor)
    assert found is not None
    assert found.id == "s1"
    del other.statements[0]
    assert find_record(other, anchor) is None


def test_two_equal_records_are_not_guessed_between() -> None:
    ledger, other = sample(), sample()
    other.figures.append(other.figures[0].model_copy(update={"id": "f2"}))
    assert find_record(other, record_anchor(ledger, "figure", ledger.figures[0])) is None


def test_an_entity_of_another_wikidata_id_is_another() -> None:
    ledger, other = sample(), sample()
    ledger.entities[0].wikidata, other.entities[0].wikidata = "Q1", "Q2"
    assert find_record(other, record_anchor(ledger, "entity", ledger.entities[0])) is None


def test_spans_and_ids_are_seen_in_every_record() -> None:
    ledger = sample()
    for part, plural in PLURALS.items():
        for record in getattr(ledger, plural):
            dumped = record.model_dump(mode="json")
            moved = translate(dumped, span=lambda s: (s[0] + 7, s[1] + 7), id_=lambda i: f"x{i}")
            assert list(spans_in(moved)) == [(a + 7, b + 7) for a, b in spans_in(dumped)]
            assert list(ids_in(moved)) == [f"x{i}" for i in ids_in(dumped)]
            assert set(moved) == set(dumped), part
            # No pair of numbers is left that only looks like no span.
            assert str(moved).count(", ") == str(dumped).count(", ")
    statement = ledger.statements[0].model_dump(mode="json")
    assert len(list(spans_in(statement))) == 1 + 1 + 1 + 1 + 1 + 2
    assert set(ids_in(statement)) == {"e1"}
