"""Statements counted by speaker, act, kind, outlet, date, confidence and denial, together and at once.

A `StatementIndex` holds one small number for each facet of each statement, so that a page of a hundred thousand statements
is counted without reading them again. It is made by one query, and by `FacetCache` only when the file has changed.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from selon.store.folding import fold, named

FACETS = ("speaker", "act", "kind", "outlet", "date", "confidence", "denied")
OPEN = "open"  # the speaker of statements whose source the articles leave open
NONE = "none"  # no outlet, no date
BANDS = (("0.9", 0.9), ("0.7", 0.7), ("0.5", 0.5), ("0", 0.0))  # of confidence, by their lower bound

QUERY = """
    SELECT s.pk, s.act, s.kind, s.denied, s.confidence, a.outlet, coalesce(a.published, a.published_given) AS day,
        a.id, k.id, coalesce(k.kind, e.kind), coalesce(k.name, e.name)
    FROM article AS a JOIN statement AS s ON s.article_id = a.id
    LEFT JOIN entity AS e ON e.article_id = s.article_id AND e.id = s.source_entity AND e.standing <> 'rejected'
    LEFT JOIN actor_entity AS l ON l.article_id = e.article_id AND l.entity_id = e.id
    LEFT JOIN actor AS k ON k.id = l.actor_id
    WHERE s.standing <> 'rejected'
    ORDER BY day IS NULL, day DESC, a.id DESC, s.pk
"""


class Column:
    """The values of one facet, each written once, and which of them every row has."""

    __slots__ = ("codes", "values")

    def __init__(self, raw: Sequence[Any], value: Callable[[Any], str]) -> None:
        """`raw` is what the rows hold, `value` what that is called; it is asked once for all that are alike."""
        called = {r: value(r) for r in dict.fromkeys(raw)}
        self.values = {v: n for n, v in enumerate(dict.fromkeys(called.values()))}
        codes = {r: self.values[v] for r, v in called.items()}
        self.codes = list(map(codes.__getitem__, raw))

    def rows(self, wanted: Collection[str]) -> bytes:
        """For each row 1 where it has one of the values, else 0."""
        table = bytearray(len(self.values))
        for value in wanted:
            table[self.values[value]] = 1
        return bytes(map(table.__getitem__, self.codes))

    def count(self, rows: bytes) -> dict[str, int]:
        """How many of the rows that are 1 have each value; values that none has are left out."""
        found = Counter(compress(self.codes, rows))
        return {value: found[code] for value, code in self.values.items() if code in found}


class Who(NamedTuple):
    """A speaker: `name` is None where the articles leave open who it is."""

    actor_id: int | None
    kind: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Selection:
    """The statements that pass, by their `pk`, the newest first, and for each facet how many have each value.

    The counts of a facet respect what is chosen in the others, not in itself: they say what choosing another value brings.
    `date` counts years and months (`2023`, `2023-11`).
    """

    pks: list[int]
    counts: dict[str, dict[str, int]]


class StatementIndex:
    """The facets of every statement that nobody rejected, in the order of `QUERY`: the newest first, undated ones last."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Reads them, by one query: what is written meanwhile is in all of it or in none."""
        cursor = connection.cursor()
        cursor.row_factory = None
        rows = cursor.execute(QUERY).fetchall()
        columns = zip(*rows, strict=True) if rows else [()] * 11
        pks, acts, kinds, denied, confidences, outlets, days, articles, *speakers = columns
        whose = list(map(Who._make, zip(*speakers, strict=True)))
        self.pks: list[int] = list(pks)
        self.articles: list[int] = list(articles)
        self.columns = {
            "speaker": Column(whose, lambda who: speaker_key(*who)),
            "act": Column(acts, str),
            "kind": Column(kinds, str),
            "outlet": Column(outlets, lambda outlet: outlet or NONE),
            "date": Column(days, lambda day: day or NONE),
            "confidence": Column(confidences, lambda held: next(band for band, least in BANDS if held >= least)),
            "denied": Column(denied, str),
        }
        # Named as the newest of their statements has it.
        self.speakers = {speaker_key(*who): who for who in reversed(dict.fromkeys(whose))}
        self.places = {pk: n for n, pk in enumerate(self.pks)}
        dated = self.columns["date"].values.get(NONE)
        self.undated = len(self.pks) if dated is None else self.columns["date"].codes.index(dated)

    def __len__(self) -> int:
        return len(self.pks)

    def select(
        self, chosen: Mapping[str, Collection[str]] | None = None, *, among: Iterable[Collection[int]] = ()
    ) -> Selection:
        """The statements that have, in every facet of `chosen`, one of its values, and are in each of `among` (by `pk`).

        A date is a year, month or day, an outlet its name or, where no outlet is called so, words of it. A value that no
        statement has is no error: nothing passes.
        """
        everywhere = (1 << 8 * len(self.pks)) // 255  # a byte of 1 for each row
        for pks in among:
            everywhere &= self._mask(self._marked(pks))
        masks = {
            name: self._mask(self.columns[name].rows(self._accepted(name, values)))
            for name, values in (chosen or {}).items()
            if values
        }
        passing = everywhere
        for mask in masks.values():
            passing &= mask
        rows = self._rows(passing)
        counts = {}
        for name, column in self.columns.items():
            others = rows
            if name in masks:
                rest = everywhere
                for other, mask in masks.items():
                    rest &= mask if other != name else everywhere
                others = self._rows(rest)
            counts[name] = column.count(others)
        counts["date"] = _months(counts["date"])
        return Selection(list(compress(self.pks, rows)), counts)

    def label(self, value: str) -> str:
        """The name of a speaker; any other value as it is."""
        who = self.speakers.get(value)
        return who.name if who and who.name else value

    def oldest_first(self, pks: list[int]) -> list[int]:
        """Statements of a `Selection` the other way round, undated ones last all the same."""
        dated = [pk for pk in pks if self.places[pk] < self.undated]
        return dated[::-1] + pks[len(dated) :]

    def _accepted(self, name: str, chosen: Collection[str]) -> set[str]:
        """The values of a facet that are meant."""
        held = self.columns[name].values
        if name == "date":
            return {v for v in held if any(v == c or v.startswith(f"{c}-") for c in chosen)}
        exact = {c for c in chosen if c in held}
        if name != "outlet":
            return exact
        words = [fold(c) for c in chosen if c not in held]
        return exact | {v for v in held if v != NONE and any(w and named(v, w) for w in words)}

    def _marked(self, pks: Collection[int]) -> bytes:
        marks = bytearray(len(self.pks))
        for place in map(self.places.get, pks):
            if place is not None:
                marks[place] = 1
        return bytes(marks)

    def _mask(self, rows: bytes) -> int:
        return int.from_bytes(rows, "little")

    def _rows(self, mask: int) -> bytes:
        return mask.to_bytes(len(self.pks), "little")


