"""An article cut into the words that the number grammar reads: numbers in digits are one word, every mark is one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from selon.extract.figures.lexicon import FigureLexicon, Numbers, Phrase, fold

if TYPE_CHECKING:
    from selon.language.analysis import Analysis

WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u00ad])*(?:['’ʼ](?=[^\W\d_]))?|[^\w\s]|_")
ENDS = frozenset(".!?…")


@dataclass(frozen=True, slots=True)
class Word:
    """A word, number or mark; `value` is set where it is digits, `thousands` where its comma may group instead.

    `gap` is the white space before it: "" (glued), " " or "\\n" where a line or paragraph breaks.
    """

    start: int
    end: int
    text: str
    norm: str
    gap: str
    value: float | None = None
    thousands: float | None = None
    junk: bool = False

    @property
    def alpha(self) -> bool:
        """Whether it is a word of letters."""
        return self.text[0].isalpha()


@dataclass(frozen=True, slots=True)
class Page:
    """The words of an article, the spans taken by times, and what the pipeline says of each word where it does."""

    text: str
    lang: str
    lexicon: FigureLexicon
    words: tuple[Word, ...]
    starts: tuple[int, ...]
    lemmas: dict[int, str]
    tags: dict[int, str]
    finite: frozenset[int]

    def norm(self, i: int) -> str:
        """The folded word at `i`, "¶" outside the text."""
        return self.words[i].norm if 0 <= i < len(self.words) else "¶"

    def after(self, i: int) -> str:
        """The folded word at `i` if no paragraph break stands before it, else "¶"."""
        return self.words[i].norm if 0 <= i < len(self.words) and self.words[i].gap != "\n" else "¶"

    def before(self, i: int) -> str:
        """The folded word before `i` inside the paragraph, else "¶"."""
        return self.words[i - 1].norm if 0 < i < len(self.words) and self.words[i].gap != "\n" else "¶"

    def has(self, name: str, i: int) -> bool:
        """Whether the word at `i` is in a class of `numbers.toml`."""
        return self.norm(i) in self.lexicon.sets[name]

    def at(self, offset: int) -> int:
        """The index of the first word that starts at or after a code point."""
        return bisect_left(self.starts, offset)

    def clause_end(self, i: int) -> bool:
        """Whether the word at `i` begins another sentence or paragraph, or lies outside the text."""
        if not 0 <= i < len(self.words) or self.words[i].gap == "\n":
            return True
        mark = self.words[i - 1].text if i else ""
        if mark not in ENDS:
            return False
        return not (mark == "." and i > 1 and len(self.words[i - 2].text) <= 2 and self.words[i - 1].gap == "")

    def sentence(self, i: int) -> tuple[int, int]:
        """The half-open range of words of the sentence around the word at `i`."""
        a, b = i, i + 1
        while a > 0 and not self.clause_end(a):
            a -= 1
        while b < len(self.words) and not self.clause_end(b):
            b += 1
        return a, b


@cache
def _digit_pattern(group: tuple[str, ...], decimal: tuple[str, ...]) -> re.Pattern[str]:
    g = "|".join(f"(?:{re.escape(c)}[0-9]{{3}})+(?![0-9])" for c in group)
    d = "".join(map(re.escape, decimal))
    return re.compile(
        rf"(?P<many>[1-9][0-9]{{0,2}}(?:,[0-9]{{3}}){{2,}}(?![0-9]))"
        rf"|(?P<grouped>[1-9][0-9]{{0,2}}(?:{g}))(?:(?P<cents>,[0-9]{{1,2}})(?![0-9]))?(?![/:][0-9])"
        rf"|(?P<junk>[0-9]+(?:[./:][0-9]+){{2,}}|[0-9]+[/:][0-9]+)"
        rf"|(?P<plain>[0-9]+)(?:[{d}](?P<fraction>[0-9]+))?"
    )


def phrase(text: str, numbers: Numbers | None, *, cased: bool = False) -> Phrase:
    """The folded words of a phrase of the tables; with `numbers`, contracted and elided words are undone."""
    out = [m.group() for m in re.finditer(rf"[0-9]+|{WORD.pattern}", text)]
    if not cased:
        out = [fold(w) for w in out]
    return tuple(numbers.fold.get(w, w) for w in out) if numbers else tuple(out)


def tokenize(text: str, numbers: Numbers, cuts: Iterable[int] = ()) -> tuple[Word, ...]:
    """The words of a text; a number in digits never runs over one of the code points `cuts` (where a date ends)."""
    digits = _digit_pattern(numbers.digits.group, numbers.digits.decimal)
    limits = sorted(cuts)
    out: list[Word] = []
    last = pos = 0
    token = re.compile(rf"(?P<digits>[0-9])|{WORD.pattern}")
    while m := token.search(text, pos):
        start = m.start()
        value = thousands = None
        junk = False
        if m.group("digits"):
            k = bisect_left(limits, start + 1)
            d = digits.match(text, start, limits[k] if k < len(limits) else len(text))
            assert d is not None  # a digit always matches `plain`
            value, thousands, junk = _value(d)
            end = d.end()
        else:
            end = m.end()
        space = text[last:start]
        breaks = "\n" in space and (space.count("\n") > 1 or not _continues(text, last, start))
        gap = "\n" if breaks else " " if space else ""
        out.append(Word(start, end, text[start:end], fold(text[start:end]), gap, value, thousands, junk))
        last = pos = end
    return tuple(out)


def _continues(text: str, last: int, start: int) -> bool:
    """Whether one line break inside a wrapped paragraph, not a new one: the line before ends in no full stop."""
    return last > 0 and text[last - 1] not in '.!?…:»"”' and not text[start].isupper()


def _value(m: re.Match[str]) -> tuple[float | None, float | None, bool]:
    if m.group("junk"):
        return None, None, True
    if many := m.group("many"):
        return float(many.replace(",", "")), None, False
    if grouped := m.group("grouped"):
        whole = re.sub(r"\D", "", grouped)
        return float(whole + (m.group("cents") or "").replace(",", ".")), None, False
    plain, fraction = m.group("plain"), m.group("fraction")
    if fraction is None:
        return float(plain), None, False
    thousands = float(plain + fraction) if len(fraction) == 3 and plain[0] != "0" and len(plain) <= 3 else None
    return float(f"{plain}.{fraction}"), thousands, False


def read_page(analysis: Analysis, lexicon: FigureLexicon, cuts: Iterable[int] = ()) -> Page:
    """The words of an analysed article, with lemma and tag where a word is a token of the pipeline's."""
    words = tokenize(analysis.text, lexicon.numbers, cuts)
    lemmas: dict[int, str] = {}
    tags: dict[int, str] = {}
    finite: set[int] = set()
    for token in analysis.doc:
        if token.pos_:
            tags[token.idx] = token.pos_
        if token.lemma_:
            lemmas[token.idx] = token.lemma_
        if token.pos_ in ("VERB", "AUX") and "Fin" in token.morph.get("VerbForm", []):
            finite.add(token.idx)
    return Page(
        text=analysis.text,
        lang=analysis.lang,
        lexicon=lexicon,
        words=words,
        starts=tuple(w.start for w in words),
        lemmas=lemmas,
        tags=tags,
        finite=frozenset(finite),
    )
