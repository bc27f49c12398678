"""The queue of records to check: one at a time with its words in the article, or those shown, together.

`/review` shows the first of the queue, or the record `at`; `part` says of which kind (statements unless told). `a` accepts,
`x` rejects, `e` edits, `u` undoes, `j` skips. What is decided carries the mark of what was shown, so that nothing is decided
of a record that was changed meanwhile.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from selon.model import Event, Figure, Position, Statement
from selon.store import Filter, LedgerFile
from selon.store.corrections import CorrectionError
from selon.store.corrections_entries import batch, last_of, log_entries
from selon.store.corrections_log import correct
from selon.store.queue import QUEUE_PARTS, STANDINGS, Order, Place, QueuePart, Standing, order_of, queue
from selon.store.queued import KINDS, Queued, QueuedEvent, QueuedFigure, QueuedPosition, QueuedStatement, queued_records
from selon.store.standing import StandingRecord, standing_record
from selon.web.article_page import when
from selon.web.context import Window, as_html, window
from selon.web.errors import Refused
from selon.web.lookup import Lookup, Words, spans_of
from selon.web.pages import link, opened, render, settings_of
from selon.web.posted import Posted, text_of, texts_of
from selon.web.twins import MOST, asked, csv_answer

router = APIRouter()
PER_PAGE = 50  # records that are decided together
NAMED = re.compile(r"(\d{1,15}):(\S{1,80})")
END = "end"
DECISIONS = ("confirm", "reject")
ROLES = {"figure": "span", "event": "span"}  # a span's role as the form of a record calls it
Part = Annotated[QueuePart, Query(description="Which records: statement, figure, position or event.")]
Checked = Statement | Figure | Position | Event
Row = QueuedStatement | QueuedFigure | QueuedPosition | QueuedEvent
_orders: dict[tuple[str, QueuePart], tuple[object, Order]] = {}  # made when articles come, not after every correction


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records are to be checked."""

    part: QueuePart
    where: Filter
    standing: Standing
    max_confidence: float
    article: int | None


def wanted(
    where: Annotated[Filter, Depends(asked)],
    part: Part = "statement",
    standing: Annotated[
        Standing, Query(description="How they stand: extracted means that nobody has looked.")
    ] = "extracted",
    max_confidence: Annotated[
        float | str, Query(description="From 0 to 1: what selon is at most as sure of, or does not say how sure it is.")
    ] = 1.0,
    article: Annotated[int | str | None, Query(description="Only of this article.")] = None,
    measure: Annotated[str | None, Query(description="Of figures: killed, wounded, held …")] = None,
    topic: Annotated[str | None, Query(description="Of positions: words of the topic.")] = None,
    type: Annotated[str | None, Query(description="Of events: a PLOVER type.")] = None,
) -> Wanted:
    """What the queue is filtered by; a field left empty does not matter."""
    try:
        most = 1.0 if max_confidence == "" else float(max_confidence)
        of = None if article in (None, "") else int(article or 0)
    except ValueError:
        raise Refused(400, "confidence", value=max_confidence) from None
    where = replace(where, measure=measure or None, topic=topic or None, type=type or None)
    return Wanted(part, where, standing, most, of)


Asked = Annotated[Wanted, Depends(wanted)]


@dataclass(frozen=True, slots=True)
class Card:
    """A record to be checked, with its words in the article, the statement that holds it, and what rests on it.

    `confidence` is None where selon has none.
    """

    held: Lookup
    now: StandingRecord
    record: Checked
    statement: Statement | None
    place: Place | None
    confidence: float | None
    window: Window
    evidence: list[Words]
    resting: list[tuple[str, str, str]]  # part, id, words

    @property
    def name(self) -> str:
        """The record as an address names it."""
        return f"{self.now.article_id}:{self.record.id}"

    @property
    def score(self) -> float | None:
        """What put it where it stands in the queue."""
        return self.place.use.score(self.confidence) if self.place else None


