"""What the statement rules ask of a parse: verb groups, subjects, noun phrases, sentence edges.

Each question is answered from the parse and checked against position, since labels such as `ccomp` and `appos` are
weak: where the tree is silent or absurd the surface order decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from selon.language.grammar import Grammar, load_grammar

NOMINAL = {"NOUN", "PROPN", "PRON", "NUM", "SYM", "X"}
BARRIERS = {":", ";", "–", "—", "-"}  # a label before them belongs to no phrase: 'Syrie : Human Rights Watch dénonce'
DASHES = {"-", "–", "—"}
ASIDE = 10  # tokens that may part an auxiliary from its participle
LABEL = 12  # tokens that a dateline or label before a dash has at most
VERBAL = {"VERB", "AUX"}
CLAUSAL = {"acl:relcl", "acl", "advcl", "advcl:cleft", "parataxis", "ccomp", "conj"}
SUBJECTS = {"nsubj", "nsubj:pass", "nsubj:caus", "nsubj:outer", "expl:subj"}


def fold(token: Token) -> str:
    """The token's word in lower case with straight apostrophe; of an inverted clitic ('-t-il') the pronoun alone."""
    word = token.lower_.replace("’", "'")
    if len(word) == 1 and token.is_upper and token.pos_ == "ADP":
        return token.lemma_.lower()  # 'A l'en croire', whose capital lacks its accent
    return word.rpartition("-")[2] if word.startswith("-") and len(word) > 1 else word


def uncontracted(token: Token, grammar: Grammar) -> str:
    """The token's folded word, of a contraction the preposition alone: 'de' for 'du', 'à' for 'aux'."""
    word = fold(token)
    return grammar.contracted.get(word, word)


def stands_at(doc: Doc, words: str, i: int, grammar: Grammar) -> bool:
    """Whether a preposition of one or more words begins at token i: 'lors d'une réunion', 'à l'issue du procès'."""
    got = [uncontracted(t, grammar) for t in doc[i : i + len(words.split())]]
    return " ".join(got).replace("d'", "de") == words.replace("' ", "'")


def is_inverted(token: Token, grammar: Grammar) -> bool:
    """Whether the token is a subject clitic behind its verb: the '-t-il' of 'a-t-il dit'."""
    return token.text.startswith("-") and fold(token) in grammar.inverted


def is_participle(token: Token) -> bool:
    """Whether the token is a past participle."""
    return "Part" in token.morph.get("VerbForm", []) and "Past" in token.morph.get("Tense", [])


def is_gerund(token: Token) -> bool:
    """Whether the token is a present participle or gerund ('ajoutant')."""
    return "Part" in token.morph.get("VerbForm", []) and "Past" not in token.morph.get("Tense", [])


def is_infinitive(token: Token) -> bool:
    """Whether the token is an infinitive: by its tag, or as the citation form of a verb with its ending, whatever its tag says."""
    if "Inf" in token.morph.get("VerbForm", []):
        return token.pos_ != "PROPN"  # 'Pour Me Morel', whose title a tagger takes for a verb
    if token.pos_ != "VERB" or token.lower_ != token.lemma_.lower():
        return False
    return token.lower_.endswith(tuple(load_grammar(token.lang_).finite_endings))


def infinitive_at(doc: Doc, i: int, end: int) -> Token | None:
    """The infinitive that begins at token i, over clitics, negations, adverbs and an opening mark."""
    for token in doc[i : min(i + 5, end)]:
        if is_infinitive(token):
            return token
        if token.pos_ not in {"PRON", "ADV", "PUNCT"} or token.text in {",", ":"}:
            return None
    return None


def is_time(token: Token, grammar: Grammar) -> bool:
    """Whether a noun without preposition says when ('a dit LE LENDEMAIN')."""
    return token.dep_ in {"obl:mod", "advmod"} or token.lemma_.lower() in grammar.time_nouns


