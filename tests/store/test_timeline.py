"""Records of all articles in the order of days."""

from __future__ import annotations

from pathlib import Path

import pytest

from sample_ledger import TEXT, sample
from selon.model import Period
from selon.store import LedgerFile
from selon.store.search import holds, matching_spans, parse
from selon.store.timeline import KINDS, TimelineFilter, count_entries, find_entries, last_day, sentence, whole


@pytest.fixture
def file(tmp_path: Path) -> LedgerFile:
    """Article 1 dates its records; 2 dates nothing and is of a month; 3 dates nothing and has no date."""
    file = LedgerFile.open(tmp_path / "l.db", create=True)
    for n, (given, day) in enumerate((("2023-11", "2023-11-03"), ("2023-10", None), (None, None))):
        ledger = sample(TEXT.replace("Vaubrun", ("Vaubrun", "Vaubrin", "Vaubron")[n]))
        published = ledger.document.published.model_copy(update={"given": given, "value": day})
        outlet = ("Le Courrier", "L'Écho", "Le Phare")[n]
        ledger.document = ledger.document.model_copy(update={"published": published, "outlet": outlet})
        for record in (*ledger.statements, *ledger.events, *ledger.positions):
            record.when = Period(start="2023-11-02", end="2023-11-02") if n == 0 else None
        file.add(ledger)
    return file


def test_records_stand_on_their_own_days_else_on_the_article_s_and_undated_ones_last(file: LedgerFile) -> None:
    entries = find_entries(file.connection, TimelineFilter(kinds=KINDS))
    assert [e.article_id for e in entries] == sorted((e.article_id for e in entries), key=(2, 1, 3).index)
    days = {e.article_id: (e.first, e.last, e.basis, e.start) for e in entries}
    assert days[1] == ("2023-11-02", "2023-11-02", "text", "2023-11-02")
    assert days[2] == ("2023-10-01", "2023-10-31", "published", None)
    assert days[3] == (None, None, None, None)
    newest = find_entries(file.connection, TimelineFilter(kinds=KINDS), newest=True)
    assert list(dict.fromkeys(e.article_id for e in newest)) == [1, 2, 3]


def test_every_record_is_there_once_and_counted(file: LedgerFile) -> None:
    entries = find_entries(file.connection, TimelineFilter(kinds=KINDS))
    held = {(k, a.article_id, a.id) for a in entries for k in [a.kind]}
    assert len(held) == len(entries)
    counts = count_entries(file.connection, TimelineFilter(kinds=KINDS))
    for kind in KINDS:
        (n,) = file.connection.execute(f"SELECT count(*) FROM {kind}").fetchone()
        assert counts[kind] == n == sum(e.kind == kind for e in entries) > 0
    assert counts["undated"] == sum(e.article_id == 3 for e in entries)
    some = find_entries(file.connection, TimelineFilter(kinds=KINDS), limit=3, offset=2)
    assert some == entries[2:5]


def test_a_rejected_record_is_not_there(file: LedgerFile) -> None:
    before = count_entries(file.connection, TimelineFilter())
    file.connection.execute("UPDATE statement SET standing = 'rejected' WHERE article_id = 1 AND id = 's1'")
    assert count_entries(file.connection, TimelineFilter())["statement"] == before["statement"] - 1
    assert ("statement", 1, "s1") not in {
        (e.kind, e.article_id, e.id) for e in find_entries(file.connection, TimelineFilter())
    }


@pytest.mark.parametrize(
    ("where", "articles"),
    [
        (TimelineFilter(since="2023-11"), {1}), (TimelineFilter(until="2023-10-15"), {2}),
        (TimelineFilter(since="2023-10-31", until="2023-10-31"), {2}), (TimelineFilter(since="2023"), {1, 2}),
        (TimelineFilter(dated=True), {1}), (TimelineFilter(outlet="phare"), {3}), (TimelineFilter(since="2024"), set()),
    ],
)  # fmt: skip
def test_filters(file: LedgerFile, where: TimelineFilter, articles: set[int]) -> None:
    assert {e.article_id for e in find_entries(file.connection, where)} == articles


def test_an_actor_s_own_records(file: LedgerFile) -> None:
    entries = find_entries(file.connection, TimelineFilter(kinds=KINDS, actor="FERRAND"))
    assert entries
    assert all("Odile Ferrand" in {p.name for p in (*e.who, *e.whom)} for e in entries)
    assert find_entries(file.connection, TimelineFilter(kinds=KINDS, actor="nobody")) == []
    assert find_entries(file.connection, TimelineFilter(kinds=KINDS, actor_id=99)) == []


def test_a_type_or_a_plan_leaves_events_only(file: LedgerFile) -> None:
    (kind,) = file.connection.execute("SELECT type FROM event LIMIT 1").fetchone()
    file.connection.execute("UPDATE event SET planned = 1 WHERE article_id = 1")
    assert {e.kind for e in find_entries(file.connection, TimelineFilter(kinds=KINDS, type=kind))} == {"event"}
    assert {e.article_id for e in find_entries(file.connection, TimelineFilter(kinds=KINDS, planned=True))} == {1}
    assert {e.article_id for e in find_entries(file.connection, TimelineFilter(kinds=KINDS, planned=False))} == {2, 3}
    assert find_entries(file.connection, TimelineFilter(kinds=("statement",), planned=True)) == []


def test_words_are_looked_for_in_each_kind(file: LedgerFile) -> None:
    found = find_entries(file.connection, TimelineFilter(kinds=KINDS, words="DANGEREUX"))
    assert {(e.kind, "dangereux" in e.words) for e in found if e.kind == "statement"} == {("statement", True)}
    everything = find_entries(file.connection, TimelineFilter(kinds=("event", "position")))
    for e in everything:
        word = max((e.context or e.words).split(), key=len).strip(".,»«[]")
        assert e in find_entries(file.connection, TimelineFilter(kinds=(e.kind,), words=word))
    with pytest.raises(ValueError, match="no word"):
        find_entries(file.connection, TimelineFilter(words="-"))


def test_periods_that_are_a_day_a_month_or_a_year() -> None:
    assert whole("2024-02-01", "2024-02-29") == "2024-02"
    assert whole("2023-02-01", "2023-02-29") is None
    assert whole("2023-01-01", "2023-12-31") == "2023"
    assert whole("2023-11-03", "2023-11-03") == "2023-11-03"
    assert whole("2023-11-03", "2023-11-09") is None
    assert whole("2022-12-01", "2023-12-31") is None
    assert whole("2023-11-03", None) is None
    assert (last_day("2022-09"), last_day("2023"), last_day("2023-11-03")) == ("2022-09-30", "2023-12-31", "2023-11-03")


def test_the_sentence_around_some_words() -> None:
    text = "Il pleut. Le maire a dit\nnon. Fin."
    assert sentence(text, text.index("maire"), text.index("maire") + 5) == "Le maire a dit"
    assert sentence("sans fin", 0, 4) == "sans fin"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("état", ["État"]), ("éta*", ["État"]), ('"l\'état de"', ["L'État de"]), ("état OR rive", ["État", "rive"]),
        ("rive -état", None), ("riv", None), ("état rive", ["État", "rive"]), ('"état rive"', None),
    ],
)  # fmt: skip
def test_words_in_a_text_that_is_in_no_index(words: str, found: list[str] | None) -> None:
    text = "L'État de la rive"
    assert holds(text, parse(words)) == (found is not None)
    if found is not None:
        assert [text[a:b] for a, b in matching_spans(text, parse(words))] == found
