"""The actors: the list, the page of one, and merging, splitting and renaming where the server may edit."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from made_articles import Maker
from selon.store import LedgerFile
from selon.store.actor_links import link_actors


def text(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def one(client: TestClient, name: str) -> dict[str, Any]:
    return next(a for a in client.get(f"/actors.json?q={name}").json() if a["name"] == name)


def post(editor: TestClient, path: str, **fields: Any) -> Any:
    csrf = editor.app.state.settings.csrf  # type: ignore[attr-defined]
    return editor.post(path, data={"csrf": csrf, **fields}, follow_redirects=False)


def test_the_list_counts_what_the_ledger_holds(client: TestClient) -> None:
    rows = client.get("/actors.json").json()
    assert [a["statements"] for a in rows] == sorted((a["statements"] for a in rows), reverse=True)
    belloc = one(client, "Karim Belloc")
    said = [s for s in client.get("/statements.json?limit=100000").json() if s["actor_id"] == belloc["id"]]
    assert belloc["statements"] == len(said)
    assert belloc["direct"] + belloc["indirect"] + belloc["acts"] == len(said)
    assert belloc["articles"] == len({s["article_id"] for s in said})
    assert (belloc["outlets"], belloc["first"]) == (5, "2024-01-08")
    page = client.get("/actors").text
    assert f'href="/actors/{belloc["id"]}"' in page
    assert client.get("/actors.csv").content.decode("utf-8-sig").count("\n") == len(rows) + 1


def test_the_list_is_searched_and_filtered(client: TestClient) -> None:
    assert [a["name"] for a in client.get("/actors.json?q=belloc").json()] == ["Karim Belloc"]
    assert {a["kind"] for a in client.get("/actors.json?kind=organisation").json()} == {"organisation"}
    assert client.get("/actors.json?kind=dragon").json() == []
    assert "No actor has such a name" in client.get("/actors?q=Nobody").text


def test_the_page_of_an_actor_tells_names_roles_outlets_and_days(client: TestClient) -> None:
    known = one(client, "Karim Belloc")
    page = client.get(f"/actors/{known['id']}").text
    told = text(page)
    assert "maire de Saint-Aubin" in told
    assert "2024-01-08 2024-03-06" in told
    assert "full name" in told
    assert "Radio Tessal" in told
    assert page.count("<rect") >= 2
    assert f'href="/statements?speaker=actor%3A{known["id"]}"' in page
    whole = client.get(f"/actors/{known['id']}.json").json()
    (role,) = whole["profile"]["roles"]
    assert (role["role"], role["articles"], len(role["outlets"])) == ("maire de Saint-Aubin", 48, 5)
    assert sum(d["statements"] for d in whole["profile"]["days"]) == known["statements"]
    assert len(whole["profile"]["parts"]) == known["articles"]
    assert whole["figures"]
    assert {f["actor_id"] for f in whole["figures"]} == {known["id"]}
    part = whole["profile"]["parts"][0]
    assert f"/articles/{part['article_id']}?record={part['entity_id']}#{part['entity_id']}" in page


def test_positions_of_an_actor_stand_on_its_page(client: TestClient) -> None:
    told = text(client.get(f"/actors/{one(client, 'Anton Marchais')['id']}").text)
    assert "cessez-le-feu + supports 2024-03-05" in told


@pytest.mark.parametrize("path", ["/actors/99999", "/actors/99999.json"])
def test_nobody_is_told_as_such(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "There is no actor 99999" in html.unescape(answer.text)


def test_a_number_beyond_all_numbers_is_no_fault(client: TestClient) -> None:
    assert client.get(f"/actors/{10**30}").status_code in (404, 422)
    assert client.get("/actors?page=0").status_code == 422


def test_a_read_only_server_has_no_forms_and_takes_none(client: TestClient) -> None:
    known = one(client, "Karim Belloc")
    assert 'method="post"' not in client.get(f"/actors/{known['id']}").text
    for action in ("merge", "split", "rename"):
        answer = client.post(f"/actors/{known['id']}/{action}", data={"csrf": "x", "name": "X", "into": "1"})
        assert answer.status_code == 403
    assert one(client, "Karim Belloc") == known


def test_a_form_without_the_secret_is_refused(editor: TestClient) -> None:
    known = one(editor, "Karim Belloc")
    assert editor.post(f"/actors/{known['id']}/rename", data={"name": "X", "csrf": "guess"}).status_code == 403
    assert one(editor, "Karim Belloc") == known


def test_a_rename_is_logged_and_undone(editor: TestClient) -> None:
    known = one(editor, "Karim Belloc")
    answer = post(editor, f"/actors/{known['id']}/rename", name="Le maire <b>", why="as the town calls him")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/actors/{known['id']}")
    page = editor.get(f"/actors/{known['id']}").text
    assert "<h1>Le maire &lt;b&gt;</h1>" in page
    assert "as the town calls him" in page
    assert "· Ada" in page
    log = re.search(r'name="id" value="(\w+)"', page)
    assert log
    post(editor, "/corrections/undo", id=log[1], back=f"/actors/{known['id']}")
    page = editor.get(f"/actors/{known['id']}").text
    assert "<h1>Karim Belloc</h1>" in page
    assert "undone" in page


def test_a_merge_moves_everything_and_old_addresses_still_lead_there(editor: TestClient) -> None:
    mayor, engineer = one(editor, "Karim Belloc"), one(editor, "Odile Ferrand")
    page = editor.get(f"/actors/{engineer['id']}?like=Belloc").text
    assert f'name="into" value="{mayor["id"]}"' in page
    answer = post(editor, f"/actors/{engineer['id']}/merge", into=mayor["id"])
    assert answer.status_code == 303
    both = one(editor, "Karim Belloc")
    assert both["statements"] == mayor["statements"] + engineer["statements"]
    assert "Odile Ferrand" in both["also"]
    for old in (mayor, engineer):
        led = editor.get(f"/actors/{old['id']}")
        assert led.status_code == 200
        assert "<h1>Karim Belloc</h1>" in led.text
    assert "Merged" in editor.get(f"/actors/{both['id']}").text
    assert {n["how"] for n in editor.get(f"/actors/{both['id']}.json").json()["profile"]["names"]} == {"name", "person"}


def test_entities_are_set_apart(editor: TestClient) -> None:
    known = one(editor, "Karim Belloc")
    part = editor.get(f"/actors/{known['id']}.json").json()["profile"]["parts"][0]
    answer = post(
        editor,
        f"/actors/{known['id']}/split",
        entity=f"{part['article_id']}:{part['entity_id']}",
        name="Karim Belloc (père)",
    )
    assert answer.status_code == 303
    assert one(editor, "Karim Belloc")["articles"] == known["articles"] - 1
    assert one(editor, "Karim Belloc (père)")["articles"] == 1


@pytest.mark.parametrize(
    ("action", "fields"),
    [
        ("merge", {"into": "99999"}),
        ("merge", {"into": ""}),
        ("merge", {"into": "9" * 40}),
        ("rename", {"name": "  "}),
        ("split", {}),
        ("split", {"entity": "1:nobody"}),
        ("split", {"entity": "nonsense"}),
    ],
)
def test_what_cannot_be_changed_is_told_and_nothing_is_written(
    editor: TestClient, action: str, fields: dict[str, str]
) -> None:
    known = one(editor, "Karim Belloc")
    answer = post(editor, f"/actors/{known['id']}/{action}", **fields)
    assert answer.status_code == 400
    assert "This cannot be changed so" in answer.text
    assert one(editor, "Karim Belloc") == known


def test_namesakes_are_told_not_joined(tmp_path: Path, client_for: Callable[[Path], TestClient]) -> None:
    path = tmp_path / "a.db"
    with LedgerFile.open(path, create=True) as file:
        for n, role in enumerate(("maire", "juge", "maire")):
            words = f"Le {role} Odile Ferrand a parlé, {n}."
            file.add(Maker(words, day="2024-01-01").entity("e1", "Odile Ferrand", roles=[role]).ledger)
        with file.writing() as db:
            link_actors(db)
    held = client_for(path)
    mayor, judge = held.get("/actors.json?q=ferrand").json()
    assert (mayor["namesakes"], judge["namesakes"]) == (1, 1)
    page = held.get(f"/actors/{mayor['id']}").text
    assert "Another actor has this name" in page
    assert f'href="/actors/{judge["id"]}"' in page
