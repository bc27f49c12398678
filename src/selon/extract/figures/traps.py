"""Numbers that are no figures: dates and durations, ordinals, names, addresses, scores, 'les deux X'."""

from __future__ import annotations

from functools import cache

from selon.extract.figures.lexicon import Phrase, Trap
from selon.extract.figures.nouns import plural
from selon.extract.figures.readings import Reading
from selon.extract.figures.words import Page, phrase

SMALL = 10  # up to here 'les dix X' only points back to things already known
YEARS = range(1000, 2101)


def is_figure(page: Page, r: Reading) -> bool:
    """Whether a number with its surroundings can be a figure at all (times of the text are left out before)."""
    if r.drop or r.kind == "time":
        return False
    return not (
        _glued(page, r)
        or _ordinal(page, r)
        or _digit_group(page, r)
        or _repetition(page, r)
        or _rate_of_time(page, r)
        or _listed_time(page, r)
        or _telephone(page, r)
        or _postcode(page, r)
        or _named(page, r)
        or any(_caught(page, r, t) for t in page.lexicon.numbers.trap)
    )


def _glued(page: Page, r: Reading) -> bool:
    """'G7', 'A6', 'Covid-19', '5G', '17ème', 'mi-35', '3.0.1', '12/10': part of a name, an ordinal or a date."""
    words = page.words
    i, k = r.number, r.after
    if words[i].value is None:
        return False
    if i and words[i].gap == "":
        before = words[i - 1]
        if before.alpha and not before.norm.endswith("'"):
            return True
        if (
            before.text in "-–/_."
            and i > 1
            and before.gap == ""
            and (words[i - 2].alpha or words[i - 2].value is not None)
        ):
            return True
        if before.text in ("+", "#", "@"):
            return True
    if k < len(words) and words[k].gap == "" and r.stop <= k:
        if words[k].alpha or (words[k].text in "-–/_" and k + 1 < len(words) and words[k + 1].gap == ""):
            return True
        if words[k].text == "." and k + 1 < len(words) and words[k + 1].gap == "" and words[k + 1].value is not None:
            return True
    return False


def _ordinal(page: Page, r: Reading) -> bool:
    """'le 1 er', '2 e': the ending of an ordinal set apart; 'vingt et unième' is one word and never read."""
    ends = next((t for t in page.lexicon.numbers.trap if t.name == "class-year"), None)
    k = r.after
    return (
        ends is not None
        and k < len(page.words)
        and page.words[k].gap == ""
        and page.norm(k) in ends.after
        and r.kind != "percent"
    )


def _digit_group(page: Page, r: Reading) -> bool:
    """'01 23 45 67 89': two digits beside two digits, at least three times."""
    if len(page.words[r.number].text) != 2 or page.words[r.number].value is None:
        return (
            page.words[r.number].text.startswith("0")
            and page.words[r.number].text.isdigit()
            and len(page.words[r.number].text) > 1
        )
    a = b = r.number
    while a > 0 and _pair(page, a - 1):
        a -= 1
    while b + 1 < len(page.words) and _pair(page, b + 1):
        b += 1
    return b - a >= 2


def _pair(page: Page, i: int) -> bool:
    return len(page.words[i].text) == 2 and page.words[i].text.isdigit()


def _repetition(page: Page, r: Reading) -> bool:
    """'trois fois' says how often; 'trois fois plus' how much."""
    return r.kind == "multiple" and not page.has("multiple-after", r.stop) and (r.low or r.high or 0) <= 2 * SMALL


def _rate_of_time(page: Page, r: Reading) -> bool:
    """'un jour sur deux', 'dix mois sur douze' say how often."""
    if r.numeral.rule != "rate":
        return False
    return any(_counts_time(page, k) for k in range(r.numeral.first, r.numeral.stop))


def _counts_time(page: Page, k: int) -> bool:
    return any(u.kind == "time" and len(p) == 1 for p, u in page.lexicon.unit_phrases.get(page.norm(k), ()))


