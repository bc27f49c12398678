"""Who a pronoun means: the nearest sentence that offers one referent to agree with, its speaker and subject first."""

from __future__ import annotations

from dataclasses import dataclass, field

from selon.extract.entities.lexicon import Pronoun
from selon.extract.entities.referents import Discourse, Mention, Referent
from selon.model import Span

# sentences that the narrator tells, and paragraphs, quotations among them: a paragraph may be a single sentence
BACK_SENTENCES, FAR_PARAGRAPHS = 5, 12
# words of an aside before its pronoun: ', aimait-elle'
ASIDE = 4


@dataclass
class Speakers:
    """Who has spoken so far: (token, referent id) in text order."""

    turns: list[tuple[int, int]] = field(default_factory=list)
    told: set[int] = field(default_factory=set)

    def add(self, at: int, r: Referent, *, told: bool = False) -> None:
        """Notes a turn; one that is `told` stands in what another of its sentence reports."""
        self.turns.append((at, r.id))
        if told:
            self.told.add(at)

    def last(self, at: int) -> int | None:
        """The last speaker before a token."""
        return next((rid for a, rid in sorted(self.turns, reverse=True) if a < at), None)

    def in_sentence(self, d: Discourse, sentence: int, at: int) -> list[int]:
        """The speakers of a sentence before a token, the last first, those whose speech another reports behind the others."""
        here = [
            (a not in self.told, a, rid) for a, rid in self.turns if a < at and d.page.words[a].sentence == sentence
        ]
        return [rid for _, _, rid in sorted(here, reverse=True)]


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
    if r.light and not any(m.subject for m in r.mentions):
        return False
    # a body agrees by the gender of its noun, which must be known
    return bool(speech and p.gender and (r.gender == p.gender or p.gender in r.called))


def antecedent(
    d: Discourse,
    at: int,
    p: Pronoun,
    speakers: Speakers,
    *,
    speech: bool = True,
    shut: frozenset[int] = frozenset(),
    told: bool = False,
    own: tuple[Span, ...] = (),
    human: bool = False,
) -> tuple[Referent | None, bool]:
    """The referent of a pronoun at token `at`, and whether several could have been meant.

    `speech` says that the pronoun is a source or an addressee; `shut` are referents that it cannot mean ('celui-ci lui
    a répondu', « Il ment », dit X); `told` that it stands in what somebody else of its sentence is reported to say;
    `own` what it is the source of: 'X ment, a-t-il dit' is not said by X; `human` that it can mean no body.
    """
    here = d.page.words[at]
    pool: dict[int, list[tuple[Mention, Referent]]] = {}
    for r in d.referents:
        if r.id in shut or (human and p.number == "s" and r.kind != "person"):
            continue
        owns = p.role == "possessive" and p.number == r.number and r.named and r.kind in ("organisation", "country")
        if not owns and not compatible(r, p, speech=speech):
            continue
        for m in r.mentions:
            if m.at >= at or (m.quoted and not here.quoted):
                continue
            if owns and not (m.subject and here.sentence - m.sentence == 1 and m.paragraph == here.paragraph):
                continue  # 'L'ONU s'inquiète. SON bureau de Valbonne …'
            if any(a <= m.span[0] < b <= here.start for a, b in own):
                continue
            far = d.told(m.sentence, here.sentence) if p.number == "s" else here.sentence - m.sentence
            if far <= BACK_SENTENCES and here.paragraph - m.paragraph <= FAR_PARAGRAPHS:
                pool.setdefault(m.sentence, []).append((m, r))
    if p.role == "latter":
        return latter(pool)
    if p.role == "person":
        return concerned(d, pool, speakers)
    for sentence in sorted(pool, reverse=True):
        found = pool[sentence]
        if told and sentence == here.sentence:
            # 'X a dit que Y avait menti quand il …': the nearest subject, be it the one who speaks or not
            acting = [
                x
                for x in found
                if x[1].kind == "person"
                and (x[0].subject or p.role == "possessive" or speaks(speakers, x[1], sentence, d))
            ]
            if p.role == "possessive" and len({r.id for _, r in acting}) > 1:
                return None, True
            if acting:
                return max(acting, key=lambda x: x[0].at)[1], False
        people = [(m, r) for m, r in found if r.kind == "person"]
        ranked = people or found
        agents = not people and sentence == here.sentence and all(in_passing(d, m) for m, _ in found)
        if agents and about(pool, sentence) is not None:
            continue  # 'Luc Brévent hésite. Dans une étude payée par le canton, IL montre que P'
        if not people and p.number == "s" and not bodies_count(ranked, sentence, here.sentence):
            continue
        if not people and p.number == "s" and p.gender and rivalled(pool, sentence, here.paragraph):
            return None, True
        weak = all(not m.subject and not r.gender and not r.light for m, r in ranked)
        if sentence == here.sentence and people and weak and not speech_in(speakers, ranked, sentence, d):
            continue  # 'dans l'émission de X, il a dit': somebody in passing, of whom not even the gender is known
        spoken = last_speaker(d, found, people, sentence, at, speakers)
        if spoken is not None:
            return spoken, False
        return among(d, ranked, sentence, speakers.last(at), speech=speech)
    return None, False


