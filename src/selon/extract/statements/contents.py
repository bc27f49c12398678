"""What a cue reports: the clause, infinitive, noun phrase or attribute that follows it, and where that ends."""

from __future__ import annotations

from spacy.tokens import Span, Token

from selon.extract.statements.adverbials import over_telling
from selon.extract.statements.attributes import attribute_content, person_content
from selon.extract.statements.cues import Cue
from selon.extract.statements.draft import RELATIVE, Content
from selon.extract.statements.objects import object_content, oblique_content
from selon.extract.statements.page import Page
from selon.extract.statements.phrases import find_phrases
from selon.extract.statements.relatives import antecedent
from selon.extract.statements.speakers import can_speak, is_person
from selon.extract.statements.syntax import (
    NOMINAL,
    SUBJECTS,
    fold,
    infinitive_at,
    is_finite,
    is_gerund,
    is_infinitive,
    is_participle,
    uncontracted,
)
from selon.language.grammar import load_grammar

REACH = (
    24  # tokens that may stand between a cue and its 'que': 'a déclaré vendredi devant la presse réunie à Tel-Aviv que'
)


def find_content(page: Page, cue: Cue, sent: Span) -> Content | None:
    """The content of a cue by the first of its frames that the words after it fit; None where none does."""
    for frame, finder in (
        ("clause", _governed_clause),
        ("clause", _clause),
        ("question", _question),
        ("infinitive", _infinitive),
        ("person", person_content),
        ("attribute", attribute_content),
        ("oblique", oblique_content),
        ("noun phrase", object_content),
    ):
        found = finder(page, cue, sent)
        if found is not None:
            return found if found.frame else Content(frame, found.start, found.end)
    return None


def _governed_clause(page: Page, cue: Cue, sent: Span) -> Content | None:
    """The clause behind a preposition that a cue takes: 's'attend À CE QUE P', 'se plaint DE CE QUE P', 'plaide POUR QUE P'."""
    doc, g = page.doc, page.grammar
    i = over_telling(page, cue.end, sent)
    marks = {*cue.options("inf"), *cue.options("obl"), *cue.options("to+inf"), *cue.options("obj+inf")}
    if i + 1 < sent.end and fold(doc[i]) in marks and fold(doc[i + 1]) in g.complementizers:
        return Content("clause", i + 2, sent.end)  # 'plaide depuis des années POUR QUE P'
    if i + 2 >= sent.end or f"{fold(doc[i + 1])} {fold(doc[i + 2])}" not in g.question_heads:
        return None
    governed = uncontracted(doc[i], g) in marks and fold(doc[i + 2]) in g.complementizers
    return Content("clause", i + 3, sent.end) if governed else None


def _clause(page: Page, cue: Cue, sent: Span) -> Content | None:
    if not (cue.can("clause") or cue.can("to+clause") or cue.can("obj+clause")):
        return None
    if cue.can("to+clause") and not cue.can("clause") and not _has_addressee(page, cue, sent):
        return None  # 'Elle a appris que P' learns it
    at = complementizer(page, cue, sent, page.grammar.complementizers)
    if at is None:
        return None
    compared = at > cue.end and fold(page.doc[at - 1]) in page.grammar.comparatives
    if compared and not any(is_finite(t) for t in page.doc[at : sent.end]):
        return None  # 'me convenait mieux QUE jouer'
    if f"{fold(page.doc[at - 1])} {fold(page.doc[at])}" in page.grammar.question_heads:
        if page.doc[at - 2].text == ",":
            return None  # 'a demandé un vote, CE QUE le maire a refusé'
        return Content("question", at - 1, sent.end)  # 'a précisé CE QUE coûterait la panne'
    return Content("clause", at + 1, sent.end)


