"""Expressions of time as read, before any day is known: what they say, with the blanks that an article's day fills."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from selon.extract.times.calendar import Form, Grammar, Pattern
from selon.extract.times.network import Capture
from selon.extract.times.words import Words
from selon.model import Span

DAYLIKE = frozenset({"date", "follow", "feast", "ago"})


@dataclass(frozen=True, slots=True)
class Expression:
    """One expression: `form` says how it is resolved; absent fields are what its words leave open.

    `tokens` are its first token and the one after its last, `tense` what its verb says ("past", "future", "present"),
    `shift` a count of `unit`s (with sign) from the article's day or, where the form is "follow", from another.
    `number` is None for a vague count (`quelques jours`).
    """

    form: Form
    span: Span
    rule: str
    tokens: tuple[int, int]
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    shift: int | None = None
    number: float | None = None
    unit: str | None = None
    part: str | None = None
    clock: tuple[int, int] | None = None
    season: str | None = None
    toward: int | None = None
    value: str | None = None
    edge: str | None = None
    later: tuple[int | None, int | None, int | None] | None = None
    tense: str | None = None
    noun: bool = False
    quoted: bool = False
    sentence: int = 0
    evidence: tuple[Span, ...] = field(default=())

    @property
    def names_day(self) -> bool:
        """Whether it points to one day (perhaps with an hour)."""
        if self.form == "date":
            return True
        if self.form == "feast":
            return True
        return self.form in ("follow", "ago") and self.unit == "D" and self.number is not None


def read_expressions(grammar: Grammar, words: Words) -> list[Expression]:
    """All expressions of a text in its order, neighbours joined."""
    found: list[tuple[int, int, Pattern, tuple[Capture, ...]]] = []
    i, count = 0, len(words.tokens)
    start = grammar.network.states[0]
    while i < count:
        if words.tokens[i].norm not in start.words and i not in words.spots:
            i += 1
            continue
        best: tuple[int, int, tuple[Capture, ...]] | None = None
        for p, stop, caps in grammar.network.walk(words, i):
            if best is not None and (stop, -p, len(caps)) <= (best[0], -best[1], len(best[2])):
                continue
            if _fits(grammar, words, p, i, stop, caps):
                best = (stop, p, caps)
        if best is None:
            i += 1
            continue
        found.append((i, best[0], grammar.calendar.pattern[best[1]], best[2]))
        i = best[0]
    out: list[Expression] = []
    for first, stop, pattern, caps in found:
        out.extend(_build(grammar, words, first, stop, pattern, caps))
    return join_neighbours(grammar, words, out)


def _fits(g: Grammar, w: Words, p: int, i: int, stop: int, caps: tuple[Capture, ...]) -> bool:
    """Whether a match's surroundings and words allow it."""
    guard, pattern = g.guards[p], g.calendar.pattern[p]
    before, after = w.before(i), w.after(stop)
    if guard.before and before not in guard.before:
        return False
    if guard.after and after not in guard.after:
        return False
    if before in guard.not_before or after in guard.not_after:
        return False
    if pattern.needs:
        inside = {t.norm for t in w.tokens[i:stop]}
        if not inside & set(pattern.needs) and not any(c in pattern.needs for c, _ in caps):
            return False
    slots = dict(caps)
    if pattern.units and "UNIT" in slots and slots["UNIT"].value not in pattern.units:
        return False
    if "PART" in slots and slots["PART"].value in pattern.not_parts:
        return False
    if pattern.year_range and "YEAR" in slots:
        year = slots["YEAR"].value
        if not isinstance(year, int) or not pattern.year_range[0] <= year <= pattern.year_range[1]:
            return False
    if pattern.form == "month" and len(caps) == 1:  # the planet Mars, a Mrs Avril: a month alone is written small
        t = w.tokens[caps[0][1].start]
        if w.text[t.start].isupper() and not t.first and not w.text[t.start : t.end].isupper():
            return False
    if pattern.form == "duration":
        return _lasts(g, w, i, stop, caps)
    return True


