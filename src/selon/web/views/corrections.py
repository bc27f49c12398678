"""The log of corrections: who changed what, when and why, undone and brought back here; and corrections over HTTP.

A change over HTTP has to say that it sends JSON. A page of another site cannot do that without asking this server first,
which answers no such question (see `guard`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import replace
from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Path, Query
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from selon.store import LedgerFile
from selon.store.corrections import MODELS, CorrectionError, replay
from selon.store.corrections_entries import LogEntry, batch, log_entries
from selon.store.corrections_log import ELSEWHERE, correct, corrections_of, export_lines, undo, undo_all
from selon.store.records import load_extracted
from selon.web.errors import Refused
from selon.web.pages import opened, render, settings_of
from selon.web.posted import Posted, may_edit, text_of, texts_of, way_back
from selon.web.twins import MOST, csv_answer

router = APIRouter()
PER_PAGE = 50
MOST_AT_ONCE = 1000

Unsettled = Annotated[bool, Query(description="Only what fits nothing any more or contradicts a later correction.")]


def entries(file: LedgerFile, *, unsettled: bool) -> list[LogEntry]:
    """The log, the latest first."""
    return [e for e in log_entries(file.connection) if e.unsettled or not unsettled]


def with_messages(file: LedgerFile, entries: Iterable[LogEntry]) -> list[LogEntry]:
    """The same, with what is unsettled told by messages that know other languages: the file holds their English words only."""
    whys: dict[int, dict[str, str]] = {}
    found = []
    for e in entries:
        if e.unsettled and e.target in MODELS:
            if e.article_id is None:
                e = replace(e, unsettled=ELSEWHERE)
            else:
                if e.article_id not in whys:
                    log = corrections_of(file.connection, e.article_id)
                    whys[e.article_id] = replay(load_extracted(file.connection, e.article_id), log).unsettled
                e = replace(e, unsettled=whys[e.article_id].get(e.id, e.unsettled))
        found.append(e)
    return found


@router.get("/corrections", include_in_schema=False)
def corrections(
    request: Request,
    unsettled: Unsettled = False,
    page: Annotated[int, Query(ge=1)] = 1,
    done: str | None = None,
    count: Annotated[int, Query(ge=1, le=MOST_AT_ONCE)] = 1,
) -> Response:
    """The log as a page."""
    with opened(request) as file:
        found = entries(file, unsettled=unsettled)
        rows = with_messages(file, found[(page - 1) * PER_PAGE : page * PER_PAGE])
        (waiting,) = file.connection.execute("SELECT count(*) FROM unsettled").fetchone()
        written = set(batch(file.connection, done, count)) if done else set()
    return render(
        request, "corrections.html", rows=rows, total=len(found), page=page,
        pages=max(1, -(-len(found) // PER_PAGE)), unsettled=unsettled, waiting=waiting, done=len(written),
    )  # fmt: skip


@router.get("/corrections.json", tags=["corrections"])
def corrections_json(
    request: Request, unsettled: Unsettled = False, limit: Annotated[int, Query(ge=1, le=MOST)] = MOST
) -> list[LogEntry]:
    """The log of corrections, the latest first, with what became of each."""
    with opened(request) as file:
        return entries(file, unsettled=unsettled)[:limit]


@router.get("/corrections.csv", tags=["corrections"])
def corrections_csv(
    request: Request, unsettled: Unsettled = False, limit: Annotated[int, Query(ge=1, le=MOST)] = MOST
) -> Response:
    """The log of corrections as CSV, the latest first."""
    with opened(request) as file:
        return csv_answer("corrections", entries(file, unsettled=unsettled)[:limit], LogEntry)


@router.get("/corrections.jsonl", tags=["corrections"])
def corrections_jsonl(request: Request) -> Response:
    """The whole log as JSON Lines, to be compared, and imported into another ledger.

    The lines are those of `selon corrections LEDGER.db export`.
    """
    with opened(request) as file:
        text = "".join(f"{line}\n" for line in export_lines(file.connection))
    return Response(
        text.encode("utf8", "replace"),
        media_type="application/jsonl",
        headers={"Content-Disposition": 'attachment; filename="corrections.jsonl"'},
    )


@router.post("/corrections/undo", include_in_schema=False)
def undo_form(request: Request, form: Posted) -> Response:
    """Undoes the corrections of a form that are in force, or, with `again`, brings back one that is undone."""
    way, ids = way_back(text_of(form, "back"), "/corrections"), texts_of(form, "id")
    with opened(request, write=True) as file, file.writing():
        try:
            if text_of(form, "again"):
                (one,) = ids or [""]
                standing = log_entries(file.connection, [one])
                made = (
                    [undo(file.connection, one, who=settings_of(request).who)]
                    if standing and standing[0].undone
                    else []
                )
            else:
                made = undo_all(file.connection, ids[:MOST_AT_ONCE], who=settings_of(request).who)
        except ValueError:
            raise Refused(404, "no_correction", id=", ".join(ids)) from None
    return RedirectResponse(_with_done(way, [c.id for c in made]), status_code=303)


def _with_done(way: str, ids: Iterable[str]) -> str:
    """The way back, which says what was done."""
    held = list(ids)
    if not held:
        return way
    path, hash_, place = way.partition("#")
    return f"{path}{'&' if '?' in path else '?'}done={held[0]}&count={len(held)}{hash_}{place}"


class CorrectionIn(BaseModel):
    """A correction to be made of one record of an article."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"kind": "edit", "article_id": 1, "part": "statement", "record_id": "s2", "after": {"act": "promise"}, "why": "she commits herself"}
            ]
        },
    )  # fmt: skip

    kind: Literal["confirm", "reject", "edit", "add"]
    article_id: int = Field(description="The article's number in this ledger.", ge=1, lt=2**63)
    part: Literal["statement", "figure", "entity", "timex", "event", "position"]
    record_id: str | None = Field(None, description="The record's id in its article; none for `add`.")
    after: dict[str, object] | None = Field(
        None, description="For `edit` the fields to set, for `add` the whole record; spans are [start, end)."
    )
    why: str | None = Field(None, description="Why, for whoever reads the log.", max_length=2000)


