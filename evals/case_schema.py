"""The files of executable cases, `cases/<lang>/*.toml`, as records; an error names the file, the line and the fault.

A case is a text and what its ledger must hold. Words are quoted verbatim from the text; `words#2` means their second
occurrence. Every field that a case gives is checked, every field that it leaves out is free.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from selon.model import EntityKind, Span, Stance, StatementKind, TimeType

T = TypeVar("T", bound=BaseModel)
Part = Literal["statements", "figures", "times", "entities", "events", "positions", "problems"]
OPEN = "open.toml"


class CaseError(ValueError):
    """Something is wrong in a file of cases; the message begins with `file:line`."""


class Expected(BaseModel):
    """A record of a case file; a misspelt key is an error."""

    model_config = ConfigDict(extra="forbid")


class ExpectedStatement(Expected):
    """A statement that must be found. `""` for `source`, `cue`, `who` or `addressee` means: there must be none."""

    source: str | None = None
    who: str | None = None
    cue: str | None = None
    kind: StatementKind | None = None
    act: str | None = None
    denied: bool | None = None
    content: list[str] | None = None
    quoted: list[str] | None = None
    addressee: str | None = None
    addressee_who: str | None = None
    occasion: str | None = None
    when: list[str] | None = Field(default=None, max_length=2)  # first and last day; [] where none may be known
    within: str | None = None  # the cue of the statement that this one is reported inside


class ExpectedFigure(Expected):
    """A figure that must be found under exactly these words."""

    text: str
    value: str | None = Field(
        default=None, pattern=r"^(?:(?:=|>|>=|<|<=|~) )?-?\d+(?:\.\d+)?$|^-?\d+(?:\.\d+)?\.\.-?\d+"
    )
    unit: str | None = None
    measure: str | None = None
    according_to: str | None = None
    part_of: str | None = None
    place: str | None = None
    period: list[str] | None = Field(default=None, min_length=2, max_length=2)
    statement: str | None = None  # the cue of the statement that gives it


class ExpectedTime(Expected):
    """A time that must be found under exactly these words."""

    text: str
    value: str | None = None
    type: TimeType | None = None
    start: str | None = None
    end: str | None = None


class ExpectedEvent(Expected):
    """An event that must be found."""

    type: str
    text: str | None = None
    who: list[str] | None = None
    whom: list[str] | None = None
    when: str | list[str] | None = None
    where: str | None = None
    planned: bool | None = None
    statement: str | None = None


class ExpectedPosition(Expected):
    """A position that must be found; `topic` names words that the topic's words must share."""

    who: str
    topic: str | None = None
    stance: Stance | None = None
    because: list[str] | None = None
    unless: list[str] | None = None
    statement: str | None = None


class ExpectedEntity(Expected):
    """An entity that must be found under this name; every string of `mentions` must be words that mean it."""

    name: str
    kind: EntityKind | None = None
    wikidata: str | None = None
    roles: list[str] | None = None
    of: str | None = None
    mentions: list[str] | None = None


class Case(Expected):
    """A text and what must, and must not, be in its ledger.

    `none` lists parts that must be empty; `only` parts that may hold nothing beyond the records given here; `never`
    names to whom no statement may be attributed.
    """

    name: str
    family: str | None = None
    text: str
    date: str | None = Field(default=None, pattern=r"^\d{4}(?:-\d\d(?:-\d\d)?)?$")
    title: str | None = None
    outlet: str | None = None
    genre: Literal["wire", "daily"] | None = None
    published: str | None = None  # the day that must be solved; "" means: none may be
    candidates: list[str] | None = None
    problems: list[str] | None = None  # kinds of problems that must be noted
    none: list[Part] = Field(default_factory=list)
    only: list[Part] = Field(default_factory=list)
    never: list[str] = Field(default_factory=list)
    statement: list[ExpectedStatement] = Field(default_factory=list)
    figure: list[ExpectedFigure] = Field(default_factory=list)
    time: list[ExpectedTime] = Field(default_factory=list)
    event: list[ExpectedEvent] = Field(default_factory=list)
    position: list[ExpectedPosition] = Field(default_factory=list)
    entity: list[ExpectedEntity] = Field(default_factory=list)


class OpenCase(Expected):
    """A case that fails today, and why."""

    name: str
    why: str = Field(min_length=3)


class _CaseFile(Expected):
    case: list[Case] = Field(default_factory=list)


class _OpenFile(Expected):
    open: list[OpenCase] = Field(default_factory=list)


class Located(BaseModel):
    """A case, the language it is read in, and where it stands."""

    case: Case
    lang: str
    file: str
    line: int

    @property
    def family(self) -> str:
        """The family that the case names, or its file."""
        return self.case.family or Path(self.file).stem


