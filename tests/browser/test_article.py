"""The page of an article in a browser: from words to records and back, with the mouse, with keys alone, without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accessible import TWO_WAYS, assert_accessible
from made_articles import Maker
from selon.store import LedgerFile
from selon.web import Reading, Settings
from selon.web.shown import shown
from serving import served

Open = Callable[..., Page]
TEXT = "() => document.querySelector('#text').textContent"
ARTICLE = "/articles/1"


@pytest.mark.parametrize("query", ["", "?record=s2", "?at=3-40"])
def test_the_text_in_the_page_is_the_articles(open_page: Open, site: str, press: Path, query: str) -> None:
    page = open_page(site + ARTICLE + query)
    with LedgerFile.open(press) as file:
        assert page.evaluate(TEXT) == shown(file.ledger(1).document.text)
    starts = page.evaluate(
        "() => { let at = 0; return [...document.querySelectorAll('#text > *')].every(e => "
        "{ const right = Number(e.dataset.start) === at; at += [...e.textContent].length; return right }) }"
    )
    assert starts
    assert page.evaluate(
        "() => document.querySelector('#text').childNodes.length === document.querySelector('#text').children.length"
    )


def test_a_click_goes_from_words_to_the_record_and_back(open_page: Open, site: str) -> None:
    page = open_page(site + ARTICLE)
    expect(page.locator(".why")).to_have_count(0)
    page.locator('#text [data-record="s1"]').first.click()
    expect(page.locator("#why-title")).to_have_text("Statement s1: why")
    expect(page.locator('.part [data-row="s1"]')).to_have_class("current")
    assert page.locator("#text .marked").count() >= 2
    assert page.url.endswith("?record=s1")
    page.locator('.part [data-row="f2"] a').first.click()
    expect(page.locator("#why-title")).to_have_text("Figure f2: why")
    expect(page.locator('#text .marked[aria-current="true"]')).to_be_in_viewport()
    assert all("f2" in str(e.get_attribute("data-also")) for e in page.locator("#text .marked").all())
    page.go_back()
    expect(page.locator("#why-title")).to_have_text("Statement s1: why")
    page.locator(".why [data-close]").click()
    expect(page.locator(".why")).to_have_count(0)
    expect(page.locator("#text .marked")).to_have_count(0)


def test_without_scripts_the_same_links_lead_there(open_page: Open, site: str) -> None:
    page = open_page(site + ARTICLE, script=False)
    page.locator('#text [data-record="s3"]').first.click()
    expect(page.locator("#why-title")).to_have_text("Statement s3: why")
    expect(page.locator("#s3")).to_be_in_viewport()
    page.locator('.part [data-row="f1"] a').first.click()
    expect(page.locator("#why-title")).to_have_text("Figure f1: why")
    expect(page.locator("#f1.marked")).to_be_in_viewport()
    page.locator(".why [data-close]").click()
    expect(page.locator(".why")).to_have_count(0)


def test_keys_alone_step_open_and_close(open_page: Open, site: str) -> None:
    page = open_page(site + ARTICLE)
    for key, title in (
        ("j", "s1"),
        ("ArrowRight", "s2"),
        ("ArrowDown", "s3"),
        ("k", "s2"),
        ("ArrowLeft", "s1"),
        ("ArrowUp", "s1"),
    ):
        page.keyboard.press(key)
        expect(page.locator("#why-title")).to_have_text(f"Statement {title}: why")
    assert page.evaluate("() => document.activeElement.dataset.record") == "s1"
    page.keyboard.press("Escape")
    expect(page.locator(".why")).to_have_count(0)
    top = page.evaluate("() => scrollY")
    page.keyboard.press("ArrowDown")  # with nothing open it scrolls, as everywhere
    expect(page.locator(".why")).to_have_count(0)
    assert top == 0
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#why-title")).to_be_visible()


def test_everything_is_reached_with_the_tab_key(open_page: Open, site: str) -> None:
    page = open_page(site + ARTICLE + "?record=s2")
    seen = set()
    for _ in range(140):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("() => { const e = document.activeElement; return e.closest('#text') ? 'text ' + e.dataset.record "
                               ": e.closest('.why') ? 'why' : e.closest('[data-row]') ? 'row ' + e.dataset.record : '' }"))  # fmt: skip
    assert {"text s1", "text s2", "row s1", "row f1", "why"} <= seen


def test_typed_keys_are_left_to_fields(open_page: Open, site: str) -> None:
    page = open_page(site + ARTICLE)
    page.evaluate("() => document.querySelector('#main').append(document.createElement('input'))")
    page.locator("main input").focus()
    page.keyboard.type("jk")
    assert page.locator("main input").input_value() == "jk"
    expect(page.locator(".why")).to_have_count(0)


def test_words_can_be_selected_over_links(open_page: Open, site: str) -> None:
    page = open_page(site + ARTICLE)
    piece = page.locator("#text a.quoted").first
    x, y, width, height = piece.evaluate(
        "e => { const r = e.getClientRects()[0]; return [r.x, r.y, r.width, r.height] }"
    )
    page.mouse.move(x + width / 4, y + height / 2)
    page.mouse.down()
    page.mouse.move(x + width / 2, y + height / 2, steps=5)
    page.mouse.up()
    assert page.evaluate("() => getSelection().toString()").strip() in str(piece.text_content())
    assert page.evaluate("() => getSelection().toString().length") > 3
    expect(page.locator(".why")).to_have_count(0)
    page.mouse.click(2, 300)  # nothing is selected now, and the words are a link again
    piece.click()
    expect(page.locator(".why")).to_be_visible()
    expect(piece).to_have_attribute("href", re.compile("record="))


def test_on_a_phone_the_panel_leaves_its_words_in_sight(open_page: Open, site: str) -> None:
    page = open_page(f"{site}{ARTICLE}?record=s5#s5", width=390)
    words = page.locator("#s5").bounding_box()
    panel = page.locator(".why").bounding_box()
    assert words
    assert panel
    assert words["y"] >= 0
    assert words["y"] + words["height"] <= panel["y"]


def test_speakers_are_told_apart_without_colour(open_page: Open, site: str) -> None:
    page = open_page(site + ARTICLE)
    shapes = page.evaluate(
        "() => [...document.querySelectorAll('#text [data-shape]')].map(e => getComputedStyle(e, '::before').content)"
    )
    assert len(set(shapes)) >= 4
    lines = page.evaluate(
        "() => ['quoted', 'content', 'cue'].map(c => getComputedStyle(document.querySelector(`#text .${c}:not(.quoted:not(.${c}))`)).textDecorationStyle)"
    )
    assert lines == ["solid", "dashed", "dotted"]
    page.emulate_media(media="print")
    assert (
        page.evaluate("() => getComputedStyle(document.querySelector('#text .content')).backgroundColor")
        == "rgba(0, 0, 0, 0)"
    )


def read(name: str, data: bytes, *, date: str | None = None) -> list[Reading]:
    text = data.decode("utf8")
    if not text.startswith("Odile"):
        return [Reading(name, message=f"is no article ({date or 'no date'})")]
    return [Reading(name, ledger=Maker(text).entity("e1", "Odile").said("e1", text[6:], source="Odile").ledger)]


@pytest.fixture
def pasting(press: Path) -> Iterator[str]:
    with served(Settings(ledger=press, read=read)) as address:
        yield address


@pytest.mark.parametrize("script", [False, True])
def test_a_text_is_pasted_and_its_ledger_seen(open_page: Open, pasting: str, script: bool) -> None:
    page = open_page(pasting + "/articles", script=script)
    page.locator(".paste-box summary").click()
    page.get_by_label("Text of an article").fill("Odile dit oui.\nEt non.")
    page.get_by_role("button", name="Read it").click()
    expect(page.locator("#text")).to_have_text("Odile dit oui.\nEt non.", use_inner_text=True)
    expect(page.get_by_text("it is not in the ledger")).to_be_visible()
    page.locator('#text [data-record="s1"]').first.click()
    expect(page.locator("#why-title")).to_have_text("Statement s1: why")


def test_a_file_is_dropped_anywhere(open_page: Open, pasting: str) -> None:
    page = open_page(pasting + "/articles")
    drop = """([text, type]) => { const held = new DataTransfer();
        if (type === 'file') held.items.add(new File([text], 'depeche.txt', { type: 'text/plain' })); else held.setData('text/plain', text);
        const send = name => document.querySelector('h1').dispatchEvent(new DragEvent(name, { dataTransfer: held, bubbles: true, cancelable: true }));
        send('dragenter'); const shown = document.body.classList.contains('dropping'); send('dragover'); send('drop'); return shown }"""
    with page.expect_navigation():
        assert page.evaluate(drop, ["Odile dit oui.", "file"])
    expect(page.locator("#text")).to_have_text("Odile dit oui.")
    page.goto(pasting + "/paste")
    with page.expect_navigation():
        page.evaluate(drop, ["Odile dit non.", "text"])
    expect(page.locator("#text")).to_have_text("Odile dit non.")


@pytest.mark.parametrize(("width", "dark"), TWO_WAYS)
def test_axe_finds_nothing_serious_in_the_form(open_page: Open, pasting: str, width: int, dark: bool) -> None:
    assert_accessible(open_page(pasting + "/paste", width=width, dark=dark))
