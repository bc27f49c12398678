"""The vocabulary of events (`lang/<lang>/events.toml`): verbs and nouns with their PLOVER type, frame, examples and traps."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from selon.extract.events.people import People
from selon.extract.events.words import ClauseWords
from selon.language.data import load_table

EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "CRIME",
]  # fmt: skip
AIMED = {"ASSAULT", "CRIME", "PROTEST"}  # what is done to buildings and places too
Need = Annotated[str, StringConstraints(pattern=r"^(who|whom|where|when|happens)([|](who|whom|where|when|happens))*$")]
Argument = Annotated[str, StringConstraints(pattern=r"^(subj|obj|agent|purpose|(obl|inf|theirs):[\w'’ -]+)$")]


class _Entry(BaseModel):
    """What verbs and nouns share: `need` says which participants somebody must be ("who|where": one of the two), or that it `happens`:
    the noun is the subject of a verb that says no more.

    `clue`: the class of `[clues]` of which a word must stand in the sentence; `lone_clue`: the one that must where
    nobody is said to have done it; `places`: prepositions of place that only this entry takes; `traps`: the lemmas that cancel it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    lemma: str
    type: EventType
    whom: tuple[Argument, ...] = ()
    need: tuple[Need, ...] = ("who",)
    clue: str | None = None
    lone_clue: str | None = None
    places: frozenset[str] = frozenset()
    traps: frozenset[str] = frozenset()
    catch: tuple[str, ...] = Field(min_length=1)
    miss: tuple[str, ...] = ()


class EventVerb(_Entry):
    """A verb: `who` and `whom` say which arguments take part, in order of trial.

    `objects`: the lemmas that its object or oblique must have (`signer` + `accord`); `goal`: the arguments whose head is
    one of `objects` where that is not the direct object; `subjects`: the lemmas that its subject must have; `beside`:
    arguments of which one must be there; `passive`: only so ('est attendu à X'); `planned`: what it says is to come.
    """

    who: tuple[Argument, ...] = ("subj",)
    objects: frozenset[str] = frozenset()
    goal: tuple[Argument, ...] = ("obj",)
    subjects: frozenset[str] = frozenset()
    beside: tuple[Argument, ...] = ()
    passive: bool = False
    planned: bool = False
    pronominal: bool = False


class EventNoun(_Entry):
    """A noun that names an event; `who` lists prepositions of the actor, or 'control' for the subject of its clause.

    `subjects`: the lemmas that the actor must have; `never`: the prepositions before it under which it names something else.
    """

    who: tuple[str, ...] = ("de", "par")
    subjects: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    words: ClauseWords
    clues: dict[str, frozenset[str]]
    verb: tuple[EventVerb, ...]
    noun: tuple[EventNoun, ...]

    @model_validator(mode="after")
    def _clues_are_known(self) -> _File:
        unknown = {c for e in (*self.verb, *self.noun) for c in (e.clue, e.lone_clue) if c is not None} - set(
            self.clues
        )
        if unknown:
            raise ValueError(f"no such clues: {', '.join(sorted(unknown))}")
        return self


@dataclass(frozen=True, slots=True)
class EventLexicon:
    """The entries by lemma, the closed classes, and what means people."""

    words: ClauseWords
    clues: dict[str, frozenset[str]]
    people: People
    verbs: dict[str, tuple[EventVerb, ...]]
    nouns: dict[str, tuple[EventNoun, ...]]


@cache
def load_events(lang: str) -> EventLexicon:
    """The event vocabulary of a language; `LexiconError` names file and line of what is wrong with it."""
    table = load_table(lang, "events", _File)
    verbs: dict[str, list[EventVerb]] = defaultdict(list)
    for v in table.verb:
        verbs[v.lemma].append(v)
    nouns: dict[str, list[EventNoun]] = defaultdict(list)
    for n in table.noun:
        nouns[n.lemma].append(n)
    return EventLexicon(
        words=table.words,
        clues=table.clues,
        people=People(lang, table.words),
        verbs={k: tuple(v) for k, v in verbs.items()},
        nouns={k: tuple(v) for k, v in nouns.items()},
    )
