"""What is shown of a long text: the words that were looked for, and enough around them."""

from __future__ import annotations

from dataclasses import dataclass

from selon.model import Span

LENGTH = 420  # characters that are shown whole
AROUND = 130  # on either side of what was found


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text; `found` where it is what was looked for."""

    text: str
    found: bool = False


def excerpt(text: str, found: list[Span], *, length: int = LENGTH) -> list[Piece]:
    """The text in pieces; of one that is longer than `length` what stands around the words found, or its beginning.

    What is left out is shown as an ellipsis; cuts are made between words.
    """
    windows = [(0, len(text))]
    if len(text) > length:
        windows = _windows(text, found, length) if found else [(0, _before(text, length))]
    pieces: list[Piece] = []
    for n, (start, end) in enumerate(windows):
        if start:
            pieces.append(Piece("… " if n == 0 else " … "))
        at = start
        for left, right in found:
            if start <= left and right <= end:
                pieces += [Piece(text[at:left]), Piece(text[left:right], found=True)]
                at = right
        pieces.append(Piece(text[at:end]))
    if windows[-1][1] < len(text):
        pieces.append(Piece(" …"))
    return [p for p in pieces if p.text]


def _windows(text: str, found: list[Span], length: int) -> list[Span]:
    """Pieces of text around what was found, joined where they meet, until `length` is used up."""
    windows: list[Span] = []
    for left, right in found:
        if sum(e - s for s, e in windows) >= length:
            break
        start, end = _after(text, left - AROUND, left), max(right, _before(text, right + AROUND))
        if windows and start <= windows[-1][1] + 1:
            windows[-1] = windows[-1][0], end
        else:
            windows.append((start, end))
    return windows


def _after(text: str, at: int, most: int) -> int:
    """The beginning of a word at or after a place, but not after `most`; the place itself where no word begins there."""
    space = text.find(" ", max(0, at), most)
    return 0 if at <= 0 else space + 1 if space >= 0 else at


def _before(text: str, at: int) -> int:
    """The end of a word at or before a place; the place itself where there is no word's end."""
    if at >= len(text):
        return len(text)
    end = text.rfind(" ", 0, at)
    return end if end > 0 else at
