"""The fields of each kind of record as a form: from a record to what the form shows, and back to what a correction sets.

What a form holds is `Values`: for each name of an input the texts in it, as they were typed. `values_of` fills it from a
record, `record_of` makes the record's JSON of it again or says in which field something is wrong.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from selon.model import Comparator, EntityKind, Ledger, Span, Stance, StatementKind, TimeType
from selon.store.anchoring import Json
from selon.web.context import moved

Kind = Literal[
    "choice", "known", "text", "lines", "flag", "number", "day", "span", "spans", "entity", "entities", "statement", "figure"
]  # fmt: skip
Values = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record; `name` is its path in the record's JSON.

    `words` is the file of `wording/` that says its choices; of a `known` one every message there is a choice.
    """

    name: str
    kind: Kind
    choices: tuple[str, ...] = ()
    words: str = ""
    needed: bool = False


def _when(name: str) -> tuple[Field, Field]:
    return Field(f"{name}.start", "day"), Field(f"{name}.end", "day")


FIELDS: dict[str, tuple[Field, ...]] = {
    "statement": (
        Field("content", "spans"), Field("quoted", "spans"), Field("source.span", "span"), Field("cue", "span"),
        Field("addressee.span", "span"), Field("occasion", "span"),
        Field("act", "known", words="acts", needed=True), Field("kind", "choice", get_args(StatementKind), "kinds", needed=True),
        Field("denied", "flag"), Field("source.entity", "entity"), Field("addressee.entity", "entity"),
        *_when("when"), Field("within", "statement"),
    ),
    "figure": (
        Field("span", "span", needed=True),
        Field("comparator", "choice", get_args(Comparator), "comparators", needed=True), Field("low", "number"),
        Field("high", "number"), Field("unit", "text", needed=True), Field("measure", "text"),
        Field("according_to", "entity"), Field("statement", "statement"), Field("place", "entity"), *_when("period"),
        Field("part_of", "figure"),
    ),
    "entity": (
        Field("mentions", "spans", needed=True), Field("name", "text", needed=True),
        Field("kind", "choice", get_args(EntityKind), "entity_kinds", needed=True), Field("roles", "lines"),
        Field("of", "entity"), Field("wikidata", "text"),
    ),
    "timex": (
        Field("span", "span", needed=True), Field("type", "choice", get_args(TimeType), "timexes", needed=True),
        Field("value", "text", needed=True), Field("start", "day"), Field("end", "day"),
    ),
    "event": (
        Field("span", "span", needed=True), Field("type", "known", words="events", needed=True), Field("who", "entities"),
        Field("whom", "entities"), *_when("when"), Field("where", "entity"), Field("planned", "flag"),
        Field("statement", "statement"),
    ),
    "position": (
        Field("topic.span", "span", needed=True), Field("because", "spans"), Field("unless", "spans"),
        Field("who", "entity", needed=True), Field("stance", "choice", get_args(Stance), "stances", needed=True),
        Field("topic.label", "text", needed=True), Field("statement", "statement"), *_when("when"),
    ),
}  # fmt: skip
# What a record to be added begins with.
BLANK: dict[str, Json] = {
    "statement": {
        "kind": "indirect", "act": "say", "denied": False, "source": {"span": None, "entity": None}, "cue": None,
        "content": [], "quoted": [], "addressee": None, "occasion": None, "when": None, "within": None,
    },
    "figure": {"comparator": "=", "unit": ""},
    "entity": {"kind": "person", "name": "", "roles": [], "mentions": []},
    "timex": {"type": "date", "value": ""},
    "event": {"type": "", "who": [], "whom": [], "planned": False},
    "position": {"stance": "supports", "topic": {"span": None, "label": ""}, "because": [], "unless": []},
}  # fmt: skip
TOGETHER = ("source", "addressee", "when", "period", "topic")  # objects that hold fields
NONE_WHERE_EMPTY = ("addressee", "when", "period")


class FieldError(ValueError):
    """A field that cannot be read; `key` is a message of `wording/review.toml`."""

    def __init__(self, field: str, key: str, **values: object) -> None:
        super().__init__(f"{field}: {key}")
        self.field, self.key, self.values = field, key, values


def values_of(part: str, record: Json) -> Values:
    """What the form shows of a record's JSON."""
    out: Values = {}
    for field in FIELDS[part]:
        value = _get(record, field.name)
        match field.kind:
            case "span" | "spans":
                spans = ([value] if value else []) if field.kind == "span" else list(value or [])
                out[f"{field.name}.start"] = [str(s[0]) for s in spans]
                out[f"{field.name}.end"] = [str(s[1]) for s in spans]
            case "flag":
                out[field.name] = ["yes"] if value else []
            case "lines":
                out[field.name] = ["\n".join(value or [])]
            case "entities":
                out[field.name] = list(value or [])
            case "number":
                out[field.name] = [f"{value:.15g}"] if value is not None else [""]
            case _:
                out[field.name] = ["" if value is None else str(value)]
    return out


