"""Expressions of time as read, before any day is known: what they say, with the blanks that an article's day fills."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from selon.extract.times.calendar import Form, Grammar, Pattern
from selon.extract.times.network import Capture
from selon.extract.times.words import Words
from selon.model import Span

CLOCKS = ("CLOCK", "HOUR", "HOURS")
OLDEST = 115  # a greater number of years is no age
OPENERS = frozenset({":", "«", "“", '"', "(", "[", "-", "–", "—", "•", "/", "|"})  # a sentence may begin after these


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
    adverbial: bool = False  # at the head of its sentence, a frame for what follows: *En* 1997, …
    relative: bool = False  # counted from the day last spoken of: la semaine suivante
    to_the_day: bool = False  # il y a cinq ans jour pour jour
    sure: bool = False  # its tense is that of the verb it hangs on, and the words agree with the parse
    quoted: bool = False
    sentence: int = 0
    evidence: tuple[Span, ...] = field(default=())

    @property
    def names_day(self) -> bool:
        """Whether it points to one day (perhaps with an hour)."""
        if self.form in ("date", "feast", "nth"):
            return True
        return self.form in ("follow", "ago") and self.unit == "D" and self.number is not None


def read_expressions(grammar: Grammar, words: Words) -> list[Expression]:
    """All expressions of a text in its order, neighbours joined, years shared (`du 3 mai au 4 juin 2011`)."""
    return share_years(grammar, words, join_neighbours(grammar, words, scan(grammar, words)))


def scan(grammar: Grammar, words: Words) -> list[Expression]:
    """What the patterns match, from left to right, the longest first; traps take their words and give nothing."""
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
        if pattern.form != "none":
            out.extend(_build(grammar, words, first, stop, pattern, caps))
    return out


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
    counted = slots.get("ORD") or slots.get("YY")
    if pattern.number_from and counted and isinstance(counted.value, int) and counted.value < pattern.number_from:
        return False
    if pattern.year_range and "YEAR" in slots:
        year = slots["YEAR"].value
        if not isinstance(year, int) or not pattern.year_range[0] <= year <= pattern.year_range[1]:
            return False
    if len(caps) == 1 and caps[0][0] in ("MONTH", "WEEKDAY", "SEASON") and _names(w, caps[0][1].start, caps[0][0]):
        return False
    if pattern.form == "feast" and w.after(stop)[0].isalpha() and w.text[w.tokens[stop].start].isupper():
        return False  # Noël Martin
    last = w.tokens[stop - 1]
    if pattern.form == "ref" and pattern.value and w.text[last.start].isupper() and not last.first:
        return w.text[last.start : last.end].isupper()  # interrogé par L'Avenir
    if pattern.form == "duration":
        return _lasts(g, w, i, stop, caps)
    return True


def _names(w: Words, k: int, cls: str) -> bool:
    """Whether a word of the calendar is a name: the planet Mars, Mrs Avril, Crusoe's Vendredi are written large."""
    t = w.tokens[k]
    word = w.text[t.start : t.end]
    if not word[0].isupper() or (word.isupper() and len(word) > 1):
        return False
    if t.first:
        return cls == "MONTH" and w.after(k + 1)[0].isalpha()  # Mars est rouge
    return w.before(k) not in OPENERS or (w.before(k) == "-" and w.gap(k - 1) == "")  # Quatre-Septembre


