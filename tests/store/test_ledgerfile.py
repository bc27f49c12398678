"""The file itself: what goes in comes out, nothing is there twice, and foreign files are refused."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from sample_ledger import TEXT, sample
from selon.model import Ledger, Source
from selon.store import LedgerFile, LedgerFileError, migrations
from selon.store.adding import DanglingError, insert_ledger, place_of, plain_url, replace_ledger
from selon.store.migrations import latest
from selon.store.records import natural, without


@pytest.fixture
def file(tmp_path: Path) -> LedgerFile:
    return LedgerFile.open(tmp_path / "l.db", create=True)


def change(ledger: Ledger, **document: object) -> Ledger:
    return ledger.model_copy(update={"document": ledger.document.model_copy(update=document)})


def test_a_ledger_comes_out_as_it_went_in(file: LedgerFile) -> None:
    ledger = change(sample(), url="https://exemple.fr/pont", outlet="Le Courrier")
    article_id, new = file.add(ledger, extracted_by="selon 0")
    assert new
    assert file.ledger(article_id) == ledger
    assert file.extracted(article_id) == ledger


def test_an_article_is_there_once(file: LedgerFile) -> None:
    first = file.add(sample())
    assert file.add(sample()) == (first[0], False)
    assert file.article_ids() == [first[0]]
    # The same words in a paper, at a page, and at the page with tracking: two more articles, not three.
    ids = [
        file.add(change(sample(), **d))[0]
        for d in ({"outlet": "Le Courrier"}, {"outlet": "LE COURRIER"}, {"url": "https://www.exemple.fr/a/"},
                  {"url": "http://exemple.fr/a?utm_source=x#bas"})
    ]  # fmt: skip
    assert ids[0] == ids[1] != ids[2] == ids[3]
    assert len(file.article_ids()) == 3


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("https://www.Exemple.fr/a/?utm_source=x&id=3&fbclid=y#top", "exemple.fr/a?id=3"),
        ("http://exemple.fr:8080/", "exemple.fr:8080"),
        ("urn:isbn:12", "urn:isbn:12"),
        ("http://[bad", "http://[bad"),
    ],
)
def test_urls_are_reduced_to_their_page(url: str, plain: str) -> None:
    assert plain_url(url) == plain


def test_place_prefers_the_url() -> None:
    assert place_of("https://a.fr/x", "A") == "a.fr/x"
    assert place_of(" ", "  L'Écho du Nord ") == "outlet:l echo du nord"
    assert place_of(None, None) == ""


def test_a_ledger_that_points_nowhere_is_refused_and_nothing_is_written(file: LedgerFile) -> None:
    ledger = sample()
    ledger.statements[0].source = Source(entity="e9")
    with pytest.raises(DanglingError, match="s1 points at 'e9'"):
        file.add(ledger)
    assert file.article_ids() == []


def test_the_file_itself_holds_the_links(file: LedgerFile) -> None:
    article_id, _ = file.add(sample())
    with pytest.raises(sqlite3.IntegrityError), file.writing() as c:
        c.execute("UPDATE statement SET source_entity = 'e9' WHERE id = 's1'")
    assert file.ledger(article_id) == sample()
    assert file.connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_deleting_an_article_leaves_nothing_behind(file: LedgerFile) -> None:
    article_id, _ = file.add(sample())
    file.connection.execute("DELETE FROM article WHERE id = ?", (article_id,))
    tables = [r[0] for r in file.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%article_id%'")]  # fmt: skip
    assert {t: file.connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables} == dict.fromkeys(
        tables, 0
    )
    file.connection.execute("INSERT INTO statement_fts (statement_fts) VALUES ('integrity-check')")
    file.connection.execute("INSERT INTO article_fts (article_fts) VALUES ('integrity-check')")


def test_a_new_extraction_takes_the_place_of_the_old(file: LedgerFile) -> None:
    article_id, _ = file.add(change(sample(), url="https://exemple.fr/pont"))
    again = without(sample(), ["s2", "f1"])
    with file.writing() as c:
        replace_ledger(c, article_id, again, extracted_by="selon 1")
    assert file.ledger(article_id) == change(again, url="https://exemple.fr/pont")
    assert file.extracted(article_id) == again
    with pytest.raises(ValueError, match="another text"):
        replace_ledger(file.connection, article_id, sample(TEXT.replace("Vaubrun", "Vaubrin")))


def test_what_people_rejected_is_left_out(file: LedgerFile) -> None:
    article_id, _ = file.add(sample())
    file.connection.execute("UPDATE statement SET standing = 'rejected' WHERE id = 's2'")
    file.connection.execute("UPDATE entity SET standing = 'rejected' WHERE id = 'e1'")
    ledger = file.ledger(article_id)
    assert [s.id for s in ledger.statements] == ["s1", "s3"]
    assert (ledger.statements[0].source.entity, ledger.statements[1].within) == (None, None)
    assert ledger.figures[0].statement is None
    assert ledger.positions == []
    assert file.ledger(article_id, rejected=True) == sample()


def test_a_transaction_that_fails_leaves_nothing(file: LedgerFile) -> None:
    def fail() -> None:
        with file.writing() as c:
            insert_ledger(c, sample())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert file.article_ids() == []


def test_views_say_names_and_words(file: LedgerFile) -> None:
    file.add(change(sample(), outlet="Le Courrier"))
    rows = {r["id"]: r for r in file.connection.execute("SELECT * FROM statements_v")}
    assert rows["s1"]["source"] == "Odile Ferrand"
    assert rows["s1"]["source_words"] == "la maire Odile Ferrand"
    assert rows["s1"]["cue"] == "a déclaré"
    assert rows["s1"]["content"] == "Le pont est dangereux"
    assert rows["s1"]["addressee_words"] == "aux habitants"
    assert (rows["s2"]["source"], rows["s2"]["source_words"]) == (None, "des ouvriers")
    figure = file.connection.execute("SELECT * FROM figures_v").fetchone()
    assert (figure["words"], figure["low"], figure["source_words"]) == ("plus de 1 400 rivets", 1400, "des ouvriers")
    position = file.connection.execute("SELECT * FROM positions_v").fetchone()
    assert (position["who"], position["stance"], position["because"]) == ("Odile Ferrand", "opposes", "dangereux")
    event = file.connection.execute("SELECT * FROM events_v").fetchone()
    assert (event["who"], event["words"]) == ("préfet", "a nié")


def test_views_count_characters_not_bytes(file: LedgerFile) -> None:
    text = TEXT.replace("Le pont de", "\U0001f309 pont").replace("Vaubrun", "Vaubrun")
    assert len(text) != len(TEXT)
    shifted = sample().model_copy(deep=True)
    shift = len(text) - len(TEXT)
    shifted.document.text = text
    s = shifted.statements[0]
    s.cue = (s.cue[0] + shift, s.cue[1] + shift) if s.cue else None
    file.add(shifted)
    assert file.connection.execute("SELECT cue FROM statements_v WHERE id = 's1'").fetchone()[0] == "a déclaré"


def test_a_reader_is_not_stopped_by_a_writer(file: LedgerFile) -> None:
    file.add(sample())
    reader = LedgerFile.open(file.path)
    with file.writing() as c:
        insert_ledger(c, change(sample(), outlet="A"))
        assert reader.article_ids() == [1]
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader.connection.execute("DELETE FROM article")
    assert reader.article_ids() == [1, 2]


def test_files_that_are_no_ledger_are_refused(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("no database at all, but long enough to be one " * 50, encoding="utf8")
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE t (x)")
    other.close()
    (tmp_path / "empty.db").touch()
    for name, message, options in (
        ("text.db", "not an SQLite file", {}),
        ("text.db", "not an SQLite file", {"create": True}),
        ("other.db", "of another program", {}),
        ("other.db", "of another program", {"create": True}),
        ("empty.db", "is empty", {}),
        ("missing.db", "does not exist", {}),
        (".", "is a folder", {"create": True}),
        ("no/such/l.db", "cannot be opened", {"create": True}),
    ):
        with pytest.raises(LedgerFileError, match=message):
            LedgerFile.open(tmp_path / name, **options)
    assert not (tmp_path / "missing.db").exists()


def test_a_file_of_a_newer_selon_is_not_touched(file: LedgerFile) -> None:
    file.connection.execute(f"PRAGMA user_version = {latest() + 1}")
    with pytest.raises(LedgerFileError, match="newer selon"):
        LedgerFile.open(file.path, create=True)


def test_an_older_file_is_brought_up_to_date_all_or_nothing(file: LedgerFile, monkeypatch: pytest.MonkeyPatch) -> None:
    file.add(sample())
    file.close()
    scripts = {
        1: migrations.script(1),
        2: "CREATE TABLE tag (name TEXT); -- a note\nINSERT INTO tag VALUES ('a;b');\nno SQL;\n",
    }
    monkeypatch.setattr(migrations, "SCRIPTS", ("schema.sql", "migration_2.sql"))
    monkeypatch.setattr(migrations, "script", scripts.__getitem__)
    with pytest.raises(LedgerFileError, match="older selon"):
        LedgerFile.open(file.path)
    with pytest.raises(sqlite3.OperationalError, match="syntax error"):
        LedgerFile.open(file.path, write=True)
    with closing(sqlite3.connect(file.path)) as plain:
        assert plain.execute("PRAGMA user_version").fetchone()[0] == 1
        assert plain.execute("SELECT count(*) FROM sqlite_master WHERE name = 'tag'").fetchone()[0] == 0
    scripts[2] = scripts[2].replace("no SQL;", "")
    with LedgerFile.open(file.path, write=True) as held:
        assert held.connection.execute("PRAGMA user_version").fetchone()[0] == 2
        assert held.connection.execute("SELECT name FROM tag").fetchone()[0] == "a;b"
        assert held.ledger(1) == sample()
    with LedgerFile.open(file.path) as held:
        assert held.article_ids() == [1]


def test_the_log_of_corrections_is_only_added_to(file: LedgerFile) -> None:
    c = file.connection
    c.execute(
        "INSERT INTO correction (id, at, who, kind, target_kind) VALUES ('a', '2024-01-01', 'me', 'confirm', 'statement')"
    )
    c.execute(
        "INSERT INTO correction (id, at, who, kind, target_kind) VALUES ('b', '2024-01-01', 'me', 'undo', 'correction')"
    )
    c.execute("UPDATE correction SET undone_by = 'b' WHERE id = 'a'")
    for sql in (
        "DELETE FROM correction",
        "UPDATE correction SET why = 'x' WHERE id = 'b'",
        "UPDATE correction SET undone_by = NULL",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            c.execute(sql)


def test_a_read_only_folder_can_be_read(file: LedgerFile, tmp_path: Path) -> None:
    file.add(sample())
    file.close()
    (tmp_path / "l.db").chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        with LedgerFile.open(tmp_path / "l.db") as held:
            assert held.article_ids() == [1]
    finally:
        tmp_path.chmod(0o755)


def test_ids_in_the_order_that_people_count() -> None:
    assert sorted(["s10", "s2", "s1"], key=natural) == ["s1", "s2", "s10"]
