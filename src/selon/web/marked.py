"""An article's text cut at the edges of its records: what the page draws, character for character the article's.

The text of the element that holds the pieces is `shown(article.text)` and nothing else: marks that are no part of the text
are drawn by the style sheet. Every piece knows the code point at which it begins.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from markupsafe import Markup

from selon.export.segments import segments
from selon.model import Made, Span
from selon.web.lookup import Lookup, spans_of
from selon.web.shown import shown

COLOURS = 8  # classes c0 … c7 of the style sheet
SHAPES = "●■▲◆★▼◗✚⬟⬢"  # as in the page that `selon export` writes; with the colours they tell forty speakers apart
UNRESOLVED = "○"
MOST_OVER = 12  # records that one piece of text names; more lie one in another only in a text made to do harm
ANCHOR = re.compile(r"[a-z]\+?[0-9a-f]+")  # ids that the page can use as its own: s3, s+1f0c9a3e
# Which record a click on a word opens: numbers and dates before what is said around them, people last.
FIRST = {"figure": 0, "timex": 1, "statement": 2, "position": 3, "event": 4, "entity": 5}
DRAWN = frozenset(("content", "quoted", "source", "cue", "figure", "time"))


@dataclass(frozen=True, slots=True)
class Speaker:
    """A source as the page draws it; `name` is None where nobody is meant for sure: then it has words, or not even those."""

    name: str | None
    words: str | None
    entity: str | None
    colour: int
    shape: str


class Piece(NamedTuple):
    """A stretch of the text under the same records; `record` is the one that a click opens.

    `said` are the statements over it and `also` the other records, from the outermost to the innermost, their ids with a
    space between two. `shapes` stand before the words where statements begin; `stop` is the first piece of its record, where
    the tab key stops; `anchor` is its id on the page.
    """

    start: int
    text: str
    classes: str = ""
    said: str = ""
    also: str = ""
    record: str | None = None
    shapes: str = ""
    stop: bool = False
    anchor: str | None = None
    title: str = ""


class _Over(NamedTuple):
    """What covers a piece: the role of a span in its record; without a part it is no record's: 'marked', 'headline'."""

    role: str
    part: str
    record: str


def exact(text: str) -> str:
    """Article text as HTML whose text is `shown(text)` in every browser: a bare CR would be read as a line feed."""
    return escape(shown(text)).replace("\r", "&#13;")


def speakers(held: Lookup) -> dict[str, Speaker]:
    """The speaker of each statement by its id. An entity is one speaker; where nobody is meant for sure, a wording is one."""
    known: dict[tuple[bool, str | None], Speaker] = {}
    found: dict[str, Speaker] = {}
    for s in held.ledger.statements:
        key = (True, s.source.entity) if held.entity(s.source.entity) else (False, held.source_words(s.source))
        if key not in known:
            n, name = len(known), held.name(s.source.entity)
            shape = SHAPES[n % len(SHAPES)] if name is not None else UNRESOLVED
            known[key] = Speaker(
                name, held.source_words(s.source), s.source.entity if name else None, n % COLOURS, shape
            )
        found[s.id] = known[key]
    return found


