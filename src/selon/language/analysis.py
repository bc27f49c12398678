"""An article as the rules see it: its text, the parsed `Doc`, the paired quotation marks and the lexicon."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from selon.language.grammar import load_grammar
from selon.language.lexicon import Lexicon, load_lexicon
from selon.language.marks import Marks, pair_marks
from selon.language.unopened import widened

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Article:
    """What a reader (file, page, feed …) hands over: the text exactly as decoded and what is known about it.

    `given` is what the input says of its date as an ISO year, month or day; `genre` is "wire", "daily" or None.
    """

    text: str
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    given: str | None = None
    genre: str | None = None
    name: str | None = None
    problems: tuple[tuple[str, tuple[int, int], str], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Analysis:
    """An article with its analysis; token offsets of `doc` are offsets of the text (see `selon.language.normal`)."""

    article: Article
    lang: str
    doc: Doc
    marks: Marks
    lexicon: Lexicon

    @property
    def text(self) -> str:
        """The text exactly as decoded."""
        return self.article.text


def analyse(article: Article, doc: Doc, *, lang: str) -> Analysis:
    """The analysis of an article that a pipeline has parsed (with the offsets of its text): marks paired, lexicon at hand."""
    grammar = load_grammar(lang)
    marks = widened(pair_marks(article.text, grammar.elided), article.text, grammar.first_person)
    return Analysis(article=article, lang=lang, doc=doc, marks=marks, lexicon=load_lexicon(lang))