def is_finite(token: Token) -> bool:
    """Whether the token is a finite verb or auxiliary."""
    return token.pos_ in VERBAL and "Fin" in token.morph.get("VerbForm", []) and not is_infinitive(token)


def is_dash(token: Token) -> bool:
    """Whether a token is a dash with a space before it."""
    return token.text in DASHES and token.i > 0 and bool(token.nbor(-1).whitespace_)


def over_label(sent: Span, end: int) -> int:
    """Where a sentence begins behind a dateline or label: 'Lyon, le 4 mars – P', 'Climat – P'; its start where it has none."""
    doc = sent.doc
    for j in range(sent.start + 1, min(sent.start + LABEL, end)):
        if is_finite(doc[j]) or doc[j].is_quote or doc[j].text == ":":
            break
        if is_dash(doc[j]) and doc[j].whitespace_:
            return int(sent.start) if _parenthesis(sent, j) else j + 1
    return int(sent.start)


def _parenthesis(sent: Span, dash: int) -> bool:
    """Whether a dash opens an aside that a second one closes before a verb: 'Le maire – ABSENT JEUDI – a dit P'."""
    doc = sent.doc
    second = next((j for j in range(dash + 1, min(dash + LABEL, sent.end - 1)) if is_dash(doc[j])), None)
    if second is None or any(is_finite(t) for t in doc[dash:second]):
        return False
    return next((t for t in doc[second + 1 : second + 4] if t.pos_ not in {"PRON", "ADV"}), doc[second]).pos_ in VERBAL


@dataclass(frozen=True, slots=True)
class Group:
    """A verb with its auxiliaries, clitics and the adverbs between: tokens `[start, end)` around `verb`."""

    verb: Token
    start: int
    end: int
    finite: bool
    inverted: Token | None
    reflexive: bool
    negated: bool
    dative: Token | None
    passive: bool
    gerund: bool = False  # by its form, where the tag says otherwise
    shared: bool = False  # a participle joined to another one whose auxiliary it shares
    restricted: bool = (
        False  # 'ne dénombre QUE 62 grévistes', whose 'que' opens no clause and is the group's last token
    )


def verb_group(verb: Token, grammar: Grammar) -> Group:
    """The group of a verb: 'a-t-il cependant ajouté' from any of its parse's auxiliaries or, failing that, by position."""
    doc, sent_start = verb.doc, verb.sent.start
    aux = [
        c
        for c in verb.children
        if c.dep_.startswith(("aux", "cop"))
        and c.pos_ == "AUX"
        and sent_start <= c.i < verb.i
        and not _broken(doc, c.i, verb.i)
    ]
    start = min((c.i for c in aux), default=verb.i)
    if start == verb.i and (is_participle(verb) or verb.pos_ == "ADJ"):
        start = auxiliary_before(verb, grammar)
    inverted = next((t for t in doc[start : min(verb.i + 2, len(doc))] if is_inverted(t, grammar)), None)
    reflexive = negated = False
    dative = None
    i = start - 1
    while i >= sent_start:
        word = fold(doc[i])
        if word in grammar.negations:
            negated = True
        elif word in grammar.own_reflexives and (doc[i].pos_ == "PRON" or "'" in word):
            reflexive = True
        elif word in grammar.reflexives and i > sent_start and fold(doc[i - 1]) in grammar.own_subjects.get(word, ()):
            reflexive = True  # 'je m'inquiète', 'nous nous félicitons'
        elif word in grammar.subject_clitics and _agrees(doc, start, verb.i):
            break
        elif word in grammar.dative_clitics and (doc[i].pos_ == "PRON" or "'" in word):
            dative = doc[i]
        elif word in grammar.object_clitics | grammar.adverbial_clitics and (
            (doc[i].pos_ == "PRON" and doc[i].dep_ not in SUBJECTS)
            or (word.endswith("'") and is_finite(doc[i + 1]))  # 'comme L'affirmait un tract', taken for an article
            or (verb.pos_ == "NOUN" and doc[i - 1].pos_ == "PROPN")  # 'Ada Morel LES juge dérisoires', taken for a noun
        ):
            pass
        else:
            break
        start = i
        i -= 1
    end = verb.i + 1
    if start > sent_start and end < len(doc) and doc[start - 1].is_quote and doc[end].is_quote:
        end += 1  # '« EXIGE » l'accès'
    while negated and end < len(doc) and fold(doc[end]) in grammar.negation_adverbs:
        end += 1  # 'ne nie PAS avoir vu X'
    if inverted is not None and inverted.i == verb.i + 1:
        end = inverted.i + 1
    restricted = negated and _restricts(doc, start, end, grammar)
    return Group(
        verb=verb,
        start=start,
        end=end + restricted,
        finite=any(is_finite(t) for t in doc[start : verb.i + 1])
        or (negated and start < verb.i and is_participle(verb) and not aux)  # 'n'EXCLUT pas', taken for a participle
        or _present_form(verb, start, grammar)
        or (start == verb.i and finite_by_form(verb, grammar)),
        inverted=inverted,
        reflexive=reflexive,
        negated=negated and not restricted,
        dative=dative,
        passive=_passive(verb, start, grammar, reflexive=reflexive),
        restricted=restricted,
    )


