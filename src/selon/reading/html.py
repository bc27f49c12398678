"""A web page as an article: its main text without menus and notices, and what its head says of title, day and outlet."""

from __future__ import annotations

import codecs
import re
from dataclasses import replace

from selon.language.analysis import Article
from selon.message import Message
from selon.reading.encoding import Problem, decode
from selon.reading.errors import ReadingError
from selon.reading.files import read_text
from selon.reading.items import Known

CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
HEAD = 4096  # bytes in which a page declares its encoding
LARGEST = 20_000_000  # bytes of a page
SHORTEST = 80  # characters: below it a page has no main text, only a notice


def read_page(data: bytes, *, url: str | None = None, charset: str | None = None) -> tuple[Article, Known]:
    """The main text of a page as an article, and what its metadata say.

    `charset` is the encoding that the server declared. The text is trafilatura's; it is what spans count in. Raises
    `ReadingError` for a page without a main text.
    """
    if len(data) > LARGEST:
        raise ReadingError(
            Message("large_page", "is a page of {size:,} bytes, more than {most:,}", size=len(data), most=LARGEST)
        )
    markup, problems = decode_page(data, charset)
    from trafilatura import bare_extraction

    # The date only from where the page declares it: a date somewhere in the text is the grammar's business, not a guess here.
    found = bare_extraction(
        markup,
        url=url,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    text = (found.text or "").strip() if found is not None and not isinstance(found, dict) else ""
    if found is None or isinstance(found, dict) or len(text) < SHORTEST:
        raise ReadingError(
            Message("no_main_text", "has no main text that could be found: save the article's text and add that")
        )
    known = Known(title=found.title, date=found.date, url=found.url, outlet=found.sitename or found.hostname)
    # A problem of the encoding was found in the page; in its main text the place is another.
    article = read_text(text)
    return replace(article, problems=tuple((kind, (0, 1), message) for kind, _, message in problems)), known


def decode_page(data: bytes, charset: str | None) -> tuple[str, list[Problem]]:
    """The page as text: by its mark, as UTF-8, as declared (by the server or in its head), else as any text is decoded."""
    if not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-8-sig"), []
        except UnicodeDecodeError:
            pass
        in_head = CHARSET.search(data[:HEAD])
        for name in (charset, in_head[1].decode("ascii") if in_head else None):
            try:
                # The web reads Latin-1 as Windows-1252, which has the quotation marks and the euro.
                if name and (codec := codecs.lookup(name).name) not in ("utf-8", "utf-16"):
                    return data.decode("cp1252" if codec in ("iso8859-1", "ascii") else codec), []
            except (LookupError, UnicodeDecodeError):
                continue
    return decode(data)
