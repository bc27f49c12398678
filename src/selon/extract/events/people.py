"""Whether a noun means somebody, or something that can be attacked, though no entity of the article stands for it."""

from __future__ import annotations

from spacy.tokens import Token

from selon.extract.entities.lexicon import EntityLexicon, load_entity_lexicon, low
from selon.extract.events.phrases import lemma
from selon.extract.events.words import ClauseWords
from selon.language.grammar import load_grammar

PRIVATE = {"kin"}  # whom somebody meets there is no news
UNPEOPLED = {"place", "country", None}


class People:
    """The nouns for people and bodies of a language, and the targets of attacks."""

    def __init__(self, lang: str, words: ClauseWords) -> None:
        self.nouns: EntityLexicon = load_entity_lexicon(lang)
        self.words = words
        self.of = load_grammar(lang).of

    def somebody(self, head: Token) -> bool:
        """Whether a noun means people or a body: 'deux SOLDATS', 'la POLICE', 'des dizaines de CIVILS'."""
        if head.pos_ == "NUM":  # 'vingt DES VINGT-SEPT gouvernements'
            return any(self.somebody(c) for c in head.children if c.i > head.i)
        if head.pos_ not in {"NOUN", "ADJ", "VERB"}:
            return False
        if {lemma(head), low(head.text), self._bare(head)} & self.words.people:
            return True
        found = self.nouns.nouns.get((self._bare(head),), [])
        if head.pos_ == "NOUN" and low(head.text) in self.nouns.demonyms:
            return True
        if any(n.kind not in UNPEOPLED and n.speaks is None and not n.classes <= PRIVATE for n in found):
            return True
        return lemma(head) in self.words.quantities and any(
            self.anybody(c) for c in head.children if c.i > head.i and c.dep_.split(":")[0] in {"nmod", "obl"}
        )

    def _bare(self, head: Token) -> str:
        """A noun without what says that it was or is beside: 'ex-ESPION', 'vice-PRÉSIDENT'."""
        word = low(head.text)
        return next((word.removeprefix(p) for p in self.nouns.noun_prefixes if word.startswith(p)), word)

    def private(self, head: Token) -> bool:
        """Whether a noun means one of somebody's family or friends."""
        found = self.nouns.nouns.get((low(head.text),), [])
        whose = any("Yes" in c.morph.get("Poss", []) for c in head.children)  # 'SA femme', who is a woman too
        own = any(n.classes & PRIVATE if whose else n.classes <= PRIVATE for n in found)
        return own and not {lemma(head), low(head.text)} & self.words.people

    def counted(self, head: Token) -> Token | None:
        """What a noun of quantity counts: 'des centaines de TIBÉTAINS'."""
        counts = head.pos_ == "NUM" or lemma(head) in self.words.quantities
        return next((c for c in head.children if counts and c.i > head.i and c.dep_ == "nmod"), None)

    def anybody(self, head: Token) -> bool:
        """Whether a noun phrase may mean somebody: a name, a pronoun, or a noun for people."""
        return head.pos_ in {"PROPN", "PRON"} or head.is_title or self.somebody(head)

    def target(self, head: Token) -> bool:
        """Whether a noun means something that an attack can be on."""
        if head.pos_ == "NUM":
            return any(self.target(c) for c in head.children if c.i > head.i)
        return lemma(head) in self.words.targets or low(head.text) in self.words.targets

    def member(self, head: Token) -> bool:
        """Whether a noun means those by whom a body acts: 'les COMBATTANTS du Hamas'."""
        return lemma(head) in self.words.members or low(head.text) in self.words.members

    def country_of(self, adjective: Token) -> str | None:
        """The Wikidata id of the country of a demonym: 'israéliennes'."""
        found = self.nouns.demonyms.get(low(adjective.text))
        known = self.nouns.countries.get(found[0]) if found is not None else None
        return known.wikidata if known is not None else None
