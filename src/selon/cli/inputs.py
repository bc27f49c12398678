"""From the files named on the command line to ledgers: every message goes to standard error, no file stops the others."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from selon.cli.options import How
from selon.cli.printable import printable

if TYPE_CHECKING:
    from selon.language.analysis import Article
    from selon.model import Ledger


def complain(message: str) -> None:
    """A message to the person at the terminal, with nothing in it that could steer the terminal."""
    typer.echo(f"selon: {printable(message)}", err=True)


def read_inputs(files: Sequence[str], how: How) -> Iterator[tuple[str, Ledger]]:
    """Every input's name and ledger, in order; raises `typer.Exit(1)` after the last one if any could not be read.

    A pipeline or language that cannot be had is a usage error: `typer.Exit(2)` at once.
    """
    from selon.extract.ledger import read_article
    from selon.language.data import LexiconError, languages
    from selon.language.pipeline import PipelineError
    from selon.reading import ReadingError, check_language

    if how.lang not in languages():
        complain(f"--lang {how.lang}: no such language; there are: {', '.join(languages())}")
        raise typer.Exit(2)
    failed = 0
    for name in files:
        try:
            article = check_language(open_input(name, how), how.lang)
            ledger = read_article(article, lang=how.lang, pipeline=how.pipeline)
        except ReadingError as e:
            complain(f"{name}: {e}")
        except PipelineError as e:
            complain(str(e))
            raise typer.Exit(2) from None
        except LexiconError as e:
            complain(f"the lexicon is wrong: {e}")
            raise typer.Exit(2) from None
        except Exception as e:  # a fault of selon's own in one article must not lose the others
            last = traceback.extract_tb(e.__traceback__)[-1]
            where = f"{Path(last.filename).name}:{last.lineno}"
            complain(f"{name}: selon failed on this article ({type(e).__name__} at {where}: {e}); please report it")
        else:
            yield name, keep_sure(ledger, how.min_confidence)
            continue
        failed += 1
    if failed:
        if len(files) > 1:
            complain(f"{failed} of {len(files)} inputs could not be read, the others are done")
        raise typer.Exit(1)


def open_input(name: str, how: How) -> Article:
    """The article of a file, or of standard input for `-`."""
    from selon.reading import read_file, read_stdin

    return (
        read_stdin(date=how.date, genre=how.genre) if name == "-" else read_file(name, date=how.date, genre=how.genre)
    )


def keep_sure(ledger: Ledger, least: float) -> Ledger:
    """The ledger without statements of less confidence; what hung on one stays, without it."""
    if least <= 0 or all(s.confidence >= least for s in ledger.statements):
        return ledger
    kept = {s.id for s in ledger.statements if s.confidence >= least}

    def to(id_: str | None) -> str | None:
        return id_ if id_ in kept else None

    return ledger.model_copy(
        update={
            "statements": [
                s.model_copy(update={"within": to(s.within)}) for s in ledger.statements if s.id in kept
            ],
            **{
                part: [r.model_copy(update={"statement": to(r.statement)}) for r in getattr(ledger, part)]
                for part in ("figures", "events", "positions")
            },
        }
    )  # fmt: skip


def with_progress(found: Iterator[tuple[str, Ledger]], total: int) -> Iterator[tuple[str, Ledger]]:
    """The same, with a progress bar on standard error when there are many inputs and the results go elsewhere."""
    if total < 3 or not sys.stderr.isatty() or sys.stdout.isatty():
        yield from found
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=total)
        for one in found:
            bar.advance(task)
            yield one
