"""The closed word classes of a language (`lang/<lang>/grammar.toml`), by the names that the rules use."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from selon.language.data import load_table


class Grammar(BaseModel):
    """One set of lower-cased words a class; `contracted` maps a contraction to its preposition."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    complementizers: frozenset[str]
    question_words: frozenset[str]
    question_heads: frozenset[str]
    infinitive_markers: frozenset[str]
    relative_pronouns: frozenset[str]
    free_relatives: frozenset[str]
    partitive_relatives: frozenset[str]
    elided: frozenset[str]
    coordinators: frozenset[str]
    adversatives: frozenset[str]
    causals: frozenset[str]
    negations: frozenset[str]
    reflexives: frozenset[str]
    own_reflexives: frozenset[str]
    emphatic_endings: tuple[str, ...]
    dative_clitics: frozenset[str]
    object_clitics: frozenset[str]
    adverbial_clitics: frozenset[str]
    first_person: frozenset[str]
    second_person: frozenset[str]
    speaker_asides: frozenset[str]
    subject_clitics: frozenset[str]
    inverted: frozenset[str]
    indefinite_subjects: frozenset[str]
    impersonal: frozenset[str]
    agent_markers: frozenset[str]
    possessives: frozenset[str]
    of: frozenset[str]
    contracted: dict[str, str]
    auxiliaries: frozenset[str]
    light_verbs: frozenset[str]
    perfect_light_verbs: frozenset[str]
    without: frozenset[str]
    contrasts: frozenset[str]
    change_nouns: frozenset[str]
    contrast_prepositions: frozenset[str]
    copulas: frozenset[str]
    causatives: frozenset[str]
    past_adjectives: frozenset[str]
    connectives: frozenset[str]
    telling_adverbials: frozenset[str]
    manner_nouns: frozenset[str]
    human_endings: tuple[str, ...]
    things_with_human_endings: frozenset[str]
    some_people: frozenset[str]
    other_words: frozenset[str]
    titles: frozenset[str]
    quantity_adverbs: frozenset[str]
    quantity_nouns: frozenset[str]
    gerund_endings: dict[str, str]
    as_markers: frozenset[str]
    audience_prepositions: frozenset[str]
    occasion_prepositions: frozenset[str]
    occasion_nouns: frozenset[str]
    occasion_heads: frozenset[str]
    duration_prepositions: frozenset[str]
    medium_prepositions: frozenset[str]
    medium_nouns: frozenset[str]
    risky_phrases: frozenset[str]
    comparatives: frozenset[str]
    demonstratives: frozenset[str]
    indefinite_plural: frozenset[str]
    quantifiers: frozenset[str]
    time_nouns: frozenset[str]
    time_tails: frozenset[str]
    asked_nouns: frozenset[str]
    conditionals: frozenset[str]
    other_ones: frozenset[str]
    not_addressed: frozenset[str]
    irregular_forms: dict[str, str]
    answer_nouns: frozenset[str]
    shouts: frozenset[str]
    reading_verbs: frozenset[str]
    opinion_verbs: frozenset[str]
    noun_clause_markers: frozenset[str]
    speaking_verbs: frozenset[str]
    noticing_verbs: frozenset[str]
    verbs_with_be: frozenset[str]
    participles_like_presents: frozenset[str]
    purpose_markers: frozenset[str]
    agreement_endings: tuple[str, ...]
    conditional_endings: tuple[str, ...]
    finite_endings: dict[str, tuple[str, ...]]
    participle_endings: dict[str, tuple[str, ...]]
    impersonal_demonstratives: frozenset[str]
    pointing_back: frozenset[str]
    factual_conjunctions: frozenset[str]
    compound_conjunctions: frozenset[str]
    modal_verbs: frozenset[str]
    follow_on_markers: frozenset[str]
    own_subjects: dict[str, tuple[str, ...]]
    negation_adverbs: frozenset[str]

    @property
    def clitics(self) -> frozenset[str]:
        """Every pronoun that leans on a verb or opens a relative clause: none of them is a subject by its place alone."""
        return (
            self.subject_clitics | self.dative_clitics | self.object_clitics | self.reflexives | self.relative_pronouns
            | self.complementizers | self.impersonal_demonstratives
        )  # fmt: skip


def load_grammar(lang: str) -> Grammar:
    """The closed classes of a language."""
    return load_table(lang, "grammar", Grammar)
