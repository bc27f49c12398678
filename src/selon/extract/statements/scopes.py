"""What a source phrase covers: the rest of its sentence, its side of a joint, the quotation beside it."""

from __future__ import annotations

from spacy.tokens import Span

from selon.extract.statements.page import Page
from selon.extract.statements.phrases import SourcePhrase
from selon.extract.statements.speakers import can_speak
from selon.extract.statements.syntax import SUBJECTS, fold, is_finite, is_gerund, is_participle, over_label

LONG_QUOTATION = 6  # words from which a quotation set off by a comma stands for itself
HEAD = 6  # tokens that a clause may have before the phrase that breaks it off
LABEL = 4  # tokens that a label before a colon has at most


def covered(page: Page, phrase: SourcePhrase, sent: Span) -> list[tuple[int, int]]:
    """The token ranges that a source phrase covers: the rest of its sentence, or its side of a joint.

    'P1, selon X, mais P2': P1 alone. 'Selon X, P': P. 'P, selon X': P. 'A, selon X, b' in mid-clause: both.
    """
    doc = page.doc
    left_end = phrase.start
    while left_end > sent.start and (doc[left_end - 1].text in {",", "(", "-", "–", "—"} or doc[left_end - 1].is_space):
        left_end -= 1
    right = phrase.end
    bracket = _in_bracket(page, phrase.start, sent)
    while right < sent.end and (doc[right].text in {",", ")", ":", "-", "–", "—"} or doc[right].is_space):
        right += 1
        if bracket and doc[right - 1].text == ")":
            break
    if phrase.source[1] <= phrase.start:  # 'selon qui P, …': up to the comma that closes the relative clause
        end = next(
            (
                t.i
                for t in doc[phrase.end : sent.end]
                if t.text == "," and any(is_finite(x) for x in doc[phrase.end : t.i])
            ),
            sent.end,
        )
        return [(phrase.end, end)]
    right = _over_asides(page, right, sent)
    left = _hanging(page, left_end, _left_start(page, left_end, sent))
    if left_end > left and _opens_clause(page, left_end - 1):
        return [(right, sent.end)] if any(t.is_alpha for t in doc[right : sent.end]) else []
    if bracket and doc[left_end - 1].text != ")":
        opening = next((j for j in range(phrase.start - 1, sent.start - 1, -1) if doc[j].text == "("), sent.start)
        if opening + 1 < left_end:
            return [(opening + 1, left_end)]
    behind_colon = left_end > left and doc[left_end - 1].text == ":"  # 'Elle va plus loin : SELON ELLE, P'
    has_left = not behind_colon and any(t.is_alpha for t in doc[left:left_end])
    # 'le risque SERAIT selon elle DE L'ORDRE d'un pour mille'
    broken = left_end > left and is_finite(doc[left_end - 1])
    # what no comma sets off is the phrase's: 'P, selon un avis DÉPOSÉ À N'
    closed = right > phrase.end or not has_left or broken
    has_right = closed and any(t.is_alpha for t in doc[right : sent.end])
    if has_left and has_right and (_says_who(page, phrase, right, sent) or _adds(page, right, sent)):
        return [(left, left_end)]
    if not has_left:
        last = _before_teller(page, right, _before_others(page, right, _one_quotation(page, right, sent)))
        return [(right, last)] if has_right else []
    lead = all(t.pos_ in {"CCONJ", "SCONJ", "ADV", "PUNCT", "SPACE"} for t in doc[left:left_end])
    if lead and has_right:
        return [(right, sent.end)]
    if not has_right:
        return [(_own_part(page, phrase, _own_quotation(page, left, left_end), left_end), left_end)]
    if _independent(page, right, sent):
        if not any(is_finite(t) for t in doc[left:left_end]):
            return [(right, sent.end)]
        return [(left, left_end)]
    return [(left, left_end), (right, sent.end)]


