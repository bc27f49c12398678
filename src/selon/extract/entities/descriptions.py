"""Which person or body a description takes up: 'le chef de la diplomatie kényane', 'la ministre', 'le groupe'."""

from __future__ import annotations

from dataclasses import dataclass

from selon.extract.entities.kinds import BODY
from selon.extract.entities.knowledge import holds
from selon.extract.entities.lexicon import longest, low, plain
from selon.extract.entities.phrases import Phrase
from selon.extract.entities.referents import Discourse, Referent, Role, role_of

SAME, OFFICE, LIKELY, SAID, WIDE = 5, 5, 4, 3, 2
# sentences back within which somebody is at hand
AT_HAND = 3
# bodies whose noun alone takes up any body of the class ('le groupe', 'le journal'), not only one with that noun
COMMON = frozenset({"company", "media", "agency", "movement", "party", "union", "institution", "club"})
# those that only a body called so is
MEMBERS = frozenset({"party", "union", "club"})


@dataclass(frozen=True, slots=True)
class Description:
    """A phrase read as a description: what it says, and what it agrees with."""

    phrase: Phrase
    role: Role
    gender: str
    number: str
    person: bool


def describe(d: Discourse, p: Phrase) -> Description | None:
    """A phrase as a description; None where no noun of the tables heads it."""
    role = role_of(d, p)
    if role is None or p.noun is None:
        return None
    genders = {n.gender for n in p.nouns}
    gender: str = genders.pop() if len(genders) == 1 else ""
    words = d.page.lows[p.start : p.core]
    if not gender and words:  # 'la ministre': the article tells
        gender = d.lex.article_gender(words[-1])
    if not gender:  # 'l'ancienne ministre': an adjective does
        shown = {d.page.words[k].gender for k in range(p.core, p.head) if d.page.words[k].pos == "ADJ"} - {""}
        gender = shown.pop() if len(shown) == 1 else ""
    plural = p.det != "numeral" and words and d.lex.is_("plural", words[-1])
    number = "p" if plural else p.noun.number  # 'les ONG': the noun does not tell
    person = any(n.kind == "person" for n in p.nouns)
    return Description(p, role, gender, number, person)


def fits(d: Discourse, r: Referent, x: Description) -> int:
    """How well a description fits a referent: 0 not at all, up to SAME."""
    if r.ambiguous or (x.person != (r.kind == "person")):
        return 0
    if x.gender and r.gender and x.gender != r.gender and r.kind == "person":
        return 0
    if x.number and r.number and x.number != r.number:
        return 0
    best = 0
    if r.known is not None and phrase_text(x) in r.known.calls:
        # 'le ministère' behind Bercy is Bercy, but not behind 'le ministère de la Santé' that was named since
        return SAME if x.role.words or r.known.class_ != "seat" else WIDE
    code = home(r)
    for role in r.roles:
        if (
            x.number != "p" or role.noun == x.role.noun
        ):  # 'les scientifiques' are not 'les physiciens' under a wider noun
            best = max(best, role_fit(x.role, role, d))
    if best == 0 and not x.person:
        best = body_fit(d, r, x)
    if best and code and x.role.country and code != x.role.country and not any(q.country for q in r.roles):
        return 0
    return best


def phrase_text(x: Description) -> str:
    """The description's words as the data writes them."""
    return low(x.role.text)


def home(r: Referent) -> str | None:
    """The country of a known body."""
    return (r.known.country or r.known.code) if r.known else None


def role_fit(x: Role, role: Role, d: Discourse) -> int:
    """How well two roles agree."""
    if x.country and role.country and x.country != role.country:
        return 0
    # a demonym is a word of the role too: the words that must agree are the others
    mine = {w for w in x.words if not is_demonym(d, w)}
    theirs = {w for w in role.words if not is_demonym(d, w)}
    if x.offices & role.offices:
        return OFFICE
    if x.offices and role.offices:
        return 0
    if x.noun == role.noun:
        if mine <= theirs and (not x.country or x.country == role.country or not role.country):
            return SAME if mine and mine <= theirs else LIKELY
        if mine and theirs and mine & theirs and not x.offices:
            return LIKELY
        # 'l'animatrice de …', once 'animatrice'
        return WIDE if not theirs and not x.offices and not role.country else 0
    wide = d.lex.wider.get(x.noun)
    if wide and not {w for w in mine if not d.lex.is_("weak", w)} and (role.classes & wide[0] or role.noun in wide[1]):
        return WIDE
    return 0


def is_demonym(d: Discourse, w: str) -> bool:
    """Whether a word without accents is a demonym."""
    return w in d.lex.plain_demonyms


