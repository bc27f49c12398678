"""The source of a figure: what stands beside it, else the statement that holds it, else a phrase of its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from selon.extract.figures.attribution import opened_by, phrase_inside, reported_owner, source_phrase
from selon.extract.figures.readings import Reading
from selon.extract.figures.tellers import (
    compared_with,
    told_beside,
    told_by_agent,
    told_by_counter,
    told_by_same,
    told_in_survey,
)
from selon.extract.figures.words import Page
from selon.model import Entity, Figure, Span, Statement

if TYPE_CHECKING:
    from selon.language.analysis import Analysis


def source_of(
    analysis: Analysis,
    page: Page,
    r: Reading,
    statement: Statement | None,
    entities: Sequence[Entity],
    statements: Sequence[Statement],
    before: Sequence[Figure],
) -> tuple[str | None, list[Span]]:
    """The entity that gives a figure, None for the article itself or an unknown source, and the words that say so.

    `statement` is the innermost one that holds the figure, `before` the figures of the article up to it.
    """
    told = (
        told_beside(page, r, entities, statement)
        or told_by_agent(page, r, entities)
        or told_by_counter(page, analysis.doc, r, entities)
    )
    if told is not None:
        return told[0], [told[1]]
    if statement is not None:
        return _held(analysis, page, r, statement, entities, statements)
    if (opening := opened_by(page, r.number, statements)) is not None:
        return opening.source.entity, [c for c in (opening.cue,) if c is not None]
    taken = [c for s in statements for c in s.content]
    told = source_phrase(page, analysis.lexicon, r.number, entities, taken) or told_in_survey(
        page, r, entities, statements
    )
    if told is not None:
        return told[0], [told[1]]
    other = compared_with(page, r, before)
    return (other.according_to, [other.span]) if other is not None else (None, [])


def _held(
    analysis: Analysis,
    page: Page,
    r: Reading,
    statement: Statement,
    entities: Sequence[Entity],
    statements: Sequence[Statement],
) -> tuple[str | None, list[Span]]:
    """The source of a figure that a statement holds: a phrase inside it, else the statement's."""
    source = statement.source.entity
    because = [c for c in (statement.cue,) if c is not None]
    if source is None and statement.source.span is not None:
        source = reported_owner(page, statement.source.span, entities)
    if source is None:
        told = told_by_same(page, statement, entities, statements) or told_in_survey(page, r, entities, statements)
        if told is not None:
            return told[0], [told[1], *because]
    inside = phrase_inside(page, analysis.lexicon, r.number, statement, entities)
    return (inside[0], [inside[1], *because]) if inside is not None else (source, because)
