"""IRaMuTeQ: each statement as a text of its own, so that sources can be compared by their words.

Only what is said counts: the words of the content, under the variables of the article and `*source_…`, `*sourcekind_…`,
`*kind_…`, `*act_…`, `*denied_…`. A source that is not resolved has no variable `source`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from selon.export.iramuteq import body, stars
from selon.export.names import entity, words
from selon.model import Ledger


def write(ledgers: Iterable[Ledger], path: Path) -> int:
    """A corpus file in UTF-8; how many articles went in (those without statements count)."""
    n = 0
    with path.open("w", encoding="utf8", newline="\n") as out:
        for n, ledger in enumerate(ledgers, 1):
            for s in ledger.statements:
                said = body(words(ledger, s.content))
                if not said:
                    continue
                who = entity(ledger, s.source.entity)
                head = stars(
                    ledger, n, source=who.name if who else None, sourcekind=who.kind if who else None, kind=s.kind,
                    act=s.act, denied="yes" if s.denied else "no",
                )  # fmt: skip
                out.write(f"{head}\n{said}\n\n")
    return n
