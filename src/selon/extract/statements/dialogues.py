"""Dialogue by dashes: paragraphs that each begin with a long dash are what people say to one another, one after the other."""

from __future__ import annotations

import re

from selon.extract.statements.draft import Draft
from selon.extract.statements.page import Page
from selon.extract.statements.quotations import strip
from selon.extract.statements.syntax import NOMINAL, fold, noun_phrase, span_of
from selon.model import Span

PARAGRAPH = re.compile(r"[^\n]+")
TURN = re.compile(r"[—–]\s+(?=\S)")
ENDS = (".", "!", "?", "…", "»")
ASKED = re.compile(r"[?!…]\s+(?=\w)")  # what stands behind it in small letters tells who spoke
MOST = 0.6  # share of a turn from which it is told already
LEAST = 2  # turns that make a dialogue: one alone is a list's or a label's


def dialogues(page: Page, drafts: list[Draft]) -> list[Draft]:
    """The turns of every dialogue that no draft holds yet, each of somebody whom its paragraph does not name."""
    out: list[Draft] = []
    run: list[Span] = []
    for a, b in [*(m.span() for m in PARAGRAPH.finditer(page.text)), (len(page.text), len(page.text))]:
        if not page.text[a:b].strip() and b < len(page.text):
            continue
        turn = TURN.match(page.text, a, b)
        if turn is not None:
            run.append((turn.end(), b))
            continue
        if len(run) >= LEAST and _is_talk(page, run):
            out.extend(_turn(page, span) for span in run if not _is_told(drafts, span))
        run = []
    return out


def _is_talk(page: Page, run: list[Span]) -> bool:
    """Whether turns are whole sentences, as entries of a list are not, and somebody asks or speaks of himself in one."""
    g = page.grammar
    whole = all(page.text[slice(*span)].rstrip().endswith(ENDS) for span in run)
    words = (t for a, b in run for t in page.doc[page.token_from(a) : page.token_upto(b)])
    return whole and any(t.text == "?" or fold(t) in g.first_person | g.second_person for t in words)


def _is_told(drafts: list[Draft], span: Span) -> bool:
    """Whether other drafts hold most of a turn."""
    if any(d.cue is not None and span[0] <= d.cue[0] < span[1] and d.rule == "incise" for d in drafts):
        return True
    held = sum(max(0, min(b, span[1]) - max(a, span[0])) for d in drafts for a, b in d.content)
    return held > MOST * (span[1] - span[0])


def _turn(page: Page, span: Span) -> Draft:
    inner = strip(page.text, span) or span
    marks = (m for m in ASKED.finditer(page.text, *span) if page.text[m.end()].islower())
    mark = max((m.start() + 1 for m in marks), default=span[1])
    verb = next((t for t in page.doc[page.token_from(mark) : page.token_upto(span[1])] if t.i in page.told), None)
    if verb is not None:  # '– Pourquoi ? DEMANDE LA PRÉSIDENTE.'
        who = next((t for t in page.doc[verb.i + 1 : verb.i + 5] if t.pos_ in NOMINAL), None)
        cue = (verb.idx, verb.idx + len(verb))
        source = None if who is None else span_of(page.doc, *noun_phrase(who, page.grammar))
        return Draft("dialogue", "say", False, cue, source, ((span[0], mark),), evidence=(cue,), sentence=span)
    return Draft("dialogue", "say", False, None, None, (inner,), confidence=0.5, sentence=span)
