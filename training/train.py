"""Train one half of the pipeline: `python -m training.train syntax|names --minutes N --out NAME`.

Seeds are fixed; the state is kept in `training/build/<NAME>` after every epoch and taken up again when the command is
given again. The learning rate falls to almost nothing towards the end of the minutes given; weights are averaged.
"""

from __future__ import annotations

import argparse
import json
import logging
import pickle
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc
from spacy.training import Example
from thinc.api import Adam, fix_random_seed

import selon.language.sentences  # noqa: F401  (registers tokenizer and sentences)
from training.corpus import SYNTAX_WEIGHTS, news_pieces, old_news_pieces, own_pieces, syntax_pieces, tokenizer
from training.incises import incise_pieces
from training.names import Pool, make_pool
from training.paths import BUILD
from training.pieces import Piece, make_doc, vary
from training.projection import pud_pieces
from training.vectors import add_vectors

log = logging.getLogger(__name__)
NEWS = frozenset({"selon-news", "own", "Sequoia"})  # whose names are clean enough to be put elsewhere
Pieces = tuple[list[Piece], dict[str, list[Piece]]]


def cached(name: str, make: Callable[[], Any]) -> Any:
    """What `make` makes, kept in the build folder."""
    path = BUILD / f"{name}.pickle"
    if not path.is_file():
        path.write_bytes(pickle.dumps(make()))
    return pickle.loads(path.read_bytes())


def blank() -> Language:
    """A French pipeline without components: our tokenizer, our vectors."""
    nlp = spacy.blank("fr", config={"nlp": {"tokenizer": {"@tokenizers": "selon.tokenizer.v1", "lang": "fr"}}})
    add_vectors(nlp, BUILD / "vectors.floret")
    return nlp


def tok2vec(width: int, depth: int, rows: tuple[int, ...]) -> dict[str, Any]:
    """The configuration of an encoder."""
    return {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2", "width": width, "rows": list(rows), "include_static_vectors": True,
            "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
        },
        "encode": {"@architectures": "spacy.MaxoutWindowEncoder.v2", "width": width, "depth": depth, "window_size": 1, "maxout_pieces": 3},
    }  # fmt: skip


def listen(width: int, upstream: str) -> dict[str, Any]:
    """The configuration of a layer that takes what an encoder before it made."""
    return {"@architectures": "spacy.Tok2VecListener.v1", "width": width, "upstream": upstream}


def syntax_pipeline(width: int, depth: int) -> Language:
    """Morphologizer and parser over one encoder."""
    nlp = blank()
    nlp.add_pipe("tok2vec", config={"model": tok2vec(width, depth, (5000, 1000, 2500, 1000))})
    nlp.add_pipe(
        "morphologizer", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": listen(width, "tok2vec")}}
    )
    parser = {
        "@architectures": "spacy.TransitionBasedParser.v2", "state_type": "parser", "extra_state_tokens": False,
        "hidden_width": 64, "maxout_pieces": 2, "use_upper": True, "tok2vec": listen(width, "tok2vec"),
    }  # fmt: skip
    nlp.add_pipe("parser", config={"model": parser, "min_action_freq": 20})
    return nlp


def names_pipeline(width: int, depth: int) -> Language:
    """An entity recogniser with its own encoder inside."""
    nlp = blank()
    ner = {
        "@architectures": "spacy.TransitionBasedParser.v2", "state_type": "ner", "extra_state_tokens": False,
        "hidden_width": 64, "maxout_pieces": 2, "use_upper": True, "tok2vec": tok2vec(width, depth, (5000, 2000, 2500, 1000)),
    }  # fmt: skip
    nlp.add_pipe("ner", config={"model": ner})
    return nlp


def syntax_data(*, incises: bool = False) -> Pieces:
    """Training pieces and what is measured after each epoch; `incises` adds made sentences with a verb before its subject."""
    train, dev, pud = cached("syntax", syntax_pieces)
    if incises:
        train = train + incise_pieces([p for p in train if p.source == "Sequoia"])
    for p in train:
        p.weight = SYNTAX_WEIGHTS[p.source]
    return train, {"dev": dev, "pud": pud}


