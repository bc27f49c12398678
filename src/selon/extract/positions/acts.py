"""Positions from what somebody does by speaking or acting: verbs, nouns with light verbs, adjectives (data: positions.toml)."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from selon.extract.events.clauses import argument, governor, who_of
from selon.extract.events.phrases import Words, complements, lemma, nominals, preposition
from selon.extract.positions.assertion import asserted, mistaken_subject, negated_infinitive
from selon.extract.positions.desk import Desk, Draft
from selon.extract.positions.lexicon import StanceNoun, StanceVerb
from selon.extract.positions.topics import is_verbal, names_policy, quits, told_as_fact, topics_of
from selon.extract.statements.subjects import adjacent_subject
from selon.extract.statements.syntax import NOMINAL, SUBJECTS, fold, is_dash, is_gerund, is_infinitive, is_participle
from selon.extract.statements.verb_groups import verb_group
from selon.model import Stance

FLIPPED: dict[Stance, Stance] = {"supports": "opposes", "opposes": "supports"}


def find_acts(desk: Desk) -> Iterator[Draft]:
    """The positions that verbs, nouns and adjectives of the lexicon tell, in text order."""
    for token in desk.doc:
        if token.sent.start in desk.games:
            continue
        if (
            token.pos_ in {"VERB", "AUX"}
            or any(c.dep_ == "aux:tense" for c in token.children)
            or is_participle(token)
            or mistaken_subject(token) is not None
        ):
            for v in desk.verbs_of(token):
                found = list(_verb(desk, token, v))
                yield from found
                if found:
                    break
        if token.pos_ == "NOUN":
            for n in desk.lexicon.nouns.get(lemma(token), ()):
                yield from _noun(desk, token, n)
        yield from _adjective(desk, token)
        yield from _labelled(desk, token)


def _verb(desk: Desk, token: Token, entry: StanceVerb) -> Iterator[Draft]:
    w = desk.words
    group = verb_group(token, w.grammar)
    clitics = {fold(c) for c in token.children}
    reflexive = group.reflexive or bool(entry.clitic and clitics & w.grammar.own_reflexives)
    if reflexive != entry.pronominal or not asserted(desk, token) or (entry.clitic and entry.clitic not in clitics):
        return
    if entry.with_object:
        objects = {lemma(o) for o in argument(token, "obj", w)}
        if not objects & entry.with_object:
            return
    bare = token.dep_ in {"acl", "amod"} or not group.negated
    if bare and token.i > token.sent.start and fold(desk.doc[token.i - 1]) in w.clause.negation_adverbs:
        return  # 'n'est, pour le moment, PAS appuyée': denied, whatever the tree says
    if is_gerund(token) and is_infinitive(token.head) and negated_infinitive(desk, token.head):
        return  # 'ne pas le récompenser EN SOUTENANT son art'
    found = (h for kind in entry.holder for h in argument(token, kind, w))
    holders = tuple(h for h in found if _agree(token, h, w) and not _behind_label(h, token)) or None
    if holders is None and desk.cued(token) is None:  # of a cue the statement has the source
        beside = mistaken_subject(token)
        if beside is None and group.finite and not group.passive:
            beside = adjacent_subject(group, w.grammar)
        if beside is None or not _agree(token, beside, w):
            return
        holders = (beside,)
    stance: Stance = entry.stance
    if group.negated and not _restrictive(desk, token):
        if entry.negated is None:
            return
        stance = entry.negated
    for kind in entry.topic:
        heads = topics_of(desk, token, kind, entry)
        if heads:
            break
    else:
        return
    cued = desk.cued(token)
    if (
        cued is not None
        and cued.content
        and not any(token.i < h.i or a <= h.idx < b for h in heads for a, b in cued.content)
    ):
        return  # 'a, de son CÔTÉ, dénoncé X': the statement knows better what it is about
    for head in heads:
        if head != heads[0] and any(desk.opens_clause(t.i) for t in desk.doc[heads[0].i : head.i]):
            break
        if lemma(head) in entry.traps or fold(head) in desk.own.empty_topics:
            continue
        if head.pos_ == "PRON" or (lemma(head) in w.grammar.auxiliaries and head.pos_ == "AUX"):
            continue
        if any(fold(c) in w.grammar.second_person for c in head.children if c.dep_ in SUBJECTS):
            continue
        if told_as_fact(desk, head) or any(fold(c) in desk.own.negative for c in head.children):
            continue  # 'ne veux qu'aucun parent …' denies in another way than the verb's own negation
        yield from drafts_of(desk, token, entry.lemma, stance, head, holders)


def _behind_label(holder: Token, verb: Token) -> bool:
    """Whether a colon or spaced dash cuts a noun off from a verb: 'LYON, 4 mars – Les dockers ont voté P'."""
    return any(is_dash(t) or t.text == ":" for t in verb.doc[holder.i : verb.i])


def _agree(verb: Token, holder: Token, words: Words) -> bool:
    """Whether a verb can have a first person as its subject: not 'JE pense que nos citoyens VEULENT P'."""
    return fold(holder) not in words.grammar.first_person or "3" not in verb.morph.get("Person", [])


def _restrictive(desk: Desk, token: Token) -> bool:
    """'n'acceptera QUE si …' restricts and does not deny."""
    return any(
        fold(t) in desk.own.restrictive
        and not any(fold(n) in desk.words.clause.negation_adverbs for n in desk.doc[token.i : t.i + 1])
        and desk.marker_at(t.i + 1, desk.own.conditions) is not None
        for t in desk.doc[token.i + 1 : token.sent.end - 1]
    )


