"""What a clause tells of somebody that they may be called by later: 'Luc Brévent est accusé de vol … l'accusé', 'Ada Brévent,
députée de Lyon et RAPPORTEURE du texte'."""

from __future__ import annotations

from selon.extract.entities.descriptions import describe
from selon.extract.entities.kinds import PERSON, Name
from selon.extract.entities.phrases import Phrase
from selon.extract.entities.referents import Discourse, Referent, Role

# words that may stand between somebody's name and what they are accused of: ', 34 ans, est aujourd'hui'
BETWEEN = 8
# words of a first role behind a name before its second one: ', députée (PS) de la Nièvre et'
FIRST_ROLE = 12
# words of a role before a name behind a participle's phrase
ROLE = 6


def told_roles(d: Discourse, names: list[Name]) -> None:
    """Gives people the nouns that follow from what is told of them: whoever 'est jugé' is 'l'accusé' and 'le prévenu'."""
    by_start = {n.start: n for n in names if n.label == PERSON}
    by_end = {n.end: n for n in by_start.values()}
    for k, w in enumerate(d.page.words):
        nouns = d.lex.told.get(w.low)
        if nouns is None or w.quoted or d.lex.is_("article", d.page.lows[k - 1]):
            continue
        n = opened(d, k, by_start) if w.first else subject_before(d, k, by_end)
        if n is None or n.start not in d.by_token:
            continue
        r = d.referents[d.by_token[n.start]]
        have = {q.noun for q in r.roles}
        none = frozenset[str]()
        r.roles += [Role(x, none, none, None, none, "") for x in nouns if x not in have]


def opened(d: Discourse, k: int, by_start: dict[int, Name]) -> Name | None:
    """Whose participle opens a sentence at `k`: 'Jugé depuis lundi, LUC BRÉVENT nie'."""
    words = d.page.words
    j = k + 1
    while j < len(words) and words[j].text != "," and words[j].sentence == words[k].sentence:
        j += 1
    for k in range(j + 1, min(j + 1 + ROLE, len(words))):
        if k in by_start or words[k].pos not in ("DET", "NOUN", "ADJ", "ADP"):
            return by_start.get(k)  # 'Jugé depuis lundi, l'homme d'affaires LUC BRÉVENT nie'
    return None


def subject_before(d: Discourse, k: int, by_end: dict[int, Name]) -> Name | None:
    """Who is said to be what a participle at `k` says: 'LUC BRÉVENT, 34 ans, est accusé'; nobody in 'a accusé'."""
    words = d.page.words
    if words[k - 1].dep == "aux:tense":
        return None
    for j in range(k, max(k - BETWEEN, 0), -1):
        if j in by_end and words[by_end[j].start].sentence == words[k].sentence:
            return by_end[j]
        w = words[j - 1]
        aged = w.low in d.lex.classes["aged"] or w.low in d.lex.classes["years"]
        if w.pos not in ("AUX", "ADV", "NUM") and w.text != "," and not aged:
            return None
    return None


def second_roles(d: Discourse, phrases: list[Phrase], names: list[Name], tied: dict[int, Referent]) -> None:
    """Ties a second role behind a name's first one to the name: 'Ada Brévent, maire de Lyon et PRÉSIDENTE du groupe'."""
    by_end = {n.end: n for n in names if n.label == PERSON}
    words, lex = d.page.words, d.lex
    for p in phrases:
        person = p.noun is not None and p.noun.kind == "person"
        if p.det or p.head in tied or not person or not p.start or not lex.is_("and", d.page.lows[p.start - 1]):
            continue
        for j in range(p.start - 2, max(p.start - FIRST_ROLE, 0), -1):
            w = words[j]
            if w.sentence != words[p.head].sentence or w.pos in ("AUX", "PRON", "SCONJ") or lex.is_("and", w.low):
                break
            role = any(n.kind == "person" and n.number == "s" for n in lex.nouns.get((words[j].low,), ()))
            if w.pos == "VERB" and not role:
                break
            if role and words[j - 1].text == "," and (n := by_end.get(j - 1)) is not None and n.start in d.by_token:
                r, x = d.referents[d.by_token[n.start]], describe(d, p)
                if x is not None and r.kind == "person" and not (x.gender and r.gender and x.gender != r.gender):
                    r.roles.append(x.role)
                    r.gender = r.gender or x.gender
                    tied[p.head] = r
                break
