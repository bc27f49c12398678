"""Where a content ends: before the telling goes on, or where its noun phrase is complete."""

from __future__ import annotations

from spacy.tokens import Span, Token

from selon.extract.statements.cues import Cue
from selon.extract.statements.draft import Content
from selon.extract.statements.incises import DASHES, Incise
from selon.extract.statements.page import Page
from selon.extract.statements.speakers import can_speak
from selon.extract.statements.syntax import (
    SUBJECTS,
    fold,
    is_finite,
    is_gerund,
    is_infinitive,
    is_participle,
    subtree_edges,
)


def phrase_end(page: Page, cue: Cue, head: Token, sent: Span) -> int:
    """The end of an object's noun phrase, which the parse's subtree often breaks off too early.

    Prepositional phrases, infinitives, participles and restrictive relatives that follow at once belong to it; a comma
    ends it unless an enumeration goes on, and so do an addressee, another verb and the occasion of the telling.
    """
    doc, g = page.doc, page.grammar
    inside = {head.i, *(t.i for t in head.subtree)}
    i = head.i + 1
    relative = False
    while i < sent.end:
        token = doc[i]
        word = fold(token)
        if page.quotation_of(i) is not None:
            i += 1
            continue
        if token.text == "(" and (close := _closing_bracket(page, i, sent)) is not None:
            i = close + 1
            continue
        if _is_dash(token) and (second := next((t.i for t in doc[i + 1 : sent.end] if _is_dash(t)), None)) is not None:
            i = second + 1  # 'conteste le fait que Morales - QUI RESTE POPULAIRE - utilise P'
            if i < sent.end and is_finite(doc[i]):
                continue
            return second
        if token.text in {";", ":", "("} or _is_dash(token) or (token.is_space and "\n" in token.text):
            return i
        if _turns_away(page, i, sent) or (token.pos_ == "CCONJ" and _joins_deed(page, cue, i, sent)):
            return i
        if token.text == ",":
            aside = _aside(page, i, sent)
            if aside is not None:
                i = aside if _aside(page, aside, sent) is not None else aside + 1
                continue
            following = doc[i + 1] if i + 1 < sent.end else None
            if following is not None and following.pos_ == "ADP" and any(page.opens(j) for j in range(i + 2, i + 5)):
                i += 1  # 'annonce son abandon, EN RAISON « d'une rupture »': the marks are the source's
                continue
            if (
                following is None
                or following.i not in inside
                or fold(following) in g.relative_pronouns
                or is_gerund(following)
            ) and not _names_again(page, i, sent):
                return i
        if word in g.relative_pronouns:
            relative = True
        if is_finite(token):
            joint = None if relative else _before_joint(page, i, head.i + 1)
            if joint is not None:
                return joint
            relative = False
        if (token.pos_ == "ADP" and _is_telling(page, cue, i, sent)) or _bare_time(page, i, sent):
            return i
        i += 1
    return i


def _is_dash(token: Token) -> bool:
    """Whether a token is a dash with a space before it."""
    return token.text in DASHES and token.i > 0 and bool(token.nbor(-1).whitespace_)


def _joins_deed(page: Page, cue: Cue, i: int, sent: Span) -> bool:
    """Whether a conjunction joins another participle to the cue: 'ont scandé des slogans ET ARBORÉ des drapeaux'."""
    following = page.doc[i + 1] if i + 1 < sent.end else None
    return (
        following is not None and following.dep_ == "conj" and following.head == cue.verb and is_participle(following)
    )


def _turns_away(page: Page, i: int, sent: Span) -> bool:
    """Whether an adversative clause of the narrator's begins at token i: 'réfute les accusations TANDIS QUE ses avocats …'."""
    pair = f"{fold(page.doc[i])} {fold(page.doc[i + 1])}" if i + 1 < sent.end else ""
    return pair in page.grammar.adversatives


def _names_again(page: Page, comma: int, sent: Span) -> bool:
    """Whether an apposition of the name before a comma ends the sentence: 'la peine de mort pour Saipov, LE PRÉSUMÉ ASSAILLANT'."""
    doc = page.doc
    if doc[comma - 1].pos_ != "PROPN" or comma + 2 >= sent.end or doc[comma + 1].pos_ != "DET":
        return False
    clause = next((t.i for t in doc[comma + 1 : sent.end] if is_finite(t)), sent.end)
    words = doc[comma + 1 : clause]
    relative = clause == sent.end or any(fold(t) in page.grammar.relative_pronouns for t in words)
    return relative and not any(t.text in {",", ";", ":"} for t in words)


