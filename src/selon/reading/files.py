"""Plain text as an article: from a file, from standard input or from a string."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

from selon.language.analysis import Article
from selon.message import Message
from selon.reading.encoding import Problem, decode
from selon.reading.errors import ReadingError
from selon.reading.headers import date_given, headline

LONGEST = 1_000_000  # characters: what a spaCy parser takes at once
GENRES = ("wire", "daily")


def read_file(path: str | Path, *, date: str | None = None, genre: str | None = None) -> Article:
    """The article in a plain-text file, its text exactly as decoded: no line end, space or mark is touched.

    `date` (ISO year, month or day) is what is known of the day of publication and wins over what the file says; `genre`
    is "wire", "daily" or None. Raises `ReadingError` for a file that is missing, unreadable, empty or no text.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ReadingError("there is no such file") from None
    except IsADirectoryError:
        raise ReadingError("is a folder: name the files in it, for instance with /*.txt after it") from None
    except (OSError, ValueError) as e:
        raise ReadingError(f"cannot be read: {getattr(e, 'strerror', None) or e}") from None
    return read_bytes(data, date=date, genre=genre, name=str(path))


def read_stdin(*, date: str | None = None, genre: str | None = None, stream: BinaryIO | None = None) -> Article:
    """The article on standard input (or another stream of bytes), read as `read_file` reads a file."""
    return read_bytes((stream or sys.stdin.buffer).read(), date=date, genre=genre, name="-")


def read_bytes(data: bytes, *, date: str | None = None, genre: str | None = None, name: str | None = None) -> Article:
    """The article that bytes hold; `name` is what messages call it."""
    text, problems = decode(data)
    return _article(text, date=date, genre=genre, name=name, problems=problems)


def read_text(text: str, *, date: str | None = None, genre: str | None = None) -> Article:
    """The article that a string is. Raises `ReadingError` for one that is blank, too long or no valid Unicode."""
    return _article(text, date=date, genre=genre, name=None, problems=[])


def _article(text: str, *, date: str | None, genre: str | None, name: str | None, problems: list[Problem]) -> Article:
    """The article of a decoded text, after the checks that every input must pass."""
    if genre is not None and genre not in GENRES:
        raise ValueError(f"genre is {genre!r}; it can be {' or '.join(GENRES)}")
    if date is not None:
        check_date(date)
    if not text or text.isspace():
        raise ReadingError(Message("no_words", "is empty: it holds no words"))
    lone = next((i for i, c in enumerate(text) if "\ud800" <= c <= "\udfff"), None)
    if lone is not None:
        raise ReadingError(
            Message(
                "surrogate", "is no valid Unicode: half a surrogate pair (U+{code}) at character {at}",
                code=f"{ord(text[lone]):04X}", at=lone,
            )
        )  # fmt: skip
    if len(text) > LONGEST:
        raise ReadingError(
            Message(
                "too_long", "has {length:,} characters, more than {most:,}: give one article a file",
                length=len(text), most=LONGEST,
            )
        )  # fmt: skip
    if text.lstrip()[:15].lower().startswith(("<!doctype html", "<html", "<?xml")):
        raise ReadingError(
            Message("markup", "is a web page or XML: selon reads plain text; save the article's text and read that")
        )
    return Article(
        text=text,
        title=headline(text),
        given=date or date_given(text),
        genre=genre,
        name=name,
        problems=tuple(problems),
    )


def check_date(date: str) -> str:
    """The date as it was given; `ValueError` unless it is an ISO year, month or day that exists."""
    from datetime import date as day

    parts = date.split("-")
    widths = [len(p) for p in parts]
    if widths in ([4], [4, 2], [4, 2, 2]) and all(p.isascii() and p.isdigit() for p in parts):
        year, month, number = (*map(int, parts), 1, 1)[:3]
        try:
            day(year, month, number)
        except ValueError as e:
            raise ValueError(f"{date!r} is no date: {e}") from None
        return date
    raise ValueError(f"{date!r} is no date: write a year, a month or a day, as 2023, 2023-11 or 2023-11-03")
