"""Events: the vocabulary is read strictly, its examples run, the founding article's events are complete."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

import pytest
from evals.vocabulary import Outcome, run_vocabulary

from founding_article import founding, ledger_of
from selon.extract.events.lexicon import _File, load_events
from selon.language.data import LexiconError, parse_table

# Sentences that the parse of the shipped pipeline spoils; each is looked at again when the pipeline changes.
OPEN = Path(__file__).with_name("open_vocabulary.txt")


@cache
def outcomes() -> tuple[Outcome, ...]:
    return tuple(run_vocabulary("fr"))


def known() -> set[str]:
    return {line for line in OPEN.read_text(encoding="utf8").splitlines() if line and not line.startswith("#")}


def test_every_example_runs_but_the_open_ones() -> None:
    failed = {o.sentence: o.fault for o in outcomes() if o.fault}
    assert {s: f for s, f in failed.items() if s not in known()} == {}


def test_open_examples_are_open() -> None:
    failed = {o.sentence for o in outcomes() if o.fault}
    assert known() - failed == set(), "these pass now: take them out of the list"


def test_every_entry_has_an_example_of_its_own() -> None:
    lexicon = load_events("fr")
    assert all(v.catch for vs in lexicon.verbs.values() for v in vs)
    assert len(lexicon.verbs) + len(lexicon.nouns) > 70


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ('[[verb]]\nlemma = "x"\ntype = "HUG"\ncatch = ["x"]', "events.toml:"),
        ('[[verb]]\nlemma = "x"\ntype = "AID"\nwhom = ["dative"]\ncatch = ["x"]', "whom"),
        ('[[verb]]\nlemma = "x"\ntype = "AID"', "catch"),
    ],
)
def test_a_faulty_entry_is_named(words: str, says: str) -> None:
    good = (resources.files("selon") / "lang" / "fr" / "events.toml").read_text(encoding="utf8")
    line = len(good.splitlines()) + 2
    with pytest.raises(LexiconError) as e:
        parse_table(good + "\n" + words, "lang/fr/events.toml", _File)
    assert says in str(e.value)
    assert line <= int(str(e.value).split(":")[1]) <= line + 4


@pytest.mark.parametrize(
    ("type_", "words", "who", "whom"),
    [
        ("CONSULT", "entretiens avec le Premier ministre israélien", "Antony Blinken", "Benjamin Netanyahu"),
        (
            "CONSULT",
            "participé à une réunion du cabinet de sécurité israélien",
            "Antony Blinken",
            "cabinet de sécurité",
        ),
        ("ASSAULT", "l'attaque sanglante du Hamas en Israël", "Hamas", "Israël"),
        ("ASSAULT", "enlevés le 7 octobre en Israël par le Hamas", "Hamas", None),
        ("ASSAULT", "a déclaré une guerre", "Israël", "Hamas"),
        ("ASSAULT", "pilonnant sans relâche la bande de Gaza", "Israël", "Gaza"),
        ("CONSULT", "devait se rendre vendredi en fin d'après-midi en Jordanie", "Antony Blinken", None),
    ],
)
def test_founding_article(type_: str, words: str, who: str, whom: str | None) -> None:
    ledger = founding()
    names = {e.id: e.name for e in ledger.entities}
    at = ledger.document.text.index(words)
    found = [v for v in ledger.events if v.type == type_ and v.span[0] < at + len(words) and at < v.span[1]]
    assert len(found) == 1
    assert [names[i] for i in found[0].who] == [who]
    if whom is not None:
        assert any(whom in names[i] for i in found[0].whom)
    assert found[0].planned == words.startswith("devait")


def test_founding_article_has_few_other_events() -> None:
    assert len(founding().events) <= 10


def test_spans_and_ids_hold() -> None:
    text = "Emmanuel Macron a rencontré Olaf Scholz à Berlin. La Russie a attaqué l'Ukraine le 24 février 2022."
    ledger = ledger_of(text)
    assert [v.id for v in ledger.events] == ["v1", "v2"]
    assert all(0 <= a < b <= len(text) for v in ledger.events for a, b in [v.span, *v.evidence])
    assert ledger.events[1].when is not None
    assert ledger.events[1].when.start == "2022-02-24"


def test_one_event_told_twice_is_one() -> None:
    text = (
        "L'attaque de la Russie contre l'Ukraine a choqué Luc Bernard. "
        "L'attaque de la Russie contre l'Ukraine dure depuis un an."
    )
    assert len(ledger_of(text).events) == 1


def test_no_text_no_events() -> None:
    assert ledger_of("").events == []
    assert ledger_of("«»\n\n...").events == []
