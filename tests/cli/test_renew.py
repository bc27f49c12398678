from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from made_articles import Maker
from sample_ledger import sample
from selon.cli import add, renew
from selon.model import Ledger, Problem
from selon.store import LedgerFile
from selon.store.corrections_log import correct, unsettled


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(add, "made_by", lambda _: "selon 2")
    path = tmp_path / "ledger.db"
    with LedgerFile.open(path, create=True) as held:
        first = sample()
        first.problems.append(Problem(kind="assumed-encoding", spans=[(0, 1)], message="read as cp1252"))
        held.add(first, extracted_by="selon 1")
        held.add(Maker("Rien à dire.").ledger, extracted_by="selon 2")
        with held.writing() as db:
            correct(db, 1, "edit", "statement", "s1", who="A", after={"act": "warn"})
            correct(db, 1, "confirm", "figure", "f1", who="A")
    return path


def other(*_: object) -> Ledger:
    """What the new version says: other ids, no figure."""
    new = sample()
    new.statements[0].id, new.statements[0].confidence = "s9", 0.5
    new.positions[0].statement = "s9"
    new.figures = []
    return new


def test_articles_of_an_older_version_are_extracted_anew_and_corrections_replayed(
    selon: Callable[..., Result], ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renew, "extracted_anew", other)
    done = selon("renew", ledger)
    assert done.exit_code == 0, done.output
    assert "1 extracted anew, 1 as they were, 0 failed; 0 corrections to settle" in done.output
    with LedgerFile.open(ledger) as held:
        now = held.ledger(1)
        assert next(s for s in now.statements if s.id == "s9").act == "warn"
        assert len(now.figures) == 1  # confirmed, so put back
        assert {r[0] for r in held.connection.execute("SELECT extracted_by FROM article")} == {"selon 2"}
        assert unsettled(held.connection) == []
    assert "0 extracted anew, 2 as they were" in selon("renew", ledger).output


def test_a_failure_leaves_the_article_as_it_was_and_does_not_stop_the_others(
    selon: Callable[..., Result], ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(held: LedgerFile, article: int, *_: object) -> Ledger:
        if article == 1:
            raise RuntimeError("odd token")
        return held.extracted(article)

    monkeypatch.setattr(renew, "extracted_anew", fails)
    with LedgerFile.open(ledger) as held:
        before = held.ledger(1)
    done = selon("renew", ledger, "--all")
    assert done.exit_code == 1
    assert "article 1 stays as it is: RuntimeError: odd token" in done.output
    assert "1 extracted anew" in done.output
    with LedgerFile.open(ledger) as held:
        assert held.ledger(1) == before


def test_what_the_reader_said_of_the_input_is_kept(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import selon.extract.ledger as extraction

    seen = []
    monkeypatch.setattr(extraction, "read_article", lambda article, **_: seen.append(article) or sample())
    with LedgerFile.open(ledger) as held:
        renew.extracted_anew(held, 1, "fr", None, "wire")
    assert seen[0].problems == (("assumed-encoding", (0, 1), "read as cp1252"),)
    assert (seen[0].given, seen[0].genre) == ("2023-11", "wire")
