"""What stands behind a source and a comma and names or describes it: 'le capitaine, THOMAS LEQUEUX', 'Awa, VENDEUSE DE BEIGNETS'."""

from __future__ import annotations

from spacy.tokens import Token

from selon.extract.statements.page import Page
from selon.extract.statements.speakers import can_speak
from selon.extract.statements.syntax import fold, is_finite

LONGEST = 12  # tokens of an apposition that describes
TITLE = 5  # tokens before the name in one that names: 'le colonel', 'le Norvégien'
STOPS = {",", ".", "!", "?", ";", ":", "…", "...", ")"}


def apposition_end(page: Page, comma: int, end: int) -> int | None:
    """The punctuation that closes an apposition behind the comma at token `comma`; None where something else follows."""
    doc = page.doc
    stop = next((i for i in range(comma + 1, min(comma + 1 + LONGEST, end)) if doc[i].text in STOPS), end)
    words = doc[comma + 1 : stop]
    head = next((t for t in words if t.pos_ in {"NOUN", "PROPN"} or t.ent_type_ == "PER"), None)
    if head is None or any(is_finite(t) or t.pos_ == "SCONJ" for t in words):
        return None
    before = doc[comma + 1 : head.i]
    if any(t.pos_ not in {"DET", "ADJ"} or fold(t) in page.grammar.contracted for t in before):
        return None
    return stop if head.ent_type_ == "PER" or (can_speak(page, head) and not head.ent_type_) else None


def name_end(page: Page, who: Token, end: int) -> int:
    """The end of a source's words with the name that stands in apposition to a noun: 'son porte-parole, LE COLONEL TOM BRUN'.

    `end` where none does. The name must be closed by punctuation, so that it is no other clause's subject.
    """
    doc = page.doc
    if who.pos_ != "NOUN" or end >= who.sent.end or doc[end].text != "," or not can_speak(page, who):
        return end
    first = end + 1
    while first < min(end + 1 + TITLE, who.sent.end) and doc[first].ent_type_ != "PER":
        if doc[first].pos_ not in {"DET", "NOUN", "ADJ", "PROPN"}:
            return end
        first += 1
    last = first
    while last < who.sent.end and (doc[last].ent_type_ == "PER" or (last > first and _prefixed(doc[last]))):
        last += 1
    closed = last == who.sent.end or doc[last].text in STOPS or doc[last].is_quote or doc[last].is_space
    return last if last > first and closed and "Plur" not in who.morph.get("Number", []) else end


def _prefixed(token: Token) -> bool:
    """Whether a token is a surname with its article, which a recogniser leaves off: 'al-Tayeb'."""
    head, _, tail = token.text.partition("-")
    return head.islower() and tail[:1].isupper()
