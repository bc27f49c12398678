"""Every format that `selon add` reads, in files written by other programs than selon."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
import zlib
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from selon.reading.archives import Bounds
from selon.reading.dates import iso_date
from selon.reading.folders import Inputs
from selon.reading.items import Item, Known, Trouble, read_item
from selon.reading.markup import fragment_text
from selon.reading.tables import parse_columns

FIRST = "Le pont de Vaubrun restera fermé jusqu'à l'été, a annoncé la maire Odile Ferrand."
SECOND = "« Nous n'avons pas le choix », a-t-elle dit vendredi devant les habitants de la vallée, réunis à la salle des fêtes."
PAGE = f"""<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Le pont restera fermé - Le Courrier</title>
<meta property="og:title" content="Le pont restera fermé"><meta property="og:site_name" content="Le Courrier">
<meta property="article:published_time" content="2023-11-03T18:20:00+01:00">
<link rel="canonical" href="https://courrier.example/pont"></head><body>
<nav><ul><li><a href="/">Accueil</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>Le pont restera fermé</h1><p>{FIRST}</p><p>{SECOND}</p></article>
<footer><p>Tous droits réservés. <a href="/cookies">Gérer les cookies</a></p></footer></body></html>"""


def items(*paths: Path, columns: str = "") -> tuple[list[Item], list[Trouble]]:
    found = list(Inputs(paths, parse_columns(columns)))
    return [i for i in found if isinstance(i, Item)], [t for t in found if isinstance(t, Trouble)]


def only(*paths: Path, columns: str = "") -> Item:
    (item,), troubles = items(*paths, columns=columns)
    assert troubles == []
    return item


def test_plain_text_as_it_lies(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(f"date 2023-11\r\n{FIRST}\r\n".encode())
    article = read_item(only(tmp_path / "a.txt"), date="2020")
    assert (article.text, article.given) == (f"date 2023-11\r\n{FIRST}\r\n", "2023-11")


def test_what_is_known_of_the_date_helps_where_an_input_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FIRST, encoding="utf8")
    assert read_item(only(tmp_path / "a.txt"), date="2020-05").given == "2020-05"


def test_a_page_is_its_main_text_with_what_its_head_says(tmp_path: Path) -> None:
    (tmp_path / "p.html").write_text(PAGE, encoding="utf8")
    article = read_item(only(tmp_path / "p.html"))
    assert FIRST in article.text
    assert SECOND in article.text
    assert "cookies" not in article.text
    assert "Accueil" not in article.text
    assert (article.title, article.outlet) == ("Le pont restera fermé", "Le Courrier")
    assert (article.given, article.url) == ("2023-11-03", "https://courrier.example/pont")


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252"])
def test_a_page_in_its_declared_encoding(tmp_path: Path, declared: str) -> None:
    page = PAGE.replace('charset="utf-8"', f'charset="{declared}"').replace("l'été", "l’été")
    (tmp_path / "p.html").write_bytes(page.encode("cp1252"))
    assert FIRST.replace("l'été", "l’été") in read_item(only(tmp_path / "p.html")).text


def test_a_page_without_main_text_says_so() -> None:
    with pytest.raises(ValueError, match="no main text"):
        read_item(Item(name="p", kind="html", data=b"<html><body><p>404</p></body></html>"))


def feed(kind: str) -> bytes:
    """A feed written by feedgen."""
    generator = pytest.importorskip("feedgen.feed").FeedGenerator()
    generator.id("https://courrier.example/")
    generator.title("Le Courrier & Cie")
    generator.link(href="https://courrier.example/")
    generator.description("Nouvelles de la vallée")
    for n, whole in ((1, True), (2, False)):
        entry = generator.add_entry(order="append")
        entry.id(f"https://courrier.example/{n}")
        entry.title(f"Le pont, épisode {n}")
        entry.link(href=f"https://courrier.example/{n}")
        entry.published("2023-11-03T23:30:00+01:00")
        entry.summary(f"<p>{FIRST}</p>") if kind == "atom" else entry.description(f"<p>{FIRST}</p>")
        if whole:
            entry.content(
                f"<p>{FIRST}</p><p>L&#8217;eau <b>monte</b>,<br/>dit-on.</p>", type="CDATA" if kind == "rss" else "html"
            )
    written: bytes = generator.atom_str() if kind == "atom" else generator.rss_str()
    return written


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_feeds(tmp_path: Path, kind: str) -> None:
    (tmp_path / "feed.xml").write_bytes(feed(kind))
    found, troubles = items(tmp_path / "feed.xml")
    assert troubles == []
    first, second = map(read_item, found)
    assert first.text == f"{FIRST}\nL’eau monte,\ndit-on."
    assert (first.title, first.url, first.outlet) == (
        "Le pont, épisode 1",
        "https://courrier.example/1",
        "Le Courrier & Cie",
    )
    assert first.given == "2023-11-03"
    assert first.problems == ()
    assert second.text == FIRST
    assert [p[0] for p in second.problems] == ["summary-only"]


def test_a_feed_written_with_the_standard_library_and_without_texts(tmp_path: Path) -> None:
    rss = ElementTree.Element("rss", version="2.0")
    channel = ElementTree.SubElement(rss, "channel")
    ElementTree.SubElement(channel, "title").text = "Courrier"
    for text in (FIRST, ""):
        item = ElementTree.SubElement(channel, "item")
        ElementTree.SubElement(item, "title").text = "Pont"
        ElementTree.SubElement(item, "description").text = text
        ElementTree.SubElement(item, "pubDate").text = "Fri, 03 Nov 2023 23:30:00 -0500"
    ElementTree.ElementTree(rss).write(tmp_path / "f.rss", encoding="iso-8859-1", xml_declaration=True)
    found, troubles = items(tmp_path / "f.rss")
    assert [read_item(i).given for i in found] == ["2023-11-03"]
    assert read_item(found[0]).text == FIRST
    assert len(troubles) == 1
    assert "no text" in troubles[0].message


def test_xml_that_is_no_feed(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<?xml version='1.0'?><recipe><salt/></recipe>", encoding="utf8")
    found, troubles = items(tmp_path / "a.xml")
    assert found == []
    assert "no RSS or Atom feed" in troubles[0].message


@pytest.mark.parametrize("gzipped", [False, True])
def test_web_archives_written_by_warcio(tmp_path: Path, gzipped: bool) -> None:
    warcwriter = pytest.importorskip("warcio.warcwriter")
    headers = pytest.importorskip("warcio.statusandheaders").StatusAndHeaders
    path = tmp_path / ("w.warc.gz" if gzipped else "w.warc")

    def pack(page: bytes, coding: str | None) -> tuple[bytes, list[tuple[str, str]]]:
        return (gzip.compress(page), [("Content-Encoding", coding)]) if coding else (page, [])

    with path.open("wb") as stream:
        writer = warcwriter.WARCWriter(stream, gzip=gzipped)
        for url, status, kind, page, coding in (
            ("https://courrier.example/1", "200 OK", "text/html; charset=utf-8", PAGE.encode(), "gzip"),
            ("https://courrier.example/2", "200 OK", "text/html; charset=iso-8859-1",
             PAGE.replace('<meta charset="utf-8">', "").encode("latin-1", "replace"), None),
            ("https://courrier.example/no", "404 Not Found", "text/html", PAGE.encode(), None),
            ("https://courrier.example/x.png", "200 OK", "image/png", b"\x89PNG", None),
        ):  # fmt: skip
            payload, more = pack(page, coding)
            http = headers(status, [("Content-Type", kind), *more], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(url, "response", payload=io.BytesIO(payload), http_headers=http)
            )
    found, troubles = items(path)
    assert troubles == []
    articles = [read_item(i) for i in found]
    assert [a.url for a in articles] == ["https://courrier.example/1", "https://courrier.example/2"]
    assert all(FIRST in a.text for a in articles)
    assert articles[0].given == "2023-11-03"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    found, troubles = items(path)
    assert len(found) < 2
    assert "ends inside the next record" in troubles[-1].message


def test_bodies_are_unpacked_with_bounds() -> None:
    from selon.reading.html import LARGEST
    from selon.reading.warc import unpack

    assert len(unpack(gzip.compress(b"a" * (3 * LARGEST)), "gzip")) == LARGEST + 1
    assert unpack(zlib.compress(b"abc"), "deflate") == unpack(zlib.compress(b"abc")[2:-4], "deflate") == b"abc"
    assert unpack(b"abc", "identity") == b"abc"
    with pytest.raises(ValueError, match="'zstd'"):
        unpack(b"abc", "zstd")


def test_bodies_in_brotli() -> None:
    brotli = pytest.importorskip("brotli")
    from selon.reading.html import LARGEST
    from selon.reading.warc import unpack

    packed = brotli.compress(b"a" * (6 * LARGEST), quality=2)
    assert LARGEST < len(unpack(packed, "br")) < 3 * LARGEST  # the decoder goes on to the end of its window
    assert unpack(brotli.compress(PAGE.encode()), "br") == PAGE.encode()
    for bad in (brotli.compress(PAGE.encode())[:100], b"no"):
        with pytest.raises(ValueError, match=r"."):
            unpack(bad, "br")


def test_a_csv_file_as_spreadsheets_write_it(tmp_path: Path) -> None:
    with (tmp_path / "a.csv").open("w", encoding="cp1252", newline="") as f:
        writer = csv.writer(f, delimiter=";")
        writer.writerows(
            [
                ["Journal", "Corps", "Jour"],
                ["Le Courrier", f'{FIRST}\n"Non"; c\'est non', "13/11/2023"],
                ["Écho", "", "x"],
            ]
        )
    found, troubles = items(tmp_path / "a.csv", columns="text=Corps,date=Jour,outlet=Journal")
    article = read_item(found[0])
    assert article.text == f'{FIRST}\n"Non"; c\'est non'
    assert (article.outlet, article.given) == ("Le Courrier", "2023-11-13")
    assert [p[0] for p in article.problems] == ["assumed-encoding"]
    assert (troubles[0].name, troubles[0].message) == (
        f"{tmp_path / 'a.csv'}#row 2",
        "the column 'Corps' is empty: there is no text",
    )


def test_a_csv_file_with_a_row_that_is_too_long_and_a_mark_of_utf8(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f'title,body\nA,x,y\nB,"{FIRST}"\n', encoding="utf-8-sig")
    found, troubles = items(tmp_path / "a.csv")
    assert [(i.name.split("#")[1], read_item(i).title) for i in found] == [("row 2", "B")]
    assert "line 2: 3 cells" in troubles[0].message


def test_columns_that_are_not_there_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"titre,corps\nA,{FIRST}\n", encoding="utf8")
    assert "its columns are: titre, corps" in items(tmp_path / "a.csv")[1][0].message
    assert "no column 'texte'" in items(tmp_path / "a.csv", columns="text=texte")[1][0].message
    for bad in ("texte=corps", "text", "text="):
        with pytest.raises(ValueError, match="FIELD=COLUMN"):
            parse_columns(bad)


def test_json_lines_and_arrays(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"text": FIRST, "date": "2023-11-03T10:00:00Z", "source": {"name": "Le Courrier"}, "url": None},
        {"text": SECOND, "date": None},
    ]
    lines = tmp_path / "a.jsonl"
    lines.write_text("\n".join([json.dumps(rows[0]), "{broken", "[1]", json.dumps(rows[1]), ""]), encoding="utf8")
    found, troubles = items(lines, columns="outlet=source.name")
    assert [(a.text, a.outlet, a.given) for a in map(read_item, found)] == [
        (FIRST, "Le Courrier", "2023-11-03"), (SECOND, None, None),
    ]  # fmt: skip
    assert [t.name.split("#")[1] for t in troubles] == ["line 2", "line 3"]
    for value in (rows, rows[0]):
        whole = tmp_path / "b.json"
        whole.write_text(json.dumps(value, indent=1), encoding="utf8")
        found, troubles = items(whole)
        assert [read_item(i).text for i in found] == ([FIRST, SECOND] if isinstance(value, list) else [FIRST])
        assert troubles == []


def test_parquet_written_by_pyarrow(tmp_path: Path) -> None:
    pyarrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    from datetime import date

    rows = {"body": [FIRST, None, SECOND], "published": [date(2023, 11, 3), None, None], "n": [1, 2, 3]}
    parquet.write_table(pyarrow.table(rows), tmp_path / "a.parquet")
    found, troubles = items(tmp_path / "a.parquet")
    assert [(a.text, a.given) for a in map(read_item, found)] == [(FIRST, "2023-11-03"), (SECOND, None)]
    assert [t.name.split("#")[1] for t in troubles] == ["row 2"]
    (tmp_path / "b.parquet").write_bytes((tmp_path / "a.parquet").read_bytes()[:-40])
    assert "damaged Parquet" in items(tmp_path / "b.parquet")[1][0].message


def europresse(number: str = "news·20231103·CO·7012") -> str:
    """An export with the elements and classes that Europresse writes."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"></head><body id="docContain">
