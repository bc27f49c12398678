"""Names in running text: the pipeline's entities with their edges mended, known names, and runs of capitals."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from selon.extract.entities.kinds import BODY, PERSON, PLACE, UNKNOWN, Name, settle_kinds
from selon.extract.entities.lexicon import EntityLexicon, longest, plain
from selon.extract.entities.words import Page, Word
from selon.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc


def find_names(page: Page, doc: Doc | None, lex: EntityLexicon, spoken: frozenset[int] = frozenset()) -> list[Name]:
    """The names of an article in text order, none inside another; kinds agree over the whole article.

    `spoken` are the tokens at which the sources of statements begin: what speaks is rarely a place.
    """
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
    given = glue(page, given)
    runs = [piece for run in capital_runs(page, lex) for piece in split_person(page, lex, *run)]
    counted = Counter(plain(page.text[slice(*page.span(i, j))]) for i, j in runs)
    named = {k for i, j, _ in given for k in range(i, j)}
    # the pipeline's person and the run of capitals around it: the longer one, but never over another entity
    for i, j in known_names(page, lex, plains):
        if j - i > 1 and not any(a <= i and j <= b and b - a > j - i for a, b, _ in given):
            add(found(page, lex, i, j, UNKNOWN, plains))
    for i, j, label in given:
        if j - i == 1 and i and branch(page, lex, plains, i) and i - 1 not in named:
            i, label = i - 1, BODY
        for a, b in runs:
            if (
                a <= i
                and j <= b
                and page.words[a].paragraph == page.words[b - 1].paragraph
                and tuple(plains[i:j]) not in lex.known
            ):
                while i > a and i - 1 not in named:
                    i -= 1
                while j < b and (j not in named or (label == PERSON and i == a and (plains[j],) not in lex.known)):
                    j += 1
        add(found(page, lex, i, j, label, plains))
    for i, j in known_names(page, lex, plains):
        add(found(page, lex, i, j, UNKNOWN, plains))
    for a, b in runs:
        free = [k for k in range(a, b) if k not in taken]
        if len(free) == b - a and (counted[plain(page.text[slice(*page.span(a, b))])] or b - a > 1):
            add(found(page, lex, a, b, UNKNOWN, plains))
    for i, w in enumerate(page.words):
        if w.low.rpartition(".")[2] in lex.classes["site"] and "." in w.low:
            add(found(page, lex, i, i + 1, BODY, plains))
    listed = [names[i] for i in sorted(names)]
    for i, j in more_surnames(page, lex, listed, plains):
        for n in listed:
            if i <= n.start and n.end <= j and n.end - n.start < j - i:  # 'Santis' where the surname is 'De Santis'
                names.pop(n.start, None)
                taken.difference_update(range(n.start, n.end))
        add(found(page, lex, i, j, PERSON, plains))
    return settle_kinds(page, lex, [n for _, n in sorted(names.items())], spoken)


def branch(page: Page, lex: EntityLexicon, plains: list[str], i: int) -> bool:
    """Whether a country at token `i` closes the name of a body in its own words: 'Environnement CANADA', 'Santé Kenya'."""
    known = lex.known.get((plains[i],))
    before = page.words[i - 1]
    alone = before.capital and before.alpha and not before.first and not lex.is_("opener", before.low)
    glued = before.end + 1 == page.words[i].start and before.sentence == page.words[i].sentence
    role = any(n.kind == "person" for n in lex.nouns.get((before.low,), ())) or before.text in lex.titles
    return known is not None and known.kind == "country" and alone and glued and not role


def glue(page: Page, given: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """A person whom the pipeline cut in two ('Ada Rita' 'Brévent') in one piece."""
    out: list[tuple[int, int, str]] = []
    for i, j, label in given:
        if out and out[-1][1] == i and out[-1][2] == PERSON and page.words[i].start == page.words[i - 1].end + 1:
            out[-1] = (out[-1][0], j, PERSON)
        else:
            out.append((i, j, label))
    return out


def more_surnames(page: Page, lex: EntityLexicon, names: list[Name], plains: list[str]) -> list[tuple[int, int]]:
    """Further places of the surnames of people who have a title or a first name: 'De Santis' at the head of a sentence."""
    known = set()
    for n in names:
        if n.label != PERSON:
            continue
        key = n.key(page)
        first = 1 if len(key) > 1 and key[0] in lex.first_names else 0
        if first or n.title:
            known.add(key[first:])
    out = []
    longest_key = max((len(k) for k in known), default=0)
    for i in range(len(plains)):
        for size in range(longest_key, 0, -1):
            words = page.words[i : i + size]
            if tuple(plains[i : i + size]) in known and words[0].capital and words[-1].capital:
                out.append((i, i + size))
                break
    return out


def split_person(page: Page, lex: EntityLexicon, a: int, b: int) -> list[tuple[int, int]]:
    """'(le maire de) Brévent Luc Sorel' is a place and a person; any other run stays whole."""
    before = page.lows[a - 2 : a] if a > 1 else []
    complement = any(w in lex.classes["of"] or w in lex.classes["at"] for w in before[-1:]) or (
        len(before) > 1 and before[0] in lex.classes["of"] and lex.is_("article", before[1])
    )
    if complement and plain(page.lows[a]) not in lex.first_names:
        for k in range(a + 1, b - 1):
            if plain(page.lows[k]) in lex.first_names and page.words[k].capital and page.words[k + 1].capital:
                return [(a, k), (k, b)]
    return [(a, b)]


def mend(page: Page, lex: EntityLexicon, i: int, j: int, label: str) -> list[tuple[int, int, str]]:
    """An entity of the pipeline without article, title, role and stray punctuation at its edges, cut at commas.

    'Premier ministre Benoît Sorel' → 'Benoît Sorel'; 'Paris »' → 'Paris'.
    """
    words = page.words
    out: list[tuple[int, int, str]] = []
    start = i
    for k in range(i, j + 1):
        if k == j or words[k].text in ',;:()«»"“”[]' or (k > start and words[k].paragraph != words[start].paragraph):
            a, b = start, k
            while a < b and (
                not (words[a].alpha or words[a].text[0].isdigit())
                or (not words[a].capital and (lex.is_("article", words[a].low) or words[a].low in lex.classes["of"]))
            ):
                a += 1
            while a < b and (words[a].text in lex.titles or (label == PERSON and not words[a].capital)):
                a += 1
            while a + 1 < b and a and words[a].low in lex.demonyms and words[a + 1].capital:
                if not lex.is_("article", words[a - 1].low) or plain(words[a + 1].text) not in lex.first_names:
                    break
                a, label = a + 1, PERSON  # 'l'Italien Luc Brévent'
            if label != PERSON and generic(page, lex, a, b):
                a = b
            if label == PERSON:
                while a + 1 < b and (hit := longest(lex.nouns, page.lows, a, min(lex.longest, b - a - 1))):
                    if page.words[a].low in lex.first_names or hit[0] >= b:
                        break
                    a = hit[0]
            while b > a and (
                not words[b - 1].text[0].isalnum()
                or words[b - 1].low in lex.particles
                or (
                    not words[b - 1].capital
                    and (label == PERSON or lex.is_("opener", words[b - 1].low) or governs(page, lex, a, b))
                    and words[b - 1].alpha
                )
            ):
                b -= 1
            if a < b and nameable(page, lex, a, b) and not (b - a == 1 and field_of_office(page, lex, a)):
                pieces = split_person(page, lex, a, b)
                out += [(x, y, label if len(pieces) == 1 else UNKNOWN) for x, y in pieces if nameable(page, lex, x, y)]
            start = k + 1
    return out


def governs(page: Page, lex: EntityLexicon, a: int, b: int) -> bool:
    """Whether a small last word of a name is the verb behind it, since an object follows: 'Brévent-Marine CONTESTE encore la
    validité'. A name that begins with a noun ('Banque populaire') has adjectives."""
    k = b + (b < len(page.words) and page.words[b].pos == "ADV")
    if (
        b - a != 2
        or k >= len(page.words)
        or (page.lows[a],) in lex.nouns
        or page.words[k].sentence != page.words[a].sentence
    ):
        return False
    return lex.is_("article", page.lows[k]) or page.lows[k] in lex.classes["one"]


