"""All statements of an article, with spans only: cue by cue, sentence by sentence, then the quotations left over."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from spacy.tokens import Span as Sentence
from spacy.tokens import Token

from selon.extract.statements.addressees import ABOUT
from selon.extract.statements.adverbials import over_connective
from selon.extract.statements.attributes import NAMING
from selon.extract.statements.choose import choose
from selon.extract.statements.colons import colon_clause
from selon.extract.statements.contents import find_content
from selon.extract.statements.cues import Cue, find_cues, trapped
from selon.extract.statements.dialogues import dialogues
from selon.extract.statements.draft import RELATIVE, Content, Draft
from selon.extract.statements.edges import cut
from selon.extract.statements.headlines import headline_incises
from selon.extract.statements.holds import has_purpose, holds, third_person
from selon.extract.statements.incises import Incise, find_incises
from selon.extract.statements.leftovers import continued, headed, introduced, repeated
from selon.extract.statements.nouns import noun_drafts, pointing_back
from selon.extract.statements.page import Page
from selon.extract.statements.phrases import (
    SourcePhrase,
    find_phrases,
    gives_view,
    set_off,
    source_span,
    views_quotation,
)
from selon.extract.statements.purposes import purposes
from selon.extract.statements.quotations import before_incise, quotation_after
from selon.extract.statements.records import to_records
from selon.extract.statements.relatives import antecedent_span
from selon.extract.statements.scopes import covered
from selon.extract.statements.spans import comma_after, content_spans, over_quotation, unquoted, without
from selon.extract.statements.speakers import (
    can_speak,
    follows_on,
    main_clause,
    running_speaker,
    speaker_of,
    with_document_frames,
)
from selon.extract.statements.syntax import SUBJECTS, fold, is_finite, noun_phrase, sentences, span_of
from selon.extract.statements.taking_up import taken_up
from selon.extract.statements.telling import make_draft
from selon.language.analysis import Analysis
from selon.language.marks import Quotation
from selon.model import Span, Statement

SHORTEST = 3  # words that an unquoted clause before an incise has at least
UNMARKED = frozenset({"incise", "quotation in a clause"})  # rules whose words are not all in marks
TELLING = frozenset({"say", "write", "ask", "announce", "report", "explain", "propose"})


def find_statements(analysis: Analysis) -> list[Statement]:
    """The statements of an article in the order of the text; sources and addressees have words but no entity yet."""
    page = Page(analysis)
    drafts: list[Draft] = []
    every: list[Cue] = []
    for sent in sentences(page.doc):
        cues = [with_document_frames(page, c) for c in find_cues(sent, page.lexicon, page.grammar)]
        every.extend(cues)
        page.told.update(c.verb.i for c in cues if c.group.finite)
        drafts.extend(_sentence(page, sent, cues))
    drafts.extend(purposes(page, drafts))
    drafts = choose(page, drafts)
    drafts.extend(introduced(page, drafts, every))
    drafts = continued(page, drafts)
    drafts.extend(dialogues(page, drafts))
    drafts.extend(repeated(page, drafts))
    drafts.extend(headed(page, drafts))
    for before, sent in pairwise(sentences(page.doc)):
        said = any(a < before.end_char and before.start_char < b for d in drafts for a, b in d.content)
        if not said and (draft := pointing_back(page, sent, before)) is not None:
            drafts.append(draft)
    return to_records(page, choose(page, drafts))


def _sentence(page: Page, sent: Sentence, cues: list[Cue]) -> list[Draft]:
    incises = find_incises(sent, cues, page.grammar) or headline_incises(page, sent, cues)
    # 'l'ouvrage, s'il était fissuré, ne présentait AUCUN DANGER': nobody speaks
    incises = [i for i in incises if not i.cue.group.negated or can_speak(page, i.source)]
    out: list[Draft] = []
    taken: set[int] = set()
    speakers = {i.cue.verb.i: i.source for i in incises}
    page.speakers.update(speakers)
    for incise in incises:
        draft = _incise(page, incise, sent, cues)
        if draft is not None:
            out.append(draft)
            taken.add(incise.cue.verb.i)
    for cue in cues:
        if cue.verb.i not in taken:
            draft = _cue(page, cue, sent, cues, incises, speakers)
            if draft is not None:
                out.append(draft)
    out.extend(_phrases(page, sent, cues, incises))
    out.extend(taken_up(page, sent, cues, out))
    out.extend(noun_drafts(page, sent))
    return out


def _incise(page: Page, incise: Incise, sent: Sentence, cues: list[Cue]) -> Draft | None:
    cue = incise.cue
    if not any(cue.can(f) for f in ("incise", "quote", "clause")):
        return None
    found = before_incise(page, incise)
    if found is None:
        return None
    rule, content = found
    if rule == "quotation in a clause" and (alone := _behind_phrase(page, content[0], sent)) is not None:
        rule, content = "quotation", [alone]
    if rule == "incise inside the marks" and not third_person(page, cue, incise.source):
        return None
    if rule in UNMARKED and cue.group.inverted is None and not can_speak(page, incise.source):
        return None  # 'Elvie, une jeune entreprise, a lancé une publicité': its object is no speaker
    quoted = rule != "incise"
    if not quoted and not (cue.can("incise") or (cue.group.inverted is not None)):
        return None
    if not quoted and cue.group.inverted is None and not (cue.can("clause") or cue.can("quote")):
        return None  # '« Q », FAIT-il' speaks, 'L'incendie, A FAIT deux blessés, …' does not
    told_on = any(incise.source.i < c.start and c.end <= incise.end for c in cues)  # ', avant de SE REPRENDRE : « Q »'
    if quoted and rule != "incise inside the marks" and not told_on:
        content = [*content, *_quoted_on(page, incise.end, sent)]
    elif not quoted:
        rest = page.clean(incise.end, over_quotation(page, incise.end, sent.end, sent))
        head = page.doc[incise.end : min(incise.end + 2, sent.end)]
        relative = any(fold(t) in page.grammar.relative_pronouns - page.grammar.complementizers for t in head)
        closed = page.doc[incise.end - 1].text == ":" or (incise.end < sent.end and page.doc[incise.end].text == ";")
        if rest is not None and not relative and not closed:
            content = [*content, rest]
    short = sum(len(page.text[a:b].split()) for a, b in content) < SHORTEST
    word = page.doc[sent.start]
    single = incise.start == sent.start + 1 and word.pos_ not in {"DET", "PRON"} and not word.ent_type_
    last = incise.end >= sent.end - 1 and page.doc[incise.start].text == ","  # 'Une aumône, TRANCHE LA CGT.'
    if not content or (short and not quoted and not single and not last and cue.group.inverted is None):
        return None  # but 'Faux, RÉPLIQUE-T-ON', 'Mensonge, RÉTORQUE LE MAIRE' are whole
    draft = make_draft(page, cue, rule, content, sent, source=incise.source)
    mark = page.doc[incise.end - 1]
    if draft is not None and draft.source is not None and mark.text == "," and draft.source[0] < mark.idx:
        draft = replace(draft, source=(draft.source[0], min(draft.source[1], mark.idx)))
    if draft is not None and rule == "incise inside the marks":
        # the narrator's words stand inside the marks, not somebody's in a quotation
        return replace(draft, inside=False)
    return draft


def _behind_phrase(page: Page, span: Span, sent: Sentence) -> Span | None:
    """The quotation that is all of a clause but its source phrase: 'Selon X, « Q », a-t-elle dit' says Q."""
    start = page.token_from(span[0])
    for phrase in find_phrases(page, sent):
        opening = phrase.end + (page.doc[phrase.end].text == ",") if phrase.end < sent.end else sent.end
        if phrase.start == start and opening < sent.end and page.opens(opening):
            q = page.quotation_of(opening)
            return q.inner if q is not None and q.outer[1] >= span[1] else None
    return None


def _quoted_on(page: Page, start: int, sent: Sentence) -> list[Span]:
    """The quotation that goes on right behind an incise: '« Q1 », a dit X, « Q2 »'."""
    doc = page.doc
    while start < len(doc) and (doc[start].text in {",", ":"} or doc[start].is_space):
        start += 1
    q = page.quotation_of(start) if start < len(doc) and page.opens(start) and start <= sent.end else None
    return [q.inner] if q is not None and (start < sent.end or doc[start - 1].text in {",", ":"}) else []


def _cue(
    page: Page, cue: Cue, sent: Sentence, cues: list[Cue], incises: list[Incise], speakers: dict[int, Token]
) -> Draft | None:
    inside = page.quotation_of(cue.verb.i) is not None
    if inside and not third_person(page, cue):
        return None
    if cue.bare_infinitive and any(o.end == cue.start for o in cues if o is not cue):
        return None  # 'a dit ESPÉRER que P' is one statement
    content = None if _taken_up(page, cue) else find_content(page, cue, sent)
    # 'avant de SE REPRENDRE : P'
    said_on = running_speaker(page, cue, cues, speakers) if follows_on(page, cue) else None
    told = None if inside or any(i.start > cue.end for i in incises) else colon_clause(page, cue, sent, said_on)
    if content is None and told is not None:
        return told
    if content is None and inside and (nested := _nested(page, cue)) is not None:
        return make_draft(page, cue, "nested quotation", [nested], sent)
    if content is None:
        if (
            cue.can("alone")
            and (who := cue.subject or speaker_of(page, cue)) is not None
            and not inside
            and not trapped(cue)
            and (not cue.bare_infinitive or has_purpose(page, cue.start))
            and cue.group.negated <= cue.entry.denied
            and can_speak(page, who)
            and not _is_reported(page, cue, cues)
            and not _restricts(page, cue)
            and not any(t.text == "?" for t in sent[-2:])  # 'Que répond-elle aux familles ?'
        ):
            return make_draft(page, cue, "act alone", [], sent)
        return None
    front = main_clause(page, cue, content.start, whole=content.frame == "clause")
    source = front[1] if front else running_speaker(page, cue, cues, speakers)
    if content.frame not in {"clause", "question", "infinitive"} and trapped(cue):
        return None
    if not holds(page, cue, content, source or speaker_of(page, cue), inside=inside):
        return None
    if content.frame in {"noun phrase", "oblique"} and cue.entry.act in TELLING and _is_speech_act(page, content):
        if fold(page.doc[content.start]) in page.grammar.demonstratives:
            return None  # 'a formulé CES commentaires' points back to what has been told
        return make_draft(page, cue, "act of speech", [], sent, source=source)
    about = content.frame == "noun phrase" or (
        content.frame == "oblique" and (cue.entry.act in ABOUT or _names_somebody(page, content))
    )
    if about and (said := quotation_after(page, content.end)) is not None:
        return make_draft(page, cue, "colon", [said.inner], sent, source=source)  # 'a défendu sa décision : « Q »'
    edge = front[0] if front else cut(page, cue, content, cues, incises)
    end = _with_quotation(page, content, edge, sent)
    spans = content_spans(page, cue, content, end, sent, incises)
    if content.frame == RELATIVE and (before := antecedent_span(page, cue)) is not None:
        spans = [before, *spans]
    if not spans:
        return None
    by_agent = content.frame == "noun phrase" and (cue.group.passive or not (cue.group.finite or cue.gerund))
    rule = "noun phrase with agent" if by_agent else content.frame
    return make_draft(page, cue, rule, spans, sent, source=source, person=content.addressee)


def _names_somebody(page: Page, content: Content) -> bool:
    """Whether a content names somebody, to or of whom what follows is said: 'a eu un mot pour LE GARDIEN, ADA MOREL : « Q »'."""
    return any(t.ent_type_ == "PER" for t in page.doc[content.start : content.end])


def _is_reported(page: Page, cue: Cue, cues: list[Cue]) -> bool:
    """Whether an act only stands in what another cue reports: 'espère que le tribunal SE PRONONCE en sa faveur'."""
    before = (o for o in cues if o.end < cue.start and o.can("clause"))
    return any(fold(page.doc[o.end]) in page.grammar.complementizers for o in before)


def _taken_up(page: Page, cue: Cue) -> bool:
    """Whether a cue's object stands before it as 'ce que': 'c'est CE QU'avance le rapport, que X a lu'."""
    i = cue.start - 1
    return i > cue.verb.sent.start and f"{fold(page.doc[i - 1])} {fold(page.doc[i])}" in page.grammar.question_heads


