"""Discourse Network Analyzer 3: each position as a statement of the type "DNA Statement", in the program's own SQLite tables.

Variables: person, organization, concept (the label of the topic), agreement (1 supports, 0 opposes), as the program's default
type has them, and two long texts beside them, `conditions` and `reasons`, which hold the words of `unless` and
`because`: a conditional stance stays conditional. An actor that is no person is an organization; the body that a person belongs
to is the organization of that person. The coder is called Admin, the password is `selon`.

The tables, columns and values are those that version 3.0 of the program reads, by its published source; the password is the digest
that its library documents (SHA-256, salt of 16 bytes, 100,000 rounds). Not verified: the file has not been opened in the program.
"""

from __future__ import annotations

import base64
import hashlib
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from selon.export.names import entity, words
from selon.model import Ledger, Position, Span

LONGEST = 190  # characters of a short text
PASSWORD = "selon"
ROUNDS = 100_000
PERSON, ORGANIZATION, CONCEPT, AGREEMENT, CONDITIONS, REASONS = range(1, 7)
VARIABLES = [
    (PERSON, "person", "short text"),
    (ORGANIZATION, "organization", "short text"),
    (CONCEPT, "concept", "short text"),
    (AGREEMENT, "agreement", "boolean"),
    (CONDITIONS, "conditions", "long text"),
    (REASONS, "reasons", "long text"),
]
ATTRIBUTES = ["Type", "Alias", "Notes"]  # of every short text; Notes holds the Wikidata id


def write(ledgers: Iterable[Ledger], path: Path) -> int:
    """A `.dna` file with every article and its positions; how many articles."""
    path.unlink(missing_ok=True)  # what an earlier, interrupted export left
    db = sqlite3.connect(path)
    try:
        db.executescript(files("selon.export").joinpath("dna.sql").read_text(encoding="utf8"))
        _defaults(db)
        n = 0
        for n, ledger in enumerate(ledgers, 1):
            _article(db, n, ledger)
        db.commit()
        return n
    finally:
        db.close()


def password_digest(password: str, salt: bytes) -> str:
    """A password as the program stores it: base64 of the salt (16 bytes) and the digest of salt and password."""
    digest = hashlib.sha256(salt + password.encode()).digest()
    for _ in range(ROUNDS - 1):
        digest = hashlib.sha256(digest).digest()
    return base64.b64encode(salt + digest).decode("ascii")


def java_offsets(text: str) -> tuple[str, list[int]]:
    """The text as the program's editor holds it, and for each offset in code points the one there.

    The program counts UTF-16 units, and its editor has one character for a line break of two.
    """
    out: list[str] = []
    offsets = [0]
    at = 0
    for n, c in enumerate(text):
        if c == "\r":
            if not text.startswith("\n", n + 1):
                out.append("\n")
                at += 1
        else:
            out.append(c)
            at += 2 if ord(c) > 0xFFFF else 1
        offsets.append(at)
    return "".join(out), offsets


def _defaults(db: sqlite3.Connection) -> None:
    """Version, coder, statement type and variables."""
    db.executemany("INSERT INTO SETTINGS VALUES (?, ?)", [("version", "3.0.8"), ("date", "2022-06-16")])
    # The salt is fixed: the password is no secret, and the same ledger gives the same file.
    password = password_digest(PASSWORD, hashlib.sha256(b"selon").digest()[:16])
    db.execute(
        "INSERT INTO CODERS (ID, Name, Red, Green, Blue, Password) VALUES (1, 'Admin', 255, 255, 0, ?)", [password]
    )
    db.execute("INSERT INTO STATEMENTTYPES VALUES (1, 'DNA Statement', 239, 208, 51)")
    db.executemany("INSERT INTO VARIABLES VALUES (?, ?, ?, 1)", VARIABLES)
    for variable in (PERSON, ORGANIZATION, CONCEPT):
        for name in ATTRIBUTES:
            db.execute("INSERT INTO ATTRIBUTEVARIABLES (VariableId, AttributeVariable) VALUES (?, ?)", (variable, name))


