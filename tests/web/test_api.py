"""The description of the HTTP interface: valid, complete, and shown on a page of our own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from starlette.testclient import TestClient

from selon.web.views.api import type_of

METHODS = {"get", "post", "put", "patch", "delete", "head", "options", "trace"}


@pytest.fixture
def schema(client: TestClient) -> dict[str, Any]:
    return dict(client.get("/openapi.json").json())


def every(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for v in value.values():
            yield from every(v)
    elif isinstance(value, list):
        for v in value:
            yield from every(v)


def operations(schema: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, held in schema["paths"].items():
        for method, one in held.items():
            yield method, path, one


def test_it_is_a_description_in_openapi(schema: dict[str, Any]) -> None:
    assert re.fullmatch(r"3\.1\.\d+", schema["openapi"])
    assert schema["info"]["title"] == "selon"
    assert schema["info"]["version"]
    assert schema["paths"]
    ids = [one["operationId"] for *_, one in operations(schema)]
    assert len(ids) == len(set(ids))
    for method, path, one in operations(schema):
        assert method in METHODS
        assert path.startswith("/")
        named = set(re.findall(r"{(\w+)}", path))
        parameters = one.get("parameters", [])
        assert {p["name"] for p in parameters if p["in"] == "path"} == named
        assert len({(p["name"], p["in"]) for p in parameters}) == len(parameters)
        assert all(p["in"] in ("path", "query", "header", "cookie") and "schema" in p for p in parameters)
        assert any(status.startswith("2") for status in one["responses"])
        assert all(
            re.fullmatch(r"\d{3}", status) and answer["description"] for status, answer in one["responses"].items()
        )


def test_every_reference_leads_somewhere_and_every_object_is_used(schema: dict[str, Any]) -> None:
    wanted = {held["$ref"] for held in every(schema) if isinstance(held.get("$ref"), str)}
    there = {f"#/components/schemas/{name}" for name in schema["components"]["schemas"]}
    assert wanted - there == set()
    assert there - wanted == set()


def test_every_operation_says_what_it_does(schema: dict[str, Any]) -> None:
    for method, path, one in operations(schema):
        where = f"{method} {path}"
        assert one["summary"], where
        assert one["description"].endswith("."), where
        assert one["tags"], where
        assert not re.fullmatch(r"(\w+ )*(Json|Csv)", one["summary"]), f"{where} has only the name of its function"


def test_formats_are_what_is_sent(schema: dict[str, Any], client: TestClient) -> None:
    for method, path, one in operations(schema):
        if method == "get" and "{" not in path and not any(p.get("required") for p in one.get("parameters", [])):
            if path.startswith("/figures/series"):
                continue  # of one measure and unit, which have to be named
            (kind,) = one["responses"]["200"]["content"]
            answer = client.get(path)
            assert answer.status_code == 200, path
            assert answer.headers["content-type"].startswith(kind), path


def test_what_is_refused_has_the_shape_that_is_described(schema: dict[str, Any], client: TestClient) -> None:
    refused = schema["paths"]["/review.json"]["get"]["responses"]["422"]["content"]["application/json"]["schema"]
    assert refused == {"$ref": "#/components/schemas/Error"}
    answer = client.get("/review.json", params={"limit": 0})
    assert answer.status_code == 422
    assert list(answer.json()) == ["error"]


def test_changes_are_described(schema: dict[str, Any]) -> None:
    one = schema["paths"]["/api/corrections"]["post"]
    assert list(one["requestBody"]["content"]) == ["application/json"]
    assert "--edit" in one["description"]
    fields = schema["components"]["schemas"]["CorrectionIn"]["properties"]
    assert set(fields) == {"kind", "article_id", "part", "record_id", "after", "why"}


# The page


class Found(HTMLParser):
    """What the page would load, and its ids."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self.ids += [held["id"] or ""] if "id" in held else []
        if tag in ("script", "img", "link", "iframe"):
            self.loads.append(held.get("src") or held.get("href") or "")
        if tag == "a":
            self.links.append(held.get("href") or "")


def test_the_page_has_every_operation_and_loads_nothing_from_elsewhere(
    client: TestClient, schema: dict[str, Any]
) -> None:
    page = client.get("/api").text
    for method, path, one in operations(schema):
        assert f'<b class="m-{method.upper()}">{method.upper()}</b> <code class="wide">{path}</code>' in page
        for p in one.get("parameters", []):
            assert f"<code>{p['name']}</code>" in page
    found = Found()
    found.feed(page)
    assert all(url.startswith("/static/") for url in found.loads)
    assert "<script" not in page
    assert len(found.ids) == len(set(found.ids))
    assert {link[1:] for link in found.links if link.startswith("#")} <= {*found.ids}


def test_the_page_says_how_to_ask_from_a_terminal_and_lets_people_try(client: TestClient) -> None:
    page = unescape(client.get("/api").text)
    assert "curl http://127.0.0.1/review.json" in page
    assert "curl -X POST -H 'Content-Type: application/json' -d '{" in page
    assert '"kind": "edit"' in page
    assert '<form class="ask" action="/review.json">' in page
    for address in re.findall(r'<form class="ask" action="([^"]+)">', page):
        assert "{" not in address  # what stands in a path is an example of this ledger
        if "/series" not in address:
            assert client.get(address).status_code == 200, address
    assert "TOKEN" not in page.replace("Bearer TOKEN", "")


def test_an_empty_form_to_try_is_answered(client: TestClient) -> None:
    """A browser sends every field of a form, the empty ones too."""
    page = unescape(client.get("/api").text)
    for address, fields in re.findall(
        r'<form class="ask" action="(/(?:articles|review|corrections)\.\w+)">(.*?)</form>', page, re.DOTALL
    ):
        names = re.findall(r'<(?:input|select) name="(\w+)"(?: value="([^"]*)")?', fields)
        sent: dict[str, str] = dict(names)
        for select, options in re.findall(r'<select name="(\w+)">(.*?)</select>', fields):
            sent[select] = next(iter(re.findall(r"<option selected>(\w+)", options)), "")
        assert client.get(address, params=sent).status_code == 200, (address, sent)


def test_a_token_is_asked_for_but_never_shown(press: Any) -> None:
    from selon.web import Settings, create_app

    app = create_app(Settings(ledger=press, token="very-secret"))
    with TestClient(app, base_url="http://127.0.0.1", headers={"authorization": "Bearer very-secret"}) as one:
        page = one.get("/api").text
    assert "very-secret" not in page
    assert "Authorization: Bearer $TOKEN" in page


def test_types_in_words() -> None:
    assert type_of({"anyOf": [{"type": "string"}, {"type": "null"}]}) == "string or null"
    assert type_of({"type": "array", "items": {"$ref": "#/components/schemas/X"}}) == "list of X"
    assert type_of({"type": "array", "prefixItems": [{"type": "integer"}, {"type": "integer"}]}) == "[integer, integer]"
    assert type_of({"enum": ["a", "b"]}) == "a | b"
    assert type_of({}) == "anything"