def drafts_of(
    desk: Desk,
    trigger: Token,
    name: str,
    stance: Stance,
    head: Token,
    holders: tuple[Token, ...] | None,
    *,
    kind: str = "verb",
    statement: str | None = None,
    topic: tuple[int, int] | None = None,
) -> Iterator[Draft]:
    """The draft of one topic: negated and quitting infinitives turn the stance, conditions and reasons are read beside it."""
    if is_infinitive(head):
        if negated_infinitive(desk, head):
            stance = FLIPPED[stance]
            topic = topic and (head.i, topic[1])  # without its 'ne pas'
        elif (left := quits(desk, head)) is not None:
            yield from drafts_of(desk, trigger, name, FLIPPED[stance], left, holders, kind=kind, statement=statement)
            return
    verbal = is_infinitive(head) or is_verbal(head) or (head.dep_ == "xcomp" and head.lower_ in desk.own.policy_verbs)
    verbal = verbal and (
        head.pos_ not in {"NOUN", "PROPN"} or (kind == "verb" and name in desk.lexicon.verbs and head.dep_ in {"ccomp"})
    )
    topic = topic or (desk.verb_topic(head) if verbal else desk.noun_topic(head))
    cued = desk.cued(trigger)
    told = desk.telling(trigger)
    yield Draft(
        rule=f"position {kind}: {name}",
        stance=stance,
        trigger=trigger,
        head=head,
        topic=topic,
        holder=holders,
        because=desk.reasons(trigger, head),
        unless=desk.conditions(trigger, head, against=stance == "opposes"),
        statement=statement or (cued.id if cued else told.id if told else None),
        evidence=(desk.span(trigger.i, trigger.i + 1),),
    )


