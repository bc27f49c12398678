"""The French lexicon loads, and every example's markup pairs."""

from itertools import chain

import pytest

from selon.language.data import load_table
from selon.language.examples import parse_example
from selon.language.lexicon import _ExpressionFile, _PhraseFile, _VerbFile


@pytest.mark.parametrize(("name", "schema", "key"), [("verbs_p_z", _VerbFile, "verb"), ("expressions", _ExpressionFile, "expression"), ("phrases", _PhraseFile, "phrase")])
def test_examples_are_marked(name: str, schema: type, key: str) -> None:
    entries = getattr(load_table("fr", name, schema), key)
    for sentence in chain.from_iterable(e.catch for e in entries):
        assert parse_example(sentence).cue is not None, sentence
