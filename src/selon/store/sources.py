"""Who is quoted, how often, by outlet and kind, counted from the index of the statements: `quoted_sources`, but at once."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable

from selon.store.facets import NONE, OPEN, StatementIndex
from selon.store.questions import QuotedSource


class SourceCounts:
    """The sources of some statements, the most quoted first; what is left open after those who are named.

    `by_outlet` counts, and takes shares, for each outlet; of a `kind` only those sources are listed, their shares stay those of
    all statements. There may be ten thousands of them: they are put in order by their numbers, and only those asked for are
    made into rows.
    """

    def __init__(
        self, index: StatementIndex, pks: Iterable[int], *, by_outlet: bool = False, kind: str | None = None
    ) -> None:
        columns = index.columns
        places = sorted(index.places[pk] for pk in pks)  # the newest first, undated ones last

        def codes(name: str) -> list[int]:
            return list(map(columns[name].codes.__getitem__, places))

        # What is counted together is one number, since a hundred thousand tuples take longer: outlet, speaker, and what is behind.
        speakers = [index.speakers[s] for s in columns["speaker"].values]
        size = len(speakers)
        keys = (
            [o * size + s for o, s in zip(codes("outlet"), codes("speaker"), strict=True)]
            if by_outlet
            else codes("speaker")
        )
        several, most = len(columns["kind"].values), max(keys, default=0) + 1
        articles = Counter(
            [n % most for n in {index.articles[p] * most + k for k, p in zip(keys, places, strict=True)}]
        )
        dated = bisect_left(places, index.undated)
        days, on = list(columns["date"].values), codes("date")[:dated]
        firsts = dict(zip(keys[:dated], on, strict=True))  # the last that is written stays: the oldest
        lasts = dict(zip(reversed(keys[:dated]), reversed(on), strict=True))
        statements = Counter(keys)
        total: Counter[int] = Counter()
        for key, n in statements.items():
            total[key // size] += n
        of_kinds = Counter([k * several + of for k, of in zip(keys, codes("kind"), strict=True)])
        outlets = list(columns["outlet"].values)

        def outlet_of(key: int) -> str | None:
            outlet = outlets[key // size] if by_outlet else NONE
            return None if outlet == NONE else outlet

        def place(key: int) -> tuple[object, ...]:
            who = speakers[key % size]
            return -statements[key], who.name is None, who.name or "", outlet_of(key) or ""

        def row(key: int) -> QuotedSource:
            who, n = speakers[key % size], statements[key]
            of = {kind: of_kinds[key * several + code] for kind, code in columns["kind"].values.items()}
            return QuotedSource(
                outlet=outlet_of(key), source=who.name, kind=who.kind, actor_id=who.actor_id, statements=n,
                direct=of.get("direct", 0) + of.get("mixed", 0), indirect=of.get("indirect", 0), acts=of.get("act", 0),
                articles=articles[key], share=n / total[key // size],
                first=days[firsts[key]] if key in firsts else None, last=days[lasts[key]] if key in lasts else None,
            )  # fmt: skip

        wanted = [k for k in statements if kind is None or (speakers[k % size].kind or OPEN) == kind]
        self._keys, self._row = sorted(wanted, key=place), row
        self.most = statements[self._keys[0]] if wanted else 0

    def __len__(self) -> int:
        return len(self._keys)

    def rows(self, first: int = 0, limit: int | None = None) -> list[QuotedSource]:
        """The sources from the `first` on."""
        last = None if limit is None else first + limit
        return [self._row(key) for key in self._keys[first:last]]


def count_kinds(index: StatementIndex, pks: Iterable[int]) -> dict[str, dict[str, int]]:
    """How many of some statements each outlet has of each kind of source; `OPEN` is a source that is left open."""
    places = [index.places[pk] for pk in pks]
    outlets, speakers = index.columns["outlet"], index.columns["speaker"]
    size = len(speakers.values)
    pairs = Counter([outlets.codes[p] * size + speakers.codes[p] for p in places])
    names, kinds = list(outlets.values), [index.speakers[key].kind or OPEN for key in speakers.values]
    found: dict[str, dict[str, int]] = {}
    for pair, n in pairs.items():
        held = found.setdefault(names[pair // size], {})
        kind = kinds[pair % size]
        held[kind] = held.get(kind, 0) + n
    return found
