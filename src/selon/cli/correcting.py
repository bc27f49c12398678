"""What people type to correct a record, as values: `act=warn`, `cue="a dit"`, `source.entity=e3`, `content='["…", "…"]'`."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from selon.model import Ledger

Who = Annotated[
    str | None, typer.Option(metavar="NAME", help="Who corrects; else $SELON_WHO, else the name of the user.")
]
Why = Annotated[str | None, typer.Option(metavar="TEXT", help="Why.")]


def who_corrects(who: str | None) -> str:
    """The name under which a correction stands in the log."""
    import getpass

    name = who or os.environ.get("SELON_WHO")
    if name:
        return name
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no user of that number has a name
        return ""


def record_of(text: str) -> tuple[int, str]:
    """`12:s3` is record s3 of article 12; raises `ValueError`."""
    article, _, id_ = text.partition(":")
    if not article.isdecimal() or not id_:
        raise ValueError(f"{text!r} is no record: name the article and the record, as in 12:s3")
    return int(article), id_


def parse_fields(fields: list[str], ledger: Ledger, present: dict[str, Any]) -> dict[str, Any]:
    """The values of `FIELD=VALUE…`, over those that the record has at present.

    Where a field is a span its value may be words of the article, which must stand there once, or `words#2` for their second
    place. Raises `ValueError`.
    """
    out: dict[str, Any] = {}
    for field in fields:
        path, equals, typed = field.partition("=")
        if not equals or not path:
            raise ValueError(f"{field!r} is no change: write FIELD=VALUE, as in act=warn")
        top, _, inner = path.partition(".")
        value = parse_value(inner or top, typed, ledger.document.text)
        if not inner:
            out[top] = value
            continue
        held = out.get(top, present.get(top)) or (
            {"span": None, "entity": None} if top in ("source", "addressee") else {}
        )
        if not isinstance(held, dict):
            raise ValueError(f"{top} has no {inner}")
        out[top] = {**held, inner: value}
    return out


def parse_value(key: str, typed: str, text: str) -> Any:
    """A value as it is typed: JSON where it is some, words of the article where the field is a span, else a string."""
    from selon.store.anchoring import SPAN_KEYS, SPANS_KEYS

    try:
        value = json.loads(typed)
    except ValueError:
        value = typed
    if key in SPAN_KEYS and isinstance(value, str):
        return find_words(text, value)
    if key in SPANS_KEYS:
        items = value if isinstance(value, list) else [value]
        return [find_words(text, x) if isinstance(x, str) else x for x in items]
    return value


def find_words(text: str, words: str) -> tuple[int, int]:
    """Where some words stand in an article: their only place, or the n-th with `words#n`."""
    exact, hash_, n = words.rpartition("#")
    wanted = int(n) if hash_ and n.isdecimal() and exact else None
    sought = exact if wanted else words
    places = []
    at = text.find(sought) if sought else -1
    while at >= 0:
        places.append(at)
        at = text.find(sought, at + 1)
    if not places:
        raise ValueError(f"the words {sought!r} are not in the article")
    if wanted is None and len(places) > 1:
        raise ValueError(
            f"the words {sought!r} are {len(places)} times in the article: write {sought}#1, {sought}#2, …"
        )
    if wanted is not None and not 1 <= wanted <= len(places):
        raise ValueError(f"the words {sought!r} are only {len(places)} times in the article")
    start = places[(wanted or 1) - 1]
    return start, start + len(sought)
