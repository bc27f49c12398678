"""Contents that are noun phrases: objects of a cue, behind a preposition or not, and what a passive or relative clause is about."""

from __future__ import annotations

from spacy.tokens import Span, Token

from selon.extract.statements.adverbials import over_telling
from selon.extract.statements.cues import Cue
from selon.extract.statements.draft import RELATIVE, Content
from selon.extract.statements.nominals import phrase_end
from selon.extract.statements.page import Page
from selon.extract.statements.phrases import find_phrases
from selon.extract.statements.relatives import antecedent
from selon.extract.statements.speakers import can_speak, is_document
from selon.extract.statements.syntax import (
    NOMINAL,
    SUBJECTS,
    fold,
    infinitive_at,
    is_finite,
    is_gerund,
    is_infinitive,
    is_time,
    noun_phrase,
    subtree_edges,
    uncontracted,
)
from selon.language.lexicon import Verb
from selon.language.marks import Quotation


def oblique_content(page: Page, cue: Cue, sent: Span) -> Content | None:
    marked = {f.partition(":")[2] for f in cue.entry.marked} if isinstance(cue.entry, Verb) else set()
    marks = set(cue.options("obl")) | marked
    if not marks:
        return None
    doc, g = page.doc, page.grammar
    start = over_telling(page, cue.end, sent, marks)
    first = _over_addressee(page, cue, _over_bare_time(page, start, sent, marks), sent, marks)
    for i in range(first, min(first + 9, sent.end)):
        word = uncontracted(doc[i], g)
        if word in marks and doc[i].pos_ in {"ADP", "DET"}:
            if (
                i + 2 < sent.end
                and fold(doc[i + 2]) in g.complementizers
                and fold(doc[i + 1]) in g.impersonal_demonstratives
            ):
                return Content("clause", i + 3, sent.end)  # 'a appelé À CE QUE P'
            head = doc[i].head if doc[i].dep_ == "case" else None
            if word in cue.entry.to and head is not None and can_speak(page, head):
                return None  # 'crie À SES ENFANTS', not 'crie À LA FRAUDE'
            if i + 1 < sent.end and infinitive_at(page.doc, i + 1, sent.end) is not None and is_infinitive(doc[i + 1]):
                return Content("oblique", i + 1, sent.end)
            end = phrase_end(page, cue, head, sent) if head is not None and head.i > i else sent.end
            if word in marked and not any(page.opens(j) for j in range(i - 1, end)):
                return None  # 'se souvient de son enfance' says nothing
            return Content("oblique", i - 1 if page.opens(i - 1) else i + 1, end)  # 'appelle « À LA DÉCENCE »'
        if doc[i].pos_ not in {"ADV", "PUNCT"} or doc[i].text in {":", ";"}:
            return None
    return None


def _over_addressee(page: Page, cue: Cue, i: int, sent: Span, marks: set[str]) -> int:
    """Past whom or what a cue speaks to, where one of its own prepositions comes next: 'répond À CHAQUE QUESTION par un « oui »'."""
    doc, g = page.doc, page.grammar
    if i + 2 >= sent.end or uncontracted(doc[i], g) not in cue.entry.to or uncontracted(doc[i], g) in marks:
        return i
    noun = next((t for t in doc[i + 1 : min(i + 4, sent.end)] if t.pos_ in NOMINAL), None)
    behind = sent.end if noun is None else noun.i + 1
    return behind if behind < sent.end and uncontracted(doc[behind], g) in marks else i


def _over_bare_time(page: Page, i: int, sent: Span, marks: set[str]) -> int:
    """Past a bare time before a preposition that the cue itself takes: 'faisait état LA VEILLE de 26 victimes'."""
    doc, g = page.doc, page.grammar
    j = i + (i < sent.end and doc[i].pos_ == "DET")
    timed = j + 1 < sent.end and doc[j].lemma_.lower() in g.time_nouns
    return j + 1 if timed and uncontracted(doc[j + 1], g) in marks else i


