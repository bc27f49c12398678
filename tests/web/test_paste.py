"""A text that is pasted or a file that is dropped: read at once, kept in memory, refused with a reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import pytest
from starlette.testclient import TestClient

from hostile_articles import markup
from made_articles import Maker
from selon.model import Ledger
from selon.store import LedgerFile
from selon.web import Read, Reading, Settings, create_app
from selon.web.pasted import Pasted

Reader = Callable[[Read], TestClient]


def ledger_of(text: str) -> Ledger:
    made = Maker(text, url=f"https://paste.example/{len(text)}")
    return made.entity("e1", "Odile Ferrand", words=text[:3]).said("e1", text[4:]).ledger


def read(name: str, data: bytes, *, date: str | None = None) -> list[Reading]:
    """A reader that knows no language: a line is an article, one that begins with ! cannot be read."""
    lines = data.decode("utf8").split("§")
    return [
        Reading(f"{name}#{n}", message="is no article: write one")
        if line.startswith("!")
        else Reading(f"{name}#{n}", ledger=ledger_of(f"{date or ''}{line}"), by="tests 1")
        for n, line in enumerate(lines)
    ]


@pytest.fixture
def pasting(reader: Reader) -> TestClient:
    return reader(read)


def csrf(client: TestClient) -> str:
    held = re.search(r'name="csrf" value="([^"]+)"', client.get("/paste").text)
    assert held
    return held[1]


def send(
    client: TestClient,
    text: str = "",
    *,
    file: tuple[str, bytes] = ("", b""),
    date: str = "",
    secret: str | None = None,
):  # type: ignore[no-untyped-def]
    data = {"csrf": csrf(client) if secret is None else secret, "text": text, "date": date}
    return client.post("/paste", data=data, files={"file": file}, follow_redirects=False)


def test_a_pasted_text_is_read_and_shown_as_an_article_is(pasting: TestClient, press: Path) -> None:
    before = press.read_bytes()
    answer = send(pasting, "Une parole.\r\nEncore une.")
    assert answer.status_code == 303
    where = answer.headers["location"]
    assert re.fullmatch(r"/paste/[\w-]{20,}", where)
    page = pasting.get(where).text
    assert "it is not in the ledger" in page
    assert 'id="text"' in page
    assert f'href="{where}?record=s1#s1"' in page
    assert "Add it to the ledger" not in page  # the server is read-only
    ledger = Ledger.model_validate_json(pasting.get(f"{where}.json").content)
    assert ledger.document.text == "Une parole.\nEncore une."  # a form sends CR LF whatever was pasted
    assert "Une parole" in pasting.get(f"{where}?record=s1").text
    assert "why-title" in pasting.get(f"{where}/why?record=s1").text
    assert pasting.get(f"{where}.csv").text.count("\n") == 3  # the content has a line break
    assert press.read_bytes() == before


def test_the_date_that_a_person_knows_is_handed_on(pasting: TestClient) -> None:
    where = send(pasting, "Une parole.", date=" 2023-11 ").headers["location"]
    assert pasting.get(f"{where}.json").json()["document"]["text"] == "2023-11Une parole."


def test_a_file_is_read_under_its_name(pasting: TestClient) -> None:
    answer = send(pasting, "not this", file=("two.txt", "Une parole.§Deux paroles.§!".encode()))
    where = answer.headers["location"]
    listed = pasting.get(where).text
    assert "3 articles in this file" in listed
    assert f'href="{where}?n=2"' in listed
    assert "two.txt#2" in listed
    assert "is no article: write one" in listed
    second = pasting.get(f"{where}?n=2").text
    assert "Deux paroles." in second
    assert f'href="{where}?n=2&amp;record=s1#s1"' in second
    assert pasting.get(f"{where}.json?n=2").json()["document"]["text"] == "Deux paroles."
    assert pasting.get(f"{where}?n=3").status_code == 404


@pytest.mark.parametrize(
    ("text", "date", "says"),
    [
        ("", "", "There is nothing to read"),
        ("  \n ", "", "There is nothing to read"),
        ("! no <b>", "", "is no article: write one"),
        ("Une parole.", "yesterday <b>", "“yesterday &lt;b&gt;” is no day"),
    ],
)
def test_what_is_refused_is_said_with_what_to_do_and_what_was_sent_stays(
    pasting: TestClient, text: str, date: str, says: str
) -> None:
    answer = send(pasting, text, date=date)
    assert answer.status_code == 422
    assert says in answer.text
    assert "Paste an article in French" in answer.text
    assert "<b>" not in answer.text
    if text.strip():
        assert text.replace("<", "&lt;").replace(">", "&gt;") in answer.text


def test_a_file_without_bytes_is_refused_by_its_reader(reader: Reader) -> None:
    client = reader(lambda name, data, *, date=None: [Reading(name, message=f"is empty ({len(data)} bytes)")])  # noqa: ARG005
    assert "is empty (0 bytes)" in send(client, file=("empty.txt", b"")).text
    nothing = reader(lambda name, data, *, date=None: [])  # noqa: ARG005
    assert "There is no article in it." in send(nothing, file=("a.zip", b"PK")).text


def test_a_text_longer_than_a_megabyte_can_be_pasted(pasting: TestClient) -> None:
    answer = send(pasting, "Une " + "é" * 1_200_000)
    assert answer.status_code == 303


def test_another_sites_form_is_refused(pasting: TestClient) -> None:
    assert send(pasting, "Une parole.", secret="guessed").status_code == 403
    assert pasting.post("/paste", data={"text": "Une parole."}).status_code == 403


def test_without_a_reader_nothing_is_offered(client: TestClient) -> None:
    assert 'id="paste"' not in client.get("/articles").text
    answer = client.get("/paste")
    assert answer.status_code == 404
    assert "does not read texts" in answer.text
    assert client.post("/paste", data={"csrf": client.app.state.settings.csrf}).status_code == 404  # type: ignore[attr-defined]


def test_the_list_of_articles_has_the_form(pasting: TestClient) -> None:
    page = pasting.get("/articles").text
    assert 'action="/paste" enctype="multipart/form-data"' in page
    assert "/static/drop.js" in page


def test_what_is_not_kept_is_said(pasting: TestClient) -> None:
    for address in ("/paste/nothing", "/paste/nothing.json", "/paste/nothing/why?record=s1"):
        answer = pasting.get(address)
        assert answer.status_code == 404
        assert "no longer kept" in answer.text
    where = send(pasting, "Une parole.").headers["location"]
    assert pasting.get(f"{where}?record=s9").status_code == 404


def test_only_the_last_few_are_kept() -> None:
    held = Pasted(most=3, most_bytes=10_000)
    keys = [held.keep([Reading(str(n), ledger=ledger_of("Une parole."))]) for n in range(5)]
    assert [k for k in keys if held.get(k)] == keys[2:]
    assert len(set(keys)) == 5
    large = held.keep([Reading("large", ledger=ledger_of("Une " + "a" * 9000))])
    assert held.get(large)
    assert not any(held.get(k) for k in keys)


def test_a_hostile_text_is_shown_as_safely_as_an_article(reader: Reader) -> None:
    client = reader(lambda name, data, *, date=None: [Reading(name, ledger=markup())])  # noqa: ARG005
    where = send(client, file=("<script>.txt", b"x")).headers["location"]
    page = client.get(f"{where}?record=s2").text
    assert "<script>window" not in page
    assert 'href="javascript:' not in page


def test_one_text_is_read_at_a_time(reader: Reader) -> None:
    at_once, most, started = [0], [0], Event()

    def slow(name: str, data: bytes, *, date: str | None = None) -> list[Reading]:
        at_once[0] += 1
        most[0] = max(most[0], at_once[0])
        started.wait(0.2)
        at_once[0] -= 1
        return read(name, data, date=date)

    client = reader(slow)
    secret = csrf(client)
    threads = [Thread(target=send, args=(client, f"Une parole {n}."), kwargs={"secret": secret}) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]


@pytest.fixture
def adding(press: Path, tmp_path: Path) -> TestClient:
    path = tmp_path / "own.db"
    path.write_bytes(press.read_bytes())
    app = create_app(Settings(ledger=path, edit=True, who="Ada", read=read))
    return TestClient(app, base_url="http://127.0.0.1", headers={"accept-language": "en", "accept": "text/html"})


def test_a_pasted_text_can_be_added_where_the_server_may_edit(adding: TestClient, tmp_path: Path) -> None:
    where = send(adding, "Une parole neuve.").headers["location"]
    page = adding.get(where).text
    assert "Add it to the ledger" in page
    assert adding.post(f"{where}/add", data={"csrf": "guessed"}).status_code == 403
    secret = csrf(adding)
    answer = adding.post(f"{where}/add", data={"csrf": secret, "n": "1"}, follow_redirects=False)
    assert answer.status_code == 303
    id_ = int(answer.headers["location"].removeprefix("/articles/"))
    with LedgerFile.open(tmp_path / "own.db") as file:
        assert file.ledger(id_).document.text == "Une parole neuve."
        assert (
            file.connection.execute("SELECT extracted_by FROM article WHERE id = ?", (id_,)).fetchone()[0] == "tests 1"
        )
        assert (
            file.connection.execute("SELECT count(*) FROM actor_entity WHERE article_id = ?", (id_,)).fetchone()[0] == 1
        )
    again = adding.post(f"{where}/add", data={"csrf": secret}, follow_redirects=False)
    assert again.headers["location"] == answer.headers["location"]  # it is there already


def test_a_read_only_server_adds_nothing(pasting: TestClient) -> None:
    where = send(pasting, "Une parole.").headers["location"]
    answer = pasting.post(f"{where}/add", data={"csrf": csrf(pasting)})
    assert answer.status_code == 403
    assert "read-only" in answer.text
