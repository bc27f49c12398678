"""Where a content ends: before the telling goes on."""

from __future__ import annotations

import itertools

from spacy.tokens import Token

from selon.extract.statements.cues import Cue
from selon.extract.statements.draft import Content
from selon.extract.statements.incises import Incise, tells
from selon.extract.statements.page import Page
from selon.extract.statements.syntax import (
    SUBJECTS,
    fold,
    is_finite,
    is_infinitive,
    subtree_edges,
)
from selon.extract.statements.telling_edges import (
    before_apposition,
    before_comparison,
    before_manner,
    before_occasion,
    before_semicolon,
)
from selon.extract.statements.verb_groups import main_verb, verb_group


def cut(page: Page, cue: Cue, content: Content, cues: list[Cue], incises: list[Incise]) -> int:
    """Where the content really ends: before the telling goes on ('et redit …', ', ajoutant que', 'mais celui-ci …')."""
    end = content.end
    for other in cues:
        if other.start <= content.start or other.start >= end or other is cue:
            continue
        if page.quotation_of(other.start) is not None and page.quotation_of(content.start) is None:
            continue
        if _goes_on(page, cue, other, content):
            end = min(end, _left_edge(page, other, content.start))
    for token in page.doc[content.start : end]:
        if (
            token.head == cue.verb
            and token.dep_ in {"conj", "parataxis", "advcl"}
            and token.pos_ in {"VERB", "AUX"}
            and page.quotation_of(token.i) is page.quotation_of(content.start)
            and _tells(page, cue, token, content)
        ):
            edge = _clause_edge(page, token, content.start)
            if any(fold(t) in page.grammar.complementizers | page.grammar.causals for t in page.doc[edge : token.i]):
                continue  # 'a affirmé que P1 et surtout QU'ils feraient P2', 'que P, CAR Q'
            if edge > content.start:
                end = min(end, edge)
                break
    end = before_semicolon(page, content.start, end)
    end = before_manner(page, content, end)
    if content.frame == "clause":
        end = before_comparison(page, content.start, end)
        end = _before_fact(page, cue, content.start, end)
    else:
        end = _before_sentence(page, content.start, end)
    end = min(end, _main_clause(page, cue, content.start, end), _behind_relative(page, cue, content.start, end))
    if content.frame in {"clause", "infinitive"}:
        end = before_apposition(page, content.start, end)
    if content.frame in {"clause", "infinitive", "question"}:
        end = before_occasion(page, content.start, end)
    for incise in incises:
        if content.start < incise.start < end and incise.cue is not cue and incise.end >= end - 1:
            end = incise.start
    return end


def _before_sentence(page: Page, start: int, end: int) -> int:
    """The comma at which the narrator goes on with a sentence: 's'est engagé à P, ET IL EST peu probable que Q'."""
    doc, g = page.doc, page.grammar
    bound = False  # whether a conjunction or relative pronoun holds what follows
    for i in range(start + 1, end - 2):
        bound = bound or doc[i].pos_ == "SCONJ" or fold(doc[i]) in g.relative_pronouns
        if page.quotation_of(i) is not None or fold(doc[i]) not in g.coordinators - g.causals:
            continue
        if not bound and (verb := _finite_next(page, i + 1, end)) is not None:
            joined = verb.dep_ == "conj" or verb.pos_ == "AUX" or fold(doc[i + 1]) in g.object_clitics
            return (i - 1 if doc[i - 1].text == "," else i) if joined else end
        if doc[i - 1].text == "," and (verb := _free_verb(page, i + 1, end)) is not None:
            words = doc[i + 1 : verb.i]
            if any(fold(t) in g.subject_clitics or t.dep_ in SUBJECTS for t in words):
                return i - 1
    return end


