"""Who does what a verb says: its subject by the parse, by what it shares with other verbs, and by its place."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from selon.extract.statements.syntax import (
    NOMINAL,
    SUBJECTS,
    fold,
    is_dash,
    is_finite,
    is_gerund,
    is_inverted,
    is_participle,
    over_label,
)
from selon.extract.statements.verb_groups import Group
from selon.language.grammar import Grammar

AGENT = 14  # tokens from a participle to the preposition of its agent
ASIDE = 30  # tokens that an aside between a subject and its verb has at most


def subject(group: Group, grammar: Grammar) -> Token | None:
    """Who does what the verb says: inverted clitic, subject, agent of a passive, or the subject that it shares."""
    verb = group.verb
    participle = is_participle(verb) or verb.pos_ == "ADJ"  # as some are tagged
    bare = participle and not group.finite and not any(c.dep_.startswith("aux") for c in verb.children)
    before = verb.doc[group.start - 1] if group.start > verb.sent.start else None
    if (
        (group.gerund or is_gerund(verb))
        and before is not None
        and before.pos_ in {"NOUN", "PROPN"}
        and verb.dep_ != "acl"
    ):
        return before  # 'des pages web INCITANT les enfants à P': nobody but the noun right before it
    if group.passive or (bare and verb.dep_ not in {"conj", "ccomp", "xcomp"}):
        return agent_of(verb, grammar)
    return _subject(group.verb, grammar, depth=0, inverted=group.inverted)


def _subject(verb: Token, grammar: Grammar, *, depth: int, inverted: Token | None = None) -> Token | None:
    if inverted is not None:
        return inverted
    if any(c.dep_ == "aux:pass" and c.lemma_.lower() in grammar.copulas for c in verb.children):
        return agent_of(verb, grammar)
    if verb.dep_ in {"cop", "aux:caus"}:
        verb = verb.head  # 'le préfet EST catégorique', 'FAIT remarquer': the subject hangs on the other word
    clitics = (grammar.dative_clitics | grammar.object_clitics) - grammar.subject_clitics
    carriers = (verb, *(c for c in verb.children if c.dep_.startswith("aux")))  # 'Le PRÉFET A, pour sa part, fait N'
    subjects = [c for v in carriers for c in v.children if c.dep_ in SUBJECTS and c.sent.start == verb.sent.start]
    label = over_label(verb.sent, verb.i) if len(subjects) > 1 else verb.sent.start  # 'LYON, 4 mars – LE PRÉFET dit'
    named = [c for c in subjects if c.i >= label and (fold(c) not in clitics or c.pos_ not in {"PRON", "DET"})]
    # 'L'APRÈS-MIDI, la direction confirmait P', both of which a parse takes for subjects
    own = next((c for c in named if len(named) == 1 or c.lemma_.lower() not in grammar.time_nouns), None)
    if own is not None and own.pos_ == "DET" and own.i + 1 < verb.i and own.nbor(1).pos_ == "PROPN":
        return own.nbor(1)  # 'La CFE-CGC redoute', for a parse that takes the article for the noun
    if own is not None and own.pos_ == "ADJ":  # 'la START-UP lyonnaise annonce N', whose noun a tagger missed
        own = next((c for c in own.children if c.pos_ in {"NOUN", "PROPN"} and c.i < verb.i), own)
    if own is not None:
        return _antecedent(own, verb, grammar)
    if depth == 0 and (clitic := _clitic_before(verb, grammar)) is not None:
        return clitic
    if depth > 3:
        return None
    head = verb.head
    aside = is_gerund(verb) and verb.i > verb.sent.start and verb.doc[verb.i - 1].text == ","
    if aside and verb.dep_ == "acl" and head.pos_ in NOMINAL:
        while head.pos_ in NOMINAL and head.head != head and not _has_subject(head):
            head = head.head  # 'X a parlé devant le Congrès, REJETANT P': X rejects it
        return _subject(head, grammar, depth=depth + 1, inverted=_inverted_of(head, grammar))
    if verb.dep_ in {"acl", "acl:relcl"} and head.pos_ in NOMINAL:
        if is_participle(verb) and not any(c.dep_.startswith("aux") for c in verb.children):
            return agent_of(verb, grammar)
        return top_noun(head, verb)
    if head == verb:
        return None
    if verb.dep_ in {"conj", "advcl", "xcomp", "parataxis", "obl:mod", "obl", "ccomp", "dep", "advcl:cleft"}:
        while head.pos_ in NOMINAL and head.head != head and not _has_subject(head):
            head = head.head
        return _subject(head, grammar, depth=depth + 1, inverted=_inverted_of(head, grammar))
    return None


def adjacent_subject(group: Group, grammar: Grammar, *, over_aside: bool = False) -> Token | None:
    """The noun right before a finite verb group whose phrase no preposition governs: 'où LES SYNDICATS craignent'.

    `over_aside` looks past an aside between commas.
    """
    doc, first = group.verb.doc, group.verb.sent.start
    i = (_before_aside(doc, group.start, first, grammar) if over_aside else group.start) - 1
    if i > first and doc[i].is_quote and doc[group.end - 1].is_quote:
        i -= 1  # 'Le texte « EXIGE » que …'
    while i > first and fold(doc[i]).endswith(grammar.emphatic_endings):
        i -= 1  # 'le maire LUI-MÊME a reconnu P'
    if i >= first and doc[i].pos_ == "PRON" and fold(doc[i]) not in grammar.clitics and not doc[i].is_upper:
        return doc[i]  # 'mais CELUI-CI lui a opposé'
    if over_aside and i < group.start - 1 and doc[i].ent_type_ == "PER":
        return doc[i]  # 'Me Philippe Granger, DU CONSEIL DE L'ORDRE, met en garde'
    noun = i
    while over_aside and noun > first and doc[noun].pos_ == "ADJ":
        noun -= 1  # 'un rapport ACCABLANT, dont X a eu copie, pointe N'
    if noun < first or doc[noun].pos_ not in {"NOUN", "PROPN"}:
        return None
    while True:
        while i >= first and doc[i].pos_ in {"NOUN", "PROPN", "ADJ"}:
            i -= 1
        head = next((t for t in doc[i + 1 : group.start] if t.pos_ in {"NOUN", "PROPN"}), None)
        if (
            head is not None
            and head.pos_ == "PROPN"
            and (i < first or doc[i].is_punct or doc[i].pos_ in {"SCONJ", "CCONJ"})
        ):
            return head  # 'Sur le plan sportif, DE SANTIS a parlé'
        det = i if i >= first and doc[i].pos_ == "DET" else None
        i -= det is not None
        if i < first or doc[i].pos_ != "ADP":
            return head if det is not None else None
        if fold(doc[i]) not in grammar.of or i == first or doc[i - 1].pos_ not in {"NOUN", "PROPN", "ADJ"}:
            return None
        i -= 1


def described(doc: Doc, i: int) -> Token | None:
    """The name that the words before token i describe behind a comma: before 'qui' of 'Yann Roche, gérant à Genève, QUI' Roche."""
    first = doc[i].sent.start
    if i - 1 <= first or doc[i - 1].text != ",":
        return None
    i -= 1
    comma = next((j for j in range(i - 1, first, -1) if doc[j].text == "," or is_finite(doc[j])), first)
    words = [t for t in doc[comma + 1 : i] if t.pos_ not in {"DET", "ADJ"}]
    if comma == first or doc[comma].text != "," or not words or words[0].pos_ == "PROPN":
        return None
    name = doc[comma - 1]
    return name if name.ent_type_ == "PER" or (name.pos_ == "PROPN" and not name.ent_type_) else None


def _before_aside(doc: Doc, i: int, first: int, grammar: Grammar) -> int:
    """Where an aside between commas begins that ends at token i: 'X, ÂGÉE DE 37 ANS, annonça', 'X, QUI ÉTAIT LÀ, annonça'.

    It holds no finite verb unless a relative pronoun opens it.
    """
    if i - 1 > first and is_dash(doc[i - 1]):
        opening = next((j for j in range(i - 2, max(first, i - ASIDE), -1) if is_dash(doc[j])), i)
        return i if any(is_finite(t) for t in doc[opening:i]) else opening  # 'Le maire – ABSENT JEUDI – a dit P'
    if i - 1 <= first or doc[i - 1].text != ",":
        return i
    whole = True
    for j in range(i - 2, max(first, i - ASIDE), -1):
        if doc[j].is_quote or doc[j].text in {":", ";"}:
            break
        whole = whole and not is_finite(doc[j])
        if doc[j].text == "," and (whole or fold(doc[j + 1]) in grammar.relative_pronouns):
            return j
    return i


def _clitic_before(verb: Token, grammar: Grammar) -> Token | None:
    """The subject pronoun right before a verb group, where the parse does not say that it is one."""
    start = min([verb.i, *(c.i for c in verb.children if c.dep_.startswith("aux") and c.i < verb.i)])
    for i in range(start - 1, max(verb.sent.start, start - 5) - 1, -1):
        token = verb.doc[i]
        word = fold(token)
        if word in grammar.subject_clitics and word not in grammar.dative_clitics and not token.text.startswith("-"):
            return token
        if token.pos_ != "PRON" and word not in grammar.negations and word not in grammar.object_clitics:
            return None
    return None


def top_noun(noun: Token, verb: Token) -> Token:
    """The head of the whole phrase that a noun ends: of 'l'agence du PAYS indiquant' the agency, as far as number allows."""
    number = verb.morph.get("Number", []) or [
        n for c in verb.children if c.pos_ == "AUX" for n in c.morph.get("Number", [])
    ]
    while noun.dep_ == "nmod" and noun.pos_ != "PROPN" and noun.head.pos_ in NOMINAL and noun.head.i < noun.i:
        if number and noun.head.morph.get("Number", []) not in ([], number[:1]):
            break
        noun = noun.head
    return noun


