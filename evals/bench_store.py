"""`python -m evals.bench_store`: how fast a ledger of 20,000 articles is searched, and whether a killed run ends alike.

The articles are made from real ones (those beside the project, or its examples) with words, names and numbers varied; no
extraction runs. It prints a table and fails where a search takes longer than `MOST`. `--kill 50` also kills a run of
`take_in` at random points so many times and compares the finished ledger with one that was never stopped.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from selon.model import Document, Entity, Figure, Ledger, Published, Source, Statement
from selon.reading.folders import Inputs
from selon.reading.items import Item, read_item
from selon.store import Filter, LedgerFile
from selon.store.adding import insert_ledger

ROOT = Path(__file__).resolve().parent.parent
REAL = ROOT.parent / "shared" / "data" / "articles"
EXAMPLES = ROOT / "examples"
MOST = 50.0  # milliseconds that a search may take
ARTICLES = 20_000
BATCH = 500
SENTENCE = re.compile(r"[^\s.!?][^.!?\n]{30,300}[.!?]")
NAME = re.compile(r"\b[A-Z][\w-]+ [A-Z][\w-]+\b")
NUMBER = re.compile(r"\b\d{2,6}\b")
RUNS = 15


def main(argv: list[str] | None = None) -> int:
    """Measures and prints; 1 where a search is too slow or a killed run ended otherwise."""
    ap = argparse.ArgumentParser(prog="python -m evals.bench_store", description=__doc__)
    ap.add_argument("--articles", type=int, default=ARTICLES)
    ap.add_argument("--kill", type=int, default=0, help="kill a run so many times")
    ap.add_argument("--keep", type=Path, help="keep the ledger here, and use it where it is there")
    a = ap.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        failed = bench(a.keep or Path(folder) / "bench.db", a.articles)
        if a.kill:
            failed |= not survives(Path(folder), a.kill)
    return int(failed)


def bench(path: Path, articles: int) -> bool:
    """Makes the ledger, asks it, prints the times; whether a search was too slow."""
    texts = real_texts()
    if not path.exists():
        start = time.perf_counter()
        fill(path, texts, articles)
        seconds = time.perf_counter() - start
        print(f"{articles:,} articles written in {seconds:.0f} s, {articles / seconds:,.0f} a second")
    print(f"{path.stat().st_size / 1e6:,.0f} MB from {len(texts)} articles\n")
    slow = False
    with LedgerFile.open(path) as file:
        print(f"{'':58} {'rows':>6} {'median':>9} {'slowest':>9}")
        for name, question, bound in questions(file):
            times = []
            for _ in range(RUNS):
                start = time.perf_counter()
                rows = question()
                times.append((time.perf_counter() - start) * 1000)
            median = statistics.median(times)
            bad = bound and median > MOST
            slow |= bad
            print(f"{name:58} {rows:6,} {median:6.1f} ms {max(times):6.1f} ms{'  TOO SLOW' if bad else ''}")
    return slow


def questions(file: LedgerFile) -> Iterator[tuple[str, Callable[[], int], bool]]:
    """What is asked, by name; whether the bound of a search holds for it."""
    common, rare = words_of(file)
    for name, words in (
        ("a word that half of the articles hold", common[0]),
        ("two common words", f"{common[1]} {common[2]}"),
        ("a rare word", rare),
        ("a phrase", f'"{common[3]} {common[1]}"'),
        ("a beginning", f"{rare[:4]}*"),
        ("either of two", f"{common[0]} OR {rare}"),
        ("a word that no article holds", "zzyzx"),
    ):
        yield f"search articles: {name} ({words})", lambda w=words: len(file.search(w)), True  # type: ignore[misc]
        yield f"search statements: {name}", lambda w=words: len(file.statements(w, limit=20)), True  # type: ignore[misc]
    month = Filter(since="2023-03", until="2023-03")
    yield "search articles of one month", lambda: len(file.search(common[0], where=month)), True
    person = file.connection.execute("SELECT name FROM entity ORDER BY article_id DESC LIMIT 1").fetchone()[0]
    yield (
        "search statements of one person",
        lambda: len(file.statements(common[0], where=Filter(actor=person), limit=20)),
        True,
    )
    yield "who said a rare word", lambda: len(file.who(rare)), False
    yield "who said a common word", lambda: len(file.who(common[0])), False
    yield "sources of all articles", lambda: len(file.sources(limit=50)), False
    yield "quotes of one person", lambda: len(file.statements(where=Filter(actor=person), limit=50)), False
    yield "figures of one measure", lambda: len(file.figures(where=Filter(measure="killed"), limit=50)), False


def words_of(file: LedgerFile) -> tuple[list[str], str]:
    """Common words of the ledger, the one in about half of the articles first, and a rare one, by the full-text index."""
    file.connection.execute("CREATE VIRTUAL TABLE temp.v USING fts5vocab('main', 'article_fts', 'row')")
    total = len(file.article_ids())
    rows = file.connection.execute(
        "SELECT term, doc FROM v WHERE length(term) > 3 ORDER BY doc DESC LIMIT 4000"
    ).fetchall()
    rows.sort(key=lambda r: abs(r[1] - total / 2))
    rare = file.connection.execute(
        "SELECT term FROM v WHERE length(term) > 6 AND doc BETWEEN 2 AND 40 LIMIT 1"
    ).fetchone()
    return [r[0] for r in rows[:4]], rare[0] if rare else rows[-1][0]


def real_texts() -> list[str]:
    """The texts that the articles are made from."""
    items = Inputs([REAL if REAL.is_dir() else EXAMPLES])
    return [read_item(i).text for i in items if isinstance(i, Item)]


def fill(path: Path, texts: list[str], articles: int) -> None:
    """Writes so many made articles."""
    chance = random.Random(1)
    sentences = [s for t in texts for s in SENTENCE.findall(t)]
    names = sorted({n for t in texts for n in NAME.findall(t)})
    with LedgerFile.open(path, create=True) as file:
        for first in range(0, articles, BATCH):
            with file.writing() as connection:
                for n in range(first, min(first + BATCH, articles)):
                    insert_ledger(connection, made(n, chance, texts, sentences, names), extracted_by="bench")


def made(n: int, chance: random.Random, texts: list[str], sentences: list[str], names: list[str]) -> Ledger:
    """An article with a third of its sentences from others, its names and numbers changed, and a ledger with true spans."""
    base = SENTENCE.findall(chance.choice(texts)) or sentences[:5]
    lines = [chance.choice(sentences) if chance.random() < 0.33 else line for line in base]
    others = chance.sample(names, min(12, len(names)))
    lines = [
        NAME.sub(lambda _: chance.choice(others), NUMBER.sub(lambda _: str(chance.randint(10, 99_999)), x))
        for x in lines
    ]
    text = f"{n}\n" + "\n".join(lines)
    entities: list[Entity] = []
    statements: list[Statement] = []
    figures: list[Figure] = []
    ids: dict[str, str] = {}
    at = len(str(n)) + 1
    for k, line in enumerate(lines):
        found = NAME.search(line)
        if found:
            id_ = ids.setdefault(found[0], f"e{len(ids) + 1}")
            span = (at + found.start(), at + found.end())
            known = next((e for e in entities if e.id == id_), None)
            if known:
                known.mentions.append(span)
            else:
                entities.append(Entity(id=id_, kind="person", name=found[0], mentions=[span]))
            statements.append(
                Statement(
                    id=f"s{len(statements) + 1}",
                    kind=chance.choice(["direct", "indirect", "mixed"]),
                    act=chance.choice(["say", "claim", "deny", "promise"]),
                    source=Source(span=span, entity=id_),
                    content=[(at, at + len(line))],
                    confidence=round(chance.uniform(0.3, 1), 2),
                )
            )
        number = NUMBER.search(line)
        if number and k % 2:
            value = float(number[0])
            figures.append(
                Figure(
                    id=f"f{len(figures) + 1}",
                    span=(at + number.start(), at + number.end()),
                    low=value,
                    high=value,
                    comparator="=",
                    unit="person",
                    measure=chance.choice(["killed", "wounded", None]),
                    statement=statements[-1].id if statements and found else None,
                )
            )
        at += len(line) + 1
    day = (date(2023, 1, 1) + timedelta(days=n % 365)).isoformat()
    document = Document(
        id=hashlib.sha256(text.encode()).hexdigest(), text=text, lang="fr", title=lines[0][:80],
        url=f"https://bench.example/{n}", outlet=f"Outlet {n % 17}", published=Published(given=day, value=day),
    )  # fmt: skip
    return Ledger(document=document, entities=entities, statements=statements, figures=figures)


KILLED = """
import sys
from functools import partial
sys.path.insert(0, sys.argv[4])
from fake_extraction import fake
from selon.cli.intake import take_in
from selon.reading.folders import Inputs
from selon.store import LedgerFile
if __name__ == "__main__":
    with LedgerFile.open(sys.argv[1], create=True) as file:
        take_in(file, Inputs([sys.argv[2]]), partial(fake, wait=0.003), jobs=int(sys.argv[3]))
