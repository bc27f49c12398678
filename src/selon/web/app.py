"""The application: the guard, the views, and what is said where something goes wrong."""

from __future__ import annotations

from importlib import import_module
from importlib.resources import files

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.staticfiles import StaticFiles

from selon import __version__
from selon.message import Message
from selon.web.errors import Refused
from selon.web.guard import Guard
from selon.web.openapi import describe
from selon.web.pages import language_of, render
from selon.web.pasted import Pasted
from selon.web.settings import Settings
from selon.web.wording import told, words

VIEWS = (
    "articles",
    "article",
    "paste",
    "statements",
    "sources",
    "timeline",
    "figures",
    "positions",
    "actors",
    "review",
    "records",
    "corrections",
    "api",
)  # the modules of `views/`, each with its router; those that are in `MENU` stand in it, in its order
MENU = ("articles", "statements", "figures", "positions", "timeline", "actors", "sources", "review", "api")
DATA = (".json", ".csv")
PARAMETERS = {
    "int_parsing": "parameter_number",
    "int_type": "parameter_number",
    "float_parsing": "parameter_number",
    "greater_than_equal": "parameter_least",
    "less_than_equal": "parameter_most",
    "literal_error": "parameter_choice",
    "missing": "parameter_missing",
}  # what is wrong with a parameter, as pydantic calls it, and the message that says so


def create_app(settings: Settings) -> FastAPI:
    """The ASGI application that serves one ledger; nothing is opened before somebody asks."""
    app = FastAPI(
        title="selon",
        version=__version__,
        summary="A ledger of who said what, to whom, when, and according to whom.",
        openapi_url="/openapi.json",
        docs_url=None,  # they would load their scripts from elsewhere; /api is our own page
        redoc_url=None,
    )
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]  # FastAPI says to do it so
    app.state.settings = settings
    app.state.pasted = Pasted()
    app.state.menu = [view for view in MENU if view in VIEWS]
    app.add_middleware(Guard, settings=settings)
    app.mount("/static", StaticFiles(directory=str(files("selon.web").joinpath("static"))), name="static")
    for name in VIEWS:
        app.include_router(import_module(f"selon.web.views.{name}").router)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(HTTPException, _failed)
    app.add_exception_handler(RequestValidationError, _invalid)
    return app


def _answer(request: Request, status: int, message: str) -> Response:
    """A message as data where data was asked for, else as a page."""
    if request.url.path.endswith(DATA) or "text/html" not in request.headers.get("accept", "text/html"):
        return JSONResponse({"error": message}, status_code=status)
    return render(request, "error.html", status=status, message=message)


def _refused(request: Request, e: Exception) -> Response:
    assert isinstance(e, Refused)
    ui = language_of(request)
    return _answer(request, e.status, words(ui)(f"errors.{e.key}", **{k: _value(ui, v) for k, v in e.values.items()}))


def _value(ui: str, value: object) -> object:
    """What a refusal names: an error that made it is told in the language of the interface."""
    return told(ui, value) if isinstance(value, Exception | Message) else value


def _failed(request: Request, e: Exception) -> Response:
    assert isinstance(e, HTTPException)
    say = words(language_of(request))
    known = {404: "errors.not_found", 405: "errors.no_method"}.get(e.status_code)
    return _answer(request, e.status_code, say(known) if known else str(e.detail))


def _invalid(request: Request, e: Exception) -> Response:
    """A parameter that is none: which, and why; what pydantic says of it is in English."""
    assert isinstance(e, RequestValidationError)
    first = e.errors()[0]
    name, context = str(first["loc"][-1]), first.get("ctx", {})
    bound = next(iter(context.values()), "")  # the number that it may be at least or at most, or what it can be
    why = PARAMETERS.get(first["type"])
    say = words(language_of(request))
    if why is None:
        return _answer(request, 422, say("errors.parameter", name=name, why=first["msg"]))
    return _answer(request, 422, say(f"errors.{why}", name=name, value=str(first["input"]), bound=bound))
