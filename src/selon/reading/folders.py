"""From the paths that people name to the articles in them: folders, archives, and every format that selon reads."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from selon.message import Message
from selon.reading.archives import Bounds, gunzip, zip_members
from selon.reading.errors import ReadingError
from selon.reading.europresse import europresse_items, is_europresse
from selon.reading.feeds import feed_items
from selon.reading.html import LARGEST
from selon.reading.items import Item, Trouble
from selon.reading.tables import csv_items, json_items, parquet_items
from selon.reading.warc import warc_items

FORMATS = {
    ".txt": "text", ".text": "text", ".md": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".xml": "feed", ".rss": "feed", ".atom": "feed", ".rdf": "feed",
    ".warc": "warc",
    ".jsonl": "json", ".ndjson": "json", ".json": "json",
    ".csv": "csv", ".tsv": "csv", ".tab": "csv",
    ".parquet": "parquet", ".pq": "parquet",
    ".zip": "zip", ".gz": "gzip",
}  # fmt: skip
SIGNS = (
    (b"PK\x03\x04", "zip"), (b"WARC/", "warc"), (b"PAR1", "parquet"), (b"<!doctype html", "html"), (b"<html", "html"),
    (b"<?xml", "feed"), (b"<rss", "feed"), (b"<feed", "feed"), (b"{", "json"), (b"\x1f\x8b", "gzip"),
)  # fmt: skip
HEAD = 512
LARGEST_EXPORT = 500_000_000  # bytes of a page with many articles, or of a feed


@dataclass(slots=True)
class Inputs:
    """The articles in some paths, to be iterated over once; never raises for an input, yields a `Trouble`.

    `total` is the size of all files in bytes. `left_out` counts the files of folders and archives that are of no format
    that selon reads, by suffix. Files come in the order of their names, so that two runs meet them in one order.
    """

    paths: Sequence[str | Path]
    columns: Mapping[str, str] = field(default_factory=dict)
    total: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    _files: list[tuple[str, int] | Trouble] = field(default_factory=list)

    def __post_init__(self) -> None:
        for path in self.paths:
            self._files.extend(self._find(Path(path)))
        self.total = sum(f[1] for f in self._files if isinstance(f, tuple))

    def _find(self, path: Path) -> Iterator[tuple[str, int] | Trouble]:
        """The files under a path with their sizes."""
        try:
            if path.is_dir():
                for folder, folders, files in os.walk(path):
                    folders[:] = sorted(f for f in folders if not f.startswith("."))
                    for name in sorted(files):
                        if name.startswith("."):
                            continue
                        if format_of(name) is None:
                            self.left_out[Path(name).suffix.lower() or "no suffix"] += 1
                            continue
                        inner = Path(folder, name)
                        yield str(inner), inner.stat().st_size
                return
            yield str(path), path.stat().st_size
        except FileNotFoundError:
            yield Trouble(name=str(path), message="there is no such file")
        except (OSError, ValueError) as e:
            yield Trouble(name=str(path), message=f"cannot be read: {getattr(e, 'strerror', None) or e}")

    def __iter__(self) -> Iterator[Item | Trouble]:
        passed = 0
        for file in self._files:
            if isinstance(file, Trouble):
                yield replace(file, position=passed)
                continue
            path, size = file
            try:
                with Path(path).open("rb") as stream:
                    for found in self._items(stream, path, Path(path).name, size, Bounds()):
                        yield replace(found, position=passed + min(size, stream.tell() if not stream.closed else size))
            except OSError as e:
                yield Trouble(name=path, message=f"cannot be read: {e.strerror or e}", position=passed)
            passed += size

    def _items(self, stream: BinaryIO, name: str, file: str, size: int, bounds: Bounds) -> Iterator[Item | Trouble]:
        """The articles of one stream; `file` is the name by which its format is known."""
        try:
            yield from self._format_items(stream, name, file, size, bounds)
        except ReadingError as e:
            yield Trouble(name=name, message=str(e))
        except Exception as e:  # parsers of foreign formats fail in their own ways; none may end the run
            yield Trouble(
                name=name, message=Message("failed", "could not be read ({what}: {why})", what=type(e).__name__, why=e)
            )

    def _format_items(
        self, stream: BinaryIO, name: str, file: str, size: int, bounds: Bounds
    ) -> Iterator[Item | Trouble]:
        """The articles of one stream by its format; errors of the whole stream are raised."""
        match format_of(file) or sniff(stream):
            case "text":
                yield Item(name=name, kind="text", data=_read(stream, LARGEST))
            case "html":
                data = _read(stream, LARGEST_EXPORT)
                if is_europresse(data):
                    yield from europresse_items(data, name)
                else:
                    yield Item(name=name, kind="html", data=data)
            case "feed":
                yield from feed_items(_read(stream, LARGEST_EXPORT), name)
            case "warc":
                yield from warc_items(stream, name)
            case "json":
                yield from json_items(stream, name, self.columns)
            case "csv":
                yield from csv_items(stream, name, self.columns)
            case "parquet":
                yield from parquet_items(stream, name, self.columns)
            case "gzip":
                inner = Path(file).stem if Path(file).suffix.lower() == ".gz" else file
                with bounds.deeper(), gunzip(stream, size, bounds) as unpacked:
                    yield from self._format_items(unpacked, name, inner, size, bounds)
            case "zip":
                yield from self._zip_items(stream, name, bounds)

    def _zip_items(self, stream: BinaryIO, name: str, bounds: Bounds) -> Iterator[Item | Trouble]:
        """The articles of every file in a zip archive."""
        with bounds.deeper():
            for inner, member in zip_members(stream, bounds):
                file = inner.replace("\\", "/").rsplit("/", 1)[-1]
                where = f"{name}#{inner}"
                if file.startswith(".") or inner.startswith("__MACOSX/"):
                    continue
                if format_of(file) is None:
                    self.left_out[Path(file).suffix.lower() or "no suffix"] += 1
                elif isinstance(member, ReadingError):
                    yield Trouble(name=where, message=str(member))
                else:
                    size = member.seek(0, os.SEEK_END)
                    member.seek(0)
                    yield from self._items(member, where, file, size, bounds)


def format_of(file: str) -> str | None:
    """The format that the name of a file says, else None."""
    if file.lower().endswith(".warc.gz"):
        return "warc"  # fastwarc unpacks it record by record
    return FORMATS.get(Path(file).suffix.lower())


def sniff(stream: BinaryIO) -> str:
    """The format that the first bytes of a stream say; plain text where they say nothing."""
    head = stream.read(HEAD)
    stream.seek(0)
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return next((kind for sign, kind in SIGNS if head[: len(sign)].lower() == sign.lower()), "text")


def _read(stream: BinaryIO, most: int) -> bytes:
    """All of a stream, or `ReadingError` where it is larger than a file of its format can be."""
    data = stream.read(most + 1)
    if len(data) > most:
        raise ReadingError(Message("too_large", "is larger than {most:,} bytes: give one article a file", most=most))
    return data
