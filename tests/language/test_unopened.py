"""Quotations that have lost their opening mark."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from selon.language.marks import pair_marks
from selon.language.unopened import widened

FIRST = frozenset({"je", "j'", "nous", "m'"})


def said(text: str) -> list[str]:
    return [text[slice(*q.inner)] for q in widened(pair_marks(text), text, FIRST).top()]


def test_begins_where_its_speaker_does() -> None:
    text = "Le car est parti.\n\nJ’ai tout vu.\n\nC'est fini.\n\nOn rentre à pied », a dit Ada."
    assert said(text) == ["J’ai tout vu.\n\nC'est fini.\n\nOn rentre à pied"]


def test_narration_before_it_is_not_said() -> None:
    assert said("Le car est parti.\n\nOn rentre tous à pied », a dit Ada.") == ["On rentre tous à pied"]


def test_never_reaches_into_another_quotation() -> None:
    text = "« Nous partons », a dit Luc.\n\nOn rentre tous à pied », a dit Ada."
    assert said(text) == ["Nous partons", "On rentre tous à pied"]


@given(st.text(alphabet=st.sampled_from('je ab.,\n»«"'), max_size=80))
def test_spans_stay_in_the_text_and_apart(text: str) -> None:
    tops = widened(pair_marks(text), text, FIRST).top()
    assert all(0 <= q.outer[0] <= q.inner[0] < q.inner[1] <= q.outer[1] <= len(text) for q in tops)
    assert all(a.outer[1] <= b.outer[0] for a, b in pairwise(tops))
