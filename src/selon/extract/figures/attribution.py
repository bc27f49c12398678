"""Who gives a figure: the innermost statement that holds it, or the source phrase of its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from selon.extract.figures.lexicon import Phrase
from selon.extract.figures.nouns import matches
from selon.extract.figures.words import Page, phrase
from selon.language.lexicon import Lexicon, load_lexicon
from selon.model import Entity, Span, Statement

GAP = 4  # words between 'selon un bilan de' and the name at its end


def statement_of(span: Span, statements: Sequence[Statement]) -> Statement | None:
    """The statement whose content holds a figure; of nested ones the one with the smallest content around it."""
    held = [
        (b - a, sum(y - x for x, y in s.content), s)
        for s in statements
        for a, b in s.content
        if a <= span[0] < b and span[1] <= b + 1
    ]
    if not held:
        return None
    inner = {s.within for *_, s in held if s.within}
    innermost = [h for h in held if h[2].id not in inner] or held
    # of two on the same words the cue that stands nearer: 'X a dit que, selon Y, 200 personnes …' is Y's
    return min(innermost, key=lambda h: (h[0], h[1], _away(span, h[2].cue)))[2]


def _away(span: Span, cue: Span | None) -> int:
    return max(cue[0] - span[1], span[0] - cue[1], 0) if cue else 10**9


def opened_by(page: Page, i: int, statements: Sequence[Statement]) -> Statement | None:
    """The statement whose cue opens the sentence of word `i`, where only semicolons part its content from the word.

    'Selon X, les dégâts sont lourds ; des milliers de maisons sont détruites': the second half is X's as well.
    """
    start, _ = page.sentence(i)
    low = page.words[start].start
    for s in statements:
        if (
            s.cue is None
            or s.source.span is None
            or not s.content
            or s.cue[0] != low
            or not low < s.source.span[0] < s.content[0][0]
        ):
            continue
        k = page.at(s.content[-1][1])
        if k < i and page.norm(k) == ";":
            return s
    return None


def phrase_inside(
    page: Page, lexicon: Lexicon, i: int, statement: Statement, entities: Sequence[Entity]
) -> tuple[str, Span] | None:
    """The entity of a source phrase inside the content that holds word `i`: 'X a dit que, selon Y, 200 personnes …'."""
    at = page.words[i].start
    held = next((c for c in statement.content if c[0] <= at < c[1]), None)
    if held is None or (statement.cue is not None and _is_phrase(page, lexicon, page.at(statement.cue[0]))):
        return None
    start, end = page.sentence(i)
    low, high = max(start, page.at(held[0])), min(end, page.at(held[1]))
    for k in range(low, high):
        p = next((p for p in _prepositions(lexicon.lang) if matches(page, k, p)), None)
        if p is None or (k > low and page.norm(k - 1) != ","):
            continue
        found = named_after(page, k + len(p), high, entities)
        # before the figure it ends in a comma; behind it only the end of the content may follow
        if found is not None and (
            page.norm(page.at(found[1][1])) == "," if k < i else page.at(found[1][1]) >= high - 1
        ):
            return found[0], (page.words[k].start, found[1][1])
    return None


def _is_phrase(page: Page, lexicon: Lexicon, k: int) -> bool:
    return any(matches(page, k, p) for p in _prepositions(lexicon.lang))


@cache
def _prepositions(lang: str) -> list[Phrase]:
    """The words of source phrases, the longest first."""
    out = [phrase(w, None) for p in load_lexicon(lang).phrases if p.kind == "preposition" for w in (p.words, *p.forms)]
    return sorted(out, key=lambda p: -len(p))


def source_phrase(
    page: Page, lexicon: Lexicon, i: int, entities: Sequence[Entity], taken: Sequence[Span]
) -> tuple[str, Span] | None:
    """The entity of a source phrase at the end of the sentence around word `i`, and the phrase's words.

    Only where nothing else of the sentence is laid in somebody's mouth: `taken` are the contents of its statements.
    """
    start, end = page.sentence(i)
    low, high = page.words[start].start, page.words[end - 1].end
    if any(max(low, a) < min(high, b) for a, b in taken):
        return None
    prepositions = _prepositions(lexicon.lang)
    for k in range(i, end):
        p = next((p for p in prepositions if matches(page, k, p)), None)
        # inside a sentence it stands apart by a comma, or opens a noun phrase that runs to the end
        if p is None or (
            k > i and page.norm(k - 1) not in (",", "(", "-", "–", "—") and not _runs_to_end(page, k, end)
        ):
            continue
        found = named_after(page, k + len(p), end, entities)
        if found is not None:
            return found[0], (page.words[k].start, found[1][1])
    for k in range(start, min(start + 1, end)):
        p = next((p for p in prepositions if matches(page, k, p)), None)
        if p is not None:
            return named_after(page, k + len(p), end, entities)
    return None


def _runs_to_end(page: Page, k: int, end: int) -> bool:
    return not any(page.norm(x) in (",", ";", ":") for x in range(k, end))


def named_after(page: Page, k: int, end: int, entities: Sequence[Entity]) -> tuple[str, Span] | None:
    """The entity named at word `k`, or behind a noun of report: 'un bilan de la police', 'les chiffres du ministère'."""
    mentions = {a: (b, e.id) for e in entities for a, b in sorted(e.mentions, key=lambda m: m[1] - m[0])}
    j, report = k, False
    while j < min(end, k + GAP + 1):
        word = page.words[j]
        if (j == k or report or _determiner(page, k, j)) and word.start in mentions:
            b, entity = mentions[word.start]
            return entity, (page.words[k].start, b)
        if (
            page.lexicon.singular(word.norm) in page.lexicon.measures.reports
            or word.norm in page.lexicon.measures.reports
        ):
            report = True
        elif not report and not (page.tags.get(word.start) in ("DET", "ADJ", "NUM") or len(word.norm) <= 3):
            return None
        j += 1
    return None


def _determiner(page: Page, k: int, j: int) -> bool:
    return all(page.tags.get(page.words[x].start) in ("DET", "ADP") for x in range(k, j))


def reported_owner(page: Page, span: Span, entities: Sequence[Entity]) -> str | None:
    """The entity behind an unresolved source that is a report of somebody's: 'un bilan de la police'."""
    k = page.at(span[0])
    end = page.at(span[1])
    if not any(
        page.norm(x) in page.lexicon.measures.reports
        or page.lexicon.singular(page.norm(x)) in page.lexicon.measures.reports
        for x in range(k, min(end, k + 3))
    ):
        return None
    found = named_after(page, k, end, entities)
    return found[0] if found else None
