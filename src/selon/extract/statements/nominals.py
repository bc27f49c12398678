"""Where a noun phrase that is a content ends, which the parse often breaks off too early."""

from __future__ import annotations

from spacy.tokens import Span, Token

from selon.extract.statements.cues import Cue
from selon.extract.statements.page import Page
from selon.extract.statements.speakers import can_speak
from selon.extract.statements.syntax import (
    fold,
    infinitive_at,
    is_dash,
    is_finite,
    is_gerund,
    is_participle,
    stands_at,
    uncontracted,
)

ASIDE = 10  # tokens of an aside inside a noun phrase


def phrase_end(page: Page, cue: Cue, head: Token, sent: Span) -> int:
    """The end of an object's noun phrase, which the parse's subtree often breaks off too early.

    Prepositional phrases, infinitives, participles and restrictive relatives that follow at once belong to it; a comma
    ends it unless an enumeration goes on, and so do an addressee, another verb and the occasion of the telling.
    """
    doc, g = page.doc, page.grammar
    inside = {head.i, *(t.i for t in head.subtree)}
    i = head.i + 1
    relative = False
    while i < sent.end:
        token = doc[i]
        word = fold(token)
        if page.quotation_of(i) is not None:
            i += 1
            continue
        if token.text == "(" and (close := _closing_bracket(page, i, sent)) is not None:
            i = close + 1
            continue
        if is_dash(token) and (second := next((t.i for t in doc[i + 1 : sent.end] if is_dash(t)), None)) is not None:
            i = second + 1  # 'conteste le fait que Morales - QUI RESTE POPULAIRE - utilise P'
            if i < sent.end and is_finite(doc[i]):
                continue
            return second
        if token.text in {";", ":", "("} or is_dash(token) or (token.is_space and "\n" in token.text):
            return i
        if token.pos_ == "ADP" and i + 1 < sent.end and is_gerund(doc[i + 1]):
            return i  # 'a fait allusion à N EN PARLANT de P'
        if word in g.without and infinitive_at(doc, i + 1, sent.end) is not None:
            return i  # 'a confirmé son départ SANS EN PRÉCISER la date'
        joined = token.pos_ == "CCONJ" and i + 1 < sent.end and fold(doc[i + 1]) in g.complementizers
        if joined and not any(fold(t) in g.complementizers for t in doc[head.i : i]):
            return i  # 'la publication de l'audit ET QUE la direction juge confidentiel'
        if _turns_away(page, i, sent) or (token.pos_ == "CCONJ" and _joins_deed(page, cue, i, sent)):
            return i
        if token.text == ",":
            aside = _aside(page, i, sent)
            if aside is not None:
                i = aside if _aside(page, aside, sent) is not None else aside + 1
                continue
            following = doc[i + 1] if i + 1 < sent.end else None
            if page.closes(i - 1) and page.opens(i + 1):
                i += 1  # 'décrit un homme « immature », « ENFERMÉ DANS N »'
                continue
            if following is not None and following.pos_ == "ADP" and any(page.opens(j) for j in range(i + 2, i + 5)):
                i += 1  # 'annonce son abandon, EN RAISON « d'une rupture »': the marks are the source's
                continue
            if following is not None and (_compares(page, i + 1, sent) or _tells_more(page, i, head, sent)):
                i += 1
                relative = True
                continue
            if following is not None and _enumerates(page, i, sent):
                i += 1
                continue
            if (
                following is None
                or following.i not in inside
                or fold(following) in g.relative_pronouns
                or is_gerund(following)
            ) and not _names_again(page, i, sent):
                return i
        if word in g.relative_pronouns | g.as_markers:
            relative = True
        if is_finite(token):
            joint = None if relative else _before_joint(page, i, head.i + 1)
            if joint is not None:
                return joint
            relative = False
        if (token.pos_ == "ADP" and _is_telling(page, cue, i, sent)) or _bare_time(page, i, sent):
            return i
        i += 1
    return i


def _joins_deed(page: Page, cue: Cue, i: int, sent: Span) -> bool:
    """Whether a conjunction joins another participle to the cue: 'ont scandé des slogans ET ARBORÉ des drapeaux'."""
    following = page.doc[i + 1] if i + 1 < sent.end else None
    if following is None or not is_participle(following):
        return False
    if any(is_participle(t) for t in page.doc[cue.end : i]):
        return False  # 'a évoqué un enfant PLACÉ à 6 ans et BALLOTTÉ de foyer en foyer'
    number = page.doc[i - 1].morph.get("Number", [])
    disagrees = bool(number) and following.morph.get("Number", number) != number  # it says nothing of the noun before
    return (following.dep_ == "conj" and following.head == cue.verb) or (disagrees and is_participle(cue.verb))


