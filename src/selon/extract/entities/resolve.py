"""The walk through an article: descriptions, pronouns and sources in the order of the text."""

from __future__ import annotations

from itertools import pairwise

from selon.extract.entities.descriptions import describe, take_up
from selon.extract.entities.epithets import at_hand, headlined
from selon.extract.entities.learned import learn
from selon.extract.entities.lexicon import EntityLexicon, longest
from selon.extract.entities.links import find_phrases, link_acronyms, link_apposed, link_initials
from selon.extract.entities.names import find_names
from selon.extract.entities.phrases import Phrase, Reader
from selon.extract.entities.pronouns import antecedent, impersonal, side_by_side
from selon.extract.entities.referents import Discourse, Referent, gather_names
from selon.extract.entities.sources import document_told, resolve_words
from selon.extract.entities.told import second_roles, told_roles
from selon.extract.entities.walk import Walk, introduce
from selon.extract.entities.where import kin_of
from selon.extract.entities.words import Page
from selon.language.normal import letters
from selon.model import Span, Statement

# rules of statements without words for their source: the last speaker goes on
TOLD_ON = "told on"
RUNNING_ON = frozenset({"floating", TOLD_ON})
# the rule of quotations without a cue, and how many sentences behind one that opens an article tell whose it is
ALONE, SENTENCES = "quotation alone", 2
# letters that a headline repeats at the least of a quotation
REPEATED = 15
# a statement's resolved source and addressee
Resolved = dict[str, tuple[Referent | None, Referent | None]]


def walk_article(
    page: Page, doc: object, lex: EntityLexicon, statements: list[Statement], day: str | None = None
) -> tuple[Walk, Resolved]:
    """Resolves everything; returns the walk (its discourse holds the referents) and each statement's referents."""
    spoken = frozenset(page.at(s.source.span[0]) for s in statements if s.source.span)
    names = find_names(page, doc, lex, spoken)  # type: ignore[arg-type]
    lex = learn(page, names, lex)
    d = Discourse(page, lex, day=day, spoken=spoken)
    gather_names(d, names)
    reader = Reader(page, lex, names)
    w = Walk(d, reader)
    phrases = find_phrases(d, reader)
    w.phrases = phrases
    link_acronyms(d, names, phrases)
    link_initials(d)
    w.tied = link_apposed(d, phrases, names)
    second_roles(d, phrases, names, w.tied)
    told_roles(d, names)
    for s in statements:
        w.told += [(span, s.source.span, s.kind == "direct") for span in s.content]
    sources: dict[int, list[Statement]] = {}
    for s in statements:
        start = s.source.span[0] if s.source.span else (s.cue or (s.content[0] if s.content else (0, 0)))[0]
        sources.setdefault(page.at(start), []).append(s)
    by_head = {p.start: p for p in phrases}
    covered = [s.source.span for s in statements if s.source.span]
    out: Resolved = {}
    done: dict[Span, Referent | None] = {}
    for i in range(len(page.words)):
        for s in sources.get(i, ()):
            for outer in around(s, statements):
                if outer.source.span not in done:  # « Elle m'a dit : “P” », a-t-elle dit: two people
                    out[outer.id] = resolve_statement(w, outer, done)
            out[s.id] = resolve_statement(w, s, done)
        if i in by_head and not inside(page, i, covered):
            resolve_description(w, by_head[i])
        if not inside(page, i, covered):
            resolve_pronoun(w, i)
    for s in statements:
        if s.addressee is not None and s.addressee.span is not None:
            source = out[s.id][0]
            shut = frozenset({source.id}) if source else frozenset[int]()
            before = len(w.open)
            r = resolve_words(w, s.addressee.span, shut=shut)
            del w.open[before:]
            out[s.id] = (source, r)
    for s in statements:
        if (same := headline_of(page, s, statements)) is not None and (r := out[same.id][0]) and r.kind == "person":
            out[s.id] = (r, None)
        if s.rule == "repeated":
            out[s.id] = (out[same.id][0], None) if (same := told_again(page, s, statements)) else (None, None)
    return w, out


def told_again(page: Page, heading: Statement, statements: list[Statement]) -> Statement | None:
    """The statement whose words a heading repeats."""
    words = content_letters(page, heading)
    return next((s for s in statements if s.id != heading.id and words in content_letters(page, s)), None)


