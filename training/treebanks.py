"""The treebanks as spaCy documents: our tokens, one scheme of labels (Sequoia's), entities and noun supersenses where annotated."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from selon.language.tokenizer import PressTokenizer, plain

KEPT = frozenset(
    [
        "Number",
        "Gender",
        "Person",
        "PronType",
        "Definite",
        "VerbForm",
        "Mood",
        "Tense",
        "Voice",
        "Poss",
        "Reflex",
        "Polarity",
        "NumType",
    ]
)
# Relations that other treebanks name in their own way → Sequoia's name for them.
RELATIONS = {
    "nmod:appos": "appos", "parataxis:parenth": "parataxis:insert", "compound": "fixed", "flat": "flat:name", "obj:lvc": "obj",
    "nsubj:outer": "nsubj", "csubj:pass": "csubj", "dep:comp": "dep", "iobj:agent": "iobj", "obj:agent": "obj", "goeswith": "dep",
    "reparandum": "dep", "orphan": "dep",
}  # fmt: skip
CLOSED = frozenset({"PRON", "DET", "ADP", "AUX", "CCONJ", "SCONJ", "ADV", "NUM"})


@dataclass(slots=True)
class Word:
    """A word of CoNLL-U, or one of our tokens; `start` and `end` are offsets in the text of the sentence."""

    form: str
    lemma: str
    pos: str
    feats: dict[str, str]
    head: int  # index in the sentence; its own for the root
    dep: str
    start: int = 0
    end: int = 0
    ent: str = ""  # IOB
    sense: str = ""


@dataclass(slots=True)
class Sentence:
    """A sentence: its text as written and its words."""

    text: str
    words: list[Word]
    name: str = ""
    english: str = ""
    treebank: str = ""
    extra: dict[str, str] = field(default_factory=dict)


def read_conllu(path: Path) -> Iterator[Sentence]:
    """The sentences of a CoNLL-U file; words of one multiword token share its characters."""
    meta: dict[str, str] = {}
    rows: list[list[str]] = []
    for line in [*path.read_text(encoding="utf8").splitlines(), ""]:
        if line.startswith("#"):
            key, _, value = line[1:].partition("=")
            meta[key.strip()] = value.strip()
        elif line.strip():
            rows.append(line.split("\t"))
        elif rows:
            yield _sentence(rows, meta, path.parent.name)
            meta, rows = {}, []


def _sentence(rows: list[list[str]], meta: dict[str, str], treebank: str) -> Sentence:
    text, until = "", 0
    words: list[Word] = []
    numbers: dict[str, int] = {}
    for row in rows:
        if "-" in row[0]:
            start, until = len(text), int(row[0].split("-")[1])
            text += row[1]
            end = len(text)
            text += "" if "SpaceAfter=No" in row[9] else " "
            continue
        if not row[0].isdigit():
            continue
        if int(row[0]) > until:
            start = len(text)
            text += row[1]
            end = len(text)
            text += "" if "SpaceAfter=No" in row[9] else " "
        feats = dict(f.split("=") for f in row[5].split("|") if "=" in f)
        numbers[row[0]] = len(words)
        words.append(Word(row[1], row[2], row[3], feats, int(row[6]), row[7], start, end))
        if len(row) > 11:
            words[-1].sense = row[11]
            words[-1].ent = row[10]
    for i, w in enumerate(words):
        w.head = numbers[str(w.head)] if w.head else i
    return Sentence(text.rstrip(), words, meta.get("sent_id", ""), meta.get("text_en", ""), treebank)


def harmonise(sentence: Sentence) -> None:
    """Labels of any treebank → the scheme of Sequoia, in place."""
    words = sentence.words
    kids: dict[int, list[Word]] = defaultdict(list)
    for i, w in enumerate(words):
        if w.head != i:
            kids[w.head].append(w)
    for i, w in enumerate(words):
        w.dep = RELATIONS.get(w.dep, w.dep)
        w.feats = {k: v for k, v in w.feats.items() if k in KEPT and not (k == "Voice" and v == "Act")}
        head = words[w.head]
        passive = any(k.dep == "aux:pass" for k in kids[w.head])
        if w.dep == "expl:comp" and plain(w.form) in {"se", "s'"}:
            w.dep = "expl:pv"
        if w.dep == "obj" and w.lemma == "se" and sentence.treebank == "PUD":
            w.dep = "expl:pv"
        if w.dep == "nsubj" and passive and sentence.treebank == "PUD":
            w.dep = "nsubj:pass"
        if w.dep == "obl" or (w.dep in {"obl:mod", "obl:arg"} and sentence.treebank in {"PUD", "FQB"}):
            by = any(k.dep == "case" and k.lemma == "par" for k in kids[i])
            verbal = passive or (head.feats.get("VerbForm") == "Part" and head.dep in {"acl", "amod"})
            if by and verbal:
                w.dep = "obl:agent"
        past = w.feats.get("VerbForm") == "Part" and w.feats.get("Tense") == "Past" and w.pos == "VERB"
        if past and sentence.treebank in {"PUD", "FQB"}:
            own = {k.dep for k in kids[i]}
            if "aux:pass" in own or (w.dep == "acl" and not own & {"aux:tense"}):
                w.feats["Voice"] = "Pass"
        if w.pos in {"_", ""}:
            w.pos = "X"


def closed_lemmas(sentences: list[Sentence]) -> dict[tuple[str, str], str]:
    """The lemma that Sequoia gives a word of a closed class, by form and part of speech: the others follow it."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for s in sentences:
        for w in s.words:
            if w.pos in CLOSED:
                counts[plain(w.form), w.pos][w.lemma] += 1
    return {k: c.most_common(1)[0][0] for k, c in counts.items()}


