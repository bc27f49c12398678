"""Noun cues: 'l'annonce de X selon laquelle P', 'sa promesse de P', 'l'appel lancé par X à P', 'sa mise en garde contre N'."""

from __future__ import annotations

from spacy.tokens import Span as Sentence
from spacy.tokens import Token

from selon.extract.statements.draft import Draft
from selon.extract.statements.page import Page
from selon.extract.statements.speakers import can_speak
from selon.extract.statements.syntax import (
    NOMINAL,
    fold,
    is_finite,
    is_infinitive,
    is_participle,
    noun_phrase,
    span_of,
    uncontracted,
)
from selon.language.lexicon import Noun
from selon.model import Span

REACH = 6  # words of a source's phrase before the content must begin
BEFORE_INFINITIVE = {"VERB", "AUX", "PRON", "ADV"}


def noun_drafts(page: Page, sent: Sentence) -> list[Draft]:
    """The statements that nouns of speech attribute, where the sentence names a source and a content for them."""
    out = []
    for token in sent:
        if token.pos_ not in {"NOUN", "PROPN"}:
            continue
        for words, entry in _entries(page, token):
            draft = _noun(page, token, entry, token.i + words, sent)
            if draft is not None:
                out.append(draft)
                break
    return out


def pointing_back(page: Page, sent: Sentence, before: Sentence) -> Draft | None:
    """'P. C'est l'avis de X.', 'P. C'est aussi la conclusion du rapport.': a noun of speech behind a demonstrative and the
    copula attributes the sentence before, all of it."""
    doc, g = page.doc, page.grammar
    words = [t for t in sent if not t.is_space]
    if len(words) < 4 or fold(words[0]) not in g.pointing_back or words[1].lemma_.lower() not in g.copulas:
        return None
    noun = next((t for t in words[2:7] if t.pos_ == "NOUN"), None)
    if noun is None or any(t.pos_ not in {"ADV", "ADP", "DET", "PUNCT", "ADJ"} for t in doc[words[1].i + 1 : noun.i]):
        return None
    if "Def" not in doc[noun.i - 1].morph.get("Definite", []) or not page.lexicon.nouns_from(noun.lemma_.lower()):
        return None
    after = noun.i + 1
    if after >= sent.end or uncontracted(doc[after], g) not in g.of:
        return None
    found = _speaker(page, after + 1, sent)
    content = page.clean(before.start, before.end)
    if found is None or content is None or page.quotation_of(before.start) is not None:
        return None
    cue = (noun.idx, noun.idx + len(noun))
    return Draft(
        rule="noun cue behind",
        act=page.lexicon.nouns_from(noun.lemma_.lower())[0].act,
        denied=False,
        cue=cue,
        source=found[0],
        content=(content,),
        evidence=(cue, (words[0].idx, cue[1])),
        confidence=0.6,
        sentence=(sent.start_char, sent.end_char),
    )


def _entries(page: Page, token: Token) -> list[tuple[int, Noun]]:
    """The entries whose words begin at a token ('mise en garde'), the longest first, with how many words they are."""
    out = []
    for entry in page.lexicon.nouns_from(token.lemma_.lower()):
        rest = entry.lemma.split()[1:]
        ahead = [fold(t) for t in page.doc[token.i + 1 : token.i + 1 + len(rest)]]
        if ahead == rest:
            out.append((1 + len(rest), entry))
    return sorted(out, key=lambda x: -x[0])


def _noun(page: Page, noun: Token, entry: Noun, after: int, sent: Sentence) -> Draft | None:
    found = _source(page, noun, after, sent)
    if found is None:
        return None
    source, start = found
    if any(t.lemma_.lower() in entry.traps for t in page.doc[noun.i : start]):
        return None
    content = _content(page, noun, entry, start, sent) or _before_agent(page, entry, after, sent)
    if content is None:
        return None
    span = page.clean(*content)
    if span is None:
        return None
    cue = (noun.idx, page.doc[after - 1].idx + len(page.doc[after - 1]))
    return Draft(
        rule="noun cue",
        act=entry.act,
        denied=entry.denied,
        cue=cue,
        source=source,
        content=(span,),
        evidence=(cue,),
        confidence=0.6,
        sentence=(sent.start_char, sent.end_char),
        inside=page.quotation_of(noun.i) is not None,
    )


def _source(page: Page, noun: Token, after: int, sent: Sentence) -> tuple[Span, int] | None:
    """Whose act it is, and the token behind: a possessive, 'de X', 'par X', 'lancée par X'."""
    doc, g = page.doc, page.grammar
    i = after
    while i < sent.end and doc[i].pos_ == "ADJ" and not is_participle(doc[i]):
        i += 1
    marker = next((t.i for t in doc[i : min(i + REACH, sent.end)] if fold(t) in g.agent_markers), None)
    if (
        marker is not None
        and (marker == i or is_participle(doc[marker - 1]))
        and not any(is_finite(t) or t.is_punct for t in doc[i:marker])
    ):
        return _speaker(page, marker + 1, sent)
    before = doc[noun.i - 1] if noun.i > sent.start else None
    if before is not None and fold(before) in g.possessives:
        return span_of(doc, before.i, before.i + 1), i
    if i < sent.end and uncontracted(doc[i], g) in g.of:
        return _speaker(page, i + 1, sent)
    return None