def _noun(desk: Desk, token: Token, entry: StanceNoun) -> Iterator[Draft]:
    """'l'opposition de X à Y', 'apporte son soutien à Y', 'suscite la colère de X', 'partisan de Y'."""
    w = desk.words
    links = [(w.grammar.contracted.get(p, p), h) for p, h in complements(token, w)]
    if {lemma(h) for _, h in links} & entry.traps or {lemma(c) for c in token.children} & entry.traps:
        return
    verb = governor(token)
    direct = (
        verb
        if verb is not None and verb == token.head and token.dep_.split(":")[0] in {"obj", "obl", "xcomp"}
        else None
    )
    if direct is not None and lemma(direct) in desk.own.reverse_light and token.dep_.startswith("obj"):
        ranked = sorted(links, key=lambda x: -len(x[0].split()))  # 'de la part de X' before 'de'
        holder = next((tuple(nominals(h)) for p, h in ranked if p in entry.holder), None)
        if holder is None:  # 'suscite des critiques en ligne, y compris DE LA PART DE X'
            behind = (t for t in desk.doc[token.i + 1 : token.sent.end] if t.pos_ in {"NOUN", "PROPN"})
            holder = next(((t,) for t in behind if preposition(t, w) in entry.holder - w.grammar.of), None)
        topic = next(iter(argument(direct, "subj", w)), None)
        if holder and topic is not None and topic.pos_ in NOMINAL and asserted(desk, direct):
            yield from drafts_of(desk, token, entry.lemma, entry.stance, topic, holder, kind="noun")
        return
    target = next(
        (h for p, h in links if p in entry.topic and (p not in entry.holder or entry.person or h.pos_ != "PROPN")), None
    )
    infinitive = next((h for p, h in links if p in entry.topic and is_infinitive(h)), None)
    infinitive = infinitive or next((i for p in entry.topic for i in argument(token, f"inf:{p}", w)), None)
    target = infinitive or target
    if entry.person:
        bearer = _bearer(token, w)
        if bearer is not None and target is not None:
            yield from drafts_of(desk, token, entry.lemma, entry.stance, target, tuple(nominals(bearer)), kind="noun")
        return
    if (
        direct is not None
        and lemma(direct) in desk.own.light
        and asserted(desk, direct)
        and not verb_group(direct, w.grammar).negated
    ):
        holders = tuple(who_of(direct, w))
        if target is None:
            side = (h for p in entry.topic if p != "de" for h in argument(direct, f"obl:{p}", w))
            target = next((h for h in side if h != token and h.pos_ in NOMINAL), None)
        if target is None:
            target = _apposed(desk, token, direct, entry)
        if holders and target is not None:
            yield from drafts_of(desk, token, entry.lemma, entry.stance, target, holders, kind="noun")
    if target is None:
        target = next((h for p in entry.topic if len(p.split()) > 1 for h in argument(token, f"obl:{p}", w)), None)
    # 'l'engagement pris PAR X de …' before 'l'opposition DE X à …'
    holder = next(
        (a for c in token.children if c.dep_ == "acl" and is_participle(c) and (a := tuple(argument(c, "agent", w)))),
        None,
    )
    if holder is None:
        holder = next(
            (tuple(nominals(h)) for p, h in links if p in entry.holder and h != target and not is_infinitive(h)), None
        )
    if holder and target is not None and target not in holder:
        yield from drafts_of(desk, token, entry.lemma, entry.stance, target, holder, kind="noun")


def _bearer(token: Token, words: Words) -> Token | None:
    """Who is called by a noun: the subject of its copula, or the name that it stands beside."""
    own = next((c for c in token.children if c.dep_ in SUBJECTS), None)
    if own is not None:
        negated = any(fold(c) in words.grammar.negations for c in token.children)
        return None if negated else own
    if token.dep_ in {"appos", "nmod:appos"}:
        return token.head
    if token.sent.start == token.i or token.doc[token.sent.start].i in {c.i for c in token.children}:
        head = token.head
        return next((c for c in head.children if c.dep_ in SUBJECTS and c.pos_ in NOMINAL), None)
    return None


def _apposed(desk: Desk, token: Token, verb: Token, entry: StanceNoun) -> Token | None:
    """'Premier SOUTIEN D'ISRAËL, les États-Unis ont affiché un APPUI': the noun set beside the subject names the topic."""
    for t in verb.sent:
        if t.pos_ == "NOUN" and t.i < verb.i and t != token:
            for n in desk.lexicon.nouns.get(lemma(t), ()):
                if n.stance == entry.stance and n.person and (t.dep_ not in SUBJECTS):
                    links = [(desk.words.grammar.contracted.get(p, p), h) for p, h in complements(t, desk.words)]
                    found = next((h for p, h in links if p in n.topic), None)
                    if found is not None:
                        return found
    return None


