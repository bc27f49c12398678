"""The way of one article: analysis, then times, statements, entities, figures, events and positions, in this order."""

from __future__ import annotations

import hashlib

from spacy.tokens import Doc

from selon.extract.entities import read_entities
from selon.extract.events import read_events
from selon.extract.figures import read_figures
from selon.extract.positions import read_positions
from selon.extract.statements import find_statements, settle_statements, with_confidence
from selon.extract.times import read_times
from selon.language.analysis import Article, analyse
from selon.language.normal import parse
from selon.language.pipeline import load_pipeline
from selon.model import Document, Ledger, Problem


def read_article(article: Article, *, lang: str = "fr", pipeline: str | None = None) -> Ledger:
    """The ledger of one article; `pipeline` names another spaCy pipeline than the one shipped for `lang`."""
    doc = next(parse(load_pipeline(lang, pipeline), [article.text], lang=lang))
    return read_doc(article, doc, lang=lang)


def read_doc(article: Article, doc: Doc, *, lang: str) -> Ledger:
    """The ledger of an article that a pipeline has analysed already (`doc` has the offsets of `article.text`)."""
    analysis = analyse(article, doc, lang=lang)
    problems = [Problem(kind=k, spans=[s], message=m) for k, s, m in (*article.problems, *analysis.marks.problems)]
    dated = read_times(analysis)
    drafts = find_statements(analysis)
    entities, resolved, open_sources = read_entities(analysis, drafts, dated.times)
    settled = settle_statements(analysis, resolved, dated.times, entities)
    statements = with_confidence(analysis.text, lang, settled, entities)
    figures, part_problems = read_figures(analysis, dated.times, entities, statements)
    return Ledger(
        document=Document(
            id=hashlib.sha256(article.text.encode("utf8", "surrogatepass")).hexdigest(),
            text=article.text,
            lang=lang,
            title=article.title,
            url=article.url,
            outlet=article.outlet,
            published=dated.published,
        ),
        entities=entities,
        statements=statements,
        figures=figures,
        times=dated.times,
        events=read_events(analysis, dated.times, entities, statements, published=dated.published.value),
        positions=read_positions(analysis, dated.times, entities, statements),
        problems=[*problems, *dated.problems, *open_sources, *part_problems],
    )
