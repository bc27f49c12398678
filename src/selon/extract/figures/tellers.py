"""Figures whose source stands beside them: 'et 1 200, selon Y', 'estimé à 40 millions par X', 'X a compté 200 manifestants'.

Each function gives the entity (None where the words name nobody known) and the words that say so, or None where the
sentence says nothing of the kind. What they say of a figure is nearer than the statement that holds it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from selon.extract.figures.attribution import named_after
from selon.extract.figures.lexicon import fold
from selon.extract.figures.nouns import ends_at, matches
from selon.extract.figures.readings import Reading
from selon.extract.figures.words import Page
from selon.model import Entity, Figure, Span, Statement

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

WHO = frozenset(
    {"person", "organisation", "group"}
)  # who counts; a place that 'a compté 3 000 habitants' tells nothing
REACH = 3  # words between 'estimé' and its figure: 'estimé par certains à', 'évalués à quelque'
CLIMB = 4  # heads between a number and the verb that has it as its object
SENTENCES = 3  # how far back the survey may be whose respondents a figure counts
PEOPLE = 4  # words after a number among which its respondents are named: '40 % des personnes interrogées'

Told = tuple[str | None, Span]


def told_beside(page: Page, r: Reading, entities: Sequence[Entity], statement: Statement | None) -> Told | None:
    """The source phrase that follows a figure at once: '300 personnes selon X, 1 200 selon Y'."""
    k = r.stop + 1 if page.after(r.stop) == "," else r.stop
    p = next((p for p in page.lexicon.links["beside"] if matches(page, k, p)), None)
    if p is None or page.clause_end(k):
        return None
    start, end = page.sentence(r.number)
    if statement is not None and statement.cue is not None and statement.cue[0] == page.words[k].start:
        return None
    if not any(matches(page, x, q) for x in range(start, r.first) for q in page.lexicon.links["beside"]):
        return None  # it closes the whole sentence
    found = named_after(page, k + len(p), end, entities)
    return found or (None, (page.words[k].start, page.words[k + len(p) - 1].end))


def told_by_agent(page: Page, r: Reading, entities: Sequence[Entity]) -> Told | None:
    """Who estimated it, in the passive: 'un chantier estimé à 1,8 million d'euros par la ville'."""
    measures = page.lexicon.measures
    start, end = page.sentence(r.number)
    if page.after(r.stop) not in measures.agents:
        return None
    if not any(page.norm(k) in page.lexicon.estimated for k in range(max(start, r.first - REACH), r.first)):
        return None
    found = named_after(page, r.stop + 1, end, entities)
    return (found[0], (page.words[r.stop].start, found[1][1])) if found else None


def told_by_counter(page: Page, doc: Doc, r: Reading, entities: Sequence[Entity]) -> Told | None:
    """Who counted it: 'la police a compté 200 manifestants'.

    In the present the verb may say how many somebody has ('l'usine en compte 300'): then its subject is no source. Behind
    a semicolon neither is whoever spoke before it: 'selon X, 300 ont défilé ; les syndicats en comptent 1 200'.
    """
    verb = _verb_of_object(page, doc, r)
    if verb is None or verb.lemma_ not in page.lexicon.measures.counters:
        return None
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if subject is None or subject.pos_ == "PRON":
        return None
    entity = _entity_at(subject, entities)
    words = verb.idx, verb.idx + len(verb.text)
    if entity is not None and entity.kind in WHO and any(c.dep_ == "aux:tense" for c in verb.children):
        return entity.id, words
    start, _ = page.sentence(r.number)
    return (None, words) if any(page.norm(k) == ";" for k in range(start, page.at(words[0]))) else None