def _lasts(g: Grammar, w: Words, i: int, stop: int, caps: tuple[Capture, ...]) -> bool:
    """Whether a count of units is a duration: not an age (`un lycéen de 17 ans`), not `un jour`."""
    slots = dict(caps)
    unit = slots.get("UNIT")
    number = slots.get("NUM")
    if unit is None:
        return True
    word, t = w.norm(unit.start), w.tokens[unit.start]
    if w.text[t.start].isupper() and not t.first and not w.text[t.start : t.end].isupper():
        return False  # les Journées du patrimoine
    after = w.after(stop)
    if word in g.sets["count_units"] and after in g.sets["of"]:
        return False  # une quinzaine de jardinières
    k = i
    while w.before(k) in g.sets["about"] or w.before(k - 1) in g.sets["about"]:
        k -= 1  # âgé d'environ 18 ans
    before = w.before(k)
    if number is not None and w.norm(number.start) in g.sets["one"] and word in g.sets["not_one"]:
        return before in g.sets["lasting_before"] and k == i
    if not ("DOZEN" in slots or (word in g.sets["age_units"] and number is not None)) or unit.value != "Y":
        return True
    if number is not None and isinstance(number.value, int | float) and number.value > OLDEST:
        return True
    if (after in g.sets["of"] and w.after(stop + 1) in g.sets["lasting"]) or after in g.sets["lasting_after"]:
        return True  # condamné à deux ans de prison
    while k > 0 and w.before(k) in (",", *g.sets["number_links"]) and "NUM" in {s.cls for s in w.spots.get(k - 2, [])}:
        k -= 2  # 18, 24 et 26 ans
    while w.before(k) in g.sets["only"]:
        k -= 1  # il n'a que 17 ans
    before = w.before(k)
    if before in g.sets["age_before"]:
        return False
    if before in g.sets["of"]:
        k -= 1
        while w.before(k) in g.sets["about"]:
            k -= 1
        return w.before(k) in g.sets["lasting"]
    if before in g.sets["articles"] and ("ABOUT" in slots or k < i):
        return False  # chez les moins de 50 ans
    if before in (",", "(") and after in g.sets["age_after"] | g.sets["number_links"]:  # Jean Petit, 87 ans, …
        name = w.tokens[k - 2] if k >= 2 else None
        return not (name is not None and w.text[name.start].isupper())
    return True


def _build(
    g: Grammar, w: Words, first: int, stop: int, pattern: Pattern, caps: tuple[Capture, ...]
) -> Iterable[Expression]:
    """The expressions that a match says (one, but for `de 10 h à 12 h`)."""
    lead = first + pattern.skip
    if not pattern.keep and not (caps and caps[0][0] == "ABOUT" and caps[0][1].start == first):  # au moins, à peine
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

    days, years, weekdays = ints("DAYNUM"), ints("YEAR"), ints("WEEKDAY") + ints("WEEKDAYS")
    months = ints("MONTH") + ints("MON") + ints("TERM")
    toward = pattern.toward
    if toward is None:
        near = [v for cls in ("LAST", "NEXT", "PRECEDING", "FOLLOWING") for v in ints(cls)]
        toward = near[0] if near else None
    e = Expression(
        form=pattern.form, span=span, rule=f"time:{pattern.name}", tokens=(lead, stop), toward=toward,
        year=years[-1] if years else None, month=months[-1] if months else None, day=days[0] if days else None,
        weekday=weekdays[0] if weekdays else None, shift=pattern.shift, unit=pattern.unit or text("UNIT"),
        part=pattern.part or text("PART"), season=text("SEASON"), value=pattern.value or text("NAMED_DAY"), edge=text("EDGE"),
        number=_count(pattern, many), relative=pattern.relative, to_the_day=pattern.to_the_day,
        adverbial=lead > 0 and w.tokens[lead - 1].first and w.norm(lead - 1) in g.sets["frames"],
    )  # fmt: skip
    if "NUMDATE" in many and isinstance(many["NUMDATE"][0], tuple):
        y, m, d = many["NUMDATE"][0]
        e = replace(e, year=y, month=m, day=d)
    if "DAYWORD" in many:
        e = replace(e, shift=ints("DAYWORD")[0], unit="D")
    if pattern.form in ("date", "follow") and e.shift is not None and e.number is None and e.unit == "D":
        e = replace(e, number=1.0)
    if pattern.form == "clock" or (pattern.form == "duration" and "CLOCK" in many):
        clock = next((many[c][0] for c in CLOCKS if c in many), (0, 0))
        if isinstance(clock, tuple):
            e = replace(e, clock=_twelve_later(clock[0], clock[1], e.part), part=None)
        yield e
    elif pattern.form == "clocks":
        for cls, spot in caps:
            if cls in CLOCKS and isinstance(spot.value, tuple):
                part = (w.tokens[spot.start].start, w.tokens[spot.stop - 1].end)
                clock_value = (spot.value[0], spot.value[1])
                yield replace(e, form="clock", span=part, tokens=(spot.start, spot.stop), clock=clock_value)
    elif pattern.form in ("days", "night"):
        last = (days[-1] if len(days) > 1 else None, months[-1] if months else None, weekdays[-1] if weekdays else None)
        yield replace(e, month=months[0] if months else None, later=last)
    elif pattern.form == "years":
        last_year = years[-1] if len(years) > 1 else _same_century(years[0], ints("YY")[0])
        yield replace(e, year=years[0], later=(last_year, None, None))
    elif pattern.form == "decade":
        tens = (ints("YEAR") or ints("YY") or ints("NUM"))[0]
        yield replace(e, year=tens if tens > 99 else 1900 + tens)
    elif pattern.form == "century":
        century = (ints("CENTURY") or ints("ORD"))[0]
        yield replace(e, year=(century - 1) * 100)
    elif (pattern.form == "month" and "YY" in many) or (pattern.form == "year" and "YY" in many):
        yield replace(e, year=_full_year(ints("YY")[0]))
    elif pattern.form == "nth":
        yield replace(e, number=float((ints("ORD") or [-1])[0]), toward=None)
    elif pattern.form == "fraction":
        n = ints("ORD")[0]
        yield replace(e, season=f"{pattern.value}{n}", value=None)
    elif pattern.form == "feast":
        yield replace(e, value=text("FEAST"))
    elif pattern.form == "noon":
        yield replace(e, form="clock", clock=(12, 0) if pattern.part == "T12:00" else (24, 0), part=None)
    else:
        yield e


