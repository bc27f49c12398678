"""A purpose in marks: in 'Le pays a lancé une opération pour "anéantir" le groupe' the marks lay the word in its subject's mouth."""

from __future__ import annotations

from spacy.tokens import Token

from selon.extract.statements.draft import Draft
from selon.extract.statements.page import Page
from selon.extract.statements.speakers import can_speak
from selon.extract.statements.subjects import subject
from selon.extract.statements.syntax import fold, is_finite, is_infinitive, noun_phrase, span_of
from selon.extract.statements.verb_groups import main_verb, verb_group
from selon.language.marks import Quotation


def purposes(page: Page, drafts: list[Draft]) -> list[Draft]:
    """Statements for quoted infinitives behind a purpose marker that no other statement holds."""
    out = []
    for q in page.quotations:
        if any(a < q.inner[1] and q.inner[0] < b for d in drafts for a, b in d.content):
            continue
        draft = _purpose(page, q)
        if draft is not None:
            out.append(draft)
    return out


def _purpose(page: Page, q: Quotation) -> Draft | None:
    doc, g = page.doc, page.grammar
    opening = page.token_from(q.open[0])
    first = doc[page.token_from(q.inner[0])]
    if opening == 0 or fold(doc[opening - 1]) not in g.purpose_markers or not is_infinitive(first) or q.close is None:
        return None
    verb = _main_verb(page, opening - 1)
    if verb is None:
        return None
    group = verb_group(verb, g)
    who = subject(group, g)
    if who is None or not can_speak(page, who) or fold(who) in g.first_person:
        return None
    cue = span_of(doc, group.start, group.end)
    return Draft(
        rule="purpose in marks",
        act="say",
        denied=False,
        cue=cue,
        source=span_of(doc, *noun_phrase(who, g)),
        content=(q.outer,),
        evidence=(cue, q.open),
        confidence=0.5,
        sentence=(verb.sent.start_char, verb.sent.end_char),
    )


def _main_verb(page: Page, i: int) -> Token | None:
    """The finite verb left of token i in its sentence, by its participle where it has one."""
    sent = page.doc[i].sent
    for j in range(i - 1, sent.start - 1, -1):
        token = page.doc[j]
        if is_finite(token):
            return main_verb(token)
        if token.text in {";", ":"}:
            return None
    return None
