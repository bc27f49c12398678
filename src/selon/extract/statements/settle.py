"""What a statement gets once entities and times are known: when and on what occasion it was said."""

from __future__ import annotations

from selon.extract.statements.page import Page
from selon.extract.statements.syntax import SUBJECTS, fold, span_of, uncontracted
from selon.language.analysis import Analysis
from selon.model import Entity, Period, Span, Statement, Time

NEAR = 3  # paragraphs over which a day or an occasion is carried


def settle_statements(
    analysis: Analysis, statements: list[Statement], times: list[Time], entities: list[Entity]
) -> list[Statement]:
    """The statements with `when` and `occasion`, each from the words of the telling around its cue."""
    page = Page(analysis)
    told = [
        s.model_copy(update={"when": _when(page, s, statements, times), "occasion": _occasion(page, _telling(page, s))})
        for s in statements
    ]
    return _same_day(page, _same_occasion(page, told, entities))


def _same_occasion(page: Page, statements: list[Statement], entities: list[Entity]) -> list[Statement]:
    """The statements with the occasion that a sentence behind them names for them all: 'X s'EXPRIMAIT lors d'une réunion'.

    It holds for the quotations of the sentence's subject a few paragraphs before it.
    """
    out = list(statements)
    for sent in page.doc.sents:
        verb = next((t for t in sent if t.lemma_.lower() in page.grammar.speaking_verbs), None)
        if verb is None or "Imp" not in verb.morph.get("Tense", []):
            continue
        occasion = _occasion(page, [(sent.start_char, sent.end_char)])
        subject = next((c.idx for c in verb.children if c.dep_ in SUBJECTS), None)
        who = next((e.id for e in entities for a, b in e.mentions if subject is not None and a <= subject < b), None)
        if occasion is None or who is None:
            continue
        for n, s in enumerate(out):
            end = s.content[-1][1] if s.content else 0
            near = end and end <= sent.start_char and _paragraphs(page, end, sent.start_char) <= NEAR
            if near and s.source.entity == who and s.kind == "direct" and s.occasion is None:
                out[n] = s.model_copy(update={"occasion": occasion})
    return out


def _same_day(page: Page, statements: list[Statement]) -> list[Statement]:
    """The statements with the day of the same speaker's statement before them, where they name none of their own."""
    last: dict[str, tuple[int, Period]] = {}
    out = []
    for s in statements:
        entity, end = s.source.entity, max([b for _, b in s.content] + [s.cue[1] if s.cue else 0])
        if entity is not None and s.when is None and s.within is None and entity in last:
            at, period = last[entity]
            if _paragraphs(page, at, end) <= NEAR:
                s = s.model_copy(update={"when": period})
        if entity is not None and s.when is not None:
            last[entity] = (end, s.when)
        out.append(s)
    return out


def _paragraphs(page: Page, start: int, end: int) -> int:
    """How many paragraphs begin between two places."""
    return sum(1 for line in page.text[start:end].split("\n")[1:] if line.strip())


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


def _occasion(page: Page, parts: list[Span]) -> Span | None:
    """'lors d'une CONFÉRENCE DE PRESSE' in parts of the text: the noun phrase of the occasion."""
    g = page.grammar
    for a, b in parts:
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
                of = any(uncontracted(k, g) in g.of for k in c.children if k.dep_ == "case")
                if c.dep_ == "nmod" and of and c.i <= token.i + 3 and c.i > token.i and c.ent_type_ == "":
                    end = max(end, c.i + 1)
            return span_of(page.doc, min(det, default=token.i), end)
    return None
