"""`selon figures`: figures with their source, by day."""

from __future__ import annotations

from typing import Annotated

import typer

from selon.cli.asking import Actor, Csv, Limit, Outlet, Since, SomeWords, Until, asked, filters
from selon.cli.options import Json, LedgerPath, MinConfidence


def figures(
    ledger: LedgerPath,
    words: SomeWords = None,
    measure: Annotated[str | None, typer.Option(help="Only of this measure: killed, wounded, missing, held …")] = None,
    unit: Annotated[str | None, typer.Option(help="Only of this unit: the counted noun, %, EUR …")] = None,
    actor: Actor = None,
    outlet: Outlet = None,
    since: Since = None,
    until: Until = None,
    min_confidence: MinConfidence = 0.0,
    limit: Limit = 50,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Figures by day, each with who gives it; words must stand in the figure, its unit or its measure."""
    from selon.cli.ledgers import print_rows
    from selon.store.questions import FoundFigure

    where = filters(
        actor=actor, measure=measure, unit=unit, outlet=outlet, since=since, until=until, min_confidence=min_confidence
    )
    with asked(ledger, as_json=json, as_csv=csv) as file:
        rows = file.figures(" ".join(words) if words else None, where=where, limit=limit)
        columns = (
            "article_id", "id", "published", "outlet", "words", "measure", "according_to", "source_words", "place",
            "period_start", "period_end",
        )  # fmt: skip
        print_rows(rows, FoundFigure, as_json=json, as_csv=csv, columns=columns, none="no figure passes")