def _bare_time(page: Page, i: int, sent: Span) -> bool:
    """Whether a time without preposition begins at token i: 'a annoncé la nouvelle LE 17 OCTOBRE', 'réclame une enquête VENDREDI'."""
    doc, g = page.doc, page.grammar
    if doc[i - 1].pos_ in {"ADP", "DET", "NUM", "ADJ", "CCONJ", "VERB", "AUX"} or fold(doc[i - 1]) in g.contracted:
        return False
    if doc[i].pos_ == "DET" and i + 2 < sent.end and doc[i + 1].pos_ == "NUM":
        return doc[i + 2].lemma_.lower() in g.time_nouns
    return doc[i].pos_ in {"NOUN", "PROPN"} and doc[i].lemma_.lower() in g.time_nouns and fold(doc[i]) not in g.of


def _closing_bracket(page: Page, i: int, sent: Span) -> int | None:
    """The bracket that closes the one at token i, where no clause stands between: '(MLS)'."""
    for j in range(i + 1, min(i + 8, sent.end)):
        if page.doc[j].text == ")":
            return j
        if is_finite(page.doc[j]):
            return None
    return None


def _aside(page: Page, comma: int, sent: Span) -> int | None:
    """Past the second comma of a short aside inside a noun phrase: 'l'exécution, JEUDI, PAR LES REBELLES, de 28 soldats'."""
    doc = page.doc
    first = doc[comma + 1] if comma + 1 < sent.end else None
    if first is None or not (first.pos_ == "ADP" or first.lemma_.lower() in page.grammar.time_nouns):
        return None
    for j in range(comma + 1, min(comma + 6, sent.end)):
        if doc[j].text == ",":
            behind = doc[j + 1] if j + 1 < sent.end else None
            return j if behind is not None and behind.pos_ == "ADP" else None
        if is_finite(doc[j]) or is_gerund(doc[j]):
            return None
    return None


def attribute_end(page: Page, start: int, sent: Span) -> int:
    """The end of an attribute ('qualifie X de Q'): the first comma outside marks that opens another clause, or the sentence's end."""
    doc, g = page.doc, page.grammar
    for i in range(start, sent.end):
        if page.quotation_of(i) is not None:
            continue
        if doc[i].pos_ == "CCONJ" and any(is_finite(t) for t in doc[i + 1 : min(i + 4, sent.end)]):
            return i  # 'juge l'offre « ridicule » ET L'A REJETÉE'
        if doc[i].text not in {",", ";"}:
            continue
        following = fold(doc[i + 1]) if i + 1 < sent.end else ""
        pair = f"{following} {fold(doc[i + 2])}" if i + 2 < sent.end else following
        if doc[i].text == ";" or following in g.relative_pronouns | g.adversatives or pair in g.adversatives:
            return i
        if i + 1 < sent.end and is_gerund(doc[i + 1]):
            return i
    return sent.end


def _before_joint(page: Page, i: int, floor: int) -> int | None:
    """The conjunction left of a verb with its subject, where the next clause begins; None where the verb's is a clause inside."""
    for j in range(i - 1, floor - 1, -1):
        if page.doc[j].pos_ == "SCONJ" or fold(page.doc[j]) in page.grammar.relative_pronouns:
            return None
        if page.doc[j].pos_ == "CCONJ" or page.doc[j].text == ",":
            return j
    return i


def _is_telling(page: Page, cue: Cue, i: int, sent: Span) -> bool:
    """Whether the preposition at token i opens an addressee or the occasion of the telling."""
    doc, g = page.doc, page.grammar
    marker = g.contracted.get(fold(doc[i]), fold(doc[i]))
    head = doc[i].head if doc[i].head.i > i else None
    if head is None or head.i >= sent.end:
        return False
    if any(f"obl:{marker}" in n.frames for n in page.lexicon.nouns_from(doc[i - 1].lemma_.lower())):
        return False  # 'a réitéré son soutien À LA MISSION': the noun's, nobody's to whom it is told
    if marker in cue.entry_to and can_speak(page, head) and head.ent_type_ != "LOC" and head.head.pos_ != "ADJ":
        return True
    occasion = head.lemma_.lower() in g.occasion_nouns or head.lemma_.lower() in g.medium_nouns
    return occasion and any(p.split()[0] == marker for p in g.occasion_prepositions | g.medium_prepositions)


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
            and _tells(page, cue, token, content)
        ):
            edge = _clause_edge(page, token, content.start)
            if any(fold(t) in page.grammar.complementizers | page.grammar.causals for t in page.doc[edge : token.i]):
                continue  # 'a affirmé que P1 et surtout QU'ils feraient P2', 'que P, CAR Q'
            if edge > content.start:
                end = min(end, edge)
                break
    if content.frame == "clause":
        end = _before_comparison(page, content.start, end)
    else:
        end = _before_sentence(page, content.start, end)
    end = min(end, _main_clause(page, cue, content.start, end))
    if content.frame in {"clause", "infinitive"}:
        end = _before_apposition(page, content.start, end)
    if content.frame in {"clause", "infinitive", "question"}:
        end = _before_occasion(page, content.start, end)
    for incise in incises:
        if content.start < incise.start < end and incise.cue is not cue and incise.end >= end - 1:
            end = incise.start
    return end


