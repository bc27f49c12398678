"""`python -m evals.figures`: numbers against two foreign yardsticks, printed; nothing is pinned.

`recognizers-fr`: the supported cases of Microsoft's Recognizers-Text (MIT) for numbers, percents and money, whose
sentences are machine-translated; counted is the value that is found over the words that the case names.
`tech4palestine`: sentences of our own composed with the numbers of every report day, parts and wholes checked.
Both lie beside the project in `../shared`; a set that is not there is skipped.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

import spacy

from evals.__main__ import SHARED
from evals.cases import pipeline_of
from selon.extract.figures import read_figures
from selon.extract.figures.lexicon import load_figure_lexicon
from selon.extract.figures.numerals import read_numeral
from selon.extract.figures.words import Page, read_page
from selon.language.analysis import Analysis, Article, analyse
from selon.model import Figure

FOLDER = SHARED / "data" / "figures"
NLP = spacy.blank("fr")
MODELS = ("NumberModel", "PercentModel", "CurrencyModel")


def analysed(text: str) -> Analysis:
    """A text with tokens alone: the number grammar needs no parse."""
    return analyse(Article(text), NLP(text), lang="fr")


def recognizers(name: str) -> tuple[int, int, list[str]]:
    """Values found, values asked for, and what was missed, of one file of cases."""
    cases = json.loads((FOLDER / "recognizers-fr" / f"{name}.json").read_text(encoding="utf-8-sig"))
    hit, total, missed = 0, 0, []
    for case in cases:
        if "python" in case.get("NotSupported", ""):
            continue
        page = read_page(analysed(case["Input"]), load_figure_lexicon("fr"))
        for result in case["Results"]:
            wanted = number(result["Resolution"].get("value"))
            if wanted is None:
                continue
            total += 1
            start = result.get("Start", case["Input"].find(result["Text"]))
            span = start, start + len(result["Text"])
            if any(same(wanted, v) for v in values(page, span)):
                hit += 1
            else:
                missed.append(f"{result['Text']} = {wanted:g}")
    return hit, total, missed


def number(value: str | None) -> float | None:
    """The value of a case: decimals with a comma, a percent with its sign."""
    try:
        return float((value or "").rstrip("%").replace(",", "."))
    except ValueError:
        return None


def values(page: Page, span: tuple[int, int]) -> Iterator[float]:
    """The numbers that begin inside a span; a fraction is counted in percent here and as a number there."""
    for i in range(page.at(span[0]), page.at(span[1])):
        found = read_numeral(page, i)
        if found is not None:
            yield found.value
            if found.unit == "%":
                yield found.value / 100
            if found.thousands is not None:
                yield found.thousands


def same(a: float, b: float) -> bool:
    """Equal but for the rounding of shares."""
    return abs(a - b) <= 1e-4 * max(abs(a), abs(b))


def grouped(n: int, mark: str) -> str:
    """Thousands grouped as French newsrooms do, by a stop or one of three spaces."""
    return f"{n:,}".replace(",", mark)


def days() -> Iterator[tuple[str, int, dict[str, tuple[int, str, str | None]]]]:
    """A sentence for every report day, and of each counted noun its number, measure and the noun it is part of."""
    reports = json.loads((FOLDER / "tech4palestine" / "casualties_daily.json").read_text(encoding="utf8"))
    marks = (".", " ", "\u00a0", "\u202f")
    for i, day in enumerate(reports):
        killed, children, women = (
            day.get(f"ext_{k}") for k in ("killed_cum", "killed_children_cum", "killed_women_cum")
        )
        injured = day.get("ext_injured_cum")
        if not killed or not children or not women or not injured:
            continue
        mark = marks[i % len(marks)]
        k, c, w, j = (grouped(n, mark) for n in (killed, children, women, injured))
        expected: dict[str, tuple[int, str, str | None]] = {
            "personne": (killed, "killed", None),
            "enfant": (children, "killed", "personne"),
            "femme": (women, "killed", "personne"),
            "blessé": (injured, "wounded", None),
        }
        templates = (
            f"Les combats ont tué {k} personnes, dont {c} enfants et {w} femmes, et fait {j} blessés.",
            f"Au total, {k} personnes, dont {c} enfants et {w} femmes, ont été tuées. On compte aussi {j} blessés.",
            f"Au moins {k} personnes ont péri. Parmi elles, {c} enfants et {w} femmes. Les hôpitaux ont reçu {j} blessés.",
        )
        yield templates[i % len(templates)], i % len(templates), expected


def faults(expected: dict[str, tuple[int, str, str | None]], found: list[Figure]) -> dict[str, int]:
    """Of one sentence: right numbers, right measures, right parts."""
    by_id = {f.id: f for f in found}
    out = {"values": 0, "measures": 0, "parts": 0}
    for noun, (value, measure, whole) in expected.items():
        got = next((f for f in found if f.unit == noun and (f.low if f.low is not None else f.high) == value), None)
        if got is None:
            continue
        out["values"] += 1
        out["measures"] += got.measure == measure
        out["parts"] += (by_id[got.part_of].unit if got.part_of else None) == whole
    return out


def report(show: int) -> None:
    """Print the scores of every set that is there."""
    if not FOLDER.is_dir():
        print(f"evals: no figures at {FOLDER}; nothing is scored")
        return
    for name in MODELS:
        hit, total, missed = recognizers(name)
        print(f"recognizers-fr {name:15} {hit} of {total} values ({hit / total:.3f})")
        for line in missed[:show]:
            print(f"    missed {line}")
    sums: dict[str, Any] = {"values": 0, "measures": 0, "parts": 0}
    total = alarms = sentences = 0
    composed = list(days())
    docs = pipeline_of("fr", None).pipe([text for text, _, _ in composed])
    for (text, _, expected), doc in zip(composed, docs, strict=True):
        found, problems = read_figures(analyse(Article(text), doc, lang="fr"), [], [], [])
        got = faults(expected, found)
        sentences += 1
        total += len(expected)
        alarms += len(problems)
        for key, n in got.items():
            sums[key] += n
        if show and min(got.values()) < len(expected):
            show -= 1
            print(f"    {got} {text}")
    for key, n in sums.items():
        print(f"tech4palestine {key:15} {n} of {total} ({n / total:.3f}) in {sentences} sentences")
    print(f"tech4palestine problems        {alarms} raised, none is due")


if __name__ == "__main__":
    report(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
