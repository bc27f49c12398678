"""Who can speak: whether a cue's subject names a person, a body or a document, and who goes on speaking."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from spacy.tokens import Token

from selon.extract.entities.lexicon import load_entity_lexicon, longest, low
from selon.extract.statements.cues import Cue
from selon.extract.statements.incises import tells
from selon.extract.statements.page import Page
from selon.extract.statements.subjects import described
from selon.extract.statements.syntax import NOMINAL, fold, is_finite, is_gerund, is_infinitive, over_label
from selon.language.lexicon import Verb


@cache
def speaking_nouns(lang: str) -> frozenset[str]:
    """The heads of all nouns for persons, bodies and documents in the language's tables."""
    lex = load_entity_lexicon(lang)
    return frozenset(key[0] for key in lex.nouns if len(key) == 1)


def can_speak(page: Page, token: Token) -> bool:
    """Whether a token names somebody or something that says things: a name, a pronoun, a person, a body, a document."""
    if token.ent_type_ in {"PER", "ORG", "LOC", "GPE"} or token.pos_ == "PRON" or token.text.startswith("-"):
        return fold(token) not in page.grammar.impersonal_demonstratives
    if token.pos_ in {"PROPN", "NUM", "SYM"} or token.text[:1].isupper() or not token.text[:1].isalpha():
        return True
    pair = (fold(token.nbor(-1)), fold(token)) if token.i else ()
    if pair in load_entity_lexicon(page.analysis.lang).pronouns:
        return True  # 'CE DERNIER a salué P'
    if is_speaking_noun(page, token) or fold(token) in page.grammar.some_people:
        return True
    if token.lemma_.lower() in page.grammar.quantity_nouns:
        return any(c.dep_ == "nmod" and can_speak(page, c) for c in token.children)  # 'des CENTAINES de manifestants'
    if token.pos_ == "NOUN" and fold(token).endswith(page.grammar.human_endings):
        things = page.grammar.things_with_human_endings
        return fold(token) not in things and fold(token).removesuffix("s") not in things
    return any(c.dep_ in {"appos", "flat:name"} and c.pos_ == "PROPN" for c in token.children)


def is_speaking_noun(page: Page, token: Token) -> bool:
    """Whether the tables hold a token, or it and the words behind it ('la PROTECTION civile'), as a noun for somebody."""
    nouns = speaking_nouns(page.analysis.lang)
    if low(token.text) in nouns or token.lemma_.lower() in nouns:
        return True
    lex = load_entity_lexicon(page.analysis.lang)
    words = [low(t.text) for t in page.doc[token.i : token.i + 4]]
    found = longest(lex.nouns, words, 0, len(words))
    return found is not None and found[0] > 1


def with_document_frames(page: Page, cue: Cue) -> Cue:
    """The cue with the frames that its entry takes only where a document speaks, if one does: 'LA LOI prévoit de plafonner N'."""
    more = cue.entry.document if isinstance(cue.entry, Verb) else ()
    if not more or cue.subject is None:
        return cue
    if not is_document(page, cue.subject):
        return cue
    return replace(cue, entry=cue.entry.model_copy(update={"frames": (*cue.entry.frames, *more)}))


def is_person(page: Page, token: Token) -> bool:
    """Whether a noun or name is of a person."""
    entries = load_entity_lexicon(page.analysis.lang).nouns.get((low(token.text),), ())
    return token.ent_type_ == "PER" or any(n.kind == "person" for n in entries)


def is_document(page: Page, token: Token) -> bool:
    """Whether a noun names a text."""
    entries = load_entity_lexicon(page.analysis.lang).nouns.get((low(token.text),), ())
    return any("document" in n.classes for n in entries)


def running_speaker(page: Page, cue: Cue, cues: list[Cue], speakers: dict[int, Token]) -> Token | None:
    """Who speaks with a participle or infinitive that goes on from another cue: '…, a expliqué X, PRÉCISANT que P'.

    `speakers` maps the verbs of incises to their sources.
    """
    if cue.group.shared and (first := _whose_auxiliary(page, cue, cues)) is not None:
        return first
    goes_on = cue.gerund or follows_on(page, cue) or _shares_subject(page, cue)
    if not goes_on or page.quotation_of(cue.verb.i) is not None:
        return None
    governed = cue.start > cue.verb.sent.start and page.doc[cue.start - 1].pos_ in {"ADP", "CCONJ"}
    if cue.gerund and not governed and cue.subject is not None and cue.verb.head.i not in speakers:
        return None  # but EN DÉMENTANT P shares the main verb's subject, whatever the parse says
    before = [c for c in cues if c.start < cue.start and page.quotation_of(c.verb.i) is None]
    for other in reversed(before):
        speaker = speakers.get(other.verb.i) or speaker_of(page, other)
        if speaker is not None:
            return speaker
    return None


