"""`selon positions LEDGER.db`: who stands where in many articles, by day."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from selon.cli.asking import asked

if TYPE_CHECKING:
    from selon.store import Filter

MAGIC = b"SQLite format 3\0"


def is_ledger(name: str) -> bool:
    """Whether a name is that of an SQLite file, by its first bytes."""
    path = Path(name)
    try:
        with path.open("rb") as f:
            return f.read(len(MAGIC)) == MAGIC
    except (OSError, ValueError):
        return False


def print_positions(ledger: str, where: Filter, *, limit: int, as_json: bool, as_csv: bool) -> None:
    """The positions that pass, one row each."""
    from selon.cli.ledgers import print_rows
    from selon.store.questions import FoundPosition

    with asked(ledger, as_json=as_json, as_csv=as_csv) as file:
        rows = file.positions(where=where, limit=limit)
        columns = ("article_id", "published", "outlet", "who", "stance", "topic", "because", "unless")
        print_rows(rows, FoundPosition, as_json=as_json, as_csv=as_csv, columns=columns, none="no position passes")
