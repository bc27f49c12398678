"""From what an expression says and a day of publication to its TIMEX3 value.

`resolve(expressions, today)` goes through a text in order and keeps the day last spoken of, from which `la veille` and
a bare clock time are counted. `today` None is an article of unknown day: values keep X for what is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from selon.extract.times import values
from selon.extract.times.days import (
    day_of,
    days_value,
    feast_value,
    night_value,
    nth_value,
    open_day,
)
from selon.extract.times.expressions import Expression
from selon.extract.times.periods import (
    DAY_UNITS,
    fraction_value,
    month_value,
    season_value,
    shifted,
    unit_value,
)

POINTS = ("date", "feast", "nth", "follow", "ago", "part", "clock", "night")  # what may name one day
# Words over which a year gives a month its year: at the head of a sentence, right after it, from month to month.
FRAME, BESIDE, CHAIN = 1000, 2, 8
MORNING = 12  # an hour before this, in a night told of by the day it begins on, is of the next day


@dataclass(slots=True)
class Focus:
    """What was last spoken of: a day and its sentence; a day, month or year as a value; the year that frames a sentence."""

    day: date | None = None
    sentence: int = -1
    value: str | None = None
    year: int | None = None
    year_sentence: int = -1
    year_reach: int = -1  # the last token up to which a month is of that year
    night: bool = False  # whether the day was spoken of as the night that begins on it
    quoted: bool = False  # whether the day was spoken of in a quotation


def resolve(expressions: Sequence[Expression], today: date | None) -> list[str]:
    """The value of each expression of a text."""
    focus = Focus()
    out: list[str] = []
    for i, e in enumerate(expressions):
        ahead = next_day(expressions, i, today) if e.form in ("clock", "part") else None
        value = _value(e, today, focus, ahead)
        out.append(value)
        _remember(e, value, focus)
    return out


def _remember(e: Expression, value: str, focus: Focus) -> None:
    """What later expressions may be counted from."""
    if e.form in POINTS and (found := values.bounds(value)) and found[0] == found[1]:
        focus.day, focus.sentence, focus.value = found[0], e.sentence, found[0].isoformat()
        focus.night, focus.quoted = e.form == "night", e.quoted
    elif e.form in ("month", "year", "follow") and value[:4].isdigit():
        focus.value = value
    if e.form == "year" and e.year is not None:
        focus.year, focus.year_sentence = e.year, e.sentence
        focus.year_reach = e.tokens[1] + (FRAME if e.adverbial else BESIDE)
    elif e.form == "month" and value[:4] == str(focus.year) and e.sentence == focus.year_sentence:
        focus.year_reach = max(focus.year_reach, e.tokens[1] + CHAIN)


def next_day(expressions: Sequence[Expression], i: int, today: date | None) -> date | None:
    """The day that the next expression of the same sentence names, for `de 0 h 30 à 4 h mardi`."""
    for later in expressions[i + 1 : i + 3]:
        if later.sentence != expressions[i].sentence:
            return None
        if later.form == "date" and later.names_day:
            found = values.bounds(_value(later, today, Focus(), None))
            return found[0] if found else None
    return None


SIMPLE: dict[str, Callable[[Expression, date | None], str]] = {
    "days": days_value,
    "night": night_value,
    "feast": feast_value,
    "nth": nth_value,
    "season": season_value,
    "fraction": fraction_value,
}


def _value(e: Expression, today: date | None, focus: Focus, ahead: date | None) -> str:
    """One expression's value."""
    seen = focus.day if e.relative and focus.day is not None else today
    if e.form in SIMPLE:
        return SIMPLE[e.form](e, seen)
    if e.form == "date":
        day = day_of(e, seen)
        return _with_hour(e, day.isoformat() if day else open_day(e))
    if e.form == "month":
        framed = focus.year_sentence == e.sentence and e.tokens[0] <= focus.year_reach
        return month_value(e, today, focus.year if framed else None)
    if e.form == "unit":
        return _unit(e, seen, focus)
    if e.form == "ago":
        return _ago(e, today)
    if e.form == "follow":
        return _follow(e, today, focus)
    if e.form in ("part", "clock"):
        return _hour(e, today, focus, ahead)
    if e.form == "duration":
        if e.clock:
            return f"PT{e.clock[0]}H{e.clock[1]}M"
        return values.duration(e.number, e.unit or "D")
    if e.form == "set":
        return _set(e)
    return _years(e) or e.value or "PRESENT_REF"


