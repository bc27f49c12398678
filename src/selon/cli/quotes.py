"""`selon quotes`: what somebody is quoted with, by day."""

from __future__ import annotations

from selon.cli.asking import Act, Actor, Csv, Kind, Limit, Outlet, Since, SomeWords, Until, asked, filters
from selon.cli.options import Json, LedgerPath, MinConfidence


def quotes(
    ledger: LedgerPath,
    words: SomeWords = None,
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
    """What was said, by day: with --actor by whom, with words only what holds them (then the best first)."""
    from selon.cli.ledgers import print_rows
    from selon.store.search import StatementHit

    where = filters(
        actor=actor, act=act, kind=kind, outlet=outlet, since=since, until=until, min_confidence=min_confidence
    )
    with asked(ledger, as_json=json, as_csv=csv) as file:
        rows = file.statements(" ".join(words) if words else None, where=where, limit=limit)
        columns = (
            "article_id",
            "id",
            "published",
            "outlet",
            "source",
            "source_words",
            "act",
            "kind",
            "denied",
            "content",
        )
        print_rows(rows, StatementHit, as_json=json, as_csv=csv, columns=columns, none="no statement passes")
