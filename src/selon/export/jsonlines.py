"""selon's own JSON, one article a line: what `selon read --json` prints. Nothing is lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import ValidationError

from selon.export import ExportError
from selon.model import Ledger


def write(ledgers: Iterable[Ledger], path: Path) -> int:
    """One line for each ledger; how many."""
    n = 0
    with path.open("w", encoding="utf8", newline="\n") as out:
        for ledger in ledgers:
            n += 1
            out.write(ledger.model_dump_json() + "\n")
    return n


def read(path: Path) -> Iterator[Ledger]:
    """The ledgers of such a file; raises `ExportError` with the number of the first line that holds none."""
    with path.open(encoding="utf8", newline="\n") as lines:
        for n, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                yield Ledger.model_validate_json(line)
            except ValidationError as e:
                first = e.errors()[0]
                where = ".".join(map(str, first["loc"])) or "the line"
                raise ExportError(f"{path}, line {n}: no ledger of selon ({where}: {first['msg']})") from None
