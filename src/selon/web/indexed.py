"""The index of the ledger's statements, kept between requests for as long as nobody writes to the file."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from starlette.requests import Request

from selon.store import LedgerFile
from selon.store.facets import FacetCache, StatementIndex
from selon.web.pages import settings_of


@lru_cache(maxsize=4)
def _kept(path: Path) -> FacetCache:
    return FacetCache(path)


def index_of(request: Request, file: LedgerFile) -> StatementIndex:
    """The index of the ledger that is served, as it is now; `file` reads it where it has changed."""
    return _kept(settings_of(request).ledger).index(file.connection)