def places_of(file: LedgerFile, asked_for: Wanted) -> list[Place]:
    """The queue."""
    now = tuple(file.connection.execute("SELECT count(*), max(id), max(added_at) FROM article").fetchone())
    key = str(file.path), asked_for.part
    for _ in range(2):
        known = _orders.get(key)
        if known is None or known[0] != now:
            known = _orders[key] = now, order_of(file.connection, asked_for.part)
        order = known[1]
        places = queue(
            file.connection, order, where=asked_for.where, standing=asked_for.standing,
            max_confidence=asked_for.max_confidence, article=asked_for.article,
        )  # fmt: skip
        if asked_for.standing != "extracted" or not places or tuple(places[-1][:2]) in order.ranks:
            break
        del _orders[key]  # an article was read anew: what nobody has looked at is not in the order
    return places


def card_of(file: LedgerFile, part: QueuePart, name: str, place: Place | None) -> Card:
    """The record of a name like `12:s3`; `Refused` where there is none."""
    m = NAMED.fullmatch(name)
    if m is None:
        raise Refused(404, "no_record", id=name)
    article, id_ = int(m[1]), m[2]
    try:
        now = standing_record(file.connection, article, part, id_)
    except (KeyError, OverflowError):
        raise Refused(404, "no_article", id=m[1]) from None
    if now is None or not isinstance(now.record, Checked):
        raise Refused(404, "no_record", id=id_)
    record, held = now.record, Lookup.of(now.ledger)
    statement = None if isinstance(record, Statement) else held.statement(record.statement)
    told = statement if statement else record if isinstance(record, Statement) else None
    marked = [(ROLES.get(role, role), span) for role, span in spans_of(record) if role != "quoted"]
    if statement:  # who says it, and with which word
        marked += [(role, span) for role, span in spans_of(statement) if role in ("source", "cue")]
    return Card(
        held, now, record, statement, place, told.confidence if told else None, window(now.ledger.document.text, marked),
        [held.in_context(s) for s in sorted(record.evidence)], resting_on(held, record),
    )  # fmt: skip


def resting_on(held: Lookup, record: Checked) -> list[tuple[str, str, str]]:
    """What stands in a statement, and the parts of a figure: part, id and words of each."""
    ledger = held.ledger
    own = [("figure", r) for r in ledger.figures if record.id in (r.statement, r.part_of)]
    others = (("position", ledger.positions), ("event", ledger.events))
    found = [*own, *((part, r) for part, records in others for r in records if r.statement == record.id)]
    return [(part, r.id, held.words([s for _, s in spans_of(r)][:1])) for part, r in found]


@dataclass(frozen=True, slots=True)
class Around:
    """Where a record stands in the queue: the one before it, the one after it, its number."""

    previous: str | None
    next: str | None
    number: int | None


def around(places: list[Place], name: str | None) -> Around:
    """The neighbours of a record; of one that is not in the queue the first of the queue comes next."""
    m = NAMED.fullmatch(name or "")
    key = (int(m[1]), m[2]) if m else None
    n = next((n for n, p in enumerate(places) if (p.article_id, p.id) == key), None)
    if n is None:
        return Around(None, _name(places[0]) if places else None, None)
    return Around(_name(places[n - 1]) if n else None, _name(places[n + 1]) if n + 1 < len(places) else END, n + 1)


def _name(place: Place) -> str:
    return f"{place.article_id}:{place.id}"


def choices_of(file: LedgerFile, part: QueuePart) -> list[str]:
    """What the queue of a part can be narrowed to: the measures of figures, the types of events."""
    column = {"figure": "measure", "event": "type"}.get(part)
    if column is None:
        return []
    return [
        r[0] for r in file.connection.execute(f"SELECT DISTINCT {column} FROM {part} WHERE {column} <> '' ORDER BY 1")
    ]


