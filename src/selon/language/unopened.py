"""Quotations of which only the closing mark stands: where they really began.

Copying a text loses marks. Of a quotation that runs over paragraphs and has lost its opening mark, the paragraphs without
marks before its last belong to it from the first in which somebody says 'I' or 'we': a newspaper's telling does not.
"""

from __future__ import annotations

import re
from dataclasses import replace

from selon.language.marks import PARAGRAPH, RUN_ON, Marks, Quotation
from selon.model import Span

WORD = re.compile(r"\w+['’]?")
LONGEST = 4_000  # code points of a paragraph beyond which it is not looked at


def widened(marks: Marks, text: str, first_person: frozenset[str]) -> Marks:
    """The same marks, with every top quotation that was never opened begun at the paragraph where its speaker does.

    `first_person` holds lower-cased words with straight apostrophes ("j'").
    """
    out = list(marks.quotations)
    for n, q in enumerate(out):
        if q.open[0] == q.open[1] and q.parent is None:
            floor = out[n - 1].outer[1] if n else 0
            start = _start(text, q, floor, first_person)
            out[n] = replace(q, open=(start, start), inner=(start, q.inner[1]), outer=(start, q.outer[1]))
    return Marks(tuple(out), marks.problems)


def _start(text: str, q: Quotation, floor: int, first_person: frozenset[str]) -> int:
    """The head of the first of the paragraphs before a quotation, none of them reaching before `floor`, that says 'I'."""
    start = end = q.inner[0]
    for _ in range(RUN_ON):
        paragraph = _before(text, end)
        if paragraph is None or paragraph[0] < floor:
            break
        end = paragraph[0]
        words = (w.replace("’", "'") for w in WORD.findall(text[slice(*paragraph)].lower()))
        if any(w in first_person for w in words):
            start = end
    return start


def _before(text: str, end: int) -> Span | None:
    """The paragraph that ends before code point `end`, without outer space; None before the first and for an endless one."""
    stop = end
    while stop and text[stop - 1].isspace():
        stop -= 1
    head = max(stop - LONGEST, 0)
    breaks = [m.end() for m in PARAGRAPH.finditer(text, head, stop)]
    if head and not breaks:
        return None
    start = breaks[-1] if breaks else 0
    while start < stop and text[start].isspace():
        start += 1
    return (start, stop) if start < stop else None