def _lasts(g: Grammar, w: Words, i: int, stop: int, caps: tuple[Capture, ...]) -> bool:
    """Whether a count of units is a duration: not an age (`un lycéen de 17 ans`), not `un jour`."""
    slots = dict(caps)
    unit = slots.get("UNIT")
    number = slots.get("NUM")
    if unit is None:
        return True
    word = w.norm(unit.start)
    if number is not None and w.norm(number.start) in g.sets["one"] and word in g.sets["not_one"]:
        return False
    if unit.value != "Y" or (number is None and "DOZEN" not in slots):
        return True
    before = w.before(i)
    if before in g.sets["age_before"]:
        return False
    k = i
    while k > 0 and w.before(k) in (",", "et", "à", "-", "ou") and "NUM" in {s.cls for s in w.spots.get(k - 2, [])}:
        k -= 2  # 18, 24 et 26 ans
    before = w.before(k)
    after = w.after(stop)
    if before in g.sets["of"]:
        k -= 1
        while w.before(k) in g.sets["about"]:
            k -= 1
        noun = w.before(k)
        return noun in g.sets["lasting"] or not noun[0].isalpha()
    if before in g.sets["articles"] and "ABOUT" in slots:
        return False
    if before in (",", "(") and after in (",", ")", ".", "¶", "et"):  # Jean Petit, 87 ans, a été heurté
        name = w.tokens[k - 2] if k >= 2 else None
        return not (name is not None and w.text[name.start].isupper())
    return True


def _build(
    g: Grammar, w: Words, first: int, stop: int, pattern: Pattern, caps: tuple[Capture, ...]
) -> Iterable[Expression]:
    """The expressions that a match says (one, but for `de 10 h à 12 h`)."""
    lead = first
    if not pattern.keep:
        while lead < stop - 1 and w.norm(lead) in g.sets["prepositions"]:
            lead += 1
    span = (w.tokens[lead].start, w.tokens[stop - 1].end)
    many: dict[str, list[int | float | str | tuple[int, ...]]] = {}
    for cls, spot in caps:
        many.setdefault(cls, []).append(spot.value)

    def ints(cls: str) -> list[int]:
        return [int(v) for v in many.get(cls, []) if isinstance(v, int | float)]

    def text(cls: str) -> str | None:
        v = many.get(cls)
        return str(v[0]) if v else None

    days, months, years, weekdays = ints("DAYNUM"), ints("MONTH"), ints("YEAR"), ints("WEEKDAY")
    toward = pattern.toward
    if toward is None:
        near = ints("LAST") + ints("NEXT")
        toward = near[0] if near else None
    e = Expression(
        form=pattern.form, span=span, rule=f"time:{pattern.name}", tokens=(lead, stop), toward=toward,
        year=years[-1] if years else None, month=months[-1] if months else None, day=days[0] if days else None,
        weekday=weekdays[0] if weekdays else None, shift=pattern.shift, unit=pattern.unit or text("UNIT"),
        part=pattern.part or text("PART"), season=text("SEASON"), value=pattern.value, edge=text("EDGE"),
        number=_count(pattern, many),
    )  # fmt: skip
    if "NUMDATE" in many and isinstance(many["NUMDATE"][0], tuple):
        y, m, d = many["NUMDATE"][0]
        e = replace(e, year=y, month=m, day=d)
    if "DAYWORD" in many:
        e = replace(e, shift=ints("DAYWORD")[0], unit="D")
    if pattern.form in ("date", "follow") and e.shift is not None and e.number is None and e.unit == "D":
        e = replace(e, number=1.0)
    if pattern.form == "clock":
        clock = (many.get("CLOCK") or many.get("HOUR") or [(0, 0)])[0]
        if isinstance(clock, tuple):
            e = replace(e, clock=(clock[0], clock[1]))
        yield e
    elif pattern.form == "clocks":
        for cls, spot in caps:
            if cls in ("CLOCK", "HOUR") and isinstance(spot.value, tuple):
                part = (w.tokens[spot.start].start, w.tokens[spot.stop - 1].end)
                clock_value = (spot.value[0], spot.value[1])
                yield replace(e, form="clock", span=part, tokens=(spot.start, spot.stop), clock=clock_value)
    elif pattern.form in ("days", "night"):
        last = (days[-1] if len(days) > 1 else None, months[-1] if months else None, weekdays[-1] if weekdays else None)
        yield replace(e, month=months[0] if months else None, later=last)
    elif pattern.form == "years":
        yield replace(e, year=years[0], later=(years[-1], None, None))
    elif pattern.form == "decade":
        tens = (ints("YEAR") or ints("YY") or ints("NUM"))[0]
        yield replace(e, year=tens if tens > 99 else 1900 + tens)
    elif pattern.form == "century":
        century = (ints("CENTURY") or ints("ORD"))[0]
        yield replace(e, year=(century - 1) * 100)
    elif pattern.form == "month" and "YY" in many:
        yield replace(e, year=_full_year(ints("YY")[0]))
    elif pattern.form == "year" and "YY" in many:
        yield replace(e, year=_full_year(ints("YY")[0]))
    elif pattern.form == "fraction":
        n = ints("ORD")[0]
        yield replace(e, season=f"{pattern.value}{n}", value=None)
    elif pattern.form == "feast":
        yield replace(e, value=text("FEAST"))
    elif pattern.form == "noon":
        yield replace(e, form="clock", clock=(12, 0) if pattern.part == "T12:00" else (24, 0), part=None)
    else:
        yield e


