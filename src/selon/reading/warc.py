"""Web archives (WARC, also compressed) as pages, one record in memory at a time."""

from __future__ import annotations

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
        for n, record in enumerate(ArchiveIterator(stream, record_types=kinds, parse_http=True, auto_decode="all"), 1):
            last = f"record {n}"
            found = _item(record, f"{name}#record {n}")
            if found is not None:
                yield found
    except Exception as e:  # the library raises its own and Python's errors for damage of any kind
        yield Trouble(name=name, message=f"is damaged after {last}: {type(e).__name__}: {e}")


def _item(record: Any, name: str) -> Item | Trouble | None:
    """The page of a record, or None for one that is no page."""
    http = record.http_headers if record.is_http else None
    status = http.status_code if http is not None else 200
    kind = (record.http_content_type if http is not None else record.headers.get("Content-Type")) or ""
    kind = kind.split(";")[0].strip().lower()
    if status != 200 or kind not in (*PAGES, *TEXTS):
        return None
    data = record.reader.read(LARGEST + 1)
    if len(data) > LARGEST:
        return Trouble(name=name, message=f"is a page of more than {LARGEST:,} bytes")
    url = record.headers.get("WARC-Target-URI")
    charset = record.http_charset if http is not None else None
    return Item(
        name=name,
        kind="html" if kind in PAGES else "text",
        data=data,
        known=Known(url=url.strip("<>") if url else None, charset=charset),
    )
