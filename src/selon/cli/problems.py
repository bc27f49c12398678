"""`selon problems`: the inputs that could not be read, and what is wrong with articles."""

from __future__ import annotations

from typing import Annotated

import typer

from selon.cli.asking import Csv, asked
from selon.cli.options import Json, LedgerPath


def problems(
    ledger: LedgerPath,
    kind: Annotated[
        str | None, typer.Option(help="Only this kind: reading, language, extraction, unclosed-quotation …")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="So many rows at most.")] = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """What could not be read, with the reason, and then what is wrong with articles or was left open in them."""
    from selon.cli.ledgers import print_rows
    from selon.store.questions import FoundProblem

    with asked(ledger, as_json=json, as_csv=csv) as file:
        rows = file.problems(kind=kind, limit=limit)
        columns = ("name", "article_id", "kind", "words", "message")
        print_rows(rows, FoundProblem, as_json=json, as_csv=csv, columns=columns, none="there are no problems")
