"""Drafts made into records: ids, kinds, quoted fragments and nesting."""

from __future__ import annotations

from selon.extract.statements.draft import Draft
from selon.extract.statements.page import Page
from selon.model import Source, Span, Statement, StatementKind

# one quoted word of the narrator's clause that the marks lay in its subject's mouth is no direct speech ('pour "anéantir"')
SPEECH = frozenset({"dialogue"})  # rules of what is said without marks
PHRASAL = frozenset({"purpose in marks"})


def to_records(page: Page, drafts: list[Draft]) -> list[Statement]:
    """The statements in the order of the text; ids are `s1`, `s2`, … in that order."""
    drafts = sorted(drafts, key=lambda d: d.order)
    ids = {id(d): f"s{n}" for n, d in enumerate(drafts, 1)}
    return [
        Statement(
            id=ids[id(d)],
            kind=kind_of(page, d),
            act=d.act,
            denied=d.denied,
            source=Source(span=d.source),
            cue=d.cue,
            content=list(d.content),
            quoted=quoted_in(page, d),
            addressee=None if d.addressee is None else Source(span=d.addressee),
            within=_within(d, drafts, ids),
            confidence=d.confidence,
            rule=d.rule,
            evidence=list(d.evidence),
        )
        for d in drafts
    ]


def kind_of(page: Page, draft: Draft) -> StatementKind:
    """direct: all of the content stands inside marks; mixed: some of it; indirect: none; act: there is no content."""
    if not draft.content:
        return "act"
    if draft.rule in SPEECH:
        return "direct"
    if draft.inside:
        inner = [q for q in page.analysis.marks.quotations if q.parent is not None]
    else:
        inner = list(page.analysis.marks.quotations)
    if draft.rule not in PHRASAL and all(
        any(q.inner[0] <= a and b <= q.inner[1] for q in inner) for a, b in draft.content
    ):
        return "direct"
    return "mixed" if any(a < q.outer[1] and q.outer[0] < b for a, b in draft.content for q in inner) else "indirect"


def quoted_in(page: Page, draft: Draft) -> list[Span]:
    """The quoted fragments inside the content, without their marks."""
    out: list[Span] = []
    for q in page.quotations:
        for a, b in draft.content:
            x, y = max(a, q.inner[0]), min(b, q.inner[1])
            if x < y:
                out.append((x, y))
    return sorted(out)


def _within(draft: Draft, drafts: list[Draft], ids: dict[int, str]) -> str | None:
    """The smallest other statement whose content holds this one's cue and content."""
    if draft.cue is None:
        return None
    holders = [
        (b - a, ids[id(d)])
        for d in drafts
        if d is not draft and d.content
        for a, b in [(d.content[0][0], d.content[-1][1])]
        if a <= draft.cue[0] and draft.cue[1] <= b
    ]
    return min(holders)[1] if holders else None
