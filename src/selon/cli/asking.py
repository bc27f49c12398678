"""The options that the questions to a ledger of many articles share."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from selon.cli.options import valid_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selon.store import Filter, LedgerFile

Words = Annotated[
    list[str],
    typer.Argument(metavar="WORDS…", help='Words that must all be there; "a phrase", begin*, -without, one OR other.'),
]
SomeWords = Annotated[list[str] | None, typer.Argument(metavar="[WORDS…]", help="Words that must be there.")]
Actor = Annotated[
    str | None, typer.Option(metavar="NAME", help="Only of this person or body: words of the name, or a Wikidata id.")
]
Act = Annotated[str | None, typer.Option(help="Only this act: say, deny, promise, accuse …")]
Kind = Annotated[str | None, typer.Option(help="Only this kind: direct, indirect, mixed or act.")]
Outlet = Annotated[str | None, typer.Option(metavar="NAME", help="Only from this outlet.")]
Since = Annotated[
    str | None, typer.Option(metavar="DAY", help="Published on this day, month or year, or later.", callback=valid_date)
]
Until = Annotated[
    str | None,
    typer.Option(metavar="DAY", help="Published on this day, month or year, or before.", callback=valid_date),
]
Limit = Annotated[int, typer.Option(min=1, help="So many rows at most.")]
Csv = Annotated[bool, typer.Option("--csv", help="CSV with every field.")]


@contextmanager
def asked(path: str, *, as_json: bool, as_csv: bool) -> Iterator[LedgerFile]:
    """The ledger to ask; an error in the question (`ValueError`) or the file is a message and the exit code 2."""
    from selon.cli.inputs import complain
    from selon.cli.ledgers import open_ledger

    if as_json and as_csv:
        complain("--json and --csv: choose one")
        raise typer.Exit(2)
    with open_ledger(path) as file:
        try:
            yield file
        except ValueError as e:
            complain(str(e))
            raise typer.Exit(2) from None


def filters(**wanted: object) -> Filter:
    """The filter of some options; those not given do not matter."""
    from selon.store import Filter

    return Filter(**{k: v for k, v in wanted.items() if v is not None})  # type: ignore[arg-type]  # typer has checked them
