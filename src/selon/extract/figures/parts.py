"""Figures that are part of another one: 'dont 3.826 enfants', 'en majorité des civils', '556 postes sur 9 800'."""

from __future__ import annotations

from collections.abc import Sequence

from selon.extract.figures.bare import linked
from selon.extract.figures.measures import part_of_before
from selon.extract.figures.nouns import counted_after, ends_at, matches, phrase_links
from selon.extract.figures.numerals import Numeral
from selon.extract.figures.readings import Reading
from selon.extract.figures.words import Page

NEAR = 6  # words between a whole and 'en majorité des'


def majorities(page: Page, readings: Sequence[Reading]) -> list[Reading]:
    """'en majorité des civils', 'dont une majorité de femmes', beside a count: more than half of it."""
    out: list[Reading] = []
    for whole in readings:
        if whole.kind != "count" or whole.rule in ("fraction", "rate"):
            continue
        _, end = page.sentence(whole.number)
        for k in range(whole.stop, min(end, whole.stop + NEAR)):
            p = next((p for p in phrase_links(page, "majority") if matches(page, k, p)), None)
            if p is None:
                continue
            j = k + len(p)
            if page.after(j) not in page.lexicon.sets["of"] | page.lexicon.sets["plural-article"]:
                break
            noun = counted_after(page, j + 1, linked=False, digits=False)
            if noun is None or noun.kind != "count":
                break
            n = Numeral(k, j, 50, "fraction", ">", unit="%")
            out.append(Reading(k, noun.stop, k, j, 50, None, ">", n, "majority", "%", "percent", noun.head, bound=True))
            break
    return out


def wholes(page: Page, readings: Sequence[Reading]) -> dict[int, int]:
    """For every figure that is a part the index of its whole; figures are known by their place in `readings`."""
    out: dict[int, int] = {}
    for i in range(len(readings)):
        j = _whole(page, readings, i, out)
        if j is not None and j != i and out.get(j) != i:
            out[i] = j
    return out


def _whole(page: Page, readings: Sequence[Reading], i: int, known: dict[int, int]) -> int | None:
    r = readings[i]
    if r.rule == "majority":
        return _before(page, readings, i, known)
    if part_of_before(page, r) is not None:
        return _before(page, readings, i, known)
    if any(matches(page, r.after, p) or matches(page, r.stop, p) for p in phrase_links(page, "anaphor")):
        return _before(page, readings, i, known)
    # 'dont 3 enfants et 2 femmes'
    if (
        i
        and i - 1 in known
        and linked(page, r)
        and readings[i - 1].stop >= r.first - 2
        and r.kind == readings[i - 1].kind
    ):
        return known[i - 1] if page.norm(r.first - 1) in page.lexicon.sets["number-and"] | {","} else None
    # '556 postes sur 9 800 salariés', '40 des 300 otages'
    if i + 1 < len(readings) and r.kind == "count" and readings[i + 1].kind == "count":
        following = readings[i + 1]
        start = ends_at(page, following.first, phrase_links(page, "whole"))
        if start is not None and start in (r.stop, r.after):
            return i + 1
        if following.first - 1 == r.after and page.norm(r.after) in page.lexicon.sets["plural-article"]:
            return i + 1
        if r.after == following.first - 2 and page.norm(r.after) in page.lexicon.sets["of"]:
            return i + 1
    return _opening(page, readings, i)


def _opening(page: Page, readings: Sequence[Reading], i: int) -> int | None:
    """'Sur 544 votants, 302 voix …': the whole opens the sentence; the nearest of several counts."""
    r = readings[i]
    if r.kind != "count" or r.rule == "majority":
        return None
    start, _ = page.sentence(r.number)
    best = None
    for j in range(i - 1, -1, -1):
        w = readings[j]
        if w.first < start:
            break
        opens = ends_at(page, w.first, phrase_links(page, "whole"))
        also = best is None and page.before(w.first) in page.lexicon.sets["number-and"]
        if w.kind == "count" and (opens == start or also):
            best = best if best is not None else j
            if opens == start:
                between = [page.norm(x) for x in range(w.stop, r.first)]
                later = readings[best]
                comma = "," in [page.norm(x) for x in range(later.stop, r.first)]
                return best if comma and between and not _both_in_opening(page, later, r) else None
    return None


def _both_in_opening(page: Page, w: Reading, r: Reading) -> bool:
    return "," not in [page.norm(x) for x in range(w.stop, r.first)]


def _before(page: Page, readings: Sequence[Reading], i: int, known: dict[int, int]) -> int | None:
    """The nearest figure before that it can be part of: a count of a count, money of money, a share of either."""
    r = readings[i]
    start, _ = page.sentence(r.number)
    opens = part_of_before(page, r) == start or r.first == start
    floor = page.sentence(start - 1)[0] if opens and start > 0 else start
    for j in range(i - 1, -1, -1):
        w = readings[j]
        if w.first < floor:
            return None
        if j in known:
            continue
        if w.kind == r.kind and (r.kind in ("count", "percent") or w.name == r.name):
            return j
        if r.kind == "percent" and w.kind in ("count", "currency"):
            return j
    return None
