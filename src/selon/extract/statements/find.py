"""All statements of an article, with spans only: cue by cue, sentence by sentence, then the quotations left over."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Span as Sentence
from spacy.tokens import Token

from selon.extract.statements.addressees import addressee_of
from selon.extract.statements.choose import choose
from selon.extract.statements.contents import find_content
from selon.extract.statements.cues import Cue, find_cues
from selon.extract.statements.draft import Content, Draft
from selon.extract.statements.edges import cut
from selon.extract.statements.incises import Incise, find_incises
from selon.extract.statements.nouns import noun_drafts
from selon.extract.statements.page import Page
from selon.extract.statements.phrases import covered, find_phrases, set_off, source_span
from selon.extract.statements.quotations import before_incise, cue_before, follows_at_once, is_whole, strip
from selon.extract.statements.records import to_records
from selon.extract.statements.syntax import fold, is_gerund, is_infinitive, noun_phrase, sentences, span_of, trim
from selon.language.analysis import Analysis
from selon.language.marks import Quotation
from selon.model import Span, Statement


def find_statements(analysis: Analysis) -> list[Statement]:
    """The statements of an article in the order of the text; sources and addressees have words but no entity yet."""
    page = Page(analysis)
    drafts: list[Draft] = []
    every: list[Cue] = []
    for sent in sentences(page.doc):
        cues = find_cues(sent, page.lexicon, page.grammar)
        every.extend(cues)
        drafts.extend(_sentence(page, sent, cues))
    drafts = choose(page, drafts)
    drafts.extend(_introduced(page, drafts, every))
    drafts = _continued(page, drafts)
    return to_records(page, choose(page, drafts))


def _sentence(page: Page, sent: Sentence, cues: list[Cue]) -> list[Draft]:
    incises = find_incises(sent, cues, page.grammar)
    out: list[Draft] = []
    taken: set[int] = set()
    speakers = {i.cue.verb.i: i.source for i in incises}
    for incise in incises:
        draft = _incise(page, incise, sent)
        if draft is not None:
            out.append(draft)
            taken.add(incise.cue.verb.i)
    for cue in cues:
        if cue.verb.i not in taken:
            draft = _cue(page, cue, sent, cues, incises, speakers)
            if draft is not None:
                out.append(draft)
    out.extend(_phrases(page, sent))
    out.extend(noun_drafts(page, sent))
    return out


def _incise(page: Page, incise: Incise, sent: Sentence) -> Draft | None:
    cue = incise.cue
    if not any(cue.can(f) for f in ("incise", "quote", "clause")):
        return None
    found = before_incise(page, incise)
    if found is None or not found[1]:
        return None
    rule, content = found
    quoted = rule != "incise"
    if not quoted and not (cue.can("incise") or (cue.group.inverted is not None)):
        return None
    if quoted and rule != "incise inside the marks":
        content = [*content, *_quoted_on(page, incise.end, sent)]
    elif not quoted:
        rest = page.clean(incise.end, sent.end)
        if rest is not None and page.doc[incise.end - 1].text != ":":
            content = [*content, rest]
    return _draft(page, cue, rule, content, sent, source=incise.source)


def _quoted_on(page: Page, start: int, sent: Sentence) -> list[Span]:
    """The quotation that goes on right behind an incise: '« Q1 », a dit X, « Q2 »'."""
    doc = page.doc
    while start < len(doc) and (doc[start].text in {",", ":"} or doc[start].is_space):
        start += 1
    q = page.quotation_of(start) if start < len(doc) and page.opens(start) and start <= sent.end else None
    return [q.inner] if q is not None and (start < sent.end or doc[start - 1].text in {",", ":"}) else []


def _unquoted(page: Page, span: Span) -> Span:
    """The inside of a quotation where the span is exactly one with its marks."""
    q = page.quotation_of(page.token_from(span[0]))
    return (
        q.inner if q is not None and q.open[0] == span[0] and span[1] >= q.inner[1] and span[1] <= q.outer[1] else span
    )


def _cue(
    page: Page, cue: Cue, sent: Sentence, cues: list[Cue], incises: list[Incise], speakers: dict[int, Token]
) -> Draft | None:
    inside = page.quotation_of(cue.verb.i) is not None
    if inside and not _third_person(page, cue):
        return None
    content = find_content(page, cue, sent)
    if content is None and inside and (nested := _nested(page, cue)) is not None:
        return _draft(page, cue, "nested quotation", [nested], sent)
    if content is None:
        if cue.can("alone") and cue.subject is not None and not inside:
            return _draft(page, cue, "act alone", [], sent)
        return None
    end = cut(page, cue, content, cues, incises)
    spans = _spans(page, cue, content, end, sent, incises)
    if not spans:
        return None
    source = _running_speaker(page, cue, cues, speakers)
    return _draft(page, cue, content.frame, spans, sent, source=source, person=content.addressee)


def _running_speaker(page: Page, cue: Cue, cues: list[Cue], speakers: dict[int, Token]) -> Token | None:
    """Who speaks with a participle that goes on from another cue: '…, a expliqué X, PRÉCISANT que P'."""
    goes_on = is_gerund(cue.verb) or _follows_on(page, cue)
    if not goes_on or page.quotation_of(cue.verb.i) is not None:
        return None
    if is_gerund(cue.verb) and cue.subject is not None and cue.verb.head.i not in speakers:
        return None
    before = [c for c in cues if c.start < cue.start and page.quotation_of(c.verb.i) is None]
    for other in reversed(before):
        speaker = speakers.get(other.verb.i) or other.subject
        if speaker is not None:
            return speaker
    return None


def _nested(page: Page, cue: Cue) -> Span | None:
    """The quotation inside a quotation that a cue introduces: '« Il a répondu : "Oui" », m'a dit X'."""
    i = cue.end
    while i < len(page.doc) and (page.doc[i].text in {":", ","} or page.doc[i].is_space):
        i += 1
    if i >= len(page.doc):
        return None
    at = page.doc[i].idx
    return next((q.inner for q in page.analysis.marks.quotations if q.parent is not None and q.open[0] == at), None)