def _turns_away(page: Page, i: int, sent: Span) -> bool:
    """Whether an adversative clause of the narrator's begins at token i: 'réfute les accusations TANDIS QUE ses avocats …'."""
    pair = f"{fold(page.doc[i])} {fold(page.doc[i + 1])}" if i + 1 < sent.end else ""
    return pair in page.grammar.adversatives


def _compares(page: Page, i: int, sent: Span) -> bool:
    """Whether a figure is set against another at token i: 'une inflation de 1,9 %, CONTRE 2,2 %', ', EN HAUSSE DE 3 %'."""
    doc, g = page.doc, page.grammar
    if i + 1 >= sent.end:
        return False
    if fold(doc[i]) in g.as_markers and fold(doc[i + 1]) in g.other_ones:
        return True  # 'réclame un mur, COMME CELUI du port'
    against = fold(doc[i]) in g.contrast_prepositions and doc[i + 1].pos_ == "NUM"
    return against or (doc[i].pos_ == "ADP" and fold(doc[i + 1]) in g.change_nouns)


def _tells_more(page: Page, comma: int, head: Token, sent: Span) -> bool:
    """Whether a clause about something new goes on to the sentence's end: 'promet une enquête, DONT LES CONCLUSIONS SERONT PUBLIQUES'.

    Of something known ('son plan, QUI A COÛTÉ N') the narrator tells.
    """
    doc, g = page.doc, page.grammar
    partitive = fold(doc[comma + 1]) in g.partitive_relatives and comma + 2 < sent.end
    if partitive and doc[comma + 2].pos_ == "NUM" and not any(is_finite(t) for t in doc[comma : sent.end]):
        return True  # 'fait état de sept blessés, DONT CINQ POMPIERS'
    relative = fold(doc[comma + 1]) in g.relative_pronouns - g.complementizers
    told = is_participle(doc[comma + 1]) and not any(is_finite(t) for t in doc[comma + 1 : sent.end])
    if not (relative or told) or page.quotation_of(comma) is not None:
        return False
    determiner = next((t for t in reversed(doc[max(head.i - 2, 0) : comma]) if t.pos_ == "DET"), None)
    new = determiner is not None and "Ind" in determiner.morph.get("Definite", [])
    rest = doc[comma + 1 : sent.end]
    return new and not any(t.text in {",", ";", ":"} or t.is_quote for t in rest)


def _enumerates(page: Page, comma: int, sent: Span) -> bool:
    """Whether a comma parts the items of a list that a conjunction closes: 'la fin du prêt, UN DOUBLEMENT DE LA TAXE ET LA CRÉATION D'UN GUICHET'.

    Without a verb on the way; an apposition behind the comma ('la taxe, UNE IDÉE de la gauche et DES verts') has no item of
    the same make behind its conjunction.
    """
    doc, g = page.doc, page.grammar
    if comma + 2 >= sent.end or doc[comma + 1].pos_ not in {"DET", "NUM"} or fold(doc[comma + 1]) in g.contracted:
        return False
    for i in range(comma + 2, sent.end - 1):
        if is_finite(doc[i]) or doc[i].text in {";", ":"} or fold(doc[i]) in g.relative_pronouns:
            return False
        if doc[i].pos_ == "CCONJ" and doc[i + 1].pos_ in {"DET", "NUM"} and fold(doc[i + 1]) not in g.contracted:
            return not any(t.pos_ == "ADP" and t.head.i > i for t in doc[comma:i])
    return False


def _names_again(page: Page, comma: int, sent: Span) -> bool:
    """Whether an apposition of the name before a comma ends the sentence: 'la peine de mort pour Saipov, LE PRÉSUMÉ ASSAILLANT'."""
    doc = page.doc
    if doc[comma - 1].pos_ != "PROPN" or comma + 2 >= sent.end or doc[comma + 1].pos_ != "DET":
        return False
    clause = next((t.i for t in doc[comma + 1 : sent.end] if is_finite(t)), sent.end)
    words = doc[comma + 1 : clause]
    relative = clause == sent.end or any(fold(t) in page.grammar.relative_pronouns for t in words)
    return relative and not any(t.text in {",", ";", ":"} for t in words)


def _bare_time(page: Page, i: int, sent: Span) -> bool:
    """Whether a time without preposition begins at token i: 'a annoncé la nouvelle LE 17 OCTOBRE', 'réclame une enquête VENDREDI'."""
    doc, g = page.doc, page.grammar
    if doc[i - 1].pos_ in {"ADP", "DET", "NUM", "ADJ", "CCONJ", "VERB", "AUX"} or fold(doc[i - 1]) in g.contracted:
        return False
    if doc[i].pos_ == "DET" and i + 2 < sent.end and doc[i + 1].pos_ == "NUM":
        return doc[i + 2].lemma_.lower() in g.time_nouns
    if doc[i].pos_ == "DET" and i + 2 < sent.end and doc[i + 1].lemma_.lower() in g.time_nouns:
        return fold(doc[i + 2]) in g.past_adjectives  # 'a présenté son plan L'AN DERNIER'
    return doc[i].pos_ in {"NOUN", "PROPN"} and doc[i].lemma_.lower() in g.time_nouns and fold(doc[i]) not in g.of


