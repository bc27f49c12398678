"""`selon export`: ledgers in the formats of other programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from selon.cli.asking import Outlet, Since, Until
from selon.cli.options import Date, GenreOption, How, Lang, MinConfidence, Pipeline

if TYPE_CHECKING:
    from selon.model import Ledger
    from selon.store import LedgerFile

SQLITE = b"SQLite format 3\x00"
LEDGER = b'{"format":"selon/1"'


def export(
    format_: Annotated[str, typer.Argument(metavar="FORMAT", help="`list` lists them.")],
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="INPUT…", help="A ledger file, JSON Lines of `selon read --json`, or articles; - is standard input."
        ),
    ] = None,
    to: Annotated[
        Path | None, typer.Option("--to", "-o", help="The file or folder to write; it must not exist.")
    ] = None,
    date: Date = None,
    lang: Lang = "fr",
    pipeline: Pipeline = None,
    genre: GenreOption = None,
    min_confidence: MinConfidence = 0.0,
    outlet: Outlet = None,
    since: Since = None,
    until: Until = None,
) -> None:
    """Write ledgers in the format of another program."""
    from selon.cli.inputs import complain
    from selon.export import FORMATS, ExportError, write

    if format_ == "list":
        for name, form in FORMATS.items():
            typer.echo(f"{name:20} {form.makes:7} {form.about}")
        return
    if format_ not in FORMATS:
        complain(f"there is no format {format_!r}; there are {', '.join(FORMATS)}")
        raise typer.Exit(2)
    if not inputs:
        complain("what is to be exported? Name a ledger file, or articles")
        raise typer.Exit(2)
    path = to or default_path(inputs[0], FORMATS[format_].ending if FORMATS[format_].makes == "file" else format_)
    how = How(lang=lang, date=date, genre=genre, pipeline=pipeline, min_confidence=min_confidence)
    failed: list[int] = []
    try:
        wanted = (
            x for x in ledgers_of(inputs, how, failed, FORMATS[format_].actors) if is_wanted(x, outlet, since, until)
        )
        done = write(format_, wanted, path)
    except (ExportError, OSError) as e:
        complain(str(e))
        raise typer.Exit(1) from None
    typer.echo(f"{done} article{'' if done == 1 else 's'} written to {path}", err=True)
    if failed:
        raise typer.Exit(failed[0])


def is_wanted(ledger: Ledger, outlet: str | None, since: str | None, until: str | None) -> bool:
    """Whether an article is of an outlet and a time; one of no known day is of no time."""
    d = ledger.document
    day = d.published.value or d.published.given
    if outlet is not None and (d.outlet or "").casefold() != outlet.casefold():
        return False
    if since is not None and (day is None or day[: len(since)] < since):
        return False
    return until is None or (day is not None and day[: len(until)] <= until)


def default_path(first: str, ending: str) -> Path:
    """Where the export goes if nobody says: beside the place where one stands, named after the input."""
    stem = "articles" if first == "-" else Path(first).stem
    return Path(f"{stem}.{ending}")


def ledgers_of(inputs: Sequence[str], how: How, failed: list[int], actors: bool) -> Iterator[Ledger]:
    """The ledgers of ledger files, of JSON Lines, and of articles, in order.

    An input that cannot be read is told on standard error and does not stop the others; the exit status is put into `failed`.
    """
    from selon.cli.inputs import read_inputs

    articles: list[str] = []
    for name in inputs:
        kind = kind_of(name)
        if kind == "article":
            articles.append(name)
            continue
        yield from read_ledgers(name, kind, how, failed, actors)
    if articles:
        try:
            for _, ledger in read_inputs(articles, how):
                yield ledger
        except typer.Exit as e:
            failed.append(e.exit_code)


def kind_of(name: str) -> str:
    """`db`, `jsonl` or `article`, by the first bytes of a file and not by its name."""
    path = Path(name)
    if name == "-" or not path.is_file():
        return "article"
    with path.open("rb") as f:
        head = f.read(64)
    if head.startswith(SQLITE):
        return "db"
    return "jsonl" if head.replace(b" ", b"").startswith(LEDGER) else "article"


def read_ledgers(name: str, kind: str, how: How, failed: list[int], actors: bool) -> Iterator[Ledger]:
    """The ledgers of a ledger file or of JSON Lines; with `actors`, entities of a ledger file are called as their actors."""
    from selon.cli.inputs import complain, keep_sure
    from selon.export import ExportError
    from selon.export.jsonlines import read
    from selon.store import LedgerFile, LedgerFileError

    try:
        if kind == "jsonl":
            for ledger in read(Path(name)):
                yield keep_sure(ledger, how.min_confidence)
            return
        with LedgerFile.open(name) as held:
            for article in held.article_ids():
                found = keep_sure(held.ledger(article), how.min_confidence)
                yield named_as_actors(held, article, found) if actors else found
    except (ExportError, LedgerFileError) as e:
        complain(f"{name}: {e}")
        failed.append(1)


def named_as_actors(held: LedgerFile, article: int, ledger: Ledger) -> Ledger:
    """The ledger with each entity under the name and Wikidata id of its actor, the same in every article."""
    rows = held.connection.execute(
        "SELECT l.entity_id, k.name, k.wikidata FROM actor_entity AS l JOIN actor AS k ON k.id = l.actor_id"
        " WHERE l.article_id = ?",
        (article,),
    )
    of = {r[0]: {"name": r[1], "wikidata": r[2]} for r in rows}
    return ledger.model_copy(update={"entities": [e.model_copy(update=of.get(e.id, {})) for e in ledger.entities]})
