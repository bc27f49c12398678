"""What a cue reports: the clause, infinitive, noun phrase or attribute that follows it, and where that ends."""

from __future__ import annotations

from spacy.tokens import Span, Token

from selon.extract.statements.cues import Cue
from selon.extract.statements.draft import Content
from selon.extract.statements.edges import attribute_end, phrase_end
from selon.extract.statements.page import Page
from selon.extract.statements.syntax import (
    NOMINAL,
    SUBJECTS,
    fold,
    is_finite,
    is_gerund,
    is_infinitive,
    noun_phrase,
    subtree_edges,
)

REACH = (
    24  # tokens that may stand between a cue and its 'que': 'a déclaré vendredi devant la presse réunie à Tel-Aviv que'
)


def find_content(page: Page, cue: Cue, sent: Span) -> Content | None:
    """The content of a cue by the first of its frames that the words after it fit; None where none does."""
    for frame, finder in (
        ("clause", _clause),
        ("question", _question),
        ("infinitive", _infinitive),
        ("person", _person),
        ("attribute", _attribute),
        ("oblique", _oblique),
        ("noun phrase", _noun_phrase),
    ):
        found = finder(page, cue, sent)
        if found is not None:
            return found if found.frame else Content(frame, found.start, found.end)
    return None


def _clause(page: Page, cue: Cue, sent: Span) -> Content | None:
    if not (cue.can("clause") or cue.can("to+clause") or cue.can("obj+clause")):
        return None
    at = complementizer(page, cue, sent, page.grammar.complementizers)
    if at is None:
        return None
    if f"{fold(page.doc[at - 1])} {fold(page.doc[at])}" in page.grammar.question_heads:
        return Content("question", at - 1, sent.end)  # 'a précisé CE QUE coûterait la panne'
    return Content("clause", at + 1, sent.end)


def complementizer(page: Page, cue: Cue, sent: Span, words: frozenset[str]) -> int | None:
    """The conjunction that opens the reported clause: the first behind the cue with only adverbials of the telling between.

    'a affirmé dans un communiqué QUE', 'a dit vendredi, à l'issue de la réunion, QUE'; not 'a cité plus de cas QUE' nor
    'n'a dit QUE'.
    """
    doc, g = page.doc, page.grammar
    if cue.group.negated and not any(fold(t) in g.negation_adverbs for t in doc[cue.start : cue.end + 1]):
        return None
    for i in range(cue.end, min(cue.end + REACH, sent.end)):
        token = doc[i]
        word = fold(token)
        if word in words:
            return i if _introduces(page, cue, i) else None
        if page.opens(i) and i + 1 < sent.end and fold(doc[i + 1]) not in words:
            return None
        if token.text in {":", ";"} or (is_finite(token) and token.is_lower and not token.dep_.startswith("acl")):
            return None
    return None


def _introduces(page: Page, cue: Cue, i: int) -> bool:
    """Whether the 'que' at token i opens a clause and is no relative pronoun or comparison."""
    doc, g = page.doc, page.grammar
    between = doc[cue.end : i]
    before = fold(doc[i - 1])
    if i > cue.end and (before in g.compound_conjunctions or doc[i - 1].pos_ == "SCONJ"):
        return False
    if before in g.coordinators and any(fold(t) in g.complementizers for t in doc[doc[i].sent.start : cue.start]):
        return False  # 'a affirmé qu'ils avaient paniqué et CRIÉ, et QU'il souffrait'
    if not len(between) or _only_light(page, cue.end, i):
        return True
    if any(fold(t) in g.comparatives or is_infinitive(t) for t in between):
        return False
    if doc[i].dep_ == "mark":
        return True
    if fold(between[0]) in g.of and between[0].pos_ == "ADP":
        return False  # 'atteste DE la considération qu'on lui porte'
    if doc[i].dep_ == "mark" and doc[i].head.dep_ == "ccomp" and doc[i].head.head.i in range(cue.start, i):
        return True
    if doc[i].pos_ == "SCONJ" or between[-1].is_punct:
        return True
    # 'a témoigné devant le CONGRÈS que': a phrase with a preposition takes no 'que' away from the verb
    last = next((t for t in reversed(between) if t.pos_ in NOMINAL), None)
    return last is not None and (last.dep_.startswith("obl") or any(t.pos_ == "ADP" for t in doc[cue.end : last.i]))


def _only_light(page: Page, start: int, end: int) -> bool:
    """Whether only adverbs, clitics, an infinitive's marks and commas stand between."""
    return all(
        t.pos_ in {"ADV", "PUNCT", "SPACE"} or fold(t) in page.grammar.subject_clitics for t in page.doc[start:end]
    )