def _has_addressee(page: Page, cue: Cue, sent: Span) -> bool:
    """Whether somebody is told, or a body tells: 'LUI a appris que P', 'apprend AUX ÉLUS que P', 'L'AFP a appris que P'."""
    if cue.group.dative is not None or any(
        fold(t) in page.grammar.dative_clitics for t in page.doc[cue.start : cue.verb.i]
    ):
        return True
    who = cue.subject
    if who is not None and (who.ent_type_ == "ORG" or fold(who) in page.grammar.indefinite_subjects):
        return True
    told = (t for t in page.doc[cue.end : min(cue.end + 4, sent.end)] if t.pos_ in {"NOUN", "PROPN"})
    return any(uncontracted(page.doc[cue.end], page.grammar) in cue.entry_to and can_speak(page, t) for t in told)


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
        if token.text in {":", ";"} or (is_gerund(token) and doc[i - 1].pos_ != "ADP"):
            return None
        if is_finite(token) and token.is_lower and not token.dep_.startswith("acl"):
            return None
    return None


def _introduces(page: Page, cue: Cue, i: int) -> bool:
    """Whether the 'que' at token i opens a clause and is no relative pronoun or comparison."""
    doc, g = page.doc, page.grammar
    between = doc[cue.end : i]
    before = fold(doc[i - 1])
    other = doc[i - 1].pos_ == "VERB" and not is_gerund(doc[i - 1]) and (i - 1 > cue.end or is_finite(doc[i - 1]))
    if i > cue.end and (other or doc[i - 1].lemma_.lower() in g.asked_nouns):
        return False  # 'ne convainc pas X, qui RAPPELLE que P', 'a répondu à la QUESTION que tous se posent'
    if i > cue.end and doc[i - 1].text == "," and cue.can("np") and _names_object(page, between):
        return False  # 'a exclu tout encadrement, QU'elle juge inutile'
    if i > cue.end and before in g.coordinators and cue.can("np") and _names_object(page, between):
        return False  # 'réclame la publication de l'audit ET QUE la direction juge confidentiel'
    if any(phrase.start >= cue.end and phrase.end == i for phrase in find_phrases(page, doc[i].sent)):
        return True  # 'on apprend DE SOURCE SÛRE que P'
    if i > cue.end and (before in g.compound_conjunctions or doc[i - 1].pos_ == "SCONJ"):
        return over_telling(page, cue.end, doc[i].sent) == i  # 'rapportent EN OUTRE que', not 'tandis que'
    if cue.group.negated and before in g.comparatives:
        return False  # 'ne prévoit PLUS QU'une croissance de 0,3 %'
    if before in g.coordinators and any(fold(t) in g.complementizers for t in doc[doc[i].sent.start : cue.start]):
        return False  # 'a affirmé qu'ils avaient paniqué et CRIÉ, et QU'il souffrait'
    if not len(between) or _only_light(page, cue.end, i) or over_telling(page, cue.end, doc[i].sent) == i:
        return True
    if any(fold(t) in g.comparatives or is_infinitive(t) for t in between):
        return False
    if _takes_up(doc[cue.end : i]):
        return False  # 'a proposé une trêve, UNE IDÉE QUE X refuse'
    if before not in g.time_nouns and doc[i - 1].pos_ == "NOUN" and _is_object(cue, doc[cue.end : i]):
        return False  # 'montrer la liberté QUE l'appareil offre'
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


def _names_object(page: Page, words: Span) -> bool:
    """Whether words behind a cue begin with an object of its own: a noun phrase that is neither time nor in a preposition."""
    objects = (t for t in words if t.dep_ == "obj" and t.head.i < words.start and t.pos_ == "NOUN")
    if any(t.lemma_.lower() not in page.grammar.time_nouns for t in objects):
        return True
    light = {"ADV", "PUNCT", "PRON"}
    first = next((t for t in words if t.pos_ not in light or fold(t) in page.grammar.quantifiers), None)
    if first is None or not (first.pos_ == "DET" or fold(first) in page.grammar.quantifiers):
        return False
    noun = next((t for t in words if t.i > first.i and t.pos_ in {"NOUN", "PROPN"}), None)
    return noun is not None and noun.lemma_.lower() not in page.grammar.time_nouns and not is_person(page, noun)


