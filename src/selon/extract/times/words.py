"""The words of a text and what they can be in an expression of time: numbers, days, years, hours, words of a class."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Protocol

# A word keeps its elided apostrophe (l', aujourd'), soft hyphens and combining accents stay inside the word.
TOKEN = re.compile(r"\d+|[^\W\d_ʼ](?:[^\W\d_ʼ]|[\u0300-\u036f\u00ad])*(?:['’ʼ](?=[^\W\d_]))?|[^\w\s]|[_ʼ]", re.UNICODE)
CENTURY = 2000  # of years of two digits in a header line
FIRST_YEAR, LAST_YEAR = 1000, 2999  # the years that days are reckoned in
SPACES = " \u00a0\u202f\u2009"
ROMAN = re.compile(r"^(?=[IVX])(X{0,2})(IX|IV|V?I{0,3})([^\WIVX\d_]{1,4})$")
ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}


@dataclass(slots=True)
class Token:
    """A word or mark: `opens` where a paragraph begins, `first` where a sentence does."""

    start: int
    end: int
    norm: str
    opens: bool
    first: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """What a run of tokens can be: a class, its value, and the token after it."""

    cls: str
    value: int | float | str | tuple[int, ...]
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Words:
    """A text's tokens, and the spots that begin at each."""

    text: str
    tokens: list[Token]
    spots: dict[int, list[Spot]]

    def norm(self, i: int) -> str:
        """The word at `i`, "¶" outside the text and across a paragraph's edge on the right."""
        if not 0 <= i < len(self.tokens):
            return "¶"
        return self.tokens[i].norm

    def after(self, i: int) -> str:
        """The word that follows inside the paragraph, else "¶"."""
        if i >= len(self.tokens) or self.tokens[i].opens:
            return "¶"
        return self.tokens[i].norm

    def before(self, i: int) -> str:
        """The word before token `i` inside the paragraph, else "¶"."""
        if i <= 0 or self.tokens[i].opens:
            return "¶"
        return self.tokens[i - 1].norm

    def gap(self, i: int) -> str:
        """The characters between token `i` and the next."""
        return self.text[self.tokens[i].end : self.tokens[i + 1].start] if i + 1 < len(self.tokens) else "\n"


class NumberData(Protocol):
    """What the lexer needs of a calendar's number section."""

    links: list[str]
    ones: list[str]
    day_suffixes: list[str]
    ordinal_suffixes: list[str]
    clock_marks: list[str]
    hour_words: list[str]
    clock_colon: str
    day_first: bool
    words: dict[str, int]
    ordinals: dict[str, int]


def fold(word: str) -> str:
    """A word as the calendar writes it: lower case, straight apostrophe, composed accents, no soft hyphen."""
    word = word.lower()
    if not word.isascii():
        word = unicodedata.normalize("NFC", word).replace("’", "'").replace("ʼ", "'").replace("\u00ad", "")
        word = word.replace("‑", "-") or "\u00ad"  # a soft hyphen that stands alone is a mark
    return word


def norms(phrase: str) -> tuple[str, ...]:
    """The folded tokens of a phrase of the calendar, in which `d'` may stand alone."""
    out: list[str] = []
    for m in TOKEN.finditer(phrase):
        if m.group() in ("'", "’") and out and phrase[m.start() - 1].isalpha():
            out[-1] += "'"
        else:
            out.append(fold(m.group()))
    return tuple(out)


def tokenize(text: str) -> list[Token]:
    """The tokens of a text with their offsets."""
    out: list[Token] = []
    last = 0
    first = True
    for m in TOKEN.finditer(text):
        start, end = m.span()
        gap = text[last:start]
        opens = not out or ("\n" in gap and gap.count("\n") > 1)
        norm = fold(m.group())
        out.append(Token(start, end, norm, opens, opens or first or "\n" in gap))
        if norm in (".", "!", "?", "…"):
            first = True
        elif norm not in ('"', "»", "”", ")", "'", "«", "“", "(", "-", "—", "–"):
            first = False
        last = end
    return out