def _speaker(page: Page, i: int, sent: Sentence) -> tuple[Span, int] | None:
    """The noun phrase at token i, if it can speak, and the token behind it."""
    doc = page.doc
    head = next((t for t in doc[i : min(i + REACH, sent.end)] if t.pos_ in NOMINAL), None)
    if head is None or is_infinitive(doc[i]) or any(t.pos_ in {"ADP", "VERB"} for t in doc[i : head.i]):
        return None
    if not can_speak(page, head):
        return None
    start, end = noun_phrase(head, page.grammar)
    for j in range(head.i + 1, end):
        token = doc[j]
        opens = (
            fold(token) in page.grammar.infinitive_markers and j + 1 < sent.end and _infinitive_at(page, j + 1, sent)
        )
        if opens or token.pos_ in {"SCONJ", "VERB"} or token.is_punct or _with_relative(page, j, sent) is not None:
            end = j
            break
    return span_of(doc, max(start, i), max(end, head.i + 1)), max(end, head.i + 1)


def _with_relative(page: Page, i: int, sent: Sentence) -> int | None:
    """The token behind a preposition with a relative pronoun at token i: 'selon laquelle', 'd'après lequel'."""
    g = page.grammar
    words = ""
    for token in page.doc[i : min(i + 2, sent.end)]:
        words += fold(token)
        behind = token.i + 1
        if words in g.noun_clause_markers and behind < sent.end:
            return behind + 1 if fold(page.doc[behind]) in g.relative_pronouns - g.complementizers else None
    return None


def _infinitive_at(page: Page, i: int, sent: Sentence) -> bool:
    return page.doc[i].pos_ in BEFORE_INFINITIVE and any(is_infinitive(t) for t in page.doc[i : min(i + 3, sent.end)])


def _content(page: Page, noun: Token, entry: Noun, i: int, sent: Sentence) -> tuple[int, int] | None:
    """The tokens of what is announced, asked or feared, by the entry's frames."""
    doc, g = page.doc, page.grammar
    if i >= sent.end:
        return None
    if "selon lequel" in entry.frames and (clause := _with_relative(page, i, sent)) is not None:
        return clause, _clause_end(page, noun, clause, sent)
    word = uncontracted(doc[i], g)
    if "clause" in entry.frames and word in g.complementizers and doc[i].pos_ == "SCONJ":
        return i + 1, _clause_end(page, noun, i + 1, sent)
    if f"inf:{word}" in entry.frames and i + 1 < sent.end and _infinitive_at(page, i + 1, sent):
        return i + 1, _clause_end(page, noun, i + 1, sent)
    if f"obl:{word}" in entry.frames and i + 1 < sent.end:
        return i + 1, _phrase_end(page, i + 1, sent)
    return None


def _phrase_end(page: Page, start: int, sent: Sentence) -> int:
    """The end of a noun phrase: before a mark, or a finite verb that no relative pronoun in it brings with it."""
    brought = 0
    for t in page.doc[start : sent.end]:
        if page.quotation_of(t.i) is None and t.text in {",", ";", ":"}:
            return int(t.i)
        brought += fold(t) in page.grammar.relative_pronouns
        if is_finite(t):
            brought -= 1
            if brought < 0:
                return _group_start(page, t, start)
    return int(sent.end)


def _clause_end(page: Page, noun: Token, start: int, sent: Sentence) -> int:
    """Where a reported clause inside a noun phrase ends: before the verb whose subject the whole phrase is.

    The parse seldom sees that verb ('selon laquelle la loi est nulle EST contestée'), so finite verbs are counted: a
    clause has one, and one more for each conjunction or relative pronoun in it; the next is the sentence's own.
    """
    doc, g = page.doc, page.grammar
    end = int(sent.end)
    if not any(is_finite(t) for t in doc[sent.start : noun.i]):
        allowed = 0 if _opens_infinitive(doc[start : start + 5]) else 1
        count = 0
        for t in doc[start:end]:
            if page.quotation_of(t.i) is not None:
                continue
            if t.i > start and (t.pos_ in {"SCONJ", "CCONJ"} or fold(t) in g.relative_pronouns):
                allowed += 1
            if is_finite(t):
                count += 1
                if count > allowed:
                    end = _group_start(page, t, start)
                    break
    for i in range(start, end):
        if page.quotation_of(i) is not None or i + 1 >= end:
            continue
        if doc[i].text == ";" or (doc[i].text == "," and (doc[i + 1].pos_ == "CCONJ" or is_finite(doc[i + 1]))):
            return i
    return end


def _opens_infinitive(tokens: Sentence) -> bool:
    """Whether the clause is an infinitive's: one stands before any subject."""
    for t in tokens:
        if is_infinitive(t):
            return True
        if t.pos_ not in BEFORE_INFINITIVE:
            return False
    return False


def _group_start(page: Page, verb: Token, start: int) -> int:
    """The first token of a finite verb's group: its clitics and negation stand before it."""
    g = page.grammar
    first = verb.i
    clitics = g.negations | g.reflexives | g.object_clitics | g.dative_clitics
    while first - 1 > start and fold(page.doc[first - 1]) in clitics and page.doc[first - 1].pos_ in {"PRON", "ADV"}:
        first -= 1
    return first


def _before_agent(page: Page, entry: Noun, i: int, sent: Sentence) -> tuple[int, int] | None:
    """The content before the agent: 'l'accusation DE FRAUDE lancée par X'."""
    doc, g = page.doc, page.grammar
    word = uncontracted(doc[i], g) if i < sent.end else ""
    if f"obl:{word}" not in entry.frames:
        return None
    end = next((t.i for t in doc[i + 1 : min(i + REACH, sent.end)] if is_participle(t)), None)
    return None if end is None or end == i + 1 else (i + 1, end)
