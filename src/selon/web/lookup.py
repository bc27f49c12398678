"""The records of one ledger by their ids, with their spans and the words of those."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from selon.export.names import surroundings
from selon.model import Entity, Event, Figure, Ledger, Made, Position, Source, Span, Statement, Time
from selon.store.records import PARTS

AROUND = 60  # characters of context on either side of a span
LONGEST = 400  # characters of a span that are shown where it is quoted beside the text
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Words:
    """A span with what stands around it."""

    span: Span
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Lookup:
    """A ledger, each of its records by id, and the part ('statement', 'figure', …) that it stands in."""

    ledger: Ledger
    records: dict[str, Made]
    parts: dict[str, str]

    @classmethod
    def of(cls, ledger: Ledger) -> Self:
        """Where two records have one id, the first is meant."""
        records: dict[str, Made] = {}
        parts: dict[str, str] = {}
        for part, plural in PARTS.items():
            for record in getattr(ledger, plural):
                records.setdefault(record.id, record)
                parts.setdefault(record.id, part)
        return cls(ledger, records, parts)

    def entity(self, id_: str | None) -> Entity | None:
        """The entity of an id."""
        found = self.records.get(id_) if id_ else None
        return found if isinstance(found, Entity) else None

    def statement(self, id_: str | None) -> Statement | None:
        """The statement of an id."""
        found = self.records.get(id_) if id_ else None
        return found if isinstance(found, Statement) else None

    def name(self, id_: str | None) -> str | None:
        """The name of an entity; None where there is none, for an unresolved source has words and no name."""
        found = self.entity(id_)
        return found.name if found else None

    def words(self, spans: Sequence[Span]) -> str:
        """The words of spans, `…` between two, cut where they are very long."""
        return short(f" {ELLIPSIS} ".join(self.ledger.words(s) for s in spans))

    def source_words(self, source: Source | None) -> str | None:
        """The words that name a source."""
        return self.words([source.span]) if source and source.span else None

    def figure_source(self, figure: Figure) -> Source | None:
        """Who says a figure: the source of the statement that holds it, or the entity that it names."""
        held = self.statement(figure.statement)
        if figure.according_to:
            same = held and held.source.entity == figure.according_to
            return held.source if held and same else Source(entity=figure.according_to)
        return held.source if held else None

    def in_context(self, span: Span) -> Words:
        """A span with the words around it, no half word at the edges."""
        text = self.ledger.document.text
        start, end = surroundings(text, span, AROUND)
        before = (ELLIPSIS if start else "") + text[start : span[0]]
        after = text[span[1] : end] + (ELLIPSIS if end < len(text) else "")
        return Words(span, before, short(self.ledger.words(span)), after)


def short(text: str) -> str:
    """A text, its middle left out where it is very long."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]} {ELLIPSIS} {text[-LONGEST // 2 :]}"


def spans_of(record: Made) -> Iterator[tuple[str, Span]]:
    """Every span in which a record stands in the text, with what it is there."""
    match record:
        case Statement():
            yield from (("content", s) for s in record.content)
            yield from (("quoted", s) for s in record.quoted)
            singles = {
                "source": record.source.span,
                "cue": record.cue,
                "addressee": record.addressee.span if record.addressee else None,
                "occasion": record.occasion,
            }
            yield from ((role, span) for role, span in singles.items() if span)
        case Figure():
            yield "figure", record.span
        case Time():
            yield "time", record.span
        case Event():
            yield "event", record.span
        case Position():
            yield "topic", record.topic.span
            yield from (("because", s) for s in record.because)
            yield from (("unless", s) for s in record.unless)
        case Entity():
            yield from (("mention", s) for s in record.mentions)
