"""What every view has to hold in a browser: nothing wider than the window, nothing serious for readers of screens."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SERIOUS = ("serious", "critical")
# Four ways to look at a view. Where two will do, each width and each theme is among them.
WAYS = [(1280, False), (1280, True), (390, False), (390, True)]
TWO_WAYS = [WAYS[0], WAYS[3]]


def assert_accessible(page: Page) -> None:
    """axe finds nothing serious, and the page is not wider than the window."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} pixels too wide"
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    told = [(v["id"], [n["html"][:200] for n in v["nodes"][:3]]) for v in found if v["impact"] in SERIOUS]
    assert told == [], page.url
