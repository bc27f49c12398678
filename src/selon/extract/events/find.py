"""The events of an article as drafts: triggers with their participants' heads, before entities, days and statements."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from selon.extract.events.clauses import (
    agent,
    argument,
    entries_of,
    far_auxiliary,
    governor,
    has_auxiliary,
    is_passive,
    objects,
    who_of,
)
from selon.extract.events.lexicon import AIMED, EventLexicon, EventNoun, EventVerb, load_events
from selon.extract.events.phrases import Words, behind, complements, lemma, nominals, preposition
from selon.extract.events.reality import DONE, PLANNED, clause_range, reality
from selon.extract.statements.syntax import NOMINAL, SUBJECTS, fold, is_infinitive, noun_phrase, span_of
from selon.extract.statements.verb_groups import verb_group
from selon.language.analysis import Analysis
from selon.language.grammar import load_grammar
from selon.model import Span

GAMES = 4  # sentences on games from which, where they are a fifth, the article is on games
CONTROL = "control"  # the actor of a noun is the subject of its clause


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
    happens: bool = False
    past: bool = False  # told as over by its tense

    @property
    def rule(self) -> str:
        """The name of the rule and entry."""
        return f"event {'verb' if isinstance(self.entry, EventVerb) else 'noun'}: {self.entry.lemma}"


def find_events(analysis: Analysis, reported: list[Span] | None = None) -> list[EventDraft]:
    """All events told in an article, in text order; `reported` are the spans of what statements report.

    Of one trigger there may be several, by the entries of its lemma in their order: the first that holds is the one.
    """
    lexicon = load_events(analysis.lang)
    words = Words(load_grammar(analysis.lang), lexicon.words)
    out = []
    games = {sent.start for sent in analysis.doc.sents if any(lemma(t) in lexicon.words.sport for t in sent)}
    if len(games) >= GAMES and len(games) * 5 >= sum(1 for _ in analysis.doc.sents):
        return []
    for token in analysis.doc:
        if token.sent.start in games:
            continue
        inside = any(a <= token.idx < b for a, b in reported or [])
        out += _verb(token, lexicon, words, reported=inside) or _noun(token, lexicon, words, reported=inside)
    return out


def _verb(token: Token, lexicon: EventLexicon, words: Words, *, reported: bool) -> list[EventDraft]:
    if token.pos_ not in {"VERB", "ADJ", "NOUN"} or (
        token.pos_ != "VERB" and token.dep_ not in {"acl", "amod"} and not has_auxiliary(token)
    ):
        return []
    drafts = (
        _verb_entry(token, entry, lexicon, words, reported=reported)
        for entry in entries_of(token, lexicon.verbs, words) or ()
    )
    return [d for d in drafts if d is not None]


def _verb_entry(
    token: Token, entry: EventVerb, lexicon: EventLexicon, words: Words, *, reported: bool
) -> EventDraft | None:
    if token.pos_ != "VERB" and not has_auxiliary(token) and agent(token, words) is None:
        return None
    bare = token.dep_ in {"acl", "amod"} and not has_auxiliary(token) and far_auxiliary(token, words) is None
    if bare and not list(token.children):
        return None  # 'la personne PIRATÉE' says which, not what happened
    group = verb_group(token, words.grammar)
    if group.reflexive != entry.pronominal or (entry.passive and (bare or not is_passive(token, words))):
        return None
    goal = next((g for a in entry.goal if (g := argument(token, a, words))), [])
    if (
        entry.objects
        and "obj" in entry.goal
        and token.dep_ == "acl"
        and not any(lemma(g) in entry.objects for g in goal)
    ):
        goal = _further(token, goal, entry.objects)
    found = {w for g in goal for w in (lemma(g), fold(g))}
    if entry.objects and not found & entry.objects:
        return None
    everything = found | {lemma(h) for _, h in complements(token, words)}
    everything |= {lemma(h) for h in objects(token, words)} | {lemma(c) for c in token.children if c.dep_ == "advmod"}
    if everything & entry.traps:
        return None
    subjects = who_of(token, words)
    if any(lemma(s) in entry.traps | words.clause.disaster for s in subjects):
        return None
    if entry.subjects and not any(lemma(s) in entry.subjects for s in subjects):
        return None
    if entry.beside and not any(argument(token, a, words) for a in entry.beside):
        return None
    real = reality(token, words, reported=reported)
    if real is None:
        return None
    who = next((w for a in entry.who if (w := argument(token, a, words))), [])
    if not _clued(token, entry, lexicon, alone=not any(map(lexicon.people.anybody, who))):
        return None
    whom = _other(token, entry.whom, goal if entry.objects else [], words)
    places = _places(token, words, entry.places)
    inner = goal if entry.objects else []
    start, end = clause_range(
        token,
        words,
        [
            *whom,
            *_named(places),
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
        planned=entry.planned or real == PLANNED,
        governed_by=governor(token),
        evidence=(span_of(doc, group.start, group.end),),
        past=real == DONE and (has_auxiliary(token) or "Past" in token.morph.get("Tense", [])),
    )


def _further(token: Token, goal: list[Token], wanted: frozenset[str]) -> list[Token]:
    """The noun that a participle stands further behind: 'la LOI sur le harcèlement adoptée par X'."""
    above = token.head
    while above.dep_ == "nmod" and above.head.pos_ in NOMINAL:
        above = above.head
        if lemma(above) in wanted and token.morph.get("Gender", []) in ([], above.morph.get("Gender", [])):
            return [above]
    return goal


def _clued(token: Token, entry: EventVerb | EventNoun, lexicon: EventLexicon, *, alone: bool) -> bool:
    """Whether the sentence says of what kind the event is, where its entry asks for that; `alone`: nobody did it."""
    said = {lemma(t) for t in token.sent if t != token}
    if entry.clue is not None and not said & lexicon.clues[entry.clue]:
        return False
    if entry.lone_clue is None or not alone:
        return True
    return bool(said & lexicon.clues[entry.lone_clue]) and not said & lexicon.words.disaster


def _other(token: Token, kinds: tuple[str, ...], goal: list[Token], words: Words) -> list[Token]:
    """The first argument that is there, on the verb or on the noun that it takes: 'signé un accord AVEC X'."""
    for kind in kinds:
        for base in [token, *goal]:
            found = argument(base, kind, words) if base == token or kind.startswith("obl") else []
            found = [f for f in found if f not in goal]
            if found:
                return found
    for g in goal if kinds != ("obj",) else []:
        for prep, head in complements(g, words):
            if fold_prep(prep, words) in words.grammar.of and head.pos_ in NOMINAL:
                return nominals(head)
    return []


def fold_prep(prep: str, words: Words) -> str:
    """A preposition with its contraction undone."""
    return words.grammar.contracted.get(prep, prep)


def _places(token: Token, words: Words, more: frozenset[str]) -> list[Token]:
    """The nouns behind prepositions of place, and direct objects, nearest first."""
    prepositions = words.clause.place | more
    out = [h for p, h in complements(token, words) if p in prepositions and h.pos_ in {"PROPN", "NOUN"}]
    out += [
        k
        for k in token.subtree
        if k.i > token.i
        and k.pos_ == "PROPN"
        and k not in out
        and preposition(k, words) in prepositions - words.grammar.of
        and not any(b.pos_ == "VERB" and b.dep_ not in {"obj", "obl:arg"} for b in token.doc[token.i + 1 : k.i])
    ]
    if token.pos_ == "NOUN":
        near = words.clause.place - words.grammar.of
        out += [h for p, h in behind(token, words, reach=10) if p in near and h not in out]
        if token.dep_ in SUBJECTS and _happens(token, words):
            out += [h for p, h in complements(token.head, words) if p in near and h.pos_ in {"PROPN", "NOUN"}]
    return out + [o for o in argument(token, "obj", words) if token.pos_ == "VERB" and o.pos_ in {"PROPN", "NOUN"}]


def _named(places: list[Token]) -> list[Token]:
    """The places by name, which belong to an event's words; 'dans la rue' does not."""
    return [p for p in places if p.pos_ == "PROPN" or p.is_title or any(c.pos_ == "PROPN" for c in p.children)]


