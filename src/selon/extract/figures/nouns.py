"""What a number counts: the unit or the noun that stands after it (or a unit before it), and the lemma of that noun."""

from __future__ import annotations

from dataclasses import dataclass

from selon.extract.figures.lexicon import Phrase, UnitClass, UnitEntry
from selon.extract.figures.words import Page

NOUNS = frozenset({"NOUN", "PROPN"})
MODIFIERS = frozenset({"ADJ", "ADV", "NUM"})
REACH = 4  # adjectives and adverbs that may stand between a number and its noun


@dataclass(frozen=True, slots=True)
class Counted:
    """The unit of a number: words `[first, stop)` of it, its `name` and kind; `head` is the counted noun's word.

    `scale` multiplies the number ('M' of '10 M€'); `group` is the word where the whole begins in 'deux des ministres'.
    """

    stop: int
    name: str
    kind: UnitClass
    head: int | None = None
    scale: float = 1
    group: int | None = None


def counted_after(page: Page, k: int, *, linked: bool, digits: bool = True) -> Counted | None:
    """The unit or noun after the number that ends before word `k`; `linked` numbers need 'de' before it."""
    sets = page.lexicon.sets
    j = k
    if page.after(j) in page.lexicon.numbers.digits.quotes:
        j += 1
    if j < len(page.words) and digits and page.words[j].text in page.lexicon.numbers.scale_letters:
        scale = page.lexicon.numbers.scale_letters[page.words[j].text]
        of = page.after(j + 1) in sets["of"]
        unit = _unit(page, j + 2 if of else j + 1)
        if unit is not None and unit.kind == "currency":
            return Counted(unit.stop, unit.name, unit.kind, scale=scale)
    if (found := _unit(page, j)) is not None:
        return found
    word = page.after(j)
    if word in sets["of"] and linked:
        return _unit(page, j + 1) or _noun(page, _skip_quote(page, j + 1))
    if word in sets["of"] | sets["plural-article"] or word in sets["contracted-of"]:
        return _group(page, j)
    if linked and page.after(j) in sets["of"]:
        return None
    return _noun(page, j)


def _skip_quote(page: Page, j: int) -> int:
    return j + 1 if page.after(j) in page.lexicon.numbers.digits.quotes else j


def _group(page: Page, j: int) -> Counted | None:
    """'deux des plus importantes associations': the noun after 'des', with its own number left to be read."""
    if page.after(j) not in page.lexicon.sets["plural-article"]:
        return None
    found = _noun(page, j + 1)
    return Counted(found.stop, found.name, "count", found.head, group=j) if found else None


def _unit(page: Page, j: int) -> Counted | None:
    for phrase, unit in page.lexicon.unit_phrases.get(page.after(j), ()):
        if matches(page, j, phrase, cased=unit.cased):
            return Counted(j + len(phrase), unit.name, unit.kind)
    return None


def unit_before(page: Page, i: int) -> tuple[int, UnitEntry] | None:
    """A unit that may stand ahead of the number at word `i`: '$ 75 millions', 'magnitude de 7,5'; where it begins."""
    for back in (1, 2, 3):
        j = i - back
        if j < 0 or (j + 1 < len(page.words) and any(page.words[x].gap == "\n" for x in range(j + 1, i + 1))):
            return None
        for phrase, unit in page.lexicon.unit_phrases.get(page.norm(j), ()):
            # of money only symbols stand ahead: 'des euros 40' is no price
            fits = unit.ahead and len(phrase) == back and (unit.kind == "measure" or not phrase[0].isalpha())
            if fits and matches(page, j, phrase, cased=unit.cased):
                return j, unit
    return None


def matches(page: Page, j: int, phrase: Phrase, *, cased: bool = False) -> bool:
    """Whether a phrase stands at word `j`, inside one paragraph."""
    if j < 0 or j + len(phrase) > len(page.words):
        return False
    for x, want in enumerate(phrase):
        word = page.words[j + x]
        if (x and word.gap == "\n") or (word.text if cased else word.norm) != want:
            return False
    return True


