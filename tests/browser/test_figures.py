"""The chart of a measure in a browser: drawn, followed by keyboard, exported; the pages of figures, positions and actors."""

from __future__ import annotations

import re
import struct
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accessible import TWO_WAYS, assert_accessible
from made_tolls import PLACE, TOLLS, make_tolls
from selon.web import Settings
from serving import served

Open = Callable[..., Page]
SERIES = f"/figures/series?measure=killed&unit=mort&place={PLACE}"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def tolls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(Settings(ledger=make_tolls(tmp_path_factory.mktemp("tolls") / "tolls.db"))) as address:
        yield address


def chart(page: Page) -> None:
    page.wait_for_selector(".plot svg a")


def test_each_source_has_its_colour_mark_and_line(tolls: str, open_page: Open) -> None:
    page = open_page(tolls + SERIES)
    chart(page)
    legend = page.locator(".legend li").all_inner_texts()
    assert [x.strip() for x in legend] == [
        "ministère",
        "Organisation Bleue",
        "unresolved sources",
        "the article itself",
    ]
    looks = page.eval_on_selector_all(
        ".plot svg a > *",
        "marks => [...new Set(marks.map(m => m.closest('g[stroke]').getAttribute('stroke') + (m.getAttribute('d') ?? 'circle')))]",
    )
    assert len(looks) == 4
    assert page.locator(".plot svg a").count() == len(TOLLS)
    assert page.locator(".plot svg style").count() == 0
    ticks = "".join(page.locator('.plot [data-mark="x-axis tick label"] text').all_text_contents())
    assert "Mar" in ticks


def test_a_mark_leads_to_its_words(tolls: str, open_page: Open) -> None:
    page = open_page(tolls + SERIES)
    chart(page)
    links = page.eval_on_selector_all(".plot svg a", "all => all.map(a => a.href.baseVal)")
    assert sorted(links) == [f"/articles/{n}?record=f1#f1" for n in range(1, len(TOLLS) + 1)]
    titles = page.eval_on_selector_all(".plot svg a", "all => all.map(a => a.getAttribute('aria-label'))")
    assert any(t.startswith("au moins 240 morts · ministère · 2024-03-01") for t in titles)


def test_the_arrow_keys_step_from_mark_to_mark(tolls: str, open_page: Open) -> None:
    page = open_page(tolls + SERIES)
    chart(page)
    assert page.locator('.plot svg a[tabindex="0"]').count() == 1
    page.locator('.plot svg a[tabindex="0"]').focus()
    told = [page.inner_text(".readout")]
    for _ in range(len(TOLLS) - 1):
        page.keyboard.press("ArrowRight")
        told.append(page.inner_text(".readout"))
    assert len(set(told)) == len(TOLLS)
    assert "2024-03-01" in told[0]
    assert "2024-03-05" in told[-1]
    with page.expect_navigation(url="**/articles/*record=f1*"):
        page.keyboard.press("Enter")


@pytest.mark.parametrize("dark", [False, True])
def test_the_svg_stands_alone(tolls: str, open_page: Open, tmp_path: Path, dark: bool) -> None:
    page = open_page(tolls + SERIES, dark=dark)
    chart(page)
    with page.expect_download() as download:
        page.click('[data-export="svg"]')
    assert download.value.suggested_filename == "killed-mort.svg"
    path = tmp_path / "chart.svg"
    download.value.save_as(path)
    text = path.read_text(encoding="utf8")
    root = ET.fromstring(text)
    assert root.tag == f"{SVG}svg"
    words = " ".join(t.text or "" for t in root.iter(f"{SVG}text"))
    for said in ("killed (mort), Tessal", "ministère", "Organisation Bleue", "unresolved sources", "As of"):
        assert said in words
    assert "var(--" not in text
    assert "currentColor" not in text
    assert "href" not in text
    assert "style=" not in text
    assert root.findall(f".//{SVG}path")
    paper = root.find(f"{SVG}rect")
    assert paper is not None
    assert paper.get("fill") == ("#16181b" if dark else "#fdfcfa")


def test_a_saved_chart_says_what_it_leaves_out(open_page: Open, tmp_path: Path) -> None:
    with served(Settings(ledger=make_tolls(tmp_path / "tolls.db", undated=2))) as address:
        page = open_page(address + SERIES, width=390)
        chart(page)
        assert page.locator(".plot svg a").count() == len(TOLLS)
        with page.expect_download() as download:
            page.click('[data-export="svg"]')
        download.value.save_as(tmp_path / "chart.svg")
        lines = [t.text for t in ET.parse(tmp_path / "chart.svg").getroot().iter(f"{SVG}text")]
        assert lines[-2] == "2 counts have no day and are not in the chart."
        page.get_by_role("link", name="They stand last in the table.").click()
        expect(page.locator(":target td").first).to_have_text("no date")


def test_the_png_is_a_picture_of_it(tolls: str, open_page: Open, tmp_path: Path) -> None:
    page = open_page(tolls + SERIES)
    chart(page)
    wide = page.eval_on_selector(".plot svg", "svg => Number(svg.getAttribute('width'))")
    with page.expect_download() as download:
        page.click('[data-export="png"]')
    assert download.value.suggested_filename == "killed-mort.png"
    path = tmp_path / "chart.png"
    download.value.save_as(path)
    held = path.read_bytes()
    assert held[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", held[16:24])
    assert width == 2 * (wide + 48)
    assert height > 600
    # Not one colour: as a data URL it is drawn again, and its pixels are counted.
    colours = page.evaluate(
        """async (bytes) => {
            const image = await createImageBitmap(new Blob([new Uint8Array(bytes)], {type: "image/png"}));
            const canvas = new OffscreenCanvas(image.width, image.height), context = canvas.getContext("2d");
            context.drawImage(image, 0, 0);
            const data = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
            return new Set(data).size;
        }""",
        list(held),
    )
    assert colours > 50


def test_the_chart_follows_the_width(tolls: str, open_page: Open) -> None:
    page = open_page(tolls + SERIES)
    chart(page)
    page.set_viewport_size({"width": 390, "height": 800})
    expect(page.locator(".plot svg")).to_have_attribute("width", re.compile(r"^[123]\d\d$"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_scripts_the_table_says_it_all(tolls: str, open_page: Open) -> None:
    page = open_page(tolls + SERIES, script=False)
    assert not page.is_visible("#chart")
    assert page.locator("table.points tbody tr").count() == len(TOLLS)
    assert page.locator(".seen").count() >= 3


def test_many_counts_of_the_press_are_drawn(site: str, open_page: Open) -> None:
    page = open_page(f"{site}/figures/series?measure=killed&unit=mort&place=none&about=Varenne")
    chart(page)
    assert page.locator(".plot svg a").count() > 40


@pytest.mark.parametrize(("width", "dark"), TWO_WAYS)
def test_nothing_serious_for_those_who_cannot_see_it(tolls: str, open_page: Open, width: int, dark: bool) -> None:
    page = open_page(tolls + SERIES, width=width, dark=dark)
    chart(page)
    assert_accessible(page)


def test_an_actor_is_renamed_by_keyboard_alone(editable: str, open_page: Open) -> None:
    page = open_page(f"{editable}/actors?q=Belloc")
    page.get_by_role("link", name="Karim Belloc").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#edit")
    page.locator('form[action$="/rename"] input[name="name"]').focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("Karim Belloc, maire")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Karim Belloc, maire")
    page.get_by_role("button", name="Undo").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Karim Belloc")