def sends_json(request: Request) -> None:
    """Refuses what does not say that it is JSON: a form of another site cannot say so."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise HTTPException(415, "send it as application/json")


class Change(APIRoute):
    """A route that changes something: whether that may be is asked before the body is read."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()

        async def checked(request: Request) -> Response:
            may_edit(request)
            sends_json(request)
            await request.body()  # what is too large is refused here, and not told as a body that cannot be read
            return await answer(request)

        return checked


changing = APIRouter(route_class=Change)


@changing.post("/api/corrections", tags=["corrections"], status_code=201)
def make_correction(request: Request, body: CorrectionIn) -> LogEntry:
    """Makes a correction: confirms, rejects or edits a record, or adds one that was missed.

    Only where the server was started with `--edit`; signed with the name that it was given (`--who`). The body is JSON and
    says so in its Content-Type.
    """
    with opened(request, write=True) as file, file.writing():
        try:
            made = correct(
                file.connection, body.article_id, body.kind, body.part, body.record_id, who=settings_of(request).who,
                why=body.why, after=json.loads(json.dumps(body.after)),
            )  # fmt: skip
        except KeyError:
            raise Refused(404, "no_article", id=str(body.article_id)) from None
        except CorrectionError as e:
            raise HTTPException(422, str(e)) from None
        (entry,) = log_entries(file.connection, [made.id])
    return entry


@changing.post("/api/corrections/{correction_id}/undo", tags=["corrections"])
def undo_correction(
    request: Request, correction_id: Annotated[str, Path(description="The id of a correction, or its beginning.")]
) -> LogEntry:
    """Undoes a correction, or brings it back where it is undone already; the answer is the entry that does it.

    Only where the server was started with `--edit`. The Content-Type is application/json; a body is not read.
    """
    with opened(request, write=True) as file, file.writing():
        try:
            made = undo(file.connection, correction_id, who=settings_of(request).who)
        except CorrectionError:
            raise Refused(404, "no_correction", id=correction_id) from None
        (entry,) = log_entries(file.connection, [made.id])
    return entry


router.include_router(changing)