def _follows_on(page: Page, cue: Cue) -> bool:
    """Whether an infinitive tells what its speaker said next: 'avant de POURSUIVRE'."""
    before = " ".join(fold(t) for t in page.doc[max(cue.start - 2, 0) : cue.start])
    return is_infinitive(cue.verb) and before in page.grammar.follow_on_markers


def _third_person(page: Page, cue: Cue) -> bool:
    """Inside a quotation only somebody else's words are a statement of their own: 'Le BEA nous a affirmé que …'."""
    s = cue.subject
    return (
        s is not None
        and fold(s) not in page.grammar.first_person | page.grammar.second_person
        and (cue.can("clause") or cue.can("quote"))
    )


def _spans(page: Page, cue: Cue, content: Content, end: int, sent: Sentence, incises: list[Incise]) -> list[Span]:
    """The content's code points, less the incises and source phrases inside, and inside the marks where all is quoted."""
    start = content.start
    q = page.quotation_of(cue.verb.i)
    if q is not None:
        end = min(end, page.token_upto(q.inner[1]))
    tail = page.quotation_of(end - 1) if end > start else None
    if (
        q is None
        and tail is not None
        and tail.open[0] >= page.doc[start].idx
        and end == sent.end
        and not page.closes(end - 1)
    ):
        end = page.token_upto(
            tail.outer[1]
        )  # a quotation that runs on over its sentence's end belongs to its cue whole
    holes = sorted(
        [(i.start, i.end) for i in incises if i.cue is not cue and start < i.start and i.end <= end and i.end > i.start]
        + [
            (_comma_before(page, p.start), _comma_after(page, p.end))
            for p in find_phrases(page, sent)
            if start <= p.start and p.end <= end and _parenthetic(page, p.start, p.end, start, end)
        ]
    )
    spans: list[Span] = []
    at = start
    for a, b in [*holes, (end, end)]:
        span = page.clean(at, min(a, end)) if at < a else None
        if span is not None:
            spans.append(_unquoted(page, span) if content.frame in {"clause", "question"} else span)
        at = max(at, b)
    return spans


def _parenthetic(page: Page, a: int, b: int, start: int, end: int) -> bool:
    """Whether a source phrase is set off by commas or stands at the content's end: then it belongs to the telling."""
    doc = page.doc
    before = a == start or doc[a - 1].text in {",", "("}
    after = b >= end or doc[b].text in {",", ")", "."}
    return before and after


def _comma_before(page: Page, i: int) -> int:
    return i - 1 if i > 0 and page.doc[i - 1].text in {",", "("} else i


def _comma_after(page: Page, i: int) -> int:
    return i + 1 if i < len(page.doc) and page.doc[i].text in {",", ")"} else i


def _phrases(page: Page, sent: Sentence) -> list[Draft]:
    out = []
    for phrase in find_phrases(page, sent):
        risky = phrase.entry.words in page.grammar.risky_phrases
        if risky and not set_off(page, phrase, sent):
            continue
        spans = [_unquoted(page, s) for a, b in covered(page, phrase, sent) if (s := page.clean(a, b)) is not None]
        if not spans:
            continue
        cue = span_of(page.doc, phrase.start, phrase.cue_end)
        out.append(
            Draft(
                rule=f"source phrase: {phrase.entry.words}",
                act=phrase.entry.act,
                denied=phrase.entry.denied,
                cue=cue,
                source=source_span(page, phrase),
                content=tuple(spans),
                evidence=(cue,),
                confidence=0.6 if risky else 0.9,
                sentence=(sent.start_char, sent.end_char),
                inside=page.quotation_of(phrase.start) is not None,
            )
        )
    return out


