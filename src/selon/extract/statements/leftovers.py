"""Quotations that no cue of their own sentence took: introduced from the left, by a colon, running on, floating."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from selon.extract.statements.cues import Cue
from selon.extract.statements.draft import Draft
from selon.extract.statements.headlines import headline_words
from selon.extract.statements.page import Page
from selon.extract.statements.quotations import ENDS, cue_before, follows_at_once, is_whole, strip
from selon.extract.statements.speakers import can_speak, is_speaking_noun, running_speaker, speaker_of
from selon.extract.statements.subjects import adjacent_subject, subject
from selon.extract.statements.syntax import BARRIERS, SUBJECTS, fold, is_finite, noun_phrase, span_of
from selon.extract.statements.telling import make_draft
from selon.extract.statements.verb_groups import main_verb, verb_group
from selon.language.marks import Quotation
from selon.language.normal import letters

PARAGRAPH = 8  # words from which a quotation that stands alone is speech and no title
NICKNAME = 4  # words of what somebody is called
HEADING = 12  # letters of a heading's quotation that no chance repeats
LONGEST_HEAD = 12  # words that may name a speaker before a colon
# the tokens from which quoted words, with a verb or with none behind a colon, are speech and no name or title
SHORT, SENTENCE, LONG = 3, 5, 10


def introduced(page: Page, drafts: list[Draft], cues: list[Cue]) -> list[Draft]:
    """Quotations that nothing covers yet and that a cue or colon on their left introduces."""
    out: list[Draft] = []
    for q in page.quotations:
        holders = [d for d in (*drafts, *out) if not d.inside and d.content and _overlaps(d, q)]
        found = cue_before(page, q, cues)
        if holders and not (found is not None and all(_wider(page, d, q, found[1]) for d in holders)):
            continue
        if found is None:
            colon = _colon(page, q) or _shouted(page, q) or headline_words(page, q)
            if colon is not None:
                out.append(colon)
            continue
        rule, cue = found
        if rule == "verb and quotation" and any(_says_it(page, d, q, cue) for d in holders):
            continue
        if _historic(page, cue):
            out.append(_unsaid(page, cue, q))
            continue
        beside = [c for c in cues if cue.verb.sent.start <= c.start <= cue.start]
        historic = ((c, who) for c in beside if (who := _historic_subject(page, c)) is not None)
        if (told := next(historic, None)) is not None:
            draft = make_draft(page, told[0], rule, [q.inner], cue.verb.sent, source=told[1])
            out.extend([draft] if draft is not None else [])
            continue
        source = running_speaker(page, cue, cues, page.speakers)
        who = source or speaker_of(page, cue)
        if rule == "verb and quotation" and (who is None or cue.group.negated or not can_speak(page, who)):
            continue  # 'des raisons supérieures disent « mission terminée »'
        opening = page.token_from(q.open[0])
        if rule == "verb and quotation" and _is_nickname(page, cue, q):
            continue
        determined = rule == "verb and quotation" and page.doc[cue.end].pos_ == "DET" and cue.end == opening - 1
        said = (page.doc[cue.end].idx, q.outer[1]) if determined else q.inner  # 'dit SON « immense chagrin »'
        draft = make_draft(page, cue, rule, [said], cue.verb.sent, source=source)
        if draft is not None:
            out.append(draft)
    return out


def _is_nickname(page: Page, cue: Cue, q: Quotation) -> bool:
    """Whether a participle only tells how somebody is called: 'Omar Diallo, DIT « le Lézard », se souvient'."""
    doc, words = page.doc, page.text[slice(*q.inner)].split()
    called = fold(cue.verb) in page.grammar.participles_like_presents and cue.start == cue.verb.i
    return called and len(words) <= NICKNAME and cue.start > 0 and doc[cue.start - 1].text == ","


def _historic(page: Page, cue: Cue) -> bool:
    """Whether an infinitive tells a sentence of its own, of whoever spoke before: 'ET D'AJOUTER : « Q »'."""
    first = cue.verb.sent.start
    opening = [t for t in page.doc[first : cue.start] if not t.is_space]
    return (
        cue.bare_infinitive and len(opening) == 2 and opening[0].pos_ == "CCONJ" and fold(opening[1]) in page.grammar.of
    )


