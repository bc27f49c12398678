"""What a stance is taken on: the heads of the objects, clauses and infinitives that its verb takes."""

from __future__ import annotations

from spacy.tokens import Token

from selon.extract.events.clauses import (
    argument,
    complements,
    infinitives,
    lemma,
    preposition,
)
from selon.extract.positions.desk import Desk
from selon.extract.positions.lexicon import StanceVerb
from selon.extract.statements.syntax import fold, is_finite, is_infinitive


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
                and is_verbal(c)
            ):
                between = {fold(t) for t in desk.doc[token.i + 1 : mark.i]}
                if not prep or prep in between or any(w.grammar.contracted.get(b) == prep for b in between):
                    return [c]
        return clause_behind(desk, token, prep)
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
        return [f for f in found if not entry.policy or {lemma(f), f.lower_} & desk.own.policy_verbs]
    heads = argument(token, kind, w)
    out: list[Token] = []
    for h in heads:
        if (entry.policy or entry.abstract) and lemma(
            h
        ) not in desk.own.policy_nouns | desk.own.anaphors | desk.own.effort_nouns:
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
