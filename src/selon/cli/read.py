"""`selon read`: the ledger of each article, as tables for people or as JSON for programs."""

from __future__ import annotations

from selon.cli.options import Date, Files, GenreOption, How, Json, Lang, MinConfidence, Pipeline


def read(
    files: Files,
    json: Json = False,
    date: Date = None,
    lang: Lang = "fr",
    pipeline: Pipeline = None,
    genre: GenreOption = None,
    min_confidence: MinConfidence = 0.0,
) -> None:
    """Who said what in these articles: statements, figures and times, with their sources.

    Inputs that cannot be read get a message and the exit code 1; all others are read.
    """
    from selon.cli.inputs import read_inputs, with_progress

    how = How(lang=lang, date=date, genre=genre, pipeline=pipeline, min_confidence=min_confidence)
    found = with_progress(read_inputs(files, how), len(files))
    if json:
        import sys

        for _, ledger in found:
            # Always UTF-8, whatever the locale: the contract is JSON, and programs read it.
            sys.stdout.buffer.write(ledger.model_dump_json().encode("utf8") + b"\n")
            sys.stdout.buffer.flush()
        return
    from rich.console import Console

    from selon.cli.tables import ledger_page

    console = Console(highlight=False, markup=False, emoji=False)
    for name, ledger in found:
        console.print(ledger_page(ledger, name=name, width=console.width))
