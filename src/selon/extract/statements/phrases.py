"""Source phrases: 'selon X', 'd'après X', 'aux yeux de X', 'pour X,' and what they cover."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Span, Token

from selon.extract.statements.appositions import name_end
from selon.extract.statements.page import Page
from selon.extract.statements.speakers import can_speak, is_person
from selon.extract.statements.subjects import described
from selon.extract.statements.syntax import (
    NOMINAL,
    fold,
    is_finite,
    is_infinitive,
    noun_phrase,
    span_of,
    trim,
    uncontracted,
)
from selon.extract.statements.verb_groups import main_verb
from selon.language.lexicon import Phrase

NAME = 3  # words that a bare name has at most


@dataclass(frozen=True, slots=True)
class SourcePhrase:
    """Tokens `[start, end)` of the phrase with its source; `cue_end` is where the introducing words end.

    Of an `unnamed` one the cue's own noun is all that there is of a source: 'de SOURCE POLICIÈRE'.
    """

    entry: Phrase
    start: int
    cue_end: int
    end: int
    source: tuple[int, int]
    unnamed: bool = False


def find_phrases(page: Page, sent: Span) -> list[SourcePhrase]:
    """The source phrases of a sentence, traps left out; several rules ask for those of one sentence."""
    held = page.phrases.get((sent.start, sent.end))
    if held is None:
        held = page.phrases[sent.start, sent.end] = _find_phrases(page, sent)
    return held


def _find_phrases(page: Page, sent: Span) -> list[SourcePhrase]:
    out: list[SourcePhrase] = []
    i = sent.start
    while i < sent.end:
        word = fold(page.doc[i])
        letters = {word[:1], uncontracted(page.doc[i], page.grammar)[:1]}
        entries = [p for p in page.prepositions if p.words[:1] in letters]
        own = _own_view(page, i, sent)
        if own is not None:
            out.append(own)
            i = own.end
            continue
        hit = next((p for p in entries if _matches(page, i, sent.end, p.words)), None)
        if hit is not None:
            phrase = _phrase(page, hit, i, sent)
            if phrase is not None:
                out.append(phrase)
                i = phrase.end
                continue
        i += 1
    return out


def _own_view(page: Page, i: int, sent: Span) -> SourcePhrase | None:
    """'À SON AVIS, P', 'À L'EN CROIRE, P': a phrase whose possessive or pronoun is what there is of a source."""
    for entry in page.own_views:
        for form in entry.forms:
            end = _match_end(page, i, sent.end, form)
            if end is None or end >= sent.end:
                continue
            doc, g = page.doc, page.grammar
            who = next((t.i for t in doc[i:end] if fold(t) in g.possessives | g.object_clitics), None)
            closed = doc[end].text == "," or (i > sent.start and doc[i - 1].text == ",")
            copula = i > sent.start and is_finite(doc[i - 1]) and doc[i - 1].lemma_.lower() in g.copulas
            closed = closed or copula  # 'Les faux sont À SES YEUX parfaitement établis'
            if who is not None and closed:
                return SourcePhrase(entry=entry, start=i, cue_end=end, end=end, source=(who, who + 1))
    return None


def _matches(page: Page, i: int, end: int, words: str) -> bool:
    """Whether the words stand at token i, whatever the tokens' borders ('d'après' is one token or two)."""
    doc = page.doc
    return _match_end(page, i, end, words) is not None and (
        i == 0 or bool(doc[i - 1].whitespace_) or not doc[i - 1].text.endswith("-")
    )


def _match_end(page: Page, i: int, end: int, words: str) -> int | None:
    wanted = words.replace(" ", "").replace("’", "'")
    got = ""
    g = page.grammar
    for j in range(i, min(i + len(words.split()) + 4, end)):
        got += fold(page.doc[j]).replace(" ", "")
        if got == wanted:
            return j + 1
        last = g.contracted.get(fold(page.doc[j]))
        if last is not None and got[: -len(fold(page.doc[j]))] + last == wanted:
            return j + 1
        if not wanted.startswith(got):
            return None
    return None


