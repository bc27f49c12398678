"""Sources counted from the index are those that the database counts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from selon.store import Filter, LedgerFile
from selon.store.facets import StatementIndex
from selon.store.folding import fold
from selon.store.questions import QuotedSource
from selon.store.search import passing_statements
from selon.store.sources import SourceCounts, count_kinds


def comparable(rows: list[QuotedSource]) -> list[tuple[object, ...]]:
    """All but which of the spellings of one folded name is shown."""
    return sorted(
        
            (r.outlet or "", fold(r.source or ""), r.kind or "", r.actor_id or 0, r.statements, r.direct, r.indirect, r.acts,
             r.articles, round(r.share, 9), r.first or "", r.last or "")
            for r in rows
        
    )  # fmt: skip


@pytest.mark.parametrize("by_outlet", [False, True])
@pytest.mark.parametrize(
    "where",
    [
        Filter(), Filter(outlet="echo"), Filter(since="2024-02", min_confidence=0.7), Filter(actor="castel"),
        Filter(kind="direct", act="say"), Filter(actor="nobody"),
    ],
)  # fmt: skip
def test_sources_are_those_that_the_database_counts(
    press: Path, tmp_path: Path, where: Filter, by_outlet: bool
) -> None:
    with LedgerFile.open(shutil.copy(press, tmp_path / "press.db"), write=True) as file:
        file.connection.execute("UPDATE article SET published = NULL, published_given = NULL WHERE id = 7")
        file.connection.execute("UPDATE statement SET standing = 'rejected' WHERE pk % 50 = 0")
        index = StatementIndex(file.connection)
        pks = index.select(among=[passing_statements(file.connection, where)]).pks
        assert comparable(SourceCounts(index, pks, by_outlet=by_outlet).rows()) == comparable(
            file.sources(where=where, by_outlet=by_outlet)
        )
        kinds: dict[str, dict[str, int]] = {}
        for r in file.sources(where=where, by_outlet=True):
            held = kinds.setdefault(r.outlet or "none", {})
            held[r.kind or "open"] = held.get(r.kind or "open", 0) + r.statements
        assert count_kinds(index, pks) == kinds
        if where == Filter():
            rows = SourceCounts(index, pks, by_outlet=by_outlet).rows()
            assert [r.statements for r in rows] == sorted((r.statements for r in rows), reverse=True)
