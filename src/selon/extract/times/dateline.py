"""The day that an article states of itself: `4 juillet 2012. -`, `PARIS, 3 nov (…)`, `date 2023-11`, `Publié le …`."""

from __future__ import annotations

from dataclasses import dataclass

from selon.extract.times.calendar import Dateline, Grammar
from selon.extract.times.network import Capture
from selon.extract.times.words import Words
from selon.model import Span

HEAD_PARAGRAPHS = 6
PLACE_WORDS = 8  # tokens that the place before a day may have: 'Saint-Denis de la Réunion'
HEAD_CHARACTERS = 1500


@dataclass(frozen=True, slots=True)
class Stated:
    """What a dateline says; `year` is None in `PARIS, 3 nov`, `day` in `date 2023-11`."""

    span: Span
    rule: str
    year: int | None
    month: int | None
    day: int | None

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
    """The first dateline of the article's head that names a day, else the first that names a month or year."""
    best: Stated | None = None
    paragraphs = 0
    for i, token in enumerate(words.tokens):
        paragraphs += token.opens
        if paragraphs > HEAD_PARAGRAPHS or token.start > HEAD_CHARACTERS:
            break
        longest: tuple[int, Stated] | None = None
        for p, stop, caps in grammar.datelines.walk(words, i):
            line = grammar.calendar.dateline[p]
            if _stands(words, i, line) and (longest is None or stop > longest[0]):
                stated = _stated(words, line, caps)
                if stated is not None:
                    longest = (stop, stated)
        if longest is not None:
            if longest[1].day is not None:
                return longest[1]
            best = best or longest[1]
    return best


def _stands(words: Words, i: int, line: Dateline) -> bool:
    """Whether a match stands where its dateline must: at the head of a line, or after a place in capitals."""
    token = words.tokens[i]
    if line.where == "head":
        return i == 0 or "\n" in words.gap(i - 1)
    if line.where == "place":
        before = words.text[words.tokens[i - 1].start : words.tokens[i - 1].end] if i else ""
        return before.isupper() or before == ")" or _after_place(words, i)
    return token.first or i == 0 or line.where == "line"


def _after_place(words: Words, i: int) -> bool:
    """Whether only a place stands between the head of a line and token i: 'Port-Varenne, le 4 mars 2024 –'."""
    for k in range(i - 1, max(i - 1 - PLACE_WORDS, -1), -1):
        word = words.text[words.tokens[k].start : words.tokens[k].end]
        if word[:1].isalpha() and not word[:1].isupper() and len(word) > 3:
            return False
        if k == 0 or "\n" in words.gap(k - 1):
            return word[:1].isupper()
    return False


def _stated(words: Words, line: Dateline, caps: tuple[Capture, ...]) -> Stated | None:
    """The day that the captures of a dateline say; None where a month or day is out of range."""
    year = month = day = None
    digits: list[int] = []
    starts: list[int] = []
    for cls, spot in caps:
        value = spot.value
        if cls == "NUMDATE" and isinstance(value, tuple):
            year, month, day = value
        elif isinstance(value, int):
            if cls == "YEAR":
                year = value
            elif cls in ("MONTH", "MON"):
                month = value
            elif cls == "DAYNUM":
                day = value
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
    return Stated(span, f"dateline:{line.name}", year, month, day)
