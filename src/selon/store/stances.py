"""Where an actor stands on a topic over time, and where that changes.

Topics of different articles are one when the words of one label stand in the other, or most of them are shared. A change is told,
not explained: from support to opposition or back, a condition that comes or goes, and two stances on one day.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from selon.store.folding import fold

LONG = 4  # letters of a word that counts
SHARED = 0.6  # of the words of the longer label

Change = Literal["reversal", "condition added", "condition dropped", "both on one day"]


@dataclass(frozen=True, slots=True)
class Stance:
    """A position of an actor: `topic` is the label in its article, `unless` the words of its conditions, `day` when it was
    taken, else the day of publication."""

    actor: int
    article: int
    id: str
    topic: str
    stance: Literal["supports", "opposes"]
    day: str | None = None
    because: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """A change between two positions that follow each other."""

    kind: Change
    before: Stance
    after: Stance


@dataclass(frozen=True, slots=True)
class Course:
    """The positions of an actor on a topic in the order of days, and the changes in them."""

    actor: int
    topic: str
    stances: tuple[Stance, ...]
    turns: tuple[Turn, ...]


def courses(stances: Iterable[Stance]) -> list[Course]:
    """The courses of all actors, those with changes first; a position whose day nobody knows stands last and shows no change."""
    by_actor: dict[int, list[Stance]] = defaultdict(list)
    for s in stances:
        by_actor[s.actor].append(s)
    found = []
    for actor, held in sorted(by_actor.items()):
        for group in _topics(sorted(held, key=_order)):
            label = max((s.topic for s in group), key=lambda t: (sum(s.topic == t for s in group), -len(t), t))
            found.append(Course(actor, label, tuple(group), tuple(turns(group))))
    return sorted(found, key=lambda c: (-len(c.turns), -len(c.stances), c.actor, c.topic))


def _order(s: Stance) -> tuple[str, int, str]:
    return (s.day or "9999", s.article, s.id)


@lru_cache(maxsize=65536)
def topic_words(label: str) -> frozenset[str]:
    """The words of a label that tell topics apart: long ones; all, where none is."""
    words = fold(label).split()
    return frozenset(w for w in words if len(w) >= LONG) or frozenset(words)


def same_topic(a: str, b: str) -> bool:
    """Whether two labels mean one topic."""
    one, other = topic_words(a), topic_words(b)
    if not one or not other:
        return False
    if one == other:
        return True
    # A single word inside a longer label (accord; accord de pêche) may be any of its kind.
    return min(len(one), len(other)) > 1 and len(one & other) >= SHARED * max(len(one), len(other))


def grouped_labels(labels: Iterable[str]) -> dict[str, int]:
    """The number of the topic of each label; a label joins the first topic of which some label means the same."""
    groups: dict[str, int] = {}
    by_word: dict[str, list[str]] = defaultdict(list)  # two labels of one topic share a word
    for label in labels:
        if label in groups:
            continue
        words = topic_words(label)
        near = {x for w in words for x in by_word[w]}
        groups[label] = min((groups[x] for x in near if same_topic(label, x)), default=len(groups))
        for w in words:
            by_word[w].append(label)
    return groups


def _topics(held: list[Stance]) -> list[list[Stance]]:
    """Positions by topic, each topic where its first position stands."""
    number = grouped_labels(s.topic for s in held)
    groups: dict[int, list[Stance]] = defaultdict(list)
    for s in held:
        groups[number[s.topic]].append(s)
    return list(groups.values())


def turns(group: Sequence[Stance]) -> Iterable[Turn]:
    """The changes between each position and the one before it, in the order of days; those without a day show none."""
    dated = [s for s in group if s.day is not None]
    for before, after in pairwise(dated):
        if before.stance != after.stance:
            yield Turn("both on one day" if before.day == after.day else "reversal", before, after)
        elif after.unless and not before.unless:
            yield Turn("condition added", before, after)
        elif before.unless and not after.unless:
            yield Turn("condition dropped", before, after)


def ledger_courses(connection: sqlite3.Connection) -> list[Course]:
    """The courses of the actors of a file. A position of an entity that is no actor is in none."""
    spans: dict[tuple[int, str, str], list[str]] = defaultdict(list)
    for article, id_, role, words in connection.execute(
        "SELECT s.article_id, s.record_id, s.role, substr(a.text, s.span_start + 1, s.span_end - s.span_start)"
        " FROM span AS s JOIN article AS a ON a.id = s.article_id"
        " WHERE s.part = 'position' AND s.role IN ('because', 'unless') ORDER BY s.n"
    ):
        spans[article, id_, role].append(words)
    rows = connection.execute(
        "SELECT l.actor_id, p.article_id, p.id, p.topic, p.stance, coalesce(p.when_start, s.when_start, a.published)"
        " FROM position AS p JOIN article AS a ON a.id = p.article_id"
        " JOIN actor_entity AS l ON l.article_id = p.article_id AND l.entity_id = p.who"
        " LEFT JOIN statement AS s ON s.article_id = p.article_id AND s.id = p.statement_id"
        " WHERE p.standing <> 'rejected'"
    )
    return courses(
        Stance(
            actor, article, id_, topic, stance, day,
            tuple(spans[article, id_, "because"]), tuple(spans[article, id_, "unless"]),
        )
        for actor, article, id_, topic, stance, day in rows
    )  # fmt: skip
