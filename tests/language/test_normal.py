"""The normal copy: as long as the text, and the same whatever the typography."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selon.language.marks import pair_marks
from selon.language.normal import normal_text


def normal(text: str) -> str:
    return normal_text(text, pair_marks(text))


@pytest.mark.parametrize(
    "text",
    [
        "Il dit «\u00a0l'eau\u00a0».",
        "Il dit «\u202fl’eau\u202f».",
        "Il dit “ l’eau ”.",
        'Il dit " l\'eau ".',
        "Il dit « l′eau ».",
    ],
)
def test_one_way_to_write(text: str) -> None:
    assert normal(text) == "Il dit « l'eau »."


def test_nested_and_wide_marks() -> None:
    assert normal("«“a”»") == "««a»»"
    assert normal("''a'' et <<b>>") == "« a » et « b »"
    assert normal('"a') == "«a"


@given(st.text(alphabet=st.sampled_from("ab \"'«»“”‘’<>\u00a0\u202f\n"), max_size=80))
def test_keeps_its_length(text: str) -> None:
    copy = normal(text)
    assert len(copy) == len(text)
    assert [c for c in copy if c.isalnum()] == [c for c in text if c.isalnum()]