def headline_of(page: Page, s: Statement, statements: list[Statement]) -> Statement | None:
    """The later quotation that a headline quotes from, whatever else the headline sets before it: 'Pont de Brévent : « On a
    tout perdu »'. None where its words are few or are quoted twice."""
    if s.kind != "direct" or s.rule == "repeated" or page.words[page.at(s.content[0][0])].paragraph:
        return None
    words = content_letters(page, s)
    same = [
        o for o in statements if o.kind in ("direct", "mixed") and o.id != s.id and words in content_letters(page, o)
    ]
    return same[0] if len(same) == 1 and len(words) >= REPEATED and same[0].source.span is not None else None


def content_letters(page: Page, s: Statement) -> str:
    """The letters and digits of a statement's content in lower case."""
    return "".join(letters(page.text[a:b]) for a, b in s.content)


def inside(page: Page, i: int, spans: list[Span]) -> bool:
    """Whether a token overlaps one of the spans."""
    word = page.words[i]
    return any(a < word.end and word.start < b for a, b in spans)


def around(s: Statement, statements: list[Statement]) -> list[Statement]:
    """The statements in whose quotation the source of another stands, named only behind it."""
    if s.source.span is None:
        return []
    at = s.source.span[0]
    return [
        o
        for o in statements
        if o.kind == "direct" and o.source.span and o.source.span[0] > at and any(a <= at < b for a, b in o.content)
    ]


def whole(content: list[Span]) -> tuple[Span, ...]:
    """The stretch from the first to the last part of a content, the narrator's words between them included."""
    return ((min(a for a, _ in content), max(b for _, b in content)),) if content else ()


def resolve_statement(
    w: Walk, s: Statement, done: dict[Span, Referent | None]
) -> tuple[Referent | None, Referent | None]:
    """The source of one statement; one without words of its own goes on with the last speaker where it is floating."""
    d = w.d
    span = s.source.span
    if span is None:
        if s.rule in RUNNING_ON and s.content:
            return (floating(w, d.page.at(s.content[0][0]), on=s.rule == TOLD_ON), None)
        if s.rule == ALONE and s.content:
            return (told_of_behind(w, s), None)
        return (None, None)
    if span in done:
        r_or_none = done[span]
    else:
        own = (*whole(s.content), *clauses_before(d, s, span))
        r_or_none = done[span] = resolve_words(
            w, behind_occasion(w, s, whole_name(w, span)), own=own, human=told_in_first_person(d, s)
        )
    at = d.page.at(span[0])
    if r_or_none is not None:
        r_or_none.used = True
        w.speakers.add(at, r_or_none, told=w.around(at)[0])
        if s.cue:
            w.spoken.append((s.cue, r_or_none))
    return (r_or_none, None)


def whole_name(w: Walk, span: Span) -> Span:
    """A source with the whole of the name that it ends in: 'Luc Hajj AL-BRÉVENT' of which the parse left 'Luc Hajj'."""
    tokens = w.d.page.inside(span)
    name = w.reader.in_name.get(tokens.stop - 1) if tokens else None
    cut = name is not None and tokens.start <= name.start and name.end > tokens.stop
    return (span[0], w.d.page.span(name.start, name.end)[1]) if cut and name is not None else span


def behind_occasion(w: Walk, s: Statement, span: Span) -> Span:
    """A verb's source without the occasion that opens its sentence where the parse took both: '(Dans) UN COMMUNIQUÉ, le groupe
    juge …' is told by the group."""
    d, words = w.d, w.d.page.words
    i = d.page.at(span[0])
    if s.cue is None or s.cue[0] < span[1] or not i or not words[i - 1].first or words[i - 1].pos != "ADP":
        return span
    comma = next((k for k in d.page.inside(span) if words[k].text == ","), None)
    if comma is None or comma + 1 >= len(words) or words[comma + 1].start >= span[1]:
        return span
    return (words[comma + 1].start, span[1])


