"""Descriptions tied to names by syntax: 'la ministre Ada Brévent', 'Ada Brévent, ministre de …', 'X est maire de Y',
'Organisation des ports (ODP)'. What a description says becomes a role of the one named."""

from __future__ import annotations

from dataclasses import replace

from selon.extract.entities.descriptions import describe
from selon.extract.entities.kinds import BODY, PERSON, Name
from selon.extract.entities.lexicon import plain
from selon.extract.entities.phrases import Phrase, Reader
from selon.extract.entities.referents import Discourse, Referent

# words that a second role beside a name may have: 'l'ancien international français'
ROLE_WORDS = 4
# words of a participle between a role and a name: 'le conseiller chargé de la Culture'
PARTICIPLE = 7


def find_phrases(d: Discourse, reader: Reader) -> list[Phrase]:
    """The definite, demonstrative, indefinite and bare phrases headed by a noun of the tables, longest from the left."""
    out: list[Phrase] = []
    words, lex = d.page.words, d.lex
    i = 0
    while i < len(words):
        w = words[i]
        bare = w.alpha and (w.first or words[i - 1].low in (",", "(", ":", "«") or words[i - 1].low in lex.copulas)
        bare = bare or (i > 0 and lex.is_("and", words[i - 1].low) and singular_role(d, i))
        name = reader.in_name.get(i)
        if name is not None and name.start != i:
            i += 1
            continue
        opens = (w.low,) in lex.determiners or w.low in lex.classes["of"]
        if not opens and not bare and not (w.capital and not w.first and (w.low,) in lex.nouns):
            i += 1
            continue
        if name is not None and not reader.nounlike(i):
            i += 1
            continue
        p = reader.read(i)
        if p is None or not p.nouns or (p.end <= i):
            i += 1
            continue
        out.append(p)
        # phrases inside the complements count too: 'le ministère de la Santé du gouvernement de X'
        i = max(p.core, i + 1) if p.core > i else p.head_end
    return [p for k, p in enumerate(out) if not any(q.head == p.head and q.start < p.start for q in out[:k])]


def singular_role(d: Discourse, i: int) -> bool:
    """Whether the word at a token is a noun for one person."""
    return any(n.kind == "person" and n.number == "s" for n in d.lex.nouns.get((d.page.lows[i],), ()))


def link_apposed(d: Discourse, phrases: list[Phrase], names: list[Name]) -> dict[int, Referent]:
    """Ties phrases to the names beside them; returns the referent by the phrase's head token."""
    tied: dict[int, Referent] = {}
    by_start = {n.start: n for n in names}
    by_end = {n.end: n for n in names}
    words = d.page.words
    phrase_at = {p.start: p for p in phrases}
    for p in phrases:
        name: Name | None = p.apposed
        strong = name is not None
        before, after = p.start - 1, past_participle(d, p)
        if name is None and after < len(words) and words[after].low == ",":
            # 'Le ministre du Budget, Jean Sorel, …'; never across a sentence
            k = after + 1
            between = phrase_at.get(k)
            if (
                between
                and between.det == ""
                and between.end < len(words)
                and words[between.end].low == ","
                and k not in by_start
            ):
                k = between.end + 1  # 'le groupe, numéro un mondial, Brévent'
            if k < len(words) and (
                words[k].text in d.lex.titles or (words[k].capital and d.lex.is_("article", words[k].low))
            ):
                k += k not in by_start
            n = by_start.get(k)
            apposed = p.det in ("definite", "", "indefinite") or (p.det == "possessive" and shut(d, n))
            if n and apposed and closed(d, n.end) and p.noun and not listed(d, n) and not acts(d, p, n):
                name = n if after == p.end or (n.label == PERSON and shut(d, n)) else None
                strong = name is not None and set_off(d, p, n)
            elif n is None and (second := second_role(d, p, after + 1, by_start) or second_sort(d, p, between)):
                name = second
        if name is None and before > 0 and words[before].low in (",", "("):
            n = by_end.get(before)
            beside = n is not None and words[before].sentence == words[p.head].sentence
            if n and beside and p.det in ("definite", "indefinite", "", "possessive"):
                name = n if ends_there(d, p) or (n.label == PERSON and words[n.start].first) else None
        if name is None and before > 0 and words[before].low in d.lex.copulas:
            name = by_end.get(before) or (by_end.get(before - 1) if words[before - 1].text == "," else None)
        if name is None and p.det == "definite" and before >= 0 and by_end.get(before + 1):
            # 'Joachim Sorel le vice-président de …': no comma
            n = by_end[before + 1]
            name = n if n.label == PERSON and p.noun and p.noun.kind == "person" and p.head_end < p.end else None
        party = p.det == "" and p.head_end < len(words) and words[p.head_end].text == "("  # 'députée (PS)'
        if name is None or (words[p.head].pos in ("VERB", "AUX") and not party):
            continue  # 'Ada Brévent, elle, le juge trop cher'
        r = d.referents[d.by_token[name.start]] if name.start in d.by_token else None
        x = describe(d, p)
        certain = strong and name.label != BODY
        if x is not None and x.person and r is not None and r.kind == "organisation" and not certain:
            # 'le fournisseur, la société Brévent': the noun is said of bodies, too
            x = replace(x, person=not any(n.kind == "organisation" for n in p.nouns))
        if r is None or x is None or not agree(r, x.person, x.gender, x.number, name, strong):
            continue
        if x.person and r.kind != "person":
            r.kind = "person"
        if x.gender and not r.gender:
            r.gender = x.gender
        r.roles.append(x.role)
        end = p.apposed.start if p.apposed else p.end
        if p.det != "possessive" and end > p.start:
            d.mention(r, d.page.span(p.start, end), "description", "apposition")
        tied[p.head] = r
    return tied