def _restricts(page: Page, cue: Cue) -> bool:
    """Whether an act only says which of many people are meant: 'les parents QUI ONT RÉPONDU'."""
    i = cue.start - 1
    relative = i > cue.verb.sent.start and fold(page.doc[i]) in page.grammar.relative_pronouns
    who = cue.subject
    quantity = who is not None and who.lemma_.lower() in page.grammar.quantity_nouns
    many = who is not None and (quantity or "Plur" in who.morph.get("Number", []))
    return relative and many and page.doc[i - 1].text != ","


def _with_quotation(page: Page, content: Content, end: int, sent: Sentence) -> int:
    """The end of a content with the quotation that a colon behind it adds: 'a appelé à P : « Q »' is one statement."""
    if content.frame in {"noun phrase", "attribute", NAMING, RELATIVE} or end >= sent.end:
        return end
    q = quotation_after(page, end)
    return page.token_upto(q.outer[1]) if q is not None else end


def _is_speech_act(page: Page, content: Content) -> bool:
    """Whether the object names an act of speech and no more: 'a fait part de SES RÉFLEXIONS', 'a fait des REMARQUES'."""
    tokens = [t for t in page.doc[content.start : content.end] if t.pos_ in {"NOUN", "PROPN"}]
    if not tokens or not any(
        e.lemma == tokens[0].lemma_.lower() for e in page.lexicon.nouns_from(tokens[0].lemma_.lower())
    ):
        return False
    after = page.doc[tokens[0].i + 1 : content.end]
    if fold(page.doc[content.start]) in page.grammar.demonstratives:
        return True
    if any(page.opens(t.i) for t in page.doc[content.start : content.end]):
        return False
    behind = next((t for t in after if t.pos_ != "ADJ"), None)
    return behind is None or (
        behind.pos_ not in {"ADP", "SCONJ", "VERB"} and fold(behind) not in page.grammar.complementizers
    )