def names_data() -> Pieces:
    """Training pieces with names and the held-out ones."""
    train, dev, _ = cached("syntax", syntax_pieces)
    news, held = cached("news", news_pieces)
    old = cached("old", old_news_pieces)
    sequoia = [Piece(p.tokens, syntax=False, entities=True, source=p.source) for p in train if p.source == "Sequoia"]
    dev = [Piece(p.tokens, syntax=False, entities=True, source=p.source) for p in dev]
    own = own_pieces()
    pud, pud_held = cached("pud", pud_pieces)
    for pieces, weight in ((news, 3.0), (own, 5.0), (sequoia, 1.5), (pud, 1.0), (old, 0.08)):
        for p in pieces:
            p.weight = weight
    return news + own + sequoia + pud + old, {"news": held, "dev": dev, "pud": pud_held}


def epoch(pieces: list[Piece], rng: random.Random, pool: Pool | None) -> Iterator[Piece]:
    """The pieces of an epoch: each as often as its weight says on average."""
    chosen = [p for p in pieces for _ in range(int(p.weight) + (rng.random() < p.weight % 1))]
    rng.shuffle(chosen)
    for p in chosen:
        yield vary(pool.swap(p, rng) if pool and rng.random() < 0.5 else p, rng)


def read(nlp: Language, pieces: list[Piece]) -> list[Example]:
    """What the pipeline makes of the tokens of each piece, beside what is right."""
    examples = []
    for p in pieces:
        gold = make_doc(nlp.vocab, p)
        examples.append(
            Example(Doc(nlp.vocab, words=[t.text for t in gold], spaces=[bool(t.whitespace_) for t in gold]), gold)
        )
    for e, doc in zip(examples, nlp.pipe([e.predicted for e in examples], batch_size=64), strict=True):
        e.predicted = doc
    return examples


def evaluate(nlp: Language, pieces: list[Piece]) -> dict[str, float]:
    """Scores of the pipeline on pieces (F or accuracy, per cent)."""
    examples = read(nlp, pieces)
    out: dict[str, float] = {}
    if "parser" in nlp.pipe_names and pieces[0].syntax:
        scores = Scorer.score_deps(examples, "dep", ignore_labels=("punct",))
        out |= {"las": scores["dep_las"], "uas": scores["dep_uas"]}
        out["upos"] = Scorer.score_token_attr(examples, "pos")["pos_acc"]
        out["morph"] = Scorer.score_token_attr(examples, "morph", getter=lambda t, a: str(getattr(t, a)))["morph_acc"]
        out["sents"] = Scorer.score_spans(examples, "sents")["sents_f"]
        if "selon_lemmas" in nlp.pipe_names:
            out["lemma"] = Scorer.score_token_attr(examples, "lemma")["lemma_acc"]
    if "ner" in nlp.pipe_names:
        scores = Scorer.score_spans(examples, "ents")
        out["f"] = scores["ents_f"]
        out |= {k: v["f"] for k, v in scores["ents_per_type"].items()}
    return {k: round(100 * float(v or 0), 2) for k, v in out.items()}


def train(
    nlp: Language,
    data: Pieces,
    folder: Path,
    minutes: float,
    seed: int,
    *,
    rate: float = 0.001,
    start: Path | None = None,
    stop: float | None = None,
) -> None:
    """Train to the end of the minutes; `folder/last` is the newest state, `folder/best` the best on the first held-out set."""
    pieces, held = data
    fix_random_seed(seed)
    rng = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    pool = None if pieces[0].syntax else make_pool([p for p in pieces if p.source in NEWS], tokenizer())
    state_file = folder / "state.json"
    state = {"spent": 0.0, "epoch": 0, "best": 0.0}
    sample = [Example(d := make_doc(nlp.vocab, p), d) for p in pieces]
    optimizer = nlp.initialize(lambda: sample)
    if start is not None and not state_file.is_file():
        take_over(nlp, start)
    if state_file.is_file():
        state = json.loads(state_file.read_text())
        nlp.from_disk(folder / "last")
        log.info("going on from %s", state)
    optimizer = Adam(rate, L2=0.01, grad_clip=1.0, use_averages=True, L2_is_weight_decay=True, beta2=0.999)
    budget = minutes * 60
    sizes = growing(400.0, 1600.0, 1.002)
    while state["spent"] < min(budget, 60 * (stop or minutes)):
        began = time.monotonic()
        losses: dict[str, float] = {}
        for batch in batches(epoch(pieces, rng, pool), sizes):
            spent = state["spent"] + time.monotonic() - began
            warm = min(1.0, (spent + 1) / (0.02 * budget))
            optimizer.learn_rate = rate * warm * max(0.02, 1 - spent / budget)
            examples = [
                Example(Doc(nlp.vocab, words=[t.text for t in g], spaces=[bool(t.whitespace_) for t in g]), g)
                for g in (make_doc(nlp.vocab, p) for p in batch)
            ]
            nlp.update(examples, sgd=optimizer, drop=0.15, losses=losses)
            if spent > budget:
                break
        state["spent"] += time.monotonic() - began
        state["epoch"] += 1
        with nlp.use_params(optimizer.averages):
            scores = {k: evaluate(nlp, v) for k, v in held.items()}
            first = next(iter(scores.values()))
            main = first.get("las", first.get("f", 0.0)) + 0.2 * first.get("upos", 0.0)
            nlp.to_disk(folder / "averaged")
            if main > state["best"]:
                state["best"] = main
                nlp.to_disk(folder / "best")
        nlp.to_disk(folder / "last")
        state_file.write_text(json.dumps(state))
        log.info("%s %s %s", {k: round(v) for k, v in state.items()}, scores, {k: round(v) for k, v in losses.items()})


