"""`selon sources`: who is quoted, how often, directly or not."""

from __future__ import annotations

from typing import Annotated

import typer

from selon.cli.asking import Act, Actor, Csv, Kind, Limit, Outlet, Since, Until, asked, filters
from selon.cli.options import Json, LedgerPath, MinConfidence


def sources(
    ledger: LedgerPath,
    by_outlet: Annotated[bool, typer.Option("--by-outlet", help="Count, and take shares, for each outlet.")] = False,
    actor: Actor = None,
    act: Act = None,
    kind: Kind = None,
    outlet: Outlet = None,
    since: Since = None,
    until: Until = None,
    min_confidence: MinConfidence = 0.0,
    limit: Limit = 50,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Who is quoted, how often, directly or not, and with which share of all statements.

    The row without a source holds the statements whose source the articles leave open.
    """
    from dataclasses import replace

    from selon.cli.ledgers import print_rows
    from selon.store.questions import QuotedSource

    where = filters(
        actor=actor, act=act, kind=kind, outlet=outlet, since=since, until=until, min_confidence=min_confidence
    )
    with asked(ledger, as_json=json, as_csv=csv) as file:
        rows = file.sources(where=where, by_outlet=by_outlet, limit=limit)
        if not (json or csv):
            rows = [replace(r, source=r.source or "(left open)") for r in rows]
        columns = (
            *(("outlet",) if by_outlet else ()),
            "source", "kind", "statements", "direct", "indirect", "acts", "articles", "share", "first", "last",
        )  # fmt: skip
        print_rows(rows, QuotedSource, as_json=json, as_csv=csv, columns=columns, none="no statement passes")