def _nested(page: Page, cue: Cue) -> Span | None:
    """The quotation inside a quotation that a cue introduces: '« Il a répondu : "Oui" », m'a dit X'."""
    i = cue.end
    while i < len(page.doc) and (page.doc[i].text in {":", ","} or page.doc[i].is_space):
        i += 1
    if i >= len(page.doc):
        return None
    at = page.doc[i].idx
    return next((q.inner for q in page.analysis.marks.quotations if q.parent is not None and q.open[0] == at), None)


def _phrases(page: Page, sent: Sentence, cues: list[Cue], incises: list[Incise]) -> list[Draft]:
    out = []
    phrases = find_phrases(page, sent)
    for phrase in phrases:
        risky = phrase.entry.words in page.grammar.risky_phrases and not gives_view(page, phrase, sent)
        if risky and not set_off(page, phrase, sent) and not views_quotation(page, phrase, sent):
            continue
        if _own_hedge(page, phrase) or _opens_telling(page, phrase, cues):
            continue
        ranges = [
            (_whole_quotation(page, over_connective(page, a, b), sent), over_quotation(page, a, b, sent))
            for a, b in covered(page, phrase, sent)
        ]
        holes = [(i.start, i.end) for i in incises if i.start >= phrase.end]
        holes += [
            (p.start, comma_after(page, p.end))
            for p in phrases
            if p != phrase and p.entry.words not in page.grammar.risky_phrases
        ]
        spans = [unquoted(page, s) for a, b in ranges for s in without(page, a, b, holes)]
        if (said := _announced(page, ranges, sent)) is not None:
            spans = [said]
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


