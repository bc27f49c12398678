"""A headless Chromium on a real server. Without Chromium these tests are skipped, or fail where SELON_BROWSER is set (CI).

A page that asks anything of another machine, or that reports an error, fails its test.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from selon.web import Settings
from serving import served

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("SELON_BROWSER"):
            pytest.fail("SELON_BROWSER is set, but there is no chromium on this machine")
        pytest.skip("no chromium on this machine: `apt-get install chromium` for the tests of the page in a browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(press: Path) -> Iterator[str]:
    """The address of a read-only server over the press."""
    with served(Settings(ledger=press)) as address:
        yield address


@pytest.fixture
def editable(press: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a server that may edit a ledger of its own."""
    copy = tmp_path / "press.db"
    shutil.copy(press, copy)
    with served(Settings(ledger=copy, edit=True, who="Ada")) as address:
        yield address


Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Opens an address: `open_page(url, width=390, dark=True, script=False, lang="en")`. What the page asked of other
    machines and the errors that it reported fail the test at its end."""
    contexts, wrong = [], []

    def go(url: str, *, width: int = 1280, dark: bool = False, script: bool = True, lang: str = "en") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light",
            java_script_enabled=script, locale=lang,
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        host = "/".join(url.split("/")[:3])
        page.on("request", lambda r: None if r.url.startswith((host, "data:", "blob:")) else wrong.append(r.url))
        page.on("pageerror", lambda e: wrong.append(str(e)))
        page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
        page.goto(url)
        return page

    yield go
    for context in contexts:
        context.close()
    assert wrong == []
