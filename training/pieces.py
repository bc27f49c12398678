"""Pieces of annotated text: lists of tokens with everything known of them, from which training documents are made.

A piece is a few sentences in a row. Its typography is varied each time a document is made of it: marks of every shape,
spaces that do not break, line breaks, headlines in capitals, capitals without accents.
"""

from __future__ import annotations

import random
import re
import unicodedata
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from training.treebanks import Sentence


@dataclass(slots=True)
class Token:
    """A token: `space` is what follows it in the text; `ent` is IOB (`B-PER`, `I-PER`, `O`) or "" where nobody has said."""

    form: str
    space: str = " "
    pos: str = ""
    morph: str = ""
    lemma: str = ""
    head: int = 0
    dep: str = ""
    ent: str = ""
    start: bool = False  # of a sentence


@dataclass(slots=True)
class Piece:
    """Some sentences in a row; `syntax` and `entities` say what is annotated."""

    tokens: list[Token]
    syntax: bool = True
    entities: bool = False
    source: str = ""
    name: str = ""
    weight: float = 1.0
    spans: list[tuple[int, int, str]] = field(default_factory=list)


def from_sentence(sentence: Sentence) -> list[Token]:
    """The tokens of one sentence."""
    out = []
    words = sentence.words
    for i, w in enumerate(words):
        after = sentence.text[w.end : words[i + 1].start] if i + 1 < len(words) else " "
        morph = "|".join(f"{k}={v}" for k, v in sorted(w.feats.items()))
        out.append(Token(w.form, after, w.pos, morph, w.lemma, w.head, w.dep, w.ent, i == 0))
    return out


def join(parts: list[list[Token]]) -> list[Token]:
    """Sentences in a row as one list, heads moved along."""
    out: list[Token] = []
    for part in parts:
        base = len(out)
        out += [replace(t, head=t.head + base) for t in part]
    return out


def make_doc(vocab: Vocab, piece: Piece) -> Doc:
    """A document with the annotations of a piece; space that is no single blank becomes tokens of its own."""
    words: list[str] = []
    spaces: list[bool] = []
    pos: list[str] = []
    morphs: list[str] = []
    lemmas: list[str] = []
    heads: list[int] = []
    deps: list[str] = []
    ents: list[str] = []
    place: list[int] = []
    for t in piece.tokens:
        place.append(len(words))
        words.append(t.form)
        blank = t.space[:1] == " "
        spaces.append(blank)
        pos.append(t.pos)
        morphs.append(t.morph)
        lemmas.append(t.lemma)
        heads.append(t.head)
        deps.append("ROOT" if t.dep == "root" else t.dep)  # as spaCy's parser calls it
        ents.append(t.ent or "O")
        rest = t.space[1:] if blank else t.space
        if rest:
            words.append(rest)
            spaces.append(False)
            pos.append("SPACE")
            morphs.append("")
            lemmas.append(rest)
            heads.append(-1)
            deps.append("dep")
            ents.append("space")
    for i, e in enumerate(ents):
        if e == "space":
            following = ents[i + 1] if i + 1 < len(ents) else "O"
            ents[i] = following if following.startswith("I-") else "O"
    if piece.syntax:
        heads = [i - 1 if head == -1 else place[head] for i, head in enumerate(heads)]
        return Doc(
            vocab, words=words, spaces=spaces, pos=pos, morphs=morphs, lemmas=lemmas, heads=heads, deps=deps,
            ents=ents if piece.entities else None,
        )  # fmt: skip
    return Doc(vocab, words=words, spaces=spaces, ents=ents)


_OPEN, _CLOSE = {"«", "“", "„", "‹"}, {"»", "”", "›"}
STYLES = (
    ("«", "»", "\u00a0"),
    ("«", "»", " "),
    ("«", "»", "\u202f"),
    ("«", "»", ""),
    ("“", "”", ""),
    ('"', '"', ""),
    ("“", "”", " "),
)


def vary(piece: Piece, rng: random.Random) -> Piece:
    """The piece in another typography; the annotations stay."""
    tokens = [replace(t) for t in piece.tokens]
    if rng.random() < 0.5:
        for t in tokens:
            if "'" in t.form and len(t.form) > 1:
                t.form = t.form.replace("'", "’")
    elif rng.random() < 0.5:
        for t in tokens:
            t.form = t.form.replace("’", "'")
    if rng.random() < 0.6:
        _marks(tokens, rng)
    if rng.random() < 0.25:
        for i, t in enumerate(tokens[:-1]):
            if tokens[i + 1].form in {":", ";", "!", "?", "%", "€"}:
                t.space = rng.choice(("\u00a0", "\u202f", " "))
    for i, t in enumerate(tokens[:-1]):
        if tokens[i + 1].start and t.space in {"", " "} and rng.random() < 0.3:
            t.space = rng.choice(("\n\n", "\n", "\n\n", " \n"))
            if t.form == "." and rng.random() < 0.15 and i and tokens[t.head].head == t.head and t.head < i:
                t.form = "."
    chance = rng.random()
    if chance < 0.03:
        for t in tokens:
            t.form = _bare(t.form.upper()) if chance < 0.015 else t.form.upper()
    elif chance < 0.18:
        for t in tokens:
            if t.form[:1].isupper():
                t.form = _bare(t.form[:1]) + t.form[1:]
    return replace(piece, tokens=tokens)


def _marks(tokens: list[Token], rng: random.Random) -> None:
    opener, closer, gap = rng.choice(STYLES)
    inside = False
    for i, t in enumerate(tokens):
        opens = t.form in _OPEN or (t.form == '"' and not inside)
        closes = t.form in _CLOSE or (t.form == '"' and inside)
        if opens:
            t.form, t.space, inside = opener, gap, True
        elif closes:
            t.form, inside = closer, False
            if i:
                tokens[i - 1].space = gap


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)) or text


MARKUP = re.compile(r"⟦([A-Z]+)\||⟧")


def read_markup(text: str) -> tuple[str, list[tuple[int, int, str]]]:
    """Plain text and spans of a text with `⟦PER|…⟧` around its names."""
    plain, spans, stack, last = "", [], [], 0
    for m in MARKUP.finditer(text):
        plain += text[last : m.start()]
        last = m.end()
        if m[1]:
            stack.append((len(plain), m[1]))
        elif stack:
            start, label = stack.pop()
            if not stack:
                spans.append((start, len(plain), label))
    return plain + text[last:], spans


def from_doc(doc: Doc, spans: list[tuple[int, int, str]], *, source: str, name: str) -> list[Piece]:
    """Pieces of a tokenized text with entities, cut at paragraphs; spans are widened to whole tokens."""
    ents: list[Span] = []
    for start, end, label in spans:
        span = doc.char_span(start, end, label=label, alignment_mode="expand")
        if span is not None and (not ents or ents[-1].end <= span.start):
            ents.append(span)
    iob = ["O"] * len(doc)
    for e in ents:
        for t in e:
            iob[t.i] = ("B-" if t.i == e.start else "I-") + e.label_
    pieces: list[Piece] = []
    tokens: list[Token] = []
    for t in doc:
        if t.is_space:
            if tokens:
                tokens[-1].space += t.text
            if "\n" in t.text and sum(len(x.form) > 0 for x in tokens) > 40:
                pieces.append(Piece(tokens, syntax=False, entities=True, source=source, name=name))
                tokens = []
        else:
            tokens.append(Token(t.text, t.whitespace_, ent=iob[t.i]))
    if tokens:
        pieces.append(Piece(tokens, syntax=False, entities=True, source=source, name=name))
    return pieces
