"""Event drafts made into records: participants as entities, day, place, the statement that tells it, one record an event."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from selon.extract.events.find import EventDraft
from selon.extract.events.lexicon import AIMED, EventNoun, load_events
from selon.extract.events.people import People
from selon.extract.statements.syntax import SUBJECTS, noun_phrase, span_of
from selon.language.analysis import Analysis
from selon.language.grammar import Grammar, load_grammar
from selon.model import Entity, Event, Period, Span, Statement, Time

PLACES = {"country", "place"}
BODILY = {"ACCUSE", "ASSAULT", "COERCE"}  # what is done to people, whatever pronoun stands for them
SPOKEN = {"ACCUSE", "REQUEST", "REJECT", "THREATEN"}  # what is done by saying it; what it is about may be to come
WISHED = {"ask", "call", "hope", "fear", "warn", "refuse"}  # acts whose content names no more than an idea
PUBLIC = {
    "ASSAULT",
    "COERCE",
    "CRIME",
    "PROTEST",
    "MOBILIZE",
    "SANCTION",
    "ACCUSE",
    "CONCEDE",
    "RETREAT",
    "REQUEST",
}  # news, whoever does it


class Mentions:
    """Which entity a noun phrase means, by the mention that holds its head."""

    def __init__(self, entities: list[Entity], grammar: Grammar, people: People | None = None) -> None:
        self.entities = {e.id: e for e in entities}
        self.grammar = grammar
        self.people = people
        self.spans = sorted({(m, e.id) for e in entities for m in e.mentions})

    def of(self, head: Token) -> str | None:
        """The id of the entity that a noun phrase means by its head, or by the name set beside its title; else None."""
        found = self._at(head)
        if found is not None:
            return found
        if self.people is not None and (counted := self.people.counted(head)) is not None:
            return self.of(counted)
        if self.people is not None and head.pos_ == "ADJ":
            country = self.people.country_of(head)
            return next((i for i, e in self.entities.items() if country and e.wikidata == country), None)
        for c in head.children:
            if c.dep_ in {"appos", "flat:name", "flat", "nmod:appos"} or (
                c.dep_ in {"nmod", "flat:foreign"}
                and c.pos_ == "PROPN"
                and not any(k.dep_ == "case" for k in c.children)
            ):
                named = self._at(c)
                if named is not None and c.i > head.i:
                    return named
        if self.people is not None and self.people.somebody(head):  # 'l'ex-espion russe ALEXANDRE LITVINENKO'
            behind = next((t for t in head.doc[head.i + 1 : head.sent.end] if t.pos_ != "ADJ"), None)
            if behind is not None and behind.pos_ == "PROPN" and (named := self._at(behind)) is not None:
                return named
        if self.people is not None and self.people.member(head):
            bodies = (self._at(c) for c in head.children if c.i > head.i and c.dep_ == "nmod" and c.pos_ == "PROPN")
            return next((i for i in bodies if i and self.entities[i].kind in {"organisation", "country"}), None)
        return None

    def place(self, head: Token) -> str | None:
        """The place that a noun phrase means, or that it is a part of: 'dans le centre de LYON'."""
        for _ in range(4):
            found = self._at(head)
            if found is not None and self.entities[found].kind in PLACES:
                return found
            inner = [c for c in head.children if c.i > head.i and c.dep_.split(":")[0] in {"nmod", "appos"}]
            if not inner or (self.people is not None and self.people.somebody(head)):
                return None
            head = inner[0]
        return None

    def _at(self, head: Token) -> str | None:
        """The entity of the mentions over a head whose own head it is: nothing of it stands above in the tree, inside.

        Of several the widest that names one alone: 'le Conseil national' before 'le Conseil', 'la CGT' before 'la CGT
        et Solidaires'.
        """
        a, b = head.idx, head.idx + len(head)
        if head.text.startswith("-"):
            a = b - len(head.text.rpartition("-")[2])
        holding: list[tuple[bool, int, str]] = []
        for (x, y), i in self.spans:
            outer = head.head
            inside = x <= outer.idx and outer.idx + len(outer) <= y and outer != head
            if x <= a and b <= y and (not inside or head.dep_.startswith("flat") or outer.dep_ == "punct"):
                several = any(c.dep_ == "conj" and x <= c.idx < y for c in head.children)
                holding.append((several, x - y, i))
        return min(holding)[2] if holding else None

    def all_of(self, heads: Iterable[Token]) -> list[str]:
        """The ids of several noun phrases, each once, in order; those that mean nobody are left out."""
        out: list[str] = []
        for h in heads:
            i = self.of(h)
            if i is not None and i not in out:
                out.append(i)
        return out

    def noun_span(self, head: Token) -> Span:
        """The code points of a noun phrase."""
        return span_of(head.doc, *noun_phrase(head, self.grammar))


def settle_events(
    analysis: Analysis,
    drafts: list[EventDraft],
    times: list[Time],
    entities: list[Entity],
    statements: list[Statement],
    published: str | None = None,
) -> list[Event]:
    """The events in text order, ids `v1`, `v2` …; those without the participants that their entry needs are left out."""
    people = load_events(analysis.lang).people
    mentions = Mentions(entities, load_grammar(analysis.lang), people)
    out: list[tuple[EventDraft, Event]] = []
    told: set[int] = set()
    title = _title_end(analysis)
    for d in drafts:
        event = None if d.trigger.i in told else _event(d, mentions, people, times, statements, published)
        if event is None:
            continue
        told.add(d.trigger.i)
        same = next((n for n, (o, e) in enumerate(out) if _same(o, e, d, event, title)), None)
        if same is None:
            out.append((d, event))
        else:
            other, first = out[same]
            again = first.span[1] <= title < event.span[0]
            out[same] = (d, _merged(event, first)) if again else (other, _merged(first, event))
    return [e.model_copy(update={"id": f"v{n}"}) for n, (_, e) in enumerate(out, 1)]


def _event(
    d: EventDraft,
    mentions: Mentions,
    people: People,
    times: list[Time],
    statements: list[Statement],
    published: str | None,
) -> Event | None:
    who = mentions.all_of(d.who)
    whom = [i for i in mentions.all_of(d.whom) if i not in who]
    where = next((i for p in d.places if (i := mentions.place(p))), None)
    if where is not None and where in whom and d.entry.type not in {"ASSAULT", "CONSULT"}:
        if (
            d.entry.type == "CRIME" and mentions.entities[where].kind == "place"
        ):  # 'À Newport, des voleurs ont dérobé …'
            whom.remove(where)
        else:
            where = None
    when = _day(d, times) or _day_of_clause(d, mentions, statements)
    aimed = d.entry.type in AIMED and any(people.target(h) for h in d.whom)
    has = {
        "who": bool(who) or any(people.somebody(h) for h in d.who),
        "whom": bool(whom) or aimed or any(people.somebody(h) or _them(h, d) for h in d.whom),
        "where": where is not None,
        "when": when is not None,
        "happens": d.happens,
    }
    if not all(any(has[n] for n in need.split("|")) for need in d.entry.need):
        return None
    if not (who or whom or where or when or d.entry.type in PUBLIC):
        return None
    if d.entry.type == "CONSULT" and (("where" in d.entry.need and not who) or any(map(people.private, d.whom))):
        return None  # the trip of nobody known; a meeting with one's family
    teller = _teller(d.trigger, statements)
    idea = isinstance(d.entry, EventNoun) and not d.planned and d.entry.type not in AIMED
    if idea and teller is not None and teller.act in WISHED:
        return None
    later = bool(published and when and when.start and when.start > published)
    if later and (d.past or d.entry.type in SPOKEN):  # the day is another's: 'appellent à une grève MARDI PROCHAIN'
        later, when = False, None
    planned = d.planned or later
    if where in who or where in whom:
        where = where if where in whom else None
    return Event(
        id="",
        type=d.entry.type,
        span=d.span,
        who=who,
        whom=whom,
        when=when,
        where=where,
        planned=planned,
        statement=teller.id if teller is not None else None,
        rule=d.rule,
        evidence=list(d.evidence),
    )


def _them(head: Token, d: EventDraft) -> bool:
    """Whether a pronoun before its verb means somebody by what is done to them: 'la police L'a arrêté'."""
    return head.pos_ == "PRON" and head.dep_ == "obj" and head.head == d.trigger and d.entry.type in BODILY


