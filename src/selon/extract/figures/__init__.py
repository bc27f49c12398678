"""The figures of an article: numbers that somebody could dispute or update, with bound, unit, source and part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from selon.extract.figures.attribution import statement_of
from selon.extract.figures.bare import settle_bare
from selon.extract.figures.circumstances import EVENTS, period_of, place_of
from selon.extract.figures.lexicon import load_figure_lexicon
from selon.extract.figures.measures import measure_of
from selon.extract.figures.parts import majorities, wholes
from selon.extract.figures.problems import day_of, figure_problems
from selon.extract.figures.readings import Reading, overlaps, read_numbers
from selon.extract.figures.sources import source_of
from selon.extract.figures.traps import is_figure
from selon.extract.figures.words import Page, read_page
from selon.model import Entity, Figure, Problem, Span, Statement, Time

if TYPE_CHECKING:
    from selon.language.analysis import Analysis

__all__ = ["find_readings", "read_figures"]


def read_figures(
    analysis: Analysis, times: Sequence[Time], entities: Sequence[Entity], statements: Sequence[Statement]
) -> tuple[list[Figure], list[Problem]]:
    """The figures of an analysed article in order of the text, and what is contradictory among them.

    A figure's source is that of the innermost statement whose content holds it, else of a source phrase of its
    sentence, else None: then the article itself says it.
    """
    lexicon = load_figure_lexicon(analysis.lang)
    page = read_page(analysis, lexicon, {t.span[1] for t in times})
    readings = find_readings(page, times)
    part_of = wholes(page, readings)
    measures = [measure_of(page, r, readings) for r in readings]
    for i, whole in part_of.items():
        if whole < i:
            measures[i] = measures[i] or measures[whole]
    figures: list[Figure] = []
    for i, r in enumerate(readings):
        others = [x for j, x in enumerate(readings) if part_of.get(j) != i]
        figures.append(_figure(analysis, page, i, r, measures[i], others, times, entities, statements, figures))
    for i, whole in part_of.items():
        part, w = figures[i], figures[whole]
        part.part_of = w.id
        for field in ("according_to", "statement", "place", "period"):
            if getattr(part, field) is None:
                setattr(part, field, getattr(w, field))
    days = {f.id: d for f in figures if (d := day_of(f, page, times))}
    return figures, figure_problems(page, figures, days)


def find_readings(page: Page, times: Sequence[Time]) -> list[Reading]:
    """The numbers that are figures: traps and times left out, numbers with no noun given theirs, majorities added."""
    taken = [t.span for t in times]
    kept = []
    for r in read_numbers(page):
        own = page.words[r.number].start, page.words[r.after - 1].end
        if (overlaps(own, taken) and r.kind not in ("currency", "percent")) or not is_figure(page, r):
            continue
        kept.append(r)
    settled = settle_bare(page, kept)
    return sorted([*settled, *majorities(page, settled)], key=lambda r: (r.first, r.stop))


def _figure(
    analysis: Analysis,
    page: Page,
    i: int,
    r: Reading,
    measure: tuple[str, Span] | None,
    others: Sequence[Reading],
    times: Sequence[Time],
    entities: Sequence[Entity],
    statements: Sequence[Statement],
    before: Sequence[Figure],
) -> Figure:
    span = r.span(page)
    evidence: list[Span] = [(page.words[r.number].start, page.words[r.after - 1].end)]
    statement = statement_of(span, statements)
    start, end = page.sentence(r.number)
    scope = page.words[start].start, page.words[end - 1].end
    if statement is not None:
        held = next((c for c in statement.content if c[0] <= span[0] < c[1]), scope)
        scope = max(scope[0], held[0]), min(scope[1], held[1])
    source, because = source_of(analysis, page, r, statement, entities, statements, before)
    evidence += because
    sources = [s.source.span for s in statements if s.source.span]
    said = measure[1] if measure else None
    period = period_of(
        page, r, times, scope, event=measure is not None and measure[0] in EVENTS, others=others, said=said
    )
    place = place_of(page, r, entities, scope, sources)
    evidence += [x[1] for x in (measure, period, place) if x is not None]
    return Figure(
        id=f"f{i + 1}",
        span=span,
        low=r.low,
        high=r.high,
        comparator=r.comparator,
        unit=r.name or "",
        measure=measure[0] if measure else None,
        statement=statement.id if statement else None,
        according_to=source,
        place=place[0] if place else None,
        period=period[0] if period else None,
        rule=r.rule,
        evidence=evidence,
    )
