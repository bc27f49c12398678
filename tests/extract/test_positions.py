"""Positions: the founding article's are complete and nothing is wrong beside them; threads, conditions, contradictions."""

from __future__ import annotations

from importlib import resources

import pytest

from founding_article import founding, ledger_of
from selon.extract.positions.lexicon import _File, load_stances
from selon.language.data import LexiconError, parse_table
from selon.model import Ledger


def told(ledger: Ledger) -> list[tuple[str, str, str, list[str], list[str]]]:
    names = {e.id: e.name for e in ledger.entities}
    return [
        (
            names[p.who],
            p.stance,
            p.topic.label,
            [ledger.words(s) for s in p.because],
            [ledger.words(s) for s in p.unless],
        )
        for p in ledger.positions
    ]


def test_founding_article_holds_these_seven_and_no_other() -> None:
    found = told(founding())
    assert [f[:3] for f in found if f[2] == "pauses humanitaires"] == [
        ("Antony Blinken", "supports", "pauses humanitaires"),
        ("Israël", "opposes", "pauses humanitaires"),
        ("Benjamin Netanyahu", "opposes", "pauses humanitaires"),
    ]
    others = [(w, s, t) for w, s, t, _, _ in found if t != "pauses humanitaires"]
    assert len(others) == 4
    for who, start in [
        ("Antony Blinken", "protéger les civils palestiniens"),
        ("Antony Blinken", "augmenter la distribution d'aide humanitaire"),
        ("Antony Blinken", "solution à deux États"),
        ("États-Unis", "Israël"),
    ]:
        assert [s for w, s, t in others if w == who and t.startswith(start)] == ["supports"]


def test_founding_article_keeps_reasons_and_conditions() -> None:
    by_who = {(w, t): (b, u) for w, _, t, b, u in told(founding())}
    because, unless = by_who["Antony Blinken", "pauses humanitaires"]
    assert because[0] == "faciliter l'acheminement de l'aide"
    assert "créer un meilleur environnement pour la libération des otages" in because
    assert unless == []
    for who in ("Israël", "Benjamin Netanyahu"):
        assert by_who[who, "pauses humanitaires"][1] == ["la libération des otages"]


def test_the_same_words_share_a_label() -> None:
    text = (
        "Claire Morel soutient la construction du pont. Luc Bernard rejette la construction du pont. "
        "L'Allemagne s'oppose à cette idée."
    )
    assert [t[:3] for t in told(ledger_of(text))] == [
        ("Claire Morel", "supports", "construction du pont"),
        ("Luc Bernard", "opposes", "construction du pont"),
        ("Allemagne", "opposes", "construction du pont"),
    ]


def test_for_and_against_the_same_is_no_position() -> None:
    text = "Claire Morel soutient la construction du pont. Claire Morel rejette la construction du pont."
    assert told(ledger_of(text)) == []


def test_told_twice_is_one_position() -> None:
    text = "Claire Morel soutient la taxe carbone. Claire Morel plaide pour la taxe carbone."
    assert len(told(ledger_of(text))) == 1


def test_spans_lie_in_the_text() -> None:
    ledger = founding()
    n = len(ledger.document.text)
    spans = [s for p in ledger.positions for s in (p.topic.span, *p.because, *p.unless, *p.evidence)]
    assert spans
    assert all(0 <= a < b <= n for a, b in spans)
    assert [p.id for p in ledger.positions] == [f"p{i}" for i in range(1, len(ledger.positions) + 1)]


def test_no_text_no_positions() -> None:
    assert ledger_of("").positions == []


def test_no_entry_is_for_and_against_the_same_frame() -> None:
    lexicon = load_stances("fr")
    for entries in lexicon.verbs.values():
        frames = [(t, e.pronominal, e.with_object) for e in entries for t in e.topic]
        assert len(frames) == len(set(frames)), entries[0].lemma


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ('[[verb]]\nlemma = "x"\nstance = "likes"\ntopic = ["obj"]\ncatch = ["x"]', "lang/fr/positions.toml:"),
        ('[[verb]]\nlemma = "x"\nstance = "supports"\ntopic = ["dative"]\ncatch = ["x"]', "topic"),
    ],
)
def test_a_faulty_entry_is_named(words: str, says: str) -> None:
    good = (resources.files("selon") / "lang" / "fr" / "positions.toml").read_text(encoding="utf8")
    line = len(good.splitlines()) + 2
    with pytest.raises(LexiconError) as e:
        parse_table(good + "\n" + words, "lang/fr/positions.toml", _File)
    assert says in str(e.value)
    assert line <= int(str(e.value).split(":")[1]) <= line + 4