def _question(page: Page, cue: Cue, sent: Span) -> Content | None:
    if not cue.can("question"):
        return None
    doc, g = page.doc, page.grammar
    for i in range(cue.end, min(cue.end + 8, sent.end)):
        word = fold(doc[i])
        pair = f"{word} {fold(doc[i + 1])}" if i + 1 < sent.end else word
        if word in g.question_words or pair in g.question_heads:
            if word in g.relative_pronouns and doc[i].dep_ in SUBJECTS and doc[i].head.dep_ == "acl:relcl":
                return None
            return Content("question", i, sent.end)
        if doc[i].is_punct or is_finite(doc[i]) or fold(doc[i]) in g.complementizers:
            return None
    return None


def _infinitive(page: Page, cue: Cue, sent: Span) -> Content | None:
    marks = set(cue.options("inf"))
    bare = cue.can("inf")
    to_marks = set(cue.options("to+inf")) | set(cue.options("obj+inf"))
    if not (marks or bare or to_marks):
        return None
    return infinitive_after(page, cue.end, sent, marks=marks, bare=bare, to_marks=to_marks)


def infinitive_after(
    page: Page,
    start: int,
    sent: Span,
    *,
    marks: set[str],
    bare: bool,
    to_marks: set[str] = frozenset(),  # type: ignore[assignment]
) -> Content | None:
    """An infinitive behind `start`, marked as the frame wants; of 'à X de P' and 'X à P' X is the addressee or target."""
    doc, g = page.doc, page.grammar
    person: Token | None = None
    mark: str | None = None
    for i in range(start, min(start + REACH, sent.end)):
        token = doc[i]
        word = fold(token)
        if page.opens(i) and mark is not None:
            inner = next((t for t in doc[i + 1 : min(i + 4, sent.end)] if is_infinitive(t)), None)
            return Content("infinitive", i, sent.end, person) if inner is not None else None
        if word in g.infinitive_markers and token.pos_ == "ADP":
            mark, begin = word.replace("d'", "de"), i + 1
            if _infinitive_at(page, begin, sent) is not None:
                normal = g.contracted.get(word, word)
                allowed = to_marks if person is not None else marks | to_marks
                if normal in allowed or (person is not None and normal in marks):
                    return Content("infinitive", begin, sent.end, person)
                return None
            continue
        if is_infinitive(token) or (_infinitive_at(page, i, sent) is not None and token.pos_ in {"PRON", "ADV"}):
            told = person is None or (
                doc[person.i - 1].pos_ in {"ADP", "DET"} and any(t.pos_ == "ADP" for t in doc[start : person.i])
            )
            if bare and told and i <= start + 6 and (mark is None or person is not None):
                return Content("infinitive", i, sent.end, person)
            return None
        if (
            token.pos_ in NOMINAL
            and token.lemma_.lower() not in g.time_nouns
            and token.pos_ != "NUM"
            and person is None
            and token.dep_ in {"obj", "iobj", "obl:arg", "obl", "obl:mod", "nsubj"}
        ):
            person = token if token.dep_ != "obl:mod" else None
        if is_finite(token) and token.dep_ not in {"acl:relcl"}:
            return None
        if token.text in {":", ";"}:
            return None
    return None


def _infinitive_at(page: Page, i: int, sent: Span) -> Token | None:
    """The infinitive that begins at token i, over clitics, negations, adverbs and an opening mark."""
    for j in range(i, min(i + 5, sent.end)):
        token = page.doc[j]
        if is_infinitive(token):
            return token
        if token.pos_ not in {"PRON", "ADV", "PUNCT"} or token.text in {",", ":"}:
            return None
    return None


def _person(page: Page, cue: Cue, sent: Span) -> Content | None:
    """'accuse Y de P', 'appelle Y à P' with a noun phrase as P, in marks or not ('accuse Y « d'intimidation »')."""
    marks = set(cue.options("obj+obl"))
    if not marks:
        return None
    doc, g = page.doc, page.grammar
    target = next((c for c in cue.verb.children if c.dep_ in {"obj", "iobj"}), None)
    if target is None and not cue.group.passive:
        target = next((t for t in doc[cue.end : min(cue.end + 4, sent.end)] if t.pos_ in NOMINAL), None)
        if target is None:
            return None
    seen = cue.group.passive or (target is not None and target.i < cue.verb.i)
    for i in range(cue.end, min(cue.end + REACH, sent.end)):
        token = doc[i]
        if is_finite(token) or token.text in {":", ";"} or fold(token) in g.complementizers:
            return None
        marker = g.contracted.get(fold(token), fold(token))
        if (
            seen
            and marker in marks
            and token.pos_ in {"ADP", "DET"}
            and (cue.group.passive or not _inside_name(page, i))
        ):
            start = i - 1 if page.opens(i - 1) else i + 1
            head = next((t for t in doc[i + 1 : min(i + 6, sent.end)] if t.pos_ in NOMINAL), None)
            if head is None:
                return None
            return Content("person", start, phrase_end(page, cue, head, sent), target)
        seen = seen or token.pos_ in NOMINAL
    return None


