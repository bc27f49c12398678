"""One SQLite file that holds the ledgers of many articles: opened, read, written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from selon.message import Message
from selon.model import Ledger
from selon.store import adding, records
from selon.store.filters import Filter
from selon.store.folding import fold, named
from selon.store.migrations import NO_LEDGER, LedgerFileError, latest, migrate, version
from selon.store.questions import (
    FoundFigure,
    FoundPosition,
    FoundProblem,
    QuotedSource,
    Speaker,
    find_figures,
    find_positions,
    find_problems,
    quoted_sources,
    who_said,
)
from selon.store.search import ArticleHit, StatementHit, search_articles, search_statements

PATIENCE = 30.0  # seconds that a writer waits for another


class LedgerFile:
    """A ledger of many articles. Use `LedgerFile.open`, best in a `with`.

    `connection` is the plain `sqlite3` connection, in autocommit mode with rows as `sqlite3.Row`, for whoever writes SQL;
    the SQL functions `fold(text)` and `named(name, folded_words)` are there.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.connection = connection

    @classmethod
    def open(cls, path: str | Path, *, create: bool = False, write: bool | None = None) -> Self:
        """The ledger at a path: to read, or with `create` or `write` to write.

        `create` makes the file where there is none; opening to write brings an older schema to the present one. Raises
        `LedgerFileError` where the file is missing, is no ledger, or is of a schema that cannot be used.
        """
        path = Path(path)
        if path.is_dir():
            raise LedgerFileError(Message("ledger_folder", "is a folder: name the file of the ledger"))
        if not create and not path.exists():
            raise LedgerFileError(Message("ledger_missing", "does not exist: `selon add` makes it"))
        writes = create if write is None else write or create
        connection = _connect(path, write=writes)
        try:
            if writes:
                migrate(connection)
                connection.execute("PRAGMA synchronous = NORMAL")
            elif (held := version(connection)) == 0:
                raise LedgerFileError(Message("ledger_empty", "is empty: it holds no ledger"))
            elif held < latest():
                raise LedgerFileError(
                    Message(
                        "ledger_older",
                        "was written by an older selon: add something to it, and it is brought up to date",
                    )
                )
            connection.execute("PRAGMA foreign_keys = ON")
        except BaseException:
            connection.close()
            raise
        return cls(path, connection)

    def close(self) -> None:
        """Closes the file."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, e: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is written, or nothing where an exception leaves the block."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield self.connection
            self.connection.execute("COMMIT")  # may fail too: the links between records are checked here
        except BaseException:
            if self.connection.in_transaction:  # SQLite itself ends it where the disk is full
                self.connection.execute("ROLLBACK")
            raise

    def add(self, ledger: Ledger, *, extracted_by: str | None = None) -> tuple[int, bool]:
        """Adds the ledger of an article, in a transaction of its own: the article's id, and whether it is new."""
        with self.writing() as connection:
            return adding.insert_ledger(connection, ledger, extracted_by=extracted_by)

    def article_ids(self) -> list[int]:
        """The ids of all articles, in the order in which they came."""
        return [r[0] for r in self.connection.execute("SELECT id FROM article ORDER BY id")]

    def ledger(self, article_id: int, *, rejected: bool = False) -> Ledger:
        """The ledger of an article as it stands, corrections applied; `KeyError` where there is none."""
        return records.load_ledger(self.connection, article_id, rejected=rejected)

    def extracted(self, article_id: int) -> Ledger:
        """The ledger of an article as the extraction made it; `KeyError` where there is none."""
        return records.load_extracted(self.connection, article_id)

    def search(self, words: str, *, where: Filter | None = None, limit: int = 20) -> list[ArticleHit]:
        """The articles that hold the words, the best first (see `selon.store.search.match` for what can be typed)."""
        return search_articles(self.connection, words, where=where, limit=limit)

    def statements(
        self, words: str | None = None, *, where: Filter | None = None, limit: int | None = None
    ) -> list[StatementHit]:
        """The statements whose content holds the words, the best first; without words all that pass, by day."""
        return search_statements(self.connection, words, where=where, limit=limit)

    def who(self, words: str, *, where: Filter | None = None, limit: int = 20) -> list[Speaker]:
        """Who spoke of these words, the earliest first."""
        return who_said(self.connection, words, where=where, limit=limit)

    def sources(
        self, *, where: Filter | None = None, by_outlet: bool = False, limit: int | None = None
    ) -> list[QuotedSource]:
        """Who is quoted, how often, directly or not."""
        return quoted_sources(self.connection, where=where, by_outlet=by_outlet, limit=limit)

    def figures(
        self, words: str | None = None, *, where: Filter | None = None, limit: int | None = None
    ) -> list[FoundFigure]:
        """The figures that pass, by day."""
        return find_figures(self.connection, words, where=where, limit=limit)

    def positions(
        self, topic: str | None = None, *, where: Filter | None = None, limit: int | None = None
    ) -> list[FoundPosition]:
        """Who stands where, by day."""
        return find_positions(self.connection, topic, where=where, limit=limit)

    def problems(self, *, kind: str | None = None, limit: int | None = None) -> list[FoundProblem]:
        """The inputs that could not be read, then what is wrong with articles."""
        return find_problems(self.connection, kind=kind, limit=limit)


def _connect(path: Path, *, write: bool) -> sqlite3.Connection:
    """A connection in autocommit mode; to read, one that cannot write, also where the folder cannot be written."""
    where = f"file:{quote(str(path.absolute()))}"
    if write:
        connection = _try(f"{where}?mode=rwc")
    else:
        try:
            connection = _try(f"{where}?mode=ro")
        except LedgerFileError as e:
            if "unable to open" not in str(e):
                raise
            connection = _try(f"{where}?mode=ro&immutable=1")  # nothing can be made beside it, so nobody writes
    connection.row_factory = sqlite3.Row
    connection.create_function("fold", 1, lambda text: None if text is None else fold(text), deterministic=True)
    connection.create_function("named", 2, named, deterministic=True)
    return connection


def _try(uri: str) -> sqlite3.Connection:
    """A connection that has read something, or `LedgerFileError`."""
    connection = None
    try:
        connection = sqlite3.connect(uri, uri=True, timeout=PATIENCE, isolation_level=None)
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1")
    except sqlite3.DatabaseError as e:
        if connection is not None:
            connection.close()
        if isinstance(e, sqlite3.OperationalError):
            raise LedgerFileError(Message("ledger_closed", "cannot be opened: {why}", why=e)) from None
        raise LedgerFileError(NO_LEDGER) from None
    return connection