def _full_year(two: int) -> int:
    """98 → 1998, 12 → 2012."""
    return (1900 if two >= 40 else 2000) + two


def _count(pattern: Pattern, many: dict[str, list[int | float | str | tuple[int, ...]]]) -> float | None:
    """How many units: a number, a dozen word, half a unit; None where vague."""
    values = many.get("NUM") or many.get("DOZEN")
    if pattern.ordinal:
        values = many.get("ORD")
    number = float(values[0]) if values and isinstance(values[0], int | float) else None
    if pattern.fraction is not None:
        return (number or 1.0) * pattern.fraction
    if pattern.half and number is not None:
        return number + 0.5
    return number


def join_neighbours(g: Grammar, w: Words, expressions: list[Expression]) -> list[Expression]:
    """Makes one of neighbours such as `vendredi` and `en fin d'après-midi`; drops parts that only a join may take."""
    joined_only = {f"time:{p.name}" for p in g.calendar.pattern if p.joined}
    out: list[Expression] = []
    for e in expressions:
        while out:
            left = out[-1]
            between = tuple(t.norm for t in w.tokens[left.tokens[1] : e.tokens[0]])
            if len(between) > 4 or w.tokens[e.tokens[0]].opens:
                break
            a, b = role(left), role(e)
            if a is None or b is None or (a, between, b) not in g.joins:
                break
            out.pop()
            e = _merge(left, e)
        out.append(e)
    return [e for e in out if e.rule not in joined_only]


def role(e: Expression) -> str | None:
    """What an expression is to a join: a day without an hour, a part of a day, an hour."""
    if e.form == "clock":
        return "clock"
    if e.form == "part" and e.toward is None:
        return "part"
    if e.names_day and e.clock is None:
        return "day"
    return None


def _merge(left: Expression, right: Expression) -> Expression:
    """The day of one with the part or hour of the other."""
    day, other = (left, right) if role(left) == "day" else (right, left)
    clock = other.clock
    part = other.part if other.part and not other.part.startswith("T") else day.part
    if clock and part in ("AF", "EV") and clock[0] < 12:  # 5 heures de l'après-midi
        clock = (clock[0] + 12, clock[1])
    return replace(
        day, span=(left.span[0], right.span[1]), tokens=(left.tokens[0], right.tokens[1]),
        part=part, clock=clock or day.clock,
    )  # fmt: skip