def _phrase(page: Page, entry: Phrase, i: int, sent: Span) -> SourcePhrase | None:
    doc, g = page.doc, page.grammar
    cue_end = _match_end(page, i, sent.end, entry.words)
    assert cue_end is not None
    if cue_end >= sent.end or (
        page.quotation_of(i) is not None and page.quotation_of(i) is not page.quotation_of(cue_end)
    ):
        return None
    if entry.initial and i > sent.start and not doc[i - 1].is_punct:
        return None  # 'apprendre aux machines À LIRE les contrats'
    if doc[cue_end - 1].pos_ == "NOUN" and cue_end - i > 1:
        return _unnamed(page, entry, i, cue_end, sent)
    if fold(doc[cue_end]) in g.relative_pronouns:
        return _relative(page, entry, i, cue_end, sent)
    ahead = doc[cue_end : min(cue_end + 3, sent.end)]
    head = _head(page, cue_end, sent)
    if head is None:
        return None
    title = head.i == cue_end and head.is_title and len(head) > 1  # 'selon Me Morel' is no 'selon moi'
    if not title and {head.lemma_.lower(), fold(head), fold(ahead[0])} & set(entry.traps):
        return None
    if not title and fold(head) in g.first_person | g.second_person:
        return None
    if head.pos_ == "PRON" and head.i == cue_end:
        return SourcePhrase(entry=entry, start=i, cue_end=cue_end, end=head.i + 1, source=(head.i, head.i + 1))
    start, end = noun_phrase(head, g)
    start = max(start, cue_end)
    end = max(
        _head_phrase_end(page, i, head, sent),
        _comma_bound(page, head, max(end, min(head.i + 2, sent.end)), sent.end),
        head.i + 1,
    )
    named = name_end(page, head, end)
    end = _unfolded(page, head, named if named > end and _stands_alone(page, named, sent.end) else end, sent)
    closing = _apposition_end(page, end, sent.end) if end < sent.end and i == sent.start else None
    if closing is not None and _stands_alone(page, closing, sent.end):
        end = closing  # 'Pour Me Morel, CONSEIL DE LA FAMILLE, son client …'
    if doc[end - 1].pos_ in {"CCONJ", "ADP"}:  # 'd'après l'investisseur ET expert Kai-Fu Lee'
        end = next((t.i for t in doc[end : sent.end] if t.is_punct or is_finite(t)), sent.end)
    return SourcePhrase(entry=entry, start=i, cue_end=cue_end, end=end, source=(start, end))


def place_phrase(page: Page, i: int, sent: Span) -> tuple[int, int] | None:
    """The code points of whose side 'on' speaks for, named at token i: 'Chez LES SYNDICATS, on …', 'apprend-on auprès de LA MAIRIE'."""
    kinds = {"clause", "origin"} if i == sent.start else {"origin"}
    for entry in page.lexicon.phrases:
        if entry.kind not in kinds:
            continue
        after = _match_end(page, i, sent.end, entry.words)
        head = _head(page, after, sent) if after is not None and after < sent.end else None
        if after is None or head is None or not can_speak(page, head) or head.lemma_.lower() in entry.traps:
            continue
        start, end = noun_phrase(head, page.grammar)
        return span_of(page.doc, max(start, after), max(end, head.i + 1))
    return None


def _unnamed(page: Page, entry: Phrase, i: int, cue_end: int, sent: Span) -> SourcePhrase | None:
    """'De SOURCE POLICIÈRE, P', 'apprend-on de SOURCE PROCHE DU DOSSIER': the noun of the cue is what there is of a source."""
    doc = page.doc
    stops = page.grammar.complementizers
    end = next((t.i for t in doc[cue_end : sent.end] if t.is_punct or is_finite(t) or fold(t) in stops), sent.end)
    closed = i > sent.start or (end < sent.end and doc[end].text == ",")
    if not closed or any(t.lemma_.lower() in entry.traps for t in doc[cue_end:end]):
        return None
    return SourcePhrase(entry=entry, start=i, cue_end=cue_end - 1, end=end, source=(cue_end - 1, end), unnamed=True)


def _relative(page: Page, entry: Phrase, i: int, cue_end: int, sent: Span) -> SourcePhrase | None:
    """'la sénatrice, SELON QUI la loi est bonne, …': the noun before the comma is the source."""
    doc = page.doc
    before = [t for t in doc[sent.start : i] if t.pos_ in NOMINAL]
    if i == sent.start or doc[i - 1].text != "," or not before:
        return None
    if any(t.pos_ != "ADJ" for t in doc[before[-1].i + 1 : i - 1]):
        return None
    head = before[-1]
    while (
        head.head.pos_ in NOMINAL
        and sent.start <= head.head.i < head.i
        and head.dep_ in {"nmod", "flat:name", "appos"}
        and page.quotation_of(head.head.i) is page.quotation_of(i)
    ):
        head = head.head
    head = described(page.doc, i) or head
    told = [s for s in page.speakers.values() if sent.start <= s.i < i]
    if not can_speak(page, head) and told and not any(is_finite(t) for t in doc[told[-1].i : i]):
        head = told[-1]  # '« Q », s'indigne le porte-parole de Droit au logement, POUR QUI P'
    if not can_speak(page, head) or head.lemma_.lower() in page.lexicon.nouns:
        return None
    start, end = noun_phrase(head, page.grammar)
    return SourcePhrase(entry=entry, start=i, cue_end=cue_end, end=cue_end + 1, source=(start, min(end, i)))


