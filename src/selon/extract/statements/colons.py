"""What a colon without marks attributes: 'Le ministre prévient : P', 'Au cabinet, on nuance : P'."""

from __future__ import annotations

from spacy.tokens import Span as Sentence
from spacy.tokens import Token

from selon.extract.statements.cues import Cue, trapped
from selon.extract.statements.draft import Draft
from selon.extract.statements.page import Page
from selon.extract.statements.phrases import find_phrases
from selon.extract.statements.speakers import can_speak, speaker_of
from selon.extract.statements.syntax import NOMINAL, fold, is_finite
from selon.extract.statements.telling import make_draft

REACH = 12  # tokens of the telling between a cue and its colon: 'l'a redit mardi sur France 2 :'


def colon_clause(page: Page, cue: Cue, sent: Sentence, source: Token | None = None) -> Draft | None:
    """The clause behind a colon that a cue without an object of its own introduces; None where there is none."""
    doc = page.doc
    if not (cue.can("clause") or cue.can("quote")) or cue.group.passive or cue.group.negated or trapped(cue):
        return None
    if not (cue.group.finite or cue.group.inverted is not None or source is not None):
        return None
    colon = next((i for i in range(cue.end, min(cue.end + REACH, sent.end)) if doc[i].text == ":"), None)
    if colon is None or colon + 1 >= sent.end or page.quotation_of(colon) is not None:
        return None
    if not _only_telling(page, cue, colon) or page.opens(_first_word(page, colon + 1, sent)):
        return None
    if any(p.start == _first_word(page, colon + 1, sent) for p in find_phrases(page, sent)):
        return None  # 'La défense proteste : SELON Me MOREL, P'
    who = source or speaker_of(page, cue)
    clause = doc[colon + 1 : sent.end]
    if who is None or not can_speak(page, who) or not any(is_finite(t) for t in clause):
        return None
    span = page.clean(colon + 1, sent.end)
    return None if span is None else make_draft(page, cue, "colon and clause", [span], sent, source=source)


def _first_word(page: Page, i: int, sent: Sentence) -> int:
    while i + 1 < sent.end and page.doc[i].is_space:
        i += 1
    return i


def _only_telling(page: Page, cue: Cue, colon: int) -> bool:
    """Whether nothing between a cue and a colon is its object: only when, where and to whom it is told."""
    governed = False
    for token in page.doc[cue.end : colon]:
        if token.pos_ in {"VERB", "AUX", "SCONJ"} or token.is_quote or fold(token) in page.grammar.complementizers:
            return False
        if token.pos_ == "ADP":
            governed = True
        elif token.pos_ in NOMINAL and not governed and token.lemma_.lower() not in page.grammar.time_nouns:
            return token.pos_ == "NUM" or token.pos_ == "PRON"
        elif token.text == ",":
            governed = False
    return True
