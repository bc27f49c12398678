"""People and bodies across articles: who they are, how often they are quoted, what they say; merging and splitting them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from selon.store import Filter, LedgerFile
from selon.store.actor_links import merge, rename, split
from selon.store.corrections import Correction, CorrectionError
from selon.store.matrix import day, matrix
from selon.store.profiles import (
    ListedActor,
    Profile,
    actor_log,
    alike,
    current,
    latest_statements,
    list_actors,
    profile,
)
from selon.store.questions import FoundFigure, FoundPosition, count_figures, find_figures, find_positions
from selon.store.search import StatementHit
from selon.web.bars import bars
from selon.web.errors import Refused
from selon.web.pages import opened, render, settings_of, words_link
from selon.web.posted import Posted, text_of, texts_of
from selon.web.twins import MOST, csv_answer

router = APIRouter()
PER_PAGE = 50
PARTS = 40  # entities of an actor on one page
FIGURES = 12
STATEMENTS = 10
KINDS = ("person", "organisation", "country", "place", "group")

Words = Annotated[str | None, Query(description="Words of a name.")]
Kind = Annotated[str | None, Query(description="person, organisation, country, place or group")]
Page = Annotated[int, Query(ge=1, le=1_000_000)]
ActorId = Annotated[int, Path(ge=1, le=2**63 - 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeActor:
    """An actor with the latest that it is quoted with, its figures and positions."""

    profile: Profile
    statements: list[StatementHit]
    figures: list[FoundFigure]
    positions: list[FoundPosition]


@router.get("/actors", include_in_schema=False)
def actors(request: Request, q: Words = None, kind: Kind = None, page: Page = 1) -> Response:
    """The list as a page."""
    with opened(request) as file:
        rows, total = list_actors(file.connection, q, kind=kind or None, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    return render(
        request, "actors.html", rows=rows, total=total, q=q, kind=kind, kinds=KINDS, page=page,
        pages=max(1, -(-total // PER_PAGE)), most=max((r.statements for r in rows), default=0),
    )  # fmt: skip


@router.get("/actors.json", tags=["actors"])
def actors_json(
    request: Request, q: Words = None, kind: Kind = None, limit: Annotated[int, Query(ge=1, le=MOST)] = MOST
) -> list[ListedActor]:
    """The actors of which some name has these words, the most quoted first."""
    with opened(request) as file:
        return list_actors(file.connection, q, kind=kind or None, limit=limit)[0]


@router.get("/actors.csv", tags=["actors"])
def actors_csv(
    request: Request, q: Words = None, kind: Kind = None, limit: Annotated[int, Query(ge=1, le=MOST)] = MOST
) -> Response:
    """The same as CSV."""
    return csv_answer("actors", actors_json(request, q, kind, limit), ListedActor)


def _profile(file: LedgerFile, actor_id: int) -> Profile:
    """All that is told of an actor; `Refused` where there is none of this id."""
    try:
        return profile(file.connection, actor_id)
    except KeyError:
        raise Refused(404, "no_actor", id=str(actor_id)) from None


@router.get("/actors/{actor_id:int}.json", tags=["actors"])
def actor_json(request: Request, actor_id: ActorId) -> WholeActor:
    """One actor: names, roles with their days, how often quoted, the entities that make it, figures, positions."""
    with opened(request) as file:
        known = _profile(file, current(file.connection, actor_id) or actor_id)
        one = Filter(actor_id=known.actor.id)
        return WholeActor(
            profile=known,
            statements=latest_statements(file.connection, known.actor.id, limit=STATEMENTS),
            figures=find_figures(file.connection, where=one, limit=MOST),
            positions=find_positions(file.connection, where=one, limit=MOST),
        )


@router.get("/actors/{actor_id:int}", include_in_schema=False)
def actor(request: Request, actor_id: ActorId, like: Words = None, page: Page = 1) -> Response:
    """One actor as a page; `like` are words by which others are looked for that may be the same."""
    with opened(request) as file:
        now = current(file.connection, actor_id)
        if now is not None and now != actor_id:
            return RedirectResponse(f"/actors/{now}", status_code=303)
        known = _profile(file, actor_id)
        one = Filter(actor_id=actor_id)
        edit = settings_of(request).edit
        values: dict[str, Any] = {
            "others": alike(file.connection, known.actor, like) if edit or known.actor.namesakes else [],
            "log": actor_log(file.connection, known),
            "topics": matrix(find_positions(file.connection, where=one, limit=None)),
            "figures": find_figures(file.connection, where=one, limit=FIGURES),
            "all_figures": count_figures(file.connection, where=one),
            "statements": latest_statements(file.connection, actor_id, limit=STATEMENTS),
        }
    return render(
        request, "actor.html", known=known, one=known.actor, over_time=bars((q.by, q.statements) for q in known.days),
        parts=known.parts[(page - 1) * PARTS : page * PARTS], page=page, pages=max(1, -(-len(known.parts) // PARTS)),
        like=like, day=day, words_link=words_link, **values,
    )  # fmt: skip


def _change(request: Request, make: Callable[[LedgerFile, str], Correction]) -> None:
    """One correction of actors, signed; `Refused` where it cannot be made."""
    with opened(request, write=True) as file, file.writing():
        try:
            make(file, settings_of(request).who)
        except (CorrectionError, KeyError) as e:
            raise Refused(400, "no_change", why=e) from None


def _number(text: str) -> int:
    """The id of an actor that a form names; 0, which no actor has, where it names none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


@router.post("/actors/{actor_id:int}/merge", include_in_schema=False)
def merge_form(request: Request, actor_id: ActorId, form: Posted) -> Response:
    """Puts this actor into another one."""
    into, why = _number(text_of(form, "into")), text_of(form, "why") or None
    _change(request, lambda file, who: merge(file.connection, actor_id, into, who=who, why=why))
    return RedirectResponse(f"/actors/{into}", status_code=303)


@router.post("/actors/{actor_id:int}/split", include_in_schema=False)
def split_form(request: Request, actor_id: ActorId, form: Posted) -> Response:
    """Makes an actor of its own of some entities of this one."""
    members = []
    for text in texts_of(form, "entity"):
        article, _, entity = text.partition(":")
        members.append((_number(article), entity))
    name, why = text_of(form, "name").strip() or None, text_of(form, "why") or None
    _change(request, lambda file, who: split(file.connection, members, who=who, why=why, name=name))
    return RedirectResponse(f"/actors/{actor_id}#log", status_code=303)


@router.post("/actors/{actor_id:int}/rename", include_in_schema=False)
def rename_form(request: Request, actor_id: ActorId, form: Posted) -> Response:
    """Gives this actor another name."""
    name, why = text_of(form, "name"), text_of(form, "why") or None
    _change(request, lambda file, who: rename(file.connection, actor_id, name, who=who, why=why))
    return RedirectResponse(f"/actors/{actor_id}", status_code=303)
