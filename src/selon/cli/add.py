"""`selon add`: the articles of files, folders, pages, feeds, archives and tables into one ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from selon.cli.options import Date, GenreOption, Lang, LedgerPath, Pipeline

if TYPE_CHECKING:
    from selon.cli.intake import Counts, Reading
    from selon.reading.folders import Inputs
    from selon.store import LedgerFile

SHOWN = 20  # inputs that failed and are listed at the end; the ledger has all


def add(
    ledger: LedgerPath,
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH…",
            help="Text files, web pages, RSS or Atom feeds, WARC, JSON Lines, CSV, Parquet, exports of Europresse, zip files, "
            "ledgers of `selon read --json`, and folders of all these.",
        ),
    ],
    columns: Annotated[
        str | None,
        typer.Option(metavar="FIELD=COLUMN,…", help="Which columns of a table hold text, title, date, url, outlet."),
    ] = None,
    date_format: Annotated[
        str | None, typer.Option(metavar="FORMAT", help="How the inputs write dates, if not as 2023-11-03: %d/%m/%Y.")
    ] = None,
    date: Date = None,
    lang: Lang = "fr",
    pipeline: Pipeline = None,
    genre: GenreOption = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Processes that extract; one for each core if not given.")
    ] = None,
) -> None:
    """Adds articles to a ledger, which is made where there is none. Stopped and run again, it goes on.

    An article that is there already is not added twice. `--date` helps where an input says nothing of its day. Inputs that
    cannot be read are listed at the end and in the ledger (`selon problems`), and the exit code is 1; all others are added.
    """
    import sqlite3

    from selon.cli.inputs import complain
    from selon.cli.intake import Reading, WorkError, take_in, worker
    from selon.cli.ledgers import open_ledger
    from selon.language.data import languages
    from selon.language.pipeline import PipelineError
    from selon.reading.folders import Inputs
    from selon.reading.tables import parse_columns
    from selon.store.corrections_log import settle

    if lang not in languages():
        complain(f"--lang {lang}: no such language; there are: {', '.join(languages())}")
        raise typer.Exit(2)
    try:
        mapping = parse_columns(columns or "")
    except ValueError as e:
        raise typer.BadParameter(str(e), param_hint="--columns") from None
    how = Reading(lang=lang, date=date, date_format=date_format, genre=genre, pipeline=pipeline)
    inputs = Inputs(paths, mapping)
    with open_ledger(ledger, create=True) as file:
        try:
            by = made_by(how)
            # One small file is read sooner than processes are started.
            few = sum(Path(p).is_dir() for p in paths) == 0 and inputs.total < SMALL
            with progress_bar(inputs.total) as progress:
                counts = take_in(
                    file, inputs, worker(how), key=how.key, jobs=jobs or (1 if few else cores()), extracted_by=by,
                    progress=progress,
                )  # fmt: skip
            with file.writing() as connection:
                settle(connection)  # also where nothing was added: a run that was killed may have ended before it
        except sqlite3.OperationalError as e:
            complain(f"{ledger} cannot be written ({e}): what was written stays; run the same command again to go on")
            raise typer.Exit(2) from None
        except (PipelineError, WorkError) as e:
            complain(str(e))
            raise typer.Exit(2) from None
        except KeyboardInterrupt:
            complain("stopped: what was read is in the ledger; run the same command again to go on")
            raise typer.Exit(130) from None
        report(counts, inputs, ledger, file)
    if counts.failed:
        raise typer.Exit(1)


SMALL = 50_000  # bytes


def cores() -> int:
    """The cores that this process may use."""
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def made_by(how: Reading) -> str:
    """Version of selon and pipeline, as the ledger notes them; `PipelineError` where it cannot be had.

    Loading it here tells at once what would otherwise fail in every process.
    """
    from selon import __version__
    from selon.language.pipeline import load_pipeline

    meta = load_pipeline(how.lang, how.pipeline).meta
    return f"selon {__version__}, {meta['lang']}_{meta['name']} {meta['version']}"


@contextmanager
def progress_bar(total: int) -> Iterator[Callable[[Counts, int], None] | None]:
    """A bar on standard error with articles, articles a second and the time left; nothing where that is no terminal."""
    import sys

    if not sys.stderr.isatty():
        yield None
        return
    import time

    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("adding"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"), TextColumn("{task.fields[said]}"),
        TextColumn("left"), TimeRemainingColumn(),
    )  # fmt: skip
    start = time.monotonic()
    with Progress(*columns, console=Console(stderr=True), transient=True, speed_estimate_period=120) as bar:
        task = bar.add_task("", total=max(total, 1), said="")

        def progress(counts: Counts, position: int) -> None:
            rate = counts.done / max(time.monotonic() - start, 0.001)
            bad = f", {len(counts.failed):,} failed" if counts.failed else ""
            bar.update(task, completed=position, said=f"{counts.done:,} articles{bad}, {rate:,.1f} a second,")

        yield progress


def report(counts: Counts, inputs: Inputs, ledger: str, file: LedgerFile) -> None:
    """What the run did, on standard error; the inputs that failed with their reasons."""
    from selon.cli.inputs import complain

    for name, message in counts.failed[:SHOWN]:
        complain(f"{name}: {message}")
    if len(counts.failed) > SHOWN:
        complain(f"and {len(counts.failed) - SHOWN:,} more: selon problems {ledger}")
    if inputs.left_out:
        suffixes = ", ".join(f"{n:,} {suffix}" for suffix, n in inputs.left_out.most_common(8))
        complain(f"left out, being of no format that selon reads: {suffixes}")
    held = len(file.article_ids())
    complain(
        f"{counts.added:,} added, {counts.known:,} there already, {len(counts.failed):,} failed; "
        f"{ledger} holds {held:,} article{'' if held == 1 else 's'}"
    )
