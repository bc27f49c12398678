"""selon reads news articles and keeps a ledger of who said what, to whom, when, and according to whom."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selon.model import Ledger
    from selon.store import LedgerFile

__version__ = "0.1.0"
__all__ = ["__version__", "open", "read"]


def read(
    source: str | Path,
    *,
    date: str | None = None,
    lang: str = "fr",
    pipeline: str | None = None,
    genre: str | None = None,
) -> Ledger:
    """The ledger of one article.

    `source` is a path, or the text itself (any string that is not an existing file). `date` is what is known of the
    day of publication (ISO year, month or day); `genre` is "wire" or "daily". Raises `ReadingError` for an input that
    cannot be read or is in another language, and `PipelineError` for a pipeline that lacks something.
    """
    from selon.extract.ledger import read_article
    from selon.reading import check_language, read_file, read_text

    if isinstance(source, Path) or is_file(source):
        article = read_file(source, date=date, genre=genre)
    else:
        article = read_text(source, date=date, genre=genre)
    return read_article(check_language(article, lang), lang=lang, pipeline=pipeline)


def open(path: str | Path, *, create: bool = False, write: bool | None = None) -> LedgerFile:
    """The ledger of many articles in a file: to read, or with `create` or `write` to write (see `selon.store.LedgerFile`)."""
    from selon.store import LedgerFile

    return LedgerFile.open(path, create=create, write=write)


def is_file(name: str) -> bool:
    """Whether a string names an existing file (and is no article text)."""
    if len(name) > 4096 or "\n" in name or "\0" in name:
        return False
    try:
        return Path(name).is_file()
    except OSError:
        return False