def fronted(d: Discourse, at: int) -> tuple[Span, ...]:
    """The participle or infinitive phrase before a subject pronoun, in which nobody is who it means: 'Reçu par X, IL a dit'."""
    words = d.page.words
    k = at - 1
    if k < 1 or words[k].text != ",":
        return ()
    while k > 0 and words[k - 1].sentence == words[at].sentence:
        k -= 1
    while k < at and not words[k].alpha:
        k += 1
    led = words[k].pos == "ADP" and any(w.pos in ("VERB", "AUX") for w in words[k + 1 : k + 3])
    if words[k].pos in ("VERB", "ADJ") or led:
        return (d.page.span(k, at),)
    return ()


def related(d: Discourse, at: int) -> tuple[Span, ...]:
    """Whom a relative clause tells of into which a pronoun's words are put: 'une mère qui, aimait-ELLE à dire, chantait'."""
    k = at
    while k > 1 and at - k < ASIDE and d.page.lows[k] != ",":
        k -= 1
    if d.page.lows[k] != "," or not d.lex.is_("relative", d.page.lows[k - 1]):
        return ()
    mentions = (m.span for r in d.referents for m in r.mentions)
    return tuple(m for m in mentions if d.page.inside(m).stop == k - 1)


def in_passing(d: Discourse, m: Mention) -> bool:
    """Whether a body is no subject but only an agent: 'une étude payée PAR LE CANTON'."""
    k = m.at - 1
    while k > 0 and d.lex.is_("article", d.page.lows[k]):
        k -= 1
    return not m.subject and k >= 0 and d.lex.is_("by", d.page.lows[k])


def about(pool: dict[int, list[tuple[Mention, Referent]]], sentence: int) -> Referent | None:
    """The one person who can be meant and is a subject in the last sentence before one; None where two are, or none."""
    last = max((k for k in pool if k < sentence), default=None)
    found = {r.id: r for m, r in pool.get(last, ()) if m.subject and r.kind == "person"} if last is not None else {}
    return next(iter(found.values())) if len(found) == 1 else None


def speech_in(speakers: Speakers, ranked: list[tuple[Mention, Referent]], sentence: int, d: Discourse) -> bool:
    """Whether any of several referents has spoken in a sentence."""
    return any(speaks(speakers, r, sentence, d) for _, r in ranked)


def speaks(speakers: Speakers, r: Referent, sentence: int, d: Discourse) -> bool:
    """Whether somebody has spoken in a sentence."""
    return any(rid == r.id and d.page.words[a].sentence == sentence for a, rid in speakers.turns)


def last_speaker(
    d: Discourse,
    found: list[tuple[Mention, Referent]],
    people: list[tuple[Mention, Referent]],
    sentence: int,
    at: int,
    speakers: Speakers,
) -> Referent | None:
    """The last speaker of a sentence among those that agree; a body that speaks goes behind a person, unless it
    opens the sentence: in 'Y a menti, rapporte le journal' the pronoun that follows is Y."""
    ids = {r.id for _, r in found}
    spoken = [d.referents[rid] for rid in speakers.in_sentence(d, sentence, at) if rid in ids]
    persons = [r for r in spoken if r.kind == "person"]
    if persons or not people:
        return next(iter(persons or spoken), None)
    first = min(found, key=lambda x: x[0].at)[1]
    return first if first in spoken else None


