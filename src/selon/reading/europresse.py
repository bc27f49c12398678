"""Exports of the press archive Europresse: one HTML page that holds many articles, each in an `article` element."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selon.message import Message
from selon.reading.errors import ReadingError
from selon.reading.html import decode_page
from selon.reading.items import Item, Known, Trouble
from selon.reading.markup import text_of

SIGN = b"DocPublicationName"
# The number of a document holds its day: news·20231103·LM·7012
NUMBER = re.compile(r"\W(\d{4})(\d\d)(\d\d)\W")
TEXTS = ("DocText", "docOcurrContainer")
NOT_TEXT = (
    "titreArticle",
    "rdp__articletitle",
    "publiC-lblNodoc",
    "icon-logo-provider",
    "apd-wrapper",
    "docOcurrContainerTitle",
)


def is_europresse(data: bytes) -> bool:
    """Whether a page is such an export."""
    return SIGN in data


def europresse_items(data: bytes, name: str) -> Iterator[Item | Trouble]:
    """The articles of an export. Raises `ReadingError` for a page that holds none."""
    from lxml import html
    from lxml.etree import ParserError

    markup, problems = decode_page(data, None)
    notes = tuple((kind, message) for kind, _, message in problems)
    try:
        page = html.document_fromstring(markup.encode("utf8"), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    except ParserError as e:
        raise ReadingError(Message("damaged_europresse", "is a damaged export of Europresse: {why}", why=e)) from None
    articles = page.xpath("//article")
    if not articles:
        raise ReadingError(Message("empty_europresse", "looks like an export of Europresse, but holds no article"))
    for n, article in enumerate(articles, 1):
        where = f"{name}#article {n}"
        text = _text(article)
        if not text:
            yield Trouble(
                name=where,
                message=Message(
                    "article_without_text", "the article {title!r} holds no text", title=_words(article, "titreArticle")
                ),
            )
            continue
        yield Item(
            name=where,
            kind="words",
            data=text.encode("utf8"),
            known=Known(
                title=_words(article, "titreArticle"),
                date=_day(article),
                outlet=_outlet(article),
            ),
            notes=notes,
        )


def _with_class(element: Any, name: str) -> list[Any]:
    """The elements inside one that have a class."""
    found: list[Any] = element.xpath(
        ".//*[contains(concat(' ', normalize-space(@class), ' '), $wanted)]", wanted=f" {name} "
    )
    return found


def _words(article: Any, name: str) -> str | None:
    """The words of the first element of a class, on one line."""
    return next((" ".join(text_of(e).split()) for e in _with_class(article, name) if text_of(e)), None)


def _text(article: Any) -> str:
    """The text of the article's body, without the title and the footer."""
    for name in TEXTS:
        bodies = _with_class(article, name)
        if bodies:
            for body in bodies:
                for part in (e for c in NOT_TEXT for e in _with_class(body, c)):
                    part.drop_tree()
            # One inside another would be taken twice.
            outer = [b for b in bodies if not any(a in bodies for a in b.iterancestors())]
            return "\n".join(filter(None, map(text_of, outer)))
    return ""


def _outlet(article: Any) -> str | None:
    """The name of the paper, without the number of the issue that stands behind it: `Le Courrier, no. 4301`."""
    name = _with_class(article, SIGN.decode("ascii"))
    if not name:
        return None
    first = text_of(name[0]).split("\n")[0]
    return re.split(r",?\s+(?:no|n°)\.?\s*\d|\s{2,}", first, maxsplit=1)[0].strip(" ,") or None


def _day(article: Any) -> str | None:
    """The day in the number of the document, else what stands in the head."""
    number = _words(article, "publiC-lblNodoc")
    found = NUMBER.search(f" {number} ") if number else None
    if found:
        return "-".join(found.groups())
    return _words(article, "DocHeader")  # 'Région, vendredi 3 novembre 2023 412 mots, p. 7'
