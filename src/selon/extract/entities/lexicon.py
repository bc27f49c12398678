"""The words of a language for people, bodies and places, ready for look-up by token sequences."""

from __future__ import annotations

import gzip
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TypeVar

from selon.extract.entities.tables import (
    Countries,
    Determiners,
    Gender,
    Groups,
    Metonyms,
    Number,
    Organisations,
    Pronouns,
    Roles,
    Speaks,
    Titles,
)
from selon.language.data import load_table
from selon.language.grammar import load_grammar
from selon.model import EntityKind

Key = tuple[str, ...]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun that heads a noun phrase: `kind` person for roles, `speaks` set for documents."""

    noun: str
    classes: frozenset[str]
    kind: EntityKind | None
    gender: Gender
    number: Number
    speaks: Speaks | None = None


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A pronoun's role and agreement."""

    role: str
    gender: Gender
    number: Number


@dataclass(frozen=True, slots=True)
class Known:
    """A country, place, seat of power or body known by name."""

    name: str
    kind: EntityKind
    code: str | None
    wikidata: str | None
    gender: Gender
    number: Number
    class_: str | None = None
    calls: tuple[str, ...] = ()
    country: str | None = None


@dataclass
class EntityLexicon:
    """Everything that the entity rules look up; keys are tuples of lower-case tokens."""

    titles: dict[str, tuple[Gender, Number]] = field(default_factory=dict)
    callings: dict[str, str] = field(default_factory=dict)
    determiners: dict[Key, str] = field(default_factory=dict)
    classes: dict[str, set[str]] = field(default_factory=dict)
    pronouns: dict[Key, Pronoun] = field(default_factory=dict)
    impersonal: list[Key] = field(default_factory=list)
    nouns: dict[Key, list[Noun]] = field(default_factory=dict)
    wider: dict[str, tuple[frozenset[str], frozenset[str]]] = field(default_factory=dict)
    offices: dict[str, list[tuple[str | None, str]]] = field(default_factory=dict)
    demonyms: dict[str, tuple[str, Gender, Number]] = field(default_factory=dict)
    plain_demonyms: frozenset[str] = frozenset()
    known: dict[Key, Known] = field(default_factory=dict)
    countries: dict[str, Known] = field(default_factory=dict)
    country_words: frozenset[str] = frozenset()
    first_names: dict[str, Gender] = field(default_factory=dict)
    particles: frozenset[str] = frozenset()
    surname_particles: frozenset[str] = frozenset()
    elided: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()
    enclitics: tuple[str, ...] = ()
    abbreviations: frozenset[str] = frozenset()
    copulas: frozenset[str] = frozenset()
    issuer_by: frozenset[str] = frozenset()
    issuer_never: frozenset[str] = frozenset()
    named_for_issuer: frozenset[str] = frozenset()
    issues: frozenset[str] = frozenset()
    authors: frozenset[str] = frozenset()
    noun_prefixes: tuple[str, ...] = ()
    epithets: frozenset[str] = frozenset()
    makers: frozenset[str] = frozenset()
    bracketed: frozenset[Key] = frozenset()
    introduces: frozenset[str] = frozenset()
    opposed: frozenset[str] = frozenset()
    told: dict[str, tuple[str, ...]] = field(default_factory=dict)
    human_endings: tuple[str, ...] = ()
    things: frozenset[str] = frozenset()
    conjunction: str = ""
    owner: tuple[str, str] = ("", "")
    owner_article: dict[str, str] = field(default_factory=dict)
    vowels: str = ""
    bare: dict[str, str] = field(default_factory=dict)
    participles: tuple[str, ...] = ()
    demonym_endings: tuple[str, ...] = ()
    infinitives: tuple[str, ...] = ()
    longest: int = 1

    def is_(self, cls: str, word: str) -> bool:
        """Whether a lower-case word is in a class of determiners.toml."""
        return word in self.classes.get(cls, ())

    def owned(self, name: str, article: str = "") -> str:
        """A name as whose something is: 'de Luc Brévent', 'd'Ada Brévent'; of a body with an `article` 'de l'ONU', 'du Medef'."""
        vowel = plain(name)[:1] in tuple(self.vowels)
        if article:
            return self.owner_article["vowel" if vowel and article != "p" else article] + name
        whole, elided = self.owner
        return elided + name if vowel else f"{whole} {name}"

    def article_gender(self, word: str) -> Gender:
        """The gender that an article shows, "" where it shows none."""
        return "m" if self.is_("masculine", word) else "f" if self.is_("feminine", word) else ""


def low(s: str) -> str:
    """Lower case with straight apostrophes and plain hyphens: how words are looked up."""
    return s.lower().replace("’", "'").replace("‑", "-")


def plain(s: str) -> str:
    """`low` without accents: how names are compared (Etats-Unis = États-Unis)."""
    return "".join(c for c in unicodedata.normalize("NFKD", low(s)) if not unicodedata.combining(c))


