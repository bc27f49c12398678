"""The words by which a record is found again after another extraction, or in another edition of the text.

A span is anchored by what it says and by what stands before and after (as a TextQuoteSelector of the W3C). A record is
anchored by its spans: of the new records of its part the one whose words are most the same is the one that is meant, if it is
near enough and no other is as near. Nothing is guessed: what is not found, or found twice, is `Unfit`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from selon.model import Entity, Event, Figure, Ledger, Position, Record, Span, Statement, Time
from selon.store.folding import fold

AROUND = 32  # characters of context on either side
NEAR = 0.5  # least likeness of two records that are the same one
SAME_LENGTH = str.maketrans("\u00a0\u202f\u2009\t\r\n’‘“”–—", "      ''\"\"--")

# The keys under which a record's JSON holds a span, spans, an id of another record, ids.
SPAN_KEYS = frozenset(("span", "cue", "occasion"))
SPANS_KEYS = frozenset(("content", "quoted", "mentions", "because", "unless", "evidence"))
ID_KEYS = frozenset(("entity", "of", "within", "part_of", "statement", "according_to", "place", "where", "who"))
IDS_KEYS = frozenset(("who", "whom"))

PLURALS = {
    "entity": "entities",
    "statement": "statements",
    "figure": "figures",
    "timex": "times",
    "event": "events",
    "position": "positions",
}
# What of a record tells it from others, with weights.
TELLING: dict[str, dict[str, float]] = {
    "entity": {"mentions": 1.0},
    "statement": {"content": 0.5, "cue": 0.3, "source": 0.2},
    "figure": {"span": 1.0},
    "timex": {"span": 1.0},
    "event": {"span": 1.0},
    "position": {"topic": 0.7, "grounds": 0.3},
}

Json = Any  # what `json.loads` gives
Kept = Entity | Statement | Figure | Time | Event | Position


class Unfit(Exception):  # it is an outcome for people to settle, not a fault
    """What no longer fits the text or the records; the message says what and why."""


def quote(text: str, span: Span) -> Json:
    """The anchor of a span: its words, what stands before and after, and where it was."""
    start, end = span
    return {
        "exact": text[start:end],
        "prefix": text[max(0, start - AROUND) : start],
        "suffix": text[end : end + AROUND],
        "start": start,
    }


def find_quote(text: str, anchor: Json) -> Span | None:
    """Where the words of an anchor stand; `None` where they do not, or where two places are equally likely.

    White space, apostrophes, quotation marks and dashes may have changed; letters may not.
    """
    exact, start = anchor["exact"], anchor["start"]
    before, after = anchor["prefix"], anchor["suffix"]
    end = start + len(exact)
    if (
        text[start:end] == exact
        and text[max(0, start - AROUND) : start] == before
        and text[end : end + AROUND] == after
    ):
        return start, end
    plain = text.translate(SAME_LENGTH)
    words = exact.translate(SAME_LENGTH).split()
    if not words:
        return None
    pattern = r"\s+".join(map(re.escape, words))
    before, after = (re.sub(r"\s+", " ", x.translate(SAME_LENGTH)) for x in (before, after))
    found: list[tuple[int, Span]] = []
    for m in re.finditer(f"(?={pattern})", plain):
        stop = re.compile(pattern).match(plain, m.start()).end()  # type: ignore[union-attr] # it matched just now
        ahead = re.sub(r"\s+", " ", plain[max(0, m.start() - 2 * AROUND) : m.start()])
        behind = re.sub(r"\s+", " ", plain[stop : stop + 2 * AROUND])
        found.append((_common(ahead[::-1], before[::-1]) + _common(behind, after), (m.start(), stop)))
    found.sort(reverse=True)
    if not found or (len(found) > 1 and found[0][0] == found[1][0]):
        return None
    return found[0][1]


def _common(a: str, b: str) -> int:
    """How many characters two strings begin with together."""
    n = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        n += 1
    return n


def telling_spans(part: str, record: Kept) -> dict[str, list[Span]]:
    """The spans that tell a record from others, by what they are in it."""
    held: dict[str, list[Span]] = {}
    for key in TELLING[part]:
        if key == "grounds":
            held[key] = [*getattr(record, "because", ()), *getattr(record, "unless", ())]
            continue
        value = getattr(record, key)
        value = getattr(value, "span", value) if isinstance(value, Record) else value
        held[key] = list(value) if isinstance(value, list) else [value] if value else []
    return held


def record_anchor(ledger: Ledger, part: str, record: Kept) -> Json:
    """The anchor of a record: its telling spans as quotes; of an entity also its name and Wikidata id."""
    text = ledger.document.text
    anchor: Json = {
        "part": part,
        "spans": {k: [quote(text, s) for s in v] for k, v in telling_spans(part, record).items()},
    }
    if part == "entity":
        anchor |= {"name": getattr(record, "name", None), "wikidata": getattr(record, "wikidata", None)}
    return anchor


def find_record(ledger: Ledger, anchor: Json) -> Kept | None:
    """The record of a ledger that an anchor means; `None` where none is near enough, or two are equally near."""
    part = anchor["part"]
    text = ledger.document.text
    wanted = {k: [find_quote(text, q) for q in v] for k, v in anchor["spans"].items()}
    scored: list[tuple[float, int, Kept]] = []
    for n, record in enumerate(getattr(ledger, PLURALS[part])):
        scored.append((_likeness(part, anchor, wanted, record), -n, record))
    scored.sort(key=lambda x: x[:2], reverse=True)
    if not scored or scored[0][0] < NEAR or (len(scored) > 1 and scored[0][0] - scored[1][0] < 1e-9):
        return None
    return scored[0][2]


def _likeness(part: str, anchor: Json, wanted: dict[str, list[Span | None]], record: Kept) -> float:
    """From 0 to 1, how much of the words of two records is the same."""
    held = telling_spans(part, record)
    if part == "entity":
        return _entity_likeness(anchor, wanted["mentions"], record, held["mentions"])
    total = 0.0
    weights = TELLING[part]
    told = {k: w for k, w in weights.items() if wanted.get(k) or held[k]}
    for key, weight in told.items():
        sought = wanted.get(key, [])
        lost = sum(1 for s in sought if s is None)
        total += weight * _overlap([s for s in sought if s], held[key], lost)
    return total / sum(told.values()) if told else 0.0


def _overlap(a: list[Span], b: list[Span], lost: int) -> float:
    """The characters in both over the characters in either; words that are not found count against it."""
    left = {i for s in a for i in range(*s)}
    right = {i for s in b for i in range(*s)}
    if not left and not right:
        return 0.0 if lost else 1.0
    share = len(left & right) / len(left | right)
    return share * (len(a) / (len(a) + lost)) if lost else share


def _entity_likeness(anchor: Json, wanted: list[Span | None], record: Kept, held: list[Span]) -> float:
    """Entities: the same id, the same name, and the share of mentions that they have in common."""
    qid, theirs = anchor.get("wikidata"), getattr(record, "wikidata", None)
    if qid and theirs and qid != theirs:
        return 0.0
    mentions = {s for s in wanted if s}
    shared = len(mentions & set(held)) / len(mentions) if mentions else 0.0
    name = 1.0 if fold(str(anchor.get("name"))) == fold(str(getattr(record, "name", ""))) else 0.0
    return min(1.0, 0.5 * shared + 0.4 * name + (0.2 if qid and qid == theirs else 0.0))


def spans_in(value: Json, key: str = "") -> Iterator[Span]:
    """Every span in the JSON of a record, or of some of its fields."""
    if isinstance(value, dict):
        for k, v in value.items():
            yield from spans_in(v, k)
    elif key in SPAN_KEYS and _is_span(value):
        yield (value[0], value[1])
    elif key in SPANS_KEYS and isinstance(value, list | tuple):
        yield from ((s[0], s[1]) for s in value if _is_span(s))


def ids_in(value: Json, key: str = "") -> Iterator[str]:
    """The id of every other record that the JSON of a record points at."""
    if isinstance(value, dict):
        for k, v in value.items():
            yield from ids_in(v, k)
    elif key in ID_KEYS and isinstance(value, str):
        yield value
    elif key in IDS_KEYS and isinstance(value, list | tuple):
        yield from value


def translate(value: Json, *, span: Callable[[Span], Span], id_: Callable[[str], str], key: str = "") -> Json:
    """The JSON of a record with each span and each id put through a function."""
    if isinstance(value, dict):
        return {k: translate(v, span=span, id_=id_, key=k) for k, v in value.items()}
    if key in SPAN_KEYS and _is_span(value):
        return list(span((value[0], value[1])))
    if key in SPANS_KEYS and isinstance(value, list | tuple):
        return [list(span((s[0], s[1]))) for s in value]
    if key in ID_KEYS and isinstance(value, str):
        return id_(value)
    if key in IDS_KEYS and isinstance(value, list | tuple):
        return [id_(x) for x in value]
    return value


def _is_span(value: Json) -> bool:
    return isinstance(value, list | tuple) and len(value) == 2 and all(isinstance(x, int) for x in value)
