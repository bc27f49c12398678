"""`selon add`: nothing twice, nothing lost, no input stops the others, and a run that is killed can be finished."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from fake_extraction import fake
from sample_ledger import TEXT, sample
from selon.cli.intake import Counts, Outcome, Reading, WorkError, extract, take_in
from selon.reading.folders import Inputs
from selon.reading.items import Item, Trouble, read_item
from selon.store import LedgerFile

ROOT = Path(__file__).parents[2]
# What may differ between two runs over the same inputs: the clock.
CLOCKS = {"article": ("added_at",), "failure": ("at",)}


def write(folder: Path, n: int) -> Path:
    """A folder with so many articles, every seventh bad and every tenth the same as the first."""
    folder.mkdir(exist_ok=True)
    for i in range(n):
        text = TEXT if i % 10 == 0 else TEXT.replace("1 400", f"{i:05d}")
        (folder / f"{i:04d}.txt").write_text("BAD " + text if i % 7 == 3 else text, encoding="utf8")
    return folder


def dump(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of a file, without clocks."""
    with LedgerFile.open(path) as file:
        names = [
            r[0] for r in file.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        ]
        tables = {}
        for name in names:
            if name.startswith(("article_fts", "statement_fts", "sqlite_")):
                continue
            columns = [d[0] for d in file.connection.execute(f"SELECT * FROM {name} LIMIT 0").description]
            kept = ", ".join(c for c in columns if c not in CLOCKS.get(name, ()))
            tables[name] = sorted(map(tuple, file.connection.execute(f"SELECT {kept} FROM {name}")), key=repr)
        for name in ("article_fts", "statement_fts"):
            tables[name] = [
                tuple(r) for r in file.connection.execute(f"SELECT rowid FROM {name} ('rivets OR pont') ORDER BY rowid")
            ]
        return tables


def run(path: Path, *inputs: Path, jobs: int = 1, work: Callable[[Item], Outcome] = fake) -> Counts:
    with LedgerFile.open(path, create=True) as file:
        return take_in(file, Inputs(inputs), work, jobs=jobs)


