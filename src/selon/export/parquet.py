"""The tables of a ledger as Parquet, typed, a row group for some hundred articles so that memory stays small."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from selon.export.rows import TABLES
from selon.model import Ledger

GROUP = 500  # articles
TYPES = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}


def write(ledgers: Iterable[Ledger], path: Path) -> int:
    """`documents.parquet`, `statements.parquet`, … in a folder; how many articles."""
    todo, done = iter(ledgers), 0
    schemas = {name: pa.schema([(c, TYPES[t]) for c, t in table.columns.items()]) for name, table in TABLES.items()}
    with ExitStack() as stack:
        out = {
            name: stack.enter_context(pq.ParquetWriter(path / f"{name}.parquet", schema, compression="zstd"))
            for name, schema in schemas.items()
        }
        while group := list(islice(todo, GROUP)):
            for name, table in TABLES.items():
                rows = [row for ledger in group for row in table.rows(ledger)]
                columns = list(zip(*rows, strict=True)) or [()] * len(table.columns)
                arrays = [pa.array(c, TYPES[t]) for c, t in zip(columns, table.columns.values(), strict=True)]
                out[name].write_table(pa.Table.from_arrays(arrays, schema=schemas[name]))
            done += len(group)
    return done
