"""Adding ledgers to a file: each article once, its identity being its text and where it stood."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

from selon.message import Message
from selon.model import Document, Ledger
from selon.store.folding import fold
from selon.store.records import delete_records, insert_records, pack

FailureKind = Literal["reading", "language", "extraction"]
# Parameters that say how a reader came to a page, not which page it is.
TRACKING = ("utm_", "at_", "mc_", "pk_", "mtm_")
TRACKERS = frozenset(("fbclid", "gclid", "dclid", "msclkid", "xtor", "igshid", "cmpid", "ns_campaign", "ns_source", "ns_mchannel"))  # fmt: skip
FIRST_PAGES = ("http", "https")


class DanglingError(ValueError):
    """A ledger in which a record points at one that is not there; the message names both."""


def now() -> str:
    """The time in UTC, to the second, as the file writes it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def digest(text: str) -> str:
    """The SHA-256 of a text in UTF-8: `document.id`."""
    return hashlib.sha256(text.encode("utf8", "surrogatepass")).hexdigest()


def place_of(url: str | None, outlet: str | None) -> str:
    """Where an article stood: its URL without scheme, `www.`, tracking and fragment; else its outlet; else nothing.

    Two inputs are one article when both text and place are the same: the same wire in two papers is two articles, and so
    are two versions of one page.
    """
    if url and url.strip():
        return plain_url(url)
    return f"outlet:{fold(outlet)}" if outlet and outlet.strip() else ""


