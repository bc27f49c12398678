"""The records of a ledger: what `selon read --json` prints, one `Ledger` per article.

Every span is `(start, end)`, half-open, in Unicode code points of `document.text`, which is the input exactly as
decoded. Absent values are `None`, absent lists empty; no key is left out of the JSON. Ids are unique inside the
article and the same from run to run on the same text.

Beyond the contract every record that a rule made carries `rule` (the rule's name) and `evidence` (the spans of the
words that made it fire), which `selon why` shows.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Span = tuple[int, int]

EntityKind = Literal["person", "organisation", "country", "place", "group"]
StatementKind = Literal["direct", "indirect", "mixed", "act"]
Comparator = Literal["=", ">", ">=", "<", "<=", "~", ".."]
TimeType = Literal["date", "time", "duration", "set"]
Stance = Literal["supports", "opposes"]

FORMAT: Literal["selon/1"] = "selon/1"


class Record(BaseModel):
    """A record that refuses unknown fields, so that a misspelt key is an error and not a loss."""

    model_config = ConfigDict(extra="forbid")


class Reason(Record):
    """Words that settled or narrowed a date, and what they say of it."""

    span: Span
    says: str


class Published(Record):
    """The day of publication: `given` by the input, `value` where solved, `candidates` where several days are left."""

    given: str | None = None
    value: str | None = None
    candidates: list[str] = Field(default_factory=list)
    because: list[Reason] = Field(default_factory=list)


class Document(Record):
    """The article: `id` is the SHA-256 of `text` in UTF-8."""

    id: str
    text: str
    lang: str
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published: Published = Field(default_factory=Published)


class Period(Record):
    """ISO days, both inclusive; either may be unknown."""

    start: str | None = None
    end: str | None = None


class Made(Record):
    """What every extracted record says of its making."""

    rule: str | None = None
    evidence: list[Span] = Field(default_factory=list)


class Entity(Made):
    """One person or body of the article, under the fullest name that the article gives."""

    id: str
    kind: EntityKind
    name: str
    roles: list[str] = Field(default_factory=list)
    of: str | None = None
    wikidata: str | None = None
    mentions: list[Span] = Field(default_factory=list)


class Source(Record):
    """Words that name a source or an addressee, and the entity they mean; an unnamed one has no entity."""

    span: Span | None = None
    entity: str | None = None


class Statement(Made):
    """One act of attributing content to a source."""

    id: str
    kind: StatementKind
    act: str
    denied: bool = False
    source: Source = Field(default_factory=Source)
    cue: Span | None = None
    content: list[Span] = Field(default_factory=list)
    quoted: list[Span] = Field(default_factory=list)
    addressee: Source | None = None
    occasion: Span | None = None
    when: Period | None = None
    within: str | None = None
    confidence: float = Field(ge=0, le=1)


class Figure(Made):
    """A number that somebody could dispute or update, with its bound, unit and source."""

    id: str
    span: Span
    low: float | None = None
    high: float | None = None
    comparator: Comparator
    unit: str
    measure: str | None = None
    part_of: str | None = None
    statement: str | None = None
    according_to: str | None = None
    place: str | None = None
    period: Period | None = None


class Time(Made):
    """A TIMEX3 expression; `start` and `end` are the first and last ISO day that it covers, where known."""

    id: str
    span: Span
    type: TimeType
    value: str
    start: str | None = None
    end: str | None = None


class Event(Made):
    """Who did what to whom, with a PLOVER type."""

    id: str
    type: str
    span: Span
    who: list[str] = Field(default_factory=list)
    whom: list[str] = Field(default_factory=list)
    when: Period | None = None
    where: str | None = None
    planned: bool = False
    statement: str | None = None


class Topic(Record):
    """What a position is about: its words, and a label shared by every wording of it in the article."""

    span: Span
    label: str


class Position(Made):
    """Where an actor stands on a proposal, policy or actor; conditions stay conditions."""

    id: str
    who: str
    topic: Topic
    stance: Stance
    because: list[Span] = Field(default_factory=list)
    unless: list[Span] = Field(default_factory=list)
    statement: str | None = None
    when: Period | None = None


class Problem(Record):
    """Something that a reader should know is wrong with the input or was left open."""

    kind: str
    spans: list[Span] = Field(default_factory=list)
    message: str


class Ledger(Record):
    """Everything selon read in one article."""

    format: Literal["selon/1"] = FORMAT
    document: Document
    entities: list[Entity] = Field(default_factory=list)
    statements: list[Statement] = Field(default_factory=list)
    figures: list[Figure] = Field(default_factory=list)
    times: list[Time] = Field(default_factory=list)
    events: list[Event] = Field(default_factory=list)
    positions: list[Position] = Field(default_factory=list)
    problems: list[Problem] = Field(default_factory=list)

    def words(self, span: Span) -> str:
        """The characters that a span covers."""
        return self.document.text[span[0] : span[1]]