<article><header><div class="rdp__DocPublicationName"><span class="DocPublicationName">Le Courrier, no. 4301</span></div>
<div><span class="DocHeader">Région, vendredi 3 novembre 2023 412 mots, p. 7</span></div>
<div class="titreArticle"><p class="sm-margin-TopNews titreArticleVisu rdp__articletitle">Le pont <b>restera</b> fermé</p></div></header>
<section><div class="DocText clearfix"><div class="docOcurrContainer"><p>{FIRST}</p><p>{SECOND}</p></div></div></section>
<footer><div class="publiC-lblNodoc">{number}</div></footer></article>
<article><header><div><span class="DocPublicationName">L'Écho</span></div><div class="titreArticle"><p>Rien</p></div></header>
<section><div class="DocText clearfix"></div></section></article></body></html>"""


def test_exports_of_europresse(tmp_path: Path) -> None:
    (tmp_path / "e.HTML").write_text(europresse(), encoding="utf8")
    found, troubles = items(tmp_path / "e.HTML")
    article = read_item(found[0])
    assert article.text == f"{FIRST}\n{SECOND}"
    assert (article.title, article.outlet, article.given) == ("Le pont restera fermé", "Le Courrier", "2023-11-03")
    assert [t.message for t in troubles] == ["the article 'Rien' holds no text"]


def test_an_export_without_numbers_has_its_days_in_words(tmp_path: Path) -> None:
    (tmp_path / "e.html").write_text(europresse(number=""), encoding="utf8")
    article = read_item(items(tmp_path / "e.html")[0][0])
    assert (article.given, article.problems) == ("2023-11-03", ())


def test_folders_in_one_order_without_what_is_no_article(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/2.txt", "a.txt", ".hidden.txt", "b/picture.jpg", "b/1.txt"):
        (tmp_path / name).write_text(f"{name} {FIRST}", encoding="utf8")
    inputs = Inputs([tmp_path, tmp_path / "none.txt"])
    names = [i.name.removeprefix(f"{tmp_path}/") for i in inputs]
    assert names == ["a.txt", "b/1.txt", "b/2.txt", "none.txt"]
    assert inputs.left_out == {".jpg": 1}


def test_zips_with_everything_in_them(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as z:
        z.writestr("c.txt", "c " + FIRST)
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("dir/a.txt", "a " + FIRST)
        z.writestr("dir/b.csv", f'text\n"{FIRST}"\n')
        z.writestr("in.zip", inner.getvalue())
        z.writestr("d.txt.gz", gzip.compress(b"d " + FIRST.encode()))
        z.writestr("__MACOSX/._a.txt", "x")
        z.writestr("x.bin", b"\0")
    found, troubles = items(tmp_path / "a.zip")
    assert [i.name.split("a.zip")[1] for i in found] == ["#dir/a.txt", "#dir/b.csv#row 1", "#in.zip#c.txt", "#d.txt.gz"]
    assert [read_item(i).text[:2] for i in found] == ["a ", "Le", "c ", "d "]
    assert troubles == []


def test_bombs_are_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(tmp_path / "ratio.zip", "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("a.txt", b"a" * 30_000_000)
        z.writestr("b.txt", FIRST)
    found, troubles = items(tmp_path / "ratio.zip")
    assert found == []
    assert "200 times" in troubles[0].message
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(b"a" * 30_000_000))
    assert "200 times" in items(tmp_path / "b.txt.gz")[1][0].message
    monkeypatch.setattr(Bounds.__init__, "__defaults__", (3, 100_000, 50_000, 200, 2))
    for name, members, message in (
        ("many.zip", [f"{n}.txt" for n in range(4)], "holds 4 files"),
        ("each.zip", ["big.txt"], "more than 50,000 bytes"),
    ):
        with zipfile.ZipFile(tmp_path / name, "w") as z:
            for member in members:
                z.writestr(member, "x" * 60_000)
        assert message in items(tmp_path / name)[1][0].message
    with zipfile.ZipFile(tmp_path / "total.zip", "w") as z:
        for n in range(3):
            z.writestr(f"{n}.txt", f"{n}" * 40_000)
    found, troubles = items(tmp_path / "total.zip")
    assert len(found) == 2
    assert "more than 20,000 bytes" in troubles[0].message
    data = FIRST.encode()
    for n in range(3):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as z:
            z.writestr("a.zip" if n else "a.txt", data)
        data = packed.getvalue()
    (tmp_path / "deep.zip").write_bytes(data)
    found, troubles = items(tmp_path / "deep.zip")
    assert found == []
    assert "too many archives" in troubles[0].message


def test_damaged_and_encrypted_members_do_not_stop_the_others(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as z:
        z.writestr("a.txt", "a" + FIRST)
        z.writestr("b.txt", "b" + FIRST)
    data = bytearray(path.read_bytes())
    data[data.index(b"aLe pont") + 5] ^= 0xFF
    path.write_bytes(bytes(data))
    found, troubles = items(path)
    assert [read_item(i).text[0] for i in found] == ["b"]
    assert "damaged" in troubles[0].message
    (tmp_path / "no.zip").write_bytes(b"PK\x03\x04 and nothing else")
    assert "no zip archive" in items(tmp_path / "no.zip")[1][0].message


def test_files_without_a_suffix_are_known_by_their_beginning(tmp_path: Path) -> None:
    for name, data, kind in (
        ("page", PAGE.encode(), "html"),
        ("text", FIRST.encode(), "text"),
        ("row", json.dumps({"text": FIRST}).encode(), "words"),
    ):
        (tmp_path / name).write_bytes(data)
        assert only(tmp_path / name).kind == kind


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2023-11-03T23:59:00+02:00", "2023-11-03"), ("2023-11", "2023-11"), ("2023", "2023"), ("20231103", "2023-11-03"),
        ("Fri, 03 Nov 2023 10:00:00 GMT", "2023-11-03"), ("23/11/2023", "2023-11-23"), ("11/23/2023", "2023-11-23"),
        ("03/11/2023", "2023"), ("vendredi 3 novembre 2023, 412 mots", "2023-11-03"), ("1er Août 2020", "2020-08-01"), ("3 déc. 2020", "2020-12-03"),
        ("du 3 mai 2020 au 5 mai 2020", None), ("31 février 2020", None), ("2023-13-01", None), ("1699012345", None), ("demain", None), ("03/03/2023", "2023-03-03"),
    ],
)  # fmt: skip
def test_dates_are_read_or_left(written: str, day: str | None) -> None:
    value, message = iso_date(written)
    assert value == day
    assert bool(message) == (day is None or written == "03/11/2023")


def test_dates_in_a_format_that_people_say() -> None:
    assert iso_date("03/11/2023", "%d/%m/%Y") == ("2023-11-03", None)
    assert iso_date("2023-11-03", "%d/%m/%Y")[0] is None
    item = Item(name="x", kind="words", data=FIRST.encode(), known=Known(date="demain"))
    article = read_item(item, date="2023")
    assert article.given == "2023"
    assert [p[0] for p in article.problems] == ["unread-date"]


def test_digests_tell_apart_what_would_be_read_otherwise() -> None:
    one = Item(name="x", kind="words", data=b"a")
    assert one.digest() == Item(name="y", kind="words", data=b"a", position=7).digest()
    others = [Item(name="x", kind="text", data=b"a"), Item(name="x", kind="words", data=b"a", known=Known(url="u"))]
    assert len({one.digest(), one.digest("2023"), *(o.digest() for o in others)}) == 4


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>a\n b</p>c<br>d", "a b\nc\nd"), ("1 < 2 &amp; 3", "1 < 2 & 3"), ("<script>x</script><!-- y -->z", "z"),
        ("sans balise", "sans balise"), ("<i>l</i>a", "la"), ("a&nbsp;!", "a\xa0!"), ("<img src=x>", ""),
    ],
)  # fmt: skip
def test_fragments_of_markup(markup: str, text: str) -> None:
    assert fragment_text(markup) == text


def test_a_deep_page_is_no_stack_overflow() -> None:
    assert fragment_text("<div>" * 3000 + "x" + "</div>" * 3000) in ("x", "")