def clauses_before(d: Discourse, s: Statement, source: Span) -> list[Span]:
    """The parts of a content that end before its source, each from its last colon or semicolon on: in 'Il revient au canton,
    estime-t-IL, de payer' the canton does not speak, in 'Ada Brévent insiste : la loi, dit-ELLE, est claire' she may."""
    text = d.page.text
    return [(max(a, *(text.rfind(mark, a, b) + 1 for mark in ":;")), b) for a, b in s.content if b <= source[0]]


def told_in_first_person(d: Discourse, s: Statement) -> bool:
    """Whether the one who is quoted says 'je' of themselves: a person, no body."""
    spans = s.content if s.kind == "direct" else s.quoted
    return any(d.lex.is_("first-person", d.page.lows[k]) for span in spans for k in d.page.inside(span))


def floating(w: Walk, at: int, *, on: bool) -> Referent | None:
    """Whose quotation begins at a token without a cue: the one person whom the sentence told just before is about, else the
    last who spoke outside quotations.

    The sentence before counts where nobody has spoken yet in its paragraph; where nobody speaks in it but what is told
    goes `on` ('Celle-ci n'exclut rien. Et d'ajouter : « … »') or answers a question ('« Pourquoi ? », demande la juge.
    L'accusé hausse les épaules. « J'avais honte. »').
    """
    d, words = w.d, w.d.page.words
    turns = [(a, rid) for a, rid in w.speakers.turns if not words[a].quoted]
    k = at - 1
    while k >= 0 and (words[k].quoted or not words[k].alpha):
        k -= 1
    told = words[k].sentence if k >= 0 and words[at].sentence - words[k].sentence <= 1 else -1
    if on and not any(m.sentence == told for r in d.referents for m in r.mentions):
        told -= 1
    answers = on or asked(w, k)
    if told >= 0 and not any(
        words[a].sentence == told if answers else words[a].paragraph == words[k].paragraph for a, _ in turns
    ):
        about = {r.id: r for r in d.people() for m in r.mentions if m.sentence == told and m.subject and m.at < at}
        if len(about) == 1:
            return next(iter(about.values()))
    if not turns or (k >= 0 and words[k].paragraph == words[at].paragraph > words[turns[-1][0]].paragraph):
        return None  # 'À Sorel, la colère monte. « On l'avait dit. »': of nobody in the paragraph before
    return d.referents[turns[-1][1]]


def asked(w: Walk, at: int) -> bool:
    """Whether the last quotation before a token ends with a question."""
    before = [b for (_, b), _, quoted in w.told if quoted and b <= w.d.page.words[at].start]
    return bool(before) and w.d.page.text[: max(before)].rstrip().endswith("?")


def told_of_behind(w: Walk, s: Statement) -> Referent | None:
    """Whose quotation opens an article without a cue: of the one person who acts in the sentence behind it that first names
    anybody. '« Je suis fatigué. » La voix brisée, LUC BRÉVENT s'assied.'"""
    d, words = w.d, w.d.page.words
    first, end = d.page.at(s.content[0][0]), d.page.inside(s.content[-1]).stop
    if any(x.text in ".!?…" for x, y in pairwise(words[:first]) if y.paragraph > x.paragraph):
        return None  # the article has told something already
    people = d.people()
    sentences = 0
    for k in range(end, len(words)):
        if words[k].paragraph != words[first].paragraph or sentences > SENTENCES:
            return None
        sentences += words[k].first
        named = [(m, r) for r in people for m in r.mentions if m.sentence == words[k].sentence and m.at >= end]
        if named:
            acting = [(m, r) for m, r in named if m.subject]
            one = len({r.id for _, r in acting}) == 1 and not any(side_by_side(d, m, named) for m, _ in acting)
            return acting[0][1] if one else None
    return None


