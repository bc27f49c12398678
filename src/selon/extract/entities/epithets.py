"""Whom a description means that says something new of somebody at hand: 'le triple champion', 'la jeune femme de 34 ans'.

News names a person once and then calls them by what it has not said of them yet. Such a description is taken up only
where it leaves one person: by the age that the article gives, by a noun that one person alone bears, or as the one
person at hand. Where two could be meant it stays open.
"""

from __future__ import annotations

from selon.extract.entities.descriptions import AT_HAND, Description, home, most_spoken_of
from selon.extract.entities.phrases import Phrase
from selon.extract.entities.referents import Discourse, Referent

# tokens within which an age belongs to a name
BESIDE = 4
# classes of roles.toml that say little of what else somebody is: a witness may be a member of parliament
LIGHT = frozenset({"person", "kin", "work"})


def at_hand(d: Discourse, x: Description, at: int) -> Referent | None:
    """The one person at hand whom a description means, from then on known by the office that it says they held or hold
    until the vote: 'la maire sortante … la maire sortante'."""
    r = somebody_at_hand(d, x, at)
    if r is not None and held(d, x) and x.role not in r.roles:
        r.roles.append(x.role)
    return r


def held(d: Discourse, x: Description) -> bool:
    """Whether a description is of an office held once or until now: 'l'ancienne maire', 'la maire sortante'."""
    said = (*range(x.phrase.core, x.phrase.head), *range(x.phrase.head_end, x.phrase.end))
    return any(d.lex.is_("former", d.page.lows[k]) for k in said)


def headlined(r: Referent) -> bool:
    """Whether somebody unnamed stands only in the headline: who is meant is named below it."""
    return not r.named and r.rule == "definite" and all(m.paragraph == 0 for m in r.mentions)


def somebody_at_hand(d: Discourse, x: Description, at: int) -> Referent | None:
    """The one person whom a definite description means that fits nobody's known roles; None where that is not plain."""
    if not x.person or x.number == "p" or any(n.kind != "person" for n in x.phrase.nouns):
        return None
    if x.phrase.end < len(d.page.words) and d.lex.is_("relative", d.page.lows[x.phrase.end]):
        return None  # 'la femme qui l'a vu' is made known by what follows
    people = [r for r in d.people() if before(r, at) and not (x.gender and r.gender and x.gender != r.gender)]
    people = [r for r in people if not abroad(r, x.role.country)]
    age = age_after(d, x.phrase.end) or age_after(d, x.phrase.head_end)
    if age is not None:
        same = [r for r in people if age in ages(d, r)]
        if same:
            return same[0] if len(same) == 1 else None
        people = [r for r in people if not ages(d, r)]
    if (new := introduced(d, x, people, at)) is not None:
        return new
    if any(bears(r, x, at) and not headlined(r) for r in d.referents):
        bearer = only_bearer(d, x, at)
        return bearer if bearer in people else None
    former = held(d, x)
    if x.role.noun not in d.lex.epithets and not former and not (x.role.noun in d.lex.makers and makes(d, x)):
        titled = [r for r in people if r.callings & x.role.classes]
        return alone(d, titled, at)  # 'la Dre Brévent … la neurologue'
    return alone(d, people if former else [r for r in people if not unlike(d, r, x)], at)


def introduced(d: Discourse, x: Description, people: list[Referent], at: int) -> Referent | None:
    """Whom a description introduces that says what sort they are: the one person of the sentence before, who acts or speaks in
    it for the first time and of whom nothing is known yet. '« … », reconnaît Luc Brévent. L'ENTRAÎNEUR BRESTOIS admet …'"""
    told = next((k for k in reversed(d.narrated) if k < d.page.words[at].sentence), -1)
    near = [r for r in d.people() if any(m.sentence == told for m in r.mentions)]
    said = x.role.words or x.role.country
    sort = x.role.classes | {x.role.noun}
    if len(near) != 1 or near[0] not in people or not said or not sort & d.lex.introduces:
        return None
    r = near[0]
    fresh = not r.roles and not r.callings and all(m.sentence == told for m in r.mentions if m.at < at)
    acts = any(m.subject and m.form == "name" for m in r.mentions if m.sentence == told)
    if not fresh or not acts or not any(len(k) > 1 for k in r.keys):
        return None
    r.roles.append(x.role)
    return r


def makes(d: Discourse, x: Description) -> bool:
    """Whether a description names a work by its title: 'l'auteur de NUIT D'ÉTÉ', not 'l'auteur des faits'."""
    words, k = d.page.words, x.phrase.head_end
    while k < len(words) and (d.page.lows[k] in d.lex.classes["of"] or d.lex.is_("article", d.page.lows[k])):
        k += 1
    return k > x.phrase.head_end and k < len(words) and (words[k].capital or words[k].text in "«“")