def take_over(nlp: Language, start: Path) -> None:
    """The weights of an earlier training whose labels may be fewer: rows of the tagger's last layer go by label."""
    old = spacy.load(start)
    for name in old.pipe_names:
        if name != "morphologizer" or old.get_pipe(name).labels == nlp.get_pipe(name).labels:  # type: ignore[attr-defined]  # all ours have labels
            nlp.get_pipe(name).from_bytes(old.get_pipe(name).to_bytes())  # type: ignore[attr-defined]  # all ours are trainable
            continue
        before, after = old.get_pipe(name), nlp.get_pipe(name)
        last = [m.get_ref("softmax") if m.has_ref("softmax") else m.layers[-1] for m in (before.model, after.model)]  # type: ignore[attr-defined]
        source, target = ([n for n in m.walk() if n.has_param("W")][-1] for m in last)
        for param in ("W", "b"):
            values = target.get_param(param).copy()
            for i, label in enumerate(after.labels):  # type: ignore[attr-defined]
                if label in before.labels:  # type: ignore[attr-defined]
                    values[i] = source.get_param(param)[before.labels.index(label)]  # type: ignore[attr-defined]
            target.set_param(param, values)


def growing(first: float, last: float, factor: float) -> Iterator[float]:
    """Sizes from `first` to `last`, each the one before times `factor`, then `last` for ever."""
    size = first
    while True:
        yield min(size, last)
        size *= factor


def batches(pieces: Iterator[Piece], sizes: Iterator[float]) -> Iterator[list[Piece]]:
    """Batches of about as many tokens as `sizes` says."""
    batch: list[Piece] = []
    size = next(sizes)
    for p in pieces:
        batch.append(p)
        if sum(len(x.tokens) for x in batch) >= size:
            yield batch
            batch, size = [], next(sizes)
    if batch:
        yield batch


def main() -> None:
    """The command line."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("what", choices=("syntax", "names"))
    ask.add_argument("--minutes", type=float, required=True)
    ask.add_argument("--out", required=True)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--width", type=int, default=96)
    ask.add_argument("--depth", type=int, default=4)
    ask.add_argument("--incises", action="store_true", help="syntax: add made sentences with an incise")
    ask.add_argument("--stop", type=float, help="minutes after which to stop, before the rate has fallen to nothing")
    ask.add_argument("--rate", type=float, default=0.001)
    ask.add_argument("--start", type=Path, help="a trained folder to go on from")
    args = ask.parse_args()
    BUILD.mkdir(exist_ok=True)
    make = syntax_pipeline if args.what == "syntax" else names_pipeline
    data = syntax_data(incises=args.incises) if args.what == "syntax" else names_data()
    fix_random_seed(args.seed)
    train(
        make(args.width, args.depth),
        data,
        BUILD / args.out,
        args.minutes,
        args.seed,
        rate=args.rate,
        start=args.start,
        stop=args.stop,
    )


if __name__ == "__main__":
    main()