def generic(page: Page, lex: EntityLexicon, a: int, b: int) -> bool:
    """Whether the pipeline's name is a description: 'Premier ministre israélien', 'ministère de la Santé', 'Espagnols'."""
    words = page.words
    if (b - a == 1 and words[a].low in lex.demonyms) or field_of_office(page, lex, a):
        return True
    hit = longest(lex.nouns, page.lows[:b], a, lex.longest)
    if not hit or tuple(plain(w) for w in page.lows[a:b]) in lex.known:
        return False
    if not words[a].capital:
        return True
    person = any(n.kind == "person" for n in hit[1])
    return person and (hit[0] == b or not words[hit[0]].capital)


def field_of_office(page: Page, lex: EntityLexicon, i: int) -> bool:
    """Whether a capital at `i` only names what an office is for: 'ministre de l'Économie et des Finances'."""
    if not (lex.is_("article", page.lows[max(0, i - 1)]) or page.lows[max(0, i - 1)] in lex.classes["contracted"]):
        return False
    small = (
        lex.classes["article"] | lex.classes["contracted"] | lex.classes["of"] | lex.classes["at"] | lex.classes["and"]
    )
    k = i - 1
    while k >= 0 and i - k < 9 and page.words[k].sentence == page.words[i].sentence:
        w = page.words[k]
        if lex.is_("portfolio", w.low):
            return True
        if w.low not in small and w.low != "," and not w.capital and w.low not in lex.demonyms:
            return False
        k -= 1
    return False