def _teller(trigger: Token, statements: list[Statement]) -> Statement | None:
    """The innermost statement whose content holds the trigger."""
    holding = [(b - a, s.id, s) for s in statements for a, b in s.content if a <= trigger.idx < b]
    return min(holding, key=lambda h: h[:2])[2] if holding else None


def _day(d: EventDraft, times: list[Time]) -> Period | None:
    """The day that hangs on the event's own words, or on its clause; of several the nearest."""
    doc = d.trigger.doc
    best: tuple[int, Time] | None = None
    for t in times:
        if t.start is None or t.type not in {"date", "time"}:
            continue
        inside = [k for k in doc[d.trigger.sent.start : d.trigger.sent.end] if t.span[0] <= k.idx < t.span[1]]
        if not inside:
            continue
        top = next((k for k in inside if k.head.i not in {x.i for x in inside}), inside[0])
        steps = _steps(top, d.trigger)
        if steps is None and not d.span[0] <= t.span[0] < d.span[1]:
            continue
        cost = (steps or 0) * 100 + abs(t.span[0] - d.trigger.idx)
        if best is None or cost < best[0]:
            best = (cost, t)
    return Period(start=best[1].start, end=best[1].end) if best else None


def _steps(time: Token, trigger: Token) -> int | None:
    """How far up a time must look for the event's trigger; None where another verb's clause comes between."""
    t = time
    for n in range(6):
        if t == trigger:
            return n
        if t.head == t or (n > 0 and t.pos_ == "VERB" and t.dep_ not in {"xcomp", "acl"}):
            break
        t = t.head
    noun = trigger.pos_ == "NOUN"
    head = trigger.head
    if noun and head.pos_ == "VERB" and t == head and trigger.dep_.split(":")[0] in {"obj", "obl", *SUBJECTS}:
        return 4
    if trigger.dep_ in {"xcomp", "conj"} and t == head:
        return 4
    if any(c.dep_.startswith("aux") and c == t for c in trigger.children):
        return 4
    return None


