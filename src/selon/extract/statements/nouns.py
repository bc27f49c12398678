"""Noun cues: 'l'annonce de X selon laquelle P', 'sa promesse de P', 'la suggestion de X de P'."""

from __future__ import annotations

from spacy.tokens import Span as Sentence
from spacy.tokens import Token

from selon.extract.statements.draft import Draft
from selon.extract.statements.page import Page
from selon.extract.statements.syntax import NOMINAL, fold, is_infinitive, noun_phrase, span_of
from selon.language.lexicon import Noun

BEFORE_INFINITIVE = {"VERB", "AUX", "PRON", "ADV"}


def noun_drafts(page: Page, sent: Sentence) -> list[Draft]:
    """The statements that nouns of speech attribute, where the sentence names a source for them."""
    out = []
    for token in sent:
        if token.pos_ != "NOUN":
            continue
        for entry in page.lexicon.nouns.get(token.lemma_.lower(), ()):
            draft = _noun(page, token, entry, sent)
            if draft is not None:
                out.append(draft)
                break
    return out


def _noun(page: Page, noun: Token, entry: Noun, sent: Sentence) -> Draft | None:
    source = _source(page, noun)
    if source is None or source.lemma_.lower() in entry.traps:
        return None
    start = _content_start(page, noun, entry, source, sent)
    if start is None:
        return None
    end = _content_end(page, start, sent)
    span = page.clean(start, end)
    if span is None:
        return None
    cue = (noun.idx, noun.idx + len(noun))
    words = (
        span_of(page.doc, source.i, source.i + 1)
        if source.i < noun.i
        else span_of(page.doc, *noun_phrase(source, page.grammar))
    )
    return Draft(
        rule="noun cue",
        act=entry.act,
        denied=entry.denied,
        cue=cue,
        source=words,
        content=(span,),
        evidence=(cue,),
        confidence=0.6,
        sentence=(sent.start_char, sent.end_char),
        inside=page.quotation_of(noun.i) is not None,
    )


def _source(page: Page, noun: Token) -> Token | None:
    """The possessive before the noun or the name behind its 'de'."""
    g = page.grammar
    for c in noun.children:
        if c.dep_ == "det" and fold(c) in g.possessives:
            return c
    for c in noun.children:
        case = next((k for k in c.children if k.dep_ == "case"), None)
        if (
            c.dep_ == "nmod"
            and case is not None
            and g.contracted.get(fold(case), fold(case)) in g.of
            and (c.ent_type_ in {"PER", "ORG"} or c.pos_ == "PROPN")
        ):
            return c
    return None


def _content_start(page: Page, noun: Token, entry: Noun, source: Token, sent: Sentence) -> int | None:
    doc, g = page.doc, page.grammar
    begin = max(noun.i, source.i) + 1
    for i in range(begin, min(begin + 14, sent.end)):
        word = fold(doc[i])
        if (
            "selon lequel" in entry.frames
            and word in g.relative_pronouns
            and i > begin
            and doc[i - 1].pos_ == "ADP"
            and word not in g.complementizers
        ):
            return i + 1
        if "clause" in entry.frames and word in g.complementizers and doc[i].pos_ == "SCONJ":
            return i + 1
        marked = any(f.startswith("inf:") for f in entry.frames) and word in g.infinitive_markers and i + 1 < sent.end
        if (
            marked
            and doc[i + 1].pos_ in BEFORE_INFINITIVE
            and any(is_infinitive(t) for t in doc[i + 1 : min(i + 3, sent.end)])
        ):
            return i + 1
        if doc[i].is_punct or doc[i].pos_ in {"VERB", "AUX"}:
            return None
    return None


def _content_end(page: Page, start: int, sent: Sentence) -> int:
    """The end of the clause: a comma before a conjunction or a new finite clause, else the sentence's end."""
    doc = page.doc
    for i in range(start, sent.end):
        if (
            doc[i].text in {",", ";"}
            and page.quotation_of(i) is None
            and i + 1 < sent.end
            and (doc[i + 1].pos_ == "CCONJ" or doc[i].text == ";")
        ):
            return i
    return int(sent.end)


def is_name(token: Token) -> bool:
    """Whether a token can name a speaker."""
    return token.pos_ in NOMINAL
