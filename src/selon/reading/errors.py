"""What can be wrong with an input; the message says where and what to do, and never holds the name of the file."""

from __future__ import annotations


class ReadingError(ValueError):
    """An input that cannot be read as an article."""


class LanguageError(ReadingError):
    """A text in another language than the one it was to be read in; `code` is the ISO 639-1 code where it has a name."""

    def __init__(self, message: str, code: str | None = None) -> None:
        super().__init__(message)
        self.code = code
