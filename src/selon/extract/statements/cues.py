"""Finding cues: every verb group or expression of the lexicon that may attribute something."""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.tokens import Span, Token

from selon.extract.statements.mistaken import behind_fixed_adverb, is_verbal, mistaken_verb, verb_by_form
from selon.extract.statements.subjects import adjacent_subject, subject
from selon.extract.statements.syntax import (
    SUBJECTS,
    fold,
    is_finite,
    is_gerund,
    is_infinitive,
    is_inverted,
    is_participle,
    over_label,
)
from selon.extract.statements.verb_groups import Group, has_finite_ending, verb_group
from selon.language.grammar import Grammar
from selon.language.lexicon import Expression, Lexicon, Verb

GAP = 4  # words that may stand between a verb and the fixed words of its expression: 'a fait SOLENNELLEMENT part de'


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb group with the lexicon entry that it may be; tokens `[start, end)` with the fixed words of an expression."""

    entry: Verb | Expression
    group: Group
    start: int
    end: int
    subject: Token | None

    @property
    def verb(self) -> Token:
        """The verb that carries the cue."""
        return self.group.verb

    def can(self, frame: str) -> bool:
        """Whether the entry takes this frame."""
        return frame in self.entry.frames

    def options(self, family: str) -> tuple[str, ...]:
        """The markers that the entry names for a family of frames: `inf` of 'inf:de' → ('de',)."""
        return tuple(f.partition(":")[2] for f in self.entry.frames if f.startswith(family + ":"))

    @property
    def bare_infinitive(self) -> bool:
        """Whether the cue is an infinitive that no light verb carries: 'pour dénoncer', 'devrait annoncer'."""
        return is_infinitive(self.verb) and not self.group.finite

    @property
    def gerund(self) -> bool:
        """Whether the cue is a present participle or gerund ('ajoutant'), by its tag or its form."""
        return self.group.gerund or is_gerund(self.verb)

    @property
    def entry_to(self) -> tuple[str, ...]:
        """How the entry marks its addressee."""
        return self.entry.to

    @property
    def denied(self) -> bool:
        """Whether the content is denied or refused: 'nie', 'n'a pas confirmé'; a negated denial is none."""
        if isinstance(self.entry, Verb) and self.entry.negated:
            return self.entry.denied
        return self.entry.denied != self.group.negated


def find_cues(sent: Span, lexicon: Lexicon, grammar: Grammar) -> list[Cue]:
    """The cues of one sentence in order; expressions win over bare verbs."""
    out: list[Cue] = []
    for token in sent:
        lemma = grammar.irregular_forms.get(fold(token), token.lemma_.lower())
        mistaken = None
        if token.pos_ not in {"VERB", "AUX"}:
            mistaken = mistaken_verb(token, lexicon, grammar)
            if mistaken is None and not is_verbal(token, lemma, lexicon, grammar):
                continue
            lemma = mistaken or lemma
        elif lemma not in lexicon.verbs and lemma not in lexicon.expressions:
            lemma = verb_by_form(token, lexicon, grammar) or lemma
        if lemma not in lexicon.verbs and lemma not in lexicon.expressions:
            continue
        if (
            token.dep_.startswith("aux")
            and token.head.i > token.i
            and token.pos_ == "AUX"
            and lemma not in grammar.causatives
            and not _agrees_with(token.head, lexicon.expressions.get(lemma, ()), grammar)
        ):
            continue
        group = verb_group(token, grammar)
        if mistaken is not None:
            gerund = fold(token).endswith(tuple(grammar.gerund_endings))
            finite = fold(token) in grammar.irregular_forms or has_finite_ending(fold(token), lemma, grammar)
            group = replace(group, finite=group.finite or (finite and not gerund), gerund=gerund)
            if behind_fixed_adverb(token, grammar):
                aux = verb_group(token.doc[token.i - 3], grammar)
                group = replace(
                    group,
                    start=aux.start,
                    finite=True,
                    reflexive=aux.reflexive,
                    negated=aux.negated,
                    dative=aux.dative,
                )
        if _shares_auxiliary(group, lemma, grammar):
            group = replace(group, finite=True, shared=True)
        verbs = lexicon.verbs.get(lemma, ())
        refused = tuple(v for v in verbs if v.negated)  # 'n'a pas VOULU dire Q' wins over 'vouloir dire'
        cue = (
            (_verb(group, refused, grammar) if group.negated else None)
            or _expression(group, lexicon.expressions.get(lemma, ()), grammar)
            or _verb(group, verbs, grammar)
        )
        if cue is not None and not any(o.start <= token.i < o.end for o in out):
            out.append(cue)  # of 'a FAIT remarquer que P' the fixed words carry no cue of their own
    return out


