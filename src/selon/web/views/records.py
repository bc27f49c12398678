"""Correcting one record of an article in a form, and adding one that the extraction missed.

The form works without JavaScript: the edges of a span are numbers, and buttons move them by a word; with it people select
the words in the text. Nothing is written before the resulting words were shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from selon.model import Ledger
from selon.store import LedgerFile
from selon.store.corrections import CorrectionError
from selon.store.corrections_log import correct
from selon.store.standing import StandingRecord, standing_record
from selon.web import record_fields as fields
from selon.web import wording
from selon.web.context import Window, as_html, window
from selon.web.errors import Refused
from selon.web.lookup import Lookup
from selon.web.pages import opened, render, settings_of, words_link
from selon.web.posted import Posted, may_edit, text_of, texts_of, way_back
from selon.web.record_fields import Field, FieldError, Values

router = APIRouter()
Part = Literal["statement", "figure", "entity", "timex", "event", "position"]
WIDER = 1  # paragraphs around the record that are shown


@dataclass(frozen=True, slots=True)
class Row:
    """A span of a form: its place as it is typed, and the words that this gives (None where it is no place)."""

    start: str
    end: str
    words: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordForm:
    """A form as it is shown. `record` is None where one is added; `wrong` is the field that could not be read."""

    article_id: int
    part: str
    record: StandingRecord | None
    values: Values
    seen: str
    held: Lookup
    window: Window
    rows: dict[str, list[Row]]
    why: str
    back: str
    then: str
    whole: bool
    wrong: FieldError | None = None
    refused: str | None = None
    notes: Sequence[str] = ()

    @property
    def ledger(self) -> Ledger:
        return self.held.ledger

    def value(self, name: str) -> str:
        """The text in a field."""
        held = self.values.get(name) or [""]
        return held[0]


def record_of(file: LedgerFile, article: int, part: str, record_id: str) -> StandingRecord:
    """A record of an article, rejected ones too; `Refused` where there is none."""
    try:
        found = standing_record(file.connection, article, part, record_id)
    except (KeyError, OverflowError):
        raise Refused(404, "no_article", id=str(article)) from None
    if found is None:
        raise Refused(404, "no_record", id=record_id)
    return found


def form_of(
    part: str,
    article: int,
    held: Ledger,
    record: StandingRecord | None,
    values: Values,
    *,
    back: str,
    then: str = "",
    seen: str = "",
    why: str = "",
    whole: bool = False,
    **more: Any,
) -> RecordForm:
    """A form with its words in the article."""
    text = held.document.text
    spans = fields.spans_in(part, values, text)
    return RecordForm(
        article_id=article, part=part, record=record, values=values, seen=seen, held=Lookup.of(held), why=why, back=back, then=then or back,
        whole=whole, window=window(text, [(_role(name), span) for name, span in spans], wider=WIDER, whole=whole),
        rows={f.name: rows_of(f, values, text) for f in fields.FIELDS[part] if f.kind in ("span", "spans")}, **more,
    )  # fmt: skip


def rows_of(field: Field, values: Mapping[str, Sequence[str]], text: str) -> list[Row]:
    """The spans of a field; one empty row where it has none."""
    found = []
    for start, end in zip(values.get(f"{field.name}.start", ()), values.get(f"{field.name}.end", ()), strict=False):
        span = fields.span_at(start, end, text)
        found.append(Row(start, end, text[span[0] : span[1]] if span else None))
    return found or [Row("", "", None)]


def _role(name: str) -> str:
    """What a span is in the text: `source.span` is the source."""
    return name.partition(".")[0]


def show(request: Request, form: RecordForm, *, status: int = 200) -> Response:
    """The form as a page."""
    known = {f.name: _known(f, form.value(f.name)) for f in fields.FIELDS[form.part] if f.kind in ("known", "choice")}
    return render(
        request, "record_form.html", status=status, form=form, fields=fields.FIELDS[form.part], known=known,
        entities=fields.entity_choices(form.ledger), wrong=form.wrong.field if form.wrong else None, exact=as_html,
    )  # fmt: skip


def _known(field: Field, value: str) -> list[str]:
    """The choices of a field, with the value that it has."""
    choices = list(field.choices) if field.kind == "choice" else wording.keys(field.words)
    return choices if not value or value in choices else [value, *choices]


@router.get(
    "/articles/{article_id}/records/{part}/{record_id}/edit", include_in_schema=False, dependencies=[Depends(may_edit)]
)
def edit(
    request: Request,
    article_id: int,
    part: Part,
    record_id: str,
    back: str = "",
    then: str = "",
    context: str | None = None,
) -> Response:
    """The form of a record as it stands. `back` is where it was called from, `then` where it leads when something is written."""
    with opened(request) as file:
        found = record_of(file, article_id, part, record_id)
    values = fields.values_of(part, found.record.model_dump(mode="json"))
    way = way_back(back, words_link(article_id, record=record_id))
    form = form_of(
        part, article_id, found.ledger, found, values, back=way, then=way_back(then, way), seen=found.mark,
        whole=context == "all",
    )  # fmt: skip
    return show(request, form)


@router.post("/articles/{article_id}/records/{part}/{record_id}/edit", include_in_schema=False)
def save(request: Request, form: Posted, article_id: int, part: Part, record_id: str) -> Response:
    """Shows what the form would make, or makes it: a correction that sets what is different."""
    way = way_back(text_of(form, "back"), words_link(article_id, record=record_id))
    then = way_back(text_of(form, "then"), way)
    with opened(request, write=True) as file, file.writing():
        found = record_of(file, article_id, part, record_id)
        text, base = found.ledger.document.text, found.record.model_dump(mode="json")
        values, op = values_in(form, part, text), text_of(form, "op")
        again: dict[str, Any] = {
            "back": way, "then": then, "seen": text_of(form, "seen"), "why": text_of(form, "why"), "whole": text_of(form, "whole") == "yes"
        }  # fmt: skip
        if op not in ("save", "reject", "confirm"):
            return show(request, form_of(part, article_id, found.ledger, found, values, **again))
        if text_of(form, "seen") != found.mark:
            now = form_of(
                part, article_id, found.ledger, found, values, **{**again, "seen": found.mark}, notes=["changed"]
            )
            return show(request, now, status=409)
        if op != "save":
            made = correct(
                file.connection, article_id, op, part, record_id, who=settings_of(request).who, why=_why(form)
            )
            return RedirectResponse(_done(then, made.id), status_code=303)
        try:
            after = fields.changed(base, fields.record_of(part, values, base, text))
            if not after:
                form_again = form_of(part, article_id, found.ledger, found, values, **again, notes=["nothing"])
                return show(request, form_again, status=422)
            made = correct(
                file.connection, article_id, "edit", part, record_id, who=settings_of(request).who, why=_why(form), after=after
            )  # fmt: skip
        except FieldError as e:
            return show(request, form_of(part, article_id, found.ledger, found, values, **again, wrong=e), status=422)
        except CorrectionError as e:
            return show(
                request, form_of(part, article_id, found.ledger, found, values, **again, refused=str(e)), status=422
            )
    return RedirectResponse(_done(then, made.id), status_code=303)


@router.get("/articles/{article_id}/add", include_in_schema=False, dependencies=[Depends(may_edit)])
def add(
    request: Request,
    article_id: int,
    part: Part = "statement",
    back: str = "",
    at: Annotated[str | None, Query(pattern=r"^\d{1,10}-\d{1,10}$")] = None,
) -> Response:
    """The form of a record that the extraction missed; `at` are its words, where they were selected already."""
    with opened(request) as file:
        held = _ledger(file, article_id)
    values = fields.values_of(part, fields.BLANK[part])
    if at:
        first = next(f.name for f in fields.FIELDS[part] if f.kind in ("span", "spans"))
        values[f"{first}.start"], values[f"{first}.end"] = ([x] for x in at.split("-"))
    return show(
        request,
        form_of(part, article_id, held, None, values, back=way_back(back, f"/articles/{article_id}"), whole=True),
    )


@router.post("/articles/{article_id}/add", include_in_schema=False)
def save_new(request: Request, form: Posted, article_id: int, part: Part = "statement") -> Response:
    """Shows the record that the form would add, or adds it."""
    way = way_back(text_of(form, "back"), f"/articles/{article_id}")
    then = way_back(text_of(form, "then"), way)
    with opened(request, write=True) as file, file.writing():
        held = _ledger(file, article_id)
        text = held.document.text
        values = values_in(form, part, text)
        again: dict[str, Any] = {"back": way, "then": then, "why": text_of(form, "why"), "whole": True}
        if text_of(form, "op") != "save":
            return show(request, form_of(part, article_id, held, None, values, **again))
        try:
            after = fields.record_of(part, values, fields.BLANK[part], text)
            made = correct(
                file.connection,
                article_id,
                "add",
                part,
                None,
                who=settings_of(request).who,
                why=_why(form),
                after=after,
            )
        except FieldError as e:
            return show(request, form_of(part, article_id, held, None, values, **again, wrong=e), status=422)
        except CorrectionError as e:
            return show(request, form_of(part, article_id, held, None, values, **again, refused=str(e)), status=422)
    return RedirectResponse(_done(then, made.id), status_code=303)


def values_in(form: FormData, part: str, text: str) -> Values:
    """What a form holds, after the button that was pressed: `move:content:0:start:1`, `more:content`, `drop:content:0`."""
    values: Values = {}
    for field in fields.FIELDS[part]:
        names = [f"{field.name}.start", f"{field.name}.end"] if field.kind in ("span", "spans") else [field.name]
        for name in names:
            values[name] = texts_of(form, name)
    pressed = text_of(form, "op").split(":")
    match pressed:
        case ["move", name, n, ("start" | "end") as edge, ("1" | "-1") as by] if n.isdecimal():
            return fields.with_moved(values, name, int(n[:4]), edge, int(by), text)
        case ["more", name] if f"{name}.start" in values:
            return {
                **values,
                f"{name}.start": [*values[f"{name}.start"], ""],
                f"{name}.end": [*values[f"{name}.end"], ""],
            }
        case ["drop", name, n] if f"{name}.start" in values and n.isdecimal():
            left = {
                k: [v for i, v in enumerate(values[k]) if i != int(n[:4])] for k in (f"{name}.start", f"{name}.end")
            }
            return values | left
    return values


def _ledger(file: LedgerFile, article_id: int) -> Ledger:
    try:
        return file.ledger(article_id)
    except (KeyError, OverflowError):
        raise Refused(404, "no_article", id=str(article_id)) from None


def _why(form: FormData) -> str | None:
    return text_of(form, "why").strip() or None


def _done(way: str, correction: str) -> str:
    """The way back, which says what was done."""
    path, hash_, place = way.partition("#")
    return f"{path}{'&' if '?' in path else '?'}done={correction}{hash_}{place}"
