"""Tables as articles: CSV, JSON Lines and Parquet, with a row or line for each article, one in memory at a time."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, BinaryIO

from selon.message import Message
from selon.reading.errors import ReadingError
from selon.reading.items import Item, Known, Trouble

# The fields of an article, and the names by which a column is taken for one when nobody says which it is.
FIELDS: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "fulltext", "full_text"),
    "title": ("title", "headline"),
    "date": ("date", "published", "published_at", "publication_date", "date_published", "pubdate"),
    "url": ("url", "link"),
    "outlet": ("outlet", "source", "publisher", "newspaper"),
}
LONGEST = 32_000_000  # bytes of a line or a cell
LARGEST = 512_000_000  # bytes of a JSON file that is not one object a line, and has to be read as a whole
CHUNK = 1 << 20
DELIMITERS = ",;\t|"
ROWS = 64  # of a Parquet file in memory
FORMAT = "selon/"  # how the `format` of a ledger begins


def parse_columns(value: str) -> dict[str, str]:
    """The mapping that `text=body,date=published` says; `ValueError` for a field that articles do not have."""
    columns = {}
    for pair in filter(None, (p.strip() for p in value.split(","))):
        field, equals, column = pair.partition("=")
        field, column = field.strip(), column.strip()
        if not equals or not column or field not in FIELDS:
            raise ValueError(f"{pair!r}: write FIELD=COLUMN, where FIELD is one of {', '.join(FIELDS)}")
        columns[field] = column
    return columns


def csv_items(stream: BinaryIO, name: str, columns: Mapping[str, str]) -> Iterator[Item | Trouble]:
    """The rows of a CSV file with a header line; commas, semicolons, tabs or bars between the columns."""
    encoding, notes = _encoding(stream)
    stream.seek(0)
    lines = io.TextIOWrapper(stream, encoding=encoding, newline="")
    try:
        header = lines.readline(LONGEST)
        delimiter = max(DELIMITERS, key=header.count)
        lines.seek(0)
        csv.field_size_limit(LONGEST)
        rows = csv.reader(lines, delimiter=delimiter)
        names = [c.strip() for c in next(rows, [])]
        chosen = choose_columns(names, columns)
        n = 0
        while True:
            n += 1
            where = f"{name}#row {n}"
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error as e:
                yield Trouble(name=where, message=f"line {rows.line_num}: {e}")
                continue
            if not any(row):
                continue
            if len(row) > len(names):
                yield Trouble(
                    name=where,
                    message=f"line {rows.line_num}: {len(row)} cells, but the header has {len(names)}; a cell that holds "
                    f"{delimiter!r} or a quotation mark must stand in quotation marks",
                )
                continue
            yield row_item(dict(zip(names, row, strict=False)), chosen, where, notes)
    finally:
        lines.detach()


def json_items(stream: BinaryIO, name: str, columns: Mapping[str, str]) -> Iterator[Item | Trouble]:
    """The objects of a JSON file: one a line, or an array, or one object. A ledger of selon is taken as it is."""
    start = stream.read(CHUNK).lstrip(codecs.BOM_UTF8 + b" \t\r\n")
    stream.seek(0)
    if not start:
        raise ReadingError(Message("nothing", "is empty: there is nothing to read"))
    if start.startswith(b"[") or not _is_object(start):
        yield from _whole_json(stream, name, columns)
        return
    n = 0
    while line := stream.readline(LONGEST + 1):
        n += 1
        where = f"{name}#line {n}"
        if len(line) > LONGEST:
            yield Trouble(name=where, message=f"is longer than {LONGEST:,} bytes")
            while line and not line.endswith(b"\n"):
                line = stream.readline(LONGEST)
            continue
        if not line.strip():
            continue
        try:
            yield _object_item(json.loads(line.removeprefix(codecs.BOM_UTF8)), line, columns, where)
        except ValueError as e:
            yield Trouble(name=where, message=Message("no_json", "is no JSON: {why}", why=e))


def parquet_items(stream: BinaryIO, name: str, columns: Mapping[str, str]) -> Iterator[Item | Trouble]:
    """The rows of a Parquet file."""
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise ReadingError("is Parquet, which needs pyarrow: pip install 'selon[parquet]'") from None
    try:
        table = ParquetFile(stream)
        names = table.schema_arrow.names
        chosen = choose_columns(names, columns)
        n = 0
        for batch in table.iter_batches(batch_size=ROWS, columns=sorted(set(chosen.values()))):
            for row in batch.to_pylist():
                n += 1
                yield row_item(row, chosen, f"{name}#row {n}")
    except (ArrowException, OSError) as e:
        raise ReadingError(f"is a damaged Parquet file: {e}") from None


def choose_columns(names: Sequence[str], columns: Mapping[str, str]) -> dict[str, str]:
    """The column of each field, as people said or by its name; `ReadingError` where there is none for the text."""
    lacking = [c for c in columns.values() if c.split(".")[0] not in names and c not in names]
    if lacking:
        raise ReadingError(
            Message(
                "lacking_column", "has no column {column!r}; its columns are: {columns}", column=lacking[0],
                columns=", ".join(names) or "–",
            )
        )  # fmt: skip
    plain = {n.casefold(): n for n in reversed(names)}
    chosen = {f: next((plain[a] for a in aliases if a in plain), None) for f, aliases in FIELDS.items()} | dict(columns)
    if chosen["text"] is None:
        raise ReadingError(
            Message(
                "no_text_column", "has no column called {wanted}: say which one holds the text, as in --columns text=…; its "
                "columns are: {columns}",
                wanted=" / ".join(FIELDS["text"]), columns=", ".join(names) or "–",
            )
        )  # fmt: skip
    return {f: c for f, c in chosen.items() if c is not None}


def row_item(
    row: Mapping[str, Any], chosen: Mapping[str, str], name: str, notes: tuple[tuple[str, str], ...] = ()
) -> Item | Trouble:
    """The article of a row."""
    values = {field: _value(row, column) for field, column in chosen.items()}
    text = values.pop("text", None)
    if not isinstance(text, str) or not text.strip():
        column = chosen.get("text")
        empty = Message("empty_column", "the column {column!r} is empty: there is no text", column=column)
        other = Message(
            "other_column",
            "the column {column!r} holds {kind}: there is no text",
            column=column,
            kind=type(text).__name__,
        )
        return Trouble(name=name, message=empty if text is None or isinstance(text, str) else other)
    known = Known(**{field: _word(value) for field, value in values.items()})
    return Item(name=name, kind="words", data=text.encode("utf8", "surrogatepass"), known=known, notes=notes)


def _value(row: Mapping[str, Any], column: str) -> Any:
    """The value of a column; a dot leads into an object: `source.name`."""
    if column in row:
        return row[column]
    value: Any = row
    for part in column.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _word(value: Any) -> str | None:
    """A value as a string; days and times in ISO."""
    if value is None or isinstance(value, bool | dict | list | bytes):
        return None
    return value.isoformat() if isinstance(value, date) else str(value)


def _object_item(value: Any, data: bytes, columns: Mapping[str, str], name: str) -> Item | Trouble:
    """The article, or the ledger, of one JSON value."""
    if not isinstance(value, dict):
        return Trouble(
            name=name,
            message=Message(
                "no_json_object", "is no JSON object: an article is written as {example}", example='{"text": …}'
            ),
        )
    if isinstance(value.get("format"), str) and value["format"].startswith(FORMAT):
        return Item(name=name, kind="ledger", data=data.strip())
    try:
        # A field that one object lacks is not missing in the file: null and absent are one.
        return row_item(value, choose_columns([*value, *columns.values()], columns), name)
    except ReadingError as e:
        return Trouble(name=name, message=str(e))


def _is_object(start: bytes) -> bool:
    """Whether the first line is a JSON object, or so long that only a line of JSON Lines can be."""
    line, end, _ = start.partition(b"\n")
    if not end and len(start) >= CHUNK // 2:
        return True
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return end == b"" or line.strip() not in (b"{", b"")  # a bad first line; not an object over many lines


def _whole_json(stream: BinaryIO, name: str, columns: Mapping[str, str]) -> Iterator[Item | Trouble]:
    """The objects of a file that is one JSON value."""
    data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ReadingError(f"is one JSON value of more than {LARGEST:,} bytes: write one object a line")
    try:
        value = json.loads(data.removeprefix(codecs.BOM_UTF8))
    except ValueError as e:
        raise ReadingError(Message("no_json", "is no JSON: {why}", why=e)) from None
    values = value if isinstance(value, list) else [value]
    for n, one in enumerate(values, 1):
        yield _object_item(
            one, json.dumps(one, ensure_ascii=False).encode("utf8", "surrogatepass"), columns, f"{name}#{n}"
        )


def _encoding(stream: BinaryIO) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The encoding of a stream, read once from end to end: by its mark, UTF-8, or else Windows-1252 with a note."""
    start = stream.read(4)
    stream.seek(0)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", ()
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        while chunk := stream.read(CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252", (("assumed-encoding", "the table is not UTF-8; it was read as Windows-1252"),)
    return "utf-8-sig", ()
