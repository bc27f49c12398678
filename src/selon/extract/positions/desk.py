"""What the rules of positions share: the analysed article, both lexicons, drafts, and phrases as spans."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from spacy.tokens import Doc, Token

from selon.extract.events.clauses import entries_of
from selon.extract.events.lexicon import load_events
from selon.extract.events.phrases import Words
from selon.extract.positions.lexicon import StanceLexicon, StanceVerb, StanceWords, load_stances
from selon.extract.statements.page import Page
from selon.extract.statements.syntax import fold, is_finite, is_inverted, noun_phrase, subtree_edges
from selon.extract.statements.verb_groups import verb_group
from selon.language.analysis import Analysis
from selon.language.grammar import load_grammar
from selon.model import Span, Stance, Statement


@dataclass(frozen=True, slots=True)
class Draft:
    """A position that a rule found. `holder` are the heads of who holds it; None: the source of `statement` does."""

    rule: str
    stance: Stance
    trigger: Token
    head: Token
    topic: tuple[int, int]  # tokens
    holder: tuple[Token, ...] | None
    because: tuple[Span, ...] = ()
    unless: tuple[Span, ...] = ()
    statement: str | None = None
    names_topic: bool = True
    evidence: tuple[Span, ...] = field(default=())


@dataclass(frozen=True)
class Desk:
    """One article for the rules of positions."""

    analysis: Analysis
    statements: list[Statement]

    @property
    def doc(self) -> Doc:
        """The parsed article."""
        return self.analysis.doc

    @cached_property
    def page(self) -> Page:
        """The article with its quotations by token."""
        return Page(self.analysis)

    @cached_property
    def words(self) -> Words:
        """The closed classes of clauses."""
        return Words(load_grammar(self.analysis.lang), load_events(self.analysis.lang).words)

    @cached_property
    def lexicon(self) -> StanceLexicon:
        """The vocabulary of positions."""
        return load_stances(self.analysis.lang)

    @property
    def own(self) -> StanceWords:
        """The closed classes of positions."""
        return self.lexicon.words

    @cached_property
    def games(self) -> frozenset[int]:
        """The first tokens of sentences about sport, where to attack and to defend is no stance."""
        sport = self.words.clause.sport
        return frozenset(s.start for s in self.doc.sents if any(t.lemma_.lower() in sport for t in s))

    def verbs_of(self, token: Token) -> tuple[StanceVerb, ...]:
        """The entries of a verb, by its form where the tagger took it for none ('la région CONTESTE la fermeture')."""
        verbs, grammar, word = self.lexicon.verbs, self.words.grammar, fold(token)
        found = entries_of(token, verbs, self.words)
        if found is None and token.pos_ not in {"VERB", "AUX"}:
            bases = (
                word.removesuffix(form) + ending
                for ending, forms in grammar.finite_endings.items()
                for form in forms
                if word.endswith(form)
            )
            found = next((verbs[b] for b in (grammar.irregular_forms.get(word), *bases) if b in verbs), None)
        return found or ()

    def telling(self, token: Token) -> Statement | None:
        """The innermost statement whose content holds a token."""
        return self._innermost.get(token.i)

    @cached_property
    def _innermost(self) -> dict[int, Statement]:
        """Token → the statement of the shortest content that holds it."""
        contents = sorted(((b - a, s.id, a, b, s) for s in self.statements for a, b in s.content), key=lambda c: c[:2])
        out: dict[int, Statement] = {}
        for _, _, a, b, statement in reversed(contents):
            for i in range(self.page.token_upto(a), self.page.token_upto(b)):
                out[i] = statement
        return out

    def cued(self, token: Token) -> Statement | None:
        """The statement whose cue a token stands in."""
        return next((s for s in self.statements if s.cue is not None and s.cue[0] <= token.idx < s.cue[1]), None)

    def quoted(self, token: Token) -> bool:
        """Whether a token stands in a quotation."""
        return self.page.quotation_of(token.i) is not None

    def noun_topic(self, head: Token) -> tuple[int, int]:
        """The tokens of a noun topic: its phrase up to the first clause, condition or reason that hangs on it."""
        start, end = noun_phrase(head, self.words.grammar)
        return self.cut(start, end, head)

    def verb_topic(self, head: Token) -> tuple[int, int]:
        """The tokens of an infinitive or clause topic with its objects, less its conditions, reasons and relative clauses."""
        coordinated = [c for c in head.children if c.dep_ == "conj" and c.pos_ in {"VERB", "AUX"}]
        _, end = subtree_edges(head, without=frozenset({"acl:relcl", "parataxis"}))
        end = min([end, *(self._lead(c) for c in coordinated if c.i > head.i)])
        start = head.i
        if "Fin" in head.morph.get("VerbForm", []):  # 'que les cartes devraient …': the clause from its conjunction on
            mark = next(
                (
                    t.i
                    for t in reversed(self.doc[max(head.sent.start, head.i - 14) : head.i])
                    if self.word(t) in self.words.grammar.complementizers
                ),
                None,
            )
            while (
                mark is not None
                and any(
                    self.word(t) in self.words.grammar.complementizers
                    for t in self.doc[max(mark - 8, head.sent.start) : mark]
                )
                and self.doc[mark].dep_ != "mark"
            ):
                mark = next(
                    t.i
                    for t in reversed(self.doc[max(mark - 8, head.sent.start) : mark])
                    if self.word(t) in self.words.grammar.complementizers
                )
            if mark is not None and self.doc[mark].dep_ == "mark":
                return self.cut(mark + 1, end, head)
        for c in head.children:
            if c.i < head.i and (c.dep_.startswith(("aux", "nsubj", "expl", "cop", "obj", "iobj"))):
                start = min(start, subtree_edges(c, without=frozenset({"acl:relcl"}))[0])
        return self.cut(start, end, head)

    @staticmethod
    def word(token: Token) -> str:
        """The token's word, folded."""
        return fold(token)

    def _lead(self, conjunct: Token) -> int:
        """Where a coordinated part begins, its conjunction and preposition included."""
        return min([conjunct.i, *(c.i for c in conjunct.children if c.dep_ in {"cc", "mark", "case", "punct"})])

    def cut(self, start: int, end: int, head: Token) -> tuple[int, int]:
        """A topic's tokens cut at a condition or reason behind its head, at a participle's clause and at a closing mark."""
        doc = self.doc
        i = head.i + 1
        while i < end:
            t = doc[i]
            marker = self.marker_at(i, (*self.own.conditions, *self.own.reasons, *self.own.against_conditions))
            if (
                marker is not None
                and self._counts(i, marker)
                and not (marker in self.own.idiomatic and self._idiom(i + len(marker.split())))
            ):
                break
            if self.opens_clause(i):
                break
            if t.dep_ == "cc" and self._infinitive_next(i + 1, reach=2 if head.pos_ in {"VERB", "AUX"} else 0):
                break
            if t.is_space or t.text in {";", ":", "…"}:
                break
            if t.text == "," and head.pos_ == "PROPN":
                break
            if (
                t.text == ","
                and i + 1 < end
                and doc[i + 1].dep_ not in {"conj", "amod", "appos", "nmod"}
                and doc[i + 1].dep_ != "cc"
            ):
                break
            if head.pos_ not in {"VERB", "AUX"} and (
                (t.pos_ == "VERB" and t.dep_ in {"acl", "acl:relcl"})
                or (t.pos_ == "PRON" and fold(t) in self.words.grammar.relative_pronouns)
            ):
                break
            i += 1
        end = i
        q = self.page.quotation_of(head.i)
        if q is not None and q.open[0] <= doc[start].idx:
            end = min(end, self.page.token_upto(q.inner[1]))
        while end > start + 1 and (
            doc[end - 1].is_punct
            or doc[end - 1].is_space
            or doc[end - 1].pos_ in {"ADP", "CCONJ", "DET"}
            or fold(doc[end - 1]) in self.words.grammar.relative_pronouns
        ):
            end -= 1
        while start < end - 1 and (doc[start].is_punct or doc[start].is_space):
            start += 1
        return start, max(end, head.i + 1)

    def opens_clause(self, i: int) -> bool:
        """Whether a conjunction at token i begins a clause of its own: 'rejette le plan ET LA HONGRIE SOUTIENT l'accord'."""
        doc, grammar = self.doc, self.words.grammar
        if doc[i].pos_ != "CCONJ":
            return False
        if fold(doc[i]) in self.own.reasons:  # 'CAR la ville paie'
            return True
        for t in doc[i + 1 : doc[i].sent.end]:
            if is_finite(t):
                return t.i > i + 1 and any(n.pos_ in {"NOUN", "PROPN", "PRON"} for n in doc[i + 1 : t.i])
            plain = t.pos_ in {"NOUN", "PROPN", "DET", "ADJ", "NUM", "X"} or fold(t) in grammar.subject_clitics
            if not plain and fold(t) not in grammar.of | grammar.negations | grammar.reflexives:
                return False
        return False

    def _idiom(self, i: int) -> bool:
        """Whether the words from token i make 'sans' an idiom: 'sans délai', 'sans la moindre condition'."""
        return any(t.lemma_.lower() in self.own.idioms for t in self.doc[i : i + 3])

    def marker_at(self, i: int, markers: tuple[str, ...]) -> str | None:
        """The longest of the markers that begins at token i; its last word may be elided or contracted."""
        best = None
        sent = self.doc[i].sent
        for m in markers:
            parts = m.split()
            if i + len(parts) > sent.end or (best is not None and len(best.split()) >= len(parts)):
                continue
            if all(self._says(self.doc[i + n], p) for n, p in enumerate(parts)):
                best = m
        return best

    def _says(self, token: Token, word: str) -> bool:
        said = fold(token)
        contracted = self.words.grammar.contracted.get(said, said)
        return word in {said, contracted}

    def span(self, start: int, end: int) -> Span:
        """The code points of a token range without outer spaces and punctuation."""
        doc = self.doc
        while start < end - 1 and (doc[start].is_space or doc[start].is_punct):
            start += 1
        while end > start + 1 and (doc[end - 1].is_space or doc[end - 1].is_punct):
            end -= 1
        return doc[start].idx, doc[end - 1].idx + len(doc[end - 1])

    def conditions(self, trigger: Token, topic: Token, *, against: bool) -> tuple[Span, ...]:
        """What must hold for a position, or would change it: the words behind 'à condition que', 'tant que', 'sans'."""
        markers = self.own.conditions + (self.own.against_conditions if against else ())
        return self._marked(trigger, topic, markers)

    def reasons(self, trigger: Token, topic: Token) -> tuple[Span, ...]:
        """The purposes and causes that a sentence gives: behind 'car', 'afin de', 'pour' with an infinitive, 'estimant que'."""
        out = list(self._marked(trigger, topic, self.own.reasons))
        for c in trigger.subtree:
            if (
                c.i > trigger.i
                and c.lemma_.lower() in self.own.reason_gerunds
                and "Part" in c.morph.get("VerbForm", [])
            ):
                clause = next((k for k in c.children if k.dep_ in {"ccomp", "xcomp", "obj"} and k.i > c.i), None)
                if clause is not None:
                    a, b = subtree_edges(clause)
                    while a < b - 1 and fold(self.doc[a]) in self.words.grammar.complementizers:
                        a += 1
                    out.append(self.span(a, b))
        return tuple(out)

    def _marked(self, trigger: Token, topic: Token, markers: tuple[str, ...]) -> tuple[Span, ...]:
        out: list[Span] = []
        sent = trigger.sent
        q = self.page.quotation_of(topic.i)
        stop = sent.end
        i = sent.start
        while i < sent.end:
            marker = self.marker_at(i, markers)
            if marker is None:
                i += 1
                continue
            size = len(marker.split())
            after = i + size
            if (
                after >= stop
                or (marker in self.own.idiomatic and self._idiom(after))
                or not self._belongs(i, trigger, topic)
                or not self._counts(i, marker)
            ):
                i = after
                continue
            end = self._clause_end(i, after, sent.end)
            if q is not None and q.open[0] <= self.doc[i].idx < q.inner[1]:
                end = min(end, self.page.token_upto(q.inner[1]))
            if end > after:
                out.append(self.span(after, end))
            i = max(end, after)
        return tuple(out)

    def _counts(self, i: int, marker: str) -> bool:
        """Whether an ambiguous marker is one: 'pour' before an infinitive, 'si' before a clause that is no question."""
        if marker in self.own.plain_if:
            return self.doc[i - 1].pos_ not in {"VERB", "AUX"} and self.doc[i].pos_ != "ADV"
        if marker in self.words.clause.purpose:
            return self._infinitive_next(i + len(marker.split()))
        return True

    def _infinitive_next(self, i: int, *, reach: int = 4) -> bool:
        """Whether an infinitive follows at once, but for clitics, negation and marks."""
        for t in self.doc[i : i + reach]:
            if "Inf" in t.morph.get("VerbForm", []):
                return True
            if t.pos_ in {"NOUN", "DET", "PROPN"}:
                return False
        return False

    def _belongs(self, i: int, trigger: Token, topic: Token) -> bool:
        """Whether a marker's clause modifies the trigger or its topic: no other clause begins between them."""
        first = self.doc[i].sent.start
        if i == first or (i == first + 1 and self.doc[first].is_quote):  # 'Si P, X soutient Y, mais Z le rejette'
            return not any(self._parts(t) for t in self.doc[i : min(trigger.i, topic.i)])
        if i < trigger.i and i < topic.i:
            return False
        between = self.doc[min(trigger.i, topic.i) + 1 : i]
        last = max(trigger.i, topic.i)
        return not any(self._parts(t) or (t.i > last and self._clause(t, trigger)) for t in between)

    def _parts(self, token: Token) -> bool:
        """Whether a token sets what follows apart: 'X soutient le plan ; Y le rejette', 'TANDIS QUE Y le rejette'."""
        apart = token.text in {";", ":"} or self.marker_at(token.i, tuple(self.words.grammar.adversatives)) is not None
        return apart and fold(token) not in self.own.reasons

    def _clause(self, token: Token, trigger: Token) -> bool:
        """Whether a token is the verb of another clause than the trigger's, no incise ('a-t-il dit')."""
        finite = is_finite(token) or (token.pos_ == "VERB" and verb_group(token, self.words.grammar).finite)
        if not finite or token == trigger or (token.head == trigger and token.dep_.startswith(("aux", "cop"))):
            return False
        return not any(is_inverted(c, self.words.grammar) for t in (token, token.head) for c in t.children)

    def _clause_end(self, marker: int, after: int, limit: int) -> int:
        """Where the words of a condition or reason end: at its clause's own punctuation."""
        doc = self.doc
        head = next(
            (
                t
                for t in (doc[marker].head, doc[after - 1].head, doc[after].head)
                if t.i >= after and t.sent.start == doc[marker].sent.start
            ),
            None,
        )
        end = limit
        if head is not None:
            if head.pos_ in {"NOUN", "PROPN", "PRON"} and not any(c.dep_ in {"cop", "nsubj"} for c in head.children):
                return max(min(noun_phrase(head, self.words.grammar)[1], limit), after + 1)
            end = subtree_edges(head)[1]
        i = after
        while i < min(end, limit):
            if doc[i].is_space or doc[i].text in {";", ":", ".", "!", "?"} or (doc[i].text == "," and head is None):
                break
            if self.opens_clause(i):
                break
            i += 1
        return i
