import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from sample_ledger import FRENCH, TEXT, sample
from selon.cli.options import How
from selon.language.analysis import Article
from selon.model import Ledger, Statement

Selon = Callable[..., Result]


@pytest.fixture(autouse=True)
def reader(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Article, str, str | None]]:
    """The extraction replaced by the sample ledger; what it was asked to read is kept."""
    asked: list[tuple[Article, str, str | None]] = []

    def read_article(article: Article, *, lang: str = "fr", pipeline: str | None = None) -> Ledger:
        asked.append((article, lang, pipeline))
        if "EXPLODE" in article.text:
            raise ZeroDivisionError("bug")
        return sample()

    monkeypatch.setattr("selon.extract.ledger.read_article", read_article)
    return asked


def test_the_page_shows_who_said_what(selon: Selon, article: Path) -> None:
    result = selon("read", article)
    assert result.exit_code == 0
    page = result.stdout
    assert "published 2023-11-03" in page
    assert "“vendredi” today is a Friday" in page
    assert "Statements (3)" in page
    assert re.search(r"s1 +Odile Ferrand +say · direct +“aux +2023-11-03 +93%", page)
    assert "“Le pont est dangereux”" in page
    assert re.search(r"s2 +“des ouvriers” +say · indirect +40% *\n +unresolved +plus de 1 400 rivets manquent", page)
    assert "deny · indirect · denied · inside s2" in page
    assert re.search(r"f1 +plus de 1 400 rivets +> 1\u202f400 rivet +missing +“des ouvriers” unresolved", page)
    assert "opposes" in page
    assert "ACCUSE" in page
    assert re.search(r"unresolved-source line 3, column \d+: nobody is named", page)


def test_rich_markup_in_an_article_is_plain_text(selon: Selon, article: Path) -> None:
    assert "[bold]tout retard[/bold]" in selon("read", article).stdout


def test_no_colour_where_there_is_no_terminal(selon: Selon, article: Path) -> None:
    assert "\x1b" not in selon("read", article).stdout