def _day_of_clause(d: EventDraft, mentions: Mentions, statements: list[Statement]) -> Period | None:
    """The day of a meeting after which somebody speaks: the one day on which all their statements of the article fall.

    'X s'exprimait à l'issue d'entretiens avec Y' tells no day; that of what X says there is the talks' day too.
    """
    if d.entry.type != "CONSULT" or d.planned:
        return None
    speakers = set(mentions.all_of(d.who))
    if not isinstance(d.entry, EventNoun) and d.governed_by is None:
        return None
    days = {(s.when.start, s.when.end) for s in statements if s.when is not None and s.source.entity in speakers}
    near = [
        s for s in statements if s.source.entity in speakers and abs((s.cue or (10**9, 0))[0] - d.trigger.idx) < 600
    ]
    if len(days) != 1 or not near:
        return None
    start, end = days.pop()
    return Period(start=start, end=end)


def _title_end(analysis: Analysis) -> int:
    """Where the first line of an article ends: what it says in short the text says again."""
    return max(analysis.article.text.find("\n"), 0)


def _same(o: EventDraft, a: Event, d: EventDraft, b: Event, title: int) -> bool:
    """Whether two drafts tell one event: same type, overlapping words or same trigger word, nobody and no day against it."""
    if a.type != b.type or a.planned != b.planned:
        return False
    if a.span[0] < b.span[1] and b.span[0] < a.span[1]:
        return True
    if isinstance(d.entry, EventNoun) and d.trigger.head == o.trigger and d.trigger.dep_ != "conj":
        return True  # 'tués dans les REPRÉSAILLES israéliennes'
    early = a.span[1] <= title < b.span[0]
    if o.entry.lemma != d.entry.lemma and not (early and a.whom and a.whom == b.whom and a.type in AIMED):
        return False
    fits = _fits(a.who, b.who) and _fits(a.whom, b.whom)
    if a.when is not None and b.when is not None:
        return fits and a.when == b.when
    if early and fits and a.where in {None, b.where}:
        return True
    return fits and bool(set(a.who) & set(b.who) or set(a.whom) & set(b.whom))


def _fits(a: list[str], b: list[str]) -> bool:
    return not a or not b or bool(set(a) & set(b))


def _merged(a: Event, b: Event) -> Event:
    """One event with what either telling knows; the first keeps its words."""
    return a.model_copy(
        update={
            "who": a.who or [i for i in b.who if i not in a.whom],
            "whom": a.whom or [i for i in b.whom if i not in a.who],
            "when": a.when or b.when,
            "where": a.where or b.where,
            "evidence": [*a.evidence, *b.evidence],
            "statement": a.statement if a.statement is None or b.statement is not None else None,
        }
    )
