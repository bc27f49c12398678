"""Verbs known by their form: what is mended, what is left to the tagger, and that the tables fit the lexicon."""

import pytest
import spacy
from spacy.tokens import Doc

from selon.language.forms import mend_tags, verb_forms

NLP = spacy.blank("fr")


def tagged(*words: tuple[str, str]) -> Doc:
    return Doc(NLP.vocab, words=[w for w, _ in words], pos=[p for _, p in words])


@pytest.mark.parametrize(
    ("form", "lemma", "number"),
    [
        ("informent", "informer", "Plur"),
        ("espère", "espérer", "Sing"),
        ("promet", "promettre", "Sing"),
        ("annonça", "annoncer", "Sing"),
        ("dément", "démentir", "Sing"),
        ("prévoient", "prévoir", "Plur"),
        ("rappellera", "rappeler", "Sing"),
    ],
)
def test_a_form_that_is_nothing_else_is_a_verb(form: str, lemma: str, number: str) -> None:
    doc = mend_tags(tagged(("Scherzer", "PROPN"), (form, "NOUN")), "fr")
    assert (doc[1].pos_, doc[1].lemma_) == ("VERB", lemma)
    assert doc[1].morph.get("VerbForm") == ["Fin"]
    assert doc[1].morph.get("Number") == [number]


@pytest.mark.parametrize("form", ["demande", "annonce", "menace", "juge", "critique", "dit", "content"])
def test_of_a_homograph_the_tagger_decides(form: str) -> None:
    assert mend_tags(tagged(("la", "DET"), (form, "NOUN")), "fr")[1].pos_ == "NOUN"


def test_an_article_that_is_a_clitic_becomes_one_and_another_determiner_stops_the_mending() -> None:
    clitic = mend_tags(tagged(("conseillers", "NOUN"), ("l'", "DET"), ("informent", "NOUN")), "fr")
    assert (clitic[1].pos_, clitic[2].pos_) == ("PRON", "VERB")
    assert mend_tags(tagged(("une", "DET"), ("affirme", "NOUN")), "fr")[1].pos_ == "NOUN"


def test_names_and_verbs_in_other_moods_stay() -> None:
    assert (
        mend_tags(
            tagged(
                ("Espère", "PROPN"),
            ),
            "fr",
        )[0].pos_
        == "PROPN"
    )
    mended = mend_tags(tagged(("il", "PRON"), ("annonça", "VERB")), "fr")
    assert mended[1].morph.get("VerbForm") == ["Fin"]


def test_no_form_stands_in_the_list_of_homographs_in_vain() -> None:
    known = verb_forms("fr")
    assert not {"demande", "menace"} & known.keys()
    assert len(known) > 4_000
