"""Numbers as a text writes them, in digits or words: what stands at one place, its value and its extent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from selon.extract.figures.lexicon import Numbers
from selon.extract.figures.words import Page
from selon.model import Comparator

NumeralRule = Literal["digits", "words", "collective", "vague", "fraction", "rate", "bare-scale"]


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number over the words `[first, stop)`.

    `scale` is the last word of scale in it (1 where there is none), `linked` says that its noun follows after 'de',
    `article` that it is no more than 'un', `unit` is set where the number carries it ('la moitié' is 50 %).
    """

    first: int
    stop: int
    value: float
    rule: NumeralRule
    comparator: Comparator = "="
    scale: float = 1
    linked: bool = False
    article: bool = False
    unit: str | None = None
    thousands: float | None = None

    @property
    def spelled(self) -> bool:
        """Whether it is written without digits."""
        return self.rule != "digits"


def read_numeral(page: Page, i: int) -> Numeral | None:
    """The longest number that begins at word `i`, or None."""
    for reader in (_ratio, _half, _fraction, _vague, _collective, _scaled, _bare_scale):
        found = reader(page, i)
        if found is not None:
            return found
    return None


def read_cardinal(page: Page, i: int) -> tuple[int, int] | None:
    """The whole number below a million that words spell from `i`, and the word after it: 'deux cent quarante'."""
    n = page.lexicon.numbers
    total = part = 0
    tens = 0  # the ten that a unit may still join
    used_mille = False
    k = i
    while True:
        step = k
        if k > i:
            step = _joint(page, k, tens)
        word = page.after(step) if k > i else page.norm(step)
        if word in n.thousands:
            if used_mille:
                break
            total, part, tens, used_mille = max(part, 1) * n.thousands[word], 0, 0, True
        elif word in n.hundreds:
            if part >= 20 or part in (1, 10):  # 'onze cents' is said, 'vingt cents' is not
                break
            part, tens = max(part, 1) * n.hundreds[word], 100
        elif (v := n.cardinals.get(word)) is not None and (k == i or v):
            if v == 20 and part % 100 == 4 and k > i:
                part, tens = part + 76, 80
            elif k == i or (part == 0 and total) or tens == 100 or _joins(tens, v):
                part += v
                tens = v if v >= 20 or v == 10 else 0
            else:
                break
        else:
            break
        k = step + 1
    if k == i:
        return None
    return total + part, k


def _joint(page: Page, k: int, tens: int) -> int:
    """The word after what ties two parts of a number: a glued hyphen, 'et' before 1 and 11, '-et-'; else `k`."""
    n, sets = page.lexicon.numbers, page.lexicon.sets
    dash = k < len(page.words) and page.words[k].text == "-" and page.words[k].gap == ""
    at = k + 1 if dash else k
    if page.after(at) in sets["number-and"] and tens:
        one = at + 2 if page.after(at + 1) == "-" else at + 1
        if n.cardinals.get(page.after(one)) in (1, 11):
            return one
    return k + 1 if dash and page.after(k + 1) in _atoms(n) else k


def _joins(tens: int, v: int) -> bool:
    if tens == 10:
        return v in (7, 8, 9)
    return 0 < v < (20 if tens in (60, 80) else 10) and tens >= 20


def _atoms(n: Numbers) -> set[str]:
    return {*n.cardinals, *n.hundreds, *n.thousands}


def _plain(page: Page, i: int) -> Numeral | None:
    word = page.words[i]
    if word.value is not None:
        # 'environ 16 000 000 d'habitants': a whole number of millions takes 'de' as 'million' does
        return Numeral(
            i, i + 1, word.value, "digits", thousands=word.thousands, linked=word.value >= 1e6 and word.value % 1e6 == 0
        )
    found = read_cardinal(page, i) if word.alpha else None
    if found is None:
        return None
    value, stop = found
    one = value == 1 and stop == i + 1 and word.norm in page.lexicon.sets["one"]
    return Numeral(i, stop, float(value), "words", article=one)