def longest(table: dict[Key, T], words: list[str], i: int, limit: int) -> tuple[int, T] | None:
    """The longest entry of `table` that `words` spell from `i`, and the index after it."""
    for n in range(min(limit, len(words) - i), 0, -1):
        if (hit := table.get(tuple(words[i : i + n]))) is not None:
            return i + n, hit
    return None


@cache
def load_entity_lexicon(lang: str) -> EntityLexicon:
    """The entity lexicon of a language; `LexiconError` names file and line of what is wrong."""
    lex = EntityLexicon()
    det = load_table(lang, "determiners", Determiners)
    lex.elided, lex.whole = frozenset(det.text.elided), frozenset(det.text.whole)
    lex.enclitics = tuple(sorted(det.text.enclitics, key=len, reverse=True))
    lex.conjunction, lex.owner, lex.vowels = det.text.conjunction, det.text.owner, det.text.vowels
    lex.infinitives = det.text.infinitives
    lex.owner_article = det.text.owner_article
    lex.bare, lex.participles, lex.demonym_endings = det.text.bare, det.text.participles, det.text.demonyms
    lex.abbreviations, lex.copulas = frozenset(det.text.abbreviations), frozenset(det.text.copulas)
    for c in det.class_:
        lex.classes[c.name] = {low(w) for w in c.words}
        if c.name in ("definite", "demonstrative", "possessive", "speaker-possessive", "indefinite", "most", "numeral"):
            for w in c.words:
                lex.determiners[key(w)] = c.name
    titles = load_table(lang, "titles", Titles)
    for t in titles.title:
        for f in t.forms:
            lex.titles[f] = (t.gender, t.number)
            if t.calling:
                lex.callings[f] = t.calling
    lex.particles, lex.surname_particles = frozenset(titles.names.particles), frozenset(titles.names.surname_particles)
    lex.first_names = {plain(n): g for n, g in shipped_first_names()}
    for n in titles.names.male:
        lex.first_names[plain(n)] = "m"
    for n in titles.names.female:
        lex.first_names[plain(n)] = "f"
    for p in (pronouns := load_table(lang, "pronouns", Pronouns)).pronoun:
        for f in p.forms:
            # 'leur' is a dative and a possessive: the first entry is kept, the noun after it decides (phrases.py)
            lex.pronouns.setdefault(key(f), Pronoun(p.role, p.gender, p.number))
    lex.impersonal = [key(v) for v in pronouns.impersonal.verbs]
    grammar = load_grammar(lang)
    lex.human_endings, lex.things = grammar.human_endings, grammar.things_with_human_endings
    add_nouns(lex, lang)
    add_known(lex, lang)
    lex.plain_demonyms = frozenset(plain(w) for w in lex.demonyms)
    lex.longest = max(len(k) for k in [*lex.nouns, *lex.known, *lex.determiners])
    return lex


def key(phrase: str) -> Key:
    """The tokens of a phrase of the data, as `words.py` cuts running text: an elided article is a token of its own."""
    out: list[str] = []
    for w in low(phrase).split():
        head, mark, tail = w.partition("'")
        if mark and tail and len(head) <= 2:
            out += [head + "'", tail]
        else:
            out.append(w)
    return tuple(out)


def add_nouns(lex: EntityLexicon, lang: str) -> None:
    """Roles, groups and documents, in the singular and the plural."""
    roles = load_table(lang, "roles", Roles)
    lex.noun_prefixes = roles.prefixes

    def plural(noun: str) -> str:
        first, _, rest = noun.partition(" ")
        for end, new in roles.plural:
            if first.endswith(end):
                return (first[: len(first) - len(end)] + new + " " + rest).strip()
        return noun

    def add(form: str, noun: Noun) -> None:
        held = lex.nouns.setdefault(key(form), [])
        for i, n in enumerate(held):  # one noun in several classes (porte-parole, capitaine) is one entry
            if (n.noun, n.kind, n.gender, n.speaks) == (noun.noun, noun.kind, noun.gender, noun.speaks):
                held[i] = Noun(n.noun, n.classes | noun.classes, n.kind, n.gender, n.number, n.speaks)
                return
        held.append(noun)

    for c in roles.class_:
        for entry in c.nouns:
            m, _, f = entry.partition("/")
            forms: list[tuple[str, Gender]] = [(m, "m" if f else ""), (f, "f")] if f else [(m, "")]
            for form, gender in forms:
                add(form, Noun(m, frozenset({c.name}), "person", gender, "s"))
                add(plural(form), Noun(m, frozenset({c.name}), "group", gender, "p"))
    held_by_all = {
        m for c in roles.class_ if c.name in roles.epithet.classes for e in c.nouns for m in [e.partition("/")[0]]
    }
    lex.epithets = frozenset((held_by_all | set(roles.epithet.nouns)) - set(roles.epithet.never))
    for o in roles.office:
        for p in o.phrases:
            lex.offices.setdefault(low(p), []).append((None, o.id))
        for only in o.only:
            for p in only.phrases:
                lex.offices.setdefault(low(p), []).append((only.in_, o.id))
    groups = load_table(lang, "groups", Groups)
    for g in groups.class_:
        for entry in g.nouns:
            noun, _, agree = entry.partition(":")
            number: Number = "p" if agree.endswith("p") else "s"
            gender = "f" if agree.startswith("f") else "m"
            add(noun, Noun(noun, frozenset({g.name}), g.kind, gender, number))
            if number == "s":
                add(plural(noun), Noun(noun, frozenset({g.name}), "group", gender, "p"))
    for d in groups.document:
        for entry in d.nouns:
            noun, _, agree = entry.partition(":")
            number = "p" if agree.endswith("p") else "s"
            gender = "f" if agree.startswith("f") else "m"
            add(noun, Noun(noun, frozenset({"document"}), None, gender, number, d.speaks))
            if number == "s":
                add(plural(noun), Noun(noun, frozenset({"document"}), None, gender, "p", d.speaks))
    lex.makers = frozenset(roles.epithet.makers)
    lex.introduces, lex.opposed = frozenset(roles.epithet.introduces), frozenset(roles.epithet.never)
    lex.told = {p: t.nouns for t in roles.told for p in t.participles}
    for w in roles.wider:
        for form in w.noun.split("/"):
            nouns = frozenset(w.nouns)
            held = lex.wider.get(form, (frozenset[str](), frozenset[str]()))
            lex.wider[form] = (held[0] | frozenset(w.classes), held[1] | nouns)
            if key(form) not in lex.nouns:
                alike: Gender = "" if "/" not in w.noun else ("m" if form == w.noun.split("/")[0] else "f")
                add(form, Noun(w.noun.split("/")[0], frozenset({"wider"}), "person", alike, "s"))
    lex.issuer_by, lex.issuer_never = frozenset(groups.speaks.by), frozenset(groups.speaks.never)
    lex.named_for_issuer, lex.issues = frozenset(groups.speaks.named), frozenset(groups.speaks.issues)
    lex.authors = frozenset(groups.speaks.authors)


