"""A draft made of a cue and what it reports: the source's words, the addressee, the cue's extent."""

from __future__ import annotations

from spacy.tokens import Span as Sentence
from spacy.tokens import Token

from selon.extract.statements.addressees import addressee_of
from selon.extract.statements.appositions import name_end
from selon.extract.statements.attributes import NAMING
from selon.extract.statements.cues import Cue
from selon.extract.statements.draft import Draft
from selon.extract.statements.page import Page
from selon.extract.statements.phrases import find_phrases, place_phrase, source_span
from selon.extract.statements.speakers import can_speak, is_document, speaker_of
from selon.extract.statements.syntax import fold, is_participle, noun_phrase, span_of, trim, uncontracted
from selon.model import Span

ASIDE = 5  # tokens within which 'on' is told whose side speaks: 'a-t-on appris mercredi soir DE source sûre'
# the words in the marks are affirmed, whatever the verb: '« Je n'ai rien volé », nie X'
SPOKEN = frozenset({"quotation", "joined quotations", "incise inside the marks", "colon"})


def make_draft(
    page: Page,
    cue: Cue,
    rule: str,
    content: list[Span],
    sent: Sentence,
    *,
    source: Token | None = None,
    person: Token | None = None,
) -> Draft | None:
    who = source or speaker_of(page, cue)
    if who is None:
        return None
    span = _source_span(page, cue, who, sent)
    if fold(who) in page.grammar.indefinite_subjects:
        side = _side_of(page, cue, who, sent)
        if side is None and cue.verb.lemma_.lower() in page.grammar.noticing_verbs:
            return None  # 'ON CONSTATE que P', 'a-t-on appris jeudi': the narrator's own
        span = side or span
    words = fold(who)
    addressed = any("2" in t.morph.get("Person", []) for t in page.doc[cue.start : cue.verb.i + 1])
    own = who.pos_ != "PROPN" and words in page.grammar.first_person
    if page.quotation_of(cue.verb.i) is None and (own or addressed):
        return None  # what 'je' and 'vous' say outside marks is the writer's own
    end = cue.end - (cue.group.restricted and cue.end == cue.group.end)
    end -= page.doc[end - 1].is_quote
    cue_span = (
        span_of(page.doc, cue.start, end) if end - cue.start > 1 else (cue.verb.idx, cue.verb.idx + len(cue.verb))
    )
    to = addressee_of(page, cue, person, content)
    return Draft(
        rule=rule,
        act="say" if rule == NAMING else cue.entry.act,  # 'appelle Y « Q »' calls for nothing
        denied=cue.denied and rule not in SPOKEN,
        cue=cue_span,
        source=span,
        content=tuple(content),
        addressee=None if to is None or (to[0] < span[1] and span[0] < to[1]) else to,  # nobody tells himself
        evidence=(cue_span,),
        confidence=0.9 if content else 0.7,
        sentence=(sent.start_char, sent.end_char),
        inside=page.quotation_of(cue.verb.i) is not None,
    )


def _side_of(page: Page, cue: Cue, who: Token, sent: Sentence) -> Span | None:
    """Whose side 'on' speaks for: 'Chez LES SYNDICATS, on craint que P', 'a-t-on appris de SOURCE JUDICIAIRE'."""
    before = who.i - (1 if page.doc[who.i - 1].text == "," else 0)
    if (
        cue.verb.lemma_.lower() in page.grammar.reading_verbs
        and cue.end + 1 < sent.end
        and page.doc[cue.end].pos_ == "ADP"
    ):
        text = next((t for t in page.doc[cue.end + 1 : cue.end + 4] if t.pos_ == "NOUN" and is_document(page, t)), None)
        if text is not None:
            return span_of(page.doc, *noun_phrase(text, page.grammar))  # 'peut-on lire dans LE COMMUNIQUÉ'
    behind = range(cue.end, min(cue.end + ASIDE, sent.end))
    for i in (sent.start, *behind):
        if (place := place_phrase(page, i, sent)) is not None:
            return place
    for phrase in find_phrases(page, sent):
        if (phrase.unnamed and phrase.start in behind) or (phrase.end == before and phrase.start == sent.start):
            return source_span(page, phrase)
    return None


