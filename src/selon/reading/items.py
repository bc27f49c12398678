"""One article-to-be, still as it lay in its input, and how it becomes an article."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from typing import Literal

from selon.language.analysis import Article
from selon.reading.dates import iso_date
from selon.reading.errors import ReadingError
from selon.reading.files import read_bytes, read_text

ItemKind = Literal["text", "words", "html", "ledger"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What an input says of an article beside its text, in its own words; `charset` is the declared encoding of a page."""

    title: str | None = None
    date: str | None = None
    url: str | None = None
    outlet: str | None = None
    charset: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One article of an input: bytes of a text file, words (UTF-8) of a table or feed, a web page, or a ledger as JSON.

    `name` says where it lay: `press.csv#row 3`. `position` is how many bytes of all inputs were passed when it was found.
    """

    name: str
    kind: ItemKind
    data: bytes
    known: Known = field(default_factory=Known)
    notes: tuple[tuple[str, str], ...] = ()
    position: int = 0

    def digest(self, how: str = "") -> str:
        """The SHA-256 of the bytes, of what is known of them, and of `how` they are to be read."""
        head = json.dumps([self.kind, asdict(self.known), how], sort_keys=True)
        return hashlib.sha256(head.encode("utf8", "surrogatepass") + b"\0" + self.data).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """An input, or a part of one, that holds no article that could be found; the message says why and what to do."""

    name: str
    message: str
    position: int = 0


def read_item(
    item: Item, *, date: str | None = None, date_format: str | None = None, genre: str | None = None
) -> Article:
    """The article of an item.

    `date` (ISO year, month or day) is used where the item says nothing of its day; `date_format` is how its dates are
    written (`%d/%m/%Y`). What an item says of its date and cannot be read is a problem of the article. Raises
    `ReadingError` where there is no text.
    """
    problems = [*item.notes]
    if item.kind == "html":
        from selon.reading.html import read_page

        article, found = read_page(item.data, url=item.known.url, charset=item.known.charset)
        known = replace(found, **{k: v for k, v in asdict(item.known).items() if v})
    elif item.kind == "text":
        article, known = read_bytes(item.data, genre=genre, name=item.name), item.known
    elif item.kind == "words":
        article, known = read_text(item.data.decode("utf8", "surrogatepass")), item.known
    else:
        raise ReadingError("is a ledger, not an article")
    given = article.given
    if known.date:
        given, note = iso_date(known.date, date_format)
        if note:
            problems.append(("unread-date", note))
        given = given or article.given
    return replace(
        article,
        title=_line(known.title) or article.title,
        url=_line(known.url),
        outlet=_line(known.outlet),
        given=given or date,
        genre=genre,
        name=item.name,
        problems=(*article.problems, *((kind, (0, 1), message) for kind, message in problems)),
    )


def _line(value: str | None) -> str | None:
    """A value on one line, or None where nothing is left of it."""
    return " ".join(value.split()) or None if value else None
