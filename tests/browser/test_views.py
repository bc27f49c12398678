"""Every view on the whole press, in a browser: at two widths, light and dark, with the keyboard alone, and without JavaScript.

With SELON_PICTURES set, `test_it_fits_and_nothing_serious_is_found` leaves its pictures in `docs/page` (`make pictures`).
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page

from accessible import TWO_WAYS, WAYS, assert_accessible

PICTURES = Path(__file__).parents[2] / "docs" / "page"
VIEWS = (
    "articles", "article", "statements", "figures", "series", "positions", "timeline", "actors", "actor", "sources", "review",
    "corrections", "api",
)  # fmt: skip
# What a view looks like where something else is asked: where its parts differ, not its widths and themes.
STATES = (
    "/statements?q=morts+OR+paix&act=say&act=claim&speaker=open", "/statements?act=sing",
    "/sources?by_outlet=1&source_kind=person", "/timeline?show=event&show=statement&show=position",
)  # fmt: skip
Open = Callable[..., Page]


@pytest.fixture(scope="session")
def address(site: str) -> dict[str, str]:
    """The address of each view; of those of one record, the one that has most to show."""

    def first(path: str) -> dict[str, object]:
        found: dict[str, object] = json.load(urlopen(site + path))[0]
        return found

    article = first("/articles.json?q=crue")["article_id"]
    measure = first("/figures/measures.json")
    series = {k: measure[k] for k in ("measure", "unit", "place")}
    return {view: f"{site}/{view}" for view in VIEWS} | {
        "article": f"{site}/articles/{article}?record=s2",
        "statements": f"{site}/statements?q=morts",
        "series": f"{site}/figures/series?{urlencode(series)}",
        "actor": f"{site}/actors/{first('/actors.json')['id']}",
    }


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize(("width", "dark"), WAYS)
@pytest.mark.parametrize("view", VIEWS)
def test_it_fits_and_nothing_serious_is_found(
    open_page: Open, address: dict[str, str], view: str, width: int, dark: bool
) -> None:
    page = open_page(address[view], width=width, dark=dark, lang="fr")
    if view == "series":
        page.wait_for_selector("svg a")
    assert page.locator("h1").count() == 1
    assert_accessible(page)
    if os.environ.get("SELON_PICTURES") and (width, dark) in TWO_WAYS:
        PICTURES.mkdir(exist_ok=True)
        page.screenshot(path=PICTURES / f"{view}-{width}.png")


@pytest.mark.parametrize(("width", "dark"), TWO_WAYS)
@pytest.mark.parametrize("path", STATES)
def test_so_it_is_where_something_else_is_asked(open_page: Open, site: str, path: str, width: int, dark: bool) -> None:
    assert_accessible(open_page(site + path, width=width, dark=dark))


@pytest.mark.parametrize("view", VIEWS)
def test_the_keyboard_reaches_what_is_there(open_page: Open, address: dict[str, str], view: str) -> None:
    page = open_page(address[view])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null && document.activeElement.id !== 'main'")
    outlined = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outlined != "none"


@pytest.mark.parametrize("view", VIEWS)
def test_without_javascript_the_same_words_are_there(open_page: Open, address: dict[str, str], view: str) -> None:
    bare = open_page(address[view], script=False)
    whole = open_page(address[view])
    assert overflow(bare) <= 0
    for what in ("h1", "h2", "th"):
        assert bare.locator(what).all_text_contents() == whole.locator(what).all_text_contents()
    assert len(bare.locator("main").inner_text()) > 80
