"""What the statement rules ask of a parse: verb groups, subjects, noun phrases, sentence edges.

Each question is answered from the parse and checked against position, since labels such as `ccomp` and `appos` are
weak: where the tree is silent or absurd the surface order decides.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from selon.language.grammar import Grammar, load_grammar

NOMINAL = {"NOUN", "PROPN", "PRON", "NUM", "SYM", "X"}
BARRIERS = {":", ";", "–", "—", "-"}  # a label before them belongs to no phrase: 'Syrie : Human Rights Watch dénonce'
DASHES = {"-", "–", "—"}
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
