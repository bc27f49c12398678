"""The figures: what is counted, the list, and one measure over time with its sources and what contradicts."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from made_tolls import HOSTILE, OPEN, PLACE, TOLLS, make_tolls

SERIES = f"/figures/series?measure=killed&unit=mort&place={PLACE}"


@pytest.fixture(scope="module")
def tolls(tmp_path_factory: pytest.TempPathFactory, client_for: Callable[[Path], TestClient]) -> TestClient:
    return client_for(make_tolls(tmp_path_factory.mktemp("tolls") / "tolls.db"))


def table(page: str, name: str) -> list[str]:
    """The text of each row of a table, by its class."""
    found = re.search(rf'<table class="{name}">.*?<tbody>(.*?)</tbody>', page, re.S)
    assert found, page[:3000]
    rows = re.findall(r"<tr>(.*?)</tr>", found[1], re.S)
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", " ", r)).split()) for r in rows]


def test_the_measures_say_how_often_by_whom_and_what_is_to_be_seen(tolls: TestClient) -> None:
    page = tolls.get("/figures").text
    (row,) = table(page, "measures")
    assert row.startswith("killed (mort) Tessal 9 2 2024-03-01 – 2024-03-05 180 – 300")
    assert row.endswith("3 divergences 1 revision 1 fall")
    (measure,) = tolls.get("/figures/measures.json").json()
    assert (measure["counts"], measure["sources"], measure["certain"]) == (9, 2, True)
    assert html.escape(SERIES.replace(":", "%3A")) in page


def test_without_a_place_nothing_is_certain(client: TestClient) -> None:
    page = client.get("/figures?measure=killed").text
    assert "possible divergences" in page
    assert not re.search(r"\d divergences?<", page)
    page = client.get("/figures/series?measure=killed&unit=mort&place=none").text
    assert "No place is known for these counts" in page
    assert "Possible divergence" in page
    assert ">Divergence<" not in page


def test_a_series_lists_every_count_with_bounds_source_and_words(tolls: TestClient) -> None:
    page = tolls.get(SERIES).text
    rows = table(page, "points")
    assert len(rows) == len(TOLLS)
    said = "\n".join(rows)
    for bound in ("at least 240", "180", "200 to 300", "about 270", "less than 300"):
        assert bound in said
    assert any(OPEN in r and "unresolved" in r for r in rows)
    assert any("the article itself" in r for r in rows)
    assert "/articles/1?record=f1#f1" in page
    assert table(page, "counting")[0].startswith("ministère 4 250")


def test_counts_without_a_day_are_told_beside_the_chart_with_a_link_to_their_rows(
    tmp_path: Path, client_for: Callable[[Path], TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "selon.web.views.figures.POINTS", 5
    )  # nine with a day: the first one without is on the second page
    some = client_for(make_tolls(tmp_path / "some.db", undated=2))
    page = some.get(SERIES).text
    told = re.search(r'<p class="undated-counts">(.*?)</p>', page, re.S)
    assert told
    assert "2 counts have no day and are not in the chart." in told[1]
    link = re.search(r'href="([^"]+)#undated"', told[1])
    assert link
    rows = some.get(html.unescape(link[1])).text
    assert len(re.findall(r'<tr id="undated">\s*<td class="days"><time>no date', rows)) == 1
    assert 'id="undated"' not in page  # it is on that page alone
    assert "2 décomptes n&#39;ont pas de date et ne sont pas dans le graphique." in some.get(f"{SERIES}&ui=fr").text


def test_where_no_count_has_a_day_there_is_no_chart_and_where_all_have_one_nothing_is_told(
    tolls: TestClient, tmp_path: Path, client_for: Callable[[Path], TestClient]
) -> None:
    assert "undated-counts" not in tolls.get(SERIES).text
    some = client_for(make_tolls(tmp_path / "some.db", undated=2))
    page = some.get(f"{SERIES}&about=301").text
    assert 'id="chart"' not in page
    assert "The one count has no day, so there is no chart." in page


def test_what_contradicts_is_named_with_both_wordings(tolls: TestClient) -> None:
    page = tolls.get(SERIES).text
    told = [
        " ".join(html.unescape(re.sub(r"<[^>]+>", " ", p)).split())
        for p in re.findall(r'<p class="seen">(.*?)</p>', page, re.S)
    ]
    assert any(t.startswith("Divergence ministère “au moins 240 morts”") and "“180 morts”" in t for t in told)
    assert any(t.startswith("Revision") and "“210 morts” 2024-03-01" in t and "published 2024-03-08" in t for t in told)
    assert any(t.startswith("Fall") and "“260 morts”" in t and "“250 morts”" in t for t in told)
    found = tolls.get(SERIES.replace("series?", "series.json?")).json()
    assert {f["kind"] for f in found["findings"]} == {"divergence", "revision", "fall"}
    assert len(found["links"]) == len(found["points"]) == len(TOLLS)


def test_bounds_are_numbers_in_the_data(tolls: TestClient) -> None:
    points = {p["words"]: p for p in tolls.get(SERIES.replace("series?", "series.json?")).json()["points"]}
    assert (points["au moins 240 morts"]["least"], points["au moins 240 morts"]["greatest"]) == (240, None)
    assert points["moins de 300 morts"]["least"] is None
    assert points["moins de 300 morts"]["greatest"] < 300
    assert (points["entre 200 et 300 morts"]["least"], points["entre 200 et 300 morts"]["greatest"]) == (200, 300)
    assert points["275 morts"]["source"] is None
    assert points["275 morts"]["source_words"] == OPEN


def test_no_markup_of_an_article_runs(tolls: TestClient) -> None:
    for path in ("/figures", SERIES, "/actors", "/positions"):
        assert HOSTILE not in tolls.get(path).text
    assert html.escape(HOSTILE) in tolls.get(SERIES).text


def test_the_list_is_filtered_and_paged(client: TestClient) -> None:
    everything = client.get("/figures.json").json()
    assert len(table(client.get("/figures").text, "found")) == 50
    last = -(-len(everything) // 50)
    assert len(table(client.get(f"/figures?page={last}").text, "found")) == (len(everything) - 1) % 50 + 1
    one = client.get("/figures.json?actor=Croix-Rouge&measure=killed").json()
    assert 0 < len(one) < len(everything)
    assert {f["according_to"] for f in one} == {"Croix-Rouge"}
    flood = client.get("/figures.json?about=Varenne&q=morts").json()
    assert flood
    assert all("Crue" in f["title"] for f in flood)
    assert client.get("/figures.json?outlet=Radio+Tessal&since=2024-03").json()[0]["published"] >= "2024-03"


def test_the_twins_say_the_same(client: TestClient) -> None:
    query = "about=Varenne&measure=killed&unit=mort"
    points = client.get(f"/figures/series.json?{query}").json()["points"]
    rows = list(csv.DictReader(io.StringIO(client.get(f"/figures/series.csv?{query}").content.decode("utf-8-sig"))))
    assert [(r["article_id"], r["id"]) for r in rows] == [(str(p["article_id"]), p["id"]) for p in points]
    figures = client.get("/figures.csv?q=morts").content.decode("utf-8-sig").splitlines()
    assert len(figures) == len(client.get("/figures.json?q=morts").json()) + 1
    measures = client.get("/figures/measures.csv").content.decode("utf-8-sig").splitlines()
    assert measures[0].startswith("measure,unit,place")


def test_a_series_can_be_narrowed(client: TestClient) -> None:
    query = "measure=killed&unit=mort&place=none"
    whole = client.get(f"/figures/series.json?{query}").json()["points"]
    narrow = client.get(f"/figures/series.json?{query}&about=Varenne&actor=Croix-Rouge&until=2024-01").json()["points"]
    assert 0 < len(narrow) < len(whole)
    assert {p["source"] for p in narrow} == {"Croix-Rouge"}
    nothing = client.get(f"/figures/series?{query}&actor=Nobody+Atall")
    assert nothing.status_code == 200
    assert "No two counts contradict" in nothing.text


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/figures/series?measure=unheard&unit=of", 404, "Nothing in this ledger is counted so"),
        ("/figures/series", 404, "Nothing in this ledger is counted so"),
        ("/figures/series.json?measure=unheard", 404, "Nothing in this ledger is counted so"),
        ("/figures?since=yesterday", 400, "yesterday"),
        ("/figures?about=%2A", 400, "could not be understood"),
        ("/figures?page=0", 422, "page"),
        ("/figures?page=99999999999999999999", 422, "page"),
    ],
)
def test_what_cannot_be_answered_is_told(client: TestClient, path: str, status: int, says: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert says in html.unescape(answer.text)


def test_in_french_numbers_and_words_are_french(client: TestClient) -> None:
    page = client.get("/figures", headers={"accept-language": "fr"}).text
    assert "Ce qui est compté" in page
    assert "37\u202f000\u202f000" in page
