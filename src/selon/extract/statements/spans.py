"""From token ranges to the code points of a content: without the telling inside it, and inside its marks where all is quoted."""

from __future__ import annotations

from spacy.tokens import Span as Sentence

from selon.extract.statements.cues import Cue
from selon.extract.statements.draft import Content
from selon.extract.statements.incises import Incise
from selon.extract.statements.page import Page
from selon.extract.statements.phrases import find_phrases
from selon.model import Span


def content_spans(
    page: Page, cue: Cue, content: Content, end: int, sent: Sentence, incises: list[Incise]
) -> list[Span]:
    """The content's code points, less the incises and source phrases inside, and inside the marks where all is quoted."""
    start = content.start
    if start > cue.end and page.opens(start - 1) and not page.opens(start):
        start -= 1  # 'refusant "une trêve sans condition" avec X' keeps its opening mark
    q = page.quotation_of(cue.verb.i)
    if q is not None:
        end = min(end, page.token_upto(q.inner[1]))
    elif start < end:
        end = over_quotation(page, start, end, sent)  # a quotation belongs to its cue whole
    last = end
    while last > start and (page.doc[last - 1].is_space or page.doc[last - 1].is_punct):
        last -= 1
    holes = sorted(
        [(i.start, i.end) for i in incises if i.cue is not cue and start < i.start and i.end >= last and i.start < end]
        + [
            (_comma_before(page, p.start), comma_after(page, p.end))
            for p in find_phrases(page, sent)
            if start <= p.start
            and p.end <= end
            and (p.start <= start + 1 or p.end >= last)  # inside, 'selon lui' belongs to what is said
            and _parenthetic(page, p.start, p.end, start, end, risky=p.entry.words in page.grammar.risky_phrases)
        ]
    )
    spans = without(page, start, end, holes)
    return [unquoted(page, s) for s in spans]


def _parenthetic(page: Page, a: int, b: int, start: int, end: int, *, risky: bool) -> bool:
    """Whether a source phrase is set off by commas or stands at the content's end: then it belongs to the telling."""
    doc = page.doc
    before = a == start or doc[a - 1].text in {",", "("}
    after = b >= end or doc[b].text in {",", ")", "."}
    return before and after if risky else before or after


def _comma_before(page: Page, i: int) -> int:
    return i - 1 if i > 0 and page.doc[i - 1].text in {",", "("} else i


def comma_after(page: Page, i: int) -> int:
    return i + 1 if i < len(page.doc) and page.doc[i].text in {",", ")"} else i


def over_quotation(page: Page, start: int, end: int, sent: Sentence) -> int:
    """The end of a range widened to the end of a quotation that begins in it and runs over its sentence."""
    tail = page.quotation_of(end - 1) if end > start else None
    if tail is None or end != sent.end or tail.open[0] < page.doc[start].idx or page.closes(end - 1):
        return end
    return page.token_upto(tail.outer[1])


def without(page: Page, start: int, end: int, holes: list[tuple[int, int]]) -> list[Span]:
    """The code points of tokens `[start, end)` less some holes, trimmed piece by piece."""
    spans: list[Span] = []
    at = start
    for a, b in [*sorted(h for h in holes if start < h[0] < end or start < h[1] < end), (end, end)]:
        span = page.clean(at, min(a, end)) if at < a else None
        if span is not None:
            spans.append(span)
        at = max(at, b)
    return spans


def unquoted(page: Page, span: Span) -> Span:
    """The inside of a quotation where the span is exactly one with its marks."""
    q = page.quotation_of(page.token_from(span[0]))
    return (
        q.inner if q is not None and q.open[0] == span[0] and span[1] >= q.inner[1] and span[1] <= q.outer[1] else span
    )