def test_nothing_twice_and_bad_ones_are_noted(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", 30)
    counts = run(tmp_path / "l.db", folder)
    # Bad: 3, 10, 17, 24; the same as the first: 20.
    assert (counts.added, counts.known, len(counts.failed)) == (25, 1, 4)
    before = dump(tmp_path / "l.db")
    again = run(tmp_path / "l.db", folder)
    assert (again.added, again.known, len(again.failed)) == (0, 26, 4)
    assert dump(tmp_path / "l.db") == before
    (folder / "0003.txt").write_text(TEXT.replace("1 400", "99999"), encoding="utf8")
    counts = run(tmp_path / "l.db", folder)
    assert (counts.added, len(counts.failed)) == (1, 3)
    assert len(dump(tmp_path / "l.db")["failure"]) == 3


def test_several_processes_make_the_same_ledger(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", 40)
    run(tmp_path / "one.db", folder)
    run(tmp_path / "two.db", folder, jobs=2)
    assert dump(tmp_path / "one.db") == dump(tmp_path / "two.db")


def test_an_article_that_ends_its_process_stops_no_other(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", 12)
    (folder / "0005.txt").write_text("ENDS THE PROCESS", encoding="utf8")
    counts = run(tmp_path / "l.db", folder, jobs=2)
    assert counts.added + counts.known == 9
    assert [Path(n).name for n, _ in counts.failed] == ["0003.txt", "0005.txt", "0010.txt"]
    assert "ended the process" in counts.failed[1][1]


def test_processes_that_cannot_work_are_told(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(8):
        (folder / f"{n}.txt").write_text(f"{n} ENDS THE PROCESS", encoding="utf8")
    with pytest.raises(WorkError, match="--jobs 1"):
        run(tmp_path / "l.db", folder, jobs=2)


KILLED = """
import sys
from functools import partial
from pathlib import Path
sys.path.insert(0, {tests!r})
from fake_extraction import fake
from selon.cli.intake import take_in
from selon.reading.folders import Inputs
from selon.store import LedgerFile
if __name__ == "__main__":
    with LedgerFile.open(sys.argv[1], create=True) as file:
        take_in(file, Inputs([sys.argv[2]]), partial(fake, wait=0.004), jobs=int(sys.argv[3]))
"""


def test_killed_ten_times_and_finished_it_is_the_same_ledger(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", 150)
    run(tmp_path / "whole.db", folder)
    script = tmp_path / "killed.py"
    script.write_text(KILLED.format(tests=str(ROOT / "tests")), encoding="utf8")
    chance, killed, sizes = random.Random(7), 0, []
    while killed < 10:
        # A few of the runs with processes, whose parent alone is killed.
        jobs = 1 + (killed % 4 == 3)
        process = subprocess.Popen([sys.executable, script, tmp_path / "killed.db", folder, str(jobs)])
        until = held(tmp_path / "killed.db") + chance.randint(0, 14)
        while process.poll() is None and held(tmp_path / "killed.db") < until:
            time.sleep(chance.random() * 0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
        killed += 1
        sizes.append(held(tmp_path / "killed.db"))
    # They did stop in the middle, and each went on from the last.
    assert 0 < sizes[0] < 129
    assert sizes == sorted(sizes)
    assert len(set(sizes)) > 4
    run(tmp_path / "killed.db", folder)
    assert dump(tmp_path / "killed.db") == dump(tmp_path / "whole.db")
    with LedgerFile.open(tmp_path / "killed.db") as file:
        assert file.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert file.connection.execute("PRAGMA foreign_key_check").fetchall() == []


def held(path: Path) -> int:
    """The articles in a file that may not be there yet."""
    try:
        with LedgerFile.open(path) as file:
            return len(file.article_ids())
    except ValueError:
        return 0


def test_ledgers_of_selon_read_are_taken_as_they_are(tmp_path: Path) -> None:
    lines = tmp_path / "ledgers.jsonl"
    broken = json.loads(sample(TEXT.replace("Vaubrun", "Vaubrin")).model_dump_json())
    broken["statements"][0]["source"]["entity"] = "e99"
    lines.write_text(f"{sample().model_dump_json()}\n{json.dumps(broken)}\n", encoding="utf8")
    counts = run(tmp_path / "l.db", lines, work=partial(extract, Reading()))
    assert counts.added == 1
    assert "points at 'e99'" in counts.failed[0][1]
    with LedgerFile.open(tmp_path / "l.db") as file:
        assert file.ledger(1) == sample()


def test_progress_comes_after_every_item(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", 5)
    inputs, seen = Inputs([folder, tmp_path / "none"]), []
    with LedgerFile.open(tmp_path / "l.db", create=True) as file:
        take_in(file, inputs, fake, progress=lambda counts, position: seen.append((counts.done, position)))
    assert [n for n, _ in seen] == [1, 2, 3, 4, 5, 6]
    assert seen[-1][1] == inputs.total


def test_the_command(tmp_path: Path, selon: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selon.cli.intake.worker", lambda _: fake)
    monkeypatch.setattr("selon.cli.add.made_by", lambda _: "fake")
    folder = write(tmp_path / "in", 3)
    (folder / "picture.jpg").touch()
    out = selon("add", tmp_path / "l.db", folder)
    assert out.exit_code == 0
    assert "3 added, 0 there already, 0 failed" in out.stderr
    assert "left out, being of no format that selon reads: 1 .jpg" in out.stderr
    out = selon("add", tmp_path / "l.db", folder, tmp_path / "none.txt", "--jobs", "1")
    assert out.exit_code == 1
    assert "none.txt: there is no such file" in out.stderr
    assert "0 added, 3 there already, 1 failed" in out.stderr
    with LedgerFile.open(tmp_path / "l.db") as file:
        assert file.connection.execute("SELECT DISTINCT extracted_by FROM article").fetchone()[0] == "fake"


def test_a_ledger_that_cannot_be_written_is_told(
    tmp_path: Path, selon: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("selon.cli.intake.worker", lambda _: fake)
    monkeypatch.setattr("selon.cli.add.made_by", lambda _: "fake")
    monkeypatch.setattr("selon.store.ledgerfile.PATIENCE", 0.1)
    folder = write(tmp_path / "in", 2)
    with LedgerFile.open(tmp_path / "l.db", create=True) as other, other.writing():
        out = selon("add", tmp_path / "l.db", folder)
    assert out.exit_code == 2
    assert "cannot be written (database is locked)" in out.stderr
    assert selon("add", tmp_path / "l.db", folder).exit_code == 0


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--columns", "corps=x"], "FIELD=COLUMN"),
        (["--lang", "xx"], "no such language"),
        (["--date", "demain"], "no date"),
    ],
)
def test_usage_errors(tmp_path: Path, selon: Callable[..., Result], args: list[str], message: str) -> None:
    out = selon("add", tmp_path / "l.db", tmp_path, *args)
    assert out.exit_code == 2
    assert message in out.stderr


def test_a_ledger_that_is_none(tmp_path: Path, selon: Callable[..., Result]) -> None:
    (tmp_path / "l.db").write_text("x" * 2000, encoding="utf8")
    out = selon("add", tmp_path / "l.db", tmp_path)
    assert out.exit_code == 2
    assert "not an SQLite file" in out.stderr


def test_real_articles_beside_the_project_are_read_whole() -> None:
    folder = ROOT.parent / "shared" / "data" / "articles"
    if not folder.is_dir():
        pytest.skip("no ../shared/data/articles beside this clone")
    found = list(Inputs([folder]))
    assert not [t for t in found if isinstance(t, Trouble)]
    articles = [read_item(i) for i in found if isinstance(i, Item)]
    assert len(articles) == len(list(folder.iterdir()))
    assert all(a.title for a in articles if (a.name or "").endswith(".html"))
