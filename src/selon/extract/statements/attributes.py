"""Contents that say something of somebody: 'accuse Y de P', 'juge Y "adj"', 'se dit satisfait de N'."""

from __future__ import annotations

from spacy.tokens import Span

from selon.extract.statements.adverbials import over_telling
from selon.extract.statements.cues import Cue
from selon.extract.statements.draft import RELATIVE, Content
from selon.extract.statements.nominals import attribute_end, phrase_end
from selon.extract.statements.page import Page
from selon.extract.statements.relatives import antecedent, relative_end
from selon.extract.statements.speakers import can_speak
from selon.extract.statements.syntax import (
    NOMINAL,
    fold,
    infinitive_at,
    is_finite,
    is_infinitive,
    is_participle,
    is_time,
    subtree_edges,
    uncontracted,
)

BEFORE_STATE = {"VERB", "AUX", "ADV"}  # 'se disent CONTRE P', 'se dit plus À L'AISE'
NAMING = "naming"  # the frame of what somebody calls another
REACH = 24  # tokens that may stand between a cue and what it says of its object


def person_content(page: Page, cue: Cue, sent: Span) -> Content | None:
    """'accuse Y de P', 'appelle Y à P' with a noun phrase as P, in marks or not ('accuse Y « d'intimidation »')."""
    marks = set(cue.options("obj+obl"))
    named = is_participle(cue.verb) and not cue.group.finite and not cue.group.passive and cue.verb.dep_ != "conj"
    if not marks or named:
        return None  # 'trois étoiles APPELÉES Alpha du Centaure, à 4 années-lumière'
    doc, g = page.doc, page.grammar
    begin = over_telling(page, cue.end, sent, marks)
    target = next((c for c in cue.verb.children if c.dep_ in {"obj", "iobj"}), None)
    if target is None and not cue.group.passive:
        target = next((t for t in doc[begin : min(begin + 4, sent.end)] if t.pos_ in NOMINAL), None)
        if target is None:
            return None
    seen = cue.group.passive or (target is not None and target.i < cue.verb.i)
    first = begin + page.opens(begin)
    mark = uncontracted(doc[first], g) if first < sent.end else ""
    if not seen and mark in marks & set(cue.options("obl")) and doc[first].pos_ == "ADP":
        return None  # 'appelle AU calme et à la décence' is said to nobody
    for i in range(begin, min(begin + REACH, sent.end)):
        token = doc[i]
        if is_finite(token) or token.text in {":", ";"} or fold(token) in g.complementizers:
            return None
        if seen and token.text == "," and doc[i + 1].pos_ == "ADP" and fold(doc[i + 1]) not in marks:
            return None  # 'a appelé le préfet « Q », EN référence à N'
        marker = uncontracted(token, g)
        if f"{fold(doc[i - 1])} {marker}" in g.occasion_prepositions:
            return None  # 'a informé le porte-parole LORS D'une conférence'
        if (
            seen
            and marker in marks
            and token.pos_ in {"ADP", "DET"}
            and (cue.group.passive or marker not in g.of or not _inside_name(page, cue, i))
        ):
            start = i - 1 if page.opens(i - 1) else i + 1
            ahead = doc[i + 1 : min(i + 6, sent.end)]
            head = next((t for t in ahead if t.pos_ in NOMINAL), None)
            # 'invite chacun à la « RETENUE »', whatever a tagger takes the word in marks for
            head = head or next((t for t in ahead if page.opens(t.i - 1)), None)
            if head is None:
                return None
            return Content("person", start, phrase_end(page, cue, head, sent), target)
        seen = seen or token.pos_ in NOMINAL
    return None


def _inside_name(page: Page, cue: Cue, i: int) -> bool:
    """Whether a 'de' belongs to the person's own phrase: 'accuse le chef DE la police de négligence'."""
    doc, g = page.doc, page.grammar
    head = doc[i].head
    if (cue.can("clause") or head.head.pos_ == "PROPN") and not can_speak(page, head):
        # 'a informé le personnel DE la fermeture du site' as one informs that P; 'accuse Kiev DE l'attaque'
        return False
    bare = fold(doc[i]) not in g.contracted or fold(doc[i]).endswith("'")
    if bare and i + 1 < len(doc) and doc[i + 1].pos_ in {"NOUN", "ADJ"}:
        return False  # a bare noun is what they are accused of: 'accuse le chef de la police DE négligence'
    return doc[i].dep_ == "case" and head.dep_ == "nmod" and head.head.pos_ in NOMINAL and not page.opens(i - 1)


