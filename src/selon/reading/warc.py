"""Web archives (WARC, also compressed) as pages, one record in memory at a time."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from selon.reading.html import LARGEST
from selon.reading.items import Item, Known, Trouble

PAGES = ("text/html", "application/xhtml+xml")
TEXTS = ("text/plain",)


def warc_items(stream: BinaryIO, name: str) -> Iterator[Item | Trouble]:
    """The pages of an archive that were served as HTML (or are kept as plain text); everything else is passed over.

    A record that is damaged ends the archive, with a `Trouble` that says after which record.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    kinds = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    last = "the beginning"
    try:
        for n, record in enumerate(ArchiveIterator(stream, record_types=kinds, parse_http=False), 1):
            found = _item(record, f"{name}#record {n}")
            last = f"record {n}"
            if found is not None:
                yield found
    except Exception as e:  # the library raises its own and Python's errors for damage of any kind
        yield Trouble(name=name, message=f"is damaged after {last}: {type(e).__name__}: {e}")


def _item(record: Any, name: str) -> Item | Trouble | None:
    """The page of a record, or None for one that is no page. Raises `EOFError` where the archive ends inside it."""
    declared = record.content_length
    whole = declared <= LARGEST
    if whole:
        record.freeze()  # into memory, since a cut archive is only told by what can be read of it
        if record.content_length < declared:
            raise EOFError(f"the archive ends inside the next record ({record.content_length:,} of {declared:,} bytes)")
    record.parse_http(auto_decode="transfer")
    http = record.http_headers if record.is_http else None
    status = http.status_code if http is not None else 200
    kind = (record.http_content_type if http is not None else record.headers.get("Content-Type")) or ""
    kind = kind.split(";")[0].strip().lower()
    if status != 200 or kind not in (*PAGES, *TEXTS):
        return None
    try:
        data = unpack(record.reader.read(LARGEST + 1), http.get("Content-Encoding") if http is not None else None)
    except (zlib.error, ValueError) as e:
        return Trouble(name=name, message=f"is a page whose compressed body is damaged: {e}")
    if not whole or len(data) > LARGEST:
        return Trouble(name=name, message=f"is a page of more than {LARGEST:,} bytes")
    url = record.headers.get("WARC-Target-URI")
    cut = record.headers.get("WARC-Truncated")
    return Item(
        name=name,
        kind="html" if kind in PAGES else "text",
        data=data,
        known=Known(url=url.strip("<>") if url else None, charset=record.http_charset if http is not None else None),
        notes=(("truncated", f"the archive holds only the beginning of the page ({cut})"),) if cut else (),
    )


def unpack(data: bytes, codings: str | None) -> bytes:
    """The body of a response without its content codings, of which at most `LARGEST` + 1 bytes are unpacked."""
    for coding in reversed([c.strip().lower() for c in (codings or "").split(",")]):
        if coding in ("gzip", "x-gzip"):
            data = zlib.decompressobj(31).decompress(data, LARGEST + 1)
        elif coding == "deflate":
            try:
                data = zlib.decompressobj().decompress(data, LARGEST + 1)
            except zlib.error:  # many servers send it without the header that the standard asks for
                data = zlib.decompressobj(-15).decompress(data, LARGEST + 1)
        elif coding == "br":
            data = _unpack_brotli(data)
        elif coding not in ("", "identity"):
            raise ValueError(f"it is coded as {coding!r}, which selon cannot unpack")
    return data


def _unpack_brotli(data: bytes) -> bytes:
    """The same for Brotli, whose decoder stops at about the bytes asked for."""
    import brotli

    decoder, held, packed = brotli.Decompressor(), b"", data
    try:
        while len(held) <= LARGEST and not decoder.is_finished():
            piece = decoder.process(packed, output_buffer_limit=LARGEST + 1 - len(held))
            packed = b""
            if not piece:
                break
            held += piece
    except brotli.error as e:
        raise ValueError(str(e)) from None
    if not decoder.is_finished() and len(held) <= LARGEST:
        raise ValueError("it ends too early")
    return held
