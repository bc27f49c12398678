"""RSS and Atom feeds as articles: what each entry holds, its whole text where the feed gives it, else its summary."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from selon.message import Message
from selon.reading.errors import ReadingError
from selon.reading.items import Item, Known, Trouble
from selon.reading.markup import fragment_text


def feed_items(data: bytes, name: str) -> Iterator[Item | Trouble]:
    """The entries of a feed. Raises `ReadingError` for XML that is no feed."""
    import feedparser

    # Bytes in a stream: a string could be taken for an address and fetched.
    feed = feedparser.parse(BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if not feed.get("version"):
        why = f": {feed.bozo_exception}" if feed.get("bozo") else ""
        raise ReadingError(Message("no_feed", "is no RSS or Atom feed{why}", why=why))
    if feed.get("bozo") and not feed.entries:
        raise ReadingError(Message("damaged_feed", "is a damaged feed: {why}", why=feed.bozo_exception))
    outlet = fragment_text(feed.feed.get("title") or "") or None
    for n, entry in enumerate(feed.entries, 1):
        where = f"{name}#entry {n}"
        text, whole = _text(entry)
        if not text:
            yield Trouble(
                name=where,
                message=Message(
                    "entry_without_text", "the entry {title!r} holds no text, only a link", title=entry.get("title")
                ),
            )
            continue
        yield Item(
            name=where,
            kind="words",
            data=text.encode("utf8", "surrogatepass"),
            known=Known(
                title=fragment_text(entry.get("title") or "") or None,
                date=entry.get("published") or entry.get("created") or entry.get("updated"),
                url=entry.get("link"),
                outlet=outlet,
            ),
            notes=() if whole else (("summary-only", "the feed holds a summary, not the article"),),
        )


def _text(entry: Any) -> tuple[str, bool]:
    """The text of an entry, and whether it is the whole article as far as the feed says."""
    contents = [fragment_text(c.get("value") or "") for c in entry.get("content", [])]
    longest = max(contents, key=len, default="")
    summary = fragment_text(entry.get("summary") or "")
    return (longest, True) if longest and len(longest) >= len(summary) else (summary, False)
