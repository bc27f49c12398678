"""Checking figures, positions and events in the queue: each part has its own, with the same buttons and the same twins."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from hostile_articles import MARKUP, markup
from pages import form_in, ledger_of, standing, text_of
from selon.store import LedgerFile
from selon.store.corrections_log import correct

RECORD = {"figure": "f1", "position": "p1", "event": "v1"}
# What the card says of the record of `sample_ledger`, beside its words.
SAID = {
    "figure": ("des ouvriers (unresolved)", "more than 1,400", "rivet", "missing", "0.4 (of the statement)", "counts of the same: 1"),
    "position": ("Odile Ferrand", "opposes", "le pont", "dangereux", "0.93 (of the statement)", "positions of this actor: 1"),
    "event": ("préfet", "2023-11-03", "a nié", "0.8 (of the statement)", "events of this actor: 1"),
}  # fmt: skip


@pytest.mark.parametrize("part", RECORD)
def test_the_card_shows_what_the_record_says_and_its_words(desk: TestClient, part: str) -> None:
    page = desk.get("/review", params={"part": part}).text
    shown = text_of(page)
    assert f"One {part} to check" in shown
    for words in (f"1:{RECORD[part]}", *SAID[part]):
        assert words in shown, words
    marked = [unescape(w) for w in re.findall(r'<span data-start="\d+" class="r-[^>]*>([^<]*)</span>', page)]
    words = {"figure": "plus de 1 400 rivets", "position": "Le pont", "event": "a nié"}[part]
    assert words in "".join(marked)
    assert f'href="/articles/1/records/{part}/{RECORD[part]}/edit?' in page


@pytest.mark.parametrize("part", RECORD)
def test_a_decision_and_its_undo_touch_that_record_and_stay_in_its_queue(desk: TestClient, part: str) -> None:
    address, fields = form_in(desk.get("/review", params={"part": part}).text, "/review/decide")
    answer = desk.post(address, data={**fields, "decision": "reject"})
    assert f"part={part}" in str(answer.url)
    assert standing(desk, RECORD[part], part) == "rejected"
    shown = text_of(answer.text)
    assert "Rejected:" in shown
    assert "Nothing is left to check here." in shown
    address, fields = form_in(answer.text[answer.text.index('class="last"') :], "/corrections/undo")
    back = desk.post(address, data=fields)
    assert f"part={part}" in str(back.url)
    assert f"1:{RECORD[part]}" in text_of(back.text)
    assert standing(desk, RECORD[part], part) == "extracted"


def test_what_rests_on_a_rejected_statement_is_still_there_to_check(desk: TestClient) -> None:
    with LedgerFile.open(desk.app.state.settings.ledger, write=True) as file, file.writing() as db:  # type: ignore[attr-defined]
        correct(db, 1, "reject", "statement", "s2", who="Bob")
    (row,) = desk.get("/review.json", params={"part": "figure"}).json()
    assert (row["id"], row["confidence"], row["source"]) == ("f1", None, None)


def test_a_decision_on_a_figure_that_was_changed_meanwhile_is_asked_again(desk: TestClient) -> None:
    address, fields = form_in(desk.get("/review?part=figure").text, "/review/decide")
    with LedgerFile.open(desk.app.state.settings.ledger, write=True) as file, file.writing() as db:  # type: ignore[attr-defined]
        correct(db, 1, "edit", "figure", "f1", who="Bob", after={"low": 1500})
    answer = desk.post(address, data={**fields, "decision": "confirm"})
    assert "was changed after you had opened it" in answer.text
    assert standing(desk, "f1", "figure") == "edited"


@pytest.mark.parametrize("part", RECORD)
def test_several_at_once(desk: TestClient, part: str) -> None:
    page = desk.get("/review/bulk", params={"part": part, "ticked": "all"}).text
    boxes = re.findall(r'name="record" value="([^"]+)"[^>]* checked>', page)
    assert [b.partition("@")[0] for b in boxes] == [f"1:{RECORD[part]}"]
    address, fields = form_in(page, "/review/bulk")
    answer = desk.post(address, data={**fields, "record": [*boxes, "1:s1@x"], "decision": "confirm"})
    assert "Accepted:" in text_of(answer.text)
    assert standing(desk, RECORD[part], part) == "confirmed"
    assert standing(desk, "s1") == "extracted"  # no record of this part


def test_several_figures_are_told_as_figures(editor: TestClient) -> None:
    page = editor.get("/review/bulk?part=figure&measure=killed").text
    boxes = re.findall(r'name="record" value="([^"]+)"', page)[:3]
    address, fields = form_in(page, "/review/bulk")
    answer = editor.post(address, data={**fields, "record": boxes, "decision": "reject"})
    assert "3 figures rejected." in answer.text
    assert {r["standing"] for r in editor.get("/review.json?part=figure&standing=rejected").json()} == {"rejected"}
    answer = editor.get(str(answer.url) + "&ui=fr")
    assert "3 chiffres rejetés." in answer.text


def test_the_tabs_keep_what_all_parts_are_filtered_by_and_leave_the_rest(desk: TestClient) -> None:
    page = desk.get("/review?standing=any&act=say&at=1:s1").text
    tabs = [unescape(h) for h in re.findall(r'<a href="([^"]+)"', page[page.index('class="tabs"') :])[:4]]
    assert tabs == ["/review?standing=any", *(f"/review?standing=any&part={p}" for p in RECORD)]
    form = re.search(r'<form class="ask".*?</form>', desk.get("/review?part=figure&measure=missing").text, re.DOTALL)
    assert form
    assert '<input type="hidden" name="part" value="figure">' in form[0]
    assert re.search(r'<option value="missing" selected>', form[0])
    assert 'name="act"' not in form[0]


def test_each_part_is_filtered_by_what_it_has(client: TestClient) -> None:
    def ids(**asked: str) -> set[tuple[int, str]]:
        rows = client.get("/review.json", params={"limit": "1000", **asked}).json()
        return {(r["article_id"], r["id"]) for r in rows}

    figures = client.get("/review.json", params={"part": "figure", "measure": "killed", "limit": "1000"}).json()
    assert figures
    assert {f["measure"] for f in figures} == {"killed"}
    scores = [f["score"] for f in figures]
    assert scores == sorted(scores, reverse=True)
    assert ids(part="figure", measure="killed") < ids(part="figure")
    (event, *_) = client.get("/review.json?part=event&limit=1").json()
    assert (event["article_id"], event["id"]) in ids(part="event", type=event["type"])
    assert ids(part="event", type="NONE") == set()
    (position, *_) = client.get("/review.json?part=position&limit=1").json()
    assert ids(part="position", actor=position["source"])
    assert ids(part="position", topic="Nowhere at all") == set()


@pytest.mark.parametrize("part", RECORD)
def test_the_twins_of_a_part_have_its_fields(client: TestClient, part: str) -> None:
    rows = client.get("/review.json", params={"part": part, "limit": "20"}).json()
    lines = client.get("/review.csv", params={"part": part, "limit": "20"}).text.removeprefix("\ufeff").splitlines()
    assert lines[0].split(",") == list(rows[0])
    assert lines[0].startswith("article_id,id,published")
    assert len(lines) > len(rows) > 1


def test_a_record_of_another_part_is_not_there(client: TestClient) -> None:
    assert client.get("/review?part=figure&at=1:s1").status_code == 404
    assert client.get("/review?part=entity").status_code == 422


def test_articles_read_anew_are_in_the_queue_again(desk: TestClient) -> None:
    assert "1:s2" in text_of(desk.get("/review").text)
    with LedgerFile.open(desk.app.state.settings.ledger, write=True) as file, file.writing() as db:  # type: ignore[attr-defined]
        from selon.store.corrections_log import reextract

        again = file.ledger(1)
        again.figures, again.positions, again.events = [], [], []
        again.statements = [again.statements[0].model_copy(update={"id": "s7"})]
        reextract(db, 1, again)
    (row,) = desk.get("/review.json").json()
    assert (row["id"], row["heard"]) == ("s7", 1)
    with ledger_of(desk) as file:
        assert [s.id for s in file.ledger(1).statements] == ["s7"]


@pytest.mark.parametrize("part", ["statement", *RECORD])
def test_markup_in_an_article_stays_text_in_every_part(
    tmp_path: Path, client_for: Callable[[Path], TestClient], part: str
) -> None:
    with LedgerFile.open(tmp_path / "hostile.db", create=True) as file:
        file.add(markup())
    client = client_for(tmp_path / "hostile.db")
    rows = client.get("/review.json", params={"part": part}).json()
    assert len(rows) > 5
    pages = [client.get("/review", params={"part": part, "at": f"1:{r['id']}"}).text for r in rows[:8]]
    for page in [*pages, client.get("/review/bulk", params={"part": part}).text]:
        for harm in MARKUP:
            if "<" in harm:
                assert harm not in page
        assert "&lt;" in page