def _twelve_later(hour: int, minute: int, part: str | None) -> tuple[int, int]:
    """An hour told with its part of the day: 5 heures de l'après-midi is 17:00."""
    return (hour + 12 if part in ("AF", "EV") and hour < 12 else hour, minute)


def _same_century(year: int, two: int) -> int:
    """2011/12 → 2012, 1999/00 → 2000."""
    return year - year % 100 + two + (100 if two < year % 100 else 0)


def _full_year(two: int) -> int:
    """98 → 1998, 12 → 2012."""
    return (1900 if two >= 40 else 2000) + two


def _count(pattern: Pattern, many: dict[str, list[int | float | str | tuple[int, ...]]]) -> float | None:
    """How many units: a number, a dozen word, half a unit; None where vague."""
    values = many.get("NUM") or many.get("DOZEN")
    if pattern.ordinal:
        values = many.get("ORD")
    if pattern.one:
        return 1.0
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
    part = other.part or day.part
    clock = _twelve_later(*other.clock, day.part) if other.clock else None
    return replace(
        day, span=(left.span[0], right.span[1]), tokens=(left.tokens[0], right.tokens[1]),
        part=part, clock=clock or day.clock,
    )  # fmt: skip


def share_years(g: Grammar, w: Words, expressions: list[Expression]) -> list[Expression]:
    """Gives the first of two linked days or months the year that the second names: `du 3 mai au 4 juin 2011`."""
    out = list(expressions)
    for i in range(len(out) - 2, -1, -1):
        e, later = out[i], out[i + 1]
        if e.form != later.form or e.form not in ("date", "month") or e.year is not None or later.year is None:
            continue
        if e.month is None or later.month is None or e.toward is not None or e.shift is not None:
            continue
        between = tuple(t.norm for t in w.tokens[e.tokens[1] : later.tokens[0]])
        if (
            0 < len(between) <= 2
            and between[0] in g.sets["range_links"]
            and set(between) <= g.sets["range_links"] | g.sets["articles"]
        ):
            turned = (e.month, e.day or 0) > (later.month, later.day or 0)
            out[i] = replace(e, year=later.year - turned)
    return out