def _head(page: Page, i: int, sent: Span) -> Token | None:
    """The head of the noun phrase right behind the cue."""
    doc = page.doc
    for j in range(i, min(i + 8, sent.end)):
        token = doc[j]
        if token.pos_ in {"VERB", "AUX", "SCONJ", "CCONJ"} or (token.is_punct and not token.is_quote):
            return None
        if token.pos_ in NOMINAL and not (token.pos_ == "NUM" and j + 1 < sent.end and doc[j + 1].pos_ in NOMINAL):
            head = token
            while (
                head.head.i > head.i
                and head.head.pos_ in NOMINAL
                and head.head.i < sent.end
                and not any(t.text == "," for t in doc[head.i : head.head.i])
                and head.dep_ in {"nmod", "appos", "flat:name", "flat", "amod", "det", "nummod"}
            ):
                head = head.head
            return head
    return None


def _comma_bound(page: Page, head: Token, end: int, sent_end: int) -> int:
    """Where the source ends: a comma keeps an apposition ('X, porte-parole de Y, …') and drops a clause."""
    doc = page.doc
    for j in range(head.i + 1, end):
        if doc[j].text in {",", ";", ":", ")", "–", "—"} or (page.opens(j) and j > head.i + 1):
            rest = doc[j + 1 : end]
            closing = _apposition_end(page, j, sent_end)
            if closing is not None:
                return closing
            ends = end < sent_end and doc[end].text == ","
            if (
                doc[j].text == ","
                and rest
                and ends
                and _stands_alone(page, end, sent_end)
                and not any(is_finite(t) for t in rest)
                and _apposition(rest, head)
            ):
                continue
            return j
        if is_finite(doc[j]) and doc[j].dep_ != "acl:relcl":
            return j
    return end


def _head_phrase_end(page: Page, i: int, head: Token, sent: Span) -> int:
    """Where the phrase at the head of its sentence ends: its first comma, if no clause of its own stands before that.

    'Selon un rapport établi par l'INSEE sur « les revenus », P' with a parse that breaks the phrase off.
    """
    doc = page.doc
    if any(t.is_alpha for t in doc[sent.start : i]):
        return 0
    for j in range(head.i + 1, sent.end):
        if page.quotation_of(j) is not None:
            if page.opens(j) and doc[j - 1].text == ",":
                return 0
            continue
        if doc[j].text == ",":
            return j
        if is_finite(doc[j]) or doc[j].text in {":", ";"}:
            return 0
    return 0


def _unfolded(page: Page, head: Token, end: int, sent: Span) -> int:
    """The end of a pronoun with who it is behind its comma: 'Pour l'un d'eux, L'UNION DES MÉDECINS, la mesure coûterait N'."""
    doc = page.doc
    if head.pos_ != "PRON" or end + 1 >= sent.end or doc[end].text != ",":
        return end
    close = next((t.i for t in doc[end + 1 : sent.end] if t.text == ","), None)
    words = doc[end + 1 : close or end + 1]
    noun = next((t for t in words if t.pos_ in NOMINAL), None)
    named = noun is not None and can_speak(page, noun) and not any(is_finite(t) for t in words)
    return close if close is not None and named and _stands_alone(page, close, sent.end) else end


def _stands_alone(page: Page, end: int, sent_end: int) -> bool:
    """Whether a clause with its own subject follows the comma at `end`, so that what stands before it is an apposition."""
    if end + 1 < sent_end and fold(page.doc[end + 1]) in page.grammar.relative_pronouns:
        return False  # 'Selon X, LA RENCONTRE, qui …, aura lieu'
    for j in range(end + 1, sent_end):
        if page.doc[j].text == ",":
            return False
        if is_finite(page.doc[j]):
            return j > end + 1
    return page.opens(end + 1) if end + 1 < sent_end else False


def _apposition_end(page: Page, comma: int, sent_end: int) -> int | None:
    """The end of a bare noun phrase between commas: 'selon X, PORTE-PAROLE DU GROUPE, « Q »'."""
    doc = page.doc
    if doc[comma].text != "," or comma + 1 >= sent_end:
        return None
    first = doc[comma + 1]
    of = uncontracted(first, page.grammar) in page.grammar.of and first.pos_ == "ADP"
    age = first.pos_ == "NUM" and comma + 2 < sent_end and doc[comma + 2].lemma_.lower() in page.grammar.time_nouns
    if first.pos_ not in {"NOUN", "ADJ"} and fold(first) not in page.grammar.possessives and not (of or age):
        return None
    for j in range(comma + 1, sent_end):
        quoted = doc[j].text == ":" and j + 1 < sent_end and page.opens(j + 1)
        if doc[j].text == "," or quoted:
            return j
        if is_finite(doc[j]) or doc[j].text in {";", ":", "."} or page.opens(j):
            return None
    return None


