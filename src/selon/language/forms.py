"""Words that a tagger took for something else, known by their form or place: 'espère', 'promet', 'informent' are verbs.

Of finite verbs only third persons of the lexicon's own are looked at, and none that is a noun or adjective as well.
"""

from __future__ import annotations

from functools import cache

from pydantic import BaseModel, ConfigDict, Field
from spacy.tokens import Doc, MorphAnalysis, Token

from selon.language.data import load_table
from selon.language.grammar import Grammar, load_grammar
from selon.language.lexicon import load_lexicon

NUMBERS = ("Sing", "Plur")
TENSES = {
    "present": "Mood=Ind|Tense=Pres",
    "imperfect": "Mood=Ind|Tense=Imp",
    "past": "Mood=Ind|Tense=Past",
    "future": "Mood=Ind|Tense=Fut",
    "conditional": "Mood=Cnd|Tense=Pres",
}
Pair = tuple[str, str]


class Class(BaseModel):
    """The endings of the verbs whose lemma ends with `of`: of each tense singular and plural."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    of: str
    present: Pair
    imperfect: Pair
    past: Pair
    future: Pair
    conditional: Pair


class Forms(BaseModel):
    """`lang/<lang>/forms.toml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    homographs: frozenset[str]
    classes: tuple[Class, ...] = Field(alias="class")


@cache
def verb_forms(lang: str) -> dict[str, tuple[str, str]]:
    """Every third person of a lexicon's verbs that is nothing else, with its lemma and its features."""
    table, lexicon = load_table(lang, "forms", Forms), load_lexicon(lang)
    out: dict[str, tuple[str, str]] = {}
    for lemma in sorted({*lexicon.verbs, *lexicon.expressions}):
        fitting = (c for c in table.classes if lemma.endswith(c.of))
        best = max(fitting, key=lambda c: len(c.of), default=None)
        if best is None:
            continue
        for tense, features in TENSES.items():
            for number, ending in zip(NUMBERS, getattr(best, tense), strict=True):
                form = lemma.removesuffix(best.of) + ending
                out.setdefault(form, (lemma, f"{features}|Number={number}|Person=3|VerbForm=Fin"))
    return {form: found for form, found in out.items() if form not in table.homographs}


def mend_tags(doc: Doc, lang: str) -> Doc:
    """The same `doc`, words that it takes for another part of speech tagged as what they are; the tree stays."""
    known, grammar = verb_forms(lang), load_grammar(lang)
    for token in doc:
        if token.pos_ in {"NOUN", "ADJ"} and _is_infinitive(token, grammar):
            token.pos_, token.lemma_ = "VERB", token.lower_
            token.morph = MorphAnalysis(doc.vocab, "VerbForm=Inf")
        elif token.pos_ == "ADJ" and any(_is_agent(c, grammar) for c in token.children):
            _make_participle(token, lang, grammar)
        elif token.is_title and token.lower_ in grammar.titles and token.i + 1 < len(doc) and doc[token.i + 1].is_title:
            token.pos_ = "PROPN"  # 'ME Ada Granger'
        elif token.pos_ in {"VERB", "AUX"} and token.is_upper and len(token) > 1:
            token.pos_ = "PROPN"  # 'La CFE-CGC', in capitals
        elif token.pos_ != "AUX" and token.is_lower and (found := known.get(token.text)) is not None:
            _make_verb(token, *found, grammar)
    for token in doc:
        if token.pos_ == "ADJ" and _stands_alone(token, grammar):
            token.pos_ = "NOUN"
    return doc


def _make_verb(token: Token, lemma: str, features: str, grammar: Grammar) -> None:
    """A third person tagged as such, and an article before it as its object; behind another determiner it stays."""
    if token.pos_ == "VERB" and "Fin" in token.morph.get("VerbForm", []):
        return
    before = token.doc[token.i - 1] if token.i else None
    if token.pos_ != "VERB" and before is not None and before.pos_ == "DET":
        if before.lower_ not in grammar.object_clitics:
            return
        before.pos_, before.dep_ = "PRON", "obj"  # 'ses conseillers L'informent que P'
    if token.pos_ != "VERB":
        token.pos_, token.lemma_ = "VERB", lemma
    token.morph = MorphAnalysis(token.doc.vocab, features)


def _is_agent(token: Token, grammar: Grammar) -> bool:
    """Whether the parse takes a phrase for an agent and its preposition says so: 'PAR la députée'."""
    return token.dep_ == "obl:agent" and any(c.lower_ in grammar.agent_markers for c in token.children)


def _make_participle(token: Token, lang: str, grammar: Grammar) -> None:
    """An adjective with an agent tagged as the participle that it is: 'une réponse JUGÉE « sèche » par X'."""
    verbs = load_lexicon(lang).verbs
    for ending, forms in grammar.participle_endings.items():
        for form in forms:
            lemma = token.lower_.removesuffix(form) + ending
            if token.lower_.endswith(form) and lemma in verbs:
                token.pos_, token.lemma_ = "VERB", lemma
                token.morph = MorphAnalysis(token.doc.vocab, "Tense=Past|VerbForm=Part")
                return


def _is_infinitive(token: Token, grammar: Grammar) -> bool:
    """Whether the parse marks a word with a verb's ending as an infinitive, whatever its tag: 'demande aux fidèles de PRIER'."""
    if not token.is_lower or not token.lower_.endswith(tuple(grammar.finite_endings)):
        return False
    before = token.doc[token.i - 1] if token.i else None
    return before is not None and before.dep_ == "mark" and before.lower_ in grammar.infinitive_markers


def _stands_alone(token: Token, grammar: Grammar) -> bool:
    """Whether an adjective is the noun of its phrase: 'CE DERNIER, interrogé par la radio', 'corrigeait UN AUTRE'."""
    doc, i = token.doc, token.i
    another = token.lower_ in grammar.other_words and i and doc[i - 1].pos_ == "DET"
    if not i or not (another or doc[i - 1].lower_ in grammar.demonstratives):
        return False
    return i + 1 == len(doc) or doc[i + 1].pos_ not in {"NOUN", "PROPN", "ADJ", "NUM"}
