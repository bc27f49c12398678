"""The closed classes of words behind events and positions (`[words]` of `lang/<lang>/events.toml`)."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class ClauseWords(BaseModel):
    """Sets of lower-cased words or lemmas, each named for the question that it answers."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    prepositions: frozenset[str]
    dative: str
    partitive: frozenset[str]
    participles: dict[str, str]  # ending of a participle -> ending of its infinitive
    intransitive: frozenset[str]
    conditional_endings: frozenset[str]
    infinitive_endings: frozenset[str]
    place: frozenset[str]
    between: frozenset[str]
    purpose: frozenset[str]
    after: frozenset[str]
    control: frozenset[str]
    infinitive_clitics: frozenset[str]
    negation_adverbs: frozenset[str]
    habit: frozenset[str]  # with the present they tell what happens again and again
    whenever: frozenset[str]
    ordering: frozenset[str]  # what they order or prepare is to come: 'ordonner le retrait'
    restriction: frozenset[str]
    unreal_marks: frozenset[str]
    planning: frozenset[str]
    aspect: frozenset[str]
    telling: frozenset[str]
    happening: frozenset[str]  # verbs that say of a noun no more than that it takes place
    undergoing: frozenset[str]  # verbs of which an event is the object: 'le pays a connu un attentat'
    during: frozenset[str]  # prepositions behind which an event took place
    members: frozenset[str]  # who belongs to a body so much that the body acts: 'les combattants du Hamas'
    light: frozenset[str]
    unreal_verbs: frozenset[str]
    unreal_nouns: frozenset[str]
    unless: frozenset[str]  # prepositions of what is not: 'sans', 'faute de'
    unreal_adjectives: frozenset[str]
    planned_adjectives: frozenset[str]
    none_determiners: frozenset[str]
    sport: frozenset[str]  # where these stand in the sentence, meetings and attacks are games
    people: frozenset[str]  # nouns for people beside those of `roles.toml` and `groups.toml`
    quantities: frozenset[str]  # nouns that count what hangs on them: 'des dizaines de civils'
    targets: frozenset[str]  # buildings, vehicles and places that an attack can be on
    disaster: frozenset[str]  # what kills and destroys without being anybody
