"""What is shown of a long text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from selon.web.excerpts import LENGTH, Piece, excerpt


def test_a_short_text_is_shown_whole_with_what_was_found() -> None:
    assert excerpt("la paix vient", [(3, 7)]) == [Piece("la "), Piece("paix", found=True), Piece(" vient")]
    assert excerpt("", []) == []


def test_a_long_text_begins_with_what_was_found() -> None:
    text = "mot " * 300 + "paix " + "fin " * 300
    at = text.index("paix")
    pieces = excerpt(text, [(at, at + 4)])
    assert pieces[0] == Piece("… ")
    assert Piece("paix", found=True) in pieces
    assert pieces[-1] == Piece(" …")
    assert len("".join(p.text for p in pieces)) < LENGTH
    assert excerpt(text, [])[0].text.startswith("mot mot")


@given(st.text(alphabet="ab \n", max_size=3000), st.lists(st.integers(0, 2999), max_size=30))
def test_what_is_shown_stands_in_the_text_and_is_bounded(text: str, places: list[int]) -> None:
    found, last = [], 0
    for at in sorted(places):
        if last <= at < len(text):
            found.append((at, at + 1))
            last = at + 1
    pieces = excerpt(text, found)
    assert all(p.text in text for p in pieces if "…" not in p.text)
    assert len("".join(p.text for p in pieces)) <= 2 * LENGTH + 300
    if found:
        assert any(p.found and p.text == text[found[0][0] : found[0][1]] for p in pieces)
    if len(text) <= LENGTH:
        assert "".join(p.text for p in pieces) == text
