"""What a relative clause or participle says of the noun before it: 'X, QUE Y QUALIFIE DE Q', 'X, QUALIFIÉ DE Q PAR Y'."""

from __future__ import annotations

from spacy.tokens import Token

from selon.extract.statements.cues import Cue
from selon.extract.statements.page import Page
from selon.extract.statements.subjects import agent_of
from selon.extract.statements.syntax import (
    NOMINAL,
    SUBJECTS,
    fold,
    is_finite,
    is_participle,
    noun_phrase,
    span_of,
    subtree_edges,
)
from selon.model import Span

REACH = 16  # tokens that may stand between 'que' and its verb


def antecedent(page: Page, cue: Cue) -> Token | None:
    """The noun that a cue without an object of its own speaks of from the clause behind it; None where there is none."""
    doc, verb = page.doc, cue.verb
    if (object_before := _dislocated(page, cue)) is not None:
        return object_before
    if is_participle(verb) and not cue.group.finite and agent_of(verb, page.grammar) is not None:
        return _noun_before(page, cue.start)
    if cue.group.passive:
        return next((c for c in verb.children if c.dep_ in SUBJECTS and c.i < cue.start and c.pos_ in NOMINAL), None)
    for i in range(cue.start - 1, max(verb.sent.start, cue.start - REACH), -1):
        if fold(doc[i]) in page.grammar.complementizers and doc[i].pos_ != "ADV":
            return _noun_before(page, i)
        if is_finite(doc[i]) or doc[i].is_quote or doc[i].text in {":", ";"}:
            return None
    return None


def _dislocated(page: Page, cue: Cue) -> Token | None:
    """The object at the head of its sentence that a clitic takes up: 'CES RENFORTS, le docteur Morel LES juge dérisoires'."""
    doc, first, g = page.doc, cue.verb.sent.start, page.grammar
    clitic = any(fold(t) in g.object_clitics - g.reflexives for t in doc[cue.start : cue.verb.i])
    comma = next((t.i for t in doc[first : cue.start] if t.text == ","), None)
    if not clitic or comma is None or cue.subject is None or not comma < cue.subject.i < cue.start:
        return None
    words = doc[first:comma]
    head = next((t for t in words if t.pos_ in {"NOUN", "PROPN"}), None)
    known = fold(words[0]) in g.demonstratives | g.possessives or "Def" in words[0].morph.get("Definite", [])
    if (
        head is None
        or not known
        or head.lemma_.lower() in g.time_nouns
        or any(is_finite(t) or t.is_quote for t in words)
    ):
        return None
    return head


def _noun_before(page: Page, i: int) -> Token | None:
    """The head of the noun phrase right before token i, over a comma."""
    doc = page.doc
    first = doc[i].sent.start
    i -= 2 if i > first and doc[i - 1].text == "," else 1
    while i > first and doc[i].pos_ == "ADJ":
        i -= 1
    if i < first or doc[i].pos_ not in {"NOUN", "PROPN"}:
        return None
    head = doc[i]
    if any(fold(c) in page.grammar.demonstratives for c in head.children):
        return head  # 'au sujet de CES ALLÉGATIONS, qu'ils ont qualifiées de Q'
    while head.dep_ in {"nmod", "flat:name", "appos"} and head.head.pos_ in NOMINAL and head.head.i < head.i:
        head = head.head
    return head


def antecedent_span(page: Page, cue: Cue) -> Span | None:
    """The words of the antecedent."""
    head = antecedent(page, cue)
    if head is None:
        return None
    start, end = noun_phrase(head, page.grammar)
    joint = next((t.i for t in page.doc[head.i : cue.start] if fold(t) in page.grammar.complementizers), cue.start)
    return span_of(page.doc, start, min(end, joint)) if start < min(end, joint) else None


def relative_end(page: Page, cue: Cue, start: int, end: int) -> int:
    """Where the clause of a cue with an antecedent ends: before its agent, at its closing comma or before the next verb."""
    doc = page.doc
    agent = agent_of(cue.verb, page.grammar) if is_participle(cue.verb) else None
    if agent is not None and start < agent.i < end:
        return max(start, min(t.i for t in agent.subtree if t.i >= cue.verb.i))
    for i in range(start, end):
        if page.quotation_of(i) is not None:
            continue
        if doc[i].text == ",":
            return i
        if is_finite(doc[i]):
            return int(subtree_edges(doc[i])[0]) if subtree_edges(doc[i])[0] > start else i
    return end