def nameable(page: Page, lex: EntityLexicon, a: int, b: int) -> bool:
    """Whether tokens can be a name: with a capital, and no mere word at the head of a clause or common acronym."""
    words = page.words[a:b]
    if not any(w.capital for w in words) or not words[0].text[0].isalnum():
        return False
    if len(words) > 1:
        return True
    if words[0].first and (words[0].pos == "ADV" or opening_participle(page, lex, a)):
        return False  # 'Debout, …'
    # 'la République', 'le Conseil': a noun with a capital is read as a noun
    noun = a > 0 and (words[0].low,) in lex.nouns and not words[0].text.isupper()
    return not (noun or lex.is_("before", words[0].low) or lex.is_("opener", words[0].low) or acronym(lex, words[0]))


def opening_participle(page: Page, lex: EntityLexicon, i: int) -> bool:
    """Whether the capital at the head of a sentence is a participle, whatever the pipeline thinks: 'JUGÉ depuis lundi par la
    cour, Luc Brévent nie'. A name in its place stands elsewhere, too, is a first name, or is followed by a comma or verb."""
    w, k = page.words[i], i + 1
    if not w.low.endswith(lex.participles) or plain(w.low) in lex.first_names or k >= len(page.words):
        return False
    if page.words[k].pos not in ("ADP", "ADV") or any(x.text == w.text and not x.first for x in page.words):
        return False
    while k < len(page.words) and page.words[k].sentence == w.sentence:
        if page.words[k].text == ",":
            return True
        k += 1
    return False


def acronym(lex: EntityLexicon, w: Word) -> bool:
    """Whether a token is the acronym of something that is nobody: 'PIB', 'XIXe'."""
    return lex.is_("acronym", w.low) and w.text[:-1].isupper()


def found(page: Page, lex: EntityLexicon, i: int, j: int, label: str, plains: list[str]) -> Name:
    """The name record of tokens `i`–`j`, with its title and what the tables know."""
    known = lex.known.get(tuple(plains[i:j]))
    if known is None and j - i > 1 and lex.is_("article", page.lows[i]):  # 'La Croix-Rouge' at the head of a sentence
        known = lex.known.get(tuple(plains[i + 1 : j]))
    title = None
    k = i
    while k > 0 and page.lows[k - 1] in lex.surname_particles and page.words[k].sentence == page.words[k - 1].sentence:
        k -= 1
    if 0 < k < i and page.words[k - 1].text in lex.titles:
        i = k  # 'M. de Brévent'
    if i > 0 and (t := lex.titles.get(page.words[i - 1].text)):
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
            inside = (
                before is not None and before.capital and before.end + 1 == page.words[i].start and not before.first
            )
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
        if role_of_name(page, lex, i):
            i += 1  # 'Président Sorel'
        j = i + 1
        while j < len(words) and words[j].sentence == words[i].sentence and words[j].paragraph == words[i].paragraph:
            if words[j].start - words[j - 1].end > 1:
                break
            if words[j - 1].low.endswith("'") and j - i == 1 and words[j].capital:
                j += 1
                continue
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


