"""Checking statements: the queue, decisions and their undo, several at once, records corrected in a form."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pages import fields_of, form_in, ledger_of, standing, text_of
from sample_ledger import TEXT, sample, span
from selon.store import LedgerFile
from selon.store.corrections_log import correct
from selon.web import Settings, create_app
from selon.web.context import moved, window
from selon.web.record_fields import BLANK, FIELDS, FieldError, record_of, values_of

# The queue


def test_the_queue_begins_with_the_least_sure_and_most_used(client: TestClient) -> None:
    rows = client.get("/review.json", params={"limit": 5}).json()
    scores = [r["score"] for r in rows]
    assert scores == sorted(scores, reverse=True)
    for r in rows:
        use = 1 + min(r["heard"], 100) / 25 + min(r["same"], 5) + r["carried"]
        assert r["score"] == pytest.approx((1 - r["confidence"]) * use, abs=0.001)
    page = client.get("/review").text
    assert f">{rows[0]['article_id']}:{rows[0]['id']}" in page.replace(" · ", ">")
    assert "(1 − confidence) × (1 + min(heard, 100) / 25 + min(same, 5) + carried)" in page


def test_the_twins_have_the_same_rows(client: TestClient) -> None:
    asked = {"max_confidence": "0.8", "kind": "indirect"}
    rows = client.get("/review.json", params={**asked, "limit": 1000}).json()
    lines = client.get("/review.csv", params=asked).text.removeprefix("\ufeff").splitlines()
    assert lines[0].startswith("article_id,id,published")
    assert len(lines) - 1 == len(rows) > 5
    assert {r["kind"] for r in rows} == {"indirect"}
    assert max(r["confidence"] for r in rows) <= 0.8


def test_filters_that_are_none_are_refused_with_a_reason(client: TestClient) -> None:
    assert client.get("/review", params={"max_confidence": "sure"}).status_code == 400
    assert client.get("/review", params={"since": "yesterday"}).status_code == 400
    assert client.get("/review", params={"standing": "odd"}).status_code == 422
    assert client.get("/review", params={"article": "", "max_confidence": "", "since": ""}).status_code == 200
    for at in ("1", "1:s999", "99999:s1", "999999999999999:s1", "x:y", "1:../../etc"):
        assert client.get("/review", params={"at": at}).status_code == 404


def test_the_card_shows_the_words_in_the_article_and_what_made_the_record(desk: TestClient) -> None:
    page = desk.get("/review", params={"at": "1:s1"}).text
    context = re.search(r'<div class="context"[^>]*>(.*?)</div>', page, re.DOTALL)
    assert context
    segments = re.findall(r'<span data-start="(\d+)"([^>]*)>([^<]*)</span>', context[1])
    for start, _, words in segments:
        assert TEXT[int(start) :].startswith(unescape(words))
    start = TEXT.index("« Le pont")
    assert "".join(unescape(w) for *_, w in segments) == TEXT[start : TEXT.index("\n", start)]
    roles = {unescape(w): re.findall(r"r-(\w+)", a) for _, a, w in segments if "r-" in a}
    assert roles["la maire Odile Ferrand"] == ["source"]
    assert roles["a déclaré"] == ["cue"]
    assert roles["Le pont est dangereux"] == ["content"]
    shown = text_of(page)
    assert "incise" in shown  # the rule
    assert "0.93" in shown
    assert "position" in shown  # p1 rests on it


def test_an_unresolved_source_is_shown_as_such(desk: TestClient) -> None:
    page = desk.get("/review", params={"at": "1:s2"}).text
    assert '<span class="open">des ouvriers (unresolved)</span>' in page


def test_markup_in_an_article_stays_text(desk: TestClient) -> None:
    with LedgerFile.open(desk.app.state.settings.ledger, write=True) as file:  # type: ignore[attr-defined]
        text = TEXT.replace("[bold]tout retard[/bold]", "<script>tout()</script>")
        file.add(sample(text))
    page = desk.get("/review", params={"at": "2:s3"}).text
    assert "<script>tout" not in page
    assert "&amp;lt;" not in page  # nor is it escaped twice
    assert "&lt;script&gt;tout()&lt;/script&gt;" in page
    assert "<script>tout" not in desk.get("/articles/2/records/statement/s3/edit").text
    assert "<script>tout" not in desk.get("/review/bulk").text


# Decisions


def test_accepting_goes_to_the_next_record_and_can_be_undone(desk: TestClient) -> None:
    page = desk.get("/review", params={"kind": "indirect"}).text
    address, fields = form_in(page, "/review/decide")
    assert fields["record"] == "1:s2"
    answer = desk.post(address, data={**fields, "decision": "confirm"})
    assert answer.history[0].status_code == 303
    assert "kind=indirect" in str(answer.url)
    assert standing(desk, "s2") == "confirmed"
    shown = text_of(answer.text)
    assert "Accepted: plus de 1 400 rivets manquent" in shown
    assert "1:s3" in shown
    address, fields = form_in(answer.text, "/corrections/undo")
    undone = desk.post(address, data=fields)
    assert standing(desk, "s2") == "extracted"
    assert "Undone: plus de 1 400 rivets manquent" in text_of(undone.text)
    address, fields = form_in(undone.text, "/corrections/undo")
    desk.post(address, data=fields)  # the undo is undone
    assert standing(desk, "s2") == "confirmed"


def test_rejecting_keeps_the_reason(desk: TestClient) -> None:
    address, fields = form_in(desk.get("/review").text, "/review/decide")
    desk.post(address, data={**fields, "decision": "reject", "why": "nobody said it"})
    with ledger_of(desk) as file:
        held = file.connection.execute("SELECT who, why, kind FROM correction").fetchone()
    assert tuple(held) == ("Ada", "nobody said it", "reject")


def test_the_end_of_the_queue_is_told(desk: TestClient) -> None:
    for _ in range(3):
        address, fields = form_in(desk.get("/review").text, "/review/decide")
        answer = desk.post(address, data={**fields, "decision": "confirm"})
    assert "Nothing is left to check here." in answer.text
    assert "You have seen them all; 2 remain" in desk.get("/review?at=end&standing=any&max_confidence=0.85").text


def test_a_record_that_was_changed_meanwhile_is_not_decided(desk: TestClient) -> None:
    address, fields = form_in(desk.get("/review").text, "/review/decide")
    with LedgerFile.open(desk.app.state.settings.ledger, write=True) as file, file.writing() as db:  # type: ignore[attr-defined]
        correct(db, 1, "edit", "statement", "s2", who="Bob", after={"act": "warn"})
    answer = desk.post(address, data={**fields, "decision": "reject"})
    assert "was changed after you had opened it" in answer.text
    assert standing(desk, "s2") == "edited"


@pytest.mark.parametrize(
    ("change", "status"),
    [({"csrf": "wrong"}, 403), ({"csrf": ""}, 403), ({"decision": "erase"}, 400), ({"record": "1:s999"}, 404)],
)
def test_a_form_that_is_not_ours_or_makes_no_sense_changes_nothing(
    desk: TestClient, change: dict[str, str], status: int
) -> None:
    address, fields = form_in(desk.get("/review").text, "/review/decide")
    assert desk.post(address, data={**fields, "decision": "confirm", **change}).status_code == status
    assert standing(desk, "s2") == "extracted"


def test_a_form_leads_nowhere_else(desk: TestClient) -> None:
    address, fields = form_in(desk.get("/review").text, "/review/decide")
    answer = desk.post(address, data={**fields, "decision": "confirm"})
    address, fields = form_in(answer.text, "/corrections/undo")
    for away in ("https://evil.example/", "//evil.example/", "/\\evil.example/", "/\nx", "javascript:alert(1)"):
        back = desk.post(address, data={**fields, "back": away}, follow_redirects=False)
        assert back.headers["location"].startswith("/corrections")


def test_read_only_shows_and_decides_nothing(client: TestClient) -> None:
    page = client.get("/review").text
    assert "<form" not in page.replace('<form class="ask"', "")
    assert "This server is read-only" in page
    secret = client.app.state.settings.csrf  # type: ignore[attr-defined]
    for address in (
        "/review/decide", "/review/bulk", "/corrections/undo", "/articles/1/records/statement/s1/edit", "/articles/1/add",
    ):  # fmt: skip
        assert client.post(address, data={"csrf": secret, "record": "1:s1", "decision": "confirm"}).status_code == 403
    assert client.get("/articles/1/records/statement/s1/edit").status_code == 403
    assert client.get("/articles/1/add").status_code == 403
    assert 'type="checkbox"' not in client.get("/review/bulk").text


# Several at once


def test_bulk_touches_what_was_ticked_among_those_shown_and_nothing_else(editor: TestClient) -> None:
    page = editor.get("/review/bulk", params={"max_confidence": "0.8", "ticked": "all"}).text
    boxes = re.findall(r'name="record" value="([^"]+)"[^>]* checked>', page)
    assert len(boxes) == 50
    with ledger_of(editor) as file:
        (held,) = file.connection.execute("SELECT count(*) FROM statement WHERE confidence <= 0.8").fetchone()
    assert f"50 of {held} are shown" in page
    address, fields = form_in(page, "/review/bulk")
    with ledger_of(editor) as file:  # (only to know that nothing else is touched)
        before = file.connection.execute("SELECT count(*) FROM statement WHERE standing <> 'extracted'").fetchone()[0]
    answer = editor.post(address, data={**fields, "record": boxes[:3], "decision": "confirm"})
    assert "3 statements accepted." in answer.text
    with ledger_of(editor) as file:
        touched = {
            f"{a}:{i}"
            for a, i in file.connection.execute("SELECT article_id, id FROM statement WHERE standing = 'confirmed'")
        }
        log = file.connection.execute("SELECT count(*) FROM correction").fetchone()[0]
    assert before == 0
    assert touched == {b.partition("@")[0] for b in boxes[:3]}
    assert log == 3  # each is a correction of its own
    address, fields = form_in(answer.text, "/corrections/undo")
    undone = editor.post(address, data={**fields, "id": re.findall(r'name="id" value="(\w+)"', answer.text)})
    assert "3 corrections undone." in undone.text
    with ledger_of(editor) as file:
        assert file.connection.execute("SELECT count(*) FROM statement WHERE standing = 'confirmed'").fetchone()[0] == 0


def test_bulk_leaves_and_names_what_was_changed_meanwhile(desk: TestClient) -> None:
    page = desk.get("/review/bulk").text
    boxes = re.findall(r'name="record" value="([^"]+)"', page)
    address, fields = form_in(page, "/review/bulk")
    with LedgerFile.open(desk.app.state.settings.ledger, write=True) as file, file.writing() as db:  # type: ignore[attr-defined]
        correct(db, 1, "edit", "statement", "s3", who="Bob", after={"act": "warn"})
    answer = desk.post(address, data={**fields, "record": [*boxes, "7:s1@abc", "nonsense"], "decision": "reject"})
    shown = text_of(answer.text)
    assert "2 statements rejected." in shown
    assert "2 were changed after this page was made" in shown  # s3 and 7:s1; what names no record is not repeated
    assert '<a href="/review?at=1%3As3">1:s3</a>' in answer.text
    assert standing(desk, "s3") == "edited"
    assert standing(desk, "s1") == "rejected"


def test_bulk_with_nothing_ticked_does_nothing(desk: TestClient) -> None:
    address, fields = form_in(desk.get("/review/bulk").text, "/review/bulk")
    assert desk.post(address, data={**fields, "decision": "reject"}).status_code == 200
    with ledger_of(desk) as file:
        assert file.connection.execute("SELECT count(*) FROM correction").fetchone()[0] == 0


# Records in a form


@pytest.mark.parametrize(
    ("part", "record"),
    [("statement", "s1"), ("statement", "s2"), ("statement", "s3"), ("figure", "f1"), ("entity", "e1"), ("timex", "t1"),
     ("event", "v1"), ("position", "p1")],
)  # fmt: skip
def test_a_form_that_is_sent_back_as_it_came_changes_nothing(desk: TestClient, part: str, record: str) -> None:
    address = f"/articles/1/records/{part}/{record}/edit"
    answer = desk.post(address, data={**fields_of(desk.get(address).text), "op": "save"})
    assert answer.status_code == 422
    assert "Nothing is different" in answer.text


def test_an_edit_sets_what_is_different_and_nothing_else(desk: TestClient) -> None:
    address = "/articles/1/records/statement/s1/edit"
    start, end = span("dangereux")
    fields = fields_of(desk.get(address, params={"back": "/review?at=1%3As1", "then": "/review?at=1%3As3"}).text)
    changed = {"act": ["warn"], "content.start": [str(start)], "source.entity": ["e2"], "why": ["it is a warning"]}
    answer = desk.post(address, data={**fields, **changed, "op": "save"}, follow_redirects=False)
    assert answer.headers["location"].startswith("/review?at=1%3As3&done=")
    with ledger_of(desk) as file:
        s1 = file.ledger(1).statements[0]
        (after,) = file.connection.execute("SELECT after FROM correction").fetchone()
    assert (s1.act, s1.content, s1.source.entity) == ("warn", [(start, end)], "e2")
    assert s1.source.span == span("la maire Odile Ferrand")
    assert s1.quoted == [(start, end)]  # what was quoted outside the content is not quoted any more
    assert set(__import__("json").loads(after)) == {"act", "content", "source", "quoted"}
    assert "Edited:" in desk.get(answer.headers["location"]).text


def test_edges_move_by_a_word_and_are_shown_before_anything_is_written(desk: TestClient) -> None:
    address = "/articles/1/records/statement/s1/edit"
    fields = fields_of(desk.get(address).text)
    on = desk.post(address, data={**fields, "op": "move:content:0:start:1"})
    assert on.status_code == 200
    assert '<output class="words-now">pont est dangereux</output>' in on.text
    less = desk.post(address, data={**fields_of(on.text), "op": "move:content:0:end:-1"})
    assert '<output class="words-now">pont est</output>' in less.text
    more = desk.post(address, data={**fields_of(less.text), "op": "more:content"})
    assert len(re.findall(r'data-row="content:', more.text)) == 2
    gone = desk.post(address, data={**fields_of(more.text), "op": "drop:content:0"})
    assert "pont est</output>" not in gone.text
    with ledger_of(desk) as file:
        assert file.connection.execute("SELECT count(*) FROM correction").fetchone()[0] == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"content.start": ["900"]}, "900–"),
        ({"content.start": ["x"]}, "“x” is no place in the text"),
        ({"cue.start": ["-1"]}, "“-1” is no place"),
        ({"when.start": ["31 December"]}, "“31 December” is no day"),
        ({"content.start": [""], "content.end": [""], "cue.start": [""], "cue.end": [""]}, "choose its words"),
        ({"kind": ["shouted"]}, "Kind can be 'direct'"),
        ({"source.entity": ["e99"]}, "there is no record e99"),
        ({"act": [""]}, "this field is needed"),
        ({"content.start": ["9" * 5000]}, "is no place in the text"),
    ],
)
def test_what_cannot_be_is_said_beside_the_form_and_keeps_what_was_typed(
    desk: TestClient, change: dict[str, list[str]], said: str
) -> None:
    address = "/articles/1/records/statement/s1/edit"
    fields = {**fields_of(desk.get(address).text), **change, "why": ["typed already"], "op": "save"}
    answer = desk.post(address, data=fields)
    assert answer.status_code == 422
    alerts = re.findall(r'role="alert"[^>]*>(.*?)</p>', answer.text, re.DOTALL)
    assert any(said in text_of(a) for a in alerts), alerts
    assert 'value="typed already"' in answer.text
    assert standing(desk, "s1") == "extracted"


def test_an_edit_over_a_change_of_somebody_else_is_asked_again(desk: TestClient) -> None:
    address = "/articles/1/records/statement/s1/edit"
    fields = {**fields_of(desk.get(address).text), "act": ["warn"], "op": "save"}
    with LedgerFile.open(desk.app.state.settings.ledger, write=True) as file, file.writing() as db:  # type: ignore[attr-defined]
        correct(db, 1, "edit", "statement", "s1", who="Bob", after={"denied": True})
    answer = desk.post(address, data=fields)
    assert answer.status_code == 409
    assert "was changed after you had opened it" in answer.text
    with ledger_of(desk) as file:
        assert file.ledger(1).statements[0].act == "say"
    assert desk.post(address, data={**fields_of(answer.text), "op": "save"}, follow_redirects=False).status_code == 303
    with ledger_of(desk) as file:
        assert file.ledger(1).statements[0].act == "warn"


@pytest.mark.parametrize(
    ("part", "record", "change", "field", "value"),
    [
        ("figure", "f1", {"low": ["1 500"], "comparator": [">="]}, "low", 1500),
        ("entity", "e2", {"name": ["Jean Prefet"], "roles": ["prefet\n\n  chef "]}, "roles", ["prefet", "chef"]),
        (
            "timex",
            "t1",
            {"value": ["2023-11-10"], "start": ["2023-11-10"], "end": ["2023-11-10"]},
            "value",
            "2023-11-10",
        ),
        ("event", "v1", {"whom": ["e1", "e2"], "planned": ["yes"]}, "whom", ["e1", "e2"]),
        ("position", "p1", {"stance": ["supports"]}, "stance", "supports"),
    ],
)
def test_every_part_has_its_form(
    desk: TestClient, part: str, record: str, change: dict[str, list[str]], field: str, value: object
) -> None:
    address = f"/articles/1/records/{part}/{record}/edit"
    fields = {**fields_of(desk.get(address).text), **change, "op": "save"}
    assert desk.post(address, data=fields, follow_redirects=False).status_code == 303
    with ledger_of(desk) as file:
        from selon.store.anchoring import PLURALS

        now = next(r for r in getattr(file.ledger(1), PLURALS[part]) if r.id == record)
    assert getattr(now, field) == value
    assert standing(desk, record, part) == "edited"


def test_a_statement_that_was_missed_is_added(desk: TestClient) -> None:
    start, end = span("restera fermé")
    page = desk.get("/articles/1/add", params={"at": f"{start}-{end}"}).text
    assert '<output class="words-now">restera fermé</output>' in page
    fields = {**fields_of(page), "kind": ["indirect"], "act": ["announce"], "source.entity": ["e1"], "op": "save"}
    answer = desk.post("/articles/1/add", data=fields, follow_redirects=False)
    assert answer.status_code == 303
    with ledger_of(desk) as file:
        added = file.ledger(1).statements[-1]
    assert (added.act, added.content, added.source.entity, added.confidence) == ("announce", [(start, end)], "e1", 1.0)
    assert desk.get("/review", params={"standing": "added"}).text.count("announces") >= 1


def test_a_figure_is_added_with_its_own_fields_and_an_empty_one_is_refused(desk: TestClient) -> None:
    start, end = span("1 400")
    address = "/articles/1/add?part=figure"
    page = desk.get(address).text
    assert desk.post(address, data={**fields_of(page), "op": "save"}).status_code == 422
    typed = {"span.start": [str(start)], "span.end": [str(end)], "low": ["1400"], "unit": ["rivet"], "op": "save"}
    assert desk.post(address, data={**fields_of(page), **typed}, follow_redirects=False).status_code == 303
    with ledger_of(desk) as file:
        assert len(file.ledger(1).figures) == 2


def test_forms_of_what_is_not_there(desk: TestClient) -> None:
    assert desk.get("/articles/9/records/statement/s1/edit").status_code == 404
    assert desk.get("/articles/1/records/statement/s99/edit").status_code == 404
    assert desk.get("/articles/1/records/problem/1/edit").status_code == 422
    assert desk.get("/articles/9/add").status_code == 404
    assert desk.get("/articles/1/add", params={"part": "problem"}).status_code == 422
    assert desk.get("/articles/99999999999999999999/add").status_code == 404


# Pure parts


@pytest.mark.parametrize("part", FIELDS)
def test_what_a_form_shows_gives_the_record_again(part: str) -> None:
    from selon.store.anchoring import PLURALS

    for record in getattr(sample(), PLURALS[part]):
        dumped = record.model_dump(mode="json")
        assert record_of(part, values_of(part, dumped), dumped, TEXT) == dumped


def test_a_blank_form_says_what_it_needs() -> None:
    for part in FIELDS:
        with pytest.raises(FieldError):
            record_of(part, values_of(part, BLANK[part]), BLANK[part], TEXT)


def test_edges_move_over_words_and_marks_and_stay_in_order() -> None:
    text = "L’« eau » 😀 monte, vite."
    at = text.index("eau")
    assert moved(text, (at, at + 3), "end", 1) == (at, text.index("»") + 1)
    assert moved(text, (at, at + 3), "start", -1) == (text.index("«"), at + 3)
    assert moved(text, (at, at + 3), "start", 1) == (at, at + 3)  # nothing would be left
    assert moved(text, (0, 1), "start", -1) == (0, 1)
    end = len(text)
    assert moved(text, (end - 1, end), "end", 1) == (end - 1, end)
    smile = text.index("😀")
    assert moved(text, (smile, smile + 1), "end", 1) == (smile, text.index("monte") + 5)


def test_a_window_is_the_paragraph_and_bounded_in_an_article_of_one_line() -> None:
    text = "One.\n\nTwo two two.\n\nThree."
    two = (text.index("Two"), text.index("Two") + 3)
    held = window(text, [("content", two)])
    assert "".join(s.text for s in held.segments) == "Two two two."
    assert (held.before, held.after) == (True, True)
    assert [s.roles for s in held.segments] == [("content",), ()]
    wider = window(text, [("content", two)], wider=1)
    assert "".join(s.text for s in wider.segments) == text
    line = "mot " * 300_000
    held = window(line, [("content", (600_000, 600_003))])
    assert sum(len(s.text) for s in held.segments) < 3000
    assert "".join(s.text for s in window(text, []).segments) == "One."


def test_a_ledger_elsewhere_is_counted_on_its_own(press: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    shutil.copy(press, copy)
    app = create_app(Settings(ledger=copy))
    with TestClient(app, base_url="http://127.0.0.1") as one:
        assert len(one.get("/review.json", params={"limit": 100000}).json()) > 1000