def _adjective(desk: Desk, token: Token) -> Iterator[Draft]:
    """'est favorable à X', 'se disent contre X', 'opposé à X'."""
    w = desk.words
    for entry in desk.lexicon.adjectives.get(lemma(token), ()):
        if not entry.topic or token.pos_ not in {"ADJ", "VERB"}:
            continue
        holders = _predicated(desk, token)
        # 'reste réticent à X' has X hung on 'reste' or on the adjective
        near = [
            *complements(token, w),
            *(c for c in complements(token.head, w) if token.dep_ == "xcomp" and c[1].i > token.i),
        ]
        links = ((w.grammar.contracted.get(p, p), h) for p, h in near)
        target = next((h for p, h in links if p in entry.topic and lemma(h) not in entry.traps), None)
        if target is not None and entry.abstract and not names_policy(desk, target):
            continue
        if holders and target is not None:
            negated = any(fold(c) in w.grammar.negations for c in token.children)
            if not negated:
                yield from drafts_of(desk, token, entry.lemma, entry.stance, target, holders, kind="adjective")
    if token.pos_ in {"NOUN", "PROPN"}:
        prep = preposition(token, w)
        for entry in desk.lexicon.adjectives.get(prep, ()):
            copula = next((c for c in token.children if c.dep_ == "cop"), None)
            saying = token.head if token.head.pos_ == "VERB" and lemma(token.head) in desk.own.uttering else None
            holders = ()
            if copula is not None and not any(fold(c) in w.grammar.negations for c in token.children):
                holders = tuple(c for c in token.children if c.dep_ in SUBJECTS)
            elif (
                saying is not None
                and asserted(desk, saying)
                and verb_group(saying, w.grammar).reflexive
                and not verb_group(saying, w.grammar).negated
            ):
                holders = tuple(who_of(saying, w))
            if holders:
                yield from drafts_of(desk, token, entry.lemma, entry.stance, token, holders, kind="preposition")


def _labelled(desk: Desk, token: Token) -> Iterator[Draft]:
    """'a qualifié l'accord d'« erreur historique »', 'juge la réforme injuste': what somebody calls good or bad."""
    w, own = desk.words, desk.own
    if token.pos_ != "VERB" or lemma(token) not in own.labelling or not asserted(desk, token):
        return
    group = verb_group(token, w.grammar)
    called = argument(token, "obj", w)
    if group.negated or group.reflexive or not called:
        return
    head = called[0]
    end = max([head.i, *(c.i for c in head.subtree if c.dep_.startswith(("flat", "appos")))])
    said = {lemma(t) for t in desk.doc[end + 1 : min(end + 9, token.sent.end)]} - {lemma(token)}
    bad, good = bool(said & (own.bad | own.bad_adjectives)), bool(said & own.good_adjectives)
    named = any(t.pos_ == "PROPN" for t in head.subtree)
    if bad == good or not (lemma(head) in own.policy_nouns or named):
        return
    holders = tuple(argument(token, "subj", w))
    yield from drafts_of(desk, token, lemma(token), "opposes" if bad else "supports", head, holders, kind="judged")


def _predicated(desk: Desk, token: Token) -> tuple[Token, ...]:
    """Of whom a predicate is said: by a copula, by 'se dire', or set beside a name."""
    own = tuple(n for c in token.children if c.dep_ in SUBJECTS for n in nominals(c))
    if own and any(c.dep_ in {"cop", "aux:pass"} for c in token.children):
        return own
    head = token.head
    if head.pos_ == "VERB" and lemma(head) in desk.own.uttering and not verb_group(head, desk.words.grammar).negated:
        return tuple(who_of(head, desk.words))
    if token.dep_ in {"amod", "acl", "appos"} and head.pos_ in NOMINAL:
        return tuple(nominals(head))
    if token.dep_ == "conj" and head.pos_ in {"ADJ", "VERB"}:
        return _predicated(desk, head)
    return ()
