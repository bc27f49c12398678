"""Zip and gzip files, read with bounds: what unpacks into more than a press archive would is a bomb."""

from __future__ import annotations

import gzip
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, BinaryIO, cast

from selon.message import Message
from selon.reading.errors import ReadingError

CHUNK = 1 << 16
IN_MEMORY = 16_000_000  # bytes of an unpacked file; more go to a temporary file


@dataclass(slots=True)
class Bounds:
    """What one archive, with all archives inside it, may unpack into; counted down as it is read."""

    files: int = 200_000
    total: int = 8_000_000_000  # bytes
    each: int = 1_000_000_000
    ratio: int = 200  # unpacked to packed, beyond the first megabyte; HTML reaches 20
    depth: int = 3

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """One archive further in; `ReadingError` where that is too deep."""
        if self.depth == 0:
            raise ReadingError(Message("too_deep", "lies in too many archives inside one another: it was not unpacked"))
        self.depth -= 1
        try:
            yield
        finally:
            self.depth += 1


class BombError(ReadingError):
    """An archive that goes beyond its bounds; nothing more of it is read."""


def zip_members(stream: BinaryIO, bounds: Bounds) -> Iterator[tuple[str, BinaryIO | ReadingError]]:
    """The files of a zip archive, unpacked one at a time; a damaged or encrypted one is an error in its place.

    Raises `BombError` at the bounds, `ReadingError` for a file that is no zip archive.
    """
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, NotImplementedError, OSError) as e:
        raise ReadingError(Message("no_zip", "is no zip archive, or is damaged: {why}", why=e)) from None
    with archive:
        members = [m for m in archive.infolist() if not m.is_dir()]
        bounds.files -= len(members)
        if bounds.files < 0:
            raise BombError(Message("many_files", "holds {many:,} files: it was not unpacked", many=len(members)))
        for member in members:
            if member.flag_bits & 1:
                yield (
                    member.filename,
                    ReadingError(Message("encrypted", "is encrypted: unpack it with its password first")),
                )
                continue
            try:
                with archive.open(member) as packed, _unpacked(packed, member.compress_size, bounds) as unpacked:
                    yield member.filename, unpacked
            except BombError:
                raise
            except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error, OSError) as e:
                yield (
                    member.filename,
                    ReadingError(Message("damaged_member", "is damaged in its archive: {why}", why=e)),
                )


def gunzip(stream: BinaryIO, size: int, bounds: Bounds) -> BinaryIO:
    """A gzip file unpacked, to be read and sought in; the caller closes it. Raises `BombError`, `ReadingError`."""
    try:
        with gzip.GzipFile(fileobj=stream, mode="rb") as packed:
            return _unpacked(cast("IO[bytes]", packed), size, bounds)
    except (EOFError, zlib.error, OSError) as e:
        raise ReadingError(Message("damaged_gzip", "is a damaged gzip file: {why}", why=e)) from None


def _unpacked(packed: IO[bytes], size: int, bounds: Bounds) -> BinaryIO:
    """What a packed stream of so many bytes holds; counted as it comes, since a size that an archive states may be a lie."""
    unpacked = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (the caller reads and closes it)
    held = 0
    try:
        while chunk := packed.read(CHUNK):
            held += len(chunk)
            if held > bounds.each or held > bounds.total:
                raise BombError(
                    Message(
                        "large_unpacked",
                        "unpacks into more than {most:,} bytes: it was not read further",
                        most=min(bounds.each, bounds.total),
                    )
                )
            if held > 1_000_000 and held > bounds.ratio * max(size, 1):
                raise BombError(
                    Message(
                        "bomb",
                        "unpacks into more than {times} times its size: it was not read further",
                        times=bounds.ratio,
                    )
                )
            unpacked.write(chunk)
    except BaseException:
        unpacked.close()
        raise
    finally:
        bounds.total -= held  # of failed ones too: the work is bounded, not only the result
    unpacked.seek(0)
    return cast("BinaryIO", unpacked)