def _announced(page: Page, ranges: list[tuple[int, int]], sent: Sentence) -> Span | None:
    """The quotation that a colon adds to words without a verb: 'Pour X, pas de doute : « Q »'."""
    if len(ranges) != 1:
        return None
    start, end = ranges[0]
    colon = next((t.i for t in page.doc[start:end] if t.text == ":" and page.quotation_of(t.i) is None), None)
    if colon is None or any(is_finite(t) for t in page.doc[start:colon]):
        return None
    q = quotation_after(page, colon)
    return q.inner if q is not None and page.token_upto(q.outer[1]) >= sent.end - 1 else None


def _whole_quotation(page: Page, i: int, sent: Sentence) -> int:
    """Where a covered sentence begins that ends a quotation of several: '« Q1. Q2. Q3 », dit-il, d'après le journal'."""
    q = page.quotation_of(i)
    return page.token_from(q.open[0]) if q is not None and q.open[0] < sent.start_char else i


def _opens_telling(page: Page, phrase: SourcePhrase, cues: list[Cue]) -> bool:
    """Whether a phrase only says for whom 'on' speaks: 'De source judiciaire, ON INDIQUE que P', 'APPREND-ON de bonne source'."""
    if phrase.unnamed and not page.doc[phrase.start].is_sent_start and not page.doc[phrase.start - 1].is_punct:
        return True  # it belongs to the verb before it, as in 'n'a pas été CONFIRMÉ de source sûre'
    i = phrase.end + (phrase.end < len(page.doc) and page.doc[phrase.end].text == ",")
    impersonal = i < len(page.doc) and fold(page.doc[i]) in page.grammar.indefinite_subjects
    return impersonal and any(c.start in (i, i + 1) and c.can("clause") for c in cues)


