"""What a clause takes up from its own sentence: 'X accuse Y de P, CE QUE CE DERNIER NIE'."""

from __future__ import annotations

from spacy.tokens import Span as Sentence

from selon.extract.statements.cues import Cue
from selon.extract.statements.draft import Draft
from selon.extract.statements.page import Page
from selon.extract.statements.quotations import quotation_after
from selon.extract.statements.speakers import can_speak, speaker_of
from selon.extract.statements.subjects import adjacent_subject
from selon.extract.statements.syntax import fold, is_finite
from selon.extract.statements.telling import make_draft

REACH = 10  # tokens of the subject between 'ce que' and its verb


def taken_up(page: Page, sent: Sentence, cues: list[Cue], drafts: list[Draft]) -> list[Draft]:
    """The drafts of cues behind ', ce que': what the draft before the comma reports is theirs too."""
    doc, told = page.doc, {d.cue for d in drafts}
    out = []
    for cue in cues:
        head = _head(page, cue, sent)
        if head is None or not (cue.can("np") or cue.can("clause")) or cue.group.passive:
            continue
        at = doc[head].idx
        before = [d for d in drafts if d.content and d.content[-1][1] <= at and d.cue is not None and d.cue[0] < at]
        who = adjacent_subject(cue.group, page.grammar) or speaker_of(page, cue)
        if not before or who is None or who.i < head or not can_speak(page, who):
            continue
        last = max(before, key=lambda d: d.content[-1][1])
        content = list(last.content)
        colon = next((t.i for t in doc[cue.end : min(cue.end + REACH, sent.end)] if t.text == ":"), None)
        if colon is not None and (q := quotation_after(page, colon)) is not None:
            content.append(q.outer)  # 'ce que le maire a refusé : « Q »'
        draft = make_draft(page, cue, "taken up", content, sent, source=who)
        if draft is not None and draft.cue not in told:
            out.append(draft)
    return out


def _head(page: Page, cue: Cue, sent: Sentence) -> int | None:
    """The token 'ce' of the ', ce que' that a cue's clause begins with; None where it begins otherwise."""
    doc, g = page.doc, page.grammar
    for i in range(cue.start - 1, max(sent.start + 1, cue.start - REACH), -1):
        if fold(doc[i]) in g.complementizers:
            opens = f"{fold(doc[i - 1])} {fold(doc[i])}" in g.question_heads and doc[i - 2].text == ","
            return i - 1 if opens else None
        if is_finite(doc[i]) or doc[i].is_punct:
            return None
    return None
