"""`selon why`: the rule that made a record, the words that were its evidence, and whom its source means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from selon.cli.options import Date, GenreOption, How, Lang, Pipeline

if TYPE_CHECKING:
    from selon.model import Ledger, Made

PARTS = ("statements", "figures", "entities", "times", "events", "positions")


def why(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The article; - is standard input.")],
    id_: Annotated[str, typer.Argument(metavar="ID", help="The id of a record, as `selon read` shows it.")],
    date: Date = None,
    lang: Lang = "fr",
    pipeline: Pipeline = None,
    genre: GenreOption = None,
) -> None:
    """Why a record is in the ledger: rule, evidence, confidence, and the mentions behind its source."""
    from rich.console import Console

    from selon.cli.inputs import complain, read_inputs
    from selon.cli.reasons import reasons_page

    for _, ledger in read_inputs([file], How(lang=lang, date=date, genre=genre, pipeline=pipeline)):
        found = find_record(ledger, id_)
        if found is None:
            complain(f"{file}: there is no record {id_!r}; there are {known_ids(ledger)}")
            raise typer.Exit(1)
        Console(highlight=False, markup=False, emoji=False).print(reasons_page(ledger, *found))


def find_record(ledger: Ledger, id_: str) -> tuple[str, Made] | None:
    """The part of the ledger that a record stands in, and the record."""
    return next(((part, r) for part in PARTS for r in getattr(ledger, part) if r.id == id_), None)


def known_ids(ledger: Ledger) -> str:
    """The ids of every part, from the first to the last: `s1–s17 (statements), f1–f9 (figures)`."""
    held = [(part, [r.id for r in getattr(ledger, part)]) for part in PARTS]
    ranges = (f"{ids[0]}–{ids[-1]} ({part})" if len(ids) > 1 else f"{ids[0]} ({part})" for part, ids in held if ids)
    return ", ".join(ranges) or "none in this article"