def plain_url(url: str) -> str:
    """A URL reduced to the page it means: `https://www.Exemple.fr/a/?utm_source=x#top` is `exemple.fr/a`."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url.strip()
    if parts.scheme.lower() not in FIRST_PAGES or not parts.hostname:
        return url.strip()
    host = parts.hostname.removeprefix("www.") + (f":{port}" if port not in (None, 80, 443) else "")
    query = urlencode(
        [
            (k, v)
            for k, v in parse_qsl(parts.query, keep_blank_values=True)
            if k.lower() not in TRACKERS and not k.lower().startswith(TRACKING)
        ]
    )
    return host + parts.path.rstrip("/") + (f"?{query}" if query else "")


def find_article(connection: sqlite3.Connection, document: Document) -> int | None:
    """The article of the file with the text and place of a document."""
    found = connection.execute(
        "SELECT id FROM article WHERE sha256 = ? AND place = ?",
        (digest(document.text), place_of(document.url, document.outlet)),
    ).fetchone()
    return found[0] if found else None


def insert_ledger(
    connection: sqlite3.Connection, ledger: Ledger, *, extracted_by: str | None = None
) -> tuple[int, bool]:
    """Adds a ledger unless its article is there; the article's id, and whether it is new.

    Opens no transaction of its own (see `LedgerFile.writing`). Raises `DanglingError` for a ledger whose records point at
    records that are not there, and then writes nothing.
    """
    known = find_article(connection, ledger.document)
    if known is not None:
        return known, False
    check_links(ledger)
    d = ledger.document
    row = {
        "sha256": digest(d.text),
        "place": place_of(d.url, d.outlet),
        "text": d.text,
        "added_at": now(),
        **_head(ledger, extracted_by),
    }
    cursor = connection.execute(
        f"INSERT INTO article ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", tuple(row.values())
    )
    article_id = cursor.lastrowid
    assert article_id is not None
    connection.execute("INSERT INTO ledger (article_id, json) VALUES (?, ?)", (article_id, pack(ledger)))
    insert_records(connection, article_id, ledger)
    return article_id, True


def replace_ledger(
    connection: sqlite3.Connection, article_id: int, ledger: Ledger, *, extracted_by: str | None = None
) -> None:
    """Puts a new extraction of an article in the place of its old one; the text must be the same (`ValueError`).

    Opens no transaction of its own. The log of corrections stays; whoever calls this replays it afterwards.
    """
    check_links(ledger)
    held = connection.execute("SELECT text FROM article WHERE id = ?", (article_id,)).fetchone()
    if held is None:
        raise KeyError(article_id)
    if held[0] != ledger.document.text:
        raise ValueError(f"article {article_id} has another text than the ledger that is to replace its records")
    # What the input said stays where the new ledger does not know it: a text of the file has no URL of its own.
    head = {
        k: v for k, v in _head(ledger, extracted_by).items() if v is not None or k.startswith(("published", "extr"))
    }
    connection.execute(
        f"UPDATE article SET {', '.join(f'{k} = ?' for k in head)} WHERE id = ?", (*head.values(), article_id)
    )
    connection.execute("UPDATE ledger SET json = ? WHERE article_id = ?", (pack(ledger), article_id))
    delete_records(connection, article_id)
    insert_records(connection, article_id, ledger)


def _head(ledger: Ledger, extracted_by: str | None) -> dict[str, str | None]:
    """The columns of an article that an extraction can change."""
    d = ledger.document
    p = d.published
    return {
        "lang": d.lang,
        "title": d.title,
        "url": d.url,
        "outlet": d.outlet,
        "published_given": p.given,
        "published": p.value,
        "published_candidates": json.dumps(p.candidates),
        "published_because": json.dumps([r.model_dump() for r in p.because], ensure_ascii=False),
        "extracted_by": extracted_by,
    }


def check_links(ledger: Ledger) -> None:
    """`DanglingError` where a record points at an entity, statement or figure that the ledger does not hold, or out of the text."""
    held = {p: {r.id for r in getattr(ledger, p)} for p in ("entities", "statements", "figures")}
    for part, record, field, id_ in _links(ledger):
        if id_ is not None and id_ not in held[part]:
            raise DanglingError(
                Message(
                    "dangling", "{record} points at {id!r} ({field}), which is none of its {part}",
                    record=record, id=id_, field=field, part=part,
                )
            )  # fmt: skip


def _links(ledger: Ledger) -> list[tuple[str, str, str, str | None]]:
    """Every pointer from a record to another: the part pointed into, the record, the field, the id."""
    e, s = "entities", "statements"
    links: list[tuple[str, str, str, str | None]] = [(e, x.id, "of", x.of) for x in ledger.entities]
    for x in ledger.statements:
        links += [(e, x.id, "source", x.source.entity), (s, x.id, "within", x.within)]
        links += [(e, x.id, "addressee", x.addressee.entity)] if x.addressee else []
    for f in ledger.figures:
        links += [("figures", f.id, "part_of", f.part_of), (s, f.id, "statement", f.statement)]
        links += [(e, f.id, "according_to", f.according_to), (e, f.id, "place", f.place)]
    for v in ledger.events:
        links += [(e, v.id, "where", v.where), (s, v.id, "statement", v.statement)]
        links += [(e, v.id, "who", i) for i in (*v.who, *v.whom)]
    for p in ledger.positions:
        links += [(e, p.id, "who", p.who), (s, p.id, "statement", p.statement)]
    return links


def record_input(connection: sqlite3.Connection, name: str, input_digest: str, article_id: int) -> None:
    """Notes that an input was read into an article, so that it is not read again."""
    connection.execute(
        "INSERT OR IGNORE INTO input (name, digest, article_id) VALUES (?, ?, ?)", (name, input_digest, article_id)
    )
    connection.execute("DELETE FROM failure WHERE name = ?", (name,))


def known_input(connection: sqlite3.Connection, input_digest: str) -> int | None:
    """The article that an input with the same bytes, to be read in the same way, was read into."""
    found = connection.execute("SELECT article_id FROM input WHERE digest = ? LIMIT 1", (input_digest,)).fetchone()
    return found[0] if found else None


def record_failure(connection: sqlite3.Connection, name: str, kind: FailureKind, message: str) -> None:
    """Notes that an input could not be read, and why; a later failure of the same input takes its place."""
    connection.execute(
        "INSERT INTO failure (name, kind, message, at) VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET "
        "kind = excluded.kind, message = excluded.message, at = excluded.at",
        (name, kind, message, now()),
    )
