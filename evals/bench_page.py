"""`python -m evals.bench_page LEDGER.db`: how long the first view of an article and the queues take on a warm server.

A real server in this process is asked over HTTP for a hundred articles of the ledger, each once and for the first time,
after it has answered one other, then for the queue of each part: once while it is put in order, then again. It prints the
least, the median and the most, in milliseconds.
"""

from __future__ import annotations

import argparse
import http.client
import socket
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from selon.store import LedgerFile
from selon.web import Settings, create_app

ARTICLES = 100
MOST = 300.0  # milliseconds that are promised
QUEUES = ("/review", *(f"/review?part={part}" for part in ("figure", "position", "event")), "/review/bulk")
AGAIN = 5


def main(argv: list[str] | None = None) -> int:
    """Measures and prints; 1 where a view took longer than `MOST`. The order of a queue is not bounded: it is made once."""
    ap = argparse.ArgumentParser(prog="python -m evals.bench_page", description=__doc__)
    ap.add_argument("ledger", type=Path)
    ap.add_argument("--articles", type=int, default=ARTICLES)
    a = ap.parse_args(argv)
    with LedgerFile.open(a.ledger) as file:
        ids = file.article_ids()
    warm, *wanted = ids[-1:] + ids[:-1][: a.articles]
    with served(a.ledger) as port:
        view(port, f"/articles/{warm}")
        times = sorted(view(port, f"/articles/{id_}") for id_ in wanted)
        queues = {path: [view(port, path) for _ in range(1 + AGAIN)] for path in QUEUES}
    print(f"first view of {len(times)} articles, server warm, in ms")
    print(
        f"  least {times[0]:.0f}   median {statistics.median(times):.0f}   most {times[-1]:.0f}   (promised: {MOST:.0f})"
    )
    print("the queues: first, and the median of the next ones")
    for path, (first, *next_) in queues.items():
        print(f"  {path:24} {first:6.0f} {statistics.median(next_):6.0f}")
    return int(max(times[-1], *(statistics.median(next_) for _, *next_ in queues.values())) > MOST)


def view(port: int, path: str) -> float:
    """Milliseconds from the request to the last byte of a page."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    begun = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    taken = (time.perf_counter() - begun) * 1000
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    return taken


@contextmanager
def served(ledger: Path) -> Iterator[int]:
    """The port of a server that runs until the block is left."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(Settings(ledger=ledger)), log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        listening.close()


if __name__ == "__main__":
    raise SystemExit(main())
