"""What tests of the page look up: the words and forms of a page, and the ledger behind a client."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from starlette.testclient import TestClient

from selon.store import LedgerFile

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


def ledger_of(client: TestClient) -> LedgerFile:
    """The ledger that a client's server serves."""
    return LedgerFile.open(client.app.state.settings.ledger)  # type: ignore[attr-defined]


def text_of(page: str) -> str:
    """The words of a page without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def form_in(page: str, action: str) -> tuple[str, dict[str, str]]:
    """The address and hidden fields of the form whose action begins so."""
    found = re.search(
        rf'<form[^>]*method="post"[^>]*action="({re.escape(action)}[^"]*)"[^>]*>(.*?)</form>', page, re.DOTALL
    )
    assert found, f"no form to {action}"
    return unescape(found[1]), {k: unescape(v) for k, v in HIDDEN.findall(found[2])}


def standing(client: TestClient, record: str, part: str = "statement") -> str:
    """How a record of a ledger of one article stands."""
    with ledger_of(client) as file:
        return str(file.connection.execute(f"SELECT standing FROM {part} WHERE id = ?", (record,)).fetchone()[0])


def fields_of(page: str) -> dict[str, Any]:
    """Everything that the form of a record would send."""
    form = re.search(r'<form method="post" class="record".*?</form>', page, re.DOTALL)
    assert form, "no form of a record"
    held: dict[str, Any] = {}
    for name, value in re.findall(r'<input (?:id="[^"]*" )?(?:type="hidden" )?name="([^"]+)" value="([^"]*)"', form[0]):
        held.setdefault(name, []).append(unescape(value))
    for name, value in re.findall(r'<input type="checkbox" name="([^"]+)" value="(\w+)" checked', form[0]):
        held[name] = [value]
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', form[0], re.DOTALL):
        chosen = re.findall(r'<option value="([^"]*)" selected', options)
        held[name] = [unescape(c) for c in chosen] or ([] if "multiple" in options else [""])
    for name, value in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', form[0], re.DOTALL):
        held[name] = [unescape(value)]
    return held