def _verb_of_object(page: Page, doc: Doc, r: Reading) -> Token | None:
    """The verb of which a number, or what it counts, is the object."""
    word = page.words[r.head if r.head is not None else r.number]
    span = doc.char_span(word.start, word.end, alignment_mode="expand")
    if span is None:
        return None
    token = span.root
    for _ in range(CLIMB):
        bare = token.head.pos_ == "VERB" and token.dep_ != "nsubj" and not any(c.dep_ == "case" for c in token.children)
        if token.dep_ == "obj" or (bare and token.head.idx < token.idx):
            return token.head
        if token.dep_ not in ("nummod", "nmod", "fixed", "flat"):
            return None
        if token.head.idx > word.end and token.dep_ != "nummod":
            return None
        token = token.head
    return None


def _entity_at(token: Token, entities: Sequence[Entity]) -> Entity | None:
    """The entity whose shortest mention covers a token."""
    over = [(b - a, e) for e in entities for a, b in e.mentions if a <= token.idx < b]
    return min(over, key=lambda x: x[0])[1] if over else None


def told_by_same(
    page: Page, statement: Statement, entities: Sequence[Entity], statements: Sequence[Statement]
) -> Told | None:
    """'d'après la même source', 'd'après ses calculs': the source of the sentence right before, where it has one alone."""
    span = statement.source.span
    if span is None:
        return None
    k = page.at(span[0])
    same = any(matches(page, x, p) for p in page.lexicon.links["same"] for x in range(k, page.at(span[1])))
    if not same and not (page.norm(k) in page.lexicon.measures.whose and _is_report(page, k + 1)):
        return None
    start, _ = page.sentence(k)
    if start == 0:
        return None
    a, b = page.sentence(start - 1)
    low, high = page.words[a].start, page.words[b - 1].end
    near = {s.source.entity for s in statements if s.source.span and low <= s.source.span[0] < high}
    found = next((e for e in entities if near == {e.id}), None)
    return (found.id, span) if found is not None and (same or found.kind != "group") else None


def _is_report(page: Page, k: int) -> bool:
    reports = page.lexicon.measures.reports
    return page.norm(k) in reports or page.lexicon.singular(page.norm(k)) in reports


def told_in_survey(page: Page, r: Reading, entities: Sequence[Entity], statements: Sequence[Statement]) -> Told | None:
    """Who made the survey whose respondents a figure counts: '40 % des personnes interrogées', '38 % ont déclaré …'."""
    if r.kind != "percent":
        return None
    span = r.span(page)
    asked = any(
        matches(page, k, p) and not page.clause_end(k)
        for k in range(r.after, min(r.after + PEOPLE, len(page.words)))
        for p in page.lexicon.links["respondents"]
    )
    speak = any(
        s.source.span is not None and s.source.span[0] < span[1] and span[0] < s.source.span[1] for s in statements
    )
    if not asked and not speak:
        return None
    first = r.number
    for _ in range(SENTENCES):
        first = page.sentence(max(first - 1, 0))[0]
    low = page.words[first].start
    for s in sorted(statements, key=lambda s: s.source.span or (0, 0), reverse=True):
        if s.source.span is None or s.source.entity is None or not low <= s.source.span[0] < span[0]:
            continue
        words = range(page.at(s.source.span[0]), page.at(s.source.span[1]))
        if any(page.lexicon.singular(page.norm(k)) in page.lexicon.measures.surveys for k in words):
            name = next((e.name for e in entities if e.id == s.source.entity), "")
            unmade = (
                set(fold(name).split()) & page.lexicon.measures.surveys
            )  # 'un autre sondage', whose maker is not named
            return None if unmade else (s.source.entity, s.source.span)
    return None


def compared_with(page: Page, r: Reading, figures: Sequence[Figure]) -> Figure | None:
    """The figure that one is set against in its sentence: '1,9 % l'an prochain, contre 2,2 % auparavant'."""
    if not figures or ends_at(page, r.first, page.lexicon.links["against"]) is None:
        return None
    start, _ = page.sentence(r.number)
    before = figures[-1]
    return before if before.span[0] >= page.words[start].start and before.unit == (r.name or "") else None
