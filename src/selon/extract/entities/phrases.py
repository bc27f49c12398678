"""Noun phrases read from left to right: determiner, adjectives, a noun that the tables know, its complements."""

from __future__ import annotations

from dataclasses import dataclass, field

from selon.extract.entities.kinds import PERSON, PLACE, Name
from selon.extract.entities.lexicon import EntityLexicon, Noun, longest
from selon.extract.entities.words import Page


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase over tokens `start`–`end`.

    `core` is where it begins without its determiner, `head`–`head_end` its noun, `nouns` what the tables know of it,
    `country` the country of its demonym, `names` the names in its complements, `apposed` a name that closes it.
    """

    start: int
    end: int
    core: int
    head: int
    head_end: int
    det: str
    nouns: tuple[Noun, ...] = ()
    country: str | None = None
    names: tuple[Name, ...] = ()
    apposed: Name | None = None
    proper: bool = False
    adjectives: frozenset[str] = field(default=frozenset())

    @property
    def noun(self) -> Noun | None:
        """The first reading of the head."""
        return self.nouns[0] if self.nouns else None


class Reader:
    """Reads phrases on one page; holds the page, the lexicon and the names by their first token."""

    def __init__(self, page: Page, lex: EntityLexicon, names: list[Name]) -> None:
        self.page, self.lex = page, lex
        self.name_at = {n.start: n for n in names}
        self.in_name = {i: n for n in names for i in range(n.start, n.end)}

    def read(self, i: int, limit: int | None = None, *, whole: bool = False) -> Phrase | None:
        """The phrase that begins at token `i`, not beyond `limit`; None where no noun of the tables heads it.

        `whole` reads a phrase whose edges somebody else has set (a source span): an unknown noun may head it, and
        adjectives need no tag.
        """
        words, lex = self.page.words, self.lex
        end = len(words) if limit is None else limit
        start, det = i, ""
        hit = longest(lex.determiners, self.page.lows[:end], i, 4)
        if whole and i < end and words[i].low in lex.classes["plural-indefinite"] and (not hit or hit[0] == i + 1):
            det = "plural-indefinite"
            i += 1
        elif hit:
            i, det = hit[0], hit[1]
            # 'la plupart des juges', 'beaucoup de juges': the second determiner belongs to the quantity
            if (
                det in ("indefinite", "most")
                and i < end
                and (words[i].low in lex.classes["of"] or words[i].low in lex.classes["article"])
            ) or (det == "most" and i < end and lex.determiners.get((words[i].low,)) == "definite"):
                i += 1
        elif i < end and (words[i].text[0].isdigit()):
            det = "numeral"
            i += 1
            while i < end and (not words[i].alpha or words[i].low in lex.classes["of"]):
                i += 1
        core = i
        head = self.head(i, end, whole)
        if head is None:
            return None
        h, h_end, nouns = head
        if det == "numeral" and nouns and core == start:
            core = start
        j, country, names, adjectives = self.complements(h_end, end, nouns, whole)
        apposed = None
        k = j
        if k < end and words[k].text in lex.titles and k + 1 in self.name_at:
            k += 1
        if k < end and (n := self.name_at.get(k)) and n.end <= end and nouns and n.label in (PERSON, "", "MISC", "ORG"):
            apposed, j = n, n.end
        proper = words[h].capital and not words[h].first
        return Phrase(
            start, j, core, h, h_end, det, nouns, country, tuple(names), apposed, proper, frozenset(adjectives)
        )

    def head(self, i: int, end: int, whole: bool) -> tuple[int, int, tuple[Noun, ...]] | None:
        """The head noun from `i`: adjectives before it are stepped over where a noun follows them."""
        words, lex = self.page.words, self.lex
        k = i
        while k < end and k - i < 5:
            if k in self.name_at and not self.nounlike(k):
                return None
            hit = longest(lex.nouns, self.page.lows[:end], k, lex.longest)
            before = lex.is_("before", words[k].low) or words[k].low in lex.noun_prefixes
            if hit and not (before and hit[0] == k + 1 and longest(lex.nouns, self.page.lows[:end], k + 1, 8)):
                return k, hit[0], tuple(hit[1])
            if before or ((words[k].low == "," or lex.is_("and", words[k].low)) and k > i):
                k += 1
                continue
            hyphen = words[k].low.rfind("-")
            if hyphen > 0 and words[k].low[: hyphen + 1] in lex.noun_prefixes:
                rest = lex.nouns.get((words[k].low[hyphen + 1 :],))
                if rest:
                    return k, k + 1, tuple(rest)
            if whole and words[k].alpha and words[k].pos == "ADJ" and k + 1 < end and words[k + 1].pos == "NOUN":
                k += 1
                continue
            break
        if whole and k < end and words[k].alpha:
            return k, k + 1, ()
        return None

    def nounlike(self, k: int) -> bool:
        """Whether a name begins with a noun of the tables: 'Conseil national', 'Agence de l'eau'."""
        n = self.name_at[k]
        return n.label != PERSON and longest(self.lex.nouns, self.page.lows, k, self.lex.longest) is not None

    def complements(
        self, j: int, end: int, nouns: tuple[Noun, ...], whole: bool
    ) -> tuple[int, str | None, list[Name], list[str]]:
        """Where the complements of a head that ends at `j` end, with the country, names and adjectives among them."""
        words, lex = self.page.words, self.lex
        country: str | None = None
        names: list[Name] = []
        adjectives: list[str] = []
        while j < end:
            w = words[j]
            if w.low in lex.demonyms and (w.alpha and not (w.capital and j in self.name_at)):
                country = country or lex.demonyms[w.low][0]
                adjectives.append(w.low)
                j += 1
            elif w.low in lex.classes["of"] and (step := self.complement(j, end, names, whole)):
                if step[1] and country is None:
                    country = step[1]
                j = step[0]
            elif w.low in lex.classes["at"] and (after := self.complement_at(j, end, names, nouns)):
                j = after
            elif lex.is_("and", w.low) and j + 1 < end and words[j + 1].low in lex.classes["of"] and j > 0:
                second = self.complement(j + 1, end, names, whole)
                if not second:
                    break
                j = second[0]
            elif self.adjective(j, whole):
                adjectives.append(w.low)
                j += 1
            elif lex.is_("negated", w.low) and j + 1 < end and words[j + 1].pos in ("ADJ", "VERB"):
                adjectives += [w.low, words[j + 1].low]  # 'le député non inscrit'
                j += 2
            else:
                break
        return j, country, names, adjectives

    def adjective(self, j: int, whole: bool) -> bool:
        """Whether the token at `j` is an adjective of the noun before it."""
        w, lex = self.page.words[j], self.lex
        if not w.alpha or j in self.in_name or lex.is_("stop", w.low) or lex.is_("and", w.low) or w.low in lex.titles:
            return False
        if (w.low,) in lex.determiners or w.low in lex.classes["of"] or w.low in lex.classes["at"]:
            return False
        if w.pos:
            political = any("politics" in n.classes for n in lex.nouns.get((w.low,), ()))
            # 'l'historien brévanais': a demonym of a town, which the tables and the pipeline may not know
            noun = w.dep == "amod" or (w.pos == "NOUN" and w.dep in ("nmod", "appos"))
            town = noun and (w.low,) not in lex.nouns and w.low.endswith(lex.demonym_endings)
            rare = (w.pos == "X" and w.dep == "amod") or town
            return (
                w.pos == "ADJ"
                or (rare and not w.capital)
                or (political and not w.capital)
                or (whole and w.pos in ("NOUN", "VERB", "PROPN"))
            )
        return whole

    def complement(self, j: int, end: int, names: list[Name], whole: bool) -> tuple[int, str | None] | None:
        """The end of 'de …' from `j` and the country it names; None where nothing that can be a complement follows."""
        words, lex = self.page.words, self.lex
        k = j + 1
        while k < end and (lex.is_("article", words[k].low) or words[k].low in lex.classes["possessive"]):
            k += 1
        if k >= end:
            return None
        if k in self.name_at and not self.nounlike(k):
            n = self.name_at[k]
            names.append(n)
            country = n.known.code or n.known.country if n.known and n.label == PLACE else None
            return min(n.end, end), country
        if words[k].text in lex.titles and k + 1 in self.name_at:
            names.append(self.name_at[k + 1])
            return min(self.name_at[k + 1].end, end), None
        inner = self.read(k, end, whole=whole)
        if inner and (inner.nouns or whole) and inner.det in ("", "definite", "possessive"):
            names += list(inner.names)
            if inner.apposed is not None and not self.named_so(inner):
                return inner.apposed.start, inner.country
            names += [inner.apposed] if inner.apposed is not None else []
            own = self.name_at.get(k)
            if own is not None and inner.end <= own.end <= end:
                names.append(own)  # 'des chercheurs de l'Université Brévent'
                return own.end, inner.country
            return inner.end, inner.country
        w = words[k]
        if not w.alpha or lex.is_("stop", w.low) or (lex.is_("opener", w.low) and not w.capital):
            return None
        if w.pos and w.pos not in ("NOUN", "PROPN", "ADJ", "X", "VERB"):
            return None
        if w.pos == "VERB" and w.low.endswith(lex.infinitives):
            return None  # '(elle accuse) la direction de mentir'
        stop, country, inner_names, _ = self.complements(k + 1, end, (), whole)
        names += inner_names
        return stop, country

    def named_so(self, inner: Phrase) -> bool:
        """Whether the name behind a complement is the complement's own: '(un porte-parole) de l'équipe Sorel'.

        A full name of a person is not: '(le patron) du groupe Ada Brévent'.
        """
        n = inner.apposed
        if n is None or any(x.kind == "person" for x in inner.nouns):
            return False
        return n.start == inner.head_end and not (n.label == PERSON and n.end - n.start > 1) and n.title is None

    def complement_at(self, j: int, end: int, names: list[Name], nouns: tuple[Noun, ...]) -> int | None:
        """The end of 'à la Justice', 'aux Affaires maritimes', 'en Syrie' after a role or body; None for other 'à'."""
        words, lex = self.page.words, self.lex
        k = j + 1
        while k < end and (lex.is_("article", words[k].low) or words[k].low in lex.classes["of"]):
            k += 1
        if k >= end or not nouns or nouns[0].kind != "person":
            return None
        if k in self.name_at and not self.nounlike(k):
            n = self.name_at[k]
            if n.label == PERSON:
                return None
            names.append(n)
            return min(n.end, end)
        inner = longest(lex.nouns, self.page.lows[:end], k, lex.longest)
        if inner and any(n.kind == "organisation" for n in inner[1]):
            if not {"science", "business", "media", "office"} & set(nouns[0].classes):
                return None
            p = self.read(k, end)
            if p:
                names += list(p.names)
                return p.end
        if words[k].capital and words[k].alpha and not words[k].first:
            stop, _, inner_names, _ = self.complements(k + 1, end, (), False)
            names += inner_names
            return stop
        if lex.is_("portfolio", words[j - 1].low) and words[k].pos == "NOUN" and k > j and not words[k].capital:
            return k + 1  # 'l'adjointe aux finances'
        return None
