"""Confidence: a probability from features that a statement shows, with weights that are data."""

import pytest

from selon.extract.statements import confidence
from selon.extract.statements.confidence import HIGHEST, LOWEST, Weights, features, probability, with_confidence
from selon.model import Entity, Source, Statement

TEXT = "Selon la maire, le pont tiendra."
MAYOR = Entity(id="e1", kind="person", name="maire", mentions=[(6, 14), (6, 14), (6, 14)])


def statement(**changes: object) -> Statement:
    whole = {
        "id": "s1",
        "kind": "indirect",
        "act": "say",
        "source": Source(span=(6, 14), entity="e1"),
        "cue": (0, 5),
        "content": [(16, 31)],
        "confidence": 0.5,
        "rule": "source phrase: selon",
    }
    return Statement.model_validate(whole | changes)


def test_features_are_what_can_be_seen() -> None:
    shown = features(TEXT, statement(), {"e1": MAYOR})
    assert "rule source phrase: selon" in shown
    assert "entity person" in shown
    assert "entity known well" in shown
    assert "within another" not in shown
    assert "source lower open" in features(TEXT, statement(source=Source(span=(6, 14))), {})
    assert "content short" in features(TEXT, statement(content=[(19, 23)]), {"e1": MAYOR})
    infinitive = statement(rule="infinitive", content=[(19, 23)])
    assert "content short" not in features(TEXT, infinitive, {"e1": MAYOR})


def test_probability_grows_with_its_evidence_and_stays_inside() -> None:
    weights = Weights(base=0.0, weight={"good": 2.0, "bad": -2.0, "certain": 99.0})
    assert probability(weights, []) == 0.5
    assert probability(weights, ["bad"]) < probability(weights, ["unknown"]) < probability(weights, ["good"])
    assert probability(weights, ["certain"]) == HIGHEST
    assert probability(weights, ["bad"] * 50) == LOWEST


def test_one_more_likely_wrong_than_right_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    weights = Weights(base=1.0, weight={"within another": -1.5})
    monkeypatch.setattr(confidence, "load_table", lambda *_: weights)
    outer, inner = statement(), statement(id="s2", within="s1")
    assert [s.id for s in with_confidence(TEXT, "fr", [outer, inner], [MAYOR])] == ["s1"]
    quoted = statement(id="s3", within="s1", kind="direct")
    told = with_confidence(TEXT, "fr", [outer, quoted], [MAYOR])
    assert [s.id for s in told] == ["s1", "s2"], "what stands in marks was said by somebody"
    assert told[0].confidence > 0.5 > told[1].confidence


def test_what_stood_within_one_left_out_stands_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    weights = Weights(base=1.0, weight={"denied": -2.0})
    monkeypatch.setattr(confidence, "load_table", lambda *_: weights)
    told = with_confidence(TEXT, "fr", [statement(denied=True), statement(id="s2", within="s1")], [MAYOR])
    assert [(s.id, s.within) for s in told] == [("s1", None)]
