"""Choosing among drafts that tell the same: one cue, one statement; one source and one content, one statement."""

from __future__ import annotations

from selon.extract.statements.draft import Draft
from selon.extract.statements.page import Page
from selon.extract.statements.speakers import can_speak
from selon.extract.statements.syntax import NOMINAL, fold
from selon.extract.statements.telling import SPOKEN

SAME = 0.9  # share of code points from which two contents are the same


def choose(page: Page, drafts: list[Draft]) -> list[Draft]:
    """The drafts that stand, in the order of the text."""
    drafts = [d for d in drafts if not any(_repeats(page, d, o) for o in drafts)]
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (-d.confidence, d.order)):
        if not any(_displaces(page, k, draft) for k in kept):
            kept.append(draft)
    return sorted(kept, key=lambda d: d.order)


def _repeats(page: Page, inner: Draft, outer: Draft) -> bool:
    """Whether a draft inside another's indirect words has the same speaker: 'elle a ajouté qu'ELLE DOUTAIT que P'.

    A pronoun of the outer source's number and gender is taken for it; another one is somebody else.
    """
    if inner is outer or inner.cue is None or inner.source is None or outer.source is None or inner.inside:
        return False
    if not any(a <= inner.cue[0] < b for a, b in outer.content):
        return False
    if outer.rule.startswith("source phrase") and (inner.rule in SPOKEN or _stands_before(inner, outer)):
        return False  # '« Q », a-t-il dit, selon le journal', 'Il a dit que P, selon X': two people
    tokens = page.doc[page.token_from(inner.source[0]) : page.token_upto(inner.source[1])]
    token = tokens[0]
    if inner.rule.startswith("source phrase") and (
        token.pos_ not in {"PRON", "DET"} or len(tokens) > 1 or outer.rule.startswith("source phrase")
    ):
        return False  # but 'elle a dit que le texte est, SELON ELLE, mauvais' is one statement
    if inner.rule == "act alone" and inner.source == outer.source:
        return True  # 'a nié AVOIR TENU CES PROPOS'
    if inner.rule == "noun cue" and fold(token) in page.grammar.possessives:
        return True  # 'a réitéré SON SOUTIEN à X' is told once
    heads = [t for t in tokens if t.pos_ in NOMINAL]
    if inner.rule == "clause" and heads and not can_speak(page, heads[0]):
        return True  # 'a déclaré que LE TÉMOIGNAGE démontrait que P': a thing of the speaker's own argument
    if token.pos_ != "PRON" or fold(token) not in page.grammar.subject_clitics | page.grammar.dative_clitics:
        return False
    first = page.doc[page.token_from(outer.source[0]) : page.token_upto(outer.source[1])]
    begins = outer.rule == "incise" and inner.source[0] == outer.content[0][0] and _stands_before(inner, outer)
    if begins and any(t.pos_ in {"NOUN", "PROPN"} for t in first):
        return False  # 'IL dément P, comme l'affirmait UN TRACT': no pronoun stands before whom it takes up
    number = next((n for t in first for n in t.morph.get("Number", [])), "Sing")
    if (number == "Plur") != ("Plur" in token.morph.get("Number", [])):
        return False
    head = next((t for t in first if t.pos_ in NOMINAL), token)
    if head.pos_ != "NOUN":
        return True
    a, b = (set(t.morph.get("Gender", [])) for t in (head, token))
    return not a or not b or bool(a & b)  # 'selon la POLICE, IL a dit que P' is somebody else's


def _stands_before(a: Draft, b: Draft) -> bool:
    """Whether the cue of one draft stands before another's."""
    return a.cue is not None and b.cue is not None and a.cue[0] < b.cue[0]


def _displaces(page: Page, kept: Draft, new: Draft) -> bool:
    """Whether a kept draft leaves no room for a new one."""
    if kept.cue is not None and new.cue is not None and kept.cue[0] < new.cue[1] and new.cue[0] < kept.cue[1]:
        return True
    if not kept.content or not new.content:
        return False
    if kept.content[-1][1] <= new.content[0][0] or new.content[-1][1] <= kept.content[0][0]:
        return False  # far apart, as most are: an article of thousands of statements compares them all
    both = kept.shared(new)
    if both / (kept.size + new.size - both) < SAME:
        return False
    return _same_words(page, kept, new) or _neighbours(page, kept, new)


def _neighbours(page: Page, a: Draft, b: Draft) -> bool:
    """Whether two cues stand side by side with the same content: 'en se DISANT CONVAINCU que P' is told once."""
    if a.cue is None or b.cue is None:
        return False
    first, second = sorted((a.cue, b.cue))
    return not page.text[first[1] : second[0]].strip()


def _same_words(page: Page, a: Draft, b: Draft) -> bool:
    if a.source is None or b.source is None:
        return True
    if a.source[0] < b.source[1] and b.source[0] < a.source[1]:
        return True
    return page.text[slice(*a.source)].lower() == page.text[slice(*b.source)].lower()
