"""Names to swap in: the same sentence with other people, places and organisations in it.

People come from the lists of office-holders, places from the list of countries, organisations from our own list
(`organisations.txt`, `places.txt`) and from the annotated texts.
"""

from __future__ import annotations

import csv
import json
import random
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

from selon.language.tokenizer import PressTokenizer
from training.paths import DATA
from training.pieces import Piece, Token

LATIN = re.compile(r"[A-ZÀ-Þ][\w'’.-]*(?: [\w'’.-]+){0,3}")
COLUMNS = ("person", "itemLabel", "officeholderLabel", "name")


@dataclass(slots=True)
class Pool:
    """Names by label, each a list of tokens `(form, space after)`."""

    names: dict[str, list[list[tuple[str, str]]]]

    def swap(self, piece: Piece, rng: random.Random, share: float = 0.6) -> Piece:
        """The piece with a share of its names replaced (only pieces without syntax); a name changes everywhere alike."""
        if piece.syntax:
            return piece
        chosen: dict[tuple[str, ...], list[tuple[str, str]] | None] = {}
        out: list[Token] = []
        i = 0
        tokens = piece.tokens
        while i < len(tokens):
            t = tokens[i]
            if not t.ent.startswith("B-"):
                out.append(t)
                i += 1
                continue
            label, end = t.ent[2:], i + 1
            while end < len(tokens) and tokens[end].ent == f"I-{label}":
                end += 1
            key = tuple(x.form for x in tokens[i:end])
            if key not in chosen:
                chosen[key] = self._other(label, key, rng) if rng.random() < share else None
            new = chosen[key]
            if new is None:
                out += tokens[i:end]
            else:
                for n, (form, space) in enumerate(new):
                    last = n == len(new) - 1
                    out.append(Token(form, tokens[end - 1].space if last else space, ent=("I-" if n else "B-") + label))
            i = end
        return replace(piece, tokens=out)

    def _other(self, label: str, key: tuple[str, ...], rng: random.Random) -> list[tuple[str, str]] | None:
        names = self.names.get(label)
        if not names or (label == "LOC" and len(key) > 3) or label == "MISC":
            return None
        new = rng.choice(names)
        if label == "PER" and len(key) == 1:  # a family name alone stays one
            return new[-1:]
        return new


def person_names() -> list[str]:
    """Names of office-holders in Latin letters."""
    found: set[str] = set()
    for folder in ("officeholders-wikidata-2022", "world-leaders-2021"):
        for path in sorted((DATA / "kb" / folder).glob("*.csv")):
            with path.open(encoding="utf8", newline="") as file:
                for row in csv.DictReader(file):
                    for column in COLUMNS:
                        name = re.sub(r"\s*\(.*?\)", "", row.get(column) or "")
                        if LATIN.fullmatch(name) and " " in name and not name.isupper():
                            found.add(name)
    return sorted(found)


def place_names() -> list[str]:
    """French names of countries and the capitals."""
    path = next((DATA / "kb" / "mledoze-countries").rglob("countries.json"), None)
    if path is None:
        return []
    found: set[str] = set()
    for country in json.loads(path.read_text(encoding="utf8")):
        french = country.get("translations", {}).get("fra", {}).get("common")
        found.update(n for n in (french, *(country.get("capital") or [])) if n)
    return sorted(found)


def make_pool(pieces: list[Piece], tokenizer: PressTokenizer) -> Pool:
    """The pool of all lists and of the names that the pieces hold."""
    raw: dict[str, list[str]] = {
        "PER": person_names(),
        "LOC": place_names() + (Path(__file__).parent / "places.txt").read_text(encoding="utf8").split("\n"),
        "ORG": (Path(__file__).parent / "organisations.txt").read_text(encoding="utf8").split("\n"),
    }
    names: dict[str, list[list[tuple[str, str]]]] = defaultdict(list)
    for label, texts in raw.items():
        for text in texts:
            if text and not text.startswith("#"):
                names[label].append(_tokens(text, tokenizer))
    for p in pieces:
        i = 0
        while i < len(p.tokens):
            if p.tokens[i].ent.startswith("B-"):
                label, end = p.tokens[i].ent[2:], i + 1
                while end < len(p.tokens) and p.tokens[end].ent == f"I-{label}":
                    end += 1
                names[label].append([(t.form, t.space) for t in p.tokens[i:end]])
                i = end
            else:
                i += 1
    return Pool(dict(names))


def _tokens(text: str, tokenizer: PressTokenizer) -> list[tuple[str, str]]:
    out: list[tuple[str, str]] = []
    for token in tokenizer.tokens(text):
        if token.isspace() and out:
            out[-1] = (out[-1][0], token)
        else:
            out.append((token, ""))
    return out