def _before_fact(page: Page, cue: Cue, start: int, end: int) -> int:
    """Where the narrator goes on with what happened, behind words told in the past: 'affirmait qu'il AVAIT raison mais X A DÉNONCÉ N'.

    By the sequence of tenses: what somebody said stands in the imperfect or conditional, what happened does not.
    """
    doc, g = page.doc, page.grammar
    main = next((t for t in doc[start:end] if is_finite(t)), None)
    if main is None or not _is_past(cue) or not _is_shifted(main):
        return end
    for i in range(main.i + 1, end - 2):
        if fold(doc[i]) in g.causals:
            return end  # the reason is the source's, with all that is joined to it
        if fold(doc[i]) not in g.coordinators or page.quotation_of(i) is not None:
            continue
        verb = _free_verb(page, i + 1, end)
        if verb is None or _is_shifted(verb) or "Ind" not in verb.morph.get("Mood", []):
            continue
        head = main_verb(verb)
        own = any(t.dep_ in SUBJECTS and t.head in (head, verb) for t in doc[i + 1 : verb.i])
        between = doc[main.i + 1 : i]
        simple = not any(t.pos_ == "SCONJ" or is_finite(t) for t in between if fold(t) not in g.auxiliaries)
        # 'a reconnu que la cuve fuyait ET A QUITTÉ la salle'
        own = own or (simple and _finite_next(page, i + 1, end) == verb)
        past = verb.dep_.startswith("aux") or "Past" in verb.morph.get("Tense", [])
        if own and past:
            return i - 1 if doc[i - 1].text == "," else i
    return end


def _free_verb(page: Page, start: int, end: int) -> Token | None:
    """The first finite verb that no conjunction or relative pronoun since the last comma subordinates."""
    bound = False
    for token in page.doc[start:end]:
        if token.text == ",":
            bound = False
        elif token.pos_ == "SCONJ" or fold(token) in page.grammar.relative_pronouns:
            bound = True
        elif is_finite(token) and not bound:
            return token
    return None


def _is_past(cue: Cue) -> bool:
    """Whether a cue tells of the past: 'a dit', 'affirmait', 'déclara'."""
    group = cue.verb.doc[cue.start : cue.verb.i + 1]
    compound = any(t.pos_ == "AUX" for t in group) and "Part" in cue.verb.morph.get("VerbForm", [])
    return compound or any(set(t.morph.get("Tense", [])) & {"Imp", "Past"} for t in group if is_finite(t)) or cue.gerund


def _is_shifted(verb: Token) -> bool:
    """Whether a finite verb stands as what somebody said stands behind a past: in the imperfect or conditional."""
    return "Imp" in verb.morph.get("Tense", []) or "Cnd" in verb.morph.get("Mood", [])


def _finite_next(page: Page, i: int, end: int) -> Token | None:
    """The finite verb at token i, over clitics, negation and adverbs: 'a refusé de P ET L'A RENVOYÉ'."""
    g = page.grammar
    for token in page.doc[i : min(i + 4, end)]:
        if is_finite(token):
            return token
        if fold(token) not in g.object_clitics | g.dative_clitics | g.reflexives | g.negations and token.pos_ != "ADV":
            return None
    return None


def _behind_relative(page: Page, cue: Cue, start: int, end: int) -> int:
    """The comma that closes a relative clause, by order alone: 'La direction, qui DIT P, refuse Q'."""
    doc, first = page.doc, cue.verb.sent.start
    words = itertools.takewhile(lambda t: not t.is_punct, reversed(doc[first : cue.start]))
    relative = next((t.i for t in words if fold(t) in page.grammar.relative_pronouns), None)
    if relative is None or relative - 1 < first or doc[relative - 1].text != ",":
        return end
    commas = (t.i for t in doc[start:end] if t.text == "," and page.quotation_of(t.i) is None)
    edge = next((c for c in commas if _finite_next(page, c + 1, end) is not None), None)
    if edge is not None or any(is_finite(t) for t in doc[first:relative]):
        return end if edge is None else edge
    # 'Interrogé sur X, dont les proches DISENT P, LE PORTE-PAROLE A DÉMENTI N'
    commas = (t.i for t in doc[start : end - 2] if t.text == "," and page.quotation_of(t.i) is None)
    return next(
        (c for c in commas if doc[c + 1].pos_ in {"DET", "PROPN"} and tells(doc[c + 1 : end], page.grammar)), end
    )


