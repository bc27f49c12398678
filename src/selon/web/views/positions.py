"""Who stands where, on what condition, since when: actors × topics, each cell a course over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from selon.store import Filter
from selon.store.matrix import Cell, Holder, Topic, day, matrix
from selon.store.questions import FoundPosition, find_positions
from selon.web.pages import opened, render, words_link
from selon.web.twins import MOST, asked, csv_answer

router = APIRouter()
ACROSS = 5  # topics on one page
DOWN = 30  # holders on one page
WIDE = 116  # units of the strip in a cell

Asked = Annotated[Filter, Depends(asked)]
Page = Annotated[int, Query(ge=1, le=1_000_000)]
OnTopic = Annotated[str | None, Query(description="Words of the topic.")]


@dataclass(frozen=True, slots=True)
class Tick:
    """A position in the strip of its cell: where along the time that the matrix covers, for or against, on a condition."""

    x: int
    supports: bool
    conditional: bool


@router.get("/positions", include_in_schema=False)
def positions(
    request: Request, where: Asked, topic: OnTopic = None, topics: Page = 1,
    page: Page = 1,
) -> Response:  # fmt: skip
    """The matrix as a page: the topics that most speak of in front, and those who speak of them."""
    with opened(request) as file:
        found = find_positions(file.connection, topic or None, where=where, limit=None)
    held = matrix(found)
    across = max(1, -(-len(held) // ACROSS))
    shown = held[(topics - 1) * ACROSS : topics * ACROSS]
    holders = sorted({h for t in shown for h in t.cells}, key=lambda h: _rank(shown, h))
    days = [
        d for t in shown for c in t.cells.values() for p in c.positions if (d := day(p)) and len(d) == len("2023-11-03")
    ]
    return render(
        request, "positions.html", all_topics=len(held), topics=shown, topics_page=topics, topics_pages=across, total=len(found),
        holders=holders[(page - 1) * DOWN : page * DOWN], page=page, pages=max(1, -(-len(holders) // DOWN)), topic=topic,
        where=where, day=day, words_link=words_link, strip=lambda cell: strip(cell, min(days, default=""), max(days, default="")),
        first=min(days, default=None), last=max(days, default=None), wide=WIDE,
    )  # fmt: skip


@router.get("/positions.json", tags=["positions"])
def positions_json(
    request: Request, where: Asked, topic: OnTopic = None, limit: Annotated[int, Query(ge=1, le=MOST)] = MOST
) -> list[FoundPosition]:
    """Who stands where, by day: stance, topic, and the words of conditions and reasons."""
    with opened(request) as file:
        return find_positions(file.connection, topic or None, where=where, limit=limit)


@router.get("/positions.csv", tags=["positions"])
def positions_csv(
    request: Request, where: Asked, topic: OnTopic = None, limit: Annotated[int, Query(ge=1, le=MOST)] = MOST
) -> Response:
    """The same as CSV."""
    return csv_answer("positions", positions_json(request, where, topic, limit), FoundPosition)


def _rank(topics: list[Topic], holder: Holder) -> tuple[int, int, str]:
    """Who says most stands first; of those who say as much, those on one topic stand together."""
    said = [len(t.cells[holder].positions) if holder in t.cells else 0 for t in topics]
    return -sum(said), next(n for n, times in enumerate(said) if times), holder.name


def strip(cell: Cell, first: str, last: str) -> list[Tick]:
    """The positions of a cell along the days of the whole matrix; none where there are not two days to tell apart."""
    dated = [(d, p) for p in cell.positions if (d := day(p)) is not None and len(d) == len("2023-11-03")]
    if len({d for d, _ in dated}) < 2:
        return []
    start = date.fromisoformat(first)
    days = (date.fromisoformat(last) - start).days
    ticks = {
        Tick(
            2 + round(WIDE * (date.fromisoformat(d) - start).days / days), p.stance == "supports", p.unless is not None
        )
        for d, p in dated
    }
    return sorted(ticks, key=lambda t: (t.x, t.supports, t.conditional))
