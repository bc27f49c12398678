"""Running the lexicon's own example sentences: `python -m evals.examples [WORD…]` prints those that fail and why.

Sentences that fail today stand in `evals/open_examples.toml`, each with a one-word cause; the list only shrinks:
`--start` writes it once, where there is none, `--shrink` takes out those that pass now, nothing puts one in but an
editor. Without words the exit code is 1 where a listed sentence passes or an unlisted one fails.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from selon.extract.statements import find_statements
from selon.extract.statements.cues import find_cues
from selon.language.analysis import Analysis, Article
from selon.language.examples import Example, parse_example
from selon.language.grammar import load_grammar
from selon.language.lexicon import Expression, Noun, Phrase, Verb, load_lexicon
from selon.language.marks import pair_marks
from selon.language.normal import parse
from selon.language.pipeline import load_pipeline
from selon.model import Span, Statement

OPEN = Path(__file__).with_name("open_examples.toml")
ENOUGH = 0.8  # overlap (IoU of letters and digits) from which a content counts as caught
CAUSES = {
    "tagging": "no verb or noun of the lexicon is seen at the cue: wrong part of speech or lemma",
    "cue": "the words are tagged well, yet no cue is made of them",
    "subject": "the cue has no subject",
    "frame": "cue and subject are there, yet no content is found",
    "extent": "a content is found, its limits are wrong",
    "source": "the wrong words are taken for the source",
    "invented": "a trap is taken for a statement",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One example sentence of an entry, and what is wrong with what was found: a word of `CAUSES` and details (or "")."""

    entry: str
    sentence: str
    trap: bool
    cause: str
    details: str


def run_examples(lang: str, only: frozenset[str] = frozenset(), pipeline: str | None = None) -> list[Outcome]:
    """The outcome of every catch and miss sentence of the lexicon, or of the entries named, in file order."""
    lexicon = load_lexicon(lang)
    entries: Iterable[Verb | Expression | Noun | Phrase] = chain(
        chain.from_iterable(lexicon.verbs.values()),
        chain.from_iterable(lexicon.expressions.values()),
        chain.from_iterable(lexicon.nouns.values()),
        lexicon.phrases,
    )
    jobs = [
        (name_of(e), trap, parse_example(s))
        for e in entries
        if not only or name_of(e) in only
        for trap, sentences in ((False, e.catch), (True, e.miss))
        for s in sentences
    ]
    nlp = load_pipeline(lang, pipeline)
    out = []
    for (name, trap, example), doc in zip(jobs, parse(nlp, (x.text for _, _, x in jobs), lang=lang), strict=True):
        analysis = Analysis(Article(example.text), lang, doc, pair_marks(example.text), lexicon)
        found = find_statements(analysis)
        cause, details = trapped(example, found) if trap else missed(analysis, example, found)
        out.append(Outcome(name, example.text, trap, cause, details))
    return out


def name_of(entry: Verb | Expression | Noun | Phrase) -> str:
    """The headword of an entry."""
    return entry.words if isinstance(entry, Phrase) else entry.lemma


def trapped(example: Example, found: list[Statement]) -> tuple[str, str]:
    """A trap sentence must give no statement at all."""
    if not found:
        return "", ""
    return "invented", "; ".join(f"{s.rule}: {[example.text[a:b] for a, b in s.content]}" for s in found)


def missed(analysis: Analysis, example: Example, found: list[Statement]) -> tuple[str, str]:
    """A catch sentence must give its content from its source by its cue."""
    near = [s for s in found if example.cue is None or (s.cue is not None and overlap(s.cue, example.cue))]
    if not near:
        return why_missed(analysis, example), f"no statement at the cue (found {[s.rule for s in found]})"
    best = max(near, key=lambda s: share(example.text, s.content, example.content))
    got = share(example.text, best.content, example.content)
    if got < ENOUGH:
        return "extent", f"content {[example.text[a:b] for a, b in best.content]} by {best.rule} ({got:.2f})"
    source = best.source.span
    if example.source is not None and (source is None or not overlap(source, example.source)):
        return "source", f"source {None if source is None else example.text[slice(*source)]!r}"
    return "", ""


