"""What a stance is taken on: the heads of the objects, clauses and infinitives that its verb takes."""

from __future__ import annotations

from spacy.tokens import Token

from selon.extract.events.clauses import argument, infinitives
from selon.extract.events.phrases import complements, lemma, preposition
from selon.extract.positions.desk import Desk
from selon.extract.positions.lexicon import StanceVerb
from selon.extract.statements.syntax import SUBJECTS, fold, is_finite, is_infinitive
from selon.extract.statements.verb_groups import verb_group


def topics_of(desk: Desk, token: Token, kind: str, entry: StanceVerb) -> list[Token]:
    """The heads of one kind of topic."""
    w = desk.words
    name, _, prep = kind.partition(":")
    if name == "clause":
        for c in token.children:
            mark = next((k for k in c.children if k.dep_ == "mark" and fold(k) in w.grammar.complementizers), None)
            if (
                c.dep_ in {"ccomp", "xcomp", "advcl", "obl", "acl"}
                and c.i > token.i
                and mark is not None
                and (is_verbal(c) or any(k.dep_ in SUBJECTS for k in c.children))
            ):
                between = {fold(t) for t in desk.doc[token.i + 1 : mark.i]}
                if not prep or prep in between or any(w.grammar.contracted.get(b) == prep for b in between):
                    return [c] if not entry.policy or names_policy(desk, c) else []
        return [c for c in clause_behind(desk, token, prep) if not entry.policy or names_policy(desk, c)]
    if name == "inf":
        found = argument(token, kind, w) if prep != "_" else bare_infinitives(token, desk.own.policy_verbs)
        if not found:
            return []
        more = [
            t
            for t in token.subtree
            if t.dep_ == "conj" and is_infinitive(t) and t not in found and preposition(t, w) == prep
        ]
        found = [*found, *more]
        found = [e for f in found for e in efforts(desk, f)]
        return [f for f in found if not entry.policy or names_policy(desk, f)]
    heads = argument(token, kind, w)
    out: list[Token] = []
    for h in heads:
        if (entry.policy or entry.abstract) and not (names_policy(desk, h) or lemma(h) in desk.own.effort_nouns):
            continue
        if lemma(h) in desk.own.effort_nouns:
            purposes = [p for t in h.subtree if is_infinitive(t) and preposition(t, w) in w.clause.purpose for p in [t]]
            if not purposes:
                purposes = [
                    t for t in token.subtree if is_infinitive(t) and t.i > h.i and preposition(t, w) in w.clause.purpose
                ]
            if purposes:
                out += purposes
                continue
            if h.pos_ == "NOUN" and lemma(h) in desk.own.empty_topics:
                continue
        out.append(h)
    return out


def quits(desk: Desk, infinitive: Token) -> Token | None:
    """What an infinitive gives up or is against: 'RENONCER au nucléaire', 'SORTIR de l'euro', 'VOTER contre le budget'."""
    own, w = desk.own, desk.words
    kinds: list[str] = []
    if lemma(infinitive) in own.quitting:
        kinds = ["obj", *(f"obl:{p}" for p in sorted(own.quitting_markers))]
    reflexive = verb_group(infinitive, w.grammar).reflexive
    for entry in desk.lexicon.verbs.get(lemma(infinitive), ()):
        if entry.stance == "opposes" and entry.pronominal == reflexive:
            kinds += [k for k in entry.topic if k.startswith("ob")]
    left = next((a for k in kinds if (a := argument(infinitive, k, w))), None)
    return left[0] if left and (left[0].pos_ == "PROPN" or lemma(left[0]) in own.policy_nouns) else None


def told_as_fact(desk: Desk, head: Token) -> bool:
    """'rejette l'IDÉE que la Cour est lente': what a claim is about is no proposal, but in the subjunctive."""
    after = head.i + 1
    if lemma(head) not in desk.own.anaphors or after >= head.sent.end or desk.doc[after].pos_ != "SCONJ":
        return False
    verb = next((t for t in desk.doc[after : head.sent.end] if is_finite(t)), None)
    return verb is not None and "Sub" not in verb.morph.get("Mood", [])


