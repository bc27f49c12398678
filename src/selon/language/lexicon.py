"""The reporting lexicon of a language: verbs, expressions, noun cues and source phrases, with frames, acts and traps.

The words live in `lang/<lang>/*.toml`; every entry carries sentences that it must catch and, where it is risky, some
that it must not (`selon.language.examples` reads their markup, the tests run them).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from selon.language.data import LexiconError, load_table, table_names

Act = Literal[
    "say", "write", "ask", "call", "claim", "promise", "refuse", "deny", "accuse", "support", "warn", "hope", "fear",
    "announce", "confirm", "criticise", "propose", "request", "think", "agree", "threaten", "regret", "praise", "thank",
    "apologise", "recommend", "estimate", "predict", "report", "explain",
]  # fmt: skip
Frame = Annotated[
    str,
    StringConstraints(
        pattern=r"^(clause|question|quote|incise|np|alone|selon lequel|obj\+pred|obj\+quote|inf|to\+clause|obj\+clause"
        r"|(inf|obl|obj\+inf|obj\+obl|obj\+pred|to\+inf):[\w'’ -]+)$"
    ),
]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    act: Act = "say"
    denied: bool = False
    traps: tuple[str, ...] = ()
    catch: tuple[str, ...] = Field(min_length=1)
    miss: tuple[str, ...] = ()


class Verb(_Entry):
    """A reporting verb: `frames` say what may follow, `to` how it marks the addressee.

    Where `objects` names nouns, a noun phrase is reported only where it is one of them ('présenter un PLAN'); infinitives
    likewise ('n'a pas voulu COMMENTER'). The frames of `document` hold only where a document speaks ('la loi prévoit DE
    PLAFONNER N'; a town hall that does so only plans it), those of `marked` only with words in marks ('se
    souvient d'une « FÊTE RATÉE »'). A `negated` verb is a cue only under negation, which is part of its sense, one with
    a `clitic` only with it ('Y voit un piège').
    """

    lemma: str
    frames: tuple[Frame, ...] = Field(min_length=1)
    to: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    negated: bool = False
    clitic: str | None = None
    document: tuple[Frame, ...] = ()
    marked: tuple[Frame, ...] = ()

    @property
    def pronominal(self) -> bool:
        """Whether the verb needs its reflexive clitic (a lemma of two words)."""
        return not (self.negated or self.clitic) and (" " in self.lemma or "'" in self.lemma)

    @property
    def head(self) -> str:
        """The lemma without its reflexive clitic."""
        return self.lemma.replace("'", " ").split(" ")[-1]


class Expression(_Entry):
    """A verb with fixed words after it: `faire part de`."""

    lemma: str
    verb: str
    rest: tuple[str, ...] = Field(min_length=1)
    frames: tuple[Frame, ...] = Field(min_length=1)
    to: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()


class Noun(_Entry):
    """A noun that names a speech act: `l'annonce de X selon laquelle P`."""

    lemma: str
    frames: tuple[Frame, ...] = Field(min_length=1)
    to: tuple[str, ...] = ()


class Phrase(_Entry):
    """Words that introduce a source: `selon`, `d'après`, `aux yeux de`; `initial` ones only at the head of their clause.

    `kind` says how: a `preposition` before the source, a `clause` with its own verb or whose side 'on' speaks for ('chez X,
    on …'), the `origin` of what 'on' has learnt ('auprès de X'), the `setting` of a statement, an `own` view whose possessive
    is the source (`forms` lists it in each person: 'à son avis').
    """

    words: str
    kind: Literal["preposition", "clause", "origin", "setting", "own"] = "preposition"
    forms: tuple[str, ...] = ()
    initial: bool = False


class _VerbFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    verb: tuple[Verb, ...]


class _ExpressionFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    expression: tuple[Expression, ...]


class _NounFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    noun: tuple[Noun, ...]


class _PhraseFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    phrase: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The entries by the lemma that triggers them; several entries may share one."""

    lang: str
    verbs: dict[str, tuple[Verb, ...]]
    expressions: dict[str, tuple[Expression, ...]]
    nouns: dict[str, tuple[Noun, ...]]
    phrases: tuple[Phrase, ...]

    def nouns_from(self, lemma: str) -> tuple[Noun, ...]:
        """The noun cues whose first word is `lemma` ('mise' of 'mise en garde')."""
        return self.nouns.get(lemma, ())


@cache
def load_lexicon(lang: str) -> Lexicon:
    """The lexicon of a language; `LexiconError` names file and line of what is wrong with it."""
    verbs: dict[str, list[Verb]] = defaultdict(list)
    seen: dict[str, str] = {}
    for name in (n for n in table_names(lang) if n.startswith("verbs")):
        for v in load_table(lang, name, _VerbFile).verb:
            if v.lemma in seen:
                raise LexiconError(f"lang/{lang}/{name}.toml: {v.lemma!r} is already in {seen[v.lemma]}.toml")
            seen[v.lemma] = name
            verbs[v.head].append(v)
    expressions: dict[str, list[Expression]] = defaultdict(list)
    fixed: dict[str, str] = {}
    for name in (n for n in table_names(lang) if n.startswith("expressions")):
        for e in load_table(lang, name, _ExpressionFile).expression:
            if e.lemma in fixed:
                raise LexiconError(f"lang/{lang}/{name}.toml: {e.lemma!r} is already in {fixed[e.lemma]}.toml")
            fixed[e.lemma] = name
            expressions[e.verb.replace("'", " ").split(" ")[-1]].append(e)
    nouns: dict[str, list[Noun]] = defaultdict(list)
    for n in load_table(lang, "nouns", _NounFile).noun:
        nouns[n.lemma.split(" ")[0]].append(n)
    return Lexicon(
        lang=lang,
        verbs={k: tuple(v) for k, v in verbs.items()},
        expressions={k: tuple(v) for k, v in expressions.items()},
        nouns={k: tuple(v) for k, v in nouns.items()},
        phrases=load_table(lang, "phrases", _PhraseFile).phrase,
    )
