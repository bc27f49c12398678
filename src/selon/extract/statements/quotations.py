"""Direct quotations: which cue, before, inside or behind the marks, says whose words they are."""

from __future__ import annotations

from spacy.tokens import Span as Sentence

from selon.extract.statements.adverbials import is_connective, over_connective
from selon.extract.statements.appositions import apposition_end
from selon.extract.statements.cues import Cue
from selon.extract.statements.incises import Incise
from selon.extract.statements.page import Page
from selon.extract.statements.syntax import fold, is_finite, is_infinitive, is_participle, over_label
from selon.language.marks import Quotation
from selon.model import Span

ENDS = ".!?…"
SHORTEST, WHOLE = 2, 4  # words of a sentence in marks that stands alone, with a full stop of its own inside or not
JOINT = (
    8  # words of the narrator that may join two quoted parts of one sentence: '"C'est le seul moyen" à Israël et "…"'
)


def sentence_start(page: Page, i: int) -> int:
    """The first word token of the sentence that token i stands in."""
    start = over_label(page.doc[i].sent, i)
    while start < i and page.doc[start].is_space:
        start += 1
    return start


def before_incise(page: Page, incise: Incise) -> tuple[str, list[Span]] | None:
    """What an incise attributes on its left: the rule's name and the content's spans; None where nothing stands there."""
    doc = page.doc
    inner = page.quotation_of(incise.cue.verb.i)
    if inner is not None and page.quotation_of(incise.start) is inner and inner.open[1] <= doc[incise.start].idx:
        return "incise inside the marks", inside(page, inner, incise)
    i = incise.start
    while i > 0 and (doc[i - 1].text == "," or doc[i - 1].is_space):
        i -= 1
    while i < incise.start and not page.closes(i) and doc[i].text == ",":
        i += 1
        if i == incise.start:
            break
    last = incise.start if page.closes(incise.start) else _last_word(page, incise.start)
    if last is not None and doc[last].pos_ == "CCONJ":
        return "incise", []  # 'P, MAIS, reconnaît X, « Q »'
    if last is None or (last < sentence_start(page, incise.start) and not _broken_off(page, incise, last)):
        return "incise", []
    if page.closes(last):
        return quoted_before(page, last)
    if is_connective(page, sentence_start(page, incise.start), last + 1):
        return "incise", []  # 'PAR AILLEURS, poursuit X, P'
    start = over_connective(page, _clause_start(page, _over_topic(page, incise, last), last), last)
    span = page.clean(start, last + 1)
    return ("incise", [] if span is None else [span])


def _over_topic(page: Page, incise: Incise, last: int) -> int:
    """Where a sentence begins behind a topic and its colon: 'Grève : PAS DE TRAM LUNDI, prévient X', '« Q » : P, résume X'."""
    doc, start = page.doc, sentence_start(page, incise.start)
    colon = next((i for i in range(last, start, -1) if doc[i].text == ":" and page.quotation_of(i) is None), None)
    if colon is None or colon == last:
        return start
    topic = not any(is_finite(t) for t in doc[start:colon]) or page.closes(colon - 1)
    # 'Il appelle à la prudence : P, DIT-IL', 'Son gérant est resté vague : il verra, DIT-IL'
    topic = topic or any(i in page.told for i in range(start, colon)) or any(is_finite(t) for t in doc[colon:last])
    return colon + 1 if topic else start


def _broken_off(page: Page, incise: Incise, last: int) -> bool:
    """Whether a break stands between a quotation and its incise: '« Q », ⏎ raillait-il' goes on in small letters."""
    first = page.doc[incise.cue.start]
    return page.closes(last) and first.text[:1].islower() and incise.cue.start == sentence_start(page, first.i)


def _clause_start(page: Page, start: int, last: int) -> int:
    """Where the clause before an incise begins: behind a semicolon that ends a whole clause, at a relative's end."""
    doc = page.doc
    if fold(doc[last]) in page.grammar.relative_pronouns or doc[last].pos_ == "SCONJ":
        return last + 1
    for i in range(last, start, -1):
        if doc[i].text == ";" and page.quotation_of(i) is None and any(is_finite(t) for t in doc[start:i]):
            return i + 1
    return start


def _last_word(page: Page, i: int) -> int | None:
    """The last token before i that is no comma or space."""
    j = i - 1
    while j >= 0 and (page.doc[j].is_space or page.doc[j].text in {",", "–", "—", "-"}):
        j -= 1
    return j if j >= 0 else None


def inside(page: Page, quotation: Quotation, incise: Incise) -> list[Span]:
    """The words of a quotation around an incise that stands inside its marks."""
    doc = page.doc
    a, b = quotation.inner
    left = (a, doc[incise.start].idx)
    behind = max(incise.source.i, incise.cue.end - 1) + 1
    last = page.token_upto(b)
    close = next((t for t in doc[behind:last] if t.text in {",", ".", "!", "?"}), None)
    if close is not None and close.text == "," and (over := apposition_end(page, close.i, last)) is not None:
        close = doc[over] if over < last else None  # 'a révélé le capitaine, THOMAS LEQUEUX.'
    # nothing but the incise follows, or where the quotation ends is not known
    alone = close is None or (quotation.close is None and close.text != ",")
    right = (b, b) if close is None or alone else (close.idx + len(close), b)
    return [s for s in (strip(page.text, left), strip(page.text, right)) if s is not None]