def _historic_subject(page: Page, cue: Cue) -> Token | None:
    """Who speaks in an infinitive that tells a sentence: 'Et PAUL MOREL de conclure : « Q »'."""
    doc, first = page.doc, cue.verb.sent.start
    opening = [t for t in doc[first : cue.start] if not t.is_space]
    if not cue.bare_infinitive or len(opening) < 3 or opening[0].pos_ != "CCONJ":
        return None
    if fold(opening[-1]) not in page.grammar.of or any(is_finite(t) or t.is_punct for t in opening):
        return None
    who = next((t for t in opening[1:-1] if t.pos_ in {"NOUN", "PROPN"}), None)
    return who if who is not None and can_speak(page, who) else None


def _unsaid(page: Page, cue: Cue, q: Quotation) -> Draft:
    """A quotation whose cue names no source in its sentence."""
    at = span_of(page.doc, cue.start, cue.end)
    sent = cue.verb.sent
    return Draft(
        "told on", cue.entry.act, False, at, None, (q.inner,), evidence=(at,), sentence=(sent.start_char, sent.end_char)
    )


def _overlaps(draft: Draft, q: Quotation) -> bool:
    return any(a < q.inner[1] and q.inner[0] < b for a, b in draft.content)


def _wider(page: Page, draft: Draft, q: Quotation, cue: Cue) -> bool:
    """Whether what a draft holds is somebody's telling of the quotation with its cue: 'X a dit : « Q », selon Y'."""
    at = page.doc[cue.verb.i].idx
    return any(a <= at and q.inner[1] <= b for a, b in draft.content)


def _says_it(page: Page, draft: Draft, q: Quotation, cue: Cue) -> bool:
    """Whether a draft holds the cue's infinitive with the quotation and no more: 'a dit REGRETTER « Q »' says it once."""
    start, end = draft.content[0]
    return cue.bare_infinitive and start == page.doc[cue.start].idx and end <= q.outer[1]


def _shouted(page: Page, q: Quotation) -> Draft | None:
    """What those shout of whom the clause tells: 'Ils ont défilé AUX CRIS DE « Q »'."""
    doc, opening = page.doc, page.token_from(q.open[0])
    sent = doc[opening].sent
    for words in page.grammar.shouts:
        first = opening - len(words.split())
        if first <= sent.start or " ".join(fold(t) for t in doc[first:opening]) != words:
            continue
        verb = next((t for t in reversed(doc[sent.start : first]) if is_finite(t)), None)
        main = None if verb is None else main_verb(verb, first)
        group = None if main is None else verb_group(main, page.grammar)
        who = None if group is None else subject(group, page.grammar) or adjacent_subject(group, page.grammar)
        source = span_of(doc, *noun_phrase(who, page.grammar)) if who is not None and can_speak(page, who) else None
        cue = span_of(doc, first, opening)
        return Draft("shouted", "say", False, cue, source, (q.inner,), evidence=(cue,), confidence=0.6, sentence=cue)
    return None


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
    closed = [i + 1 for i in range(start, colon) if page.closes(i)]
    start = max([start, *closed])  # 'La juge : « Q1 » L'ACCUSÉ : « Q2 »'
    dashes = [t.i for t in doc[start:colon] if t.text in BARRIERS and t.i > start and doc[t.i - 1].whitespace_]
    start = max([start, *(i + 1 for i in dashes)])  # 'Climat – Greta Olsen : « Q »'
    head = [t for t in doc[start:colon] if not t.is_space]
    if any(t.pos_ in {"VERB", "AUX"} and not is_speaking_noun(page, t) for t in head):
        return _noun_of_saying(page, q, start, colon) or _clause_before(page, q, start, colon)
    if not head or len(head) > LONGEST_HEAD:
        return None
    if all(t.pos_ in {"ADV", "CCONJ"} for t in head):  # 'PUIS : « Q »' is said by whoever spoke before
        return Draft("told on", "say", False, None, None, (q.inner,), confidence=0.5, sentence=q.outer)
    topic = next((t for t in head if t.pos_ in {"NOUN", "PROPN"}), None)
    if topic is not None and topic.lemma_.lower() in page.grammar.answer_nouns and topic.i + 1 < colon:
        return _noun_of_saying(page, q, start, colon)
    if topic is not None and topic.pos_ == "NOUN" and not (topic.ent_type_ or is_speaking_noun(page, topic)):
        return None  # 'FERMETURE de l'usine de Lens : « Q »'
    if not any(t.pos_ == "PROPN" for t in head):
        comma = next((t.i for t in reversed(head) if t.text == ","), None)
        start = start if comma is None else comma + 1  # 'Sur le mur, UNE INSCRIPTION : « Q »'
        noun = next((t for t in doc[start:colon] if t.pos_ in {"NOUN", "VERB"}), None)  # 'L'ACCUSÉ : « Q »'
        if noun is None or not can_speak(page, noun) or any(t.pos_ == "ADP" for t in doc[start : noun.i]):
            return None
        first = next((t for t in doc[start : noun.i] if t.pos_ in {"DET", "NUM"}), None)
        if first is None:
            return None  # 'Banques piratées : « Q »' is a headline's topic
        start = first.i
    span = page.clean(start, colon)
    if span is None:
        return None
    cue = (doc[colon].idx, doc[colon].idx + 1)
    return Draft("colon alone", "say", False, cue, span, (q.inner,), evidence=(cue,), confidence=0.7, sentence=span)


