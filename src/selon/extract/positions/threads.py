"""Topics of one thread: wordings that the article itself treats as one share a label."""

from __future__ import annotations

from selon.extract.events.phrases import lemma
from selon.extract.events.settle import Mentions
from selon.extract.positions.desk import Desk, Draft
from selon.extract.statements.syntax import fold, is_gerund, is_infinitive

CONTENT = {"NOUN", "PROPN", "VERB", "ADJ", "NUM"}


def labels(desk: Desk, drafts: list[Draft], holders: list[list[str]], mentions: Mentions) -> list[str]:
    """The label of every draft: the words of the first naming of its thread; of an entity its name.

    One thread are: the same words; an anaphor ('cette possibilité') and the topic before it; what a gerund of the same
    subject goes on about ('a exclu cette possibilité, refusant une trêve'); a bare 'le projet' and the project before;
    two wordings of one holder and stance that share their number and noun ('deux États').
    """
    parent = list(range(len(drafts)))

    def find(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    def join(i: int, j: int) -> None:
        a, b = find(i), find(j)
        parent[max(a, b)] = min(a, b)

    contents = [content(desk, d) for d in drafts]
    names = [_entity(d, mentions) for d in drafts]
    for i, d in enumerate(drafts):
        for j, o in enumerate(drafts[:i]):
            if names[i] is not None or names[j] is not None:
                one = names[i] == names[j]
            else:
                shared = d.stance == o.stance and bool(set(holders[i]) & set(holders[j]))
                one = (
                    bool(contents[i] and contents[i] == contents[j])
                    or d.topic == o.topic
                    or _elaborates(d, o)
                    or _elaborates(o, d)
                    or _short(desk, d, o, contents[i], contents[j])
                    or (shared and _close(desk, d, o, contents[i], contents[j]))
                )
            if one:
                join(i, j)
        if is_anaphor(desk, d):
            before = antecedent(desk, d, drafts[:i])
            if before is not None:
                join(i, before)
    out = []
    for i in range(len(drafts)):
        thread = [k for k in range(len(drafts)) if find(k) == find(i)]
        named = [k for k in thread if not is_anaphor(desk, drafts[k]) and drafts[k].names_topic] or thread
        first = min(named, key=lambda k: (_in_heading(desk, drafts[k]), k))
        out.append(names[first] or label(desk, drafts[first]))
    return out


def content(desk: Desk, d: Draft) -> frozenset[str]:
    """The lemmas of a topic's content words, less words that say nothing of their own."""
    a, b = d.topic
    return frozenset(lemma(t) for t in desk.doc[a:b] if t.pos_ in CONTENT and lemma(t) not in desk.own.vague_heads)


def _entity(d: Draft, mentions: Mentions) -> str | None:
    """The name of the entity that a topic is, where it is one and no proposal about one."""
    if is_infinitive(d.head):
        return None
    i = mentions.of(d.head)
    return mentions.entities[i].name if i is not None else None


def is_anaphor(desk: Desk, d: Draft) -> bool:
    """Whether a topic only points back: 'cette possibilité', 'une telle mesure'."""
    a, b = d.topic
    pointing = any(fold(t) in desk.own.demonstratives for t in desk.doc[a : d.head.i + 1])
    return pointing and lemma(d.head) in desk.own.anaphors and b - a <= 3


def empty(desk: Desk, d: Draft) -> bool:
    """Whether an anaphor says nothing of its own: 'cette possibilité', but not 'cette réforme'."""
    return lemma(d.head) in desk.own.vague_heads or lemma(d.head) not in desk.own.policy_nouns


def antecedent(desk: Desk, d: Draft, before: list[Draft]) -> int | None:
    """The last topic before an anaphor in running text, not in a heading."""
    found = [
        (o.trigger.i, n)
        for n, o in enumerate(before)
        if o.trigger.i < d.trigger.i
        and not _in_heading(desk, o)
        and not is_anaphor(desk, o)
        and o.names_topic
        and o.trigger.sent.start != d.trigger.sent.start
    ]
    return max(found)[1] if found else None


def _in_heading(desk: Desk, d: Draft) -> bool:
    """Whether a draft stands in a heading: a line of its own that no full stop ends."""
    text = desk.page.text
    at = d.trigger.idx
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    line = text[start : end if end >= 0 else len(text)].rstrip().rstrip('"»”')
    return end >= 0 and not line.endswith((".", "!", "?", ":")) and len(line) < 200


def _elaborates(d: Draft, o: Draft) -> bool:
    """'a exclu cette possibilité, REFUSANT une trêve': the participle of the same subject says the same again."""
    return (
        is_gerund(d.trigger)
        and d.trigger.head == o.trigger
        and d.stance == o.stance
        and d.trigger.dep_.startswith(("advcl", "acl", "xcomp"))
    )


def _short(desk: Desk, d: Draft, o: Draft, a: frozenset[str], b: frozenset[str]) -> bool:
    """A definite noun alone stands for the fuller wording with the same head before it: 'ce projet', 'le texte'."""
    same = (
        lemma(d.head) == lemma(o.head)
        and d.head.pos_ == o.head.pos_ == "NOUN"
        and lemma(d.head) not in desk.own.vague_heads - desk.own.anaphors
    )
    definite = any(
        "Def" in c.morph.get("Definite", []) or "Dem" in c.morph.get("PronType", [])
        for c in d.head.children
        if c.dep_ == "det"
    )
    return same and definite and len(a) <= 1 and a <= b | {lemma(d.head)}


def _close(desk: Desk, d: Draft, o: Draft, a: frozenset[str], b: frozenset[str]) -> bool:
    """Two wordings that share most of the shorter one's words, or a number and its noun."""
    if is_infinitive(d.head) and is_infinitive(o.head):
        return lemma(d.head) == lemma(o.head) and len(a & b) >= 2
    numbered = _numbered(desk, d) & _numbered(desk, o)
    return bool(numbered) or (len(a & b) >= 2 and len(a & b) / max(1, min(len(a), len(b))) >= 0.6)


def _numbered(desk: Desk, d: Draft) -> set[tuple[str, str]]:
    a, b = d.topic
    return {
        (lemma(t), lemma(t.head))
        for t in desk.doc[a:b]
        if t.pos_ == "NUM" and t.head.pos_ == "NOUN" and t.dep_ == "nummod"
    }


def label(desk: Desk, d: Draft) -> str:
    """A topic's own words without its determiner and outer marks, spaces made one."""
    a, b = d.topic
    doc = desk.doc
    while (
        a < b - 1
        and (doc[a].pos_ == "DET" or doc[a].is_quote or doc[a].is_punct or doc[a].text in {"«", "“", '"'})
        and doc[a].i != d.head.i
    ):
        a += 1
    x, y = desk.span(a, b)
    return " ".join("".join(c for c in desk.page.text[x:y] if c not in '«»“”"').split())
