"""Between the records of a ledger and the rows of the file: both ways, nothing lost on either."""

from __future__ import annotations

import json
import re
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from selon.model import (
    Document,
    Entity,
    Event,
    Figure,
    Ledger,
    Made,
    Period,
    Position,
    Problem,
    Published,
    Reason,
    Source,
    Span,
    Statement,
    Time,
    Topic,
)

BETWEEN = " … "  # between two spans of one content
SPANS = {"content", "quoted", "because", "unless", "evidence"}
PARTS = {
    "entity": "entities", "statement": "statements", "figure": "figures", "timex": "times", "event": "events",
    "position": "positions",
}  # fmt: skip
_NUMBERS = re.compile(r"(\d+)")


def insert_records(connection: sqlite3.Connection, article_id: int, ledger: Ledger) -> None:
    """Writes every record of a ledger as rows of an article that is there; opens no transaction of its own."""
    for part, plural in PARTS.items():
        for record in getattr(ledger, plural):
            insert_record(connection, article_id, part, record, ledger.document.text)
    for n, p in enumerate(ledger.problems, 1):
        _insert(connection, "problem", {"article_id": article_id, "id": n, "kind": p.kind, "message": p.message})
        _insert_spans(connection, article_id, "problem", str(n), "problem", p.spans)


def insert_record(
    connection: sqlite3.Connection, article_id: int, part: str, record: Made, text: str, *, standing: str = "extracted"
) -> None:
    """Writes one record (`part` is 'entity', 'statement', 'figure', 'timex', 'event' or 'position') with its spans."""
    row, lists = record_row(part, record, text)
    _insert(connection, part, {"article_id": article_id, **row, "standing": standing})
    for role, spans in lists.items():
        _insert_spans(connection, article_id, part, row["id"], role, spans)
    if isinstance(record, Entity):
        for n, role in enumerate(record.roles):
            _insert(connection, "role", {"article_id": article_id, "entity_id": record.id, "n": n, "role": role})
        connection.executemany(
            "INSERT INTO mention (article_id, entity_id, n, span_start, span_end) VALUES (?, ?, ?, ?, ?)",
            [(article_id, record.id, n, *span) for n, span in enumerate(record.mentions)],
        )
    if isinstance(record, Event):
        connection.executemany(
            "INSERT INTO event_entity (article_id, event_id, part, n, entity_id) VALUES (?, ?, ?, ?, ?)",
            [(article_id, record.id, p, n, e) for p in ("who", "whom") for n, e in enumerate(getattr(record, p))],
        )


def record_row(part: str, record: Made, text: str) -> tuple[dict[str, Any], dict[str, list[Span]]]:
    """The columns of a record in its own table (without article and standing), and its lists of spans by role."""
    lists = {role: list(getattr(record, role, [])) for role in SPANS}
    match record:
        case Entity():
            row: dict[str, Any] = {
                "id": record.id, "kind": record.kind, "name": record.name, "of_entity": record.of, "wikidata": record.wikidata,
            }  # fmt: skip
        case Statement():
            addressee = record.addressee or Source()
            row = {
                "id": record.id, "kind": record.kind, "act": record.act, "denied": int(record.denied),
                **_span("source", record.source.span), "source_entity": record.source.entity,
                **_span("cue", record.cue),
                **_span("addressee", addressee.span), "addressee_entity": addressee.entity,
                **_span("occasion", record.occasion), **_period("when", record.when),
                "within": record.within, "confidence": record.confidence,
                "content": BETWEEN.join(text[start:end] for start, end in record.content),
            }  # fmt: skip
        case Figure():
            row = {
                "id": record.id, **_span("span", record.span), "low": record.low, "high": record.high,
                "comparator": record.comparator, "unit": record.unit, "measure": record.measure,
                "part_of": record.part_of, "statement_id": record.statement, "according_to": record.according_to,
                "place": record.place, **_period("period", record.period),
            }  # fmt: skip
        case Time():
            row = {
                "id": record.id, **_span("span", record.span), "type": record.type, "value": record.value,
                "day_start": record.start, "day_end": record.end,
            }  # fmt: skip
        case Event():
            row = {
                "id": record.id, "type": record.type, **_span("span", record.span), **_period("when", record.when),
                "where_entity": record.where, "planned": int(record.planned), "statement_id": record.statement,
            }  # fmt: skip
        case Position():
            row = {
                "id": record.id, "who": record.who, **_span("topic", record.topic.span), "topic": record.topic.label,
                "stance": record.stance, "statement_id": record.statement, **_period("when", record.when),
            }  # fmt: skip
        case _:
            raise TypeError(f"{part} {record!r} is no record of a ledger")
    return row | {"rule": record.rule}, lists


def delete_records(connection: sqlite3.Connection, article_id: int) -> None:
    """Removes every record of an article, and what hangs on them; the article stays."""
    for table in (*reversed(PARTS), "problem", "span"):
        connection.execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))