def _before_teller(page: Page, start: int, end: int) -> int:
    """The semicolon behind which somebody else tells: 'Selon X, P ; L'ONG AVANCE Q'."""
    for token in page.doc[start:end]:
        if token.text == ";" and page.quotation_of(token.i) is None:
            return int(token.i) if any(t.i in page.told for t in page.doc[token.i : end]) else end
    return end


def _hanging(page: Page, end: int, start: int) -> int:
    """Where the clause begins that a phrase breaks off behind its first verb: 'P, CE QUI A, selon X, permis Q' says Q alone."""
    doc, g = page.doc, page.grammar
    if end - 1 > start and is_finite(doc[end - 1]):
        for i in range(end - 2, max(start, end - HEAD), -1):
            if doc[i - 1].text == "," and f"{fold(doc[i])} {fold(doc[i + 1])}" in g.question_heads:
                return i
    return start


def _adds(page: Page, i: int, sent: Span) -> bool:
    """Whether the words from token i say more of the source or of what it told: 'P, selon X, QUI APPELLE À Q', '…, MONTANT QUE Y conteste'."""
    doc, g = page.doc, page.grammar
    if fold(doc[i]) in g.relative_pronouns:
        return True
    noun = i + (doc[i].pos_ == "DET")
    return noun + 1 < sent.end and doc[noun].pos_ == "NOUN" and fold(doc[noun + 1]) in g.complementizers


def _says_who(page: Page, phrase: SourcePhrase, i: int, sent: Span) -> bool:
    """Whether the sentence ends with what a named source is: 'P, selon Ada Morel, LA DIRECTRICE DU MÉTRO.'"""
    doc = page.doc
    named = any(t.pos_ == "PROPN" for t in doc[phrase.source[0] : phrase.source[1]])
    words = doc[i : sent.end]
    if not named or doc[i - 1].text != "," or any(is_finite(t) or t.text == "," for t in words):
        return False
    noun = next((t for t in words[:2] if t.pos_ == "NOUN"), None)
    definite = noun is not None and (noun.i == i or "Def" in doc[i].morph.get("Definite", []))
    return noun is not None and definite and can_speak(page, noun)


def _over_asides(page: Page, i: int, sent: Span) -> int:
    """Past a relative or participle that says more of the source: 'Selon X, QUI A PUBLIÉ UN RAPPORT, P', 'Selon l'AFP, CITANT Y, P'."""
    doc = page.doc
    if i < sent.end and is_participle(doc[i]) and doc[i].dep_ in {"acl", "amod", "conj", "advcl"}:
        commas = [t.i for t in doc[i : next((t.i for t in doc[i : sent.end] if is_finite(t)), i)] if t.text == ","]
        return commas[-1] + 1 if commas else i  # 'Selon l'enquête, COMMUNIQUÉE PAR LE PARQUET, P'
    if i >= sent.end or (fold(doc[i]) not in page.grammar.relative_pronouns and not is_gerund(doc[i])):
        return i
    verb = is_gerund(doc[i])
    for j in range(i, sent.end):
        verb = verb or is_finite(doc[j])
        if doc[j].text == "," and verb and page.quotation_of(j) is None:
            return j + 1
    return i


def _before_others(page: Page, start: int, end: int) -> int:
    """Where others begin to judge what a source told, or the narrator to explain it: 'P, UN AFFLUX QUE CONFIRME Y', '« Q » : R'."""
    doc, g = page.doc, page.grammar
    for i in range(start + 1, end - 3):
        if page.quotation_of(i) is not None:
            continue
        if doc[i].text == ":" and page.closes(i - 1) and not page.opens(i + 1):
            return i
        pair = f"{fold(doc[i + 1])} {fold(doc[i + 2])}"
        if doc[i].text == "," and pair in g.question_heads and fold(doc[i + 2]) in g.complementizers:
            return i  # 'P, CE QUE la direction conteste'
        noun = i + 1 + (doc[i + 1].pos_ == "DET")
        indefinite = noun == i + 1 or "Ind" in doc[i + 1].morph.get("Definite", [])
        if doc[i].text == "," and indefinite and doc[noun].pos_ == "NOUN" and fold(doc[noun + 1]) in g.complementizers:
            return i
    return end


