"""What tests of the page look up: the words of a page, and the ledger behind a client."""

from __future__ import annotations

import re
from html import unescape

from starlette.testclient import TestClient

from selon.store import LedgerFile


def ledger_of(client: TestClient) -> LedgerFile:
    """The ledger that a client's server serves."""
    return LedgerFile.open(client.app.state.settings.ledger)  # type: ignore[attr-defined]


def text_of(page: str) -> str:
    """The words of a page without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())
