"""Who and what an article speaks of: one `Referent` per person or body, named or not, with its mentions in text order."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from selon.extract.entities.kinds import BODY, OTHER, PERSON, PLACE, Name
from selon.extract.entities.lexicon import EntityLexicon, Key, Known, longest, plain
from selon.extract.entities.names import name_span
from selon.extract.entities.phrases import Phrase
from selon.extract.entities.words import Page
from selon.model import EntityKind, Span


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that mean a referent: at token `at`, a name, description or pronoun; `subject` of its clause or not."""

    at: int
    span: Span
    form: str
    sentence: int
    paragraph: int
    quoted: bool
    subject: bool
    rule: str


@dataclass(frozen=True, slots=True)
class Role:
    """What the article says somebody or something is: 'ministre kényane de la Santé'; `owned`: 'son avocat'.

    `words` are those that stand behind the noun, `fields` those among them that are no adjectives: 'santé'.
    """

    noun: str
    classes: frozenset[str]
    words: frozenset[str]
    country: str | None
    offices: frozenset[str]
    text: str
    of: tuple[Key, ...] = ()
    owned: bool = False
    fields: frozenset[str] = frozenset()


@dataclass
class Referent:
    """A person, body, place or group; `named` ones become entities, the others keep pronouns from going astray."""

    id: int
    kind: EntityKind
    named: bool
    names: Counter[str] = field(default_factory=Counter)
    keys: set[Key] = field(default_factory=set)
    label: str = ""
    gender: str = ""
    callings: set[str] = field(default_factory=set)  # what titles say of a person: 'la Dre Brévent' → science
    called: set[str] = field(default_factory=set)  # the genders of what a body has been called: 'le groupe'
    number: str = "s"
    known: Known | None = None
    roles: list[Role] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    acronym: str | None = None
    description: str | None = None
    of: int | None = None
    used: bool = False
    parts: tuple[int, ...] = ()
    wikidata: str | None = None
    ambiguous: bool = False
    light: bool = False  # a body or group of which the article only speaks in passing
    rule: str = "name"

    @property
    def first(self) -> int:
        """The token of the first mention, -1 before there is one."""
        return min((m.at for m in self.mentions), default=-1)

    def before(self, at: int) -> Mention | None:
        """The last mention before a token."""
        return max((m for m in self.mentions if m.at < at), key=lambda m: m.at, default=None)


@dataclass
class Discourse:
    """The state of one article's resolution."""

    page: Page
    lex: EntityLexicon
    referents: list[Referent] = field(default_factory=list)
    by_token: dict[int, int] = field(default_factory=dict)
    day: str | None = None
    spoken: frozenset[int] = frozenset()  # the tokens at which the sources of statements begin

    def new(self, kind: EntityKind, *, named: bool, rule: str) -> Referent:
        """A new referent, added to the list."""
        r = Referent(len(self.referents), kind, named, rule=rule)
        self.referents.append(r)
        return r

    def mention(self, r: Referent, span: Span, form: str, rule: str) -> Mention:
        """Adds a mention to a referent; the same span is added once."""
        i = self.page.at(span[0])
        old = next((m for m in r.mentions if m.span == span), None)
        if old:
            return old
        w = self.page.words[i]
        inside = self.page.inside(span)
        # 'a reconnu LUC BRÉVENT' is a subject, whatever the parse calls it
        turned = i in self.spoken and i > 0 and self.page.words[i - 1].pos in ("VERB", "AUX")
        subject = turned or any(self.page.words[k].dep.startswith("nsubj") for k in inside)
        m = Mention(i, span, form, w.sentence, w.paragraph, w.quoted, subject, rule)
        r.mentions.append(m)
        r.mentions.sort(key=lambda m: m.at)
        self.by_token.setdefault(i, r.id)
        return m

    def told(self, first: int, last: int) -> int:
        """How many sentences from `first` on to `last` the narrator tells: those that are all quoted do not count."""
        return bisect_right(self.narrated, last) - bisect_right(self.narrated, first)

    @cached_property
    def narrated(self) -> list[int]:
        """The numbers of the sentences in which a word stands outside quotation marks, in order."""
        return sorted({w.sentence for w in self.page.words if w.alpha and not w.quoted})

    @cached_property
    def spelt_countries(self) -> frozenset[str]:
        """The codes of the countries whose names the text spells, inside other names too: 'Sénat des États-Unis'."""
        plains = [plain(w) for w in self.page.lows]
        hits = (
            longest(self.lex.known, plains, i, self.lex.longest) for i, w in enumerate(self.page.words) if w.capital
        )
        return frozenset(hit[1].code for hit in hits if hit and hit[1].kind == "country" and hit[1].code)

    def country(self, code: str | None) -> int | None:
        """The referent of a country that the article names, None where it does not."""
        return next(
            (r.id for r in self.referents if code and r.kind == "country" and r.known and r.known.code == code), None
        )

    def people(self) -> list[Referent]:
        """Named persons."""
        return [r for r in self.referents if r.kind == "person" and r.named]