def _own(noun: Token) -> bool:
    """'apporter SON aide': what is one's own is no policy."""
    return any("Yes" in c.morph.get("Poss", []) for c in noun.children)


def names_policy(desk: Desk, head: Token) -> bool:
    """Whether words are something that one can be for or against: a measure, or what becomes of one."""
    own = desk.own
    if is_infinitive(head) or head.lower_ in own.policy_verbs:
        if any(c.pos_ == "PRON" and c.i > head.i and fold(c) in own.empty_topics for c in head.children):
            return False  # 'se battre contre CELA'
        objects = argument(head, "obj", desk.words)
        if {lemma(head), head.lower_} & own.policy_verbs or quits(desk, head) is not None:
            if preposition(head, desk.words):
                return True  # 'invite les États À réduire LEUR déficit': another's
            # 'souhaite doubler SA clientèle': a business of one's own
            return not objects or any(not _own(o) or lemma(o) in own.policy_nouns for o in objects)
        policy = any(lemma(o) in own.policy_nouns and not _own(o) for o in objects)
        if lemma(head) in desk.lexicon.verbs:  # 'demande aux sénateurs d'APPUYER le juge'
            return policy or any(t.pos_ == "PROPN" for o in objects for t in o.subtree)
        return policy and lemma(head) not in desk.analysis.lexicon.verbs  # to explain a reform is not to want it
    nominal = head.pos_ in {"NOUN", "PROPN"} or any(c.dep_ == "det" for c in head.children)
    if nominal and not any(c.dep_ in SUBJECTS for c in head.children):
        return bool({lemma(head), head.lower_} & (own.policy_nouns | own.anaphors))
    verbs = [head, *(t for t in head.sent if t.pos_ in {"VERB", "AUX"} and (t.head == head or head.head == t))]
    named = [c for v in verbs for c in v.children if c.dep_ in {*SUBJECTS, "obj"} and c.pos_ == "NOUN"]
    return any(lemma(v) in own.policy_verbs for v in verbs) or any(lemma(c) in own.policy_nouns for c in named)


def clause_behind(desk: Desk, token: Token, prep: str) -> list[Token]:
    """The finite verb of a clause that opens right behind a verb, where the tree has no head for it: 'appelle à ce que P'."""
    w = desk.words
    for t in desk.doc[token.i + 1 : min(token.i + 4, token.sent.end)]:
        if fold(t) in w.grammar.complementizers:
            said = {w.grammar.contracted.get(fold(b), fold(b)) for b in desk.doc[token.i + 1 : t.i]}
            if prep and prep not in said:
                return []
            found = next((v for v in desk.doc[t.i + 1 : token.sent.end] if is_finite(v)), None)
            return [found] if found is not None else []
        if t.pos_ in {"NOUN", "VERB", "PUNCT"}:
            return []
    return []


def is_verbal(token: Token) -> bool:
    """Whether a token heads a clause: a verb, or a predicate with its copula."""
    return token.pos_ in {"VERB", "AUX"} or any(c.dep_ == "cop" for c in token.children)


def bare_infinitives(token: Token, policies: frozenset[str]) -> list[Token]:
    found = next(
        (
            c
            for c in token.children
            if c.dep_ in {"xcomp", "ccomp"}
            and c.i > token.i
            and (is_infinitive(c) or c.lower_ in policies)
            and not any(k.dep_ in {"mark", "case"} for k in c.children)
        ),
        None,
    )
    return infinitives(found) if found is not None else []


def efforts(desk: Desk, inf: Token) -> list[Token]:
    """'faire plus POUR PROTÉGER les civils': the purpose is what is wanted where the infinitive says only effort."""
    w = desk.words
    if lemma(inf) in desk.own.efforts and not any(
        p and p not in w.clause.purpose and h.pos_ in {"NOUN", "PROPN"} for p, h in complements(inf, w)
    ):
        found = [t for t in inf.subtree if is_infinitive(t) and t.i > inf.i and preposition(t, w) in w.clause.purpose]
        if found:
            return found[:1] + [t for t in found[1:] if t.head in found]
        return []
    return [inf]
