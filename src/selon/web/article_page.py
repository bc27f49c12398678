"""What the page of an article shows: the text in pieces, the speakers, the parts of the ledger, and why one record is there.

The same for an article of the ledger file and for a text that was just pasted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args
from urllib.parse import quote

from selon.export.names import source_words, words
from selon.export.rows import spans_cell
from selon.model import Ledger, Made, Problem, Span
from selon.web.lookup import Lookup
from selon.web.marked import Speaker, pieces, speakers, text_html
from selon.web.reasons import Why

PartName = Literal["statements", "figures", "positions", "events", "problems", "entities", "times"]
PARTS: tuple[PartName, ...] = get_args(PartName)
PER_PART = 200  # records of a part that stand on one page
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
    label: Callable[[Speaker], str],
) -> dict[str, Any]:
    """The same for `article.html`; `part` and `page` say which records are listed, `label` names a speaker in a tooltip."""
    values = record_values(held, standing=standing, reason=reason, base=base)
    record = reason.record if reason else None
    legend = list(dict.fromkeys(values["speaker_of"].values()))
    document = held.ledger.document
    title = document.title or ""
    headed = bool(title) and document.text.startswith(title)
    headline = (0, len(title)) if headed else None
    cut = pieces(held, values["speaker_of"], record=record, at=at, headline=headline, label=label)
    return values | {
        "text": text_html(cut, values["to"]),
        "headed": headed,
        "legend": legend[:SPOKEN],
        "more_speakers": max(0, len(legend) - SPOKEN),
        "parts": [_part(held.ledger, name, page if name == part else None, record) for name in PARTS],
    }


def record_address(base: str, id_: str) -> str:
    """Where the page of an article shows a record."""
    quoted = quote(id_.encode("utf8", "replace"), safe="")
    return f"{base}{'&' if '?' in base else '?'}record={quoted}#{quoted}"


def _part(ledger: Ledger, name: PartName, page: int | None, record: Made | None) -> Part:
    """One page of a part: the one asked for, else the one that holds the record that is open, else the first."""
    records = cast("list[Made | Problem]", getattr(ledger, name))
    if page is None:
        page = next((n // PER_PART + 1 for n, r in enumerate(records) if r is record), 1)
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
