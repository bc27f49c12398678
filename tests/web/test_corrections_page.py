"""The log of corrections as a page and as data, and corrections over HTTP."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pages import ledger_of, text_of
from sample_ledger import span
from selon.store import LedgerFile
from selon.store.corrections_log import export_lines, import_lines
from selon.web import Settings, create_app


def make(desk: TestClient, **body: object) -> dict[str, object]:
    answer = desk.post("/api/corrections", json={"article_id": 1, "part": "statement", "kind": "edit", **body})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def undo_form(desk: TestClient, id_: str, again: bool = False) -> None:
    secret = desk.app.state.settings.csrf  # type: ignore[attr-defined]
    data = {"csrf": secret, "id": id_, "back": "/corrections", **({"again": "yes"} if again else {})}
    assert desk.post("/corrections/undo", data=data).status_code == 200


def test_the_log_tells_who_changed_what_from_what_to_what_and_why(desk: TestClient) -> None:
    assert "Nobody has corrected anything yet." in desk.get("/corrections").text
    make(desk, record_id="s1", after={"act": "warn", "cue": span("a nié")}, why="<b>she</b> warns")
    page = desk.get("/corrections").text
    assert "<b>she</b>" not in page
    shown = text_of(page)
    assert "Ada" in shown
    assert "edited statement 1:s1" in shown
    assert "Act says warns" in shown
    assert "Cue “a déclaré” “a nié”" in shown
    assert "<b>she</b> warns" in shown
    assert '<a href="/articles/1?record=s1#s1">1:s1</a>' in page


def test_an_entry_is_undone_and_brought_back_and_the_log_is_only_added_to(desk: TestClient) -> None:
    made = str(make(desk, record_id="s1", kind="reject")["id"])
    undo_form(desk, made)
    assert desk.get("/corrections.json").json()[1]["undone"] is True
    undo_form(desk, made)  # undone already: a form that is sent twice does not bring it back
    assert len(desk.get("/corrections.json").json()) == 2
    undo_form(desk, made, again=True)
    log = desk.get("/corrections.json").json()
    assert [e["kind"] for e in log] == ["undo", "undo", "reject"]
    assert [e["undone"] for e in log] == [False, True, False]
    with ledger_of(desk) as file:
        assert "s1" not in {s.id for s in file.ledger(1).statements}


def test_what_is_unsettled_is_shown_with_its_reason(desk: TestClient, tmp_path: Path) -> None:
    make(desk, record_id="s1", after={"act": "warn"})
    with LedgerFile.open(tmp_path / "other.db", create=True) as other, ledger_of(desk) as held:
        lines = export_lines(held.connection)
        with other.writing() as db:
            import_lines(db, lines)
    app = create_app(Settings(ledger=tmp_path / "other.db"))
    with TestClient(app, base_url="http://127.0.0.1", headers={"accept-language": "en"}) as elsewhere:
        page = elsewhere.get("/corrections", params={"unsettled": "true"}).text
        assert "its article is not in this ledger" in page
        assert "To settle (1)" in page
        assert len(elsewhere.get("/corrections.json", params={"unsettled": "true"}).json()) == 1
    assert desk.get("/corrections.json", params={"unsettled": "true"}).json() == []
    assert "Nothing is left to settle." in desk.get("/corrections", params={"unsettled": "true"}).text


def test_the_exports_are_those_of_the_command(desk: TestClient) -> None:
    make(desk, record_id="s1", after={"act": "warn"})
    make(desk, record_id="s2", kind="confirm")
    with ledger_of(desk) as file:
        lines = export_lines(file.connection)
    answer = desk.get("/corrections.jsonl")
    assert answer.text.splitlines() == lines
    assert answer.headers["content-type"].startswith("application/jsonl")
    rows = desk.get("/corrections.csv").text.removeprefix("\ufeff").splitlines()
    assert rows[0].startswith("id,at,who,kind")
    assert len(rows) == 3


def test_a_read_only_log_has_no_buttons(client: TestClient) -> None:
    page = client.get("/corrections").text
    assert "<form" not in page
    assert client.post("/corrections/undo", data={"csrf": "x", "id": "y"}).status_code == 403


def test_an_undo_of_nothing(desk: TestClient) -> None:
    secret = desk.app.state.settings.csrf  # type: ignore[attr-defined]
    for data in ({"id": "none"}, {"id": "none", "again": "yes"}, {"again": "yes"}):
        assert desk.post("/corrections/undo", data={"csrf": secret, **data}).status_code in (200, 404)
    assert desk.post("/corrections/undo", data={"csrf": secret, "id": "none"}).status_code == 404
    assert desk.get("/corrections.json").json() == []


# Over HTTP


def test_a_correction_is_made_and_undone_over_http(desk: TestClient) -> None:
    made = make(desk, record_id="s1", after={"act": "warn"}, why="she warns")
    assert made["who"] == "Ada"
    assert made["changes"] == [{"field": "act", "before": "say", "after": "warn"}]
    with ledger_of(desk) as file:
        assert file.ledger(1).statements[0].act == "warn"
    undone = desk.post(f"/api/corrections/{made['id']}/undo", headers={"content-type": "application/json"})
    assert undone.json()["kind"] == "undo"
    with ledger_of(desk) as file:
        assert file.ledger(1).statements[0].act == "say"


def test_a_record_is_added_over_http(desk: TestClient) -> None:
    after = {"kind": "indirect", "act": "say", "content": [span("tout retard")], "cue": span("a nié")}
    made = make(desk, kind="add", after=after)
    with ledger_of(desk) as file:
        assert made["record_id"] in {s.id for s in file.ledger(1).statements}


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ({"article_id": 9}, 404, "no article 9"),
        ({"record_id": "s99"}, 422, "s99"),
        ({"after": {"shouted": True}}, 422, "shouted"),
        ({"after": None}, 422, "none given"),
        ({"after": {"content": [[0, 10_000_000]]}}, 422, "outside the text"),
        ({"kind": "erase"}, 422, "kind"),
        ({"part": "problem"}, 422, "part"),
        ({"article_id": "1 OR 1=1"}, 422, "article_id"),
        ({"who": "Somebody Else"}, 422, "who"),
        ({"after": [1]}, 422, "after"),
    ],
)
def test_what_cannot_be_made_is_refused_with_a_reason_and_nothing_is_written(
    desk: TestClient, body: dict[str, object], status: int, said: str
) -> None:
    whole = {"kind": "edit", "article_id": 1, "part": "statement", "record_id": "s1", "after": {"act": "warn"}, **body}
    answer = desk.post("/api/corrections", json=whole, headers={"accept": "*/*"})
    assert answer.status_code == status
    assert said in answer.json()["error"]
    assert desk.get("/corrections.json").json() == []


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "application/jsonp"]
)
def test_what_a_form_of_another_site_could_send_is_refused(desk: TestClient, kind: str) -> None:
    """A browser sends such bodies elsewhere without asking first; with application/json it asks, and is not answered."""
    body = json.dumps({"kind": "reject", "article_id": 1, "part": "statement", "record_id": "s1"})
    headers = {"content-type": kind} if kind else {}
    assert desk.post("/api/corrections", content=body, headers=headers).status_code == 415
    made = str(make(desk, record_id="s1", after={"act": "warn"})["id"])
    assert desk.post(f"/api/corrections/{made}/undo", headers=headers).status_code == 415
    assert len(desk.get("/corrections.json").json()) == 1


def test_the_question_that_a_browser_asks_first_is_not_answered(desk: TestClient) -> None:
    asked = {
        "origin": "https://evil.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
    }
    answer = desk.options("/api/corrections", headers=asked)
    assert answer.status_code == 405
    assert not [h for h in answer.headers if h.lower().startswith("access-control")]


def test_a_read_only_server_says_so_whatever_it_is_sent(client: TestClient) -> None:
    for body in ("{}", "nonsense"):
        answer = client.post(
            "/api/corrections", content=body, headers={"content-type": "application/json", "accept": "*/*"}
        )
        assert answer.status_code == 403
        assert "read-only" in answer.json()["error"]
    assert client.post("/api/corrections/x/undo", headers={"content-type": "application/json"}).status_code == 403


def test_undo_of_an_unknown_correction_over_http(desk: TestClient) -> None:
    answer = desk.post("/api/corrections/none/undo", headers={"content-type": "application/json", "accept": "*/*"})
    assert answer.status_code == 404
    assert "none" in answer.json()["error"]