def attribute_content(page: Page, cue: Cue, sent: Span) -> Content | None:
    """'juge Y "adj"', 'qualifie Y de Q', 'décrit Y comme Q': content is Y … Q."""
    marks = set(cue.options("obj+pred"))
    bare = cue.can("obj+pred")
    if cue.can("obj+quote"):
        return _called(page, cue, sent)
    if not (marks or bare):
        return None
    doc, g = page.doc, page.grammar
    begin = over_telling(page, cue.end, sent, marks)
    if bare and begin < sent.end and _has_agent(cue) and (page.opens(begin) or doc[begin].pos_ == "ADJ"):
        return Content(RELATIVE, begin, relative_end(page, cue, begin, sent.end))  # 'a été jugée « indécente » par X'
    target = next((c for c in cue.verb.children if c.dep_ in {"obj", "iobj"} and not is_time(c, g)), None)
    for i in range(begin, min(begin + REACH, sent.end)):
        word = uncontracted(doc[i], g)
        if (
            word in marks
            and i == begin
            and antecedent(page, cue) is not None
            and not _object_follows(page, i + 1, sent)
        ):
            # 'ces propos, QU'ils ont qualifiés de Q'
            return Content(RELATIVE, i, relative_end(page, cue, i + 1, attribute_end(page, i + 1, sent)))
        named = cue.group.reflexive or (target is not None and target.i < cue.verb.i)
        if word in marks and i == begin and not named and _object_follows(page, i + 1, sent):
            return Content("attribute", i, attribute_end(page, i + 1, sent))  # 'impute AUX SANCTIONS l'absence de N'
        placed = word in g.medium_prepositions  # 'voit DANS N une menace', but not 'voit un renard dans N'
        if word in marks and not placed and (named or any(t.pos_ in NOMINAL for t in doc[begin:i])):
            start = i + 1 if named else begin  # 'se définit comme Q', 'l'a qualifié de Q'
            return Content("attribute", start, attribute_end(page, i + 1, sent))
        if doc[i].text in {";", ":"}:
            return None
    judged = begin < sent.end and (page.opens(begin) or doc[begin].pos_ == "ADJ")
    relative = target is not None and fold(target) in g.complementizers
    if bare and judged and (target is None or relative) and antecedent(page, cue) is not None:
        return Content(RELATIVE, begin, relative_end(page, cue, begin, sent.end))  # 'le tunnel que X juge UTILE'
    clitic = any(fold(t) in g.object_clitics for t in doc[cue.start : cue.verb.i])
    if bare and clitic and begin < sent.end and (page.opens(begin) or doc[begin].pos_ == "ADJ"):
        return Content("attribute", begin, attribute_end(page, begin, sent))  # 'LA jugeant « prématurée »'
    if bare and cue.group.reflexive:
        return _own_predicate(page, cue, sent)
    if bare and target is not None:
        predicate = next((c for c in cue.verb.children if c.dep_ in {"xcomp", "xcomp:pred"} and c.i > cue.verb.i), None)
        if predicate is not None and not is_infinitive(predicate):
            left = min(subtree_edges(target)[0], subtree_edges(predicate)[0])
            return Content("attribute", max(left, begin), attribute_end(page, predicate.i, sent))
    return _judged(page, cue, sent) if bare else None


def _has_agent(cue: Cue) -> bool:
    """Whether a passive or participle has its subject, the agent, behind it."""
    told_by = cue.subject is not None and cue.subject.i > cue.verb.i and cue.group.inverted is None
    return told_by and (cue.group.passive or not (cue.group.finite or cue.gerund))


