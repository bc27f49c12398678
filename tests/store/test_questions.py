"""What people ask of a ledger of many articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from sample_ledger import TEXT, sample
from selon.model import Ledger
from selon.store import Filter, LedgerFile
from selon.store.adding import record_failure
from selon.store.folding import fold, named
from selon.store.search import match

FLOOD = TEXT.replace("Le pont de Vaubrun", "L'État de Vaubrun ")


def article(
    text: str = TEXT, *, day: str | None = "2023-11-03", given: str = "2023-11", **document: str | None
) -> Ledger:
    ledger = sample(text)
    published = ledger.document.published.model_copy(update={"given": given, "value": day})
    ledger.document = ledger.document.model_copy(update={"published": published, **document})
    return ledger


@pytest.fixture
def file(tmp_path: Path) -> LedgerFile:
    """Three articles: of a courier on the 3rd, of an echo in some day of November, of 2024 without an outlet."""
    file = LedgerFile.open(tmp_path / "l.db", create=True)
    file.add(article(outlet="Le Courrier", url="https://courrier.example/pont"))
    file.add(article(FLOOD, outlet="L'Écho", day=None))
    file.add(article(TEXT.replace("Vaubrun", "Vaubrin"), day="2024-02-01", given="2024"))
    return file


def test_search_folds_case_and_accents(file: LedgerFile) -> None:
    for words in ("etat", "ÉTAT", '"etat de vaubrun"', "éta*", "état -bateau", "bateau OR etat"):
        hits = file.search(words)
        assert [h.article_id for h in hits] == [2], words
        start, end = hits[0].found[0]
        assert file.ledger(2).document.text[start:end].startswith("État"), words
    assert "État" in file.search("etat")[0].snippet
    assert file.search("etat bateau") == []
    assert {h.article_id for h in file.search("pont -etat")} == {1, 3}


@pytest.mark.parametrize("words", ["", "-", '"', "*", "-pont", "« »", '""'])
def test_an_empty_search_is_told(file: LedgerFile, words: str) -> None:
    with pytest.raises(ValueError, match="no word to look for"):
        file.search(words)


@pytest.mark.parametrize(
    "words",
    [
        "l'état",
        "c'est (le) pont",
        "NEAR(a b)",
        "pont AND",
        'pont "',
        "a:b",
        "pont^2",
        "{x}",
        "pont + x",
        "title:pont",
        "--pont x",
        "a NOT b",
    ],
)
def test_nothing_that_is_typed_is_a_fault(file: LedgerFile, words: str) -> None:
    file.search(words)
    file.statements(words, limit=5)


def test_the_query_that_words_mean() -> None:
    assert match("le pont") == '("le") AND ("pont")'
    assert match('a OR "b c" -d e*') == '(("a" OR "b c") AND ("e" *)) NOT ("d")'


def test_statements_with_filters(file: LedgerFile) -> None:
    def ids(words: str | None = None, **where: object) -> list[tuple[int, str]]:
        return [(s.article_id, s.id) for s in file.statements(words, where=Filter(**where))]  # type: ignore[arg-type]

    # Without words by day: an article of some day in November sorts by what is given of it.
    assert ids() == [(a, s) for a in (2, 1, 3) for s in ("s1", "s2", "s3")]
    assert sorted(ids("dangereux")) == [(1, "s1"), (2, "s1"), (3, "s1")]
    assert ids(actor="Ferrand", outlet="courrier") == [(1, "s1")]
    assert ids(actor="ferr") == []
    assert ids(actor="préfet", act="deny", kind="indirect", since="2024") == [(3, "s3")]
    assert ids(min_confidence=0.9, until="2023-11-03") == [(2, "s1"), (1, "s1")]
    assert ids(since="2023-11-04", until="2023-11-30", act="deny") == [(2, "s3")]
    assert ids(since="2025") == ids(until="2022-12") == []
    said = file.statements("rivets", where=Filter(outlet="Echo"))[0]
    assert (said.source, said.source_words, said.content) == (None, "des ouvriers", "plus de 1 400 rivets manquent")


def test_a_rejected_statement_is_not_found(file: LedgerFile) -> None:
    file.connection.execute("UPDATE statement SET standing = 'rejected' WHERE id = 's1'")
    assert file.statements("dangereux") == []
    assert sum(s.statements for s in file.sources()) == 6
    file.connection.execute("UPDATE entity SET standing = 'rejected' WHERE name = 'préfet'")
    assert [s.source for s in file.statements(where=Filter(act="deny"))] == [None] * 3


def test_who_said_it_first(file: LedgerFile) -> None:
    speakers = file.who("dangereux")
    assert [(s.source, s.joined, s.first, s.last) for s in speakers] == [
        ("Odile Ferrand", "name", "2023-11-03", "2023-11-03")
    ]
    # Three articles say it of the same name on the same day.
    assert (speakers[0].statements, speakers[0].articles, speakers[0].first_outlet) == (3, 3, "Le Courrier")
    # A source that is left open is nobody: three statements of 'des ouvriers' are three.
    assert [(s.source, s.source_words, s.joined) for s in file.who("rivets")] == [(None, "des ouvriers", "words")] * 3
    # Joined to an actor, the name is the actor's.
    file.connection.execute("INSERT INTO actor (id, name, kind) VALUES (7, 'Odile Ferrand-Roy', 'person')")
    file.connection.execute(
        "INSERT INTO actor_entity SELECT article_id, id, 7, 'person' FROM entity WHERE id = 'e1' AND article_id < 3"
    )
    assert [(s.source, s.joined, s.statements) for s in file.who("dangereux")] == [
        ("Odile Ferrand-Roy", "actor", 2), ("Odile Ferrand", "name", 1),
    ]  # fmt: skip
    assert [s.article_id for s in file.statements(where=Filter(actor="ferrand roy"))] == [2, 1]


def test_sources_and_their_shares(file: LedgerFile) -> None:
    rows = {r.source: r for r in file.sources()}
    assert (rows["Odile Ferrand"].statements, rows["Odile Ferrand"].direct, rows["Odile Ferrand"].share) == (
        3,
        3,
        3 / 9,
    )
    assert (rows["préfet"].indirect, rows[None].statements, rows[None].articles) == (3, 3, 3)
    by = file.sources(by_outlet=True, where=Filter(outlet="courrier"))
    assert [(r.outlet, r.statements, r.share) for r in by] == [("Le Courrier", 1, 1 / 3)] * 3
    assert sum(r.share for r in file.sources()) == pytest.approx(1)


def test_two_kinds_of_one_name_are_two(file: LedgerFile) -> None:
    file.connection.execute("UPDATE entity SET kind = 'organisation' WHERE name = 'préfet' AND article_id = 1")
    assert sorted(r.statements for r in file.sources() if r.source == "préfet") == [1, 2]


def test_figures(file: LedgerFile) -> None:
    assert next((f.article_id, f.words, f.comparator, f.low) for f in file.figures("rivets")) == (
        2,
        "plus de 1 400 rivets",
        ">",
        1400,
    )
    assert len(file.figures(where=Filter(measure="missing", unit="Rivet"))) == 3
    assert file.figures("pont") == file.figures(where=Filter(measure="killed")) == []
    assert file.figures(where=Filter(actor="Ferrand")) == []
    assert [f.source_words for f in file.figures(where=Filter(outlet="courrier"))] == ["des ouvriers"]
    assert file.figures(where=Filter(min_confidence=0.5)) == []


def test_positions(file: LedgerFile) -> None:
    found = file.positions("PONT", where=Filter(actor="odile"))
    assert [(p.who, p.stance, p.because) for p in found][:1] == [("Odile Ferrand", "opposes", "dangereux")]
    assert file.positions("route") == file.positions(where=Filter(actor="préfet")) == []


def test_problems_of_inputs_and_articles(file: LedgerFile) -> None:
    record_failure(file.connection, "a.txt", "reading", "is empty")
    record_failure(file.connection, "a.txt", "language", "looks like English")
    problems = file.problems()
    assert (problems[0].name, problems[0].kind, problems[0].article_id) == ("a.txt", "language", None)
    assert [(p.kind, p.words) for p in problems[1:]] == [("unresolved-source", "des ouvriers")] * 3
    assert [p.name for p in file.problems(kind="language")] == ["a.txt"]


def test_folding() -> None:
    assert fold("  L'ÉTAT — été, 3 ") == "l etat ete 3"
    assert named("Emmanuel Macron", fold("MACRON"))
    assert not named("Emmanuel Macronard", fold("Macron"))
    assert not named(None, "x")
