from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from made_articles import Maker
from selon.store import LedgerFile
from selon.store.actor_links import link_actors
from selon.store.stances import Stance, courses, ledger_courses, same_topic


def stance(
    article: int, stance: Any, day: str | None, topic: str = "la réforme des retraites", actor: int = 1, **more: Any
) -> Stance:
    return Stance(actor, article, "p1", topic, stance, day, **more)


def turns(*stances: Stance) -> list[tuple[str, int, int]]:
    return [(t.kind, t.before.article, t.after.article) for c in courses(stances) for t in c.turns]


def test_a_reversal_and_back() -> None:
    assert turns(
        stance(3, "supports", "2023-03-01"),
        stance(1, "supports", "2023-01-01"),
        stance(2, "opposes", "2023-02-01", "réforme des retraites"),
    ) == [("reversal", 1, 2), ("reversal", 2, 3)]


def test_conditions_come_and_go() -> None:
    condition = ("si le Sénat suit",)
    assert turns(
        stance(1, "supports", "2023-01-01"),
        stance(2, "supports", "2023-02-01", unless=condition),
        stance(3, "supports", "2023-03-01"),
    ) == [("condition added", 1, 2), ("condition dropped", 2, 3)]


def test_two_stances_on_one_day_are_no_reversal() -> None:
    assert turns(stance(1, "supports", "2023-01-01"), stance(2, "opposes", "2023-01-01")) == [("both on one day", 1, 2)]


def test_other_actors_other_topics_and_unknown_days_show_no_change() -> None:
    assert turns(stance(1, "supports", "2023-01-01"), stance(2, "opposes", "2023-02-01", actor=2)) == []
    assert turns(stance(1, "supports", "2023-01-01"), stance(2, "opposes", "2023-02-01", "la réforme de l'école")) == []
    assert turns(stance(1, "supports", "2023-01-01"), stance(2, "opposes", None)) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("la réforme des retraites", "réforme des retraites", True),
        ("Réforme des RETRAITES", "la réforme des retraites", True),
        ("un accord", "accord de pêche", False),
        ("accord de pêche", "accord de paix", False),
        ("le cessez-le-feu", "un cessez-le-feu", True),
        ("", "un accord", False),
    ],
)
def test_topics(one: str, other: str, same: bool) -> None:
    assert same_topic(one, other) is same
    assert same_topic(other, one) is same


def test_courses_of_a_file(tmp_path: Path) -> None:
    with LedgerFile.open(tmp_path / "a.db", create=True) as held:
        for n, (day, side) in enumerate((("2023-01-01", "supports"), ("2023-02-01", "opposes"))):
            text = f"Odile Ferrand et la réforme des retraites, {n}. Ferrand, sauf surprise."
            made = Maker(text, day=day).entity("e1", "Odile Ferrand").entity("e2", "Ferrand", words="Ferrand, sauf")
            made.stance("e1", side, "la réforme des retraites", unless=[made.at("sauf surprise")])
            held.add(made.stance("e2", "supports", "la réforme des retraites").ledger)
        with held.writing() as db:
            link_actors(db)
        (course,) = ledger_courses(held.connection)
        assert [(t.kind, t.before.article, t.after.article) for t in course.turns] == [("reversal", 1, 2)]
        assert course.stances[0].unless == ("sauf surprise",)
