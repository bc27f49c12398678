"""The words of a record where they stand: a part of the article around them, cut into segments at every edge of a span."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from selon.export.segments import segments
from selon.model import Span
from selon.web.marked import exact

AROUND = 1200  # characters on either side at most: an article may stand in one line
NEAR = 500  # characters in which the next word is looked for
WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Segment:
    """Characters of the article from `start` on; `roles` are what they are of the record, `first` those that begin here."""

    start: int
    text: str
    roles: tuple[str, ...] = ()
    first: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """A part of an article; `before` and `after` say whether the article goes on there."""

    segments: list[Segment]
    before: bool
    after: bool


def as_html(text: str) -> Markup:
    """Article text for a template, whose characters stay one for one in every browser."""
    return Markup(exact(text))  # it escapes


def window(text: str, marked: Sequence[tuple[str, Span]], *, wider: int = 0, whole: bool = False) -> Window:
    """The paragraphs in which spans stand, each with what it is, and `wider` more paragraphs on either side.

    Without a span that lies in the text it is the beginning.
    """
    spans = [s for _, s in marked if 0 <= s[0] < s[1] <= len(text)]
    first = min((s[0] for s in spans), default=0)
    last = max((s[1] for s in spans), default=0)
    start, end = (0, len(text)) if whole else _paragraphs(text, first, last, wider)
    inside = [((a - start, b - start), role) for role, (a, b) in marked if a >= start and b <= end]
    begun = {(a, role) for (a, _), role in inside}
    cut = segments(end - start, inside)
    return Window(
        [
            Segment(start + a, text[start + a : start + b], roles, tuple(r for r in roles if (a, r) in begun))
            for (a, b), held in cut
            if (roles := tuple(dict.fromkeys(held))) is not None
        ],
        start > 0,
        end < len(text),
    )


def moved(text: str, span: Span, edge: str, by: int) -> Span:
    """The span with its `start` or `end` a word further (`by` 1) or back (-1); the same where that would leave nothing.

    A word is what is between spaces, its punctuation apart.
    """
    near = max(0, min(span) - NEAR), min(len(text), max(span) + NEAR)
    words = [m.span() for m in WORD.finditer(text, *near)]
    at, edges = (span[0], [a for a, _ in words]) if edge == "start" else (span[1], [b for _, b in words])
    beyond = [x for x in edges if x > at] if by > 0 else [x for x in reversed(edges) if x < at]
    if not beyond:
        return span
    changed = (beyond[0], span[1]) if edge == "start" else (span[0], beyond[0])
    return changed if changed[0] < changed[1] else span


def _paragraphs(text: str, first: int, last: int, wider: int) -> Span:
    """From the beginning of a paragraph to the end of one, cut between words where that is far away."""
    start, end = _start(text, first), _end(text, last)
    for _ in range(wider):
        start, end = _start(text, max(0, start - 2)), _end(text, min(len(text), end + 2))
    if first - start > AROUND:
        start = text.find(" ", first - AROUND, first) + 1 or first - AROUND
    if end - last > AROUND:
        space = text.rfind(" ", last, last + AROUND)
        end = space if space > 0 else last + AROUND
    return start, end


def _start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
