"""docs/ledger.md says what is there: its SQL runs, and it names every table, view and command."""

from __future__ import annotations

import re
from pathlib import Path

from sample_ledger import sample
from selon.store import LedgerFile

DOCS = (Path(__file__).parents[2] / "docs" / "ledger.md").read_text(encoding="utf8")
ASKING = ("add", "search", "who", "quotes", "sources", "figures", "positions", "problems")


def test_the_sql_runs_and_finds_something(tmp_path: Path) -> None:
    blocks = re.findall(r"```sql\n(.*?)```", DOCS, re.DOTALL)
    queries = [q for b in blocks for q in re.sub(r"--.*", "", b).split(";") if q.strip()]
    assert len(queries) > 3
    with LedgerFile.open(tmp_path / "l.db", create=True) as file:
        file.add(sample())
        for query in queries:
            rows = file.connection.execute(query.replace("killed", "missing").replace("etat", "dangereux")).fetchall()
            assert rows, query


def test_every_table_view_and_command_is_named(tmp_path: Path) -> None:
    with LedgerFile.open(tmp_path / "l.db", create=True) as file:
        names = [
            r[0]
            for r in file.connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
            if not re.search(r"_fts_|^sqlite_", r[0])
        ]
    assert [n for n in names if f"{n}" not in DOCS] == []
    assert [c for c in ASKING if f"selon {c} " not in DOCS] == []


def test_datasette_can_read_the_file(tmp_path: Path) -> None:
    """Datasette shows whatever SQLite opens without extensions of its own: no function of selon may stand in the schema."""
    import sqlite3

    with LedgerFile.open(tmp_path / "l.db", create=True) as file:
        file.add(sample())
    plain = sqlite3.connect(tmp_path / "l.db")
    for (view,) in plain.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
        assert plain.execute(f"SELECT * FROM {view}").fetchall(), view
    plain.close()
