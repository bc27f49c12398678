"""An analysed article with what the statement rules look up again and again: which tokens open, close or stand in quotations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from spacy.tokens import Doc, Token

from selon.language.analysis import Analysis
from selon.language.grammar import Grammar, load_grammar
from selon.language.lexicon import Lexicon, Phrase
from selon.language.marks import Quotation
from selon.model import Span

if TYPE_CHECKING:
    from selon.extract.statements.phrases import SourcePhrase


LONGEST_TELLING = 2  # words of the telling that stand in marks


@dataclass(frozen=True)
class Page:
    """One article for the statement rules; token indices unless a name says `span`."""

    analysis: Analysis

    @property
    def doc(self) -> Doc:
        """The parsed article."""
        return self.analysis.doc

    @property
    def text(self) -> str:
        """The text exactly as decoded."""
        return self.analysis.text

    @property
    def lexicon(self) -> Lexicon:
        """The reporting lexicon of the article's language."""
        return self.analysis.lexicon

    @cached_property
    def grammar(self) -> Grammar:
        """The closed word classes of the article's language."""
        return load_grammar(self.analysis.lang)

    @cached_property
    def prepositions(self) -> tuple[Phrase, ...]:
        """The words that open a source phrase, those with the longest form first."""
        entries = [p for p in self.lexicon.phrases if p.kind == "preposition"]
        return tuple(sorted(entries, key=lambda p: -max(len(w.split()) for w in (p.words, *p.forms))))

    @cached_property
    def own_views(self) -> tuple[Phrase, ...]:
        """The phrases whose source is a possessive or pronoun inside them."""
        return tuple(p for p in self.lexicon.phrases if p.kind == "own")

    @cached_property
    def told(self) -> set[int]:
        """The verbs of the cues found so far: none of them belongs to a source's noun phrase."""
        return set()

    @cached_property
    def speakers(self) -> dict[int, Token]:
        """The sources of the incises found so far, by their verbs."""
        return {}

    @cached_property
    def phrases(self) -> dict[tuple[int, int], list[SourcePhrase]]:
        """The source phrases found so far, by the tokens of their sentence."""
        return {}

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        """The outermost quotations, in order, without marks around no more than a verb or adverb of the telling."""
        return tuple(sorted((q for q in self.analysis.marks.top() if not self._tells(q)), key=lambda q: q.open[0]))

    def _tells(self, q: Quotation) -> bool:
        """Whether marks stand around a verb that somebody else's clause needs: 'Le texte « EXIGE » l'accès', 'a « fermement » nié'."""
        first, last = self.token_from(q.inner[0]), self.token_upto(q.inner[1])
        words = [t for t in self.doc[first:last] if t.is_alpha]
        if not 1 <= len(words) <= LONGEST_TELLING or first < 2 or last + 1 >= len(self.doc) or q.close is None:
            return False
        before, after = self.doc[first - 2], self.doc[last + 1]
        if before.sent.start != after.sent.start:
            return False
        if all(t.pos_ == "ADV" for t in words):
            return before.pos_ == "AUX" and after.pos_ == "VERB"
        finite = words[0].pos_ == "VERB" and "Fin" in words[0].morph.get("VerbForm", [])
        rest = all(t.pos_ == "ADV" for t in words[1:])
        return finite and rest and before.pos_ in {"NOUN", "PROPN", "PRON"} and after.pos_ in {"DET", "SCONJ", "PROPN"}

    @cached_property
    def _owner(self) -> dict[int, int]:
        """Token → index in `quotations` of the outermost quotation whose outer span holds it."""
        out: dict[int, int] = {}
        for n, q in enumerate(self.quotations):
            a, b = q.outer
            for i in range(self.token_from(a), self.token_upto(b)):
                out[i] = n
        return out

    def quotation_of(self, i: int) -> Quotation | None:
        """The outermost quotation that token i stands in, its marks included."""
        n = self._owner.get(i)
        return None if n is None else self.quotations[n]

    def index_of(self, i: int) -> int | None:
        """The number in `quotations` of the one that token i stands in."""
        return self._owner.get(i)

    @cached_property
    def _starts(self) -> list[int]:
        return [t.idx for t in self.doc]

    def token_from(self, at: int) -> int:
        """The first token that ends after code point `at`."""
        from bisect import bisect_right

        i = max(bisect_right(self._starts, at) - 1, 0)
        while i < len(self.doc) and self.doc[i].idx + len(self.doc[i]) <= at:
            i += 1
        return i

    def token_upto(self, at: int) -> int:
        """One past the last token that begins before code point `at`."""
        from bisect import bisect_left

        return bisect_left(self._starts, at)

    def opens(self, i: int) -> bool:
        """Whether token i is the opening mark of an outermost quotation."""
        q = self.quotation_of(i)
        return q is not None and q.open[0] == self.doc[i].idx

    def closes(self, i: int) -> bool:
        """Whether token i is the closing mark of an outermost quotation."""
        q = self.quotation_of(i)
        return q is not None and q.close is not None and q.close[0] == self.doc[i].idx

    def clean(self, start: int, end: int) -> Span | None:
        """The code points of tokens `[start, end)` without outer spaces and sentence punctuation; marks stay when paired."""
        doc = self.doc
        while start < end and (doc[start].is_space or (doc[start].is_punct and not self._keeps_left(start))):
            start += 1
        while end > start and (
            doc[end - 1].is_space
            or (doc[end - 1].is_punct and not self._keeps_right(start, end))
            or self._joins(start, end)
        ):
            end -= 1
        if start >= end:
            return None
        return doc[start].idx, doc[end - 1].idx + len(doc[end - 1])

    def _joins(self, start: int, end: int) -> bool:
        """Whether the last token only joins what was cut off: 'P, tandis QUE', 'P ET'."""
        last = self.doc[end - 1]
        if last.pos_ in {"CCONJ", "SCONJ"} or last.text.endswith(("'", "’")):
            return True
        compound = last.lower_ in self.grammar.compound_conjunctions and last.pos_ in {"ADV", "SCONJ"}
        return compound and end - 2 >= start and self.doc[end - 2].text == ","

    def _keeps_left(self, i: int) -> bool:
        return self.opens(i) or self.doc[i].text in {"(", "["}

    def _keeps_right(self, start: int, end: int) -> bool:
        """A closing mark or bracket is kept where its opening one is inside; so is the end punctuation inside marks."""
        last = self.doc[end - 1]
        q = self.quotation_of(end - 1)
        if q is not None and self.closes(end - 1):
            return q.open[0] >= self.doc[start].idx
        if last.text in {")", "]"}:
            return any(t.text in {"(", "["} for t in self.doc[start : end - 1])
        if q is not None:
            return q.open[0] < self.doc[start].idx and last.text in {"!", "?", "…", "..."}
        return last.text in {"!", "?", "%", "…", "..."}

    def token(self, i: int) -> Token:
        """Token i."""
        return self.doc[i]
