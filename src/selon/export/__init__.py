"""Ledgers in the formats of other programs, one module per format; nothing here knows a language.

`FORMATS` names them; `write(name, ledgers, path)` writes one. A format is a file of all articles, or a folder where the
program that reads it wants several files. Modules are loaded when used, so that an optional library is asked for
only by the format that stands on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Literal, cast

from selon.model import Ledger

__all__ = ["FORMATS", "ExportError", "Format", "write"]


class ExportError(Exception):
    """An export that cannot be made; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Format:
    """What a format makes (`file` or `folder`), the ending of its files, and what it is for."""

    module: str
    makes: Literal["file", "folder"]
    ending: str
    about: str
    needs: str | None = None  # the optional dependency, as `pip install selon[…]` names it
    actors: bool = False  # compares sources across articles, so wants each under one name


FORMATS = {
    "jsonl": Format("jsonlines", "file", "jsonl", "selon's own JSON, one article a line; nothing is lost"),
    "csv": Format("csvfiles", "folder", "csv", "one table for each part of the ledger"),
    "parquet": Format("parquet", "folder", "parquet", "the same tables, typed, for pandas, DuckDB, R", "parquet"),
    "webannotation": Format("webannotation", "file", "jsonld", "W3C Web Annotation (JSON-LD)"),
    "schemaorg": Format("schemaorg", "file", "jsonld", "schema.org Quotation and Claim (JSON-LD)"),
    "html": Format("page", "folder", "html", "a page for each article, self-contained, without scripts"),
    "brat": Format("brat", "folder", "ann", "brat standoff, for brat and programs that read it"),
    "cas": Format("cas", "folder", "xmi", "UIMA CAS XMI, for INCEpTION", "cas"),
    "iramuteq": Format("iramuteq", "file", "txt", "IRaMuTeQ: a text for each article"),
    "iramuteq-statements": Format(
        "iramuteq_statements",
        "file",
        "txt",
        "IRaMuTeQ: a text for each statement, with its source as a variable",
        actors=True,
    ),
    "txm": Format(
        "txm", "folder", "xml", "TXM (XML-XTZ + CSV): articles with <said> elements, and metadata", actors=True
    ),
    "dna": Format("dna", "file", "dna", "Discourse Network Analyzer 3: the positions as coded statements", actors=True),
}


def write(name: str, ledgers: Iterable[Ledger], path: Path) -> int:
    """Write ledgers in a format to a file or folder that does not exist yet; how many articles it holds.

    Raises `ExportError` for an unknown format, a path that is taken, or a library that is not installed. A write that
    fails leaves no file behind that looks complete: files are written beside the path and moved there at the end.
    """
    if name not in FORMATS:
        raise ExportError(f"there is no format {name!r}; there are {', '.join(FORMATS)}")
    form = FORMATS[name]
    if path.exists() and (form.makes == "file" or not path.is_dir() or any(path.iterdir())):
        raise ExportError(f"{path} is there already; name another path or move it away")
    try:
        module = import_module(f"selon.export.{form.module}")
    except ModuleNotFoundError as e:
        if form.needs is None or (e.name or "").startswith("selon"):
            raise
        raise ExportError(f"the format {name} needs the library {e.name}: pip install 'selon[{form.needs}]'") from None
    make = cast(Callable[[Iterable[Ledger], Path], int], module.write)
    path.parent.mkdir(parents=True, exist_ok=True)
    if form.makes == "folder":
        path.mkdir(exist_ok=True)
        return make(ledgers, path)
    beside = path.with_name(f"{path.name}.part")
    try:
        done = make(ledgers, beside)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    beside.replace(path)
    return done
