"""The answers of the tools: questions to the store, and for each record found its spans and exact words.

Sizes are bounded, for an assistant reads all of an answer: so many records, so many characters of one span.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from selon import model
from selon.mcp import shapes
from selon.store import Filter, LedgerFile
from selon.store.anchoring import PLURALS, ids_in, spans_in
from selon.store.corrections_entries import log_entries
from selon.store.standing import standing_record

MOST = 30  # records of one answer
LONGEST = 1500  # characters of one span
FOUND = 5  # places of an article that are given
TEXT = 8000  # characters of an article's text
MENTIONS = 8


class Held:
    """The ledgers that one answer needs, each read once."""

    def __init__(self, file: LedgerFile) -> None:
        self.file = file
        self.ledgers: dict[int, model.Ledger] = {}

    def ledger(self, article_id: int) -> model.Ledger:
        """The ledger of an article; raises `ValueError` where there is none."""
        if article_id not in self.ledgers:
            try:
                self.ledgers[article_id] = self.file.ledger(article_id)
            except (KeyError, OverflowError):
                raise ValueError(f"there is no article {article_id} in this ledger") from None
        return self.ledgers[article_id]

    def article(self, article_id: int) -> shapes.ArticleRef:
        """What an article is cited by."""
        d = self.ledger(article_id).document
        return shapes.ArticleRef(
            article_id=article_id,
            title=d.title,
            outlet=d.outlet,
            published=d.published.value or d.published.given,
            url=d.url,
        )

    def name(self, article_id: int, id_: str | None) -> str | None:
        """The name of an entity."""
        return next((e.name for e in self.ledger(article_id).entities if e.id == id_), None) if id_ else None

    def words(self, article_id: int, span: model.Span) -> shapes.Words:
        """A span with its words."""
        said = self.ledger(article_id).words(span)
        return shapes.Words(start=span[0], end=span[1], words=said[:LONGEST], cut=len(said) > LONGEST)

    def many(self, article_id: int, spans: Sequence[model.Span]) -> list[shapes.Words]:
        """Several spans with their words."""
        return [self.words(article_id, s) for s in spans[:MOST]]

    def who(self, article_id: int, source: model.Source | None) -> shapes.Who | None:
        """A source or addressee."""
        if source is None:
            return None
        return shapes.Who(
            name=self.name(article_id, source.entity),
            words=self.words(article_id, source.span) if source.span else None,
        )

    def statement(self, article_id: int, id_: str) -> model.Statement:
        """A statement that a question has found."""
        return next(s for s in self.ledger(article_id).statements if s.id == id_)


def search_articles(
    file: LedgerFile, words: str, *, outlet: str | None, since: str | None, until: str | None, limit: int
) -> shapes.Articles:
    """The articles that hold the words, the best first."""
    held, most = Held(file), _most(limit)
    hits = file.search(words, where=Filter(outlet=outlet, since=since, until=until), limit=most + 1)
    return shapes.Articles(
        articles=[
            shapes.FoundArticle(
                article=held.article(h.article_id), snippet=h.snippet, found=held.many(h.article_id, h.found[:FOUND])
            )
            for h in hits[:most]
        ],
        more=len(hits) > most,
    )


def search_statements(file: LedgerFile, words: str | None, *, where: Filter, limit: int) -> shapes.Statements:
    """The statements that pass."""
    held, most = Held(file), _most(limit)
    hits = file.statements(words or None, where=where, limit=most + 1)
    return shapes.Statements(
        statements=[_statement(held, h.article_id, held.statement(h.article_id, h.id)) for h in hits[:most]],
        more=len(hits) > most,
    )


def who_said(file: LedgerFile, words: str, *, where: Filter, limit: int) -> shapes.Speakers:
    """Who spoke of the words, the earliest first."""
    held, most = Held(file), _most(limit)
    found = file.who(words, where=where, limit=most + 1)
    return shapes.Speakers(
        speakers=[
            shapes.Speaker(
                name=s.source, joined=s.joined, statements=s.statements, articles=s.articles, first_day=s.first, last_day=s.last,
                first=_statement(held, s.first_article_id, held.statement(s.first_article_id, s.first_id)),
            )
            for s in found[:most]
        ],
        more=len(found) > most,
    )  # fmt: skip


def figures(file: LedgerFile, words: str | None, *, where: Filter, limit: int) -> shapes.Figures:
    """The figures that pass, by day."""
    held, most = Held(file), _most(limit)
    found = file.figures(words or None, where=where, limit=most + 1)
    records = [(f.article_id, next(r for r in held.ledger(f.article_id).figures if r.id == f.id)) for f in found[:most]]
    return shapes.Figures(figures=[_figure(held, a, r) for a, r in records], more=len(found) > most)


def positions(file: LedgerFile, topic: str | None, *, where: Filter, limit: int) -> shapes.Positions:
    """The positions that pass, by day."""
    held, most = Held(file), _most(limit)
    found = file.positions(topic or None, where=where, limit=most + 1)
    records = [
        (p.article_id, next(r for r in held.ledger(p.article_id).positions if r.id == p.id)) for p in found[:most]
    ]
    return shapes.Positions(positions=[_position(held, a, r) for a, r in records], more=len(found) > most)


def article(file: LedgerFile, article_id: int, *, text_from: int, records_from: int) -> shapes.Article:
    """An article: a part of its text, and so many records of each part of its ledger."""
    held = Held(file)
    ledger = held.ledger(article_id)
    first, start = max(0, records_from), max(0, text_from)
    text = ledger.document.text
    counts = {plural: len(getattr(ledger, plural)) for plural in PLURALS.values()} | {"problems": len(ledger.problems)}
    longest = max(counts[k] for k in ("statements", "figures", "positions", "events"))

    def part(records: Sequence[Any]) -> Sequence[Any]:
        return records[first : first + MOST]

    return shapes.Article(
        article=held.article(article_id), text=text[start : start + TEXT], text_start=min(start, len(text)),
        next_text=start + TEXT if start + TEXT < len(text) else None,
        next_records=first + MOST if first + MOST < longest else None, counts=counts,
        statements=[_statement(held, article_id, s) for s in part(ledger.statements)],
        figures=[_figure(held, article_id, f) for f in part(ledger.figures)],
        positions=[_position(held, article_id, p) for p in part(ledger.positions)],
        events=[_event(held, article_id, e) for e in part(ledger.events)],
        problems=[p.message for p in part(ledger.problems)],
        more=start + TEXT < len(text) or first + MOST < longest,
    )  # fmt: skip


def why(file: LedgerFile, article_id: int, record_id: str) -> shapes.Reasons:
    """Why a record is in the ledger."""
    held = Held(file)
    ledger = held.ledger(article_id)
    part = next((p for p, plural in PLURALS.items() if any(r.id == record_id for r in getattr(ledger, plural))), None)
    found = standing_record(file.connection, article_id, part, record_id, ledger) if part else None
    if part is None or found is None:
        raise ValueError(f"there is no record {record_id} in article {article_id}")
    record = found.record
    dumped = record.model_dump(mode="json", exclude={"evidence"})
    entities = [e for e in ledger.entities if e.id in {*ids_in(dumped), record_id}]
    return shapes.Reasons(
        article=held.article(article_id), id=record_id, part=part, rule=record.rule,
        confidence=getattr(record, "confidence", None), standing=found.standing,
        words=held.many(article_id, list(dict.fromkeys(spans_in(dumped)))), evidence=held.many(article_id, record.evidence),
        mentions={f"{e.name} ({e.id})": held.many(article_id, e.mentions[:MENTIONS]) for e in entities[:MOST]},
        corrections=[
            shapes.Correction(at=c.at, who=c.who, kind=c.kind, why=c.why, undone=c.undone)
            for c in log_entries(file.connection)
            if c.article_id == article_id and c.record_id == record_id
        ][:MOST],
    )  # fmt: skip


def _most(limit: int) -> int:
    return max(1, min(limit, MOST))


def _statement(held: Held, a: int, s: model.Statement) -> shapes.Statement:
    return shapes.Statement(
        article=held.article(a), id=s.id, source=held.who(a, s.source) or shapes.Who(name=None, words=None), act=s.act, kind=s.kind,
        denied=s.denied, content=held.many(a, s.content), cue=held.words(a, s.cue) if s.cue else None,
        addressee=held.who(a, s.addressee), when_start=s.when.start if s.when else None, when_end=s.when.end if s.when else None,
        reported_inside=s.within, confidence=s.confidence,
    )  # fmt: skip


def _figure(held: Held, a: int, f: model.Figure) -> shapes.Figure:
    said = next((s for s in held.ledger(a).statements if s.id == f.statement), None) if f.statement else None
    source = said.source if said else None
    if f.according_to and (source is None or source.entity != f.according_to):
        source = model.Source(entity=f.according_to)
    return shapes.Figure(
        article=held.article(a), id=f.id, words=held.words(a, f.span), comparator=f.comparator, low=f.low, high=f.high, unit=f.unit,
        measure=f.measure, according_to=held.who(a, source), place=held.name(a, f.place),
        period_start=f.period.start if f.period else None, period_end=f.period.end if f.period else None,
        statement_id=f.statement,
    )  # fmt: skip


def _position(held: Held, a: int, p: model.Position) -> shapes.Position:
    return shapes.Position(
        article=held.article(a), id=p.id, who=held.name(a, p.who) or p.who, stance=p.stance, topic=p.topic.label,
        topic_words=held.words(a, p.topic.span), because=held.many(a, p.because), unless=held.many(a, p.unless),
        when_start=p.when.start if p.when else None, when_end=p.when.end if p.when else None, statement_id=p.statement,
    )  # fmt: skip


def _event(held: Held, a: int, e: model.Event) -> shapes.Event:
    return shapes.Event(
        id=e.id, type=e.type, words=held.words(a, e.span), who=[held.name(a, i) or i for i in e.who],
        whom=[held.name(a, i) or i for i in e.whom], when_start=e.when.start if e.when else None,
        when_end=e.when.end if e.when else None, planned=e.planned, statement_id=e.statement,
    )  # fmt: skip
