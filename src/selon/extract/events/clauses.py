"""What events and positions ask of a parse: the arguments of a verb or noun by their preposition, and whether it is done.

Answers come from the tree first and from the words' order where the tree is known to be weak: an agent behind 'par' is
looked for below the nearest noun too ('enlevés … en Israël PAR LE HAMAS').
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from spacy.tokens import Token

from selon.extract.events.phrases import (
    Words,
    behind,
    complements,
    left_edge,
    lemma,
    nominals,
    preposition,
    same_preposition,
)
from selon.extract.statements.subjects import agent_of, subject
from selon.extract.statements.syntax import SUBJECTS, fold, is_finite, is_gerund, is_infinitive, is_participle
from selon.extract.statements.verb_groups import auxiliary_before, verb_group

T = TypeVar("T")


def has_auxiliary(token: Token) -> bool:
    """Whether a word has an auxiliary: then it is a verb, whatever the pipeline calls it ('s'est FÉLICITÉ')."""
    return any(c.dep_ in {"aux:tense", "aux:pass"} and c.pos_ == "AUX" for c in token.children)


def far_auxiliary(token: Token, words: Words) -> Token | None:
    """The auxiliary of a participle that the parse hung on the adverbial between: 'a POUR SA PART condamné'."""
    if not is_participle(token) or token.dep_ not in {"acl", "amod"} or token.head.i > token.i:
        return None
    i = auxiliary_before(token, words.grammar)
    aux = token.doc[i]
    if i == token.i or i == token.i - 1 or lemma(aux) in words.grammar.copulas:
        return None
    if aux.dep_.startswith("aux") and aux.head.i <= token.i:
        return None
    own = any(is_participle(c) and i < c.i < token.i for c in aux.children)
    return None if own or i > token.head.i else aux


def is_conditional(token: Token, words: Words) -> bool:
    """Whether a verb stands in the conditional: by its mood or, where a pipeline takes it for an imperfect, by its form."""
    if "Cnd" in token.morph.get("Mood", []):
        return True
    form, base = token.lower_, lemma(token)
    stems = {base.removesuffix(e) for e in words.clause.infinitive_endings}
    return any(
        form.endswith(e) and not any(form == stem + e[1:] for stem in stems) for e in words.clause.conditional_endings
    ) and token.pos_ in {"VERB", "AUX"}


def entries_of(token: Token, entries: dict[str, T], words: Words) -> T | None:
    """A verb's entry by its lemma, or by its form where a pipeline has no lemma of its participle ('enlevés')."""
    found = entries.get(lemma(token))
    if found is None and (
        token.pos_ in {"VERB", "AUX"}
        or token.dep_ in {"acl", "amod"}
        or any(c.dep_ == "aux:tense" for c in token.children)
    ):
        form = token.lower_
        for ending, stem in words.clause.participles.items():
            if form.endswith(ending) and (found := entries.get(form.removesuffix(ending) + stem)) is not None:
                break
    return found


def argument(trigger: Token, kind: str, words: Words) -> list[Token]:
    """The heads of one argument: 'subj', 'obj', 'agent', 'obl:PREPOSITION', 'inf:PREPOSITION', 'purpose',
    'theirs:PREPOSITION' (the objects of that infinitive)."""
    name, _, prep = kind.partition(":")
    if name == "subj":
        return who_of(trigger, words)
    if name == "obj":
        return objects(trigger, words)
    if name == "agent":
        a = agent(trigger, words)
        return nominals(a) if a is not None else []
    if name == "theirs":
        return [o for v in argument(trigger, f"inf:{prep}", words) for o in objects(v, words)]
    if name == "purpose":
        return [o for v in purposes(trigger, words) for o in objects(v, words)]
    out: list[Token] = []
    for p, head in complements(trigger, words):
        verbal = head.pos_ in {"VERB", "AUX"}
        if same_preposition(p, prep, words) and (is_infinitive(head) if name == "inf" else not verbal):
            out += nominals(head) if name == "obl" else infinitives(head)
            break
    if (
        not out and name == "obl" and prep not in words.grammar.of
    ):  # hung on a neighbour: 'l'attaque de X CONTRE Y', 'milite POUR le droit'
        far = next((t for p, t in behind(trigger, words) if p == prep), None)
        out = nominals(far) if far is not None else []
    if not out and name == "inf":
        far = next(_infinitives_behind(trigger, prep, words), None)
        out = infinitives(far) if far is not None else []
    if not out and name == "obl" and prep == words.clause.dative:
        dative = verb_group(trigger, words.grammar).dative if trigger.pos_ in {"VERB", "AUX"} else None
        out = [dative] if dative is not None else []
    return out


def _infinitives_behind(trigger: Token, prep: str, words: Words) -> Iterator[Token]:
    """The first infinitive behind its preposition to the right of a word, only noun phrases between."""
    for t in trigger.doc[trigger.i + 1 : trigger.sent.end]:
        if is_infinitive(t) and t.pos_ in {"VERB", "AUX"}:
            if preposition(t, words) == prep:
                yield t
            return
        if trigger.pos_ == "NOUN" and t.dep_ == "acl" and is_participle(t):
            continue
        if t.pos_ in {"VERB", "AUX"} or t.text in {",", ";", ":"} or fold(t) in words.grammar.complementizers:
            return


def infinitives(head: Token) -> list[Token]:
    """An infinitive and those coordinated with it."""
    return [head, *(c for c in head.children if c.dep_ == "conj" and is_infinitive(c))]


def purposes(trigger: Token, words: Words) -> list[Token]:
    """The infinitives of purpose below a verb: 'pour ANÉANTIR le Hamas'."""
    return [
        c
        for c in trigger.subtree
        if is_infinitive(c) and c.i > trigger.i and preposition(c, words) in words.clause.purpose
    ]


def is_passive(trigger: Token, words: Words) -> bool:
    """Whether a verb stands in the passive: by its auxiliary or as a bare past participle behind its noun."""
    if far_auxiliary(trigger, words) is not None:
        return False
    if any((c.dep_ == "aux:pass" and c.pos_ in {"AUX", "VERB"}) or c.dep_ == "nsubj:pass" for c in trigger.children):
        reflexive = any(c.dep_.startswith("expl") and c.i < trigger.i for c in trigger.children)
        return not reflexive and lemma(trigger) not in words.clause.intransitive
    if _joined_passive(trigger, words) or _be_passive(trigger, words):
        return True
    return (
        (is_participle(trigger) or trigger.pos_ != "VERB")
        and trigger.dep_ in {"acl", "amod"}
        and not any(c.dep_.startswith("aux") for c in trigger.children)
    )


def _be_passive(trigger: Token, words: Words) -> bool:
    """Whether the auxiliary is that of a passive, whatever the parse calls it: 'EST attendu à Lyon'."""
    aux = [c for c in trigger.children if c.dep_ == "aux:tense"]
    bare = len(aux) == 1 and lemma(aux[0]) in words.grammar.copulas and is_participle(trigger)
    reflexive = any(c.dep_.startswith("expl") and c.i < trigger.i for c in trigger.children)
    return bare and not reflexive and lemma(trigger) not in words.clause.intransitive


def _joined_passive(trigger: Token, words: Words) -> bool:
    """Whether a bare participle is joined to a passive: 'a été arrêté et PLACÉ en garde à vue'."""
    bare = is_participle(trigger) and not any(c.dep_.startswith(("aux", "nsubj")) for c in trigger.children)
    return bare and trigger.dep_ == "conj" and trigger.head.i < trigger.i and is_passive(trigger.head, words)


def agent(trigger: Token, words: Words) -> Token | None:
    """The agent of a passive, also where the parse hung it on a neighbour."""
    found = agent_of(trigger, words.grammar)
    if found is not None and any(fold(t) in words.grammar.agent_markers for t in trigger.doc[trigger.i + 1 : found.i]):
        return found
    return next((t for p, t in behind(trigger, words) if p in words.grammar.agent_markers), None)


def objects(trigger: Token, words: Words) -> list[Token]:
    """Direct objects; of a passive its subject, of a participle behind a noun that noun."""
    if is_passive(trigger, words):
        own = next((c for c in trigger.children if c.dep_ in SUBJECTS), None)
        if own is None and _joined_passive(trigger, words):
            return objects(trigger.head, words)
        if own is None and trigger.dep_ == "conj" and trigger.head.pos_ == "VERB":  # 'a été jugé mais A ÉTÉ GRACIÉ'
            own = next((c for c in trigger.head.children if c.dep_ in SUBJECTS and c.i < trigger.head.i), None)
        if own is None and trigger.dep_ in {"acl", "amod", "acl:relcl"}:
            own = _participle_noun(trigger)
        if (
            own is not None
            and own.pos_ == "PRON"
            and fold(own) in words.grammar.relative_pronouns
            and trigger.dep_.startswith("acl")
        ):
            own = trigger.head
        return nominals(own) if own is not None else []
    for c in trigger.children:
        if c.dep_ == "obj" and c.i > trigger.i and lemma(c) in words.grammar.time_nouns:
            continue  # 'a adopté JEUDI la loi'
        if c.dep_ == "obj" and (c.pos_ != "VERB" or any(k.dep_ == "det" for k in c.children)):
            if c.pos_ == "PRON" and fold(c) in words.grammar.relative_pronouns and trigger.dep_.startswith("acl"):
                return nominals(trigger.head)
            if fold(c) in words.grammar.reflexives:
                continue
            return nominals(c)
    return _object_behind(trigger, words) if trigger.pos_ == "VERB" else []


def _object_behind(trigger: Token, words: Words) -> list[Token]:
    """The first noun behind a verb with no preposition, or with an article that looks like one ('demande DES mesures')."""
    dative = False
    for prep, head in behind(trigger, words):
        subjects = [c for c in trigger.children if c.dep_ in SUBJECTS and c.i < trigger.i]
        if head.dep_ in SUBJECTS and not subjects and head.head == trigger:
            return []
        before = trigger.doc[left_edge(head) - 1]
        if prep == "" and (
            any(c.dep_ == "det" for c in head.children) or (head.pos_ == "PROPN" and before.i == trigger.i)
        ):
            return nominals(head)
        if fold(before) in words.clause.partitive and (before.i == trigger.i + 1 or dative):
            return nominals(head)
        if prep != words.clause.dative:
            return []
        dative = True
    return []


def _participle_noun(trigger: Token) -> Token:
    """The noun that a participle agrees with: 'une trêve sans la libération DES OTAGES enlevés' hangs on 'trêve' by mistake."""
    head = trigger.head
    number, gender = trigger.morph.get("Number", []), trigger.morph.get("Gender", [])
    for t in reversed(trigger.doc[head.i + 1 : trigger.i]):
        if t.pos_ == "NOUN" and _agrees(t, number, gender) and not _agrees(head, number, gender):
            return t
    return head


def _agrees(noun: Token, number: list[str], gender: list[str]) -> bool:
    n, g = noun.morph.get("Number", []), noun.morph.get("Gender", [])
    return (not n or not number or n == number) and (not g or not gender or g == gender)


def who_of(trigger: Token, words: Words) -> list[Token]:
    """Who does what a verb says, agents of passives included, with what is coordinated."""
    far = far_auxiliary(trigger, words)
    if far is not None:
        own = next((c for v in (far, far.head) for c in v.children if c.dep_ in SUBJECTS and c.i < far.i), None)
        return nominals(own) if own is not None else []
    if trigger.dep_ in {"acl", "amod"} and is_passive(trigger, words):
        a = agent(trigger, words)
        return nominals(a) if a is not None else []
    if trigger.pos_ not in {"VERB", "AUX"} and not has_auxiliary(trigger):
        return []
    if is_passive(trigger, words):
        a = agent(trigger, words)
        return nominals(a) if a is not None else []
    if is_gerund(trigger) and trigger.dep_ == "acl" and trigger.i > 0 and trigger.doc[trigger.i - 1].text == ",":
        above = governor(trigger)  # behind a comma it is no part of the noun before it: 'anéantir X, PILONNANT Y'
        while above is not None and not is_finite(above) and governor(above) is not None and not _finite_group(above):
            above = governor(above)
        return who_of(above, words) if above is not None else []
    s = _auxiliary_subject(trigger) or subject(verb_group(trigger, words.grammar), words.grammar)
    if s is not None and any(t.text == ":" for t in trigger.doc[s.i : trigger.i]):  # 'Sims : la police arrête X'
        s = next(
            (c for c in trigger.children if c.dep_ in SUBJECTS and ":" not in trigger.doc[c.i : trigger.i].text), None
        )
        if s is None:
            return []
    if s is not None and lemma(s) in words.grammar.time_nouns:  # 'La semaine dernière, X a demandé …'
        s = next((t for t in trigger.doc[s.i + 1 : trigger.i] if t.pos_ == "PROPN" and not preposition(t, words)), None)
    if s is not None and s.pos_ == "PRON" and fold(s) in words.grammar.relative_pronouns and s.i > 0:
        s = next((t for t in reversed(trigger.doc[trigger.sent.start : s.i]) if t.pos_ in {"NOUN", "PROPN"}), s)
    if s is None:  # 's'est retirée', 'est arrivé' parsed as a passive: no agent, the subject does it
        verbs = [trigger, *(c for c in trigger.children if c.dep_.startswith("aux"))]
        s = next((c for v in verbs for c in v.children if c.dep_ in SUBJECTS and c.i < trigger.i), None)
    if (
        s is None
        and not is_finite(trigger)
        and not any(is_finite(c) for c in trigger.children if c.dep_.startswith("aux"))
    ):
        above = governor(trigger)  # 'après avoir participé', hung on a noun: whose clause it is, does it
        return who_of(above, words) if above is not None else []
    return nominals(s) if s is not None else []


def _auxiliary_subject(verb: Token) -> Token | None:
    """The subject hung on the auxiliary, nearer than one hung on the verb: 'l'assemblée, dont LA MAJORITÉ a acclamé X, …'."""
    return next(
        (c for a in verb.children if a.dep_ == "aux:tense" for c in a.children if c.dep_ in SUBJECTS and c.i < a.i),
        None,
    )


def _finite_group(verb: Token) -> bool:
    return any(is_finite(c) for c in verb.children if c.dep_.startswith("aux"))


def governor(token: Token) -> Token | None:
    """The verb that a word depends on, over nouns."""
    t = token
    for _ in range(6):
        if t.head == t:
            return None
        t = t.head
        if t.pos_ in {"VERB", "AUX"}:
            return t
    return None
