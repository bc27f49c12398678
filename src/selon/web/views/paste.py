"""Paste a text or drop a file, and see its ledger at once: kept in memory, not in the ledger file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from selon.model import Ledger
from selon.reading.files import check_date
from selon.store.adding import DanglingError
from selon.store.corrections_log import settle
from selon.web.article_page import ArticleStatement, PartName, article_values, statement_rows
from selon.web.errors import Refused
from selon.web.guard import MOST, check_form
from selon.web.lookup import Lookup
from selon.web.pages import language_of, opened, render, settings_of
from selon.web.pasted import Pasted
from selon.web.reasons import Why, why
from selon.web.settings import Reading
from selon.web.twins import csv_answer
from selon.web.views.article import At, Page, RecordId, SheetNumber, label_in, panel, span_at
from selon.web.wording import words

router = APIRouter()
PATIENCE = 120.0  # seconds that a text waits for those before it
NAME = "pasted.txt"

N = Annotated[int | None, Query(ge=1, description="Which article, of a file that holds several.")]


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form brought: a text, or a file with its name; and the date, where a person knows it."""

    csrf: str
    text: str
    name: str
    data: bytes
    date: str


async def sent(request: Request) -> Sent:
    """The fields of the form; its text may be as long as a request may be."""
    async with request.form(max_files=1, max_fields=8, max_part_size=MOST) as form:
        file = form.get("file")
        dropped = isinstance(file, UploadFile) and bool(file.filename)
        data = await file.read() if isinstance(file, UploadFile) and dropped else b""
        name = file.filename if isinstance(file, UploadFile) else None
        fields = {k: v if isinstance(v := form.get(k), str) else "" for k in ("csrf", "text", "date")}
    # A browser sends the lines of a text field with CR LF, whatever was pasted.
    text = fields["text"].replace("\r\n", "\n")
    return Sent(fields["csrf"], text, name if dropped and name else NAME, data, fields["date"].strip())


def pasted_of(request: Request) -> Pasted:
    """What this server keeps of what was pasted."""
    held = request.app.state.pasted
    assert isinstance(held, Pasted)
    return held


@router.get("/paste", include_in_schema=False)
def paste(request: Request) -> Response:
    """The form."""
    return _form(request, Sent("", "", NAME, b"", ""), [])


@router.post("/paste", include_in_schema=False)
def paste_post(request: Request, form: Annotated[Sent, Depends(sent)]) -> Response:
    """Reads what was sent, and leads to its ledger; where there is none, says why."""
    settings = settings_of(request)
    check_form(settings, form.csrf)
    if settings.read is None:
        raise Refused(404, "reads_nothing")
    t = words(language_of(request))
    given = form.name != NAME or bool(form.data)
    if not given and not form.text.strip():
        return _form(request, form, [Reading("", message=t("paste.nothing"))])
    if form.date:
        try:
            check_date(form.date)
        except ValueError:
            return _form(request, form, [Reading("", message=t("errors.day", value=form.date))])
    data = form.data if given else form.text.encode("utf8", "replace")
    held = pasted_of(request)
    if not held.reading.acquire(timeout=PATIENCE):
        return _form(request, form, [Reading("", message=t("paste.busy"))], status=503)
    try:
        readings = settings.read(form.name, data, date=form.date or None)
    finally:
        held.reading.release()
    if not any(r.ledger for r in readings):
        return _form(request, form, readings or [Reading(form.name, message=t("paste.no_article"))])
    return RedirectResponse(f"/paste/{held.keep(readings)}", status_code=303)


def _form(request: Request, form: Sent, refused: list[Reading], *, status: int = 422) -> Response:
    """The form, with what was wrong and what was sent."""
    if settings_of(request).read is None:
        raise Refused(404, "reads_nothing")
    return render(request, "paste.html", status=status if refused else 200, refused=refused, sent=form)


def kept(request: Request, key: str, n: int | None) -> tuple[Ledger, str | None]:
    """The ledger of a text that was pasted and what read it; `Refused` where it is not kept, or is none."""
    readings = pasted_of(request).get(key)
    held = [r for r in readings or [] if r.ledger]
    if not held or not 1 <= (n or 1) <= len(held):
        raise Refused(404, "no_paste")
    one = held[(n or 1) - 1]
    assert one.ledger is not None
    return one.ledger, one.by


def reason(held: Lookup, record: str) -> Why:
    """Why a record is there; `Refused` where it is not."""
    found = held.records.get(record)
    if found is None:
        raise Refused(404, "no_record", id=record)
    return why(held, found)


@router.get("/paste/{key}.json", tags=["articles"])
def pasted_json(request: Request, key: str, n: N = None) -> Ledger:
    """The ledger of a text that was pasted, while the server keeps it."""
    return kept(request, key, n)[0]


@router.get("/paste/{key}.csv", tags=["articles"])
def pasted_csv(request: Request, key: str, n: N = None) -> Response:
    """The statements of a text that was pasted as CSV."""
    return csv_answer("pasted", statement_rows(kept(request, key, n)[0], {}), ArticleStatement)


@router.get("/paste/{key}", include_in_schema=False)
def pasted(
    request: Request,
    key: str,
    n: N = None,
    record: RecordId = None,
    at: At = None,
    part: PartName | None = None,
    page: Page = None,
    sheet: SheetNumber = None,
) -> Response:
    """The same view as an article's; of a file with several articles first the list of them."""
    readings = pasted_of(request).get(key) or []
    if n is None and len(readings) > 1:
        return render(request, "paste_list.html", readings=readings, key=key)
    held = Lookup.of(kept(request, key, n)[0])
    reasons = reason(held, record) if record else None
    label = label_in(language_of(request))
    which = f"?n={n}" if n else ""
    base = f"/paste/{key}{which}"
    values = article_values(
        held, standing={}, reason=reasons, base=base, at=span_at(at), part=part, page=page, sheet=sheet, label=label
    )
    return render(request, "paste_article.html", **values, which=which, number=n or 1, actors={})


@router.get("/paste/{key}/why", include_in_schema=False)
def pasted_why(request: Request, key: str, record: str, n: N = None) -> Response:
    """Only the panel, for the script of the page."""
    held = Lookup.of(kept(request, key, n)[0])
    return panel(request, held, reason(held, record), {}, base=f"/paste/{key}" + (f"?n={n}" if n else ""), actors={})


@router.post("/paste/{key}/add", include_in_schema=False)
def pasted_add(
    request: Request, key: str, csrf: Annotated[str, Form()] = "", n: Annotated[int, Form()] = 1
) -> Response:
    """Stores a pasted text in the ledger, and leads to it there."""
    check_form(settings_of(request), csrf)
    ledger, by = kept(request, key, n)
    with opened(request, write=True) as file:
        try:
            article_id, new = file.add(ledger, extracted_by=by)
        except DanglingError as e:
            raise Refused(422, "not_addable", why=e) from None
        if new:
            with file.writing() as connection:
                settle(connection)
    return RedirectResponse(f"/articles/{article_id}", status_code=303)
