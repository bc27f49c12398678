"""The TOML files of a language, read once and checked: an error names the file, the line and what is wrong."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import TypeVar

from pydantic import BaseModel, ValidationError

T = TypeVar("T", bound=BaseModel)


class LexiconError(ValueError):
    """Something is wrong in a data file; the message begins with `file:line`."""


def table_names(lang: str) -> list[str]:
    """The names (without `.toml`) of all data files of a language; `LexiconError` if there is no such language."""
    folder = resources.files("selon") / "lang" / lang
    if not folder.is_dir():
        raise LexiconError(f"lang/{lang}: no such language; there are {', '.join(languages())}")
    return sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml"))


def languages() -> list[str]:
    """The codes of the languages that have data."""
    return sorted(f.name for f in (resources.files("selon") / "lang").iterdir() if (f / "words.toml").is_file())


def load_table(lang: str, name: str, schema: type[T]) -> T:
    """`lang/<lang>/<name>.toml` as a record of `schema`; `LexiconError` with file and line where it does not fit."""
    table = _read_once(lang, name, schema)
    assert isinstance(table, schema)
    return table


@cache
def _read_once(lang: str, name: str, schema: type[BaseModel]) -> BaseModel:
    text = (resources.files("selon") / "lang" / lang / f"{name}.toml").read_text(encoding="utf8")
    return parse_table(text, f"lang/{lang}/{name}.toml", schema)


def parse_table(text: str, label: str, schema: type[T]) -> T:
    """The record that TOML `text` says; `label` is how errors name the file."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        line = re.search(r"line (\d+)", str(e))
        raise LexiconError(f"{label}:{line[1] if line else 1}: {e}") from None
    try:
        return schema.model_validate(data)
    except ValidationError as e:
        first = e.errors()[0]
        path = ".".join(str(p) for p in first["loc"])
        raise LexiconError(f"{label}:{line_of(text, first['loc'])}: {path}: {first['msg']}") from None


def line_of(text: str, loc: tuple[int | str, ...]) -> int:
    """The line (from 1) where the entry that a validation error points at begins: `('verb', 3, 'act')` → 4th `[[verb]]`.

    Inside the entry the key's own line is given where it can be seen.
    """
    lines = text.splitlines()
    start = 0
    if len(loc) > 1 and isinstance(loc[1], int):
        heads = [i for i, s in enumerate(lines) if s.strip() == f"[[{loc[0]}]]"]
        if loc[1] < len(heads):
            start = heads[loc[1]]
    elif loc:
        start = next((i for i, s in enumerate(lines) if s.strip().strip("[]") == loc[0]), 0)
    key = next((p for p in reversed(loc) if isinstance(p, str)), None)
    if key:
        for i in range(start, len(lines)):
            if i > start and lines[i].startswith("["):
                break
            if re.match(rf"{re.escape(key)}\s*=", lines[i]):
                return i + 1
    return start + 1
