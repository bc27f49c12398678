from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from made_articles import Maker
from selon.store import LedgerFile
from selon.store.actor_links import link_actors
from selon.store.series import Count, findings, ledger_series, series, vocabulary, why_not

START = "2023-10-07"


def count(article: int, value: float, source: str | None = "A", day: str = "2023-11-03", **more: Any) -> Count:
    held: dict[str, Any] = {
        "comparator": "=", "unit": "mort", "measure": "killed", "place": "Gaza", "start": START, "end": day, "published": day,
    }  # fmt: skip
    held |= {"low": value, "high": None, **more}
    return Count(article=article, id="f1", source=source, **held)


def found(*counts: Count) -> list[tuple[str, int, int]]:
    """Kind and the two articles of every finding."""
    return [(f.kind, f.one.article, f.other.article) for s in series(counts) for f in s.findings]


def test_the_vocabulary_is_read_from_the_tables_of_the_language() -> None:
    held = vocabulary("fr")
    assert "personne" in held.anyone
    assert "mort" in held.nouns["killed"]
    assert "killed" in held.cumulative
    assert "held" not in held.cumulative
    assert vocabulary("xx").anyone == frozenset()


def test_sources_that_say_different_things_on_one_day_diverge() -> None:
    assert found(count(1, 9000, "ministry"), count(2, 4000, "army")) == [("divergence", 1, 2)]
    assert found(count(1, 9000, "ministry"), count(2, 4000, "army", "2023-11-04")) == [("divergence", 1, 2)]


def test_days_apart_or_bounds_that_agree_are_no_divergence() -> None:
    assert found(count(1, 9000, "ministry"), count(2, 11000, "army", "2023-11-14")) == []
    assert found(count(1, 9000, "ministry", comparator=">"), count(2, 9061, "army")) == []
    assert found(count(1, 9000, "ministry", comparator="~"), count(2, 9061, "army")) == []
    assert found(count(1, 9000, "ministry", comparator=">"), count(2, 9000, "army")) == [("divergence", 1, 2)]
    assert found(count(1, 8000, "ministry", comparator="..", high=9500), count(2, 9000, "army")) == []


def test_nobody_diverges_from_a_figure_without_a_source() -> None:
    assert found(count(1, 9000, None), count(2, 4000, "army")) == []


def test_the_same_source_later_on_the_same_day_is_a_revision() -> None:
    one = count(1, 1400)
    other = count(2, 1200, published="2023-11-10")
    assert found(one, other) == [("revision", 1, 2)]
    assert found(other, one) == [("revision", 1, 2)]


def test_a_count_that_can_only_grow_and_falls() -> None:
    assert found(count(1, 1400), count(2, 1200, day="2023-11-10")) == [("fall", 1, 2)]
    assert found(count(1, 1400), count(2, 1600, day="2023-11-10")) == []
    held = {"measure": "held", "unit": "otage"}
    assert found(count(1, 240, **held), count(2, 200, day="2023-11-10", **held)) == []
    # Without a known beginning they may be counts of two events.
    assert found(count(1, 1400, start=None), count(2, 12, day="2023-11-04", start=None)) == []


def test_a_wire_in_many_papers_diverges_once() -> None:
    wire = [count(n, 9000, "ministry") for n in range(1, 11)]
    assert found(*wire, count(11, 4000, "army")) == [("divergence", 1, 11)]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"measure": "wounded"}, "measures differ: killed, wounded"),
        ({"measure": None}, "measures differ: killed, unknown"),
        ({"unit": "enfant"}, "populations differ: mort, enfant"),
        ({"place": "Israël"}, "places differ: Gaza, Israël"),
        ({"place": None}, "places differ: Gaza, unknown"),
        (
            {"start": "2014-07-08", "end": "2014-08-26"},
            "periods do not overlap: 2023-10-07 to 2023-11-03, 2014-07-08 to 2014-08-26",
        ),
    ],
)
def test_why_two_are_not_comparable(change: dict[str, Any], reason: str) -> None:
    one, other = count(1, 9000, "ministry"), count(2, 4000, "army", **change)
    assert why_not(one, other) == [reason]
    assert found(one, other) == []


