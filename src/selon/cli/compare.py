"""`selon compare`: what many articles say of one thing: copies, quotations, figures, positions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from selon.cli.options import Json, LedgerPath

if TYPE_CHECKING:
    from selon.store import LedgerFile

WHAT = ("copies", "quotations", "figures", "positions")


@dataclass(frozen=True, slots=True)
class Row:
    """One article's part in a group; `group` counts the groups, `shows` is what a reader should look at."""

    group: int
    article: int
    published: str | None
    outlet: str | None
    who: str | None
    words: str
    shows: str


def compare(
    ledger: LedgerPath,
    what: Annotated[str, typer.Argument(metavar="WHAT", help="copies, quotations, figures or positions.")],
    only: Annotated[
        bool, typer.Option("--only-changes", help="Of figures and positions, only groups in which something shows.")
    ] = False,
    json: Json = False,
    csv: Annotated[bool, typer.Option("--csv", help="CSV.")] = False,
) -> None:
    """Articles side by side.

    \b
    copies      one text in several articles, whole or cut; the first one in front
    quotations  one quotation in several articles and wordings; the first one known in front
    figures     comparable figures over time: divergence (other sources), revision (the same, later), a count that falls
    positions   the positions of an actor on a topic over time, and where they change
    """
    from selon.cli.inputs import complain
    from selon.cli.ledgers import open_ledger, print_rows

    if what not in WHAT:
        complain(f"there is nothing to compare called {what!r}; there are {', '.join(WHAT)}")
        raise typer.Exit(2)
    with open_ledger(ledger) as held:
        found = {"copies": copies, "quotations": quotations, "figures": figures, "positions": positions}[what](held)
        if only:
            telling = {r.group for r in found if r.shows}
            found = [r for r in found if r.group in telling]
        columns = ("group", "article", "published", "outlet", "who", "words", "shows")
        print_rows(found, Row, as_json=json, as_csv=csv, columns=columns, none=f"no {what} to be compared")


def articles(held: LedgerFile) -> dict[int, tuple[str | None, str | None, str | None]]:
    """Day, outlet and title of every article."""
    rows = held.connection.execute("SELECT id, coalesce(published, published_given), outlet, title FROM article")
    return {r[0]: (r[1], r[2], r[3]) for r in rows}


def names(held: LedgerFile) -> dict[int, str]:
    """The name of every actor."""
    return dict(held.connection.execute("SELECT id, name FROM actor").fetchall())


def copies(held: LedgerFile) -> list[Row]:
    """Copies of one text."""
    from selon.store.copies import ledger_copies

    about = articles(held)
    return [
        Row(
            n,
            c.article,
            *about[c.article][:2],
            None,
            about[c.article][2] or "",
            f"{c.containment:.0%} with article {c.of}",
        )
        for n, group in enumerate(ledger_copies(held.connection), 1)
        for c in group
    ]


def quotations(held: LedgerFile) -> list[Row]:
    """The same quotation."""
    from selon.store.quotations import ledger_quotations

    about, called = articles(held), names(held)
    rows = []
    for n, said in enumerate(ledger_quotations(held.connection), 1):
        several = len(said.speakers) > 1
        for w in said.wordings:
            q = w.quoted
            shows = w.how + (", given to several speakers" if several and w.how == "first" else "")
            rows.append(Row(n, q.article, *about[q.article][:2], called.get(q.actor or 0), q.words, shows))
    return rows


def figures(held: LedgerFile) -> list[Row]:
    """Series of figures."""
    from selon.store.series import ledger_series

    about = articles(held)
    sources = dict(
        held.connection.execute(
            "SELECT f.article_id || ':' || f.id, coalesce(k.name, e.name) FROM figure AS f"
            " LEFT JOIN statement AS s ON s.article_id = f.article_id AND s.id = f.statement_id"
            " JOIN entity AS e ON e.article_id = f.article_id AND e.id = coalesce(f.according_to, s.source_entity)"
            " LEFT JOIN actor_entity AS l ON l.article_id = e.article_id AND l.entity_id = e.id"
            " LEFT JOIN actor AS k ON k.id = l.actor_id"
        ).fetchall()
    )
    rows = []
    for n, series in enumerate(ledger_series(held.connection), 1):
        for c in series.counts:
            shows = [
                f"{f.kind}: {f.one.words} in article {f.one.article}, {f.other.words} in article {f.other.article}"
                for f in series.findings
                if f.other is c
            ]
            day = c.as_of or about[c.article][0]
            who = sources.get(f"{c.article}:{c.id}")
            rows.append(Row(n, c.article, day, about[c.article][1], who, c.words, "; ".join(shows)))
    return rows


def positions(held: LedgerFile) -> list[Row]:
    """Positions over time."""
    from selon.store.stances import ledger_courses

    about, called = articles(held), names(held)
    rows = []
    for n, course in enumerate((c for c in ledger_courses(held.connection) if len(c.stances) > 1), 1):
        for s in course.stances:
            condition = f", unless or if: {' … '.join(s.unless)}" if s.unless else ""
            words = f"{s.stance} {s.topic}{condition}"
            shows = "; ".join(f"{t.kind} since article {t.before.article}" for t in course.turns if t.after is s)
            rows.append(Row(n, s.article, s.day, about[s.article][1], called.get(s.actor), words, shows))
    return rows
