"""The articles of the ledger, by day or by words, and where a text is pasted or a file dropped."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from selon.store import Filter, LedgerFile
from selon.store.filters import article_conditions
from selon.web.errors import Refused
from selon.web.pages import opened, render
from selon.web.twins import MOST, asked, csv_answer

router = APIRouter()
PER_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedArticle:
    """An article, and how many records it has; `snippet` are words around what was looked for."""

    article_id: int
    published: str | None
    outlet: str | None
    title: str | None
    url: str | None
    statements: int
    figures: int
    snippet: str | None = None


def list_articles(
    file: LedgerFile, words: str | None, where: Filter, *, limit: int, offset: int = 0
) -> tuple[list[ListedArticle], int]:
    """The articles that pass, the newest first (with words: the best first), and how many there are in all."""
    if words:
        try:
            hits = file.search(words, where=where, limit=MOST)
        except ValueError as e:
            raise Refused(400, "words", why=e) from None
        shown = hits[offset : offset + limit]
        held = {r.article_id: r for r in _rows(file.connection, [h.article_id for h in shown])}
        return [_with_snippet(held[h.article_id], h.snippet) for h in shown], len(hits)
    conditions, values = article_conditions(where)
    (total,) = file.connection.execute(f"SELECT count(*) FROM article AS a WHERE 1 {conditions}", values).fetchone()
    ids = file.connection.execute(
        f"SELECT a.id FROM article AS a WHERE 1 {conditions} "
        "ORDER BY coalesce(a.published, a.published_given) DESC NULLS LAST, a.id DESC LIMIT ? OFFSET ?",
        (*values, limit, offset),
    )
    return _rows(file.connection, [i for (i,) in ids]), total


def _rows(connection: sqlite3.Connection, ids: Iterable[int]) -> list[ListedArticle]:
    """The articles of some ids, in their order."""
    wanted = list(ids)
    found = connection.execute(
        "SELECT a.id AS article_id, coalesce(a.published, a.published_given) AS published, a.outlet, a.title, a.url, "
        "(SELECT count(*) FROM statement AS s WHERE s.article_id = a.id AND s.standing <> 'rejected') AS statements, "
        "(SELECT count(*) FROM figure AS f WHERE f.article_id = a.id AND f.standing <> 'rejected') AS figures "
        "FROM article AS a WHERE a.id IN (SELECT value FROM json_each(?))",
        (f"[{','.join(map(str, wanted))}]",),
    )
    held = {r["article_id"]: ListedArticle(**dict(r)) for r in found}
    return [held[i] for i in wanted]


def _with_snippet(article: ListedArticle, snippet: str) -> ListedArticle:
    return ListedArticle(**{k: getattr(article, k) for k in article.__dataclass_fields__} | {"snippet": snippet})


Words = Annotated[
    str | None, Query(description='Words that must all be there; "a phrase", begin*, -without, one OR other.')
]
Asked = Annotated[Filter, Depends(asked)]


@router.get("/", include_in_schema=False)
@router.get("/articles", include_in_schema=False)
def articles(request: Request, where: Asked, q: Words = None, page: Annotated[int, Query(ge=1)] = 1) -> Response:
    """The list as a page."""
    with opened(request) as file:
        rows, total = list_articles(file, q, where, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    return render(
        request,
        "articles.html",
        rows=rows,
        total=total,
        page=page,
        pages=max(1, -(-total // PER_PAGE)),
        q=q,
        where=where,
    )


@router.get("/articles.json", tags=["articles"])
def articles_json(
    request: Request, where: Asked, q: Words = None, limit: Annotated[int, Query(ge=1, le=MOST)] = MOST
) -> list[ListedArticle]:
    """The articles that pass, the newest first; with `q` those that hold the words, the best first."""
    with opened(request) as file:
        return list_articles(file, q, where, limit=limit)[0]


@router.get("/articles.csv", tags=["articles"])
def articles_csv(
    request: Request, where: Asked, q: Words = None, limit: Annotated[int, Query(ge=1, le=MOST)] = MOST
) -> Response:
    """The same as CSV."""
    with opened(request) as file:
        return csv_answer("articles", list_articles(file, q, where, limit=limit)[0], ListedArticle)
