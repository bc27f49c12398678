"""Whom the words of a source or addressee mean: a name in them, a description, a pronoun, a document's issuer."""

from __future__ import annotations

from selon.extract.entities.chief import chief_name, top_names, without_parts
from selon.extract.entities.descriptions import WIDE, describe, fits, passed_by, take_up
from selon.extract.entities.documents import authors_of, document_end, of_nobody, stretch, titled, who_issues
from selon.extract.entities.epithets import at_hand, headlined, inhabitant, only_bearer
from selon.extract.entities.kinds import BODY, PERSON
from selon.extract.entities.lexicon import Pronoun, longest
from selon.extract.entities.pairs import pair_before
from selon.extract.entities.phrases import Phrase
from selon.extract.entities.pronouns import antecedent, fronted, impersonal, related
from selon.extract.entities.referents import Discourse, Referent
from selon.extract.entities.walk import Walk, introduce, phrase_name
from selon.extract.entities.where import circle_of, kin_of, speaker_there, unmistaken
from selon.model import Span


def resolve_words(
    w: Walk, span: Span, *, shut: frozenset[int] = frozenset(), own: tuple[Span, ...] = (), human: bool = False
) -> Referent | None:
    """The referent of the words of a span (an unnamed one has `named` False); None where nothing can be said.

    `human` says that no body can be meant, `own` what is told or quoted of whoever is.
    """
    d = w.d
    tokens = d.page.inside(span)
    i, j = tokens.start, tokens.stop
    while i < j and not d.page.words[i].text.strip("-‑")[:1].isalnum():
        i += 1
    while j > i and not d.page.words[j - 1].text.strip("-‑")[:1].isalnum():
        j -= 1
    while i < j - 1 and (d.page.lows[i] in d.lex.classes["at"] or d.lex.is_("relative", d.page.lows[i])):
        i += 1  # 'Pour Ada Brévent', 'dont Ada Brévent'
    if i >= j:
        return None
    if (within := w.reader.in_name.get(i)) is not None and within.start < i and within.end <= j:
        i = within.start  # 'De Santis' of which the parse left 'Santis'
    hit = longest(d.lex.pronouns, d.page.lows[:j], i, 4)
    if hit and hit[0] >= j:
        return by_pronoun(w, i, span, hit[1], shut, own, human=human)
    j = without_parts(w, i, j)
    p = w.reader.read(i, j, whole=True)
    if (p is None or not p.nouns) and (title := titled(w, i, j, span)) is not None:
        return title
    if (
        p is not None
        and p.noun is not None
        and p.noun.speaks is not None
        and p.det != "possessive"
        and not any(n.kind == "person" for n in p.nouns)
    ):
        return by_document(w, p, j, span)
    if (parts := joined(w, i, j)) is not None:
        return parts
    if (name := chief_name(w, i, j)) is not None:
        r = d.referents[d.by_token[name.start]] if name.start in d.by_token else None
        if r is not None:
            return r
    return by_phrase(w, p, i, j, span) if p else None


def by_pronoun(
    w: Walk, at: int, span: Span, p: Pronoun, shut: frozenset[int], own: tuple[Span, ...], *, human: bool = False
) -> Referent | None:
    """A pronoun's referent; what cannot be settled is noted as open."""
    d = w.d
    if p.role in ("nobody", "speaker", "speakers") or (p.role == "subject" and impersonal(d, at)):
        return None
    if p.role == "one":
        if (r := speaker_there(w, at)) is not None:
            d.mention(r, span, "pronoun", "place")
        return r
    if p.role == "same":
        return same_source(w, at, span)
    told, quoting = w.around(at)
    if p.role == "subject":
        own = (*own, *fronted(d, at), *related(d, at))
    r, several = antecedent(d, at, p, w.speakers, shut=shut | quoting, told=told, own=own, human=human)
    if r is None and p.role == "possessive":
        r = following(w, at, p)
    if r is None or r.ambiguous:
        w.open.append((span, "several" if several else "none"))
        return None
    if p.gender and not r.gender and r.kind == "person":
        r.gender = p.gender
    d.mention(r, span, "pronoun", "pronoun")
    return r


def same_source(w: Walk, at: int, span: Span) -> Referent | None:
    """'selon la même source': whoever spoke last, named or not, in this sentence or the two before."""
    d = w.d
    here = d.page.words[at].sentence
    turn = next(((a, rid) for a, rid in sorted(w.speakers.turns, reverse=True) if a < at), None)
    if turn is None or here - d.page.words[turn[0]].sentence > 2:
        return None
    r = d.referents[turn[1]]
    d.mention(r, span, "description", "same")
    return r


