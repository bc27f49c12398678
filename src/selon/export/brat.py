"""brat standoff: `NAME.txt` with the text as it is, `NAME.ann` beside it, and the configuration of the collection.

A statement is an event whose trigger is its cue (its content where it has none), with Source, Content, Addressee and
Occasion as arguments; figures, times, topics and mentions are text-bound. Spans are code points, discontinuous ones as brat
writes them; a span is cut at line breaks, which brat does not allow inside one. What a line has no place for (name
of the entity, rule, confidence, period) stands in a note.
https://brat.nlplab.org/standoff.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from selon.export.names import entity_name, file_stem
from selon.model import Ledger, Source, Span

CONFIGURATION = """[entities]
Mention
Cue
Content
Source
Addressee
Occasion
Figure
Time
Topic
Ground
[relations]
<OVERLAP> Arg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>
Within Arg1:Statement, Arg2:Statement
[events]
Statement Source?:Source, Content*:Content, Addressee?:Addressee, Occasion?:Occasion
Position Topic:Topic, Because*:Ground, Unless*:Ground
Event
[attributes]
Kind Arg:Statement, Value:direct|indirect|mixed|act
Act Arg:Statement, Value:{acts}
Stance Arg:Position, Value:supports|opposes
Denied Arg:Statement
Planned Arg:Event
"""


def write(ledgers: Iterable[Ledger], path: Path) -> int:
    """A collection in a folder; how many articles."""
    taken: set[str] = set()
    acts: set[str] = {"say"}
    n = 0
    for ledger in ledgers:
        n += 1
        stem = file_stem(ledger, taken)
        acts.update(s.act for s in ledger.statements)
        (path / f"{stem}.txt").write_text(ledger.document.text, encoding="utf8", newline="")
        (path / f"{stem}.ann").write_text(standoff(ledger), encoding="utf8", newline="\n")
    (path / "annotation.conf").write_text(
        CONFIGURATION.format(acts="|".join(sorted(acts))), encoding="utf8", newline="\n"
    )
    return n


def fragments(text: str, spans: Sequence[Span]) -> list[Span]:
    """The spans without line breaks inside, in order, those that overlap joined; white space at an edge is left out."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    out: list[Span] = []
    for start, end in merged:
        for line in re.finditer(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+", text[start:end]):
            words = line[0].strip()
            if words:
                at = start + line.start() + line[0].index(words)
                out.append((at, at + len(words)))
    return out


class _Lines:
    """The lines of a file in the making, with brat's numbers."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.lines: list[str] = []
        self.counts: dict[str, int] = {}

    def new(self, letter: str) -> str:
        self.counts[letter] = self.counts.get(letter, 0) + 1
        return f"{letter}{self.counts[letter]}"

    def bound(self, kind: str, spans: Sequence[Span]) -> str | None:
        """A text-bound annotation; none where no character is left that brat could hold."""
        text = self.ledger.document.text
        held = fragments(text, spans)
        if not held:
            return None
        id_ = self.new("T")
        where = ";".join(f"{a} {b}" for a, b in held)
        self.lines.append(f"{id_}\t{kind} {where}\t{' '.join(text[a:b] for a, b in held)}")
        return id_

    def event(self, kind: str, trigger: str, arguments: Iterable[tuple[str, str | None]]) -> str:
        """An event; arguments of one role are numbered from the second on."""
        id_, seen, parts = self.new("E"), dict[str, int](), [f"{kind}:{trigger}"]
        for role, target in arguments:
            if target:
                seen[role] = seen.get(role, 0) + 1
                parts.append(f"{role}{seen[role] if seen[role] > 1 else ''}:{target}")
        self.lines.append(f"{id_}\t{' '.join(parts)}")
        return id_

    def attribute(self, name: str, target: str, value: str | None = None) -> None:
        self.lines.append(f"{self.new('A')}\t{name} {target}" + (f" {value}" if value else ""))

    def note(self, target: str, **says: object) -> None:
        held = "; ".join(f"{k}: {v}" for k, v in says.items() if v not in (None, "", []))
        if held:
            self.lines.append(f"{self.new('#')}\tAnnotatorNotes {target}\t{' '.join(held.split())}")


def standoff(ledger: Ledger) -> str:
    """The `.ann` file of an article."""
    out = _Lines(ledger)
    for e in ledger.entities:
        for m in e.mentions:
            if id_ := out.bound("Mention", [m]):
                out.note(id_, entity=e.id, name=e.name, kind=e.kind, wikidata=e.wikidata)
    events: dict[str, str] = {}
    for s in ledger.statements:
        source, addressee = _party(out, "Source", s.source), _party(out, "Addressee", s.addressee)
        contents = [out.bound("Content", [c]) for c in s.content]
        occasion = out.bound("Occasion", [s.occasion]) if s.occasion else None
        spans = [s.cue] if s.cue else s.content[:1] or ([s.source.span] if s.source.span else [])
        trigger = out.bound("Statement", spans)
        if trigger is None:
            continue
        parts = [
            ("Source", source),
            *(("Content", c) for c in contents),
            ("Addressee", addressee),
            ("Occasion", occasion),
        ]
        events[s.id] = id_ = out.event("Statement", trigger, parts)
        out.attribute("Kind", id_, s.kind)
        out.attribute("Act", id_, s.act)
        if s.denied:
            out.attribute("Denied", id_)
        cue = None if s.cue else "none"
        out.note(
            id_, id=s.id, source=entity_name(ledger, s.source.entity), confidence=s.confidence, rule=s.rule, cue=cue
        )
    for s in ledger.statements:
        if s.within in events and s.id in events:
            out.lines.append(f"{out.new('R')}\tWithin Arg1:{events[s.id]} Arg2:{events[s.within]}")
    for f in ledger.figures:
        if id_ := out.bound("Figure", [f.span]):
            value = f.low if f.comparator != ".." else f"{f.low}..{f.high}"
            value = f.high if value is None else value
            source = entity_name(ledger, f.according_to)
            out.note(id_, id=f.id, value=f"{f.comparator} {value}", unit=f.unit, measure=f.measure, according_to=source)
    for t in ledger.times:
        if id_ := out.bound("Time", [t.span]):
            out.note(id_, type=t.type, value=t.value)
    for v in ledger.events:
        if trigger := out.bound("Event", [v.span]):
            id_ = out.event("Event", trigger, [])
            if v.planned:
                out.attribute("Planned", id_)
            who, whom = (", ".join(entity_name(ledger, i) or "" for i in ids) for ids in (v.who, v.whom))
            out.note(id_, id=v.id, type=v.type, who=who, whom=whom)
    for p in ledger.positions:
        topic, trigger = out.bound("Topic", [p.topic.span]), out.bound("Position", [p.topic.span])
        if topic and trigger:
            grounds = [
                (role, out.bound("Ground", [x]))
                for role, xs in (("Because", p.because), ("Unless", p.unless))
                for x in xs
            ]
            id_ = out.event("Position", trigger, [("Topic", topic), *grounds])
            out.attribute("Stance", id_, p.stance)
            out.note(id_, id=p.id, who=entity_name(ledger, p.who), topic=p.topic.label)
    return "".join(f"{line}\n" for line in out.lines)


def _party(out: _Lines, kind: str, source: Source | None) -> str | None:
    return out.bound(kind, [source.span]) if source and source.span else None
