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
from selon.web.errors import Refused
from selon.web.guard import Guard
from selon.web.openapi import describe
from selon.web.pages import language_of, render
from selon.web.pasted import Pasted
from selon.web.settings import Settings
from selon.web.wording import words

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
    return _answer(request, e.status, words(language_of(request))(f"errors.{e.key}", **e.values))


def _failed(request: Request, e: Exception) -> Response:
    assert isinstance(e, HTTPException)
    say = words(language_of(request))
    return _answer(request, e.status_code, say("errors.not_found") if e.status_code == 404 else str(e.detail))


def _invalid(request: Request, e: Exception) -> Response:
    """A parameter that is none: which, and why."""
    assert isinstance(e, RequestValidationError)
    first = e.errors()[0]
    return _answer(request, 422, f"{first['loc'][-1]}: {first['msg']}")
