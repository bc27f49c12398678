"""Who speaks behind 'on' where its sentence says where: 'Au cabinet Brévent, ON nuance', 'réplique-t-ON au groupe Vigie'.

Only a body or circle that a name makes known speaks so: 'À Paris, on dit', 'dans l'équipe, on admet' are nobody's.
"""

from __future__ import annotations

from selon.extract.entities.descriptions import Description, describe, take_up
from selon.extract.entities.phrases import Phrase
from selon.extract.entities.referents import Discourse, Referent
from selon.extract.entities.walk import Walk, introduce
from selon.model import Span

# tokens behind 'on' within which the place may begin: 'on dément aussi au cabinet Brévent'
BEHIND = 4


def places(d: Discourse, at: int) -> list[int]:
    """The tokens at which the places of an 'on' at token `at` begin, the likeliest first."""
    words, lows, lex = d.page.words, d.page.lows, d.lex
    sentence = words[at].sentence
    first = at
    while first > 0 and words[first - 1].sentence == sentence:
        first -= 1
    if at and lex.is_("where", lows[at - 1]):
        # 'dans l'entourage du chef, où l'on raille': what 'où' takes up
        return [k for k in range(at - 2, first - 1, -1) if leads(d, k)]
    out = [k for k in range(first, at) if leads(d, k) and not any(words[j].alpha for j in range(first, k))]
    for k in range(at + 1, min(at + 1 + BEHIND, len(words))):
        if leads(d, k) and words[k].sentence == sentence:
            return [*out, k]
        if words[k].pos not in ("VERB", "AUX", "ADV") or words[k].quoted:
            break
    return out


def leads(d: Discourse, k: int) -> bool:
    """Whether a preposition that says where somebody speaks begins at a token."""
    return any(" ".join(d.page.lows[k : k + n]) in d.lex.classes["whereabouts"] for n in (1, 2, 3))


def behind(d: Discourse, k: int) -> int:
    """Where the noun phrase behind the preposition at a token begins: a contraction is its article, too."""
    n = next(n for n in (3, 2, 1) if " ".join(d.page.lows[k : k + n]) in d.lex.classes["whereabouts"])
    return k + n - 1 if d.lex.is_("contracted", d.page.lows[k + n - 1]) else k + n


def speaker_there(w: Walk, at: int) -> Referent | None:
    """The named body or circle that an 'on' at a token stands for; None where its sentence names none."""
    d = w.d
    if d.lex.is_("where", d.page.lows[at - 1]) and (r := taken_up_by_where(w, at)) is not None:
        return r
    for k in places(d, at):
        i = behind(d, k)
        name = next((w.reader.name_at[j] for j in (i, i + 1) if j in w.reader.name_at and only_article(d, i, j)), None)
        if name is not None:
            r = d.referents[d.by_token[name.start]] if name.start in d.by_token else None
            if r is not None and r.kind in ("organisation", "group") and follows(d, name.end, at):
                r.used = True
                return r
            continue
        p = w.reader.read(i)
        if p is not None and p.nouns and follows(d, p.end, at) and (r := circle(w, p)) is not None:
            return r
    return None


def taken_up_by_where(w: Walk, at: int) -> Referent | None:
    """The body whose name 'où' takes up right behind it: 'Le maire a saisi BERCY, où l'on se tait'."""
    d, k = w.d, at - 1
    while k > 0 and (d.lex.is_("where", d.page.lows[k]) or d.page.words[k].text == ","):
        k -= 1
    name = w.reader.in_name.get(k)
    r = d.referents[d.by_token[name.start]] if name is not None and name.start in d.by_token else None
    if r is None or r.kind != "organisation" or name is None or name.end != k + 1:
        return None
    r.used = True
    return r


def only_article(d: Discourse, i: int, j: int) -> bool:
    """Whether nothing but an article or contraction stands between two tokens."""
    return all(d.lex.is_("article", x) or d.lex.is_("contracted", x) for x in d.page.lows[i:j])


def follows(d: Discourse, end: int, at: int) -> bool:
    """Whether a place before 'on' reaches up to it or to the comma before; one behind it may end anywhere."""
    between = d.page.lows[end:at]
    return end > at or all(not x[0].isalnum() or d.lex.is_("where", x) or d.lex.is_("article", x) for x in between)