def past_participle(d: Discourse, p: Phrase) -> int:
    """Where a phrase ends with the participle behind it: 'le conseiller CHARGÉ DE LA CULTURE, Luc Brévent,'; else its end."""
    words = d.page.words
    if p.end >= len(words) or words[p.end].dep != "acl" or words[p.end].pos != "VERB" or p.apposed is not None:
        return p.end
    for k in range(p.end + 1, min(p.end + 1 + PARTICIPLE, len(words))):
        if words[k].text == ",":
            return k
        if words[k].pos not in ("ADP", "DET", "NOUN", "ADJ", "PROPN"):
            break
    return p.end


def set_off(d: Discourse, p: Phrase, n: Name) -> bool:
    """Whether a name of two words or more stands alone between commas behind a phrase, with nothing in it or in the phrase
    that would make it a body's: not 'le patron du groupe, Brévent Énergie, …'."""
    words = d.page.words[n.start : n.end]
    if any(x.kind == "organisation" for low in d.page.lows[p.head_end : p.end] for x in d.lex.nouns.get((low,), ())):
        return False
    bodily = any(d.lex.is_("body-word", w.low) for w in words) or not all(w.capital for w in words)
    return shut(d, n) and len(words) > 1 and not bodily and d.page.words[n.start - 1].text == ","


def acts(d: Discourse, p: Phrase, n: Name) -> bool:
    """Whether a name behind a comma is the subject of a clause of its own: 'Selon le président, Brévent a menti'."""
    words = d.page.words
    if p.start and words[p.start - 1].pos == "ADP" and words[p.start - 1].first and not shut(d, n):
        return n.end < len(words) and words[n.end].pos in ("VERB", "AUX")
    return words[n.start].dep.startswith("nsubj") and not words[p.head].dep.startswith("nsubj") and not shut(d, n)


def second_role(d: Discourse, p: Phrase, i: int, by_start: dict[int, Name]) -> Name | None:
    """The name behind a second role from token `i` beside a first one: 'son porte-parole, LE COLONEL Luc Brévent, …'.

    Not in 'Selon son avocat, le maire Luc Brévent, absent, a menti'.
    """
    words = d.page.words
    if p.noun is None or p.noun.kind != "person" or d.lex.determiners.get((d.page.lows[i],)) != "definite":
        return None
    if p.start and words[p.start - 1].pos == "ADP" and words[p.start - 1].first:
        return None
    k = i + 1
    while k < len(words) and k - i <= ROLE_WORDS and k not in by_start and words[k].text not in d.lex.titles:
        if words[k].pos not in ("NOUN", "ADJ", "ADP") or words[k].capital or words[k].sentence != words[i].sentence:
            return None
        k += 1
    n = by_start.get(k + (k < len(words) and words[k].text in d.lex.titles))
    behind = words[n.end + 1] if n is not None and n.end + 1 < len(words) else None
    items = behind is not None and (behind.low,) in d.lex.determiners and behind.pos == "DET"  # no 'ce' of 'ce sont'
    return n if n is not None and k > i + 1 and n.label == PERSON and shut(d, n) and not items else None


def second_sort(d: Discourse, p: Phrase, q: Phrase | None) -> Name | None:
    """The name behind a second word for a body beside a first one: 'Le fournisseur, la société BRÉVENT, …'."""
    if q is None or q.apposed is None or p.det != "definite" or q.det != "definite":
        return None
    words, k = d.page.words, q.apposed.end
    while k < len(words) and (words[k].low in d.lex.classes["of"] or (words[k].capital and not words[k].first)):
        k += 1  # 'la société Délices du Lac'
    if k + 1 >= len(words) or words[k].text != "," or (words[k + 1].low,) in d.lex.determiners:
        return None
    bodies = all(any(n.kind == "organisation" for n in x.nouns) for x in (p, q))
    return q.apposed if bodies and p.head_end == p.end and not listed(d, q.apposed) else None