def _apposition(rest: Span, head: Token) -> bool:
    return any(t.dep_ in {"appos", "conj", "flat:name"} and t.head in {head, *head.subtree} for t in rest)


def gives_view(page: Page, phrase: SourcePhrase, sent: Span) -> bool:
    """Whether a relative phrase tells whose view a clause is: 'X, POUR QUI, P', 'X, pour qui la loi EST mauvaise'."""
    if phrase.source[1] > phrase.start or phrase.end >= sent.end:
        return False
    verb = next((t for t in page.doc[phrase.end : sent.end] if is_finite(t)), None)
    views = page.grammar.copulas | page.grammar.modal_verbs | page.grammar.opinion_verbs
    judges = verb is not None and (verb.lemma_.lower() in views or "Cnd" in verb.morph.get("Mood", []))
    quotes = any(page.opens(t.i) for t in page.doc[phrase.end : sent.end])
    return page.doc[phrase.end].text == "," or judges or quotes


def set_off(page: Page, phrase: SourcePhrase, sent: Span) -> bool:
    """Whether a risky phrase ('pour X, …') stands first, is closed by a comma and holds no verb: then it means a view."""
    doc = page.doc
    label = next((t.i + 1 for t in reversed(doc[sent.start : phrase.start]) if t.text == ":"), sent.start)
    before = doc[label : phrase.start]  # 'Gare de Lens : POUR PAUL MOREL, « Q »'
    first = all(t.is_punct or t.is_space or t.pos_ in {"CCONJ", "ADV"} for t in before)
    # 'MÊME pour un patient, le risque …'
    first = first and not any(fold(t) in page.grammar.comparatives for t in before)
    closed = phrase.end < sent.end and (doc[phrase.end].text == "," or page.opens(phrase.end))
    source = [t for t in doc[phrase.source[0] : phrase.source[1]] if t.pos_ in NOMINAL]
    speaks = any(can_speak(page, t) and t.ent_type_ != "LOC" for t in source)
    named = source[0].pos_ == "PROPN" and len(source) <= NAME
    view = (
        not named
        or page.opens(min(phrase.end + 1, sent.end - 1))
        or source[0].pos_ == "PRON"
        or any(page.opens(t.i) for t in doc[phrase.end : sent.end])
        or _is_view(page, phrase.end, sent)
    )
    told = next((t for t in doc[phrase.end : sent.end] if is_finite(t) or t.is_quote), None)
    tells = told is not None and main_verb(told).i in page.told
    if told is not None and tells and any(is_person(page, t) for t in doc[phrase.end : told.i] if t.pos_ in NOMINAL):
        return False  # 'Pour les parties civiles, MAÎTRE MOREL FUSTIGE Q'
    return first and closed and speaks and view and not any(is_infinitive(t) for t in doc[phrase.start : phrase.end])


def views_quotation(page: Page, phrase: SourcePhrase, sent: Span) -> bool:
    """Whether a sentence is a quotation and whose view it is: '« Un immense gâchis » POUR PAUL MOREL.'"""
    doc = page.doc
    if phrase.start == sent.start or not page.closes(phrase.start - 1) or phrase.source[0] < phrase.start:
        return False
    q = page.quotation_of(phrase.start - 1)
    rest = [t for t in doc[phrase.end : sent.end] if not t.is_space and not t.is_punct]
    source = [t for t in doc[phrase.source[0] : phrase.source[1]] if t.pos_ in NOMINAL]
    return (
        q is not None
        and page.token_from(q.open[0]) == sent.start
        and not rest
        and any(can_speak(page, t) for t in source)
    )


def _is_view(page: Page, start: int, sent: Span) -> bool:
    """Whether the main verb behind a 'pour X,' says how things are or should be."""
    verb = next((t for t in page.doc[start : sent.end] if is_finite(t)), None)
    return (
        verb is not None and verb.lemma_.lower() in page.grammar.opinion_verbs and not verb.dep_.startswith("aux:tense")
    )


def source_span(page: Page, phrase: SourcePhrase) -> tuple[int, int]:
    """The code points of the source's words."""
    start, end = trim(page.doc, *phrase.source, page.grammar)
    return span_of(page.doc, start, end) if start < end else span_of(page.doc, *phrase.source)
