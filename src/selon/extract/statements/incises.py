"""Incises: a reporting verb before its subject, set off from what is said ('…, a indiqué le ministre, …')."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from selon.extract.statements.cues import Cue
from selon.extract.statements.syntax import (
    DASHES,
    NOMINAL,
    SUBJECTS,
    fold,
    infinitive_at,
    is_finite,
    is_gerund,
    uncontracted,
)
from selon.language.grammar import Grammar
from selon.language.normal import CLOSE, OPEN

OPENING = {"«", "“", "„", '"', "‹", "‘"}
LONG_ASIDE = 18  # tokens between a verb and its subject: ', à l'issue d'une réunion de deux heures avec le préfet,'
ASIDE = 6  # tokens of a relative without a verb
STOPS = {".", "!", "?", "…", "...", ";"}


@dataclass(frozen=True, slots=True)
class Incise:
    """Tokens `[start, end)` from the punctuation that opens the incise to the one that closes it, both included."""

    cue: Cue
    start: int
    end: int
    source: Token


def find_incises(sent: Span, cues: list[Cue], grammar: Grammar) -> list[Incise]:
    """The incises of a sentence, at most one a cue."""
    out = []
    for cue in cues:
        source = None if cue.group.passive else inverted_source(cue, sent, grammar)
        if source is None:
            continue
        start = _opening(cue, sent, grammar)
        if start is None:
            continue
        end = _closing(cue, source, sent, start, grammar)
        if _behind_aside(cue, sent, start) and not _closed(sent.doc, end):
            continue
        told_so = fold(sent.doc[start]) in grammar.as_markers or fold(sent.doc[cue.start - 1]) in grammar.as_markers
        if (
            cue.group.inverted is None
            and not told_so
            and (reports_on(cue, source, sent, grammar) or not _stands_behind(sent, start, end, grammar))
        ):
            continue
        out.append(Incise(cue=cue, start=start, end=end, source=source))
    return out


def reports_on(cue: Cue, source: Token, sent: Span, grammar: Grammar) -> bool:
    """Whether a clause follows the noun behind the verb, which is its object then: 'informa le diocèse QU'il était inquiet'."""
    after = source.i + 1
    while after < sent.end and sent.doc[after].pos_ == "ADJ":
        after += 1
    told = cue.can("obj+clause") or "obj" in cue.entry.to
    if told and after < sent.end and fold(sent.doc[after]) in grammar.complementizers:
        return True
    marks = {
        *cue.options("obj+inf"),
        *cue.options("obj+obl"),
    }  # 'X, ambassadrice, a appelé LES DEUX PARTIES à la retenue'
    left = sent.doc[sent.start : cue.start]
    # but 'P, a informé le porte-parole DE l'agence'
    subject = any(t.pos_ in NOMINAL for t in left) and not any(t.is_quote for t in left) and not tells(left, grammar)
    behind = sent.doc[after : min(after + 3, sent.end)]
    return subject and any(uncontracted(t, grammar) in marks and t.pos_ == "ADP" for t in behind)


def _behind_aside(cue: Cue, sent: Span, start: int) -> bool:
    """Whether only the cue's subject and an aside stand before its comma: 'La CFE-CGC, PLUS MESURÉE, a demandé N et juge que P'."""
    left = sent.doc[sent.start : start]
    commas = [t.i for t in left if t.text == ","]
    if commas and commas[0] + 1 < start and sent.doc[commas[0] + 1].text == OPEN and sent.doc[start - 1].text == CLOSE:
        head = sent.doc[sent.start : commas[0]]  # 'Paul Morel, « très inquiet », réclame une enquête'
        named = any(t.ent_type_ or t.pos_ == "PROPN" for t in head)
        return named and not any(is_finite(t) or t.is_quote for t in head)
    return (
        len(commas) == 1
        and cue.subject is not None
        and cue.subject.i < commas[0]
        and cue.subject.ent_type_ != ""
        and not any(t.is_quote or is_finite(t) for t in left)
    )


def _stands_behind(sent: Span, start: int, end: int, grammar: Grammar) -> bool:
    """Whether something said stands before the incise: marks or a clause, or words that go on behind it.

    'Les groupes, dont Amnesty, ONT CONDAMNÉ ces attaques' has only its subject before the comma.
    """
    left = sent.doc[sent.start : start + 1]
    if any(t.is_quote for t in left) or tells(left, grammar):
        return True
    right = sent.doc[end : next((t.i for t in sent.doc[end : sent.end] if t.text == ":"), sent.end)]
    resumes = len(right) > 0 and right[0].pos_ != "CCONJ" and tells(right, grammar)
    # 'Le virus, explique X, MUTE', whose verb a tagger took for something else
    broken = len(right) > 2 and not any(t.text == "," for t in sent.doc[sent.start : start]) and _closed(sent.doc, end)
    return resumes or broken or not any(t.pos_ in NOMINAL for t in left)


