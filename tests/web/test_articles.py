"""The list of articles and its twins."""

from __future__ import annotations

import csv
import io

from starlette.testclient import TestClient


def test_all_articles_are_listed_the_newest_first(client: TestClient) -> None:
    rows = client.get("/articles.json").json()
    assert len(rows) == 160
    days = [r["published"] for r in rows if r["published"] and len(r["published"]) == 10]
    assert days == sorted(days, reverse=True)
    page = client.get("/articles").text
    assert page.count("<h2>") == 50
    assert "Page 1 of 4" in page
    assert client.get("/articles?page=4").text.count("<h2>") == 10


def test_words_outlet_and_days_choose_among_them(client: TestClient) -> None:
    found = client.get("/articles.json", params={"q": "crue", "outlet": "Radio Tessal", "since": "2024-02"}).json()
    assert found
    assert all("crue" in f"{r['title']} {r['snippet']}".lower() and r["outlet"] == "Radio Tessal" for r in found)
    assert all(r["published"] >= "2024-02" for r in found)
    page = client.get("/articles", params={"q": "Aubin", "outlet": "Radio Tessal"})
    assert "Saint-Aubin" in page.text
    assert 'href="/articles.csv?q=Aubin&amp;outlet=Radio+Tessal"' in page.text


def test_the_csv_says_the_same_as_the_json(client: TestClient) -> None:
    answer = client.get("/articles.csv", params={"q": "pont"})
    assert answer.headers["content-disposition"] == 'attachment; filename="articles.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [int(r["article_id"]) for r in rows] == [r["article_id"] for r in client.get("/articles.json?q=pont").json()]


def test_what_cannot_be_asked_is_refused_with_a_reason(client: TestClient) -> None:
    assert "is no day" in client.get("/articles?since=hier").text
    assert client.get("/articles?since=2024-13").status_code == 400
    assert client.get("/articles?q=-pont").status_code == 400
    assert client.get("/articles.json?since=hier").json()["error"].startswith("“hier” is no day")
    assert client.get("/articles?page=0").status_code == 422
    assert client.get("/nowhere").status_code == 404


def test_what_was_typed_is_escaped(client: TestClient) -> None:
    page = client.get("/articles", params={"q": '"><script>alert(1)</script>', "outlet": "\u202e<b>"}).text
    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert "&lt;b&gt;" in page