def _shares_auxiliary(group: Group, lemma: str, grammar: Grammar) -> bool:
    """Whether a participle is joined to another with its auxiliary: 'a reconnu les faits mais NIÉ toute préméditation'."""
    doc, i = group.verb.doc, group.start - 1
    first = group.verb.sent.start
    word = fold(group.verb)
    forms = (lemma.removesuffix(e) + f for e, fs in grammar.participle_endings.items() if lemma.endswith(e) for f in fs)
    if group.finite or group.start != group.verb.i or word.endswith(tuple(grammar.gerund_endings)):
        return False
    if word not in forms and not is_participle(group.verb):
        return False
    while i > first and doc[i].pos_ == "ADV":
        i -= 1
    if i <= first or doc[i].pos_ != "CCONJ":
        return False
    return any(t.pos_ == "AUX" and is_finite(t) and t.lemma_.lower() not in grammar.copulas for t in doc[first:i])


def _verb(group: Group, entries: tuple[Verb, ...], grammar: Grammar) -> Cue | None:
    clitics = {fold(t) for t in group.verb.doc[group.start : group.verb.i]}
    for entry in sorted(entries, key=lambda e: (not e.negated, e.clitic is None, e.pronominal != group.reflexive)):
        if (entry.negated and not group.negated) or (entry.clitic is not None and entry.clitic not in clitics):
            continue
        if entry.pronominal and not group.reflexive:
            continue
        if group.reflexive and not entry.pronominal and group.dative is None:
            continue
        return _cue(entry, group, group.end, grammar)
    return None


def trapped(cue: Cue) -> bool:
    """Whether a word that hangs on the cue's verb gives it another sense ('déclarer la GUERRE', 'plaider COUPABLE')."""
    near = [c for c in cue.verb.children if c.dep_ not in SUBJECTS]
    near += [k for c in near if c.dep_ in {"obj", "obl:arg", "iobj"} for k in c.children]
    return any(t.lemma_.lower() in cue.entry.traps or fold(t) in cue.entry.traps for t in near)


def _cue(entry: Verb | Expression, group: Group, end: int, grammar: Grammar) -> Cue:
    """The cue of an entry; a light verb before its infinitive belongs to it: 'TENTE-T-IL DE corriger', 'VIENT D'annoncer'."""
    light = _light_before(group, grammar)
    if light is None:
        return Cue(entry=entry, group=group, start=group.start, end=end, subject=_subject(group, grammar))
    whole = replace(group, start=light.start, finite=light.finite, inverted=light.inverted, negated=light.negated)
    return Cue(entry=entry, group=whole, start=light.start, end=end, subject=subject(light, grammar))


def _subject(group: Group, grammar: Grammar) -> Token | None:
    """The parse's subject, or the noun right before the verb where the parse went elsewhere for it."""
    found = subject(group, grammar)
    if found is not None and (
        any(t.text in {":", ";"} for t in group.verb.doc[found.i : group.start])
        or found.i < over_label(group.verb.sent, group.start)
    ):
        found = None  # 'Syrie : HUMAN RIGHTS WATCH dénonce', 'Vienne, 4 mars – L'IRAN s'est dit prêt'
    if (behind := _behind_object(group, grammar)) is not None:
        return behind
    if found is not None and (whole := _antecedent_of_part(found, group, grammar)) is not None:
        return whole
    near = None
    if group.finite and not group.passive and group.inverted is None:
        missing = found is None or found.i > group.verb.i
        near = adjacent_subject(group, grammar, over_aside=missing)
    if near is None or (found is not None and (near == found or near in found.subtree or found in near.subtree)):
        return found
    return near


