"""The versions of the schema: a new file gets all of them in order, an older one those that it lacks."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from importlib import resources

from selon.message import Message

APPLICATION = 0x53656C6E  # 'Seln': tells a ledger from any other SQLite file (PRAGMA application_id)
SCRIPTS = ("schema.sql",)  # version 1, 2, …


NO_LEDGER = Message("no_ledger", "is no ledger: it is not an SQLite file, or it is damaged")


class LedgerFileError(ValueError):
    """A file that is no ledger, or that this version of selon cannot use; the message says what to do."""


def latest() -> int:
    """The version of the schema that this selon writes."""
    return len(SCRIPTS)


def script(n: int) -> str:
    """The SQL that brings a file of version n - 1 to version n."""
    return resources.files("selon.store").joinpath(SCRIPTS[n - 1]).read_text("utf8")


def version(connection: sqlite3.Connection) -> int:
    """The version of the schema in a file; 0 for an empty one. `LedgerFileError` where it is not selon's or too new."""
    try:
        held: int = connection.execute("PRAGMA user_version").fetchone()[0]
        owner: int = connection.execute("PRAGMA application_id").fetchone()[0]
        empty = connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is None
    except sqlite3.DatabaseError as e:
        if "locked" in str(e):
            raise
        raise LedgerFileError(NO_LEDGER) from None
    if empty:
        return 0
    if owner != APPLICATION:
        raise LedgerFileError(
            Message("ledger_other", "is an SQLite file of another program, not a ledger; name a new file")
        )
    if held > latest():
        raise LedgerFileError(
            Message(
                "ledger_newer", "was written by a newer selon (schema {held}; this one knows {known}): update selon to open it",
                held=held, known=latest(),
            )
        )  # fmt: skip
    return held


def migrate(connection: sqlite3.Connection) -> None:
    """Brings a file to the latest schema, all or nothing; `connection` must be in autocommit mode."""
    if version(connection) == latest():
        return
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have done it while this one waited for the lock.
        for n in range(version(connection) + 1, latest() + 1):
            for statement in _statements(script(n)):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {n}")
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _statements(text: str) -> Iterator[str]:
    """The statements of a script one by one, since `executescript` would end the transaction."""
    held = ""
    for piece in re.split("(?<=;)", text):  # a semicolon may stand in a string, a comment or a trigger
        held += piece
        if sqlite3.complete_statement(held):
            yield held
            held = ""
    if any(line.strip() and not line.lstrip().startswith("--") for line in held.splitlines()):
        raise ValueError(f"the script ends inside a statement: {held.strip()[:60]!r}")
