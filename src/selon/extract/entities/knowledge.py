"""Wikidata ids of office-holders from the shipped list, where the article itself says enough to be sure."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from importlib import resources

from selon.extract.entities.lexicon import plain
from selon.extract.entities.referents import Discourse, Referent, Role
from selon.model import Time

# the list was taken from Wikidata in the summer of 2022: it knows of no office after that
LIST_ENDS = "2022-07"
RECENT = "2000"


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


@cache
def surnames() -> dict[str, tuple[Holder, ...]]:
    """The shipped list by the last word of the name."""
    out: dict[str, list[Holder]] = {}
    for found in holders().values():
        for h in found:
            out.setdefault(plain(h.name).split()[-1], []).append(h)
    return {k: tuple(v) for k, v in out.items()}


def day_of(given: str | None, times: list[Time]) -> str | None:
    """The latest day that the article or its input speaks of, as far as it is known: what the list is compared with."""
    days = [t.end or t.start for t in times if t.type in ("date", "time") and (t.end or t.start)]
    return given or max((d for d in days if d), default=None)


def holds(d: Discourse, r: Referent, role: Role) -> bool:
    """Whether the list alone says that somebody holds the office of a role on the article's day.

    'Trump … le président': nobody else of the name may have held it, its country must be the role's or one that the
    article names, and the article must not be younger than the list.
    """
    if d.day is not None and d.day[:7] > LIST_ENDS:
        return False
    own = countries_of(d)
    found = {
        h
        for key in r.keys
        for h in (surnames().get(key[-1], ()) if len(key) == 1 else holders().get(" ".join(key), ()))
        if h.office in role.offices
        and (h.country == role.country if role.country else h.country in own)
        and lasts(h, d.day)
    }
    return len({h.qid for h in found}) == 1


def lasts(h: Holder, day: str | None) -> bool:
    """Whether an office was held on a day; the list gives years for some, and nothing for an office not yet ended."""
    if day is None:
        return h.start[:4] >= RECENT  # of an article without a day only offices of our time are thought of
    return h.start[: len(day)] <= day and (not h.end or h.end >= day[: len(h.end)])


def countries_of(d: Discourse) -> set[str]:
    """The countries that an article names, by themselves, by a seat of power or by a demonym."""
    out = {c for r in d.referents if r.known for c in (r.known.code, r.known.country) if c}
    out |= {role.country for r in d.referents for role in r.roles if role.country}
    out |= d.spelt_countries
    return out | {d.lex.demonyms[w][0] for w in d.page.lows if w in d.lex.demonyms}


def attach_ids(d: Discourse) -> None:
    """Gives people the id of the one office-holder of their full name, where role or country in the article agree.

    A person's id does not grow stale with the list; that they hold an office does, and is not said here.
    """
    countries = countries_of(d)
    for r in d.people():
        offices = {o for role in r.roles for o in role.offices}
        for key in sorted(r.keys, key=len, reverse=True):
            found = holders().get(" ".join(key), ()) if len(key) > 1 else ()
            if not found and len(key) == 1 and max(len(k) for k in r.keys) == 1 and offices:
                # a bare surname only with its office: 'le président américain, M. Trump'
                found = tuple(h for h in surnames().get(key[0], ()) if h.office in offices and lasts(h, d.day))
            if len({h.qid for h in found}) == 1 and agrees(r, found, countries):
                r.wikidata = found[0].qid
                if not r.gender and found[0].gender:
                    r.gender = found[0].gender
                break


def agrees(r: Referent, found: tuple[Holder, ...], countries: set[str]) -> bool:
    """Whether what the article says of somebody fits the list: the same office or country, no other gender."""
    if r.gender and any(h.gender and h.gender != r.gender for h in found):
        return False
    for role in r.roles:
        if role.country and any(h.country == role.country for h in found):
            return True
        if role.offices & {h.office for h in found} and not role.country:
            return True
    own = {role.country for role in r.roles if role.country}
    return not own and any(h.country in countries for h in found)
