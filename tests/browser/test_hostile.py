"""Articles made to do harm, in a real browser: nothing of them runs, their text is exact, and they can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from hostile_articles import make_hostile
from selon.store import LedgerFile
from selon.web import Settings
from selon.web.shown import shown
from serving import served

Open = Callable[..., Page]
HARMED = "() => window.harmed === undefined && !document.querySelector('main script, main iframe, main img, main svg, main style, main [onload], main [onerror], main [onfocus]')"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path, dict[str, int]]]:
    path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    ids = make_hostile(path)
    with served(Settings(ledger=path)) as address:
        yield address, path, ids


def opened(
    open_page: Open, hostile: tuple[str, Path, dict[str, int]], name: str, query: str = "", **how: object
) -> Page:
    """The page of an article; a dialog that it opens fails the test, as an error and a request elsewhere do."""
    address, path, ids = hostile
    page = open_page(f"{address}/articles", **how)
    dialogs: list[str] = []
    page.on("dialog", lambda d: (dialogs.append(d.message), d.dismiss()))
    page.goto(f"{address}/articles/{ids[name]}{query}", timeout=90_000)
    with LedgerFile.open(path) as file:
        text = file.ledger(ids[name]).document.text
    start = int(page.locator("#text [data-start]").first.get_attribute("data-start") or 0)
    there = page.evaluate("document.querySelector('#text').textContent")
    assert there == shown(text)[start : start + len(there)]
    assert len(there) == min(len(text), len(there)) > 0
    assert len(there) == len(text) or page.locator("#text").get_attribute("data-sheet")  # a part of a long one
    assert page.evaluate(HARMED)
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert dialogs == []
    return page


@pytest.mark.parametrize("how", [{}, {"width": 390, "dark": True}])
def test_markup_and_controls_stay_words(
    open_page: Open, hostile: tuple[str, Path, dict[str, int]], how: dict[str, object]
) -> None:
    page = opened(open_page, hostile, "markup", **how)
    assert "{{7*7}}" in page.locator("#text").inner_text()
    assert page.locator("main a[href^='javascript']").count() == 0
    for record in ("s1", "s3", "s12", "f2", "e1", "v1", "t1", "p1"):
        page.locator(f'.part [data-row="{record}"] a').first.click()
        expect(page.locator("[data-open]")).to_have_attribute("data-open", record)
        assert page.evaluate(HARMED)
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator("#why-title")).to_be_visible()
    assert page.evaluate(HARMED)


def test_direction_marks_turn_nothing_around_them(open_page: Open, hostile: tuple[str, Path, dict[str, int]]) -> None:
    page = opened(open_page, hostile, "markup")
    assert page.evaluate("() => getComputedStyle(document.querySelector('#text')).unicodeBidi") == "isolate"
    assert not page.evaluate(
        "() => /[\\u202a-\\u202e\\u2066-\\u2069\\u200e\\u200f]/.test(document.documentElement.outerHTML)"
    )


def test_a_million_characters_in_one_line(open_page: Open, hostile: tuple[str, Path, dict[str, int]]) -> None:
    page = opened(open_page, hostile, "one_line", width=390)
    page.locator('#text [data-record="s1"]').first.click()
    expect(page.locator("#why-title")).to_have_text("Statement s1: why", timeout=30_000)
    assert len(page.locator(".side").inner_text()) < 10_000  # the whole line is not said again beside


def test_ten_thousand_quotations(open_page: Open, hostile: tuple[str, Path, dict[str, int]]) -> None:
    page = opened(open_page, hostile, "many_quotations", "?record=s9000#s9000")
    expect(page.locator("#s9000")).to_be_in_viewport(timeout=30_000)
    expect(page.locator('.part [data-row="s9000"]')).to_have_class("current")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#why-title")).to_have_text("Statement s9001: why", timeout=60_000)
    assert page.locator(".part [data-row]").count() < 500
    assert page.locator("#text [data-start]").count() < 20_000


def test_the_keys_step_from_one_part_of_a_long_text_to_the_next_and_back(
    open_page: Open, hostile: tuple[str, Path, dict[str, int]]
) -> None:
    page = opened(open_page, hostile, "many_quotations", "?sheet=2")
    last = page.evaluate(
        "[...document.querySelectorAll('#text [data-said*=\" \"]')].at(-1).dataset.said.split(' ').at(-1)"
    )
    after = f"s{int(last[1:]) + 1}"
    page.locator(f'#text [data-record="{last}"]').last.click()
    expect(page.locator("#why-title")).to_have_text(f"Statement {last}: why")
    page.keyboard.press("ArrowRight")
    page.wait_for_url(f"**record={after}**")
    expect(page.locator("#why-title")).to_have_text(f"Statement {after}: why")
    expect(page.locator("#text")).to_have_attribute("data-sheet", "3")
    expect(page.locator(f"#{after}")).to_be_in_viewport()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(f"**record={last}**")
    expect(page.locator("#text")).to_have_attribute("data-sheet", "2")
    page.keyboard.press("Escape")
    assert "sheet=2" in page.url
    page.reload()
    expect(page.locator("#text")).to_have_attribute("data-sheet", "2")


def test_a_long_text_is_read_through_without_scripts(
    open_page: Open, hostile: tuple[str, Path, dict[str, int]]
) -> None:
    page = opened(open_page, hostile, "many_quotations", script=False)
    parts = page.get_by_role("navigation", name="Parts of the text").first
    parts.get_by_role("link", name="Next").click()
    expect(page.locator("#text")).to_have_attribute("data-sheet", "2")
    page.locator("#text [data-record]").nth(3).click()
    expect(page.locator("#why-title")).to_be_visible()
    expect(page.locator("#text")).to_have_attribute("data-sheet", "2")
