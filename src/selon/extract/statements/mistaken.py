"""Verbs that the tagger took for something else: known by their form and by what can stand where they stand."""

from __future__ import annotations

from spacy.tokens import Token

from selon.extract.statements.syntax import fold, is_dash, is_finite, is_inverted
from selon.extract.statements.verb_groups import auxiliary_before
from selon.language.grammar import Grammar
from selon.language.lexicon import Lexicon
from selon.language.normal import CLOSE

RELATIVE = 6  # words between a relative pronoun and its verb


def is_verbal(token: Token, lemma: str, lexicon: Lexicon, grammar: Grammar) -> bool:
    """A participle that the tagger took for an adjective or noun: kept where its auxiliary is near ('a peu après OPPOSÉ')."""
    if lemma not in lexicon.verbs and lemma not in lexicon.expressions:
        return False
    return any(c.dep_.startswith("aux") for c in token.children) or (
        token.pos_ == "ADJ" and auxiliary_before(token, grammar) < token.i
    )


def mistaken_verb(token: Token, lexicon: Lexicon, grammar: Grammar) -> str | None:
    """The lemma of a verb in the present that the tagger took for a noun: 'une directive DEMANDE aux pilotes de …'.

    No noun stands bare behind a noun phrase or a closing mark and before a complement; nor does an adverb in '-ant' behind a
    comma (', QUALIFIANT la décision de Q') or a name in '-ant' before 'que' at the head ('ESTIMANT que P, le maire …').
    """
    doc = token.doc
    before = doc[token.i - 1] if token.i > token.sent.start else None
    after = doc[token.i + 1] if token.i + 1 < token.sent.end else None
    if (before is None or before.is_space) and after is not None:
        opens = (
            fold(after) in grammar.complementizers or after.pos_ == "DET" or fold(after) in grammar.indefinite_plural
        )
        return _gerund_by_form(token, lexicon, grammar) if opens else None
    if before is None or after is None or token.text[:1].isupper():
        return None
    if any(c.dep_.startswith("aux") and c.i < token.i for c in token.children):
        return verb_by_form(token, lexicon, grammar)  # 's'est FÉLICITÉ de N'
    taken_up = fold(before) in grammar.object_clitics and not any(is_finite(t) for t in token.sent)
    if taken_up and token.i - 2 >= token.sent.start and doc[token.i - 2].pos_ in {"NOUN", "PROPN"}:
        return verb_by_form(token, lexicon, grammar)  # 'Ces renforts, Ada Morel les JUGE dérisoires'
    if before.text == "," and after.pos_ == "DET" and (gerund := _gerund_by_form(token, lexicon, grammar)) is not None:
        return gerund
    if behind_fixed_adverb(token, grammar):
        return verb_by_form(token, lexicon, grammar)  # 'a DE NOUVEAU nié les faits'
    said = before.is_quote or before.text in {",", ")"} or (is_dash(before) and _behind_marks(before))
    if before.pos_ not in {"NOUN", "PROPN", "PRON", "X", "CCONJ", "ADJ"} and not said:
        return None
    if before.pos_ == "ADJ" and not _must_be_verb(token, grammar):
        return None
    opens = (
        _behind_marks(before)
        or is_inverted(after, grammar)
        or (
            after.pos_ in {"DET", "SCONJ", "PROPN"}
            or after.is_quote
            or after.lemma_.lower() in grammar.time_nouns
            or after.text in {":"}
            or fold(after) in grammar.contracted
        )
    )
    contrasted = doc[token.i + 1 : token.i + 4]  # 'l'ONG AVANCE, elle, le chiffre de 52'
    opens = opens or ([t.pos_ for t in contrasted] == ["PUNCT", "PRON", "PUNCT"] and contrasted[2].text == ",")
    opens = opens or fold(after) in grammar.complementizers or _must_be_verb(token, grammar)
    if not opens or fold(token).endswith(tuple(grammar.gerund_endings)):
        return None
    return verb_by_form(token, lexicon, grammar)


def behind_fixed_adverb(token: Token, grammar: Grammar) -> bool:
    """Whether an auxiliary and an adverbial of two words stand before a token: 'a DE NOUVEAU nié', 's'est DE NOUVEAU plaint'."""
    doc, i = token.doc, token.i
    if i - 3 < token.sent.start or f"{fold(doc[i - 2])} {fold(doc[i - 1])}" not in grammar.telling_adverbials:
        return False
    return doc[i - 3].lemma_.lower() in grammar.auxiliaries and is_finite(doc[i - 3])


def _must_be_verb(token: Token, grammar: Grammar) -> bool:
    """Whether nothing else can be the verb: 'X, qui l'ACCUSE de P', or of a sentence that has none ('Le club PROTESTE contre N')."""
    doc = token.doc
    pronouns = grammar.relative_pronouns | grammar.subject_clitics
    if doc[token.i - 1].pos_ == "PRON" and fold(doc[token.i - 1]) in grammar.own_reflexives:
        return True  # 'L'association s'ALARME de N'
    if token.i - 2 >= token.sent.start and fold(doc[token.i - 1]) in grammar.object_clitics:
        return fold(doc[token.i - 2]) in pronouns
    if any(is_finite(t) and not _in_relative(t, grammar) for t in token.sent):
        return False
    before = doc[token.i - 1]
    if before.text == ",":
        # 'Un autre, plus prudent, INVITE à N', 'Le groupe, qui emploie 300 personnes, TABLE sur N'
        aside = any(_in_relative(t, grammar) for t in doc[token.sent.start : token.i] if is_finite(t))
        return (token.dep_ == "ROOT" or aside) and token.i - 2 > token.sent.start
    noun = doc[token.i - 2] if before.pos_ == "ADJ" and token.i - 2 >= token.sent.start else before
    return noun.pos_ in {"NOUN", "PROPN", "X"}  # 'La Banque centrale TABLE sur N'


def _in_relative(verb: Token, grammar: Grammar) -> bool:
    """Whether a relative pronoun stands a few words before a verb in its part of the sentence."""
    for token in reversed(verb.doc[max(verb.sent.start, verb.i - RELATIVE) : verb.i]):
        if token.text == ",":
            return False
        if fold(token) in grammar.relative_pronouns - grammar.complementizers:
            return True
    return False


def _gerund_by_form(token: Token, lexicon: Lexicon, grammar: Grammar) -> str | None:
    """The verb of the lexicon that a form in '-ant' is of: 'qualifiant' → 'qualifier'."""
    word = fold(token)
    lemmas = (word.removesuffix(e) + inf for e, inf in grammar.gerund_endings.items() if word.endswith(e))
    return next((x for x in lemmas if x in lexicon.verbs), None)


def _behind_marks(token: Token) -> bool:
    """Whether a closing mark stands at a token, or before its comma: a verb form right behind it tells who speaks."""
    if (token.text == "," or is_dash(token)) and token.i > token.sent.start:
        token = token.nbor(-1)
    return token.text == CLOSE


def verb_by_form(token: Token, lexicon: Lexicon, grammar: Grammar) -> str | None:
    """The verb of the lexicon that a form is of by its ending, where the lemmatizer has given no verb of the lexicon."""
    word = fold(token)
    if (known := grammar.irregular_forms.get(word)) is not None and known in lexicon.verbs:
        return known
    for ending, forms in (*grammar.finite_endings.items(), *grammar.participle_endings.items()):
        for form in forms:
            lemma = word.removesuffix(form) + ending
            if (
                word.endswith(form)
                and len(word) > len(form) + 1
                and (lemma in lexicon.verbs or lemma in lexicon.expressions)
            ):
                return lemma
    return None
