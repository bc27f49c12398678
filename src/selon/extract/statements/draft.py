"""A statement in the making: what a cue reports, in tokens, then the draft, in code points, before id, kind and entity."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from selon.model import Span

RELATIVE = "relative"  # the frame of what a relative clause or participle says of the noun before it


@dataclass(frozen=True, slots=True)
class Content:
    """Tokens `[start, end)` that a cue reports, by which frame, and the tokens of a person named on the way."""

    frame: str
    start: int
    end: int
    addressee: Token | None = None
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Draft:
    """What a rule found. `content` spans are code points; `cue` and `source` too; `order` is where the cue stands."""

    rule: str
    act: str
    denied: bool
    cue: Span | None
    source: Span | None
    content: tuple[Span, ...]
    addressee: Span | None = None
    evidence: tuple[Span, ...] = field(default=())
    confidence: float = 0.8
    sentence: Span = (0, 0)
    inside: bool = False

    @property
    def order(self) -> int:
        """Where the statement stands in the text."""
        starts = [s[0] for s in (self.cue, *self.content) if s is not None]
        return min(starts, default=0)

    @property
    def size(self) -> int:
        """How many code points of content."""
        return sum(b - a for a, b in self.content)

    def shared(self, other: Draft) -> int:
        """How many code points of content two drafts share; neither's spans overlap each other."""
        return sum(max(0, min(b, d) - max(a, c)) for a, b in self.content for c, d in other.content)