@router.get("/review", include_in_schema=False)
def review(
    request: Request,
    asked_for: Asked,
    at: str | None = None,
    done: str | None = None,
    count: Annotated[int, Query(ge=1, le=1000)] = 1,
    note: str | None = None,
) -> Response:
    """One record to be checked: `at`, else the first of the queue. `done` is what was decided just now."""
    who = settings_of(request).who
    with opened(request) as file:
        places = places_of(file, asked_for)
        name = at or (_name(places[0]) if places else END)
        near = around(places, name)
        card = None
        if name != END:
            card = card_of(file, asked_for.part, name, places[near.number - 1] if near.number else None)
        last = last_of(file.connection, who) if settings_of(request).edit else None
        ids = done_ids(file, done, count)
        told = {e.id: e for e in log_entries(file.connection, [*ids, *([last] if last else [])])}
        choices = choices_of(file, asked_for.part)
    return render(
        request, "review.html", card=card, near=near, total=len(places), asked=asked_for, standings=STANDINGS,
        parts=QUEUE_PARTS, choices=choices, when=when,
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
) -> list[Row]:
    """The records to check, the least sure and most used first, each with its score and what gave it.

    `score = (1 - confidence) * use`; a record without a confidence counts as one of 0.5. `use` is 1, and one more for each
    25 records like it (`heard`: statements of the same source, figures of the same measure and unit, positions of the same
    actor, events of the same first actor; at most 4), for each other article that says the same (`same`, at most 5), and for
    each record that rests on it (`carried`).
    """
    with opened(request) as file:
        return _rows(file, asked_for, places_of(file, asked_for)[offset : offset + limit])


def _rows(file: LedgerFile, asked_for: Wanted, places: list[Place]) -> list[Any]:
    return queued_records(file.connection, asked_for.part, places)


@router.get("/review.csv", tags=["review"])
def review_csv(
    request: Request,
    asked_for: Asked,
    limit: Annotated[int, Query(ge=1, le=MOST)] = MOST,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> Response:
    """The records to check as CSV, the least sure and most used first."""
    with opened(request) as file:
        rows = _rows(file, asked_for, places_of(file, asked_for)[offset : offset + limit])
    return csv_answer("review", rows, KINDS[asked_for.part][0])


@router.post("/review/decide", include_in_schema=False)
def decide(request: Request, form: Posted, part: Part = "statement") -> Response:
    """Accepts or rejects the record that was shown, and goes to the next one."""
    decision, name = text_of(form, "decision"), text_of(form, "record")
    if decision not in DECISIONS:
        raise Refused(400, "decision", value=decision)
    with opened(request, write=True) as file, file.writing():
        card = card_of(file, part, name, None)
        if card.now.mark != text_of(form, "seen"):
            return _to(link(request, "/review", at=name, note="changed", done=None, count=None))
        made = correct(
            file.connection, card.now.article_id, decision, part, card.record.id, who=settings_of(request).who,
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
    """The records of the queue that are shown on a page, to be decided together."""
    with opened(request) as file:
        places = places_of(file, asked_for)
        rows = _rows(file, asked_for, places[(page - 1) * PER_PAGE : page * PER_PAGE])
        marks = _marks(file, asked_for.part, rows)
        choices = choices_of(file, asked_for.part)
        told = log_entries(file.connection, done_ids(file, done, count)) if done else []
    return render(
        request, "bulk.html", rows=rows, marks=marks, total=len(places), page=page, pages=max(1, -(-len(places) // PER_PAGE)),
        asked=asked_for, standings=STANDINGS, parts=QUEUE_PARTS, choices=choices, ticked=ticked == "all", done=told,
        skipped=[x for x in (skipped or "").split(",") if NAMED.fullmatch(x)],
    )  # fmt: skip


def _marks(file: LedgerFile, part: QueuePart, rows: list[Queued]) -> dict[tuple[int, str], str]:
    """The mark of each record that is shown."""
    ledgers: dict[int, Any] = {}
    marks = {}
    for r in rows:
        if r.article_id not in ledgers:
            ledgers[r.article_id] = file.ledger(r.article_id, rejected=True)
        held = standing_record(file.connection, r.article_id, part, r.id, ledgers[r.article_id])
        if held:
            marks[r.article_id, r.id] = held.mark
    return marks


@router.post("/review/bulk", include_in_schema=False)
def decide_bulk(request: Request, form: Posted, part: Part = "statement") -> Response:
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
                now = card_of(file, part, name, None).now
            except Refused:
                skipped.append(name)
                continue
            if now.mark != mark:
                skipped.append(name)
                continue
            try:
                one = correct(
                    file.connection, now.article_id, decision, part, now.record.id, who=settings_of(request).who,
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
