"""Where and over which days a figure holds: times and places of its own clause."""

from __future__ import annotations

from collections.abc import Sequence

from selon.extract.figures.nouns import ends_at, phrase_links
from selon.extract.figures.readings import Reading
from selon.extract.figures.words import Page
from selon.model import Entity, Period, Span, Time

EVENTS = frozenset({"killed", "wounded", "missing", "arrested", "displaced", "held", "released", "destroyed"})
BREAKS = frozenset(";:()")
REACH = 160  # characters between a figure and the words of its period or place


def period_of(
    page: Page,
    r: Reading,
    times: Sequence[Time],
    scope: Span,
    *,
    event: bool,
    others: Sequence[Reading],
    said: Span | None,
) -> tuple[Period, Span] | None:
    """The days that a figure is counted over: 'en 28 jours de guerre', 'depuis le 7 octobre', 'entre janvier et avril'.

    `scope` is the sentence, or the content of the statement that gives the figure: times of the telling stay outside.
    `others` are the figures that are no parts of this one, `said` the words that say its measure. A plain day counts for what happened on it (`event`), not for what is measured.
    """
    best: tuple[int, Period, Span] | None = None
    a, b = r.span(page)
    inside = [t for t in times if scope[0] <= t.span[0] and t.span[1] <= scope[1] and (t.start or t.end)]
    for i, t in enumerate(inside):
        distance = t.span[0] - b if t.span[0] >= b else a - t.span[1]
        if not 0 <= distance <= REACH or _apart(page, r, t.span, others, said):
            continue
        k = page.at(t.span[0])
        joined = _joined(page, t, inside[i + 1] if i + 1 < len(inside) else None)
        if joined is not None:
            period, span = joined, (t.span[0], inside[i + 1].span[1])
        elif i and _joined(page, inside[i - 1], t) is not None:
            continue
        elif _led_by(page, k, "open"):
            period, span = Period(start=t.start, end=None), t.span
        elif event or ((t.type == "duration" or t.start != t.end) and _led_by(page, k, "period")):
            if t.start != t.end and not _led_by(page, k, "period"):
                continue
            period, span = Period(start=t.start, end=t.end), t.span
        else:
            continue
        if best is None or distance < best[0]:
            best = (distance, period, span)
    return (best[1], best[2]) if best else None


def _joined(page: Page, t: Time, following: Time | None) -> Period | None:
    """'entre janvier et avril', 'du 3 au 8 août': from the first day of the one to the last of the other."""
    if following is None or t.start is None or following.end is None or t.start > following.end:
        return None
    a, b = page.at(t.span[1]), page.at(following.span[0])
    k = page.at(t.span[0])
    starts, joints = page.lexicon.measures.period_starts, page.lexicon.measures.period_joints
    led = page.before(k) in starts or page.norm(k) in starts
    if led and ((b - a == 1 and page.norm(a) in joints) or (a == b and page.norm(b) in joints)):
        return Period(start=t.start, end=following.end)
    return None


def _apart(page: Page, r: Reading, t: Span, others: Sequence[Reading], said: Span | None) -> bool:
    """Whether another figure or verb stands between a figure and a time after it: then the time is theirs."""
    if t[0] < page.words[r.first].start:
        return False
    stop = page.at(t[0])
    if any(r.stop <= x.first < stop for x in others):
        return True
    for k in range(r.stop, stop):
        word = page.words[k]
        if word.text in BREAKS or (
            page.tags.get(word.start) == "VERB" and not (said and said[0] <= word.start < said[1])
        ):
            return True
    return False


def _led_by(page: Page, k: int, name: str) -> bool:
    """Whether words of a class begin the time, or stand right before it (an article between)."""
    links = phrase_links(page, name)
    if any(all(page.after(k + x) == w if x else page.norm(k) == w for x, w in enumerate(p)) for p in links):
        return True
    if ends_at(page, k, links) is not None:
        return True
    article = page.before(k) in page.lexicon.sets["fraction-determiners"]
    return article and ends_at(page, k - 1, links) is not None


def place_of(
    page: Page, r: Reading, entities: Sequence[Entity], scope: Span, banned: Sequence[Span]
) -> tuple[str, Span] | None:
    """The place or country that the figure's clause names after a word of place ('à Gaza', 'dans la ville de X')."""
    a, b = r.span(page)
    best: tuple[int, str, Span] | None = None
    for e in entities:
        if e.kind not in ("place", "country"):
            continue
        for m in e.mentions:
            if m[0] < scope[0] or m[1] > scope[1] or any(max(m[0], x) < min(m[1], y) for x, y in banned):
                continue
            distance = m[0] - b if m[0] >= b else a - m[1]
            k = page.at(m[0])
            led = ends_at(page, k, phrase_links(page, "place")) is not None or (
                page.before(k) in page.lexicon.sets["fraction-determiners"]
                and ends_at(page, k - 1, phrase_links(page, "place")) is not None
            )
            if 0 <= distance <= REACH and led and (best is None or distance < best[0]):
                best = (distance, e.id, m)
    return (best[1], best[2]) if best else None
