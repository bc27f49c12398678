"""A small ledger of one death toll by several sources: every kind of bound, a divergence, a revision, a fall, an open source."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from made_articles import Maker
from selon.model import Figure, Period
from selon.store import LedgerFile
from selon.store.actor_links import link_actors

START = "2024-02-20"
PLACE = "name:tessal"  # nobody has joined it to an actor
HOSTILE = "<script>alert(1)</script>"
# day of publication, outlet, source, words, low, high, comparator, the day told of where it is another
TOLLS: list[tuple[str, str, str | None, str, float | None, float | None, Any, str | None]] = [
    ("2024-03-01", "Le Courrier", "ministère", "au moins 240 morts", 240, None, ">=", None),
    ("2024-03-01", "Agence Valdor", "Organisation Bleue", "180 morts", 180, None, "=", None),
    ("2024-03-02", "La Dépêche", "ministère", "260 morts", 260, None, "=", None),
    ("2024-03-03", "Agence Valdor", "Organisation Bleue", "entre 200 et 300 morts", 200, 300, "..", None),
    ("2024-03-04", "La Dépêche", "Organisation Bleue", "environ 270 morts", 270, None, "~", None),
    ("2024-03-04", "Radio Tessal", "un médecin", "275 morts", 275, None, "=", None),
    ("2024-03-05", "Le Courrier", "ministère", "250 morts", 250, None, "=", None),
    ("2024-03-05", "Radio Tessal", None, "moins de 300 morts", None, 300, "<", None),
    ("2024-03-08", HOSTILE, "ministère", "210 morts", 210, None, "=", "2024-03-01"),
]
OPEN = "un médecin"


def make_tolls(path: Path, *, undated: int = 0) -> Path:
    """Writes them into a new ledger at `path`, and so many counts more that have no day."""
    with LedgerFile.open(path, create=True) as file:
        for day, outlet, source, words, low, high, comparator, told in TOLLS:
            text = f"{HOSTILE} {outlet}\nSelon {source or 'nos informations'}, {words} à Tessal."
            made = Maker(text, day=day, outlet=outlet).entity("e1", "Tessal", "place")
            figure = Figure(
                id="f1", span=made.at(words), low=low, high=high, comparator=comparator, unit="mort", measure="killed",
                place="e1", period=Period(start=START, end=told or day),
            )  # fmt: skip
            if source == OPEN:
                made.said(None, words, kind="indirect", source=source)
                figure.statement = "s1"
            elif source:
                made.entity("e2", source, "organisation")
                figure.according_to = "e2"
            made.ledger.figures.append(figure)
            file.add(made.ledger)
        for n in range(undated):
            made = Maker(f"Selon nos informations, {300 + n} morts à Tessal.").entity("e1", "Tessal", "place")
            made.figure(f"{300 + n} morts", 300 + n, "mort", measure="killed", place="e1")
            file.add(made.ledger)
        with file.writing() as connection:
            link_actors(connection)
    return path