def ends_there(d: Discourse, p: Phrase) -> bool:
    """Whether a phrase behind a comma is an apposition and no subject: 'Selon Ada Brévent, le maire a menti', 'Interrogé par Ada
    Brévent, un élu s'est tu'."""
    if p.det not in ("definite", "indefinite") or p.end >= len(d.page.words):
        return True
    w = d.page.words[p.end]
    if p.noun is not None and p.noun.kind != "person" and d.lex.is_("and", w.low):
        return False  # 'Brévent, la mairie et la région'
    if w.sentence != d.page.words[p.head].sentence or not w.alpha:
        return True
    return w.pos not in ("VERB", "AUX", "PRON", "ADV", "") or w.low in d.lex.classes["relative"]


def agree(r: Referent, person: bool, gender: str, number: str, name: Name, strong: bool) -> bool:
    """Whether somebody named can be what a phrase beside the name says."""
    if number == "p":
        return False
    if person:
        if name.known is not None or (r.kind != "person" and not (strong and name.label in ("", "MISC", BODY))):
            return False
        return not (r.gender and gender and r.gender != gender)
    return r.kind == "organisation"


def closed(d: Discourse, i: int) -> bool:
    """Whether an apposition ends at `i`: a comma, the end of the clause, a verb."""
    if i >= len(d.page.words):
        return True
    w = d.page.words[i]
    return w.low not in d.lex.classes["and"] or not w.alpha


def shut(d: Discourse, n: Name | None) -> bool:
    """Whether a comma or the sentence's end stands behind a name: 'avec son avocat, ADA BRÉVENT.', not '…, Ada Brévent est parti'."""
    return n is not None and n.end < len(d.page.words) and d.page.words[n.end].text in {",", ".", ")", ";"}


def listed(d: Discourse, n: Name) -> bool:
    """Whether phrase and name are items of a list: 'la mairie, Brévent et la région'."""
    end = n.end
    words = d.page.words
    return end < len(words) and (words[end].low in d.lex.classes["and"])


def link_acronyms(d: Discourse, names: list[Name], phrases: list[Phrase]) -> None:
    """'Organisation des ports (ODP)' and 'ODP (Organisation des ports)': one body under both names."""
    words = d.page.words
    ends: dict[int, Referent] = {}
    for p in phrases:
        if p.proper and p.end < len(words):
            hit = next((d.by_token[k] for k in range(p.head, p.head_end) if k in d.by_token), None)
            bracketed = words[p.end].text == "(" and p.end + 2 < len(words) and words[p.end + 2].text == ")"
            if hit is None and bracketed and p.noun is not None and p.noun.kind == "organisation":
                # a body that is only named here: 'l'Organisation des ports libres (OPL)'
                r = d.new("organisation", named=True, rule="name")
                r.gender, r.number = p.noun.gender, p.noun.number
                span = d.page.span(p.core, p.end)
                r.names[d.page.text[slice(*span)]] += 1
                r.keys.add(tuple(plain(w) for w in d.page.lows[p.core : p.end]))
                d.mention(r, span, "name", "acronym")
                d.by_token[p.head] = hit = r.id
            if hit is not None:
                ends[p.end] = d.referents[hit]
    for n in names:
        if n.start in d.by_token:
            ends[n.end] = d.referents[d.by_token[n.start]]
    for n in names:
        i = n.start - 1
        while i > 0 and d.lex.is_("article", words[i].low):
            i -= 1
        if i < 1 or words[i].text != "(" or n.end >= len(words) or words[n.end].text != ")":
            continue
        inner = d.referents[d.by_token[n.start]] if n.start in d.by_token else None
        outer = ends.get(i)
        if outer is None and inner is not None and inner.kind != "person" and n.end == n.start + 1:
            outer = spelt_out(d, i, words[n.start].text)
            if outer is not None and outer is not inner:
                merge(d, outer, inner)
                outer.acronym = words[n.start].text
                continue
        if outer is None or inner is None or outer is inner or "person" in (outer.kind, inner.kind):
            continue
        for long, short, token in ((outer, inner, n.start), (inner, outer, i - 1)):
            acronym = words[token].text
            end = i if long is outer else n.end
            if acronym.isupper() and len(short.names) == 1 and initials(d, end, acronym, long):
                merge(d, long, short)
                long.acronym = acronym
                break


