"""Sentence starts that are certain before any parse."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from selon.language.sentences import make_sentences
from selon.language.tokenizer import make_tokenizer


def pipeline() -> spacy.language.Language:
    nlp = spacy.blank("fr")
    nlp.tokenizer = make_tokenizer("fr")(nlp)
    nlp.add_pipe("selon_sentences")
    return nlp


NLP = pipeline()
assert make_sentences


def shown(text: str) -> str:
    """The text with `|` where a sentence is sure to begin and `¦` where the parser decides."""
    marks = {True: "|", None: "¦", False: ""}
    doc = NLP.make_doc(text)
    starts = NLP.get_pipe("selon_sentences").starts(doc)
    return "".join(marks[s] + t.text_with_ws for s, t in zip(starts, doc, strict=True))


CASES = [
    "|Un titre sans point\n\n|La suite.",
    "|Il part. |Elle reste.",
    "|Fin.|Début.",
    "|« Nous partons », a déclaré le maire. |Elle reste.",
    "|« Vous venez ? », a-t-il dit.",
    "|« Non ! » a crié Jean.",
    "|« Non ! », a crié Jean. |« Si. »",
    "|« Oui. |Non », a-t-il dit.",
    "|M. Dupont et Mme. Durand ont vu le Dr. Martin.",
    "|Il est né en 12 av. J.-C. à Rome.",
    "|L'O.N.U. a dit non.",
    "|Il a dit (...) qu'il partait.",
    "|Il a dit [...] Pierre partait.",
    "|Il hésite... puis part.",
    "|Des fruits, etc. et du pain.",
    "|« Bon. » |Elle part.",
    "|\"Oui.\" |\"Non.\"",
    "|Il compte 12.500 voix. |Elle en a 3.",
    "|Il dit : « Partons. |Vite. » |Elle part.",
    "|Dans « Qui a tué Harry ? » ¦Hitchcock montre.",
    "|Il hésite... ¦Puis part.",
]  # fmt: skip


@pytest.mark.parametrize("expected", CASES)
def test_certain_and_open_boundaries(expected: str) -> None:
    assert shown(expected.replace("|", "").replace("¦", "")) == expected


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "Il",
                "dit",
                ".",
                "!",
                "?",
                "…",
                "«",
                "»",
                '"',
                "\n",
                "\n\n",
                " ",
                "M.",
                "(",
                ")",
                "...",
                ",",
                "a",
                "12",
                "-",
            ]
        ),
        max_size=40,
    )
)
def test_no_space_and_no_closing_mark_begins_a_sentence(words: list[str]) -> None:
    doc = NLP.make_doc("".join(words))
    starts = NLP.get_pipe("selon_sentences").starts(doc) if len(doc) else []
    assert not doc or starts[0] is True
    for token, start in zip(doc[1:], starts[1:], strict=True):
        before = doc.text[: token.idx].rstrip(" \u00a0")
        if token.is_space or (token.text in {")", ",", "…"} and before[-1:] not in {"", "\n"}):
            assert start is False
        if start is True:
            assert before == "" or before[-1] in '.!?…\n»")'


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_never_fails(text: str) -> None:
    assert NLP(text).text == text
