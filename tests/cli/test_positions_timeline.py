"""`selon positions` and `selon timeline`: what they print, their JSON, bad files beside good ones, hostile text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from selon.cli import app

TEXT = (
    "Claire Morel soutient le projet de tunnel à condition que la ville paie. "
    "Luc Bernard s'oppose au projet de tunnel. Emmanuel Macron a rencontré Olaf Scholz le 24 février 2022 à Berlin.\n"
)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf8")
    return path


def run(*args: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(args), env={"COLUMNS": "140"})
    if result.exit_code == 2 and "no pipeline" in result.output:
        pytest.skip(result.output)
    return result.exit_code, result.stdout


def test_matrix_shows_actors_stance_and_condition(article: Path) -> None:
    code, out = run("positions", str(article))
    assert code == 0
    assert "Claire Morel" in out
    assert "condition: la ville paie" in out
    assert "opposes" in out


def test_positions_json(article: Path) -> None:
    code, out = run("positions", "--json", str(article))
    assert code == 0
    got = json.loads(out)["positions"]
    assert [(p["who"], p["stance"], p["unless"]) for p in got] == [
        ("Claire Morel", "supports", ["la ville paie"]),
        ("Luc Bernard", "opposes", []),
    ]
    for p in got:
        assert TEXT[slice(*p["span"])] == p["words"]


def test_timeline_puts_days_first(article: Path) -> None:
    code, out = run("timeline", "--json", str(article))
    assert code == 0
    lines = [json.loads(x) for x in out.splitlines()]
    assert (lines[0]["start"], lines[0]["type"], lines[0]["who"]) == ("2022-02-24", "CONSULT", ["Emmanuel Macron"])
    days = [x["start"] for x in lines]
    assert days == sorted(days, key=lambda d: (d is None, str(d)))
    code, out = run("timeline", str(article))
    assert "CONSULT" in out


def test_a_bad_file_stops_nothing(article: Path, tmp_path: Path) -> None:
    missing = str(tmp_path / "none.txt")
    for command in ("positions", "timeline"):
        code, out = run(command, missing, str(article))
        assert code == 1
        assert "Luc Bernard" in out if command == "positions" else "Macron" in out


def test_control_characters_never_reach_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "b.txt"
    path.write_text(TEXT.replace("de tunnel", "de \x1b[31mtunnel [bold]x[/bold]"), encoding="utf8")
    for command in ("positions", "timeline"):
        code, out = run(command, str(path))
        assert code == 0
        assert "\x1b[31m" not in out
