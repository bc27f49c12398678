from __future__ import annotations

from pathlib import Path

from made_articles import Maker
from selon.store import LedgerFile
from selon.store.actor_links import link_actors
from selon.store.quotations import Quoted, ledger_quotations, same_quotations

LONG = "Nous ne fermerons pas cette école tant que je serai maire"


def found(*quotations: Quoted) -> list[list[tuple[int, str]]]:
    return [[(w.quoted.article, w.how) for w in s.wordings] for s in same_quotations(quotations)]


def test_the_same_words_in_two_articles_the_first_known_in_front() -> None:
    later = Quoted(1, "s1", LONG, day="2023-11-04")
    first = Quoted(2, "s1", LONG.upper() + " !", day="2023-11-03")
    other = Quoted(3, "s1", "Le budget sera voté avant la fin du mois de juin", day="2023-11-03")
    assert found(later, first, other) == [[(2, "first"), (1, "same words")]]


def test_a_part_of_a_quotation_is_the_same_one() -> None:
    assert found(Quoted(1, "s1", LONG), Quoted(2, "s1", "pas cette école tant que je serai maire")) == [
        [(1, "first"), (2, "same words")]
    ]


def test_the_same_article_is_not_another() -> None:
    assert found(Quoted(1, "s1", LONG), Quoted(1, "s2", LONG)) == []


def test_short_sayings_are_one_only_of_one_known_actor() -> None:
    assert found(Quoted(1, "s1", "C'est faux"), Quoted(2, "s1", "C'est faux")) == []
    assert found(Quoted(1, "s1", "C'est faux", 1), Quoted(2, "s1", "C'est faux", 2)) == []
    assert found(Quoted(1, "s1", "C'est faux", 1), Quoted(2, "s1", "c’est faux", 1)) == [
        [(1, "first"), (2, "same words")]
    ]


def test_words_given_to_two_speakers_show() -> None:
    said = same_quotations([Quoted(1, "s1", LONG, 1), Quoted(2, "s1", LONG, 2), Quoted(3, "s1", LONG)])
    assert [s.speakers for s in said] == [(1, 2)]


def test_a_turn_of_phrase_that_anybody_may_use_is_no_quotation_in_common() -> None:
    short, long = "C'est un moment historique.", "C'est un moment important pour la ville, qui doit en tirer parti"
    known = "connu sous le nom de Vaubrun-les-Bains"
    for one, other in ((1, 2), (None, None), (1, None)):
        assert found(Quoted(1, "s1", short, one), Quoted(2, "s1", long, other)) == []
    assert found(Quoted(1, "s1", f"anciennement {known}", 1), Quoted(2, "s1", f"officiellement {known}", 2)) == []


def test_another_wording_of_one_actor_within_days() -> None:
    one = Quoted(1, "s1", "Nous n'allons pas fermer cette école pendant mon mandat", 1, "2023-11-03")
    other = Quoted(2, "s1", "Pendant mon mandat, jamais cette école ne va fermer", 1, "2023-11-04")
    assert found(one, other) == [[(1, "first"), (2, "other words")]]
    assert found(one, Quoted(2, "s1", other.words, 2, "2023-11-04")) == []
    assert found(one, Quoted(2, "s1", other.words, None, "2023-11-04")) == []
    assert found(one, Quoted(2, "s1", other.words, 1, "2024-01-04")) == []


def test_other_things_that_one_actor_says_are_not_one() -> None:
    one = Quoted(1, "s1", "Cette école restera ouverte, les parents peuvent compter sur nous", 1, "2023-11-03")
    other = Quoted(2, "s1", "Les parents doivent payer la cantine de cette école avant lundi", 1, "2023-11-03")
    assert found(one, other) == []


def test_quotations_of_a_file(tmp_path: Path) -> None:
    with LedgerFile.open(tmp_path / "a.db", create=True) as held:
        for n, outlet in enumerate(("A", "B")):
            text = f"« {LONG} », a dit Odile Ferrand. Journal {outlet}."
            maker = Maker(text, day=f"2023-11-0{4 - n}", outlet=outlet).entity("e1", "Odile Ferrand")
            held.add(maker.said("e1", LONG, source="Odile Ferrand").ledger)
        with held.writing() as db:
            link_actors(db)
        (said,) = ledger_quotations(held.connection)
        assert [(w.quoted.article, w.how) for w in said.wordings] == [(2, "first"), (1, "same words")]
        assert said.speakers == (1,)
