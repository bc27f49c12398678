"""`python -m evals.perturbed`: do the lexicon's own examples still hold with a day, an aside or an occasion put into them?

An example sentence says its source, cue and content; words that news writes around a telling (`perturbations.toml`) change
neither. What breaks shows a rule that hangs on the bare sentence, without anybody having to annotate a text: the share that
fails is printed for each perturbation, `--show N` prints N of those that failed. It is a way to find causes, with no floors.
"""

from __future__ import annotations

import argparse
import random
import sys
import tomllib
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from evals.examples import missed
from selon.extract.statements import find_statements
from selon.language.analysis import Analysis, Article
from selon.language.examples import Example, parse_example
from selon.language.lexicon import Lexicon, load_lexicon
from selon.language.marks import pair_marks
from selon.language.normal import parse
from selon.language.pipeline import load_pipeline
from selon.model import Span

TABLE = Path(__file__).with_name("perturbations.toml")
Place = Callable[[Example, dict[str, Any]], int | None]


def inserted(example: Example, at: int, words: str) -> Example:
    """The example with words put in at a code point; what ends there stays as long as it was."""

    def moved(span: Span) -> Span:
        a, b = span
        return a + (len(words) if a >= at else 0), b + (len(words) if b > at else 0)

    return Example(
        text=example.text[:at] + words + example.text[at:],
        source=None if example.source is None else moved(example.source),
        cue=None if example.cue is None else moved(example.cue),
        content=tuple(moved(s) for s in example.content),
    )


def at_start(example: Example, table: dict[str, Any]) -> int | None:
    """Before a sentence that its source opens with a word to be written small."""
    opens = example.source is not None and example.source[0] == 0
    first = example.text.replace("’", "'").split("'")[0] + "'" if "'" in example.text[:3] else example.text.split()[0]
    return 0 if opens and first.replace("’", "'") in {w.replace("’", "'") for w in table["small"]} else None


def behind_source(example: Example, table: dict[str, Any]) -> int | None:
    """Behind a noun that the cue follows at once."""
    if example.source is None or example.cue is None or example.source[1] + 1 != example.cue[0]:
        return None
    return None if example.text[slice(*example.source)].lower() in table["pronouns"] else example.source[1]


def behind_cue(example: Example, table: dict[str, Any]) -> int | None:
    """Behind a cue between its source and its content."""
    del table
    if example.cue is None or example.source is None or not example.content or example.source[1] > example.cue[0]:
        return None
    end = example.cue[1]
    return end if example.content[0][0] >= end and example.text[end : end + 1] == " " else None


def behind_auxiliary(example: Example, table: dict[str, Any]) -> int | None:
    """Behind the auxiliary of a cue of two words or more."""
    if example.cue is None:
        return None
    words = example.text[slice(*example.cue)].split(" ")
    if len(words) < 2 or words[0] not in table["auxiliaries"]:
        return None
    return example.cue[0] + len(words[0])


def at_end(example: Example, table: dict[str, Any]) -> int | None:
    """Before the full stop right behind a content that the telling stands before."""
    del table
    stop = len(example.text.rstrip()) - 1
    told = example.source is not None and example.source[0] == 0 and bool(example.content)
    return stop if told and example.text[stop] == "." and example.content[-1][1] == stop else None


def behind_incise(example: Example, table: dict[str, Any]) -> int | None:
    """Before the full stop right behind the source of an incise."""
    del table
    stop = len(example.text.rstrip()) - 1
    if example.source is None or example.cue is None or not example.content or example.text[stop] != ".":
        return None
    inverted = example.content[0][1] < example.cue[0] < example.source[0]
    return stop if inverted and example.source[1] == stop else None


PLACES: dict[str, Place] = {
    "start": at_start,
    "source": behind_source,
    "cue": behind_cue,
    "auxiliary": behind_auxiliary,
    "end": at_end,
    "incise": behind_incise,
}


def perturbed(examples: list[Example], place: str, words: str, table: dict[str, Any]) -> Iterator[Example]:
    """Every example that has such a place, with the words in it."""
    for example in examples:
        at = PLACES[place](example, table)
        if at is None:
            continue
        small = example.text[0].lower() + example.text[1:] if at == 0 else example.text
        yield inserted(Example(small, example.source, example.cue, example.content), at, words)


def catches(lexicon: Lexicon) -> list[Example]:
    """The sentences that the verbs and expressions of a lexicon must catch, in file order."""
    entries = chain(chain.from_iterable(lexicon.verbs.values()), chain.from_iterable(lexicon.expressions.values()))
    return [parse_example(s) for e in entries for s in e.catch]


def failures(examples: list[Example], lexicon: Lexicon, pipeline: str | None = None) -> list[tuple[Example, str]]:
    """The examples whose statement is not found as they say, and why."""
    nlp = load_pipeline(lexicon.lang, pipeline)
    out = []
    for example, doc in zip(examples, parse(nlp, (x.text for x in examples), lang=lexicon.lang), strict=True):
        analysis = Analysis(Article(example.text), lexicon.lang, doc, pair_marks(example.text), lexicon)
        cause, details = missed(analysis, example, find_statements(analysis))
        if cause:
            out.append((example, f"{cause}: {details}"))
    return out


def main(argv: list[str] | None = None) -> int:
    """Exit code 0: what fails here is to be read, not to be counted."""
    ap = argparse.ArgumentParser(prog="python -m evals.perturbed", description=__doc__)
    ap.add_argument("--lang", default="fr")
    ap.add_argument("--sample", type=int, default=200, help="examples a perturbation at most (default: 200)")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--show", type=int, default=0, help="print so many failures of each")
    a = ap.parse_args(argv)
    table = tomllib.loads(TABLE.read_text(encoding="utf8"))
    lexicon = load_lexicon(a.lang)
    examples = catches(lexicon)
    broken = {x.text for x, _ in failures(examples, lexicon)}
    examples = [x for x in examples if x.text not in broken]
    chance = random.Random(a.seed)
    for group in table["perturbation"]:
        for words in group["words"]:
            every = list(perturbed(examples, group["place"], words, table))
            chosen = chance.sample(every, min(a.sample, len(every)))
            bad = failures(chosen, lexicon)
            print(
                f"{group['place']:10} {words!r:48} {len(bad):4} of {len(chosen):4}  {len(bad) / max(1, len(chosen)):.0%}"
            )
            for example, why in bad[: a.show]:
                print(f"    {example.text}\n        {why}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