def _restricts(doc: Doc, start: int, end: int, grammar: Grammar) -> bool:
    """Whether the negation of tokens `[start, end)` only means 'only': 'ne dénombre QUE 62 grévistes', 'ne table plus QUE sur N'."""
    if end + 1 >= len(doc) or fold(doc[end]) not in grammar.complementizers:
        return False
    adverbs = [t for t in doc[start:end] if fold(t) in grammar.negation_adverbs]
    if any(fold(t) not in grammar.comparatives for t in adverbs):
        return False
    return not adverbs or (doc[end + 1].pos_ == "ADP" and not any(is_finite(t) for t in doc[end : doc[end].sent.end]))


def finite_by_form(verb: Token, grammar: Grammar) -> bool:
    """Whether a bare verb has an ending of the third person that no participle or infinitive of its class has ('CERTIFIE')."""
    return has_finite_ending(fold(verb), verb.lemma_.lower(), grammar)


def has_finite_ending(word: str, lemma: str, grammar: Grammar) -> bool:
    """Whether a word is a third person of a lemma by the endings of its class."""
    return any(
        lemma.endswith(ending) and word == lemma.removesuffix(ending) + form
        for ending, forms in grammar.finite_endings.items()
        for form in forms
    )


def _passive(verb: Token, start: int, grammar: Grammar, *, reflexive: bool) -> bool:
    """Whether a group is passive by its parse or its auxiliary: 'a ÉTÉ demandé', not 's'est dit' nor 'est revenu'."""
    if reflexive or verb.lemma_.lower() in grammar.verbs_with_be:
        return False
    if not is_participle(verb) and verb.pos_ != "ADJ":
        return False
    passives = (c for c in verb.children if c.dep_ == "aux:pass" and c.lemma_.lower() in grammar.copulas)
    if any(not _broken(verb.doc, c.i, verb.i) for c in passives):
        return True  # not '« C'EST, DIT le maire, une honte »'
    return any(t.lemma_.lower() in grammar.copulas for t in verb.doc[start : verb.i])


def _present_form(verb: Token, start: int, grammar: Grammar) -> bool:
    """Whether a bare participle is a present of the same form: '« Q », ÉCRIT X', not 'un texte écrit par X'."""
    if start != verb.i or fold(verb) not in grammar.participles_like_presents:
        return False
    after = verb.doc[verb.i + 1] if verb.i + 1 < verb.sent.end else None
    # '« Q », écrit X', not 'un texte écrit par X' nor 'X, dit « le Chat »'
    return after is not None and fold(after) not in grammar.agent_markers and not after.is_quote


