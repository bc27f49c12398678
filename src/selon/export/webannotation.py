"""W3C Web Annotation: an annotation for each statement, figure, time, event and position, its words as targets.

Positions are code points, as the recommendation wants them; each target also quotes its words with what stands before and
after, so that it is found again in another edition of the page. What the vocabulary has no word for (act, denied, role of
a span, confidence, …) stands under the prefix `selon:`.
https://www.w3.org/TR/annotation-model/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from selon.export.jsonld import Node, known, write_graph
from selon.export.names import entity, source_iri, source_words
from selon.model import Ledger, Period, Source, Span, Statement

CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"selon": "urn:selon:"}]
AROUND = 32  # characters of context on either side of a quotation


def write(ledgers: Iterable[Ledger], path: Path) -> int:
    """One JSON-LD document with the annotations of all articles; how many articles."""
    return write_graph(CONTEXT, (article_annotations(ledger) for ledger in ledgers), path)


def selectors(text: str, span: Span) -> list[Node]:
    """The place of a span, by position and by its words in context."""
    start, end = span
    return [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(0, start - AROUND) : start],
            "suffix": text[end : end + AROUND],
        },
    ]


def article_annotations(ledger: Ledger) -> Iterator[Node]:
    """The annotations of an article, in the order of the ledger."""
    for s in ledger.statements:
        yield _annotation(ledger, s.id, "Statement", list(_statement_spans(s)), **_statement(ledger, s))
    for f in ledger.figures:
        yield _annotation(
            ledger, f.id, "Figure", [("figure", f.span)],
            comparator=f.comparator, low=f.low, high=f.high, unit=f.unit, measure=f.measure, partOf=f.part_of,
            statement=f.statement, accordingTo=_agent(ledger, f.according_to), place=_agent(ledger, f.place),
            period=_period(f.period), rule=f.rule,
        )  # fmt: skip
    for t in ledger.times:
        more = {"timex": t.value, "timexType": t.type, "rule": t.rule}
        yield _annotation(
            ledger, t.id, "Time", [("time", t.span)], when=_period(Period(start=t.start, end=t.end)), **more
        )
    for e in ledger.events:
        yield _annotation(
            ledger, e.id, "Event", [("event", e.span)],
            plover=e.type, who=[_agent(ledger, i) for i in e.who], whom=[_agent(ledger, i) for i in e.whom],
            when=_period(e.when), where=_agent(ledger, e.where), planned=e.planned, statement=e.statement, rule=e.rule,
        )  # fmt: skip
    for p in ledger.positions:
        spans = [("topic", p.topic.span), *(("because", x) for x in p.because), *(("unless", x) for x in p.unless)]
        yield _annotation(
            ledger, p.id, "Position", spans,
            who=_agent(ledger, p.who), topic=p.topic.label, stance=p.stance, statement=p.statement,
            when=_period(p.when), rule=p.rule,
        )  # fmt: skip


def _annotation(ledger: Ledger, id_: str, type_: str, spans: list[tuple[str, Span]], /, **says: object) -> Node:
    """An annotation: its targets with their roles, and a body with what the record says."""
    body = {f"selon:{k}": v for k, v in known(**says).items()}
    iri = source_iri(ledger)
    return {
        "id": f"urn:selon:{ledger.document.id}:{id_}",
        "type": "Annotation",
        "motivation": "identifying" if type_ == "Time" else "describing",
        "body": {"type": f"selon:{type_}", **body},
        "target": [
            {
                "type": "SpecificResource",
                "source": iri,
                "selector": selectors(ledger.document.text, s),
                "selon:role": role,
            }
            for role, s in spans
        ],
    }


def _statement(ledger: Ledger, s: Statement) -> Node:
    return known(
        kind=s.kind, act=s.act, denied=s.denied, source=_party(ledger, s.source), addressee=_party(ledger, s.addressee),
        when=_period(s.when), within=s.within, confidence=s.confidence, rule=s.rule,
    )  # fmt: skip


def _statement_spans(s: Statement) -> Iterator[tuple[str, Span]]:
    """The words of a statement, each with what they are in it."""
    yield from (("content", x) for x in s.content)
    one = [("source", s.source.span), ("cue", s.cue), ("occasion", s.occasion)]
    one.append(("addressee", s.addressee.span if s.addressee else None))
    yield from ((role, span) for role, span in one if span)


def _party(ledger: Ledger, source: Source | None) -> Node | None:
    """A source or addressee: whom it means, else its words alone."""
    if source is None or (source.span is None and source.entity is None):
        return None
    return _agent(ledger, source.entity) or {"selon:unresolved": source_words(ledger, source)}


def _agent(ledger: Ledger, id_: str | None) -> Node | None:
    """An entity, by its Wikidata address where it has one."""
    e = entity(ledger, id_)
    if e is None:
        return None
    iri = f"http://www.wikidata.org/entity/{e.wikidata}" if e.wikidata else f"urn:selon:{ledger.document.id}:{e.id}"
    return {"id": iri, "type": f"selon:{e.kind}", "selon:name": e.name}


def _period(period: Period | None) -> Node | None:
    days = known(**{"selon:start": period.start, "selon:end": period.end}) if period else None
    return days or None