def load_cases(folder: Path) -> tuple[list[Located], dict[str, str]]:
    """All cases of a language's folder in file order, and the open ones' names with their reasons.

    `CaseError` where a file does not fit the schema, quotes words that are not in its text, or a name is used twice.
    """
    cases: list[Located] = []
    where: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name == OPEN:
            continue
        source = path.read_text(encoding="utf8")
        label = f"{folder.parent.name}/{folder.name}/{path.name}"
        for i, case in enumerate(parse(source, label, _CaseFile).case):
            line = line_of(source, ("case", i))
            if case.name in where:
                raise CaseError(f"{label}:{line}: the name {case.name!r} is used already at {where[case.name]}")
            where[case.name] = f"{label}:{line}"
            check_words(case, source, label, i)
            cases.append(Located(case=case, lang=folder.name, file=label, line=line))
    return cases, load_open(folder, set(where))


def load_open(folder: Path, names: set[str]) -> dict[str, str]:
    """The open cases of a folder, name → why; `CaseError` where one is listed twice or is no case."""
    path = folder / OPEN
    if not path.is_file():
        return {}
    source = path.read_text(encoding="utf8")
    label = f"{folder.parent.name}/{folder.name}/{OPEN}"
    out: dict[str, str] = {}
    for i, entry in enumerate(parse(source, label, _OpenFile).open):
        if entry.name in out or entry.name not in names:
            what = "is listed twice" if entry.name in out else "is no case"
            raise CaseError(f"{label}:{line_of(source, ('open', i))}: {entry.name!r} {what}")
        out[entry.name] = entry.why
    return out


def prune(path: Path, passing: set[str]) -> int:
    """Take the entries of cases that pass out of a file of open cases, all else left as it is; their number."""
    if not path.is_file():
        return 0
    head, *entries = re.split(r"(?m)^(?=\[\[open\]\])", path.read_text(encoding="utf8"))
    kept = [e for e in entries if tomllib.loads(e)["open"][0]["name"] not in passing]
    path.write_text(head + "".join(kept), encoding="utf8")
    return len(entries) - len(kept)


def parse(source: str, label: str, schema: type[T]) -> T:
    """The record that TOML `source` says; `label` is how errors name the file."""
    try:
        data = tomllib.loads(source)
    except tomllib.TOMLDecodeError as e:
        line = re.search(r"line (\d+)", str(e))
        raise CaseError(f"{label}:{line[1] if line else source.count(chr(10)) + 1}: {e}") from None
    try:
        return schema.model_validate(data)
    except ValidationError as e:
        first = e.errors()[0]
        name = ".".join(str(p) for p in first["loc"])
        raise CaseError(f"{label}:{line_of(source, first['loc'])}: {name}: {first['msg']}") from None


def line_of(source: str, loc: tuple[int | str, ...]) -> int:
    """The line (from 1) of `('case', 3, 'statement', 0, 'kind')`: the 4th `[[case]]`, its first statement, its kind."""
    lines = source.splitlines()
    at, head = 0, ""
    rest = list(loc)
    while len(rest) > 1 and isinstance(rest[0], str) and isinstance(rest[1], int):
        name, index = f"{head}.{rest[0]}".lstrip("."), rest[1]
        heads = [i for i in range(at, len(lines)) if lines[i].strip() == f"[[{name}]]"]
        if index >= len(heads):
            break
        at, head, rest = heads[index], name, rest[2:]
    key = next((p for p in rest if isinstance(p, str)), None)
    for i in range(at + 1, len(lines)):
        if key is None or lines[i].startswith("[["):
            break
        if re.match(rf"\s*{re.escape(key)}\s*=", lines[i]):
            return i + 1
    return at + 1


# the fields whose strings are words of the text
WORDS: dict[str, tuple[str, ...]] = {
    "statement": ("source", "cue", "content", "quoted", "addressee", "occasion", "within"),
    "figure": ("text", "part_of", "statement"),
    "time": ("text",),
    "event": ("text", "statement"),
    "position": ("topic", "because", "unless", "statement"),
    "entity": ("mentions",),
}


def check_words(case: Case, source: str, label: str, index: int) -> None:
    """`CaseError` where a case quotes words that its text does not have."""
    for part, fields in WORDS.items():
        for n, record in enumerate(getattr(case, part)):
            for field in fields:
                value = getattr(record, field)
                for words in [value] if isinstance(value, str) else value or []:
                    if words and not places(case.text, words):
                        line = line_of(source, ("case", index, part, n, field))
                        raise CaseError(f"{label}:{line}: {part}.{field}: not in the text: {words!r}")


def places(text: str, words: str) -> list[Span]:
    """Where `words` stand in `text`: all whole-word occurrences, or with `words#2` the second occurrence alone."""
    string, nth = words.strip(), 0
    if (m := re.search(r"#(\d+)$", string)) and string not in text:
        string, nth = string[: m.start()].strip(), int(m[1])
    before = r"(?<!\w)" if string[:1].isalnum() else ""
    after = r"(?!\w)" if string[-1:].isalnum() else ""
    found = [(m.start(), m.end()) for m in re.finditer(before + re.escape(string) + after, text)]
    return found[nth - 1 : nth] if nth else found
