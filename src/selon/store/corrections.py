"""What people change in the records of an article, as a log that is replayed over what the extraction said.

A correction is appended and never changed: confirm, reject, edit, add, or undo of another one. It is anchored by words, so
that it finds its record after another extraction; a record that people confirmed or edited and that the extraction no
longer makes is put back as they left it. What fits nothing any more is left unsettled, with the reason.

This module is pure: ledgers and corrections in, ledgers and reasons out. `corrections_log` keeps them in the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from pydantic import ValidationError

from selon.message import Message
from selon.model import Entity, Event, Figure, Ledger, Position, Span, Statement, Time
from selon.store.anchoring import (
    PLURALS,
    Json,
    Kept,
    Unfit,
    find_quote,
    find_record,
    ids_in,
    quote,
    record_anchor,
    spans_in,
    translate,
)

Kind = Literal["confirm", "reject", "edit", "add", "merge", "split", "undo"]
KINDS: tuple[str, ...] = get_args(Kind)
MODELS: dict[str, type[Kept]] = {
    "entity": Entity,
    "statement": Statement,
    "figure": Figure,
    "timex": Time,
    "event": Event,
    "position": Position,
}
STANDINGS = {"confirm": "confirmed", "reject": "rejected", "edit": "edited", "add": "added"}

FIXED = frozenset(("id", "rule", "evidence"))  # what the extraction says of itself


class CorrectionError(ValueError):
    """A correction that cannot be made; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One entry of the log, the same in every file that it is carried to.

    `article` names the article by its text (`sha256`) and place; `record` is the id that its record had then. `before` and
    `after` hold the fields that change, with the standing; `anchor` the words by which everything in them is found again.
    """

    id: str
    at: str
    who: str
    kind: str
    target: str
    why: str | None = None
    article: Json = None
    record: str | None = None
    before: Json = None
    after: Json = None
    anchor: Json = None

    def line(self) -> str:
        """The correction as a line of JSON with its keys in order, so that files of them can be compared."""
        held = {k: getattr(self, k) for k in self.__dataclass_fields__}
        return json.dumps({k: v for k, v in held.items() if v is not None}, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_line(cls, line: str) -> Correction:
        """Raises `CorrectionError` for a line that is no correction."""
        try:
            held = json.loads(line)
        except ValueError as e:
            raise CorrectionError(f"no JSON: {e}") from None
        if not isinstance(held, dict):
            raise CorrectionError("no correction: it is no object")
        unknown = set(held) - set(cls.__dataclass_fields__)
        missing = [k for k in ("id", "at", "who", "kind", "target") if not isinstance(held.get(k), str) or not held[k]]
        if unknown or missing or held.get("kind") not in KINDS:
            what = f"unknown {', '.join(sorted(unknown))}" if unknown else f"no {', '.join(missing) or 'such kind'}"
            raise CorrectionError(f"no correction: {what}")
        return cls(**held)


@dataclass(slots=True)
class Replayed:
    """A ledger with its corrections: how each record stands, what is unsettled and why, and where each correction went."""

    ledger: Ledger
    standing: dict[tuple[str, str], str] = field(default_factory=dict)
    unsettled: dict[str, str] = field(default_factory=dict)
    found: dict[str, str] = field(default_factory=dict)


def active(corrections: Iterable[Correction]) -> list[Correction]:
    """The corrections in force, in the order in which they were made: undone ones are left out, undone undos undo nothing."""
    held = sorted(corrections, key=lambda c: (c.at, c.id))
    off = undone(held)
    return [c for c in held if c.id not in off and c.kind != "undo"]


def undone(corrections: Sequence[Correction]) -> dict[str, str]:
    """The id of each correction that is undone, and of the undo in force that does it; undos can be undone themselves."""
    undos: dict[str, list[str]] = {}
    for c in corrections:
        if c.kind == "undo" and c.record:
            undos.setdefault(c.record, []).append(c.id)
    known: dict[str, str | None] = {}

    def by(id_: str) -> str | None:
        if id_ not in known:
            known[id_] = None  # in a circle, which only a forged file can have, nothing undoes anything
            known[id_] = next((u for u in sorted(undos.get(id_, ())) if by(u) is None), None)
        return known[id_]

    return {c.id: u for c in corrections if (u := by(c.id)) is not None}


def replay(extracted: Ledger, corrections: Iterable[Correction]) -> Replayed:
    """What the extraction said of an article with what people changed; nothing is lost without a reason in `unsettled`."""
    state = Replayed(extracted.model_copy(deep=True))
    setters: dict[tuple[str, str, str], Correction] = {}
    for c in active(corrections):
        if c.target not in MODELS:
            continue
        try:
            _apply(state, c, setters)
        except Unfit as e:
            state.unsettled[c.id] = str(e)
    return state


def make(state: Replayed, kind: str, part: str, record_id: str | None, after: Json, **log: Any) -> Correction:
    """A correction of a ledger as it stands (`id`, `at`, `who`, `why`, `article` as keywords), checked and anchored.

    Raises `CorrectionError` where the record is not there, or what it is to become is no valid record of this article.
    """
    if part not in MODELS or kind not in STANDINGS:
        raise CorrectionError(f"{kind} {part}: people can confirm, reject, edit or add {', '.join(MODELS)}")
    ledger, before, record = state.ledger, None, None
    if kind == "add":
        whole = _whole(part, after, record_id or f"{part[0]}+0")
    else:
        record = next((r for r in getattr(ledger, PLURALS[part]) if r.id == record_id), None)
        if record is None:
            raise CorrectionError(
                Message("no_record", "there is no {part} {id} in this article", part=part, id=record_id)
            )
        dumped = record.model_dump(mode="json")
        before = {"standing": state.standing.get((part, record.id), "extracted")}
        if kind == "edit":
            unknown = sorted(set(after or {}) - (set(dumped) - FIXED))
            if unknown or not after:
                fields = ", ".join(k for k in dumped if k not in FIXED)
                raise CorrectionError(f"a {part} has no field {', '.join(unknown) or '(none given)'}; it has {fields}")
            before |= {k: dumped[k] for k in after}
        else:
            after = None
        whole = dumped | (after or {})
    made = _validated(ledger, part, whole)
    if kind in ("edit", "add"):  # as the record itself would write it: spans as lists, absent values as null
        dumped = made.model_dump(mode="json")
        after = {k: dumped[k] for k in after} if kind == "edit" else {**dumped, "rule": None}
    return Correction(
        kind=kind, target=part, record=record.id if record else None, before=before, after=after,
        anchor=_anchor(ledger, part, record, whole if kind == "add" else {**(before or {}), **whole}, before), **log,
    )  # fmt: skip


def _whole(part: str, after: Json, id_: str) -> Json:
    """A record to be added, with what every record has."""
    if not isinstance(after, dict):
        raise CorrectionError(f"a {part} to be added is an object with its fields")
    sure = {"confidence": 1.0} if part == "statement" else {}
    return {"id": id_, **sure, **after}


def _validated(ledger: Ledger, part: str, whole: Json) -> Kept:
    """The record, or `CorrectionError` where a field, a span or an id is not valid in this article."""
    try:
        made = MODELS[part].model_validate(whole)
    except ValidationError as e:
        first = e.errors()[0]
        name = ".".join(map(str, first["loc"])) or part
        if first["type"] == "literal_error":
            known = first["ctx"]["expected"]
            raise CorrectionError(Message("choice", "{field} can be {known}", field=name, known=known)) from None
        raise CorrectionError(Message("field", "{field}: {why}", field=name, why=first["msg"])) from None
    dumped = made.model_dump(mode="json")
    length = len(ledger.document.text)
    for start, end in spans_in(dumped):
        if not 0 <= start < end <= length:
            raise CorrectionError(
                Message(
                    "outside", "the span {start}–{end} lies outside the text, which has {length} characters",
                    start=start, end=end, length=length,
                )
            )  # fmt: skip
    known = {r.id for plural in PLURALS.values() for r in getattr(ledger, plural)}
    for id_ in ids_in(dumped):
        if id_ not in known:
            raise CorrectionError(Message("no_record_at_all", "there is no record {id} in this article", id=id_))
    return made


def _anchor(ledger: Ledger, part: str, record: Kept | None, whole: Json, before: Json) -> Json:
    """Everything by which a correction is found again: its record, each span in it, each record that it points at."""
    text = ledger.document.text
    held = {r.id: (p, r) for p, plural in PLURALS.items() for r in getattr(ledger, plural)}
    spans: set[Span] = {*spans_in(whole), *spans_in(before or {})}
    ids = {*ids_in(whole), *ids_in(before or {})}
    return {
        "record": record_anchor(ledger, part, record) if record else None,
        "whole": record.model_dump(mode="json") if record else None,
        "spans": {f"{a}-{b}": quote(text, (a, b)) for a, b in sorted(spans)},
        "records": {i: record_anchor(ledger, *held[i]) for i in sorted(ids) if i in held},
    }


def _apply(state: Replayed, c: Correction, setters: dict[tuple[str, str, str], Correction]) -> None:
    """One correction; raises `Unfit` where it fits nothing."""
    if c.kind == "add":
        _add(state, c, c.after, standing="added")
        return
    record = find_record(state.ledger, c.anchor["record"])
    if record is None:
        if c.kind == "reject":
            return  # what was to go is gone
        # People vouched for it, so it stays though the extraction makes it no longer.
        _add(state, c, {**c.anchor["whole"], **(c.after or {})}, standing=STANDINGS[c.kind])
        return
    state.found[c.id] = record.id
    key = (c.target, record.id)
    now = record.model_dump(mode="json") | {"standing": state.standing.get(key, "extracted")}
    changes = _moved(state.ledger, c, c.after or {}) | {"standing": STANDINGS[c.kind]}
    before = _moved_or_none(state.ledger, c)
    for name, value in changes.items():
        earlier = setters.get((*key, name))
        unaware = earlier is not None and before is not None and before.get(name) != now[name]
        if earlier is not None and unaware and value != now[name]:
            state.unsettled[earlier.id] = Message(
                "contradicted", "{who} set {field} of {part} {id} to {value} on {at}, not knowing that {other} had set it to "
                "{was}; the later one holds: undo one of {first} and {second}",
                who=c.who, field=name, part=c.target, id=record.id, value=_said(value), at=c.at, other=earlier.who,
                was=_said(now[name]), first=earlier.id, second=c.id,
            )  # fmt: skip
        setters[*key, name] = c
    standing = changes.pop("standing")
    if changes:
        _put(state, c.target, _checked(state.ledger, c.target, now | changes), record.id)
    state.standing[key] = standing


def _said(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value


def _moved_or_none(ledger: Ledger, c: Correction) -> Json | None:
    """What the record was before, in the places of today; `None` where that cannot be said any more."""
    try:
        return _moved(ledger, c, c.before or {})
    except Unfit:
        return None


def _moved(ledger: Ledger, c: Correction, value: Json) -> Json:
    """Fields of a correction with their spans where the words are today, and the ids that their records have today."""

    def span(s: Span) -> Span:
        anchor = c.anchor["spans"].get(f"{s[0]}-{s[1]}")
        found = find_quote(ledger.document.text, anchor) if anchor else None
        if found is None:
            words = f" ({anchor['exact'][:60]!r})" if anchor else ""
            raise Unfit(
                Message(
                    "words_gone", "the words at {start}–{end}{words} are no longer in the text, or more than once",
                    start=s[0], end=s[1], words=words,
                )
            )  # fmt: skip
        return found

    def id_(i: str) -> str:
        anchor = c.anchor["records"].get(i)
        found = find_record(ledger, anchor) if anchor else None
        if found is None:
            raise Unfit(
                Message(
                    "record_gone", "{part} {id}, which it points at, is no longer there",
                    part=anchor["part"] if anchor else "record", id=i,
                )
            )  # fmt: skip
        return found.id

    return translate(value, span=span, id_=id_)


def _checked(ledger: Ledger, part: str, whole: Json) -> Kept:
    try:
        return _validated(ledger, part, {k: v for k, v in whole.items() if k in MODELS[part].model_fields})
    except CorrectionError as e:
        raise Unfit(str(e)) from None


def _add(state: Replayed, c: Correction, whole: Json, *, standing: str) -> None:
    """A record of people's own; where the extraction has come to make the same, that one is confirmed instead."""
    id_ = f"{c.target[0]}+{c.id[:8]}"
    made = _checked(state.ledger, c.target, _moved(state.ledger, c, whole) | {"id": id_})
    same = find_record(state.ledger, record_anchor(state.ledger, c.target, made))
    if same is not None and _fields(same) == _fields(made):
        state.standing[c.target, same.id] = "confirmed"
        state.found[c.id] = same.id
        return
    getattr(state.ledger, PLURALS[c.target]).append(made)
    state.standing[c.target, id_] = standing
    state.found[c.id] = id_


def _fields(record: Kept) -> Json:
    """What a record says, without how it was made."""
    return record.model_dump(mode="json", exclude={"id", "rule", "evidence", "confidence"})


def _put(state: Replayed, part: str, record: Kept, id_: str) -> None:
    records = getattr(state.ledger, PLURALS[part])
    for n, r in enumerate(records):
        if r.id == id_:
            records[n] = record


def undo_of(corrections: Sequence[Correction], id_: str) -> Correction:
    """The correction that an undo of `id_` has to name: `id_` itself, or the undo that is in force against it.

    Undoing a correction that is undone already brings it back. Raises `CorrectionError` where there is none.
    """
    by_id = {c.id: c for c in corrections}
    if id_ not in by_id:
        starts = [c for c in by_id if c.startswith(id_)] if id_ else []
        if len(starts) != 1:
            raise CorrectionError(
                Message("no_correction", "there is no correction {id}", id=id_) if not starts
                else Message("several_corrections", "{id} begins several corrections", id=id_)
            )  # fmt: skip
        id_ = starts[0]
    off = undone(corrections)
    while id_ in off:
        id_ = off[id_]
    return by_id[id_]