def _article(db: sqlite3.Connection, n: int, ledger: Ledger) -> None:
    """A document and the statements in it."""
    d = ledger.document
    text, offsets = java_offsets(d.text)
    notes = "; ".join(x for x in (d.url, f"published {d.published.given}" if d.published.given else None) if x)
    row = (n, _short(d.title or d.id[:12]), text, 1, "", _short(d.outlet or ""), "", notes, "", _seconds(ledger))
    db.execute("INSERT INTO DOCUMENTS VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    for p in ledger.positions:
        start, stop = (offsets[x] for x in _span(ledger, p))
        if start >= stop:
            continue
        made = db.execute(
            "INSERT INTO STATEMENTS (StatementTypeId, DocumentId, Start, Stop, Coder) VALUES (1, ?, ?, ?, 1)",
            (n, start, stop),
        )
        id_ = made.lastrowid
        person, organization = _actor(ledger, p)
        short = {PERSON: person, ORGANIZATION: organization, CONCEPT: (p.topic.label, "", "")}
        for variable, value in short.items():
            held = _entity(db, variable, *value)
            db.execute(
                "INSERT INTO DATASHORTTEXT (StatementId, VariableId, Entity) VALUES (?, ?, ?)", (id_, variable, held)
            )
        agrees = int(p.stance == "supports")
        db.execute(
            "INSERT INTO DATABOOLEAN (StatementId, VariableId, Value) VALUES (?, ?, ?)", (id_, AGREEMENT, agrees)
        )
        for variable, spans in ((CONDITIONS, p.unless), (REASONS, p.because)):
            long = (id_, variable, words(ledger, spans))
            db.execute("INSERT INTO DATALONGTEXT (StatementId, VariableId, Value) VALUES (?, ?, ?)", long)


Name = tuple[str, str, str]  # name, type, notes
NOBODY: Name = ("", "", "")


def _actor(ledger: Ledger, position: Position) -> tuple[Name, Name]:
    """The person and the organization of a position; the one that is not known is empty."""
    who = entity(ledger, position.who)
    if who is None:
        return NOBODY, NOBODY
    if who.kind != "person":
        return NOBODY, (who.name, who.kind, who.wikidata or "")
    of = entity(ledger, who.of)
    return (who.name, "; ".join(who.roles), who.wikidata or ""), (of.name, of.kind, of.wikidata or "") if of else NOBODY


def _entity(db: sqlite3.Connection, variable: int, name: str, kind: str, notes: str) -> int:
    """The number of a short text, new where it is not there yet."""
    value = _short(name)
    found = db.execute("SELECT ID FROM ENTITIES WHERE VariableId = ? AND Value = ?", (variable, value)).fetchone()
    if found:
        return int(found[0])
    made = db.execute(
        "INSERT INTO ENTITIES (VariableId, Value, Red, Green, Blue) VALUES (?, ?, 0, 0, 0)", (variable, value)
    )
    values = dict(zip(ATTRIBUTES, (_short(kind), "", _short(notes)), strict=True))
    for attribute, name_ in db.execute(
        "SELECT ID, AttributeVariable FROM ATTRIBUTEVARIABLES WHERE VariableId = ?", [variable]
    ).fetchall():
        db.execute(
            "INSERT INTO ATTRIBUTEVALUES (EntityId, AttributeVariableId, AttributeValue) VALUES (?, ?, ?)",
            (made.lastrowid, attribute, values[name_]),
        )
    return int(made.lastrowid or 0)


def _span(ledger: Ledger, position: Position) -> Span:
    """The words that are coded: the content of the statement that holds the position, else its topic and grounds."""
    statement = next((s for s in ledger.statements if s.id == position.statement), None)
    spans = statement.content if statement and statement.content else []
    spans = spans or [position.topic.span, *position.because, *position.unless]
    return min(s[0] for s in spans), max(s[1] for s in spans)


def _seconds(ledger: Ledger) -> int:
    """Noon of the day of publication (UTC) in seconds since 1970; where only a month or year is known, of its first day."""
    published = ledger.document.published
    day = published.value or published.given or ""
    parts = [int(x) for x in day.split("-") if x.isdigit()]
    if not parts:
        return 0
    year, month, of_month = [*parts, 1, 1][:3]
    return int(datetime(year, month, of_month, 12, tzinfo=UTC).timestamp())


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