def role_of_name(page: Page, lex: EntityLexicon, i: int) -> bool:
    """Whether a capital word is a role before a name, and no first name."""
    w = page.words[i]
    nxt = page.words[i + 1] if i + 1 < len(page.words) else None
    person = any(n.kind == "person" for n in lex.nouns.get((w.low,), ()))
    return person and plain(w.low) not in lex.first_names and nxt is not None and nxt.capital and not w.text.isupper()


def past_particles(page: Page, lex: EntityLexicon, j: int) -> int | None:
    """The index after 'de la' and a capital word where surname particles lead to one: 'Luc de La Rivière'."""
    k = j
    while k < len(page.words) and page.words[k].low in lex.surname_particles and k - j < 3:
        k += 1
    first = page.words[j - 1]
    if k == j or k >= len(page.words) or not page.words[k].capital or not page.words[k].alpha:
        return None
    if page.words[k].text.isupper():
        return None  # 'Chris Sorel de WSMV'
    # 'Luc de Brévent' is a name, 'Observatoire de Brévent' and 'Paris de Luc' are not ours to join
    return k + 1 if plain(first.text) in lex.first_names else None


def opens(page: Page, offset: int) -> bool:
    """Whether a token is the first of a quotation: its capital says nothing."""
    before = page.text[max(0, offset - 2) : offset].rstrip()
    return before[-1:] in ("«", "“", '"', ":", "(", "[", "-", "–", "—", "‘", "•")


def starts_name(page: Page, lex: EntityLexicon, i: int, middle: set[str], lower: set[str]) -> bool:
    """Whether a capital at `i` may begin a name; at the start of a sentence only where something else speaks for it."""
    w = page.words[i]
    if not (w.capital and w.alpha):
        return False
    if (
        acronym(lex, w)
        or w.text in lex.titles
        or (w.low.endswith("'") and len(w.low) <= 3 and not page.words[i + 1].capital)
    ):
        return False
    at_start = w.first or opens(page, w.start)
    nxt = page.words[i + 1] if i + 1 < len(page.words) else None
    glued = w.low.endswith("'") and nxt is not None and nxt.start == w.end
    joined = nxt is not None and nxt.capital and nxt.alpha and nxt.start == w.end + 1
    if (glued or (joined and lex.is_("opener", w.low))) and not at_start:
        return True  # 'chez L'Oréal', 'selon Le Pen': the capital has no other reason
    if lex.is_("opener", w.low) or w.low in lex.demonyms or field_of_office(page, lex, i):
        return False
    hit = longest(lex.nouns, page.lows, i, lex.longest)
    if hit and hit[0] > i + 1 and not any(x.capital for x in page.words[i + 1 : hit[0]]):
        return False  # 'le Premier ministre'
    noun = (w.low,) in lex.nouns
    if not at_start:
        # 'le ministère de la Santé', 'des Affaires étrangères': a field of office, no name
        return not (noun and not joined) or w.text.isupper()
    if not joined and opening_participle(page, lex, i):
        return False
    particle = nxt is not None and nxt.low in lex.particles and past_particles(page, lex, i + 1) is not None
    if plain(w.text) in lex.first_names and (joined or particle):
        return True
    if noun or w.low in lower or (lex.is_("before", w.low) and not joined):
        return w.text.isupper() and len(w.text) > 1
    return joined or plain(w.text) in middle or w.pos == "PROPN" or w.text.isupper()


def name_span(page: Page, n: Name) -> Span:
    """The code points of a name, its title included ('M. Brévent')."""
    start = n.start - 1 if n.title is not None else n.start
    return page.span(start, n.end)
