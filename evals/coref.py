"""`python -m evals.coref`: third-person pronouns on the dev part of DEMOCRAT (19th to 21st century), to the right name or to nothing.

The corpus lies beside the project in `../shared/data/coref` and is only read. Its texts are put together from their tokens, read by
`read_entities` without any statement, and each singular pronoun that selon ties to an entity is right where that entity's other
mentions are mostly those of the pronoun's chain. `precision` is the share of answers that are right, `open` the share of the
pronouns with a named antecedent that got no answer. Chains without any name (most of fiction) expect no answer.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evals.cases import pipeline_of
from selon.extract.entities import read_entities
from selon.extract.entities.lexicon import load_entity_lexicon, low
from selon.language.analysis import Article, analyse
from selon.language.normal import parse
from selon.model import Entity, Span

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "data" / "coref" / "dem1921_sg.dev.conll"
FLOOR = 0.80
LANG = "fr"
ASKED = ("subject", "latter", "person")  # the roles of pronouns that are resolved in running text


@dataclass(slots=True)
class Text:
    """A text with its annotated mentions: span → chain, and the chains that have a name."""

    name: str
    text: str = ""
    chains: dict[Span, str] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)


def load(path: Path) -> Iterator[Text]:
    """The texts of a CoNLL file, their words joined as French is written."""
    text = Text("")
    opened: dict[str, list[tuple[int, bool]]] = {}
    paragraph = ""
    parts: list[str] = []  # what is still to be written of a contraction: 'du' for its part 'de', '' for 'le'
    for line in path.read_text(encoding="utf8").splitlines():
        if line.startswith("#begin"):
            text, opened, paragraph = Text(line.split("(", 1)[1].split(")")[0]), {}, ""
        elif line.startswith("#end"):
            yield text
        elif "\t" in line:
            c = line.split("\t")
            if "-" in c[0]:
                first, last = c[0].split("-")
                parts = [c[1], *[""] * (int(last) - int(first))]
                continue
            written = parts.pop(0) if parts else c[1]
            if c[11] != paragraph and text.text:
                text.text += "\n\n"
            elif written and not (
                text.text[-1:] in ("'", "’", "(", "«", "") or written in (",", ".", ")", "…") or written[0] == "-"
            ):
                text.text += " "
            paragraph = c[11]
            start = len(text.text)
            text.text += written
            proper = c[3] == "PROPN" or c[12].strip("()*") != ""
            annotate(text, opened, c[14], start, proper)


def annotate(text: Text, opened: dict[str, list[tuple[int, bool]]], column: str, start: int, proper: bool) -> None:
    """Adds the mentions that open or close at a token to a text."""
    for part in column.split("|"):
        chain = part.strip("()")
        if part.startswith("("):
            opened.setdefault(chain, []).append((start, proper))
        if part.endswith(")") and opened.get(chain):
            a, name = opened[chain].pop()
            text.chains[a, len(text.text)] = chain
            if name and text.text[a].isupper():
                text.named.add(chain)


def judge(text: Text, entities: list[Entity], pronouns: set[str], roles: set[str]) -> tuple[Counter[str], list[str]]:
    """How many pronouns were answered, right, and left open; and the wrong ones in words."""
    count: Counter[str] = Counter()
    wrong: list[str] = []
    answered: set[Span] = set()
    for e in entities:
        others = [s for s in e.mentions if not is_pronoun(text.text, s, pronouns)]
        votes = Counter(c for s in others if (c := chain_of(text, s, roles)))
        best = votes.most_common(1)[0][0] if votes else None
        for s in e.mentions:
            if not is_pronoun(text.text, s, pronouns):
                continue
            count["answered"] += 1
            span = widened(text, s)
            answered.add(span)
            if best is not None and text.chains.get(span) == best:
                count["right"] += 1
            else:
                around = text.text[max(0, s[0] - 160) : s[1] + 30].replace("\n", " ¶ ")
                wrong.append(f"{text.name}: {text.text[s[0] : s[1]]!r} answered {e.name!r}: …{around}")
    for span, chain in text.chains.items():
        if chain in text.named and is_pronoun(text.text, span, pronouns):
            count["named"] += 1
            count["open"] += span not in answered
    return count, wrong


def is_pronoun(text: str, span: Span, pronouns: set[str]) -> bool:
    """Whether a span is one of the pronouns asked for."""
    return low(text[span[0] : span[1]]).lstrip("-") in pronouns


def widened(text: Text, span: Span) -> Span:
    """The annotated span of a pronoun ('-t-il' may be annotated as 'il' or the other way round)."""
    return next((s for s in text.chains if max(s[0], span[0]) < min(s[1], span[1]) and s[1] - s[0] <= 8), span)


def chain_of(text: Text, span: Span, roles: set[str]) -> str | None:
    """The chain of the annotated mention that covers a span most closely, None where none shares half of it.

    A name without its title is annotated with it: 'Brévent' counts as 'le comte de Brévent' where a word for a person leads to it.
    """
    best, chain = 0.5, None
    for (a, b), c in text.chains.items():
        both = min(b, span[1]) - max(a, span[0])
        share = both / (max(b, span[1]) - min(a, span[0])) if both > 0 else 0.0
        led = a < span[0] and b == span[1] and any(low(w) in roles for w in text.text[a : span[0]].split())
        if share >= best or (led and chain is None):
            best, chain = max(share, 0.5), c
    return chain


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the figures; exit code 1 where the precision is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pipeline", help="another pipeline than the shipped one")
    parser.add_argument("--wrong", type=int, default=0, metavar="N", help="print N wrong answers")
    args = parser.parse_args(argv)
    if not CORPUS.is_file():
        print(f"coref: skipped, there is no {CORPUS.name} in {CORPUS.parent}")
        return 0
    lex = load_entity_lexicon(LANG)
    pronouns = {
        re.sub(r"^-(?:t-)?", "", " ".join(k).replace("' ", "'"))
        for k, p in lex.pronouns.items()
        if p.role in ASKED and p.number == "s"
    }
    roles = {k[0] for k, nouns in lex.nouns.items() if len(k) == 1 and any(n.kind == "person" for n in nouns)}
    texts = list(load(CORPUS))
    nlp = pipeline_of(LANG, args.pipeline)
    count: Counter[str] = Counter()
    wrong: list[str] = []
    for text, doc in zip(texts, parse(nlp, (t.text for t in texts), lang=LANG), strict=True):
        entities, _, _ = read_entities(analyse(Article(text.text), doc, lang=LANG), [], [])
        more, bad = judge(text, entities, pronouns, roles)
        count += more
        wrong += bad
    for line in wrong[: args.wrong]:
        print(line)
    precision = count["right"] / count["answered"] if count["answered"] else 0.0
    left = count["open"] / count["named"] if count["named"] else 0.0
    print(
        f"{len(texts)} texts: {count['answered']} pronouns answered, precision {precision:.3f} (floor {FLOOR}); "
        f"of {count['named']} with a named antecedent {left:.3f} left open"
    )
    return 0 if precision >= FLOOR else 1


if __name__ == "__main__":
    sys.exit(main())