def _closed(doc: Doc, end: int) -> bool:
    """Whether a comma closes an incise that ends before token `end`."""
    return doc[end - 1].text == ","


def tells(words: Span, grammar: Grammar) -> bool:
    """Whether a finite verb stands in words outside relative and subordinate clauses, each of which brings one."""
    brought = 0
    for n, token in enumerate(words):
        if _subordinates(token, grammar):
            brought += 1
        elif (
            token.text == ","
            and n
            and any(fold(t) in grammar.partitive_relatives for t in words[max(n - ASIDE, 0) : n])
        ):
            brought = 0  # 'douze personnes, DONT deux enfants, sont mortes'
        elif is_finite(token):
            if not brought:
                return True
            brought -= 1
    return False


def _subordinates(token: Token, grammar: Grammar) -> bool:
    """Whether a token opens a relative or subordinate clause."""
    return token.pos_ == "SCONJ" or fold(token) in grammar.relative_pronouns


def inverted_source(cue: Cue, sent: Span, grammar: Grammar) -> Token | None:
    """The subject behind the verb: an inverted clitic, or a noun phrase that follows at once."""
    if cue.group.inverted is not None:
        return cue.group.inverted
    if not cue.group.finite:
        return None
    doc = sent.doc
    before = [c for c in cue.verb.children if c.dep_ in SUBJECTS and sent.start <= c.i < cue.start]
    if any(fold(c) in grammar.subject_clitics or not any(t.is_punct for t in doc[c.i : cue.start]) for c in before):
        return None
    if cue.end < sent.end and doc[cue.end].text == ":":
        return None  # 'le ministre, Ada Brévent, a ajouté : « Q »': what follows is said
    after = next((c for c in cue.verb.children if c.dep_ in SUBJECTS and cue.end <= c.i < sent.end), None)
    if after is not None and after.lemma_.lower() in grammar.time_nouns and after.pos_ != "PROPN":
        after = None  # 'a annoncé SAMEDI le chef de police'
    if after is not None and _plain_between(doc, cue.end, after):
        return after
    i = _over_adverbials(doc, cue.end, sent.end, grammar)
    if (
        i >= sent.end
        or (doc[i].pos_ not in {"DET", "NOUN", "PROPN", "PRON", "ADJ", "NUM", "X"} and not _is_name(doc[i]))
        or _is_clitic(doc[i], grammar)
    ):
        return None
    if cue.start == cue.verb.i and fold(cue.verb) in grammar.participles_like_presents and fold(doc[i]) in grammar.of:
        return None  # 'le lac, dit DES Cygnes'
    return _phrase_head(doc, i, sent.end)


def _is_name(token: Token) -> bool:
    """Whether a token begins or goes on with a name, whatever part of speech a tagger gave it."""
    return bool(token.ent_type_) and token.text[:1].isupper()


def _is_clitic(token: Token, grammar: Grammar) -> bool:
    """Whether a token leans on a verb: of '« veulent SE faire connaître »' it is no subject; an article that a tagger mistook is none."""
    noun = token.i + 1 < len(token.doc) and token.nbor(1).pos_ in {"NOUN", "PROPN", "ADJ"}
    return token.pos_ == "PRON" and fold(token) in grammar.clitics and not noun


def _over_adverbials(doc: Doc, i: int, end: int, grammar: Grammar) -> int:
    """Past adverbs and short prepositional phrases between a verb and its subject: 'a expliqué À L'AFP X', 'indique AUJOURD'HUI X'."""
    while i < end:
        close = next((j for j in range(i + 1, min(i + LONG_ASIDE, end)) if doc[j].text == ","), None)
        if doc[i].text == "," and close is not None and not any(is_finite(t) for t in doc[i:close]):
            i = close + 1  # 'suggère, PINCE-SANS-RIRE, un voisin'
            continue
        if doc[i].pos_ == "ADV" or doc[i].lemma_.lower() in grammar.time_nouns:
            i += 1
            continue
        if doc[i].pos_ != "ADP":
            return i
        if fold(doc[i]) in grammar.without and (verb := infinitive_at(doc, i + 1, end)) is not None:
            i = verb.i + 1  # 'répond SANS HÉSITER Paul Morel'
            continue
        j = i + 1
        while j < end and doc[j].pos_ in {"DET", "ADP", "NUM"} and not _is_letter(doc[j]):
            j += 1
        if j >= end or (doc[j].pos_ not in {"NOUN", "PROPN"} and not _is_letter(doc[j])):
            return i
        j += 1
        while j < end and ((doc[j].ent_iob_ == "I") or doc[j].pos_ == "ADJ"):
            j += 1
        if j >= end or doc[j].pos_ not in {"DET", "PROPN", "NOUN", "ADP", "ADV"}:
            return i
        i = j
    return i


