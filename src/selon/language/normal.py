"""The copy of a text that a pipeline reads: the same length, one way to write marks, apostrophes and spaces.

The same article in straight marks, guillemets or curly marks, with any kind of space, gives a parser nearly the same
thing to read. Spans are never taken from the copy's characters: it is as long as the text, so its offsets are the text's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from selon.language.forms import mend_tags
from selon.language.grammar import load_grammar
from selon.language.marks import Marks, pair_marks

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

OPEN, CLOSE = "«", "»"
SAME = (
    {ord(c): "'" for c in "’ʼ′＇"} | {ord(c): " " for c in "\u00a0\u202f\u2007\u2009\u200a\u2002\u2003"} | {0x2011: "-"}
)


def normal_text(text: str, marks: Marks) -> str:
    """The copy of a text: `len(copy) == len(text)`; paired marks are guillemets, whatever they were."""
    out = list(text.translate(SAME))
    for q in marks.quotations:
        a, b = q.open
        if a < b:
            out[a:b] = OPEN + " " * (b - a - 1)
        if q.close is not None:
            a, b = q.close
            out[a:b] = " " * (b - a - 1) + CLOSE
    return "".join(out)


def letters(text: str) -> str:
    """The letters and digits of a text in lower case, to tell whether two texts say the same words."""
    return "".join(c for c in text.lower() if c.isalnum())


def parse(nlp: Language, texts: Iterable[str], *, lang: str) -> Iterator[Doc]:
    """The docs of texts, each parsed from its normal copy: token offsets are offsets of the text.

    Words that the tagger mistook are mended by their form or place (`selon.language.forms`).
    """
    elided = load_grammar(lang).elided
    for doc in nlp.pipe(normal_text(t, pair_marks(t, elided)) for t in texts):
        yield mend_tags(doc, lang)
