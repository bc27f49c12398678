"""From a view's values to a page: templates, the words of the interface, links that keep what is asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.resources import files
from typing import Any, cast
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from selon.message import Message
from selon.model import Span
from selon.store import LedgerFile, LedgerFileError
from selon.web import wording
from selon.web.errors import Refused
from selon.web.settings import Settings
from selon.web.shown import finalize, shown

KEPT = "selon_ui"  # the cookie that keeps the language of the interface


@lru_cache
def environment() -> Environment:
    """The templates: everything is escaped, a value that is missing is an error."""
    env = Environment(
        loader=PackageLoader("selon.web"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals["has_words"] = wording.has
    return env


@lru_cache
def version_of(name: str) -> str:
    """A file of `static/` with its size in the address, so that a browser does not keep an old one."""
    file = files("selon.web").joinpath("static", name)
    return f"/static/{name}?{len(file.read_bytes())}"


def settings_of(request: Request) -> Settings:
    """What the server was told when it was started."""
    return cast(Settings, request.app.state.settings)


@contextmanager
def opened(request: Request, *, write: bool = False) -> Iterator[LedgerFile]:
    """The ledger that is served, to read; `write` where the server may (`Refused` where it may not)."""
    settings = settings_of(request)
    if write and not settings.edit:
        raise Refused(403, "read_only")
    try:
        file = LedgerFile.open(settings.ledger, write=write)
    except LedgerFileError as e:
        raise Refused(503, "ledger", path=settings.ledger.name, why=e) from None
    with file:
        yield file


def language_of(request: Request) -> str:
    """The language of the interface: `?ui=`, else the cookie, else what the browser accepts."""
    return wording.choose(
        request.query_params.get("ui"), request.cookies.get(KEPT), request.headers.get("accept-language")
    )


def render(request: Request, template: str, /, *, status: int = 200, **values: Any) -> Response:
    """The page of a template. Besides `values` it has `t` (words), `n` (numbers), `link`, `ui`, `settings`, `static`."""
    ui = language_of(request)
    page = environment().get_template(template)
    answer = HTMLResponse(
        page.render(
            values,
            t=wording.words(ui),
            n=lambda value: wording.number(value, ui),
            said=lambda file, value: _said(ui, file, value),
            told=lambda message, **how: told(ui, message, **how),
            link=lambda path=None, **changes: link(request, path, **changes),
            here=request.url.path,
            views=request.app.state.menu,
            ui=ui,
            languages=wording.LANGUAGES,
            settings=settings_of(request),
            static=version_of,
        ),
        status_code=status,
    )
    if request.query_params.get("ui") in wording.LANGUAGES:
        answer.set_cookie(KEPT, ui, max_age=365 * 86400, samesite="lax")
    return answer


def _said(ui: str, file: str, value: str) -> str:
    """A value of a record in the words of the interface (`said("acts", "deny")`), or as it is where they have none."""
    key = f"{file}.{value}"
    return wording.words(ui)(key) if wording.has(key) else value


def told(ui: str, message: str, *, english: bool = True) -> Markup:
    """A message of the store or of a reader in the language of the interface; one that is known in English only says so.

    A plain string is one of those; where it is in the language of the interface already, `english` is False.
    """
    words = wording.told(ui, message)
    marked = ui != "en" and (isinstance(message, Message) or english) and not wording.can_tell(message)
    return Markup('<span lang="en">{}</span>').format(shown(words)) if marked else escape(shown(words))


def link(request: Request, path: str | None = None, /, **changes: object) -> str:
    """The address of this view with some parameters changed, those that are None left out; `path` names another view.

    A list stands for a parameter with several values. A change of what is asked begins at the first page again.
    """
    held = [(k, v) for k, v in request.query_params.multi_items() if k not in changes and k not in ("ui", "page")]
    for name, value in changes.items():
        values = value if isinstance(value, list | tuple) else [value]
        held += [(name, str(v)) for v in values if v is not None and v != ""]
    where = path or request.url.path
    return f"{where}?{urlencode(held)}" if held else where


def words_link(article: int, span: Span | None = None, record: str | None = None) -> str:
    """The address of a record in its article, which the page shows and scrolls to."""
    query = f"?record={quote(record, safe='')}#{quote(record, safe='')}" if record else ""
    return f"/articles/{article}{query}" if not span or record else f"/articles/{article}?at={span[0]}-{span[1]}#at"