def test_control_characters_of_an_article_never_reach_the_terminal(
    selon: Selon, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    evil = TEXT.replace("dangereux", "d\x1b[1m\x07\u202eux").replace("Vaubrun", "Va\x1b]0;\x9b")
    assert len(evil) == len(TEXT)
    monkeypatch.setattr("selon.extract.ledger.read_article", lambda *_, **__: sample(evil))
    page = selon("read", article).stdout
    assert "d␛[1m␇�ux" in page
    assert not set(page) & set("\x1b\x07\x9b\u202e")
    reasons = selon("why", article, "s1").stdout
    assert "d␛[1m␇�ux" in reasons
    assert not set(reasons) & set("\x1b\x07\x9b\u202e")
    line = json.loads(selon("read", "--json", article).stdout)
    assert line["document"]["text"] == evil


@pytest.mark.parametrize("columns", [40, 60, 80, 100, 140, 200])
def test_the_page_is_as_wide_as_the_terminal(
    selon: Selon, article: Path, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = selon("read", article).stdout.splitlines()
    assert max(map(len, lines)) <= columns
    words = re.sub(r"\s+", "", "".join(lines))
    assert "Odile" in words
    assert "dangereux" in words
    assert "2023-11-03" in words


def test_json_is_one_ledger_a_line_with_every_key(selon: Selon, article: Path) -> None:
    result = selon("read", "--json", article, article)
    lines = result.stdout.splitlines()
    assert len(lines) == 2
    ledger = json.loads(lines[0])
    assert Ledger.model_validate(ledger) == sample()
    assert set(ledger) >= {
        "format", "document", "entities", "statements", "figures", "times", "events", "positions", "problems",
    }  # fmt: skip
    assert set(ledger["document"]) >= {"id", "text", "lang", "title", "url", "outlet", "published"}
    assert set(ledger["document"]["published"]) == {"given", "value", "candidates", "because"}
    wanted = {
        "entities": "id kind name roles of wikidata mentions",
        "statements": "id kind act denied source cue content quoted addressee occasion when within confidence",
        "figures": "id span low high comparator unit measure part_of statement according_to place period",
        "times": "span type value start end",
        "events": "id type span who whom when where planned statement",
        "positions": "who topic stance because unless statement when",
        "problems": "kind spans message",
    }
    for part, keys in wanted.items():
        for record in ledger[part]:
            assert set(record) >= set(keys.split()), part
    assert ledger["statements"][1]["addressee"] is None
    assert ledger["statements"][0]["source"] == {"span": list(sample().statements[0].source.span or ()), "entity": "e1"}


def test_options_reach_the_reader(selon: Selon, article: Path, reader: list[tuple[Article, str, str | None]]) -> None:
    selon("read", "--date", "2023-11", "--genre", "daily", "--pipeline", "my_pipeline", article)
    [(read, lang, pipeline)] = reader
    assert (read.text, read.given, read.genre, lang, pipeline) == (FRENCH, "2023-11", "daily", "fr", "my_pipeline")


def test_standard_input(selon: Selon, reader: list[tuple[Article, str, str | None]]) -> None:
    result = selon("read", "--json", "-", stdin=FRENCH.encode("cp1252"))
    assert result.exit_code == 0
    assert reader[0][0].text == FRENCH
    assert reader[0][0].problems[0][0] == "assumed-encoding"


def test_min_confidence_leaves_no_dangling_reference(selon: Selon, article: Path) -> None:
    result = selon("read", "--json", "--min-confidence", "0.5", article)
    ledger = Ledger.model_validate_json(result.stdout)
    assert [s.id for s in ledger.statements] == ["s1", "s3"]
    assert ledger.statements[1].within is None
    assert ledger.figures[0].statement is None
    assert ledger.events[0].statement == "s3"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("missing.txt", None, "there is no such file"),
        ("empty.txt", b"", "is empty"),
        ("blank.txt", b" \n", "is empty"),
        ("binary.txt", bytes(range(256)), "is binary"),
        ("english.txt", b"The mayor said on Friday that the bridge would not be opened before the end of the summer.",
         "looks like English, not French"),
        ("fault.txt", b"EXPLODE la maire de la ville", "ZeroDivisionError"),
    ],
)  # fmt: skip
def test_a_bad_file_gets_a_message_and_the_others_are_read(
    selon: Selon, article: Path, name: str, data: bytes | None, words: str
) -> None:
    bad = article.with_name(name)
    if data is not None:
        bad.write_bytes(data)
    result = selon("read", "--json", article, bad, article)
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 2
    first, second = result.stderr.splitlines()
    assert first.startswith(f"selon: {bad}: ")
    assert words in first
    assert "1 of 3" in second


def test_a_folder_and_a_name_that_steers_the_terminal(selon: Selon, article: Path) -> None:
    result = selon("read", article.parent)
    assert result.exit_code == 1
    assert "is a folder" in result.stderr
    result = selon("read", "a\x1b[2J.txt")
    assert result.exit_code == 1
    assert "a␛[2J.txt: there is no such file" in result.stderr


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("--date", "2023-13"),
        ("--genre", "weekly"),
        ("--min-confidence", "2"),
        ("--lang", "xx"),
        ("--colour",),
    ],
)
def test_usage_errors(selon: Selon, article: Path, args: tuple[str, ...]) -> None:
    result = selon("read", *args, *([article] if args else []))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr


def test_a_pipeline_that_is_not_there(selon: Selon, article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from selon.language.pipeline import load_pipeline

    monkeypatch.setattr("selon.extract.ledger.read_article", lambda *_, lang, pipeline: load_pipeline(lang, pipeline))
    result = selon("read", "--pipeline", "no_such_pipeline", article)
    assert result.exit_code == 2
    assert "no_such_pipeline" in result.stderr


def test_an_article_without_statements_says_so(selon: Selon, article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = Ledger(document=sample().document)
    monkeypatch.setattr("selon.extract.ledger.read_article", lambda *_, **__: empty)
    assert "Nobody is reported to have said anything" in selon("read", article).stdout


def test_all_statement_fields_have_a_default_of_absence() -> None:
    bare = Statement(id="s", kind="act", act="say", confidence=0)
    assert How().min_confidence == 0
    assert json.loads(bare.model_dump_json())["within"] is None