def _is_letter(token: Token) -> bool:
    """Whether a token is a name of one capital letter, taken for a numeral: 'a ironisé sur X le maire'."""
    return len(token.text) == 1 and token.text.isalpha() and token.text.isupper()


def _plain_between(doc: Doc, start: int, head: Token) -> bool:
    """Whether no punctuation stands between the verb and the phrase of its subject."""
    return not any(
        t.is_punct and not t.is_quote for t in doc[start : min(t.i for t in head.subtree) if head.i > start else start]
    )


def _phrase_head(doc: Doc, i: int, end: int) -> Token | None:
    """The head of the noun phrase that begins at token i."""
    for j in range(i, min(i + 6, end)):
        if doc[j].pos_ == "VERB" and (
            _is_name(doc[j]) or (j > i and doc[j - 1].pos_ == "DET" and not is_finite(doc[j]))
        ):
            return doc[j]  # 'a affirmé LE MANAGER', for a tagger's infinitive
        if doc[j].pos_ == "ADP" and j > i and doc[j - 1].pos_ == "NUM":
            continue  # '27 DES 30 économistes'
        if doc[j].is_punct or doc[j].pos_ in {"VERB", "AUX", "ADP", "SCONJ"}:
            return None
        if doc[j].pos_ == "ADJ" and j > i and doc[j - 1].pos_ == "DET" and doc[j + 1].pos_ not in NOMINAL | {"ADJ"}:
            return doc[j]  # 'a raconté UN COMMERÇANT joint par téléphone', for a tagger's adjective
        if (doc[j].pos_ in NOMINAL and doc[j].pos_ != "NUM") or (
            doc[j].text[:1].isupper() and doc[j].pos_ in {"ADJ", "X"}
        ):
            head = doc[j]
            while (
                head.head.i > head.i
                and head.head.i < min(i + 8, end)
                and head.head.pos_ in NOMINAL
                and head.dep_ in {"nmod", "amod", "det", "appos", "flat:name", "nummod"}
            ):
                head = head.head
            return head
    return None


def _opening(cue: Cue, sent: Span, grammar: Grammar) -> int | None:
    """The token that opens the incise: a comma, dash, bracket, closing mark or other stop right before the group."""
    doc = sent.doc
    i = cue.start - 1
    if (
        i >= sent.start
        and fold(doc[i]) in grammar.as_markers
        and any(fold(t) in grammar.object_clitics for t in doc[cue.start : cue.verb.i])
    ):
        if i - 1 < sent.start or not doc[i - 1].is_punct:
            return i  # 'COMME l'a rappelé X, P', 'P COMME le rappelle X'
        i -= 1
    if i < sent.start:
        return cue.start if cue.group.inverted is not None else None
    while i >= sent.start and (doc[i].is_space or (doc[i].pos_ == "ADV" and i > sent.start)):
        i -= 1
    if i < sent.start:
        return None
    opener = doc[i]
    if opener.text == OPEN:
        return None  # '« CONDAMNERAIT l'industrie »' begins a quotation
    if not (opener.text in {",", "("} or opener.text in DASHES or opener.text in STOPS or opener.is_quote):
        return None
    while i - 1 >= sent.start and opener.is_quote is False and doc[i - 1].text in {","}:
        i -= 1
    return i


def _closing(cue: Cue, source: Token, sent: Span, start: int, grammar: Grammar) -> int:
    """Behind the comma, dash or mark that closes the incise; the sentence's end where what follows is all telling."""
    doc = sent.doc
    i = max(cue.end, source.i + 1)
    commas: list[int] = []
    depth = 0
    last = next((j for j in range(i, sent.end) if doc[j].text == ";"), sent.end)
    for j in range(i, last):
        text = doc[j].text
        if text == "(":
            depth += 1
        elif text == ")":
            if depth == 0:
                return j + 1
            depth -= 1
        if depth:
            continue
        if text == ":":
            return j
        if doc[j].is_quote and j > i and text in OPENING and _opens_quote(doc, j):
            joined = all(t.pos_ in {"CCONJ", "ADV"} for t in doc[commas[-1] + 1 : j]) if commas else True
            if joined:
                return commas[-1] + 1 if commas else j  # '…, a dit X, mais « Q »'
            break  # '…, explique-t-elle, s'appuie sur un coût « moindre »'
        if text in {",", *DASHES} and (text == "," or doc[j - 1].whitespace_):
            commas.append(j)
    if (
        commas
        and start > sent.start
        and (doc[start - 1].pos_ == "AUX" or doc[start - 1].lemma_.lower() in grammar.copulas)
    ):
        return commas[0] + 1  # 'le pays EST, affirme X, la honte du monde'
    colon = next((j for j in range(start - 1, sent.start, -1) if doc[j].text in {":", ";"}), sent.start)
    whole = tells(doc[colon:start], grammar)
    for n, j in enumerate(commas):
        end = commas[n + 1] if n + 1 < len(commas) else last
        if _goes_on(doc, j + 1, end, last, source, grammar, whole=whole):
            return j + 1
    if commas and not any(t.is_alpha for t in doc[sent.start : start]):
        return commas[-1] + 1  # 'Comme le souligne X, P', whatever the tagger took the verb of P for
    if len(commas) == 1 and commas[0] == source.i + 1 and not any(is_finite(t) for t in doc[colon:start]):
        return commas[0] + 1  # 'Le virus, explique LA CHERCHEUSE, mute'
    open_negation = any(fold(t) in grammar.negations for t in doc[colon:start]) and not any(
        fold(t) in grammar.negation_adverbs for t in doc[colon:start]
    )
    if commas and open_negation and doc[commas[0] + 1].pos_ == "CCONJ":
        return commas[0] + 1  # 'Il n'acceptera, a-t-il averti, NI observateurs NI soldats'
    return last