def spelt_out(d: Discourse, end: int, acronym: str) -> Referent | None:
    """The body whose full name ends before token `end` and begins with an acronym's letter, where the pipeline saw only a
    part of it: 'la Banque nationale kényane (BNK)', 'le Réseau des ports libres (RPL)'."""
    words, lex = d.page.words, d.lex
    letters = plain(acronym)
    if not acronym.isupper() or len(letters) < 3:
        return None
    for k in range(end - 1, max(end - 14, -1), -1):
        w = words[k]
        if w.sentence != words[end].sentence or not (w.alpha or w.text == "-") or w.pos in ("VERB", "AUX"):
            return None
        key = tuple(plain(x) for x in d.page.lows[k:end])
        if not w.capital or not (spells(d, key, letters) or anagram(d, key, letters)):
            continue
        if (r := d.referents[d.by_token[k]] if k in d.by_token else None) and (r.kind == "person" or r.known):
            return None
        if r is None:
            r = d.new("organisation", named=True, rule="name")
            noun = next(iter(lex.nouns.get((w.low,), ())), None)
            r.gender, r.number = (noun.gender, noun.number) if noun else ("", "s")
        r.label = BODY
        r.keys.add(key)
        span = d.page.span(k, end)
        r.mentions = [m for m in r.mentions if m.span[0] != span[0]]
        r.names[d.page.text[slice(*span)]] += 1
        d.mention(r, span, "name", "acronym")
        d.by_token[k] = r.id
        return r
    return None


def link_initials(d: Discourse) -> None:
    """An acronym that no bracket explains and the one body whose words begin with its letters: 'HRW' and 'Human Rights Watch'."""
    bodies = [r for r in d.referents if r.named and r.kind == "organisation" and r.keys]
    for r in bodies:
        if r.known is not None and r.acronym is None:  # one body for the tables, both names of which the article gives
            capitals = (n for n in r.names if n.isalpha() and n.isupper() and len(n) > 1)
            r.acronym = next((n for n in capitals if any(spells(d, k, plain(n)) for k in r.keys)), None)
    for short in bodies:
        name = next(iter(short.names), "")
        if len(short.names) != 1 or short.acronym or not (name.isalpha() and name.isupper() and len(name) > 1):
            continue
        long = [r for r in bodies if r is not short and r.keys and any(spells(d, k, plain(name)) for k in r.keys)]
        if len(long) == 1 and not (short.known and long[0].known and short.known != long[0].known):
            merge(d, long[0], short)
            long[0].acronym = name


def spells(d: Discourse, key: tuple[str, ...], letters: str) -> bool:
    """Whether the content words of a name begin with just these letters, a demonym or place at its end left out or not."""
    words = content_words(d, key)
    heads = "".join(w[0] for w in words)
    if len(words) < 2:
        return False
    where = words[-1] in d.lex.plain_demonyms or any(
        (words[-1],) in r.keys for r in d.referents if r.kind in ("place", "country")
    )
    return heads == letters or (heads[:-1] == letters and where)


def anagram(d: Discourse, key: tuple[str, ...], letters: str) -> bool:
    """Whether an acronym has just the letters of a name in another language's order: 'Agence spatiale européenne' and 'ESA'."""
    return len(letters) > 2 and sorted(w[0] for w in content_words(d, key)) == sorted(letters)


def content_words(d: Discourse, key: tuple[str, ...]) -> list[str]:
    """The words of a name without its small ones, those with hyphens in parts."""
    small = d.lex.classes["of"] | d.lex.classes["article"] | d.lex.classes["and"] | d.lex.classes["at"]
    return [w for part in key for w in part.split("-") if w and w not in small]


def initials(d: Discourse, end: int, acronym: str, long: Referent) -> bool:
    """Whether the letters of an acronym stand, in their order, at the beginnings of the words before it."""
    letters = plain(acronym)
    wording = " ".join(plain(x) for x in long.names) or " ".join(w.low for w in d.page.words[max(0, end - 12) : end])
    heads = [w[0] for w in wording.replace("'", " ").replace("-", " ").split() if w]
    if anagram(d, tuple(wording.split()), letters):
        return True
    it = iter(heads)
    found = sum(any(c == h for h in it) for c in letters)
    return found >= max(2, len(letters) - 1)


def merge(d: Discourse, keep: Referent, gone: Referent) -> None:
    """Gives all that one referent has to another."""
    keep.names.update(gone.names)
    keep.keys |= gone.keys
    keep.roles += gone.roles
    keep.known = keep.known or gone.known
    keep.gender = keep.gender or gone.gender
    for m in gone.mentions:
        d.mention(keep, m.span, m.form, m.rule)
        d.by_token[m.at] = keep.id
    for token, rid in list(d.by_token.items()):
        if rid == gone.id:
            d.by_token[token] = keep.id
    gone.mentions, gone.named = [], False
    gone.keys = set()
