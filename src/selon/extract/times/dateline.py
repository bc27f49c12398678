"""The day that an article states of itself: `4 juillet 2012. -`, `PARIS, 3 nov (…)`, `date 2023-11`, `Publié le …`.

A line of the head that states it is a *header line*: beside the day it has names, bylines and words such as `rédaction`
or `lecture`, no sentence. That is what parts `Publié le 14 mars 2011 par J. Petit` from `Publié le 14 mars 2011, le
rapport …`, which is of any day after.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from selon.extract.times import values
from selon.extract.times.calendar import Dateline, Grammar
from selon.extract.times.expressions import Expression
from selon.extract.times.network import Capture
from selon.extract.times.words import Words
from selon.model import Span

HEAD_PARAGRAPHS = 6
PLACE_WORDS = 8  # tokens that the place before a day may have: 'Saint-Denis de la Réunion'
BYLINE_WORDS = 25  # 'Par Jeanne Petit, notre correspondante en Allemagne, le …'
HEAD_CHARACTERS = 1500
SHORT = 3  # letters of a word that may be written small in the name of a place
OF_A_DAY = frozenset({"MONTH", "MON", "WEEKDAY"})
PARTING = frozenset("|•·.-–—(/")  # marks that part a stamp from what follows in its line
FIRM = frozenset("|•·")  # marks that part it from whatever stands before
DASHES = frozenset("-–—")


@dataclass(frozen=True, slots=True)
class Stated:
    """What a dateline says; `year` is None in `PARIS, 3 nov`, `day` in `date 2023-11`.

    `stamps` are all words of the head by which the article speaks of its own days and hours: no times that it tells.
    """

    span: Span
    rule: str
    year: int | None
    month: int | None
    day: int | None
    weekday: int | None = None
    stamps: tuple[Span, ...] = ()

    @property
    def iso(self) -> str | None:
        """The ISO year, month or day; None without a year."""
        if self.year is None:
            return None
        out = f"{self.year:04}"
        if self.month is not None:
            out += f"-{self.month:02}"
            if self.day is not None:
                out += f"-{self.day:02}"
        return out


def find_dateline(grammar: Grammar, words: Words) -> Stated | None:
    """The first dateline of the article's head that names a day, else its first update, else its first month or year."""
    found: list[tuple[int, Stated]] = []
    stamps: list[Span] = []
    paragraphs = stop = 0
    for i, token in enumerate(words.tokens):
        paragraphs += token.opens
        if paragraphs > HEAD_PARAGRAPHS or token.start > HEAD_CHARACTERS:
            break
        if i < stop:
            continue
        longest: tuple[int, int, Stated] | None = None
        for p, end, caps in grammar.datelines.walk(words, i):
            line = grammar.calendar.dateline[p]
            if (longest is None or end > longest[0]) and _stands(grammar, words, i, end, line):
                stated = _stated(words, line, caps)
                if stated is not None:
                    rank = 2 if stated.day is None else 1 if line.later else 0
                    longest = (end, rank, stated)
        if longest is not None:
            stop = longest[0]
            found.append(longest[1:])
            stamps.append((token.start, words.tokens[stop - 1].end))
    if not found:
        return None
    best = min(found, key=lambda f: f[0])[1]  # the first of the best
    return replace(best, stamps=(best.span, *stamps))


def _stands(g: Grammar, words: Words, i: int, stop: int, line: Dateline) -> bool:
    """Whether a match stands where its dateline must, and what follows lets it be one."""
    head = _head(words, i)
    if line.tail != "any" and not _closes(g, words, stop, text=line.tail == "text"):
        return False
    before = _written(words, i - 1) if i else ""
    if line.where == "head":
        return head == i
    if line.where in ("place", "capitals"):
        large = head < i and ((before.isupper() and len(before) > 2) or before == ")")
        if line.tail == "line" and _letters(words, head, i) > (2 if head else 1):
            return False  # ATTENTAT DE NICE, 14 JUILLET 2016
        return large or (line.where == "place" and _after_place(words, i))
    if line.where == "byline":
        opens = bool({words.norm(head), words.norm(head + 1)} & g.sets["bylines"])
        return (
            opens and head < i <= head + BYLINE_WORDS and not any(words.norm(k) in (".", ":") for k in range(head, i))
        )
    if line.where in ("mark", "dash"):
        return 0 < head < i and before in (FIRM if line.where == "mark" else DASHES) and _names_only(g, words, head, i)
    parted = not before.isalnum() or words.norm(i - 1) in g.sets["header"]
    return head == i or words.tokens[i].first or (parted and _names_only(g, words, head, i))


