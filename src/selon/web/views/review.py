"""The queue of statements to check: one at a time with its words in the article, or those shown, together.

`/review` shows the first of the queue, or the record `at`; `a` accepts, `x` rejects, `e` edits, `u` undoes, `j` skips. What
is decided carries the mark of what was shown, so that nothing is decided of a record that was changed meanwhile.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from selon.model import Statement
from selon.store import Filter, LedgerFile
from selon.store.corrections import CorrectionError
from selon.store.corrections_entries import batch, last_of, log_entries
from selon.store.corrections_log import correct
from selon.store.queue import STANDINGS, Place, QueuedStatement, Standing, Uses, count_uses, queue, queued_statements
from selon.store.standing import StandingRecord, standing_record
from selon.web.context import Window, as_html, window
from selon.web.errors import Refused
from selon.web.lookup import Lookup, Words, spans_of
from selon.web.pages import link, opened, render, settings_of
from selon.web.posted import Posted, text_of, texts_of
from selon.web.twins import MOST, asked, csv_answer

router = APIRouter()
PER_PAGE = 50  # statements that are decided together
NAMED = re.compile(r"(\d{1,15}):(\S{1,80})")
END = "end"
DECISIONS = ("confirm", "reject")
_counted: dict[str, tuple[object, Uses]] = {}  # what hangs on the statements of a ledger, counted when articles come


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which statements are to be checked."""

    where: Filter
    standing: Standing
    max_confidence: float
    article: int | None


def wanted(
    where: Annotated[Filter, Depends(asked)],
    standing: Annotated[
        Standing, Query(description="How they stand: extracted means that nobody has looked.")
    ] = "extracted",
    max_confidence: Annotated[
        float | str, Query(description="From 0 to 1: statements that selon is at most as sure of.")
    ] = 1.0,
    article: Annotated[int | str | None, Query(description="Only of this article.")] = None,
) -> Wanted:
    """What the queue is filtered by; a field left empty does not matter."""
    try:
        most = 1.0 if max_confidence == "" else float(max_confidence)
        of = None if article in (None, "") else int(article or 0)
    except ValueError:
        raise Refused(400, "confidence", value=max_confidence) from None
    return Wanted(where, standing, most, of)


Asked = Annotated[Wanted, Depends(wanted)]


@dataclass(frozen=True, slots=True)
class Card:
    """A statement to be checked, with its words in the article and what rests on it."""

    held: Lookup
    now: StandingRecord
    statement: Statement
    place: Place | None
    window: Window
    evidence: list[Words]
    resting: list[tuple[str, str, str]]  # part, id, words

    @property
    def name(self) -> str:
        """The record as an address names it."""
        return f"{self.now.article_id}:{self.statement.id}"


def places_of(file: LedgerFile, asked_for: Wanted) -> list[Place]:
    """The queue."""
    count = tuple(file.connection.execute("SELECT count(*), max(id), max(added_at) FROM article").fetchone())
    known = _counted.get(str(file.path))
    if known is None or known[0] != count:
        known = count, count_uses(file.connection)
        _counted[str(file.path)] = known
    return queue(
        file.connection, known[1], where=asked_for.where, standing=asked_for.standing,
        max_confidence=asked_for.max_confidence, article=asked_for.article,
    )  # fmt: skip