"""


def survives(folder: Path, kills: int) -> bool:
    """Whether a run that is killed at random points ends with the same ledger as one that is not."""
    tests = ROOT / "tests"
    sys.path.insert(0, str(tests))
    text: str = importlib.import_module("sample_ledger").TEXT

    inputs = folder / "in"
    inputs.mkdir()
    wanted = kills * 12
    for n in range(wanted):
        (inputs / f"{n:05d}.txt").write_text(text.replace("1 400", f"{n % (wanted - 9):05d}"), encoding="utf8")
    script = folder / "killed.py"
    script.write_text(KILLED, encoding="utf8")

    def start(path: Path, jobs: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, script, path, inputs, str(jobs), tests])

    if start(folder / "whole.db", 1).wait():
        return False
    chance, sizes = random.Random(3), []
    for n in range(kills):
        process = start(folder / "killed.db", 1 + (n % 4 == 3))
        until = held(folder / "killed.db") + chance.randint(0, 18)
        while process.poll() is None and held(folder / "killed.db") < until:
            time.sleep(chance.random() * 0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
        sizes.append(held(folder / "killed.db"))
    if start(folder / "killed.db", 1).wait():
        return False
    same = rows(folder / "whole.db") == rows(folder / "killed.db")
    print(f"\nkilled {kills} times, at {sizes[0]} to {sizes[-1]} of {held(folder / 'whole.db')} articles: "
          f"{'the same ledger' if same else 'ANOTHER LEDGER'}")  # fmt: skip
    return same


def held(path: Path) -> int:
    """The articles in a file that may not be there yet."""
    try:
        with LedgerFile.open(path) as file:
            return len(file.article_ids())
    except ValueError:
        return 0


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of a ledger but for clocks."""
    with LedgerFile.open(path) as file:
        tables = [r[0] for r in file.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%fts%' AND name NOT LIKE 'sqlite%'")]  # fmt: skip
        return {
            t: sorted((tuple(v for c, v in zip(r.keys(), r, strict=True) if c not in ("added_at", "at"))
                       for r in file.connection.execute(f"SELECT * FROM {t}")), key=repr)
            for t in tables
        }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
