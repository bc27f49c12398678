"""`selon search`: articles, or statements, that hold some words."""

from __future__ import annotations

from typing import Annotated

import typer

from selon.cli.asking import Act, Actor, Csv, Kind, Limit, Outlet, Since, Until, Words, asked, filters
from selon.cli.options import Json, LedgerPath, MinConfidence


def search(
    ledger: LedgerPath,
    words: Words,
    statements: Annotated[
        bool, typer.Option("--statements", help="Look in what was said, not in the whole text.")
    ] = False,
    actor: Actor = None,
    act: Act = None,
    kind: Kind = None,
    outlet: Outlet = None,
    since: Since = None,
    until: Until = None,
    min_confidence: MinConfidence = 0.0,
    limit: Limit = 20,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """The articles that hold these words, the best first; `etat` finds `État`.

    With --statements, or with a filter that only statements have (--actor, --act, --kind, --min-confidence), the statements.
    """
    from selon.cli.ledgers import print_rows
    from selon.store.search import ArticleHit, StatementHit

    query = " ".join(words)
    where = filters(
        actor=actor, act=act, kind=kind, outlet=outlet, since=since, until=until, min_confidence=min_confidence
    )
    none = f"nothing found for {query}"
    with asked(ledger, as_json=json, as_csv=csv) as file:
        if statements or actor or act or kind or min_confidence > 0:
            said = file.statements(query, where=where, limit=limit)
            columns = ("article_id", "id", "published", "outlet", "source", "source_words", "act", "content")
            print_rows(said, StatementHit, as_json=json, as_csv=csv, columns=columns, none=none)
        else:
            hits = file.search(query, where=where, limit=limit)
            shown = ("article_id", "published", "outlet", "title", "snippet")
            print_rows(hits, ArticleHit, as_json=json, as_csv=csv, columns=shown, none=none)
