"""Tokens of press text: those of the treebanks, and always exact slices of the input."""

from __future__ import annotations

import pickle

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from selon.language.tokenizer import PressTokenizer, make_tokenizer, norm, plain

TOKENIZER = make_tokenizer("fr")(spacy.blank("fr"))

CASES = [
    ("a-t-il dit", "a|-t-il|dit"),
    ("Y a-t-il", "Y|a|-t-il"),
    ("parle-t-on", "parle|-t-on"),
    ("dit-elle", "dit|-elle"),
    ("assurent-ils", "assurent|-ils"),
    ("Est-ce qu'il vient ?", "Est|-ce|qu'|il|vient|?"),
    ("donnez-le-moi", "donnez|-le|-moi"),
    ("l'on", "l'|on"),
    ("L’homme", "L’|homme"),
    ("jusqu’à", "jusqu’|à"),
    ("aujourd'hui", "aujourd'hui"),
    ("quelqu’un", "quelqu’un"),
    ("c'est-à-dire", "c'est-à-dire"),
    ("Deviers-Joncour", "Deviers-Joncour"),
    ("Kim Jong-il", "Kim|Jong-il"),
    ("N'Djamena", "N'Djamena"),
    ("Saint-Germain-en-Laye", "Saint-Germain-en-Laye"),
    ("Bar-le-Duc", "Bar-le-Duc"),
    ("ce rendez-vous", "ce|rendez-vous"),
    ("cet homme-là", "cet|homme|-là"),
    ("celui-ci", "celui-ci"),
    ("du maire aux élus", "du|maire|aux|élus"),
    ("9.200 euros", "9.200|euros"),
    ("9 200 euros", "9 200|euros"),
    ("9\u00a0200 euros", "9\u00a0200|euros"),
    ("9\u202f200 euros", "9\u202f200|euros"),
    ("10 000 000", "10 000 000"),
    ("en 2012 300 personnes", "en|2012|300|personnes"),
    ("1,5 million", "1,5|million"),
    ("14h30", "14h30"),
    ("30%", "30|%"),
    ("50€", "50|€"),
    ("n°5", "n°|5"),
    ("M. Dupont", "M.|Dupont"),
    ("Mme Durand", "Mme|Durand"),
    ("av. J.-C.", "av.|J.-C."),
    ("O.N.U.", "O.N.U."),
    ("L'O.N.U. a dit", "L'|O.N.U.|a|dit"),
    ("J. Chirac", "J.|Chirac"),
    ("fin.Début", "fin|.|Début"),
    ("mot\"", "mot|\""),
    ("\"anéantir \"", "\"|anéantir|\""),
    ("«mot»", "«|mot|»"),
    ("d'\"amis\"", "d'|\"|amis|\""),
    ("(...)", "(|...|)"),
    ("[…]", "[|…|]"),
    ("député(e)s", "député(e)s"),
    ("https://exemple.fr/a?b=c.", "https://exemple.fr/a?b=c|."),
    ("exemple.fr", "exemple.fr"),
    ("@exemple #sujet", "@exemple|#sujet"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_tokens_of_the_press(text: str, expected: str) -> None:
    assert "|".join(t.text for t in TOKENIZER(text)) == expected


def test_space_that_is_no_single_blank_is_a_token() -> None:
    doc = TOKENIZER("« oui »,\u00a0dit-il.\n\nNon.")
    assert [t.text for t in doc if t.is_space] == ["\u00a0", "\n\n"]
    assert doc.text == "« oui »,\u00a0dit-il.\n\nNon."


@settings(max_examples=400, deadline=None)
@given(st.text())
def test_any_text_comes_back_whole(text: str) -> None:
    doc = TOKENIZER(text)
    assert doc.text == text
    for token in doc:
        assert text[token.idx : token.idx + len(token.text)] == token.text


PIECES = st.sampled_from(
    ["l'", "d’", "-t-il", "M.", " ", "\u00a0", "\n", "«", "»", '"', "9", " 200", "O.", "N", "-", "'", "é", "e\u0301", ".", "…", "(", ")", "n°", "www.", "a", "@b", ","]
)  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_press_like_text_comes_back_whole(text: str) -> None:
    doc = TOKENIZER(text)
    assert doc.text == text
    assert all(
        t.is_space
        or not any(c.isspace() for c in t.text)
        or t.text.lstrip("-−+")[:1].isdigit()  # '-9 200' is one number
        for t in doc
    )


def test_long_text_takes_linear_time() -> None:
    for text in (
        "9 200 " * 20_000,
        "a" * 100_000,
        "l'" * 30_000,
        "." * 50_000,
        "-t-il" * 20_000,
        "A." * 30_000,
        "9" * 50_000,
        "a-" * 30_000,
    ):
        assert TOKENIZER(text).text == text


def test_norms_are_blind_to_typography() -> None:
    assert norm("L’") == norm("l'") == "l'"
    assert norm("«") == norm("”") == '"'
    assert plain("Aujourd’hui") == "aujourd'hui"
    assert TOKENIZER("L’ami")[0].norm_ == "l'"


def test_no_norm_is_empty() -> None:
    assert norm("\u00ad") == "\u00ad"


def test_survives_pickling_and_bytes() -> None:
    copy = pickle.loads(pickle.dumps(TOKENIZER))
    assert isinstance(copy, PressTokenizer)
    assert [t.text for t in copy("a-t-il")] == ["a", "-t-il"]
    assert [t.text for t in TOKENIZER.from_bytes(TOKENIZER.to_bytes())("l'on")] == ["l'", "on"]
