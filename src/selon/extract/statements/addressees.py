"""To whom: clitic, prepositional phrase or object, as the cue's entry says it marks its addressee."""

from __future__ import annotations

from spacy.tokens import Token

from selon.extract.statements.cues import Cue
from selon.extract.statements.page import Page
from selon.extract.statements.speakers import can_speak
from selon.extract.statements.syntax import noun_phrase, span_of, uncontracted
from selon.model import Span

PEOPLE = {"PER", "ORG", "LOC", "GPE"}


ABOUT = frozenset({"accuse", "criticise"})  # acts whose object is whom they are about, not whom they are said to


def addressee_of(page: Page, cue: Cue, person: Token | None, content: list[Span]) -> Span | None:
    """The words that say to whom, outside the content; None where the sentence does not say."""
    for token in _candidates(page, cue, person):
        span = span_of(page.doc, *noun_phrase(token, page.grammar))
        if not any(a < span[1] and span[0] < b for a, b in content):
            return span
    return None


def _candidates(page: Page, cue: Cue, person: Token | None) -> list[Token]:
    g = page.grammar
    out: list[Token] = []
    if cue.group.dative is not None:
        out.append(cue.group.dative)
    to = set(cue.entry.to)
    if person is not None and (
        cue.options("to+inf") or "obj" in to or (cue.options("obj+inf") and cue.entry.act not in ABOUT)
    ):
        out.append(person)
    for c in cue.verb.children:
        case = next((k for k in c.children if k.dep_ == "case"), None)
        if case is None:
            if c.dep_ == "obj" and "obj" in to and c.i > cue.verb.i:
                out.append(c)
            continue
        marker = uncontracted(case, g)
        if (
            c.dep_ in {"obl", "obl:arg", "obl:mod", "iobj"}
            and (marker in to or marker in g.audience_prepositions)
            and (_speaks(c) or (marker in to and c.ent_type_ != "LOC" and can_speak(page, c)))
            and not any(k.dep_ == "nummod" for k in c.children)
        ):
            out.append(c)
    return out


def _speaks(token: Token) -> bool:
    """Whether a prepositional phrase can be an audience: a name of a person or body, or a plural or pronoun."""
    if token.ent_type_ in {"PER", "ORG"} or token.pos_ == "PRON":
        return True
    return token.pos_ in {"NOUN", "PROPN"} and "Plur" in token.morph.get("Number", [])
