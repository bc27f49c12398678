"""The counts of the facets are what counting one by one gives, under any filters, and follow every change."""

from __future__ import annotations

import itertools
import random
import shutil
import sqlite3
from collections import Counter
from pathlib import Path

import pytest

from selon.store import Filter, LedgerFile
from selon.store.facets import BANDS, FACETS, FacetCache, StatementIndex, speaker_key
from selon.store.filters import entities_meant, entity_condition

Row = dict[str, str]


def one_by_one(connection: sqlite3.Connection) -> dict[int, Row]:
    """The facets of every statement that is not rejected, read from the view, by `pk`."""
    rows = {}
    for r in connection.execute(
        "SELECT s.pk, v.*, coalesce(k.kind, e.kind) AS whose FROM statements_v AS v "
        "JOIN statement AS s ON s.article_id = v.article_id AND s.id = v.id "
        "LEFT JOIN entity AS e ON e.article_id = s.article_id AND e.id = s.source_entity LEFT JOIN actor AS k ON k.id = v.actor_id"
    ):
        rows[r["pk"]] = {
            "speaker": speaker_key(r["actor_id"], r["whose"], r["source"]),
            "act": r["act"], "kind": r["kind"], "outlet": r["outlet"] or "none", "date": r["published"] or "none",
            "confidence": next(b for b, least in BANDS if r["confidence"] >= least), "denied": str(r["denied"]),
        }  # fmt: skip
    return rows


def passes(row: Row, chosen: dict[str, list[str]], but: str = "") -> bool:
    return all(
        any(row[f] == v or (f == "date" and row[f].startswith(v)) for v in values)
        for f, values in chosen.items()
        if f != but
    )


