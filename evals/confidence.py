"""`python -m evals.confidence`: is a confidence of 0.8 right four times in five? `--write` fits the weights anew.

Every statement found in the annotated articles (`../shared/gold/dev` and the further sets of `evals`, only read) is right
where its content pairs with an annotated one (IoU of at least 0.5) and its source, where it names one, is the right one, as
`score.py` counts: a source that is left open claims nothing, so it cannot be wrong. The weights are fitted by
ridge-penalised logistic regression (Newton's method); the reliability curve and the Brier score are from
leave-one-article-out cross-validation, so that no article is judged by weights that have seen it.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt

from evals import second
from evals.__main__ import BUILD, ROOT, SHARED, predict
from evals.who import tools
from selon.extract.statements import confidence
from selon.extract.statements.confidence import HIGHEST, LOWEST, features
from selon.model import Ledger

WEIGHTS = ROOT / "src" / "selon" / "lang" / "fr" / "confidence.toml"
RIDGE = 2.0
RARE = 8  # statements that a feature needs to get a weight
Row = tuple[str, list[str], bool]
Array = npt.NDArray[np.float64]


def main(argv: list[str] | None = None) -> int:
    """The exit code: 0 also where there is nothing to measure on."""
    ap = argparse.ArgumentParser(prog="python -m evals.confidence", description=__doc__)
    ap.add_argument("--write", action="store_true", help="write the weights fitted on all articles")
    a = ap.parse_args(argv)
    dev = SHARED / "gold" / "dev"
    if not dev.is_dir():
        print(f"evals: no gold at {dev}; nothing is measured")
        return 0
    BUILD.mkdir(parents=True, exist_ok=True)
    confidence.LEAST = confidence.LEAST_QUOTED = 0.0  # what is left out of ledgers is judged here too
    rows = judged(dev, predict(dev))
    for name in (n for n in second.SETS if n not in second.UNREAD):
        other = BUILD / name
        if second.rebuild(name, other):
            rows += judged(other, second.predict(other, pipeline=None))
    names = feature_names(rows)
    held_out = cross_validate(rows, names)
    report(rows, held_out)
    if a.write:
        write(names, fit(matrix(rows, names), target(rows)))
        print(f"weights of {len(names)} features written to {WEIGHTS.relative_to(ROOT)}")
    return 0


def judged(gold: Path, predicted: Path) -> list[Row]:
    """Article, features and rightness of every statement found in the articles of a gold folder."""
    goldfile, score = tools()
    ledgers = {x.document.text: x for x in map(Ledger.model_validate_json, predicted.read_text("utf8").splitlines())}
    rows: list[Row] = []
    for path in sorted(gold.glob("*.yaml")):
        text, annotated = goldfile.load(path)
        ledger = ledgers.get(text)
        if ledger is None:
            continue
        entities = {e.id: e for e in ledger.entities}
        wanted = annotated.get("statements") or []
        spans = [[goldfile.span(text, c) for c in g["content"]] for g in wanted]
        cues = [goldfile.span(text, g["cue"]) if g.get("cue") else None for g in wanted]
        a = [score.chars(text, x) for x in spans]
        b = [score.chars(text, s.content) for s in ledger.statements]
        scored = [(len(x & y) / len(x | y), i, j) for i, x in enumerate(a) for j, y in enumerate(b) if x and y]
        scored = [t for t in scored if t[0] >= 0.5]
        for i, x in enumerate(a):
            for j, s in enumerate(ledger.statements):
                cue = cues[i]
                if not x and not b[j] and cue and s.cue and cue[0] < s.cue[1] and s.cue[0] < cue[1]:
                    scored.append((0.5, i, j))
        right = set()
        for _, i, j in score.pair(scored):
            entity = ledger.statements[j].source.entity
            if entity is None or score.same_name(wanted[i].get("who"), name(ledger, entity)):
                right.add(j)
        rows += [(path.stem, features(text, s, entities), j in right) for j, s in enumerate(ledger.statements)]
    return rows


def name(ledger: Ledger, entity: str | None) -> str | None:
    """The name of an entity of the ledger."""
    return next((e.name for e in ledger.entities if e.id == entity), None)


def feature_names(rows: list[Row]) -> list[str]:
    """The features that are frequent enough for a weight, sorted."""
    shown = [f for _, fs, _ in rows for f in fs]
    return sorted({f for f in shown if shown.count(f) >= RARE})


def matrix(rows: list[Row], names: list[str]) -> Array:
    """One row a statement: a constant 1, then which features it shows."""
    place = {f: i + 1 for i, f in enumerate(names)}
    x = np.zeros((len(rows), len(names) + 1))
    x[:, 0] = 1
    for i, (_, fs, _) in enumerate(rows):
        for f in fs:
            if f in place:
                x[i, place[f]] = 1
    return x


def target(rows: list[Row]) -> Array:
    """1 where a statement is right."""
    return np.array([float(right) for _, _, right in rows])


def fit(x: Array, y: Array) -> Array:
    """The weights of a ridge-penalised logistic regression by Newton's method; the constant is not penalised."""
    w = np.zeros(x.shape[1])
    penalty = np.full(x.shape[1], RIDGE)
    penalty[0] = 1e-6
    for _ in range(50):
        p = 1 / (1 + np.exp(-(x @ w)))
        gradient = x.T @ (y - p) - penalty * w
        hessian = (x.T * (p * (1 - p))) @ x + np.diag(penalty)
        step = np.linalg.solve(hessian, gradient)
        w += step
        if float(np.abs(step).max()) < 1e-8:
            break
    return w


def cross_validate(rows: list[Row], names: list[str]) -> Array:
    """The probability of every statement by weights fitted without its article."""
    x, y = matrix(rows, names), target(rows)
    articles = np.array([r[0] for r in rows])
    out = np.zeros(len(rows))
    for article in sorted(set(articles)):
        held = articles == article
        out[held] = 1 / (1 + np.exp(-(x[held] @ fit(x[~held], y[~held]))))
    return np.clip(out, LOWEST, HIGHEST)


def report(rows: list[Row], p: Array) -> None:
    """Prints the reliability curve, the Brier score against the base rate's, and what a threshold keeps."""
    y = target(rows)
    base = float(y.mean())
    print(
        f"{len(rows)} statements, {base:.3f} right; Brier {((p - y) ** 2).mean():.4f} (base rate {base * (1 - base):.4f})"
    )
    print("said        n   right")
    for low in np.arange(0, 1, 0.1):
        inside = (p >= low) & (p < low + 0.1)
        if inside.any():
            print(
                f"{low:.1f}-{low + 0.1:.1f} {int(inside.sum()):6}   {y[inside].mean():.3f}   mean said {p[inside].mean():.3f}"
            )
    error = sum(
        inside.mean() * abs(y[inside].mean() - p[inside].mean())
        for low in np.arange(0, 1, 0.1)
        if (inside := (p >= low) & (p < low + 0.1)).any()
    )
    print(f"expected calibration error {error:.4f}")
    for t in (0.5, 0.7, 0.8, 0.9):
        kept = p >= t
        if kept.any():
            print(f"--min-confidence {t}: keeps {kept.mean():.3f}, right {y[kept].mean():.3f}")


def write(names: list[str], w: Array) -> None:
    """The weights as the language's data file."""
    lines = ["# Fitted by `python -m evals.confidence --write`; do not edit.", f"base = {w[0]:.3f}", "", "[weight]"]
    lines += [f"{json.dumps(n, ensure_ascii=False)} = {v:.3f}" for n, v in zip(names, w[1:], strict=True)]
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf8")


if __name__ == "__main__":
    sys.exit(main())
