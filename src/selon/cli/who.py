"""`selon who`: who spoke of some words, and who first."""

from __future__ import annotations

from selon.cli.asking import Act, Actor, Csv, Kind, Limit, Outlet, Since, Until, Words, asked, filters
from selon.cli.options import Json, LedgerPath, MinConfidence


def who(
    ledger: LedgerPath,
    words: Words,
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
    """Who said something with these words in it, the earliest first: how often, and the first time in which words.

    A source that its article leaves open stands with its words there, each for itself.
    """
    from selon.cli.ledgers import print_rows
    from selon.store.questions import Speaker

    query = " ".join(words)
    where = filters(
        actor=actor, act=act, kind=kind, outlet=outlet, since=since, until=until, min_confidence=min_confidence
    )
    with asked(ledger, as_json=json, as_csv=csv) as file:
        rows = file.who(query, where=where, limit=limit)
        columns = (
            "source", "source_words", "statements", "articles", "first", "last", "first_article_id", "first_outlet", "first_content",
        )  # fmt: skip
        none = f"nobody is found to have said anything with {query}"
        print_rows(rows, Speaker, as_json=json, as_csv=csv, columns=columns, none=none)
