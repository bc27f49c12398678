"""What a form of this server sends: read once, its secret checked, and where it leads back to."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends
from starlette.datastructures import FormData
from starlette.requests import Request

from selon.web.errors import Refused
from selon.web.guard import check_form
from selon.web.pages import settings_of

MOST_FIELDS = 5000


def may_edit(request: Request) -> None:
    """`Refused` where the server is read-only."""
    if not settings_of(request).edit:
        raise Refused(403, "read_only")


async def posted(request: Request) -> FormData:
    """The fields of a form that this server made. `Refused` where the server is read-only or the form is another's."""
    may_edit(request)
    form = await request.form(max_files=0, max_fields=MOST_FIELDS)
    check_form(settings_of(request), text_of(form, "csrf") or None)
    return form


Posted = Annotated[FormData, Depends(posted)]


def text_of(form: FormData, name: str) -> str:
    """The text of a field, empty where there is none."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def texts_of(form: FormData, name: str) -> list[str]:
    """The texts of every field of a name."""
    return [v for v in form.getlist(name) if isinstance(v, str)]


def way_back(given: str, otherwise: str) -> str:
    """An address of this server to go to next; nothing that leads elsewhere."""
    return given if given.startswith("/") and given[1:2] not in ("/", "\\") and given.isprintable() else otherwise