def object_content(page: Page, cue: Cue, sent: Span) -> Content | None:
    if not cue.can("np"):
        return None
    doc = page.doc
    gerund = any(is_gerund(t) for t in doc[cue.start : cue.verb.i + 1])
    if cue.group.passive or (cue.verb.dep_ == "acl" and not gerund and not cue.group.finite):
        return _passive(page, cue)
    if any(fold(t) in page.grammar.object_clitics and t.pos_ == "PRON" for t in doc[cue.start : cue.verb.i]):
        # 'CES ARGUMENTS, les syndicats LES rejettent'; of 'comme L'atteste l'histoire' the clitic is the object
        return _relative_object(page, cue) if cue.subject is not None and cue.subject.i < cue.start else None
    if (aside := _behind_condition(page, cue, sent)) is not None:
        noun = object_after(page, cue, sent, aside)
        return None if noun is None else Content("noun phrase", cue.end + 1, phrase_end(page, cue, noun, sent))
    obj = next((c for c in cue.verb.children if c.dep_ in {"obj", "dislocated"} and c.i >= cue.end), None)
    if obj is not None and any(t.text == ":" for t in doc[cue.end : obj.i]):
        return None
    if obj is None or is_time(obj, page.grammar) or obj.i < over_telling(page, cue.end, sent):
        obj = object_after(page, cue, sent) or obj
    first = over_telling(page, cue.end, sent)
    if (obj is None or obj.i > first) and first < sent.end and page.opens(first):
        q = page.quotation_of(first)
        assert q is not None
        if obj is None or not q.open[0] <= doc[obj.i].idx < q.outer[1]:
            return Content("noun phrase", first, _beyond_marks(page, cue, q, sent))
    behind = cue.subject is not None and cue.subject.i >= cue.end and cue.group.inverted is None
    if (obj is None or (behind and obj == cue.subject)) and not cue.group.reflexive:
        return _relative_object(page, cue)
    if obj is None or obj.lemma_.lower() in cue.entry.traps or _in_traps(obj, cue):
        return None
    if cue.entry.objects and not _is_named(page, obj, cue):
        return None
    start = subtree_edges(obj)[0]
    if any(is_finite(t) for t in doc[cue.end : start]):
        return None
    start = max(start, min(over_telling(page, cue.end, sent), obj.i))
    start += doc[start].pos_ == "CCONJ" and start < obj.i  # 'ne conteste NI l'importance ni …'
    return Content("noun phrase", start, phrase_end(page, cue, obj, sent))


def _beyond_marks(page: Page, cue: Cue, q: Quotation, sent: Span) -> int:
    """Where an object ends that begins in marks: 'a révélé « UN VASTE » RÉSEAU DE FRAUDE', 'salue « DES RÉSULTATS » DANS LA LUTTE'."""
    doc, end = page.doc, min(page.token_upto(q.outer[1]), sent.end)
    words = doc[page.token_from(q.inner[0]) : end]
    adverbial = words[0].pos_ == "ADP" and end < sent.end and doc[end].pos_ == "DET"
    if end >= sent.end or any(is_finite(t) for t in words):
        return end
    if not adverbial and doc[end].pos_ not in {"ADP", "NOUN", "ADJ"}:
        return end
    first = end if adverbial else words.start  # 'condamne « avec fermeté » CES ATTAQUES'
    noun = next((t for t in doc[first : min(end + 3, sent.end)] if t.pos_ in {"NOUN", "PROPN"}), doc[end - 2])
    return max(end, phrase_end(page, cue, noun, sent))


def _behind_condition(page: Page, cue: Cue, sent: Span) -> int | None:
    """The token behind a condition between commas: 'promet, S'IL EST ÉLU, la gratuité des bus'."""
    doc = page.doc
    if cue.end + 1 >= sent.end or doc[cue.end].text != "," or fold(doc[cue.end + 1]) not in page.grammar.conditionals:
        return None
    return next((t.i + 1 for t in doc[cue.end + 1 : sent.end - 1] if t.text == ","), None)


def object_after(page: Page, cue: Cue, sent: Span, begin: int | None = None) -> Token | None:
    """The first noun phrase behind a cue that no preposition governs, over adverbials of the telling.

    'a nié, avec émotion, LES ALLÉGATIONS', 'réclament quant à elles LA GRATUITÉ', 'demande au gouvernement DES MESURES'.
    """
    doc = page.doc
    governed = False
    start = over_telling(page, cue.end if begin is None else begin, sent)
    if (noun := _counted(page, start, sent)) is not None:
        return noun
    if (noun := _partitive(page, start, sent)) is not None and not cue.options("obl"):
        return noun
    for i in range(start, min(start + 12, sent.end)):
        token = doc[i]
        if token.pos_ in {"VERB", "AUX", "SCONJ"} or token.text in {":", ";", "(", "."} or page.opens(i):
            return None
        if governed and fold(token) in page.grammar.indefinite_plural and doc[i - 1].pos_ in NOMINAL and cue.entry.to:
            # 'demande au gouvernement DES mesures'
            return next((t for t in doc[i + 1 : min(i + 5, sent.end)] if t.pos_ in {"NOUN", "PROPN"}), None)
        if token.pos_ == "ADP":
            governed = fold(token) not in page.grammar.contracted or token.pos_ == "ADP"
        elif _determines(page, i) and governed and doc[i - 1].pos_ in NOMINAL | {"VERB"}:
            governed = False  # but in 'à TOUS LES élus' the preposition governs on
        if _determines(page, i) and not governed and not (i and doc[i - 1].pos_ in {"ADP", "DET"}):
            head = _determined(page, i, sent)
            if head is not None and head.lemma_.lower() in page.grammar.time_nouns:
                continue
            told = cue.subject is not None and cue.subject.i < cue.start and i == start  # then it is no subject
            return head if head is not None and (told or head.dep_ not in SUBJECTS) else None
    return None


