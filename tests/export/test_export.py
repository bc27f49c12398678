"""Every format is written, and read again by a program other than selon where one installs."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import sqlite3
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sample_ledger import TEXT, sample, span
from selon.export import FORMATS, ExportError, dna, jsonlines, write
from selon.export.brat import fragments
from selon.export.dna import java_offsets, password_digest
from selon.export.names import file_stem
from selon.export.page import page
from selon.export.rows import TABLES, read_spans
from selon.export.segments import outermost, segments
from selon.model import Document, Ledger, Source, Statement


def tricky() -> Ledger:
    """Overlapping contents, two lines in one content, characters outside the basic plane, marks of HTML and XML."""
    text = '😀 « A <b>& "B"\r\nC », a dit 😀 l\'élue.\x0b\n*** fin\n'
    at = text.index("A <b>")
    return Ledger(
        document=Document(
            id=hashlib.sha256(text.encode()).hexdigest(), text=text, lang="fr", title="</title><script>x</script>",
            url="javascript:alert(1)", outlet="L'Écho & Cie",
        ),
        statements=[
            Statement(id="s1", kind="direct", act="say", content=[(at, text.index(" »"))], confidence=0.5,
                      source=Source(span=(text.index("l'élue"), text.index("."))), cue=(text.index("a dit"), text.index("a dit") + 5)),
            Statement(id="s2", kind="indirect", act="claim", content=[(at + 2, at + 12)], within="s1", confidence=0.5),
        ],
    )  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_ledgers_of_every_kind_and_none(name: str, tmp_path: Path) -> None:
    if FORMATS[name].needs:
        pytest.importorskip({"parquet": "pyarrow", "cas": "cassis"}[name])
    empty = Ledger(document=Document(id=hashlib.sha256(b"").hexdigest(), text="", lang="fr"))
    assert write(name, [sample(), tricky(), empty, sample()], tmp_path / "out") == 4
    assert write(name, [], tmp_path / "none") == 0
    with pytest.raises(ExportError, match="is there already"):
        write(name, [sample()], tmp_path / "out")


def test_an_unknown_format_is_named() -> None:
    with pytest.raises(ExportError, match="no format 'pdf'; there are jsonl, csv"):
        write("pdf", [], Path("x"))


def test_a_failed_file_leaves_nothing(tmp_path: Path) -> None:
    def failing():  # type: ignore[no-untyped-def] # a generator that breaks
        yield sample()
        raise RuntimeError("disk")

    with pytest.raises(RuntimeError, match="disk"):
        write("jsonl", failing(), tmp_path / "x.jsonl")
    assert list(tmp_path.iterdir()) == []


def test_json_lines_come_back_whole(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    write("jsonl", [sample(), tricky()], path)
    assert list(jsonlines.read(path)) == [sample(), tricky()]
    path.write_text(path.read_text() + '{"format": "selon/1"}\n')
    with pytest.raises(ExportError, match=r"line 3: no ledger of selon \(document"):
        list(jsonlines.read(path))


def test_csv_holds_words_spans_and_names(tmp_path: Path) -> None:
    write("csv", [sample()], tmp_path)
    with (tmp_path / "statements.csv").open(encoding="utf-8-sig", newline="") as f:
        rows = list(csv.DictReader(f))
    assert [(r["id"], r["source"], r["source_words"], r["denied"]) for r in rows] == [
        ("s1", "Odile Ferrand", "la maire Odile Ferrand", "0"),
        ("s2", "", "des ouvriers", "0"),
        ("s3", "préfet", "Le préfet", "1"),
    ]
    assert read_spans(rows[0]["content_spans"]) == [span("Le pont est dangereux")]
    with (tmp_path / "documents.csv").open(encoding="utf-8-sig", newline="") as f:
        assert next(csv.DictReader(f))["text"] == TEXT


def test_every_row_has_its_columns() -> None:
    for name, table in TABLES.items():
        for row in table.rows(sample()):
            assert len(row) == len(table.columns), name
            for value, (column, kind) in zip(row, table.columns.items(), strict=True):
                assert value is None or isinstance(value, (kind, int)), (name, column, value)


def test_parquet_is_read_by_pandas(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    pandas = pytest.importorskip("pandas")
    write("parquet", [sample(), tricky()], tmp_path)
    figures = pandas.read_parquet(tmp_path / "figures.parquet")
    assert figures.low.tolist() == [1400.0]
    assert figures.high.isna().all()
    statements = pandas.read_parquet(tmp_path / "statements.parquet")
    assert statements.denied.tolist() == [False, False, True, False, False]
    text = pandas.read_parquet(tmp_path / "documents.parquet").text[1]
    assert text[int(statements.source_start[3]) : int(statements.source_end[3])] == "l'élue"


CONTEXTS = {
    # The part of each context that selon uses: the tests fetch nothing.
    "http://www.w3.org/ns/anno.jsonld": {
        "oa": "http://www.w3.org/ns/oa#", "id": "@id", "type": "@type", "@vocab": "http://www.w3.org/ns/oa#",
        "body": {"@id": "oa:hasBody", "@type": "@id"}, "target": {"@id": "oa:hasTarget", "@type": "@id"},
        "source": {"@id": "oa:hasSource", "@type": "@id"}, "selector": {"@id": "oa:hasSelector", "@type": "@id"},
        "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    },
    "https://schema.org": {"@vocab": "http://schema.org/"},
}  # fmt: skip


def expanded(path: Path) -> list[dict]:  # type: ignore[type-arg] # JSON
    """The nodes of a JSON-LD file as another program understands it."""
    jsonld = pytest.importorskip("pyld.jsonld")

    def load(url: str, _: object = None) -> dict[str, object]:
        return {"contextUrl": None, "documentUrl": url, "document": {"@context": CONTEXTS[url]}}

    return list(jsonld.expand(json.loads(path.read_text("utf8")), {"documentLoader": load}))


def test_web_annotations_are_json_ld_and_select_the_words(tmp_path: Path) -> None:
    write("webannotation", [sample(), tricky()], tmp_path / "x.jsonld")
    oa = "http://www.w3.org/ns/oa#"
    found = expanded(tmp_path / "x.jsonld")
    assert {n["@type"][0] for n in found} == {oa + "Annotation"}
    assert len(found) == 3 + 1 + 1 + 1 + 1 + 2
    texts = [TEXT] * 7 + [tricky().document.text] * 2
    checked = 0
    for node, text in zip(found, texts, strict=True):
        for target in node[oa + "hasTarget"]:
            position, quote = target[oa + "hasSelector"]
            start, end = (position[oa + k][0]["@value"] for k in ("start", "end"))
            exact, prefix, suffix = (quote[oa + k][0]["@value"] for k in ("exact", "prefix", "suffix"))
            assert text[start:end] == exact
            assert text[:start].endswith(prefix)
            assert text[end:].startswith(suffix)
            checked += 1
    assert checked == 4 + 3 + 3 + 1 + 1 + 1 + 2 + 3 + 1


def test_schema_org_keeps_the_unresolved_and_the_denied_apart(tmp_path: Path) -> None:
    write("schemaorg", [sample()], tmp_path / "x.jsonld")
    so = "http://schema.org/"
    article, quotation, unresolved, denial = expanded(tmp_path / "x.jsonld")
    assert article["@type"] == [so + "NewsArticle"]
    assert quotation["@type"] == [so + "Quotation"]
    assert quotation[so + "spokenByCharacter"][0][so + "name"][0]["@value"] == "Odile Ferrand"
    assert so + "author" not in unresolved
    assert unresolved[so + "creditText"][0]["@value"] == "des ouvriers"
    assert so + "author" not in denial
    assert denial[so + "contributor"][0][so + "name"][0]["@value"] == "préfet"
    assert "denied" in [k["@value"] for k in denial[so + "keywords"]]


def test_the_page_escapes_and_runs_nothing() -> None:
    html = page(tricky())
    assert "<script" not in html
    assert "javascript:" not in html
    assert "default-src 'none'" in html
    assert "A &lt;b&gt;&amp;" in html
    assert "<b>" not in html
    body = ElementTree.fromstring(html[html.index("<body>") : html.index("</html>")])
    text = "".join(body.find("div[@class='text']").itertext())  # type: ignore[union-attr] # it is there
    assert text.replace("○", "") == tricky().document.text.replace("\r\n", "\n").replace("\x0b", " ")


def test_the_page_tells_speakers_by_shape_and_marks_the_unresolved() -> None:
    html = page(sample())
    assert "● " in html.replace("</span>", " ")
    assert 'class="open">des ouvriers</span> (unresolved)' in html
    assert 'title="s1: Odile Ferrand (say)"' in html


def test_the_folder_of_pages_has_an_index(tmp_path: Path) -> None:
    write("html", [sample(), sample()], tmp_path)
    names = sorted(p.name for p in tmp_path.iterdir())
    assert names[0].startswith("2023-11-03-le-pont-de-vaubrun")
    assert len(names) == 3
    assert all(n in (tmp_path / "index.html").read_text() for n in names[:2])


@given(st.integers(0, 30), st.lists(st.tuples(st.integers(-3, 33), st.integers(-3, 33)), max_size=8))
def test_segments_cover_the_text_once_and_know_what_is_over_them(length: int, spans: list[tuple[int, int]]) -> None:
    found = segments(length, [(s, n) for n, s in enumerate(spans)])
    assert [i for (a, b), _ in found for i in range(a, b)] == list(range(length))
    for (a, b), over in found:
        for n, (start, end) in enumerate(spans):
            valid = 0 <= start < end <= length
            assert (n in over) == (valid and start <= a and b <= end)
    inner = segments(length, [(s, n) for n, s in enumerate(spans)], most=1)
    assert [(span, over[-1:]) for span, over in found] == inner
    kept = outermost([(s, n) for n, s in enumerate(spans)])
    assert all(x[0][1] <= y[0][0] for x, y in pairwise(kept))


def test_brat_is_read_by_another_program_and_has_no_line_break_in_a_span(tmp_path: Path) -> None:
    write("brat", [sample(), tricky()], tmp_path)
    for ann in tmp_path.glob("*.ann"):
        text = ann.with_suffix(".txt").read_bytes().decode()
        for line in ann.read_text("utf8").splitlines():
            if line.startswith("T"):
                _, where, words = line.split("\t")
                pieces = [p.split() for p in where.split(" ", 1)[1].split(";")]
                assert " ".join(text[int(a) : int(b)] for a, b in pieces) == words
                assert "\r" not in words
    assert sum("Statement:" in p.read_text() for p in tmp_path.glob("*.ann")) == 2


def test_fragments() -> None:
    assert fragments("ab\r\n cd  \nef", [(0, 12), (1, 3)]) == [(0, 2), (5, 7), (10, 12)]
    assert fragments("\n \n", [(0, 3)]) == []


def test_cas_is_read_by_another_program(tmp_path: Path) -> None:
    cassis = pytest.importorskip("cassis")
    write("cas", [sample(), tricky()], tmp_path)
    types = cassis.load_typesystem((tmp_path / "TypeSystem.xml").open("rb"))
    found = {}
    for path in tmp_path.glob("*.xmi"):
        cas = cassis.load_cas_from_xmi(path.open("rb"), typesystem=types)
        for part in cas.select("selon.Part"):
            found.setdefault((path.name[:4], part.record, part.role), part.get_covered_text())
        kinds = {s.id: (s.kind, s.denied) for s in cas.select("selon.Statement")}
        assert kinds["s1"] == ("direct", "false")
    assert found["2023", "s1", "content"] == "Le pont est dangereux"
    assert "l'élue" in found.values()


def test_iramuteq_has_a_text_for_each_article_or_statement(tmp_path: Path) -> None:
    write("iramuteq", [sample(), tricky()], tmp_path / "a.txt")
    lines = (tmp_path / "a.txt").read_text("utf8").split("\n")
    assert [x for x in lines if x.startswith("*")] == [
        "**** *article_1 *year_2023 *month_2023_11 *date_2023_11_03",
        "**** *article_2 *outlet_l_echo_cie",
    ]
    write("iramuteq-statements", [sample()], tmp_path / "s.txt")
    texts = (tmp_path / "s.txt").read_text("utf8").split("\n\n")
    assert texts[0].startswith(
        "**** *article_1 *year_2023 *month_2023_11 *date_2023_11_03 *source_odile_ferrand *sourcekind_person"
    )
    assert texts[0].endswith("*kind_direct *act_say *denied_no\nLe pont est dangereux")
    assert "*source_" not in texts[1]


def test_txm_xml_holds_the_text_and_who_said_it(tmp_path: Path) -> None:
    write("txm", [sample(), tricky()], tmp_path)
    with (tmp_path / "metadata.csv").open(encoding="utf8", newline="") as f:
        ids = [r["id"] for r in csv.DictReader(f)]
    assert sorted(f"{i}.xml" for i in ids) == sorted(p.name for p in tmp_path.glob("*.xml"))
    root = ElementTree.parse(tmp_path / f"{ids[0]}.xml").getroot()
    assert [p for x in root.iter("p") for p in ["".join(x.itertext())]] == [x for x in TEXT.split("\n") if x]
    assert next((s.get("who"), s.get("denied"), s.text) for s in root.iter("said")) == (
        "Odile Ferrand",
        "no",
        "Le pont est dangereux",
    )
    said = [s.text for s in ElementTree.parse(tmp_path / f"{ids[1]}.xml").getroot().iter("said")]
    assert said == ['A <b>& "B"', "C"]


def test_dna_holds_positions_with_their_conditions(tmp_path: Path) -> None:
    ledger = sample()
    ledger.positions[0].unless = [span("aux habitants")]
    write("dna", [tricky(), ledger], tmp_path / "x.dna")
    db = sqlite3.connect(tmp_path / "x.dna")
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    row = db.execute(
        """SELECT p.Value, o.Value, c.Value, a.Value, l.Value, r.Value, substr(d.Text, s.Start + 1, s.Stop - s.Start), d.Date
        FROM STATEMENTS s JOIN DOCUMENTS d ON d.ID = s.DocumentId
        JOIN DATASHORTTEXT dp ON dp.StatementId = s.ID AND dp.VariableId = 1 JOIN ENTITIES p ON p.ID = dp.Entity
        JOIN DATASHORTTEXT do ON do.StatementId = s.ID AND do.VariableId = 2 JOIN ENTITIES o ON o.ID = do.Entity
        JOIN DATASHORTTEXT dc ON dc.StatementId = s.ID AND dc.VariableId = 3 JOIN ENTITIES c ON c.ID = dc.Entity
        JOIN DATABOOLEAN a ON a.StatementId = s.ID
        JOIN DATALONGTEXT l ON l.StatementId = s.ID AND l.VariableId = 5
        JOIN DATALONGTEXT r ON r.StatementId = s.ID AND r.VariableId = 6"""
    ).fetchall()
    noon = 1699012800  # 2023-11-03T12:00Z
    assert row == [("Odile Ferrand", "", "le pont", 0, "aux habitants", "dangereux", "Le pont est dangereux", noon)]
    assert db.execute("SELECT Value FROM SETTINGS WHERE Property = 'version'").fetchone()[0].startswith("3")


def test_dna_offsets_are_those_of_its_editor() -> None:
    text, offsets = java_offsets("😀a\r\nb\rc")
    assert text == "😀a\nb\nc"
    units = text.encode("utf-16-le")
    for n, c in enumerate("😀a\r\nb\rc"):
        if c.isalpha():
            assert units[2 * offsets[n] : 2 * offsets[n + 1]].decode("utf-16-le") == c


def test_dna_password_is_salted_and_iterated() -> None:
    made = base64.b64decode(password_digest("selon", b"0123456789abcdef"))
    assert made[:16] == b"0123456789abcdef"
    expected = b"0123456789abcdefselon"
    for _ in range(dna.ROUNDS):
        expected = hashlib.sha256(expected).digest()
    assert made[16:] == expected


def test_file_names_are_safe_and_never_twice() -> None:
    taken: set[str] = set()
    names = [file_stem(x, taken) for x in (tricky(), tricky(), sample())]
    assert len(set(names)) == 3
    assert all(c.isascii() and (c.isalnum() or c == "-") for n in names for c in n)