def _inside_name(page: Page, i: int) -> bool:
    """Whether a 'de' belongs to the person's own phrase: 'accuse le chef DE la police de négligence'."""
    doc = page.doc
    if i + 1 < len(doc) and doc[i + 1].pos_ in {"NOUN", "ADJ"}:
        return False  # a bare noun is what they are accused of: 'accuse le chef de la police DE négligence'
    head = doc[i].head
    return doc[i].dep_ == "case" and head.dep_ == "nmod" and head.head.pos_ in NOMINAL and not page.opens(i - 1)


def _attribute(page: Page, cue: Cue, sent: Span) -> Content | None:
    """'juge Y "adj"', 'qualifie Y de Q', 'décrit Y comme Q': content is Y … Q."""
    marks = set(cue.options("obj+pred"))
    bare = cue.can("obj+pred")
    if not (marks or bare):
        return None
    doc, g = page.doc, page.grammar
    target = next((c for c in cue.verb.children if c.dep_ in {"obj", "iobj"} and c.i != cue.verb.i), None)
    for i in range(cue.end, min(cue.end + REACH, sent.end)):
        word = g.contracted.get(fold(doc[i]), fold(doc[i]))
        named = target is not None and target.i < cue.verb.i
        if word in marks and (named or any(t.pos_ in NOMINAL for t in doc[cue.end : i])):
            begin = cue.end if target is None or target.i > cue.verb.i else i + 1
            return Content("attribute", begin, attribute_end(page, i + 1, sent))
        if doc[i].text in {";", ":"}:
            return None
    if bare and cue.group.reflexive:
        return _own_predicate(page, cue, sent)
    if bare and target is not None:
        predicate = next((c for c in cue.verb.children if c.dep_ in {"xcomp", "xcomp:pred"} and c.i > cue.verb.i), None)
        if predicate is not None and not is_infinitive(predicate):
            begin = min(subtree_edges(target)[0], subtree_edges(predicate)[0])
            return Content("attribute", max(begin, cue.end), attribute_end(page, predicate.i, sent))
    return _judged(page, cue, sent) if bare else None


def _judged(page: Page, cue: Cue, sent: Span) -> Content | None:
    """'juge l'offre "ridicule"', 'juge "inacceptable" la décision', 'estime le projet irréaliste', by place alone."""
    doc = page.doc
    nominal = adjective = None
    for i in range(cue.end, min(cue.end + 10, sent.end)):
        token = doc[i]
        if token.text in {",", ";", ":"} or is_finite(token) or fold(token) in page.grammar.complementizers:
            break
        if page.opens(i) and (nominal is not None or i == cue.end):
            adjective = i
            break
        if token.pos_ in {"NOUN", "PROPN", "PRON"} and nominal is None and doc[cue.end].pos_ != "ADP":
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
        if behind >= sent.end or doc[behind].pos_ not in {"DET", "PROPN"}:
            return None
    return Content("attribute", cue.end, attribute_end(page, adjective, sent))


def _own_predicate(page: Page, cue: Cue, sent: Span) -> Content | None:
    """'s'est dit satisfait de …', 'se disent contre …': what the source says of itself."""
    for token in page.doc[cue.end : min(cue.end + 4, sent.end)]:
        if token.pos_ in {"ADJ", "VERB", "NOUN"} or (token.pos_ == "ADP" and token.i == cue.end):
            return Content("attribute", cue.end, sent.end)
        if token.pos_ not in {"ADV", "DET"} and not token.is_quote:
            return None
    return None


def _oblique(page: Page, cue: Cue, sent: Span) -> Content | None:
    marks = set(cue.options("obl"))
    if not marks:
        return None
    doc, g = page.doc, page.grammar
    for i in range(cue.end, min(cue.end + 7, sent.end)):
        word = g.contracted.get(fold(doc[i]), fold(doc[i]))
        if word in marks and doc[i].pos_ in {"ADP", "DET"}:
            if (
                i + 2 < sent.end
                and fold(doc[i + 2]) in g.complementizers
                and fold(doc[i + 1]) in g.impersonal_demonstratives
            ):
                return Content("clause", i + 3, sent.end)  # 'a appelé À CE QUE P'
            head = doc[i].head if doc[i].dep_ == "case" else None
            if i + 1 < sent.end and _infinitive_at(page, i + 1, sent) is not None and is_infinitive(doc[i + 1]):
                return Content("oblique", i + 1, sent.end)
            end = phrase_end(page, cue, head, sent) if head is not None and head.i > i else sent.end
            return Content("oblique", i + 1, end)
        if doc[i].pos_ not in {"ADV", "PUNCT"} or doc[i].text in {":", ";"}:
            return None
    return None


