from __future__ import annotations

import random

import pytest

from selon.store.actors import Group, Known, full_name, group


def person(article: str, name: str, *roles: str, wikidata: str | None = None, kind: str = "person") -> Known:
    return Known(article, "e1", kind, name, wikidata, roles)


def together(*entities: Known) -> list[set[str]]:
    """The articles of each actor; the same whatever the order."""
    found = group(entities)
    for seed in range(5):
        shuffled = list(entities)
        random.Random(seed).shuffle(shuffled)
        assert group(shuffled) == found
    return [{e.article for e, _ in g.members} for g in found]


def test_one_wikidata_id_is_one_actor_whatever_the_name() -> None:
    assert together(
        person("a", "Macron", wikidata="Q3052772"), person("b", "Emmanuel Macron", "président", wikidata="Q3052772")
    ) == [{"a", "b"}]


def test_two_ids_are_two_actors_of_one_name() -> None:
    assert together(
        person("a", "Jean Martin", "maire", wikidata="Q1"), person("b", "Jean Martin", "maire", wikidata="Q2")
    ) == [
        {"a"},
        {"b"},
    ]


def test_full_names_with_a_role_in_common_are_one() -> None:
    assert together(
        person("a", "Odile Ferrand", "maire de Vaubrun"),
        person("b", "Odile FERRAND", "la maire"),
        person("c", "Odile Ferrand"),
    ) == [{"a", "b", "c"}]


def test_people_of_one_name_and_other_roles_are_apart_and_the_one_without_roles_joins_neither() -> None:
    found = together(
        person("a", "Jean Martin", "ministre"),
        person("b", "Jean Martin", "joueur de tennis"),
        person("c", "Jean Martin"),
    )
    assert found == [{"a"}, {"b"}, {"c"}]


def test_the_name_joins_the_only_one_with_an_id_unless_roles_contradict() -> None:
    known = person("a", "Odile Ferrand", wikidata="Q1")
    assert together(known, person("b", "Odile Ferrand", "maire"), person("c", "Odile Ferrand")) == [{"a", "b", "c"}]
    known = person("a", "Odile Ferrand", "romancière", wikidata="Q1")
    assert together(known, person("b", "Odile Ferrand", "maire")) == [{"a"}, {"b"}]


@pytest.mark.parametrize(
    ("name", "kind", "roles"),
    [
        ("Ferrand", "person", ()),
        ("O. Ferrand", "person", ()),
        ("M. Ferrand", "person", ()),
        ("Jean-Marie", "person", ()),
        ("préfet", "person", ()),
        ("Président de la République", "person", ("président de la République",)),
        ("Robert Brout, François Englert", "person", ()),
        ("police", "organisation", ()),
        ("Police", "organisation", ()),
        ("ministère de la Santé", "organisation", ()),
        ("PP", "organisation", ()),
        ("Cour suprême", "organisation", ()),
        ("Police nationale", "organisation", ()),
        ("analystes", "group", ()),
        ("Républicains", "group", ()),
        ("Saint-Denis", "place", ()),
        ("", "person", ()),
    ],
)
def test_what_is_no_full_name_becomes_no_actor(name: str, kind: str, roles: tuple[str, ...]) -> None:
    one, other = Known("a", "e1", kind, name, None, roles), Known("b", "e1", kind, name, None, roles)
    assert full_name(one) is None
    assert group([one, other]) == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Kai-Fu Lee", "person"),
        ("Jean-Marie Le Pen", "person"),
        ("Rami Abd al-Rahman", "person"),
        ("INSEE", "organisation"),
        ("Croix Rouge", "organisation"),
        ("L'Oréal", "organisation"),
        ("Air Niugini", "organisation"),
        ("Chine", "country"),
    ],
)
def test_what_is_one(name: str, kind: str) -> None:
    assert together(Known("a", "e1", kind, name), Known("b", "e7", kind, name.replace("-", " "))) == [{"a", "b"}]


def test_kinds_stay_apart() -> None:
    assert together(person("a", "Washington Post"), person("b", "Washington Post", kind="organisation")) == [
        {"a"},
        {"b"},
    ]


def test_the_name_of_an_actor_is_the_one_given_most() -> None:
    found = group(
        [person(a, n, wikidata="Q1") for a, n in (("a", "Macron"), ("b", "Emmanuel Macron"), ("c", "Emmanuel Macron"))]
    )
    assert found == [
        Group(
            "person",
            "Emmanuel Macron",
            "Q1",
            tuple(
                (person(a, n, wikidata="Q1"), "wikidata")
                for a, n in (("a", "Macron"), ("b", "Emmanuel Macron"), ("c", "Emmanuel Macron"))
            ),
        )
    ]
