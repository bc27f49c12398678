"""`python -m evals.second`: score on further sets, each annotated by a reader who had not seen any output, against their floors.

`evals/second/NAME.yaml` to `evals/fourteenth/NAME.yaml` hold annotations as spans (`[start, end]` in code points) without the
article, which lies beside the project in `../shared/data/articles`, or beside the annotation where it was written for this
project (from the seventh on); `sha256` says of which text the spans are. A run
rebuilds ledgers with verbatim strings in `evals/build` and scores them as the first set is scored; `--raise` lifts the
floors in `evals/floors_second.json`. `python -m evals.second --set third add FILE.yaml…` turns annotations with verbatim
strings (their article beside them as `.txt`) into such files.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

from evals.__main__ import BUILD, SHARED, below, corpus_hash, lifted, print_scores, score
from evals.cases import pipeline_of

EVALS = Path(__file__).resolve().parent
SETS = (
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
)
UNREAD = ("eighth", "eleventh", "fourteenth")  # sets whose errors nobody has looked at yet: nothing is fitted on them
FLOORS = EVALS / "floors_second.json"
ARTICLES = SHARED / "data" / "articles"
BLOCKS = {"h1", "h2", "h3", "p", "li"}
QUOTED = {"statements": ("source", "cue", "addressee", "content"), "figures": ("text",), "times": ("text",)}


class _Blocks(HTMLParser):
    """The text of every heading, paragraph and list item of a page without navigation, as these articles are."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in BLOCKS:
            self.blocks.append("")
            self._inside = True

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.blocks[-1] += data


def article_text(name: str) -> str:
    """The text that the spans of `name` are of: a plain file as it is, a page's blocks with an empty line between them.

    `FileNotFoundError` where the article is not there.
    """
    own = next((p for s in SETS if (p := EVALS / s / f"{name}.txt").is_file()), None)
    if own is not None:
        return own.read_bytes().decode("utf8")
    page = ARTICLES / f"{name}.html"
    if not page.is_file():
        return (ARTICLES / f"{name}.txt").read_bytes().decode("utf8")
    parser = _Blocks()
    parser.feed(page.read_text(encoding="utf8"))
    return "\n\n".join(b.strip() for b in parser.blocks if b.strip()) + "\n"