def _happens(noun: Token, words: Words) -> bool:
    """Whether a noun takes place by what stands around it: 'a éclaté', 'le pays a connu …', 'lors de …'."""
    head = noun.head
    if head.pos_ == "VERB" and noun.dep_ in SUBJECTS and lemma(head) in words.clause.happening:
        return True
    undergone = head.pos_ == "VERB" and noun.dep_ == "obj" and lemma(head) in words.clause.undergoing
    return undergone or preposition(noun, words) in words.clause.during


def _noun(token: Token, lexicon: EventLexicon, words: Words, *, reported: bool) -> list[EventDraft]:
    name = lemma(token)
    if token.pos_ != "NOUN":  # 'le RETRAIT des troupes', taken for a verb
        name = fold(token) if token.pos_ == "VERB" and any(c.dep_ == "det" for c in token.children) else ""
    drafts = (_noun_entry(token, entry, lexicon, words, reported=reported) for entry in lexicon.nouns.get(name, ()))
    return [d for d in drafts if d is not None]


def _noun_entry(
    token: Token, entry: EventNoun, lexicon: EventLexicon, words: Words, *, reported: bool
) -> EventDraft | None:
    links = list(complements(token, words))
    own = {lemma(c) for c in token.children} | {lemma(h) for _, h in links} | {lemma(token.head)}
    if own & entry.traps or own & words.clause.unreal_adjectives:
        return None
    if entry.never and fold_prep(preposition(token, words), words) in entry.never:
        return None
    if any(fold(c) in words.clause.none_determiners for c in token.children):
        return None
    purposes = words.clause.purpose
    if (
        entry.type not in AIMED
        and CONTROL not in entry.who
        and any(preposition(t, words) in purposes for t in _above(token, governor(token)))
    ):
        return None  # 'un meilleur climat POUR la libération de X'; but 'arrêté POUR le meurtre de X'
    real, light = _noun_reality(token, words, reported=reported)
    if real is None:
        return None
    who: list[Token] = []
    above = governor(token)
    if CONTROL in entry.who and above is not None and any("Yes" in c.morph.get("Poss", []) for c in token.children):
        who = who_of(above, words)  # 'X parle de SA rencontre avec Y'
    between = False
    for kind in () if who else entry.who:
        if kind == CONTROL:
            who = _controller(token, light, words)
        else:
            who = next((nominals(h) for p, h in links if fold_prep(p, words) == kind), [])
            if not who and kind not in words.grammar.of:
                who = argument(token, f"obl:{kind}", words)
        if who:
            between = kind in words.clause.between
            break
    if not who and entry.who:  # 'les attaques revendiquées PAR LE GROUPE'
        told = (c for c in token.children if c.dep_ == "acl" and lemma(c) in words.clause.light)
        who = next((nominals(a) for c in told if (a := agent(c, words)) is not None), [])
    if not who and entry.who:  # 'les frappes ISRAÉLIENNES'
        who = [c for c in token.children if c.dep_ == "amod" and c.pos_ == "ADJ"]
    if entry.subjects and not any(lemma(t) in entry.subjects for w in who for t in (w, *w.children)):
        return None
    whom = next((w for k in entry.whom if (w := argument(token, k, words)) and w[0] not in who), [])
    if between and not whom:
        who, whom = who[:1], who[1:] or _partner(who[0])
    if not _clued(token, entry, lexicon, alone=not any(map(lexicon.people.anybody, who))):
        return None
    places = _places(token, words, entry.places)
    left, right = token.i, token.i + 1
    linked = {h.i for _, h in links}
    for h in [*(w for w in who if w.i in linked), *whom, *_named(places)]:
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
    return EventDraft(
        entry,
        token,
        span,
        tuple(who),
        tuple(whom),
        tuple(places),
        planned,
        governor(token),
        (head,),
        happens=_happens(token, words),
    )


