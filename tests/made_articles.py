"""Small ledgers made by hand, many articles of them."""

from __future__ import annotations

import hashlib
from typing import Any

from selon.model import Document, Entity, Figure, Ledger, Period, Position, Published, Source, Statement, Topic


class Maker:
    """A ledger that grows: `Maker("text", …).entity("e1", "Odile Ferrand").said("e1", "words")`."""

    def __init__(self, text: str, *, day: str | None = None, outlet: str | None = None, url: str | None = None) -> None:
        self.text = text
        self.ledger = Ledger(
            document=Document(
                id=hashlib.sha256(text.encode()).hexdigest(), text=text, lang="fr", title=text.split("\n")[0][:60],
                outlet=outlet, url=url, published=Published(given=day, value=day),
            )
        )  # fmt: skip

    def at(self, words: str) -> tuple[int, int]:
        start = self.text.index(words)
        return start, start + len(words)

    def entity(self, id_: str, name: str, kind: Any = "person", *, words: str | None = None, **more: Any) -> Maker:
        held = words or name
        mentions = [self.at(held)] if held in self.text else []
        self.ledger.entities.append(Entity(id=id_, kind=kind, name=name, mentions=mentions, **more))
        return self

    def said(
        self, entity: str | None, words: str, *, kind: Any = "direct", source: str | None = None, **more: Any
    ) -> Maker:
        span = self.at(words)
        self.ledger.statements.append(
            Statement(
                id=f"s{len(self.ledger.statements) + 1}", kind=kind, act=more.pop("act", "say"), confidence=0.9,
                source=Source(span=self.at(source) if source else None, entity=entity), content=[span],
                quoted=[span] if kind == "direct" else [], **more,
            )
        )  # fmt: skip
        return self

    def figure(
        self,
        words: str,
        value: float,
        unit: str,
        *,
        period: tuple[str, str] | None = None,
        comparator: Any = "=",
        **more: Any,
    ) -> Maker:
        self.ledger.figures.append(
            Figure(
                id=f"f{len(self.ledger.figures) + 1}", span=self.at(words), low=None if "<" in comparator else value,
                high=value if "<" in comparator else None, comparator=comparator, unit=unit,
                period=Period(start=period[0], end=period[1]) if period else None, **more,
            )
        )  # fmt: skip
        return self

    def stance(self, who: str, stance: Any, words: str, *, label: str | None = None, **more: Any) -> Maker:
        self.ledger.positions.append(
            Position(
                id=f"p{len(self.ledger.positions) + 1}", who=who, stance=stance,
                topic=Topic(span=self.at(words), label=label or words), **more,
            )
        )  # fmt: skip
        return self
