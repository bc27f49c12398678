"""Who stands where: positions of many articles as a matrix of holders and topics, each cell a course over time.

Nothing is bent to yes or no: a cell holds every position in the order of days, with the words of its conditions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from selon.store.folding import fold
from selon.store.questions import FoundPosition
from selon.store.stances import Change, Stance, grouped_labels, turns


@dataclass(frozen=True, slots=True)
class Holder:
    """Who takes positions: an actor, or whoever has this name and is joined to no actor (it may be several)."""

    name: str
    actor_id: int | None
    positions: int


@dataclass(frozen=True, slots=True)
class Turned:
    """A change between two positions that follow each other."""

    kind: Change
    before: FoundPosition
    after: FoundPosition


@dataclass(frozen=True, slots=True)
class Cell:
    """What a holder says of a topic, in the order of days (those without one last), and the changes in it."""

    positions: tuple[FoundPosition, ...]
    turns: tuple[Turned, ...]

    @property
    def last(self) -> FoundPosition:
        """The latest position whose day is known, else the last that was read."""
        return next((p for p in reversed(self.positions) if day(p) is not None), self.positions[-1])


@dataclass(frozen=True, slots=True)
class Topic:
    """What positions are taken on: the label most used, every label that means the same, and the cells by holder."""

    label: str
    labels: tuple[str, ...]
    positions: int
    cells: dict[Holder, Cell]


def day(position: FoundPosition) -> str | None:
    """When a position was taken as far as is known: its own day, else the article's."""
    return position.when_start or position.published


def matrix(found: Sequence[FoundPosition]) -> list[Topic]:
    """The topics that most speak of first; in each the holders who say most first."""
    held = sorted(found, key=lambda p: (day(p) or "9999", p.article_id, p.id))
    names: dict[object, list[FoundPosition]] = defaultdict(list)
    for p in held:
        names[_holder(p)].append(p)
    holders = {k: Holder(ps[0].who, ps[0].actor_id, len(ps)) for k, ps in names.items()}
    number = grouped_labels(p.topic for p in held)
    by_topic: dict[int, list[FoundPosition]] = defaultdict(list)
    for p in held:
        by_topic[number[p.topic]].append(p)
    topics = []
    for positions in by_topic.values():
        labels = Counter(p.topic for p in positions)
        cells: dict[Holder, list[FoundPosition]] = defaultdict(list)
        for p in positions:
            cells[holders[_holder(p)]].append(p)
        ordered = sorted(cells.items(), key=lambda c: (-len(c[1]), c[0].name))
        label = max(labels, key=lambda t: (labels[t], -len(t), t))
        topics.append(Topic(label, tuple(sorted(labels)), len(positions), {h: _cell(ps) for h, ps in ordered}))
    return sorted(topics, key=lambda t: (-len(t.cells), -t.positions, t.label))


def _holder(p: FoundPosition) -> object:
    return p.actor_id if p.actor_id is not None else fold(p.who)


def _cell(positions: list[FoundPosition]) -> Cell:
    by_id = {(p.article_id, p.id): p for p in positions}
    course = [
        Stance(
            p.actor_id or 0, p.article_id, p.id, p.topic, "supports" if p.stance == "supports" else "opposes", day(p),
            unless=(p.unless,) if p.unless else (),
        )
        for p in positions
    ]  # fmt: skip
    changes = [
        Turned(t.kind, by_id[t.before.article, t.before.id], by_id[t.after.article, t.after.id]) for t in turns(course)
    ]
    return Cell(tuple(positions), tuple(changes))
