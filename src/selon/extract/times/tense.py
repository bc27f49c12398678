"""Whether an expression of time lies behind or ahead of its article: what its verb says.

With a parse the verb is the nearest one above the expression; without one, the nearest verb-like word of the clause,
told by the endings that the calendar lists. Words of planning (`devait se rendre vendredi`) look ahead in any tense.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from selon.extract.times.calendar import Grammar
from selon.extract.times.words import Words
from selon.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

AHEAD, BEHIND, NOW = "future", "past", "present"
REACH = 30
OVER_BOUNDARY = 12


def _feature(token: Token, name: str) -> str:
    """A morphological feature of a token, "" where it has none."""
    return (token.morph.get(name, []) or [""])[0]


class Tenses:
    """The tenses of a text's verbs, asked for expression by expression."""

    def __init__(self, grammar: Grammar, words: Words, doc: Doc | None) -> None:
        t = grammar.calendar.tense
        self.words = words
        self.doc = doc if doc is not None and doc.has_annotation("DEP") and doc.has_annotation("MORPH") else None
        self.plan = frozenset(t.plan)
        self.plan_verbs = frozenset(t.plan_verbs) | self.plan
        self.past = frozenset(t.past)
        self.auxiliaries = frozenset(t.auxiliaries)
        self.not_future = frozenset(t.not_future)
        self.future_endings = tuple(t.future_endings)
        self.plain_future_endings = tuple(t.plain_future_endings)
        self.participle_endings = tuple(t.participle_endings)
        self.opening_endings = tuple(t.opening_endings)
        self.imperfect_endings = tuple(t.imperfect_endings)
        self.boundaries = frozenset(t.boundaries)
        self.ends = frozenset((".", "!", "?", "…"))
        self.ahead_before = frozenset(t.ahead_before)
        self.behind_before = frozenset(t.behind_before)
        self.before_links = frozenset(t.before_links)
        self.come = frozenset(t.come)
        self.moved = frozenset(t.moved)
        self.promised_before = frozenset(t.promised_before)
        self.noun_links = frozenset(grammar.calendar.counting.noun_links)

    def of(self, tokens: tuple[int, int], span: Span, within: Span | None = None) -> str | None:
        """The tense that governs the expression at these tokens; None where nothing shows it.

        `within` is the quotation that holds it, whose days no verb outside governs: « Rien avant lundi », a-t-il dit.
        """
        before = self._preposition(tokens)
        if self._opens_clause(tokens) or before in self.behind_before:
            return BEHIND
        near = self.words.before(tokens[0])
        if (near in self.plan and near.endswith(self.participle_endings)) or (before in self.moved and before != near):
            return AHEAD  # la rencontre prévue samedi est reportée à mardi
        parsed = self._parsed(span, before, within) if self.doc is not None else None
        tense = parsed or self._nearest(tokens, within)
        # 'pas de tram avant lundi, prévient la direction': no verb, or a present, makes the day one that is past
        return AHEAD if before in self.ahead_before and tense in (None, NOW) else tense

    def _preposition(self, tokens: tuple[int, int]) -> str:
        """The word that ties an expression to its clause: `depuis`, `avant`, the first of `jusqu'à` or `à partir de`."""
        k = tokens[0]
        while self.words.before(k) in self.before_links:
            k -= 1
        return self.words.before(k)

    def _opens_clause(self, tokens: tuple[int, int]) -> bool:
        """Whether a participle opens the sentence right before, and a comma ends its clause: `Arrêté mardi, il sera …`."""
        k = tokens[0] - 1
        if k < 0 or not self.words.tokens[k].first or self.words.after(tokens[1]) != ",":
            return False
        return self.words.norm(k).endswith(self.opening_endings)

    def sure(self, tokens: tuple[int, int], span: Span) -> bool:
        """Whether parse and words agree on the tense and the expression hangs on a verb itself."""
        if self._preposition(tokens) in self.behind_before:
            return True
        if self.doc is None:
            return False
        inside = self.doc.char_span(span[0], span[1], alignment_mode="expand")
        if inside is None:
            return False
        head = inside.root.head
        direct = head.pos_ in ("VERB", "AUX") and _feature(head, "VerbForm") != "Inf"
        return direct and self._parsed(span) == self._nearest(tokens)

    def hangs_on_noun(self, tokens: tuple[int, int]) -> bool:
        """Whether a preposition ties it to a noun (`l'attaque du 7 octobre`): then the verb says nothing of its time."""
        return self.words.before(tokens[0]) in self.noun_links

    def apposed(self, tokens: tuple[int, int], span: Span) -> bool:
        """Whether a noun or adjective without a verb follows a comma and it: `, aujourd'hui professeur à Beyrouth`."""
        if self.doc is None or self.words.before(tokens[0]) != ",":
            return False
        inside = self.doc.char_span(span[0], span[1], alignment_mode="expand")
        if inside is None or inside.end >= len(self.doc):
            return False
        after = self.doc[inside.end]
        return after.pos_ in ("NOUN", "ADJ") and after.text[0].islower()

    def _parsed(self, span: Span, before: str = "", within: Span | None = None) -> str | None:
        """The tense of the nearest verb above the span in the parse; a present above a noun that holds it says nothing.

        `before` is the preposition of the expression: `a promis une réunion avant la Toussaint` looks forward to it.
        """
        assert self.doc is not None
        inside = self.doc.char_span(span[0], span[1], alignment_mode="expand")
        if inside is None:
            return None
        token: Token = inside.root
        nominal = False
        for _ in range(12):
            if within is not None and not within[0] <= token.idx < within[1]:
                return None
            if token.pos_ in ("VERB", "AUX") or any(c.dep_.split(":")[0] in ("cop", "aux") for c in token.children):
                promised = before in self.promised_before and token.lower_ in self.plan_verbs
                tense = AHEAD if promised else self._of_verb(token, lasting=before in self.ahead_before)
                if tense is not None:
                    return None if nominal and tense == NOW else tense
            elif token.lower_ in self.plan:
                return AHEAD
            if token.head.i == token.i:
                return None
            nominal = nominal or token.dep_.split(":")[0] in ("nsubj", "appos", "conj")
            token = token.head
        return None

    def _of_verb(self, verb: Token, *, lasting: bool = False) -> str | None:
        """The tense of a verb with its auxiliaries; planning words count as ahead; bare infinitives say nothing."""
        helpers = [c for c in verb.children if c.dep_.split(":")[0] in ("aux", "cop")]
        if not helpers and verb.dep_ == "xcomp" and _feature(verb, "VerbForm") == "Part" and verb.head.pos_ == "VERB":
            return self._of_verb(verb.head)  # le pont restera fermé jusqu'à la fin de juin
        group = [verb, *helpers]
        if any(t.lower_ in self.plan for t in group):
            return AHEAD
        if "Fut" in {_feature(t, "Tense") for t in group} or any(self._plainly_future(t.lower_) for t in group):
            return AHEAD
        tensed = [t for t in helpers if t.dep_ != "aux:pass"] or helpers[:1] or [verb]
        passive = bool(helpers) and all(t.dep_ == "aux:pass" for t in helpers)
        lead = helpers[0] if passive else tensed[0]
        if _feature(lead, "VerbForm") == "Inf" and (passive or lead.i == verb.i):
            return AHEAD if verb.head.lower_ in self.plan_verbs else None  # doit être jugé lundi
        if _feature(lead, "Mood") == "Cnd" and not helpers and lead.lower_ not in self.past:
            return AHEAD  # a indiqué qu'il se rendrait samedi à Lyon
        if _feature(lead, "Mood") == "Sub" and _feature(lead, "Tense") == "Pres" and (passive or not helpers):
            return AHEAD  # avant que le bilan soit rendu public lundi
        compound = any(
            t.dep_ == "aux:tense" for t in helpers
        )  # s'est ouvert, whose participle may pass for an adjective
        if lasting and passive and _feature(lead, "Tense") == "Pres" and verb.lower_ not in self.come:
            return NOW  # est interrompu jusqu'à lundi
        if compound or {_feature(t, "Tense") for t in group} & {"Past", "Imp"}:
            return BEHIND
        return NOW if any(_feature(t, "Tense") == "Pres" for t in group) else None

    def _plainly_future(self, word: str) -> bool:
        """Whether a verb's form is that of the future and of nothing else."""
        return word.endswith(self.plain_future_endings) and word not in self.not_future

    def _nearest(self, tokens: tuple[int, int], within: Span | None = None) -> str | None:
        """The tense of the nearest verb-like word of the sentence."""
        best: tuple[int, str] | None = None
        for step, start in ((-1, tokens[0] - 1), (1, tokens[1])):
            cost = 0 if step < 0 else 2
            for k in self._walk(start, step):
                if within is not None and not within[0] <= self.words.tokens[k].start < within[1]:
                    break
                cost += OVER_BOUNDARY if self.words.norm(k) in self.boundaries else 1
                tense = self._of_word(k)
                if tense is not None:
                    if best is None or cost < best[0]:
                        best = (cost, tense)
                    break
        return best[1] if best else None

    def _walk(self, start: int, step: int) -> Sequence[int]:
        """Token numbers from `start` to the sentence's edge."""
        out: list[int] = []
        k = start
        while 0 <= k < len(self.words.tokens) and len(out) < REACH:
            token = self.words.tokens[k]
            if step > 0 and token.first:
                break
            if token.norm in self.ends:
                break
            out.append(k)
            if step < 0 and token.first:
                break
            k += step
        return out

    def _of_word(self, k: int) -> str | None:
        """The tense that one word shows by its form."""
        token = self.words.tokens[k]
        word = token.norm
        if word in self.plan:
            return AHEAD
        if word in self.past:
            return BEHIND
        if len(word) < 3 or not word[0].isalpha() or self.words.text[token.start].isupper():
            return None
        if word.endswith(self.future_endings) and word not in self.not_future:
            return AHEAD
        if word.endswith(self.participle_endings) and self._after_auxiliary(k):
            return BEHIND
        if word.endswith(self.imperfect_endings) and len(word) > 4:
            return BEHIND
        return None

    def _after_auxiliary(self, k: int) -> bool:
        """Whether an auxiliary stands within three words before."""
        return any(self.words.norm(j) in self.auxiliaries for j in range(max(0, k - 3), k))