def _scaled(page: Page, i: int) -> Numeral | None:
    """'1,4 million', 'deux milliards et demi', '2 millions 300 000', 'trois douzaines'."""
    n = page.lexicon.numbers
    base = _plain(page, i)
    if base is None:
        return None
    out, k = base, base.stop
    if page.after(k) in n.thousands and base.rule == "digits":
        out, k = replace(base, value=base.value * 1000, stop=k + 1, scale=1000, thousands=None), k + 1
    if page.after(k) in page.lexicon.sets["rounded-adjectives"] and page.after(k + 1) in n.scales:
        k += 1  # 'six autres millions de personnes'
    while page.after(k) in n.scales:
        scale = n.scales[page.after(k)]
        dotted = out.thousands if out.thousands is not None else out.value
        value = out.value if "," in page.words[i].text or base.rule == "words" else dotted
        out = replace(
            out, value=_product(value, scale), stop=k + 1, scale=scale, linked=True, article=False, thousands=None
        )
        k += 1
    if (
        out.scale > 1
        and page.after(k) in page.lexicon.sets["number-and"]
        and page.after(k + 1) in page.lexicon.sets["half"]
    ):
        return replace(out, value=out.value + out.scale / 2, stop=k + 2)
    if out.scale >= 1e6:
        rest = _plain(page, k) if k < len(page.words) and page.words[k].gap == " " else None
        if rest is not None and not rest.article:
            more = _scaled(page, k) or rest
            if 1000 <= more.value < out.scale and more.value == int(more.value) and not 1900 <= more.value <= 2100:
                return replace(out, value=out.value + more.value, stop=more.stop, linked=more.linked)
    if out.scale == 1 and (size := n.collectives.get(page.after(k))) and not out.article:
        return _times(page, Numeral(i, k + 1, out.value * size, "collective", "~", size, linked=True))
    return out


def _product(value: float, scale: float) -> float:
    """Without the rounding noise of floats: 1.1 × 1 000 000 is 1 100 000."""
    return round(value * scale, 6)


def _times(page: Page, n: Numeral) -> Numeral:
    """What follows 'une centaine': 'de milliers', 'de millions'."""
    numbers = page.lexicon.numbers
    if page.after(n.stop) in page.lexicon.sets["of"]:
        word = page.after(n.stop + 1)
        size = numbers.scales.get(word) or (numbers.collectives.get(word) if word in numbers.vague.plurals else None)
        if size:
            return _times(page, replace(n, value=n.value * size, scale=size, stop=n.stop + 2))
    return n


def _collective(page: Page, i: int) -> Numeral | None:
    """'une centaine', 'une petite centaine', 'la centaine de', 'un millier', bare 'centaine'."""
    numbers = page.lexicon.numbers
    k = i
    if page.norm(i) in page.lexicon.sets["one"] or page.norm(i) in page.lexicon.sets["rounded-determiners"]:
        k = i + 1
        if page.after(k) in page.lexicon.sets["rounded-adjectives"]:
            k += 1
    word = page.after(k) if k > i else page.norm(k)
    size = numbers.collectives.get(word)
    if size is None or word in numbers.vague.plurals:
        return None
    if k == i and page.before(i) not in page.lexicon.sets["of"]:
        return None
    if page.norm(i) not in page.lexicon.sets["one"] and page.after(k + 1) not in page.lexicon.sets["of"]:
        return None
    return _times(page, Numeral(i, k + 1, float(size), "collective", "~", size, linked=True))


def _vague(page: Page, i: int) -> Numeral | None:
    """'des dizaines', 'plusieurs centaines de milliers', bare 'milliers de': at least two of them."""
    numbers = page.lexicon.numbers
    k = i
    for p in page.lexicon.vague_before:
        if all(page.norm(i) == w if j == 0 else page.after(i + j) == w for j, w in enumerate(p)):
            k = i + len(p)
            break
    if k > i and page.after(k) in page.lexicon.sets["rounded-adjectives"]:
        k += 1
    word = page.after(k) if k > i else page.norm(k)
    if word not in numbers.vague.plurals:
        return None
    size = numbers.collectives.get(word) or numbers.scales[word]
    first = k if k == i + 1 and page.norm(i) in page.lexicon.sets["of"] else i
    value = float(size * numbers.vague.times)
    return _times(page, Numeral(first, k + 1, value, "vague", ">=", size, linked=True))