def _agrees(doc: Doc, start: int, end: int) -> bool:
    """Whether 'nous' or 'vous' at i is the subject: the finite verb behind it has its person."""
    verb = next((t for t in doc[start : end + 1] if is_finite(t)), None)
    return (
        verb is not None
        and bool(set(verb.morph.get("Person", [])) & {"1", "2"})
        and "Plur" in verb.morph.get("Number", [])
    )


def auxiliary_before(verb: Token, grammar: Grammar) -> int:
    """The auxiliary left of a participle, over adverbs, clitics and short adverbials: 'a POUR SA PART ajouté'."""
    doc = verb.doc
    auxiliaries = grammar.auxiliaries - grammar.copulas if verb.pos_ == "ADJ" else grammar.auxiliaries
    for i in range(verb.i - 1, max(verb.sent.start, verb.i - 7) - 1, -1):
        token = doc[i]
        if token.lemma_.lower() in auxiliaries and is_finite(token):
            return i
        if (token.is_punct and not token.is_quote) or token.pos_ == "VERB" or token.pos_ == "PROPN":
            break
    if doc[verb.i - 1].text == "," and verb.i - 1 > verb.sent.start:
        comma = next((i for i in range(verb.i - 2, max(verb.sent.start, verb.i - ASIDE), -1) if doc[i].text == ","), 0)
        before = doc[comma - 1] if comma > verb.sent.start else None
        if before is not None and before.lemma_.lower() in auxiliaries and is_finite(before):
            return before.i  # 'ont, POUR LEUR PART, appelé'
    return verb.i


def _broken(doc: Doc, aux: int, verb: int) -> bool:
    """Whether marks or a comma part an auxiliary from its verb; an aside between two commas does not ('a, DE SON CÔTÉ, dénoncé')."""
    between = doc[aux + 1 : verb]
    if any(t.is_quote for t in between):
        return any(t.pos_ not in {"ADV", "PUNCT"} for t in between)  # but 'a « FERMEMENT » démenti'
    commas = [t.i for t in between if t.text == ","]
    return bool(commas) and not (len(commas) == 2 and commas[0] == aux + 1 and verb - aux < ASIDE)


def subtree_edges(token: Token, *, without: frozenset[str] = frozenset()) -> tuple[int, int]:
    """The token range `[start, end)` of a subtree, leaving out children (and all below) of the given relations."""
    left = right = token.i
    stack = [token]
    while stack:
        t = stack.pop()
        left, right = min(left, t.i), max(right, t.i)
        stack.extend(c for c in t.children if c.dep_ not in without and c.sent.start == token.sent.start)
    return left, right + 1


def noun_phrase(head: Token, grammar: Grammar) -> tuple[int, int]:
    """The smallest noun phrase around its head, with title and apposition, without relative clauses.

    A pronoun or clitic is itself. Token range `[start, end)`, trimmed of outer punctuation and prepositions.
    """
    doc = head.doc
    if head.pos_ == "PRON" and not any(c.dep_ in {"nmod", "conj", "acl"} for c in head.children):
        return head.i, head.i + 1
    keep = [head]
    stack = [head]
    while stack:
        for c in stack.pop().children:
            if (
                c.sent.start != head.sent.start
                or c.dep_
                in {
                    "acl:relcl",
                    "case",
                    "mark",
                    "parataxis",
                    "cop",
                    "advcl",
                    "ccomp",
                }
            ) and not (c.dep_ == "case" and c.head != head):
                continue
            if c.dep_ == "cc" and c.head == head:
                continue
            if c.dep_ == "punct" and c.head == head:
                continue
            if c.dep_ == "acl" and c.i > head.i and doc[c.i - 1].is_punct:
                continue
            if (c.dep_ == "conj" and c.pos_ == "VERB") or (c.dep_ not in {"acl", "conj"} and is_finite(c)):
                continue
            if _barred(doc, c, head):
                continue
            keep.append(c)
            stack.append(c)
    ids = {t.i for t in keep}
    left, right = head.i, head.i
    while left - 1 >= head.sent.start and (left - 1 in ids or _bridge(doc, left - 1, ids, -1)):
        left -= 1
    while right + 1 < head.sent.end and (right + 1 in ids or _bridge(doc, right + 1, ids, 1)):
        right += 1
    left, right = _whole_name(doc, left, right)
    return trim(doc, left, right + 1, grammar)


