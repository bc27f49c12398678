"""The founding article's ledger, and those of short texts of its day, each read once for all tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from selon.extract.ledger import read_article
from selon.language.analysis import Article
from selon.model import Ledger
from selon.reading import read_file

FOUNDING = Path(__file__).resolve().parents[2] / "shared" / "articles" / "pauses-2023-11.txt"


@cache
def ledger_of(text: str) -> Ledger:
    return read_article(Article(text, given="2023-11-03"))


@cache
def founding() -> Ledger:
    if not FOUNDING.is_file():
        pytest.skip(f"no founding article at {FOUNDING}")
    return read_article(read_file(FOUNDING))
