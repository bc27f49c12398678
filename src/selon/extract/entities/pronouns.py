"""Who a pronoun means: the nearest sentence that offers one referent to agree with, its speaker and subject first."""

from __future__ import annotations

from dataclasses import dataclass, field

from selon.extract.entities.lexicon import Pronoun
from selon.extract.entities.referents import Discourse, Mention, Referent

BACK_SENTENCES, BACK_PARAGRAPHS = 5, 2


@dataclass
class Speakers:
    """Who has spoken so far: (token, referent id) in text order."""

    turns: list[tuple[int, int]] = field(default_factory=list)

    def add(self, at: int, r: Referent) -> None:
        """Notes a turn."""
        self.turns.append((at, r.id))

    def last(self, at: int) -> int | None:
        """The last speaker before a token."""
        return next((rid for a, rid in sorted(self.turns, reverse=True) if a < at), None)

    def in_sentence(self, d: Discourse, sentence: int, at: int) -> list[int]:
        """The speakers of a sentence before a token, the last first."""
        return [rid for a, rid in sorted(self.turns, reverse=True) if a < at and d.page.words[a].sentence == sentence]


def compatible(r: Referent, p: Pronoun, *, speech: bool) -> bool:
    """Whether a pronoun agrees with a referent."""
    if r.ambiguous and not r.mentions:
        return False
    if p.number == "p":
        return r.number == "p" and (not p.gender or not r.gender or p.gender == r.gender or p.gender == "m")
    if r.number == "p":
        return False
    if r.kind == "person":
        return not (p.gender and r.gender and p.gender != r.gender)
    if r.kind == "place" and not r.used:
        return False
    # a body agrees by the gender of its noun, which must be known
    return bool(speech and p.gender and r.gender == p.gender)


def antecedent(
    d: Discourse,
    at: int,
    p: Pronoun,
    speakers: Speakers,
    *,
    speech: bool = True,
    shut: frozenset[int] = frozenset(),
) -> tuple[Referent | None, bool]:
    """The referent of a pronoun at token `at`, and whether several could have been meant.

    `speech` says that the pronoun is a source or an addressee; `shut` are referents that it cannot mean ('celui-ci lui
    a répondu').
    """
    here = d.page.words[at]
    pool: dict[int, list[tuple[Mention, Referent]]] = {}
    for r in d.referents:
        if r.id in shut or not compatible(r, p, speech=speech):
            continue
        for m in r.mentions:
            if m.at >= at or (m.quoted and not here.quoted):
                continue
            if here.sentence - m.sentence <= BACK_SENTENCES and here.paragraph - m.paragraph <= BACK_PARAGRAPHS:
                pool.setdefault(m.sentence, []).append((m, r))
    if p.role == "latter":
        return latter(pool)
    last = speakers.last(at)
    for sentence in sorted(pool, reverse=True):
        found = pool[sentence]
        ids = {r.id for _, r in found}
        spoken = [rid for rid in speakers.in_sentence(d, sentence, at) if rid in ids]
        if spoken:
            return d.referents[spoken[0]], False
        people = [(m, r) for m, r in found if r.kind == "person"]
        ranked = people or found
        if not people and p.number == "s" and not bodies_count(ranked, sentence, here.sentence):
            continue
        if len({r.id for _, r in ranked}) == 1:
            return ranked[0][1], False
        subjects = [(m, r) for m, r in ranked if m.subject]
        if len({r.id for _, r in subjects}) == 1:
            return subjects[0][1], False
        if last in {r.id for _, r in ranked} and last is not None:
            return d.referents[last], False
        first = min(subjects or ranked, key=lambda x: x[0].at)
        if speech and (subjects or first[0].at == leading(d, sentence)):
            return first[1], False
        return None, True
    return None, False


def leading(d: Discourse, sentence: int) -> int:
    """The first token of a sentence that lies in a mention."""
    return min((m.at for r in d.referents for m in r.mentions if m.sentence == sentence), default=-1)


def bodies_count(found: list[tuple[Mention, Referent]], sentence: int, here: int) -> bool:
    """Whether bodies of a sentence can be meant: only near ones, or ones that act or speak."""
    return here - sentence <= 2 or any(m.subject or r.used for m, r in found)


def latter(pool: dict[int, list[tuple[Mention, Referent]]]) -> tuple[Referent | None, bool]:
    """'celui-ci', 'ce dernier': the last one named; a person before a body of the same sentence."""
    for sentence in sorted(pool, reverse=True):
        found = pool[sentence]
        people = [x for x in found if x[1].kind == "person"]
        return max(people or found, key=lambda x: x[0].at)[1], False
    return None, False


def impersonal(d: Discourse, at: int) -> bool:
    """Whether 'il' at a token is nobody: 'il faut', 'il n'y a pas'."""
    return any(tuple(d.page.lows[at + 1 : at + 1 + len(k)]) == k for k in d.lex.impersonal)
