"""Checking records in a browser: keys, selected words, without JavaScript, on a telephone, for a reader of screens."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accessible import TWO_WAYS, assert_accessible

Open = Callable[..., Page]
EDIT = "/articles/2/records/statement/s1/edit"
# With the forms of a server that may edit; what it shows to read is in test_views.
VIEWS = (
    "/review", "/review?part=figure", "/review?part=event", "/review/bulk", "/review/bulk?part=position", EDIT, "/articles/2/add",
)  # fmt: skip


def log(page: Page, site: str) -> list[dict[str, object]]:
    """The log of corrections, the latest first."""
    return list(page.request.get(f"{site}/corrections.json").json())


def card(page: Page) -> str:
    """The record that is shown."""
    found = re.search(r"\d+:s\d+", page.locator(".card header .about").inner_text())
    assert found
    return found[0]


def test_the_keys_accept_reject_skip_go_back_and_undo(open_page: Open, editable: str) -> None:
    page = open_page(f"{editable}/review", lang="en")
    first = card(page)
    page.keyboard.press("a")
    expect(page.get_by_role("status")).to_contain_text("Accepted:")
    second = card(page)
    assert second != first
    page.keyboard.press("x")
    expect(page.get_by_role("status")).to_contain_text("Rejected:")
    third = card(page)
    assert third not in (first, second)
    page.keyboard.press("j")
    page.wait_for_url("**at=**")
    expect(page.locator(".card header .about")).not_to_contain_text(third)
    page.keyboard.press("k")
    expect(page.locator(".card header .about")).to_contain_text(third)
    page.keyboard.press("u")
    expect(page.get_by_role("status")).to_contain_text("Undone:")
    expect(page.locator(".card header .about")).to_contain_text(second)
    assert [(e["kind"], e["undone"]) for e in log(page, editable)] == [
        ("undo", False),
        ("reject", True),
        ("confirm", False),
    ]


def test_figures_are_checked_with_the_same_keys(open_page: Open, editable: str) -> None:
    page = open_page(f"{editable}/review", lang="en")
    page.get_by_role("navigation", name="What is checked").get_by_role("link", name="Figures").click()
    about = page.locator(".card header .about")
    expect(about).to_contain_text(re.compile(r":f\d+$"))
    first = about.inner_text()
    page.keyboard.press("x")
    expect(page.get_by_role("status")).to_contain_text("Rejected:")
    assert about.inner_text() != first
    page.keyboard.press("u")
    expect(page.get_by_role("status")).to_contain_text("Undone:")
    assert about.inner_text() == first
    page.keyboard.press("e")
    page.wait_for_url("**/records/figure/**")
    page.get_by_label("Lowest value").fill("7")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.get_by_role("status")).to_contain_text("Edited:")
    expect(about).to_contain_text(re.compile(r":f\d+$"))
    assert about.inner_text() != first
    assert [(e["kind"], e["target"]) for e in log(page, editable)] == [
        ("edit", "figure"),
        ("undo", "figure"),
        ("reject", "figure"),
    ]


def test_keys_are_letters_while_somebody_types_and_can_be_turned_off(open_page: Open, editable: str) -> None:
    page = open_page(f"{editable}/review", lang="en")
    page.get_by_label("Why (optional)").fill("")
    page.get_by_label("Why (optional)").press_sequentially("axu j")
    assert log(page, editable) == []
    page.get_by_role("button", name="Keys of one letter").click()
    page.keyboard.press("a")
    page.reload()
    page.keyboard.press("x")
    assert log(page, editable) == []
    page.get_by_role("button", name="Keys of one letter").click()
    page.keyboard.press("Control+a")
    page.locator("h1").click()
    page.keyboard.press("a")
    expect(page.get_by_role("status")).to_contain_text("Accepted:")


def test_words_are_selected_in_the_text_and_shown_before_they_are_saved(open_page: Open, editable: str) -> None:
    page = open_page(f"{editable}/review?at=2%3As1", lang="en")
    page.keyboard.press("e")
    page.wait_for_url("**/edit?**")
    content = page.locator('[data-row="content:0"]')
    text = page.locator("#words")
    said = content.locator("output").inner_text()
    page.evaluate(
        """() => { // from inside one word to inside another, as a hand does
            const piece = [...document.querySelectorAll("#words [data-start]")].find((s) => s.textContent.includes("Anton Marchais"));
            const at = piece.textContent.indexOf("Anton Marchais");
            const range = document.createRange();
            range.setStart(piece.firstChild, at + 2);
            range.setEnd(piece.firstChild, at + 9);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }"""
    )
    text.dispatch_event("pointerup", {"bubbles": True})
    expect(content.locator("output")).to_have_text("Anton Marchais")
    assert said != "Anton Marchais"
    assert log(page, editable) == []
    page.get_by_role("button", name="Save the correction").click()
    page.wait_for_url("**/review?**done=**")
    (entry,) = log(page, editable)
    assert {"field": "content", "before": f"“{said}”", "after": "“Anton Marchais”"} in entry["changes"]  # type: ignore[operator]


def test_a_hand_that_drags_over_words_selects_them(open_page: Open, editable: str) -> None:
    page = open_page(f"{editable}{EDIT}", lang="en")
    page.locator('[data-row="cue:0"] .pick input').check()
    before = page.locator('[data-row="cue:0"] output').inner_text()
    word = page.locator("#words .r-source").first.bounding_box()
    assert word
    middle = word["y"] + word["height"] / 2
    page.mouse.move(word["x"] + word["width"] * 0.6, middle)
    page.mouse.down()
    page.mouse.move(word["x"] + word["width"] - 2, middle, steps=5)
    page.mouse.up()
    # The page takes the selection after the hand has let go, so the row has its old words for a moment yet.
    expect(page.locator('[data-row="cue:0"].active output')).not_to_have_text(before)
    source = page.locator('[data-row="source.span:0"] output').inner_text()
    cue = page.locator('[data-row="cue:0"] output').inner_text()
    assert cue in source
    assert source.endswith(cue)


def test_edges_move_with_the_keyboard_alone_and_without_asking_the_server(open_page: Open, editable: str) -> None:
    page = open_page(f"{editable}{EDIT}", lang="en")
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if "/articles/" in r.url else None)
    row = page.locator('[data-row="content:0"]')
    before = row.locator("output").inner_text()
    row.get_by_role("button", name="begin a word later").focus()
    page.keyboard.press("Enter")
    expect(row.locator("output")).not_to_have_text(before)
    after = row.locator("output").inner_text()
    assert before.endswith(after)
    row.get_by_role("button", name="begin a word earlier").press("Enter")
    expect(row.locator("output")).to_have_text(before)
    row.get_by_role("button", name="end a word earlier").press("Enter")
    assert before.startswith(row.locator("output").inner_text())
    assert asked == []


def test_places_are_code_points_where_the_text_has_characters_beyond_the_first_plane(
    open_page: Open, tmp_path: object
) -> None:
    import hashlib
    from pathlib import Path

    from selon.model import Document, Ledger, Statement
    from selon.store import LedgerFile
    from selon.web import Settings
    from serving import served

    text = "😀😀 Le 𝔭ont\r\nest « fermé » 😀, dit la maire."
    path = Path(str(tmp_path)) / "wide.db"
    start = text.index("est")
    with LedgerFile.open(path, create=True) as file:
        said = Statement(id="s1", kind="direct", act="say", content=[(start, start + 3)], confidence=0.5)
        document = Document(id=hashlib.sha256(text.encode()).hexdigest(), text=text, lang="fr")
        file.add(Ledger(document=document, statements=[said]))
    with served(Settings(ledger=path, edit=True, who="Ada")) as address:
        page = open_page(f"{address}/articles/1/records/statement/s1/edit?context=all", lang="en")
        assert (
            page.evaluate("[...document.querySelectorAll('#words [data-start]')].map((s) => s.textContent).join('')")
            == text
        )
        row = page.locator('[data-row="content:0"]')
        for _ in range(4):
            row.get_by_role("button", name="end a word later").click()
        expect(row.locator("output")).to_have_text("est « fermé » 😀")
        assert row.locator('input[name="content.end"]').input_value() == str(text.rindex("😀") + 1)
        page.get_by_role("button", name="Save the correction").click()
        page.wait_for_url("**done=**")
    with LedgerFile.open(path) as file:
        ledger = file.ledger(1)
        assert ledger.words(ledger.statements[0].content[0]) == "est « fermé » 😀"


def test_everything_works_without_javascript(open_page: Open, editable: str) -> None:
    page = open_page(f"{editable}/review", script=False, lang="en")
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("status")).to_contain_text("Accepted:")
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("Undone:")
    page.get_by_role("link", name="Edit").click()
    row = page.locator('[data-row="content:0"]')
    before = row.locator("output").inner_text()
    row.get_by_role("button", name="end a word earlier").click()
    expect(row.locator("output")).not_to_have_text(before)
    assert before.startswith(row.locator("output").inner_text())
    page.get_by_role("button", name="Save the correction").click()
    expect(page.get_by_role("status")).to_contain_text("Edited:")


def test_bulk_counts_what_is_ticked_and_does_nothing_with_nothing(open_page: Open, editable: str) -> None:
    page = open_page(f"{editable}/review/bulk?max_confidence=0.8", lang="en")
    accept = page.get_by_role("button", name="Accept those ticked")
    expect(accept).to_be_disabled()
    page.get_by_role("checkbox").first.check()
    page.get_by_role("checkbox").nth(3).check()
    expect(page.locator("#ticked")).to_have_text("2 of the 50 shown are ticked")
    accept.click()
    expect(page.locator(".told")).to_contain_text("2 statements accepted.")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".told")).to_contain_text("2 corrections undone.")
    page.get_by_role("link", name="Tick all 50 shown").click()
    expect(page.locator("#ticked")).to_have_text("50 of the 50 shown are ticked")


def test_the_log_undoes_with_the_keyboard(open_page: Open, editable: str) -> None:
    page = open_page(f"{editable}/review", lang="en")
    page.keyboard.press("x")
    expect(page.get_by_role("status")).to_contain_text("Rejected:")
    page.goto(f"{editable}/corrections")
    page.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Written.")
    assert log(page, editable)[0]["kind"] == "undo"


@pytest.mark.parametrize(("width", "dark"), TWO_WAYS)
@pytest.mark.parametrize("view", VIEWS)
def test_nothing_serious_for_readers_of_screens_and_nothing_wider_than_the_page(
    open_page: Open, editable: str, view: str, width: int, dark: bool
) -> None:
    assert_accessible(open_page(editable + view, width=width, dark=dark, lang="fr"))