def load_ledger(connection: sqlite3.Connection, article_id: int, *, rejected: bool = False) -> Ledger:
    """The ledger of an article as it stands today, corrections applied; without what people rejected unless asked.

    Raises `KeyError` for an article that is not there.
    """
    document = load_document(connection, article_id)
    rows = _Rows(connection, article_id)
    ledger = Ledger(
        document=document,
        entities=[
            Entity(
                **rows.made("entity", r), kind=r["kind"], name=r["name"], of=r["of_entity"], wikidata=r["wikidata"],
                roles=rows.roles[r["id"]], mentions=rows.mentions[r["id"]],
            )
            for r in rows.of("entity")
        ],
        statements=[_statement(rows, r) for r in rows.of("statement")],
        figures=[
            Figure(
                **rows.made("figure", r), span=(r["span_start"], r["span_end"]), low=r["low"], high=r["high"],
                comparator=r["comparator"], unit=r["unit"], measure=r["measure"], part_of=r["part_of"],
                statement=r["statement_id"], according_to=r["according_to"], place=r["place"],
                period=_to_period(r, "period"),
            )
            for r in rows.of("figure")
        ],
        times=[
            Time(
                **rows.made("timex", r), span=(r["span_start"], r["span_end"]), type=r["type"], value=r["value"],
                start=r["day_start"], end=r["day_end"],
            )
            for r in rows.of("timex")
        ],
        events=[
            Event(
                **rows.made("event", r), type=r["type"], span=(r["span_start"], r["span_end"]),
                who=rows.parties[r["id"], "who"], whom=rows.parties[r["id"], "whom"], when=_to_period(r, "when"),
                where=r["where_entity"], planned=bool(r["planned"]), statement=r["statement_id"],
            )
            for r in rows.of("event")
        ],
        positions=[
            Position(
                **rows.made("position", r), who=r["who"], stance=r["stance"], statement=r["statement_id"],
                topic=Topic(span=(r["topic_start"], r["topic_end"]), label=r["topic"]),
                because=rows.spans["position", r["id"], "because"], unless=rows.spans["position", r["id"], "unless"],
                when=_to_period(r, "when"),
            )
            for r in rows.of("position")
        ],
        problems=[
            Problem(kind=r["kind"], message=r["message"], spans=rows.spans["problem", str(r["id"]), "problem"])
            for r in rows.of("problem")
        ],
    )  # fmt: skip
    return ledger if rejected else without(ledger, rows.rejected)


def standings(connection: sqlite3.Connection, article_id: int) -> dict[str, str]:
    """How the records of an article stand that people have touched: 'confirmed', 'edited', 'added' or 'rejected', by id."""
    query = " UNION ALL ".join(
        f"SELECT id, standing FROM {part} WHERE article_id = ?1 AND standing <> 'extracted'" for part in PARTS
    )
    return {r[0]: r[1] for r in connection.execute(query, (article_id,))}


def without(ledger: Ledger, ids: Iterable[str]) -> Ledger:
    """The ledger without some records; what pointed at one of them stays and points nowhere."""
    gone = set(ids)
    if not gone:
        return ledger

    def to(id_: str | None) -> str | None:
        return None if id_ in gone else id_

    def source(held: Source) -> Source:
        return held.model_copy(update={"entity": to(held.entity)})

    def kept(records: Iterable[Any], **change: Any) -> list[Any]:
        return [
            r.model_copy(update={field: f(getattr(r, field)) for field, f in change.items()})
            for r in records
            if r.id not in gone
        ]

    return ledger.model_copy(
        update={
            "entities": kept(ledger.entities, of=to),
            "statements": kept(
                ledger.statements, source=source, addressee=lambda a: source(a) if a else None, within=to
            ),
            "figures": kept(ledger.figures, part_of=to, statement=to, according_to=to, place=to),
            "times": kept(ledger.times),
            "events": kept(
                ledger.events,
                who=lambda ids: [i for i in ids if i not in gone],
                whom=lambda ids: [i for i in ids if i not in gone],
                where=to,
                statement=to,
            ),
            # A position that is nobody's says nothing.
            "positions": kept([p for p in ledger.positions if p.who not in gone], statement=to),
        }
    )


def load_document(connection: sqlite3.Connection, article_id: int) -> Document:
    """What the file holds of an article besides its records; `KeyError` where there is no such article."""
    found = _rows(connection, "SELECT * FROM article WHERE id = ?", article_id)
    if not found:
        raise KeyError(article_id)
    a = found[0]
    return Document(
        id=a["sha256"],
        text=a["text"],
        lang=a["lang"],
        title=a["title"],
        url=a["url"],
        outlet=a["outlet"],
        published=Published(
            given=a["published_given"],
            value=a["published"],
            candidates=json.loads(a["published_candidates"]),
            because=[Reason.model_validate(r) for r in json.loads(a["published_because"])],
        ),
    )


def pack(ledger: Ledger) -> bytes:
    """A ledger as the file keeps it: JSON without the text, which the article has, compressed."""
    bare = ledger.model_copy(update={"document": ledger.document.model_copy(update={"text": ""})})
    return zlib.compress(bare.model_dump_json().encode("utf8"))


