"""The page that describes the HTTP interface, made on the server of its own OpenAPI description."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from selon.web.openapi import operations
from selon.web.pages import opened, render, settings_of

router = APIRouter()
Json = Any
REF = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Parameter:
    """An input of an operation; `choices` where only some values are taken."""

    name: str
    where: str
    type: str
    default: str | None
    needed: bool
    description: str
    choices: list[str]


@dataclass(frozen=True, slots=True)
class Operation:
    """A method on a path, as the page shows it.

    `body` and `answer` are types, `models` the names of those whose fields are listed below; `form` is the address that a
    form to try it sends to, None where there is no example of what stands in its path.
    """

    id: str
    method: str
    path: str
    summary: str
    description: str
    parameters: list[Parameter]
    body: str | None
    answer: str
    format: str
    models: list[str]
    curl: str
    form: str | None


@dataclass(frozen=True, slots=True)
class Property:
    """A field of a model."""

    name: str
    type: str
    needed: bool
    description: str


@dataclass(frozen=True, slots=True)
class Model:
    """An object that is sent or answered, with its fields."""

    name: str
    description: str
    properties: list[Property]


@router.get("/api", include_in_schema=False)
def api(request: Request) -> Response:
    """The page."""
    schema = request.app.openapi()
    examples = examples_of(request)
    base = str(request.base_url).rstrip("/")
    token = settings_of(request).token is not None
    groups: dict[str, list[Operation]] = {}
    for method, path, one in operations(schema):
        operation = operation_of(
            method, path, one, examples=examples, base=base, token=token, models=schema["components"]["schemas"]
        )
        groups.setdefault((one.get("tags") or ["other"])[0], []).append(operation)
    models = [model_of(name, held) for name, held in sorted(schema["components"]["schemas"].items())]
    return render(request, "api.html", groups=groups, models=models, base=base, described=schema["info"]["description"])


def examples_of(request: Request) -> dict[str, str]:
    """For what stands in a path, something that this ledger has."""
    with opened(request) as file:
        article = file.connection.execute("SELECT min(id) FROM article").fetchone()[0]
        record = file.connection.execute(
            "SELECT article_id, id FROM statement ORDER BY article_id, pk LIMIT 1"
        ).fetchone()
        actor = file.connection.execute("SELECT min(id) FROM actor WHERE merged_into IS NULL").fetchone()[0]
    found = {"article_id": article, "actor_id": actor}
    if record:
        found |= {"article_id": record[0], "record_id": record[1]}
    return {k: str(v) for k, v in found.items() if v is not None}


def operation_of(
    method: str, path: str, one: Json, *, examples: Mapping[str, str], base: str, token: bool, models: Json
) -> Operation:
    """An operation of the description."""
    parameters = [parameter_of(p) for p in one.get("parameters", ())]
    body = (one.get("requestBody") or {}).get("content", {}).get("application/json", {}).get("schema")
    status, held = next((s, a) for s, a in one["responses"].items() if s.startswith("2"))
    kind, content = next(iter((held.get("content") or {"": {}}).items()))
    schema = content.get("schema") or {}
    in_path = [p.name for p in parameters if p.where == "path"]
    filled = path
    for name in in_path:
        filled = filled.replace(f"{{{name}}}", examples.get(name, name.upper()))
    known = all(name in examples for name in in_path)
    return Operation(
        id=one["operationId"], method=method, path=path, summary=one["summary"], description=one["description"],
        parameters=parameters, body=type_of(body) if body else None,
        answer=f"{status} {type_of(schema) if schema else kind}".strip(), format=kind,
        models=list(dict.fromkeys([*models_in(body or {}), *models_in(schema)])),
        curl=curl_of(method, base + filled, one, sent=_example(body, models) if body else None, token=token), form=filled if method == "GET" and known else None,
    )  # fmt: skip


def parameter_of(held: Json) -> Parameter:
    """A parameter of the description."""
    schema = held.get("schema", {})
    default = schema.get("default")
    return Parameter(
        held["name"], held["in"], type_of(schema), None if default is None else json.dumps(default).strip('"'),
        held.get("required", False), held.get("description") or schema.get("description") or "", choices_of(schema),
    )  # fmt: skip


def model_of(name: str, held: Json) -> Model:
    """A model of the description."""
    needed = held.get("required", [])
    properties = [
        Property(k, type_of(v), k in needed, v.get("description", "")) for k, v in held.get("properties", {}).items()
    ]
    return Model(name, " ".join(held.get("description", "").split()), properties)


def type_of(schema: Json) -> str:
    """A type in words: `list of ListedArticle`, `string or null`."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(REF)
    for joint in ("anyOf", "oneOf", "allOf"):
        if joint in schema:
            return " or ".join(dict.fromkeys(type_of(s) for s in schema[joint]))
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "const" in schema:
        return str(schema["const"])
    match schema.get("type"):
        case "array" if "prefixItems" in schema:
            return f"[{', '.join(type_of(s) for s in schema['prefixItems'])}]"
        case "array":
            return f"list of {type_of(schema.get('items', {}))}"
        case None:
            return "anything"
    return str(schema["type"])


def choices_of(schema: Json) -> list[str]:
    """The values that a parameter may have, where they are few."""
    for one in (schema, *schema.get("anyOf", ())):
        if "enum" in one:
            return list(map(str, one["enum"]))
    return []


def models_in(schema: Json) -> list[str]:
    """The models that a type names."""
    if isinstance(schema, dict):
        own = [str(schema["$ref"]).removeprefix(REF)] if "$ref" in schema else []
        return own + [n for v in schema.values() for n in models_in(v)]
    return [n for v in schema for n in models_in(v)] if isinstance(schema, list) else []


def curl_of(method: str, address: str, one: Json, *, sent: Json, token: bool) -> str:
    """How to ask it from a terminal."""
    needed = {p["name"]: "WORDS" for p in one.get("parameters", ()) if p["in"] == "query" and p.get("required")}
    parts = ["curl"]
    if token:
        parts.append('-H "Authorization: Bearer $TOKEN"')
    if method != "GET":
        parts += [f"-X {method}", "-H 'Content-Type: application/json'"]
    if sent is not None:
        parts.append(f"-d {shlex.quote(json.dumps(sent, ensure_ascii=False))}")
    return " ".join([*parts, shlex.quote(address + (f"?{urlencode(needed)}" if needed else ""))])


def _example(body: Json, models: Json) -> Json:
    """What may be sent, where the description has an example."""
    return next(iter(models.get(type_of(body), {}).get("examples", ())), {})