def gold_tool() -> ModuleType:
    """`../shared/tools/gold.py`, which knows how verbatim strings find their place."""
    spec = importlib.util.spec_from_file_location("gold", SHARED / "tools" / "gold.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(SHARED / "tools" / "gold.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def fields(gold: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Every record of an annotation with each of its keys that quotes the article."""
    for part, keys in QUOTED.items():
        for record in gold.get(part) or []:
            for key in keys:
                if record.get(key) is not None:
                    yield record, key


def to_spans(text: str, gold: dict[str, Any], span: Any) -> dict[str, Any]:
    """An annotation with verbatim strings as one with spans; `ValueError` where a string is not in the text."""
    for record, key in fields(gold):
        value = record[key]
        record[key] = [list(span(text, str(v))) for v in value] if isinstance(value, list) else list(span(text, value))
    digest = hashlib.sha256(text.encode("utf8")).hexdigest()
    return {"doc": gold["doc"], "sha256": digest, **{k: v for k, v in gold.items() if k != "doc"}}


def to_strings(text: str, gold: dict[str, Any]) -> dict[str, Any]:
    """The inverse of `to_spans`; `ValueError` where the text is not the one that was annotated."""
    if hashlib.sha256(text.encode("utf8")).hexdigest() != gold["sha256"]:
        raise ValueError(f"{gold['doc']}: the article is not the one that was annotated (its SHA-256 differs)")
    for record, key in fields(gold):
        value = record[key]
        nested = bool(value) and isinstance(value[0], list)
        record[key] = [numbered(text, *v) for v in value] if nested or not value else numbered(text, *value)
    return {k: v for k, v in gold.items() if k != "sha256"}


def numbered(text: str, start: int, end: int) -> str:
    """The words of a span, with `#n` where they are not the first of their kind in the text."""
    words, n, at = text[start:end], 1, text.find(text[start:end])
    while at < start:
        n, at = n + 1, text.find(words, at + 1)
    return words if n == 1 else f"{words}#{n}"


def rebuild(name: str, out: Path) -> int:
    """Write every annotation of a set with verbatim strings, and its article, to a folder; the number of them."""
    out.mkdir(parents=True, exist_ok=True)
    for old in out.iterdir():
        old.unlink()
    paths = sorted((EVALS / name).glob("*.yaml"))
    for path in paths:
        text = article_text(path.stem)
        gold = to_strings(text, yaml.safe_load(path.read_text(encoding="utf8")))
        (out / f"{path.stem}.txt").write_bytes(text.encode("utf8"))
        (out / path.name).write_text(yaml.safe_dump(gold, allow_unicode=True, sort_keys=False), encoding="utf8")
    return len(paths)


def predict(gold: Path, *, pipeline: str | None) -> Path:
    """The ledgers of the rebuilt articles, one a line."""
    from selon.extract.ledger import read_doc
    from selon.language.normal import parse
    from selon.reading import read_file

    nlp = pipeline_of("fr", pipeline)
    out = gold.with_suffix(".jsonl")
    with out.open("w", encoding="utf8") as f:
        for path in sorted(gold.glob("*.txt")):
            article = read_file(path)
            f.write(read_doc(article, next(parse(nlp, [article.text], lang="fr")), lang="fr").model_dump_json() + "\n")
    return out


def add(name: str, paths: list[Path]) -> None:
    """Keep annotations with verbatim strings as files of spans of a set."""
    tool = gold_tool()
    for path in paths:
        text, gold = tool.load(path)
        if text != article_text(path.stem):
            raise ValueError(f"{path}: the text beside it is not the article as this module reads it")
        spans = to_spans(text, gold, tool.span)
        body = yaml.safe_dump(spans, allow_unicode=True, sort_keys=False, default_flow_style=None, width=110)
        (EVALS / name).mkdir(exist_ok=True)
        (EVALS / name / path.name).write_text(body, encoding="utf8")


def main(argv: list[str] | None = None) -> int:
    """Exit code 0 when scored or nothing is there to score, 1 where an annotation does not fit its article or a score fell."""
    ap = argparse.ArgumentParser(prog="python -m evals.second", description=__doc__)
    ap.add_argument("add", nargs="*", help="'add FILE.yaml…' keeps annotations; nothing scores those that are kept")
    ap.add_argument("--set", choices=SETS, help="only this set; with 'add' the one that is added to")
    ap.add_argument("--raise", dest="lift", action="store_true", help="raise the floors to the scores of this run")
    ap.add_argument("--worst", type=int, default=0, help="print the errors of the N worst articles")
    ap.add_argument("--pipeline", help="another spaCy pipeline than the shipped one")
    a = ap.parse_args(argv)
    if not ARTICLES.is_dir():
        print(f"evals: no articles at {ARTICLES}; nothing is scored")
        return 0
    if a.add:
        if a.add[0] != "add" or len(a.add) < 2:
            ap.error("expected: add FILE.yaml…")
        add(a.set or SETS[-1], [Path(p) for p in a.add[1:]])
        return 0
    floors = json.loads(FLOORS.read_text(encoding="utf8")) if FLOORS.is_file() else {}
    failures: list[str] = []
    for name in (a.set,) if a.set else SETS:
        gold = BUILD / name
        count = rebuild(name, gold)
        faults = [f"{p.name}: {fault}" for p in sorted(gold.glob("*.yaml")) for fault in gold_tool().problems(p)]
        failures += faults
        if faults:
            continue
        print(f"{name}: {count} articles")
        scores = score(gold, predict(gold, pipeline=a.pipeline), worst=a.worst)
        print_scores(scores)
        digest = corpus_hash(EVALS / name)
        if a.lift:
            floors[name] = lifted(floors.get(name, {}), scores, digest)
        elif not a.pipeline:
            failures += [f"{name}: {line}" for line in below(floors.get(name, {}), scores, digest)]
    if a.lift:
        FLOORS.write_text(json.dumps(floors, indent=2, sort_keys=True) + "\n", encoding="utf8")
    for failure in failures:
        print(f"evals: {failure}", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
