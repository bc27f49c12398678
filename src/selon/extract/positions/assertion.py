"""Whether something is told as so: not asked, denied, wished, supposed or commanded."""

from __future__ import annotations

from itertools import pairwise

from spacy.tokens import Token

from selon.extract.events.clauses import governor, is_conditional
from selon.extract.events.phrases import lemma, preposition
from selon.extract.positions.desk import Desk
from selon.extract.statements.syntax import SUBJECTS, fold, is_finite, is_infinitive
from selon.extract.statements.verb_groups import verb_group


def asserted(desk: Desk, verb: Token) -> bool:
    """Whether a verb is told as so: not asked, supposed, wished or commanded."""
    w = desk.words
    if verb.sent.text.rstrip().rstrip('»”" ').endswith("?"):
        return False
    if is_infinitive(verb) and lemma(verb) in desk.own.shown and preposition(verb, w) in w.clause.purpose:
        above = governor(verb)  # 'a défilé pour DÉNONCER la réforme' shows it, 'pour VOTER la loi' does not
        return above is not None and not verb_group(above, w.grammar).negated and asserted(desk, above)
    if any(fold(c) in w.clause.unreal_marks and c.dep_ == "mark" for c in verb.children):
        return False
    finite = next(
        (t for t in [verb, *(c for c in verb.children if c.dep_.startswith(("aux", "cop")))] if is_finite(t)), None
    )
    if finite is not None:
        moods = finite.morph.get("Mood", [])
        # 's'indigne' is a subjunctive in form only where no clause is above it
        clause = verb.dep_ != "ROOT" or any(c.dep_ == "mark" for c in verb.children)
        if "Imp" in moods or ("Sub" in moods and clause) or _hoped(desk, verb):
            return False
        return (
            not is_conditional(finite, w)
            or lemma(finite) in desk.own.conditional_ok
            or (finite != verb and desk.telling(verb) is not None)
        )
    if is_infinitive(verb):
        before = preposition(verb, w)
        head = verb.head
        if head == verb or head.pos_ not in {"VERB", "AUX"} or before in w.clause.purpose:
            return False
        name = lemma(head)
        allowed = w.clause.aspect | w.clause.planning | w.clause.telling | desk.own.uttering
        return name in allowed and not verb_group(head, w.grammar).negated and asserted(desk, head)
    return True


def mistaken_subject(token: Token) -> Token | None:
    """The subject of a verb that the tagger took for a noun: 'le gouvernement COMPTE sur une hausse'."""
    if token.pos_ not in {"NOUN", "ADJ", "X"} or any(c.dep_ in {"det", "cop", "case"} for c in token.children):
        return None
    return next((c for c in token.children if c.dep_ in SUBJECTS and c.i < token.i), None)


def _hoped(desk: Desk, verb: Token) -> bool:
    """'espère que le tribunal SE PRONONCE pour X', 'peu de chances que …': a clause that is wished or doubted."""
    before = desk.doc[verb.sent.start : verb.i]
    mark = next((t for t in reversed(before) if fold(t) in desk.words.grammar.complementizers), None)
    if verb.dep_ not in {"ccomp", "acl", "xcomp"} or mark is None or mark.i == 0:
        return False
    unreal = desk.words.clause.unreal_verbs | desk.own.doubtful
    return lemma(verb.head) in unreal or lemma(desk.doc[mark.i - 1]) in desk.own.doubtful


def negated_infinitive(desk: Desk, head: Token) -> bool:
    """'NE PAS réclamer la peine', not 'NE doit PAS réclamer': there the modal is denied."""
    w = desk.words
    start = max(head.i - 4, head.sent.start)
    return any(
        fold(a) in w.grammar.negations and fold(b) in w.clause.negation_adverbs
        for a, b in pairwise(desk.doc[start : head.i])
    )
