"""The page of an article: its text exactly, its records beside it, and why each is there."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from hostile_articles import many_quotations, markup
from made_articles import Maker
from pages import text_of as html_text
from sample_ledger import span
from selon.model import Ledger, Statement
from selon.store import LedgerFile
from selon.store.corrections_log import correct, undo
from selon.web.article_page import LEAST, MOST_SPANS, MOST_TEXT, PER_PART, sheets_of
from selon.web.lookup import Lookup, spans_of
from selon.web.marked import MOST_OVER, exact, pieces, speakers
from selon.web.shown import shown

ROOT = Path(__file__).parents[2]


class _Text(HTMLParser):
    """The text of the element with id `text`, and its elements."""

    def __init__(self) -> None:
        super().__init__()
        self.depth, self.text, self.elements = 0, "", []  # type: ignore[var-annotated]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.depth:
            self.depth += 1
            self.elements.append((tag, dict(attrs), len(self.text)))
        elif dict(attrs).get("id") == "text":
            self.depth = 1

    def handle_endtag(self, tag: str) -> None:
        self.depth -= bool(tag) and self.depth > 0

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.text += data


def text_of(html: str) -> _Text:
    found = _Text()
    found.feed(html)
    return found


Serve = Callable[..., TestClient]


@pytest.fixture
def serve(client_for: Callable[[Path], TestClient], tmp_path: Path) -> Serve:
    """A client of a ledger of some articles."""

    def made(*ledgers: Ledger) -> TestClient:
        path = tmp_path / "made.db"
        path.unlink(missing_ok=True)
        with LedgerFile.open(path, create=True) as file:
            for ledger in ledgers:
                file.add(ledger)
        return client_for(path)

    return made


TEXT = "Le maire a dit : « Nous restons. » Selon un proche, 12 maisons sont vides depuis lundi."


def small() -> Ledger:
    made = Maker(TEXT, day="2024-01-08", outlet="Le Courrier", url="https://press.example/1")
    made.entity("e1", "Karim Belloc", words="Le maire", roles=["maire"])
    made.said("e1", "Nous restons.", source="Le maire", cue=made.at("a dit"), rule="colon", evidence=[made.at("a dit")])
    made.said(None, "12 maisons sont vides", kind="indirect", source="un proche", denied=True)
    made.figure("12 maisons", 12, "maison", statement="s2", comparator=">=")
    return made.ledger


@pytest.mark.parametrize("query", ["", "?record=s1", "?at=3-30", "?record=e1"])
def test_the_text_is_the_articles_character_for_character(press: Path, client: TestClient, query: str) -> None:
    with LedgerFile.open(press) as file:
        for id_ in file.article_ids()[::13]:
            found = text_of(client.get(f"/articles/{id_}{query}").text)
            text = file.ledger(id_).document.text
            assert found.text == shown(text)
            assert all(int(attrs["data-start"]) == at for _, attrs, at in found.elements)
            assert len(found.elements) > 5


def test_the_text_of_a_hostile_article_is_exact_and_nothing_in_it_is_markup(serve: Serve) -> None:
    ledger = markup()
    answer = serve(ledger).get("/articles/1?record=s2")
    assert answer.status_code == 200
    found = text_of(answer.text)
    assert found.text == shown(ledger.document.text)
    assert {tag for tag, _, _ in found.elements} == {"a", "span"}
    assert {name for _, attrs, _ in found.elements for name in attrs} <= {
        "data-start", "data-record", "data-said", "data-also", "data-shape", "class", "href", "id", "tabindex", "title",
    }  # fmt: skip
    body = answer.text.partition('id="text"')[2].partition("</article>")[0]
    assert "\r" not in body  # a browser would read it as a line feed
    assert "&#13;" in body
    assert 'href="javascript:' not in answer.text
    assert "<script>window" not in answer.text
    assert "49" not in re.findall(r"\{\{7\*7\}\}|49", answer.text)
    assert not set(answer.text) & {"\x00", "\u202e", "\U000e0041", "\x85"}


def test_every_field_of_a_hostile_article_is_escaped_in_the_panel(serve: Serve) -> None:
    client = serve(ledger := markup())
    for record in Lookup.of(ledger).records:
        answer = client.get("/articles/1/why", params={"record": record})
        assert answer.status_code == 200, record
        assert not re.search(r"<(script|img|svg|iframe|style|title)\b", answer.text), record


def test_words_and_records_point_at_each_other(serve: Serve) -> None:
    client = serve(small())
    page = client.get("/articles/1").text
    found = text_of(page)
    words = [(a.get("data-record"), found.text[at:].split("»")[0]) for _, a, at in found.elements if a.get("data-said")]
    assert words[0][0] == "s1"
    assert page.count('href="/articles/1?record=s1#s1"') >= 3  # source, cue and content; and the row beside
    assert 'data-row="s1"' in page
    opened = client.get("/articles/1?record=s1").text
    (marked,) = [a for _, a, _ in text_of(opened).elements if a.get("id")]
    assert marked["id"] == "s1"
    assert "marked" in str(marked["class"])
    assert 'data-row="s1" class="current" aria-current="true"' in opened
    at = client.get("/articles/1?at=19-31").text
    assert [a["data-start"] for _, a, _ in text_of(at).elements if a.get("id") == "at"] == ["19"]


def test_overlapping_spans_are_cut_and_the_innermost_speaker_colours_them() -> None:
    made = Maker("A dit que B a dit : « non ».").entity("e1", "A").entity("e2", "B")
    made.said("e1", "B a dit : « non »", kind="indirect", source="A").said("e2", "non", source="B", within="s1")
    held = Lookup.of(made.ledger)
    found = {p.text: p for p in pieces(held, speakers(held))}
    assert found["non"].said == "s1 s2"
    assert found["non"].record == "s2"
    assert found["non"].classes.split() == ["content", "quoted", "c1"]
    assert found[" a dit : « "].classes.split() == ["content", "c0"]
    assert found["B"].classes.split() == ["source", "c1"]
    assert found["non"].shapes == "■"
    assert "".join(p.text for p in pieces(held, speakers(held))) == held.ledger.document.text
    stops = [p.record for p in pieces(held, speakers(held)) if p.stop]
    assert len(stops) == len(set(stops))


def test_thousands_of_spans_one_in_another_do_not_multiply() -> None:
    made = Maker("a" * 5000)
    spans = [(i, 5000 - i) for i in range(2000)]
    made.ledger.statements.extend(
        Statement(id=f"s{i}", kind="indirect", act="say", content=[s], confidence=1) for i, s in enumerate(spans)
    )
    held = Lookup.of(made.ledger)
    found = pieces(held, speakers(held), record=held.records["s0"])
    assert "".join(p.text for p in found) == made.text
    assert max(len(p.said.split()) for p in found) <= MOST_OVER
    assert all("marked" in p.classes for p in found)  # however deep, the record that is open is seen


def test_an_unresolved_source_is_named_as_such(serve: Serve) -> None:
    page = serve(small()).get("/articles/1/why?record=s2").text
    assert "“un proche”" in page
    assert ">unresolved<" in page
    assert "does not settle who is meant" in page
    assert ">denied<" in page


def test_the_panel_says_rule_evidence_confidence_and_mentions(serve: Serve) -> None:
    page = serve(small()).get("/articles/1/why?record=s1").text
    assert "<dd>colon</dd>" in page
    assert "Le maire <mark>a dit</mark> : « Nous restons. »" in page
    assert "characters 9–14" in page
    assert "sure 0.9" in page
    assert "<mark>Le maire</mark> a dit" in page
    assert "as extracted, checked by nobody" in page
    assert 'rel="next"' in page
    assert 'rel="prev"' not in page
    figure = serve(small()).get("/articles/1/why?record=f1").text
    assert "≥ 12 maison" in figure
    assert "“un proche”" in figure


def test_what_people_changed_is_in_the_panel(
    press: Path, tmp_path: Path, client_for: Callable[[Path], TestClient]
) -> None:
    path = tmp_path / "press.db"
    shutil.copy(press, path)
    with LedgerFile.open(path, write=True) as file, file.writing() as connection:
        correct(connection, 1, "confirm", "statement", "s1", who="Ada", why="she did <b>say</b> so")
        made = correct(connection, 1, "edit", "statement", "s2", who="Ben", after={"act": "promise"})
        correct(connection, 1, "reject", "statement", "s3", who="Ada")
        undo(connection, made.id, who="Ada")
    client = client_for(path)
    first = client.get("/articles/1/why?record=s1").text
    assert "Ada: confirmed" in first
    assert "she did &lt;b&gt;say&lt;/b&gt; so" in first
    assert '<dd class="undone">' in client.get("/articles/1/why?record=s2").text
    assert "<ins>promises</ins>" in client.get("/articles/1/why?record=s2").text
    page = client.get("/articles/1").text
    assert 'data-row="s3"' not in page  # what was rejected is not in the ledger …
    rejected = client.get("/articles/1?record=s3").text
    assert 'data-row="s3"' in rejected  # … and is shown where it is asked for
    assert '<span class="tag rejected">rejected</span>' in rejected


def test_the_panel_says_what_was_changed_with_the_words_of_the_log(desk: TestClient) -> None:
    with LedgerFile.open(desk.app.state.settings.ledger, write=True) as file, file.writing() as connection:  # type: ignore[attr-defined]
        after = {"cue": span("a nié"), "content": [span("dangereux")], "denied": True, "addressee": None}
        correct(connection, 1, "edit", "statement", "s1", who="Ada", after=after)
    log = html_text(desk.get("/corrections").text)
    panel = html_text(desk.get("/articles/1/why?record=s1").text)
    for field, before, now in (
        ("Cue", "“a déclaré”", "“a nié”"),
        ("Content", "“Le pont est dangereux”", "“dangereux”"),
        ("denied", "no", "yes"),
        ("Addressee", "“aux habitants”", "none"),
    ):
        assert f"{field} {before} {now}" in log
        assert f"{field} {before} → {now}" in panel
    assert "dangereux" in html_text(desk.get("/articles/1/why?record=s1&ui=fr").text)
    assert "nié non → oui" in html_text(desk.get("/articles/1/why?record=s1&ui=fr").text)


def test_how_the_day_was_found_is_told(client: TestClient) -> None:
    listed = client.get("/articles.json?q=Vaubrun").json()
    pages = [client.get(f"/articles/{r['article_id']}").text for r in listed if r["url"] is None]
    told = [p for p in pages if "Day found: 2024-03-15 (the input says 2024-03)" in p]
    assert told
    assert "the day named is yesterday" in told[0]


def test_a_huge_ledger_is_shown_in_pages(serve: Serve) -> None:
    client = serve(many_quotations(3 * PER_PART))
    first = client.get("/articles/1").text
    assert first.count('data-row="s') == PER_PART
    assert "part=statements&amp;page=2#part-statements" in first
    assert 'data-row="s450"' in client.get("/articles/1?part=statements&page=3").text
    assert 'data-row="s600"' in client.get("/articles/1?part=statements&page=999").text
    assert 'data-row="s450"' in client.get("/articles/1?record=s450").text  # the page that holds what is open
    assert text_of(first).text == many_quotations(3 * PER_PART).document.text


def starts_in(ledger: Ledger) -> list[int]:
    return sorted(a for s in ledger.statements for _, (a, _) in spans_of(s))


def test_a_long_text_is_shown_in_parts_that_are_the_whole_of_it(serve: Serve) -> None:
    ledger = many_quotations(6000)
    text = ledger.document.text
    client = serve(ledger)
    sheets = sheets_of(text, starts_in(ledger))
    assert len(sheets) > 4
    pages = [client.get(f"/articles/1?sheet={n}").text for n in range(1, len(sheets) + 1)]
    found = [text_of(p) for p in pages]
    assert "".join(f.text for f in found) == text
    for (start, stop), f in zip(sheets, found, strict=True):
        assert stop - start <= MOST_TEXT
        assert text[stop - 1] == "\n" or stop == len(text)  # not inside a paragraph
        assert all(int(attrs["data-start"]) == start + at for _, attrs, at in f.elements)
        assert f"characters {start:,} to {stop:,} of {len(text):,}" in html_text(pages[sheets.index((start, stop))])
    assert max(map(len, pages)) < 1_200_000
    # s0 holds all the text: it is over every part, but begins in the first.
    assert ["data-shape" in f.elements[0][1] for f in found] == [True] + [False] * (len(sheets) - 1)
    assert ['data-begun="s0"' in p for p in pages] == [False] + [True] * (len(sheets) - 1)
    assert all("s0" in str(f.elements[0][1]["data-said"]).split() for f in found)
    assert "sheet=2#text" in pages[0]
    assert "sheet=1#text" in pages[1]
    assert text_of(client.get("/articles/1?sheet=999").text).text == found[-1].text


def test_a_record_is_shown_in_the_part_that_holds_its_words(serve: Serve) -> None:
    ledger = many_quotations(6000)
    client = serve(ledger)
    (start, _), second, *_ = sheets_of(ledger.document.text, starts_in(ledger))
    inside = next(s for s in ledger.statements if s.content[0][0] >= second[0] and s.id != "s0")
    for address in (
        f"/articles/1?record={inside.id}",
        f"/articles/1?record={inside.id}&sheet=1",  # it is not there
        f"/articles/1?at={inside.content[0][0]}-{inside.content[0][1]}",
    ):
        page = client.get(address).text
        assert text_of(page).elements[0][1]["data-start"] == str(second[0])
        assert f'data-row="{inside.id}"' in page if "record" in address else 'id="at"' in page
    assert f'id="{inside.id}"' in client.get(f"/articles/1?record={inside.id}").text
    assert text_of(client.get("/articles/1?record=s0").text).elements[0][1]["data-start"] == str(start)
    kept = text_of(client.get("/articles/1?record=s0&sheet=2").text)  # it lies over both: the part asked for stays
    assert kept.elements[0][1]["data-start"] == str(second[0])
    # The rows beside a part of the text are its own.
    assert f'data-row="{inside.id}"' in client.get("/articles/1?sheet=2").text


def test_texts_are_cut_between_words_where_there_are_no_paragraphs() -> None:
    words = "mot " * 40_000
    assert [words[a:b][-4:] for a, b in sheets_of(words)] == ["mot "] * 3
    assert sheets_of("a" * (MOST_TEXT + 5)) == [(0, MOST_TEXT), (MOST_TEXT, MOST_TEXT + 5)]
    assert sheets_of("") == [(0, 0)]
    assert sheets_of("a" * 2 * LEAST, [0] * 5 * MOST_SPANS)[0] == (0, LEAST)  # many spans at one place do not cut it up
    assert sheets_of("mot " * MOST_SPANS, list(range(0, 4 * MOST_SPANS, 2)))[0] == (0, 2 * MOST_SPANS)


def test_the_json_twin_is_the_ledger_and_the_csv_its_statements(press: Path, client: TestClient) -> None:
    with LedgerFile.open(press) as file:
        ledger = file.ledger(1)
    assert Ledger.model_validate_json(client.get("/articles/1.json").content) == ledger
    answer = client.get("/articles/1.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [r["id"] for r in rows] == [s.id for s in ledger.statements]
    assert rows[0]["content"] == " … ".join(map(ledger.words, ledger.statements[0].content))
    assert rows[0]["standing"] == "extracted"


def test_ids_with_a_plus_are_found_by_their_link(serve: Serve) -> None:
    ledger = small()
    ledger.statements[0].id = "s+1f0c9a3e"
    client = serve(ledger)
    page = client.get("/articles/1").text
    (link,) = set(re.findall(r'href="(/articles/1\?record=s%2B[^"]*)"', page))
    assert link == "/articles/1?record=s%2B1f0c9a3e#s%2B1f0c9a3e"
    assert 'id="s+1f0c9a3e"' in client.get(link).text


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/articles/99999", 404, "There is no article 99999"),
        (f"/articles/{2**70}", 404, "There is no article"),
        ("/articles/1?record=s999", 404, "There is no record s999"),
        ("/articles/1/why?record=%3Cb%3E", 404, "There is no record &lt;b&gt;"),
        ("/articles/1/why", 422, "record"),
        ("/articles/1?at=x", 422, "at:"),
        ("/articles/1?part=nothing", 422, "part:"),
        ("/articles/1?part=statements&page=0", 422, "page:"),
        ("/articles/abc", 404, "There is no such page"),
    ],
)
def test_what_is_not_there_is_said(client: TestClient, address: str, status: int, says: str) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert says in answer.text


def test_missing_articles_are_missing_as_data_too(client: TestClient) -> None:
    for end in ("json", "csv"):
        answer = client.get(f"/articles/99999.{end}")
        assert answer.status_code == 404
        assert answer.json() == {"error": "There is no article 99999 in this ledger."}


def test_a_span_beyond_the_text_marks_nothing(client: TestClient) -> None:
    answer = client.get("/articles/1?at=999998-999999")
    assert answer.status_code == 200
    assert 'id="at"' not in answer.text


def test_exact_keeps_every_character() -> None:
    assert exact("a\r\n<b>&\x00") == "a&#13;\n&lt;b&gt;&amp;␀"


def test_every_record_with_words_can_be_opened_from_them(press: Path) -> None:
    with LedgerFile.open(press) as file:
        held = Lookup.of(file.ledger(1))
    named = {i for p in pieces(held, speakers(held)) for i in (*p.said.split(), *p.also.split())}
    assert named == {i for i, r in held.records.items() if list(spans_of(r))}


def contrast(a: str, b: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    x, y = sorted((light(a), light(b)), reverse=True)
    return (x + 0.05) / (y + 0.05)


def test_every_speakers_colour_can_be_read_on_paper_in_light_and_dark() -> None:
    base, own = ((ROOT / "frontend" / "css" / f).read_text() for f in ("base.css", "article.css"))
    for scheme in (0, 1):  # the first of each name is the light one
        held = {}
        for css in (base, own):
            for name in ("paper", "raised", "ink", "mark", *(f"c{n}" for n in range(8))):
                values = re.findall(rf"--{name}: (#[0-9a-f]{{6}})", css)
                if values:
                    held[name] = values[scheme]
        for n in range(8):
            assert contrast(held[f"c{n}"], held["paper"]) >= 4.5, (scheme, n)
            assert contrast(held[f"c{n}"], held["raised"]) >= 4.5, (scheme, n)
        assert contrast(held["ink"], held["mark"]) >= 4.5


def test_who_may_edit_is_led_from_a_record_to_its_form_and_back(editor: TestClient, client: TestClient) -> None:
    page = editor.get("/articles/1?record=s2").text
    form = re.search(r'href="(/articles/1/records/statement/s2/edit\?back=[^"]+)"', page)
    assert form
    answer = editor.get(form[1].replace("&amp;", "&"))
    assert answer.status_code == 200
    assert "/articles/1?record=s2#s2" in answer.text
    missing = re.search(r'href="(/articles/1/add[^"]+)"', page)
    assert missing
    assert editor.get(missing[1].replace("&amp;", "&")).status_code == 200
    assert "/edit?" not in client.get("/articles/1?record=s2").text
