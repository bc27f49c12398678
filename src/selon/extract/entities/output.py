"""Referents as entities of the ledger."""

from __future__ import annotations

from selon.extract.entities.referents import Discourse, Referent
from selon.model import Entity, Span


def make_entities(d: Discourse) -> tuple[list[Entity], dict[int, str]]:
    """The entities in the order of their first mention, and the entity id of each referent that became one."""
    kept = [r for r in d.referents if keep(d, r)]
    kept.sort(key=lambda r: (min((m.span for m in r.mentions), default=(0, 0)), r.id))
    ids = {r.id: f"e{n}" for n, r in enumerate(kept, 1)}
    out = []
    for r in kept:
        spans = sorted({m.span for m in r.mentions})
        out.append(
            Entity(
                id=ids[r.id],
                kind=r.kind,
                name=name_of(d, r),
                roles=roles_of(r),
                of=ids.get(o) if (o := owner_of(d, r)) is not None else None,
                wikidata=r.wikidata or (r.known.wikidata if r.known else None),
                mentions=spans,
                rule=r.rule,
                evidence=spans[:1],
            )
        )
    return out, ids


def owner_of(d: Discourse, r: Referent) -> int | None:
    """What a body belongs to, or whom a spokesperson speaks for; None where the article does not say."""
    if r.of is not None:
        return r.of
    if r.known is not None and r.kind == "organisation":
        return d.country(r.known.country)
    for role in r.roles:
        if "voice" in role.classes:
            for key in role.of:
                owner = next((o.id for o in d.referents if key in o.keys and o.kind != "person"), None)
                if owner is not None:
                    return owner
    return None


def keep(d: Discourse, r: Referent) -> bool:
    """Whether a referent is an entity: named, mentioned, and no mere title of something unless it speaks."""
    if not r.named or not r.mentions:
        return False
    if r.used or r.light:
        return r.used
    if len(r.mentions) == 1 and r.rule == "name" and r.known is None and alone_at_start(d, r):
        return False  # 'Envisagez …': a capital that only opens its sentence
    return r.kind != "group" and r.label != "MISC"


def alone_at_start(d: Discourse, r: Referent) -> bool:
    """Whether a referent is only one word at the head of a sentence."""
    span = r.mentions[0].span
    tokens = d.page.inside(span)
    return len(tokens) == 1 and d.page.words[tokens.start].first and not d.page.words[tokens.start].text.isupper()


def name_of(d: Discourse, r: Referent) -> str:
    """The fullest name that the article gives."""
    if r.parts:
        return f" {d.lex.conjunction} ".join(name_of(d, d.referents[p]) for p in r.parts)
    if r.kind == "country" and r.known is not None and r.known.name in r.names:
        return r.known.name
    if r.names:
        name = max(r.names, key=lambda n: (len(n.split()), r.names[n], len(n)))
        if r.acronym and r.acronym != name and r.acronym not in name:
            return f"{name} ({r.acronym})"
        return name
    name = r.description or ""
    if r.rule == "owner" and r.of is not None:
        return f"{name} {d.lex.owned(name_of(d, d.referents[r.of]), article_of(d, d.referents[r.of]))}"
    return name


def article_of(d: Discourse, r: Referent) -> str:
    """What article the article gives a body: its gender, 'p' of several, '' where it stands without one ('Verallis')."""
    if r.kind not in ("organisation", "country"):
        return ""
    name = name_of(d, r)
    named = [m for m in r.mentions if m.at and d.page.text[slice(*m.span)] == name]
    before = [d.page.lows[m.at - 1] for m in named]
    if any(d.lex.is_("plural", w) for w in before):
        return "p"
    return r.gender if any(d.lex.is_("article", w) or d.lex.is_("contracted", w) for w in before) else ""


def roles_of(r: Referent) -> list[str]:
    """What the article says they are, each wording once."""
    out: list[str] = []
    for role in r.roles:
        if role.text and role.text not in out and not (r.description and role.text == r.description):
            out.append(role.text)
    return out


def message_of(text: str, span: Span, why: str) -> str:
    """What to tell of a source that was left open."""
    words = text[span[0] : span[1]]
    if why == "several":
        return f"'{words}' (characters {span[0]}-{span[1]}) could mean several people; its statement has no entity"
    return f"nobody was found that '{words}' (characters {span[0]}-{span[1]}) can mean; its statement has no entity"