def _has_subject(token: Token) -> bool:
    return any(c.dep_ in SUBJECTS for c in token.children)


def _inverted_of(verb: Token, grammar: Grammar) -> Token | None:
    return next((c for c in verb.children if is_inverted(c, grammar)), None)


def agent_of(verb: Token, grammar: Grammar) -> Token | None:
    """The agent of a passive: 'accusé PAR X'."""
    for c in verb.children:
        if c.dep_ == "obl:agent" or (
            c.dep_.startswith("obl") and any(fold(k) in grammar.agent_markers for k in c.children if k.dep_ == "case")
        ):
            return c
    return _agent_behind(verb, grammar) if is_participle(verb) else None


def _agent_behind(verb: Token, grammar: Grammar) -> Token | None:
    """The agent by its place, for a parse that hangs it elsewhere: 'qualifiée de « chantage » PAR SON ADJOINT'."""
    doc, inside = verb.doc, False
    for i in range(verb.i + 1, min(verb.i + AGENT, verb.sent.end - 1)):
        if doc[i].is_quote:
            inside = not inside
        elif inside:
            continue
        elif (doc[i].is_punct and doc[i].text != "-") or is_finite(doc[i]):
            return None
        elif fold(doc[i]) in grammar.agent_markers:
            if doc[i + 1].pos_ not in {"DET", "PROPN", "PRON", "NUM", "ADJ"}:
                return None  # 'avancées PAR RAPPORT à N', 'annoncé PAR COURRIER'
            return next((t for t in doc[i + 1 : min(i + 5, verb.sent.end)] if t.pos_ in NOMINAL), None)
    return None


def _antecedent(token: Token, verb: Token, grammar: Grammar) -> Token:
    """The noun that a relative subject pronoun stands for; any other token is itself."""
    if token.pos_ == "PRON" and fold(token) in grammar.relative_pronouns and verb.dep_.startswith("acl"):
        return top_noun(verb.head, verb)
    return token
