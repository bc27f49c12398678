"""Lemmas by form and part of speech: a table learnt from treebanks, a lexicon behind it, and rules for what neither holds.

The rules are endings with what takes their place (`-èrent` → `-er`), learnt from the lexicon; the longest that fits is
taken. Only forms that the rules get wrong are kept in the table, so it stays small.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import srsly  # type: ignore[import-untyped]  # it has no stubs
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import ensure_path

from selon.language.tokenizer import plain

LONGEST = 7  # letters of an ending
ACRONYM = 4  # letters: a noun in capitals up to this length is an acronym and stays as it is
FILE = "lemmas.msgpack.gz"
NAMES = frozenset(
    {"PROPN", "X", "NUM", "SYM", "PUNCT", "SPACE"}
)  # their form is their lemma unless the table says otherwise


class Lemmas:
    """The component `selon_lemmas`: sets `Token.lemma_` of a document whose parts of speech are set."""

    def __init__(self) -> None:
        """An empty component; `learn` or `from_disk` fills it."""
        self.table: dict[str, dict[str, str]] = {}
        self.endings: dict[str, dict[str, tuple[int, str]]] = {}

    def __call__(self, doc: Doc) -> Doc:
        """The same `doc`, lemmas set; a lemma is never empty."""
        for token in doc:
            token.lemma_ = self.lemma(token.text, token.pos_)
        return doc

    def lemma(self, form: str, pos: str) -> str:
        """The lemma of a form as a given part of speech: `déclarait`, VERB → `déclarer`."""
        word = plain(form) or form
        known = self.table.get(pos, {}).get(word)
        if known is not None:
            return known
        if pos in NAMES:
            return form
        if pos == "NOUN" and form.isupper() and len(form) <= ACRONYM:
            return form
        endings = self.endings.get(pos, {})
        for size in range(min(LONGEST, len(word) - 1), -1, -1):
            rule = endings.get(word[len(word) - size :])
            if rule is not None and len(word) > rule[0]:
                return word[: len(word) - rule[0]] + rule[1]
        return word

    def to_disk(self, path: str | Path, *, exclude: Any = ()) -> None:  # noqa: ARG002 (spaCy's protocol)
        """Write table and rules into the folder `path`."""
        folder = ensure_path(path)
        folder.mkdir(exist_ok=True)
        data = gzip.compress(srsly.msgpack_dumps({"table": self.table, "endings": self.endings}), mtime=0)
        (folder / FILE).write_bytes(data)

    def from_disk(self, path: str | Path, *, exclude: Any = ()) -> Lemmas:  # noqa: ARG002 (spaCy's protocol)
        """Read table and rules from the folder `path`."""
        self._take(srsly.msgpack_loads(gzip.decompress((ensure_path(path) / FILE).read_bytes())))
        return self

    def to_bytes(self, *, exclude: Any = ()) -> bytes:  # noqa: ARG002 (spaCy's protocol)
        """Table and rules as bytes."""
        return bytes(srsly.msgpack_dumps({"table": self.table, "endings": self.endings}))

    def from_bytes(self, data: bytes, *, exclude: Any = ()) -> Lemmas:  # noqa: ARG002 (spaCy's protocol)
        """Take table and rules from bytes."""
        self._take(srsly.msgpack_loads(data))
        return self

    def _take(self, data: dict[str, Any]) -> None:
        self.table = data["table"]
        self.endings = {p: {e: (r[0], r[1]) for e, r in rules.items()} for p, rules in data["endings"].items()}


@Language.factory("selon_lemmas", requires=["token.pos"], assigns=["token.lemma"])
def make_lemmas(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001 (spaCy calls factories with it)
    """The component, empty until the pipeline's folder is read."""
    return Lemmas()
