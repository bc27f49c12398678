from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sample_ledger import FRENCH
from selon.cli import app


@pytest.fixture
def selon(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs `selon` with some arguments (and bytes on standard input) in this process."""
    monkeypatch.setenv("COLUMNS", "100")
    runner = CliRunner()
    return lambda *args, stdin=None: runner.invoke(app, [str(a) for a in args], input=stdin)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """A file that any reader of French takes."""
    path = tmp_path / "article.txt"
    path.write_text(FRENCH, encoding="utf8")
    return path
