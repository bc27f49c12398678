"""The statements of all articles, counted and chosen by facets, searched by words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from selon.store import Filter, LedgerFile
from selon.store.facets import BANDS, FACETS, NONE, Selection, StatementIndex
from selon.store.search import StatementHit, matching_statements, passing_statements, statements_of, words_found
from selon.web.errors import Refused
from selon.web.excerpts import Piece, excerpt
from selon.web.indexed import index_of
from selon.web.pages import opened, render, words_link
from selon.web.twins import MOST, asked, csv_answer

router = APIRouter()
PER_PAGE = 50
SHOWN = 8  # values of a facet that stand open; the next ones are folded away
FOLDED = 60
YEARS = 24  # where there are more months than that, years are shown
Sort = Literal["day", "oldest", "relevance"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """A value of a facet: how many statements have it among those that pass the other facets, and whether it is chosen.

    `label` is the name of a speaker; elsewhere the value itself.
    """

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """A facet (`speaker`, `act`, …) and its values."""

    name: str
    values: list[FacetValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked: words, the facets' values, and filters that are no facets."""

    q: str | None
    chosen: dict[str, tuple[str, ...]]
    where: Filter
    sort: Sort | None

    @property
    def order(self) -> Sort:
        """As asked for; else the best first where words are looked for, and the newest first."""
        return self.sort or ("relevance" if self.q else "day")


