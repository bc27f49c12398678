"""Answers to a question (dataclasses of one kind) as JSON or CSV, for the command line and the HTTP interface."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

RISKY = "=+-@\t\r"  # what a spreadsheet takes for a formula at the beginning of a cell


def json_line(row: DataclassInstance) -> bytes:
    """One answer as a line of JSON in UTF-8, whatever the locale: programs read it."""
    return json.dumps(asdict(row), ensure_ascii=False).encode("utf8", "replace") + b"\n"


def write_csv(rows: Iterable[DataclassInstance], kind: type[Any], out: IO[str]) -> None:
    """A line of names, then one line for each answer, with every field of `kind`."""
    writer = csv.writer(out)
    writer.writerow([f.name for f in fields(kind)])
    writer.writerows([_cell(v) for v in asdict(row).values()] for row in rows)


def _cell(value: Any) -> Any:
    """A value for CSV; article text that a spreadsheet would run as a formula gets an apostrophe before it."""
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value.startswith(tuple(RISKY)):
        return "'" + value
    return value
