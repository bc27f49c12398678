"""Words between a cue and its content that belong to the telling: when, how and on what occasion something is said."""

from __future__ import annotations

from collections.abc import Collection

from spacy.tokens import Span

from selon.extract.statements.page import Page
from selon.extract.statements.speakers import can_speak
from selon.extract.statements.syntax import fold, is_finite, is_gerund, stands_at, uncontracted

ASIDE = 16  # tokens that an aside between two commas has at most
BEARING = 7  # tokens that tell how a speaker looks
ADVERBIAL = 5  # tokens from a preposition to its noun


def over_telling(page: Page, i: int, sent: Span, marks: Collection[str] = ()) -> int:
    """The first token from i on that is no adverbial of the telling; none begins with one of the `marks` that a cue takes.

    'a annoncé CE MATIN, VERS 7H30, son abandon', 'souhaite À LONG TERME doubler', 'a fait référence DE FAÇON INDIRECTE à',
    'insiste DEVANT LA PRESSE sur', 'a présenté LORS D'UNE RÉUNION À LYON son plan'.
    """
    while i < sent.end and not page.opens(i):
        past = (
            _fixed(page, i, sent) or _adverbial(page, i, sent) or _aside(page, i, sent) or _circle(page, i, sent, marks)
        )
        if past is None:
            break
        i = past
    return i


def over_connective(page: Page, i: int, end: int) -> int:
    """The token behind a connective and its comma at token i, where nothing quoted begins: 'CEPENDANT, P, ont affirmé X'."""
    for words in page.grammar.connectives:
        behind = i + len(words.split())
        if behind + 1 >= end or page.doc[behind].text != "," or page.quotation_of(i) is not None:
            continue
        if " ".join(fold(t) for t in page.doc[i:behind]) == words:
            return behind + 1
    return i


def is_connective(page: Page, i: int, end: int) -> bool:
    """Whether tokens `[i, end)` are a connective and no more."""
    return " ".join(fold(t) for t in page.doc[i:end]) in page.grammar.connectives


def _circle(page: Page, i: int, sent: Span, marks: Collection[str]) -> int | None:
    """Past a phrase that says before whom or on what occasion something is told: 'DEVANT LA PRESSE', 'LORS D'UN DÉBAT'."""
    doc, g = page.doc, page.grammar
    if uncontracted(doc[i], g) in marks:
        return None
    if (
        doc[i].pos_ == "ADP"
        and fold(doc[i]) in g.medium_prepositions
        and i + 1 < sent.end
        and doc[i + 1].pos_ == "PROPN"
    ):
        end = i + 2
        while end < sent.end and doc[end].pos_ in {"PROPN", "NUM"}:
            end += 1
        return end  # 'a dit hier SUR FRANCE 2 que P'
    long = max((p for p in g.occasion_prepositions if stands_at(doc, p, i, g)), key=len, default=None)
    audience = fold(doc[i]) in g.audience_prepositions and fold(doc[i]) not in g.infinitive_markers
    if long is None and not audience:
        return None
    first = i + (len(long.split()) if long is not None else 1)
    noun = next((t for t in doc[first : min(first + 4, sent.end)] if t.pos_ in {"NOUN", "PROPN"}), None)
    if noun is None or any(t.pos_ not in {"DET", "ADJ", "NUM"} for t in doc[first : noun.i]):
        return None
    if not can_speak(page, noun) and noun.lemma_.lower() not in g.occasion_nouns:
        return None
    end = noun.i + 1
    while end < sent.end and (
        doc[end].pos_ in {"ADJ", "PROPN"}
        or (_of(page, end, marks) and doc[end].head.dep_ == "nmod" and noun.i <= doc[end].head.head.i < end)
        or (doc[end].pos_ in {"DET", "NOUN"} and doc[end - 1].pos_ in {"ADP", "DET"})
    ):
        end += 1
    return end


def _of(page: Page, i: int, marks: Collection[str]) -> bool:
    """Whether token i is an 'of' that the cue itself does not take."""
    word = uncontracted(page.doc[i], page.grammar)
    return page.doc[i].pos_ == "ADP" and word in page.grammar.of and word not in marks


def _fixed(page: Page, i: int, sent: Span) -> int | None:
    """Past words that the grammar lists: 'en outre'."""
    for words in page.grammar.telling_adverbials:
        end = i + len(words.split())
        if end <= sent.end and " ".join(fold(t) for t in page.doc[i:end]) == words:
            return end
    return None


