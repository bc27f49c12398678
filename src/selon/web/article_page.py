"""What the page of an article shows: the text in pieces, the speakers, the parts of the ledger, and why one record is there.

The same for an article of the ledger file and for a text that was just pasted.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args
from urllib.parse import quote

from selon.export.names import source_words, words
from selon.export.rows import spans_cell
from selon.model import Ledger, Made, Problem, Span
from selon.web.lookup import Lookup, spans_of
from selon.web.marked import Speaker, pieces, speakers, text_html
from selon.web.reasons import Why

PartName = Literal["statements", "figures", "positions", "events", "problems", "entities", "times"]
PARTS: tuple[PartName, ...] = get_args(PartName)
PER_PART = 200  # records of a part that stand on one page
# Characters of the text on one page, and spans that begin in it: few articles have more. So few characters are never cut.
MOST_TEXT, MOST_SPANS, LEAST = 60_000, 3_000, 3_000
SURE, FAIRLY = 0.8, 0.5  # as on the terminal
SPOKEN = 24  # speakers that the legend names


@dataclass(frozen=True, slots=True)
class Part:
    """The records of one part that are shown, of how many."""

    name: PartName
    rows: list[Any]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """The part of a long text that is shown: its number, of how many, where it lies, and the statements that go on in it."""

    number: int
    of: int
    span: Span
    begun: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleStatement:
    """A statement of one article: who said what to whom. Spans are `start-end` in code points, `;` between two."""

    id: str
    kind: str
    act: str
    denied: bool
    source: str | None
    source_words: str | None
    content: str
    content_spans: str
    quoted_spans: str
    cue: str | None
    addressee: str | None
    addressee_words: str | None
    when_start: str | None
    when_end: str | None
    within: str | None
    confidence: float
    rule: str | None
    standing: str


def statement_rows(ledger: Ledger, standing: dict[str, str]) -> list[ArticleStatement]:
    """The statements of an article as flat rows."""
    held = Lookup.of(ledger)
    return [
        ArticleStatement(
            id=s.id, kind=s.kind, act=s.act, denied=s.denied, source=held.name(s.source.entity),
            source_words=source_words(ledger, s.source),
            content=words(ledger, s.content), content_spans=spans_cell(s.content),
            quoted_spans=spans_cell(s.quoted), cue=ledger.words(s.cue) if s.cue else None,
            addressee=held.name(s.addressee.entity) if s.addressee else None,
            addressee_words=source_words(ledger, s.addressee),
            when_start=s.when.start if s.when else None, when_end=s.when.end if s.when else None, within=s.within,
            confidence=s.confidence, rule=s.rule, standing=standing.get(s.id, "extracted"),
        )
        for s in ledger.statements
    ]  # fmt: skip


def record_values(held: Lookup, *, standing: dict[str, str], reason: Why | None, base: str) -> dict[str, Any]:
    """The values of the template `why.html`; `base` is the address of the article, perhaps with a query."""
    return {
        "base": base.partition("?")[0],
        "to": lambda id_: record_address(base, id_),
        "held": held,
        "document": held.ledger.document,
        "speaker_of": speakers(held),
        "why": reason,
        "standing": standing,
        "level": level,
        "when": when,
    }


def article_values(
    held: Lookup,
    *,
    standing: dict[str, str],
    reason: Why | None,
    base: str,
    at: Span | None,
    part: PartName | None,
    page: int | None,
    sheet: int | None,
    label: Callable[[Speaker], str],
) -> dict[str, Any]:
    """The same for `article.html`; `part` and `page` say which records are listed, `sheet` which part of a long text is shown,
    `label` names a speaker in a tooltip."""
    values = record_values(held, standing=standing, reason=reason, base=base)
    record = reason.record if reason else None
    legend = list(dict.fromkeys(values["speaker_of"].values()))
    document = held.ledger.document
    title = document.title or ""
    headed = bool(title) and document.text.startswith(title)
    headline = (0, len(title)) if headed else None
    marked = [s for _, s in spans_of(record)] if record else [at] if at else []
    shown = sheet_of(held.ledger, sheet, marked)
    cut = pieces(held, values["speaker_of"], record=record, at=at, headline=headline, within=shown.span, label=label)
    return values | {
        "text": text_html(cut, values["to"]),
        "sheet": shown,
        "headed": headed and shown.number == 1,
        "legend": legend[:SPOKEN],
        "more_speakers": max(0, len(legend) - SPOKEN),
        "parts": [_part(held.ledger, name, page if name == part else None, record, shown) for name in PARTS],
    }


def record_address(base: str, id_: str) -> str:
    """Where the page of an article shows a record."""
    quoted = quote(id_.encode("utf8", "replace"), safe="")
    return f"{base}{'&' if '?' in base else '?'}record={quoted}#{quoted}"


def sheet_of(ledger: Ledger, asked: int | None, marked: Sequence[Span]) -> Sheet:
    """The part of a text to be shown: the one asked for, unless what is marked lies elsewhere; then where that begins."""
    text, spans = ledger.document.text, {s.id: [span for _, span in spans_of(s)] for s in ledger.statements}
    sheets = sheets_of(text, sorted(a for held in spans.values() for a, _ in held))
    asked = min(asked, len(sheets)) if asked else None

    def holds(n: int, span: Span) -> bool:
        return span[0] < sheets[n - 1][1] and span[1] > sheets[n - 1][0]

    if asked is None or (marked and not any(holds(asked, s) for s in marked)):
        first = min(marked, default=(0, 1))
        asked = next((n for n in range(1, len(sheets) + 1) if holds(n, first)), asked or 1)
    start = sheets[asked - 1][0]
    begun = [i for i, held in spans.items() if held and min(held)[0] < start < max(b for _, b in held)]
    return Sheet(asked, len(sheets), sheets[asked - 1], tuple(begun))


def sheets_of(text: str, starts: Sequence[int] = ()) -> list[Span]:
    """A text in parts of at most `MOST_TEXT` characters, in which at most `MOST_SPANS` of the spans begin that begin at
    `starts` (in order); cut between paragraphs, else between words, else anywhere."""
    found: list[Span] = []
    at = 0
    while True:
        over = bisect_left(starts, at) + MOST_SPANS
        last = min(at + MOST_TEXT, max(at + LEAST, starts[over]) if over < len(starts) else len(text))
        if last >= len(text):
            return [*found, (at, len(text))]
        half = at + (last - at) // 2
        cut = text.rfind("\n", half, last) + 1 or text.rfind(" ", half, last) + 1 or last
        found.append((at, cut))
        at = cut


def _part(ledger: Ledger, name: PartName, page: int | None, record: Made | None, sheet: Sheet) -> Part:
    """One page of a part: the one asked for, else the one that holds the record that is open, else the one that holds the
    first record of the text that is shown, else the first."""
    records = cast("list[Made | Problem]", getattr(ledger, name))
    if page is None:
        page = next((n // PER_PART + 1 for n, r in enumerate(records) if r is record), None)
    if page is None and sheet.number > 1:
        spans = (r.spans if isinstance(r, Problem) else [s for _, s in spans_of(r)] for r in records)
        begins = (min(s, default=(-1, 0))[0] >= sheet.span[0] for s in spans)
        page = next((n // PER_PART + 1 for n, here in enumerate(begins) if here), None)
    page = page or 1
    pages = max(1, -(-len(records) // PER_PART))
    page = min(page, pages)
    return Part(name, records[(page - 1) * PER_PART : page * PER_PART], len(records), page, pages)


def level(confidence: float) -> str:
    """How sure selon is, as one of three words."""
    return "sure" if confidence >= SURE else "fairly" if confidence >= FAIRLY else "unsure"


def when(period: Any) -> str:
    """`2023-11-03`, or `2023-10-07 – 2023-11-03` where the days differ; empty where nothing is known."""
    if period is None or (period.start is None and period.end is None):
        return ""
    return str(period.start) if period.start == period.end else f"{period.start or '?'} – {period.end or '?'}"