def _determines(page: Page, i: int) -> bool:
    """Whether token i is a determiner, by its tag or as one that taggers take for an adverb ('dément TOUT revirement')."""
    token = page.doc[i]
    return token.pos_ == "DET" or (fold(token) in page.grammar.quantifiers and token.pos_ in {"ADJ", "ADV"})


def _determined(page: Page, i: int, sent: Span) -> Token | None:
    """The noun behind a determiner; a quantifier has the word behind it, whatever its tag, where no noun is near."""
    words = page.doc[i + 1 : min(i + 5, sent.end)]
    noun = next((t for t in words if t.pos_ in {"NOUN", "PROPN"}), None)
    if noun is None and len(words) and fold(page.doc[i]) in page.grammar.quantifiers and words[0].pos_ == "ADV":
        return words[0]
    return noun


def _counted(page: Page, i: int, sent: Span) -> Token | None:
    """The noun behind a number at token i: 'dénombre 62 GRÉVISTES'."""
    if i + 1 >= sent.end or page.doc[i].pos_ != "NUM":
        return None
    noun = next((t for t in page.doc[i + 1 : min(i + 4, sent.end)] if t.pos_ not in {"NUM", "ADJ"}), None)
    if any(fold(t) in page.grammar.adverbial_clitics for t in page.doc[max(i - 3, sent.start) : i]):
        return page.doc[i]  # 'en dénombre 1 990'
    if noun is None or noun.pos_ != "NOUN":
        return None
    asked = noun.i + 1 < sent.end and fold(page.doc[noun.i + 1]) in page.grammar.of  # 'a requis dix ANS DE prison'
    return noun if asked or noun.lemma_.lower() not in page.grammar.time_nouns else None


def _partitive(page: Page, i: int, sent: Span) -> Token | None:
    """The noun of a partitive at token i: 'sollicite DE L'AIDE', 'demande DU soutien'."""
    doc, g = page.doc, page.grammar
    if i + 2 >= sent.end or doc[i].pos_ != "ADP" or uncontracted(doc[i], g) not in g.of:
        return None
    return next((t for t in doc[i + 1 : i + 3] if t.pos_ == "NOUN"), None)


def _relative_object(page: Page, cue: Cue) -> Content | None:
    """The noun before the clause whose object it is: 'UNE INFORMATION que n'a pas confirmée le ministère'."""
    noun = antecedent(page, cue)
    if noun is None or noun.pos_ != "NOUN" or noun.lemma_.lower() in cue.entry.traps:
        return None
    if can_speak(page, noun) and not (cue.group.finite and is_document(page, noun)):
        return None
    if cue.entry.objects and not _is_named(page, noun, cue):
        return None
    told = any(is_finite(t) for t in page.doc[noun.sent.start : noun.i])
    if told and page.lexicon.nouns_from(noun.lemma_.lower()):
        return None  # but of 'UNE VERSION que contredit X' and 'Ces arguments, X les rejette' it is all that is said
    return Content(RELATIVE, cue.end, cue.end)


def _is_named(page: Page, obj: Token, cue: Cue) -> bool:
    """Whether an object is one of the nouns that a cue's entry names, or so many of them: 'a présenté UNE SÉRIE DE PROPOSITIONS'."""
    many = [c for c in obj.children if c.dep_ == "nmod"] if obj.lemma_.lower() in page.grammar.quantity_nouns else []
    return any(t.lemma_.lower() in cue.entry.objects for t in (obj, *many))


def _in_traps(obj: Token, cue: Cue) -> bool:
    return any(fold(t) in cue.entry.traps or t.lemma_.lower() in cue.entry.traps for t in (obj, *obj.children))


def _passive(page: Page, cue: Cue) -> Content | None:
    """'une hausse annoncée par X': content is what was announced, when an agent says by whom."""
    if cue.subject is None:
        return None
    patient = cue.verb.head if cue.verb.dep_ == "acl" else None
    patient = patient or next((c for c in cue.verb.children if c.dep_ in SUBJECTS), None)
    if patient is not None and cue.entry.objects and patient.lemma_.lower() not in cue.entry.objects:
        return None
    if cue.verb.dep_ == "acl":
        head = cue.verb.head
        sources = find_phrases(page, cue.verb.sent)
        if any(p.start <= head.i < p.end for p in sources):
            return None  # 'Selon l'enquête, COMMUNIQUÉE PAR X, P'
        if head.lemma_.lower() in cue.entry.traps or page.lexicon.nouns_from(head.lemma_.lower()):
            return None  # 'les allégations avancées par X' names an act of speech, not what was said
        return Content("noun phrase", noun_phrase(head, page.grammar)[0], cue.start)
    if patient is None or patient.lemma_.lower() in cue.entry.traps or patient.pos_ == "PRON":
        return None
    start, end = noun_phrase(patient, page.grammar)
    joints = page.grammar.relative_pronouns
    # 'dont L'EXISTENCE …'
    start = next((t.i + 1 for t in reversed(page.doc[start : patient.i]) if fold(t) in joints), start)
    return Content("noun phrase", start, end)
