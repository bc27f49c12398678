"""The vocabulary of events (`lang/<lang>/events.toml`): verbs and nouns with their PLOVER type, frame, examples and traps."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from selon.extract.events.words import ClauseWords
from selon.language.data import load_table

EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "CRIME",
]  # fmt: skip
Need = Literal["who", "whom", "where"]
Argument = Annotated[str, StringConstraints(pattern=r"^(subj|obj|agent|purpose|(obl|inf):[\w'’ -]+)$")]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    lemma: str
    type: EventType
    whom: tuple[Argument, ...] = ()
    need: tuple[Need, ...] = ("who",)
    traps: frozenset[str] = frozenset()
    catch: tuple[str, ...] = Field(min_length=1)
    miss: tuple[str, ...] = ()


class EventVerb(_Entry):
    """A verb: `who` and `whom` say which arguments take part, in order of trial; `need` what must be an entity.

    `objects`: the lemmas that its object or oblique must have (`signer` + `accord`); `traps`: those that cancel it.
    `goal`: the arguments whose head is one of `objects` where that is not the direct object.
    """

    who: tuple[Argument, ...] = ("subj",)
    objects: frozenset[str] = frozenset()
    goal: tuple[Argument, ...] = ("obj",)
    pronominal: bool = False


class EventNoun(_Entry):
    """A noun that names an event; `who` lists prepositions of the actor, or 'control' for the subject of its clause."""

    who: tuple[str, ...] = ("de", "par")


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    words: ClauseWords
    verb: tuple[EventVerb, ...]
    noun: tuple[EventNoun, ...]


@dataclass(frozen=True, slots=True)
class EventLexicon:
    """The entries by lemma, and the closed classes."""

    words: ClauseWords
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
        verbs={k: tuple(v) for k, v in verbs.items()},
        nouns={k: tuple(v) for k, v in nouns.items()},
    )
