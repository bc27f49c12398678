"""Every `catch` and `miss` sentence of `lang/fr/positions.toml`, run through the shipped pipeline."""

from __future__ import annotations

from itertools import chain

import pytest

from selon.extract.entities import read_entities
from selon.extract.positions import find_positions
from selon.extract.positions.desk import Desk, Draft
from selon.extract.positions.lexicon import StanceAct, StanceAdjective, StanceNoun, StanceVerb, load_stances
from selon.extract.statements import find_statements, settle_statements, with_confidence
from selon.language.analysis import Article, analyse
from selon.language.examples import parse_example
from selon.language.normal import parse
from selon.language.pipeline import load_pipeline

LEXICON = load_stances("fr")
ENTRIES: list[StanceVerb | StanceNoun | StanceAdjective | StanceAct] = [
    *chain.from_iterable(LEXICON.verbs.values()),
    *chain.from_iterable(LEXICON.nouns.values()),
    *chain.from_iterable(LEXICON.adjectives.values()),
    *LEXICON.acts.values(),
]


def drafts_of(text: str) -> tuple[Desk, list[Draft]]:
    """The drafts of one sentence; their holders need be no entities ('le ministre')."""
    doc = next(parse(load_pipeline("fr"), [text], lang="fr"))
    analysis = analyse(Article(text=text), doc, lang="fr")
    entities, resolved, _ = read_entities(analysis, find_statements(analysis), [])
    settled = settle_statements(analysis, resolved, [], entities)
    desk = Desk(analysis, with_confidence(text, "fr", settled, entities))
    return desk, find_positions(desk)


@pytest.mark.parametrize(
    ("entry", "marked"),
    [pytest.param(e, c, id=c) for e in ENTRIES for c in e.catch],
)
def test_catch(entry: StanceVerb | StanceNoun | StanceAdjective | StanceAct, marked: str) -> None:
    example = parse_example(marked)
    desk, drafts = drafts_of(example.text)
    assert example.content, "a catch marks its {topic}"
    a, b = example.content[0]
    found = {d.stance for d in drafts if desk.span(*d.topic)[0] < b and a < desk.span(*d.topic)[1]}
    assert found in ({entry.stance}, {getattr(entry, "negated", None)}) or "contre" in example.text


@pytest.mark.parametrize("text", [pytest.param(m, id=m) for e in ENTRIES for m in e.miss])
def test_miss(text: str) -> None:
    assert not drafts_of(text)[1]