def only_bearer(d: Discourse, x: Description, at: int) -> Referent | None:
    """The named person who alone is known by a description's noun before a token; None where several are, or elsewhere."""
    bearers = [r for r in d.referents if bears(r, x, at) and not headlined(r)]
    if len(bearers) != 1 or not bearers[0].named or bearers[0].kind != "person" or elsewhere(bearers[0], x):
        return None
    theirs = {w for q in bearers[0].roles if q.noun == x.role.noun for w in q.words}
    if x.role.noun in d.lex.opposed and x.role.words and theirs and not theirs & x.role.words:
        return None  # 'l'entraîneur chauvinois' is not the one of Brest
    return bearers[0]


def bears(r: Referent, x: Description, at: int) -> bool:
    """Whether somebody spoken of before a token is known by a description's noun."""
    return before(r, at) and any(q.noun == x.role.noun for q in r.roles)


def inhabitant(d: Discourse, p: Phrase, at: int) -> Referent | None:
    """The one person at hand whom 'l'Espagnol', 'la Kényane' means."""
    demonym = d.lex.demonyms.get(d.page.lows[p.head])
    if demonym is None or not d.page.words[p.head].capital or demonym[2] == "p" or p.head_end != p.end:
        return None
    country, gender, _ = demonym
    gender = d.lex.article_gender(d.page.lows[p.start]) or gender
    people = [r for r in d.people() if before(r, at) and r.gender in (gender, "") and not abroad(r, country)]
    return alone(d, people, at)


def before(r: Referent, at: int) -> bool:
    """Whether somebody who can be meant was spoken of before a token."""
    return 0 <= r.first < at and not r.ambiguous


def abroad(r: Referent, country: str | None) -> bool:
    """Whether all that is known of somebody's country says another one."""
    theirs = {q.country for q in r.roles if q.country} | ({home(r)} - {None})
    return bool(country and theirs) and country not in theirs


def elsewhere(r: Referent, x: Description) -> bool:
    """Whether somebody bears the noun for another place, body or field: 'le député de Lyon' is not the one of Brest, 'la
    ministre du Budget' not that of Education."""
    same = [q for q in r.roles if q.noun == x.role.noun]
    theirs = {k for q in same for k in q.of}
    if x.role.of and theirs and not theirs & set(x.role.of):
        return True
    fields = {w for q in same for w in q.fields}
    return bool(x.role.fields and fields) and not fields & x.role.fields


def unlike(d: Discourse, r: Referent, x: Description) -> bool:
    """Whether somebody is known as something that such a noun does not go with: no minister is 'le buteur', nor a coach."""
    if any(q.noun in d.lex.opposed and q.noun != x.role.noun for q in r.roles) and x.role.noun not in d.lex.opposed:
        return bool(x.role.classes - {"person"})
    known = [q for q in r.roles if q.classes - LIGHT]
    return bool(x.role.classes - {"person"}) and bool(known) and not any(q.classes & x.role.classes for q in known)


def alone(d: Discourse, people: list[Referent], at: int) -> Referent | None:
    """The one of several people who was spoken of in the last sentences, outside quotations.

    Of two it is the one who alone acts in them and of whom the article has spoken twice as often; else None.
    """
    here = d.page.words[at].sentence
    told = next((k for k in reversed(d.narrated) if k < here), -1)
    near = {
        r.id: [m for m in r.mentions if m.at < at and not m.quoted and here - m.sentence <= AT_HAND] for r in people
    }
    # a lone capital word that is said once may be nobody: 'Présidentielle : …'
    topic = [r for r in people if any(m.subject and m.sentence == told for m in near[r.id])]
    if len(topic) == 1 and sum(any(m.sentence == told for m in near[r.id]) for r in people) == 1:
        return topic[0]  # whom alone the sentence before speaks of
    at_hand = [r for r in people if near[r.id] and (len(r.mentions) > 1 or any(len(k) > 1 for k in r.keys))]
    acting = [r for r in at_hand if any(m.subject for m in near[r.id])]
    if len(at_hand) > 1 and len(acting) == 1:
        return acting[0] if most_spoken_of(at_hand, at) is acting[0] else None
    return at_hand[0] if len(at_hand) == 1 else None


def ages(d: Discourse, r: Referent) -> set[str]:
    """The ages that the article gives somebody beside their name: 'Ada Brévent, 24 ans', 'âgée de 24 ans'."""
    out = set()
    for m in r.mentions:
        if m.form == "name":
            end = max(d.page.inside(m.span)) + 1
            for k in range(end, min(end + BESIDE, len(d.page.words))):
                if d.page.words[k].alpha and d.page.lows[k] not in d.lex.classes["aged"]:
                    break
                if (age := age_at(d, k)) is not None:
                    out.add(age)
    return out


def age_after(d: Discourse, k: int) -> str | None:
    """The age of 'de 24 ans' from a token."""
    while k < len(d.page.words) and d.page.lows[k] in d.lex.classes["aged"]:
        k += 1
    return age_at(d, k)


def age_at(d: Discourse, k: int) -> str | None:
    """The number of '24 ans' at a token."""
    if k + 1 < len(d.page.words) and d.page.words[k].text.isdigit() and d.page.lows[k + 1] in d.lex.classes["years"]:
        return d.page.words[k].text
    return None