def body_fit(d: Discourse, r: Referent, x: Description) -> int:
    """How well a description of a body fits one known by its name: the noun in its name, or its class."""
    heads = {k[0] for k in r.keys}
    noun = plain(x.role.noun).split(" ")[0]
    mine = {w for w in x.role.words if not is_demonym(d, w)}
    in_name = {w for k in r.keys for w in k}
    if noun in heads and mine <= in_name:
        return SAME
    if x.phrase.noun is None or x.phrase.proper:
        return 0  # 'la Ligue', 'le Conseil' with a capital name somebody of their own
    classes = set(x.role.classes)
    if any("politics" in n.classes for w in x.phrase.adjectives for n in d.lex.nouns.get((w,), ())):
        return 0  # 'le parti conservateur' is a party of its own, not any party
    if mine and not (classes & COMMON and mine <= {plain(a) for a in x.phrase.adjectives}):
        return 0
    if r.known is not None and r.known.class_ in classes & COMMON and r.kind == "organisation":
        return 0 if x.role.country and r.known.country and x.role.country != r.known.country else WIDE
    if r.known is None and r.label == BODY and r.named and r.rule == "name" and classes & COMMON:
        own = named_as(d, r)
        if own and not own & classes and "institution" not in classes:
            return 0  # 'la Ligue 2' is no club, 'la Bourse de Brévent' no company
        said = [q.classes for q in r.roles if q.classes]
        if any(q & COMMON and not q & classes for q in said) or channel(d, r):
            return 0
        if said and classes & MEMBERS and not any(q & classes for q in said):
            return 0  # 'l'institut Brévent' is no party
        # 'le réseau Brévent' may be a firm or a movement: it is not said to be one
        return SAID if any(q & COMMON and q & COMMON <= classes for q in said) else 1
    proper = r.rule == "name" or any(w[0].isupper() for w in (r.description or "").split())
    if r.named and proper and r.kind == "organisation" and any(q.classes & classes & COMMON for q in r.roles):
        return WIDE  # 'la société Brévent … l'entreprise'
    return 0


def channel(d: Discourse, r: Referent) -> bool:
    """Whether the article only tells what is said upon a body: 'a écrit sur Brévagram'."""
    names = [m.at for m in r.mentions if m.form == "name"]
    return all(k and d.lex.is_("upon", d.page.lows[k - 1]) for k in names)


def named_as(d: Discourse, r: Referent) -> set[str]:
    """The classes of the nouns that a body's names begin with: 'Ligue 2' → union."""
    out: set[str] = set()
    for m in r.mentions:
        if m.form == "name":
            k = m.at
            while d.lex.is_("article", d.page.lows[k]):
                k += 1
            hit = longest(d.lex.nouns, d.page.lows, k, d.lex.longest)
            out |= {c for n in hit[1] for c in n.classes} if hit else set()
    return out


def take_up(d: Discourse, x: Description, at: int, *, ahead: bool) -> Referent | None:
    """The one referent that a description takes up; None where there is none or where two fit alike.

    A better fit beats a nearer one; of equal fits the nearest before `at` is meant, but a wide noun ('le responsable')
    must have only one that it fits within two paragraphs. `ahead` lets a headline point to what follows.
    """
    scored = [(s, r) for r in d.referents if (s := fits(d, r, x)) and r.mentions]
    if not scored:
        return holder(d, x, at, ahead=ahead)
    paragraph = d.page.words[at].paragraph
    before = [(s, r) for s, r in scored if r.first < at]
    if not before:
        if (listed := holder(d, x, at, ahead=ahead)) or not ahead:
            return listed
        best = [r for s, r in scored if s >= LIKELY]
        return best[0] if len(best) == 1 else None
    top = max(s for s, _ in before)
    best = [r for s, r in before if s == top]
    if top >= LIKELY:
        best.sort(key=lambda r: (not r.light, last_at(r, at)), reverse=True)
        if len(best) > 1 and x.person and not x.role.words and close(best[0], best[1], at):
            return None  # two professors, and 'le professeur'
        return best[0]
    # a document in running text ('l'étude') does not bring who issued it near
    near = [
        r for r in best if any(m.at < at and paragraph - m.paragraph <= 2 and m.rule != "paper" for m in r.mentions)
    ]
    if len(near) == 1:
        return near[0]
    if not near and len(best) == 1:
        # 'l'entreprise': not the firm named far above where another body that may be one has been named since
        since = not x.person and any(last_at(r, at) > last_at(best[0], at) for _, r in before)
        return None if since else best[0]
    return most_spoken_of(near, at)


def passed_by(d: Discourse, x: Description, r: Referent, at: int) -> bool:
    """Whether somebody whom a wide noun takes up was last spoken of paragraphs above: one at hand may be meant rather."""
    m, here = r.before(at), d.page.words[at]
    if not x.person or m is None or fits(d, r, x) > WIDE:
        return False
    return m.paragraph < here.paragraph and d.told(m.sentence, here.sentence) > AT_HAND


def close(a: Referent, b: Referent, at: int) -> bool:
    """Whether two referents were named within two sentences of each other before a token."""
    x, y = a.before(at), b.before(at)
    return x is not None and y is not None and abs(x.sentence - y.sentence) <= 1


def holder(d: Discourse, x: Description, at: int, *, ahead: bool = False) -> Referent | None:
    """The one person named before (`ahead`: anywhere) whom the list of office-holders gives the office that a
    description names."""
    if not x.person or x.number == "p" or not x.role.offices:
        return None
    found = [
        r
        for r in d.people()
        if (ahead or 0 <= r.first < at)
        and not r.ambiguous
        and not (x.gender and r.gender and x.gender != r.gender)
        and not any(q.offices and not q.offices & x.role.offices for q in r.roles)
        and holds(d, r, x.role)
    ]
    return found[0] if len(found) == 1 else None


def last_at(r: Referent, at: int) -> int:
    """The token of the last mention before `at`."""
    m = r.before(at)
    return m.at if m else -1


def most_spoken_of(near: list[Referent], at: int) -> Referent | None:
    """The one of several that the article speaks of at least twice as often as of any other, else None."""
    counts = sorted(((sum(m.at < at for m in r.mentions), r.id, r) for r in near), reverse=True)
    if len(counts) > 1 and counts[0][0] >= 2 * counts[1][0]:
        return counts[0][2]
    return None
