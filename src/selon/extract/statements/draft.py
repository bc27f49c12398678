"""A statement in the making: token and code-point places before it gets its id, kind and entity."""

from __future__ import annotations

from dataclasses import dataclass, field

from selon.model import Span


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
    def covered(self) -> frozenset[int]:
        """All code points of the content."""
        return frozenset(i for a, b in self.content for i in range(a, b))
