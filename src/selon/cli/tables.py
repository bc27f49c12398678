"""A ledger as a page for the terminal. All article text goes through `printable` and rich `Text`, never through markup."""

from __future__ import annotations

from collections.abc import Iterator

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from selon.cli.names import DIM, OPEN, amount, entity_name, figure_source, period, place, quote, source_cell
from selon.cli.printable import printable
from selon.model import Ledger, Statement

NARROW = 76  # columns; below it addressee and day stand under the words
KIND_STYLES = {"direct": "green", "mixed": "green", "indirect": "cyan", "act": "magenta"}
SURE, UNSURE = 0.8, 0.5


def ledger_page(ledger: Ledger, *, name: str, width: int) -> Group:
    """Everything in a ledger that a person wants to see first, for a terminal of so many columns."""
    return Group(*_parts(ledger, name, narrow=width < NARROW))


def _parts(ledger: Ledger, name: str, *, narrow: bool) -> Iterator[RenderableType]:
    """The parts of the page, those without records left out."""
    title = printable(ledger.document.title or name)
    yield Rule(Text(title, "bold"), align="left", style=DIM)
    yield from _head(ledger, name)
    if ledger.statements:
        yield _statements(ledger, narrow=narrow)
    else:
        yield Text("\nNobody is reported to have said anything.", DIM)
    for part in (_figures, _events, _positions, _times, _problems):
        made = part(ledger)
        if made is not None:
            yield made
    yield Text()


def _head(ledger: Ledger, name: str) -> Iterator[Text]:
    """File, day of publication and why."""
    published = ledger.document.published
    day = published.value or (f"{len(published.candidates)} days possible" if published.candidates else "day unknown")
    given = f" (given: {printable(published.given)})" if published.given and published.given != published.value else ""
    yield Text.assemble(
        (printable(name), DIM), (" · published ", DIM), (day, "bold" if published.value else OPEN), (given, DIM)
    )
    for reason in published.because:
        yield Text(f"  {quote(ledger.words(reason.span))} {printable(reason.says)}", DIM)


def _table(title: str, *columns: str, numbers: tuple[str, ...] = ()) -> Table:
    """An empty table in the style of the page."""
    table = Table(
        title=Text(title, "bold underline"), title_justify="left", box=SIMPLE_HEAD, pad_edge=False, expand=True
    )
    for column in columns:
        right = column in numbers
        table.add_column(column, justify="right" if right else "left", no_wrap=column == "id" or right, overflow="fold")
    return table


def _statements(ledger: Ledger, *, narrow: bool) -> Table:
    """Who said what, to whom, when, how sure."""
    more = () if narrow else ("to whom", "when")
    table = _table(f"Statements ({len(ledger.statements)})", "id", "who", "said", *more, "sure", numbers=("sure",))
    said = next(c for c in table.columns if c.header == "said")
    said.ratio = 5
    for column in table.columns:
        if column.header == "who":
            column.min_width, column.max_width = 10, 16  # no name so short that its words break
        elif column.header == "to whom":
            column.ratio = 2
        elif column.header == "when":
            column.width, column.no_wrap = 10, False
    for s in ledger.statements:
        cell = said_cell(ledger, s)
        to_whom, when = source_cell(ledger, s.addressee, missing="", mark=""), Text(period(s.when))
        if narrow:
            if to_whom:
                cell.append("\nto ", DIM).append_text(to_whom)
            if when:
                cell.append("\non ", DIM).append_text(when)
        cells = [Text(s.id, DIM), source_cell(ledger, s.source, missing="? in no words"), cell]
        table.add_row(*cells, *(() if narrow else (to_whom, when)), confidence(s.confidence), end_section=False)
    return table


def said_cell(ledger: Ledger, s: Statement) -> Text:
    """Act and kind, and the content: direct speech between marks, all else as the article words it."""
    cell = Text.assemble((s.act, KIND_STYLES[s.kind]), (f" · {s.kind}", DIM))
    if s.denied:
        cell.append(" · denied", "bold red")
    if s.within:
        cell.append(f" · inside {s.within}", DIM)
    said = [ledger.words(c) for c in s.content]
    words = " … ".join(quote(w) if s.kind == "direct" else printable(w) for w in said)
    if words:
        cell.append(f"\n{words}")
    if s.occasion:
        cell.append(f"\n({printable(ledger.words(s.occasion))})", DIM)
    return cell


def confidence(value: float) -> Text:
    """`87%`, in the colour of how sure it is."""
    return Text(f"{value:.0%}", "green" if value >= SURE else "yellow" if value >= UNSURE else "red")


def _figures(ledger: Ledger) -> Table | None:
    """Numbers with bound, unit, source and the time that they are about."""
    if not ledger.figures:
        return None
    table = _table(f"Figures ({len(ledger.figures)})", "id", "figure", "value", "of", "according to", "period")
    for f in ledger.figures:
        about = [
            x for x in (f.measure, entity_name(ledger, f.place), f"part of {f.part_of}" if f.part_of else None) if x
        ]
        table.add_row(
            Text(f.id, DIM),
            Text(printable(ledger.words(f.span))),
            Text(amount(f)),
            Text(", ".join(about)),
            figure_source(ledger, f),
            Text(period(f.period)),
        )
    return table


def _names(ledger: Ledger, ids: list[str]) -> Text:
    """The names of several entities."""
    return Text(", ".join(entity_name(ledger, i) or i for i in ids))


def _events(ledger: Ledger) -> Table | None:
    """Who did what to whom."""
    if not ledger.events:
        return None
    table = _table(f"Events ({len(ledger.events)})", "id", "type", "who", "whom", "when", "words")
    for e in ledger.events:
        kind = f"{e.type}, planned" if e.planned else e.type
        cells = Text(e.id, DIM), Text(kind), _names(ledger, e.who), _names(ledger, e.whom), Text(period(e.when))
        table.add_row(*cells, Text(printable(ledger.words(e.span))))
    return table


def _positions(ledger: Ledger) -> Table | None:
    """Who is for or against what, and on what condition."""
    if not ledger.positions:
        return None
    table = _table(f"Positions ({len(ledger.positions)})", "id", "who", "stance", "topic", "because / unless", "when")
    for p in ledger.positions:
        grounds = [f"because {printable(ledger.words(s))}" for s in p.because]
        grounds += [f"unless {printable(ledger.words(s))}" for s in p.unless]
        table.add_row(
            Text(p.id, DIM),
            Text(entity_name(ledger, p.who) or p.who, "bold"),
            Text(p.stance, "green" if p.stance == "supports" else "red"),
            Text(printable(p.topic.label)),
            Text("\n".join(grounds)),
            Text(period(p.when)),
        )
    return table


def _times(ledger: Ledger) -> Group | None:
    """Every expression of time with its value, as running text."""
    if not ledger.times:
        return None
    line = Text(" · ", DIM).join(
        Text.assemble(quote(ledger.words(t.span)), " ", (printable(t.value) or "?", "bold")) for t in ledger.times
    )
    return Group(Text(f"Times ({len(ledger.times)})", "bold underline"), Padding(line, (0, 0, 1, 0)))


def _problems(ledger: Ledger) -> Group | None:
    """What is wrong with the input or was left open, with the place of each."""
    if not ledger.problems:
        return None
    lines = []
    for p in ledger.problems:
        where = f"{place(ledger.document.text, p.spans[0])}: " if p.spans else ""
        lines.append(Text.assemble(("• ", DIM), (printable(p.kind), "yellow"), f" {where}{printable(p.message)}"))
    return Group(Text(f"Problems ({len(lines)})", "bold underline"), *lines)
