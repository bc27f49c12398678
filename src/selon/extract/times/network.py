"""A small network of words: patterns such as `[WEEKDAY] DAYNUM MONTH [YEAR]` compiled together, walked once a position.

A pattern is a sequence of words, classes (in capitals), `[optional]` parts and `(one|of|these)`; a backslash takes the
next character as it is. Matching is linear in what can begin an expression: most words begin none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selon.extract.times.words import Spot, Words, norms

ATOM = re.compile(r"\\.|[\[\]()|]|(?:\\.|[^\s\[\]()|])+")

ANY_WORD, EDGE_OF_LINE = "ANY", "EOL"  # one word whatever it is; the end of a line, which takes no word

Capture = tuple[str, Spot]


@dataclass(slots=True)
class State:
    """Where a walk may stand: the words and classes that lead on, and the patterns that end here."""

    words: dict[str, list[int]] = field(default_factory=dict)
    classes: dict[str, list[int]] = field(default_factory=dict)
    free: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)


class Network:
    """States of all patterns; state 0 is the start."""

    def __init__(self) -> None:
        self.states: list[State] = [State()]

    def state(self) -> int:
        """A new state's number."""
        self.states.append(State())
        return len(self.states) - 1

    def close(self) -> None:
        """Folds free steps into the states that they leave, so that walking needs none."""
        reach: list[list[int]] = []
        for n in range(len(self.states)):
            seen, todo = [n], [n]
            while todo:
                for m in self.states[todo.pop()].free:
                    if m not in seen:
                        seen.append(m)
                        todo.append(m)
            reach.append(seen)
        closed: list[State] = []
        for seen in reach:
            s = State()
            for m in seen:
                old = self.states[m]
                for table, into in ((old.words, s.words), (old.classes, s.classes)):
                    for key, targets in table.items():
                        into.setdefault(key, []).extend(targets)
                s.ends.extend(e for e in old.ends if e not in s.ends)
            closed.append(s)
        self.states = closed

    def walk(self, words: Words, at: int) -> Iterator[tuple[int, int, tuple[Capture, ...]]]:
        """All matches from token `at`: (pattern, token after the last, captures)."""
        stack: list[tuple[int, int, tuple[Capture, ...]]] = [(0, at, ())]
        states, tokens, spots = self.states, words.tokens, words.spots
        count = len(tokens)
        while stack:
            n, i, caps = stack.pop()
            state = states[n]
            for p in state.ends:
                yield p, i, caps
            for m in state.classes.get(EDGE_OF_LINE, ()):
                if i >= count or "\n" in words.gap(i - 1):
                    stack.append((m, i, caps))
            if i >= count or (i > at and tokens[i].opens):
                continue
            for m in state.classes.get(ANY_WORD, ()):
                stack.append((m, i + 1, caps))
            for m in state.words.get(tokens[i].norm, ()):
                stack.append((m, i + 1, caps))
            for spot in spots.get(i, ()):
                for m in state.classes.get(spot.cls, ()):
                    stack.append((m, spot.stop, (*caps, (spot.cls, spot))))


def compile_pattern(network: Network, match: str, index: int, classes: frozenset[str]) -> None:
    """Adds a pattern to a network under `index`; `ValueError` where brackets do not pair or a class is unknown."""
    atoms = ATOM.findall(match)
    end, rest = _sequence(network, atoms, 0, 0, classes, match)
    if rest != len(atoms):
        raise ValueError(f"unpaired bracket in {match!r}")
    network.states[end].ends.append(index)


def _sequence(
    net: Network, atoms: list[str], k: int, start: int, classes: frozenset[str], match: str
) -> tuple[int, int]:
    """Adds atoms from `k` up to a closing bracket or a bar; the state reached and the atom after."""
    at = net.state()
    net.states[start].free.append(at)
    while k < len(atoms) and atoms[k] not in ("]", ")", "|"):
        atom = atoms[k]
        if atom in ("[", "("):
            close = "]" if atom == "[" else ")"
            after = net.state()
            k += 1
            while True:
                end, k = _sequence(net, atoms, k, at, classes, match)
                net.states[end].free.append(after)
                if k >= len(atoms) or atoms[k] not in ("|", close):
                    raise ValueError(f"unpaired bracket in {match!r}")
                k += 1
                if atoms[k - 1] == close:
                    break
            if atom == "[":
                net.states[at].free.append(after)
            at = after
        elif atom in classes:
            after = net.state()
            net.states[at].classes.setdefault(atom, []).append(after)
            at, k = after, k + 1
        elif atom.isupper() and len(atom) > 1:
            raise ValueError(f"unknown class {atom} in {match!r}")
        else:
            for word in norms(atom.replace("\\", "")):
                after = net.state()
                net.states[at].words.setdefault(word, []).append(after)
                at = after
            k += 1
    return at, k
