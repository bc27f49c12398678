"""IRaMuTeQ: each article as a text under a line of stars with its variables.

`**** *article_1 *outlet_le_monde *year_2023 *month_2023_11 *date_2023_11_03`: variables are lower case without accents, as the
program wants them. A star at the head of a line of the article would start a text of its own, so it loses its place: the
line begins with a space.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from selon.export.names import ascii_name
from selon.model import Ledger


def write(ledgers: Iterable[Ledger], path: Path) -> int:
    """A corpus file in UTF-8; how many articles."""
    n = 0
    with path.open("w", encoding="utf8", newline="\n") as out:
        for n, ledger in enumerate(ledgers, 1):
            out.write(f"{stars(ledger, n)}\n{body(ledger.document.text)}\n\n")
    return n


def stars(ledger: Ledger, n: int, **more: str | None) -> str:
    """The line that begins a text: number of the article, outlet, day, and further variables; unknown ones are left out."""
    d = ledger.document
    day = d.published.value
    held = {
        "article": str(n),
        "outlet": d.outlet,
        "year": day[:4] if day else None,
        "month": day[:7] if day else None,
        "date": day,
        **more,
    }
    named = ((k, ascii_name(v)) for k, v in held.items() if v)
    return " ".join(["****", *(f"*{k}_{v}" for k, v in named if v)])


def body(text: str) -> str:
    """The words of a text, with nothing that the program would take for a line of its own."""
    lines = re.split(r"[\r\n\u2028\u2029\x0b\x0c\x85]+", text)
    return "\n".join(f" {x}" if x.startswith(("*", "-*")) else x for x in lines if x.strip())