def _closing_bracket(page: Page, i: int, sent: Span) -> int | None:
    """The bracket that closes the one at token i, where no clause stands between: '(MLS)'."""
    for j in range(i + 1, min(i + 8, sent.end)):
        if page.doc[j].text == ")":
            return j
        if is_finite(page.doc[j]):
            return None
    return None


def _aside(page: Page, comma: int, sent: Span) -> int | None:
    """Past the second comma of a short aside inside a noun phrase: 'l'exécution, JEUDI, PAR LES REBELLES, de 28 soldats'."""
    doc = page.doc
    first = doc[comma + 1] if comma + 1 < sent.end else None
    timed = first is not None and any(t.lemma_.lower() in page.grammar.time_nouns for t in doc[first.i : first.i + 3])
    if first is None or not (first.pos_ == "ADP" or timed):
        return None
    for j in range(comma + 1, min(comma + ASIDE, sent.end)):
        if doc[j].text == ",":
            behind = doc[j + 1] if j + 1 < sent.end else None
            of = behind is not None and (behind.pos_ == "ADP" or fold(behind) in page.grammar.contracted)
            return j if of else None
        if is_finite(doc[j]) or is_gerund(doc[j]):
            return None
    return None


def attribute_end(page: Page, start: int, sent: Span) -> int:
    """The end of an attribute ('qualifie X de Q'): the first comma outside marks that opens another clause, or the sentence's end."""
    doc, g = page.doc, page.grammar
    for i in range(start, sent.end):
        if page.quotation_of(i) is not None:
            continue
        if doc[i].pos_ == "CCONJ" and any(is_finite(t) for t in doc[i + 1 : min(i + 4, sent.end)]):
            return i  # 'juge l'offre « ridicule » ET L'A REJETÉE'
        if doc[i].text not in {",", ";"}:
            continue
        following = fold(doc[i + 1]) if i + 1 < sent.end else ""
        pair = f"{following} {fold(doc[i + 2])}" if i + 2 < sent.end else following
        if doc[i].text == ";" or following in g.relative_pronouns | g.adversatives or pair in g.adversatives:
            return i
        if i + 1 < sent.end and is_gerund(doc[i + 1]):
            return i
    return sent.end


def _before_joint(page: Page, i: int, floor: int) -> int | None:
    """The conjunction left of a verb with its subject, where the next clause begins; None where the verb's is a clause inside."""
    for j in range(i - 1, floor - 1, -1):
        if page.doc[j].pos_ == "SCONJ" or fold(page.doc[j]) in page.grammar.relative_pronouns:
            return None
        if page.doc[j].pos_ == "CCONJ" or page.doc[j].text == ",":
            return j
    return i


def _is_telling(page: Page, cue: Cue, i: int, sent: Span) -> bool:
    """Whether the preposition at token i opens an addressee or the occasion of the telling."""
    doc, g = page.doc, page.grammar
    marker = uncontracted(doc[i], g)
    head = doc[i].head if doc[i].head.i > i else None
    if head is None or head.i >= sent.end:
        return False
    if doc[i + 1].pos_ == "NOUN" and fold(doc[i]) == marker:
        return False  # 'sa suspension À TITRE conservatoire': nobody is named without an article
    if any(f"obl:{marker}" in n.frames for n in page.lexicon.nouns_from(doc[i - 1].lemma_.lower())):
        return False  # 'a réitéré son soutien À LA MISSION': the noun's, nobody's to whom it is told
    if head.lemma_.lower() in g.not_addressed:
        return False  # 'la pire crise AU MONDE'
    if (
        marker in cue.entry_to
        and head.is_alpha
        and can_speak(page, head)
        and head.ent_type_ != "LOC"
        and head.head.pos_ != "ADJ"
    ):
        return True
    before = fold(doc[i]) in g.audience_prepositions and marker not in cue.options("obl")
    if before and marker not in g.infinitive_markers and head.dep_.startswith("obl") and can_speak(page, head):
        return True  # 'a contesté toute négligence DEVANT LE TRIBUNAL'
    occasion = head.lemma_.lower() in g.occasion_nouns or head.lemma_.lower() in g.medium_nouns
    return occasion and any(stands_at(page.doc, p, i, g) for p in g.occasion_prepositions | g.medium_prepositions)
