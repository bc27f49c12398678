"""Words without case and accents, as the full-text index folds them: 'Élysée' is 'elysee'."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

WORD = re.compile(r"\w+")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The words of a text without case, accents and punctuation, one space between two."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(WORD.findall(plain.casefold()))


def named(name: str | None, wanted: str) -> bool:
    """Whether some words (folded already) stand in a name as whole words, one after the other."""
    return bool(name) and f" {wanted} " in f" {fold(name or '')} "
