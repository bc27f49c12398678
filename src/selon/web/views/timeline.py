"""Events, statements and positions of all articles in the order of their days."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from selon.store import Filter, LedgerFile
from selon.store.search import matching_spans, parse
from selon.store.timeline import KINDS, Entry, EntryKind, TimelineFilter, count_entries, find_entries, whole
from selon.web.errors import Refused
from selon.web.excerpts import Piece, excerpt
from selon.web.pages import opened, render, words_link
from selon.web.twins import MOST, asked, csv_answer

router = APIRouter()
PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Heading:
    """The days under which entries stand: `one` is a year, month or day; else two days, either of which may be open."""

    one: str | None
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """An entry and what is shown of its words."""

    entry: Entry
    pieces: list[Piece]


def question(
    where: Annotated[Filter, Depends(asked)],
    q: Annotated[
        str | None, Query(description='Words that must all be there; "a phrase", begin*, -without, one OR other.')
    ] = None,
    show: Annotated[
        list[EntryKind] | None, Query(description="event, statement, position; events and statements unless told")
    ] = None,
    type: Annotated[str | None, Query(description="A PLOVER type: only events of it.")] = None,
    planned: Annotated[
        Literal["1", "0", ""] | None, Query(description="1: planned events only; 0: others only")
    ] = None,
    actor_id: Annotated[int | None, Query(description="One actor of the ledger.")] = None,
    dated: Annotated[bool, Query(description="Only what the article itself dates.")] = False,
) -> TimelineFilter:
    """What is asked, from the parameters; `since` and `until` are about the record's days, not about its article's."""
    return TimelineFilter(
        actor=where.actor, actor_id=actor_id, outlet=where.outlet, since=where.since, until=where.until,
        kinds=tuple(k for k in KINDS if k in show) if show else ("event", "statement"),
        planned=planned == "1" if planned else None, type=type or None, words=q.strip() or None if q else None, dated=dated,
    )  # fmt: skip


Asked = Annotated[TimelineFilter, Depends(question)]
Sort = Annotated[Literal["oldest", "newest"], Query(description="Which days come first.")]
Limit = Annotated[int, Query(ge=1, le=MOST)]
Offset = Annotated[int, Query(ge=0, le=10**9)]


def heading(e: Entry) -> Heading:
    """The days of an entry, as exactly as they are known."""
    if e.basis is None:
        return Heading(None)
    if e.basis == "published":
        return Heading(e.published)
    one = whole(e.start, e.end)
    return Heading(one) if one else Heading(None, e.start, e.end)


def _entries(file: LedgerFile, asked: TimelineFilter, sort: str, limit: int, offset: int) -> list[Entry]:
    try:
        return find_entries(file.connection, asked, newest=sort == "newest", limit=limit, offset=offset)
    except ValueError as e:
        raise Refused(400, "words", why=e) from None


@router.get("/timeline", include_in_schema=False)
def timeline(
    request: Request, asked: Asked, sort: Sort = "oldest", page: Annotated[int, Query(ge=1, le=10**7)] = 1
) -> Response:
    """The timeline as a page."""
    with opened(request) as file:
        entries = _entries(file, asked, sort, PER_PAGE, (page - 1) * PER_PAGE)
        counts = count_entries(file.connection, asked)
        types = [t for (t,) in file.connection.execute("SELECT DISTINCT type FROM event ORDER BY type")]
    lines, wanted = [], parse(asked.words) if asked.words else None
    for e in entries:
        text = e.context or e.words
        marked = matching_spans(text, wanted) if wanted else []
        lines.append(Line(e, excerpt(text, marked)))
    total = sum(counts[k] for k in KINDS)
    return render(
        request,
        "timeline.html",
        groups=[(head, list(held)) for head, held in groupby(lines, key=lambda x: heading(x.entry))],
        counts=counts,
        kinds=KINDS,
        types=types,
        asked=asked,
        sort=sort,
        total=total,
        page=page,
        pages=max(1, -(-total // PER_PAGE)),
        words_link=words_link,
    )


@router.get("/timeline.json", tags=["timeline"])
def timeline_json(
    request: Request, asked: Asked, sort: Sort = "oldest", limit: Limit = MOST, offset: Offset = 0
) -> list[Entry]:
    """Events and statements (positions too where asked for) in the order of their days; those without any come last.

    `first` and `last` are the days under which a record stands: its own, or, where `basis` is "published", those of its
    article, which then told it.
    """
    with opened(request) as file:
        return _entries(file, asked, sort, limit, offset)


@router.get("/timeline.csv", tags=["timeline"])
def timeline_csv(
    request: Request, asked: Asked, sort: Sort = "oldest", limit: Limit = MOST, offset: Offset = 0
) -> Response:
    """The same as CSV."""
    with opened(request) as file:
        return csv_answer("timeline", _entries(file, asked, sort, limit, offset), Entry)
