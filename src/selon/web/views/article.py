"""One article: its text with what is said in it, its ledger beside it, and why a record is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from selon.model import Ledger, Span
from selon.store import LedgerFile
from selon.store.records import standings, without
from selon.web.article_page import ArticleStatement, PartName, article_values, record_values, statement_rows
from selon.web.errors import Refused
from selon.web.lookup import Lookup
from selon.web.marked import Speaker
from selon.web.pages import language_of, opened, render
from selon.web.reasons import Why, changes, why
from selon.web.twins import csv_answer
from selon.web.wording import words

router = APIRouter()
LARGEST = 2**63 - 1  # as an id of SQLite

At = Annotated[str | None, Query(pattern=r"^\d{1,9}-\d{1,9}$", description="A span to mark: 120-140.")]
RecordId = Annotated[str | None, Query(description="The record to explain: s3, f1, e12 …")]
Page = Annotated[int | None, Query(ge=1, description="A page of the part named by `part`.")]
SheetNumber = Annotated[int | None, Query(ge=1, description="Which part of a text that is too long for one page.")]


def ledger_of(file: LedgerFile, article_id: int) -> Ledger:
    """The ledger of an article, corrections applied; `Refused` where there is none."""
    try:
        return file.ledger(article_id if article_id <= LARGEST else -1)
    except KeyError:
        raise Refused(404, "no_article", id=str(article_id)) from None


def look_up(file: LedgerFile, article_id: int, record: str | None) -> tuple[Lookup, dict[str, str]]:
    """The article's records and how they stand; a rejected record is among them only where it is the one asked for."""
    held = Lookup.of(ledger_of(file, article_id))
    standing = standings(file.connection, article_id)
    if record and standing.get(record) == "rejected":
        gone = {i for i, s in standing.items() if s == "rejected"} - {record}
        held = Lookup.of(without(file.ledger(article_id, rejected=True), gone))
    return held, standing


def reason(file: LedgerFile, article_id: int, held: Lookup, record: str, standing: dict[str, str]) -> Why:
    """Why a record is there; `Refused` where it is not."""
    found = held.records.get(record)
    if found is None:
        raise Refused(404, "no_record", id=record)
    log = changes(file.connection, article_id, record)
    return why(held, found, standing=standing.get(record, "extracted"), log=log)


def actors_of(file: LedgerFile, article_id: int) -> dict[str, int]:
    """The actor, across articles, of each entity that has one."""
    rows = file.connection.execute("SELECT entity_id, actor_id FROM actor_entity WHERE article_id = ?", (article_id,))
    return {r[0]: r[1] for r in rows}


def label_in(ui: str) -> Callable[[Speaker], str]:
    """A speaker's name in a tooltip; an unresolved one is said to be."""
    t = words(ui)
    return lambda s: s.name if s.name is not None else f"“{s.words or t('article.not_named')}” ({t('base.unresolved')})"


def span_at(at: str | None) -> Span | None:
    """`120-140` as a span."""
    if at is None:
        return None
    start, _, end = at.partition("-")
    return int(start), int(end)


@router.get("/articles/{article_id:int}", include_in_schema=False)
def article(
    request: Request,
    article_id: int,
    record: RecordId = None,
    at: At = None,
    part: PartName | None = None,
    page: Page = None,
    sheet: SheetNumber = None,
) -> Response:
    """The article as a page; `record` opens the panel that says why, `at` marks words."""
    with opened(request) as file:
        held, standing = look_up(file, article_id, record)
        reasons = reason(file, article_id, held, record, standing) if record else None
        actors = actors_of(file, article_id)
    values = article_values(
        held, standing=standing, reason=reasons, base=f"/articles/{article_id}", at=span_at(at), part=part, page=page,
        sheet=sheet, label=label_in(language_of(request)),
    )  # fmt: skip
    return render(request, "article.html", **values, which="", article_id=article_id, actors=actors)


@router.get("/articles/{article_id:int}/why", include_in_schema=False)
def article_why(request: Request, article_id: int, record: str) -> Response:
    """Only the panel, for the script of the page."""
    with opened(request) as file:
        held, standing = look_up(file, article_id, record)
        reasons = reason(file, article_id, held, record, standing)
        actors = actors_of(file, article_id)
    return panel(request, held, reasons, standing, base=f"/articles/{article_id}", actors=actors)


def panel(
    request: Request, held: Lookup, reasons: Why, standing: dict[str, str], *, base: str, actors: dict[str, int]
) -> Response:
    """The panel of one record as a piece of HTML."""
    values = record_values(held, standing=standing, reason=reasons, base=base)
    return render(request, "why.html", **values, actors=actors)


@router.get("/articles/{article_id:int}.json", tags=["articles"])
def article_json(request: Request, article_id: int) -> Ledger:
    """The ledger of an article as it stands today, corrections applied: everything that selon read in it."""
    with opened(request) as file:
        return ledger_of(file, article_id)


@router.get("/articles/{article_id:int}.csv", tags=["articles"])
def article_csv(request: Request, article_id: int) -> Response:
    """The statements of an article as CSV."""
    with opened(request) as file:
        ledger = ledger_of(file, article_id)
        standing = standings(file.connection, article_id)
    return csv_answer(f"article-{article_id}", statement_rows(ledger, standing), ArticleStatement)
