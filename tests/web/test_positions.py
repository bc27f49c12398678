"""The matrix of positions: stances and conditions in words, changes over time, holders that are no actor."""

from __future__ import annotations

import html
import re

import pytest
from starlette.testclient import TestClient


def cells(page: str) -> list[tuple[str, str]]:
    """The holder and the text of each cell that says something."""
    found = []
    for row in re.findall(r'<tr role="row">(.*?)</tr>', page.split("</thead>")[1], re.S):
        text = [
            " ".join(html.unescape(re.sub(r"<[^>]+>", " ", c)).split())
            for c in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)
        ]
        found += [(text[0], c) for c in text[1:] if c]
    return found


def test_a_cell_says_stance_day_and_condition(client: TestClient) -> None:
    held = cells(client.get("/positions?actor=Marchais&topic=cessez-le-feu").text)
    assert len(held) == 1
    who, says = held[0]
    assert who == "Anton Marchais"
    assert "+ supports 2024-03-05" in says
    assert "unless, or on condition “les prisonniers soient libérés”" in says


def test_changes_are_told_with_their_days(client: TestClient) -> None:
    (_, says), *_ = cells(client.get("/positions?actor=Marchais&topic=cessez-le-feu").text)
    assert "31 positions told · 5 changes" in says
    assert re.search(r"Reversal 2024-01-\d\d → 2024-01-\d\d", says)
    assert "− opposes" in says


def test_a_holder_that_is_no_actor_is_shown_as_such(client: TestClient) -> None:
    loose = {p["who"] for p in client.get("/positions.json").json() if p["actor_id"] is None}
    assert loose
    page = "".join(client.get(f"/positions?topics={n}").text for n in (1, 2, 3))
    for who in loose:
        assert re.search(rf'<span class="open">{re.escape(html.escape(who))}</span>', page), who
    assert "joined to no actor" in page


def test_topics_are_paged_and_none_is_lost(client: TestClient) -> None:
    everything = client.get("/positions.json").json()
    page = client.get("/positions").text
    of = re.search(r"Topics, page 1 of (\d+)", page)
    assert of
    told = 0
    for n in range(1, int(of[1]) + 1):
        for _, says in cells(client.get(f"/positions?topics={n}").text):
            many = re.search(r"(\d+) positions told", says)
            told += int(many[1]) if many else 1
    assert told == len(everything)


def test_filters_and_twins(client: TestClient) -> None:
    march = client.get("/positions.json?since=2024-03&actor=Verdier").json()
    assert march
    assert {p["who"] for p in march} == {"Sophie Verdier"}
    assert all(p["published"] >= "2024-03" for p in march)
    lines = client.get("/positions.csv?since=2024-03&actor=Verdier").content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("article_id,id,published")
    assert len(lines) == len(march) + 1
    assert "No position passes" in client.get("/positions?actor=Nobody+Atall").text


def test_each_day_leads_to_its_words(client: TestClient) -> None:
    page = client.get("/positions?actor=Marchais").text
    ids = {
        f"/articles/{p['article_id']}?record={p['id']}#{p['id']}"
        for p in client.get("/positions.json?actor=Marchais").json()
    }
    assert ids
    assert all(f'href="{i}"' in page for i in ids)


@pytest.mark.parametrize(("query", "status"), [("topics=0", 422), ("page=x", 422), ("until=2024-13", 400)])
def test_wrong_parameters_are_told(client: TestClient, query: str, status: int) -> None:
    assert client.get(f"/positions?{query}").status_code == status