def _one_quotation(page: Page, start: int, sent: Span) -> int:
    """The end of what a phrase at the head of its sentence covers: all of it, or what a semicolon closes that stands behind
    a quotation or before somebody else's telling ('Selon X, P ; le ministère AVANCE Q')."""
    doc = page.doc
    semicolon = next((t.i for t in doc[start : sent.end] if t.text == ";" and page.quotation_of(t.i) is None), None)
    if semicolon is None:
        return sent.end
    quoted = page.opens(start) and page.closes(semicolon - 1)
    told = any(is_finite(t) and t.lemma_.lower() in page.lexicon.verbs for t in doc[semicolon + 1 : sent.end])
    return semicolon if quoted or told else sent.end


def _own_quotation(page: Page, start: int, end: int) -> int:
    """Where a long quotation right before the phrase begins, if a comma sets it off: 'P, et ce, « Q » selon X' is Q alone."""
    q = page.quotation_of(end - 1)
    if q is None or not page.closes(end - 1) or len(page.text[q.inner[0] : q.inner[1]].split()) < LONG_QUOTATION:
        return start
    opening = page.token_from(q.open[0])
    return opening if opening > start and page.doc[opening - 1].text == "," else start


def _own_part(page: Page, phrase: SourcePhrase, start: int, end: int) -> int:
    """Where the words begin that a phrase without a comma belongs to: 'P, UNE SOIXANTAINE selon les syndicats' is that alone."""
    doc = page.doc
    comma = next((i for i in range(end - 1, start, -1) if doc[i].text == ","), None)
    if doc[phrase.start - 1].is_punct or comma is None or page.quotation_of(end - 1) is not None:
        return start
    told = any(is_finite(t) for t in doc[start:comma]) and not any(is_finite(t) for t in doc[comma:end])
    return comma + 1 if told else start


def _opens_clause(page: Page, i: int) -> bool:
    """Whether token i is a relative pronoun or conjunction: in 'la ville qui, selon X, P' X says P alone."""
    return fold(page.doc[i]) in page.grammar.relative_pronouns | page.grammar.complementizers


def _in_bracket(page: Page, i: int, sent: Span) -> bool:
    """Whether token i stands in round brackets that open in its sentence."""
    depth = 0
    for j in range(i - 1, sent.start - 1, -1):
        depth += {")": 1, "(": -1}.get(page.doc[j].text, 0)
        if depth < 0:
            return True
    return False


def _left_start(page: Page, end: int, sent: Span) -> int:
    """Where the covered clause on the left begins: behind a semicolon, or at the sentence's start."""
    start = over_label(sent, end)
    for j in range(end - 1, start - 1, -1):
        if page.doc[j].text == ";" and page.quotation_of(j) is None:
            return j + 1
        if page.doc[j].text != ":" or page.quotation_of(j) is not None:
            continue
        label = j - start <= LABEL and not any(is_finite(t) for t in page.doc[start:j])
        if label or any(is_finite(t) or t.dep_ == "parataxis" for t in page.doc[j:end]):
            return j + 1  # 'Proche-Orient : P, selon X', 'Le sommeil raccourcit : ON DORT SIX HEURES, selon X'
    return start


def _independent(page: Page, i: int, sent: Span) -> bool:
    """Whether what follows is a clause of its own: a conjunction or relative, then a finite verb with its subject."""
    doc, g = page.doc, page.grammar
    if i >= sent.end:
        return False
    word = fold(doc[i])
    pair = f"{word} {fold(doc[i + 1])}" if i + 1 < sent.end else word
    finite = any(is_finite(t) for t in doc[i : sent.end])
    if (word in g.adversatives or pair in g.adversatives) and finite:
        return True
    if word in g.coordinators and finite:
        verb = next(t for t in doc[i : sent.end] if is_finite(t))
        return any(t.dep_ in SUBJECTS or t.pos_ in {"NOUN", "PROPN", "ADV", "PRON"} for t in doc[i + 1 : verb.i])
    return False
