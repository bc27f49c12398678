"""Word vectors of the French pipeline: floret (subword rows) on raw text cut by our own tokenizer.

`python -m training.vectors` writes `training/build/vectors.floret`; the text is lower case with plain apostrophes, as
`Token.norm_` is, because the vectors are looked up by NORM.
"""

from __future__ import annotations

import gzip
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import floret
import spacy
from spacy.attrs import NORM  # type: ignore[import-not-found]  # compiled, without stubs
from spacy.language import Language
from spacy.vectors import Mode, Vectors  # type: ignore[import-not-found]  # compiled, without stubs

from selon.language.tokenizer import make_tokenizer, norm
from training.paths import BUILD, DATA

DIM, ROWS, MIN_COUNT, EPOCHS = 80, 20_000, 5, 1
MINN, MAXN, HASHES = 4, 5, 2
NEWS_TIMES = 6  # the press is what the pipeline reads, and there is little of it
log = logging.getLogger(__name__)


def raw_texts() -> Iterator[str]:
    """The paragraphs of all raw text: novels, debates, prompts, news without annotations, sentences of the treebanks."""
    for path in sorted((DATA / "text").glob("*.txt.gz")):
        with gzip.open(path, "rt", encoding="utf8") as lines:
            yield from lines
    for _ in range(NEWS_TIMES):
        for path in sorted((DATA / "articles").iterdir()):
            text = path.read_text(encoding="utf8", errors="replace")
            yield from re.sub(r"<[^>]+>", " ", text).splitlines()
        for path in sorted((DATA / "ner" / "selon-news").glob("*.ner")):
            yield from re.sub(r"⟦[A-Z]+\||⟧", "", path.read_text(encoding="utf8")).splitlines()
    for path in sorted((DATA / "treebanks").rglob("*.conllu")):
        if "sequoia-ud-dev" in path.name:
            continue
        for line in path.read_text(encoding="utf8").splitlines():
            if line.startswith("# text = "):
                yield line.removeprefix("# text = ")


def write_corpus(path: Path) -> None:
    """One paragraph a line, tokens parted by blanks, each as `norm` writes it."""
    tokens = make_tokenizer("fr")(spacy.blank("fr")).tokens
    with path.open("w", encoding="utf8") as out:
        for text in raw_texts():
            words = [norm(w).replace(" ", "_") for w in tokens(text.strip()) if not w.isspace()]
            if words:
                out.write(" ".join(words) + "\n")


def train(corpus: Path, target: Path) -> None:
    """Train and write the floret table (text) and its settings."""
    model = floret.train_unsupervised(
        str(corpus), model="cbow", mode="floret", hashCount=HASHES, bucket=ROWS, minn=MINN, maxn=MAXN, dim=DIM,
        minCount=MIN_COUNT, epoch=EPOCHS, thread=2, neg=5, lr=0.05, ws=3, verbose=2,
    )  # fmt: skip
    model.save_floret_vectors(str(target))


def add_vectors(nlp: Language, table: Path) -> None:
    """Put a floret table into the vocabulary of a pipeline, looked up by NORM."""
    import numpy as np

    lines = table.read_text(encoding="utf8").splitlines()
    head = lines[0].split()
    rows, dim, minn, maxn, hashes, seed = (int(x) for x in head[:6])
    data = np.asarray(
        [[float(x) for x in line.split(" ")[1 : dim + 1]] for line in lines[1 : rows + 1]], dtype="float32"
    )
    nlp.vocab.vectors = Vectors(
        strings=nlp.vocab.strings, mode=Mode.floret, data=data, minn=minn, maxn=maxn, hash_count=hashes, hash_seed=seed,
        bow=head[6], eow=head[7], name="fr_floret", attr=NORM,
    )  # fmt: skip


def main() -> None:
    """Train, unless the table is there already."""
    logging.basicConfig(level=logging.INFO)
    BUILD.mkdir(exist_ok=True)
    corpus, table = BUILD / "raw.txt", BUILD / "vectors.floret"
    if not corpus.is_file():
        write_corpus(corpus)
    log.info("corpus: %s", json.dumps({"bytes": corpus.stat().st_size}))
    if not table.is_file():
        train(corpus, table)


if __name__ == "__main__":
    main()
