"""The page of `selon why`: one record with what it stands on."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from selon.cli.names import DIM, amount, entity_name, figure_source, period, place, source_cell
from selon.cli.printable import printable, running
from selon.cli.tables import confidence, said_cell
from selon.export.names import surroundings
from selon.model import Entity, Event, Figure, Ledger, Made, Position, Source, Span, Statement, Time

AROUND = 60  # characters shown on either side of a record
MARK = "bold reverse"


def reasons_page(ledger: Ledger, part: str, record: Made) -> Group:
    """Rule, evidence, confidence, and the entity behind a source with its mentions."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for label, cell in _rows(ledger, part, record):
        table.add_row(Text(label), cell)
    return Group(Padding(table, (1, 0)), *_mentions(ledger, record))


def _rows(ledger: Ledger, part: str, record: Made) -> Iterator[tuple[str, Text]]:
    """Label and value of every line of the page."""
    yield getattr(record, "id", ""), Text(part.removesuffix("s") if part != "entities" else "entity", DIM)
    yield from _what(ledger, record)
    yield "rule", Text(printable(record.rule)) if record.rule else Text("not named", DIM)
    if not record.evidence:
        yield "evidence", Text("no words", DIM)
    for n, span in enumerate(sorted(record.evidence)):
        yield ("evidence" if n == 0 else ""), _in_context(ledger, span)
    if isinstance(record, Statement):
        yield "confidence", confidence(record.confidence)
    statement = getattr(record, "statement", None)
    if statement:
        yield "statement", Text(str(statement))


def _what(ledger: Ledger, record: Made) -> Iterator[tuple[str, Text]]:
    """What the record says, by its kind."""
    match record:
        case Statement():
            yield "said", said_cell(ledger, record)
            yield "source", source_cell(ledger, record.source, missing="in no words of the article")
            if record.cue:
                yield "cue", _in_context(ledger, record.cue)
            if record.addressee:
                yield "to whom", source_cell(ledger, record.addressee)
            if period(record.when):
                yield "when", Text(period(record.when))
        case Figure():
            yield "figure", _in_context(ledger, record.span)
            yield "value", Text(amount(record))
            yield "according to", figure_source(ledger, record)
            if period(record.period):
                yield "period", Text(period(record.period))
        case Entity():
            yield "name", Text(printable(record.name), "bold")
            yield "kind", Text(record.kind)
            if record.roles:
                yield "roles", Text(", ".join(map(printable, record.roles)))
            if record.of:
                yield "of", Text(entity_name(ledger, record.of) or record.of)
            if record.wikidata:
                yield "wikidata", Text(printable(record.wikidata))
        case Time():
            yield "words", _in_context(ledger, record.span)
            yield "value", Text(f"{printable(record.value)} ({record.type})")
            if record.start or record.end:
                yield "days", Text(f"{record.start or '?'} – {record.end or '?'}")
        case Event():
            yield "words", _in_context(ledger, record.span)
            yield "type", Text(record.type + (", planned" if record.planned else ""))
            yield "who", Text(", ".join(entity_name(ledger, i) or i for i in record.who))
            yield "whom", Text(", ".join(entity_name(ledger, i) or i for i in record.whom))
        case Position():
            yield "who", Text(entity_name(ledger, record.who) or record.who)
            yield "stance", Text(record.stance)
            yield "topic", _in_context(ledger, record.topic.span)


def _in_context(ledger: Ledger, span: Span) -> Text:
    """The words of a span, marked, in the words around them, with their place."""
    text = ledger.document.text
    start, end = surroundings(text, span, AROUND)
    return Text.assemble(
        (("…" if start else "") + running(text[start : span[0]]).lstrip(), DIM),
        (running(ledger.words(span)), MARK),
        (running(text[span[1] : end]).rstrip() + ("…" if end < len(text) else ""), DIM),
        (f"  {place(text, span)}, characters {span[0]}–{span[1]}", DIM),
    )


def _mentions(ledger: Ledger, record: Made) -> Iterator[RenderableType]:
    """Every mention of the entities that the record names, so that the resolution can be checked."""
    sources: list[Source] = (
        [record.source, *([record.addressee] if record.addressee else [])] if isinstance(record, Statement) else []
    )
    ids = [s.entity for s in sources] + [getattr(record, "according_to", None), getattr(record, "who", None)]
    if isinstance(record, Entity):
        ids = [record.id]
    wanted = {i for x in ids if x for i in (x if isinstance(x, list) else [x])}
    for entity in (e for e in ledger.entities if e.id in wanted):
        made = f", rule {printable(entity.rule)}" if entity.rule else ""
        yield Text.assemble((printable(entity.name), "bold"), (f" ({entity.id}, {entity.kind}{made})", DIM))
        for mention in sorted(entity.mentions):
            yield Padding(_in_context(ledger, mention), (0, 0, 0, 2))