class Lexer:
    """Finds the spots of a text; built once for a calendar."""

    def __init__(self, classes: dict[str, dict[str, int | str]], number: NumberData) -> None:
        self.number = number
        self.names = frozenset(classes)
        self.entries: dict[str, list[tuple[tuple[str, ...], str, int | str]]] = {}
        for cls, table in classes.items():
            for phrase, value in table.items():
                key = norms(phrase)
                self.entries.setdefault(key[0], []).append((key, cls, value))
        for phrase, value in number.ordinals.items():
            key = norms(phrase)
            self.entries.setdefault(key[0], []).append((key, "ORD", value))
        self.links = frozenset(number.links) | {"-"}
        self.day_suffixes = frozenset(number.day_suffixes)
        self.ordinal_suffixes = frozenset(number.ordinal_suffixes)
        self.clock_marks = frozenset(number.clock_marks)
        self.hour_words = frozenset(number.hour_words)

    def class_names(self) -> frozenset[str]:
        """The classes that a pattern may name."""
        made = {
            "NUM",
            "DAYNUM",
            "YEAR",
            "YY",
            "ORD",
            "CENTURY",
            "CLOCK",
            "HOUR",
            "HOURS",
            "NUMDATE",
            "SHORTDATE",
            "ANY",
            "EOL",
        }
        return self.names | made

    def read(self, text: str) -> Words:
        """A text's words with all their spots."""
        words = Words(text, tokenize(text), {})
        for i, token in enumerate(words.tokens):
            found: list[Spot] = []
            for key, cls, value in self.entries.get(token.norm, ()):
                n = len(key)
                if n == 1 or tuple(t.norm for t in words.tokens[i : i + n]) == key:
                    found.append(Spot(cls, value, i, i + n))
            if token.norm[0].isdigit():
                found += self._digits(words, i)
            elif token.norm in self.number.words:
                found += self._counting(words, i)
            elif (
                token.norm[0] in "ivx"
                and (m := ROMAN.match(text[token.start : token.end]))
                and m[3] in self.ordinal_suffixes
            ):
                found.append(Spot("CENTURY", _roman(m), i, i + 1))
            if found:
                words.spots[i] = found
        return words

    def _digits(self, w: Words, i: int) -> list[Spot]:
        """The spots of a run of digits: 3, 1er, 2012, 14 h 30, 03/11/2023, 1 400, 30,4."""
        token = w.tokens[i]
        digits, n = token.norm, len(token.norm)
        glued = i > 0 and w.gap(i - 1) == "" and w.norm(i - 1) in (",", ".") and w.norm(i - 2)[0].isdigit()
        grouped = i > 0 and n == 3 and len(w.gap(i - 1)) == 1 and w.gap(i - 1) in SPACES and w.norm(i - 1).isdecimal()
        if glued or (grouped and len(w.norm(i - 1)) <= 3) or not digits.isdecimal():
            return []
        value = int(digits)
        out: list[Spot] = []
        if date := self._numeric_date(w, i):
            return [date]
        if short := self._short_date(w, i):
            out.append(short)
        number, stop = self._number(w, i)
        out.append(Spot("NUM", number, i, stop))
        if stop > i + 1:
            return out
        if n == 4 and 1000 <= value < 2200:
            out.append(Spot("YEAR", value, i, i + 1))
        if n == 2:
            out.append(Spot("YY", value, i, i + 1))
        suffix = w.norm(i + 1) if w.gap(i) == "" else ""
        if n <= 2 and 1 <= value <= 31:
            if value == 1 and suffix in self.day_suffixes:
                out.append(Spot("DAYNUM", 1, i, i + 2))
            elif suffix not in self.ordinal_suffixes:
                out.append(Spot("DAYNUM", value, i, i + 1))
        if suffix in self.ordinal_suffixes:
            out.append(Spot("ORD", value, i, i + 2))
        if n <= 2 and value <= 24:
            out += self._clock(w, i, value)
        return out

    def _number(self, w: Words, i: int) -> tuple[int | float, int]:
        """The number that begins at `i`, thousands grouped by space or point, decimals after comma or point."""
        digits, j = w.tokens[i].norm, i
        while len(w.tokens[i].norm) <= 3:
            gap = w.gap(j)
            nxt = w.norm(j + 1)
            if len(gap) == 1 and gap in SPACES and len(nxt) == 3 and nxt.isdecimal():
                digits, j = digits + nxt, j + 1
            elif (
                gap == ""
                and nxt == "."
                and w.gap(j + 1) == ""
                and len(w.norm(j + 2)) == 3
                and w.norm(j + 2).isdecimal()
            ):
                digits, j = digits + w.norm(j + 2), j + 2
            else:
                break
        if w.gap(j) == "" and w.norm(j + 1) in (",", ".") and w.gap(j + 1) == "" and w.norm(j + 2).isdecimal():
            return float(f"{digits}.{w.norm(j + 2)}"), j + 3
        return int(digits), j + 1

    def _numeric_date(self, w: Words, i: int) -> Spot | None:
        """03/11/2023, 3.11.2023 or 2023-11-03, written without spaces."""
        parts = [w.norm(i + k) for k in range(5)]
        if any(w.gap(i + k) != "" for k in range(4)) or parts[1] != parts[3] or parts[1] not in ("/", ".", "-"):
            return None
        if not all(p.isdecimal() for p in parts[::2]):
            return None
        a, b, c = parts[::2]
        if len(a) == 4 and len(b) == 2 and len(c) == 2:
            y, m, d = int(a), int(b), int(c)
        elif len(c) == 4 and len(a) <= 2 and len(b) <= 2:
            y, m, d = (int(c), int(b), int(a)) if self.number.day_first else (int(c), int(a), int(b))
        else:
            return None
        known = FIRST_YEAR <= y <= LAST_YEAR and 1 <= m <= 12 and 1 <= d <= 31
        return Spot("NUMDATE", (y, m, d), i, i + 5) if known else None

    def _short_date(self, w: Words, i: int) -> Spot | None:
        """14/03/24 or 14.03.24: of this century."""
        parts = [w.norm(i + k) for k in range(5)]
        glued = all(w.gap(i + k) == "" for k in range(4)) and parts[1] == parts[3] and parts[1] in ("/", ".")
        if not glued or not all(len(p) == 2 and p.isdecimal() for p in parts[::2]):
            return None
        a, b, y = (int(p) for p in parts[::2])
        day, month = (a, b) if self.number.day_first else (b, a)
        return Spot("SHORTDATE", (CENTURY + y, month, day), i, i + 5) if 1 <= month <= 12 and 1 <= day <= 31 else None

    def _clock(self, w: Words, i: int, hour: int) -> list[Spot]:
        """14 h 30, 7h44, 16:50 (CLOCK), 14 h (HOUR), 14 heures (HOURS)."""
        mark = w.norm(i + 1)
        minutes = w.norm(i + 2)
        has_minutes = len(minutes) == 2 and minutes.isdecimal() and int(minutes) < 60
        if mark == self.number.clock_colon:
            if has_minutes and w.gap(i) == w.gap(i + 1) == "" and w.norm(i + 3) != ":":
                return [Spot("CLOCK", (hour, int(minutes)), i, i + 3)]
            return []
        if "\n" in w.gap(i) or mark not in self.clock_marks | self.hour_words:
            return []
        if has_minutes and len(w.gap(i + 1)) <= 1:
            return [Spot("CLOCK", (hour, int(minutes)), i, i + 3)]
        return [Spot("HOUR" if mark in self.clock_marks else "HOURS", (hour, 0), i, i + 2)]

    def _counting(self, w: Words, i: int) -> list[Spot]:
        """The spots of number words from `i` on: `dix-huit`, `sept heures`, `deux heures trente`."""
        number, stop = self._spoken(w, i)
        out = [Spot("NUM", number, i, stop)]
        if 2 <= number <= 31:
            out.append(Spot("DAYNUM", number, i, stop))
        if number <= 24 and w.norm(stop) in self.hour_words:
            out.append(Spot("HOURS", (number, 0), i, stop + 1))
            if w.norm(stop + 1) in self.number.words and not w.tokens[stop + 1].opens:
                minutes, end = self._spoken(w, stop + 1)
                if 0 < minutes < 60 and minutes % 5 == 0:
                    out.append(Spot("CLOCK", (number, minutes), i, end))
        return out

    def _spoken(self, w: Words, i: int) -> tuple[int, int]:
        """The number that words say from `i` on (`dix-huit`, `vingt et un`, `deux cent quarante`), the token after it."""
        table = self.number.words
        total, current, floor, j = 0, 0, 10**9, i
        stop = i
        while True:
            value = table.get(w.norm(j))
            if value is None or (j > i and w.tokens[j].opens):
                break
            if value == 1000:
                total, current, floor = total + max(1, current) * 1000, 0, 1000
            elif value == 100 and current < 20:
                current, floor = max(1, current) * 100, 100
            elif value == 20 and current % 100 == 4:  # quatre-vingts
                current, floor = current + 76, 20
            elif value < floor and (current == 0 or value < _room(current)):
                current += value
                floor = value if value >= 20 else (10 if value == 10 else 1)
            else:
                break
            j += 1
            stop = j
            if (
                w.norm(j) in self.links
                and w.norm(j + 1) in table
                and (w.norm(j) == "-" or table[w.norm(j + 1)] in (1, 11))
            ):
                j += 1
        return total + current, stop


def _room(current: int) -> int:
    """What may still be added by a smaller number word: 20 → below 20, 100 → below 100."""
    if current % 100 == 0:
        return 100
    if current % 20 == 0 or current % 10 == 0:
        return 20 if current % 100 in (60, 80) else 10
    return 0


def _roman(m: re.Match[str]) -> int:
    """The value of a Roman numeral up to 29."""
    total, last = 0, 0
    for c in reversed(m.group(1) + m.group(2)):
        v = ROMAN_VALUES[c]
        total += v if v >= last else -v
        last = max(last, v)
    return total
