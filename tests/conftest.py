"""The press of `press.py`, read once a run for the tests of the page, in Python and in a browser."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def press(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of 160 articles; whoever changes it changes a copy."""
    from press import make_press

    return make_press(tmp_path_factory.mktemp("press") / "press.db")