@dataclass(frozen=True, slots=True)
class Row:
    """A statement and what is shown of its content."""

    hit: StatementHit
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is chosen, and the parameters without it."""

    facet: str
    value: str
    label: str
    changes: dict[str, object]


Several = list[str] | None


def question(
    q: Annotated[
        str | None, Query(description='Words that must all be there; "a phrase", begin*, -without, one OR other.')
    ] = None,
    sort: Annotated[Sort | Literal[""] | None, Query(description="day (the newest first), oldest or relevance")] = None,
    speaker: Annotated[Several, Query(description="`actor:12`, `person:name in lower case`, …, or `open`")] = None,
    act: Annotated[Several, Query(description="say, deny, promise, accuse …")] = None,
    kind: Annotated[Several, Query(description="direct, indirect, mixed or act")] = None,
    outlet: Annotated[Several, Query(description="An outlet's name or words of it, or `none`.")] = None,
    date: Annotated[Several, Query(description="A year, month or day of publication, or `none`.")] = None,
    confidence: Annotated[Several, Query(description="The lower bound of a band: 0.9, 0.7, 0.5 or 0.")] = None,
    denied: Annotated[Several, Query(description="1 or 0")] = None,
    actor: Annotated[str | None, Query(description="Words of the source's name, or a Wikidata id.")] = None,
    since: Annotated[str | None, Query(description="A day, month or year: published then or later.")] = None,
    until: Annotated[str | None, Query(description="A day, month or year: published then or before.")] = None,
    min_confidence: Annotated[float | str, Query(description="From 0 to 1.")] = 0.0,
) -> Question:
    """What is asked, from the parameters. A facet may be given several times: any of its values will do."""
    given = dict(zip(FACETS, (speaker, act, kind, outlet, date, confidence, denied), strict=True))
    return Question(
        q=q.strip() or None if q else None,
        sort=sort or None,
        chosen={name: kept for name, values in given.items() if (kept := tuple(v for v in values or () if v))},
        where=asked(actor=actor, since=since, until=until, min_confidence=min_confidence),
    )


Asked = Annotated[Question, Depends(question)]


def select(request: Request, file: LedgerFile, asked: Question) -> tuple[StatementIndex, Selection]:
    """The statements that pass, in the order asked for, and the counts."""
    index = index_of(request, file)
    among: list[list[int]] = []
    if asked.q:
        try:
            among.append(matching_statements(file.connection, asked.q, ranked=asked.order == "relevance"))
        except ValueError as e:
            raise Refused(400, "words", why=e) from None
    if asked.where != Filter():
        among.append(passing_statements(file.connection, asked.where))
    found = index.select(asked.chosen, among=among)
    if asked.order == "oldest":
        found = replace(found, pks=index.oldest_first(found.pks))
    elif asked.order == "relevance" and asked.q:
        passing = set(found.pks)
        found = replace(found, pks=[pk for pk in among[0] if pk in passing])
    return index, found


def facets(index: StatementIndex, found: Selection, chosen: dict[str, tuple[str, ...]]) -> list[Facet]:
    """The values of each facet, the most frequent first; dates by time, confidence by size; chosen values always."""
    made = []
    for name in FACETS:
        counts = dict(found.counts[name])
        counts |= {value: 0 for value in chosen.get(name, ()) if value not in counts}
        values = [
            FacetValue(value=value, label=index.label(value), count=n, chosen=value in chosen.get(name, ()))
            for value, n in counts.items()
        ]
        if name == "date":
            values = _dates(values)
        elif name == "confidence":
            values.sort(key=lambda v: v.value, reverse=True)
        else:
            values.sort(key=lambda v: (-v.count, v.label))
        made.append(Facet(name=name, values=values))
    return made


def _dates(values: list[FacetValue]) -> list[FacetValue]:
    """Months, or years where these would be too many, with the months of a year that is chosen; the newest first."""
    values = sorted(values, key=lambda v: (v.value != NONE, v.value), reverse=True)
    months = [v.value[:4] for v in values if len(v.value) == 7]
    if len(months) > YEARS:
        years = {v.value[:4] for v in values if v.chosen}
        return [v for v in values if len(v.value) == 4 or v.chosen or v.value[:4] in years]
    return [v for v in values if len(v.value) > 4 or v.value == NONE or v.chosen or v.value not in months]


def toggle(asked: Question, facet: str, value: str) -> dict[str, object]:
    """The parameters that choose a value, or take it away where it is chosen."""
    held = asked.chosen.get(facet, ())
    return {facet: [v for v in held if v != value] if value in held else [*held, value]}


def chips(asked: Question, index: StatementIndex) -> list[Chip]:
    """Every filter that is chosen."""
    made = [
        Chip(facet, value, index.label(value), toggle(asked, facet, value))
        for facet, values in asked.chosen.items()
        for value in values
    ]
    plain = {"q": asked.q} | {k: getattr(asked.where, k) for k in ("actor", "since", "until", "min_confidence")}
    return [Chip(k, str(v), str(v), {k: None}) for k, v in plain.items() if v] + made


@router.get("/statements", include_in_schema=False)
def statements(request: Request, asked: Asked, page: Annotated[int, Query(ge=1, le=10**9)] = 1) -> Response:
    """The ledger as a page."""
    with opened(request) as file:
        index, found = select(request, file, asked)
        hits = statements_of(file.connection, found.pks[(page - 1) * PER_PAGE : page * PER_PAGE])
        marks = words_found(file.connection, asked.q, {pk: h.content for pk, h in hits.items()}) if asked.q else {}
    total = len(found.pks)
    return render(
        request,
        "statements.html",
        rows=[Row(hit, excerpt(hit.content, marks.get(pk, []))) for pk, hit in hits.items()],
        facets=facets(index, found, asked.chosen),
        total=total,
        page=page,
        pages=max(1, -(-total // PER_PAGE)),
        asked=asked,
        chips=chips(asked, index),
        toggle=lambda facet, value: toggle(asked, facet, value),
        words_link=words_link,
        bands={band: (band, BANDS[n - 1][0] if n else None) for n, (band, _) in enumerate(BANDS)},
        shown=SHOWN,
        folded=FOLDED,
    )


Limit = Annotated[int, Query(ge=1, le=MOST)]
Offset = Annotated[int, Query(ge=0, le=10**9)]


def _rows(request: Request, asked: Question, limit: int, offset: int) -> list[StatementHit]:
    with opened(request) as file:
        _, found = select(request, file, asked)
        return list(statements_of(file.connection, found.pks[offset : offset + limit]).values())


@router.get("/statements.json", tags=["statements"])
def statements_json(request: Request, asked: Asked, limit: Limit = MOST, offset: Offset = 0) -> list[StatementHit]:
    """The statements that pass, the newest first; with `q` those whose content holds the words, the best first."""
    return _rows(request, asked, limit, offset)


@router.get("/statements.csv", tags=["statements"])
def statements_csv(request: Request, asked: Asked, limit: Limit = MOST, offset: Offset = 0) -> Response:
    """The same as CSV."""
    return csv_answer("statements", _rows(request, asked, limit, offset), StatementHit)


@router.get("/statements/facets.json", tags=["statements"])
def statement_facets(request: Request, asked: Asked) -> list[Facet]:
    """How many statements have each value of each facet. A facet's counts respect the other facets, not its own choice."""
    with opened(request) as file:
        return facets(*select(request, file, asked), asked.chosen)
