"""Who: rules on small texts, most of them without any parse, so that they hang on no pipeline."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from selon.extract.entities import read_entities
from selon.extract.entities.knowledge import LIST_ENDS, holders, surnames
from selon.extract.entities.lexicon import load_entity_lexicon
from selon.extract.entities.words import make_page
from selon.language.analysis import Article, analyse
from selon.model import Entity, Problem, Source, Statement


def resolve(
    text: str, sources: list[str], *, given: str | None = None, contents: list[str] | None = None
) -> tuple[list[str | None], list[Entity], list[Problem]]:
    """The names that sources (the words, each time the next occurrence) resolve to, without a parse."""
    statements = []
    at = 0
    for n, words in enumerate(sources):
        at = text.index(words, at)
        span = (at, at + len(words))
        content = (
            [(text.index(contents[n]), text.index(contents[n]) + len(contents[n]))] if contents and contents[n] else []
        )
        statements.append(
            Statement(id=f"s{n}", kind="indirect", act="say", source=Source(span=span), content=content, confidence=1)
        )
        at += len(words)
    doc = Doc(Vocab(), words=[text], spaces=[False])
    entities, resolved, problems = read_entities(analyse(Article(text, given=given), doc, lang="fr"), statements, [])
    names = {e.id: e.name for e in entities}
    return [names.get(s.source.entity or "") for s in resolved], entities, problems


def test_surname_joins_the_one_full_name() -> None:
    names, entities, _ = resolve("Luc Brévent arrive. Selon M. Brévent, tout va bien.", ["M. Brévent"])
    assert names == ["Luc Brévent"]
    assert [e.name for e in entities] == ["Luc Brévent"]


def test_shared_surname_is_not_merged() -> None:
    names, entities, _ = resolve(
        "Luc Brévent et Paul Brévent arrivent. Selon Brévent, tout va bien.", ["Selon Brévent"]
    )
    assert names == [None]
    assert {"Luc Brévent", "Paul Brévent"} <= {e.name for e in entities}


def test_title_tells_between_bearers_of_a_surname() -> None:
    names, _, _ = resolve("Luc Brévent et Sophie Brévent arrivent. Selon Mme Brévent, tout va bien.", ["Mme Brévent"])
    assert names == ["Sophie Brévent"]


@pytest.mark.parametrize(
    "words", ["des témoins", "un responsable", "plusieurs députés", "une source proche du dossier", "les gens", "on"]
)
def test_unnamed_sources_stay_unnamed(words: str) -> None:
    names, entities, _ = resolve(f"Luc Brévent arrive. Tout va bien, selon {words}.", [words])
    assert names == [None]
    assert words not in {e.name for e in entities}


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("la police", "police"),
        ("les autorités kényanes", "autorités kényanes"),
        ("Washington", "Washington"),
        ("la Maison-Blanche", "Maison-Blanche"),
        ("un communiqué de la préfecture", "préfecture"),
        ("un rapport", "rapport"),
        ("la loi", "loi"),
        ("la plupart des syndicats", "syndicats"),
    ],
)
def test_bodies_and_documents(words: str, name: str) -> None:
    assert resolve(f"Tout va bien, selon {words}.", [words])[0] == [name]


def test_unresolved_pronoun_is_a_problem_with_its_span() -> None:
    text = "Selon elle, tout va bien."
    names, _, problems = resolve(text, ["elle"])
    assert names == [None]
    assert [(p.kind, [text[a:b] for a, b in p.spans]) for p in problems] == [("unresolved-source", ["elle"])]


def test_pronoun_agrees_in_gender() -> None:
    text = "Sophie Tardieu a vu Luc Brévent. Selon elle, tout va bien."
    assert resolve(text, ["elle"])[0] == ["Sophie Tardieu"]


def test_pronoun_does_not_mean_who_is_spoken_of_in_its_own_content() -> None:
    text = "Luc Brévent arrive. Paul Sorel ment, a-t-il dit."
    assert resolve(text, ["il"], contents=["Paul Sorel ment"])[0] == ["Luc Brévent"]


def test_office_by_country_never_seen() -> None:
    text = "Le Premier ministre tuvaluan, Luc Brévent, arrive. Selon le chef du gouvernement tuvaluan, non."
    assert resolve(text, ["le chef du gouvernement tuvaluan"])[0] == ["Luc Brévent"]


def test_office_of_another_country_is_somebody_else() -> None:
    text = "Le Premier ministre tuvaluan, Luc Brévent, arrive. Selon le chef du gouvernement danois, non."
    assert resolve(text, ["le chef du gouvernement danois"])[0] != ["Luc Brévent"]


@pytest.mark.parametrize(("given", "named"), [("2018-05-08", True), ("2026-05-05", False)])
def test_the_list_of_office_holders_ends(given: str, named: bool) -> None:
    text = "Donald Trump arrive à Washington. Selon le président américain, tout va bien."
    names, _, _ = resolve(text, ["le président américain"], given=given)
    assert (names == ["Donald Trump"]) is named


def test_the_list_is_dated_and_sane() -> None:
    assert all(h.qid.startswith("Q") and h.qid[1:].isdigit() for found in holders().values() for h in found)
    assert all(
        h.start[:4] <= LIST_ENDS[:4] for found in holders().values() for h in found if h.start and h.country != "UN"
    )
    assert "trump" in surnames()


def test_body_belongs_to_its_country() -> None:
    _, entities, _ = resolve("Le Kenya attend. Tout va bien, selon l'armée kényane.", ["l'armée kényane"])
    by_name = {e.name: e for e in entities}
    assert by_name["armée kényane"].of == by_name["Kenya"].id


def test_spans_are_of_the_text() -> None:
    text = "Luc\u00a0Brévent arrive… Selon M.\u202fBrévent, « tout va bien »."
    _, entities, _ = resolve(text, ["M.\u202fBrévent"])
    words = [text[a:b] for e in entities for a, b in e.mentions]
    assert "Luc\u00a0Brévent" in words


def test_tokens_keep_offsets() -> None:
    text = "L’avocat, M.Houdré, l’a-t-il dit aujourd’hui\u00a0? J.-P. Sorel."
    page = make_page(text, None, [], load_entity_lexicon("fr"))
    assert all(text[w.start : w.end] == w.text for w in page.words)
    assert "-t-il" in page.lows
    assert "aujourd'hui" in page.lows