def _partner(first: Token) -> list[Token]:
    """The noun joined to another where the parse parts them: 'entre la police ET LES MANIFESTANTS ont éclaté'."""
    rest = [
        t
        for t in first.doc[first.i + 1 : first.sent.end]
        if t.head == first or t.dep_ in {"cc", "det"} or t.pos_ in NOMINAL
    ]
    joint = next((t for t in rest if t.dep_ == "cc" and t.i - first.i < 4), None)
    other = next((t for t in rest if joint is not None and t.i > joint.i and t.pos_ in {"NOUN", "PROPN"}), None)
    return nominals(other) if other is not None and joint is not None and other.i - joint.i < 4 else []


def _noun_reality(token: Token, words: Words, *, reported: bool) -> tuple[str | None, Token | None]:
    """Whether a noun's event is done or planned, and the light verb that carries it ('mener des discussions')."""
    head = governor(token)
    if any(fold(c) in words.grammar.negations for c in token.children):
        return None, None  # 'ils ne sont pas en DISCUSSION avec X'
    if any(
        lemma(t) in words.clause.unreal_nouns or preposition(t, words) in words.clause.unless
        for t in _above(token, head)
    ):
        return None, None
    if head is None:
        return DONE, None
    direct = token.head == head
    name = lemma(head)
    if name in words.clause.unreal_verbs:
        return None, None
    if name in words.clause.ordering and token.dep_.split(":")[0] in {"obj", "obl", "nmod"}:
        return PLANNED, None
    if direct and is_infinitive(head) and token.dep_ == "obj" and reality(head, words, reported=reported) is None:
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


def _above(token: Token, verb: Token | None) -> list[Token]:
    """The noun and those between it and the verb, or the root."""
    out, t = [token], token
    while t.head != verb and t.head != t:
        t = t.head
        out.append(t)
    return out
