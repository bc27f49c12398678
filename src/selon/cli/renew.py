"""`selon renew`: the articles of a ledger extracted anew, what people corrected replayed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from selon.cli.options import GenreOption, LedgerPath, Pipeline

if TYPE_CHECKING:
    from selon.model import Ledger, Problem
    from selon.store import LedgerFile

# What the readers said of an input; the text alone does not say it again.
OF_READING = frozenset(
    ("assumed-encoding", "damaged-encoding", "other-language", "summary-only", "truncated", "unread-date")
)


def renew(
    ledger: LedgerPath,
    every: Annotated[
        bool, typer.Option("--all", help="Also articles that this version and pipeline extracted already.")
    ] = False,
    pipeline: Pipeline = None,
    genre: GenreOption = None,
) -> None:
    """Extracts the articles of a ledger anew, for instance with a new version of selon, and replays all corrections.

    Corrections find their records by the words they stand on; those that fit nothing any more are listed by `selon
    corrections LEDGER.db unsettled`. Stopped and run again, it goes on.
    """
    from selon.cli.add import made_by
    from selon.cli.inputs import complain
    from selon.cli.intake import Reading
    from selon.cli.ledgers import open_ledger
    from selon.language.pipeline import PipelineError
    from selon.store.corrections_log import reextract, settle, unsettled

    with open_ledger(ledger, write=True) as held:
        rows = held.connection.execute("SELECT id, lang, extracted_by FROM article ORDER BY id").fetchall()
        done = failed = 0
        try:
            by = {lang: made_by(Reading(lang=lang, pipeline=pipeline)) for lang in {r[1] for r in rows}}
        except PipelineError as e:
            complain(str(e))
            raise typer.Exit(2) from None
        for article, lang, made in rows:
            if made == by[lang] and not every:
                continue
            try:
                new = extracted_anew(held, article, lang, pipeline, genre)
                with held.writing() as db:
                    reextract(db, article, new, extracted_by=by[lang])
            except Exception as e:  # one article must not stop the others; its records stay as they were
                complain(f"article {article} stays as it is: {type(e).__name__}: {e}; please report it")
                failed += 1
            else:
                done += 1
        with held.writing() as db:
            settle(db)
        open_ = len(unsettled(held.connection))
    complain(
        f"{done} extracted anew, {len(rows) - done - failed} as they were, {failed} failed; {open_} corrections to settle"
    )
    if failed:
        raise typer.Exit(1)


def extracted_anew(held: LedgerFile, article: int, lang: str, pipeline: str | None, genre: str | None) -> Ledger:
    """The ledger of an article of the file as it is extracted today."""
    from selon.extract.ledger import read_article
    from selon.language.analysis import Article

    old = held.extracted(article)
    d = old.document
    problems = tuple(as_read(p) for p in old.problems if p.kind in OF_READING and p.spans)
    today = Article(
        d.text, title=d.title, url=d.url, outlet=d.outlet, given=d.published.given, genre=genre, problems=problems
    )
    return read_article(today, lang=lang, pipeline=pipeline)


def as_read(problem: Problem) -> tuple[str, tuple[int, int], str]:
    """A problem as a reader hands it over."""
    return problem.kind, problem.spans[0], problem.message