def closed_pos(sentences: list[Sentence]) -> dict[str, str]:
    """The part of speech of forms that Sequoia tags in one way only (seen at least eight times)."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for s in sentences:
        for w in s.words:
            counts[plain(w.form)][w.pos] += 1
    return {f: c.most_common(1)[0][0] for f, c in counts.items() if len(c) == 1 and c.total() >= 8}


def align(sentence: Sentence, tokenizer: PressTokenizer) -> Sentence | None:
    """The sentence in our tokens: contractions and numbers merged, `l'on` cut; None where the two cannot be matched."""
    spans: list[tuple[int, int]] = []
    at = 0
    for token in tokenizer.tokens(sentence.text):
        if not token.isspace():
            spans.append((at, at + len(token)))
        at += len(token)
    words = sentence.words
    group: list[list[int]] = [[] for _ in spans]
    owner: list[int] = []
    t = 0
    for i, w in enumerate(words):
        while t < len(spans) - 1 and spans[t][1] <= w.start:
            t += 1
        if spans[t][1] < w.end:  # our tokens cut this word: it belongs to the last of them
            last = t
            while last < len(spans) - 1 and spans[last][1] < w.end:
                last += 1
            if spans[last][1] != w.end or spans[t][0] != w.start:
                return None
            group[last].append(i)
            owner.append(last)
        else:
            group[t].append(i)
            owner.append(t)
    out: list[Word] = []
    for k, (start, end) in enumerate(spans):
        form = sentence.text[start:end]
        if not group[k]:
            cut = next(j for j in range(k, len(spans)) if group[j])
            whole = words[group[cut][0]]
            if plain(form) in {"l'"}:
                out.append(
                    Word(
                        form,
                        "le",
                        "DET",
                        {"Definite": "Def", "Number": "Sing", "PronType": "Art"},
                        cut,
                        "det",
                        start,
                        end,
                    )
                )
            else:
                mark = not any(c.isalnum() for c in form)
                out.append(
                    Word(form, form, "PUNCT" if mark else whole.pos, {}, cut, "punct" if mark else "dep", start, end)
                )
            out[-1].ent, out[-1].sense = whole.ent, whole.sense
            continue
        ids = group[k]
        outside = [i for i in ids if words[i].head not in ids or words[i].head == i]
        lead = words[outside[0]]
        if len(ids) == 2 and words[ids[0]].pos == "ADP" and words[ids[1]].pos == "DET":
            lead = words[ids[0]]
        feats = dict(lead.feats)
        if lead.pos == "ADP" and len(ids) > 1:
            for i in ids:
                feats |= words[i].feats
        merged = len(ids) > 1 and lead.pos not in {"ADP", "PRON", "DET"}
        head = owner[lead.head]
        if head == k and words.index(lead) != lead.head:
            others = [owner[words[i].head] for i in ids if owner[words[i].head] != k]
            head = others[0] if others else k
        lemma = form if merged else lead.lemma
        pos = "NUM" if merged and form[0].isdigit() else lead.pos
        new = Word(
            form, lemma, pos, {"NumType": "Card"} if pos == "NUM" and merged else feats, head, lead.dep, start, end
        )
        new.ent = next((words[i].ent for i in ids if words[i].ent not in {"", "*", "O"}), words[ids[0]].ent)
        new.sense = next((words[i].sense for i in ids if words[i].sense not in {"", "*"}), "")
        out.append(new)
    for i, w in enumerate(out):
        if w.dep == "root":
            w.head = i
        elif w.head == i:
            return None
    if sum(w.head == i for i, w in enumerate(out)) != 1 or _loops(out):
        return None
    return Sentence(sentence.text, out, sentence.name, sentence.english, sentence.treebank)


def _loops(words: list[Word]) -> bool:
    for i in range(len(words)):
        seen, at = 0, i
        while words[at].head != at:
            at = words[at].head
            seen += 1
            if seen > len(words):
                return True
    return False


SPOKEN = re.compile(r"[~&#]")


def load_treebank(
    path: Path, tokenizer: PressTokenizer, closed: dict[tuple[str, str], str] | None = None
) -> list[Sentence]:
    """All sentences of a file, harmonised and in our tokens."""
    out = []
    for raw in read_conllu(path):
        if SPOKEN.search(raw.text) or any(w.dep == "reparandum" for w in raw.words):
            continue
        harmonise(raw)
        if closed is not None:
            for w in raw.words:
                w.lemma = closed.get((plain(w.form), w.pos), w.lemma) if w.pos in CLOSED else w.lemma
        sentence = align(raw, tokenizer)
        if sentence is not None:
            out.append(sentence)
    return out
