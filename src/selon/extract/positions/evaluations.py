"""Positions from what somebody's words hold good or bad, or say ought to be: inside the content of a statement only."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from selon.extract.events.clauses import is_conditional, is_passive
from selon.extract.events.phrases import complements, lemma
from selon.extract.positions.acts import FLIPPED, drafts_of
from selon.extract.positions.desk import Desk, Draft
from selon.extract.positions.topics import is_verbal, names_policy
from selon.extract.statements.syntax import NOMINAL, SUBJECTS, fold, is_infinitive, noun_phrase
from selon.extract.statements.verb_groups import verb_group
from selon.model import Span, Stance, Statement


def find_evaluations(desk: Desk) -> Iterator[Draft]:
    """What sources evaluate, in text order. A pronoun takes the topic of the words before it in the same mouth."""
    last: dict[str, Draft] = {}
    for s in desk.statements:
        if s.source.span is None and s.source.entity is None:
            continue
        who = s.source.entity or str(s.source.span)
        for a, b in s.content:
            for token in desk.doc[desk.page.token_from(a) : desk.page.token_upto(b)]:
                told = desk.telling(token)
                if told is None or told.id != s.id:
                    continue
                for draft in (*_judged(desk, s, token, last.get(who)), *_ought(desk, s, token)):
                    last[who] = draft
                    yield draft


def _judged(desk: Desk, s: Statement, token: Token, before: Draft | None) -> Iterator[Draft]:
    """'X est une erreur', 'il s'agit d'un moyen de …', 'la meilleure voie est celle de X'."""
    w, own = desk.words, desk.own
    subject, predicate, negated = _equation(desk, token)
    if predicate is None:
        return
    if token.sent.text.rstrip().rstrip('»”" ').endswith("?"):
        return
    # 'la meilleure voie est X': the judgement is the subject, the topic the predicate
    if (
        subject is not None
        and subject.pos_ == "NOUN"
        and lemma(subject) in own.good
        and _superlative(desk, subject)
        and not negated
    ):
        target = (
            next((h for p, h in complements(predicate, w) if w.grammar.contracted.get(p, p) == "de"), None)
            if predicate.pos_ == "PRON"
            else predicate
        )
        if target is not None:
            yield from _draft(desk, s, predicate, "supports", target, (), "judged best")
        return
    stance = _value(desk, predicate)
    if stance is None:
        return
    if negated:
        if stance == "opposes":
            return
        stance = FLIPPED[stance]
    reasons = _means(desk, predicate)
    dangling = subject is None or fold(subject) in own.pointing
    target = (_dislocated(desk, predicate) or _concerning(desk, token)) if dangling else subject
    if target is not None:
        if (
            is_infinitive(target)
            or target.pos_ == "PROPN"
            or lemma(target) in own.policy_nouns
            or _concerning(desk, token) == target
        ):
            yield from _draft(desk, s, predicate, stance, target, reasons, "judged")
    elif dangling and before is not None and before.stance == stance and reasons:
        yield Draft(
            rule="position judged: same topic",
            stance=stance,
            trigger=predicate,
            head=before.head,
            topic=before.topic,
            holder=None,
            because=reasons,
            statement=s.id,
            names_topic=False,
            evidence=(desk.span(predicate.i, predicate.i + 1),),
        )


def _equation(desk: Desk, token: Token) -> tuple[Token | None, Token | None, bool]:
    """(subject, predicate, negated) of 'X est Y', 'X constitue Y', 'il s'agit de Y', seen from the predicate or verb."""
    w, own = desk.words, desk.own
    if any(c.dep_ == "cop" for c in token.children):
        subject = next((c for c in token.children if c.dep_ in SUBJECTS or (c.dep_ == "csubj")), None)
        negated = any(fold(c) in w.grammar.negations for c in token.children)
        return subject, token, negated
    if token.pos_ == "VERB" and lemma(token) in own.equating:
        group = verb_group(token, w.grammar)
        found = next(
            (c for c in token.children if c.dep_ in {"obj", "xcomp"} and c.pos_ in {"NOUN", "ADJ"} and c.i > token.i),
            None,
        )
        subject = next((c for c in token.children if c.dep_ in SUBJECTS), None)
        if subject is None and token.dep_ == "conj":
            subject = next((c for c in token.head.children if c.dep_ in SUBJECTS), None)
        return subject, found, group.negated
    if token.pos_ == "VERB" and lemma(token) in own.presenting:
        group = verb_group(token, w.grammar)
        found = next(
            (h for p, h in complements(token, w) if w.grammar.contracted.get(p, p) == "de" and h.pos_ == "NOUN"), None
        )
        return None, found, group.negated
    if token.pos_ == "NOUN" and token.dep_ == "ROOT" and lemma(token) in own.means and _superlative(desk, token):
        return None, token, False  # « la seule façon de … », the copula said before the quotation
    return None, None, False


def _superlative(desk: Desk, noun: Token) -> bool:
    return any(lemma(c) in desk.own.superlatives or fold(c) in desk.own.superlatives for c in noun.children)


