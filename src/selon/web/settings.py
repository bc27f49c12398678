"""What a server is told when it is started."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from selon.model import Ledger

# Names under which a browser on this machine may ask; any other is a page elsewhere that points its name at this machine.
LOCAL = frozenset(("localhost", "127.0.0.1", "::1"))


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of one article of a pasted text or dropped file: its ledger, or the message why there is none.

    `by` are the versions that read it, as the ledger notes them.
    """

    name: str
    ledger: Ledger | None = None
    message: str | None = None
    by: str | None = None


class Read(Protocol):
    """From the name and bytes of a file to what came of each article in it; `date` is the year, month or day of publication
    where a person knows it. The command line passes it in: nothing in `web` knows a language."""

    def __call__(self, name: str, data: bytes, *, date: str | None = None) -> list[Reading]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`ledger` is the file that is served, read-only unless `edit`; corrections are signed with `who`.

    Whoever asks under another name than `hosts` is refused, and, where there is a `token`, whoever does not bring it. `read`
    makes ledgers of what people paste or drop; without it the page offers neither. `csrf` is what a form of this server
    carries and a form of another site cannot know.
    """

    ledger: Path
    edit: bool = False
    who: str = ""
    hosts: frozenset[str] = LOCAL
    token: str | None = None
    read: Read | None = None
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(24))
