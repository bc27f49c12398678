"""Names in running text: the pipeline's entities with their edges mended, known names, and runs of capitals."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from selon.extract.entities.lexicon import EntityLexicon, Key, Known, longest, plain
from selon.extract.entities.words import Page
from selon.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

PERSON, BODY, PLACE, OTHER, UNKNOWN = "PER", "ORG", "LOC", "MISC", ""


@dataclass(frozen=True, slots=True)
class Name:
    """A name: tokens `start`–`end` (without its title), what kind it seems, and what the tables know of it."""

    start: int
    end: int
    label: str
    known: Known | None = None
    title: tuple[str, str] | None = None

    def text(self, page: Page) -> str:
        """The name as written."""
        a, b = page.span(self.start, self.end)
        return page.text[a:b]

    def key(self, page: Page) -> Key:
        """The name's words without accents and case."""
        return tuple(plain(w) for w in page.lows[self.start : self.end])


def find_names(page: Page, doc: Doc | None, lex: EntityLexicon) -> list[Name]:
    """The names of an article in text order, none inside another; kinds agree over the whole article."""
    names: dict[int, Name] = {}
    taken: set[int] = set()
    plains = [plain(x) for x in page.lows]

    def add(n: Name) -> None:
        if n.start < n.end and not taken & set(range(n.start, n.end)):
            names[n.start] = n
            taken.update(range(n.start, n.end))

    given: list[tuple[int, int, str]] = []
    for ent in doc.ents if doc is not None else ():
        r = page.inside((ent.start_char, ent.end_char))
        given += mend(page, lex, r.start, r.stop, ent.label_)
    runs = capital_runs(page, lex)
    counted = Counter(plain(page.text[slice(*page.span(i, j))]) for i, j in runs)
    # the pipeline's entity and the run of capitals around it: the longer one, where one holds the other
    for i, j, label in given:
        for a, b in runs:
            if a <= i and j <= b and page.words[a].paragraph == page.words[b - 1].paragraph and label == PERSON:
                i, j = a, b
        add(found(page, lex, i, j, label, plains))
    for i, j in known_names(page, lex, plains):
        add(found(page, lex, i, j, UNKNOWN, plains))
    for a, b in runs:
        free = [k for k in range(a, b) if k not in taken]
        if len(free) == b - a and (counted[plain(page.text[slice(*page.span(a, b))])] or b - a > 1):
            add(found(page, lex, a, b, UNKNOWN, plains))
    return vote(page, lex, [names[i] for i in sorted(names)])


def mend(page: Page, lex: EntityLexicon, i: int, j: int, label: str) -> list[tuple[int, int, str]]:
    """An entity of the pipeline without article, title, role and stray punctuation at its edges, cut at commas.

    'Premier ministre Benoît Sorel' → 'Benoît Sorel'; 'Paris »' → 'Paris'.
    """
    words = page.words
    out: list[tuple[int, int, str]] = []
    start = i
    for k in range(i, j + 1):
        if k == j or words[k].text in ",;:()«»\"“”[]" or (k > start and words[k].paragraph != words[start].paragraph):
            a, b = start, k
            while a < b and (not words[a].alpha or not (words[a].capital or words[a].text.isalnum())):
                a += 1
            while a < b and (words[a].text in lex.titles or (label == PERSON and not words[a].capital)):
                a += 1
            if label == PERSON:
                while a + 1 < b and (hit := longest(lex.nouns, page.lows, a, min(lex.longest, b - a - 1))):
                    if page.words[a].low in lex.first_names or hit[0] >= b:
                        break
                    a = hit[0]
            while b > a and (not words[b - 1].text[0].isalnum() or words[b - 1].low in lex.particles):
                b -= 1
            if a < b and any(w.capital or w.text[0].isdigit() for w in words[a:b]) and words[a].text[0].isalnum():
                out.append((a, b, label))
            start = k + 1
    return out


def found(page: Page, lex: EntityLexicon, i: int, j: int, label: str, plains: list[str]) -> Name:
    """The name record of tokens `i`–`j`, with its title and what the tables know."""
    known = lex.known.get(tuple(plains[i:j]))
    title = None
    if i > 0 and (t := lex.titles.get(page.words[i - 1].text)) and not (i > 1 and page.words[i - 1].first and False):
        title = (str(t[0]), str(t[1]))
        label = PERSON
    if known is not None and title is None:
        label = {"country": PLACE, "place": PLACE}.get(known.kind, BODY)
    return Name(i, j, label, known if title is None else None, title)