def _behind_object(group: Group, grammar: Grammar) -> Token | None:
    """The subject behind a verb right behind 'que' and a noun: 'une version que conteste LA DÉFENSE'."""
    doc, i = group.verb.doc, group.start - 1
    if i - 1 < group.verb.sent.start or fold(doc[i]) not in grammar.complementizers or not group.finite:
        return None
    if doc[i - 1].pos_ not in {"NOUN", "PROPN", "ADJ"} and fold(doc[i - 1]) not in grammar.pointing_back:
        return None
    return next((t for t in doc[group.verb.i + 1 : group.verb.i + 5] if t.pos_ in {"NOUN", "PROPN"}), None)


def _antecedent_of_part(found: Token, group: Group, grammar: Grammar) -> Token | None:
    """The noun before an insertion that names some of it: of 'des SYNDICATS, dont la CGT, ont appelé' not the CGT."""
    doc = group.verb.doc
    i = min([found.i, *(c.i for c in found.children if c.dep_ in {"det", "case"})]) - 1
    closed = group.start > 0 and doc[group.start - 1].text == ","
    if (
        not closed
        or i <= group.verb.sent.start
        or fold(doc[i]) not in grammar.relative_pronouns
        or doc[i - 1].text != ","
    ):
        return None
    return next((t for t in reversed(doc[group.verb.sent.start : i - 1]) if t.pos_ in {"NOUN", "PROPN"}), None)


def _light_before(group: Group, grammar: Grammar) -> Group | None:
    """The group of a light verb that an infinitive completes, with at most a preposition between."""
    if not is_infinitive(group.verb):
        return None
    doc = group.verb.doc
    i = group.start - 1
    markers = grammar.infinitive_markers | grammar.agent_markers  # 'a fini PAR admettre'
    while i > group.verb.sent.start and (fold(doc[i]) in markers or doc[i].pos_ == "ADV"):
        i -= 1
    asked = i >= group.verb.sent.start and is_inverted(doc[i], grammar)
    if asked:
        i -= 1
    if i < group.verb.sent.start:
        return None
    light = doc[i].lemma_.lower()
    done = light in grammar.perfect_light_verbs and is_participle(doc[i])  # 'a DÛ répéter': it was said
    # 'PEUT-ON y lire'
    read = asked and light in grammar.modal_verbs and fold(doc[i + 1]) in grammar.indefinite_subjects
    if not done and not read and light not in grammar.light_verbs:
        return None
    found = verb_group(doc[i], grammar)
    return None if done and found.negated else found


def _expression(group: Group, entries: tuple[Expression, ...], grammar: Grammar) -> Cue | None:
    for entry in sorted(entries, key=lambda e: -len(e.rest)):
        reflexive = " " in entry.verb or "'" in entry.verb
        if reflexive != group.reflexive and not (group.reflexive and group.dative is not None):
            continue
        end = _rest(group, entry, grammar)
        if end is not None:
            return _cue(entry, group, end, grammar)
    return None


def _agrees_with(token: Token, entries: tuple[Expression, ...], grammar: Grammar) -> bool:
    """Whether a token is the word behind the auxiliary in an expression that reports a clause: 'sont CONVAINCUES que'."""
    forms = {fold(token), *_without_agreement(token, grammar)}
    return any(e.rest[0] in forms for e in entries if e.verb in grammar.copulas and "clause" in e.frames)


def _without_agreement(token: Token, grammar: Grammar) -> set[str]:
    """A word without the endings by which it agrees: 'convaincues' → 'convaincu'."""
    word = fold(token)
    return {word.removesuffix(e) for e in grammar.agreement_endings if word.endswith(e)}


def _rest(group: Group, entry: Expression, grammar: Grammar) -> int | None:
    """The end of the fixed words behind the verb, in order, with at most `GAP` other words between; None if not there."""
    doc = group.verb.doc
    i, limit = group.verb.i + 1, group.verb.sent.end
    for word in entry.rest:
        for j in range(i, min(i + GAP, limit)):
            if doc[j].is_punct and (not doc[j].is_quote or j > i):
                return None  # 'exprime son « PROFOND étonnement »' says what it is
            if fold(doc[j]) in grammar.complementizers and word not in grammar.complementizers:
                return None  # 'ont fait valoir QUE les États', which is no 'faire état de'
            if word in {fold(doc[j]), doc[j].lemma_.lower(), *_without_agreement(doc[j], grammar)}:
                i = j + 1
                break
        else:
            return None
    return i