def counted(rows: dict[int, Row], chosen: dict[str, list[str]], facet: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in rows.values():
        if passes(row, chosen, facet):
            value = row[facet]
            found.update({value[:4], value[:7]} if facet == "date" and value != "none" else [value[:4] if facet == "date" else value])  # fmt: skip
    return found


def check(index: StatementIndex, rows: dict[int, Row], chosen: dict[str, list[str]]) -> None:
    found = index.select(chosen)
    assert set(found.pks) == {pk for pk, row in rows.items() if passes(row, chosen)}, chosen
    for facet in FACETS:
        assert found.counts[facet] == counted(rows, chosen, facet), (chosen, facet)


@pytest.fixture
def file(press: Path, tmp_path: Path) -> LedgerFile:
    return LedgerFile.open(shutil.copy(press, tmp_path / "press.db"), write=True)


def test_counts_are_those_of_counting_one_by_one(file: LedgerFile) -> None:
    rows, index = one_by_one(file.connection), FacetCache(file.path).index(file.connection)
    assert len(index) == len(rows) > 1000
    values = {f: sorted({r[f] for r in rows.values()}) for f in FACETS}
    assert {"open"} < set(values["speaker"])
    assert any(v.startswith("actor:") for v in values["speaker"])
    assert any(v.startswith("organisation:") for v in values["speaker"])
    check(index, rows, {})
    for facet, some in values.items():
        for value in some[:6]:
            check(index, rows, {facet: [value]})
    chance = random.Random(7)
    for _ in range(60):
        facets = chance.sample(FACETS, chance.randint(2, 4))
        check(index, rows, {f: chance.sample(values[f], min(len(values[f]), chance.randint(1, 3))) for f in facets})
    check(index, rows, {"date": ["2024-02"], "act": ["say", "claim"]})
    check(index, rows, {"date": ["2024"], "speaker": ["open"]})
    check(index, rows, {"act": ["sing"]})


def test_the_newest_come_first_and_undated_ones_last_in_both_orders(file: LedgerFile) -> None:
    with file.writing() as connection:
        connection.execute("UPDATE article SET published = NULL, published_given = NULL WHERE id = 7")
    index = StatementIndex(file.connection)
    day = dict(file.connection.execute("SELECT pk, coalesce(published, published_given, '') FROM statement JOIN article AS a ON a.id = article_id"))  # fmt: skip
    newest = index.select().pks
    oldest = index.oldest_first(newest)
    assert sorted(oldest) == sorted(newest)
    days = [day[pk] for pk in newest]
    undated = days.count("")
    assert undated > 3
    assert days == sorted(days, reverse=True)
    assert [day[pk] for pk in oldest] == sorted(filter(None, days)) + [""] * undated


def test_only_what_is_among_the_given_ones_is_counted(file: LedgerFile) -> None:
    rows, index = one_by_one(file.connection), StatementIndex(file.connection)
    some = random.Random(3).sample(sorted(rows), 300)
    few = {pk: rows[pk] for pk in some[:200]}
    found = index.select({"act": ["say"]}, among=[some, [*some[:200], 10**9]])
    assert set(found.pks) == {pk for pk, row in few.items() if row["act"] == "say"}
    assert found.counts["kind"] == counted(few, {"act": ["say"]}, "kind")
    assert found.counts["act"] == counted(few, {}, "act")


def test_an_outlet_is_its_name_or_words_of_it(file: LedgerFile) -> None:
    index = StatementIndex(file.connection)
    whole = index.select({"outlet": ["L'Écho du Port"]}).pks
    assert whole
    assert index.select({"outlet": ["echo"]}).pks == whole
    assert set(index.select({"outlet": ["echo", "radio tessal"]}).pks) > set(whole)
    assert index.select({"outlet": ["no such outlet"]}).pks == []


def test_the_index_follows_corrections_of_another_connection(file: LedgerFile) -> None:
    cache = FacetCache(file.path)
    with LedgerFile.open(file.path) as reading:
        before = cache.index(reading.connection)
        assert cache.index(reading.connection) is before
        said = before.select({"act": ["say"]})
        with file.writing() as connection:
            connection.execute("UPDATE statement SET standing = 'rejected' WHERE pk = ?", (said.pks[0],))
            connection.execute("UPDATE statement SET act = 'deny', denied = 1 WHERE pk = ?", (said.pks[1],))
        after = cache.index(reading.connection)
        now = after.select({"act": ["say"]})
        assert now.counts["act"]["say"] == said.counts["act"]["say"] - 2
        assert set(said.pks) - set(now.pks) == set(said.pks[:2])
        check(after, one_by_one(reading.connection), {"denied": ["1"]})
        assert cache.index(reading.connection) is after


def test_the_index_follows_a_file_that_is_put_in_the_place_of_another(file: LedgerFile, tmp_path: Path) -> None:
    cache = FacetCache(file.path)
    all_of_it = len(cache.index(file.connection))
    file.close()
    with LedgerFile.open(tmp_path / "other.db", create=True):
        pass
    for end in ("-wal", "-shm"):
        Path(f"{file.path}{end}").unlink(missing_ok=True)
    shutil.move(tmp_path / "other.db", file.path)
    with LedgerFile.open(file.path) as other:
        assert all_of_it > len(cache.index(other.connection)) == 0
        assert cache.index(other.connection).select({"act": ["say"]}).pks == []


def test_every_band_of_confidence_is_one_of_the_bands(file: LedgerFile) -> None:
    """0.9 and 0.5 belong to the band that begins with them."""
    pks = [r[0] for r in file.connection.execute("SELECT pk FROM statement LIMIT 5")]
    for pk, held in zip(pks, (0.9, 0.8999, 0.5, 0.0, 1.0), strict=True):
        file.connection.execute("UPDATE statement SET confidence = ? WHERE pk = ?", (held, pk))
    index = StatementIndex(file.connection)
    bands = [next(b for b, _ in BANDS if pk in index.select({"confidence": [b]}).pks) for pk in pks]
    assert bands == ["0.9", "0.7", "0.5", "0", "0.9"]
    assert sum(map(len, itertools.chain(index.select({"confidence": [b]}).pks for b, _ in BANDS))) == len(index)


@pytest.mark.parametrize("asked", ["ferrand", "CASTEL", "préfecture", "Q42", "nobody at all"])
def test_the_entities_meant_are_those_of_the_condition(file: LedgerFile, asked: str) -> None:
    file.connection.execute("UPDATE actor SET wikidata = 'Q42' WHERE name = 'Anton Marchais'")
    file.connection.execute("UPDATE entity SET standing = 'rejected' WHERE article_id = 3")
    where = Filter(actor=asked)
    entities, values = entities_meant(where)
    condition, more = entity_condition(where, "x.id", "x.article_id")
    meant = {tuple(r) for r in file.connection.execute(entities, values)}
    assert meant == {
        tuple(r)
        for r in file.connection.execute(f"SELECT x.article_id, x.id FROM entity AS x WHERE 1 {condition}", more)
    }
    assert bool(meant) == (asked != "nobody at all")
