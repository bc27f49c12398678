"""Entities of many articles become actors: by Wikidata id, or by full name where kind and roles are compatible.

A mention never silently becomes an actor. A surname alone, a description ("police", "président de la République"), a
list of names and a place without a Wikidata id join nothing. Of two people of one name whose roles have no word in
common nothing is joined; one without roles goes with neither. What is left open is for people to merge (`corrections`).

Everything here is a pure function of the entities, whatever their order.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from selon.store.folding import fold

# Groups and places share their names with others ("analystes", Saint-Denis): only an identifier joins them.
BY_NAME = frozenset(("person", "organisation", "country"))
LONG = 4  # letters; shorter words (de, la, of) and acronyms show nothing in common


@dataclass(frozen=True, slots=True, order=True)
class Known:
    """An entity of an article, as far as it matters for joining: `article` is any stable key of the article."""

    article: str
    id: str
    kind: str
    name: str
    wikidata: str | None = None
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """The entities of one actor, in order; `how` they were joined (`wikidata`, `name`) is known for each."""

    kind: str
    name: str
    wikidata: str | None
    members: tuple[tuple[Known, str], ...]


def full_name(entity: Known) -> str | None:
    """The folded name by which an entity may be joined with others; `None` where its name alone says too little.

    A person needs two capitalised words that are no initials ("Odile Ferrand", not "Ferrand", "O. Ferrand"). A body needs
    capitals throughout, a country one. No name repeats a role of its own, or lists several.
    """
    if entity.kind not in BY_NAME or "," in entity.name or ";" in entity.name:
        return None
    folded = fold(entity.name)
    if any(folded == r or folded.startswith(f"{r} ") for r in map(fold, entity.roles) if r):
        return None
    words = [w for w in entity.name.replace("-", " ").split() if any(c.isalpha() for c in w)]
    if not words or not words[0].lstrip("«“\"'(").strip()[:1].isupper():
        return None
    if entity.kind == "person":
        # "Jean-Marie" is one given name, not two words.
        capital = [w for w in entity.name.split() if w[0].isupper() and len(w.strip(".")) > 1]
        return folded if len(capital) > 1 and _begins(entity.name) else None
    if entity.kind == "country":
        return folded
    # A single plain word may be any noun at the head of a sentence ("Police"), and many a country has its "Cour suprême":
    # a body needs an acronym, or a name whose words are all capitalised.
    if len(words) == 1:
        # Three letters are too few: PP and BEA are several bodies.
        return folded if len(words[0]) >= LONG and sum(c.isupper() for c in words[0]) > 1 else None
    return folded if all(w[:1].isupper() or any(c.isupper() for c in w[:3]) for w in words if len(w) >= LONG) else None


def _begins(name: str) -> bool:
    """Whether a person's name begins with more than an initial."""
    first = name.split()[0]
    return len([c for c in first.strip(".") if unicodedata.category(c).startswith("L")]) > 1 and not first.endswith(".")


def role_words(roles: Iterable[str]) -> frozenset[str]:
    """The words of roles that can show that two people are one."""
    return frozenset(w for r in roles for w in fold(r).split() if len(w) >= LONG)


class _Union:
    """Joined entities, by their place in the sorted list; each set knows its one Wikidata id."""

    def __init__(self, entities: Sequence[Known]) -> None:
        self.parent = list(range(len(entities)))
        self.wikidata = [e.wikidata for e in entities]

    def find(self, e: int) -> int:
        while self.parent[e] != e:
            self.parent[e] = self.parent[self.parent[e]]
            e = self.parent[e]
        return e

    def join(self, a: int, b: int) -> None:
        """Two sets become one, under the first of their entities, so that order does not matter."""
        a, b = self.find(a), self.find(b)
        if a != b:
            a, b = min(a, b), max(a, b)
            self.parent[b] = a
            self.wikidata[a] = self.wikidata[a] or self.wikidata[b]


def group(entities: Iterable[Known]) -> list[Group]:
    """The actors of some entities, in the order of their first member.

    An entity that nothing names (see `full_name`) and that has no Wikidata id is in none.
    """
    held = sorted(set(entities))
    union = _Union(held)
    heads: dict[str, int] = {}
    names: dict[tuple[str, str], list[int]] = defaultdict(list)
    known: list[int] = []
    for n, e in enumerate(held):
        name = full_name(e)
        if e.wikidata:
            union.join(heads.setdefault(e.wikidata, n), n)
        if name:
            names[e.kind, name].append(n)
        if name or e.wikidata:
            known.append(n)
    for bucket in names.values():
        if len(bucket) > 1:
            _join_by_name(union, bucket, {n: role_words(held[n].roles) for n in bucket})
    sets: dict[int, list[Known]] = defaultdict(list)
    for n in known:
        sets[union.find(n)].append(held[n])
    return [_group(union.wikidata[head], members) for head, members in sorted(sets.items())]


def _join_by_name(union: _Union, bucket: list[int], roles: dict[int, frozenset[str]]) -> None:
    """Joins the entities of one kind and full name where they are compatible.

    Those that share a word of their roles are one, unless two Wikidata ids would meet. Where all that have roles or an
    id are then one, those without join them; where they are several, those without are left alone.
    """
    by_word: dict[str, list[int]] = defaultdict(list)
    for e in bucket:
        for w in roles[e]:
            by_word[w].append(e)
    edges: dict[int, set[int]] = defaultdict(set)
    for same in by_word.values():
        first = union.find(same[0])
        for e in same[1:]:
            other = union.find(e)
            edges[first].add(other)
            edges[other].add(first)
    # Connected by roles: joined only where at most one Wikidata id is among them.
    seen: set[int] = set()
    for start in sorted({union.find(e) for e in bucket}):
        if start in seen:
            continue
        component, todo = {start}, [start]
        while todo:
            for other in edges[todo.pop()] - component:
                component.add(other)
                todo.append(other)
        seen |= component
        if len({union.wikidata[union.find(e)] for e in component} - {None}) < 2:
            for e in component:
                union.join(start, e)
    bare = [e for e in bucket if not roles[e] and union.wikidata[union.find(e)] is None]
    marked = {union.find(e) for e in bucket} - {union.find(e) for e in bare}
    # What has an id but no roles contradicts no roles: the only id of the name takes the only set with roles.
    with_id = [h for h in marked if union.wikidata[h]]
    without_id = [h for h in marked if not union.wikidata[h]]
    if len(with_id) == 1 and len(without_id) == 1:
        said = [any(roles[e] for e in bucket if union.find(e) == h) for h in (with_id[0], without_id[0])]
        if not all(said):
            union.join(with_id[0], without_id[0])
            marked = {union.find(with_id[0])}
    if len(marked) <= 1:
        head = next(iter(marked), None)
        for e in bare:
            union.join(bare[0] if head is None else head, e)


def _group(wikidata: str | None, members: list[Known]) -> Group:
    """The actor of some entities: the name that most articles give, the longer one of two."""
    counts: dict[str, int] = defaultdict(int)
    for e in members:
        counts[e.name] += 1
    name = max(counts, key=lambda n: (counts[n], len(n), n))
    kinds: dict[str, int] = defaultdict(int)
    for e in members:
        kinds[e.kind] += 1
    kind = max(kinds, key=lambda k: (kinds[k], k))
    return Group(kind, name, wikidata, tuple((e, "wikidata" if e.wikidata else "name") for e in members))
