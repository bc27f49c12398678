"""Nouns for people that an article teaches by setting them beside a full name: 'le graphiste portugais Luc Brévent'."""

from __future__ import annotations

from dataclasses import replace

from selon.extract.entities.kinds import PERSON, Name
from selon.extract.entities.lexicon import EntityLexicon, Key, Noun
from selon.extract.entities.words import Page

ADJECTIVES = 2  # words that may stand between the noun and the name


def learn(page: Page, names: list[Name], lex: EntityLexicon) -> EntityLexicon:
    """The lexicon with the nouns in it that only this article shows to be said of people.

    Their ending must be one that people have ('-iste', '-logue'): 'l'affaire Luc Brévent' teaches nothing.
    """
    new: dict[Key, list[Noun]] = {}
    for n in names:
        if n.label != PERSON or n.end - n.start < 2:
            continue
        for i in (before(page, n.start), n.end + 1 if n.end < len(page.words) and page.lows[n.end] == "," else None):
            if i is not None and i < len(page.words) and is_new(page, i, lex):
                gender = lex.article_gender(page.lows[i - 1])
                new[(page.lows[i],)] = [Noun(page.lows[i], frozenset({"learned"}), "person", gender, "s")]
    return replace(lex, nouns={**lex.nouns, **new}) if new else lex


def before(page: Page, start: int) -> int | None:
    """The noun before a name, over its adjectives; None where something else stands there."""
    for i in range(start - 1, max(start - 2 - ADJECTIVES, 0), -1):
        if page.words[i].pos == "NOUN":
            return i
        if page.words[i].pos != "ADJ":
            return None
    return None


def is_new(page: Page, i: int, lex: EntityLexicon) -> bool:
    """Whether the token is a noun for somebody that the tables lack."""
    w = page.words[i]
    human = w.low.endswith(lex.human_endings) and w.low not in lex.things
    return w.pos == "NOUN" and not w.capital and human and (w.low,) not in lex.nouns and not w.low.endswith("s")
