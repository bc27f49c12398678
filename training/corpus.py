"""All training and held-out pieces, by source."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from pathlib import Path

import spacy

from selon.language.tokenizer import PressTokenizer, make_tokenizer
from training.paths import DATA
from training.pieces import Piece, Token, from_doc, from_sentence, join, read_markup
from training.treebanks import Sentence, closed_lemmas, load_treebank, read_conllu

SEQUOIA_NAMES = {"PERS": "PER", "ORG": "ORG", "LOC": "LOC", "PROD": "MISC", "EVE": "MISC"}
ENDS = frozenset({".", "!", "?", "…", "...", "»", '"', "”", ")", ":", ";", "?!"})
SYNTAX_WEIGHTS = {
    "Sequoia": 2.0,
    "GSD": 1.0,
    "PUD": 0.7,
    "FQB": 0.3,
    "incise": 2.0,
}  # nearness to the press, and to the scheme of labels
HELD_OUT_EVERY = 5  # of the articles of selon-news, and (4) of the news documents of PUD


def tokenizer() -> PressTokenizer:
    """The tokenizer that the pipeline ships."""
    made = make_tokenizer("fr")(spacy.blank("fr"))
    assert isinstance(made, PressTokenizer)
    return made


def sequoia_entities(path: Path, treebank: Path) -> dict[str, list[tuple[int, int, str]]]:
    """Names of Sequoia by sentence: outermost span; of two over the same words the literal one (`prim`) counts.

    Offsets are those of the treebank, whose spaces the file of names does not keep.
    """
    out: dict[str, list[tuple[int, int, str]]] = {}
    written = {s.name: s for s in read_conllu(treebank)}
    for s in read_conllu(path):
        words = written[s.name].words
        if len(words) != len(s.words):
            continue
        members: dict[str, list[int]] = defaultdict(list)
        kinds: dict[str, str] = {}
        for i, w in enumerate(s.words):
            for part in w.ent.split(";"):
                number, _, what = part.partition(":")
                if number.isdigit():
                    members[number].append(i)
                    if "|NE-" in what:
                        kinds[number] = what.split("|NE-")[1].split("|")[0]
        found: dict[tuple[int, int], str] = {}
        for number, kind in kinds.items():
            label, _, rank = kind.partition(".")
            span = words[members[number][0]].start, words[members[number][-1]].end
            if span not in found or rank == "prim":
                found[span] = SEQUOIA_NAMES.get(label, "MISC")
        outer = [s_ for s_ in found if not any(o != s_ and o[0] <= s_[0] and s_[1] <= o[1] for o in found)]
        out[s.name] = [(a, b, found[a, b]) for a, b in sorted(outer)]
    return out


def put_entities(tokens: list[Token], sentence: Sentence, spans: list[tuple[int, int, str]]) -> None:
    """IOB on the tokens of a sentence, in place."""
    for t in tokens:
        t.ent = "O"
    for start, end, label in spans:
        first = True
        for t, w in zip(tokens, sentence.words, strict=True):
            if w.start < end and w.end > start and t.ent == "O":
                t.ent = ("B-" if first else "I-") + label
                first = False


def group(sentences: list[list[Token]], rng: random.Random, longest: int = 4) -> list[list[Token]]:
    """One to `longest` sentences in a row as one text."""
    out, i = [], 0
    while i < len(sentences):
        n = rng.choice((1, 1, 2, 3, longest))
        for tokens in sentences[i : i + n]:
            if tokens[-1].form not in ENDS:  # headlines, items of lists: the press ends them with the line
                tokens[-1].space = "\n"
        out.append(join(sentences[i : i + n]))
        i += n
    return out


def syntax_pieces(seed: int = 0) -> tuple[list[Piece], list[Piece], list[Piece]]:
    """(train, Sequoia dev, held-out PUD news)."""
    rng = random.Random(seed)
    cut = tokenizer()
    root = DATA / "treebanks"
    raw = list(read_conllu(root / "Sequoia" / "fr_sequoia-ud-train.conllu"))
    closed = closed_lemmas(raw)
    train: list[Piece] = []
    dev: list[Piece] = []
    pud: list[Piece] = []
    for split in ("train", "dev"):
        path = root / "Sequoia" / f"fr_sequoia-ud-{split}.conllu"
        names = sequoia_entities(DATA / "ner" / "Sequoia" / f"sequoia-ud.parseme.frsemcor.{split}", path)
        sentences = []
        for s in load_treebank(path, cut):
            tokens = from_sentence(s)
            put_entities(tokens, s, names.get(s.name, []))
            sentences.append(tokens)
        pieces = [Piece(t, entities=True, source="Sequoia") for t in group(sentences, rng)]
        (train if split == "train" else dev).extend(pieces)
    chances = _chances([p.tokens for p in train])
    for name, file in (("GSD", "fr_gsd-ud-dev"), ("FQB", "fqb"), ("PUD", "fr_pud-ud-test")):
        path = next(p for p in (root / name).glob("*.conllu") if file in p.name)
        held: list[list[Token]] = []
        kept: list[list[Token]] = []
        for s in load_treebank(path, cut, closed):
            (held if name == "PUD" and is_held_out(s.name) else kept).append(from_sentence(s))
        for tokens in kept + held:
            _objects_or_adjuncts(tokens, chances)
        train += [Piece(t, source=name) for t in group(kept, rng)]
        pud += [Piece(t, source=name) for t in group(held, rng)]
    return train, dev, pud


def _case(tokens: list[Token], i: int) -> str:
    return next((t.lemma for t in tokens if t.dep == "case" and tokens[t.head] is tokens[i]), "")


def _chances(texts: list[list[Token]]) -> dict[tuple[str, ...], float]:
    """How often Sequoia calls an oblique an argument: by verb and preposition, and by preposition alone."""
    counts: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0])
    for tokens in texts:
        for i, t in enumerate(tokens):
            if t.dep in {"obl:arg", "obl:mod"}:
                case = _case(tokens, i)
                for key in ((tokens[t.head].lemma, case), (case,)):
                    counts[key][t.dep == "obl:arg"] += 1
    return {k: c[1] / sum(c) for k, c in counts.items()}


def _objects_or_adjuncts(tokens: list[Token], chances: dict[tuple[str, ...], float]) -> None:
    """`obl` → `obl:arg` or `obl:mod`, in place, as Sequoia does with the same verb and preposition."""
    for i, t in enumerate(tokens):
        if t.dep == "obl":
            case = _case(tokens, i)
            chance = chances.get((tokens[t.head].lemma, case), chances.get((case,), 0.0))
            t.dep = "obl:arg" if chance > 0.5 else "obl:mod"


def is_held_out(name: str) -> bool:
    """Whether a sentence of PUD is kept apart: every fourth news document."""
    m = re.match(r"n01(\d{3})", name)
    return bool(m and int(m[1]) % 4 == 0)


def news_pieces() -> tuple[list[Piece], list[Piece]]:
    """(train, held out) of selon-news: every fifth article is held out."""
    cut = tokenizer()
    train: list[Piece] = []
    held: list[Piece] = []
    for i, path in enumerate(sorted((DATA / "ner" / "selon-news").glob("*.ner"))):
        text, spans = read_markup(path.read_text(encoding="utf8"))
        pieces = from_doc(cut(text), spans, source="selon-news", name=path.stem)
        (held if i % HELD_OUT_EVERY == 2 else train).extend(pieces)
    return train, held


def own_pieces() -> list[Piece]:
    """Sentences written and labelled for this project."""
    cut = tokenizer()
    out: list[Piece] = []
    for line in (Path(__file__).parent / "own.ner").read_text(encoding="utf8").splitlines():
        text, spans = read_markup(line)
        out += from_doc(cut(text), spans, source="own", name="own")
    return out


def old_news_pieces() -> list[Piece]:
    """Europeana and NewsEye: names in old newspapers read by OCR; re-cut by our tokenizer, titles taken off persons."""
    cut = tokenizer()
    out: list[Piece] = []
    for source, rows in (("Europeana", _europeana()), ("NewsEye", _newseye())):
        for block in rows:
            text = ""
            spans: list[tuple[int, int, str]] = []
            for form, glued, tag in block:
                start = len(text)
                text += form
                if tag.startswith("B-") or (
                    tag.startswith("I-")
                    and not (spans and spans[-1][2] == tag[2:] and spans[-1][1] in (start, start - 1))
                ):
                    spans.append((start, len(text), tag[2:]))
                elif tag.startswith("I-"):
                    spans[-1] = (spans[-1][0], len(text), tag[2:])
                text += "" if glued else " "
            spans = [
                (a + len(t.group()), b, k) if k == "PER" and (t := TITLE.match(text[a:b])) else (a, b, k)
                for a, b, k in spans
            ]
            kept = [(a, b, "MISC" if k == "HumanProd" else k) for a, b, k in spans if b > a]
            out += from_doc(cut(text.rstrip()), kept, source=source, name=source)
    return out


TITLE = re.compile(r"(?:MM?|Mme|Mmes|Mlle|M[gG]r|Dr|Me)\s?\.?\s+|(?:le|la|Le|La)\s+(?:\w+\s+)?(?=[A-Z])")


def _europeana() -> list[list[tuple[str, bool, str]]]:
    rows = [
        line.split() for line in (DATA / "ner" / "Europeana" / "enp_FR.bnf.bio").read_text(encoding="utf8").splitlines()
    ]
    words = [
        (r[0], False, "O" if r[1] == "PO" else r[1])
        for r in rows
        if len(r) == 2 and r[1] in {"O", "I-PER", "I-LOC", "I-ORG", "PO"}
    ]
    blocks: list[list[tuple[str, bool, str]]] = []
    block: list[tuple[str, bool, str]] = []
    for form, _, tag in words:
        glued = bool(re.search(r"['’(«]$", form))
        if block and form in {",", ".", ")", "»"}:
            block[-1] = (block[-1][0], form != "»", block[-1][2])
        block.append((form, glued, tag))
        if len(block) > 60 and form == "." and tag == "O":
            blocks.append(block)
            block = []
    return blocks


def _newseye() -> list[list[tuple[str, bool, str]]]:
    blocks = []
    for path in sorted((DATA / "ner" / "NewsEye").glob("*.tsv")):
        block: list[tuple[str, bool, str]] = []
        for line in path.read_text(encoding="utf8").splitlines()[1:]:
            row = line.split("\t")
            if line.startswith("#") or len(row) < 10:
                continue
            glued = "NoSpaceAfter" in row[9] and not ("EndOfLine" in row[9] and not row[0].endswith("¬"))
            block.append((row[0], glued, row[1]))
            if len(block) > 60 and row[0] == "." and row[1] == "O":
                blocks.append(block)
                block = []
    return blocks
