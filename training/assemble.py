"""Put the trained halves together as the pipeline that is shipped: `python -m training.assemble`.

Order: encoder, morphologizer, `selon_sentences`, parser, `selon_lemmas`, names. Scores go into `meta.json`.
"""

from __future__ import annotations

import argparse
import json
import logging
import shutil
import time
from collections import Counter
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.scorer import Scorer

from training import card
from training.lexicon import learn
from training.paths import BUILD, MODEL
from training.pieces import Piece
from training.train import blank, cached, evaluate, names_data, read, syntax_data

PARTS = 4  # pieces in a text of the length of an article
SEEN = 7  # how often a relation must be there for its score to say something
log = logging.getLogger(__name__)


def assemble(syntax: Path, names: Path, target: Path) -> Language:
    """Write the pipeline into the folder `target` and give it back as loaded from there."""
    nlp = blank()
    parsed, named = spacy.load(syntax), spacy.load(names)
    for pipe in ("tok2vec", "morphologizer"):
        nlp.add_pipe(pipe, source=parsed)
    nlp.add_pipe("selon_sentences")
    nlp.add_pipe("parser", source=parsed)
    nlp.add_pipe("selon_lemmas")
    lemmas = learn(cached("syntax", dict)[0])
    nlp.get_pipe("selon_lemmas").from_bytes(lemmas.to_bytes())  # type: ignore[attr-defined]  # our own component
    nlp.add_pipe("ner", source=named)
    nlp.meta.update(
        {
            "name": "selon_press", "version": "0.1.0", "author": "selon", "license": "CC BY-SA 4.0, LGPL-LR, CC BY 2.5 (see NOTICE)",
            "description": "French press: Universal Dependencies in the scheme of Sequoia, names of people, organisations and places",
        }
    )  # fmt: skip
    shutil.rmtree(target / "staged", ignore_errors=True)
    nlp.to_disk(target / "staged")
    for old in ("tok2vec", "morphologizer", "parser", "selon_lemmas", "ner", "vocab"):
        shutil.rmtree(target / old, ignore_errors=True)
    for new in (target / "staged").iterdir():
        if new.name != "tokenizer":
            shutil.move(str(new), str(target / new.name))
    shutil.rmtree(target / "staged")
    return spacy.load(target)


def speed(nlp: Language, pieces: list[Piece]) -> float:
    """Words a second of processor time."""
    parts = ["".join(t.form + t.space for t in p.tokens) for p in pieces]
    texts = ["\n\n".join(parts[i : i + PARTS]) for i in range(0, len(parts), PARTS)]
    began = time.process_time()
    words = sum(len(d) for d in nlp.pipe(texts, batch_size=64))
    return words / (time.process_time() - began)


def relations(nlp: Language, pieces: list[Piece]) -> dict[str, float]:
    """F of each relation (label and head right), the frequent ones first."""
    examples = read(nlp, pieces)
    found = Scorer.score_deps(examples, "dep", ignore_labels=("punct",))["dep_las_per_type"]
    often = Counter(t.dep_ for e in examples for t in e.reference)
    by_name = {nlp.vocab.strings[k]: v["f"] for k, v in found.items()}
    return {k: round(100 * by_name[k], 1) for k, n in often.most_common() if k in by_name and n >= SEEN}


def main() -> None:
    """Assemble, measure, and write the scores into `meta.json`."""
    logging.basicConfig(level=logging.INFO)
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--syntax", type=Path, default=BUILD / "syntax" / "averaged")
    ask.add_argument("--names", type=Path, default=BUILD / "names" / "averaged")
    ask.add_argument("--target", type=Path, default=MODEL)
    args = ask.parse_args()
    args.target.mkdir(parents=True, exist_ok=True)
    nlp = assemble(args.syntax, args.names, args.target)
    held = {f"syntax/{k}": v for k, v in syntax_data()[1].items()} | {
        f"names/{k}": v for k, v in names_data()[1].items()
    }
    scores: dict[str, dict[str, float]] = {}
    for key, pieces in held.items():
        wanted = {"f", "PER", "ORG", "LOC", "MISC"}
        labels = wanted - ({"MISC"} if key == "names/pud" else set())  # Universal NER has three
        names = key.startswith("names")
        scores[key] = {k: v for k, v in evaluate(nlp, pieces).items() if (k in labels if names else k not in wanted)}
    scores["relations"] = relations(nlp, held["syntax/dev"])
    scores["speed"] = {"words_per_second": round(speed(nlp, held["names/news"]))}
    meta = json.loads((args.target / "meta.json").read_text())
    meta["performance"] = scores
    (args.target / "meta.json").write_text(json.dumps(meta, ensure_ascii=False, indent=1))
    card.write(args.target)
    for key, value in scores.items():
        log.info("%s %s", key, value)


if __name__ == "__main__":
    main()