def following(w: Walk, at: int, p: Pronoun) -> Referent | None:
    """'Pour tenir ses promesses, le maire …': the subject named after a possessive in its own sentence."""
    d = w.d
    sentence = d.page.words[at].sentence
    k = at + 1
    while k < len(d.page.words) and d.page.words[k].sentence == sentence:
        if d.page.words[k].dep.startswith("nsubj") and not d.page.words[k].quoted:
            if k in d.by_token:
                r: Referent | None = d.referents[d.by_token[k]]
            else:
                phrase = next(
                    (q for q in w.phrases if q.head <= k < q.end and q.det == "definite" and q.start > at), None
                )
                r = resolve_words(w, d.page.span(phrase.start, phrase.end)) if phrase else None
            if (
                r is not None
                and r.kind in ("person", "organisation", "country")
                and (r.number == "p") == (p.number == "p")
            ):
                return r
        k += 1
    return None


def joined(w: Walk, i: int, j: int) -> Referent | None:
    """'la mairie et la région', 'Brévent, Sorel et Lopes': a group of several; None where there is only one."""
    d = w.d
    cuts = [k for k in range(i + 1, j - 1) if d.lex.is_("and", d.page.lows[k]) and d.page.words[k].alpha]
    for k in cuts:
        right = k + 1
        while right < j and d.page.lows[right] in d.lex.classes["by"] | d.lex.classes["before"]:
            right += 1
        while right < j and d.page.words[right].text in d.lex.titles:
            right += 1
        named_right = right in w.reader.name_at
        det_right = d.page.lows[right] in d.lex.classes["article"] and not following_of(d, right)
        left_names = [
            n for n in top_names(w, i, k) if n.label == (w.reader.name_at[right].label if named_right else PERSON)
        ]
        if named_right and left_names:
            pieces = [*top_names(w, i, k), *top_names(w, right, j)]
            same = [n for n in pieces if n.label == left_names[0].label]
            members = [d.referents[d.by_token[n.start]] for n in same if n.start in d.by_token]
        elif det_right and d.page.lows[i] in d.lex.classes["article"] | d.lex.classes["possessive"]:
            a = resolve_words(w, d.page.span(i, k))
            b = resolve_words(w, d.page.span(right, j))
            if a is None or b is None or not (a.named and b.named):
                return None
            members = [a, b]
        elif (indefinite := d.lex.determiners.get((d.page.lows[right],))) == "indefinite" or (
            named_right is False and d.page.lows[k + 1] in d.lex.classes["by"]
        ):
            del indefinite
            pieces = [*top_names(w, i, k), *top_names(w, right, j)]
            people = [n for n in pieces if n.label == PERSON]
            if len(people) < 2:
                continue
            members = [d.referents[d.by_token[n.start]] for n in people if n.start in d.by_token]
        else:
            continue
        unique = list({m.id: m for m in members}.values())
        if len(unique) < 2:
            return None
        return group(w, unique, d.page.span(i, j))
    return None


def following_of(d: Discourse, k: int) -> bool:
    """Whether the article at `k` is part of 'de la'."""
    return k > 0 and d.page.lows[k - 1] in d.lex.classes["of"]


def group(w: Walk, members: list[Referent], span: Span) -> Referent:
    """The referent of several together, made once."""
    ids = tuple(m.id for m in members)
    r = next((r for r in w.d.referents if r.parts == ids), None)
    if r is None:
        r = w.d.new("group", named=True, rule="joint")
        r.parts, r.number = ids, "p"
    for m in members:
        m.used = True
    w.d.mention(r, span, "description", "joint")
    return r


def by_phrase(w: Walk, p: Phrase, i: int, j: int, span: Span) -> Referent | None:
    """The referent of a source that is a noun phrase without a chief name."""
    d = w.d
    if p.head in w.tied:
        r = w.tied[p.head]
        d.mention(r, span, "description", "apposition")
        return r
    if p.det == "possessive":
        return by_owner(w, p, j, span)
    x = describe(d, p)
    if p.det in ("definite", "demonstrative", "") and x is not None:
        taken = take_up(d, x, p.start, ahead=True)
        if taken is None or passed_by(d, x, taken, p.start) or headlined(taken):
            taken = at_hand(d, x, p.start) or taken or authors_of(w, x, p)
        if taken is not None:
            taken.called.add(x.gender)
            if taken.kind == "group" and x.number == "p" and any(q.of for q in taken.roles):
                taken.named = True  # 'des chercheurs de l'Institut Brévent … les chercheurs'
            d.mention(taken, span, "description", "description")
            return taken
    if x is not None and (kin := kin_of(w, p, x, span, speaks=True)) is not None:
        return kin
    if p.det == "definite" and x is None and (taken := inhabitant(d, p, p.start)) is not None:
        d.mention(taken, span, "description", "inhabitant")
        return taken
    if (two := pair_before(w, p)) is not None:
        return group(w, list(two), span)
    such = names_after(w, i, j)
    if such is not None:
        return such
    return introduce(w, p, x, j, span)


