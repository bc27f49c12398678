"""The article cut into words for the entity rules: own tokens (an elided article, a clitic after its hyphen and a
title with its dot are tokens), each with paragraph, sentence, and what the pipeline says of it where it says anything."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from selon.extract.entities.lexicon import EntityLexicon, low
from selon.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

WORD = re.compile(r"\d+(?:[.,\u202f\u00a0 ]\d{3})*(?:[.,]\d+)?|[^\W\d_]+(?:[-‑'’.]?[^\W_]+)*|\S")
ENDS = ".!?…"
GENDERS = {"Masc": "m", "Fem": "f"}


@dataclass(frozen=True, slots=True)
class Word:
    """A token: code points `start`–`end`, its text and its look-up form; `pos` and `dep` are "" without a parse."""

    start: int
    end: int
    text: str
    low: str
    paragraph: int
    sentence: int
    first: bool
    quoted: bool
    pos: str = ""
    dep: str = ""
    gender: str = ""
    prefixed: bool = False

    @property
    def capital(self) -> bool:
        """Whether the token begins with a capital letter, a small article of a name before it left out: 'al-Vigie'."""
        return self.text[0].isupper() or self.prefixed

    @property
    def alpha(self) -> bool:
        """Whether the token is a word."""
        return self.text[0].isalpha()


@dataclass(frozen=True, slots=True)
class Page:
    """The tokens of an article with their look-up forms side by side."""

    text: str
    words: list[Word]
    lows: list[str]
    starts: list[int]

    def at(self, offset: int) -> int:
        """The index of the token that covers or follows a code point."""
        i = bisect_right(self.starts, offset) - 1
        if i >= 0 and self.words[i].end > offset:
            return i
        return i + 1

    def inside(self, span: Span) -> range:
        """The indices of the tokens inside a span."""
        i = self.at(span[0])
        j = i
        while j < len(self.words) and self.words[j].start < span[1]:
            j += 1
        return range(i, j)

    def span(self, i: int, j: int) -> Span:
        """The code points from token `i` up to but without token `j`."""
        return self.words[i].start, self.words[j - 1].end


def cut(text: str, lex: EntityLexicon) -> list[Span]:
    """The spans of the tokens of a text."""
    out: list[Span] = []
    for m in WORD.finditer(text):
        out += split(m.start(), m.group(), lex)
    merged: list[Span] = []
    for a, b in out:
        # 'M.' and 'Dr.' keep their dot, 'J.' too
        if text[a:b] == "." and merged and merged[-1][1] == a:
            before = text[merged[-1][0] : a]
            if before in lex.abbreviations or (len(before) == 1 and before.isupper()):
                merged[-1] = (merged[-1][0], b)
                continue
        merged.append((a, b))
    return merged


def split(start: int, word: str, lex: EntityLexicon) -> list[Span]:
    """The pieces of a run of letters: 'l’a-t-il' → l’ · a · -t-il; 'M.Houdré' → M. · Houdré; 'O'Neill' stays whole."""
    form = low(word)
    if form in lex.whole or word[0].isdigit():
        return [(start, start + len(word))]
    if (mark := form.find("'")) > 0 and form[:mark] in lex.elided and mark + 1 < len(form):
        cut_at = mark + 1
        return [(start, start + cut_at), *split(start + cut_at, word[cut_at:], lex)]
    if (dot := form.find(".")) > 0:
        if word[:dot] in lex.abbreviations:
            return [(start, start + dot), (start + dot, start + dot + 1), *split(start + dot + 1, word[dot + 1 :], lex)]
        site = form.rpartition(".")[2] in lex.classes["site"]
        if not site and not all(
            len(p) == 1 for p in form.split(".")
        ):  # no 'U.S.A': a full stop without a space after it
            return [
                *split(start, word[:dot], lex),
                (start + dot, start + dot + 1),
                *split(start + dot + 1, word[dot + 1 :], lex),
            ]
    for e in lex.enclitics:
        if form.endswith(e) and len(form) > len(e) and form[0].islower() and word[0].islower():
            return [(start, start + len(word) - len(e)), (start + len(word) - len(e), start + len(word))]
    return [(start, start + len(word))]


def make_page(text: str, doc: Doc | None, quoted: list[Span], lex: EntityLexicon) -> Page:
    """The words of an article; `doc` has the offsets of `text`; `quoted` are the spans inside quotation marks."""
    starts: dict[int, tuple[str, str, str]] = {}
    sent_starts: set[int] = set()
    if doc is not None:
        for t in doc:
            starts[t.idx] = (t.pos_, t.dep_, GENDERS.get("".join(t.morph.get("Gender", [])), ""))
        if doc.has_annotation("SENT_START"):
            for s in doc.sents:
                lead = next((t for t in s if not t.is_space and not t.is_punct and not t.is_quote), None)
                if lead is not None:
                    sent_starts.add(lead.idx)
    words: list[Word] = []
    paragraph = sentence = 0
    last, ended = 0, True
    for a, b in cut(text, lex):
        piece = text[a:b]
        gap = text[last:a]
        if "\n" in gap and words:
            paragraph += gap.count("\n") > 0
            ended = True
        first = False
        if piece[0].isalnum():
            if ended or a in sent_starts:
                sentence += 1
                first = True
            ended = False
        elif piece[0] in ENDS:
            ended = True
        inside = any(x <= a < y for x, y in quoted)
        pos, dep, gender = starts.get(a, ("", "", ""))
        head, _, tail = piece.partition("-")
        prefixed = tail[:1].isupper() and head in lex.surname_particles
        form = lex.bare.get(piece, low(piece)) if pos == "ADP" else low(piece)
        words.append(Word(a, b, piece, form, paragraph, sentence, first, inside, pos, dep, gender, prefixed))
        last = b
    return Page(text, words, [w.low for w in words], [w.start for w in words])
