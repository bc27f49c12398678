"""`selon serve`: a ledger or articles as a page, on this machine alone unless told otherwise."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
import typer
from typer.testing import Result

from sample_ledger import FRENCH
from selon.cli.intake import Reading
from selon.cli.serve import address, read_dropped, served, settings_for
from selon.store import LedgerFile

Selon = Callable[..., Result]


@contextmanager
def running(*args: object) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address that a server of its own process printed, and the process."""
    command = [sys.executable, "-c", "from selon.cli import main; main()", "serve", *map(str, args), "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"http://\S+", line)
        assert found, line + process.stderr.read()
        yield found[0], process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)


def test_articles_are_read_and_served_straight_away(article: Path) -> None:
    with running(article) as (url, process):
        rows = json.load(urlopen(f"{url}articles.json"))
        assert [r["article_id"] for r in rows] == [1]
        assert rows[0]["statements"] > 0
        page = urlopen(url)
        assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert 'href="/articles/1"' in page.read().decode()
        with pytest.raises(HTTPError, match="421"):
            urlopen(Request(url, headers={"Host": "elsewhere.example"}))
    assert process.returncode == 0


def test_elsewhere_than_on_this_machine_a_token_is_asked_for(article: Path) -> None:
    with running(article, "--host", "0.0.0.0", "--name", "desk.example") as (url, _):
        assert "?token=" in url
        plain, token = url.split("?token=")
        plain = plain.replace("0.0.0.0", "127.0.0.1")
        for headers, status in (({}, 401), ({"Authorization": "Bearer wrong"}, 401)):
            with pytest.raises(HTTPError, match=str(status)):
                urlopen(Request(f"{plain}articles.json", headers=headers))
        ask = Request(f"{plain}articles.json", headers={"Authorization": f"Bearer {token}", "Host": "desk.example"})
        assert len(json.load(urlopen(ask))) == 1


def test_a_ledger_is_served_as_it_is_and_several_are_refused(tmp_path: Path, article: Path, selon: Selon) -> None:
    ledger = tmp_path / "press.ledger"
    assert selon("add", ledger, article, "--jobs", 1).exit_code == 0
    with ExitStack() as stack:
        assert served([str(ledger)], Reading(), stack) == ledger
        with pytest.raises(typer.Exit):
            served([str(ledger), str(article)], Reading(), stack)
    assert len(LedgerFile.open(ledger).article_ids()) == 1


def test_what_was_read_for_the_page_is_gone_at_the_end(article: Path) -> None:
    with ExitStack() as stack:
        ledger = served([str(article)], Reading(), stack)
        assert ledger.is_file()
    assert not ledger.exists()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["nothing.txt"], "nothing.txt"),
        (["{article}", "--edit"], "selon add"),
        (["{article}", "--port", "{taken}"], "--port"),
        (["{article}", "--pipeline", "no_such"], "no_such"),
    ],
)
def test_what_cannot_be_served_is_told(args: list[str], said: str, article: Path, selon: Selon) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        held = {"article": article, "taken": taken.getsockname()[1]}
        run = selon("serve", *(a.format(**held) for a in args))
    assert run.exit_code in (1, 2)
    assert said in run.output
    assert "Traceback" not in run.output


def test_the_settings_of_a_server_follow_its_address(tmp_path: Path) -> None:
    ledger = tmp_path / "l.db"

    def of(host: str, token: str | None = None) -> str:
        settings = settings_for(ledger, Reading(), host=host, edit=False, who="Ada", token=token, names=["desk"])
        assert {"localhost", "127.0.0.1", "desk"} <= settings.hosts
        return address(settings, host, 80)

    assert of("127.0.0.1") == "selon: http://127.0.0.1:80/  (Ctrl-C ends it)"
    assert of("::1").startswith("selon: http://[::1]:80/ ")
    assert of("127.0.0.1", "abc").startswith("selon: http://127.0.0.1:80/?token=abc ")
    assert re.search(r"token=[\w-]{20,} ", of("10.0.0.7"))
    assert of("10.0.0.7") != of("10.0.0.7")


def test_a_dropped_file_is_read_by_its_format_and_what_cannot_be_read_is_told() -> None:
    (text,) = read_dropped(Reading(), "../../etc/depeche.txt", FRENCH.encode())
    assert text.ledger is not None
    assert text.ledger.document.text == FRENCH
    assert text.ledger.statements
    (again,) = read_dropped(Reading(), "l.json", text.ledger.model_dump_json().encode())
    assert again.ledger == text.ledger
    (empty,) = read_dropped(Reading(), "empty.txt", b"")
    assert empty.ledger is None
    assert empty.message
    (english,) = read_dropped(Reading(), "en.txt", b"The minister said on Monday that the talks had failed. " * 9)
    assert english.ledger is None
    assert "/tmp" not in f"{empty.name}{english.name}{english.message}"
