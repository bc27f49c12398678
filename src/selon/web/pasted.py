"""What people pasted or dropped, kept in memory for a while under keys that nobody can guess; nothing reaches the disk."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

from selon.model import Ledger
from selon.store.records import PARTS
from selon.web.settings import Reading

MOST = 20  # drops that are kept
MOST_BYTES = 64 * 2**20  # of all of them, as estimated
RECORD = 1500  # bytes of a record, about


@dataclass(slots=True)
class Pasted:
    """The latest drops, the oldest given up first."""

    most: int = MOST
    most_bytes: int = MOST_BYTES
    held: OrderedDict[str, tuple[list[Reading], int]] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)
    reading: Lock = field(default_factory=Lock)  # extraction takes a whole core: one at a time

    def keep(self, readings: Sequence[Reading]) -> str:
        """The key under which they can be had again."""
        key = secrets.token_urlsafe(16)
        size = sum(_size(r.ledger) for r in readings if r.ledger)
        with self.lock:
            self.held[key] = list(readings), size
            while len(self.held) > 1 and (
                len(self.held) > self.most or sum(s for _, s in self.held.values()) > self.most_bytes
            ):
                self.held.popitem(last=False)
        return key

    def get(self, key: str) -> list[Reading] | None:
        """What was kept under a key, if it still is."""
        with self.lock:
            found = self.held.get(key)
            if found:
                self.held.move_to_end(key)
        return found[0] if found else None


def _size(ledger: Ledger) -> int:
    return 4 * len(ledger.document.text) + RECORD * sum(len(getattr(ledger, plural)) for plural in PARTS.values())