def kind_of(name: Name) -> EntityKind:
    """The entity kind of a name."""
    if name.known is not None:
        return name.known.kind
    kinds: dict[str, EntityKind] = {PERSON: "person", PLACE: "place", BODY: "organisation", OTHER: "organisation"}
    return kinds.get(name.label, "organisation")


def gather_names(d: Discourse, names: list[Name]) -> None:
    """One referent per person or body named; surnames join the one full name that they close, else stay apart."""
    by_key: dict[Key, list[Name]] = {}
    for n in names:
        by_key.setdefault(strip(n.key(d.page), d.lex), []).append(n)
    full = sorted(by_key, key=lambda k: (-len(k), min(n.start for n in by_key[k])))
    owner: dict[Key, Referent] = {}
    for key in full:
        group = by_key[key]
        label = group[0].label
        fits = [r for r in {id(o): o for o in owner.values()}.values() if same(key, group, r, d.lex)]
        if len(fits) == 1:
            r = fits[0]
        elif len(fits) > 1:
            share_out(d, group, fits)
            continue
        else:
            r = d.new(kind_of(group[0]), named=True, rule="name")
            r.label, r.known = label, group[0].known
        owner[key] = r
        r.keys.add(key)
        for n in group:
            give(d, r, n)


def strip(key: Key, lex: EntityLexicon) -> Key:
    """A name's key without a leading article."""
    while len(key) > 1 and (lex.is_("article", key[0]) or lex.is_("foreign-article", key[0])):
        key = key[1:]
    return key


def give(d: Discourse, r: Referent, n: Name) -> None:
    """Adds a name's mention, wording and gender to a referent."""
    d.mention(r, name_span(d.page, n), "name", "name")
    d.by_token[n.start] = r.id
    r.names[n.text(d.page)] += 1
    if n.title and n.start and (calling := d.lex.callings.get(d.page.words[n.start - 1].text)):
        r.callings.add(calling)
    if n.title and n.title[0]:
        r.gender = n.title[0]
    elif r.kind == "person" and not r.gender:
        r.gender = d.lex.first_names.get(plain(d.page.lows[n.start]).split("-")[0], "")
    elif n.known is not None and not r.gender:
        r.gender, r.number = n.known.gender, n.known.number
    if r.kind != "person" and not r.gender:
        r.gender, r.number = shown_gender(d, n)


def shown_gender(d: Discourse, n: Name) -> tuple[str, str]:
    """The gender and number of a body: of the noun that its name begins with, else of the article before or in it."""
    hit = longest(d.lex.nouns, d.page.lows[: n.end], n.start, d.lex.longest)
    if hit and hit[1][0].kind == "organisation":
        return hit[1][0].gender, hit[1][0].number
    for k in (n.start, n.start - 1):
        word = d.page.lows[k] if k >= 0 else ""
        if word in d.lex.classes["article"] or word in d.lex.classes["contracted"]:
            return d.lex.article_gender(word), "p" if d.lex.is_("plural", word) else "s"
    return "", "s"


def same(key: Key, group: list[Name], r: Referent, lex: EntityLexicon) -> bool:
    """Whether a name can mean a referent that has a longer one: same known body, or a person's surname or initials."""
    known = group[0].known
    if known is not None or r.known is not None:
        return known is not None and r.known is not None and known.name == r.known.name
    label = group[0].label
    if r.kind == "person" and label in (PERSON, "", OTHER):
        genders = {n.title[0] for n in group if n.title and n.title[0]}
        if r.gender and genders and r.gender not in genders:
            return False
        titled = any(n.title for n in group)
        return any(closes(key, k, lex) or (titled and opens(key, k, lex)) for k in r.keys)
    if r.kind == "organisation" and label in (BODY, OTHER, ""):
        # 'l'Impact' of 'l'Impact de Brévent'
        return any(len(k) > len(key) and k[: len(key)] == key and k[len(key)] in lex.particles for k in r.keys)
    return False


