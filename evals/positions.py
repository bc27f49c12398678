"""`python -m evals.positions`: score the positions of gold/dev against floors; `--raise` lifts them, `--worst` lists errors.

A predicted and a gold position are paired one to one where their holders have the same name and their topics share
letters; the topic's label counts as its words too. A pair with the same stance is a hit, one with the other a stance
error. Gold positions of unnamed holders (`who: null`) cannot be in a ledger, whose positions belong to entities: they
are left out of the gold, and a predicted position is never excused by them.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from evals.__main__ import SHARED, below, corpus_hash, lifted, print_scores
from selon.model import Ledger, Span

FLOORS = Path(__file__).resolve().parent / "floors_positions.json"


def main(argv: list[str] | None = None) -> int:
    """The exit code: 0 when every score is at its floor or above, or when there is no gold to score on."""
    ap = argparse.ArgumentParser(prog="python -m evals.positions", description=__doc__)
    ap.add_argument("--raise", dest="lift", action="store_true", help="raise the floors to the scores of this run")
    ap.add_argument("--worst", action="store_true", help="print what is missed, wrong and too much")
    ap.add_argument("--pipeline", help="another spaCy pipeline than the one shipped")
    a = ap.parse_args(argv)
    gold = SHARED / "gold" / "dev"
    if not gold.is_dir():
        print(f"evals: no gold at {gold}; nothing is scored")
        return 0
    scores, errors = score(gold, a.pipeline)
    if a.worst:
        print("\n".join(errors))
    print_scores(scores)
    floors = json.loads(FLOORS.read_text(encoding="utf8")) if FLOORS.is_file() else {}
    digest = corpus_hash(gold)
    if a.lift:
        new = raised(floors, scores, digest)
        FLOORS.write_text(json.dumps(new, indent=2, sort_keys=True) + "\n", encoding="utf8")
        print(f"floors raised in {FLOORS.name}")
        return 0
    failures = list(failing(floors, scores, digest))
    for line in failures:
        print(f"evals: {line}", file=sys.stderr)
    return 1 if failures else 0


def raised(floors: dict[str, Any], scores: dict[str, float], digest: str) -> dict[str, Any]:
    """Floors by the rules of `evals`; the share of stance errors is turned to 'stance right', where higher is better."""
    return lifted(floors, pinned(scores), digest)


def failing(floors: dict[str, Any], scores: dict[str, float], digest: str) -> Iterator[str]:
    """A message for every pinned score that fell."""
    return below(floors, pinned(scores), digest)


def pinned(scores: dict[str, float]) -> dict[str, float]:
    """The scores that have floors, all of them better when higher."""
    return {k: scores[k] for k in ("precision", "recall", "f1")} | {"stance_right": 1 - scores["stance_errors"]}


def score(gold: Path, pipeline: str | None = None) -> tuple[dict[str, float], list[str]]:
    """Micro-averaged precision, recall, F1 and the share of pairs whose stance is wrong; and a line for each error."""
    from selon.extract.ledger import read_article
    from selon.reading import read_file

    goldfile = gold_reader()
    hits = wrong = n_gold = n_predicted = unnamed = 0
    errors: list[str] = []
    for path in sorted(gold.glob("*.yaml")):
        text, expected = goldfile.load(path)
        ledger = read_article(read_file(path.with_suffix(".txt")), pipeline=pipeline)
        wanted = [p for p in expected.get("positions") or [] if p["who"]]
        unnamed += len(expected.get("positions") or []) - len(wanted)
        spans = [goldfile.span(text, p["topic"]) for p in wanted]
        pairs = pair(wanted, spans, ledger)
        n_gold += len(wanted)
        n_predicted += len(ledger.positions)
        for i, j in pairs.items():
            right = wanted[i]["stance"] == ledger.positions[j].stance
            hits += right
            wrong += not right
            if not right:
                errors.append(f"{path.stem}: stance {show(ledger, j)}")
        errors += [
            f"{path.stem}: missed {p['who']} {p['stance']} {p['topic']!r}"
            for i, p in enumerate(wanted)
            if i not in pairs
        ]
        taken = set(pairs.values())
        errors += [f"{path.stem}: extra {show(ledger, j)}" for j in range(len(ledger.positions)) if j not in taken]
    p, r = share(hits, n_predicted), share(hits, n_gold)
    return {
        "precision": p,
        "recall": r,
        "f1": round(2 * p * r / (p + r), 4) if p + r else 0.0,
        "stance_errors": share(wrong, hits + wrong),
        "gold": float(n_gold),
        "gold_unnamed": float(unnamed),
        "predicted": float(n_predicted),
    }, errors


def pair(wanted: list[dict[str, Any]], spans: list[Span], ledger: Ledger) -> dict[int, int]:
    """Gold → predicted, one to one: same holder and overlapping topic, pairs of the same stance first."""
    names = {e.id: e.name for e in ledger.entities}
    found = []
    for i, (g, span) in enumerate(zip(wanted, spans, strict=True)):
        for j, p in enumerate(ledger.positions):
            overlap = min(span[1], p.topic.span[1]) - max(span[0], p.topic.span[0])
            label, topic = fold(p.topic.label).split(), fold(g["topic"].partition("#")[0]).split()
            same = overlap > 0 or set(label) <= set(topic)  # 'Brett Kavanaugh', 'le juge Brett Kavanaugh'
            if same and same_name(g["who"], names[p.who]):
                found.append((g["stance"] == p.stance, overlap, i, j))
    out: dict[int, int] = {}
    for _, _, i, j in sorted(found, reverse=True):
        if i not in out and j not in out.values():
            out[i] = j
    return out


def show(ledger: Ledger, j: int) -> str:
    """One predicted position in a line."""
    p = ledger.positions[j]
    names = {e.id: e.name for e in ledger.entities}
    return f"{names[p.who]} {p.stance} {ledger.words(p.topic.span)!r} [{p.rule}]"


def same_name(a: str, b: str) -> bool:
    """Whether two names are one: the same last word, or all words of one in the other (as `score.py` compares)."""
    x, y = fold(a).split(), fold(b).split()
    return bool(x and y) and (x[-1] == y[-1] or set(x) <= set(y) or set(y) <= set(x))


def fold(s: str) -> str:
    """Words without case, accents and punctuation."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", s.lower()) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def share(a: int, b: int) -> float:
    """A ratio to four places, 0 where there is nothing."""
    return round(a / b, 4) if b else 0.0


def gold_reader() -> ModuleType:
    """`gold.py` of the shared tools, which finds the strings of a gold file in its text."""
    spec = importlib.util.spec_from_file_location("gold", SHARED / "tools" / "gold.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main())
