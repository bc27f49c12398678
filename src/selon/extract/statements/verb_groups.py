"""Verb groups: a verb with its auxiliaries, clitics, negation and the adverbs between, from the parse or by position."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from selon.extract.statements.syntax import SUBJECTS, fold, is_finite, is_inverted, is_participle
from selon.language.grammar import Grammar

ASIDE = 10  # tokens that may part an auxiliary from its participle


@dataclass(frozen=True, slots=True)
class Group:
    """A verb with its auxiliaries, clitics and the adverbs between: tokens `[start, end)` around `verb`."""

    verb: Token
    start: int
    end: int
    finite: bool
    inverted: Token | None
    reflexive: bool
    negated: bool
    dative: Token | None
    passive: bool
    gerund: bool = False  # by its form, where the tag says otherwise
    shared: bool = False  # a participle joined to another one whose auxiliary it shares
    # 'ne dénombre QUE 62 grévistes', whose 'que' opens no clause and is the group's last token
    restricted: bool = False


def verb_group(verb: Token, grammar: Grammar) -> Group:
    """The group of a verb: 'a-t-il cependant ajouté' from any of its parse's auxiliaries or, failing that, by position."""
    doc, sent_start = verb.doc, verb.sent.start
    aux = [
        c
        for c in verb.children
        if c.dep_.startswith(("aux", "cop"))
        and c.pos_ == "AUX"
        and sent_start <= c.i < verb.i
        and not _broken(doc, c.i, verb.i)
    ]
    start = min((c.i for c in aux), default=verb.i)
    if start == verb.i and (is_participle(verb) or verb.pos_ == "ADJ"):
        start = auxiliary_before(verb, grammar)
    inverted = next((t for t in doc[start : min(verb.i + 2, len(doc))] if is_inverted(t, grammar)), None)
    reflexive = negated = False
    dative = None
    i = start - 1
    while i >= sent_start:
        word = fold(doc[i])
        if word in grammar.negations:
            negated = True
        elif word in grammar.own_reflexives and (doc[i].pos_ == "PRON" or "'" in word):
            reflexive = True
        elif word in grammar.reflexives and i > sent_start and fold(doc[i - 1]) in grammar.own_subjects.get(word, ()):
            reflexive = True  # 'je m'inquiète', 'nous nous félicitons'
        elif word in grammar.subject_clitics and _agrees(doc, start, verb.i):
            break
        elif word in grammar.dative_clitics and (doc[i].pos_ == "PRON" or "'" in word):
            dative = doc[i]
        elif word in grammar.object_clitics | grammar.adverbial_clitics and (
            (doc[i].pos_ == "PRON" and doc[i].dep_ not in SUBJECTS)
            or (word.endswith("'") and is_finite(doc[i + 1]))  # 'comme L'affirmait un tract', taken for an article
            or (verb.pos_ == "NOUN" and doc[i - 1].pos_ == "PROPN")  # 'Ada Morel LES juge dérisoires', taken for a noun
        ):
            pass
        else:
            break
        start = i
        i -= 1
    end = verb.i + 1
    if start > sent_start and end < len(doc) and doc[start - 1].is_quote and doc[end].is_quote:
        end += 1  # '« EXIGE » l'accès'
    while negated and end < len(doc) and fold(doc[end]) in grammar.negation_adverbs:
        end += 1  # 'ne nie PAS avoir vu X'
    if inverted is not None and inverted.i == verb.i + 1:
        end = inverted.i + 1
    restricted = negated and _restricts(doc, start, end, grammar)
    return Group(
        verb=verb,
        start=start,
        end=end + restricted,
        finite=any(is_finite(t) for t in doc[start : verb.i + 1])
        or (negated and start < verb.i and is_participle(verb) and not aux)  # 'n'EXCLUT pas', taken for a participle
        or _present_form(verb, start, grammar)
        or (start == verb.i and finite_by_form(verb, grammar)),
        inverted=inverted,
        reflexive=reflexive,
        negated=negated and not restricted,
        dative=dative,
        passive=_passive(verb, start, grammar, reflexive=reflexive),
        restricted=restricted,
    )


def _restricts(doc: Doc, start: int, end: int, grammar: Grammar) -> bool:
    """Whether the negation of tokens `[start, end)` only means 'only': 'ne dénombre QUE 62 grévistes', 'ne table plus QUE sur N'."""
    if end + 1 >= len(doc) or fold(doc[end]) not in grammar.complementizers:
        return False
    adverbs = [t for t in doc[start:end] if fold(t) in grammar.negation_adverbs]
    if any(fold(t) not in grammar.comparatives for t in adverbs):
        return False
    return not adverbs or (doc[end + 1].pos_ == "ADP" and not any(is_finite(t) for t in doc[end : doc[end].sent.end]))