def pieces(
    held: Lookup,
    speaker_of: dict[str, Speaker],
    *,
    record: Made | None = None,
    at: Span | None = None,
    headline: Span | None = None,
    within: Span | None = None,
    label: Callable[[Speaker], str] = lambda s: s.name or s.words or "",
) -> list[Piece]:
    """The text in pieces, or what lies `within` a part of it; those of `record` and of the span `at` are marked, the first of
    them is the page's anchor.

    `headline` is where the text begins with its title, which is drawn as one.
    """
    first, last = within or (0, len(held.ledger.document.text))
    text = held.ledger.document.text[first:last]
    spans = [
        (span, _Over(role, part, id_))
        for part, id_, r in _records(held)
        for role, span in spans_of(r)
        if span[0] < last and span[1] > first
    ]
    spans.sort(key=lambda x: (x[0][0], -x[0][1]))  # the innermost last
    if headline:
        spans.insert(0, (headline, _Over("headline", "", "")))
    anchor: str | None = "at"
    if record is not None:
        id_ = getattr(record, "id", "")
        anchor = id_ if ANCHOR.fullmatch(id_) else "at"
        spans += [(span, _Over("marked", "", id_)) for _, span in spans_of(record)]
    elif at:
        spans.append((at, _Over("marked", "", "")))
    # What began before is not said to begin here.
    begun = {s.id for s in held.ledger.statements if s.content and s.content[0][0] < first}
    stopped: set[str] = set()
    titles = {id_: f"{id_}: {label(speaker)}" for id_, speaker in speaker_of.items()}
    out: list[Piece] = []
    inside = [((max(a, first) - first, min(b, last) - first), over) for (a, b), over in spans]
    for (start, stop), over in segments(len(text), inside, most=MOST_OVER):
        if not over:
            out.append(Piece(first + start, text[start:stop]))
            continue
        said: dict[str, None] = {}  # in order, each once
        also: dict[str, None] = {}
        begins: dict[str, None] = {}
        drawn: list[str] = []
        main: _Over | None = None
        for o in over:
            if not o.part:
                drawn.append(o.role)
                continue
            if o.part == "statement":
                said[o.record] = None
                if o.role in ("content", "quoted") and o.record not in begun:
                    begins[o.record] = None
            else:
                also[o.record] = None
            if main is None or FIRST[o.part] <= FIRST[main.part]:
                main = o  # of two of one part the inner one
        begun.update(begins)
        # A link of nothing but space could not be named.
        record_id = main.record if main and not text[start:stop].isspace() else None
        out.append(
            Piece(
                first + start, text[start:stop], " ".join(_classes(over, said, speaker_of) + drawn),
                said=" ".join(said), also=" ".join(also), record=record_id,
                shapes="".join(dict.fromkeys(speaker_of[id_].shape for id_ in begins)) if begins else "",
                stop=record_id is not None and record_id not in stopped, anchor=anchor if "marked" in drawn else None,
                title="; ".join(titles[id_] for id_ in said),
            )
        )  # fmt: skip
        if record_id is not None:
            stopped.add(record_id)
        if "marked" in drawn:
            anchor = None  # only the first has it
    return out


def _records(held: Lookup) -> Iterable[tuple[str, str, Made]]:
    return ((held.parts[id_], id_, r) for id_, r in held.records.items())


def _classes(over: list[_Over], said: dict[str, None], speaker_of: dict[str, Speaker]) -> list[str]:
    """What a piece is, and its innermost speaker's colour."""
    inner = next(reversed(said), None)
    # Of an outer statement only the content goes on under the words of an inner one: its edges are elsewhere.
    roles = {o.role for o in over if o.record == inner or o.part != "statement"}
    names = sorted(roles & DRAWN) or (["other"] if said or any(o.part for o in over) else [])
    if inner is not None:
        names.append(f"c{speaker_of[inner].colour}")
    return names


def text_html(found: Iterable[Piece], to: Callable[[str], str]) -> Markup:
    """The pieces as elements: a link to its record (`to` gives the address) where there is one, else a span.

    Written here and not in a template because an article may have a hundred thousand of them.
    """
    out: list[str] = []
    for p in found:
        more = f' id="{p.anchor}"' if p.anchor else ""
        more += f' class="{p.classes}"' if p.classes else ""
        for name, value in (("data-said", p.said), ("data-also", p.also), ("data-shape", p.shapes), ("title", p.title)):
            if value:
                more += f' {name}="{exact(value)}"'
        if p.record is None:
            out.append(f'<span data-start="{p.start}"{more}>{exact(p.text)}</span>')
            continue
        more += "" if p.stop else ' tabindex="-1"'
        head = f'<a data-start="{p.start}" href="{escape(to(p.record))}" data-record="{exact(p.record)}"{more}>'
        out.append(f"{head}{exact(p.text)}</a>")
    return Markup("".join(out))  # anchors and classes are the page's own, all else was escaped
