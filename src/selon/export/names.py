"""Words that several formats share: who is meant, which words a record stands on, file names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from selon.model import Entity, Figure, Ledger, Source, Span, Statement

BETWEEN = " … "  # between two spans of one record
LIGATURES = {0x153: "oe", 0xE6: "ae", 0x152: "OE", 0xC6: "AE", 0xDF: "ss"}  # what NFKD leaves whole


def entity(ledger: Ledger, id_: str | None) -> Entity | None:
    """The entity of an id."""
    return next((e for e in ledger.entities if e.id == id_), None) if id_ else None


def entity_name(ledger: Ledger, id_: str | None) -> str | None:
    """The name of an entity, `None` where there is none: an unresolved source has words and no name."""
    found = entity(ledger, id_)
    return found.name if found else None


def words(ledger: Ledger, spans: Sequence[Span]) -> str:
    """The words of several spans, `…` between two."""
    return BETWEEN.join(ledger.words(s) for s in spans)


def source_words(ledger: Ledger, source: Source | None) -> str | None:
    """The words that name a source."""
    return ledger.words(source.span) if source and source.span else None


def statement_source(ledger: Ledger, figure: Figure) -> Source | None:
    """The source of the statement that holds a figure."""
    held = next((s for s in ledger.statements if s.id == figure.statement), None) if figure.statement else None
    return held.source if held else None


def extent(statement: Statement) -> Span | None:
    """From the first character of a statement to the last: content, cue and source together."""
    spans = [*statement.content, *([statement.cue] if statement.cue else [])]
    spans += [statement.source.span] if statement.source.span else []
    return (min(s[0] for s in spans), max(s[1] for s in spans)) if spans else None


def source_iri(ledger: Ledger) -> str:
    """The address of an article, else a URN of its text."""
    return ledger.document.url or f"urn:sha256:{ledger.document.id}"


def file_stem(ledger: Ledger, taken: set[str]) -> str:
    """A file name for an article: day, title and part of its hash, safe everywhere; different ones for different articles."""
    title = ascii_name(ledger.document.title or "article", "-")[:40].strip("-")
    parts = [ledger.document.published.value or "", title or "article", ledger.document.id[:8]]
    stem = base = "-".join(p for p in parts if p)
    n = 1
    while stem in taken:
        n += 1
        stem = f"{base}-{n}"
    taken.add(stem)
    return stem


def ascii_name(text: str, joint: str = "_") -> str:
    """Letters without accents and digits in lower case, anything else as one joint: `Été 2023` gives `ete_2023`."""
    plain = unicodedata.normalize("NFKD", text.translate(LIGATURES))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", joint, plain.casefold()).strip(joint)


def without_controls(text: str) -> str:
    """The text with every character that XML cannot hold as a space: offsets stay what they are."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", " ", text)


def surroundings(text: str, span: Span, around: int) -> Span:
    """A span with so many characters on either side, cut at a space, so that no half word stands at the edge."""
    start, end = max(0, span[0] - around), min(len(text), span[1] + around)
    if start > 0:
        start = text.find(" ", start, span[0]) + 1 or start
    if end < len(text):
        space = text.rfind(" ", span[1], end)
        end = space if space > 0 else end
    return start, end