def _head(words: Words, i: int) -> int:
    """The first token of the line of token `i`."""
    while i > 0 and "\n" not in words.gap(i - 1):
        i -= 1
    return i


def _letters(words: Words, start: int, stop: int) -> int:
    """How many words of letters stand there."""
    return sum(_written(words, k)[0].isalpha() for k in range(start, stop))


def _written(words: Words, k: int) -> str:
    """A token as the text has it."""
    return words.text[words.tokens[k].start : words.tokens[k].end]


def _names_only(g: Grammar, words: Words, start: int, stop: int) -> bool:
    """Whether tokens are names, marks, numbers and words of a header line, as before `| Publié le …`."""
    return all(
        not _written(words, k)[0].islower()
        or words.norm(k) in g.sets["header"]
        or any(spot.cls in OF_A_DAY for spot in words.spots.get(k, ()))
        for k in range(start, stop)
    )


def _closes(g: Grammar, words: Words, stop: int, *, text: bool) -> bool:
    """Whether a stamp ends at `stop`: its line ends, or goes on with words of a header line alone.

    `text`: a mark other than a comma may also part it from the article's first sentence.
    """
    end = stop
    while end < len(words.tokens) and (end == 0 or "\n" not in words.gap(end - 1)):
        end += 1
    if end == stop or (text and words.norm(stop) in PARTING):
        return True
    first = words.norm(stop)
    if first not in PARTING and first not in (",", ")") and first not in g.sets["header"]:
        return False
    colons = [k for k in range(stop + 1, end) if words.norm(k) == ":"]  # 18:40 and 'Temps de lecture : 3 min' alone
    labelled = all(words.norm(k - 1).isdecimal() or words.norm(k - 1) in g.sets["header"] for k in colons)
    return labelled and _names_only(g, words, stop, end)


def _after_place(words: Words, i: int) -> bool:
    """Whether only a place stands between the head of a line and token i: 'Port-Varenne, le 4 mars 2024 –'."""
    if _head(words, i) == i:
        return False
    for k in range(i - 1, max(i - 1 - PLACE_WORDS, -1), -1):
        word = _written(words, k)
        if word[:1].isalpha() and not word[:1].isupper() and len(word) > SHORT:
            return False
        if k == 0 or "\n" in words.gap(k - 1):
            return word[:1].isupper()
    return False


def _stated(words: Words, line: Dateline, caps: tuple[Capture, ...]) -> Stated | None:
    """The day that the captures of a dateline say; None where a month or day is out of range."""
    year = month = day = weekday = None
    digits: list[int] = []
    starts: list[int] = []
    for cls, spot in caps:
        value = spot.value
        if cls in ("NUMDATE", "SHORTDATE") and isinstance(value, tuple):
            year, month, day = value
        elif isinstance(value, int):
            if cls == "YEAR":
                year = value
            elif cls in ("MONTH", "MON"):
                month = value
            elif cls == "DAYNUM":
                day = value
            elif cls in ("WEEKDAY", "WD"):
                weekday = value
            elif cls == "YY":
                digits.append(value)
            else:
                continue
        else:
            continue
        starts += [spot.start, spot.stop - 1]
    if digits:
        month = digits[0]
        day = digits[1] if len(digits) > 1 else None
    if (month is not None and not 1 <= month <= 12) or (day is not None and not 1 <= day <= 31):
        return None
    span = (words.tokens[min(starts)].start, words.tokens[max(starts)].end)
    return Stated(span, f"dateline:{line.name}", year, month, day, weekday)


def in_named_year(stated: Stated, expressions: Sequence[Expression]) -> date | None:
    """`Publié le jeudi 14 mars` in an article that tells of `le 12 mars 2024`: the year, where the weekday bears it out.

    Only the latest year of which the article names a day or month: an older one would be that of what is remembered.
    """
    years = [e.year for e in expressions if e.year and e.month and e.form in ("date", "month") and e.tense != "future"]
    if not years or stated.weekday is None or stated.month is None or stated.day is None:
        return None
    day = values.make_day(max(years), stated.month, stated.day)
    return day if day is not None and day.isoweekday() == stated.weekday else None
