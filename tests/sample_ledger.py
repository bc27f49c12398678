"""A ledger made by hand, so that the faces are tested without a model."""

from __future__ import annotations

import hashlib

from selon.model import (
    Document,
    Entity,
    Event,
    Figure,
    Ledger,
    Period,
    Position,
    Problem,
    Published,
    Reason,
    Source,
    Span,
    Statement,
    Time,
    Topic,
)

FRENCH = "La maire a déclaré vendredi que le pont de la ville ne serait pas rouvert avant la fin de l'été.\n"
TEXT = (
    "Le pont de Vaubrun restera fermé\n\n"
    "« Le pont est dangereux », a déclaré vendredi la maire Odile Ferrand aux habitants. "
    "Selon des ouvriers, plus de 1 400 rivets manquent. Le préfet a nié [bold]tout retard[/bold].\n"
)


def span(words: str, n: int = 1) -> Span:
    """Where the n-th occurrence of some words stands in the text."""
    at = -1
    for _ in range(n):
        at = TEXT.index(words, at + 1)
    return at, at + len(words)


def sample(text: str = TEXT) -> Ledger:
    """A small ledger with a record of every kind; `text` may replace words by others of the same length."""
    friday = Period(start="2023-11-03", end="2023-11-03")
    return Ledger(
        document=Document(
            id=hashlib.sha256(text.encode()).hexdigest(),
            text=text,
            lang="fr",
            title=text.split("\n")[0],
            published=Published(
                given="2023-11", value="2023-11-03", because=[Reason(span=span("vendredi"), says="today is a Friday")]
            ),
        ),
        entities=[
            Entity(
                id="e1", kind="person", name="Odile Ferrand", roles=["maire"], rule="name",
                mentions=[span("la maire Odile Ferrand")],
            ),
            Entity(id="e2", kind="person", name="préfet", roles=["préfet"], mentions=[span("Le préfet")]),
        ],
        statements=[
            Statement(
                id="s1", kind="direct", act="say", rule="incise", evidence=[span("a déclaré"), span("« ")],
                source=Source(span=span("la maire Odile Ferrand"), entity="e1"), cue=span("a déclaré"),
                content=[span("Le pont est dangereux")], quoted=[span("Le pont est dangereux")],
                addressee=Source(span=span("aux habitants")), when=friday, confidence=0.93,
            ),
            Statement(
                id="s2", kind="indirect", act="say", rule="according-to", evidence=[span("Selon")],
                source=Source(span=span("des ouvriers")), cue=span("Selon"),
                content=[span("plus de 1 400 rivets manquent")], confidence=0.4,
            ),
            Statement(
                id="s3", kind="indirect", act="deny", denied=True, within="s2",
                source=Source(span=span("Le préfet"), entity="e2"), cue=span("a nié"),
                content=[span("[bold]tout retard[/bold]")], confidence=0.8,
            ),
        ],
        figures=[
            Figure(
                id="f1", span=span("plus de 1 400 rivets"), low=1400, comparator=">", unit="rivet", measure="missing",
                statement="s2", rule="number",
            )
        ],
        times=[Time(id="t1", span=span("vendredi"), type="date", value="2023-11-03", start="2023-11-03", end="2023-11-03")],
        events=[Event(id="v1", type="ACCUSE", span=span("a nié"), who=["e2"], whom=[], when=friday, statement="s3")],
        positions=[
            Position(
                id="p1", who="e1", topic=Topic(span=span("Le pont"), label="le pont"), stance="opposes",
                because=[span("dangereux")], statement="s1",
            )
        ],
        problems=[Problem(kind="unresolved-source", spans=[span("des ouvriers")], message="nobody is named")],
    )  # fmt: skip