def known_names(page: Page, lex: EntityLexicon, plains: list[str]) -> list[tuple[int, int]]:
    """Names that the tables know, longest first from the left; the first token must have a capital or the last one."""
    out = []
    i = 0
    while i < len(plains):
        hit = longest(lex.known, plains, i, lex.longest)
        if hit and any(w.capital for w in page.words[i : hit[0]]):
            j = hit[0]
            nxt = page.words[j] if j < len(page.words) else None
            glued = nxt is not None and nxt.capital and nxt.start == page.words[j - 1].end + 1 and j - i == 1
            before = page.words[i - 1] if i else None
            inside = before is not None and before.capital and before.end + 1 == page.words[i].start and not before.first
            if not glued and not inside:
                out.append((i, j))
                i = j
                continue
        i += 1
    return out


def capital_runs(page: Page, lex: EntityLexicon) -> list[tuple[int, int]]:
    """Runs of words with capitals, with particles inside, without what only opens the sentence."""
    words = page.words
    middle = {plain(w.text) for w in words if w.capital and not w.first and not opens(page, w.start)}
    lower = {w.low for w in words if w.alpha and not w.capital}
    out = []
    i = 0
    while i < len(words):
        if not starts_name(page, lex, i, middle, lower):
            i += 1
            continue
        j = i + 1
        while j < len(words) and words[j].sentence == words[i].sentence and words[j].paragraph == words[i].paragraph:
            if words[j].start - words[j - 1].end > 1:
                break
            if words[j].capital and words[j].alpha and not lex.is_("opener", words[j].low):
                j += 1
            elif words[j].low in lex.particles and (k := past_particles(page, lex, j)):
                j = k
            elif words[j].text[0].isdigit() and words[j].end - words[j].start <= 2 and words[j - 1].capital:
                j += 1
            else:
                break
        out.append((i, j))
        i = j
    return out


def past_particles(page: Page, lex: EntityLexicon, j: int) -> int | None:
    """The index after 'de la' and a capital word where surname particles lead to one: 'Luc de La Rivière'."""
    k = j
    while k < len(page.words) and page.words[k].low in lex.surname_particles and k - j < 3:
        k += 1
    first = page.words[j - 1]
    if k == j or k >= len(page.words) or not page.words[k].capital or not page.words[k].alpha:
        return None
    # 'Luc de Brévent' is a name, 'Observatoire de Brévent' and 'Paris de Luc' are not ours to join
    return k + 1 if plain(first.text) in lex.first_names else None


def opens(page: Page, offset: int) -> bool:
    """Whether a token is the first of a quotation: its capital says nothing."""
    before = page.text[max(0, offset - 2) : offset].strip("  \u202f")
    return before[-1:] in ("«", "“", '"', ":", "(", "[", "-", "–", "—", "‘", "•")


def starts_name(page: Page, lex: EntityLexicon, i: int, middle: set[str], lower: set[str]) -> bool:
    """Whether a capital at `i` may begin a name; at the start of a sentence only where something else speaks for it."""
    w = page.words[i]
    if not (w.capital and w.alpha):
        return False
    if w.text in lex.titles or (w.low.endswith("'") and len(w.low) <= 3 and not page.words[i + 1].capital):
        return False
    if lex.is_("opener", w.low) or w.low in lex.demonyms:
        return False
    if w.low.endswith("'"):
        return not w.first
    at_start = w.first or opens(page, w.start)
    nxt = page.words[i + 1] if i + 1 < len(page.words) else None
    joined = nxt is not None and nxt.capital and nxt.alpha and nxt.start == w.end + 1
    noun = (w.low,) in lex.nouns
    if not at_start:
        # 'le ministère de la Santé', 'des Affaires étrangères': a field of office, no name
        return not (noun and not joined) or w.text.isupper()
    if plain(w.text) in lex.first_names and joined:
        return True
    if noun or w.low in lower:
        return w.text.isupper() and len(w.text) > 1
    return joined or plain(w.text) in middle or w.pos == "PROPN" or w.text.isupper()


def vote(page: Page, lex: EntityLexicon, names: list[Name]) -> list[Name]:
    """One kind for each wording over the whole article; a known first name before a surname makes a person."""
    votes: dict[Key, Counter[str]] = {}
    for n in names:
        label = n.label
        key = n.key(page)
        weight = 3 if n.title or n.known else 1
        if label in (UNKNOWN, OTHER) and n.end - n.start > 1 and key[0] in lex.first_names:
            label, weight = PERSON, 1
        if label:
            votes.setdefault(key, Counter())[label] += weight
    people = {k for k, c in votes.items() if c.most_common(1)[0][0] == PERSON}
    surnames = {k[n:] for k in people for n in range(1, len(k))}
    out = []
    for n in names:
        key = n.key(page)
        tally = votes.get(key)
        label = tally.most_common(1)[0][0] if tally else UNKNOWN
        if n.known is None and key in surnames and (len(key) > 1 or label != PLACE):
            label = PERSON
        out.append(Name(n.start, n.end, label, n.known, n.title))
    return out


def name_span(page: Page, n: Name) -> Span:
    """The code points of a name, its title included ('M. Brévent')."""
    start = n.start - 1 if n.title is not None else n.start
    return page.span(start, n.end)
