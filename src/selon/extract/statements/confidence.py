"""How sure a statement is: a calibrated probability that its content is attributed and its source is the right one.

A logistic model over a few features that each statement shows by itself. Its weights are data of the language
(`lang/<lang>/confidence.toml`), fitted and checked on annotated articles by `python -m evals.confidence`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from selon.language.data import load_table
from selon.model import Entity, Statement

LOWEST, HIGHEST = 0.05, 0.99
LEAST = 0.5  # an invented source costs more than a missed one
# what stands in marks, all or part of it, was said by somebody, so more doubt of the source is allowed
LEAST_QUOTED = 0.3
SHORT, LONG = 2, 45  # words of a content that is oddly short or long
WORD = re.compile(r"\w+")


class Weights(BaseModel):
    """`confidence.toml`: the log-odds of a plain statement and what each feature adds to them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    base: float
    weight: dict[str, float]


def with_confidence(text: str, lang: str, statements: list[Statement], entities: list[Entity]) -> list[Statement]:
    """The statements of an article, each with its probability; one that is more likely wrong than right is left out."""
    weights = load_table(lang, "confidence", Weights)
    kinds = {e.id: e for e in entities}
    sure = [s.model_copy(update={"confidence": probability(weights, features(text, s, kinds))}) for s in statements]
    kept = [s for s in sure if s.confidence >= (LEAST_QUOTED if s.kind in ("direct", "mixed") else LEAST)]
    ids = {s.id: f"s{n}" for n, s in enumerate(kept, 1)}  # without gaps
    return [s.model_copy(update={"id": ids[s.id], "within": ids.get(s.within or "")}) for s in kept]


def probability(weights: Weights, shown: list[str]) -> float:
    """The probability that the features shown stand for, between `LOWEST` and `HIGHEST`, to two places."""
    odds = weights.base + sum(weights.weight.get(f, 0.0) for f in shown)
    return round(min(HIGHEST, max(LOWEST, 1 / (1 + math.exp(-odds)))), 2)


def features(text: str, s: Statement, entities: dict[str, Entity]) -> list[str]:
    """The features of a statement: its rule, what its source is, where it stands and how long its content is."""
    return list(_features(text, s, entities))


def _features(text: str, s: Statement, entities: dict[str, Entity]) -> Iterator[str]:
    rule = s.rule or ""
    yield f"rule {rule}"
    if ":" in rule:
        yield f"rules {rule.partition(':')[0]}"  # the rare 'de l'avis de' as well as 'selon'
    if s.within is not None:
        yield "within another"
    span, entity = s.source.span, s.source.entity
    if span is None:
        yield "no source words"
    else:
        words = text[span[0] : span[1]].split()
        yield "source one word" if len(words) == 1 else "source many words" if len(words) > 12 else "source phrase"
        if entity is None:
            yield "source lower open" if text[span[0]].islower() else "source upper open"
    if entity is not None and entity in entities:
        yield f"entity {entities[entity].kind}"
        yield "entity known well" if len(entities[entity].mentions) > 2 else "entity seen little"
    length = sum(len(WORD.findall(text[a:b])) for a, b in s.content)
    if s.content and length < SHORT and rule != "infinitive":  # 'a refusé de commenter' is whole
        yield "content short"
    if length > LONG:
        yield "content long"
    if len(s.content) > 2:
        yield "content in many pieces"
    if s.denied:
        yield "denied"
