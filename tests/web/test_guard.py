"""What stands before every answer: who may ask, how much they may send, and what a browser may do with the answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from sample_ledger import sample
from selon.store import LedgerFile
from selon.web import Settings, create_app
from selon.web.guard import COOKIE, HEADERS, MOST

HERE = "http://127.0.0.1"
TOKEN = "a token of this test"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("guard") / "small.db"
    with LedgerFile.open(path, create=True) as file:
        file.add(sample())
    return path


def client_of(ledger: Path, base: str = HERE, **settings: object) -> TestClient:
    app = create_app(Settings(ledger=ledger, **settings))  # type: ignore[arg-type]
    return TestClient(
        app, base_url=base, headers={"accept-language": "en", "accept": "text/html"}, follow_redirects=False
    )


@pytest.fixture
def plain(ledger: Path) -> TestClient:
    return client_of(ledger)


@pytest.fixture
def editing(ledger: Path) -> TestClient:
    return client_of(ledger, edit=True, who="Ada")


@pytest.fixture
def locked(ledger: Path) -> TestClient:
    return client_of(ledger, token=TOKEN)


# Names


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8717", "localhost", "LOCALHOST:80", "[::1]:8717"])
def test_this_machine_is_answered(plain: TestClient, host: str) -> None:
    assert plain.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil.example:8717",
        "",
        "[::1",
        "127.0.0.1@evil.example",
    ],
)
def test_a_name_that_points_here_from_elsewhere_is_refused(plain: TestClient, host: str) -> None:
    answer = plain.get("/", headers={"host": host})
    assert answer.status_code == 421
    assert "Odile" not in answer.text
    assert plain.get("/static/style.css", headers={"host": host}).status_code == 421


def test_a_further_name_is_answered_where_it_is_given(ledger: Path) -> None:
    assert (
        client_of(ledger, hosts=frozenset(("desk.example",))).get("/", headers={"host": "desk.example"}).status_code
        == 200
    )


# The token


def test_without_the_token_nothing_is_answered(locked: TestClient) -> None:
    for path in ("/", "/articles.json", "/openapi.json", "/static/style.css", "/review", "/none"):
        answer = locked.get(path)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        assert TOKEN not in answer.text


def test_the_token_in_the_address_is_taken_once_and_leaves_it(locked: TestClient) -> None:
    answer = locked.get("/articles", params={"token": TOKEN, "outlet": "a b", "q": ""})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/articles?outlet=a+b&q="
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert locked.get("/articles").status_code == 200  # the cookie is kept


def test_a_cookie_over_https_stays_there(ledger: Path) -> None:
    answer = client_of(ledger, "https://127.0.0.1", token=TOKEN).get("/", params={"token": TOKEN})
    assert "Secure" in answer.headers["set-cookie"]


def test_the_token_as_a_bearer_is_taken(locked: TestClient) -> None:
    for value in (f"Bearer {TOKEN}", f"bearer {TOKEN}"):
        answer = locked.get("/articles.json", headers={"authorization": value})
        assert answer.status_code == 200
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("given", ["", "wrong", TOKEN[:-1], TOKEN + "x", "é", "\x00"])
def test_a_wrong_token_is_refused(locked: TestClient, given: str) -> None:
    assert locked.get("/", params={"token": given}).status_code == 401
    assert locked.get("/", headers={"authorization": f"Bearer {given}".encode()}).status_code == 401
    assert locked.get("/", headers={"authorization": f"Basic {TOKEN}"}).status_code == 401
    assert locked.get("/", headers={"cookie": f'{COOKIE}="{given}"'.encode()}).status_code == 401


def test_a_cookie_that_cannot_be_read_is_none(locked: TestClient) -> None:
    assert locked.get("/", headers={"cookie": f"a b;;=,{COOKIE}"}).status_code == 401


def test_without_a_token_to_ask_for_one_in_the_address_does_nothing(plain: TestClient) -> None:
    answer = plain.get("/", params={"token": "anything"})
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers


# Changes for another site


ELSEWHERE: list[dict[str, str]] = [
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": "http://127.0.0.1:9999"},
    {"origin": "http://localhost"},
    {"origin": "http://[::1"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"origin": HERE, "sec-fetch-site": "cross-site"},
]


@pytest.mark.parametrize("headers", ELSEWHERE)
def test_nothing_is_changed_for_another_site(editing: TestClient, headers: dict[str, str]) -> None:
    secret = editing.app.state.settings.csrf  # type: ignore[attr-defined]
    body = {"kind": "confirm", "article_id": 1, "part": "statement", "record_id": "s1"}
    assert editing.post("/api/corrections", json=body, headers=headers).status_code == 403
    assert editing.post("/review/decide", data={"csrf": secret}, headers=headers).status_code == 403
    assert editing.get("/corrections.json").json() == []
    assert editing.get("/articles", headers=headers).status_code == 200  # a link from elsewhere is a link


def test_a_browser_on_this_site_and_a_program_may_change(editing: TestClient) -> None:
    body = {"kind": "confirm", "article_id": 1, "part": "statement", "record_id": "s1"}
    for headers in ({}, {"origin": HERE, "sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}):
        made = editing.post("/api/corrections", json=body, headers=headers)
        assert made.status_code == 201
        editing.post(f"/api/corrections/{made.json()['id']}/undo", json={})


def test_the_secret_of_a_form_is_of_one_start_of_the_server(ledger: Path) -> None:
    one, other = client_of(ledger, edit=True, who="Ada"), client_of(ledger, edit=True, who="Ada")
    secrets = [c.app.state.settings.csrf for c in (one, other)]  # type: ignore[attr-defined]
    assert secrets[0] != secrets[1]
    assert len(secrets[0]) >= 24
    data = {"decision": "confirm", "record": "1:s1", "seen": "x"}
    for given in (secrets[1], "", "é", secrets[0][:-1]):
        assert one.post("/review/decide", data={**data, "csrf": given}).status_code == 403
    assert one.post("/review/decide", data=data).status_code == 403
    assert one.post("/review/decide", data={**data, "csrf": secrets[0]}).status_code == 303


def test_an_answer_gives_no_other_site_a_right(plain: TestClient) -> None:
    answer = plain.get("/articles.json", headers={"origin": "https://evil.example"})
    assert not [h for h in answer.headers if h.startswith("access-control")]


# Sizes


def test_what_says_that_it_is_too_large_is_refused_unread(editing: TestClient) -> None:
    def never() -> Iterator[bytes]:
        raise AssertionError("it was read")
        yield b""

    for length in (str(MOST + 1), "9" * 30, "-1", "many"):
        headers = {"content-length": length, "content-type": "application/json"}
        answer = editing.post("/api/corrections", content=never(), headers=headers)
        assert answer.status_code == 413, length


def test_what_grows_too_large_without_saying_so_is_cut_off(editing: TestClient) -> None:
    sent = 0

    def chunks() -> Iterator[bytes]:
        nonlocal sent
        while sent <= 2 * MOST:
            sent += 2**20
            yield b" " * 2**20

    for address, kind in (
        ("/api/corrections", "application/json"),
        ("/review/decide", "application/x-www-form-urlencoded"),
    ):
        sent = 0
        answer = editing.post(address, content=chunks(), headers={"content-type": kind})
        assert answer.status_code == 413, address


def test_a_form_of_very_many_fields_is_refused(editing: TestClient) -> None:
    secret = editing.app.state.settings.csrf  # type: ignore[attr-defined]
    body = f"csrf={secret}&" + "record=1&" * 20_000
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = editing.post("/review/bulk", content=body, headers=headers)
    assert answer.status_code == 400


# Headers


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200), ("/articles.json", 200), ("/articles.csv", 200), ("/openapi.json", 200), ("/static/style.css", 200),
        ("/static/none.js", 404), ("/none", 404), ("/none.json", 404), ("/review?max_confidence=x", 400),
        ("/review.json?limit=0", 422), ("/articles/999999", 404),
    ],
)  # fmt: skip
def test_every_answer_has_the_headers(plain: TestClient, path: str, status: int) -> None:
    answer = plain.get(path)
    assert answer.status_code == status
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    assert (answer.headers.get("cache-control") == "no-store") != path.startswith("/static/")


def test_a_refusal_has_the_headers_too(locked: TestClient, editing: TestClient) -> None:
    refusals = [
        locked.get("/"),
        locked.get("/", params={"token": TOKEN}),
        editing.get("/", headers={"host": "evil.example"}),
        editing.post("/api/corrections", json={}, headers={"origin": "https://evil.example"}),
        editing.post("/api/corrections", content=b"", headers={"content-length": "999999999"}),
        editing.post("/none"),
        editing.delete("/articles"),
    ]
    assert [r.status_code for r in refusals] == [401, 303, 421, 403, 413, 404, 405]
    for answer in refusals:
        assert all(answer.headers[name] == value for name, value in HEADERS.items())
        assert answer.headers["cache-control"] == "no-store"


def test_a_failure_of_the_program_has_the_headers_and_tells_nothing_of_it(ledger: Path) -> None:
    app = create_app(Settings(ledger=ledger))

    def broken() -> None:
        raise RuntimeError("a secret of the program")

    app.add_api_route("/broken", broken)
    client = TestClient(app, base_url=HERE, raise_server_exceptions=False)
    answer = client.get("/broken")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert all(answer.headers[name] == value for name, value in HEADERS.items())


def test_the_policy_lets_a_page_run_its_own_files_only() -> None:
    policy = dict(part.strip().partition(" ")[::2] for part in HEADERS["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in HEADERS["Content-Security-Policy"]
    assert "http" not in HEADERS["Content-Security-Policy"]