def load_extracted(connection: sqlite3.Connection, article_id: int) -> Ledger:
    """The ledger of an article as the extraction made it, before any correction; `KeyError` where there is none."""
    found = connection.execute(
        "SELECT l.json, a.text FROM ledger AS l JOIN article AS a ON a.id = l.article_id WHERE a.id = ?", (article_id,)
    ).fetchone()
    if found is None:
        raise KeyError(article_id)
    ledger = Ledger.model_validate_json(zlib.decompress(found[0]))
    return ledger.model_copy(update={"document": ledger.document.model_copy(update={"text": found[1]})})


def natural(id_: str) -> tuple[tuple[int, int, str], ...]:
    """The order of ids in which s2 stands before s10."""
    return tuple((0, int(p), "") if p.isdecimal() else (1, 0, p) for p in _NUMBERS.split(id_))


class _Rows:
    """Every row that hangs on one article."""

    def __init__(self, connection: sqlite3.Connection, article_id: int) -> None:
        self.connection, self.article_id = connection, article_id
        self.rejected: set[str] = set()
        self.spans: defaultdict[tuple[str, str, str], list[Span]] = defaultdict(list)
        self.roles: defaultdict[str, list[str]] = defaultdict(list)
        self.mentions: defaultdict[str, list[Span]] = defaultdict(list)
        self.parties: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for r in _rows(connection, "SELECT * FROM span WHERE article_id = ? ORDER BY n", article_id):
            self.spans[r["part"], r["record_id"], r["role"]].append((r["span_start"], r["span_end"]))
        for r in _rows(connection, "SELECT * FROM role WHERE article_id = ? ORDER BY n", article_id):
            self.roles[r["entity_id"]].append(r["role"])
        for r in _rows(connection, "SELECT * FROM mention WHERE article_id = ? ORDER BY n", article_id):
            self.mentions[r["entity_id"]].append((r["span_start"], r["span_end"]))
        for r in _rows(connection, "SELECT * FROM event_entity WHERE article_id = ? ORDER BY n", article_id):
            self.parties[r["event_id"], r["part"]].append(r["entity_id"])

    def of(self, table: str) -> list[dict[str, Any]]:
        """The rows of one table in the order of their ids."""
        rows = _rows(self.connection, f"SELECT * FROM {table} WHERE article_id = ?", self.article_id)
        self.rejected |= {r["id"] for r in rows if r.get("standing") == "rejected"}
        return sorted(rows, key=lambda r: natural(str(r["id"])))

    def made(self, part: str, row: dict[str, Any]) -> dict[str, Any]:
        """What every record has: id, rule, evidence."""
        return {"id": row["id"], "rule": row["rule"], "evidence": self.spans[part, row["id"], "evidence"]}


def _statement(rows: _Rows, r: dict[str, Any]) -> Statement:
    """The statement of a row."""
    addressee = Source(span=_to_span(r, "addressee"), entity=r["addressee_entity"])
    return Statement(
        **rows.made("statement", r), kind=r["kind"], act=r["act"], denied=bool(r["denied"]),
        source=Source(span=_to_span(r, "source"), entity=r["source_entity"]), cue=_to_span(r, "cue"),
        content=rows.spans["statement", r["id"], "content"], quoted=rows.spans["statement", r["id"], "quoted"],
        addressee=addressee if addressee.span or addressee.entity else None, occasion=_to_span(r, "occasion"),
        when=_to_period(r, "when"), within=r["within"], confidence=r["confidence"],
    )  # fmt: skip


def _rows(connection: sqlite3.Connection, sql: str, *values: object) -> list[dict[str, Any]]:
    """The rows of a query as dicts, whatever the connection's row factory."""
    cursor = connection.execute(sql, values)
    names = [d[0] for d in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _insert(connection: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    """One row; the names of the columns are the code's own."""
    connection.execute(
        f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", tuple(row.values())
    )


def _insert_spans(
    connection: sqlite3.Connection, article_id: int, part: str, record_id: str, role: str, spans: list[Span]
) -> None:
    """The spans of one role of a record."""
    if spans:
        connection.executemany(
            "INSERT INTO span (article_id, part, record_id, role, n, span_start, span_end) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(article_id, part, record_id, role, n, *span) for n, span in enumerate(spans)],
        )


def _span(name: str, span: Span | None) -> dict[str, int | None]:
    """The two columns of a span."""
    return {f"{name}_start": span[0] if span else None, f"{name}_end": span[1] if span else None}


def _period(name: str, period: Period | None) -> dict[str, str | None]:
    """The two columns of a period."""
    return {f"{name}_start": period.start if period else None, f"{name}_end": period.end if period else None}


def _to_span(row: dict[str, Any], name: str) -> Span | None:
    """The span of two columns."""
    start, end = row[f"{name}_start"], row[f"{name}_end"]
    return None if start is None else (start, end)


def _to_period(row: dict[str, Any], name: str) -> Period | None:
    """The period of two columns; one of which nothing is known is none."""
    start, end = row[f"{name}_start"], row[f"{name}_end"]
    return None if start is None and end is None else Period(start=start, end=end)
