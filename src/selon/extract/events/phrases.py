"""Noun phrases and what hangs on a word: its prepositions, nouns joined to it, complements by the tree and by their order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from selon.extract.events.words import ClauseWords
from selon.extract.statements.syntax import NOMINAL, SUBJECTS, fold, is_infinitive, is_participle
from selon.language.grammar import Grammar

ARGUMENTS = ("obl", "nmod", "iobj", "obj", "xcomp", "advcl", "ccomp", "advmod", "acl", "dep", "conj", "fixed")


@dataclass(frozen=True, slots=True)
class Words:
    """The closed classes that the questions below need."""

    grammar: Grammar
    clause: ClauseWords


def lemma(token: Token) -> str:
    """The lemma in lower case with straight apostrophe."""
    return token.lemma_.lower().replace("’", "'")


def left_edge(head: Token) -> int:
    """The first token of a noun's own words (determiner, adjectives, number, title) left of it."""
    left = head.i
    for c in head.children:
        if (
            c.i < head.i
            and c.pos_ != "ADP"
            and c.dep_.split(":")[0] in {"det", "amod", "nummod", "flat", "compound", "appos"}
        ):
            left = min(left, left_edge(c))
    return left


def preposition(head: Token, words: Words) -> str:
    """The preposition before a noun or infinitive, multi-word ones whole, contractions undone; '' where there is none."""
    doc, sent = head.doc, head.sent
    i = left_edge(head) - 1
    if head.pos_ in {"VERB", "AUX"}:
        i = min([i, *(c.i - 1 for c in head.children if c.dep_.startswith("aux") and c.i < head.i)])
    while i >= sent.start and (doc[i].is_quote or doc[i].text in {"«", "“", "(", "[", "..."}):
        i -= 1
    while i >= sent.start and fold(doc[i]) in words.clause.infinitive_clitics and is_infinitive(head):
        i -= 1  # 'de S'EN prendre à X'
    while i >= sent.start and fold(doc[i]) in words.grammar.negations | words.clause.negation_adverbs:
        i -= 1
    if i < sent.start:
        return ""
    last = words.grammar.contracted.get(fold(doc[i]), fold(doc[i]))
    own = fold(head) if i == head.i else ""
    for size in range(5, 0, -1):
        start = i - size + 1
        if start < sent.start:
            continue
        said = " ".join([*(fold(t) for t in doc[start:i]), last]).replace("' ", "'")
        if said in words.clause.prepositions and not own:
            return said
    return ""


def nominals(head: Token) -> list[Token]:
    """A noun and what is coordinated with it."""
    out = [head]
    for c in head.children:
        if c.dep_ == "conj" and c.pos_ in NOMINAL:
            out += nominals(c)
    return out


def complements(trigger: Token, words: Words) -> Iterator[tuple[str, Token]]:
    """The (preposition, head) of what hangs on a verb or noun to its right, nearest first; inside complex prepositions
    ('en faveur DE LA TRÊVE') the noun behind them."""
    found: list[tuple[int, str, Token]] = []
    for c in trigger.children:
        if c.i < trigger.i and c.dep_ not in {"iobj", "obl:arg", "obl", "obl:mod"}:
            continue
        if c.dep_.split(":")[0] not in ARGUMENTS or (c.dep_ == "conj" and c.pos_ not in NOMINAL):
            continue
        kinds = {k.dep_ for k in c.children}
        if c.dep_ == "conj" and (not kinds & {"case", "mark"} or kinds & {"cop", *SUBJECTS}):
            continue
        inner = [
            k
            for k in c.subtree
            if k.i > c.i and k.pos_ in NOMINAL | {"VERB"} and len(preposition(k, words).split()) > 1
        ]
        own = preposition(c, words)
        found.append((c.i, own, c))
        found += [(k.i, preposition(k, words), k) for k in inner if _reaches(k, c)]
    seen = set()
    for i, prep, head in sorted(found, key=lambda f: f[0]):
        if i not in seen:
            seen.add(i)
            yield prep, head


def _reaches(inner: Token, outer: Token) -> bool:
    """Whether only one word stands between: the noun of a complex preposition."""
    return inner.head == outer or inner.head.head == outer


def same_preposition(a: str, b: str, words: Words) -> bool:
    """Whether two prepositions are one: 'd'' is 'de'."""
    return a == b or {a, b} <= words.grammar.of


def behind(trigger: Token, words: Words, *, reach: int = 18) -> Iterator[tuple[str, Token]]:
    """The (preposition, noun) pairs to the right of a word by their order alone, up to the next verb or clause mark."""
    for t in trigger.doc[trigger.i + 1 : min(trigger.i + 1 + reach, trigger.sent.end)]:
        if trigger.pos_ == "NOUN" and t.dep_ == "acl" and is_participle(t):
            continue  # 'les efforts DÉPLOYÉS par X en faveur de Y'
        if (t.pos_ == "VERB" and not any(c.dep_ == "det" for c in t.children)) or t.text in {",", ";", ":"}:
            return
        if t.pos_ in {"NOUN", "PROPN"} or (t.pos_ == "VERB" and t.dep_ in {"obj", "obl"}):
            if not t.dep_.startswith("flat"):
                yield preposition(t, words), t
        elif fold(t) in words.grammar.complementizers | words.grammar.question_words and t.pos_ != "DET":
            return
