"""The vocabulary of positions (`lang/<lang>/positions.toml`): what words say for or against, and of what."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from selon.language.data import load_table
from selon.model import Stance

Argument = Annotated[str, StringConstraints(pattern=r"^(subj|obj|agent|clause|(obl|inf|clause):[\w'’ -]+)$")]

Scope = Literal["any", "policy", "none"]


class StanceWords(BaseModel):
    """Closed classes, each named for the question that it answers; lower case, apostrophes straight."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    conditions: tuple[str, ...]  # before what must hold: 'à condition que'
    against_conditions: tuple[str, ...]  # conditions beside a refusal only: 'sans', 'tant que'
    plain_if: frozenset[str]  # conditions that may also open a question: 'si'
    idiomatic: frozenset[str]
    idioms: frozenset[str]  # 'sans DÉLAI' is no condition
    reasons: tuple[str, ...]
    reason_gerunds: frozenset[str]
    restrictive: frozenset[str]
    negative: frozenset[str]
    anaphors: frozenset[str]
    demonstratives: frozenset[str]
    empty_topics: frozenset[str]
    vague_heads: frozenset[str]
    efforts: frozenset[str]
    effort_nouns: frozenset[str]
    quitting: frozenset[str]
    quitting_markers: frozenset[str]
    light: frozenset[str]
    reverse_light: frozenset[str]
    policy_verbs: frozenset[str]
    policy_nouns: frozenset[str]
    concerning: tuple[str, ...]
    good: frozenset[str]
    good_adjectives: frozenset[str]
    bad: frozenset[str]
    bad_adjectives: frozenset[str]
    superlatives: frozenset[str]
    means: frozenset[str]
    equating: frozenset[str]
    presenting: frozenset[str]
    pointing: frozenset[str]
    must_impersonal: frozenset[str]
    must: frozenset[str]
    opining: frozenset[str]
    urging_acts: frozenset[str]  # acts whose 'devrait' is a wish
    claiming_acts: frozenset[str]  # acts whose 'doit' is a demand, no timetable
    conditional_ok: frozenset[str]
    uttering: frozenset[str]
    labelling: frozenset[str]
    neutral: frozenset[str]  # cues whose act alone would tell a stance: 'INCITE les enfants à …', 's'ÉTONNE de X'
    shown: frozenset[str]  # what one acts for, one stands for: 'a défilé pour DÉNONCER la réforme'
    doubtful: frozenset[str]  # 'peu de CHANCES que le tribunal se prononce pour X'
    told_for: frozenset[str]  # what may stand before the content of a stance that is told: 'appelle À la trêve'
    told_against: frozenset[str]  # 'se prononce CONTRE la trêve'


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    lemma: str
    stance: Stance
    traps: frozenset[str] = frozenset()
    catch: tuple[str, ...] = Field(min_length=1)
    miss: tuple[str, ...] = ()


class StanceVerb(_Entry):
    """A verb: `topic` lists the arguments that may be its topic, in order of trial; `negated` the stance of its denial.

    `policy`: an infinitive topic counts only where it is something that a policy does (`policy_verbs`);
    `abstract`: a noun topic counts only where it is something that one can be for or against (`policy_nouns`).
    """

    topic: tuple[Argument, ...]
    holder: tuple[Argument, ...] = ("subj",)
    negated: Stance | None = None
    pronominal: bool = False
    policy: bool = False
    abstract: bool = False
    with_object: frozenset[str] = frozenset()
    clitic: str = ""  # 's'EN prendre à'


class StanceNoun(_Entry):
    """A noun: `l'opposition de X à Y`, `apporter son soutien à Y`; `person`: it names the holder ('partisan de')."""

    topic: tuple[str, ...]
    holder: frozenset[str] = frozenset({"de", "de la part de"})
    person: bool = False


class StanceAdjective(_Entry):
    """An adjective or preposition as predicate: `être favorable à`, `être contre`."""

    topic: tuple[str, ...] = ()
    abstract: bool = False  # only of what one can be for or against


class StanceAct(BaseModel):
    """What every statement of one act says of its content, whatever its verb: 'call' is for what is called for.

    `nouns`, `infinitives`, `clauses` say which contents count: any, those that name a policy, or none.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    act: str
    stance: Stance
    nouns: Scope = "none"
    infinitives: Scope = "none"
    clauses: Scope = "none"
    against_only: bool = False  # 'met en garde CONTRE la réforme', not 'avertit de la réforme'
    traps: frozenset[str] = frozenset()
    catch: tuple[str, ...] = Field(min_length=1)
    miss: tuple[str, ...] = ()


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    words: StanceWords
    verb: tuple[StanceVerb, ...]
    noun: tuple[StanceNoun, ...]
    adjective: tuple[StanceAdjective, ...]
    act: tuple[StanceAct, ...]


@dataclass(frozen=True, slots=True)
class StanceLexicon:
    """The entries by lemma, and the closed classes."""

    words: StanceWords
    verbs: dict[str, tuple[StanceVerb, ...]]
    nouns: dict[str, tuple[StanceNoun, ...]]
    adjectives: dict[str, tuple[StanceAdjective, ...]]
    acts: dict[str, StanceAct]


@cache
def load_stances(lang: str) -> StanceLexicon:
    """The vocabulary of positions of a language; `LexiconError` names file and line of what is wrong with it."""
    table = load_table(lang, "positions", _File)
    verbs: dict[str, list[StanceVerb]] = defaultdict(list)
    nouns: dict[str, list[StanceNoun]] = defaultdict(list)
    adjectives: dict[str, list[StanceAdjective]] = defaultdict(list)
    for v in table.verb:
        verbs[v.lemma].append(v)
    for n in table.noun:
        nouns[n.lemma].append(n)
    for a in table.adjective:
        adjectives[a.lemma].append(a)
    return StanceLexicon(
        words=table.words,
        verbs={k: tuple(v) for k, v in verbs.items()},
        nouns={k: tuple(v) for k, v in nouns.items()},
        adjectives={k: tuple(v) for k, v in adjectives.items()},
        acts={a.act: a for a in table.act},
    )
