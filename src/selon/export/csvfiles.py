"""One CSV file for each part of the ledger (RFC 4180, UTF-8 with a signature, so that spreadsheets see the accents)."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from selon.export.rows import TABLES, Cell
from selon.model import Ledger


def write(ledgers: Iterable[Ledger], path: Path) -> int:
    """`documents.csv`, `statements.csv`, … in a folder; how many articles."""
    n = 0
    with ExitStack() as stack:
        out = {}
        for name, table in TABLES.items():
            file = stack.enter_context((path / f"{name}.csv").open("w", encoding="utf-8-sig", newline=""))
            out[name] = csv.writer(file)
            out[name].writerow(table.columns)
        for ledger in ledgers:
            n += 1
            for name, table in TABLES.items():
                out[name].writerows([_cell(c) for c in row] for row in table.rows(ledger))
    return n


def _cell(value: Cell) -> str | int | float:
    """A cell as CSV has it: true and false as 1 and 0, a whole number without `.0`, nothing for what is unknown."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return int(value) if isinstance(value, bool) else value
