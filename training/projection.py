"""Names of English PUD carried over to French PUD, sentence by sentence; a sentence where one is not found is left out."""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

from selon.language.tokenizer import PressTokenizer
from training.corpus import is_held_out, tokenizer
from training.paths import DATA
from training.pieces import Piece, Token, from_sentence
from training.treebanks import load_treebank


def english_names() -> dict[str, list[tuple[str, str]]]:
    """By English sentence: its names and their labels."""
    out: dict[str, list[tuple[str, str]]] = {}
    names: list[tuple[str, str]] = []
    text = ""
    path = DATA / "ner" / "EnglishPUD-UNER" / "en_pud-ud-test.iob2"
    for line in [*path.read_text(encoding="utf8").splitlines(), ""]:
        if line.startswith("# text = "):
            text = line.removeprefix("# text = ")
        elif not line and text:
            out[text], names, text = names, [], ""
        elif line and not line.startswith("#"):
            _, form, tag = line.split("\t")[:3]
            if tag.startswith("B-"):
                names.append((form, tag[2:]))
            elif tag.startswith("I-") and names:
                names[-1] = (f"{names[-1][0]} {form}", names[-1][1])
    return out


def translations() -> dict[str, list[str]]:
    """French names of countries and of what else `projection.toml` lists, by the English one in lower case."""
    found: dict[str, list[str]] = {}
    path = next((DATA / "kb" / "mledoze-countries").rglob("countries.json"), None)
    for country in json.loads(path.read_text(encoding="utf8")) if path else []:
        french = country.get("translations", {}).get("fra", {}).get("common")
        if french:
            found.setdefault(country["name"]["common"].lower(), []).append(french)
    own = tomllib.loads((Path(__file__).parent / "projection.toml").read_text(encoding="utf8"))["names"]
    for english, french in own.items():
        found.setdefault(english.lower(), []).append(french)
    return found


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c)).replace(
        "’", "'"
    )


def _find(tokens: list[Token], name: list[str]) -> tuple[int, int] | None:
    forms = [_bare(t.form) for t in tokens]
    for i in range(len(forms) - len(name) + 1):
        if (
            forms[i : i + len(name)] == name
            and all(t.ent == "O" for t in tokens[i : i + len(name)])
            and tokens[i].form[:1].isupper()
        ):
            return i, i + len(name)
    return None


def project(tokens: list[Token], names: list[tuple[str, str]], french: dict[str, list[str]]) -> bool:
    """Put the names on the French tokens, in place; whether every one was found and no capital word is left over."""
    cut = tokenizer_once()
    for t in tokens:
        t.ent = "O"
    complete = True
    for name, label in sorted(names, key=lambda n: -len(n[0])):
        plain = re.sub(r"^(?:the|The)\s+", "", name).replace(" 's", "").replace(" ’s", "")
        span = None
        for guess in (plain, *french.get(plain.lower(), ())):
            span = _find(tokens, [_bare(w) for w in cut.tokens(guess) if not w.isspace()])
            if span:
                break
        if span is None:
            complete = False
            continue
        for i in range(*span):
            tokens[i].ent = ("B-" if i == span[0] else "I-") + label
    left = [t for i, t in enumerate(tokens) if t.ent == "O" and t.form[:1].isupper() and t.pos == "PROPN" and i]
    return complete and not left


@cache
def tokenizer_once() -> PressTokenizer:
    """The tokenizer, made once."""
    return tokenizer()


def pud_pieces() -> tuple[list[Piece], list[Piece]]:
    """(train, held-out news) of French PUD with names."""
    english, french = english_names(), translations()
    train: list[Piece] = []
    held: list[Piece] = []
    for s in load_treebank(DATA / "treebanks" / "PUD" / "fr_pud-ud-test.conllu", tokenizer_once()):
        tokens = from_sentence(s)
        if s.english in english and project(tokens, english[s.english], french):
            piece = Piece(tokens, syntax=False, entities=True, source="PUD", name=s.name)
            (held if is_held_out(s.name) else train).append(piece)
    return train, held
