"""The article that the project began from comes out whole: its expected ledger, written by hand, lies beside the project."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import selon
from selon.model import Ledger, Span

yaml = pytest.importorskip("yaml")
SHARED = Path(__file__).resolve().parents[2] / "shared"
GOLD = SHARED / "gold" / "pauses-2023-11.yaml"
pytestmark = pytest.mark.skipif(not GOLD.is_file(), reason="no ../shared/gold beside this clone")


@pytest.fixture(scope="module")
def gold() -> dict[str, Any]:
    return dict(yaml.safe_load(GOLD.read_text(encoding="utf8")))


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return selon.read(SHARED / "articles" / "pauses-2023-11.txt")


def place(text: str, words: str) -> Span:
    """Where verbatim words stand; `text#2` is the second time."""
    words, _, number = words.partition("#")
    at = -1
    for _ in range(int(number or 1)):
        at = text.index(words, at + 1)
    return at, at + len(words)


def share(text: str, a: list[Span], b: list[Span]) -> float:
    """Intersection over union of letters and digits; 1 where both are empty."""
    x, y = ({i for s, e in spans for i in range(s, e) if text[i].isalnum()} for spans in (a, b))
    return len(x & y) / len(x | y) if x | y else 1.0


def name(ledger: Ledger, entity: str | None) -> str | None:
    return next((e.name for e in ledger.entities if e.id == entity), None)


def test_statements(gold: dict[str, Any], ledger: Ledger) -> None:
    names = {e["id"]: e["name"] for e in gold["entities"]}
    text = ledger.document.text
    missing = []
    for g in gold["statements"]:
        wanted = [place(text, c) for c in g["content"]]
        hits = [
            s
            for s in ledger.statements
            if name(ledger, s.source.entity) == names[g["who"]]
            and bool(s.content) == bool(wanted)
            and share(text, s.content, wanted) >= 0.5
        ]
        if not hits:
            missing.append((g["who"], g["cue"]))
    assert not missing
    assert len(ledger.statements) <= len(gold["statements"]) + 1  # 'a exclu …, refusant …' may be one cue or two


def test_day_of_publication(gold: dict[str, Any], ledger: Ledger) -> None:
    published = ledger.document.published
    assert published.given == str(gold["document"]["given"])
    assert published.value == str(gold["document"]["published"])
    assert len(published.because) == 3


def test_figures(gold: dict[str, Any], ledger: Ledger) -> None:
    text = ledger.document.text
    names = {e["id"]: e["name"] for e in gold["entities"]}
    for g in gold["figures"]:
        a, b = place(text, g["text"])
        f = next(f for f in ledger.figures if f.span[0] < b and a < f.span[1])
        comparator, number = g["value"].split()
        assert (f.comparator, f.low) == (comparator, float(number))
        assert f.measure == g["measure"]
        assert name(ledger, f.according_to) == names[g["according_to"]]
        for part in g.get("parts", []):
            x, y = place(text, part["text"])
            assert any(p.part_of == f.id and p.span[0] < y and x < p.span[1] for p in ledger.figures)


def test_times(gold: dict[str, Any], ledger: Ledger) -> None:
    text = ledger.document.text
    for g in gold["times"]:
        a, b = place(text, g["text"])
        assert any(t.value == str(g["value"]) and t.span[0] < b and a < t.span[1] for t in ledger.times), g


def test_entities(gold: dict[str, Any], ledger: Ledger) -> None:
    found = {e.name: e for e in ledger.entities}
    for g in gold["entities"]:
        e = found[g["name"]]
        assert e.kind == g["kind"], g
        if e.wikidata is not None or g["kind"] in {"person", "country"}:
            assert e.wikidata == g.get("wikidata"), g


def test_positions(gold: dict[str, Any], ledger: Ledger) -> None:
    text = ledger.document.text
    names = {e["id"]: e["name"] for e in gold["entities"]}
    for g in gold["positions"]:
        hits = [
            p
            for p in ledger.positions
            if name(ledger, p.who) == names[g["who"]]
            and p.stance == g["stance"]
            and any(w in f"{p.topic.label} {text[slice(*p.topic.span)]}" for w in [g["topic"].partition("#")[0]])
        ]
        assert hits, g
        assert bool(hits[0].unless) == ("unless" in g)


def test_events(gold: dict[str, Any], ledger: Ledger) -> None:
    text = ledger.document.text
    for g in gold["events"]:
        a, b = place(text, g["words"])
        assert any(e.type == g["type"] and e.span[0] < b and a < e.span[1] for e in ledger.events), g
