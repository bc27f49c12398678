"""What is counted, by whom and as of when: the measures of the ledger, the figures found, and one measure over time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from selon.store import Filter
from selon.store.measures import NOWHERE, Measure, Point, Seen, Story, measures, story, with_findings
from selon.store.questions import FoundFigure, count_figures, find_figures
from selon.web.errors import Refused
from selon.web.pages import opened, render, words_link
from selon.web.twins import MOST, asked, csv_answer

router = APIRouter()
PER_PAGE = 50
FIRST = 12  # measures that the page shows before somebody asks for all
POINTS = 200  # counts of a measure on one page
TOLD = 40  # findings that the page shows; the JSON twin has them all

Asked = Annotated[Filter, Depends(asked)]
Words = Annotated[str | None, Query(description="Words of the figure, its unit or its measure.")]
About = Annotated[str | None, Query(description="Words that the article must hold (as in /articles).")]
Name = Annotated[str | None, Query(description="killed, wounded, held, displaced …")]
Unit = Annotated[str | None, Query(description="The counted noun, %, EUR …")]
Place = Annotated[str | None, Query(description="A place as /figures names it; `none`: no place known; left out: all.")]
Page = Annotated[int, Query(ge=1, le=1_000_000)]
Limit = Annotated[int, Query(ge=1, le=MOST)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A measure over time, as its page and its chart show it; `links` are the addresses of the points in their articles."""

    measure: str | None
    unit: str
    place: str | None
    place_name: str | None
    points: list[Point]
    links: list[str]
    findings: list[Seen]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """A source of a measure: its key, name or words, how many counts it gives, and the last of them."""

    key: str
    name: str | None
    actor_id: int | None
    counts: int
    last: Point


@contextmanager
def _searching() -> Iterator[None]:
    """A search that holds no word is told to whoever asked."""
    try:
        yield
    except ValueError as e:
        raise Refused(400, "words", why=e) from None


@router.get("/figures", include_in_schema=False)
def figures(
    request: Request, where: Asked, q: Words = None, about: About = None, measure: Name = None, unit: Unit = None,
    show: str | None = None, page: Page = 1,
) -> Response:  # fmt: skip
    """The measures and the figures as a page; `show=all` shows all measures."""
    where = replace(where, measure=measure or None, unit=unit or None)
    with opened(request) as file, _searching():
        held = measures(file.connection, q or None, where=where, about=about)
        first = held if show == "all" else held[:FIRST]
        shown = with_findings(file.connection, first, q or None, where=where, about=about)
        total = count_figures(file.connection, q or None, where=where, about=about)
        rows = find_figures(
            file.connection, q or None, where=where, about=about, limit=PER_PAGE, offset=(page - 1) * PER_PAGE
        )
        names = [
            r[0] for r in file.connection.execute("SELECT DISTINCT measure FROM figure WHERE measure <> '' ORDER BY 1")
        ]
    return render(
        request, "figures.html", measures=shown, all_measures=len(held), names=names, rows=rows, total=total, page=page,
        pages=max(1, -(-total // PER_PAGE)), q=q, about=about, where=where, words_link=words_link,
    )  # fmt: skip


@router.get("/figures.json", tags=["figures"])
def figures_json(
    request: Request, where: Asked, q: Words = None, about: About = None, measure: Name = None, unit: Unit = None,
    limit: Limit = MOST,
) -> list[FoundFigure]:  # fmt: skip
    """The figures that pass, by day, each with who gives it."""
    where = replace(where, measure=measure or None, unit=unit or None)
    with opened(request) as file, _searching():
        return find_figures(file.connection, q or None, where=where, about=about, limit=limit)


@router.get("/figures.csv", tags=["figures"])
def figures_csv(
    request: Request, where: Asked, q: Words = None, about: About = None, measure: Name = None, unit: Unit = None,
    limit: Limit = MOST,
) -> Response:  # fmt: skip
    """The same as CSV."""
    return csv_answer("figures", figures_json(request, where, q, about, measure, unit, limit), FoundFigure)


@router.get("/figures/measures.json", tags=["figures"])
def measures_json(request: Request, where: Asked, q: Words = None, about: About = None) -> list[Measure]:
    """What is counted at least twice, by measure, unit and place, and what is to be seen among the counts."""
    with opened(request) as file, _searching():
        held = measures(file.connection, q or None, where=where, about=about)
        return with_findings(file.connection, held, q or None, where=where, about=about)


@router.get("/figures/measures.csv", tags=["figures"])
def measures_csv(request: Request, where: Asked, q: Words = None, about: About = None) -> Response:
    """The same as CSV."""
    return csv_answer("measures", measures_json(request, where, q, about), Measure)


def _story(
    request: Request, where: Filter, measure: str | None, unit: str | None, place: str | None, about: str | None
) -> Story:
    """The measure that is asked for; `Refused` where nothing in the ledger is counted so."""
    with opened(request) as file, _searching():
        found = story(file.connection, measure or None, unit or "", place or None, where=where, about=about)
        if not found.points and not story(file.connection, measure or None, unit or "", place or None).points:
            raise Refused(404, "no_series")
    return found


@router.get("/figures/series", include_in_schema=False)
def series(
    request: Request, where: Asked, measure: Name = None, unit: Unit = None, place: Place = None, about: About = None,
    page: Page = 1,
) -> Response:  # fmt: skip
    """A measure over time as a page."""
    found = _story(request, where, measure, unit, place, about)
    start = (page - 1) * POINTS
    dated = sum(
        p.as_of is not None for p in found.points
    )  # those without a day come last, and the chart cannot draw them
    return render(
        request, "series.html", story=found, sources=counting(found.points), points=found.points[start : start + POINTS],
        findings=sorted(found.findings, key=lambda f: not f.certain)[:TOLD], page=page,
        pages=max(1, -(-len(found.points) // POINTS)), where=where, about=about, nowhere=NOWHERE, words_link=words_link,
        dated=dated, first_undated=dated // POINTS + 1, per_page=POINTS,
    )  # fmt: skip


@router.get("/figures/series.json", tags=["figures"])
def series_json(
    request: Request, where: Asked, measure: Name = None, unit: Unit = None, place: Place = None, about: About = None
) -> Series:
    """A measure over time: every count with its source, its bounds and its words, and what is to be seen among them."""
    found = _story(request, where, measure, unit, place, about)
    return Series(
        measure=found.measure, unit=found.unit, place=found.place, place_name=found.place_name, points=found.points,
        links=[words_link(p.article_id, record=p.id) for p in found.points], findings=found.findings,
    )  # fmt: skip


@router.get("/figures/series.csv", tags=["figures"])
def series_csv(
    request: Request, where: Asked, measure: Name = None, unit: Unit = None, place: Place = None, about: About = None
) -> Response:
    """The counts as CSV."""
    return csv_answer("series", _story(request, where, measure, unit, place, about).points, Point)


def source_of(point: Point) -> str:
    """The key of who gives a count; `open` where the source is not resolved, `article` where the article gives it itself."""
    return point.source_key or ("open" if point.source_words else "article")


def counting(points: Iterable[Point]) -> list[Counting]:
    """The sources of some counts, who gives most of them first; what is not resolved and the articles themselves last."""
    held: dict[str, list[Point]] = {}
    for p in points:
        held.setdefault(source_of(p), []).append(p)
    found = [
        Counting(key=k, name=ps[-1].source, actor_id=ps[-1].actor_id, counts=len(ps), last=ps[-1])
        for k, ps in held.items()
    ]
    return sorted(found, key=lambda c: (c.key == "article", c.key == "open", -c.counts, c.key))