def why_missed(analysis: Analysis, example: Example) -> str:
    """Where the way to a statement breaks off: no such word, no cue, no subject or no content."""
    lexicon = analysis.lexicon
    span = example.cue or (0, 0)
    words = [t for t in analysis.doc if overlap((t.idx, t.idx + len(t)), span)]
    known = lexicon.verbs.keys() | lexicon.expressions.keys() | lexicon.nouns.keys()
    if not any(t.lemma_.lower() in known and t.pos_ in {"VERB", "AUX", "NOUN"} for t in words):
        listed = any(analysis.text[slice(*span)].lower().startswith(p.words.split()[0]) for p in lexicon.phrases)
        return "cue" if listed else "tagging"
    grammar = load_grammar(analysis.lang)
    cues = [c for s in analysis.doc.sents for c in find_cues(s, lexicon, grammar)]
    here = [c for c in cues if any(c.start <= t.i < c.end for t in words)]
    if not here:
        return "cue"
    return "frame" if any(c.subject is not None for c in here) else "subject"


def overlap(a: Span, b: Span) -> bool:
    """Whether two spans share a character."""
    return a[0] < b[1] and b[0] < a[1]


def share(text: str, a: list[Span], b: tuple[Span, ...]) -> float:
    """Intersection over union of the letters and digits that two lists of spans cover; 1 where both are empty."""
    x = {i for s, e in a for i in range(s, e) if text[i].isalnum()}
    y = {i for s, e in b for i in range(s, e) if text[i].isalnum()}
    return len(x & y) / len(x | y) if x | y else 1.0


def open_examples(path: Path = OPEN) -> dict[tuple[str, str], str]:
    """The listed (entry, sentence) pairs and their causes; empty where there is no list."""
    if not path.is_file():
        return {}
    entries = tomllib.loads(path.read_text(encoding="utf8")).get("open", [])
    return {(e["entry"], e["sentence"]): e["cause"] for e in entries}


def write_open(entries: dict[tuple[str, str], str], path: Path = OPEN) -> None:
    """Write the list, grouped by cause."""
    lines = [
        "# Example sentences of the lexicon that the shipped pipeline and rules do not get right yet. The list only shrinks.",
        "# cause: " + "; ".join(f"{k} = {v}" for k, v in CAUSES.items() if k in entries.values()),
    ]
    for (entry, sentence), cause in sorted(entries.items(), key=lambda x: (x[1], x[0])):
        lines += [
            "",
            "[[open]]",
            f"entry = {_quoted(entry)}",
            f"sentence = {_quoted(sentence)}",
            f"cause = {_quoted(cause)}",
        ]
    path.write_text("\n".join(lines) + "\n", encoding="utf8")


def _quoted(text: str) -> str:
    """A TOML string; spaces that cannot be seen are written as escapes."""
    return json.dumps(text, ensure_ascii=False).replace("\u00a0", "\\u00a0").replace("\u202f", "\\u202f")


def main(argv: list[str]) -> int:
    """Print failures, or what the open list gets wrong; the exit code is 1 if there is anything."""
    parser = argparse.ArgumentParser(prog="python -m evals.examples", description=__doc__)
    parser.add_argument("words", nargs="*", help="entries whose sentences are run; all of them without")
    parser.add_argument("--pipeline", help="an installed spaCy pipeline instead of the one shipped")
    parser.add_argument("--all", action="store_true", help="print the listed failures too")
    parser.add_argument(
        "--shrink", action="store_true", help="take sentences that pass, or are gone, out of the open list"
    )
    parser.add_argument(
        "--start", action="store_true", help="write the open list from this run, where there is none yet"
    )
    args = parser.parse_args(argv)
    if args.start and (OPEN.exists() or args.words or args.pipeline):
        parser.error(
            f"--start is for a first run of all entries with the shipped pipeline, while {OPEN.name} is not there"
        )
    outcomes = run_examples("fr", frozenset(args.words), args.pipeline)
    listed = open_examples()
    failing = [o for o in outcomes if o.cause]
    for o in failing:
        if args.all or args.words or (o.entry, o.sentence) not in listed:
            print(f"{o.entry}{' TRAP' if o.trap else ''} [{o.cause}]: {o.sentence}\n    {o.details}")
    catches = [o for o in outcomes if not o.trap]
    traps = [o for o in outcomes if o.trap]
    print(
        f"caught {sum(not o.cause for o in catches)} of {len(catches)}, trapped {sum(bool(o.cause) for o in traps)} of {len(traps)}"
    )
    print("causes:", ", ".join(f"{k} {n}" for k, n in Counter(o.cause for o in failing).most_common()) or "none")
    if args.words:
        return 1 if failing else 0
    if args.start:
        write_open({(o.entry, o.sentence): o.cause for o in failing})
        return 0
    still = {(o.entry, o.sentence) for o in failing}
    done = [k for k in listed if k not in still]
    for entry, sentence in done:
        print(f"passes or is gone, yet listed: {entry}: {sentence}")
    if args.shrink:
        write_open({k: v for k, v in listed.items() if k in still})
        done = []
    return 1 if done or still - listed.keys() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
