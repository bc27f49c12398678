"""The `.json` and `.csv` twins of a view: the same question, the answers as data."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Query
from starlette.responses import Response

from selon.export.answers import write_csv
from selon.store import Filter
from selon.web.errors import Refused

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

MOST = 100_000  # rows of one answer


def csv_answer(name: str, rows: Iterable[DataclassInstance], kind: type[Any]) -> Response:
    """Rows as a CSV file of this name, with a signature, so that spreadsheets see the accents."""
    out = io.StringIO(newline="")
    write_csv(rows, kind, out)
    return Response(
        out.getvalue().encode("utf-8-sig", "replace"),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def asked(
    actor: Annotated[str | None, Query(description="Words of a name, or a Wikidata id.")] = None,
    act: Annotated[str | None, Query(description="say, deny, promise, accuse …")] = None,
    kind: Annotated[str | None, Query(description="direct, indirect, mixed or act")] = None,
    outlet: Annotated[str | None, Query(description="Words of the outlet's name.")] = None,
    since: Annotated[str | None, Query(description="A day, month or year: published then or later.")] = None,
    until: Annotated[str | None, Query(description="A day, month or year: published then or before.")] = None,
    min_confidence: Annotated[
        float | str, Query(description="From 0 to 1: statements that selon is as sure of.")
    ] = 0.0,
) -> Filter:
    """What a question filters by; a field left empty in a form does not matter. `Refused` for what is no day or number."""
    for value in (since, until):
        if value:
            _check_day(value)
    try:
        least = float(min_confidence or 0)
    except ValueError:
        raise Refused(400, "confidence", value=min_confidence) from None
    return Filter(
        actor=actor or None, act=act or None, kind=kind or None, outlet=outlet or None, since=since or None,
        until=until or None, min_confidence=least,
    )  # fmt: skip


def _check_day(value: str) -> None:
    from selon.reading.files import check_date

    try:
        check_date(value)
    except ValueError:
        raise Refused(400, "day", value=value) from None