def _whose_auxiliary(page: Page, cue: Cue, cues: list[Cue]) -> Token | None:
    """Who speaks with the first cue before a participle that shares its auxiliary: 'LE MINISTÈRE a rappelé que P et SOULIGNÉ que Q'."""
    first = next((c for c in cues if c.start < cue.start and c.group.finite and c.verb.i > c.start), None)
    if first is None or page.quotation_of(cue.verb.i) is not page.quotation_of(first.verb.i):
        return None
    return page.speakers.get(first.verb.i) or speaker_of(page, first)


def _shares_subject(page: Page, cue: Cue) -> bool:
    """Whether a cue without a subject is joined to what was told before: 'dément que P, et DÉNONCE des mensonges'."""
    if not cue.group.finite or cue.group.passive or (cue.subject is not None and can_speak(page, cue.subject)):
        return False
    i = cue.start - 1
    while i > cue.verb.sent.start and page.doc[i].pos_ == "ADV":
        i -= 1
    return i >= cue.verb.sent.start and page.doc[i].pos_ == "CCONJ"


def follows_on(page: Page, cue: Cue) -> bool:
    """Whether an infinitive tells what its speaker said next: 'avant de POURSUIVRE'."""
    before = " ".join(fold(t) for t in page.doc[max(cue.start - 2, 0) : cue.start])
    return is_infinitive(cue.verb) and before in page.grammar.follow_on_markers


def speaker_of(page: Page, cue: Cue) -> Token | None:
    """The cue's subject, by the parse or else by its place."""
    if cue.group.passive or not cue.group.finite:
        return cue.subject
    if cue.subject is None:
        return subject_before(page, cue)
    if fold(cue.subject) in page.grammar.relative_pronouns and cue.subject.pos_ == "PRON":
        return _antecedent_by_order(page, cue.subject.i) or cue.subject
    return _nearer_antecedent(page, cue) or cue.subject


def _antecedent_by_order(page: Page, i: int) -> Token | None:
    """The noun before the relative pronoun at token i that can speak, for a parse that sees no relative clause."""
    doc, first = page.doc, page.doc[i].sent.start
    if (name := described(doc, i)) is not None:
        return name
    i -= 2 if i > first and doc[i - 1].text == "," else 1
    if i > first and doc[i].text == ")":
        i = next((j - 1 for j in range(i - 1, first, -1) if doc[j].text == "("), i)  # 'Alain Roques (PS), QUI'
    while i > first and doc[i].pos_ == "ADJ":
        i -= 1
    noun = doc[i] if i >= first and doc[i].pos_ in {"NOUN", "PROPN"} else None
    while noun is not None and not can_speak(page, noun):
        above = noun.head
        noun = above if noun.dep_ == "nmod" and first <= above.i < noun.i else None
    return noun


def _nearer_antecedent(page: Page, cue: Cue) -> Token | None:
    """The noun right before a relative pronoun, where the parse takes one that cannot speak for its antecedent.

    'a suscité des réactions de la part de l'ALLEMAGNE, qui a réaffirmé N': Germany, not the reactions.
    """
    doc, i = page.doc, cue.start - 1
    if cue.verb.dep_ != "acl:relcl" or cue.subject is None:
        return None
    quoted = page.quotation_of(cue.subject.i) is not page.quotation_of(cue.verb.i)
    if (can_speak(page, cue.subject) and not quoted) or i < cue.verb.sent.start:
        return None
    if fold(doc[i]) not in page.grammar.relative_pronouns:
        return None
    if (name := described(doc, i)) is not None:
        return name
    i -= 2 if doc[i - 1].text == "," else 1
    while i > cue.verb.sent.start and doc[i].pos_ == "ADJ":
        i -= 1
    noun = doc[i] if i >= cue.verb.sent.start else None
    return noun if noun is not None and noun.pos_ in {"NOUN", "PROPN"} and can_speak(page, noun) else None


def subject_before(page: Page, cue: Cue) -> Token | None:
    """The noun phrase that stands before a finite cue in its clause, where the parse names no subject.

    'Le ministre des finances, Pierre Moscovici, A pour sa part AJOUTÉ' with a broken parse: 'ministre'.
    """
    doc, sent = page.doc, cue.verb.sent
    start = cue.start
    before = doc[start - 1] if start > sent.start else None
    if before is not None and before.pos_ == "ADV" and fold(before) in page.grammar.some_people:
        return before  # 'BEAUCOUP parient déjà sur un rachat', for a tagger's adverb
    while start > sent.start:
        token = doc[start - 1]
        if token.text in {";", ":"} or token.pos_ == "SCONJ" or is_finite(token) or token.is_quote or token.is_space:
            break
        if fold(token) in page.grammar.relative_pronouns:
            return None
        start -= 1
    mute = page.grammar.reflexives - page.grammar.subject_clitics  # 'S'exprimant à Lyon, X a dit que P'
    nominal = (t for t in doc[start : cue.start] if t.pos_ in NOMINAL and t.pos_ != "NUM" and fold(t) not in mute)
    for t in (t for t in nominal if not start <= t.head.i < t.i or _behind_gerund(t)):
        governed = any(c.dep_ == "case" and not _opens_name(c, t) for c in t.children)
        if not governed and can_speak(page, t):
            return t
    return leading_noun(page, cue)