def _takes_up(words: Span) -> bool:
    """Whether words end with a bare indefinite noun phrase behind a comma, which takes up what stands before it."""
    comma = next((t.i for t in reversed(words) if t.text == ","), None)
    if comma is None:
        return False
    phrase = words.doc[comma + 1 : words.end]
    if len(phrase) == 1:
        return phrase[0].pos_ in {"NOUN", "VERB"}  # ', IDÉE que X juge « naïve »', whatever a tagger takes it for
    return len(phrase) in {2, 3} and "Ind" in phrase[0].morph.get("Definite", [])


def _is_object(cue: Cue, words: Span) -> bool:
    """Whether words between a cue and a 'que' are its object: a bare noun phrase, where the cue has none that is told."""
    quantifiers = load_grammar(words[0].lang_).quantifiers  # 'a dit TOUT LE MAL qu'il pensait de N'
    determined = words[0].pos_ == "DET" or fold(words[0]) in quantifiers
    if cue.can("obj+clause") or "obj" in cue.entry.to or cue.group.inverted is not None or not determined:
        return False
    return not any(t.pos_ in {"ADP", "PUNCT"} or t.pos_ == "PROPN" for t in words) and cue.subject is not None


def _only_light(page: Page, start: int, end: int) -> bool:
    """Whether only adverbs, clitics, an infinitive's marks and commas stand between."""
    return all(
        t.pos_ in {"ADV", "PUNCT", "SPACE"} or fold(t) in page.grammar.subject_clitics for t in page.doc[start:end]
    )


def _question(page: Page, cue: Cue, sent: Span) -> Content | None:
    if not cue.can("question"):
        return None
    doc, g = page.doc, page.grammar
    first = over_telling(page, cue.end, sent)
    for i in range(first, min(first + 8, sent.end)):
        word = fold(doc[i])
        pair = f"{word} {fold(doc[i + 1])}" if i + 1 < sent.end else word
        # 'a dit S'attendre à P' asks nothing
        reflexive = word in g.own_reflexives and i + 1 < sent.end and is_infinitive(doc[i + 1])
        if (word in g.question_words and not reflexive) or pair in g.question_heads:
            if word in g.relative_pronouns and doc[i].dep_ in SUBJECTS and doc[i].head.dep_ == "acl:relcl":
                return None
            return Content("question", i, sent.end)
        if doc[i].is_punct or is_finite(doc[i]) or fold(doc[i]) in g.complementizers:
            return None
    return None


def _infinitive(page: Page, cue: Cue, sent: Span) -> Content | None:
    marks = set(cue.options("inf"))
    bare = cue.can("inf") or (cue.can("clause") and _perfect_follows(page, cue, sent))
    to_marks = set(cue.options("to+inf")) | set(cue.options("obj+inf"))
    if not (marks or bare or to_marks):
        return None
    found = _infinitive_after(page, cue, sent, marks=marks, bare=bare, to_marks=to_marks)
    verb = infinitive_at(page.doc, found.start, sent.end) if found is not None else None
    if found is not None and verb is not None and _objectless(page, verb, sent) and antecedent(page, cue) is not None:
        return Content(RELATIVE, verb.i + 1, verb.i + 1)  # 'un BILAN que l'hôpital n'a pas souhaité commenter'
    if found is None or not cue.entry.objects:
        return found
    return found if verb is not None and verb.lemma_.lower() in cue.entry.objects else None


def _objectless(page: Page, verb: Token, sent: Span) -> bool:
    """Whether nothing stands behind an infinitive of the lexicon that says what it is about."""
    closed = verb.i + 1 >= sent.end or page.doc[verb.i + 1].is_punct
    return closed and not page.opens(verb.i + 1) and verb.lemma_.lower() in page.lexicon.verbs


