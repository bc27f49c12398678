"""The ledger of many articles: one SQLite file, its records as rows, and what can be asked of it."""

from selon.store.filters import Filter
from selon.store.ledgerfile import LedgerFile
from selon.store.migrations import LedgerFileError

__all__ = ["Filter", "LedgerFile", "LedgerFileError"]