def main_clause(page: Page, cue: Cue, start: int, *, whole: bool = True) -> tuple[int, Token] | None:
    """Where what a gerund at the head of its sentence reports ends, and who says it: 'Estimant que P, LE MAIRE a voté contre'.

    By order alone, for a parse that hangs the main clause on the gerund: behind the first comma after a clause (if what is
    reported is a `whole` one), a noun phrase or pronoun that can speak and a finite verb before the next comma. None where
    there is no such thing.
    """
    doc, sent = page.doc, cue.verb.sent
    if not cue.gerund or any(t.is_alpha and t.pos_ not in {"ADP", "ADV"} for t in doc[sent.start : cue.start]):
        return None
    told, begin = not whole, start
    for comma in (t.i for t in doc[start : sent.end] if t.text == "," and page.quotation_of(t.i) is None):
        told, begin = told or tells(doc[begin:comma], page.grammar), comma
        if not told:
            continue
        end = next((t.i for t in doc[comma + 1 : sent.end] if t.text in {",", ";", ":"}), sent.end)
        first = doc[comma + 1] if comma + 1 < end else None
        clitic = first is not None and fold(first) in page.grammar.subject_clitics
        who = first if clitic else _noun_at(page, comma + 1, end)
        told_there = who is not None and any(t.i in page.told for t in doc[who.i + 1 : end])
        if who is not None and can_speak(page, who) and (told_there or tells(doc[who.i + 1 : end], page.grammar)):
            return comma, who
    return None


def _behind_gerund(noun: Token) -> bool:
    """Whether a phrase stands behind the comma of a gerund that the parse hangs it on: 'S'exprimant à Lyon, X a dit que P'."""
    left = next(t.i for t in noun.subtree if not t.is_punct)
    return is_gerund(noun.head) and left > noun.sent.start and noun.doc[left - 1].text == ","


def leading_noun(page: Page, cue: Cue) -> Token | None:
    """The noun at the head of the sentence or behind one of its commas, with nothing but its own phrase up to the cue.

    'Près de la MOITIÉ des personnes qui ont répondu ont dit que P', 'West a continué : « Q » et AFFIRMA que P' for a parse
    without a subject.
    """
    doc, sent = page.doc, cue.verb.sent
    joined = cue.start > sent.start and doc[cue.start - 1].pos_ == "CCONJ"
    heads = [over_label(sent, cue.start), *(t.i + 1 for t in doc[sent.start : cue.start] if t.text == ",")]
    for start in heads[:1] if joined else reversed(heads):
        noun = _noun_at(page, start, cue.start)
        if noun is not None and can_speak(page, noun) and (joined or _is_phrase(page, noun.i + 1, cue.start)):
            return noun
    return None


def _noun_at(page: Page, i: int, end: int) -> Token | None:
    """The head of the bare noun phrase that begins at token i, over a conjunction, an adverb or a quantity."""
    doc = page.doc
    while i < end and (doc[i].pos_ == "CCONJ" or doc[i].is_space):
        i += 1
    if i + 1 < end and fold(doc[i]) in page.grammar.quantity_adverbs and fold(doc[i + 1]) in page.grammar.of:
        i += 2
    for token in doc[i : min(i + 5, end)]:
        named = token.pos_ == "X" and bool(token.ent_type_)
        counted = token.i + 2 < end and fold(doc[token.i + 1]) in page.grammar.of
        if token.lemma_.lower() in page.grammar.quantity_nouns and counted:
            return _noun_at(page, token.i + 2, end)  # 'la MOITIÉ des personnes'
        percent = token.pos_ == "NUM" and token.nbor(1).pos_ not in {"NOUN", "ADJ", "NUM"}
        if token.pos_ in {"NOUN", "PROPN"} or named or percent or token.text == "%":
            return token
        if token.pos_ not in {"DET", "ADJ", "NUM"} and token.dep_ != "det":
            return None
    return None


def _is_phrase(page: Page, start: int, end: int) -> bool:
    """Whether tokens only go on with a noun phrase: no punctuation, and no finite verb but a relative clause's first."""
    relative = False
    for token in page.doc[start:end]:
        if token.is_punct or token.pos_ == "SCONJ":
            return False
        if is_finite(token) and not relative and not token.dep_.startswith("aux"):
            return False
        relative = relative or fold(token) in page.grammar.relative_pronouns
    return True


def _opens_name(case: Token, name: Token) -> bool:
    """Whether a preposition at the head of a sentence is the first word of a name: 'DE Santis conclut que P'."""
    return case.i == case.sent.start and case.i == name.i - 1 and bool(name.ent_type_)