def test_what_counts_people_and_no_more_is_one_population() -> None:
    assert why_not(count(1, 9, unit="mort"), count(2, 9, unit="personne")) == []
    assert why_not(count(1, 9, unit="mort", measure="wounded"), count(2, 9, unit="personne", measure="wounded")) != []
    assert why_not(count(1, 9, unit="EUR", measure=None), count(2, 9, unit="USD", measure=None)) == [
        "units differ: EUR, USD"
    ]


def test_series_are_apart_by_place_population_and_time_and_in_order() -> None:
    gaza = [count(3, 9000, day="2023-11-03"), count(1, 8000, day="2023-10-30"), count(2, 8500, "B", day="2023-11-01")]
    others = [
        count(4, 1400, place="Israël"),
        count(5, 1400, place="Israël", unit="personne"),
        count(6, 300, unit="enfant"),
    ]
    old = [count(n, 2200, start="2014-07-08", end="2014-08-26", published="2014-09-01") for n in (7, 8)]
    made = series([*gaza, *others, *old])
    assert [[c.article for c in s.counts] for s in made] == [[1, 2, 3], [7, 8], [4, 5]]
    assert [len(c) for c in made[0].by_source().values()] == [2, 1]


def test_no_place_or_measure_is_in_no_series() -> None:
    assert (
        series([count(1, 9, place=None), count(2, 9, place=None), count(3, 9, measure=None), count(4, 9, measure=None)])
        == []
    )


def test_series_of_a_file(tmp_path: Path) -> None:
    def article(outlet: str, source: str, said: str, value: int, day: str) -> Maker:
        text = f"Selon {source}, {said} à Gaza depuis le 7 octobre, dont 30 ici. {outlet}"
        made = (
            Maker(text, day=day, outlet=outlet)
            .entity("e1", source, "organisation")
            .entity("e2", "Gaza", "place", wikidata="Q39760")
        )
        made.figure(said, value, "mort", measure="killed", according_to="e1", place="e2", period=(START, day))
        made.figure(
            "30", 30, "mort", measure="killed", according_to="e1", place="e2", period=(START, day), part_of="f1"
        )
        return made

    with LedgerFile.open(tmp_path / "a.db", create=True) as held:
        held.add(article("A", "le ministère", "9 000 morts", 9000, "2023-11-03").ledger)
        held.add(article("B", "ONU", "4 000 personnes tuées", 4000, "2023-11-03").ledger)
        held.add(article("C", "le ministère", "8 000 morts", 8000, "2023-11-08").ledger)
        with held.writing() as db:
            link_actors(db)
        (made,) = ledger_series(held.connection)
        assert [c.article for c in made.counts] == [1, 2, 3]
        assert [(f.kind, f.one.article, f.other.article) for f in made.findings] == [
            ("divergence", 1, 2),
            ("fall", 1, 3),
        ]
        assert made.counts[0].source == "name:le ministere"


def test_pairs_that_may_show_something_are_all_looked_at() -> None:
    """As if each count were compared with each."""
    drawn = random.Random(7)
    counts = [
        count(
            n, drawn.choice((10, 11, 12, 15)), drawn.choice(("A", "B", None)), f"2024-03-{drawn.randint(1, 9):02}",
            start=drawn.choice((START, None)), published=f"2024-03-{drawn.randint(9, 12):02}",
        )
        for n in range(60)
    ]  # fmt: skip
    ordered = sorted(counts, key=lambda c: (c.as_of or "", c.published or "", c.article))
    kinds = {
        (kind, frozenset((a.article, b.article)))
        for n, a in enumerate(ordered)
        for b in ordered[n + 1 :]
        for kind in [f.kind for f in findings([a, b])]
    }
    near = {(k, frozenset((f.one.article, f.other.article))) for f in findings(ordered) for k in [f.kind]}
    assert near <= kinds
    # Findings tell each pair of values once, so that they are fewer; none of the values is missing.
    by_id = {c.article: c for c in counts}
    values = {(k, frozenset((by_id[x].source, by_id[x].range, by_id[x].as_of) for x in pair)) for k, pair in kinds}
    assert {
        (k, frozenset((by_id[x].source, by_id[x].range, by_id[x].as_of) for x in pair)) for k, pair in near
    } == values
    assert {k for k, _ in near} == {"divergence", "revision", "fall"}
