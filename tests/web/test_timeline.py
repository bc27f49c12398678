"""The page of the timeline and its twins."""

from __future__ import annotations

import csv
import io
import re

import pytest
from starlette.testclient import TestClient

from selon.store import LedgerFile


def ledger(client: TestClient) -> LedgerFile:
    return LedgerFile.open(client.app.state.settings.ledger, write=True)  # type: ignore[attr-defined]


def headings(page: str) -> list[str]:
    return [" ".join(re.sub("<[^>]+>", "", h).split()) for h in re.findall(r"<h2>(.*?)</h2>", page, re.S)]


def test_what_was_said_stands_under_its_day(client: TestClient) -> None:
    rows = client.get("/timeline.json").json()
    firsts = [r["first"] for r in rows if r["first"]]
    assert firsts == sorted(firsts)
    page = client.get("/timeline").text
    assert page.count("<blockquote") == 100
    assert "8 January 2024" in headings(page)
    assert len(set(headings(page))) == len(headings(page))
    assert f'href="/articles/{rows[0]["article_id"]}?record={rows[0]["id"]}#{rows[0]["id"]}"' in page
    newest = client.get("/timeline?sort=newest").text
    assert headings(newest)[0] != headings(page)[0]
    assert "1er février 2024" in " ".join(headings(client.get("/timeline?ui=fr&since=2024-02&until=2024-02-02").text))
    client.cookies.clear()


def test_imprecise_and_missing_days_are_shown_as_such(editor: TestClient) -> None:
    with ledger(editor) as file:
        for pk, start, end in (
            (1, "2019-03-01", "2019-03-31"), (2, "2018-01-01", "2018-12-31"), (3, "2017-05-02", "2017-06-09"),
            (4, "2016-01-05", None), (5, None, "2015-01-05"),
        ):  # fmt: skip
            file.connection.execute("UPDATE statement SET when_start = ?, when_end = ? WHERE pk = ?", (start, end, pk))
        file.connection.execute("UPDATE article SET published = NULL, published_given = NULL WHERE id = 40")
    page = editor.get("/timeline?show=statement&dated=1").text
    assert headings(page)[:5] == [
        "until 5 January 2015", "from 5 January 2016", "2 May 2017 – 9 June 2017", "2018", "March 2019",
    ]  # fmt: skip
    assert "told that day</span>" not in page
    rows = editor.get("/timeline.json").json()
    page = editor.get(f"/timeline?page={-(-len(rows) // 100)}").text
    assert "Without a date" in headings(page)
    assert rows[-1]["basis"] is None
    assert re.search(r"\d+ without any date", page)
    assert "told that day</span>" in editor.get("/timeline?page=5").text


def test_kinds_are_shown_as_chosen(client: TestClient) -> None:
    for kind in ("event", "statement", "position"):
        rows = client.get(f"/timeline.json?show={kind}").json()
        assert {r["kind"] for r in rows} == {kind}
        page = client.get(f"/timeline?show={kind}").text
        assert set(re.findall(r'<li class="(\w+)">', page)) == {kind}
    assert {r["kind"] for r in client.get("/timeline.json").json()} == {"event", "statement"}
    events = client.get("/timeline.json?type=ACCUSE").json()
    assert {(r["kind"], r["type"]) for r in events} == {("event", "ACCUSE")}
    page = client.get("/timeline?type=ACCUSE").text
    assert "only events have it" in page
    assert '<span class="act">accusation</span>' in page
    assert client.get("/timeline.json?planned=1").json() == []


def test_filters_and_words(client: TestClient) -> None:
    rows = client.get("/timeline.json?actor=belloc&since=2024-01-20&until=2024-02-05&outlet=radio").json()
    assert rows
    for r in rows:
        assert "Karim Belloc" in {p["name"] for p in r["who"] + r["whom"]}
        assert r["outlet"] == "Radio Tessal"
        assert "2024-01-20" <= r["first"] <= "2024-02-05"
    page = client.get("/timeline?q=paix&show=statement").text
    assert page.count("<mark>paix</mark>") == len(client.get("/timeline.json?q=paix&show=statement").json()) == 31
    actor = next(p["actor_id"] for r in rows for p in r["who"] if p["name"] == "Karim Belloc")
    assert actor is not None
    assert (
        client.get(f"/timeline.json?actor_id={actor}").json() == client.get("/timeline.json?actor=karim belloc").json()
    )


def test_the_twins_hold_the_same_rows(client: TestClient) -> None:
    rows = client.get("/timeline.json?show=event&limit=5&offset=1").json()
    assert rows == client.get("/timeline.json?show=event").json()[1:6]
    answer = client.get("/timeline.csv?show=event&limit=5&offset=1")
    table = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [r["id"] for r in table] == [r["id"] for r in rows]
    assert any("Karim Belloc" in r["who"] for r in table)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("q=-", 400),
        ("since=soon", 400),
        ("show=opinion", 422),
        ("planned=2", 422),
        ("actor_id=x", 422),
        ("sort=up", 422),
    ],
)
def test_what_cannot_be_asked_is_told(client: TestClient, query: str, status: int) -> None:
    assert client.get(f"/timeline?{query}").status_code == status


def test_nothing_is_told(client: TestClient) -> None:
    assert "Nothing passes these filters" in client.get("/timeline?actor=nobody").text
    assert client.get("/timeline?q=&actor=&outlet=&since=&until=&type=&planned=").status_code == 200


def test_words_of_an_article_never_run(editor: TestClient) -> None:
    evil = "<script>alert(1)</script>\u202e"
    with ledger(editor) as file:
        file.connection.execute("UPDATE statement SET content = ? WHERE pk < 20", (evil,))
        file.connection.execute("UPDATE article SET outlet = ?1, title = ?1", (evil,))
        file.connection.execute("UPDATE actor SET name = ?", (evil,))
        file.connection.execute("UPDATE event SET type = ?", (evil,))
    page = editor.get("/timeline?show=event&show=statement&show=position").text
    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert "&lt;script&gt;alert(1)" in page