def strip(text: str, span: Span) -> Span | None:
    """A span without outer white space and commas; None where nothing is left."""
    a, b = span
    while a < b and (text[a].isspace() or text[a] in ",;"):
        a += 1
    while b > a and (text[b - 1].isspace() or text[b - 1] in ",;"):
        b -= 1
    return (a, b) if any(c.isalnum() for c in text[a:b]) else None


def quoted_before(page: Page, close: int) -> tuple[str, list[Span]]:
    """The content that ends with the closing mark at token `close`: the quotation, joined parts, or the whole clause."""
    q = page.quotation_of(close)
    assert q is not None
    opening = page.token_from(q.open[0])
    start = sentence_start(page, opening)
    before = page.doc[opening - 1].text
    label = before == ":" and not any(t.i in page.told for t in page.doc[start:opening])  # 'Lens gagne : « Q », dit X'
    if start >= opening or before == ";" or label:
        return "quotation", [*_reopened(page, q), q.inner]
    first = page.quotation_of(start)
    if first is not None and page.token_from(first.open[0]) <= start:
        parts = [p for p in page.quotations if first.open[0] <= p.open[0] <= q.open[0]]
        between = page.text[first.outer[1] : q.outer[0]]
        if len(between.split()) <= JOINT:
            return "joined quotations", [p.inner for p in parts]
    span = page.clean(start, close + 1)
    assert span is not None
    return "quotation in a clause", [span]


def _reopened(page: Page, q: Quotation) -> list[Span]:
    """The paragraphs of a quotation before its last, each opened again and never closed."""
    index = page.quotations.index(q)
    out: list[Span] = []
    while index > 0:
        before = page.quotations[index - 1]
        if before.close is not None or any(
            c.isalnum() for c in page.text[before.outer[1] : page.quotations[index].open[0]]
        ):
            break
        out.insert(0, before.inner)
        index -= 1
    return out


def cue_before(page: Page, q: Quotation, cues: list[Cue]) -> tuple[str, Cue] | None:
    """The cue that introduces a quotation from the left in the same sentence: 'X a dit : « Q »', 'ajoutant "Q"'."""
    doc = page.doc
    opening = page.token_from(q.open[0])
    left = opening - 1
    while left >= 0 and doc[left].is_space:
        left -= 1
    if left < 0:
        return None
    start = sentence_start(page, opening)
    before = [c for c in cues if start <= c.start and c.end <= opening and page.quotation_of(c.verb.i) is None]
    if doc[left].text == ":":
        speaking = [
            c
            for c in before
            if not _enabled(page, c)
            and not (
                doc[c.start - 1].pos_ == "DET" and is_participle(c.verb) and c.start == c.verb.i
            )  # 'L'ACCUSÉ : « Q »'
            and (c.can("quote") or c.can("clause") or c.can("incise") or c.can("np") or c.can("alone"))
        ]
        return ("colon", speaking[-1]) if speaking else None
    told = [c for c in before if c.group.finite or c.group.inverted is not None or c.gerund or is_infinitive(c.verb)]
    close_by = [c for c in told if c.can("quote") and c.end >= left - 1 and not _is_object(page, c, q)]
    return ("verb and quotation", close_by[-1]) if close_by else None


def _enabled(page: Page, cue: Cue) -> bool:
    """Whether an infinitive only says what something makes possible: 'permet DE POURSUIVRE les recherches : « Q »'."""
    return cue.bare_infinitive and cue.verb.head.lemma_.lower() in page.grammar.modal_verbs


def _is_object(page: Page, cue: Cue, q: Quotation) -> bool:
    """Whether a quoted noun phrase behind a verb is whom it tells something: 'a alerté « LES AUTORITÉS concernées »'."""
    words = page.doc[page.token_from(q.inner[0]) : page.token_upto(q.inner[1])]
    person = "obj" in cue.entry.to and words[0].pos_ == "DET"
    return person and not any(is_finite(t) for t in words)


def follows_at_once(page: Page, end: int, q: Quotation) -> bool:
    """Whether quotation q begins right behind code point `end`, with nothing but spaces and marks between."""
    return not any(c.isalnum() for c in page.text[end : q.open[0]])


def is_whole(page: Page, q: Quotation) -> bool:
    """Whether a quotation is whole sentences: it begins one and nothing but punctuation stands behind it in its last."""
    doc = page.doc
    opening = page.token_from(q.open[0])
    if sentence_start(page, opening) < opening:
        return False
    last = page.token_upto(q.outer[1]) - 1
    rest: Sentence = doc[last + 1 : doc[last].sent.end]
    words = page.text[q.inner[0] : q.inner[1]].split()
    if words and words[-1][-1] in ENDS:
        return len(words) >= SHORTEST  # its own full stop stands inside the marks
    return not any(t.is_alpha for t in rest) and len(words) >= WHOLE


def quotation_after(page: Page, i: int) -> Quotation | None:
    """The quotation that a colon at token i opens."""
    if i >= len(page.doc) or page.doc[i].text != ":":
        return None
    i += 1
    while i < len(page.doc) and page.doc[i].is_space:
        i += 1
    return page.quotation_of(i) if i < len(page.doc) and page.opens(i) else None
