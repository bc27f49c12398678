"""The statements, the sources and the timeline in a browser: without a mouse, without scripts."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

Open = Callable[..., Page]


def test_filters_are_chosen_and_taken_away_without_scripts(open_page: Open, site: str) -> None:
    page = open_page(f"{site}/statements", script=False)
    everything = page.locator("#count").inner_text()
    page.get_by_role("link", name="claims").first.click()
    page.wait_for_url("**act=claim**")
    narrowed = page.locator("#count").inner_text()
    assert narrowed != everything
    page.get_by_label("Words").fill("habitants")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**q=habitants**")
    assert "act=claim" in page.url
    assert page.locator("mark").first.inner_text().lower() == "habitants"
    page.get_by_role("link", name="Words habitants").click()
    page.wait_for_url(lambda url: "q=" not in url)
    assert page.locator("#count").inner_text() == narrowed
    page.get_by_role("link", name="Act claims").click()
    page.wait_for_url(lambda url: "act=" not in url)
    assert page.locator("#count").inner_text() == everything


def test_the_keyboard_alone_chooses_a_filter(open_page: Open, site: str) -> None:
    page = open_page(f"{site}/statements", width=390)
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Filters":
            break
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.facets') !== null")
    page.keyboard.press("Enter")
    page.wait_for_url("**speaker=**")
    assert page.locator(".facets [aria-current]").count() == 1


def test_a_bar_is_as_long_as_its_share(open_page: Open, site: str) -> None:
    page = open_page(f"{site}/sources")
    widths = page.evaluate(
        "[...document.querySelectorAll('.ranking .bar')].map((b) => [...b.querySelectorAll('rect')].reduce((n, r) => n + r.getBoundingClientRect().width, 0))"
    )
    counts = [int(x) for x in page.locator(".ranking tbody td:nth-child(3)").all_inner_texts()]
    assert len(widths) == len(counts) > 20
    assert all(abs(w / widths[0] - n / counts[0]) < 0.03 for w, n in zip(widths, counts, strict=True))


def test_a_statement_on_the_timeline_leads_to_its_article(open_page: Open, site: str) -> None:
    page = open_page(f"{site}/timeline?q=paix", script=False)
    page.get_by_role("link", name="In the article").first.click()
    page.wait_for_url("**/articles/*record=*")
    assert "paix" in page.locator("main").inner_text()