def _barred(doc: Doc, a: Token, b: Token) -> bool:
    """Whether a colon or a dash with spaces stands between two tokens."""
    between = doc[min(a.i, b.i) : max(a.i, b.i)]
    return any(t.text in BARRIERS and (t.text == ":" or (t.i > 0 and bool(doc[t.i - 1].whitespace_))) for t in between)


def _whole_name(doc: Doc, left: int, right: int) -> tuple[int, int]:
    """A phrase widened over the rest of a name that it cuts: 'Santis' → 'De Santis', 'The' → 'The Clarion Ledger'."""
    while left > doc[left].sent.start and doc[left].ent_iob_ == "I" and doc[left].ent_type_ == doc[left - 1].ent_type_:
        left -= 1
    end = doc[right].sent.end
    while (
        right + 1 < end
        and (
            (doc[right].ent_type_ and doc[right + 1].ent_iob_ == "I")
            or (
                (
                    doc[right + 1].pos_ == "PROPN" or doc[right + 1].ent_type_ == "PER"
                )  # a name that a tagger took for a verb
                and doc[right].pos_ in {"NOUN", "PROPN", "ADJ"}
                and doc[right + 1].text[:1].isupper()
            )
        )
    ):
        right += 1  # 'la députée' → 'la députée Élise Caron'
    return left, right


def _bridge(doc: Doc, i: int, ids: set[int], step: int) -> bool:
    """Punctuation or a conjunction inside the phrase: kept when the phrase goes on right behind it."""
    if doc[i].text in BARRIERS and (doc[i].text == ":" or (i > 0 and doc[i - 1].whitespace_)):
        return False
    if not (doc[i].is_punct or doc[i].dep_ in {"cc", "case"} or doc[i].is_space):
        return False
    return i + step in ids or (
        0 <= i + step < len(doc) and doc[i + step].dep_ in {"case", "det"} and i + 2 * step in ids
    )


def trim(doc: Doc, start: int, end: int, grammar: Grammar) -> tuple[int, int]:
    """A token range without outer punctuation, spaces and leading prepositions or conjunctions."""
    while start < end and (
        doc[start].is_space
        or (doc[start].is_punct and not _opens(doc[start]))
        or doc[start].pos_ in {"CCONJ"}
        or (doc[start].pos_ == "ADP" and fold(doc[start]) not in grammar.contracted)
    ):
        start += 1
    while end - start > 1 and doc[start].pos_ in {"ADV", "SCONJ"} and doc[start + 1].pos_ != "ADP":
        start += 2 if doc[start + 1].text == "," else 1  # 'Toutefois, la société', 'notamment le quotidien'
    while end > start and (doc[end - 1].is_space or (doc[end - 1].is_punct and not _closes(doc, start, end))):
        end -= 1
    return start, end


def _opens(token: Token) -> bool:
    return token.is_left_punct or token.is_quote


def _closes(doc: Doc, start: int, end: int) -> bool:
    """Whether the last token closes a bracket or mark that opens inside the range: '(BNPB)', '« Pawn Stars »'."""
    last = doc[end - 1]
    if last.is_quote:
        return any(t.is_quote for t in doc[start : end - 1])
    return last.is_right_punct and any(t.is_left_punct for t in doc[start : end - 1])


def span_of(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """Code points of a token range; of an inverted clitic alone ('-t-il') those of the pronoun."""
    a, b = doc[start].idx, doc[end - 1].idx + len(doc[end - 1])
    if end - start == 1 and doc[start].text.startswith("-"):
        a = b - len(fold(doc[start]))
    return a, b


def sentences(doc: Doc) -> Iterator[Span]:
    """The sentences that hold a word."""
    for sent in doc.sents:
        if any(not t.is_space for t in sent):
            yield sent
