from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from sample_ledger import sample

Selon = Callable[..., Result]


@pytest.fixture(autouse=True)
def _reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selon.extract.ledger.read_article", lambda *_, **__: sample())
    monkeypatch.setenv("COLUMNS", "200")


def lines(result: Result) -> list[str]:
    return [" ".join(line.split()) for line in result.stdout.splitlines() if line.strip()]


def test_a_statement(selon: Selon, article: Path) -> None:
    result = selon("why", article, "s1")
    assert result.exit_code == 0
    shown = lines(result)
    assert "rule incise" in shown
    assert "confidence 93%" in shown
    assert sum("characters 61–70" in line for line in shown) == 2, "the cue, and the same words as evidence"
    at = shown.index("Odile Ferrand (e1, person, rule name)")
    assert "la maire Odile Ferrand" in shown[at + 1]


def test_an_unresolved_source_keeps_its_words(selon: Selon, article: Path) -> None:
    assert "source “des ouvriers” unresolved" in lines(selon("why", article, "s2"))


@pytest.mark.parametrize(
    ("id_", "words"),
    [
        ("f1", "according to “des ouvriers” unresolved"),
        ("e1", "roles maire"),
        ("t1", "value 2023-11-03 (date)"),
        ("v1", "type ACCUSE"),
        ("p1", "stance opposes"),
    ],
)
def test_every_kind_of_record(selon: Selon, article: Path, id_: str, words: str) -> None:
    assert words in lines(selon("why", article, id_))


def test_an_id_that_is_not_there(selon: Selon, article: Path) -> None:
    result = selon("why", article, "s9")
    assert result.exit_code == 1
    assert "no record 's9'" in result.stderr
    assert "s1–s3 (statements)" in result.stderr


def test_a_file_that_is_not_there(selon: Selon, article: Path) -> None:
    result = selon("why", article.with_name("no.txt"), "s1")
    assert result.exit_code == 1
    assert "no such file" in result.stderr
