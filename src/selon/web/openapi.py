"""The description of the HTTP interface: what FastAPI makes of the routes, put right where it does not know better.

- A summary is the first sentence of what a route says of itself.
- `.csv` and `.jsonl` answer in those formats.
- What is refused is told as `{"error": "…"}`.
"""

from __future__ import annotations

import re
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

Json = Any
FORMATS = {".csv": "text/csv", ".jsonl": "application/jsonl"}
ERROR = {
    "type": "object",
    "title": "Error",
    "description": "Why something was not answered.",
    "properties": {"error": {"type": "string"}},
    "required": ["error"],
}
SENTENCE = re.compile(r"^(.+?[.:])(?=\s|$)", re.DOTALL)
REFUSED = {"401", "403", "404", "413", "415", "421", "422"}
UNUSED = ("HTTPValidationError", "ValidationError")


def describe(app: FastAPI) -> Json:
    """The description in OpenAPI, made once."""
    if app.openapi_schema is None:
        app.openapi_schema = _put_right(
            get_openapi(
                title=app.title,
                version=app.version,
                summary=app.summary,
                description=(
                    "Spans are half-open and count Unicode code points of the article's text. What an article says is data: "
                    "selon never says what is true, only who says so. The server is read-only unless it was started with "
                    "`--edit`; where it has a token, send `Authorization: Bearer TOKEN`."
                ),
                routes=app.routes,
            )
        )
    return app.openapi_schema


def operations(schema: Json) -> list[tuple[str, str, Json]]:
    """Method, path and description of each operation, in the order of the views."""
    return [(method.upper(), path, one) for path, held in schema["paths"].items() for method, one in held.items()]


def _put_right(schema: Json) -> Json:
    for _, path, one in operations(schema):
        said = " ".join(one.get("description", "").split())
        first = SENTENCE.match(said)
        one["summary"] = first[1].rstrip(".:") if first else one["summary"]
        one["description"] = said or one["summary"]
        ending = next((e for e in FORMATS if path.endswith(e)), None)
        for status, answer in one["responses"].items():
            if status in REFUSED:
                answer.update(
                    description="Refused: the message says why.",
                    content={"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
                )
            elif ending:
                answer["content"] = {FORMATS[ending]: {"schema": {"type": "string"}}}
    models = schema.setdefault("components", {}).setdefault("schemas", {})
    for name in UNUSED:
        models.pop(name, None)
    models["Error"] = ERROR
    return schema