def _main_clause(page: Page, cue: Cue, start: int, end: int) -> int:
    """Where the main clause begins behind a cue in a clause before it: 'lorsqu'il avait dit P, SANFORD A RÉPONDU'."""
    if (edge := _main_by_order(page, cue, start, end)) is not None:
        return edge
    marked = any(c.dep_ == "mark" for c in cue.verb.children)
    if not marked and cue.verb.dep_ not in {"advcl", "acl", "acl:relcl", "csubj"}:
        return end
    ancestors = {t.i for t in cue.verb.ancestors}
    for token in page.doc[start:end]:
        if token.i not in ancestors or page.quotation_of(token.i) is not None:
            continue
        left = min([token.i, *(t.i for c in token.children if c.dep_ in SUBJECTS for t in c.subtree)])
        for i in range(left, start, -1):
            if page.doc[i].text == ",":
                return i
            if i < left and is_finite(page.doc[i]):
                break
        if cue.gerund and cue.subject is not None and cue.subject.head == token:
            return verb_group(token, page.grammar).start  # 'des gens AFFIRMANT P se sont présentés'
    return end


def _main_by_order(page: Page, cue: Cue, start: int, end: int) -> int | None:
    """The same by order alone, where a conjunction opens the sentence: the comma before a subject and its finite verb."""
    doc, g = page.doc, page.grammar
    first = cue.verb.sent.start
    opens = doc[first].pos_ == "SCONJ" or (
        fold(doc[first]) in g.compound_conjunctions and fold(doc[first + 1]) in g.complementizers
    )
    if not opens or any(is_finite(t) or t.text == ":" for t in doc[first : cue.start]):
        return None
    for comma in (t.i for t in doc[start:end] if t.text == "," and page.quotation_of(t.i) is None):
        head = doc[comma + 1]
        if not any(is_finite(t) for t in doc[start:comma]) or head.pos_ not in {"DET", "PROPN", "PRON", "NOUN"}:
            continue
        if fold(head) in g.relative_pronouns | g.complementizers:
            continue
        clause = itertools.takewhile(lambda t: t.pos_ not in {"PUNCT", "SCONJ"}, doc[comma + 1 : end])
        verb = next((t for t in clause if is_finite(t)), None)
        if verb is not None and not any(fold(t) in g.relative_pronouns for t in doc[comma + 1 : verb.i]):
            return comma
    return None


def _goes_on(page: Page, cue: Cue, other: Cue, content: Content) -> bool:
    """Whether another cue in the same sentence continues the telling instead of standing inside the content."""
    verb = other.verb
    if other.group.shared and content.frame not in {"clause", "question"}:
        return True  # 'a refusé de P mais DÉMENTI N'
    if other.gerund:
        before = page.doc[other.start - 1]
        i = other.start - (2 if before.pos_ == "ADP" else 1)
        if before.pos_ == "ADP" and i > 0 and page.doc[i].pos_ == "ADV":
            i -= 1  # ', TOUT en niant P'
        comma = i >= 0 and page.doc[i].text == ","
        joined = cue.gerund and before.pos_ == "CCONJ"  # 'assurant que P et ACCUSANT Y de Q'
        return comma or joined or verb.head == cue.verb or _absolute(page, other, content.start) is not None
    if not other.group.finite and any(is_infinitive(t) for t in page.doc[other.start : verb.i + 1]):
        return False  # 'juge « dingue » de n'AVOIR été PRÉVENUE qu'à minuit'
    joints = page.doc[_left_edge(page, other, content.start) : other.start]
    if any(fold(t) in page.grammar.complementizers | page.grammar.causals for t in joints):
        return False  # 'a confirmé que P1, mais QUE celles-ci étaient consenties', 'que P, CAR elle espère Q'
    main = _main_verb(page, content.start, other.start)
    if verb.head == cue.verb and verb.dep_ in {"conj", "parataxis"}:
        inside = main is not None and _same_shape(main, other) and not _same_tense(cue, other)
        return content.frame != "clause" or not inside  # 'affirme que X s'est mis à genoux et lui a ASSURÉ que P'
    if verb.dep_ == "conj" and _own_subject(other) is None and (not cue.group.finite or _same_tense(cue, other)):
        return main is None or not _same_shape(main, other)
    return False


