"""What the store and the readers tell, in the language of the page: each message has its wording, and the page uses it."""

from __future__ import annotations

import ast
import pickle
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from string import Formatter

import pytest
from starlette.testclient import TestClient

from pages import fields_of, ledger_of, text_of
from sample_ledger import sample
from selon.language.analysis import Article
from selon.language.words import load_profiles
from selon.message import Message
from selon.reading import LanguageError, check_language
from selon.store import LedgerFile
from selon.store.corrections_log import correct, export_lines, import_lines
from selon.web import Read, Reading, Settings, create_app
from selon.web.pages import told as page_told
from selon.web.wording import catalogue, told

SOURCE = Path(__file__).parents[2] / "src" / "selon"
FRENCH = {"accept-language": "fr"}


def made() -> Iterator[tuple[str, str, set[str]]]:
    """Key, English words and names of the values of every message in the code."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Message"):
                continue
            key, english = node.args
            if isinstance(key, ast.Constant):
                yield str(key.value), ast.literal_eval(english), {str(k.arg) for k in node.keywords}


def named(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_message_of_the_code_has_its_wording_with_the_same_values_and_none_is_left_over() -> None:
    keys = set()
    for key, english, values in made():
        keys.add(key)
        assert named(english) == values, key
        wording = catalogue()[f"told.{key}"]
        assert named(wording["en"]) == values, key
        assert named(wording["fr"]) <= values, key
    assert len(keys) > 60
    languages = {f"language_{code}" for code in load_profiles()}
    assert {key.removeprefix("told.") for key in catalogue() if key.startswith("told.")} == keys | languages


def test_a_message_is_its_english_words_to_whoever_wants_no_more() -> None:
    message = Message("too_long", "has {length:,} characters, more than {most:,}", length=12000, most=9000)
    assert message == "has 12,000 characters, more than 9,000"
    assert type(str(ValueError(message))) is Message  # an error keeps it
    again = pickle.loads(pickle.dumps(message))
    assert (again, type(again)) == (message, str)
    assert told("fr", ValueError(message)) == "a 12\u202f000 caractères, plus de 9\u202f000 : un article par fichier"
    assert told("fr", "something else") == "something else"


def test_another_language_is_named_in_the_language_of_the_page() -> None:
    english = (
        "The mayor said on Friday that the bridge would not be opened again before the end of the summer of this year."
    )
    with pytest.raises(LanguageError) as e:
        check_language(Article(text=english), "fr")
    assert told("en", e.value).startswith("looks like English, not French")
    assert told("fr", e.value).startswith("semble être en anglais, pas en français")


def test_what_a_reader_tells_is_in_french(reader: Callable[[Read], TestClient]) -> None:
    def read(name: str, data: bytes, *, date: str | None = None) -> list[Reading]:  # noqa: ARG001 (a reader's own)
        what = Message("a_pdf", "a PDF")
        return [Reading(name, message=Message("format", "is {what}, not plain text", what=what))]

    client = reader(read)
    secret = re.search(r'name="csrf" value="([^"]+)"', client.get("/paste").text)
    assert secret
    answer = client.post("/paste", data={"csrf": secret[1], "text": "x"}, headers=FRENCH)
    assert "est un PDF, pas du texte brut" in answer.text
    assert "plain text" not in answer.text


def test_a_message_that_quotes_an_article_is_escaped() -> None:
    harm = "<script>alert(1)</script>\u202e"
    message = Message("article_without_text", "the article {title!r} holds no text", title=harm)
    for lang in ("fr", "en"):
        for said in (message, str.__str__(message), Message("of_no_wording", "{x}", x=harm)):
            page = str(page_told(lang, said))
            assert "<script" not in page
            assert "\u202e" not in page
            assert "&lt;script&gt;" in page
    assert str(page_told("fr", "plain words")) == '<span lang="en">plain words</span>'
    assert str(page_told("fr", "des mots", english=False)) == "des mots"
    assert "lang" not in str(page_told("fr", message))


def test_a_search_without_a_word_is_told_in_french(client: TestClient) -> None:
    for path in ("/statements?q=*", "/timeline?q=*", "/figures?about=*", "/articles?q=*"):
        answer = client.get(path, headers=FRENCH)
        assert answer.status_code == 400, path
        assert "La recherche n'a pas été comprise : « * » ne contient aucun mot à chercher." in text_of(answer.text)


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/figures?page=0", "page : 0 est inférieur à 1."),
        ("/figures?page=x", "page : « x » n'est pas un nombre possible."),
        ("/review?standing=odd", "standing : « odd » n'est pas l'une de ces valeurs : 'extracted',"),
    ],
)
def test_a_parameter_that_is_none_is_told_in_french(client: TestClient, path: str, says: str) -> None:
    answer = client.get(path, headers=FRENCH)
    assert answer.status_code == 422
    assert says in text_of(answer.text)


def test_a_ledger_that_is_none_is_told_in_french(tmp_path: Path) -> None:
    (tmp_path / "press.db").write_bytes(b"no ledger at all, but some words")
    client = TestClient(create_app(Settings(ledger=tmp_path / "press.db")), base_url="http://127.0.0.1")
    answer = client.get("/", headers={**FRENCH, "accept": "text/html"})
    assert answer.status_code == 503
    assert "Le registre press.db ne s'ouvre pas : ce n'est pas un fichier SQLite" in text_of(answer.text)


def test_what_a_form_cannot_make_is_told_in_french(desk: TestClient) -> None:
    address = "/articles/1/records/statement/s1/edit"
    fields = {**fields_of(desk.get(address).text), "source.entity": ["e99"], "op": "save"}
    answer = desk.post(address, data=fields, headers=FRENCH)
    assert "il n'y a pas d'enregistrement e99 dans cet article" in text_of(answer.text)


def test_what_is_unsettled_is_told_in_french(desk: TestClient, tmp_path: Path) -> None:
    path = desk.app.state.settings.ledger  # type: ignore[attr-defined]
    shutil.copy(path, tmp_path / "other.db")
    for file, act, who in ((path, "warn", "Ada"), (tmp_path / "other.db", "deny", "Bob")):
        with LedgerFile.open(file, write=True) as held, held.writing() as db:
            correct(db, 1, "edit", "statement", "s1", who=who, after={"act": act})
    with ledger_of(desk) as file:
        lines = export_lines(file.connection)
    with LedgerFile.open(tmp_path / "other.db", write=True) as held, held.writing() as db:
        import_lines(db, lines)
    other = TestClient(create_app(Settings(ledger=tmp_path / "other.db")), base_url="http://127.0.0.1")
    shown = text_of(other.get("/corrections?unsettled=true", headers=FRENCH).text)
    assert re.search(r"(Ada|Bob) a mis « Acte » de déclaration s1 à (warn|deny) le 2\d{3}-", shown), shown
    assert "not knowing" not in shown
    empty = tmp_path / "empty.db"
    with LedgerFile.open(empty, create=True) as held, held.writing() as db:
        import_lines(db, lines)
    elsewhere = TestClient(create_app(Settings(ledger=empty)), base_url="http://127.0.0.1")
    assert "son article n'est pas dans ce registre" in text_of(elsewhere.get("/corrections", headers=FRENCH).text)


def test_a_problem_is_told_in_french_by_its_kind_and_in_english_with_what_it_is_about(desk: TestClient) -> None:
    message = sample().problems[0].message
    assert message in text_of(desk.get("/articles/1").text)
    page = text_of(desk.get("/articles/1", headers=FRENCH).text)
    assert message not in page
    assert "L'article ne permet pas de dire qui ces mots désignent" in page


def test_every_kind_of_problem_has_its_words() -> None:
    kinds = {key.partition(".")[2] for key in catalogue() if key.startswith("problems.")}
    assert kinds == {key.partition(".")[2] for key in catalogue() if key.startswith("problems_told.")}
    for path in SOURCE.rglob("*.py"):
        for kind in re.findall(r'kind="([a-z]+-[a-z-]+)"', path.read_text(encoding="utf8")):
            assert kind in kinds, (path, kind)
