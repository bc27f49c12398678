"""`selon corrections`: what people change in a ledger, undo, settle, and carry to another file."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from selon.cli.correcting import Who, Why, parse_fields, record_of, who_corrects
from selon.cli.options import Json, LedgerPath

if TYPE_CHECKING:
    from selon.store import LedgerFile
    from selon.store.corrections import Correction

ACTIONS = ("list", "unsettled", "confirm", "reject", "edit", "add", "undo", "export", "import")
HELP = """What people changed in a ledger, and changes to it.

    \b
    list                       the log, the latest last
    unsettled                  what fits nothing any more or contradicts a later correction
    confirm ARTICLE:RECORD     this record is right
    reject ARTICLE:RECORD      it is not; it is left out from now on
    edit ARTICLE:RECORD FIELD=VALUE…    act=warn, cue="a dit", source.entity=e3
    add ARTICLE PART FIELD=VALUE…       a record that was missed; PART is statement, figure, entity, timex, event or position
    undo ID                    undoes a correction, or brings it back
    export [FILE]              the log as JSON Lines, to be compared and merged
    import FILE                takes over the corrections of another ledger; conflicts are shown

Nothing is overwritten: the log is only added to, and replayed when articles are extracted anew.
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the log as it is shown."""

    id: str
    at: str
    who: str
    kind: str
    what: str
    article: str | None
    words: str
    why: str | None
    undone: bool
    unsettled: str | None = None


def corrections(
    ledger: LedgerPath,
    action: Annotated[str, typer.Argument(metavar="[ACTION]", help="See above.")] = "list",
    arguments: Annotated[list[str] | None, typer.Argument(metavar="[…]")] = None,
    who: Who = None,
    why: Why = None,
    json: Json = False,
) -> None:
    """Confirm, reject, edit, add, undo; export and import the log."""
    from selon.cli.inputs import complain
    from selon.cli.ledgers import open_ledger
    from selon.store.corrections import CorrectionError

    if action not in ACTIONS:
        complain(f"there is no action {action!r}; there are {', '.join(ACTIONS)}")
        raise typer.Exit(2)
    rest = arguments or []
    with open_ledger(ledger, write=action not in ("list", "unsettled", "export")) as held:
        try:
            act(held, action, rest, who_corrects(who), why, json=json)
        except (CorrectionError, ValueError, OSError) as e:
            complain(str(e))
            raise typer.Exit(1) from None


def act(held: LedgerFile, action: str, rest: list[str], who: str, why: str | None, *, json: bool) -> None:
    """One action on the log."""
    match action:
        case "list":
            show_log(held, json)
        case "unsettled":
            show_unsettled(held, json)
        case "export":
            export_log(held, rest)
        case "import":
            import_log(held, rest)
        case "edit":
            edit(held, rest, who, why)
        case "add":
            add(held, rest, who, why)
        case "undo":
            undo(held, rest, who, why)
        case _:
            judge(held, action, rest, who, why)


corrections.__doc__ = HELP


def entries(held: LedgerFile, only: Callable[[Entry], bool]) -> list[Entry]:
    """The log as it is shown."""
    from selon.store.corrections import undone
    from selon.store.corrections_log import unsettled
    from selon.store.corrections_rows import article_of, load

    log = load(held.connection)
    off, whys = undone(log), {c.id: w for c, w in unsettled(held.connection)}
    out = []
    for c in log:
        article = article_of(held.connection, c.article)
        out.append(
            Entry(
                c.id, c.at, c.who, c.kind, what(c), str(article) if article else (c.article or {}).get("sha256"),
                words(c), c.why, c.id in off, whys.get(c.id),
            )
        )  # fmt: skip
    return [e for e in out if only(e)]


def what(c: Correction) -> str:
    """What a correction is about and what it sets."""
    import json

    if c.target == "actor":
        actor = (c.before or {}).get("actor", {}).get("name")
        into = (c.after or {}).get("into", {}).get("name")
        apart = ", ".join(e["name"] for e in (c.after or {}).get("entities", []))
        return " ".join(
            x for x in ("actor", actor, f"into {into}" if into else None, apart, (c.after or {}).get("name")) if x
        )
    changes = c.after if c.kind == "edit" else {}
    said = ", ".join(f"{k}={json.dumps(v, ensure_ascii=False)}" for k, v in (changes or {}).items())
    return " ".join(x for x in (c.target, c.record, said) if x)


def words(c: Correction) -> str:
    """The words that a correction hangs on."""
    record = (c.anchor or {}).get("record") or {}
    quotes = [q["exact"] for held in record.get("spans", {}).values() for q in held]
    quotes = quotes or [q["exact"] for q in (c.anchor or {}).get("spans", {}).values()]
    return " … ".join(dict.fromkeys(quotes))[:120]


def show_log(held: LedgerFile, json: bool) -> None:
    """The whole log."""
    from selon.cli.ledgers import print_rows

    found = entries(held, lambda _: True)
    columns = ("id", "at", "who", "kind", "what", "article", "words", "why", "undone")
    print_rows(found, Entry, as_json=json, as_csv=False, columns=columns, none="nobody has corrected anything yet")


def show_unsettled(held: LedgerFile, json: bool) -> None:
    """What people have to settle."""
    from selon.cli.ledgers import print_rows

    found = entries(held, lambda e: e.unsettled is not None)
    columns = ("id", "who", "kind", "what", "words", "unsettled")
    print_rows(found, Entry, as_json=json, as_csv=False, columns=columns, none="nothing is left to settle")


def export_log(held: LedgerFile, rest: list[str]) -> None:
    """The log as JSON Lines to a file or standard output."""
    from selon.store.corrections_log import export_lines

    text = "".join(f"{line}\n" for line in export_lines(held.connection))
    if rest and rest[0] != "-":
        path = Path(rest[0])
        if path.exists():
            raise ValueError(f"{path} is there already; name another file or move it away")
        path.write_text(text, encoding="utf8", newline="\n")
    else:
        sys.stdout.buffer.write(text.encode("utf8"))
        sys.stdout.buffer.flush()


def judge(held: LedgerFile, action: str, rest: list[str], who: str, why: str | None) -> None:
    """Confirm or reject some records."""
    from selon.store.corrections_log import correct

    if not rest:
        raise ValueError(f"which record? selon corrections LEDGER.db {action} 12:s3")
    with held.writing() as db:
        for named in rest:
            article, id_ = record_of(named)
            made = correct(db, article, action, part_of(held, article, id_), id_, who=who, why=why)
            told(made)


def part_of(held: LedgerFile, article: int, id_: str) -> str:
    """The part of the ledger that a record stands in."""
    from selon.store.anchoring import PLURALS

    try:
        ledger = held.ledger(article, rejected=True)
    except KeyError:
        raise ValueError(f"there is no article {article}") from None
    for part, plural in PLURALS.items():
        if any(r.id == id_ for r in getattr(ledger, plural)):
            return part
    raise ValueError(f"there is no record {id_} in article {article}")


def edit(held: LedgerFile, rest: list[str], who: str, why: str | None) -> None:
    """New values for fields of a record."""
    from selon.store.anchoring import PLURALS
    from selon.store.corrections_log import correct

    if len(rest) < 2:
        raise ValueError("what is to be changed? selon corrections LEDGER.db edit 12:s3 act=warn")
    article, id_ = record_of(rest[0])
    part = part_of(held, article, id_)
    ledger = held.ledger(article, rejected=True)
    record = next(r for r in getattr(ledger, PLURALS[part]) if r.id == id_)
    after = parse_fields(rest[1:], ledger, record.model_dump(mode="json"))
    with held.writing() as db:
        told(correct(db, article, "edit", part, id_, who=who, why=why, after=after))


def add(held: LedgerFile, rest: list[str], who: str, why: str | None) -> None:
    """A record that the extraction missed."""
    from selon.store.corrections_log import correct

    if len(rest) < 3 or not rest[0].isdecimal():
        raise ValueError('selon corrections LEDGER.db add 12 statement kind=indirect act=say cue="a dit" content="…"')
    article, part = int(rest[0]), rest[1]
    try:
        ledger = held.ledger(article)
    except KeyError:
        raise ValueError(f"there is no article {article}") from None
    after = parse_fields(rest[2:], ledger, {})
    with held.writing() as db:
        told(correct(db, article, "add", part, None, who=who, why=why, after=after))


def undo(held: LedgerFile, rest: list[str], who: str, why: str | None) -> None:
    """Undoes corrections."""
    from selon.store.corrections_log import undo as undo_one

    if not rest:
        raise ValueError("which correction? selon corrections LEDGER.db undo ID")
    with held.writing() as db:
        for id_ in rest:
            told(undo_one(db, id_, who=who, why=why))


def import_log(held: LedgerFile, rest: list[str]) -> None:
    """The corrections of another ledger."""
    from selon.cli.inputs import complain
    from selon.store.corrections_log import import_lines

    if len(rest) != 1:
        raise ValueError("which file? selon corrections LEDGER.db import FILE")
    if rest[0] == "-":
        lines = sys.stdin.buffer.read().decode("utf8", "replace").split("\n")
    else:
        lines = Path(rest[0]).read_text(encoding="utf8", errors="replace").split("\n")
    with held.writing() as db:
        carried = import_lines(db, lines)
    complain(f"{len(carried.new)} new, {carried.known} known already, {len(carried.unsettled)} to settle")
    for id_, reason in carried.unsettled.items():
        complain(f"{id_}: {reason}")


def told(c: Correction) -> None:
    """Says on standard error what was written, with the id by which it can be undone."""
    from selon.cli.inputs import complain

    complain(f"{c.kind} {c.record or c.target}: {c.id}")