def _adverbial(page: Page, i: int, sent: Span) -> int | None:
    """Past a noun of time, manner or occasion with its preposition or determiner: 'ce matin', 'à long terme', 'vendredi'."""
    doc, g = page.doc, page.grammar
    if doc[i].pos_ == "ADV" and fold(doc[i]) not in g.comparatives | g.negations | g.quantifiers | g.question_words:
        return i + 1
    first = fold(doc[i])
    manner = first in g.of
    definite = first in g.demonstratives or "Def" in doc[i].morph.get("Definite", [])
    if doc[i].pos_ in {"DET", "NUM"} and not definite:
        return _span_later(page, i, sent)  # but 'a demandé DIX ANS de prison'
    for j in range(i, min(i + ADVERBIAL, sent.end)):
        lemma = doc[j].lemma_.lower()
        if doc[j].pos_ in {"NOUN", "PROPN"} or lemma in g.time_nouns:
            medium = doc[i].pos_ == "ADP" and first in g.medium_prepositions and lemma in g.medium_nouns
            if not medium and lemma not in (g.manner_nouns if manner else g.time_nouns):
                return None
            end = j + 1
            while end < sent.end and (doc[end].pos_ in {"ADJ", "NUM"} or doc[end].lemma_.lower() in g.time_nouns):
                end += 1
            if medium and j == i + 1:
                return end  # 's'est plaint PAR COURRIER des odeurs'
            return None if end < sent.end and fold(doc[end]) in g.of else end
        if doc[j].pos_ not in {"ADP", "DET", "ADJ", "NUM"} or (
            j > i and "Ind" in doc[j].morph.get("Definite", []) and not manner and first not in g.duration_prepositions
        ):
            return None
    return None


def _span_later(page: Page, i: int, sent: Span) -> int | None:
    """Past a span of time that ends in how it lies to another: 'QUELQUES HEURES PLUS TARD', 'DEUX JOURS APRÈS'."""
    doc, g = page.doc, page.grammar
    noun = next((t.i for t in doc[i + 1 : min(i + 3, sent.end)] if t.lemma_.lower() in g.time_nouns), None)
    for end in (noun + 3, noun + 2) if noun is not None else ():
        if end <= sent.end and noun is not None and " ".join(fold(t) for t in doc[noun + 1 : end]) in g.time_tails:
            return end
    return None


def _aside(page: Page, i: int, sent: Span) -> int | None:
    """Past an aside between commas that holds no verb of its own: ', grâce aux indications d'anciens détenus,'."""
    doc = page.doc
    if doc[i].text != "," or i + 1 >= sent.end:
        return None
    if doc[i + 1].pos_ == "PRON" and i + 2 < sent.end and doc[i + 2].text == ",":
        return i + 3  # 's'inquiète, ELLE, de N'
    bare = doc[i + 1].pos_ in {"NOUN", "PROPN"} and doc[i + 1].is_lower  # ', SCHÉMAS À L'APPUI,'
    counted = doc[i + 1].pos_ in {"DET", "NUM"} and i + 2 < sent.end  # ', QUELQUES MINUTES APRÈS LE VERDICT,'
    timed = any(t.lemma_.lower() in page.grammar.time_nouns for t in doc[i + 1 : i + 2 + counted])
    if not (bare or timed or doc[i + 1].pos_ in {"ADP", "ADV"} or _bearing(page, i + 1, sent)):
        return None
    for j in range(i + 1, min(i + ASIDE, sent.end)):
        if doc[j].text == ",":
            return j + 1
        if is_finite(doc[j]) or is_gerund(doc[j]) or doc[j].text in {":", ";"} or page.opens(j):
            return None
    return None


def _bearing(page: Page, i: int, sent: Span) -> bool:
    """Whether tokens from i to the next comma say how somebody looks who speaks: ', LES YEUX ROUGES,', ', LA VOIX BRISÉE,'."""
    doc = page.doc
    if i + 1 >= sent.end or "Def" not in doc[i].morph.get("Definite", []) or doc[i + 1].pos_ != "NOUN":
        return False
    close = next((j for j in range(i + 2, min(i + BEARING, sent.end)) if doc[j].text == ","), None)
    return close is not None and close > i + 2 and not any(t.pos_ == "CCONJ" for t in doc[i:close])
