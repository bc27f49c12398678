"""The same quotation in several articles: in the same words, or by the same actor in other words (another translation, a cut).

Same words: most runs of three words of the shorter stand in the longer; the less is known of the speakers, the more words must be
shared. Words given to two speakers show. Other words: one actor, known by more than a name in one article, within a few days, and most of
what is rare among all quotations shared. Short sayings ("c'est faux") are the same only for one actor.
"""

from __future__ import annotations

import math
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from selon.store.folding import fold

RUN = 3  # words
LEAST = 5  # words of a quotation that its words alone can identify
SENTENCE = 8  # words that two quotations share where a speaker is unknown
LONG = 10  # words that they share where the speakers are two
SAME = 0.6  # share of the runs
NEARLY = 0.8  # the same where the speakers are two
ALIKE = 0.6  # share of the weight of words
CONTENT = 4  # letters of a word that counts where wordings differ
RARE = 3  # such words that are shared
APART = 7  # days between two wordings of one quotation
COMMON = 200  # quotations; a run that more have says nothing


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation of an article: `words` as they stand there, `actor` across articles where known, `day` of publication."""

    article: int
    statement: str
    words: str
    actor: int | None = None
    day: str | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """A quotation in a group, and how it belongs there: the first known, the same words, other words."""

    quoted: Quoted
    how: Literal["first", "same words", "other words"]


@dataclass(frozen=True, slots=True)
class Sayings:
    """One quotation in all its wordings, the first one known in front; `speakers` are the actors it is given to."""

    wordings: tuple[Wording, ...]

    @property
    def speakers(self) -> tuple[int, ...]:
        """More than one where articles give the words to different actors."""
        return tuple(sorted({w.quoted.actor for w in self.wordings if w.quoted.actor is not None}))


def same_quotations(quotations: Iterable[Quoted]) -> list[Sayings]:
    """The quotations that stand in more than one article, by the day on which they are first known."""
    held = sorted(set(quotations), key=_order)
    words = [fold(q.words).split() for q in held]
    edges: dict[int, dict[int, str]] = defaultdict(dict)
    for a, b in _same_words(held, words):
        edges[a][b] = edges[b][a] = "same words"
    for a, b in _other_words(held, words):
        edges[a].setdefault(b, "other words")
        edges[b].setdefault(a, "other words")
    found, seen = [], set[int]()
    for start in range(len(held)):
        if start in seen or start not in edges:
            continue
        # In order from the first known, so that each is told by how it hangs on what came before it.
        how: dict[int, str] = {start: "first"}
        todo = [start]
        while todo:
            n = todo.pop(0)
            for other, kind in sorted(edges[n].items()):
                if other not in how:
                    how[other] = kind if how[n] != "other words" else "other words"
                    todo.append(other)
        seen |= how.keys()
        if len({held[n].article for n in how}) > 1:
            found.append(Sayings(tuple(Wording(held[n], how[n]) for n in sorted(how))))  # type: ignore[arg-type] # one of the three
    return found


def _order(q: Quoted) -> tuple[str, int, str, str, int]:
    return (q.day or "9999", q.article, q.statement, q.words, q.actor or 0)


def _same_words(held: list[Quoted], words: list[list[str]]) -> Iterable[tuple[int, int]]:
    """Pairs of different articles of which the shorter stands in the longer."""
    runs = [{tuple(w[i : i + RUN]) for i in range(len(w) - RUN + 1)} for w in words]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    whole: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for n, w in enumerate(words):
        if w:
            whole[tuple(w)].append(n)
        if len(w) >= LEAST:
            for run in runs[n]:
                holders[run].append(n)
    for group in whole.values():  # short ones: the very same words, of one known actor
        for i, a in enumerate(group):
            for b in group[i + 1 :]:
                known = held[a].actor is not None and held[a].actor == held[b].actor
                if held[a].article != held[b].article and known:
                    yield a, b
    shared: Counter[tuple[int, int]] = Counter()
    for group in holders.values():
        if len(group) <= COMMON:
            shared.update((a, b) for i, a in enumerate(group) for b in group[i + 1 :])
    for (a, b), n in shared.items():
        if held[a].article != held[b].article and n >= _enough(held[a], held[b], min(len(runs[a]), len(runs[b]))):
            yield a, b


def _enough(a: Quoted, b: Quoted, runs: int) -> float:
    """How many of the runs of the shorter one make two quotations the same words.

    Of one known actor a part of a short saying will do. Where a speaker is unknown it has to be a whole sentence, and of
    two known speakers nearly all of a long one: "C'est un moment historique" is a turn of phrase that anybody may use.
    """
    if a.actor is None or b.actor is None:
        return max(SAME * runs, SENTENCE - RUN + 1)
    return SAME * runs if a.actor == b.actor else max(NEARLY * runs, LONG - RUN + 1)


def _other_words(held: list[Quoted], words: list[list[str]]) -> Iterable[tuple[int, int]]:
    """Pairs of one actor in different articles that share most of their rare words."""
    content = [frozenset(x for x in w if len(x) >= CONTENT) for w in words]
    frequency = Counter(x for c in content for x in c)
    weight = {x: math.log((len(held) + 1) / (1 + n)) + 1 for x, n in frequency.items()}
    by_actor: dict[int, list[int]] = defaultdict(list)
    for n, q in enumerate(held):
        if q.actor is not None and len(content[n]) >= RARE:
            by_actor[q.actor].append(n)
    for group in by_actor.values():
        for i, a in enumerate(group):
            for b in group[i + 1 :]:
                both = content[a] & content[b]
                if held[a].article == held[b].article or len(both) < RARE or not _near(held[a].day, held[b].day):
                    continue
                least = min(sum(weight[x] for x in content[a]), sum(weight[x] for x in content[b]))
                if sum(weight[x] for x in both) >= ALIKE * least:
                    yield a, b


def _near(a: str | None, b: str | None) -> bool:
    """Whether two days are near enough; unknown ones are not far."""
    if a is None or b is None:
        return True
    return abs((date.fromisoformat(a) - date.fromisoformat(b)).days) <= APART


def ledger_quotations(connection: sqlite3.Connection) -> list[Sayings]:
    """The quotations of a file that stand in more than one of its articles."""
    rows = connection.execute(
        "SELECT s.article_id, s.id, substr(a.text, x.span_start + 1, x.span_end - x.span_start), l.actor_id, a.published"
        " FROM statement AS s JOIN article AS a ON a.id = s.article_id"
        " JOIN span AS x ON x.article_id = s.article_id AND x.part = 'statement' AND x.record_id = s.id AND x.role = 'quoted'"
        " LEFT JOIN actor_entity AS l ON l.article_id = s.article_id AND l.entity_id = s.source_entity"
        " WHERE s.standing <> 'rejected'"
    )
    return same_quotations(Quoted(*row) for row in rows)
