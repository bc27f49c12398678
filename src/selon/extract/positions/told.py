"""Positions that statements tell: their act says for or against what, their source is who, their content begins with the topic.

The tree alone often loses what a statement has found by order and marks: the subject and object of 'a, de son côté,
dénoncé X', whom 'son' means in 'réitérer son soutien à X'. And every verb of an act is known here, not only those that
have an entry of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from selon.extract.events.phrases import lemma, preposition
from selon.extract.positions.acts import drafts_of
from selon.extract.positions.assertion import asserted
from selon.extract.positions.desk import Desk, Draft
from selon.extract.positions.lexicon import Scope, StanceAct, StanceVerb
from selon.extract.positions.topics import names_policy, told_as_fact
from selon.extract.statements.syntax import fold, is_finite, is_infinitive
from selon.extract.statements.verb_groups import verb_group
from selon.model import Stance, Statement

REACH = 14  # tokens between a cue and its content: an addressee, a date


@dataclass(frozen=True, slots=True)
class _Content:
    """How the content of a statement begins: the kind of its words, the word before them, their head."""

    kind: Literal["noun", "infinitive", "clause"]
    before: str
    head: Token
    topic: tuple[int, int]  # tokens


def find_told(desk: Desk, acts: list[Draft]) -> Iterator[Draft]:
    """The positions of statements whose cue no draft of `acts` has come from, in text order."""
    done = {s.id for d in acts if (s := desk.cued(d.trigger)) is not None}
    for s in desk.statements:
        if s.id in done or s.cue is None or not s.content or s.source.span is None:
            continue
        first = desk.page.token_from(s.cue[0])
        cue = desk.doc[first : desk.page.token_upto(s.cue[1])]
        content = _content(desk, s, cue.end)
        trigger = next((t for t in reversed(cue) if t.pos_ in {"VERB", "NOUN", "ADJ"}), cue[-1])
        neutral = any(lemma(t) in desk.own.neutral for t in cue) or cue[0].sent.start in desk.games
        if content is not None and not neutral and _holds(desk, cue.start, cue.end):
            stance = _stance(desk, s, list(cue), content)
            if stance is not None:
                yield from drafts_of(
                    desk, trigger, s.act, stance, content.head, None, kind="told", statement=s.id, topic=content.topic
                )


def _content(desk: Desk, s: Statement, after: int) -> _Content | None:
    """The beginning of a content that the cue leads into: no colon, no clause and no quotation of its own between."""
    doc, w = desk.doc, desk.words
    start, end = desk.page.token_from(s.content[0][0]), desk.page.token_upto(s.content[0][1])
    if not after <= start <= after + REACH or any(t.text == ":" or is_finite(t) for t in doc[after:start]):
        return None
    if any(fold(t) in w.grammar.complementizers for t in doc[max(after, start - 2) : start]):
        verb = next((t for t in doc[start:end] if is_finite(t)), None)
        return _Content("clause", "", verb, desk.cut(start, end, verb)) if verb is not None else None
    for t in doc[start:end]:
        if is_infinitive(t) or t.lower_ in desk.own.policy_verbs:
            return _Content("infinitive", preposition(t, w), t, desk.cut(start, end, t))
        if t.pos_ in {"NOUN", "PROPN"}:
            return _Content("noun", preposition(t, w), t, desk.cut(start, end, t))
        if t.pos_ in {"VERB", "AUX", "SCONJ"} and t.dep_ != "amod":
            return None
    return None


def _holds(desk: Desk, start: int, end: int) -> bool:
    """Whether a statement is told as made: not asked, denied or supposed."""
    w = desk.words
    for t in desk.doc[start:end]:
        if t.pos_ not in {"VERB", "AUX"}:
            continue
        above = t.head if is_infinitive(t) and t.head.pos_ == "VERB" else t
        if verb_group(t, w.grammar).negated or verb_group(above, w.grammar).negated:
            return False
        if not is_infinitive(t) and not asserted(desk, t):
            return False
    return not desk.doc[start].sent.text.rstrip('»”" \n').endswith("?")


def _stance(desk: Desk, s: Statement, cue: list[Token], content: _Content) -> Stance | None:
    """The stance on a content: by the entry of the cue's own verb or noun, else by the act."""
    w, own = desk.words, desk.own
    empty = content.head.pos_ == "PRON" or fold(content.head) in own.empty_topics
    if empty or (content.kind == "noun" and told_as_fact(desk, content.head)):
        return None
    for t in cue:
        verbs = [v for v in desk.verbs_of(t) if not v.with_object and not v.clitic]
        if verbs:
            reflexive = verb_group(t, w.grammar).reflexive
            return next((v.stance for v in verbs if v.pronominal == reflexive and _fits(desk, v, content)), None)
    for t in cue:
        for n in desk.lexicon.nouns.get(lemma(t), ()):
            # 'l'engagement DE X' is X's, or for X; only a policy tells which
            clear = content.before not in w.grammar.of or names_policy(desk, content.head)
            return n.stance if clear and not n.person and lemma(content.head) not in n.traps else None
    act = desk.lexicon.acts.get(s.act)
    if act is None or not _counts(desk, act, content):
        return None
    if content.before in own.told_against:
        return "opposes"
    return act.stance if content.before in own.told_for and not act.against_only else None


def _fits(desk: Desk, entry: StanceVerb, content: _Content) -> bool:
    """Whether a content is a topic that the verb's entry takes."""
    before, restricted = content.before, entry.policy
    if content.kind == "noun":
        kind = f"obl:{before}" if before else "obj"
        restricted = restricted or entry.abstract
    elif content.kind == "infinitive":
        kind = f"inf:{before or '_'}"
    else:
        kind = "clause"
    taken = any(k == kind or (kind == "clause" and k.startswith("clause:")) for k in entry.topic)
    return taken and lemma(content.head) not in entry.traps and (not restricted or names_policy(desk, content.head))


def _counts(desk: Desk, act: StanceAct, content: _Content) -> bool:
    """Whether a content is one that the act's stance is taken on."""
    scopes: dict[str, Scope] = {"noun": act.nouns, "infinitive": act.infinitives, "clause": act.clauses}
    scope = scopes[content.kind]
    if lemma(content.head) in act.traps or scope == "none":
        return False
    return scope == "any" or names_policy(desk, content.head)