def _years(e: Expression) -> str | None:
    """`1948`, `2008 et 2009`, `les années 60`, `le XIXe siècle`."""
    if e.year is None:
        return None
    if e.form == "year":
        return f"{e.year:04}"
    if e.form == "years" and e.later:
        return f"{e.year:04}/{e.later[0]:04}"
    if e.form == "decade":
        return f"{e.year // 10:03}X"
    if e.form == "century":
        return f"{e.year // 100:02}XX"
    return None


def _with_hour(e: Expression, day: str) -> str:
    """A day's value with the part of the day or the clock time that goes with it."""
    if e.clock:
        return f"{day}T{e.clock[0]:02}:{e.clock[1]:02}"
    if e.part:
        return f"{day}{e.part}" if e.part.startswith("T") else f"{day}T{e.part}"
    return day


def _unit(e: Expression, seen: date | None, focus: Focus) -> str:
    """`la semaine prochaine` from the article's day, `l'année suivante` from what was last spoken of."""
    if e.relative and focus.value and (known := values.bounds(focus.value)):
        return unit_value(e, known[0])
    return unit_value(e, seen)


def _ago(e: Expression, today: date | None) -> str:
    """`il y a trois semaines`, `dans deux mois`; a vague count is a vague time, hours ago are today."""
    shift, unit = e.shift or -1, e.unit or "D"
    if e.number is None:
        return "PAST_REF" if shift < 0 else "FUTURE_REF"
    if today is None:
        return (
            "XXXX-XX-XX" if unit in DAY_UNITS or unit[0] == "T" else "XXXX-XX" if unit in ("M", "3M", "6M") else "XXXX"
        )
    return shifted(today, shift, e.number, unit)


def _follow(e: Expression, today: date | None, focus: Focus) -> str:
    """`la veille`, `le lendemain`, `deux jours plus tard`: counted from the day last spoken of, else from today."""
    unit = e.unit or "D"
    base = focus.day or today
    if e.shift == 0 and unit in DAY_UNITS and e.part is None and focus.value:
        return focus.value if unit == "D" else values.week(base) if base else focus.value
    if (
        unit in ("Y", "M")
        and focus.value
        and (e.shift == 0 or focus.day is None)
        and (known := values.bounds(focus.value))
    ):
        if e.shift == 0:
            return focus.value[: 4 if unit == "Y" else 7]
        return shifted(known[0], e.shift or 0, e.number or 1, unit)
    if e.number is None and e.shift != 0:
        if unit.startswith("T") and base is not None:
            return base.isoformat()
        return "PAST_REF" if (e.shift or 0) < 0 else "FUTURE_REF"
    if base is None:
        return _with_hour(e, "XXXX-XX-XX" if unit in DAY_UNITS or unit.startswith("T") else "XXXX")
    if e.shift == 0:
        return _with_hour(e, base.isoformat())
    return _with_hour(e, shifted(base, e.shift or 0, e.number or 1, unit))


def _hour(e: Expression, today: date | None, focus: Focus, ahead: date | None) -> str:
    """A clock time or part of a day on the day that its neighbours name.

    In a quotation those are its own: in « on commence à 5 heures » the hour is one of no day, T05:00.
    """
    near = focus.day if focus.quoted == e.quoted else None
    if e.toward == 0 and e.form == "part":
        base = today
    elif focus.sentence == e.sentence and near is not None:
        base = near
    elif e.quoted and ahead is None:
        return _with_hour(e, "")
    else:
        base = ahead or near or today
    if focus.night and e.clock is not None and e.clock[0] < MORNING and base is not None and base == focus.day:
        base += timedelta(1)  # la nuit de mardi à mercredi, à 3 heures: Wednesday
    if e.part == "NI" and e.tense == "past" and base is not None and base == today:
        base -= timedelta(1)  # a night told in the past began yesterday
    return _with_hour(e, base.isoformat() if base else "XXXX-XX-XX")


def _set(e: Expression) -> str:
    """`chaque année` P1Y, `tous les mardis` XXXX-WXX-2, `chaque matin` XXXX-XX-XXTMO."""
    if e.weekday is not None:
        return f"XXXX-WXX-{e.weekday}" + (f"T{e.part}" if e.part else "")
    if e.part is not None:
        return f"XXXX-XX-XXT{e.part.removeprefix('T')}"
    return values.duration(e.number or 1, e.unit or "D")
