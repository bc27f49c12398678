"""Wikidata ids of office-holders from the shipped list, where the article itself says enough to be sure."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from importlib import resources

from selon.extract.entities.lexicon import plain
from selon.extract.entities.referents import Discourse, Referent
from selon.model import Time

# the list was taken from Wikidata in the summer of 2022: it knows of no office after that
LIST_ENDS = "2022-07"


@dataclass(frozen=True, slots=True)
class Holder:
    """One office of one person; `office` is an id of roles.toml or "", dates are ISO and may be years."""

    qid: str
    name: str
    gender: str
    country: str
    office: str
    start: str
    end: str


@cache
def holders() -> dict[str, tuple[Holder, ...]]:
    """The shipped list by plain name."""
    data = gzip.decompress((resources.files("selon") / "kb" / "holders.tsv.gz").read_bytes()).decode("utf8")
    out: dict[str, list[Holder]] = {}
    for line in data.splitlines():
        h = Holder(*line.split("\t"))
        out.setdefault(plain(h.name), []).append(h)
    return {k: tuple(v) for k, v in out.items()}


def attach_ids(d: Discourse, times: list[Time]) -> None:
    """Gives people the id of the one office-holder of their full name, where role or country in the article agree."""
    del times
    countries = {r.known.code for r in d.referents if r.known and r.known.code}
    countries |= {r.known.country for r in d.referents if r.known and r.known.country}
    countries |= {role.country for r in d.referents for role in r.roles if role.country}
    for r in d.people():
        for name in r.names:
            if len(name.split()) < 2:
                continue
            found = holders().get(plain(name), ())
            if len({h.qid for h in found}) == 1 and agrees(r, found, countries):
                r.wikidata = found[0].qid
                if not r.gender and found[0].gender:
                    r.gender = found[0].gender


def agrees(r: Referent, found: tuple[Holder, ...], countries: set[str | None]) -> bool:
    """Whether what the article says of somebody fits the list: the same office or country, no other gender."""
    if r.gender and any(h.gender and h.gender != r.gender for h in found):
        return False
    for role in r.roles:
        if role.country and any(h.country == role.country for h in found):
            return True
        if role.offices & {h.office for h in found}:
            return True
    own = {role.country for role in r.roles if role.country}
    return not own and any(h.country in countries for h in found)