def _behind_opening(page: Page, who: Token, start: int) -> int:
    """Where a source begins behind the time or participle that opens its sentence: 'La semaine dernière, NAVI PILLAY', 'Interrogé, SIMPSON'."""
    comma = next((t.i for t in page.doc[start : who.i] if t.text == ","), None)
    if comma is None:
        return start
    opening = page.doc[start:comma]
    when = any(t.lemma_.lower() in page.grammar.time_nouns for t in opening)
    return comma + 1 if when or is_participle(opening[0]) else start


def _opens_addressee(page: Page, cue: Cue, token: Token) -> bool:
    """Whether a preposition behind a source's name opens whom it is told to: 'a annoncé Ada Morel AUX journalistes'."""
    marker = uncontracted(token, page.grammar)
    named = token.nbor(-1).pos_ == "PROPN" and token.pos_ == "ADP"
    return named and marker in cue.entry_to and can_speak(page, token.head)


def _tells_when(page: Page, token: Token) -> bool:
    """Whether a token behind a source's noun opens a time or occasion: 'a dit M. Flake SAMEDI', 'a dit la police LORS d'une réunion'."""
    g, before = page.grammar, token.nbor(-1)
    bare = before.pos_ in {"PROPN", "NOUN", "ADJ"} and fold(before) not in g.contracted
    if token.pos_ == "ADV" and token.head.i == token.i + 1:
        return False  # 'le député NON inscrit'
    occasion = any(p.split()[0] == fold(token) for p in g.occasion_prepositions if len(p.split()[0]) > 2)
    return bare and (occasion or token.pos_ == "ADV" or (token.pos_ == "NOUN" and token.lemma_.lower() in g.time_nouns))


def _is_adverbial(page: Page, start: int, end: int) -> bool:
    """Whether the words behind a source's comma only join its sentence: 'L'Union syndicale, AU CONTRAIRE, s'inquiète'."""
    words = " ".join(fold(t) for t in page.doc[start:end] if not t.is_punct)
    return words in page.grammar.telling_adverbials | page.grammar.connectives


def _source_span(page: Page, cue: Cue, who: Token, sent: Sentence) -> Span:
    """The words of a source, without the cue that may hang on them ('l'agence du pays INDIQUANT')."""
    if who.text.startswith("-"):
        return span_of(page.doc, who.i, who.i + 1)
    start, end = noun_phrase(who, page.grammar)
    if who.i < cue.start < end:
        end = cue.start
    elif start < cue.end <= who.i:
        start = cue.end
    for phrase in find_phrases(page, sent):
        if phrase.start <= start < phrase.end < end <= cue.start:
            start = phrase.end  # 'Selon l'AFP, LE CONSEIL a appelé à …'
        elif who.i < phrase.start < end and page.doc[phrase.start - 1].text == ",":
            end = phrase.start  # 'LES AMÉRICAINS, selon Spieth, ont le sentiment que P'
    if who.i >= cue.end:
        end = next((t.i for t in page.doc[who.i + 1 : end] if _opens_addressee(page, cue, t)), end)
    start = _behind_opening(page, who, start)
    end = next((t.i for t in page.doc[who.i + 1 : end] if t.i in page.told or _tells_when(page, t)), end)
    end = next((t.i for t in page.doc[who.i + 1 : end] if t.text == "," and _is_adverbial(page, t.i + 1, end)), end)
    start, end = trim(page.doc, start, end, page.grammar)
    end = name_end(page, who, end)
    return span_of(page.doc, start, end) if start < end else span_of(page.doc, who.i, who.i + 1)
