"""`python -m evals.bench`: how fast selon reads. It prints a table and asserts nothing.

Words a second of the whole reading and of each stage, over the articles of the project (or those beside it, where they
are there), and the time that the commands take from a cold start.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BESIDE = ROOT.parent / "shared" / "gold" / "dev"
EXAMPLES = ROOT / "examples"
RUN = [sys.executable, "-c", "from selon.cli import main; main()"]
STAGES = ("pair_marks", "read_times", "find_statements", "read_entities", "settle_statements", "read_figures")


def main(argv: list[str] | None = None) -> int:
    """Measures and prints; always 0."""
    ap = argparse.ArgumentParser(prog="python -m evals.bench", description=__doc__)
    ap.add_argument("--pipeline", help="another spaCy pipeline than the one shipped")
    ap.add_argument("--runs", type=int, default=5, help="cold starts of each command")
    a = ap.parse_args(argv)
    named = ["--pipeline", a.pipeline] if a.pipeline else []
    example = str(sorted(EXAMPLES.glob("*.txt"))[0])
    rows = [
        ("selon --help, cold", "s", *cold(["--help"], a.runs)),
        ("selon read, one short article, cold", "s", *cold(["read", example, *named], a.runs)),
        *reading(a.pipeline),
    ]
    print(f"{'':42} {'median':>9} {'best':>9}")
    for what, unit, median, best in rows:
        print(
            f"{what:42} {median:9,.2f} {best:9,.2f} {unit}"
            if unit == "s"
            else f"{what:42} {median:9,.0f} {best:9,.0f} {unit}"
        )
    return 0


def cold(args: list[str], runs: int) -> tuple[float, float]:
    """Median and shortest time of a command as a process of its own, in seconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run([*RUN, *args], stdout=subprocess.DEVNULL, check=True)
        times.append(time.perf_counter() - start)
    return statistics.median(times), min(times)


def reading(pipeline: str | None) -> Iterator[tuple[str, str, float, float]]:
    """Words a second of the whole way and of its stages, warm, in one process."""
    from selon.extract import ledger
    from selon.language.normal import parse
    from selon.language.pipeline import load_pipeline
    from selon.reading import read_file

    articles = [read_file(p) for p in sorted((BESIDE if BESIDE.is_dir() else EXAMPLES).glob("*.txt"))]
    words = sum(len(a.text.split()) for a in articles)
    nlp = load_pipeline("fr", pipeline)
    ledger.read_article(articles[0], pipeline=pipeline)  # loads the lexicon and all tables
    whole: list[float] = []
    parts: dict[str, list[float]] = defaultdict(list)
    for _ in range(3):
        spent: dict[str, float] = defaultdict(float)
        with timed(ledger, spent):
            start = time.perf_counter()
            for article in articles:
                ledger.read_article(article, pipeline=pipeline)
            whole.append(time.perf_counter() - start)
        start = time.perf_counter()
        for article in articles:
            next(parse(nlp, [article.text], lang="fr"))
        spent["pipeline"] = time.perf_counter() - start
        for name, seconds in spent.items():
            parts[name].append(seconds)
    yield f"whole reading ({len(articles)} articles, {words} words)", "words/s", *rates(words, whole)
    for name in ("pipeline", *STAGES):
        if parts[name]:
            yield f"  {name}", "words/s", *rates(words, parts[name])


def rates(words: int, seconds: list[float]) -> tuple[float, float]:
    """Median and best words a second."""
    return words / statistics.median(seconds), words / min(seconds)


@contextmanager
def timed(module: Any, spent: dict[str, float]) -> Iterator[None]:
    """While it lasts, the stages that a module calls add their seconds to `spent`."""
    kept = {name: getattr(module, name) for name in STAGES if hasattr(module, name)}

    def clock(name: str, stage: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **kwargs: Any) -> Any:
            start = time.perf_counter()
            try:
                return stage(*args, **kwargs)
            finally:
                spent[name] += time.perf_counter() - start

        return run

    for name, stage in kept.items():
        setattr(module, name, clock(name, stage))
    try:
        yield
    finally:
        for name, stage in kept.items():
            setattr(module, name, stage)


if __name__ == "__main__":
    sys.exit(main())
