"""The events of an article as drafts: triggers with their participants' heads, before entities, days and statements."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from selon.extract.events.clauses import (
    Words,
    agent,
    argument,
    complements,
    entries_of,
    governor,
    has_auxiliary,
    lemma,
    nominals,
    preposition,
    who_of,
)
from selon.extract.events.lexicon import EventLexicon, EventNoun, EventVerb, load_events
from selon.extract.events.reality import DONE, PLANNED, clause_range, reality
from selon.extract.statements.syntax import NOMINAL, fold, noun_phrase, span_of, verb_group
from selon.language.analysis import Analysis
from selon.language.grammar import load_grammar
from selon.model import Span


@dataclass(frozen=True, slots=True)
class EventDraft:
    """An event that a rule found: heads of participants as tokens, spans in code points."""

    entry: EventVerb | EventNoun
    trigger: Token
    span: Span
    who: tuple[Token, ...]
    whom: tuple[Token, ...]
    places: tuple[Token, ...]
    planned: bool
    governed_by: Token | None
    evidence: tuple[Span, ...]

    @property
    def rule(self) -> str:
        """The name of the rule and entry."""
        return f"event {'verb' if isinstance(self.entry, EventVerb) else 'noun'}: {self.entry.lemma}"


def find_events(analysis: Analysis, reported: list[Span] | None = None) -> list[EventDraft]:
    """All events told in an article, in text order; `reported` are the spans of what statements report."""
    lexicon = load_events(analysis.lang)
    words = Words(load_grammar(analysis.lang), lexicon.words)
    out = []
    games = {sent.start for sent in analysis.doc.sents if any(lemma(t) in lexicon.words.sport for t in sent)}
    for token in analysis.doc:
        if token.sent.start in games:
            continue
        inside = any(a <= token.idx < b for a, b in reported or [])
        draft = _verb(token, lexicon, words, reported=inside) or _noun(token, lexicon, words, reported=inside)
        if draft is not None:
            out.append(draft)
    return out


def _verb(token: Token, lexicon: EventLexicon, words: Words, *, reported: bool) -> EventDraft | None:
    if token.pos_ not in {"VERB", "ADJ", "NOUN"} or (
        token.pos_ != "VERB" and token.dep_ not in {"acl", "amod"} and not has_auxiliary(token)
    ):
        return None
    for entry in entries_of(token, lexicon.verbs, words) or ():
        draft = _verb_entry(token, entry, words, reported=reported)
        if draft is not None:
            return draft
    return None


def _verb_entry(token: Token, entry: EventVerb, words: Words, *, reported: bool) -> EventDraft | None:
    if token.pos_ != "VERB" and not has_auxiliary(token) and agent(token, words) is None:
        return None
    group = verb_group(token, words.grammar)
    if group.reflexive != entry.pronominal:
        return None
    goal = next((g for a in entry.goal if (g := argument(token, a, words))), [])
    found = {lemma(g) for g in goal}
    if entry.objects and not found & entry.objects:
        return None
    everything = found | {lemma(h) for _, h in complements(token, words)}
    if everything & entry.traps:
        return None
    subjects = who_of(token, words)
    if any(lemma(s) in entry.traps for s in subjects):
        return None
    real = reality(token, words, reported=reported)
    if real is None:
        return None
    who = next((w for a in entry.who if (w := argument(token, a, words))), [])
    whom = _other(token, entry.whom, goal if entry.objects else [], words)
    places = _places(token, words)
    inner = goal if entry.objects else []
    start, end = clause_range(
        token,
        words,
        [
            *whom,
            *places,
            *inner,
            *(w for w in who if w.i > token.i and not any(t.text == "," for t in token.doc[token.i : w.i])),
        ],
    )
    doc = token.doc
    return EventDraft(
        entry=entry,
        trigger=token,
        span=span_of(doc, start, end),
        who=tuple(who),
        whom=tuple(w for w in whom if w not in who),
        places=tuple(places),
        planned=real == PLANNED,
        governed_by=governor(token),
        evidence=(span_of(doc, group.start, group.end),),
    )


def _other(token: Token, kinds: tuple[str, ...], goal: list[Token], words: Words) -> list[Token]:
    """The first argument that is there, on the verb or on the noun that it takes: 'signé un accord AVEC X'."""
    for kind in kinds:
        for base in [token, *goal]:
            found = argument(base, kind, words) if base == token or kind.startswith("obl") else []
            found = [f for f in found if f not in goal]
            if found:
                return found
    for g in goal:
        for prep, head in complements(g, words):
            if fold_prep(prep, words) in words.grammar.of and head.pos_ in NOMINAL:
                return nominals(head)
    return []


def fold_prep(prep: str, words: Words) -> str:
    """A preposition with its contraction undone."""
    return words.grammar.contracted.get(prep, prep)


def _places(token: Token, words: Words) -> list[Token]:
    """The nouns behind prepositions of place, and direct objects, nearest first."""
    out = [h for p, h in complements(token, words) if p in words.clause.place and h.pos_ in {"PROPN", "NOUN"}]
    out += [
        k
        for k in token.subtree
        if k.i > token.i
        and k.pos_ == "PROPN"
        and k not in out
        and preposition(k, words) in words.clause.place - words.grammar.of
        and not any(b.pos_ == "VERB" for b in token.doc[token.i + 1 : k.i])
    ]
    return out + [o for o in argument(token, "obj", words) if token.pos_ == "VERB" and o.pos_ in {"PROPN", "NOUN"}]


def _noun(token: Token, lexicon: EventLexicon, words: Words, *, reported: bool) -> EventDraft | None:
    if token.pos_ != "NOUN":
        return None
    for entry in lexicon.nouns.get(lemma(token), ()):
        draft = _noun_entry(token, entry, words, reported=reported)
        if draft is not None:
            return draft
    return None


def _noun_entry(token: Token, entry: EventNoun, words: Words, *, reported: bool) -> EventDraft | None:
    links = list(complements(token, words))
    own = {lemma(c) for c in token.children} | {lemma(h) for _, h in links} | {lemma(token.head)}
    if own & entry.traps or own & words.clause.unreal_adjectives:
        return None
    if any(fold(c) in words.clause.none_determiners for c in token.children):
        return None
    real, light = _noun_reality(token, words, reported=reported)
    if real is None:
        return None
    who: list[Token] = []
    for kind in entry.who:
        if kind == "control":
            who = _controller(token, light, words)
        else:
            who = next((nominals(h) for p, h in links if fold_prep(p, words) == kind), [])
        if who:
            break
    whom = next((w for k in entry.whom if (w := argument(token, k, words)) and w[0] not in who), [])
    places = _places(token, words)
    left, right = token.i, token.i + 1
    linked = {h.i for _, h in links}
    for h in [*(w for w in who if w.i in linked), *whom, *places]:
        if h.i > token.i:
            right = max(right, noun_phrase(h, words.grammar)[1])
    left = min(
        [left, *(c.i for c in token.children if c.i < left and c.dep_.split(":")[0] in {"det", "amod", "nummod"})]
    )
    if light is not None and light.i < left:
        left = verb_group(light, words.grammar).start
    span = span_of(token.doc, left, right)
    planned = real == PLANNED or bool(own & words.clause.planned_adjectives)
    head = span_of(token.doc, token.i, token.i + 1)
    return EventDraft(entry, token, span, tuple(who), tuple(whom), tuple(places), planned, governor(token), (head,))


def _noun_reality(token: Token, words: Words, *, reported: bool) -> tuple[str | None, Token | None]:
    """Whether a noun's event is done or planned, and the light verb that carries it ('mener des discussions')."""
    head = governor(token)
    if head is None:
        return DONE, None
    direct = token.head == head
    name = lemma(head)
    if name in words.clause.unreal_verbs:
        return None, None
    if direct and name in words.clause.light and token.dep_.split(":")[0] in {"obj", "obl", "nsubj"}:
        return reality(head, words, reported=reported), head if token.dep_.split(":")[0] != "nsubj" else None
    if direct and preposition(token, words) in words.clause.unreal_marks - {"avant", "pour"}:
        return None, None
    return DONE, None


def _controller(token: Token, light: Token | None, words: Words) -> list[Token]:
    """Who takes part in a meeting told as an adverbial or with a light verb: the subject of its clause."""
    verb = light or governor(token)
    if verb is None:
        return []
    if light is None and not any(preposition(t, words) in words.clause.control for t in _above(token, verb)):
        return []
    return who_of(verb, words)


def _above(token: Token, verb: Token) -> list[Token]:
    """The noun and those between it and the verb."""
    out, t = [token], token
    while t.head != verb and t.head != t:
        t = t.head
        out.append(t)
    return out
