"""The example article of `make demo`: who speaks in it, in the words of the article."""

from functools import cache
from pathlib import Path

from selon.extract.ledger import read_article
from selon.model import Ledger
from selon.reading import read_file

EXAMPLE = Path(__file__).parents[1] / "examples" / "treve.txt"


@cache
def ledger() -> Ledger:
    return read_article(read_file(EXAMPLE))


def test_every_source_is_named_whole() -> None:
    text = ledger().document.text
    sources = [text[slice(*s.source.span)] for s in ledger().statements if s.source.span is not None]
    assert "Mme Sorrento" in sources
    assert "le directeur de l'organisation, Tomas Ilic" in sources
    assert "Mme" not in sources


def test_nobody_tells_himself() -> None:
    for s in ledger().statements:
        assert s.addressee is None or s.addressee.span != s.source.span


def test_ids_have_no_gaps() -> None:
    statements = ledger().statements
    assert [s.id for s in statements] == [f"s{n}" for n in range(1, len(statements) + 1)]