def _own_hedge(page: Page, phrase: SourcePhrase) -> bool:
    """Whether 'selon elle' only repeats the source of the clause that it opens: 'a déclaré que, SELON ELLE, …'."""
    i = phrase.start - 1
    if i > 0 and page.doc[i].text == ",":
        i -= 1
    pronoun = phrase.source[1] - phrase.source[0] == 1 and page.doc[phrase.source[0]].pos_ in {"PRON", "DET"}
    return pronoun and i > 0 and fold(page.doc[i]) in page.grammar.complementizers


def _noun_of_saying(page: Page, q: Quotation, start: int, colon: int) -> Draft | None:
    """'Le communiqué de X est bref : « Q »', 'La réponse de X tient en trois mots : « Q »': the subject is what was said."""
    doc = page.doc
    subject = next((t for t in doc[start:colon] if t.dep_ in SUBJECTS and t.pos_ == "NOUN"), None)
    if subject is None or subject.lemma_.lower() not in page.grammar.medium_nouns | page.grammar.answer_nouns:
        return None
    source = noun_phrase(subject, page.grammar)
    if subject.lemma_.lower() in page.grammar.answer_nouns:
        owner = next((c for c in subject.children if c.dep_ == "nmod" and can_speak(page, c)), None)
        if owner is None:
            return None
        source = noun_phrase(owner, page.grammar)
    cue = (doc[colon].idx, doc[colon].idx + 1)
    words = span_of(doc, *source)
    return Draft(
        "colon after a noun of saying",
        "say",
        False,
        cue,
        words,
        (q.inner,),
        evidence=(cue, words),
        confidence=0.6,
        sentence=words,
    )
