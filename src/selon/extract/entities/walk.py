"""One pass through an article: what is known so far of who speaks, and the referents that descriptions introduce."""

from __future__ import annotations

from dataclasses import dataclass, field

from selon.extract.entities.descriptions import Description, describe, take_up
from selon.extract.entities.phrases import Phrase, Reader
from selon.extract.entities.pronouns import Speakers
from selon.extract.entities.referents import Discourse, Referent
from selon.model import EntityKind, Span


@dataclass
class Walk:
    """One pass through the article: the discourse, who has spoken, the documents seen with those who issued them."""

    d: Discourse
    reader: Reader
    speakers: Speakers = field(default_factory=Speakers)
    tied: dict[int, Referent] = field(default_factory=dict)
    documents: dict[str, Referent] = field(default_factory=dict)
    spoken: list[tuple[Span, Referent]] = field(default_factory=list)
    open: list[tuple[Span, str]] = field(default_factory=list)
    phrases: list[Phrase] = field(default_factory=list)
    told: list[tuple[Span, Span | None, bool]] = field(default_factory=list)

    def around(self, at: int) -> tuple[bool, frozenset[int]]:
        """Whether a token stands in what another of its sentence reports, and who is quoted around it.

        `told` holds the contents of all statements with their source and whether they are quoted.
        """
        offset = self.d.page.words[at].start
        inside, quoting = False, set()
        for (a, b), source, quoted in self.told:
            if not a <= offset < b or source is None or source[0] <= offset < source[1]:
                continue
            if quoted:
                quoting |= {self.d.by_token[k] for k in self.d.page.inside(source) if k in self.d.by_token}
            elif source[0] < offset:
                inside = True
        return inside, frozenset(quoting)


def introduce(w: Walk, p: Phrase, x: Description | None, j: int, span: Span) -> Referent | None:
    """A new referent: a definite body, group or office is named by its phrase; anybody else stays unnamed."""
    d = w.d
    kinds = {n.kind for n in p.nouns}
    definite = p.det in ("definite", "demonstrative", "", "most")
    plural = any(n.number == "p" for n in p.nouns) or plural_article(d, p)
    office = (
        x is not None and x.person and bool(x.role.offices) and (x.role.country is not None or len(x.role.words) > 0)
    )
    named = False
    if definite and not (p.det == "demonstrative" and not p.nouns):
        if "organisation" in kinds or "country" in kinds or "place" in kinds:
            named = "person" not in kinds or not plural
        elif plural or "group" in kinds:
            named = True
        else:
            named = office
    before = d.page.lows[p.start - 1] if p.start else ""
    # 'de SOURCES CONCORDANTES': 'de' has swallowed 'des'
    of_some = plural and before in d.lex.classes["of"] - d.lex.classes["contracted"]
    bare_indefinite = p.det == "" and (of_some or d.page.lows[p.core] in d.lex.classes["plural-indefinite"])
    if bare_indefinite or p.det in ("indefinite", "numeral", "plural-indefinite"):
        named = False
    kind: EntityKind = "person" if "person" in kinds and not plural else "group"
    bodily: tuple[EntityKind, ...] = ("place", "country", "organisation")
    for one in bodily:
        kind = one if one in kinds else kind
    gender = x.gender if x else ""
    human = d.page.lows[p.head].endswith(d.lex.human_endings) and d.page.lows[p.head] not in d.lex.things
    if not p.nouns and p.det == "definite" and not plural and human:
        # 'l'ancien cariste': nobody by name, but not to be passed over by 'il'
        kind, gender = "person", d.lex.article_gender(d.page.lows[p.start]) or d.page.words[p.head].gender
    if d.page.text[slice(*span)].strip()[-1:] == "%" or (
        d.lex.is_("anybody", d.page.lows[p.head]) and p.head_end == p.end
    ):
        named = False
    if any(d.page.words[k].text in '«“"' and d.page.lows[k - 1] in d.lex.classes["at"] for k in range(p.head_end, j)):
        named = False  # 'les deux camps à « la retenue »': whom somebody called to something, no body of that name
    owner = run_by(w, p) if named and kind == "organisation" else None
    r = d.new(kind, named=named, rule="owner" if owner else "description")
    r.number = "p" if plural else "s"
    r.gender = gender
    if x is not None:
        r.roles.append(x.role)
    r.description = d.page.text[slice(*d.page.span(p.head, p.head_end))] if owner else phrase_name(w, p, j)
    r.used = True
    d.mention(r, span, "description", "description")
    for k in range(p.core, min(p.head_end, j)):
        d.by_token.setdefault(k, r.id)
    r.of = belongs_to(d, p, r) if named and kind == "organisation" else None
    r.of = owner.id if owner else r.of
    return r


def run_by(w: Walk, p: Phrase) -> Referent | None:
    """The body whose management a phrase names by a word for the body: 'la direction de L'ÉQUIPEMENTIER'; None for others."""
    d, k = w.d, p.head_end
    if not any("management" in n.classes for n in p.nouns) or k >= len(d.page.lows) or p.names:
        return None
    if d.page.lows[k] not in d.lex.classes["of"]:
        return None
    inner = w.reader.read(k if d.lex.is_("contracted", d.page.lows[k]) else k + 1)
    x = describe(d, inner) if inner and inner.nouns and inner.det == "definite" and not inner.proper else None
    r = take_up(d, x, p.start, ahead=False) if x is not None and not x.person else None
    return r if r is not None and r.kind == "organisation" and r.names else None


def belongs_to(d: Discourse, p: Phrase, r: Referent) -> int | None:
    """The body or country that a body is of: 'le ministère de la Santé du gouvernement du Hamas', 'l'armée kényane'."""
    for n in p.names:
        owner = d.by_token.get(n.start)
        if owner is not None and owner != r.id and d.referents[owner].kind in ("organisation", "country", "place"):
            return owner
    return d.country(p.country)


def plural_article(d: Discourse, p: Phrase) -> bool:
    """Whether the determiner is plural."""
    return d.page.lows[p.start] in d.lex.classes["plural"]


def phrase_name(w: Walk, p: Phrase, j: int) -> str:
    """What an entity named by a phrase is called: its words without determiner, up to a comma, participle or clause."""
    d = w.d
    end = p.head_end
    while end < j and not (d.lex.is_("stop", d.page.lows[end]) or d.page.words[end].text in ",;:("):
        if d.page.words[end].pos == "VERB" and d.page.words[end].dep == "acl":
            break  # 'la chambre des comptes PUBLIÉ en janvier'
        end += 1
    a, b = d.page.span(p.core, max(end, p.head_end))
    return d.page.text[a:b]
