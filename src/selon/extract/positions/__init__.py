"""Positions: where an actor stands on a proposal, policy or actor, why, and on what condition."""

from __future__ import annotations

from selon.extract.events.settle import Mentions
from selon.extract.positions.acts import find_acts
from selon.extract.positions.desk import Desk, Draft
from selon.extract.positions.evaluations import find_evaluations
from selon.extract.positions.settle import settle_positions
from selon.extract.positions.told import find_told
from selon.language.analysis import Analysis
from selon.model import Entity, Position, Statement, Time

__all__ = ["find_positions", "read_positions"]


def find_positions(desk: Desk) -> list[Draft]:
    """The drafts of all positions, before their holders are resolved."""
    acts = list(find_acts(desk))
    return [*acts, *find_told(desk, acts), *find_evaluations(desk)]


def read_positions(
    analysis: Analysis,
    times: list[Time],
    entities: list[Entity],
    statements: list[Statement],
) -> list[Position]:
    """The positions of an article in text order.

    Only clear ones, only of actors that are entities. A condition stays a condition (`unless`) and is never bent to yes
    or no; an actor that the article shows for and against one topic has no position on it.
    """
    desk = Desk(analysis, statements)
    return settle_positions(desk, find_positions(desk), Mentions(entities, desk.words.grammar), times)
