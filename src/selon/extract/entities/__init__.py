"""Who: the people, bodies and places of an article, everything that refers to them, and the sources of statements."""

from __future__ import annotations

from selon.extract.entities.knowledge import attach_ids, day_of
from selon.extract.entities.lexicon import load_entity_lexicon
from selon.extract.entities.output import make_entities, message_of
from selon.extract.entities.resolve import walk_article
from selon.extract.entities.words import make_page
from selon.language.analysis import Analysis
from selon.model import Entity, Problem, Source, Span, Statement, Time

__all__ = ["read_entities"]


def read_entities(
    analysis: Analysis, statements: list[Statement], times: list[Time]
) -> tuple[list[Entity], list[Statement], list[Problem]]:
    """All entities of an article with all their mentions, its statements with source and addressee resolved, and what
    had to be left open.

    `statements` come in text order with spans only. A source that names nobody ('des témoins', 'on') keeps its words
    and has no entity; a pronoun that could not be settled has none either and makes an `unresolved-source` problem.
    """
    lex = load_entity_lexicon(analysis.lang)
    page = make_page(analysis.text, analysis.doc, quoted_spans(statements), lex)
    walk, resolved = walk_article(page, analysis.doc, lex, statements, day_of(analysis.article.given, times))
    attach_ids(walk.d)
    entities, ids = make_entities(walk.d)
    out = []
    for s in statements:
        source, addressee = resolved.get(s.id, (None, None))
        update: dict[str, object] = {
            "source": Source(span=s.source.span, entity=ids.get(source.id) if source else None)
        }
        if s.addressee is not None:
            update["addressee"] = Source(span=s.addressee.span, entity=ids.get(addressee.id) if addressee else None)
        out.append(s.model_copy(update=update))
    problems = [
        Problem(kind="unresolved-source", spans=[span], message=message_of(analysis.text, span, why))
        for span, why in walk.open
    ]
    return entities, out, problems


def quoted_spans(statements: list[Statement]) -> list[Span]:
    """The spans inside quotation marks: those that statements quote."""
    spans: list[Span] = []
    for s in statements:
        spans += s.content if s.kind == "direct" else s.quoted
    return spans
