"""What a clause takes up from its own sentence: 'X accuse Y de P, CE QUE CE DERNIER NIE'."""

from __future__ import annotations

from spacy.tokens import Span as Sentence

from selon.extract.statements.cues import Cue
from selon.extract.statements.draft import Draft
from selon.extract.statements.page import Page
from selon.extract.statements.quotations import quotation_after
from selon.extract.statements.spans import unquoted
from selon.extract.statements.speakers import can_speak, speaker_of
from selon.extract.statements.subjects import adjacent_subject
from selon.extract.statements.syntax import fold, is_finite
from selon.extract.statements.telling import make_draft
from selon.model import Span

COPULA = 6  # tokens in which 'c'est' stands before 'ce que': 'c'est du moins ce que'
REACH = 10  # tokens of the subject between 'ce que' and its verb


def taken_up(page: Page, sent: Sentence, cues: list[Cue], drafts: list[Draft]) -> list[Draft]:
    """The drafts of cues behind 'ce que': what the draft or sentence before it tells is theirs too."""
    told = {d.cue for d in drafts}
    out = []
    for cue in cues:
        head = _head(page, cue, sent)
        if head is None or not (cue.can("np") or cue.can("clause")) or cue.group.passive:
            continue
        if page.quotation_of(head) is not None:
            continue
        behind = cue.subject is not None and cue.subject.i >= cue.end
        who = cue.subject if behind else adjacent_subject(cue.group, page.grammar) or speaker_of(page, cue)
        content = _meant(page, head, sent, drafts)
        if who is None or who.i < head or not can_speak(page, who) or not content:
            continue
        colon = next((t.i for t in page.doc[cue.end : min(cue.end + REACH, sent.end)] if t.text == ":"), None)
        if colon is not None and (q := quotation_after(page, colon)) is not None:
            content = [*content, q.outer]  # 'ce que le maire a refusé : « Q »'
        draft = make_draft(page, cue, "taken up", content, sent, source=who)
        if draft is not None and draft.cue not in told:
            out.append(draft)
    return out


def _meant(page: Page, head: int, sent: Sentence, drafts: list[Draft]) -> list[Span]:
    """What 'ce' at token `head` means: what is told before its comma, else the clause or the sentence before it."""
    doc = page.doc
    if head > sent.start and doc[head - 1].text == ",":
        at = doc[head].idx
        told = [d for d in drafts if d.content and d.content[-1][1] <= at and d.cue is not None and d.cue[0] < at]
        return list(max(told, key=lambda d: d.content[-1][1]).content) if told else []
    begin = head
    while begin > sent.start and doc[begin - 1].text not in {":", ";", ","}:
        begin -= 1
    span = page.clean(sent.start, begin) if begin > sent.start else None
    if span is None and sent.start > 0:
        before = doc[sent.start - 1].sent
        span = page.clean(before.start, before.end)
    return [] if span is None else [unquoted(page, span)]


def _head(page: Page, cue: Cue, sent: Sentence) -> int | None:
    """The token 'ce' of the 'ce que' that a cue's clause begins with, behind a comma ('…, CE QUE X nie'), at the head ('CE QUE
    nie X') or behind a copula ('c'est CE QU'avance X'); None where it begins otherwise."""
    doc, g = page.doc, page.grammar
    for i in range(cue.start - 1, max(sent.start, cue.start - REACH), -1):
        if fold(doc[i]) in g.complementizers:
            if f"{fold(doc[i - 1])} {fold(doc[i])}" not in g.question_heads:
                return None
            before = doc[max(i - COPULA, sent.start) : i - 1]
            pointing = any(
                t.lemma_.lower() in g.copulas and fold(doc[t.i - 1]) in g.pointing_back for t in before if t.i
            )
            opens = i - 1 == sent.start or doc[i - 2].text == ","
            return i - 1 if opens or pointing else None
        if is_finite(doc[i]) or doc[i].is_punct:
            return None
    return None
