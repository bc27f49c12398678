"""The page of all statements: facets, words, order, pages, and its twins."""

from __future__ import annotations

import csv
import html
import io
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from selon.store import LedgerFile


def facet(client: TestClient, name: str, query: str = "") -> dict[str, dict[str, object]]:
    facets = client.get(f"/statements/facets.json?{query}").json()
    return next({v["value"]: v for v in f["values"]} for f in facets if f["name"] == name)


def links(page: str) -> list[str]:
    return [html.unescape(a) for a in re.findall(r'<a href="(/statements\?[^"]*)"', page)]


def total(page: str) -> int:
    found = re.search(r'id="count">([\d,]+|One) statement', page)
    assert found, page[:2000]
    return 1 if found[1] == "One" else int(found[1].replace(",", ""))


def test_all_statements_are_shown_by_pages(client: TestClient) -> None:
    first = client.get("/statements").text
    everything = client.get("/statements.json").json()
    assert total(first) == len(everything) > 1000
    assert first.count("<blockquote") == 50
    assert "Page 1 of" in first
    last = client.get(f"/statements?page={-(-len(everything) // 50)}").text
    assert last.count("<blockquote") == len(everything) % 50 or 50
    assert client.get("/statements?page=9999").text.count("<blockquote") == 0


def test_a_row_names_the_source_the_act_and_leads_to_its_words(client: TestClient) -> None:
    row = next(r for r in client.get("/statements.json?speaker=open").json() if r["outlet"])
    page = client.get("/statements", params={"speaker": "open", "outlet": row["outlet"]}).text
    assert row["source"] is None
    words = html.escape(row["source_words"], quote=True).replace("&#x27;", "&#39;")
    assert f'<span class="who open">« {words} » <span class="tag">unresolved</span>' in page
    assert f'href="/articles/{row["article_id"]}?record={row["id"]}#{row["id"]}"' in page
    assert f'<span class="outlet">{html.escape(row["outlet"]).replace("&#x27;", "&#39;")}</span>' in page
    assert 'class="label open">unresolved source' in page


def test_a_facet_s_count_is_what_choosing_it_shows(client: TestClient) -> None:
    page = client.get("/statements?act=say").text
    chosen = facet(client, "speaker", "act=say")
    assert total(page) == sum(int(str(v["count"])) for v in chosen.values())
    for value in list(chosen)[:5]:
        shown = total(client.get("/statements", params={"act": "say", "speaker": value}).text)
        assert shown == chosen[value]["count"]
    # A facet's own choice does not narrow it: the other values stay, to be chosen as well.
    assert facet(client, "act", "act=say")["claim"]["count"] == facet(client, "act")["claim"]["count"]
    both = total(client.get("/statements?act=say&act=claim").text)
    acts = facet(client, "act")
    assert both == int(str(acts["say"]["count"])) + int(str(acts["claim"]["count"]))


def test_links_of_values_toggle_them_and_keep_the_rest(client: TestClient) -> None:
    page = client.get("/statements?act=say&act=claim&q=morts&sort=oldest&page=2").text
    chosen = re.findall(r'<a href="([^"]+)" aria-current="true"', page)
    without_say = parse_qs(urlsplit(html.unescape(chosen[0])).query)
    assert without_say in (
        {"q": ["morts"], "sort": ["oldest"], "act": ["claim"]},
        {"q": ["morts"], "sort": ["oldest"], "act": ["say"]},
    )
    direct = next(a for a in links(page) if "kind=" in a)
    assert parse_qs(urlsplit(direct).query)["act"] == ["say", "claim"]
    assert "page" not in parse_qs(urlsplit(direct).query)


def test_chips_take_filters_away(client: TestClient) -> None:
    page = client.get("/statements?act=say&speaker=open&since=2024-01-20&q=chantier").text
    (chips,) = re.findall(r'<ul class="chips".*?</ul>', page, re.S)
    assert re.sub(r"\s+", " ", re.sub("<[^>]+>", "", chips)).count("remove the filter") == 4
    for address in links(chips):
        assert len(parse_qs(urlsplit(address).query)) == 3
    assert 'href="/statements">Remove all' in chips
    assert '<input type="hidden" name="act" value="say">' in page


def test_words_are_found_and_marked(client: TestClient) -> None:
    page = client.get("/statements?q=paix").text
    marked = re.findall(r"<blockquote[^>]*>.*?</blockquote>", page, re.S)
    assert marked
    assert all("<mark>paix</mark>" in m for m in marked)
    assert "<mark>Nous voulons</mark>" in client.get('/statements?q="nous+voulons"').text
    beginning = client.get("/statements.json?q=pai*").json()
    assert len(beginning) >= len(client.get("/statements.json?q=paix").json()) > 0
    assert client.get("/statements.json?q=paix -prix").json() == []
    either = client.get("/statements.json?q=paix OR sécurité").json()
    assert {bool(re.search("paix|sécurité", r["content"])) for r in either} == {True}
    assert len({r["content"] for r in either}) > 1


def test_the_order_is_the_one_asked_for(client: TestClient) -> None:
    days = [r["published"] for r in client.get("/statements.json").json()]
    dated = [d for d in days if d]
    assert dated == sorted(dated, reverse=True)
    oldest = [r["published"] for r in client.get("/statements.json?sort=oldest").json()]
    assert [d for d in oldest if d] == sorted(dated)
    best = client.get("/statements.json?q=morts OR prix").json()
    assert best == client.get("/statements.json?q=morts OR prix&sort=relevance").json()
    newest = client.get("/statements.json?q=morts OR prix&sort=day").json()
    assert best != newest
    assert sorted(map(str, best)) == sorted(map(str, newest))