def card_of(file: LedgerFile, name: str, place: Place | None) -> Card:
    """The statement of a name like `12:s3`; `Refused` where there is none."""
    m = NAMED.fullmatch(name)
    if m is None:
        raise Refused(404, "no_record", id=name)
    article, id_ = int(m[1]), m[2]
    try:
        now = standing_record(file.connection, article, "statement", id_)
    except (KeyError, OverflowError):
        raise Refused(404, "no_article", id=m[1]) from None
    if now is None or not isinstance(now.record, Statement):
        raise Refused(404, "no_record", id=id_)
    held = Lookup.of(now.ledger)
    marked = [(role, span) for role, span in spans_of(now.record) if role != "quoted"]
    return Card(
        held, now, now.record, place, window(now.ledger.document.text, marked),
        [held.in_context(s) for s in sorted(now.record.evidence)],
        [
            (part, r.id, held.words([s for _, s in spans_of(r)][:1]))
            for part, records in (("figure", now.ledger.figures), ("position", now.ledger.positions), ("event", now.ledger.events))
            for r in records
            if r.statement == id_
        ],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Around:
    """Where a record stands in the queue: the one before it, the one after it, its number."""

    previous: str | None
    next: str | None
    number: int | None


def around(places: list[Place], name: str | None) -> Around:
    """The neighbours of a record; of one that is not in the queue the first of the queue comes next."""
    names = [f"{p.article_id}:{p.id}" for p in places]
    if name not in names:
        return Around(None, names[0] if names else None, None)
    n = names.index(name)
    return Around(names[n - 1] if n else None, names[n + 1] if n + 1 < len(names) else END, n + 1)


@router.get("/review", include_in_schema=False)
def review(
    request: Request,
    asked_for: Asked,
    at: str | None = None,
    done: str | None = None,
    count: Annotated[int, Query(ge=1, le=1000)] = 1,
    note: str | None = None,
) -> Response:
    """One statement to be checked: `at`, else the first of the queue. `done` is what was decided just now."""
    who = settings_of(request).who
    with opened(request) as file:
        places = places_of(file, asked_for)
        name = at or (f"{places[0].article_id}:{places[0].id}" if places else END)
        near = around(places, name)
        card = None
        if name != END:
            card = card_of(file, name, places[near.number - 1] if near.number else None)
        last = last_of(file.connection, who) if settings_of(request).edit else None
        ids = done_ids(file, done, count)
        told = {e.id: e for e in log_entries(file.connection, [*ids, *([last] if last else [])])}
    return render(
        request, "review.html", card=card, near=near, total=len(places), asked=asked_for, standings=STANDINGS,
        done=[told[i] for i in ids if i in told], last=told.get(last or ""),
        note=note, end=END, exact=as_html,
    )  # fmt: skip


def done_ids(file: LedgerFile, done: str | None, count: int) -> list[str]:
    """The corrections that were written just now."""
    return batch(file.connection, done, count) if done else []


@router.get("/review.json", tags=["review"])
def review_json(
    request: Request,
    asked_for: Asked,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> list[QueuedStatement]:
    """The statements to check, the least sure and most used first, each with its score and what gave it.

    `score = (1 - confidence) * use`; `use` is 1, and one more for each 25 statements of the same source (at most 4), for
    each other article with the same words (at most 5), for each figure or position that rests on the statement.
    """
    with opened(request) as file:
        return queued_statements(file.connection, places_of(file, asked_for)[offset : offset + limit])


@router.get("/review.csv", tags=["review"])
def review_csv(
    request: Request,
    asked_for: Asked,
    limit: Annotated[int, Query(ge=1, le=MOST)] = MOST,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> Response:
    """The statements to check as CSV, the least sure and most used first."""
    with opened(request) as file:
        rows = queued_statements(file.connection, places_of(file, asked_for)[offset : offset + limit])
    return csv_answer("review", rows, QueuedStatement)


@router.post("/review/decide", include_in_schema=False)
def decide(request: Request, form: Posted) -> Response:
    """Accepts or rejects the statement that was shown, and goes to the next one."""
    decision, name = text_of(form, "decision"), text_of(form, "record")
    if decision not in DECISIONS:
        raise Refused(400, "decision", value=decision)
    with opened(request, write=True) as file, file.writing():
        card = card_of(file, name, None)
        if card.now.mark != text_of(form, "seen"):
            return _to(link(request, "/review", at=name, note="changed", done=None, count=None))
        made = correct(
            file.connection, card.now.article_id, decision, "statement", card.statement.id, who=settings_of(request).who,
            why=text_of(form, "why").strip() or None,
        )  # fmt: skip
    return _to(link(request, "/review", at=text_of(form, "next") or END, done=made.id, count=None, note=None))


@router.get("/review/bulk", include_in_schema=False)
def bulk(
    request: Request,
    asked_for: Asked,
    page: Annotated[int, Query(ge=1)] = 1,
    ticked: str | None = None,
    done: str | None = None,
    count: Annotated[int, Query(ge=1, le=1000)] = 1,
    skipped: str | None = None,
) -> Response:
    """The statements of the queue that are shown on a page, to be decided together."""
    with opened(request) as file:
        places = places_of(file, asked_for)
        rows = queued_statements(file.connection, places[(page - 1) * PER_PAGE : page * PER_PAGE])
        marks = _marks(file, rows)
        told = log_entries(file.connection, done_ids(file, done, count)) if done else []
    return render(
        request, "bulk.html", rows=rows, marks=marks, total=len(places), page=page, pages=max(1, -(-len(places) // PER_PAGE)),
        asked=asked_for, standings=STANDINGS, ticked=ticked == "all", done=told,
        skipped=[x for x in (skipped or "").split(",") if NAMED.fullmatch(x)],
    )  # fmt: skip


def _marks(file: LedgerFile, rows: list[QueuedStatement]) -> dict[tuple[int, str], str]:
    """The mark of each statement that is shown."""
    ledgers: dict[int, Any] = {}
    marks = {}
    for r in rows:
        if r.article_id not in ledgers:
            ledgers[r.article_id] = file.ledger(r.article_id, rejected=True)
        held = standing_record(file.connection, r.article_id, "statement", r.id, ledgers[r.article_id])
        if held:
            marks[r.article_id, r.id] = held.mark
    return marks


@router.post("/review/bulk", include_in_schema=False)
def decide_bulk(request: Request, form: Posted) -> Response:
    """Accepts or rejects the ticked ones of those that were shown; what was changed meanwhile is left and named."""
    decision = text_of(form, "decision")
    if decision not in DECISIONS:
        raise Refused(400, "decision", value=decision)
    made: list[str] = []
    skipped: list[str] = []
    with opened(request, write=True) as file, file.writing():
        for given in texts_of(form, "record"):
            name, _, mark = given.rpartition("@")
            try:
                now = card_of(file, name, None).now
            except Refused:
                skipped.append(name)
                continue
            if now.mark != mark:
                skipped.append(name)
                continue
            try:
                one = correct(
                    file.connection, now.article_id, decision, "statement", now.record.id, who=settings_of(request).who,
                    why=text_of(form, "why").strip() or None,
                )  # fmt: skip
            except CorrectionError:
                skipped.append(name)
                continue
            made.append(one.id)
    return _to(
        link(
            request, "/review/bulk", done=made[0] if made else None, count=len(made) or None,
            skipped=",".join(skipped) or None, ticked=None, page=None,
        )
    )  # fmt: skip


def _to(address: str) -> Response:
    return RedirectResponse(address, status_code=303)