def ends_at(page: Page, i: int, phrases: tuple[Phrase, ...]) -> int | None:
    """Where the longest of the phrases that ends right before word `i` begins, inside the paragraph."""
    for p in phrases:
        j = i - len(p)
        if matches(page, j, p) and (i >= len(page.words) or page.words[i].gap != "\n"):
            return j
    return None


def _noun(page: Page, j: int) -> Counted | None:
    """The noun at `j` or behind adjectives; a participle that counts people ('12 blessés') is one as well."""
    sets, lexicon = page.lexicon.sets, page.lexicon
    k = j
    if 0 < j < len(page.words) and page.words[j].gap == "" and page.words[j - 1].value is not None:
        return None  # '5G'
    while k < min(j + REACH, len(page.words)):
        word = page.words[k]
        if (k > j and word.gap == "\n") or page.after(k) == "¶" or not word.alpha:
            return None
        tag = page.tags.get(word.start)
        one = lexicon.singular(word.norm)
        if word.norm in sets["prenominal"]:
            if tag in NOUNS and k > j and not _leads_to_noun(page, k + 1):
                return Counted(k + 1, noun_lemma(page, k), "count", k)
            k += 1
            continue
        if word.norm in sets["stop"]:
            return None
        if (
            (one in lexicon.nouns or word.norm in lexicon.nouns)
            or tag in NOUNS
            or (tag in ("X", None) and (plural(word.norm) or (not page.tags and page.has("one", k - 1))))
        ):
            stop = _compound(page, k)
            return Counted(stop, noun_lemma(page, k), "count", k)
        if tag in MODIFIERS and _leads_to_noun(page, k + 1):
            k += 1
            continue
        # a tagger that takes the noun for an adjective or verb: 'les 24 centres', '332 millions d'Européens'
        if tag in ("ADJ", "VERB") and (plural(word.norm) or word.text[0].isupper()) and word.start not in page.finite:
            return Counted(k + 1, noun_lemma(page, k), "count", k) if not _participle_of_state(page, k) else None
        return None
    return None


def plural(word: str) -> bool:
    """Whether a word may be a plural by its ending."""
    return word.endswith(("s", "x")) and len(word) > 3


def _participle_of_state(page: Page, k: int) -> bool:
    """'21 nouvelles par rapport …', 'les 270 requis': an adjective with no noun, of the thing counted before."""
    return (
        page.words[k].norm in page.lexicon.participles
        or page.after(k + 1) in ("¶",)
        or page.after(k + 1) in page.lexicon.sets["of"]
    )


def _leads_to_noun(page: Page, k: int) -> bool:
    if k >= len(page.words) or page.after(k) == "¶":
        return False
    tag = page.tags.get(page.words[k].start)
    return tag in NOUNS | {"ADJ"} and page.norm(k) not in page.lexicon.sets["stop"]


def _compound(page: Page, k: int) -> int:
    """After the noun and the part joined to it by a hyphen: 'porte-avions'."""
    stop = k + 1
    while (
        stop + 1 < len(page.words)
        and page.words[stop].text == "-"
        and page.words[stop].gap == ""
        and page.words[stop + 1].gap == ""
    ):
        stop += 2
    return stop


def noun_lemma(page: Page, k: int) -> str:
    """The lemma of the noun at `k`: the pipeline's where it saw a noun, else by its ending."""
    word = page.words[k]
    stop = _compound(page, k)
    if stop > k + 1:
        return page.text[word.start : page.words[stop - 1].end].lower()
    lemma = page.lemmas.get(word.start)
    if lemma and page.tags.get(word.start) in NOUNS and lemma.isalpha() and lemma[:2].lower() == word.text[:2].lower():
        return lemma if page.tags[word.start] == "PROPN" else lemma.lower()
    return page.lexicon.singular(word.text if word.text[0].isupper() else word.norm)


def phrase_links(page: Page, name: str) -> tuple[Phrase, ...]:
    """The phrases of a class of `measures.toml`: 'part', 'whole', 'period', 'place' …"""
    return page.lexicon.links[name]
