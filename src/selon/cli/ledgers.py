"""Opening the ledger that a command is given, and printing rows of it: as a table, as JSON Lines or as CSV."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import typer

from selon.cli.inputs import complain
from selon.cli.printable import printable
from selon.export.answers import json_line, write_csv

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from selon.store import LedgerFile

SHORT, LONG = 12, 60  # characters of a cell that is not broken, and up to which a longer one gets more room
HEADERS = {
    "article_id": "in", "published": "day", "source_words": "words there", "statements": "n", "first_article_id": "in",
    "first_outlet": "outlet", "first_content": "in the words", "according_to": "according to", "period_start": "from",
    "period_end": "to",
}  # fmt: skip


def open_ledger(path: str, *, create: bool = False, write: bool = False) -> LedgerFile:
    """The ledger at a path, or a message and `typer.Exit(2)`."""
    from selon.store import LedgerFile, LedgerFileError

    try:
        return LedgerFile.open(path, create=create, write=create or write)
    except LedgerFileError as e:
        complain(f"{path}: {e}")
        raise typer.Exit(2) from None


def print_rows(
    rows: Iterable[DataclassInstance],
    kind: type[Any],
    *,
    as_json: bool,
    as_csv: bool,
    columns: Sequence[str],
    none: str,
) -> None:
    """Rows (dataclasses of one kind) on standard output: JSON Lines or CSV with every field, else a table of `columns`.

    `none` is what is said on standard error where there are no rows.
    """
    if as_json:
        for row in rows:
            sys.stdout.buffer.write(json_line(row))
        sys.stdout.buffer.flush()
        return
    if as_csv:
        import io

        out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf8", errors="replace", newline="", write_through=True)
        write_csv(rows, kind, out)
        out.detach()
        return
    held = list(rows)
    if not held:
        complain(none)
        return
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    cells = {c: [printable(_shown(getattr(row, c))) for row in held] for c in columns}
    table = Table(box=SIMPLE_HEAD, pad_edge=False, expand=True)
    for column in (c for c in columns if any(cells[c])):  # a column without a single value says nothing
        widest = max(map(len, cells[column]))
        number = all(isinstance(getattr(row, column), int | float | None) for row in held)
        table.add_column(
            HEADERS.get(column, column.replace("_", " ")),
            justify="right" if number else "left",
            no_wrap=widest <= SHORT,
            ratio=None if widest <= SHORT else min(widest, LONG),
            overflow="fold",
        )
    for n in range(len(held)):
        table.add_row(*(Text(cells[c][n]) for c in columns if any(cells[c])))
    Console(highlight=False, markup=False, emoji=False).print(table)


def _shown(value: Any) -> str:
    """A value for people."""
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, float):
        return f"{value:,.0f}".replace(",", "\u202f") if value == int(value) and abs(value) > 1 else f"{value:.2f}"
    if isinstance(value, list | tuple):
        return ", ".join(map(_shown, value))
    return str(value)
