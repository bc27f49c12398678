"""Learn the lemmatizer: counts of the treebanks first, simplemma's lexicon behind them, endings for the rest."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from selon.language.lemmas import LONGEST, Lemmas
from selon.language.tokenizer import plain
from training.paths import ROOT
from training.pieces import Piece

VERB = re.compile(r"\w+(?:er|ir|re|ïr)$")
ALIKE, SHARED = 5, 0.5  # verbs an ending needs to be a model; share of them that must have a form
INFLECTED = 12  # forms that a verb of the lexicon has at least
RARE = 2  # words an ending must hold for
Table = dict[str, dict[str, str]]


def counted(pieces: Iterable[Piece]) -> Table:
    """The most frequent lemma of each form and part of speech; Sequoia, whose scheme we follow, counts five times."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for p in pieces:
        for t in p.tokens:
            if t.pos and t.lemma not in {"", "_"} and not (t.pos == "PROPN" and t.lemma == t.form):
                lemma = (
                    t.lemma
                    if t.pos == "PROPN"
                    else t.lemma.lower()
                    if t.form[:1].isupper() and t.pos != "X"
                    else t.lemma
                )
                counts[t.pos, plain(t.form)][lemma] += 5 if p.source == "Sequoia" else 1
    out: Table = defaultdict(dict)
    for (pos, form), c in counts.items():
        out[pos][form] = c.most_common(1)[0][0]
    return dict(out)


def lexicon() -> Table:
    """simplemma's French forms as verbs, nouns and adjectives (a form is a verb's where its lemma looks like a verb's)."""
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    out: Table = {"VERB": {}, "NOUN": {}, "ADJ": {}}
    for form, lemma in DefaultDictionaryFactory().get_dictionary("fr").items():
        if not form.islower() or not form.isalpha() or not lemma.isalpha():
            continue
        if VERB.match(lemma) and form[:1] == lemma[:1]:
            out["VERB"][form] = lemma
        if not VERB.match(lemma) or form == lemma or form in {lemma + "s"}:
            out["NOUN"][form] = lemma
            out["ADJ"][form] = lemma
    return out


def endings(words: dict[str, str]) -> dict[str, tuple[int, str]]:
    """For each ending up to `LONGEST` letters what most words do with it: letters taken off, letters put on."""
    counts: dict[str, Counter[tuple[int, str]]] = defaultdict(Counter)
    for form, lemma in words.items():
        same = 0
        while same < min(len(form), len(lemma)) and form[same] == lemma[same]:
            same += 1
        rule = len(form) - same, lemma[same:]
        for size in range(rule[0], min(LONGEST, len(form) - 1) + 1):
            counts[form[len(form) - size :]][rule] += 1
    kept: dict[str, tuple[int, str]] = {}
    for end in sorted(counts, key=len):
        rule, n = counts[end].most_common(1)[0]
        shorter = next((kept[end[i:]] for i in range(1, len(end) + 1) if end[i:] in kept), None)
        if (n >= RARE or not end) and rule != shorter:
            kept[end] = rule
    return kept


def complete(verbs: dict[str, str], lemmas: Iterable[str]) -> dict[str, str]:
    """Verb forms that the lexicon holds under a noun only (`dément`, `confie`): what verbs of the same ending have, too."""
    shapes: dict[str, Counter[tuple[int, str]]] = defaultdict(Counter)
    members: Counter[str] = Counter()
    forms: dict[str, list[str]] = defaultdict(list)
    for form, lemma in verbs.items():
        forms[lemma].append(form)
    for lemma, own in forms.items():
        rules = set()
        for form in own:
            same = 0
            while same < min(len(form), len(lemma)) and form[same] == lemma[same]:
                same += 1
            rules.add((len(lemma) - same, form[same:]))
        for size in range(2, min(6, len(lemma)) + 1):
            members[lemma[-size:]] += 1
            shapes[lemma[-size:]].update(rules)
    out: dict[str, str] = {}
    for lemma in sorted({*lemmas}):
        end = next((lemma[-n:] for n in range(min(6, len(lemma)), 1, -1) if members[lemma[-n:]] >= ALIKE), None)
        if end is not None:
            for (off, on), n in shapes[end].items():
                form = lemma[: len(lemma) - off] + on
                if n >= SHARED * members[end] and form not in verbs:
                    out.setdefault(form, lemma)
    return out


def reporting_verbs() -> list[str]:
    """The infinitives that `lang/fr/verbs_*.toml` lists, reflexives without their pronoun."""
    found = set()
    for path in sorted((ROOT / "src" / "selon" / "lang" / "fr").glob("verbs_*.toml")):
        for entry in tomllib.loads(path.read_text(encoding="utf8")).get("verb", []):
            found.add(re.sub(r"^(?:se |s')", "", entry["lemma"]).split()[0])
    return sorted(found)


def learn(pieces: list[Piece]) -> Lemmas:
    """The filled component; what `lemmas.toml` lists is right whatever the other sources say."""
    made = Lemmas()
    extra: Table = tomllib.loads((Path(__file__).parent / "lemmas.toml").read_text(encoding="utf8"))
    seen, known = counted(pieces), lexicon()
    sizes = Counter(known["VERB"].values())
    infinitives = {w for w, n in sizes.items() if n >= INFLECTED} | set(seen["VERB"].values())
    known["VERB"] = {f: w for f, w in known["VERB"].items() if w in infinitives}  # not livre → livre
    verbs = known["VERB"] | {f: w for f, w in seen["VERB"].items() if VERB.match(w)}
    known["VERB"] |= complete(verbs, [*reporting_verbs(), *seen["VERB"].values()])
    for form in [f for f in seen["PRON"] if f.startswith("-")]:
        bare = form.removeprefix("-t-").removeprefix("-")
        seen["PRON"][form] = seen["PRON"].get(bare, seen["PRON"][form])
    for pos in sorted({*seen, *known}):
        words: dict[str, str] = {
            **known.get(pos, {}),
            **{f: w for f, w in seen.get(pos, {}).items() if f.isalpha()},
            **extra.get(pos, {}),
        }
        if pos in {"VERB", "NOUN", "ADJ", "ADV"}:
            made.endings[pos] = endings(words)
        everything = {**words, **seen.get(pos, {}), **extra.get(pos, {})}
        made.table[pos] = {}
        made.table[pos] = {f: w for f, w in sorted(everything.items()) if made.lemma(f, pos) != w}
    return made
