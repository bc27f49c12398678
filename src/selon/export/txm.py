"""TXM: a folder for its import "XML-XTZ + CSV": `NAME.xml` for each article, `metadata.csv` with a line for each.

What is said stands in `<said>` elements (TEI) with who, kind, act and denied as attributes, so that TXM makes structures
of them. XML cannot overlap: of two statements that do, the outer one is marked. Text inside `<p>` is the article's, one
for each paragraph.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from selon.export.names import entity_name, file_stem, without_controls
from selon.export.segments import outermost
from selon.model import Ledger, Span, Statement


def write(ledgers: Iterable[Ledger], path: Path) -> int:
    """The XML files and the metadata; how many articles."""
    taken: set[str] = {"metadata"}
    n = 0
    with (path / "metadata.csv").open("w", encoding="utf8", newline="") as file:
        metadata = csv.writer(file, quoting=csv.QUOTE_ALL)
        metadata.writerow(["id", "title", "outlet", "date", "year", "url"])
        for ledger in ledgers:
            n += 1
            stem = file_stem(ledger, taken)
            (path / f"{stem}.xml").write_text(xml(ledger), encoding="utf8", newline="\n")
            d = ledger.document
            day = d.published.value or d.published.given or ""
            metadata.writerow([stem, d.title or "", d.outlet or "", day, day[:4], d.url or ""])
    return n


def xml(ledger: Ledger) -> str:
    """The XML of an article."""
    text = without_controls(ledger.document.text)
    said = outermost([(c, s) for s in ledger.statements for c in s.content])
    paragraphs = "".join(
        f"<p>{_marked(ledger, text, (m.start(), m.end()), said)}</p>\n"
        for m in re.finditer(r"[^\r\n]*\S[^\r\n]*", text)
    )
    lang = quoteattr(ledger.document.lang)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<text xml:lang={lang}>\n{paragraphs}</text>\n'


def _marked(ledger: Ledger, text: str, within: Span, said: list[tuple[Span, Statement]]) -> str:
    """A paragraph with the statements in it; a content that runs over paragraphs is an element in each."""
    out, at = [], within[0]
    for (start, end), s in said:
        start, end = max(start, within[0]), min(end, within[1])
        if start >= end:
            continue
        attributes = {
            "id": s.id,
            "who": entity_name(ledger, s.source.entity) or "",
            "kind": s.kind,
            "act": s.act,
            "denied": "yes" if s.denied else "no",
        }
        named = " ".join(f"{k}={quoteattr(without_controls(v))}" for k, v in attributes.items())
        out.append(f"{escape(text[at:start])}<said {named}>{escape(text[start:end])}</said>")
        at = end
    return "".join(out) + escape(text[at : within[1]])
