"""`python -m evals`: score gold/dev and the founding article, compare with the floors; `--raise` lifts the floors.

The gold lies beside the project in `../shared` and is only read; where it is absent the run says so and ends well,
since a clone without it has nothing to measure.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
BUILD = ROOT / "evals" / "build"
FLOORS = ROOT / "evals" / "floors.json"
CEILINGS = {"invented", "broken_spans", "articles_missing"}  # lower is better
SLACK = 0.004  # a floor is pinned this far below the score: rounding, and other processors' arithmetic


def main(argv: list[str] | None = None) -> int:
    """The exit code: 0 when every score is at its floor or above, or when there is no gold to score on."""
    ap = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    ap.add_argument("--raise", dest="lift", action="store_true", help="raise the floors to the scores of this run")
    ap.add_argument("--worst", type=int, default=0, help="print the errors of the N worst articles")
    ap.add_argument("--pipeline", help="another spaCy pipeline than the one shipped; then no floor is checked")
    a = ap.parse_args(argv)
    gold = SHARED / "gold" / "dev"
    if not gold.is_dir():
        print(f"evals: no gold at {gold}; nothing is scored")
        return 0
    predicted = predict(gold, pipeline=a.pipeline)
    scores = score(gold, predicted, worst=a.worst)
    print_scores(scores)
    if a.pipeline:
        return 0
    floors = json.loads(FLOORS.read_text(encoding="utf8")) if FLOORS.is_file() else {}
    digest = corpus_hash(gold)
    if a.lift:
        FLOORS.write_text(json.dumps(lifted(floors, scores, digest), indent=2, sort_keys=True) + "\n", encoding="utf8")
        print(f"floors raised in {FLOORS.name}")
        return 0
    failures = list(below(floors, scores, digest))
    for line in failures:
        print(f"evals: {line}", file=sys.stderr)
    return 1 if failures else 0


def predict(gold: Path, *, pipeline: str | None = None) -> Path:
    """The ledgers of every gold article, one a line, in `evals/build`."""
    from selon.extract.ledger import read_article
    from selon.reading import read_file

    BUILD.mkdir(parents=True, exist_ok=True)
    out = BUILD / "dev.jsonl"
    start = time.perf_counter()
    words = 0
    with out.open("w", encoding="utf8") as f:
        for path in sorted(gold.glob("*.txt")):
            ledger = read_article(read_file(path), pipeline=pipeline)
            words += len(ledger.document.text.split())
            f.write(ledger.model_dump_json() + "\n")
    print(f"{words} words read in {time.perf_counter() - start:.1f} s")
    return out


def score(gold: Path, predicted: Path, *, worst: int) -> dict[str, Any]:
    """What `score.py` says, flattened to name → number; with `worst` it prints the errors too."""
    tool = SHARED / "tools" / "score.py"
    run = subprocess.run(
        [sys.executable, str(tool), str(gold), str(predicted), "--json", *(["--worst", str(worst)] if worst else [])],
        check=True,
        capture_output=True,
        text=True,
    )
    first, _, rest = run.stdout.partition("\n")
    if rest.strip():
        print(rest)
    return dict(flat(json.loads(first)))


def flat(scores: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, float]]:
    """Nested scores as `content.f1`-like names; counts of gold and predicted records are left out."""
    for k, v in scores.items():
        if isinstance(v, dict):
            yield from flat(v, f"{prefix}{k}.")
        elif k not in {"gold", "predicted", "articles"}:
            yield f"{prefix}{k}", float(v)


def print_scores(scores: dict[str, float]) -> None:
    """One line a score."""
    for k, v in scores.items():
        print(f"{k:28} {v:.4g}")


def corpus_hash(gold: Path) -> str:
    """The SHA-256 of all gold files, so that a floor says what it was measured on."""
    h = hashlib.sha256()
    for p in sorted(gold.iterdir()):
        h.update(p.name.encode() + b"\0" + p.read_bytes() + b"\0")
    return h.hexdigest()


def lifted(floors: dict[str, Any], scores: dict[str, float], digest: str) -> dict[str, Any]:
    """Floors at this run's scores; a floor never falls this way, it is edited by hand and said aloud."""
    old = floors.get("scores", {}) if floors.get("corpus") == digest else {}
    new = {}
    for k, v in scores.items():
        if k in CEILINGS:
            new[k] = min(round(v + SLACK, 4) if v else 0.0, old.get(k, float("inf")))
        else:
            new[k] = max(round(v - SLACK, 4), old.get(k, 0.0))
    return {"corpus": digest, "scores": new}


def below(floors: dict[str, Any], scores: dict[str, float], digest: str) -> Iterator[str]:
    """A message for every score that fell, and one when the floors were measured on another corpus."""
    if not floors:
        yield "no floors are pinned yet: run with --raise"
        return
    if floors["corpus"] != digest:
        yield "the gold has changed since the floors were pinned: look at the scores, then run with --raise"
        return
    for k, floor in floors["scores"].items():
        got = scores.get(k)
        if got is None or (got > floor if k in CEILINGS else got < floor):
            yield f"{k} is {got}, its floor is {floor}"


if __name__ == "__main__":
    sys.exit(main())