def _object_follows(page: Page, i: int, sent: Span) -> bool:
    """Whether a bare noun phrase stands behind the one at token i: 'impute aux sanctions L'ABSENCE de progrès'."""
    doc = page.doc
    noun = next((t.i for t in doc[i : min(i + 3, sent.end)] if t.pos_ in NOMINAL), None)
    if noun is None:
        return False
    while noun + 1 < sent.end and doc[noun].pos_ == "NUM" and doc[noun + 1].pos_ in NOMINAL:
        noun += 1  # 'chiffre à 19 MILLIONS'
    while noun + 1 < sent.end and doc[noun + 1].pos_ == "ADJ":
        noun += 1
    if noun + 2 < sent.end and fold(doc[noun + 1]) in page.grammar.of and doc[noun + 2].pos_ == "NOUN":
        noun += 2  # 'chiffre à dix millions D'EUROS les pertes'
    return noun + 1 < sent.end and doc[noun + 1].pos_ == "DET" and fold(doc[noun + 1]) not in page.grammar.contracted


def _judged(page: Page, cue: Cue, sent: Span) -> Content | None:
    """'juge l'offre "ridicule"', 'juge "inacceptable" la décision', 'estime le projet irréaliste', by place alone."""
    doc = page.doc
    nominal = adjective = None
    start = over_telling(page, cue.end, sent)
    for i in range(start, min(start + 10, sent.end)):
        token = doc[i]
        if token.text in {",", ";", ":"} or is_finite(token) or fold(token) in page.grammar.complementizers:
            break
        if page.opens(i) and (nominal is not None or i == start):
            adjective = i
            break
        if i == start and token.pos_ == "ADJ" and i + 1 < sent.end and doc[i + 1].pos_ == "DET":
            # 'trouvent INSUFFISANTE l'action de l'État'
            return Content("attribute", start, attribute_end(page, i, sent))
        if token.pos_ in {"NOUN", "PROPN", "PRON"} and nominal is None and doc[start].pos_ != "ADP":
            nominal = i
        if (
            token.pos_ == "ADJ"
            and nominal is not None
            and i + 1 < sent.end
            and (doc[i + 1].is_punct or doc[i + 1].pos_ == "CCONJ")
        ):
            adjective = i
            break
    if adjective is None:
        return None
    if nominal is None:  # the judgement stands first: somebody or something judged must follow
        q = page.quotation_of(adjective)
        behind = page.token_upto(q.outer[1]) if q is not None else sent.end
        wished = behind + 1 < sent.end and infinitive_at(doc, behind + 1, sent.end) is not None
        if behind >= sent.end or not (doc[behind].pos_ in {"DET", "PROPN"} or (doc[behind].pos_ == "ADP" and wished)):
            return None  # 'juge « dingue » DE N'AVOIR ÉTÉ PRÉVENUE QU'À MINUIT'
    return Content("attribute", start, attribute_end(page, adjective, sent))


def _called(page: Page, cue: Cue, sent: Span) -> Content | None:
    """'appelle Y « Q »': what somebody calls another, in marks right behind the object; a name that a thing bears is none."""
    doc = page.doc
    if cue.group.passive or cue.group.reflexive or not cue.group.finite:
        return None
    start = over_telling(page, cue.end, sent)
    mark = next((i for i in range(start, min(start + 10, sent.end)) if page.opens(i)), None)
    if mark is None or any(doc[i].is_punct or doc[i].pos_ in {"ADP", "VERB", "AUX"} for i in range(start, mark)):
        return None
    named = any(t.pos_ in {"NOUN", "PROPN"} for t in doc[start:mark])
    if not named or mark + 1 >= sent.end or doc[mark + 1].pos_ == "ADP":  # 'appelle Y « à Q »'
        return None
    q = page.quotation_of(mark)
    assert q is not None
    return Content(NAMING, start, page.token_upto(q.outer[1]))


def _own_predicate(page: Page, cue: Cue, sent: Span) -> Content | None:
    """'s'est dit satisfait de …', 'se disent contre …': what the source says of itself."""
    doc = page.doc
    start = over_telling(page, cue.end, sent)
    for token in doc[start : min(start + 4, sent.end)]:
        if token.pos_ in {"ADJ", "VERB", "NOUN"} or (token.pos_ == "ADP" and doc[token.i - 1].pos_ in BEFORE_STATE):
            return Content("attribute", start, sent.end)
        if token.pos_ not in {"ADV", "DET"} and not token.is_quote:
            return None
    return None
