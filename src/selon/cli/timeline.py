"""`selon timeline`: what happened and what was said, in the order of its days, as a table or as JSON for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.cli.options import Date, Files, GenreOption, How, Json, Lang, MinConfidence, Pipeline

if TYPE_CHECKING:
    from selon.model import Ledger


def timeline(
    files: Files,
    json: Json = False,
    date: Date = None,
    lang: Lang = "fr",
    pipeline: Pipeline = None,
    genre: GenreOption = None,
    min_confidence: MinConfidence = 0.0,
) -> None:
    """The dated events and statements of these articles in order, all files together; what has no day comes last.

    With --json, one object a line. Inputs that cannot be read get a message and the exit code 1; all others are read.
    """
    import typer

    from selon.cli.inputs import read_inputs, with_progress

    how = How(lang=lang, date=date, genre=genre, pipeline=pipeline, min_confidence=min_confidence)
    lines: list[dict[str, object]] = []
    failed: typer.Exit | None = None
    try:
        for name, ledger in with_progress(read_inputs(files, how), len(files)):
            lines += entries(ledger, name)
    except typer.Exit as e:  # raised behind the last input: what could be read is still told, in order
        if e.exit_code != 1:
            raise
        failed = e
    lines.sort(key=lambda x: (x["start"] is None, str(x["start"]), str(x["end"])))
    if json:
        _print_json(lines)
    else:
        _print_table(lines)
    if failed is not None:
        raise failed


def entries(ledger: Ledger, name: str) -> list[dict[str, object]]:
    """The events and statements of one ledger as rows with names and words, in text order."""
    names = {e.id: e.name for e in ledger.entities}
    out: list[tuple[int, dict[str, object]]] = []
    for e in ledger.events:
        row: dict[str, object] = {
            "start": e.when.start if e.when else None,
            "end": e.when.end if e.when else None,
            "kind": "event",
            "type": e.type,
            "planned": e.planned,
            "who": [names.get(i, i) for i in e.who],
            "whom": [names.get(i, i) for i in e.whom],
            "where": names.get(e.where) if e.where else None,
            "words": ledger.words(e.span),
            "id": e.id,
            "statement": e.statement,
            "file": name,
        }
        out.append((e.span[0], row))
    for s in ledger.statements:
        words = " … ".join(ledger.words(c) for c in s.content) or (ledger.words(s.cue) if s.cue else "")
        source = names.get(s.source.entity or "") or (ledger.words(s.source.span) if s.source.span else "")
        to = s.addressee
        whom = (names.get(to.entity or "") or (ledger.words(to.span) if to.span else "")) if to else ""
        row = {
            "start": s.when.start if s.when else None,
            "end": s.when.end if s.when else None,
            "kind": "statement",
            "type": s.act,
            "planned": False,
            "who": [source] if source else [],
            "whom": [whom] if whom else [],
            "where": None,
            "words": words,
            "id": s.id,
            "statement": s.within,
            "file": name,
        }
        out.append((min([c[0] for c in s.content] + ([s.cue[0]] if s.cue else [])), row))
    return [r for _, r in sorted(out, key=lambda x: x[0])]


def _print_json(lines: list[dict[str, object]]) -> None:
    import json
    import sys

    for line in lines:
        sys.stdout.buffer.write(json.dumps(line, ensure_ascii=False).encode("utf8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()


def _print_table(lines: list[dict[str, object]]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from selon.cli.names import DIM
    from selon.cli.printable import printable

    console = Console(highlight=False, markup=False, emoji=False)
    if not lines:
        console.print(Text("No events and no statements.", DIM))
        return
    several = len({x["file"] for x in lines}) > 1
    table = Table(box=SIMPLE_HEAD, pad_edge=False, expand=True)
    for column, ratio in (("when", 2), ("what", 2), ("who → whom", 4), ("words", 7)):
        table.add_column(column, ratio=ratio, overflow="fold")
    if several:
        table.add_column("file", ratio=2, overflow="fold")
    for x in lines:
        start, end = x["start"], x["end"]
        when = "no day" if start is None and end is None else str(start or "…")
        if end != start and (start or end):
            when += f" – {end or '…'}"
        what = Text(str(x["type"]), "bold" if x["kind"] == "event" else "")
        if x["planned"]:
            what.append(" planned", "yellow")
        who, whom = x["who"], x["whom"]
        assert isinstance(who, list)
        assert isinstance(whom, list)
        people = printable(", ".join(who) or "?") + (f" → {printable(', '.join(whom))}" if whom else "")
        where = f" ({printable(str(x['where']))})" if x["where"] else ""
        row = [Text(when, "" if start or end else DIM), what, Text(people + where), Text(printable(str(x["words"])))]
        table.add_row(*row, *([Text(printable(str(x["file"])), DIM)] if several else []))
    console.print(table)
