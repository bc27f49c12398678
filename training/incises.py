"""Sentences of Sequoia turned into quotations with an incise: the subject follows its verb, as the press has it.

`Le ministre affirme que …` has its subject first; Sequoia hardly ever has `« … », affirme le ministre`. A sentence that begins
with a short subject and a verb of saying gives its subject and verb to another sentence's words between marks.
"""

from __future__ import annotations

import random
import tomllib
from dataclasses import replace

from training.paths import ROOT
from training.pieces import Piece, Token, join

SUBJECT, CONTENT = 9, 25  # tokens at most


def saying() -> set[str]:
    """The infinitives of `lang/fr/verbs_*.toml`."""
    folder = ROOT / "src" / "selon" / "lang" / "fr"
    return {
        entry["lemma"]
        for path in sorted(folder.glob("verbs_*.toml"))
        for entry in tomllib.loads(path.read_text(encoding="utf8")).get("verb", [])
    }


def sentences(pieces: list[Piece]) -> list[list[Token]]:
    """Single sentences, heads counted from their own first token."""
    out: list[list[Token]] = []
    for p in pieces:
        starts = [i for i, t in enumerate(p.tokens) if t.start]
        for a, b in zip(starts, [*starts[1:], len(p.tokens)], strict=True):
            if all(a <= t.head < b for t in p.tokens[a:b]):
                out.append([replace(t, head=t.head - a) for t in p.tokens[a:b]])
    return out


def _subject(tokens: list[Token], verb: int) -> tuple[int, int] | None:
    """The first and last token of the subject of `verb`, where it stands in one stretch before it."""
    root = next((i for i, t in enumerate(tokens) if t.head == verb and t.dep == "nsubj"), None)
    if root is None or root > verb or tokens[root].pos not in {"NOUN", "PROPN"}:
        return None
    inside = [i for i in range(len(tokens)) if _under(tokens, i, root)]
    if inside[-1] - inside[0] + 1 != len(inside) or len(inside) > SUBJECT or inside[-1] >= verb:
        return None
    return inside[0], inside[-1] + 1


def _under(tokens: list[Token], i: int, root: int) -> bool:
    while i != root and tokens[i].head != i:
        i = tokens[i].head
    return i == root


def incise_pieces(pieces: list[Piece], seed: int = 0) -> list[Piece]:
    """Made sentences `« content », verb subject.`, one for each fitting pair."""
    rng = random.Random(seed)
    verbs, whole = saying(), sentences(pieces)
    contents = [s for s in whole if 4 < len(s) <= CONTENT and s[-1].form == "." and not any(t.form in '«»"' for t in s)]
    clauses: list[tuple[list[Token], list[Token]]] = []
    for s in whole:
        for v, t in enumerate(s):
            span = _subject(s, v) if t.pos == "VERB" else None
            if span is None:
                continue
            root = next(i for i in range(*span) if not span[0] <= s[i].head < span[1])
            subject = [replace(x, head=x.head - span[0], start=False) for x in s[span[0] : span[1]]]
            subject[root - span[0]].head = -1
            subject[-1].space = ""
            if subject[0].pos != "PROPN":
                subject[0].form = subject[0].form[:1].lower() + subject[0].form[1:]
            aux = [x for x in s[:v] if x.head == v and x.dep == "aux:tense"]
            finite = "Mood=Ind" in t.morph
            if (finite or len(aux) == 1) and t.lemma in verbs:
                clauses.append(([*(replace(a, start=False) for a in aux), replace(t, start=False, space=" ")], subject))
    verb_groups = [c[0] for c in clauses]
    subjects = [c[1] for c in clauses]
    out: list[Piece] = []
    for group in verb_groups * 3:
        content, subject = rng.choice(contents), rng.choice(subjects)
        if ("Number=Plur" in group[0].morph) != any("Number=Plur" in x.morph for x in subject if x.head == -1):
            continue
        top = next(i for i, t in enumerate(content) if t.head == i)
        body = [replace(t, head=t.head + 1, start=False) for t in content[:-1]]
        body[-1].space = " "
        opening = Token("«", " ", "PUNCT", "", "«", top + 1, "punct", "O", start=True)
        closing = Token("»", "", "PUNCT", "", "»", top + 1, "punct", "O")
        comma_at = len(body) + 2
        verb_at = comma_at + len(group)
        comma = Token(",", " ", "PUNCT", "", ",", verb_at, "punct", "O")
        tail = [replace(t, head=verb_at) for t in group]
        tail[-1] = replace(tail[-1], dep="parataxis:insert", head=top + 1)
        named = [
            replace(t, head=verb_at if t.head == -1 else t.head + verb_at + 1, dep="nsubj" if t.head == -1 else t.dep)
            for t in subject
        ]
        stop = Token(".", " ", "PUNCT", "", ".", top + 1, "punct", "O")
        body[top].head = top + 1
        tokens = [opening, *body, closing, comma, *tail, *named, stop]
        out.append(Piece(join([tokens]), source="incise"))
    return out
