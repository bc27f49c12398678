"""Where sentences begin: a component that runs before the parser and says where a boundary is certain or impossible.

It sets `Token.is_sent_start` to True (a paragraph, a full stop before a capital), to False (no full stop before, an
incise after a quotation, inside `M. Dupont` or `(...)`), and leaves it open where only the parse can tell. A headline
without a full stop is a sentence of its own, because a line break always ends one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

import selon.language.lemmas
import selon.language.tokenizer  # noqa: F401  (both register what the shipped pipeline names)
from selon.language.data import load_table
from selon.language.grammar import load_grammar
from selon.language.marks import PARAGRAPH, pair_marks
from selon.language.tokenizer import TokenTable, plain

STOPS = frozenset({".", "!", "?", "…", "...", "..", "!!", "??", "?!", "!?", "!!!", "???"})
ELLIPSES = frozenset({"…", "...", ".."})
OPENING, CLOSING = frozenset("([{"), frozenset(")]}")
SHORT_TITLE = 6  # words: a quotation up to this length that ends in ? or ! may be the title of something


@dataclass(frozen=True, slots=True)
class _Found:
    """Tokens at which quotations open and close: index → number of tokens inside."""

    opening: dict[int, int]
    closing: dict[int, int]


class SentenceStarts:
    """The component `selon_sentences`: sets `is_sent_start` where it is certain; needs only the tokens."""

    def __init__(self, table: TokenTable, elided: frozenset[str]) -> None:
        """`table` knows the abbreviations of the language; `elided` is what `pair_marks` needs for its apostrophes."""
        never_last = (*table.titles, *table.abbreviations_before_name_or_figure, *table.abbreviations_after_figure)
        self.titles = frozenset(f"{t}." for t in never_last)
        self.elided = elided

    def __call__(self, doc: Doc) -> Doc:
        """The same `doc`, boundaries set."""
        if len(doc):
            for token, start in zip(doc, self.starts(doc), strict=True):
                token.is_sent_start = start
        return doc

    def starts(self, doc: Doc) -> list[bool | None]:
        """For each token: does a sentence begin here? None where the parser decides. Space never begins one, but at 0."""
        words = [t.text for t in doc]
        quotes = self._quotations(doc)
        out: list[bool | None] = [False] * len(words)
        out[0] = True
        solid = [i for i, w in enumerate(words) if not w.isspace()]
        line_break = False
        depth = 0
        for here, i in enumerate(solid):
            before = solid[here - 1] if here else -1
            line_break = any(PARAGRAPH.search(words[j]) for j in range(before + 1, i))
            if here == 0:
                out[i] = i == 0 or line_break
            elif line_break:
                out[i], depth = True, 0
            else:
                out[i] = self._judge(words, solid, here, quotes, depth)
            if words[i] in OPENING:
                depth += 1
            elif words[i] in CLOSING:
                depth = max(0, depth - 1)
        return out

    def _judge(self, words: list[str], solid: list[int], here: int, quotes: _Found, depth: int) -> bool | None:
        """Whether the word at `solid[here]` begins a sentence, on the same line as the word before it."""
        i = solid[here]
        if words[i] in CLOSING or i in quotes.closing or words[i] in STOPS or words[i] in {",", ";", ":"}:
            return False
        back, closed, bracket = here - 1, 0, False  # over the closing marks to what ends there
        while back >= 0 and (solid[back] in quotes.closing or words[solid[back]] in CLOSING):
            closed = max(closed, quotes.closing.get(solid[back], 0))
            bracket = bracket or words[solid[back]] in CLOSING
            back -= 1
        if back < 0:
            return False
        last = words[solid[back]]
        if last not in STOPS:
            return self._after_word(last, words, solid, here, over_marks=back != here - 1)
        if bracket and last in ELLIPSES and back and words[solid[back - 1]] in OPENING:  # (...) is a cut in the text
            cut = back - 2
            return None if cut >= 0 and words[solid[cut]] in STOPS else False
        first = self._first_letter(words, solid, here, quotes)
        if first.islower():
            return False
        if depth and i not in quotes.opening:  # a sentence inside brackets
            return None
        if last in ELLIPSES or not (first.isupper() or first.isdigit()):
            return None
        if last != "." and closed and closed <= SHORT_TITLE:  # Dans « Qui a tué Harry ? » Hitchcock …
            return None
        return True

    def _after_word(self, last: str, words: list[str], solid: list[int], here: int, *, over_marks: bool) -> bool | None:
        """After a word that is no full stop: only an abbreviation with its own (`J.-C.`, `O.N.U.`) may end a sentence."""
        if not last.endswith(".") or over_marks or plain(last) in self.titles:
            return False
        first = words[solid[here]][:1]
        return None if first.isupper() or first in '«“"' else False

    def _first_letter(self, words: list[str], solid: list[int], here: int, quotes: _Found) -> str:
        """The first character of the first word from `here` on, over opening marks, brackets and dashes."""
        for j in solid[here : here + 4]:
            if j not in quotes.opening and words[j] not in OPENING and words[j][0] not in "-–—•*":
                return words[j][0]
        return ""

    def _quotations(self, doc: Doc) -> _Found:
        opening: dict[int, int] = {}
        closing: dict[int, int] = {}
        starts = {t.idx: t.i for t in doc}
        for q in pair_marks(doc.text, self.elided).quotations:
            first = starts.get(q.open[0])
            last = starts.get(q.close[0]) if q.close else None
            size = (last - first) if first is not None and last is not None else 0
            if first is not None:
                opening[first] = size
            if last is not None:
                closing[last] = size
        return _Found(opening, closing)


@Language.factory("selon_sentences", assigns=["token.is_sent_start"])
def make_sentences(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001 (spaCy calls factories with it)
    """The component for the language of the pipeline; to be added before the parser."""
    return SentenceStarts(
        load_table(nlp.lang or "", "tokens", TokenTable), frozenset(load_grammar(nlp.lang or "").elided)
    )