def _goes_on(doc: Doc, start: int, end: int, sent_end: int, source: Token, grammar: Grammar, *, whole: bool) -> bool:
    """Whether the words behind a comma go on with what is said: 'Le texte, a indiqué le ministre, SERA VOTÉ'.

    Behind a clause that is `whole` before the incise only another clause with a subject does, not a participle or
    relative clause of the telling ('…, a dit X, ajoutant que P', '…, a dit X, qui sortait de réunion').
    """
    words = [t for t in doc[start:end] if not t.is_punct and not t.is_space]
    if not words:
        return False
    first = words[0]
    asked = fold(first) in grammar.complementizers and doc[first.i - 1].text == ","
    if asked and any(is_finite(t) for t in words) and _waits(doc, source, grammar):
        return True  # 'Rien ne prouve, martèle l'avocat, QUE SON CLIENT ÉTAIT LÀ'
    if fold(first) in grammar.relative_pronouns or any(is_gerund(t) for t in words[:3]):
        return False
    if first.pos_ == "ADP" and fold(first) in grammar.infinitive_markers and infinitive_at(doc, first.i + 1, end):
        return True  # 'Il n'appartient pas au canton, estime-t-il, DE SE SUBSTITUER à N'
    finite = [t for n, t in enumerate(words) if is_finite(t) and not any(_subordinates(x, grammar) for x in words[:n])]
    if whole and first.pos_ == "DET" and not finite and _completes(words, start, source):
        return True  # 'Il craint déjà, avoue-t-il, LES RÉUNIONS à venir'
    if not whole:
        return bool(finite) or (end == sent_end and _resumes(doc, start, sent_end, source))
    if first.pos_ == "CCONJ" or fold(first) in grammar.coordinators:
        return bool(finite)
    return any(t.dep_ in SUBJECTS and t.i < f.i for f in finite for t in (*f.children, *f.head.children))


def _waits(doc: Doc, source: Token, grammar: Grammar) -> bool:
    """Whether the words before an incise end with a verb whose clause is still to come."""
    comma = next((i for i in range(source.i - 1, source.sent.start, -1) if doc[i].text == ","), None)
    last = None if comma is None else doc[comma - 1]
    if last is not None and fold(last) in grammar.negation_adverbs:
        last = last.nbor(-1)  # 'Elle ne comprend PAS, dit-elle, que P'
    return last is not None and last.pos_ == "VERB" and fold(last) not in grammar.relative_pronouns


def _completes(words: list[Token], start: int, source: Token) -> bool:
    """Whether words are the object of a verb before the incise."""
    noun = next((t for t in words if t.pos_ in {"NOUN", "PROPN"}), None)
    return noun is not None and noun.dep_ == "obj" and noun.head.i < start and noun.head.i < source.i - 1


def _opens_quote(doc: Doc, i: int) -> bool:
    return (
        i + 1 < len(doc) and (doc[i].text != '"' or not doc[i].whitespace_) and (i == 0 or bool(doc[i - 1].whitespace_))
    )


def _resumes(doc: Doc, start: int, end: int, source: Token) -> bool:
    """Whether what follows the last comma goes on with what is said: it hangs on a verb before the incise."""
    words = [t for t in doc[start:end] if not t.is_punct and not t.is_space]
    if not words:
        return False
    inside = {source, *source.subtree}
    roots = [t for t in words if t.head.i < start or t.head.i >= end]
    return bool(roots) and all(t.head not in inside and t.head.i < source.i and t.head != source.head for t in roots)
