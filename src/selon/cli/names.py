"""The words by which records are called on the terminal: sources, values, places in the text."""

from __future__ import annotations

from rich.text import Text

from selon.cli.printable import printable
from selon.model import Figure, Ledger, Period, Source, Span

DIM = "dim"
OPEN = "italic yellow"  # what is left unresolved


def quote(words: str) -> str:
    """The words between quotation marks, on one line."""
    return f"“{printable(words)}”"


def entity_name(ledger: Ledger, id_: str | None) -> str | None:
    """The name of an entity, made printable."""
    return next((printable(e.name) for e in ledger.entities if e.id == id_), None) if id_ else None


def source_cell(ledger: Ledger, source: Source | None, *, missing: str = "—", mark: str = " unresolved") -> Text:
    """The name of a source and, where they differ, its words here; unresolved: its words, marked so."""
    if source is None or (source.span is None and source.entity is None):
        return Text(missing, DIM)
    name = entity_name(ledger, source.entity)
    words = ledger.words(source.span) if source.span else None
    if name is None:
        return Text.assemble((quote(words or ""), OPEN), (mark, DIM))
    cell = Text(name, "bold")
    if words and printable(words) != name:
        cell.append(f"\n{quote(words)}", DIM)
    return cell


def place(text: str, span: Span) -> str:
    """Where a span begins, counted from 1: `line 4, column 12`."""
    return f"line {text.count(chr(10), 0, span[0]) + 1}, column {span[0] - text.rfind(chr(10), 0, span[0])}"


def period(when: Period | None) -> str:
    """`2023-11-03`, or `2023-10-07 – 2023-11-03` where the days differ; empty where unknown."""
    if when is None or (when.start is None and when.end is None):
        return ""
    if when.start == when.end:
        return str(when.start)
    return f"{when.start or '?'} – {when.end or '?'}"


def number(value: float | None) -> str:
    """A number with its thousands apart: `1 400`, `2.5`."""
    if value is None:
        return "?"
    return f"{value:,.0f}".replace(",", "\u202f") if value == int(value) else f"{value:,}".replace(",", "\u202f")


def amount(figure: Figure) -> str:
    """Bound, number, unit: `> 1 400 personne`, `300–400 km`."""
    if figure.comparator == "..":
        said = f"{number(figure.low)}–{number(figure.high)}"
    else:
        value = number(figure.low if figure.low is not None else figure.high)
        said = value if figure.comparator == "=" else f"{figure.comparator} {value}"
    return f"{said} {printable(figure.unit)}"


def figure_source(ledger: Ledger, figure: Figure) -> Text:
    """Who says so: the entity, else the source of the statement that holds the figure, else the article."""
    name = entity_name(ledger, figure.according_to)
    if name:
        return Text(name, "bold")
    statement = next((s for s in ledger.statements if s.id == figure.statement), None)
    return source_cell(ledger, statement.source if statement else None, missing="the article")
