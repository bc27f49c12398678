"""Annotations kept as spans come back as the words they were, and fit their articles where these are present."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from evals.second import ARTICLES, EVALS, SETS, gold_tool, rebuild, to_spans, to_strings

TEXT = "Il parle. « Oui », dit-il ; elle dit qu'il viendra, qu'il viendra.\n"
GOLD = {
    "doc": "t",
    "published": None,
    "statements": [
        {"source": "il", "who": None, "cue": "dit", "kind": "direct", "content": ["Oui"], "addressee": None},
        {"source": "elle", "who": None, "cue": "dit#2", "kind": "indirect", "content": ["il viendra", "il viendra#2"]},
    ],
    "figures": [],
}
needs_articles = pytest.mark.skipif(not ARTICLES.is_dir(), reason="the articles of ../shared are not here")


@needs_articles
def test_spans_and_strings_are_inverse() -> None:
    spans = to_spans(TEXT, copy.deepcopy(GOLD), gold_tool().span)
    assert spans["statements"][1]["cue"] == [33, 36]
    assert to_strings(TEXT, spans) == GOLD


def test_another_text_is_refused() -> None:
    kept = {"doc": "t", "sha256": "0" * 64, "statements": []}
    with pytest.raises(ValueError, match="t: the article is not the one that was annotated"):
        to_strings(TEXT, kept)


@needs_articles
@pytest.mark.parametrize("name", SETS)
def test_kept_annotations_fit_their_articles(name: str, tmp_path: Path) -> None:
    assert rebuild(name, tmp_path) == len(list((EVALS / name).glob("*.yaml"))) >= 8
    faults = [f"{p.name}: {fault}" for p in sorted(tmp_path.glob("*.yaml")) for fault in gold_tool().problems(p)]
    assert faults == []
