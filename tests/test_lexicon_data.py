"""The French lexicon loads whole, has no doubles, and every entry shows by example what it catches."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain

import pytest

from selon.language.examples import parse_example
from selon.language.lexicon import Expression, Lexicon, Noun, Phrase, Verb, load_lexicon

Entry = Verb | Expression | Noun | Phrase


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon("fr")


def entries(lexicon: Lexicon) -> Iterator[Entry]:
    yield from chain.from_iterable(lexicon.verbs.values())
    yield from chain.from_iterable(lexicon.expressions.values())
    yield from chain.from_iterable(lexicon.nouns.values())
    yield from lexicon.phrases


def name(entry: Entry) -> str:
    return entry.words if isinstance(entry, Phrase) else entry.lemma


def test_there_are_enough(lexicon: Lexicon) -> None:
    assert sum(map(len, lexicon.verbs.values())) + sum(map(len, lexicon.expressions.values())) >= 400
    assert {"say", "deny", "refuse", "promise", "accuse", "fear"} <= {e.act for e in entries(lexicon)}


def test_no_entry_twice(lexicon: Lexicon) -> None:
    for kind in (Verb, Expression, Noun, Phrase):
        twice = [k for k, n in Counter(name(e) for e in entries(lexicon) if isinstance(e, kind)).items() if n > 1]
        assert not twice


def test_no_sentence_twice(lexicon: Lexicon) -> None:
    twice = [k for k, n in Counter(s for e in entries(lexicon) for s in (*e.catch, *e.miss)).items() if n > 1]
    assert not twice


def test_lists_hold_nothing_twice(lexicon: Lexicon) -> None:
    for e in entries(lexicon):
        frames = getattr(e, "frames", ())
        assert len(set(frames)) == len(frames), name(e)
        assert len(set(e.traps)) == len(e.traps), name(e)


def test_every_catch_marks_source_cue_and_content(lexicon: Lexicon) -> None:
    for e in entries(lexicon):
        for sentence in e.catch:
            example = parse_example(sentence)
            assert example.source, sentence
            assert example.cue, sentence
            assert all(a < b for a, b in (example.source, example.cue, *example.content)), sentence
            assert example.content or "alone" in getattr(e, "frames", ()), (
                f"{sentence}: no content and no frame 'alone'"
            )


def test_misses_are_not_marked(lexicon: Lexicon) -> None:
    for e in entries(lexicon):
        for sentence in e.miss:
            example = parse_example(sentence)
            assert example.text == sentence, sentence


def test_trap_words_are_shown(lexicon: Lexicon) -> None:
    """An entry with trap words shows at least one trap that it must not fall into."""
    bare = [name(e) for e in entries(lexicon) if len(e.traps) > 2 and not e.miss]
    assert not bare


def test_prepositions_of_a_frame_are_words_of_one_preposition(lexicon: Lexicon) -> None:
    known = {
        "de",
        "à",
        "pour",
        "contre",
        "sur",
        "en",
        "en faveur de",
        "comme",
        "par",
        "dans",
        "avec",
        "derrière",
        "devant",
        "face à",
        "quant à",
    }
    for e in entries(lexicon):
        for frame in getattr(e, "frames", ()):
            _, colon, marker = frame.partition(":")
            assert not colon or marker in known, f"{name(e)}: {frame}"


def test_typographies_are_all_there(lexicon: Lexicon) -> None:
    text = "\n".join(s for e in entries(lexicon) for s in e.catch)
    for mark in ('"', "«\u00a0", "«\u202f", "« ", "“", "’"):
        assert text.count(mark) >= 25, mark
    assert sum(text[i + 1] not in " \u00a0\u202f" for i in range(len(text) - 1) if text[i] == "«") >= 25
