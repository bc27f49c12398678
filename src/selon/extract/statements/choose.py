"""Choosing among drafts that tell the same: one cue, one statement; one source and one content, one statement."""

from __future__ import annotations

from selon.extract.statements.draft import Draft
from selon.extract.statements.page import Page

SAME = 0.9  # share of code points from which two contents are the same


def choose(page: Page, drafts: list[Draft]) -> list[Draft]:
    """The drafts that stand, in the order of the text."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (-d.confidence, d.order)):
        if not any(_displaces(page, k, draft) for k in kept):
            kept.append(draft)
    return sorted(kept, key=lambda d: d.order)


def _displaces(page: Page, kept: Draft, new: Draft) -> bool:
    """Whether a kept draft leaves no room for a new one."""
    if kept.cue is not None and new.cue is not None and kept.cue[0] < new.cue[1] and new.cue[0] < kept.cue[1]:
        return True
    if not kept.content or not new.content:
        return False
    a, b = kept.covered, new.covered
    if len(a & b) / len(a | b) < SAME:
        return False
    return _same_words(page, kept, new)


def _same_words(page: Page, a: Draft, b: Draft) -> bool:
    if a.source is None or b.source is None:
        return True
    if a.source[0] < b.source[1] and b.source[0] < a.source[1]:
        return True
    return page.text[slice(*a.source)].lower() == page.text[slice(*b.source)].lower()