def resolve_description(w: Walk, p: Phrase) -> None:
    """A description in running text: taken up where it fits somebody; a body with a country or owner is introduced."""
    d = w.d
    if p.noun is not None and p.noun.speaks is not None and p.head not in w.tied:
        document_told(w, p)
    if p.head in w.tied or p.noun is None or p.noun.speaks is not None:
        return
    if any(k in d.by_token for k in range(p.head, p.head_end)):
        return
    if p.det not in ("definite", "demonstrative", "most", "") or (p.det == "" and not p.proper):
        if p.det == "indefinite" and p.noun.kind == "person":
            x = describe(d, p)
            r = d.new("person", named=False, rule="indefinite")
            r.gender, r.number = (x.gender, x.number) if x else ("", "s")
            if x:
                r.roles.append(x.role)
            d.mention(r, d.page.span(p.start, p.end), "description", "indefinite")
        return
    x = describe(d, p)
    first = d.page.lows[p.start]
    singular = d.lex.is_("masculine", first) or d.lex.is_("feminine", first)
    if x is None or (x.number == "p" and p.det != "most" and singular):
        return  # 'au cours de': no courts
    end = p.apposed.start if p.apposed else p.end
    span = d.page.span(p.start if d.page.lows[p.start] not in d.lex.classes["of"] else p.core, end)
    r2 = take_up(d, x, p.start, ahead=False)
    if (r2 is None or headlined(r2)) and d.page.words[p.head].dep.startswith("nsubj"):
        r2 = at_hand(d, x, p.start) or r2
    if r2 is not None:
        r2.called.add(x.gender)
        r2.named = r2.named or (p.det == "most" and r2.rule == "description")
        d.mention(r2, span, "description", "description")
        return
    if kin_of(w, p, x, span, speaks=False) is not None:
        return
    if x.person and x.number != "p" and not any(n.kind == "organisation" for n in p.nouns):
        # 'le curé' of whom nothing else is said: nobody by name, but not to be passed over by 'il'
        r = d.new("person", named=False, rule="definite")
        r.gender, r.light = x.gender, True
        r.roles.append(x.role)
        d.mention(r, span, "description", "definite")
        return
    organisation = any(n.kind == "organisation" for n in p.nouns)
    special = x.role.country or ((p.proper or p.names) and p.noun.number == "s")
    several = x.number == "p" or p.noun.number == "p"
    if not organisation and not (several and p.det in ("definite", "most")):
        return
    r3 = introduce(w, p, x, p.end, span)
    before = d.page.words[p.start - 1] if p.start else None
    contracted = before is not None and before.pos in ("NOUN", "PROPN", "ADJ") and not d.page.words[p.start].first
    if r3 is not None and several and d.page.lows[p.start] in d.lex.classes["plural-indefinite"] and not special:
        r3.named = contracted  # 'des témoins' are nobody, 'le chef des rebelles' speaks of the rebels
    if r3 is not None:
        r3.used = False
        # 'la police', 'les riverains': kept only where they speak, but what 'elle' and 'ils' may mean
        r3.light = not (organisation and special)


def unrivalled(d: Discourse, i: int, gender: str, r: Referent) -> bool:
    """Whether a pronoun that need not mean a speaker can mean nobody else: its referent is known to have its gender, was
    the subject in this sentence or the one before, and no other subject of that gender stands in them."""
    m = r.before(i)
    here = d.page.words[i]
    if m is None or here.sentence - m.sentence > 1 or r.gender != gender:
        return False
    if not any(x.subject for x in r.mentions if x.at < i and here.sentence - x.sentence <= 1):
        return False
    own = {k for x in r.mentions for k in d.page.inside(x.span)}
    k = i - 1
    while k >= 0 and d.page.words[k].sentence >= m.sentence:
        w = d.page.words[k]
        if w.dep.startswith("nsubj") and w.pos in ("NOUN", "PROPN") and k not in own and w.gender in (gender, ""):
            return False
        k -= 1
    return True


def resolve_pronoun(w: Walk, i: int) -> None:
    """'il', 'elle', 'celui-ci', 'lui' outside sources: a mention where one referent is meant, nothing otherwise."""
    d = w.d
    hit = longest(d.lex.pronouns, d.page.lows, i, 4)
    if not hit or hit[1].role not in ("subject", "latter", "person") or hit[1].number != "s":
        return
    if hit[1].role == "subject" and impersonal(d, i):
        return
    r, several = antecedent(d, i, hit[1], w.speakers, speech=False)
    sure = hit[1].role in ("latter", "person") or (r is not None and unrivalled(d, i, hit[1].gender, r))
    if r is not None and not several and not r.ambiguous and sure:
        d.mention(r, d.page.span(i, hit[0]), "pronoun", "pronoun")
