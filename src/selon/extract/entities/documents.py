"""Documents that speak, and those behind them: where a document's own name ends, who issues it, titles between marks."""

from __future__ import annotations

from selon.extract.entities.descriptions import Description
from selon.extract.entities.phrases import Phrase
from selon.extract.entities.referents import Referent
from selon.extract.entities.walk import Walk
from selon.model import Span

# the marks between which a title may stand alone
OPENING, CLOSING = frozenset('«“"‹'), frozenset('»”"›')


def stretch(w: Walk, p: Phrase) -> int:
    """Where what is said of a phrase's noun ends at the latest: its verb, a mark, the sentence's end."""
    words = w.d.page.words
    for k in range(p.head_end, len(words)):
        verb = words[k].pos in ("VERB", "AUX") and not words[k].dep.startswith("acl")
        if verb or words[k].text in ",;:" or words[k].sentence != words[p.head].sentence:
            return k
    return len(words)


def document_end(w: Walk, p: Phrase, j: int) -> int:
    """Where a document's own name ends: before a participle ('sondage publié dans …') or a relative clause."""
    d = w.d
    for k in range(p.head_end, j):
        if (
            d.page.words[k].pos == "VERB"
            or d.page.lows[k] in d.lex.issuer_never - d.lex.classes["to"]
            or d.page.lows[k] in d.lex.classes["by"]
        ):
            stop = k
            if d.page.words[k].pos != "VERB" and k - 1 >= p.head_end and d.page.words[k - 1].alpha:
                stop = k - 1 if d.page.lows[k - 1] not in d.lex.classes["of"] else k
            return max(stop, p.head_end)
    return j


def of_nobody(w: Walk, p: Phrase, j: int) -> bool:
    """Whether a document is of somebody whom nothing names: 'la déclaration d'un collaborateur'."""
    d = w.d
    k = p.head_end
    return (
        k + 1 < j
        and d.page.lows[k] in d.lex.classes["of"]
        and d.lex.determiners.get((d.page.lows[k + 1],)) == "indefinite"
    )


def who_issues(w: Walk, p: Phrase) -> Referent | None:
    """The named subject of a verb of issuing that takes a document: 'la présidence s'est contentée d'UN COMMUNIQUÉ'."""
    d, words = w.d, w.d.page.words
    k, issued = p.start - 1, False
    while k >= 0 and words[k].sentence == words[p.start].sentence and not words[k].quoted:
        issued = issued or d.page.lows[k] in d.lex.issues
        if words[k].dep.startswith("nsubj") and words[k].pos in ("NOUN", "PROPN"):
            r = d.referents[d.by_token[k]] if issued and k in d.by_token else None
            return r if r is not None and r.named else None
        k -= 1
    return None


def authors_of(w: Walk, x: Description, p: Phrase) -> Referent | None:
    """The issuer of the one document named so far, of whom 'les auteurs' speaks; 'les auteurs du vol' are others."""
    d = w.d
    if x.number != "p" or x.role.noun not in d.lex.authors or p.end != p.head_end:
        return None
    issuers = list({r.id: r for r in w.documents.values()}.values())
    return issuers[0] if len(issuers) == 1 else None


def titled(w: Walk, i: int, j: int, span: Span) -> Referent | None:
    """A source that is only a title between quotation marks: 'cité par « 24 minutes »'; one referent for all its places."""
    d = w.d
    before, after = d.page.text[: span[0]].rstrip()[-1:], d.page.text[span[1] :].lstrip()[:1]
    marked = before in OPENING and after in CLOSING and j - i <= 4
    if not marked or any(k in w.reader.in_name for k in range(i, j)):
        return None
    if not (d.page.words[i].capital or d.page.words[i].text[0].isdigit()):
        return None
    name = d.page.text[slice(*d.page.span(i, j))]
    r = next((r for r in d.referents if name in r.names), None) or d.new("organisation", named=True, rule="name")
    r.names[name] += 1
    r.used = True
    d.mention(r, span, "name", "title")
    return r