def among(
    d: Discourse, ranked: list[tuple[Mention, Referent]], sentence: int, last: int | None, *, speech: bool
) -> tuple[Referent | None, bool]:
    """The one of several referents of a sentence that a pronoun means, and whether that stayed open."""
    if len({r.id for _, r in ranked}) == 1:
        return ranked[0][1], False
    subjects = [(m, r) for m, r in ranked if m.subject]
    one = len({r.id for _, r in subjects}) == 1
    if not one and last is not None and last in {r.id for _, r in ranked}:
        return d.referents[last], False
    first = min(subjects or ranked, key=lambda x: x[0].at)
    if any(side_by_side(d, m, ranked) for m, r in ranked if r is first[1] or one):
        return (d.referents[last], False) if last in {r.id for _, r in ranked} and last is not None else (None, True)
    if one or (speech and (subjects or first[0].at == leading(d, sentence))):
        return first[1], False
    return None, True


def side_by_side(d: Discourse, m: Mention, ranked: list[tuple[Mention, Referent]]) -> bool:
    """Whether somebody else is named beside a mention as its equal: 'X et Y se sont vus'."""
    end = max(d.page.inside(m.span), default=m.at)
    k = end + 1
    while k < len(d.page.words) and k - end <= 8 and d.page.words[k].sentence == m.sentence:
        if d.lex.is_("and", d.page.lows[k]):
            return any(k < n.at <= k + 4 for n, _ in ranked)
        if d.page.words[k].pos in ("VERB", "AUX"):
            return False
        k += 1
    return False


def leading(d: Discourse, sentence: int) -> int:
    """The first token of a sentence that lies in a mention."""
    return min((m.at for r in d.referents for m in r.mentions if m.sentence == sentence), default=-1)


def bodies_count(found: list[tuple[Mention, Referent]], sentence: int, here: int) -> bool:
    """Whether bodies of a sentence can be meant: only near ones, or ones that act or speak."""
    return here - sentence <= 2 or any(m.subject or r.used for m, r in found)


def rivalled(pool: dict[int, list[tuple[Mention, Referent]]], sentence: int, paragraph: int) -> bool:
    """Whether a person whom a pronoun can mean stands in the sentences before one that offers only bodies: 'Le parti a exclu Luc Brévent, député. Le parti lui reproche un vote. IL dit que P' may mean either."""
    # a body that opens the pronoun's own paragraph as its subject is what the paragraph is about
    opening = [m.paragraph for m, _ in pool[sentence] if m.subject and m.paragraph == paragraph]
    near = [x for k in (sentence - 1, sentence - 2) for x in pool.get(k, ())]
    return any(r.named and r.kind == "person" and not (opening and m.paragraph < paragraph) for m, r in near)


def latter(pool: dict[int, list[tuple[Mention, Referent]]]) -> tuple[Referent | None, bool]:
    """'celui-ci', 'ce dernier': the last one named; a person before a body of the same sentence."""
    for sentence in sorted(pool, reverse=True):
        found = pool[sentence]
        people = [x for x in found if x[1].kind == "person"]
        return max(people or found, key=lambda x: x[0].at)[1], False
    return None, False


def concerned(
    d: Discourse, pool: dict[int, list[tuple[Mention, Referent]]], speakers: Speakers
) -> tuple[Referent | None, bool]:
    """'l'intéressé': the last person whom somebody else spoke of; a speaker only where nobody else can be meant."""
    alone: Referent | None = None
    last = -1
    for sentence in sorted(pool, reverse=True):
        if alone is not None and last - sentence > 1:
            break
        people = [x for x in pool[sentence] if x[1].kind == "person"]
        others = [x for x in people if not speaks(speakers, x[1], sentence, d)]
        if others:
            found = max(others, key=lambda x: x[0].at)[1]
            return (found, False) if alone is None or found is alone else (None, True)
        if people and alone is None:
            alone, last = people[-1][1], sentence
    return alone, False


def impersonal(d: Discourse, at: int) -> bool:
    """Whether 'il' at a token is nobody: 'il faut', 'il n'y a pas'."""
    return any(tuple(d.page.lows[at + 1 : at + 1 + len(k)]) == k for k in d.lex.impersonal)
