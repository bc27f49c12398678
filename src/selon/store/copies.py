"""Copies of one text among many: a wire printed by several papers, whole or cut.

Two articles are copies when most word shingles of the shorter stand in the longer (containment), so that a wire cut to two
paragraphs counts (its Jaccard likeness to the whole is low, its containment near 1), and another report of the same
event does not, though it quotes the same sentences. Candidates come from a sketch: the shingles whose hash falls into a
fixed fraction of all values. Unlike fixed-size MinHash it lets containment be estimated between texts of very different length
(A. Broder, "On the resemblance and containment of documents", 1997); each candidate is then measured exactly.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise

from selon.store.folding import fold

SHINGLE = 5  # words
FRACTION = 4  # one of so many shingles is in the sketch
LEAST = 25  # shingles; a shorter text shows nothing
CONTAINED = 0.6  # of the shorter text's shingles in the longer one
SHARED = 3  # shingles of the sketch that two candidates have in common
CROWD = 40  # articles; of a shingle that more have, only neighbours are compared
_TOKENS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Copy:
    """An article of a group of copies: how much of it stands in the one it is measured against, and which that is."""

    article: int
    containment: float
    of: int


@dataclass(frozen=True, slots=True)
class Text:
    """An article as far as it matters here: `day` is the ISO day of publication, where known."""

    article: int
    text: str
    day: str | None = None


def shingles(text: str) -> frozenset[int]:
    """The hashes of all runs of five words, without case, accents and punctuation."""
    words = fold(text).split()
    return frozenset(
        int.from_bytes(
            blake2b(" ".join(words[i : i + SHINGLE]).encode("utf8", "replace"), digest_size=8).digest(), "big"
        )
        for i in range(len(words) - SHINGLE + 1)
    )


def containment(a: frozenset[int], b: frozenset[int]) -> float:
    """The share of the smaller set that stands in the larger; 0 where the smaller is too small to show anything."""
    small = min(len(a), len(b))
    return len(a & b) / small if small >= LEAST else 0.0


def candidates(sets: Mapping[int, frozenset[int]]) -> set[tuple[int, int]]:
    """Pairs that may be copies, the smaller key first."""
    holders: dict[int, list[int]] = defaultdict(list)
    for key in sorted(sets):
        for h in sets[key]:
            if h % FRACTION == 0:
                holders[h].append(key)
    shared: Counter[tuple[int, int]] = Counter()
    for keys in holders.values():
        if len(keys) <= CROWD:
            shared.update((a, b) for n, a in enumerate(keys) for b in keys[n + 1 :])
        else:  # a wire that everybody prints, or a line that every article of an outlet ends with
            shared.update({*pairwise(keys), *((keys[0], k) for k in keys[1:])})
    return {pair for pair, n in shared.items() if n >= SHARED}


def copies(texts: Iterable[Text]) -> list[list[Copy]]:
    """The groups of copies, each with its first article in front: the earliest day, of one day the longest text.

    Every article of a group is a copy of some other one of it; the others of a pair are not compared by likeness to the
    first alone, since a cut and another cut of one wire may share little.
    """
    held = {t.article: t for t in texts}
    sets = {key: shingles(t.text) for key, t in held.items()}
    close: dict[int, dict[int, float]] = defaultdict(dict)
    for a, b in candidates(sets):
        share = containment(sets[a], sets[b])
        if share >= CONTAINED:
            close[a][b] = close[b][a] = share
    groups: list[list[Copy]] = []
    seen: set[int] = set()

    def order(key: int) -> tuple[str, int, int]:
        return (held[key].day or "9999", -len(sets[key]), key)

    for start in sorted(close):
        if start in seen:
            continue
        group, todo = {start}, [start]
        while todo:
            for other in close[todo.pop()]:
                if other not in group:
                    group.add(other)
                    todo.append(other)
        seen |= group
        members = sorted(group, key=order)
        out = []
        for key in members:
            of = max((k for k in close[key]), key=lambda k: (close[key][k], len(sets[k]), -k))
            out.append(Copy(key, close[key][of], of))
        groups.append(out)
    return sorted(groups, key=lambda g: order(g[0].article))


def ledger_copies(connection: sqlite3.Connection) -> list[list[Copy]]:
    """The groups of copies among the articles of a file."""
    rows = connection.execute("SELECT id, text, published FROM article ORDER BY id")
    return copies(Text(id_, text, day) for id_, text, day in rows)
