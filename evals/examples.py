"""Running the lexicon's own example sentences: `python -m evals.examples [WORD…]` prints those that fail and why."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from selon.extract.statements import find_statements
from selon.language.analysis import Analysis, Article
from selon.language.examples import Example, parse_example
from selon.language.lexicon import Expression, Noun, Phrase, Verb, load_lexicon
from selon.language.marks import pair_marks
from selon.language.pipeline import load_pipeline
from selon.model import Span, Statement

ENOUGH = 0.8  # overlap (IoU of letters and digits) from which a content counts as caught


@dataclass(frozen=True, slots=True)
class Outcome:
    """One example sentence of an entry, and what is wrong with what was found (None: nothing)."""

    entry: str
    sentence: str
    trap: bool
    fault: str | None


def run_examples(lang: str, only: frozenset[str] = frozenset()) -> Iterator[Outcome]:
    """Every catch and miss sentence of the lexicon, or of the entries named, in file order."""
    lexicon = load_lexicon(lang)
    entries = chain(
        chain.from_iterable(lexicon.verbs.values()),
        chain.from_iterable(lexicon.expressions.values()),
        chain.from_iterable(lexicon.nouns.values()),
        lexicon.phrases,
    )
    jobs: list[tuple[str, bool, str]] = []
    for e in entries:
        name = name_of(e)
        if only and name not in only:
            continue
        jobs += [(name, False, s) for s in e.catch] + [(name, True, s) for s in e.miss]
    nlp = load_pipeline(lang)
    examples = [parse_example(s) for _, _, s in jobs]
    for (name, trap, _), example, doc in zip(jobs, examples, nlp.pipe(x.text for x in examples), strict=True):
        analysis = Analysis(Article(example.text), lang, doc, pair_marks(example.text), lexicon)
        found = find_statements(analysis)
        yield Outcome(name, example.text, trap, trapped(example, found) if trap else missed(example, found))


def name_of(entry: Verb | Expression | Noun | Phrase) -> str:
    """The headword of an entry."""
    return entry.words if isinstance(entry, Phrase) else entry.lemma


def trapped(example: Example, found: list[Statement]) -> str | None:
    """A trap sentence must give no statement at all."""
    if not found:
        return None
    return "; ".join(f"{s.rule}: {[example.text[a:b] for a, b in s.content]}" for s in found)


def missed(example: Example, found: list[Statement]) -> str | None:
    """A catch sentence must give its content from its source by its cue."""
    near = [s for s in found if example.cue is None or (s.cue is not None and overlap(s.cue, example.cue))]
    if not near:
        return f"no statement at the cue (found {[s.rule for s in found]})"
    best = max(near, key=lambda s: share(example.text, s.content, example.content))
    got = share(example.text, best.content, example.content)
    if got < ENOUGH:
        return f"content {[example.text[a:b] for a, b in best.content]} by {best.rule} ({got:.2f})"
    source = best.source.span
    if example.source is not None and (source is None or not overlap(source, example.source)):
        return f"source {None if source is None else example.text[slice(*source)]!r}"
    return None


def overlap(a: Span, b: Span) -> bool:
    """Whether two spans share a character."""
    return a[0] < b[1] and b[0] < a[1]


def share(text: str, a: list[Span], b: tuple[Span, ...]) -> float:
    """Intersection over union of the letters and digits that two lists of spans cover; 1 where both are empty."""
    x = {i for s, e in a for i in range(s, e) if text[i].isalnum()}
    y = {i for s, e in b for i in range(s, e) if text[i].isalnum()}
    return len(x & y) / len(x | y) if x | y else 1.0


def main(argv: list[str]) -> int:
    """Print failures by entry; the exit code is 1 if there are any."""
    outcomes = list(run_examples("fr", frozenset(argv)))
    for o in outcomes:
        if o.fault:
            print(f"{o.entry}{' TRAP' if o.trap else ''}: {o.sentence}\n    {o.fault}")
    bad = sum(o.fault is not None for o in outcomes)
    print(f"{len(outcomes)} sentences, {bad} fail")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