def main_verb(token: Token, end: int | None = None) -> Token:
    """The verb behind an auxiliary, before token `end` if that is given; any other token is itself."""
    head = token.head
    carried = token.dep_.startswith("aux") and token.i < head.i and (end is None or head.i < end)
    return head if carried else token


def finite_by_form(verb: Token, grammar: Grammar) -> bool:
    """Whether a bare verb has an ending of the third person that no participle or infinitive of its class has ('CERTIFIE')."""
    return has_finite_ending(fold(verb), verb.lemma_.lower(), grammar)


def has_finite_ending(word: str, lemma: str, grammar: Grammar) -> bool:
    """Whether a word is a third person of a lemma by the endings of its class."""
    return any(
        lemma.endswith(ending) and word == lemma.removesuffix(ending) + form
        for ending, forms in grammar.finite_endings.items()
        for form in forms
    )


def _passive(verb: Token, start: int, grammar: Grammar, *, reflexive: bool) -> bool:
    """Whether a group is passive by its parse or its auxiliary: 'a ÉTÉ demandé', not 's'est dit' nor 'est revenu'."""
    if reflexive or verb.lemma_.lower() in grammar.verbs_with_be:
        return False
    if not is_participle(verb) and verb.pos_ != "ADJ":
        return False
    passives = (c for c in verb.children if c.dep_ == "aux:pass" and c.lemma_.lower() in grammar.copulas)
    if any(not _broken(verb.doc, c.i, verb.i) for c in passives):
        return True  # not '« C'EST, DIT le maire, une honte »'
    return any(t.lemma_.lower() in grammar.copulas for t in verb.doc[start : verb.i])


def _present_form(verb: Token, start: int, grammar: Grammar) -> bool:
    """Whether a bare participle is a present of the same form: '« Q », ÉCRIT X', not 'un texte écrit par X'."""
    if start != verb.i or fold(verb) not in grammar.participles_like_presents:
        return False
    after = verb.doc[verb.i + 1] if verb.i + 1 < verb.sent.end else None
    # '« Q », écrit X', not 'un texte écrit par X' nor 'X, dit « le Chat »'
    return after is not None and fold(after) not in grammar.agent_markers and not after.is_quote


def _agrees(doc: Doc, start: int, end: int) -> bool:
    """Whether 'nous' or 'vous' at i is the subject: the finite verb behind it has its person."""
    verb = next((t for t in doc[start : end + 1] if is_finite(t)), None)
    return (
        verb is not None
        and bool(set(verb.morph.get("Person", [])) & {"1", "2"})
        and "Plur" in verb.morph.get("Number", [])
    )


def auxiliary_before(verb: Token, grammar: Grammar) -> int:
    """The auxiliary left of a participle, over adverbs, clitics and short adverbials: 'a POUR SA PART ajouté'."""
    doc = verb.doc
    auxiliaries = grammar.auxiliaries - grammar.copulas if verb.pos_ == "ADJ" else grammar.auxiliaries
    for i in range(verb.i - 1, max(verb.sent.start, verb.i - 7) - 1, -1):
        token = doc[i]
        if token.lemma_.lower() in auxiliaries and is_finite(token):
            return i
        if (token.is_punct and not token.is_quote) or token.pos_ == "VERB" or token.pos_ == "PROPN":
            break
    if doc[verb.i - 1].text == "," and verb.i - 1 > verb.sent.start:
        comma = next((i for i in range(verb.i - 2, max(verb.sent.start, verb.i - ASIDE), -1) if doc[i].text == ","), 0)
        before = doc[comma - 1] if comma > verb.sent.start else None
        if before is not None and before.lemma_.lower() in auxiliaries and is_finite(before):
            return before.i  # 'ont, POUR LEUR PART, appelé'
    return verb.i


def _broken(doc: Doc, aux: int, verb: int) -> bool:
    """Whether marks or a comma part an auxiliary from its verb; an aside between two commas does not ('a, DE SON CÔTÉ, dénoncé')."""
    between = doc[aux + 1 : verb]
    if any(t.is_quote for t in between):
        return any(t.pos_ not in {"ADV", "PUNCT"} for t in between)  # but 'a « FERMEMENT » démenti'
    commas = [t.i for t in between if t.text == ","]
    return bool(commas) and not (len(commas) == 2 and commas[0] == aux + 1 and verb - aux < ASIDE)