def _later_infinitive(page: Page, i: int, sent: Span) -> int | None:
    """Where a comma and the same mark open another infinitive, if the one behind token i completes a noun."""
    doc = page.doc
    if doc[i - 1].pos_ != "NOUN" or infinitive_at(doc, i + 1, sent.end) is None:
        return None
    marks = (t.i for t in doc[i + 1 : sent.end] if fold(t) == fold(doc[i]) and doc[t.i - 1].text == ",")
    return next((m for m in marks if infinitive_at(doc, m + 1, sent.end) is not None), None)


def _perfect_follows(page: Page, cue: Cue, sent: Span) -> bool:
    """Whether a perfect infinitive stands behind a cue: every verb that reports a clause takes it ('révèle AVOIR DANSÉ')."""
    verb = infinitive_at(page.doc, over_telling(page, cue.end, sent), sent.end)
    if verb is None or verb.lemma_.lower() not in page.grammar.auxiliaries:
        return False
    return any(is_participle(t) for t in page.doc[verb.i + 1 : min(verb.i + 4, sent.end)])


def _infinitive_after(
    page: Page, cue: Cue, sent: Span, *, marks: set[str], bare: bool, to_marks: set[str]
) -> Content | None:
    """An infinitive behind a cue, marked as the frame wants; of 'à X de P' and 'X à P' X is the addressee or target."""
    doc, g = page.doc, page.grammar
    start = over_telling(page, cue.end, sent)
    person = next((t for t in doc[cue.start : cue.verb.i] if fold(t) in g.object_clitics), None)  # 'L'accuse de P'
    mark: str | None = None
    resume = start
    relative = False  # 'exhorte les habitants QUI ONT VU quelque chose à P'
    for i in range(start, min(start + REACH, sent.end)):
        token = doc[i]
        word = fold(token)
        if i < resume:
            continue
        if page.opens(i) and mark is not None:
            inner = next((t for t in doc[i + 1 : min(i + 4, sent.end)] if is_infinitive(t)), None)
            return Content("infinitive", i, sent.end, person) if inner is not None else None
        if word in g.infinitive_markers and token.pos_ == "ADP":
            if fold(doc[i - 1]) in g.compound_conjunctions:
                if infinitive_at(doc, i + 1, sent.end) is None:
                    continue  # 'a déclaré, LORS DE l'assemblée, ne rien savoir'
                return None  # 'exige une baisse AFIN D'aider les jeunes'
            if person is not None and person.i < i - 1 and (later := _later_infinitive(page, i, sent)) is not None:
                resume = later  # 'accuse les détracteurs de son projet DE QUITTER l'UE, de faire P'
                continue
            mark, begin = word.replace("d'", "de"), i + 1
            if infinitive_at(doc, begin, sent.end) is not None:
                normal = g.contracted.get(word, word)
                told = person is None or doc[i - 1].pos_ != "NOUN" or normal in cue.options("obj+inf")
                if not told and person is not None and (person.dep_ == "obj" or not can_speak(page, person)):
                    return None  # 'réclame un audit et un moratoire sur les permis DE construire'
                allowed = to_marks if person is not None else marks | to_marks
                if normal in allowed or (person is not None and normal in marks):
                    return Content("infinitive", begin, sent.end, person)
                return None
            continue
        if is_infinitive(token) or (infinitive_at(doc, i, sent.end) is not None and token.pos_ in {"PRON", "ADV"}):
            if i > start and doc[i - 1].pos_ == "ADP":
                return None  # 'se disent inquiets, SANS donner de détails'
            told = person is None or (
                doc[person.i - 1].pos_ in {"ADP", "DET"} and any(t.pos_ == "ADP" for t in doc[start : person.i])
            )
            if bare and told and (i <= start + 6 or doc[i - 1].text == ",") and (mark is None or person is not None):
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
        relative = relative or word in g.relative_pronouns | g.free_relatives
        if is_finite(token) and token.dep_ not in {"acl:relcl"} and not relative:
            return None
        if token.text in {":", ";"}:
            return None
    return None