def continued(page: Page, drafts: list[Draft]) -> list[Draft]:
    """Adds quotations that run on with no cue of their own, and floating ones after narration as statements of their own."""
    out = sorted(drafts, key=lambda d: d.order)
    for q in page.quotations:
        if any(a < q.inner[1] and q.inner[0] < b for d in out if not d.inside for a, b in d.content):
            continue
        if not is_whole(page, q) or strip(page.text, q.inner) is None or _is_heading(page, q):
            continue
        before = [(n, d) for n, d in enumerate(out) if d.content and d.order < q.open[0] and not d.inside]
        if not before:
            out.extend(_alone(page, q))
            continue
        n, last = max(before, key=lambda x: (max(x[1].sentence[1], x[1].content[-1][1]), _in_marks(page, x[1])))
        end = max(last.sentence[1], last.content[-1][1])
        spoken = _in_marks(page, last)
        told = any(last.content[-1][1] <= a < q.open[0] for d in out if d is not last for a, _ in d.content)
        # a paragraph of its own goes on with the last quotation
        told = told and "\n" not in page.text[last.content[-1][1] : q.open[0]]
        if spoken and follows_at_once(page, end, q) and not told:
            out[n] = replace(last, content=(*last.content, q.inner))
        elif spoken or follows_at_once(page, end, q):
            out.append(Draft("floating", last.act, False, None, None, (q.inner,), confidence=0.5, sentence=q.outer))
        else:
            out.extend(_alone(page, q))
    return sorted(out, key=lambda d: d.order)


def _is_heading(page: Page, q: Quotation) -> bool:
    """Whether a quotation alone in its line is a heading between paragraphs: short and without a full stop, or said again below."""
    text = page.text
    line, rest = _beside(text, q)
    words = text[slice(*q.inner)].split()
    if line or rest or not words or len(words) > LONGEST_HEAD or not text[q.outer[1] :].strip():
        return False
    inner = letters(text[slice(*q.inner)])
    again = any(o is not q and inner in letters(text[slice(*o.inner)]) for o in page.quotations)
    return again or words[-1][-1] not in ENDS


def repeated(page: Page, drafts: list[Draft]) -> list[Draft]:
    """Quotations of a heading whose words stand in marks in the article as well, where it says whose they are."""
    out = []
    for q in page.quotations:
        words = letters(page.text[slice(*q.inner)])
        if len(words) < HEADING or not _heads(page, q) or any(_overlaps(d, q) for d in drafts):
            continue
        said = (d for d in drafts if any(words in letters(page.text[a:b]) for a, b in d.content) and _in_marks(page, d))
        if (same := next(said, None)) is not None:
            out.append(Draft("repeated", same.act, False, None, None, (q.inner,), confidence=0.5, sentence=q.outer))
    return out


def headed(page: Page, drafts: list[Draft]) -> list[Draft]:
    """Quotations that are or open a heading and that nothing holds: '« C'est fini » : le maire s'en va'. Whose they are is not told."""
    out = []
    for q in page.quotations:
        words = page.doc[page.token_from(q.inner[0]) : page.token_upto(q.inner[1])]
        said = any(is_finite(t) for t in words) and len(page.text[slice(*q.inner)].split()) >= SHORT
        if said and _heads(page, q) and not any(_overlaps(d, q) for d in drafts):
            out.append(Draft("heading", "say", False, None, None, (q.inner,), confidence=0.5, sentence=q.outer))
    return out


def _beside(text: str, q: Quotation) -> tuple[str, str]:
    """What stands in a quotation's line before and behind it."""
    line = text[text.rfind("\n", 0, q.outer[0]) + 1 : q.outer[0]].strip()
    return line, text[q.outer[1] :].split("\n", 1)[0].strip()


