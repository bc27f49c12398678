"""schema.org: direct quotations as `Quotation`, what is reported in other words as `Claim`, both in their `NewsArticle`.

A source that is not resolved is no `Person`: its words stand in `creditText`. Statements without content (an act told
without what was said) have no place in this vocabulary and are left out. A denial is a claim whose `keywords` hold `denied`:
schema.org has no word for it, and a claim that somebody denies must not read as theirs, so its speaker is given in
`contributor` and not in `author`.
https://schema.org/Quotation, https://schema.org/Claim
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from selon.export.jsonld import Node, known, write_graph
from selon.export.names import entity, source_iri, source_words, words
from selon.model import Ledger, Statement

CONTEXT = "https://schema.org"
TYPES = {
    "person": "Person",
    "organisation": "Organization",
    "country": "Country",
    "place": "Place",
    "group": "Organization",
}


def write(ledgers: Iterable[Ledger], path: Path) -> int:
    """One JSON-LD document with all articles and what is said in them; how many articles."""
    return write_graph(CONTEXT, (nodes(ledger) for ledger in ledgers), path)


def nodes(ledger: Ledger) -> Iterator[Node]:
    """The article, then its quotations and claims."""
    d = ledger.document
    yield known(
        id=source_iri(ledger), type="NewsArticle", headline=d.title, url=d.url, inLanguage=d.lang,
        datePublished=d.published.value or d.published.given,
        publisher=known(type="Organization", name=d.outlet) if d.outlet else None,
    )  # fmt: skip
    for s in ledger.statements:
        if s.content:
            yield _said(ledger, s)


def _said(ledger: Ledger, s: Statement) -> Node:
    """One statement as a Quotation or a Claim."""
    quotation = s.kind == "direct" and not s.denied
    article = {"@id": source_iri(ledger)}
    who = _agent(ledger, s.source.entity)
    common = known(
        id=f"urn:selon:{ledger.document.id}:{s.id}", type="Quotation" if quotation else "Claim",
        text=words(ledger, s.content), inLanguage=ledger.document.lang, keywords=[s.act, *(["denied"] if s.denied else [])],
        dateCreated=s.when.start if s.when and s.when.start == s.when.end else None,
        creditText=source_words(ledger, s.source) if who is None else None,
    )  # fmt: skip
    if quotation:
        return common | known(spokenByCharacter=who, isPartOf=article)
    return common | (known(contributor=who) if s.denied else known(author=who)) | {"appearance": article}


def _agent(ledger: Ledger, id_: str | None) -> Node | None:
    """A person or body, with its Wikidata address where it has one."""
    e = entity(ledger, id_)
    if e is None:
        return None
    same = f"http://www.wikidata.org/entity/{e.wikidata}" if e.wikidata else None
    return known(type=TYPES[e.kind], name=e.name, sameAs=same, jobTitle=e.roles if e.kind == "person" else None)
