"""What a statement gets once entities and times are known: when and on what occasion it was said."""

from __future__ import annotations

from selon.extract.statements.page import Page
from selon.extract.statements.syntax import fold, span_of
from selon.language.analysis import Analysis
from selon.model import Period, Span, Statement, Time


def settle_statements(analysis: Analysis, statements: list[Statement], times: list[Time]) -> list[Statement]:
    """The statements with `when` and `occasion`, each from the words of the telling around its cue."""
    page = Page(analysis)
    return [
        s.model_copy(update={"when": _when(page, s, statements, times), "occasion": _occasion(page, s)})
        for s in statements
    ]


def _telling(page: Page, s: Statement) -> list[Span]:
    """The parts of the cue's sentence that are no content: where the telling says when and where."""
    if s.cue is None:
        return []
    sent = page.doc[page.token_from(s.cue[0])].sent
    a, b = sent.start_char, sent.end_char
    out, at = [], a
    for x, y in sorted(s.content):
        if y <= a or x >= b:
            continue
        if x > at:
            out.append((at, x))
        at = max(at, y)
    if at < b:
        out.append((at, b))
    return out


def _when(page: Page, s: Statement, statements: list[Statement], times: list[Time]) -> Period | None:
    """The day of the telling's own time expression, nearest to the cue and outside every content."""
    if s.cue is None:
        return None
    parts = _telling(page, s)
    cue = s.cue
    near = [
        t
        for t in times
        if t.start is not None
        and t.type in {"date", "time"}
        and any(a <= t.span[0] and t.span[1] <= b for a, b in parts)
        and not any(x <= t.span[0] < y for o in statements if o.id != s.within for x, y in o.content)
        and abs(t.span[0] - cue[0]) < 120
    ]
    if not near:
        return None
    best = min(near, key=lambda t: min(abs(t.span[0] - cue[1]), abs(cue[0] - t.span[1])))
    return Period(start=best.start, end=best.end)


def _occasion(page: Page, s: Statement) -> Span | None:
    """'lors d'une CONFÉRENCE DE PRESSE' in the telling: the noun phrase of the occasion."""
    g = page.grammar
    for a, b in _telling(page, s):
        for token in page.doc[page.token_from(a) : page.token_upto(b)]:
            if token.pos_ != "NOUN" or token.lemma_.lower() not in g.occasion_nouns:
                continue
            start = min(
                (c.i for c in token.children if c.i < token.i and c.dep_ in {"det", "case", "fixed"}), default=token.i
            )
            before = " ".join(fold(t) for t in page.doc[max(start - 4, 0) : token.i])
            if not any(p.split()[0] in before.split() for p in g.occasion_prepositions):
                continue
            det = [c.i for c in token.children if c.dep_ == "det" and c.i < token.i]
            end = token.i + 1
            for c in token.children:
                if c.dep_ == "nmod" and c.i > token.i and c.ent_type_ == "":
                    end = max(end, c.i + 1)
            return span_of(page.doc, min(det, default=token.i), end)
    return None