def _listed_time(page: Page, r: Reading) -> bool:
    """'trois hommes de 33, 34 et 39 ans': the numbers of a list whose last has a unit of time."""
    k = r.after
    if r.numeral.stop != r.after or not _links(page, k):
        return False
    while _links(page, k) and k + 1 < len(page.words) and page.words[k + 1].value is not None:
        k += 2
    return k > r.after and page.after(k) != "¶" and _counts_time(page, k)


def _links(page: Page, k: int) -> bool:
    return page.after(k) == "," or page.after(k) in page.lexicon.sets["number-and"]


def _telephone(page: Page, r: Reading) -> bool:
    """'0800 555 111': groups of digits behind one that begins with a nought."""
    k = r.number
    while k > 0 and page.words[k].gap == " " and page.words[k - 1].text.isdigit():
        k -= 1
    text = page.words[k].text
    return k < r.number and text.startswith("0") and len(text) > 1


def _postcode(page: Page, r: Reading) -> bool:
    """', 39100 Dole': five digits and the name of a place."""
    word = page.words[r.number]
    if len(word.text) != 5 or not word.text.isdigit() or page.before(r.number) not in (",", "-", "–"):
        return False
    return r.after < len(page.words) and page.tags.get(page.words[r.after].start) == "PROPN"


def _named(page: Page, r: Reading) -> bool:
    """'Boeing 737', 'Nord Stream 2', 'le canal 12': digits right behind a name, with no noun of their own."""
    i = r.number
    if r.bound or r.first < i or page.words[i].value is None or not i or page.words[i].gap != " ":
        return False
    before = page.words[i - 1]
    if not before.alpha or "," in page.words[i].text or len(page.words[i].text) > 4:
        return False
    tag = page.tags.get(before.start)
    if r.kind is None:
        return tag in ("NOUN", "PROPN") and (before.norm not in page.lexicon.sets["stop"])
    if r.kind == "count" and r.head is not None and page.words[r.head].text[0].isupper():
        return tag == "PROPN" and before.text[0].isupper() and page.words[r.head].gap == " " and r.head == r.after
    return False


def _caught(page: Page, r: Reading, trap: Trap) -> bool:
    if not all(_holds(page, r, c) for c in trap.when):
        return False
    for words in trap.whole:
        p = _as_phrase(words)
        for start in range(max(0, r.number - len(p) + 1), r.number + 1):
            if start + len(p) >= r.after and _stands(page, start, p):
                return True
    start = r.number if r.first <= r.number else r.first
    if trap.before and any(
        _stands(page, start - len(p), p) and page.words[start].gap != "\n" for p in map(_as_phrase, trap.before)
    ):
        return True
    return any(_stands(page, r.after, p) for p in map(_as_phrase, trap.after))


@cache
def _as_phrase(words: str) -> Phrase:
    return phrase(words, None) or (words,)


def _stands(page: Page, i: int, p: Phrase) -> bool:
    return i >= 0 and all((page.norm(i) if x == 0 else page.after(i + x)) == w for x, w in enumerate(p))


def _holds(page: Page, r: Reading, condition: str) -> bool:
    value = r.low if r.low is not None else r.high or 0.0
    match condition:
        case "bare":
            return r.kind is None
        case "count":
            return r.kind in ("count", None)
        case "small":
            return value <= SMALL and not r.bound
        case "words":
            return page.words[r.number].value is None
        case "digits":
            return page.words[r.number].value is not None and not r.bound
        case "year":
            return value in YEARS and len(page.words[r.number].text) == 4
        case "not-plural":  # 'le groupe 12', not 'a déposé avec son groupe 12 amendements'
            return r.kind != "count" or r.head is None or not plural(page.norm(r.head))
        case "one-word":
            return r.after == r.number + 1
    raise ValueError(f"no such condition: {condition}")