def speaker_key(actor: int | None, kind: str | None, name: str | None) -> str:
    """What makes statements one speaker's: the actor, or else the same name and kind; `OPEN` where nobody is named."""
    if actor is not None:
        return f"actor:{actor}"
    return f"{kind}:{fold(name)}" if name is not None else OPEN


def _months(days: Mapping[str, int]) -> dict[str, int]:
    """How many in each year and month, the newest first."""
    found: Counter[str] = Counter()
    for day, n in days.items():
        found[day[:4]] += n
        if day != NONE and len(day) > 4:
            found[day[:7]] += n
    return dict(sorted(found.items(), reverse=True))


class FacetCache:
    """The index of one file, made anew when anybody has written to the file since. May be used by several threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._watch: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None
        self._seen: object = None
        self._index: StatementIndex | None = None

    def index(self, connection: sqlite3.Connection) -> StatementIndex:
        """The index of the file as it is now. `connection` (outside of a transaction) reads it where it has to be read."""
        with self._lock:
            seen = self._state()  # before it is read: what is written in between is read twice, not missed
            if self._index is None or seen != self._seen:
                self._index = StatementIndex(connection)
                self._seen = seen
            return self._index

    def _state(self) -> object:
        """What differs after every change: which file it is, and SQLite's count of commits that are not this connection's.

        The count says something on one connection only, so that one is kept.
        """
        held = self.path.stat()
        file = held.st_dev, held.st_ino
        if file != self._file:
            if self._watch:
                self._watch.close()
            self._watch, self._file = None, file
        if self._watch is None:
            self._watch = _watch(self.path)
        return file, self._watch.execute("PRAGMA data_version").fetchone()[0]


def _watch(path: Path) -> sqlite3.Connection:
    """A connection that reads and may pass from thread to thread."""
    name = f"file:{quote(str(path.absolute()))}?mode=ro"
    connection = sqlite3.connect(name, uri=True, check_same_thread=False, isolation_level=None)
    try:
        connection.execute("PRAGMA data_version")
    except (
        sqlite3.OperationalError
    ):  # nothing can be made beside the file, so nobody writes (see `ledgerfile._connect`)
        connection.close()
        return sqlite3.connect(f"{name}&immutable=1", uri=True, check_same_thread=False, isolation_level=None)
    return connection
