"""Overlapping spans cut into segments that do not overlap, each with the spans that cover it."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

from selon.model import Span

T = TypeVar("T")


def segments(length: int, spans: Sequence[tuple[Span, T]], *, most: int | None = None) -> list[tuple[Span, list[T]]]:
    """The whole of a text of so many characters, cut at every edge of a span.

    The segments are in order, without gap or overlap; what covers one is in the order of `spans`. Empty spans and those
    outside the text are left out. `most` keeps only the last so many of what covers a segment: where thousands of spans
    lie one in another, all of them for each segment would be millions.
    """
    held = [(s, x) for s, x in spans if 0 <= s[0] < s[1] <= length]
    cuts = sorted({0, length, *(edge for span, _ in held for edge in span)})
    begin: dict[int, list[int]] = {}
    end: dict[int, list[int]] = {}
    for n, (span, _) in enumerate(held):
        begin.setdefault(span[0], []).append(n)
        end.setdefault(span[1], []).append(n)
    open_: list[int] = []  # in order
    out: list[tuple[Span, list[T]]] = []
    for start, stop in pairwise(cuts):
        for n in end.get(start, ()):
            del open_[bisect_left(open_, n)]
        for n in begin.get(start, ()):
            insort(open_, n)
        out.append(((start, stop), [held[n][1] for n in (open_ if most is None else open_[-most:])]))
    return out


def outermost(spans: Sequence[tuple[Span, T]]) -> list[tuple[Span, T]]:
    """The spans of which none overlaps another: of two that do, the one that begins first and then the longer one stays."""
    kept: list[tuple[Span, T]] = []
    for span, x in sorted(spans, key=lambda s: (s[0][0], -s[0][1])):
        if span[0] < span[1] and (not kept or span[0] >= kept[-1][0][1]):
            kept.append((span, x))
    return kept
