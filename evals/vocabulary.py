"""Runs the example sentences of the event and position vocabularies: `python -m evals.vocabulary [LEMMA …]`.

A `catch` sentence must give a draft at its `[trigger]` with `<who>` and `{whom}` or `{topic}` where it marks them; a
`miss` sentence must give none of the entry's own.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from spacy.tokens import Token

from selon.extract.events.find import EventDraft, find_events
from selon.extract.events.lexicon import AIMED, load_events
from selon.extract.events.people import People
from selon.extract.positions import find_positions
from selon.extract.positions.desk import Desk, Draft
from selon.extract.positions.lexicon import StanceAct, load_stances
from selon.extract.statements import find_statements
from selon.language.analysis import Article, analyse
from selon.language.examples import Example, parse_example
from selon.language.pipeline import load_pipeline
from selon.model import Span


@dataclass(frozen=True, slots=True)
class Outcome:
    """One sentence of one entry, and what is wrong with what was found (None: nothing)."""

    entry: str
    sentence: str
    trap: bool
    fault: str | None


def run_vocabulary(lang: str, only: frozenset[str] = frozenset()) -> Iterator[Outcome]:
    """Every catch and miss sentence of both vocabularies, or of the lemmas named."""
    events, stances = load_events(lang), load_stances(lang)
    jobs: list[tuple[str, str, str, bool]] = []
    for part, entries in (
        ("event", chain(*events.verbs.values(), *events.nouns.values())),
        ("position", chain(*stances.verbs.values(), *stances.nouns.values(), *stances.adjectives.values())),
        ("position", stances.acts.values()),
    ):
        for e in entries:
            name = e.act if isinstance(e, StanceAct) else e.lemma
            if not only or name in only:
                says = str(getattr(e, "type", "") or getattr(e, "stance", ""))
                jobs += [(part, name, f"{says}|{s}", False) for s in e.catch]
                jobs += [(part, name, f"{says}|{s}", True) for s in e.miss]
    nlp, people = load_pipeline(lang), events.people
    examples = [parse_example(j[2].partition("|")[2]) for j in jobs]
    for (part, name, marked, trap), example, doc in zip(
        jobs, examples, nlp.pipe(e.text for e in examples), strict=True
    ):
        says = marked.partition("|")[0]
        analysis = analyse(Article(example.text), doc, lang=lang)
        found: list[tuple[str, str, Token, tuple[Token, ...], tuple[Token, ...]]]
        if part == "event":
            found = [
                (d.rule.rpartition(": ")[2], d.entry.type, d.trigger, d.who, d.whom)
                for d in find_events(analysis)
                if all(any(_has(d, n, people) for n in need.split("|")) for need in d.entry.need)
            ]
        else:
            desk = Desk(analysis, find_statements(analysis))
            found = [
                (d.rule.rpartition(": ")[2], d.stance, d.trigger, _who(desk, d), tuple(doc[d.topic[0] : d.topic[1]]))
                for d in find_positions(desk)
            ]
        yield Outcome(f"{part} {name}", example.text, trap, _fault(example, name, says, found, trap))


def _who(desk: Desk, draft: Draft) -> tuple[Token, ...]:
    """The words of who holds a position: its heads, or the source of its statement."""
    if draft.holder is not None:
        return draft.holder
    span = next((s.source.span for s in desk.statements if s.id == draft.statement), None)
    return tuple(t for t in desk.doc if span is not None and span[0] <= t.idx < span[1])


def _fault(
    example: Example,
    name: str,
    says: str,
    found: list[tuple[str, str, Token, tuple[Token, ...], tuple[Token, ...]]],
    trap: bool,
) -> str | None:
    if trap:
        own = [f for f in found if f[0] == name and f[1] == says]
        return f"found {own[0][2].text!r}" if own else None
    own = [f for f in found if f[0] == name or f[1] == says]  # a denial turns the stance of its own entry
    hits = [f for f in own if example.cue is None or _overlaps([f[2]], example.cue)]
    if not hits:
        return f"nothing at the trigger (found {[(f[0], f[1]) for f in found]})"
    faults = []
    for _, _, _, who, other in hits:
        if example.source is not None and not _overlaps(who, example.source):
            faults.append(f"who {[t.text for t in who]}")
        elif example.content and not any(_overlaps(other, c) for c in example.content):
            faults.append(f"other {[t.text for t in other]}")
        else:
            return None
    return "; ".join(faults)


def _has(draft: EventDraft, need: str, people: People) -> bool:
    """Whether words for a needed participant are there; a name counts as an entity, of a day nothing is known."""
    if need == "where":
        return any(t.pos_ == "PROPN" for t in draft.places)
    if need == "when":
        return False
    if need == "happens":
        return draft.happens
    heads = draft.who if need == "who" else draft.whom
    aimed = need == "whom" and draft.entry.type in AIMED
    return any(people.anybody(t) or (aimed and people.target(t)) for t in heads)


def _overlaps(tokens: Iterable[Token], span: Span) -> bool:
    return any(t.idx < span[1] and span[0] < t.idx + len(t) for t in tokens)


def main(argv: list[str]) -> int:
    """Print the failures; 1 if there are any."""
    outcomes = list(run_vocabulary("fr", frozenset(argv)))
    for o in outcomes:
        if o.fault:
            print(f"{o.entry}{' TRAP' if o.trap else ''}: {o.sentence}\n    {o.fault}")
    bad = sum(o.fault is not None for o in outcomes)
    print(f"{len(outcomes)} sentences, {bad} fail")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
