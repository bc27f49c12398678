"""The questions on the command line: tables for people, JSON and CSV for programs, usage errors told."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from sample_ledger import TEXT, sample
from selon.store import LedgerFile

Run = Callable[..., Result]
COMMANDS = (
    ["search", "pont"], ["search", "pont", "--statements"], ["who", "dangereux"], ["quotes"], ["sources"], ["sources", "--by-outlet"],
    ["figures"], ["problems"], ["positions"],
)  # fmt: skip
FIRST = {"search": "article_id", "who": "source", "quotes": "article_id", "sources": "outlet", "problems": "name"}


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    with LedgerFile.open(tmp_path / "l.db", create=True) as file:
        file.add(sample())
        file.add(sample(TEXT.replace("Vaubrun", "\x1b[31mvi").replace("[bold]", "=1+1()")))
    return tmp_path / "l.db"


def args(command: list[str], path: Path) -> list[object]:
    return [command[0], path, *command[1:]]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_json_and_csv_say_the_same(ledger: Path, selon: Run, command: list[str]) -> None:
    as_json = selon(*args(command, ledger), "--json")
    as_csv = selon(*args(command, ledger), "--csv")
    assert as_json.exit_code == as_csv.exit_code == 0
    objects = [json.loads(line) for line in as_json.stdout.splitlines()]
    rows = list(csv.DictReader(io.StringIO(as_csv.stdout)))
    assert len(objects) == len(rows) > 0
    assert list(objects[0]) == list(rows[0])
    assert next(iter(rows[0])) == FIRST.get(command[0], "article_id")
    for o, r in zip(objects, rows, strict=True):
        assert all(r[k] == str(v) for k, v in o.items() if isinstance(v, int) and not isinstance(v, bool))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_tables_send_nothing_to_the_terminal_that_steers_it(ledger: Path, selon: Run, command: list[str]) -> None:
    out = selon(*args(command, ledger))
    assert out.exit_code == 0
    assert out.stdout.strip()
    assert "\x1b" not in out.stdout


def test_cells_that_a_spreadsheet_would_run_are_disarmed(ledger: Path, selon: Run) -> None:
    out = selon("quotes", ledger, "--act", "deny", "--csv")
    contents = [r["content"] for r in csv.DictReader(io.StringIO(out.stdout))]
    assert contents == ["[bold]tout retard[/bold]", "'=1+1()tout retard[/bold]"]


def test_filters_reach_the_ledger(ledger: Path, selon: Run) -> None:
    out = selon("quotes", ledger, "--actor", "ferrand", "--kind", "direct", "--limit", "1", "--json")
    assert [json.loads(line)["source"] for line in out.stdout.splitlines()] == ["Odile Ferrand"]
    out = selon("positions", ledger, "--topic", "pont", "--actor", "Ferrand", "--json")
    assert len(out.stdout.splitlines()) == 2
    out = selon("figures", ledger, "rivets", "--measure", "killed")
    assert (out.stdout, out.exit_code) == ("", 0)
    assert "no figure passes" in out.stderr


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (["search", "*"], "no word to look for"),
        (["who", "-x"], "No such option"),
        (["quotes", "--json", "--csv"], "choose one"),
        (["quotes", "--since", "hier"], "no date"),
        (["quotes", "--limit", "0"], "limit"),
    ],
)
def test_usage_errors(ledger: Path, selon: Run, command: list[str], message: str) -> None:
    out = selon(*args(command, ledger))
    assert out.exit_code == 2
    assert message in out.stderr


@pytest.mark.parametrize("command", COMMANDS[:8], ids=" ".join)
def test_a_file_that_is_no_ledger(tmp_path: Path, selon: Run, command: list[str]) -> None:
    out = selon(*args(command, tmp_path / "none.db"))
    assert out.exit_code == 2
    assert "none.db: does not exist" in out.stderr
    assert not (tmp_path / "none.db").exists()


def test_options_of_a_ledger_are_refused_for_articles(article: Path, selon: Run) -> None:
    out = selon("positions", article, "--topic", "x")
    assert out.exit_code == 2
    assert "need a ledger file" in out.stderr


def test_from_python(ledger: Path) -> None:
    import selon

    with selon.open(ledger) as file:
        assert [h.article_id for h in file.search("pont", limit=1)] == [1]
        assert file.ledger(1) == sample()