def names_after(w: Walk, i: int, j: int) -> Referent | None:
    """'des sites tels que A et B': the names that an indefinite group is explained by."""
    d = w.d
    for k in range(i + 1, j - 1):
        for n in (2, 1):
            if " ".join(d.page.lows[k : k + n]) in d.lex.classes["such"]:
                if (both := joined(w, k + n, j)) is not None:
                    return both
                name = chief_name(w, k + n, j)
                return d.referents[d.by_token[name.start]] if name and name.start in d.by_token else None
    return None


def by_document(w: Walk, p: Phrase, j: int, span: Span) -> Referent | None:
    """The issuer of a document, or the document itself."""
    d, noun = w.d, p.noun
    assert noun is not None
    if p.det == "speaker-possessive" and not d.page.words[p.start].quoted:
        return None  # 'd'après nos informations': the article itself
    if noun.speaks != "self" and of_nobody(w, p, j):
        return None
    issuer = named_issuer(w, p, j) if noun.speaks != "self" else None
    if issuer is None and p.det in ("definite", "demonstrative"):
        issuer = w.documents.get(noun.noun)
    if issuer is None and noun.speaks == "body":
        issuer = issuer_elsewhere(w, p)
    if issuer is None and noun.speaks == "issuer":
        # 'a prononcé un discours … un discours insistant sur': who made the document just before
        for cue, r in reversed(w.spoken):
            if any(d.page.lows[k] == d.page.lows[p.head] for k in d.page.inside(cue)):
                issuer = r
                break
    if issuer is None and noun.speaks == "issuer" and p.det == "indefinite":
        issuer = who_issues(w, p)
    if issuer is not None:
        w.documents[noun.noun] = issuer
        issuer.used = True
        d.mention(issuer, span, "description", "issuer")
        return issuer
    vague = noun.speaks == "self" and p.det == "plural-indefinite"  # 'des rumeurs'
    r = d.new("group", named=noun.speaks != "issuer" and not vague, rule="document")
    r.description = phrase_name(w, p, document_end(w, p, j))
    r.number, r.gender, r.used = noun.number, noun.gender, True
    d.mention(r, span, "description", "document")
    return r


def issuer_elsewhere(w: Walk, p: Phrase) -> Referent | None:
    """The one issuer that the article names wherever it names one of such a document: 'selon un reportage … Un reportage
    diffusé mardi par la chaîne Vigie'. None where it names two, or where this is said to be another one.

    'un sondage' may be 'une enquête de l'institut Brévent', but no inquiry of the police.
    """
    d = w.d
    owned = p.head_end < len(d.page.lows) and d.page.lows[p.head_end] in d.lex.classes["of"]
    if (
        owned
        or p.noun is None
        or (p.noun.number == "p" and p.det != "definite")
        or any(d.lex.is_("other", d.page.lows[k]) for k in range(p.start, p.head))
    ):
        return None
    found: dict[int, Referent] = {}
    for q in w.phrases:
        if q.noun is None or q.head == p.head:
            continue
        polls = p.noun.noun in d.lex.named_for_issuer and q.noun.noun in d.lex.named_for_issuer
        if q.noun.noun != p.noun.noun and not polls:
            continue
        issuer = named_issuer(w, q, stretch(w, q))
        if issuer is None or not issuer.names:
            continue
        if q.noun.noun == p.noun.noun or any("science" in r.classes for r in issuer.roles):
            found[issuer.id] = issuer
    return next(iter(found.values())) if len(found) == 1 else None


def document_told(w: Walk, p: Phrase) -> None:
    """A document that is a subject in running text, as a mention of who issued it: 'L'enquête donne le maire gagnant. ELLE
    relève que P'. One whose issuer is not known is nobody."""
    d, noun = w.d, p.noun
    if noun is None or noun.speaks != "body" or p.det not in ("definite", "demonstrative") or p.end != p.head_end:
        return
    if not d.page.words[p.head].dep.startswith("nsubj"):
        return
    issuer = w.documents.get(noun.noun) or issuer_elsewhere(w, p)
    if issuer is not None:
        issuer.called.add(noun.gender)
        d.mention(issuer, d.page.span(p.start, p.end), "description", "paper")