def test_filters_of_other_views_work_here(client: TestClient) -> None:
    rows = client.get("/statements.json?actor=castel").json()
    assert {r["source"] for r in rows} == {"Irène Castel"}
    rows = client.get("/statements.json?since=2024-02&until=2024-02-10&outlet=echo").json()
    assert rows
    assert {r["outlet"] for r in rows} == {"L'Écho du Port"}
    assert all("2024-02-01" <= r["published"] <= "2024-02-10" for r in rows)
    assert all(r["confidence"] >= 0.9 for r in client.get("/statements.json?min_confidence=0.9").json())
    # What a form sends that was left empty asks for nothing.
    empty = client.get("/statements.json?q=&sort=&speaker=&act=&since=&until=&actor=&min_confidence=").json()
    assert len(empty) == len(client.get("/statements.json").json())


def test_the_twins_hold_the_same_rows(client: TestClient) -> None:
    query = "act=claim&outlet=Radio Tessal&q=habitants"
    rows = client.get(f"/statements.json?{query}").json()
    assert len(rows) > 5
    answer = client.get(f"/statements.csv?{query}")
    assert answer.headers["content-type"].startswith("text/csv")
    table = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [r["id"] for r in table] == [r["id"] for r in rows]
    assert table[0]["content"] == rows[0]["content"]
    some = client.get(f"/statements.json?{query}&limit=2&offset=3").json()
    assert some == rows[3:5]


def test_dates_are_months_and_a_month_can_be_chosen(client: TestClient) -> None:
    months = facet(client, "date")
    assert {"2024-01", "2024-02"} < set(months)
    rows = client.get("/statements.json?date=2024-02").json()
    assert len(rows) == months["2024-02"]["count"]
    assert all(r["published"].startswith("2024-02") for r in rows)
    assert len(client.get("/statements.json?date=2024").json()) > len(rows)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("q=-", 400), ("since=yesterday", 400), ("min_confidence=much", 400), ("page=0", 422), ("sort=best", 422),
        ("page=x", 422),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_told(client: TestClient, query: str, status: int) -> None:
    answer = client.get(f"/statements?{query}")
    assert answer.status_code == status
    assert "<h1>" in answer.text
    assert "error" in client.get(f"/statements.json?{query if 'page' not in query else 'limit=0'}").json()


def test_a_value_that_nothing_has_shows_nothing_and_can_be_taken_away(client: TestClient) -> None:
    page = client.get("/statements?act=sing&speaker=actor:99999").text
    assert total(page) == 0
    assert "No statement passes these filters" in page
    assert page.count("remove the filter") == 2


def test_words_of_an_article_never_run(editor: TestClient) -> None:
    with LedgerFile.open(editor.app.state.settings.ledger, write=True) as file:  # type: ignore[attr-defined]
        evil = '<script>alert(1)</script> "onload=x \u202e <b>'
        file.connection.execute("UPDATE statement SET content = ? WHERE pk = 1", (f"{evil} zinzin",))
        file.connection.execute("UPDATE article SET outlet = ? WHERE id = 1", (evil,))
        file.connection.execute("UPDATE actor SET name = ?", (evil,))
    for query in ("", "?q=zinzin", "?q=<script>&act=<script>&speaker=<b>", "?q=zinzin&actor=<b>x"):
        page = editor.get(f"/statements{query}").text
        assert "<script>alert" not in page
        assert "<b>" not in page
        assert "\u202e" not in page
    assert "<mark>zinzin</mark>" in editor.get("/statements?q=zinzin").text
    assert "&lt;script&gt;alert(1)" in editor.get("/statements?q=zinzin").text


def test_a_long_content_is_cut_around_the_words(editor: TestClient) -> None:
    with LedgerFile.open(editor.app.state.settings.ledger, write=True) as file:  # type: ignore[attr-defined]
        file.connection.execute(
            "UPDATE statement SET content = ? WHERE pk = 1", ("mot " * 5000 + "zinzin " + "fin " * 5000,)
        )
    page = editor.get("/statements?q=zinzin").text
    (block,) = re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", page, re.S)
    assert "<mark>zinzin</mark>" in block
    assert len(block) < 700
    assert block.strip().startswith("…")
    assert block.strip().endswith("…")


def test_counts_follow_a_correction(editor: TestClient) -> None:
    before = facet(editor, "act")["say"]["count"]
    with LedgerFile.open(editor.app.state.settings.ledger, write=True) as file:  # type: ignore[attr-defined]
        (pk,) = file.connection.execute("SELECT pk FROM statement WHERE act = 'say' LIMIT 1").fetchone()
        file.connection.execute("UPDATE statement SET standing = 'rejected' WHERE pk = ?", (pk,))
    assert facet(editor, "act")["say"]["count"] == int(str(before)) - 1


def test_the_page_speaks_french(client: TestClient) -> None:
    page = client.get("/statements?ui=fr").text
    client.cookies.clear()
    for words in ("<h1>Déclarations</h1>", "discours indirect", "source non résolue", ">affirme</span>"):
        assert words in page
