"""The parts of a ledger as flat rows, for CSV and Parquet.

A span is two columns, `…_start` and `…_end`, beside its words. Several spans stand in one column as `12-45;60-80`,
their words with ` … ` between two; several ids with `;`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from selon.export.names import entity_name, source_words, words
from selon.model import Ledger, Period, Span

Cell = str | int | float | bool | None
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table's columns with their types, and how its rows are made of a ledger."""

    columns: dict[str, type]
    rows: Callable[[Ledger], Iterator[Row]]


def spans_cell(spans: Sequence[Span]) -> str:
    """`12-45;60-80`."""
    return ";".join(f"{a}-{b}" for a, b in spans)


def read_spans(cell: str) -> list[Span]:
    """The spans of such a cell again."""
    pairs = (s.split("-") for s in cell.split(";") if s)
    return [(int(a), int(b)) for a, b in pairs]


def _span(span: Span | None) -> tuple[int | None, int | None]:
    return span or (None, None)


def _when(period: Period | None) -> tuple[str | None, str | None]:
    return (period.start, period.end) if period else (None, None)


def _documents(x: Ledger) -> Iterator[Row]:
    d, p = x.document, x.document.published
    yield d.id, d.lang, d.title, d.url, d.outlet, p.given, p.value, ";".join(p.candidates), d.text


def _entities(x: Ledger) -> Iterator[Row]:
    for e in x.entities:
        of = entity_name(x, e.of)
        yield x.document.id, e.id, e.kind, e.name, "; ".join(e.roles), e.of, of, e.wikidata, len(e.mentions), e.rule


def _mentions(x: Ledger) -> Iterator[Row]:
    for e in x.entities:
        for m in e.mentions:
            yield x.document.id, e.id, *m, x.words(m)


def _statements(x: Ledger) -> Iterator[Row]:
    for s in x.statements:
        to = s.addressee
        yield (
            x.document.id, s.id, s.kind, s.act, s.denied,
            entity_name(x, s.source.entity), s.source.entity, source_words(x, s.source), *_span(s.source.span),
            x.words(s.cue) if s.cue else None, *_span(s.cue),
            words(x, s.content), spans_cell(s.content), spans_cell(s.quoted),
            entity_name(x, to.entity) if to else None, to.entity if to else None, source_words(x, to),
            *_span(to.span if to else None), x.words(s.occasion) if s.occasion else None, *_span(s.occasion),
            *_when(s.when), s.within, s.confidence, s.rule, spans_cell(s.evidence),
        )  # fmt: skip


def _figures(x: Ledger) -> Iterator[Row]:
    for f in x.figures:
        yield (
            x.document.id, f.id, x.words(f.span), *f.span, f.comparator, f.low, f.high, f.unit, f.measure, f.part_of,
            f.statement, entity_name(x, f.according_to), f.according_to, entity_name(x, f.place), f.place,
            *_when(f.period), f.rule, spans_cell(f.evidence),
        )  # fmt: skip


def _times(x: Ledger) -> Iterator[Row]:
    for t in x.times:
        yield x.document.id, t.id, x.words(t.span), *t.span, t.type, t.value, t.start, t.end, t.rule


def _events(x: Ledger) -> Iterator[Row]:
    for e in x.events:
        who, whom = ("; ".join(entity_name(x, i) or "" for i in ids) for ids in (e.who, e.whom))
        yield (
            x.document.id, e.id, e.type, x.words(e.span), *e.span, who, ";".join(e.who), whom, ";".join(e.whom),
            *_when(e.when), entity_name(x, e.where), e.where, e.planned, e.statement, e.rule,
        )  # fmt: skip


def _positions(x: Ledger) -> Iterator[Row]:
    for p in x.positions:
        yield (
            x.document.id, p.id, entity_name(x, p.who), p.who, p.stance, p.topic.label, x.words(p.topic.span), *p.topic.span,
            words(x, p.because), spans_cell(p.because), words(x, p.unless), spans_cell(p.unless),
            p.statement, *_when(p.when), p.rule,
        )  # fmt: skip


def _problems(x: Ledger) -> Iterator[Row]:
    for p in x.problems:
        yield x.document.id, p.kind, p.message, words(x, p.spans), spans_cell(p.spans)


def _columns(text: str, *, ints: str = "", floats: str = "", bools: str = "") -> dict[str, type]:
    """Columns by name in order; all are text but those named, and those of spans."""
    typed: dict[str, type] = {n: t for names, t in ((ints, int), (floats, float), (bools, bool)) for n in names.split()}
    days = {"when_start", "when_end", "period_start", "period_end"}
    spans = {n for n in text.split() if n.endswith(("_start", "_end")) and n not in days}
    return {n: typed.get(n, int if n in spans else str) for n in text.split()}


TABLES = {
    "documents": Table(_columns("document lang title url outlet given published candidates text"), _documents),
    "entities": Table(
        _columns("document id kind name roles of_id of wikidata mentions rule", ints="mentions"), _entities
    ),
    "mentions": Table(_columns("document entity_id span_start span_end words"), _mentions),
    "statements": Table(
        _columns(
            "document id kind act denied source source_id source_words source_start source_end cue cue_start cue_end"
            " content content_spans quoted_spans addressee addressee_id addressee_words addressee_start addressee_end"
            " occasion occasion_start occasion_end when_start when_end within confidence rule evidence_spans",
            floats="confidence",
            bools="denied",
        ),
        _statements,
    ),
    "figures": Table(
        _columns(
            "document id words span_start span_end comparator low high unit measure part_of statement according_to"
            " according_to_id place place_id period_start period_end rule evidence_spans",
            floats="low high",
        ),
        _figures,
    ),
    "times": Table(_columns("document id words span_start span_end type value start end rule"), _times),
    "events": Table(
        _columns(
            "document id type words span_start span_end who who_ids whom whom_ids when_start when_end place place_id"
            " planned statement rule",
            bools="planned",
        ),
        _events,
    ),
    "positions": Table(
        _columns(
            "document id who who_id stance topic topic_words topic_start topic_end because because_spans unless"
            " unless_spans statement when_start when_end rule"
        ),
        _positions,
    ),
    "problems": Table(_columns("document kind message words spans"), _problems),
}
