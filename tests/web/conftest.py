"""A client of the application over the press of `press.py`, read-only, and one that may edit a copy of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from sample_ledger import sample
from selon.store import LedgerFile
from selon.web import Read, Settings, create_app

HERE = "http://127.0.0.1"


def client_of(ledger: Path, **settings: object) -> TestClient:
    app = create_app(Settings(ledger=ledger, **settings))  # type: ignore[arg-type]
    return TestClient(app, base_url=HERE, headers={"accept-language": "en", "accept": "text/html"})


@pytest.fixture(scope="session")
def client(press: Path) -> TestClient:
    """Read-only, in English."""
    return client_of(press)


@pytest.fixture
def editor(press: Path, tmp_path: Path) -> TestClient:
    """With `--edit`, on a ledger of its own; `app.state.settings.csrf` is what its forms carry."""
    copy = tmp_path / "press.db"
    shutil.copy(press, copy)
    return client_of(copy, edit=True, who="Ada")


@pytest.fixture
def reader(press: Path) -> Callable[[Read], TestClient]:
    """A client of a server that reads what is dropped with a function."""
    return lambda read: client_of(press, read=read)


@pytest.fixture(scope="session")
def client_for() -> Callable[[Path], TestClient]:
    """A read-only client of another ledger."""
    return client_of


@pytest.fixture
def desk(tmp_path: Path) -> TestClient:
    """A client that may edit a ledger of one small article, made by hand."""
    path = tmp_path / "desk.db"
    with LedgerFile.open(path, create=True) as file:
        file.add(sample())
    return client_of(path, edit=True, who="Ada")
