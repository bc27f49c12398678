"""Headlines without a verb of their own before the telling: 'Trois morts dans un incendie, ANNONCE LA PRÉFECTURE'."""

from __future__ import annotations

from spacy.tokens import Span as Sentence

from selon.extract.statements.cues import Cue
from selon.extract.statements.draft import Draft
from selon.extract.statements.holds import OF_THINGS
from selon.extract.statements.incises import Incise, inverted_source, reports_on, tells
from selon.extract.statements.page import Page
from selon.extract.statements.speakers import can_speak
from selon.extract.statements.syntax import DASHES, NOMINAL, fold, is_finite
from selon.language.marks import Quotation

ACTS = OF_THINGS | {"warn"}


def headline_incises(page: Page, sent: Sentence, cues: list[Cue]) -> list[Incise]:
    """The incise that ends a sentence whose only finite verb is its own, behind a comma and before who speaks."""
    doc = page.doc
    for cue in cues:
        comma = cue.start - 1
        if comma <= sent.start or doc[comma].text != "," or not cue.can("incise"):
            continue
        if cue.entry.act not in ACTS and cue.can("np"):
            continue
        source = inverted_source(cue, sent, page.grammar)
        if source is None or cue.group.inverted is not None or not can_speak(page, source):
            continue
        if reports_on(cue, source, sent, page.grammar):
            continue
        end = next((t.i for t in doc[source.i + 1 : sent.end] if t.text in {",", ":", ";"}), sent.end)
        left, right = doc[sent.start : comma], doc[source.i + 1 : end]
        if tells(left, page.grammar) or any(is_finite(t) for t in right):
            continue
        goes_on = end < sent.end and doc[end].text == "," and _resumes(page, end + 1, sent)
        if not _names_somebody(page, left) and not goes_on:
            behind = end if end < sent.end and doc[end].text != "," else sent.end
            return [Incise(cue=cue, start=comma, end=behind, source=source)]
    return []


def headline_words(page: Page, q: Quotation) -> Draft | None:
    """A state in marks that ends a headline right behind who is in it: 'Grève reconduite, LA DIRECTION « OUVERTE AU DIALOGUE »'.

    A name in marks ('le collectif « Les Amis »') begins with a capital and is none.
    """
    doc, opening = page.doc, page.token_from(q.open[0])
    line = page.text.rfind("\n", 0, q.outer[0]) + 1
    behind = page.text[q.outer[1] :].split("\n", 1)[0].strip()
    if behind or not page.text[q.inner[0] : q.inner[1]][:1].islower() or page.token_from(line) == opening:
        return None
    joints = [t.i + 1 for t in doc[page.token_from(line) : opening] if t.text in {",", ":", ";", *DASHES}]
    start = max(joints, default=page.token_from(line))
    head = next((t for t in doc[start:opening] if t.pos_ in {"NOUN", "PROPN"}), None)
    if head is None or not can_speak(page, head) or any(t.pos_ in {"VERB", "AUX", "ADP"} for t in doc[start : head.i]):
        return None
    if any(is_finite(t) for t in doc[start:opening]):
        return None
    words = page.clean(start, opening)
    if words is None:
        return None
    return Draft("headline", "say", False, None, words, (q.inner,), evidence=(words,), confidence=0.5, sentence=words)


def _resumes(page: Page, i: int, sent: Sentence) -> bool:
    """Whether the words behind a comma go on with another clause, not with who the source is: no apposition, no relative."""
    doc = page.doc
    relative = any(fold(t) in page.grammar.relative_pronouns for t in doc[i : i + 2])
    clause = any(is_finite(t) for t in doc[i : next((t.i for t in doc[i : sent.end] if t.text == ","), sent.end)])
    return clause and not relative


def _names_somebody(page: Page, words: Sentence) -> bool:
    """Whether words begin with a determined noun phrase that could be the verb's subject: 'LE MAIRE, en colère, annonce N'."""
    colon = next((t.i + 1 - words.start for t in words if t.text == ":"), 0)
    part = words[colon:]
    head = next((t for t in part if t.pos_ in NOMINAL and t.pos_ != "NUM"), None)
    if head is None:
        return False
    first = next((t for t in part if not t.is_space), head)
    word = first.pos_ == "PROPN" and not first.ent_type_ and len(part) == 1  # 'MENSONGE, a rétorqué X'
    bare = (
        word or first.pos_ in {"NUM", "NOUN"} or (first.pos_ == "ADV" and fold(first) in page.grammar.negation_adverbs)
    )
    return can_speak(page, head) if not bare else head.ent_type_ == "PER"