def _value(desk: Desk, predicate: Token) -> Stance | None:
    """Whether a predicate holds something good or bad; None where it says neither, or both."""
    own = desk.own
    near = {lemma(c) for c in predicate.children if c.dep_ in {"amod", "conj"}} | {
        lemma(k)
        for p, h in complements(predicate, desk.words)
        if h.pos_ == "NOUN" and lemma(predicate) in own.vague_heads
        for k in [h, *h.children]
    }
    name = lemma(predicate)
    bad = (
        bool({name, predicate.lower_} & own.bad)
        or (predicate.pos_ in {"ADJ", "VERB"} and name in own.bad_adjectives)
        or (predicate.pos_ == "NOUN" and bool(near & (own.bad | own.bad_adjectives)) and name not in own.good)
    )
    good = (
        name in own.good
        or (predicate.pos_ == "ADJ" and name in own.good_adjectives)
        or (
            predicate.pos_ == "NOUN"
            and name in own.vague_heads
            and bool({lemma(c) for c in predicate.children} & own.good_adjectives)
        )
    )
    if bad == good:
        return None
    return "opposes" if bad else "supports"


def _means(desk: Desk, predicate: Token) -> tuple[Span, ...]:
    """'un moyen de FACILITER l'acheminement, de s'assurer …': the purposes that a means is for."""
    if lemma(predicate) not in desk.own.means:
        return ()
    verbs = [h for p, h in complements(predicate, desk.words) if is_infinitive(h)]
    out: list[Span] = []
    for v in verbs:
        a, b = desk.verb_topic(v)
        out.append(desk.span(a, b))
        for c in v.children:
            if c.dep_ == "conj" and is_infinitive(c):
                a, b = desk.verb_topic(c)
                out.append(desk.span(a, b))
    return tuple(out)


def _dislocated(desk: Desk, predicate: Token) -> Token | None:
    """'c'est une erreur de FERMER l'usine': the infinitive behind the judgement."""
    if lemma(predicate) in desk.own.means:
        return None
    return next((h for p, h in complements(predicate, desk.words) if is_infinitive(h) and p in {"de", "d'"}), None)


def _concerning(desk: Desk, token: Token) -> Token | None:
    """'En ce qui concerne X, …': the topic that the sentence announces."""
    sent = token.sent
    for i in range(sent.start, token.i):
        marker = desk.marker_at(i, desk.own.concerning)
        if marker is not None:
            at = i + len(marker.split())
            head = next((t for t in desk.doc[at : at + 6] if t.pos_ in {"NOUN", "PROPN"}), None)
            if head is not None:
                return head
    return None


def _draft(
    desk: Desk,
    s: Statement,
    trigger: Token,
    stance: Stance,
    head: Token,
    reasons: tuple[Span, ...],
    rule: str,
) -> Iterator[Draft]:
    verbal = is_infinitive(head) or is_verbal(head)
    topic = desk.verb_topic(head) if verbal and head.pos_ not in {"NOUN", "PROPN"} else desk.noun_topic(head)
    yield Draft(
        rule=f"position {rule}",
        stance=stance,
        trigger=trigger,
        head=head,
        topic=topic,
        holder=None,
        because=(*reasons, *(r for r in desk.reasons(trigger, head) if r not in reasons)),
        unless=desk.conditions(trigger, head, against=stance == "opposes"),
        statement=s.id,
        evidence=(desk.span(trigger.i, trigger.i + 1),),
    )


def _ought(desk: Desk, s: Statement, token: Token) -> Iterator[Draft]:
    """'il faut INTERDIRE X', 'nous devons RÉDUIRE X', 'l'Iran doit RENONCER à X': what a source says ought to be."""
    w, own = desk.words, desk.own
    name = lemma(token)
    if token.pos_ not in {"VERB", "AUX"} or token.sent.text.rstrip().rstrip('»”" ').endswith("?"):
        return
    if name in own.must_impersonal:
        goal = next(
            (c for c in token.children if c.dep_ in {"xcomp", "ccomp", "obj"} and c.i > token.i and is_verbal(c)), None
        )
    elif name in own.must:
        goal = (
            token.head
            if token.dep_.startswith("aux")
            else next((c for c in token.children if c.dep_ == "xcomp" and c.i > token.i), None)
        )
        if goal is not None and not _wanted(desk, s, token, goal):
            return
    else:
        return
    if goal is None or not names_policy(desk, goal):
        return
    topic = None
    subject = _subject(token, goal)
    if is_passive(goal, w) and subject is not None:  # 'LA PEINE DE MORT DOIT ÊTRE ABOLIE': the whole clause
        topic = noun_phrase(subject, w.grammar)[0], desk.verb_topic(goal)[1]
    stance: Stance = "opposes" if verb_group(token, w.grammar).negated else "supports"
    yield from drafts_of(desk, token, name, stance, goal, None, kind="ought", statement=s.id, topic=topic)


def _subject(modal: Token, goal: Token) -> Token | None:
    return next((c for t in (modal, goal) for c in t.children if c.dep_ in SUBJECTS), None)


def _wanted(desk: Desk, s: Statement, modal: Token, goal: Token) -> bool:
    """Whether a modal says what ought to be, not what is expected ('la pluie devrait cesser') or planned."""
    w, own = desk.words, desk.own
    subject = _subject(modal, goal)
    if subject is None:
        return False
    if fold(subject) in w.grammar.first_person - {"je", "j'"}:
        return desk.quoted(modal)
    if subject.pos_ not in NOMINAL:
        return False
    if is_conditional(modal, w):
        opinion = any(lemma(t) in own.opining for t in modal.sent if t.i < modal.i)
        phrase = desk.doc[desk.page.token_from(s.cue[0])].pos_ in {"ADP", "ADV"} if s.cue is not None else False
        return opinion or phrase or s.act in own.urging_acts
    # 'a déclaré que l'Iran DEVAIT renoncer': of a named actor, or of a policy that is to be done
    return s.act in own.urging_acts | own.claiming_acts and (
        subject.pos_ == "PROPN" or lemma(subject) in own.policy_nouns
    )