def _draft(
    page: Page,
    cue: Cue,
    rule: str,
    content: list[Span],
    sent: Sentence,
    *,
    source: Token | None = None,
    person: Token | None = None,
) -> Draft | None:
    who = source if source is not None else cue.subject
    if who is None:
        return None
    words = fold(who)
    if page.quotation_of(cue.verb.i) is None and words in page.grammar.first_person:
        return None
    span = _source_span(page, cue, who)
    cue_span = (
        span_of(page.doc, cue.start, cue.end)
        if cue.end - cue.start > 1
        else (cue.verb.idx, cue.verb.idx + len(cue.verb))
    )
    return Draft(
        rule=rule,
        act=cue.entry.act,
        denied=cue.denied,
        cue=cue_span,
        source=span,
        content=tuple(content),
        addressee=addressee_of(page, cue, person, content),
        evidence=(cue_span,),
        confidence=0.9 if content else 0.7,
        sentence=(sent.start_char, sent.end_char),
        inside=page.quotation_of(cue.verb.i) is not None,
    )


def _source_span(page: Page, cue: Cue, who: Token) -> Span:
    """The words of a source, without the cue that may hang on them ('l'agence du pays INDIQUANT')."""
    if who.text.startswith("-"):
        return span_of(page.doc, who.i, who.i + 1)
    start, end = noun_phrase(who, page.grammar)
    if who.i < cue.start < end:
        end = cue.start
    elif start < cue.end <= who.i:
        start = cue.end
    return span_of(page.doc, *trim(page.doc, start, end, page.grammar))


def _introduced(page: Page, drafts: list[Draft], cues: list[Cue]) -> list[Draft]:
    """Quotations that nothing covers yet and that a cue or colon on their left introduces."""
    out: list[Draft] = []
    for q in page.quotations:
        holders = [d for d in (*drafts, *out) if not d.inside and d.content and _overlaps(d, q)]
        found = cue_before(page, q, cues)
        if holders and not (found is not None and all(_wider(page, d, q, found[1]) for d in holders)):
            continue
        if found is None:
            colon = _colon(page, q)
            if colon is not None:
                out.append(colon)
            continue
        rule, cue = found
        draft = _draft(page, cue, rule, [q.inner], cue.verb.sent, source=_running_speaker(page, cue, cues, {}))
        if draft is not None:
            out.append(draft)
    return out


def _overlaps(draft: Draft, q: Quotation) -> bool:
    return any(a < q.inner[1] and q.inner[0] < b for a, b in draft.content)


def _wider(page: Page, draft: Draft, q: Quotation, cue: Cue) -> bool:
    """Whether what a draft holds is somebody's telling of the quotation with its cue: 'X a dit : « Q », selon Y'."""
    at = page.doc[cue.verb.i].idx
    return any(a <= at and q.inner[1] <= b for a, b in draft.content)


def _colon(page: Page, q: Quotation) -> Draft | None:
    """'X : « Q »' with no verb: the noun phrase before the colon speaks, where it is all that its sentence holds."""
    doc = page.doc
    opening = page.token_from(q.open[0])
    colon = opening - 1
    while colon >= 0 and doc[colon].is_space:
        colon -= 1
    if colon < 1 or doc[colon].text != ":":
        return None
    start = doc[opening].sent.start
    head = [t for t in doc[start:colon] if not t.is_space]
    if (
        not head
        or len(head) > 12
        or any(t.pos_ in {"VERB", "AUX"} for t in head)
        or not any(t.pos_ == "PROPN" for t in head)
    ):
        return None
    span = page.clean(start, colon)
    if span is None:
        return None
    cue = (doc[colon].idx, doc[colon].idx + 1)
    return Draft("colon alone", "say", False, cue, span, (q.inner,), evidence=(cue,), confidence=0.7, sentence=span)


def _continued(page: Page, drafts: list[Draft]) -> list[Draft]:
    """Adds quotations that run on with no cue of their own, and floating ones after narration as statements of their own."""
    out = sorted(drafts, key=lambda d: d.order)
    for q in page.quotations:
        if any(a < q.inner[1] and q.inner[0] < b for d in out if not d.inside for a, b in d.content):
            continue
        if not is_whole(page, q) or strip(page.text, q.inner) is None:
            continue
        before = [(n, d) for n, d in enumerate(out) if d.content and d.order < q.open[0] and not d.inside]
        if not before:
            continue
        n, last = max(before, key=lambda x: max(x[1].sentence[1], x[1].content[-1][1]))
        end = max(last.sentence[1], last.content[-1][1])
        spoken = any(page.quotation_of(page.token_from(a)) for a, _ in last.content)
        if spoken and follows_at_once(page, end, q):
            out[n] = replace(last, content=(*last.content, q.inner))
        elif spoken:
            out.append(Draft("floating", last.act, False, None, None, (q.inner,), confidence=0.5, sentence=q.outer))
    return out
