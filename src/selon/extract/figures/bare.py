"""Numbers with no noun of their own: 'contre 45 000', 'et 29 étaient portées disparues', 'le nombre est de 75 000'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from selon.extract.figures.lexicon import UnitClass
from selon.extract.figures.nouns import ends_at, noun_lemma
from selon.extract.figures.readings import Reading
from selon.extract.figures.words import Page

LARGE = 1000  # from here digits are a figure with no link to a number before
REACH = 40  # words back to the figure whose noun is meant


def settle_bare(page: Page, readings: Sequence[Reading]) -> list[Reading]:
    """The readings that are figures, those with no noun given the unit that they share; the others are left out."""
    out: list[Reading] = []
    for r in readings:
        if r.kind is not None and r.group is None:
            out.append(r)
            continue
        if r.group is not None:
            if not r.numeral.article:
                out.append(r)
            continue
        unit = _group_of(page, r, readings) or _counted_nearby(page, r) or _shared(page, r, out)
        if unit is not None and (linked(page, r) or _large(page, r) or r.bound or unit[2]):
            out.append(replace(r, name=unit[0], kind=unit[1]))
        elif _large(page, r) or (r.bound and not _small_word(page, r)):
            out.append(replace(r, name="", kind="count"))
    return out


def linked(page: Page, r: Reading) -> bool:
    """Whether a word before it ties it to a number before ('et 29', 'contre 12', 'dont 21')."""
    return r.first > 0 and page.before(r.first) in page.lexicon.sets["bare-links"]


def _large(page: Page, r: Reading) -> bool:
    value = r.low if r.low is not None else r.high or 0
    if r.numeral.rule in ("collective", "vague") or r.numeral.scale >= LARGE:
        return True
    return value >= LARGE and not r.numeral.spelled and len(page.words[r.number].text) > 4


def _small_word(page: Page, r: Reading) -> bool:
    return page.words[r.number].value is None and r.numeral.rule == "words" and (r.low or r.high or 0) <= 10


def _group_of(page: Page, r: Reading, readings: Sequence[Reading]) -> tuple[str, UnitClass, bool] | None:
    """'40 des 300 otages', '3 sur 40 élus': what the number that it is taken from counts."""
    for x in readings:
        if x.kind is not None and x.first == r.after + 1 and page.norm(r.after) in page.lexicon.sets["change-links"]:
            return x.name or "", x.kind, True  # 'passé de 12 à 15 euros'
        if x.kind == "count" and r.after < x.first <= r.after + 2 and x.name and page.words[x.first].gap != "\n":
            between = {page.norm(k) for k in range(r.after, x.first)}
            if between & (page.lexicon.sets["plural-article"] | page.lexicon.sets["rate-links"]):
                return x.name, "count", True
    return None


def _counted_nearby(page: Page, r: Reading) -> tuple[str, UnitClass, bool] | None:
    """'le nombre d'emplois menacés est de 75 000', 'estime à 75 000 le nombre d'emplois'."""
    a, b = page.sentence(r.number)
    amounts, of = page.lexicon.measures.amount_words, page.lexicon.sets["of"]
    for k in (*range(r.after, min(b, r.after + 4)), *range(r.first - 1, max(a - 1, r.first - 13), -1)):
        if page.norm(k) in amounts and page.after(k + 1) in of and k + 2 < b and page.words[k + 2].alpha:
            return noun_lemma(page, k + 2), "count", True
    return None


def _shared(page: Page, r: Reading, before: Sequence[Reading]) -> tuple[str, UnitClass, bool] | None:
    """The unit of the figure before it in the sentence; after 'dont' or 'parmi eux' that of the sentence before."""
    start, _ = page.sentence(r.number)
    part = ends_at(page, r.first, page.lexicon.links["part"])
    for x in reversed(before):
        if x.kind is None or r.first - x.stop > REACH:
            break
        if x.stop <= start and part is None:
            break
        # a number with a scale shares money and percent, a plain one what is counted
        if x.kind == "multiple" or (x.kind == "measure" and not linked(page, r)):
            continue
        return x.name or "", x.kind, False
    return None
