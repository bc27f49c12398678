"""The words of a piece of HTML as running text: one line a block, spaces as a browser would show them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
UNSEEN = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "head",
        "title",
        "iframe",
        "object",
        "svg",
        "math",
        "form",
        "button",
        "select",
    ]
)
SPACES = re.compile(r"[ \t\n\r\f]+")  # what HTML collapses; no-break spaces stay


def text_of(element: HtmlElement) -> str:
    """The text of an element; empty where it has none."""
    pieces = "".join(_pieces(element))
    lines = (SPACES.sub(" ", line).strip(" ") for line in pieces.split("\0"))
    return "\n".join(line for line in lines if line)


def fragment_text(markup: str) -> str:
    """The text of a fragment of HTML, as feeds hold it; a text without any markup stays as it is."""
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    from lxml import html
    from lxml.etree import ParserError

    try:
        return text_of(html.fragment_fromstring(markup, create_parent="div"))
    except ParserError:
        return ""


def _pieces(element: HtmlElement) -> Iterator[str]:
    """The strings of an element in order, with NUL (which no HTML holds) where a line ends."""
    open_: list[tuple[HtmlElement, bool]] = [(element, False)]
    while open_:  # no recursion: pages nest as deep as they like
        node, leaving = open_.pop()
        tag = node.tag if isinstance(node.tag, str) else None  # comments have a function for a tag
        edge = "\0" if tag in BLOCKS or tag == "br" else ""
        if leaving:
            yield edge
        else:
            yield edge
            if tag is not None and tag not in UNSEEN:
                yield (node.text or "").replace("\0", "")
                open_.append((node, True))
                open_.extend((child, False) for child in reversed(node))
                continue
        if node is not element:
            yield (node.tail or "").replace("\0", "")