def _own_subject(cue: Cue) -> Token | None:
    return next((c for c in cue.verb.children if c.dep_ in SUBJECTS), None)


def _shape(verb: Token) -> tuple[str, ...]:
    """The tense of a verb group: its auxiliary's and its own."""
    aux = [c for c in verb.children if c.dep_ in {"aux", "aux:tense"}]
    return (
        *(a.morph.get("Tense", [])[0] if a.morph.get("Tense", []) else "" for a in aux[:1]),
        *(m for m in verb.morph.get("Mood", []) if m == "Cnd"),
        *verb.morph.get("Tense", []),
        *verb.morph.get("VerbForm", []),
    )


def _same_tense(cue: Cue, other: Cue) -> bool:
    a, b = _shape(cue.verb), _shape(other.verb)
    return a == b or (
        other.verb.morph.get("VerbForm", []) == ["Part"] and cue.verb.morph.get("VerbForm", []) == ["Part"]
    )


def _same_shape(main: Token, other: Cue) -> bool:
    return _shape(main) == _shape(other.verb)


def _main_verb(page: Page, start: int, end: int) -> Token | None:
    verb = next((t for t in page.doc[start:end] if t.pos_ == "VERB" or is_finite(t)), None)
    return None if verb is None else main_verb(verb, end)


def _tells(page: Page, cue: Cue, token: Token, content: Content) -> bool:
    """Whether a verb that the parse hangs on the cue itself belongs to the telling: it shares the cue's tense.

    Where the reported verb is of the same tense it does not: 'déclare qu'elle cherche N, car elle RESTE Q'.
    """
    if is_infinitive(token):
        return False
    if token.dep_ == "advcl":
        return False
    main = _main_verb(page, content.start, token.i)
    if content.frame == "clause" and main is not None and _shape(main) == _shape(token):
        return False
    return _shape(token)[:1] == _shape(cue.verb)[:1] or content.frame in {"infinitive", "noun phrase", "oblique"}


def _absolute(page: Page, cue: Cue, floor: int) -> int | None:
    """The comma before a participle with a subject of its own: 'P, L'AGENCE indiquant que P2'."""
    if cue.subject is None or not floor < cue.subject.i < cue.start:
        return None
    left = subtree_edges(cue.subject)[0]
    comma = left if page.doc[left].text == "," else left - 1
    return comma if comma > floor and page.doc[comma].text == "," else None


def _left_edge(page: Page, other: Cue, floor: int) -> int:
    """The start of a continuing cue's clause: its subject before it, its conjunction and comma."""
    i = other.start
    absolute = _absolute(page, other, floor) if other.gerund else None
    if absolute is not None:
        return absolute
    subject = _own_subject(other)
    if subject is not None and floor < subject.i < i:
        i = min(i, subtree_edges(subject)[0])
    return _over_joints(page, i, floor)


def _clause_edge(page: Page, verb: Token, floor: int) -> int:
    left = min([verb.i, *(t.i for c in verb.children if c.i < verb.i for t in c.subtree)])
    return _over_joints(page, max(left, floor), floor)


def _over_joints(page: Page, i: int, floor: int) -> int:
    doc = page.doc
    while i - 1 > floor and (
        doc[i - 1].pos_ in {"ADV", "CCONJ", "ADP"} or doc[i - 1].text in {",", ";"} or doc[i - 1].is_space
    ):
        i -= 1
    return i