def opens(short: Key, long: Key, lex: EntityLexicon) -> bool:
    """Whether a surname stands first in a full name: 'M. Park' of 'Park Byeong-seug'."""
    return (
        len(short) == 1
        and len(long) > 1
        and short[0] == long[0]
        and (short[0] not in lex.first_names or "-" in long[1])
    )


def closes(short: Key, long: Key, lex: EntityLexicon) -> bool:
    """Whether one name of a person can be another one cut short: 'Brévent', 'J-M Brévent', 'Le Pen'; not 'Jean'."""
    if len(short) < len(long) and long[-len(short) :] == short:
        return True
    if len(short) > 1 and len(long) > 1 and short[-1] == long[-1]:
        a, b = short[0].replace("-", ""), long[0]
        initials = "".join(p[0] for p in b.split("-"))
        return a.rstrip(".") in (initials, b) or (len(a) <= 3 and a.rstrip(".").replace(".", "") == initials)
    # a first name alone, where the article is about the one who bears it, or a surname that stands first ('Ri')
    if len(short) > 1 or len(long) < 2 or short[0] != long[0]:
        return False
    return short[0] in lex.first_names or "-" in long[1] or (len(long) > 2 and not lex.particles & set(long))


def share_out(d: Discourse, group: list[Name], fits: list[Referent]) -> None:
    """A surname that several bear: each occurrence goes to the one who alone was named lately, else stays open."""
    opened: Referent | None = None
    for n in group:
        w = d.page.words[n.start]
        title = n.title[0] if n.title else ""
        pool = [r for r in fits if not (title and r.gender and r.gender != title)]
        near = [r for r in pool if any(m.at < n.start and w.paragraph - m.paragraph <= 1 for m in r.mentions)]
        chosen = pool[0] if len(pool) == 1 else (near[0] if len(near) == 1 else None)
        if chosen is None:
            if opened is None:
                opened = d.new("person", named=False, rule="shared-surname")
                opened.ambiguous = True
            chosen = opened
        give(d, chosen, n)


def role_of(d: Discourse, p: Phrase) -> Role | None:
    """What a phrase says that somebody is."""
    noun = p.noun
    if noun is None:
        return None
    end = p.apposed.start if p.apposed else p.end
    while end > p.head_end and (d.page.words[end - 1].text in d.lex.titles or not d.page.words[end - 1].alpha):
        end -= 1
    span = d.page.span(p.core, end)
    content = frozenset(
        plain(w)
        for w in d.page.lows[p.head_end : end]
        if w[0].isalnum()
        and w not in d.lex.classes["of"]
        and w not in d.lex.classes["article"]
        and w not in d.lex.classes["at"]
    )
    classes = frozenset(c for n in p.nouns for c in n.classes)
    text = d.page.text[span[0] : span[1]]
    of = tuple(n.key(d.page) for n in p.names)
    fields = content - {plain(w) for w in p.adjectives}
    return Role(noun.noun, classes, content, p.country, offices(d, p, end), text, of, p.det == "possessive", fields)


def offices(d: Discourse, p: Phrase, end: int) -> frozenset[str]:
    """The offices that a phrase names, its demonyms left out: 'chef de la diplomatie kényane' → foreign-minister."""
    lows = [w for w in d.page.lows[p.head : end] if w not in d.lex.demonyms]
    out: set[str] = set()
    # the longest office phrase that the words begin with decides; 'président du club' is no head of state
    for n in range(len(lows), 0, -1):
        hits = d.lex.offices.get(join(lows[:n]), [])
        rest = lows[n:]
        if not hits:
            continue
        if rest and not all(
            w in d.lex.classes["of"] or w in d.lex.classes["article"] or place(d, w) or w in d.lex.classes["at"]
            for w in rest
        ):
            return frozenset()
        out |= {o for only, o in hits if only is None or only == p.country}
        break
    return frozenset(out)


def place(d: Discourse, w: str) -> bool:
    """Whether a word is, or is part of, a country's name."""
    return plain(w) in d.lex.country_words


def join(words: list[str]) -> str:
    """Tokens as a phrase of the data: no space after an elided article."""
    out = ""
    for w in words:
        out += w if not out or out.endswith("'") else " " + w
    return out
