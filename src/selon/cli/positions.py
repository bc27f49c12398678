"""`selon positions`: who is for and against what, as a matrix of actors and topics, or as JSON for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from selon.cli.asking import Actor, Csv, Limit, Outlet, Since, Until, filters
from selon.cli.options import Date, Files, GenreOption, How, Json, Lang, MinConfidence, Pipeline

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from selon.model import Ledger, Position


def positions(
    files: Files,
    json: Json = False,
    date: Date = None,
    lang: Lang = "fr",
    pipeline: Pipeline = None,
    genre: GenreOption = None,
    min_confidence: MinConfidence = 0.0,
    actor: Actor = None,
    topic: Annotated[str | None, typer.Option(metavar="WORDS", help="Only on this topic (of a ledger file).")] = None,
    outlet: Outlet = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 50,
    csv: Csv = False,
) -> None:
    """Who is for and against what in these articles, with the conditions: one row an actor, one column a topic.

    Of a ledger file (`selon add`), one row a position, by day; --actor, --topic, --outlet, --since, --until, --limit and
    --csv are for these. With --json, one object for each article: its positions with the words that they rest on. Inputs that cannot be read
    get a message and the exit code 1; all others are read.
    """
    from selon.cli.inputs import complain, read_inputs, with_progress
    from selon.cli.positions_of_ledger import is_ledger, print_positions

    if len(files) == 1 and is_ledger(files[0]):
        where = filters(
            actor=actor, topic=topic, outlet=outlet, since=since, until=until, min_confidence=min_confidence
        )
        print_positions(files[0], where, limit=limit, as_json=json, as_csv=csv)
        return
    if csv or any((actor, topic, outlet, since, until)):
        complain("--actor, --topic, --outlet, --since, --until and --csv need a ledger file, and nothing beside it")
        raise typer.Exit(2)
    how = How(lang=lang, date=date, genre=genre, pipeline=pipeline, min_confidence=min_confidence)
    found = with_progress(read_inputs(files, how), len(files))
    if json:
        import json as jsonlib
        import sys

        for name, ledger in found:
            line = jsonlib.dumps({"file": name, "positions": rows(ledger)}, ensure_ascii=False)
            sys.stdout.buffer.write(line.encode("utf8", "backslashreplace") + b"\n")
            sys.stdout.buffer.flush()
        return
    from rich.console import Console
    from rich.rule import Rule
    from rich.text import Text

    from selon.cli.names import DIM
    from selon.cli.printable import printable

    console = Console(highlight=False, markup=False, emoji=False)
    for name, ledger in found:
        title = printable(ledger.document.title or name)
        console.print(Rule(Text(title, "bold"), align="left", style=DIM))
        if not ledger.positions:
            console.print(Text("Nobody is found to be for or against anything.\n", DIM))
            continue
        for table in matrices(ledger, width=console.width):
            console.print(table)


def rows(ledger: Ledger) -> list[dict[str, object]]:
    """The positions with names and words in place of ids and spans; the spans stay beside them."""
    names = {e.id: e.name for e in ledger.entities}
    return [
        {
            "id": p.id,
            "who": names.get(p.who, p.who),
            "stance": p.stance,
            "topic": p.topic.label,
            "words": ledger.words(p.topic.span),
            "span": list(p.topic.span),
            "because": [ledger.words(s) for s in p.because],
            "unless": [ledger.words(s) for s in p.unless],
            "when": p.when.model_dump() if p.when else None,
            "statement": p.statement,
        }
        for p in ledger.positions
    ]


def matrices(ledger: Ledger, *, width: int) -> list[Table]:
    """Actors × topics, as many tables below each other as the topics need at this width."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    from selon.cli.printable import printable

    names = {e.id: e.name for e in ledger.entities}
    actors = list(dict.fromkeys(p.who for p in ledger.positions))
    topics = list(dict.fromkeys(p.topic.label for p in ledger.positions))
    at_once = max(1, (width - 22) // 26)
    out = []
    for start in range(0, len(topics), at_once):
        some = topics[start : start + at_once]
        table = Table(box=SIMPLE_HEAD, pad_edge=False)
        table.add_column("who", overflow="fold", max_width=20)
        for topic in some:
            table.add_column(Text(printable(topic)), overflow="fold", max_width=40)
        for a in actors:
            cells = [_cell(ledger, [p for p in ledger.positions if p.who == a and p.topic.label == t]) for t in some]
            if any(cells):
                table.add_row(Text(printable(names.get(a, a)), "bold"), *cells)
        out.append(table)
    return out


def _cell(ledger: Ledger, positions: list[Position]) -> Text:
    """Stance, conditions and reasons of one actor on one topic."""
    from rich.text import Text

    from selon.cli.names import DIM
    from selon.cli.printable import printable

    cell = Text()
    for p in positions:
        cell.append(("\n" if cell else "") + p.stance, "green" if p.stance == "supports" else "red")
        for s in p.unless:
            cell.append(f"\ncondition: {printable(ledger.words(s))}", "yellow")
        for s in p.because:
            cell.append(f"\nbecause: {printable(ledger.words(s))}", DIM)
    return cell
