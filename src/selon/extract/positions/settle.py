"""Drafts made into records: holders as entities, one record for one holder, label and stance."""

from __future__ import annotations

from spacy.tokens import Token

from selon.extract.events.settle import Mentions
from selon.extract.positions.desk import Desk, Draft
from selon.extract.positions.threads import antecedent, empty, is_anaphor, labels
from selon.extract.statements.syntax import fold
from selon.model import Position, Span, Time, Topic


def settle_positions(desk: Desk, drafts: list[Draft], mentions: Mentions, times: list[Time]) -> list[Position]:
    """The positions in text order, ids `p1`, `p2` …; without a holder that is an entity there is none."""
    drafts = sorted(drafts, key=lambda d: (d.trigger.i, d.topic))
    kept: list[Draft] = []
    holders: list[list[str]] = []
    for d in drafts:
        who = _holders(desk, d, mentions)
        topic = mentions.of(d.head)
        who = [w for w in who if w != topic]
        end = desk.span(*d.topic)[1]
        dated = any(t.span[0] <= d.head.idx and end <= t.span[1] for t in times if t.type != "set")
        # 'votent dimanche': a day is no topic
        if not who or dated or (is_anaphor(desk, d) and empty(desk, d) and antecedent(desk, d, kept) is None):
            continue
        kept.append(d)
        holders.append(who)
    named = labels(desk, kept, holders, mentions)
    found: dict[tuple[str, str], list[Position]] = {}
    for d, who, label in zip(kept, holders, named, strict=True):
        for w in who:
            position = _position(desk, d, w, label, [desk.span(*o.topic) for o in kept if o.trigger == d.trigger])
            same = found.setdefault((w, label.casefold()), [])
            again = next((n for n, p in enumerate(same) if p.stance == d.stance), None)
            if again is None:
                same.append(position)
            else:
                same[again] = _merged(same[again], position)
    out = [p for same in found.values() for p in (same if len(same) == 1 else [])]
    out.sort(key=lambda p: p.evidence[0] if p.evidence else p.topic.span)
    return [p.model_copy(update={"id": f"p{n}"}) for n, p in enumerate(out, 1)]


def _holders(desk: Desk, d: Draft, mentions: Mentions) -> list[str]:
    """The ids of who holds a position: its heads, or the source where the speaker says 'nous' or evaluates."""
    source = next((s.source.entity for s in desk.statements if s.id == d.statement), None)
    cued = desk.cued(d.trigger)
    said = cued.source.entity if cued is not None else None
    if d.holder is None:
        found = said or source
        return [found] if found is not None else []
    out: list[str] = []
    for h in d.holder:
        i = _holder(desk, d, h, mentions)
        if i is not None and i not in out:
            out.append(i)
    if said is None or said in out or d.trigger.pos_ == "NOUN":  # 'X réitère l'ENGAGEMENT de Y': both of them hold it
        return out
    return [said]  # 'Selon l'AFP, le Conseil a appelé à P': of its verb the statement knows the source better


def _holder(desk: Desk, d: Draft, head: Token, mentions: Mentions) -> str | None:
    """Whom one head means: 'nous' and a pronoun that opens what somebody says ('ont dit qu'ILS voulaient') the source."""
    told = desk.telling(head)
    if fold(head) in desk.words.grammar.first_person:
        return told.source.entity if told is not None else None
    found = mentions.of(head) or _antecedent(desk, d, head, mentions)
    if found is None and told is not None and fold(head) in desk.words.grammar.subject_clitics:
        opens = any(a == head.idx for a, _ in told.content) and not desk.quoted(head)
        return told.source.entity if opens else None
    return found


def _antecedent(desk: Desk, d: Draft, head: Token, mentions: Mentions) -> str | None:
    """Of a relative clause hung on a noun that is nobody, who stands before its pronoun: 'l'opposition au parti QUI …'."""
    verb = next((t for t in (d.trigger, d.trigger.head) if t.dep_.startswith("acl") and t.head == head), None)
    if verb is None:
        return None
    pronoun = next(
        (t for t in reversed(desk.doc[head.i + 1 : verb.i]) if fold(t) in desk.words.grammar.relative_pronouns), None
    )
    if pronoun is None:
        return None
    nouns = [n for n in desk.doc[head.i + 1 : pronoun.i] if n.pos_ in {"NOUN", "PROPN"}]
    if not nouns:
        return None
    # the widest phrase that ends there: 'la position du GOUVERNEMENT du parti qui …'
    whole = next((n for n in nouns if nouns[-1] in n.subtree and mentions.of(n) is not None), nouns[-1])
    return mentions.of(whole)


def _position(desk: Desk, d: Draft, who: str, label: str, topics: list[Span]) -> Position:
    statement = next((s for s in desk.statements if s.id == d.statement), None)
    return Position(
        id="",
        who=who,
        topic=Topic(span=desk.span(*d.topic), label=label),
        stance=d.stance,
        because=[r for r in d.because if not any(r[0] < y and x < r[1] for x, y in topics)],
        unless=list(d.unless),
        statement=d.statement,
        when=statement.when if statement is not None else None,
        rule=d.rule,
        evidence=list(d.evidence),
    )


def _merged(a: Position, b: Position) -> Position:
    """One position told twice: the first words, the reasons and conditions of both."""
    return a.model_copy(
        update={
            "because": _union(a.because, b.because),
            "unless": _union(a.unless, b.unless),
            "statement": a.statement or b.statement,
            "when": a.when or b.when,
            "evidence": _union(a.evidence, b.evidence),
        }
    )


def _union(a: list[Span], b: list[Span]) -> list[Span]:
    return a + [x for x in b if x not in a and not any(y[0] <= x[0] and x[1] <= y[1] for y in a)]
