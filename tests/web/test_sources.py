"""The page of sources: by outlet and kind, the most quoted, and its twins."""

from __future__ import annotations

import csv
import html
import io
import re

import pytest
from starlette.testclient import TestClient

from selon.store import LedgerFile


def text(page: str) -> str:
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", page)).split())


def rows_of(page: str, table: str) -> list[str]:
    (body,) = re.findall(rf'<table class="{table}">.*?</table>', page, re.S)
    return re.findall(r"<tr>.*?</tr>", body, re.S)


def test_the_most_quoted_come_first_with_links_to_their_statements(client: TestClient) -> None:
    rows = client.get("/sources.json").json()
    page = client.get("/sources").text
    shown = rows_of(page, "ranking")[1:]
    assert len(shown) == min(len(rows), 100)
    for row, line in list(zip(rows, shown, strict=False))[:12]:
        assert row["direct"] + row["indirect"] + row["acts"] == row["statements"]
        assert f" {row['statements']} {round(100 * row['share'], 1):g}% {row['direct']} " in text(line)
        (address,) = re.findall(r'href="(/statements\?[^"]+)"', line)
        found = client.get(html.unescape(address).replace("/statements?", "/statements.json?")).json()
        assert len(found) == row["statements"]
        assert {r["source"] for r in found} == {row["source"]}
    assert sum(r["statements"] for r in rows) == len(client.get("/statements.json").json())
    assert abs(sum(r["share"] for r in rows) - 1) < 1e-9


def test_what_is_left_open_is_a_row_of_its_own_without_a_name(client: TestClient) -> None:
    (row,) = (r for r in client.get("/sources.json?source_kind=open").json())
    assert row["source"] is None
    assert row["kind"] is None
    assert row["statements"] == len(client.get("/statements.json?speaker=open").json()) > 0
    assert '<span class="open">source that the articles leave open</span>' in client.get("/sources").text


def test_kinds_are_counted_by_outlet(client: TestClient) -> None:
    outlets = client.get("/sources/kinds.json").json()
    assert {"Radio Tessal", "L'Écho du Port", None} < {o["outlet"] for o in outlets}
    for o in outlets:
        assert o["statements"] == sum(v for k, v in o.items() if k not in ("outlet", "statements"))
    radio = next(o for o in outlets if o["outlet"] == "Radio Tessal")
    people = client.get("/sources.json?outlet=Radio Tessal&source_kind=person").json()
    assert radio["person"] == sum(r["statements"] for r in people) > 50
    assert {r["kind"] for r in people} == {"person"}
    page = client.get("/sources").text
    line = next(r for r in rows_of(page, "by-kind") if "Radio Tessal" in r)
    share = round(100 * radio["person"] / radio["statements"], 1)
    assert f"{radio['person']} {share:g}%" in text(line)
    (bar,) = re.findall(r"<svg.*?</svg>", line, re.S)
    widths = [float(w) for w in re.findall(r' width="([\d.]+)"', bar)]
    assert abs(sum(widths) - 100) < 0.1
    assert abs(widths[0] - share) < 0.1
    everything = rows_of(page, "by-kind")[-1]
    assert "All outlets" in everything
    assert f"{sum(o['person'] for o in outlets)}" in text(everything)


def test_counted_by_outlet_the_shares_are_those_of_each_outlet(client: TestClient) -> None:
    rows = client.get("/sources.json?by_outlet=1").json()
    for outlet in {r["outlet"] for r in rows}:
        assert abs(sum(r["share"] for r in rows if r["outlet"] == outlet) - 1) < 1e-9
    page = client.get("/sources?by_outlet=1").text
    (first, *_) = rows_of(page, "ranking")[1:]
    assert rows[0]["outlet"] in text(first)
    (address,) = re.findall(r'href="(/statements\?[^"]+)"', first)
    assert len(client.get(html.unescape(address).replace("?", ".json?", 1)).json()) == rows[0]["statements"]


@pytest.mark.parametrize(
    "query", ["outlet=echo", "since=2024-02&until=2024-02", "actor=castel", "act=warn", "kind=mixed"]
)
def test_filters_narrow_what_is_counted(client: TestClient, query: str) -> None:
    counted = sum(r["statements"] for r in client.get(f"/sources.json?{query}").json())
    assert counted == len(client.get(f"/statements.json?{query}").json())
    assert 0 < counted < len(client.get("/statements.json").json())
    page = client.get(f"/sources?{query}").text
    (address, *_) = re.findall(r'href="(/statements\?[^"]+speaker[^"]+)"', page)
    name, value = query.split("&")[0].split("=")
    assert f"{name}={value}" in html.unescape(address)


def test_the_twins_hold_the_same(client: TestClient) -> None:
    rows = client.get("/sources.json?by_outlet=1&limit=5&offset=2").json()
    assert rows == client.get("/sources.json?by_outlet=1").json()[2:7]
    for path, data in (("/sources", client.get("/sources.json").json()), ("/sources/kinds", client.get("/sources/kinds.json").json())):  # fmt: skip
        answer = client.get(f"{path}.csv")
        assert answer.headers["content-type"].startswith("text/csv")
        table = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert [int(r["statements"]) for r in table] == [r["statements"] for r in data]


@pytest.mark.parametrize(("query", "status"), [("source_kind=animal", 422), ("since=soon", 400), ("page=0", 422)])
def test_what_cannot_be_asked_is_told(client: TestClient, query: str, status: int) -> None:
    assert client.get(f"/sources?{query}").status_code == status


def test_nobody_is_told(client: TestClient) -> None:
    page = client.get("/sources?actor=nobody").text
    assert "Nobody is quoted" in page
    assert client.get("/sources.json?actor=nobody").json() == []
    assert client.get("/sources?source_kind=country&outlet=echo").status_code == 200


def test_names_never_run(editor: TestClient) -> None:
    evil = "<script>alert(1)</script>\u202e"
    with LedgerFile.open(editor.app.state.settings.ledger, write=True) as file:  # type: ignore[attr-defined]
        file.connection.execute("UPDATE article SET outlet = ?", (evil,))
        file.connection.execute("UPDATE actor SET name = ? || id", (evil,))
    page = editor.get("/sources?by_outlet=1&actor=<script>").text + editor.get("/sources?by_outlet=1").text
    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert "&lt;script&gt;alert(1)" in page
