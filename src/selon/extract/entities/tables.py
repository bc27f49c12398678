"""The shape of the data files for people, bodies and places: `lang/<lang>/{titles,determiners,pronouns,roles,groups,
metonyms,organisations,countries}.toml`. What a word means is said there; here only what such a file may say."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from selon.model import EntityKind

Gender = Literal["m", "f", ""]
Number = Literal["s", "p", ""]
Speaks = Literal["issuer", "body", "self"]


class Table(BaseModel):
    """Strict and frozen: a misspelt key is an error that names its line."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Shown(Table):
    """An entry with a sentence that it must catch."""

    example: Annotated[str, Field(min_length=3)]


class TitleEntry(Shown):
    forms: tuple[str, ...] = Field(min_length=1)
    gender: Gender
    number: Number = "s"
    calling: str | None = None


class NameWords(Shown):
    particles: tuple[str, ...]
    surname_particles: tuple[str, ...]
    male: tuple[str, ...]
    female: tuple[str, ...]


class Titles(Table):
    title: tuple[TitleEntry, ...]
    names: NameWords


class WordClass(Shown):
    name: str
    words: tuple[str, ...] = Field(min_length=1)


class TextRules(Shown):
    elided: tuple[str, ...]
    whole: tuple[str, ...]
    enclitics: tuple[str, ...]
    abbreviations: tuple[str, ...]
    copulas: tuple[str, ...]
    conjunction: str
    owner: tuple[str, str]
    owner_article: dict[str, str]
    vowels: str
    bare: dict[str, str]
    participles: tuple[str, ...]
    demonyms: tuple[str, ...]
    infinitives: tuple[str, ...]


class Determiners(Table):
    class_: tuple[WordClass, ...] = Field(alias="class")
    text: TextRules


class PronounEntry(Shown):
    forms: tuple[str, ...] = Field(min_length=1)
    role: Literal[
        "subject",
        "dative",
        "object",
        "strong",
        "latter",
        "person",
        "same",
        "one",
        "possessive",
        "speaker",
        "speakers",
        "nobody",
    ]
    gender: Gender
    number: Number


class Impersonal(Shown):
    verbs: tuple[str, ...]


class Pronouns(Table):
    pronoun: tuple[PronounEntry, ...]
    impersonal: Impersonal


class RoleClass(Shown):
    name: str
    nouns: tuple[str, ...] = Field(min_length=1)


class OnlyIn(Table):
    in_: str = Field(alias="in")
    phrases: tuple[str, ...] = Field(min_length=1)


class OfficeEntry(Shown):
    id: str
    phrases: tuple[str, ...]
    only: tuple[OnlyIn, ...] = ()


class WiderEntry(Shown):
    noun: str
    classes: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()


class Epithets(Shown):
    classes: tuple[str, ...]
    nouns: tuple[str, ...]
    never: tuple[str, ...]
    makers: tuple[str, ...]
    introduces: tuple[str, ...]


class ToldEntry(Shown):
    nouns: tuple[str, ...] = Field(min_length=1)
    participles: tuple[str, ...] = Field(min_length=1)


class Roles(Table):
    plural: tuple[tuple[str, str], ...]
    prefixes: tuple[str, ...]
    epithet: Epithets
    class_: tuple[RoleClass, ...] = Field(alias="class")
    office: tuple[OfficeEntry, ...]
    told: tuple[ToldEntry, ...] = ()
    wider: tuple[WiderEntry, ...]

    @model_validator(mode="after")
    def known(self) -> Roles:
        """A wider noun may only name classes that exist; an office id stands once."""
        names = {c.name for c in self.class_}
        for w in self.wider:
            if unknown := set(w.classes) - names:
                raise ValueError(f"{w.noun}: no such class: {', '.join(sorted(unknown))}")
        if unknown := set(self.epithet.classes) - names:
            raise ValueError(f"epithet: no such class: {', '.join(sorted(unknown))}")
        ids = [o.id for o in self.office]
        if twice := {i for i in ids if ids.count(i) > 1}:
            raise ValueError(f"office given twice: {', '.join(sorted(twice))}")
        for c in self.class_:
            if twice := {n for n in c.nouns if c.nouns.count(n) > 1}:
                raise ValueError(f"class {c.name}: given twice: {', '.join(sorted(twice))}")
        return self


class GroupClass(Shown):
    name: str
    kind: EntityKind
    nouns: tuple[str, ...] = Field(min_length=1)


class DocumentClass(Shown):
    speaks: Speaks
    nouns: tuple[str, ...] = Field(min_length=1)


class Issuers(Shown):
    by: tuple[str, ...]
    never: tuple[str, ...]
    named: tuple[str, ...]
    issues: tuple[str, ...]
    authors: tuple[str, ...]


class Groups(Table):
    class_: tuple[GroupClass, ...] = Field(alias="class")
    document: tuple[DocumentClass, ...]
    speaks: Issuers


class AliasEntry(Shown):
    country: str
    names: tuple[str, ...]
    m: tuple[str, ...] = ()
    f: tuple[str, ...] = ()


class SeatEntry(Shown):
    kind: EntityKind
    names: dict[str, str]
    calls: dict[str, tuple[str, ...]] = {}


class GroundEntry(Shown):
    names: tuple[str, ...] = Field(min_length=1)
    bracketed: tuple[str, ...] = ()


class PlaceEntry(Shown):
    name: str
    forms: tuple[str, ...]
    wikidata: str | None = None
    m: tuple[str, ...] = ()
    f: tuple[str, ...] = ()


class CountryGrammar(Shown):
    feminine_ending: str
    masculine: tuple[str, ...]
    plural: tuple[str, ...]


class Metonyms(Table):
    alias: tuple[AliasEntry, ...]
    seat: tuple[SeatEntry, ...]
    ground: tuple[GroundEntry, ...] = ()
    place: tuple[PlaceEntry, ...]
    grammar: CountryGrammar
    wikidata: dict[str, str]


class OrganisationEntry(Shown):
    name: str
    forms: tuple[str, ...] = ()
    class_: str = Field(alias="class")
    country: str | None = None
    gender: Gender = ""
    wikidata: str | None = None
    calls: tuple[str, ...] = ()


class Organisations(Table):
    organisation: tuple[OrganisationEntry, ...]

    @model_validator(mode="after")
    def once(self) -> Organisations:
        """No body stands twice."""
        names = [o.name for o in self.organisation]
        if twice := {n for n in names if names.count(n) > 1}:
            raise ValueError(f"given twice: {', '.join(sorted(twice))}")
        return self


class CountryEntry(Table):
    code: str
    name: str
    official: str | None = None
    m: str | None = None
    f: str | None = None
    wikidata: str | None = None


class Countries(Table):
    country: tuple[CountryEntry, ...]