def _before_sentence(page: Page, start: int, end: int) -> int:
    """The comma at which the narrator goes on with a sentence: 's'est engagé à P, ET IL EST peu probable que Q'."""
    doc, g = page.doc, page.grammar
    for i in range(start + 1, end - 2):
        if doc[i].pos_ == "SCONJ" or fold(doc[i]) in g.relative_pronouns:
            return end
        if doc[i].text == "," and page.quotation_of(i) is None and fold(doc[i + 1]) in g.coordinators - g.causals:
            verb = next((t for t in doc[i + 2 : end] if is_finite(t)), None)
            words = doc[i + 2 : verb.i] if verb is not None else doc[i:i]
            inside = any(t.pos_ == "SCONJ" or fold(t) in g.relative_pronouns for t in words)
            if not inside and any(fold(t) in g.subject_clitics or t.dep_ in SUBJECTS for t in words):
                return i
    return end


def _before_comparison(page: Page, start: int, end: int) -> int:
    """The dash at which the narrator adds what others say: 'a dit que P - COMME l'a suggéré un député'."""
    for token in page.doc[start + 1 : end - 1]:
        if _is_dash(token) and fold(token.nbor(1)) in page.grammar.as_markers and page.quotation_of(token.i) is None:
            return int(token.i)
    return end


def _before_occasion(page: Page, start: int, end: int) -> int:
    """Where the telling goes on behind a content's closing mark: 'a promis de « mobiliser l'armée » LORS D'une réunion'."""
    doc, g = page.doc, page.grammar
    last = next((i for i in range(end - 1, start, -1) if page.closes(i)), None)
    if last is None or last + 2 >= end or any(is_finite(t) for t in doc[last + 1 : end]):
        return end
    words = [fold(t) for t in doc[last + 1 : min(last + 5, end)]]
    heads = {
        " ".join((*words[: n - 1], g.contracted.get(words[n - 1], words[n - 1]))) for n in range(1, len(words) + 1)
    }
    return last + 1 if heads & g.occasion_prepositions else end


def _before_apposition(page: Page, start: int, end: int) -> int:
    """Where the narrator begins to name what was said: 'de s'attaquer à P, UN THÈME absent de la campagne'."""
    doc = page.doc
    for i in range(start + 2, end - 2):
        noun = next((t for t in doc[i + 1 : i + 4] if t.pos_ == "NOUN"), None)
        if doc[i].text != "," or noun is None or page.quotation_of(i) is not None:
            continue
        indefinite = "Ind" in doc[i + 1].morph.get("Definite", [])
        if indefinite and noun.dep_ == "appos" and not any(t.text == "," for t in doc[i + 1 : end]):
            return i
    return end


def _main_clause(page: Page, cue: Cue, start: int, end: int) -> int:
    """Where the main clause begins behind a cue in a clause before it: 'lorsqu'il avait dit P, SANFORD A RÉPONDU'."""
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
    return end


def _goes_on(page: Page, cue: Cue, other: Cue, content: Content) -> bool:
    """Whether another cue in the same sentence continues the telling instead of standing inside the content."""
    verb = other.verb
    if other.gerund:
        before = page.doc[other.start - 1]
        comma = before.text == "," or (
            other.start >= 2 and before.pos_ == "ADP" and page.doc[other.start - 2].text == ","
        )
        return comma or verb.head == cue.verb or _absolute(page, other, content.start) is not None
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
    if verb is not None and verb.dep_.startswith("aux") and verb.i < verb.head.i < end:
        return verb.head
    return verb


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
