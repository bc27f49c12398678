"""A record as it stands today, and a mark by which it is known whether it has been changed since."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass

from selon.model import Ledger
from selon.store.anchoring import PLURALS, Kept
from selon.store.records import load_ledger


@dataclass(frozen=True, slots=True)
class StandingRecord:
    """A record of an article (rejected ones too), its standing, and the ledger that it stands in.

    `mark` differs as soon as a field or the standing does: who decides on a record hands back the mark of what was shown.
    """

    ledger: Ledger
    article_id: int
    part: str
    record: Kept
    standing: str

    @property
    def mark(self) -> str:
        """Twelve digits, the same for the same record."""
        said = f"{self.standing}\n{self.record.model_dump_json()}"
        return hashlib.sha256(said.encode("utf8", "replace")).hexdigest()[:12]


def standing_record(
    connection: sqlite3.Connection, article_id: int, part: str, record_id: str, ledger: Ledger | None = None
) -> StandingRecord | None:
    """The record of an article, `None` where it is not there; `ledger` (with rejected records) saves reading it again.

    Raises `KeyError` for an article that is not there, and for a part that a ledger has not.
    """
    held = ledger or load_ledger(connection, article_id, rejected=True)
    record = next((r for r in getattr(held, PLURALS[part]) if r.id == record_id), None)
    if record is None:
        return None
    (standing,) = connection.execute(
        f"SELECT standing FROM {part} WHERE article_id = ? AND id = ?", (article_id, record_id)
    ).fetchone()
    return StandingRecord(held, article_id, part, record, standing)