def circle(w: Walk, p: Phrase) -> Referent | None:
    """The body or circle of people that a phrase makes known by a name or by whose it is; None for a mere place or noun."""
    d = w.d
    kinds = {n.kind for n in p.nouns}
    if p.head in w.tied:
        return w.tied[p.head] if w.tied[p.head].kind == "organisation" else None
    if p.det not in ("definite", "") or not kinds & {"organisation", "group"} or "place" in kinds:
        return None
    if any("territory" in n.classes for n in p.nouns):
        return None
    owner = next((d.referents[d.by_token[n.start]] for n in p.names if n.start in d.by_token), None)
    owner = owner or owner_described(w, p)
    end = p.apposed.end if p.apposed else p.end
    span = d.page.span(p.start, end)
    if owner is not None and owner.kind == "person" and not p.apposed:
        return circle_of(w, p, owner, span)
    several = any(n.kind == "group" and n.number == "p" and "people" not in n.classes for n in p.nouns)
    # 'au ministère de la santé', not 'dans l'entourage du chef de l'État'
    field = d.lex.is_("portfolio", d.page.lows[p.head]) and p.end > p.head_end + 1
    proper = "organisation" in kinds and (field or any(d.page.words[k].capital for k in range(p.head, p.end)))
    if owner is None and p.apposed is None and not proper and not several:
        return None
    return introduce(w, p, None, end, span)


def circle_of(w: Walk, p: Phrase, owner: Referent, span: Span, noun: str = "") -> Referent:
    """The circle around somebody, made once: 'entourage de Luc Brévent'; `noun` are its words where they are not its head."""
    noun = noun or w.d.page.text[slice(*w.d.page.span(p.head, p.head_end))]
    r = next((x for x in w.d.referents if x.rule == "owner" and x.of == owner.id and x.description == noun), None)
    r = r or w.d.new("group", named=True, rule="owner")
    r.of, r.description, r.number, r.used = owner.id, noun, p.nouns[0].number, True
    w.d.mention(r, span, "description", "owner")
    return r


def kin_of(w: Walk, p: Phrase, x: Description, span: Span, *, speaks: bool) -> Referent | None:
    """Somebody of whom only the family is known, by their kin's name: 'la sœur de LUC BRÉVENT', 'le père de L'ACCUSÉ'."""
    d = w.d
    if p.det != "definite" or x.number == "p" or p.apposed or not d.lex.is_("family", d.page.lows[p.head]):
        return None
    k = p.head_end + 1
    k += k < len(d.page.words) and d.page.words[k].text in d.lex.titles
    name = w.reader.name_at.get(k)
    named = d.referents[d.by_token[name.start]] if name is not None and name.start in d.by_token else None
    owner = named or owner_described(w, p)
    if owner is None or owner.kind != "person" or owner.ambiguous:
        return None
    noun = d.page.text[slice(*d.page.span(p.head, p.head_end))]
    r = next((y for y in d.referents if y.rule == "owner" and y.of == owner.id and y.description == noun), None)
    if r is None:
        r = d.new("person", named=True, rule="owner")
        r.of, r.description, r.gender, r.light = owner.id, noun, x.gender, True
        r.roles.append(x.role)
    r.used = r.used or speaks
    d.mention(r, span, "description", "owner")
    return r


def unmistaken(d: Discourse, owner: Referent, at: int) -> bool:
    """Whether a named person is the only one spoken of since their last mention's sentence: not 'Ada Brévent a reçu Luc
    Sorel. SA famille …'."""
    m = owner.before(at)
    others = (r for r in d.people() if r is not owner)
    return (
        owner.kind == "person"
        and owner.named
        and m is not None
        and not any(x.at < at and x.sentence >= m.sentence for r in others for x in r.mentions)
    )


def owner_described(w: Walk, p: Phrase) -> Referent | None:
    """The named person whom a complement describes: 'l'entourage de LA MINISTRE'; None where it takes up nobody."""
    d = w.d
    k = p.head_end
    if k >= len(d.page.lows) or d.page.lows[k] not in d.lex.classes["of"]:
        return None
    inner = w.reader.read(k if d.lex.is_("contracted", d.page.lows[k]) else k + 1)
    x = describe(d, inner) if inner and inner.nouns and inner.det == "definite" else None
    r = take_up(d, x, p.start, ahead=False) if x is not None and x.person else None
    return r if r is not None and r.named else None