def add_known(lex: EntityLexicon, lang: str) -> None:
    """Countries with their demonyms, seats of power, places and bodies."""
    met = load_table(lang, "metonyms", Metonyms)
    feminine, masculine = met.grammar.feminine_ending, {plain(n) for n in met.grammar.masculine}
    plurals = {plain(n) for n in met.grammar.plural}

    def demonym(form: str, code: str, gender: Gender) -> None:
        base = low(form)
        lex.demonyms.setdefault(base, (code, gender, "s"))
        lex.demonyms.setdefault(base if base[-1] in "sx" else base + "s", (code, gender, "p"))

    def add(name: str, known: Known) -> None:
        lex.known.setdefault(tuple(plain(w) for w in key(name)), known)

    for a in met.alias:  # first, since 'congolais' is of the country that the aliases name first
        for m in a.m:
            demonym(m, a.country, "m")
        for f in a.f:
            demonym(f, a.country, "f")
    for c in load_table(lang, "countries", Countries).country:
        gender: Gender = "f" if c.name.endswith(feminine) and plain(c.name) not in masculine else "m"
        number: Number = "p" if plain(c.name) in plurals else "s"
        wikidata = met.wikidata.get(c.code) or c.wikidata
        k = Known(c.name, "country", c.code, wikidata, gender, number)
        lex.countries[c.code] = k
        add(c.name, k)
        if c.official:
            add(c.official, k)
        if c.m and c.f and " " not in c.m:
            demonym(c.m, c.code, "m")
            demonym(c.f, c.code, "f")
    for a in met.alias:
        for n in a.names:
            lex.known[tuple(plain(w) for w in key(n))] = lex.countries[a.country]
    for s in met.seat:
        for n, code in s.names.items():
            calls = tuple(map(low, s.calls.get(n, ())))
            add(n, Known(n, s.kind, code, None, "", "s", class_="seat", calls=calls, country=code))
    lex.country_words = frozenset(w for k, v in lex.known.items() if v.kind == "country" for w in k)
    for p in met.place:
        k = Known(p.name, "place", None, p.wikidata, "f" if p.name.endswith(feminine) else "", "s")
        for n in (p.name, *p.forms):
            add(n, k)
        for m in p.m:
            demonym(m, p.name, "m")
        for f in p.f:
            demonym(f, p.name, "f")
    for ground in met.ground:
        for n in ground.names:
            add(n, Known(n, "place", None, None, "", "s"))
    lex.bracketed = frozenset(tuple(plain(w) for w in key(n)) for g in met.ground for n in g.bracketed)
    for o in load_table(lang, "organisations", Organisations).organisation:
        k = Known(
            o.name, "organisation", None, o.wikidata, o.gender, "s", o.class_, tuple(map(low, o.calls)), o.country
        )
        for n in (o.name, *o.forms):
            add(n, k)


def shipped_first_names() -> list[tuple[str, Gender]]:
    """The first names of `kb/firstnames.tsv.gz` with their gender."""
    data = gzip.decompress((resources.files("selon") / "kb" / "firstnames.tsv.gz").read_bytes()).decode("utf8")
    out: list[tuple[str, Gender]] = []
    for line in data.splitlines():
        name, gender = line.split("\t")
        out.append((name, "m" if gender == "m" else "f"))
    return out