def named_issuer(w: Walk, p: Phrase, j: int) -> Referent | None:
    """Who is named as the one whose document it is: 'un rapport établi par l'Observatoire', 'le communiqué de la mairie'."""
    d = w.d
    beside = w.reader.name_at.get(p.head_end)
    if beside is not None and beside.start in d.by_token and not d.lex.is_("called-after", d.page.lows[p.head]):
        r = d.referents[d.by_token[beside.start]]
        if r.kind == "organisation" or (p.noun and p.noun.noun in d.lex.named_for_issuer and r.known is None):
            if r.kind == "person":
                r.kind, r.label = "organisation", BODY  # 'un sondage Brévent': an institute
            return r
    for k in range(p.head_end, j):
        if d.page.words[k].text == ",":
            break
        if d.page.lows[k] not in d.lex.issuer_by or d.page.lows[k] in d.lex.classes["article"]:
            continue
        at = k + 1
        while at < j and (d.lex.is_("article", d.page.lows[at]) or d.page.words[at].text in d.lex.titles):
            at += 1
        name = w.reader.name_at.get(at)
        if name is not None and name.start in d.by_token:
            r = d.referents[d.by_token[name.start]]
            if r.kind != "place" and r.kind != "country":
                return r
            continue
        inner = w.reader.read(k + 1, j, whole=True)
        if inner and any("science" in n.classes and n.kind in ("person", "group") for n in inner.nouns):
            owners = [d.referents[d.by_token[n.start]] for n in inner.names if n.start in d.by_token]
            if owners and owners[0].kind == "organisation":
                return owners[0]  # 'une étude menée par des chercheurs de l'Université Brévent'
        # 'le rapport du laboratoire', not 'des travaux de laboratoire'
        certain = inner is not None and (
            inner.det == "definite" or (inner.det == "" and (inner.proper or d.lex.is_("contracted", d.page.lows[k])))
        )
        if inner and certain and any(n.kind in ("organisation", "group") for n in inner.nouns):
            found = resolve_words(w, d.page.span(k + 1, max(inner.end, k + 2)))
            if found is not None and found.named:
                return found
    return None


def by_owner(w: Walk, p: Phrase, j: int, span: Span) -> Referent | None:
    """'son avocat', 'sa direction': somebody described by whose they are; a body gets its owner into its name."""
    d = w.d
    pronoun = d.lex.pronouns.get((d.page.lows[p.start],))
    if pronoun is None or p.noun is None:
        return None
    owner, _ = antecedent(d, p.start, Pronoun("possessive", "", pronoun.number), w.speakers)
    x = describe(d, p)
    if p.noun.speaks is not None:
        return owner
    taken = None
    if x is not None:
        taken = only_bearer(d, x, p.start) if x.person else take_up(d, x, p.start, ahead=False)
        if taken is not None and x.person and not any(q.owned for q in taken.roles if q.noun == x.role.noun):
            taken = None  # a lawyer's 'son avocat' is another one
        if taken is not None and not x.person and fits(d, taken, x) < WIDE:
            taken = None  # 'leur association' is not any body that may be one
    if taken is not None:
        d.mention(taken, span, "description", "description")
        return taken
    if owner is not None and d.lex.is_("circle", d.page.lows[p.head]) and unmistaken(d, owner, p.start):
        r = circle_of(w, p, owner, span, phrase_name(w, p, j))
        d.mention(owner, d.page.span(p.start, p.core), "pronoun", "possessive")
        return r
    if owner is not None and owner.kind == "person":
        run = any("management" in n.classes for n in p.nouns)  # nobody's 'direction' but a body's
        owner = owner if unmistaken(d, owner, p.start) and not run else None
    named = owner is not None and owner.named and any(n.kind == "organisation" for n in p.nouns)
    r = d.new("organisation" if named else ("person" if x and x.person else "group"), named=named, rule="owner")
    r.of = owner.id if owner else None
    r.description = phrase_name(w, p, j)
    r.gender, r.number = (x.gender, x.number) if x else ("", "s")
    r.used = True
    d.mention(r, span, "description", "owner")
    if named and owner is not None:  # 'elle' behind 'sa maison de disques' is who has it
        d.mention(owner, d.page.span(p.start, p.core), "pronoun", "possessive")
    return r
