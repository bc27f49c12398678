"""`python -m evals.bench_facets`: how fast the statements of 100,000 are counted by facets and shown.

The ledger is that of `bench_store`, made of 10,000 articles. Each page is asked of the application, warm; it prints a table
and fails where a page takes longer than `MOST`.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from evals.bench_store import fill, real_texts, words_of
from selon.store import LedgerFile
from selon.store.facets import FacetCache

MOST = 300.0  # milliseconds that a page may take
UNBOUND = "sources by outlet"  # seventeen outlets that each quote all of the same people: ten thousand rows
ARTICLES = 10_000
RUNS = 7


def main(argv: list[str] | None = None) -> int:
    """Measures and prints; 1 where a page is too slow."""
    ap = argparse.ArgumentParser(prog="python -m evals.bench_facets", description=__doc__)
    ap.add_argument("--articles", type=int, default=ARTICLES)
    ap.add_argument("--keep", type=Path, help="keep the ledger here, and use it where it is there")
    a = ap.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        path = a.keep or Path(folder) / "facets.db"
        if not path.exists():
            fill(path, long_texts(), a.articles)
        return int(bench(path))


def long_texts() -> list[str]:
    """Texts of three real ones each, so that an article has a dozen statements."""
    texts, chance = real_texts(), random.Random(2)
    return ["\n".join(chance.sample(texts, 3)) for _ in texts]


def bench(path: Path) -> bool:
    """Asks for every page, prints the times; whether one was too slow."""
    from starlette.testclient import TestClient

    from selon.web import Settings, create_app

    with LedgerFile.open(path) as file:
        start = time.perf_counter()
        index = FacetCache(path).index(file.connection)
        seconds = time.perf_counter() - start
        articles = len(file.article_ids())
        print(
            f"{len(index):,} statements of {articles:,} articles, {len(index.speakers):,} speakers; read in {seconds:.2f} s\n"
        )
        asked = list(pages(file))
    client = TestClient(create_app(Settings(ledger=path)), base_url="http://127.0.0.1")
    slow = False
    print(f"{'':44} {'median':>9} {'slowest':>9}")
    for name, address in asked:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        times = []
        for _ in range(RUNS):
            start = time.perf_counter()
            client.get(address)
            times.append((time.perf_counter() - start) * 1000)
        median = statistics.median(times)
        bad = median > MOST and name != UNBOUND
        slow |= bad
        print(f"{name:44} {median:6.0f} ms {max(times):6.0f} ms{'  TOO SLOW' if bad else ''}")
    return slow


def pages(file: LedgerFile) -> Iterator[tuple[str, str]]:
    """The pages, by name."""
    common, rare = words_of(file)
    person = file.connection.execute("SELECT name FROM entity ORDER BY article_id DESC LIMIT 1").fetchone()[0]
    outlet = file.connection.execute("SELECT outlet FROM article WHERE outlet IS NOT NULL LIMIT 1").fetchone()[0]
    two = {"act": "say", "outlet": outlet}
    yield "statements: first page", "/statements"
    yield "statements: page 1,000", "/statements?page=1000"
    yield "statements: the oldest first", "/statements?sort=oldest"
    yield "statements: two facets", f"/statements?{urlencode(two)}"
    yield "statements: two facets and a common word", f"/statements?{urlencode(two | {'q': common[0]})}"
    yield "statements: a common word, by relevance", f"/statements?{urlencode({'q': common[0], 'sort': 'relevance'})}"
    yield "statements: a rare word", f"/statements?{urlencode({'q': rare})}"
    yield "statements: one month", "/statements?since=2023-03&until=2023-03"
    yield "statements: words of a name", f"/statements?{urlencode({'actor': person})}"
    yield "statements: counts as JSON", "/statements/facets.json"
    yield "sources", "/sources"
    yield "sources by outlet", "/sources?by_outlet=1"
    yield "timeline: first page", "/timeline"
    yield "timeline: one actor", f"/timeline?{urlencode({'actor': person})}"
    yield "timeline: one month", "/timeline?since=2023-03&until=2023-03"


if __name__ == "__main__":
    sys.exit(main())
