"""Whether what a verb says is done or planned, and which words tell an event: its group, modal and arguments."""

from __future__ import annotations

from spacy.tokens import Token

from selon.extract.events.clauses import far_auxiliary, governor, is_conditional
from selon.extract.events.phrases import Words, lemma, preposition
from selon.extract.statements.syntax import fold, is_finite, is_infinitive, is_participle, noun_phrase
from selon.extract.statements.verb_groups import verb_group

DONE, PLANNED = "done", "planned"


def reality(verb: Token, words: Words, *, reported: bool = False) -> str | None:
    """Whether what a verb says is done or planned; None where it is denied, wished, possible or supposed.

    `reported`: inside a statement, where the French conditional reports ('aurait tué').
    """
    cw, g = words.clause, words.grammar
    group = verb_group(verb, g)
    denied = group.negated or any(fold(c) in g.negations for c in verb.children if c.i < verb.i)
    if denied and not _only(verb, words):
        return None
    if any(fold(c) in cw.unreal_marks for c in verb.children if c.dep_ in {"mark", "case"}):
        return None
    if verb.sent.text.rstrip().endswith("?"):
        return None
    far = far_auxiliary(verb, words)
    finite = far or next(
        (t for t in [verb, *(c for c in verb.children if c.dep_.startswith(("aux", "cop")))] if is_finite(t)), None
    )
    if finite is not None:
        moods, tenses = finite.morph.get("Mood", []), finite.morph.get("Tense", [])
        if lemma(finite) in cw.planning and finite != verb:
            return PLANNED
        if is_conditional(finite, words):
            return DONE if reported and finite != verb else None
        if "Sub" in moods or "Imp" in moods:
            return None
        if "Pres" in tenses and finite == verb and _habitual(verb, words):
            return None
        return PLANNED if "Fut" in tenses else DONE
    if is_infinitive(verb) or any(is_infinitive(c) for c in verb.children if c.dep_.startswith("aux")):
        return _infinitive(verb, words, reported=reported)
    if (is_participle(verb) or verb.pos_ in {"NOUN", "ADJ"}) and not any(
        c.dep_.startswith("aux") for c in verb.children
    ):
        return DONE if verb.dep_ in {"acl", "amod", "advcl", "conj", "ROOT", "appos", "parataxis"} else None
    head = governor(verb)
    while head is not None and is_infinitive(head) and preposition(head, words) in words.clause.purpose:
        # a participle behind a purpose belongs to the main clause: 'pour anéantir X, pilonnant Y'
        head = governor(head)
    return DONE if head is None else reality(head, words, reported=reported)


def _habitual(verb: Token, words: Words) -> bool:
    """Whether a present tells what happens again and again: 'RÉGULIÈREMENT, il participe à …', 'QUAND il reçoit …'."""
    cw = words.clause
    return any(fold(c) in cw.whenever for c in verb.children if c.dep_ in {"mark", "advmod"} and c.i < verb.i) or any(
        fold(t) in cw.habit for t in verb.sent
    )


def _only(verb: Token, words: Words) -> bool:
    """Whether a denial only restricts: 'n'ont été libérés QU'en mai'."""
    behind = verb.doc[verb.i + 1 : verb.i + 3]
    return any(
        fold(t) in words.clause.restriction
        and preposition_or_number(t.nbor(1))
        and not any(fold(n) in words.clause.negation_adverbs for n in verb.doc[max(verb.sent.start, verb.i - 4) : t.i])
        for t in behind
        if t.i + 1 < verb.sent.end
    )


def preposition_or_number(token: Token) -> bool:
    """Whether a word is a preposition or number: what follows 'que' is no clause."""
    return token.pos_ in {"ADP", "NUM"}


def _infinitive(verb: Token, words: Words, *, reported: bool) -> str | None:
    cw = words.clause
    before = preposition(verb, words)
    perfect = any(c.dep_.startswith("aux") and is_infinitive(c) for c in verb.children)
    if before in cw.after:
        return DONE
    modal = modal_of(verb)
    if modal is not None:
        name = lemma(modal)
        if name in cw.planning:
            outer = reality(modal, words, reported=reported)
            if outer is None and is_conditional(modal, words) and not verb_group(modal, words.grammar).negated:
                outer = PLANNED
            return PLANNED if outer is not None else None
        if name in cw.aspect:
            return reality(modal, words, reported=reported)
        if perfect and before in {"", *words.grammar.infinitive_markers} and name in cw.telling:
            return DONE
    return None


def modal_of(verb: Token) -> Token | None:
    """The verb that takes an infinitive as its complement."""
    if verb.dep_ in {"xcomp", "ccomp", "advcl", "obl", "obl:arg", "acl", "obj", "conj"} and verb.head.pos_ in {
        "VERB",
        "AUX",
        "ADJ",
    }:
        return modal_of(verb.head) if verb.dep_ == "conj" and is_infinitive(verb.head) else verb.head
    return next((c for c in verb.children if c.dep_.startswith("aux") and c.i < verb.i and is_finite(c)), None)


def clause_range(verb: Token, words: Words, heads: list[Token]) -> tuple[int, int]:
    """Tokens of an event told by a verb: its group with the governing modal, and the noun phrases of its arguments."""
    group = verb_group(verb, words.grammar)
    start, end = group.start, group.end
    modal = modal_of(verb)
    if modal is not None and modal.i < verb.i and lemma(modal) in words.clause.planning | words.clause.aspect:
        start = min(start, verb_group(modal, words.grammar).start)
    for h in heads:
        a, b = noun_phrase(h, words.grammar)
        if a >= verb.i and b - end < 25 and not any(t.text == ";" for t in verb.doc[verb.i : b]):
            end = max(end, b)
    return start, end
