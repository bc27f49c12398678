"""Who is quoted, how often and how, by outlet and kind of source."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from selon.store import Filter, LedgerFile
from selon.store.facets import NONE, OPEN, StatementIndex, speaker_key
from selon.store.questions import QuotedSource
from selon.store.search import passing_statements
from selon.store.sources import SourceCounts, count_kinds
from selon.web.indexed import index_of
from selon.web.pages import opened, render
from selon.web.twins import MOST, asked, csv_answer

router = APIRouter()
PER_PAGE = 100
KINDS = ("person", "organisation", "country", "place", "group", OPEN)
Kind = Literal["person", "organisation", "country", "place", "group", "open"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceKinds:
    """How many statements of an outlet have a source of each kind; `open` is a source that the articles leave open."""

    outlet: str | None
    statements: int
    person: int = 0
    organisation: int = 0
    country: int = 0
    place: int = 0
    group: int = 0
    open: int = 0


Asked = Annotated[Filter, Depends(asked)]
OfKind = Annotated[
    Kind | Literal[""] | None, Query(description="person, organisation, country, place, group, or open (left open)")
]
ByOutlet = Annotated[bool, Query(description="Count, and take shares, for each outlet.")]
Limit = Annotated[int, Query(ge=1, le=MOST)]
Offset = Annotated[int, Query(ge=0, le=10**9)]


def passing(request: Request, file: LedgerFile, where: Filter) -> tuple[StatementIndex, list[int]]:
    """The statements that pass."""
    index = index_of(request, file)
    chosen = {k: [v] for k in ("act", "kind", "outlet") if (v := getattr(where, k))}
    rest = replace(where, act=None, kind=None, outlet=None)
    among = [] if rest == Filter() else [passing_statements(file.connection, rest)]
    return index, index.select(chosen, among=among).pks


def by_kind(index: StatementIndex, pks: list[int]) -> list[SourceKinds]:
    """The kinds of sources in each outlet, the outlet with most statements first."""
    made = [
        SourceKinds(outlet=None if outlet == NONE else outlet, statements=sum(held.values()), **held)
        for outlet, held in count_kinds(index, pks).items()
    ]
    return sorted(made, key=lambda o: (-o.statements, o.outlet or ""))


@router.get("/sources", include_in_schema=False)
def sources(
    request: Request,
    where: Asked,
    source_kind: OfKind = None,
    by_outlet: ByOutlet = False,
    page: Annotated[int, Query(ge=1, le=10**9)] = 1,
) -> Response:
    """Both tables as a page."""
    with opened(request) as file:
        index, pks = passing(request, file, where)
    kinds = by_kind(index, pks)
    found = SourceCounts(index, pks, by_outlet=by_outlet, kind=source_kind or None)
    sums = {kind: sum(getattr(o, kind) for o in kinds) for kind in KINDS}
    return render(
        request,
        "sources.html",
        rows=found.rows((page - 1) * PER_PAGE, PER_PAGE),
        most=found.most,
        total=len(found),
        page=page,
        pages=max(1, -(-len(found) // PER_PAGE)),
        outlets=kinds,
        all=SourceKinds(outlet=None, statements=sum(o.statements for o in kinds), **sums),
        kinds=[kind for kind in KINDS if sums[kind]],
        every_kind=KINDS,
        where=where,
        source_kind=source_kind,
        by_outlet=by_outlet,
        plain=lambda path, values: f"{path}?{urlencode(values)}" if values else path,
        said_by=lambda row: said_by(where, row),
        said_in=lambda outlet: filters(where, outlet=outlet or NONE),
    )


def filters(where: Filter, **more: object) -> dict[str, object]:
    """The parameters of the statements that pass."""
    held = {k: getattr(where, k) for k in ("actor", "act", "kind", "outlet", "since", "until")}
    return {k: v for k, v in (held | {"min_confidence": where.min_confidence} | more).items() if v}


def said_by(where: Filter, row: QuotedSource) -> dict[str, object]:
    """The parameters of the statements that a row counts."""
    more: dict[str, object] = {"speaker": speaker_key(row.actor_id, row.kind, row.source)}
    return filters(where, **more | ({"outlet": row.outlet} if row.outlet else {}))


def _rows(
    request: Request, where: Filter, kind: str | None, by_outlet: bool, limit: int, offset: int
) -> list[QuotedSource]:
    with opened(request) as file:
        found = SourceCounts(*passing(request, file, where), by_outlet=by_outlet, kind=kind or None)
    return found.rows(offset, limit)


def _kinds(request: Request, where: Filter) -> list[SourceKinds]:
    with opened(request) as file:
        return by_kind(*passing(request, file, where))


@router.get("/sources.json", tags=["sources"])
def sources_json(
    request: Request, where: Asked, source_kind: OfKind = None, by_outlet: ByOutlet = False,
    limit: Limit = MOST, offset: Offset = 0,
) -> list[QuotedSource]:  # fmt: skip
    """Who is quoted, how often, directly or not, the most quoted first.

    The row without a source holds the statements whose source the articles leave open.
    """
    return _rows(request, where, source_kind, by_outlet, limit, offset)


@router.get("/sources.csv", tags=["sources"])
def sources_csv(
    request: Request, where: Asked, source_kind: OfKind = None, by_outlet: ByOutlet = False,
    limit: Limit = MOST, offset: Offset = 0,
) -> Response:  # fmt: skip
    """The same as CSV."""
    return csv_answer("sources", _rows(request, where, source_kind, by_outlet, limit, offset), QuotedSource)


@router.get("/sources/kinds.json", tags=["sources"])
def source_kinds_json(request: Request, where: Asked) -> list[SourceKinds]:
    """How many statements of each outlet have a source of each kind."""
    return _kinds(request, where)


@router.get("/sources/kinds.csv", tags=["sources"])
def source_kinds_csv(request: Request, where: Asked) -> Response:
    """The same as CSV."""
    return csv_answer("source-kinds", _kinds(request, where), SourceKinds)
