"""Figures of one article that cannot both be right: a part larger than its whole, a growing count that falls."""

from __future__ import annotations

from collections.abc import Sequence

from selon.extract.figures.lexicon import FigureLexicon
from selon.extract.figures.nouns import matches
from selon.extract.figures.words import Page
from selon.model import Figure, Problem, Time


def figure_problems(page: Page, figures: Sequence[Figure], days: dict[str, str]) -> list[Problem]:
    """The contradictions; `days` is the ISO day that a figure is said to hold on, by its id, where one is known."""
    by_id = {f.id: f for f in figures}
    out = [_part(page, f, by_id[f.part_of]) for f in figures if f.part_of and _larger(f, by_id[f.part_of])]
    return [*out, *_falling(page, figures, days)]


def _larger(part: Figure, whole: Figure) -> bool:
    """Whether the least that the part can be is more than the number of the whole.

    'plus de 1.400, dont 1.500' is no contradiction in logic, but no writer means it: the bound is compared as well;
    only of a vague plural ('des dizaines') nothing is known above.
    """
    least = part.low if part.low is not None else part.high
    most = whole.high if whole.high is not None else whole.low
    if least is None or most is None or whole.rule == "vague" or part.comparator in ("<", "<="):
        return False
    return (part.unit == "%") == (whole.unit == "%") and least > most


def _part(page: Page, part: Figure, whole: Figure) -> Problem:
    a, b = (page.text[f.span[0] : f.span[1]] for f in (part, whole))
    return Problem(
        kind="part-larger-than-whole",
        spans=[part.span, whole.span],
        message=f"“{a}” is said to be part of “{b}”, which is less; one of the two numbers is wrong or they count different things",
    )


def _falling(page: Page, figures: Sequence[Figure], days: dict[str, str]) -> list[Problem]:
    """Of two totals of one count by one source, that of the later day is the smaller one."""
    lexicon: FigureLexicon = page.lexicon
    totals = [
        f for f in figures
        if f.measure in lexicon.cumulative and f.part_of is None and f.id in days and f.comparator in ("=", ">", ">=", "~")
        and _is_total(page, f)
    ]  # fmt: skip
    out = []
    for i, early in enumerate(totals):
        for late in totals[i + 1 :]:
            a, b = sorted((early, late), key=lambda f: days[f.id])
            if days[a.id] == days[b.id] or (a.measure, a.unit, a.place, a.according_to) != (
                b.measure,
                b.unit,
                b.place,
                b.according_to,
            ):
                continue
            if a.low is not None and b.high is not None and b.high < a.low:
                words = [page.text[f.span[0] : f.span[1]] for f in (a, b)]
                out.append(
                    Problem(
                        kind="cumulative-count-falls",
                        spans=[a.span, b.span],
                        message=f"“{words[0]}” ({days[a.id]}) is more than “{words[1]}” ({days[b.id]}), "
                        f"though a total of {a.measure} only grows",
                    )
                )
    return out


def _is_total(page: Page, f: Figure) -> bool:
    """Whether the sentence speaks of a toll or total, not of the count of one day."""
    start, end = page.sentence(page.at(f.span[0]))
    return any(matches(page, k, p) for p in page.lexicon.links["count"] for k in range(start, end))


def day_of(f: Figure, page: Page, times: Sequence[Time]) -> str | None:
    """The one ISO day of the figure's sentence, None where it names none or several."""
    start, end = page.sentence(page.at(f.span[0]))
    low, high = page.words[start].start, page.words[end - 1].end
    days = {
        t.start
        for t in times
        if low <= t.span[0] < high and t.start and t.start == t.end and t.type in ("date", "time")
    }
    return days.pop() if len(days) == 1 else None