def _half(page: Page, i: int) -> Numeral | None:
    """'un demi-million', 'une demi-douzaine'."""
    numbers, sets = page.lexicon.numbers, page.lexicon.sets
    k = i + 1 if page.norm(i) in sets["one"] or page.norm(i) in sets["rounded-determiners"] else i
    if (page.after(k) if k > i else page.norm(k)) not in sets["half"]:
        return None
    j = k + 1
    if j < len(page.words) and page.words[j].text == "-":
        j += 1
    word = page.after(j)
    scale, size = numbers.scales.get(word), numbers.collectives.get(word)
    if scale:
        return Numeral(i, j + 1, scale / 2, "words", scale=scale, linked=True)
    if size:
        return _times(page, Numeral(i, j + 1, size / 2, "collective", "~", size, linked=True))
    return None


def _fraction(page: Page, i: int) -> Numeral | None:
    """'un tiers', 'les trois quarts', 'la moitié', in percent: 'deux tiers des sièges' is 66.6667 %."""
    numbers, sets = page.lexicon.numbers, page.lexicon.sets
    k, count, first = i, 1, i
    if page.norm(i) in sets["fraction-determiners"]:
        k += 1
    elif page.norm(i) in sets["contracted-of"]:  # 'plus du tiers'
        k = first = i + 1
    found = read_cardinal(page, k) if k < len(page.words) and page.words[k].alpha else None
    if found:
        count, k = found
    elif k < len(page.words) and (digit := page.words[k].value) is not None and digit < 10:
        count, k = int(digit), k + 1
    if k == i:
        return None
    glued = k < len(page.words) and page.words[k].text == "-"
    word = page.after(k + 1 if glued else k)
    parts = numbers.fractions.get(word)
    stop = k + 2 if glued else k + 1
    if parts is None or count >= parts:
        return None
    follows = page.after(stop)
    if follows in sets["of"] or follows in sets["plural-article"] or follows in sets["contracted-of"]:
        if page.after(stop + 1) in sets["fraction-traps"]:
            return None
    elif (
        (count == 1 and word in sets["third-party"])
        or word not in sets["plain-fractions"]
        or (page.words[stop].alpha and follows not in sets["stop"] if stop < len(page.words) else False)
    ):
        return None
    return Numeral(first, stop, round(100 * count / parts, 4), "fraction", unit="%")


def _ratio(page: Page, i: int) -> Numeral | None:
    """'un électeur sur cinq', '9 Français sur 10', 'sept sur dix', '3/4 des', in percent."""
    sets = page.lexicon.sets
    word = page.words[i]
    if word.junk:
        top, slash, bottom = word.text.partition("/")
        if (
            not slash
            or not bottom.isdigit()
            or page.after(i + 1) not in sets["of"] | sets["plural-article"] | sets["contracted-of"]
        ):
            return None
        a, b = int(top), int(bottom)
        return Numeral(i, i + 1, round(100 * a / b, 4), "fraction", unit="%") if 0 < a < b <= 10 else None
    head = _plain(page, i)
    if head is None or head.value < 1:
        return None
    k = head.stop
    while k < min(head.stop + 4, len(page.words)) and page.words[k].alpha and page.after(k) not in sets["rate-links"]:
        if page.after(k) in sets["stop"] and page.after(k) not in sets["of"]:
            return None
        k += 1
    if page.after(k) not in sets["rate-links"] or k + 1 >= len(page.words):
        return None
    base = _plain(page, k + 1)
    if (
        base is None
        or base.article
        or base.value <= head.value
        or base.value not in (*range(2, 11), 12, 15, 20, 25, 30, 50, 100, 1000, 10000)
    ):
        return None
    if k == head.stop and base.value in (20, 100) and head.rule == "digits":
        return None  # a mark or score: '12 sur 20'
    follows = page.after(base.stop)
    if base.stop < len(page.words) and (
        (
            page.words[base.stop].alpha
            and follows not in sets["stop"]
            and page.tags.get(page.words[base.stop].start, "NOUN") in ("NOUN", "PROPN")
        )
        or follows in ("%", "€", "$")
    ):
        return None
    return Numeral(i, base.stop, round(100 * head.value / base.value, 4), "rate", unit="%")


def _bare_scale(page: Page, i: int) -> Numeral | None:
    """'le million d'euros', 'du nouveau milliard': a word of scale after a determiner or an adjective alone."""
    numbers, sets = page.lexicon.numbers, page.lexicon.sets
    scale = numbers.scales.get(page.norm(i))
    before = page.before(i)
    if scale is None or page.norm(i) in numbers.vague.plurals:
        return None
    if before in sets["scale-before"]:
        return Numeral(i, i + 1, float(scale), "bare-scale", scale=scale, linked=True)
    return None
