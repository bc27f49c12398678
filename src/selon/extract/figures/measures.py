"""What was counted of the counted: killed, wounded, held …, from the noun itself and the verbs around it."""

from __future__ import annotations

from collections.abc import Sequence

from selon.extract.figures.nouns import ends_at, phrase_links
from selon.extract.figures.readings import Reading
from selon.extract.figures.words import Page
from selon.model import Span

FORWARD = 22  # words after the counted noun in which its verb may stand
BACKWARD = 10
BREAKS = frozenset(";:—–()")


def measure_of(page: Page, r: Reading, readings: Sequence[Reading]) -> tuple[str, Span] | None:
    """The measure of a count and the characters that say it; None where nothing does."""
    if r.kind != "count" or r.rule in ("fraction", "rate"):
        return None
    return _forward(page, r, readings) or _backward(page, r, readings) or _own(page, r)


def _span(page: Page, k: int, n: int = 1) -> Span:
    return page.words[k].start, page.words[k + n - 1].end


def _own(page: Page, r: Reading) -> tuple[str, Span] | None:
    nouns = page.lexicon.nouns
    if r.name and r.name.lower() in nouns:
        at = r.head if r.head is not None else r.number
        return nouns[r.name.lower()], _span(page, at)
    if r.head is not None:
        one = page.lexicon.singular(page.norm(r.head))
        if one in nouns:
            return nouns[one], _span(page, r.head)
    return None


def _forward(page: Page, r: Reading, readings: Sequence[Reading]) -> tuple[str, Span] | None:
    """'N personnes ont été tuées', 'N soldats tués', 'N marins sont portés disparus', 'N habitants ont péri'."""
    lexicon = page.lexicon
    _, end = page.sentence(r.number)
    starts = {x.first: x for x in readings if x is not r}
    k, limit = r.stop, min(end, r.stop + FORWARD)
    active = passive = False
    skipped = 0  # the word after the part passed over last
    near = True  # only adjectives and adverbs so far: 'N soldats tués'
    while k < limit:
        if page.words[k].text in BREAKS:
            return None
        if (x := starts.get(k)) is not None:
            between = {page.norm(j) for j in range(skipped, x.first)}
            also = skipped > 0 and between <= lexicon.sets["number-and"] | {","}  # 'dont 5 enfants et 3 femmes'
            if part_of_before(page, x) is None and x.rule != "majority" and not also:
                return None
            skipped = x.stop
            k, near = x.stop, False
            continue
        word = page.words[k]
        for phrase, name in lexicon.states:
            if _state_at(page, k, phrase):
                return name, _span(page, k, len(phrase))
        if word.norm in lexicon.participles and not active and (passive or near):
            return lexicon.participles[word.norm], _span(page, k)
        lemma = page.lemmas.get(word.start, "")
        if lemma in lexicon.measures.active or word.norm in lexicon.measures.active_forms:
            active, passive = True, False
        elif lemma in lexicon.measures.passive or word.norm in lexicon.measures.passive_forms:
            active, passive = False, True
        elif word.start in page.finite and page.tags.get(word.start) == "VERB":
            return None
        near = near and page.tags.get(word.start) in ("ADJ", "ADV")
        k += 1
    return None


def _state_at(page: Page, k: int, phrase: tuple[str, ...]) -> bool:
    head = page.lemmas.get(page.words[k].start, page.norm(k))
    if head != phrase[0] and page.norm(k) != phrase[0]:
        return False
    if len(phrase) == 1:
        return page.tags.get(page.words[k].start) in ("VERB", "AUX", None)
    return all(page.after(k + x) == w for x, w in enumerate(phrase) if x)


def _backward(page: Page, r: Reading, readings: Sequence[Reading]) -> tuple[str, Span] | None:
    """'a tué N personnes', 'tuant N personnes', 'la mort de N soldats'; not 'a été tué par N hommes'."""
    lexicon = page.lexicon
    start, _ = page.sentence(r.number)
    stops = {x.stop: x for x in readings if x is not r}
    if page.before(r.first) in lexicon.measures.agents:
        return None
    linked = page.before(r.first)
    of = linked in lexicon.sets["of"] or linked in lexicon.sets["plural-article"]
    k = r.first - 1
    while k >= max(start, r.first - BACKWARD):
        word = page.words[k]
        if k + 1 in stops and k + 1 < r.first + 1:
            x = stops[k + 1]
            if k + 1 >= r.first - 2 and {page.norm(j) for j in range(x.stop, r.first)} <= page.lexicon.sets[
                "number-and"
            ] | page.lexicon.sets["list-and"] | {","}:
                return _backward(page, x, readings)
            return None
        if word.text in BREAKS or word.norm in page.lexicon.sets["clause-opener"]:
            return None
        lemma = page.lemmas.get(word.start, word.norm)
        if lexicon.singular(word.norm) in lexicon.amounts and of:
            return lexicon.amounts[lexicon.singular(word.norm)], _span(page, k)
        if page.tags.get(word.start) in ("VERB", "AUX", "ADJ") or word.norm in lexicon.participles:
            name = lexicon.verbs.get(lemma) or (lexicon.participles.get(word.norm) if _after_active(page, k) else None)
            if name is not None:
                return (name, _span(page, k)) if not _is_passive(page, k) and not of else None
            if page.tags.get(word.start) == "VERB":
                return None
        k -= 1
    return None


def _after_active(page: Page, k: int) -> bool:
    lemma = page.lemmas.get(page.words[k - 1].start, "") if k else ""
    return lemma in page.lexicon.measures.active


def _is_passive(page: Page, k: int) -> bool:
    """A past participle after a form of 'être' (an adverb may stand between)."""
    for j in (k - 1, k - 2):
        if j >= 0 and page.lemmas.get(page.words[j].start, "") in page.lexicon.measures.passive:
            return True
    return False


def part_of_before(page: Page, r: Reading) -> int | None:
    """Where the words begin that make a figure part of one before it ('dont', 'parmi lesquels'), if they stand there."""
    at = r.first - 1 if page.before(r.first) == "," else r.first  # 'Parmi eux, 9 touristes'
    return ends_at(page, at, phrase_links(page, "part"))