def _noun_phrase(page: Page, cue: Cue, sent: Span) -> Content | None:
    if not cue.can("np"):
        return None
    doc = page.doc
    gerund = any(is_gerund(t) for t in doc[cue.start : cue.verb.i + 1])
    if cue.group.passive or (cue.verb.dep_ == "acl" and not gerund and not cue.group.finite):
        return _passive(page, cue)
    obj = next((c for c in cue.verb.children if c.dep_ in {"obj", "dislocated"} and c.i >= cue.end), None)
    if obj is not None and any(t.text == ":" for t in doc[cue.end : obj.i]):
        return None
    if obj is None or _is_time(page, obj):
        obj = object_after(page, cue, sent) or obj
    if obj is None and cue.end < sent.end and page.opens(cue.end):
        q = page.quotation_of(cue.end)
        assert q is not None
        return Content("noun phrase", cue.end, min(page.token_upto(q.outer[1]), sent.end))
    if obj is None or obj.lemma_.lower() in cue.entry.traps or _in_traps(obj, cue):
        return None
    start = subtree_edges(obj)[0]
    if any(is_finite(t) for t in doc[cue.end : start]):
        return None
    start = max(start, cue.end)
    return Content("noun phrase", start, phrase_end(page, cue, obj, sent))


def object_after(page: Page, cue: Cue, sent: Span) -> Token | None:
    """The first noun phrase behind a cue that no preposition governs, over adverbials of the telling.

    'a nié, avec émotion, LES ALLÉGATIONS', 'réclament quant à elles LA GRATUITÉ', 'demande au gouvernement DES MESURES'.
    """
    doc = page.doc
    governed = False
    for i in range(cue.end, min(cue.end + 12, sent.end)):
        token = doc[i]
        if token.pos_ in {"VERB", "AUX", "SCONJ"} or token.text in {":", ";", "(", "."} or page.opens(i):
            return None
        if governed and fold(token) in page.grammar.indefinite_plural and doc[i - 1].pos_ in NOMINAL and cue.entry.to:
            # 'demande au gouvernement DES mesures'
            return next((t for t in doc[i + 1 : min(i + 5, sent.end)] if t.pos_ in {"NOUN", "PROPN"}), None)
        if token.pos_ == "ADP":
            governed = fold(token) not in page.grammar.contracted or token.pos_ == "ADP"
        elif token.pos_ == "DET" and i > cue.end and governed and doc[i - 1].pos_ != "ADP":
            governed = False
        if token.pos_ == "DET" and not governed:
            head = next((t for t in doc[i + 1 : min(i + 5, sent.end)] if t.pos_ in {"NOUN", "PROPN"}), None)
            if head is not None and _is_time(page, head):
                continue
            return head if head is not None and head.dep_ not in SUBJECTS else None
    return None


def _is_time(page: Page, token: Token) -> bool:
    """Whether a noun without preposition says when ('a dit LE LENDEMAIN')."""
    return token.dep_ in {"obl:mod", "advmod"} or token.lemma_.lower() in page.grammar.time_nouns


def _in_traps(obj: Token, cue: Cue) -> bool:
    return any(fold(t) in cue.entry.traps or t.lemma_.lower() in cue.entry.traps for t in (obj, *obj.children))


def _passive(page: Page, cue: Cue) -> Content | None:
    """'une hausse annoncée par X': content is what was announced, when an agent says by whom."""
    if cue.subject is None:
        return None
    if cue.verb.dep_ == "acl":
        head = cue.verb.head
        if head.lemma_.lower() in cue.entry.traps or page.lexicon.nouns_from(head.lemma_.lower()):
            return None  # 'les allégations avancées par X' names an act of speech, not what was said
        return Content("noun phrase", noun_phrase(head, page.grammar)[0], cue.start)
    patient = next((c for c in cue.verb.children if c.dep_ in SUBJECTS), None)
    if patient is None or patient.lemma_.lower() in cue.entry.traps or patient.pos_ == "PRON":
        return None
    start, end = noun_phrase(patient, page.grammar)
    return Content("noun phrase", start, end)