def record_of(part: str, values: Mapping[str, Sequence[str]], base: Json, text: str) -> Json:
    """The JSON of the record with what the form holds; raises `FieldError`."""
    whole = copy.deepcopy(base)
    for field in FIELDS[part]:
        _set(whole, field.name, _read(field, values, text))
    for name in NONE_WHERE_EMPTY:
        if name in whole and whole[name] and not any(whole[name].values()):
            whole[name] = None
    if part == "statement":
        whole["quoted"] = _inside(whole["quoted"], whole["content"])
        if not whole["content"] and not whole["cue"]:
            raise FieldError("content", "needs_words")
    return whole


def spans_in(part: str, values: Mapping[str, Sequence[str]], text: str) -> list[tuple[str, Span]]:
    """The spans that a form holds and that lie in the text, each with the name of its field."""
    return [(f.name, span) for f in FIELDS[part] for pair in _pairs(f, values) if (span := span_at(*pair, text))]


def span_at(start: str, end: str, text: str) -> Span | None:
    """The span that is typed; None where it is none of the text."""
    a, b = _place(start), _place(end)
    return (a, b) if a is not None and b is not None and a < b <= len(text) else None


def with_moved(values: Values, name: str, n: int, edge: str, by: int, text: str) -> Values:
    """The form with an edge of the n-th span of a field moved by a word."""
    starts, ends = list(values.get(f"{name}.start", [])), list(values.get(f"{name}.end", []))
    if not 0 <= n < min(len(starts), len(ends)):
        return values
    a, b = _place(starts[n]), _place(ends[n])
    if a is None or b is None:
        return values
    start, end = moved(text, (min(a, len(text)), min(b, len(text))), edge, by)
    starts[n], ends[n] = str(start), str(end)
    return {**values, f"{name}.start": starts, f"{name}.end": ends}


def changed(before: Json, after: Json) -> Json:
    """The fields in which two records differ, as they are in the second; spans as lists, as JSON has them."""
    return {k: v for k, v in after.items() if _plain(v) != _plain(before.get(k))}


def entity_choices(ledger: Ledger) -> list[tuple[str, str]]:
    """The entities of an article by name, each with its id."""
    return sorted(((e.id, e.name) for e in ledger.entities), key=lambda x: x[1].casefold())


def _read(field: Field, values: Mapping[str, Sequence[str]], text: str) -> Any:
    """The value of one field."""
    if field.kind in ("span", "spans"):
        spans = [_span(field, a, b, text) for a, b in _pairs(field, values) if a or b]
        if field.needed and not spans:
            raise FieldError(field.name, "needs_words")
        return spans if field.kind == "spans" else spans[0] if spans else None
    held = [v.strip() for v in values.get(field.name, ()) if v.strip()]
    if field.needed and not held:
        raise FieldError(field.name, "needed")
    match field.kind:
        case "flag":
            return bool(held)
        case "entities":
            return held
        case "lines":
            return [line.strip() for v in held for line in v.splitlines() if line.strip()]
    if not held:
        return None
    match field.kind:
        case "number":
            return _number(field, held[0])
        case "day":
            return _day(field, held[0])
    return held[0]


def _pairs(field: Field, values: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    if field.kind not in ("span", "spans"):
        return []
    starts, ends = values.get(f"{field.name}.start", ()), values.get(f"{field.name}.end", ())
    return [(a.strip(), b.strip()) for a, b in zip(starts, ends, strict=False)]


def _span(field: Field, start: str, end: str, text: str) -> list[int]:
    a, b = _place(start), _place(end)
    if a is None or b is None:
        raise FieldError(field.name, "no_place", value=start if a is None else end)
    if not a < b <= len(text):
        raise FieldError(field.name, "outside", start=str(a), end=str(b), length=len(text))
    return [a, b]


def _place(typed: str) -> int | None:
    """A place in the text as it is typed."""
    plain = typed.strip()
    return int(plain) if plain.isdecimal() and len(plain) < 12 else None


def _number(field: Field, typed: str) -> float:
    plain = "".join(typed.split()).replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        raise FieldError(field.name, "no_number", value=typed) from None
    if not math.isfinite(value):
        raise FieldError(field.name, "no_number", value=typed)
    return value


def _day(field: Field, typed: str) -> str:
    try:
        return date.fromisoformat(typed).isoformat()
    except ValueError:
        raise FieldError(field.name, "no_day", value=typed) from None


def _get(record: Json, path: str) -> Any:
    top, _, inner = path.partition(".")
    value = record.get(top)
    return (value or {}).get(inner) if inner else value


def _set(record: Json, path: str, value: Any) -> None:
    top, _, inner = path.partition(".")
    if not inner:
        record[top] = value
        return
    if not isinstance(record.get(top), dict):
        record[top] = {}
    record[top][inner] = value


def _inside(quoted: list[list[int]], content: list[list[int]]) -> list[list[int]]:
    """The quoted fragments as far as they lie in the content."""
    cut = [[max(a, start), min(b, end)] for a, b in quoted for start, end in content]
    return [s for s in cut if s[0] < s[1]]


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(v) for v in value]
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return value