def _heads(page: Page, q: Quotation) -> bool:
    """Whether a quotation is a line of its own or opens one before a colon."""
    line, rest = _beside(page.text, q)
    return (not rest and (not line or line.endswith((":", ",")))) or (not line and rest.startswith(":"))


def _in_marks(page: Page, draft: Draft) -> bool:
    """Whether a part of a content ends inside marks."""
    return any(page.quotation_of(page.token_upto(b) - 1) for _, b in draft.content)


def _alone(page: Page, q: Quotation) -> list[Draft]:
    """A quotation that is a paragraph of its own after narration: somebody says it, the article does not say who."""
    text = page.text
    before, behind = text[: q.outer[0]].rstrip(" \u00a0\t"), text[q.outer[1] :].lstrip(" \u00a0\t.")
    opens = not before or before.endswith("\n")
    whole = not behind or behind.startswith("\n")
    words = text[slice(*q.inner)].split()
    verb = any(is_finite(t) for t in page.doc[page.token_from(q.inner[0]) : page.token_upto(q.inner[1])])
    speech = verb and words[-1][-1] in ENDS and words[0][:1].isupper()  # 'Sa voix tremble. « On nous a menti. »'
    if not (speech and len(words) >= SHORT) and not (opens and whole and len(words) >= PARAGRAPH):
        return []
    return [Draft("quotation alone", "say", False, None, None, (q.inner,), confidence=0.5, sentence=q.outer)]


def _clause_before(page: Page, q: Quotation, start: int, colon: int) -> Draft | None:
    """Whole sentences behind a clause and a colon, whatever its verb: 'Le refrain continue : « Q »', 'publia le message suivant : « Q »'.

    Its subject speaks if it can; a source is not invented where it cannot.
    """
    doc = page.doc
    verb = next((t for t in reversed(doc[start:colon]) if is_finite(t) and page.quotation_of(t.i) is None), None)
    words = doc[page.token_from(q.inner[0]) : page.token_upto(q.inner[1])]
    closed = page.text[slice(*q.inner)].rstrip()[-1:] in ENDS
    whole = len(words) >= (SENTENCE if closed or any(is_finite(t) for t in words) else LONG)
    if verb is None or not whole:
        return None
    main = main_verb(verb, colon)
    group = verb_group(main, page.grammar)
    who = subject(group, page.grammar) or adjacent_subject(group, page.grammar)
    speaks = who is not None and who.i < group.start and can_speak(page, who)
    if who is not None and fold(who) in page.grammar.first_person:
        return None
    cue = span_of(doc, group.start, group.end)
    return Draft(
        rule="colon after a clause",
        act="say",
        denied=False,
        cue=cue,
        source=span_of(doc, *noun_phrase(who, page.grammar)) if who is not None and speaks else None,
        content=(q.inner,),
        evidence=(cue, (doc[colon].idx, doc[colon].idx + 1)),
        confidence=0.5,
        sentence=(doc[start].idx, q.outer[1]),
    )


def _noun_of_saying(page: Page, q: Quotation, start: int, colon: int) -> Draft | None:
    """'Le communiqué de X est bref : « Q »', 'La réponse de X tient en trois mots : « Q »': the subject is what was said."""
    doc, g = page.doc, page.grammar
    subject = next((t for t in doc[start:colon] if t.dep_ in SUBJECTS and t.pos_ == "NOUN"), None)
    # 'RÉACTION du maire : « Q »'
    subject = subject or next((t for t in doc[start : start + 2] if t.pos_ == "NOUN"), None)
    if subject is None or subject.lemma_.lower() not in g.medium_nouns | g.answer_nouns:
        return None
    source = noun_phrase(subject, g)
    if subject.lemma_.lower() in g.answer_nouns:
        owner = next((c for c in subject.children if c.dep_ == "nmod" and can_speak(page, c)), None)
        if owner is None:
            return None
        source = noun_phrase(owner, g)
    cue = (doc[colon].idx, doc[colon].idx + 1)
    return Draft(
        rule="colon after a noun of saying",
        act="say",
        denied=False,
        cue=cue,
        source=span_of(doc, *source),
        content=(q.inner,),
        evidence=(cue, span_of(doc, *source)),
        confidence=0.6,
        sentence=(doc[start].idx, q.outer[1]),
    )
