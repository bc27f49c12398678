"""What kind of thing a name is: the pipeline's label is one witness among several, and one wording has one kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from selon.extract.entities.lexicon import EntityLexicon, Key, Known, plain
from selon.extract.entities.words import Page

# classes of groups.toml whose nouns stand right before the name of a body
NAMED_SO = frozenset({"company", "science", "media", "agency", "movement", "party", "union"})
# words behind a name within which a verb and what a firm has may stand: 'va supprimer plus de 400 postes'
FIRM_WORDS = 7
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


def settle_kinds(page: Page, lex: EntityLexicon, names: list[Name], spoken: frozenset[int]) -> list[Name]:
    """One kind for each wording over the whole article; the surname of a person is that person."""
    votes: dict[Key, Counter[str]] = {}
    located: set[Key] = set()
    for n in names:
        key = n.key(page)
        tally = votes.setdefault(key, Counter())
        if n.label not in (UNKNOWN, OTHER):
            tally[n.label] += 1
        if n.start and page.lows[n.start - 1] in lex.classes["whither"]:
            located.add(key)
        tally.update(witnesses(page, lex, n, n.start in spoken))
    kinds = {k: c.most_common(1)[0][0] if c else UNKNOWN for k, c in votes.items()}
    surnames = {k[n:] for k, kind in kinds.items() if kind == PERSON for n in range(1, len(k))}
    out = []
    for n in names:
        key = n.key(page)
        label = kinds[key]
        if n.known is None and key in surnames and (label != PLACE or key not in located):
            label = PERSON
        out.append(replace(n, label=label or n.label))
    return out


def witnesses(page: Page, lex: EntityLexicon, n: Name, speaks: bool) -> Counter[str]:
    """What the words in and around a name say of its kind, with weights."""
    out: Counter[str] = Counter()
    if n.title:
        out[PERSON] += 4
        return out
    if n.known:
        out[n.label] += 4
        return out
    words = page.words[n.start : n.end]
    before = page.lows[n.start - 1] if n.start else ""
    several = len(words) > 1
    determined = lex.is_("article", before) or before in lex.classes["contracted"]
    then = words[1].capital or (words[1].low in lex.particles and words[-1].capital) if several else False
    if then and first_name(lex, words[0].low) and before not in lex.classes["whither"]:
        out[PERSON] += 2
    if not determined and role_before(page, lex, n.start):
        out[PERSON] += 2
    if several and role_after(page, lex, n.end):
        out[PERSON] += 2
    if not determined and aged(page, lex, n.end):
        out[PERSON] += 3
    if several and lex.is_("foreign-article", words[0].low):
        out[BODY] += 2
    elif speaks and several and not determined and n.label in (PLACE, UNKNOWN, OTHER):
        out[PERSON] += 2
    if not first_name(lex, words[0].low) and located_by(page, lex, n.end):
        out[PLACE] += 5  # 'Brévent (Ardèche)'
    elif (
        not several and not first_name(lex, words[0].low) and (runs_firm(page, lex, n.end) or is_body(page, lex, n.end))
    ):
        out[BODY] += 3  # 'Brévent supprime 400 postes', 'Brévent est une entreprise'
    if (words[0].low,) in lex.nouns and any(x.kind == "organisation" for x in lex.nouns[words[0].low,]):
        out[BODY] += 2
    if sort_before(page, lex, n.start):
        if n.label in (PLACE, UNKNOWN, OTHER):
            out[BODY] += 2  # 'l'institut Brévent'
        elif n.label == PERSON and not several and not first_name(lex, words[0].low):
            out[BODY] += 3  # 'la banque Sorel' against the pipeline's two
    if n.label in (UNKNOWN, OTHER) and before in lex.classes["of"] and heads_body(page, lex, n.start - 1):
        out[BODY] += 1  # 'la directrice de Brévent Énergie'
    if place_of(page, lex, n.start):
        out[PLACE] += 3  # 'la mer du Nord'
    if any(lex.is_("body-word", w.low) for w in words):
        out[BODY] += 2
    if not several and words[0].text.isupper() and len(words[0].text) > 1:
        out[BODY] += 1
    if determined and n.label in (UNKNOWN, OTHER):
        out[BODY] += 1
    return out


def located_by(page: Page, lex: EntityLexicon, i: int) -> bool:
    """Whether brackets behind a name that ends at `i` say what it lies in: 'Brévent (Haute-Savoie)'."""
    if i + 2 >= len(page.lows) or page.lows[i] != "(":
        return False
    for k in range(i + 2, min(i + 6, len(page.lows))):
        if page.lows[k] == ")":
            inside = tuple(plain(w) for w in page.lows[i + 1 : k])
            known = lex.known.get(inside)
            return inside in lex.bracketed or (known is not None and known.kind in ("place", "country"))
    return False


def is_body(page: Page, lex: EntityLexicon, i: int) -> bool:
    """Whether a name that ends at `i` is said to be a body: 'Brévent, est une société'."""
    k = i + (page.lows[i : i + 1] == [","])
    after = page.lows[k + 1 : k + 2]
    if page.lows[k : k + 1] == [] or page.lows[k] not in lex.copulas or not after or not lex.is_("one", after[0]):
        return False
    nouns = lex.nouns.get(tuple(page.lows[k + 2 : k + 3]), ())
    return bool(nouns) and all(x.kind == "organisation" for x in nouns)


def runs_firm(page: Page, lex: EntityLexicon, i: int) -> bool:
    """Whether what is told of a name that ends at `i` is told of firms: it cuts jobs, makes losses, sells works."""
    verb = False
    for k in range(i, min(i + FIRM_WORDS, len(page.words))):
        w = page.words[k]
        if lex.is_("firm-thing", w.low):
            return verb
        if w.pos in ("VERB", "AUX"):
            verb = True
        elif w.pos not in ("ADV", "DET", "NUM", "ADJ") and w.low not in lex.classes["of"]:
            return False
    return False


def first_name(lex: EntityLexicon, word: str) -> bool:
    """Whether a lower-case word is a first name, or one joined of two ('jean-luc')."""
    return plain(word) in lex.first_names or plain(word).split("-")[0] in lex.first_names


def role_before(page: Page, lex: EntityLexicon, i: int) -> bool:
    """Whether the words just before token `i` name what somebody is: 'la juge X', 'le ministre kényan X'."""
    end = i
    while end and (page.lows[end - 1] in lex.demonyms or (page.words[end - 1].pos == "ADJ" and i - end < 2)):
        end -= 1
    for size in range(min(4, end), 0, -1):
        nouns = lex.nouns.get(tuple(page.lows[end - size : end]), [])
        if nouns and page.words[end - 1].alpha:
            return any(x.kind == "person" and x.number == "s" for x in nouns)
    return False


def aged(page: Page, lex: EntityLexicon, i: int) -> bool:
    """Whether a name that ends at `i` is followed by an age: 'Moh Brévent, 73 ans'."""
    k = i + 1
    while k < len(page.lows) and k - i < 3 and page.lows[k] in lex.classes["aged"]:
        k += 1
    after = page.lows[k : k + 2]
    return page.lows[i : i + 1] == [","] and len(after) == 2 and after[0].isdigit() and after[1] in lex.classes["years"]


def sort_before(page: Page, lex: EntityLexicon, i: int) -> bool:
    """Whether the words before token `i` say what sort of body bears the name: 'la banque X', 'le groupe de luxe X'."""
    for k in range(i - 1, max(i - 5, -1), -1):
        w = page.words[k]
        if any(x.classes & NAMED_SO for x in lex.nouns.get((w.low,), ())):
            return True
        link = w.low in lex.classes["of"] and k < i - 1
        if not link and (w.pos not in ("NOUN", "ADJ") or w.capital or (w.low,) in lex.nouns):
            return False
    return False


def place_of(page: Page, lex: EntityLexicon, i: int) -> bool:
    """Whether the words before token `i` say that it names waters, hills, a street: 'la mer du Nord', 'le golfe de Brévent'."""
    k = i - 1
    while k > 0 and (lex.is_("article", page.lows[k]) or page.lows[k] in lex.classes["of"]):
        k -= 1
    nouns = lex.nouns.get((page.lows[k],), ()) if 0 <= k < i - 1 else ()
    return bool(nouns) and all(x.kind == "place" for x in nouns)


def heads_body(page: Page, lex: EntityLexicon, i: int) -> bool:
    """Whether the words before 'de' at token `i` name somebody who runs a body or stands for it."""
    for size in range(min(4, i), 0, -1):
        if any("business" in x.classes for x in lex.nouns.get(tuple(page.lows[i - size : i]), ())):
            return True
    return False


def role_after(page: Page, lex: EntityLexicon, i: int) -> bool:
    """Whether a name that ends at `i` is followed by ', ministre de …' or ', un juge …'."""
    if i >= len(page.lows) or page.lows[i] != ",":
        return False
    k = i + 1
    while k < len(page.lows) and k - i < 4 and (page.lows[k] in lex.classes["one"] or lex.is_("before", page.lows[k])):
        k += 1
    for size in range(4, 0, -1):
        nouns = lex.nouns.get(tuple(page.lows[k : k + size]), [])
        if nouns:
            return any(x.kind == "person" and x.number == "s" for x in nouns) and not page.words[k].capital
    return False
