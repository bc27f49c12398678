"""From what an expression says and a day of publication to its TIMEX3 value.

`resolve(expressions, today)` goes through a text in order and keeps the day last spoken of, from which `la veille` and
a bare clock time are counted. `today` None is an article of unknown day: values keep X for what is not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from selon.extract.times import values
from selon.extract.times.expressions import Expression

DAY_UNITS = {"D": 1, "W": 7, "2W": 14, "WE": 7}
MONTH_UNITS = {"M": 1, "3M": 3, "6M": 6, "Y": 12, "10Y": 120, "100Y": 1200}
PART_TYPES = ("T",)


class Focus:
    """The day (or month, or year) last spoken of, and the sentence in which it was."""

    def __init__(self) -> None:
        self.day: date | None = None
        self.value: str | None = None
        self.sentence = -1
        self.year: int | None = None
        self.year_sentence = -1
        self.moved = False


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
    if e.form in ("date", "feast", "follow", "ago", "part", "clock", "night") and e.names_day | (e.form == "night"):
        if found := values.bounds(value):
            if found[0] == found[1]:
                focus.day, focus.sentence = found[0], e.sentence
    if e.form in ("date", "month", "year", "follow", "feast") and len(value) >= 4 and value[:4].isdigit():
        focus.value = value
        if e.form == "year":
            focus.year, focus.year_sentence = int(value[:4]), e.sentence


def next_day(expressions: Sequence[Expression], i: int, today: date | None) -> date | None:
    """The day that the next expression of the same sentence names, for `de 0 h 30 à 4 h mardi`."""
    for later in expressions[i + 1 : i + 3]:
        if later.sentence != expressions[i].sentence:
            return None
        if later.form == "date" and later.names_day:
            found = values.bounds(_value(later, today, Focus(), None))
            return found[0] if found else None
    return None


def _value(e: Expression, today: date | None, focus: Focus, ahead: date | None) -> str:
    """One expression's value."""
    if e.form == "date":
        day = day_of(e, today)
        return _with_hour(e, day.isoformat() if day else open_day(e))
    if e.form == "days":
        return _days(e, today)
    if e.form == "night":
        return _night(e, today)
    if e.form == "feast":
        return _feast(e, today)
    if e.form == "month":
        return _month(e, today, focus)
    if e.form == "season":
        return _season(e, today)
    if e.form == "fraction":
        year = e.year or (_year_near(e, today) if today else None)
        return f"{year or 'XXXX'}-{e.season}"
    if e.form == "year":
        return f"{e.year:04}"
    if e.form == "years" and e.later:
        return f"{e.year:04}/{e.later[0]:04}"
    if e.form == "decade" and e.year is not None:
        return f"{e.year // 10}X"
    if e.form == "century" and e.year is not None:
        return f"{e.year // 100:02}XX"
    if e.form == "unit":
        return _unit(e, today)
    if e.form == "ago":
        return _ago(e, today)
    if e.form == "follow":
        return _follow(e, today, focus)
    if e.form in ("part", "clock"):
        return _hour(e, today, focus, ahead)
    if e.form == "duration":
        return values.duration(e.number, e.unit or "D")
    if e.form == "set":
        return _set(e)
    return e.value or "PRESENT_REF"


def _with_hour(e: Expression, day: str) -> str:
    """A day's value with the part of the day or the clock time that goes with it."""
    if e.clock:
        return f"{day}T{e.clock[0]:02}:{e.clock[1]:02}"
    if e.part:
        return f"{day}{e.part}" if e.part.startswith("T") else f"{day}T{e.part}"
    return day


def open_day(e: Expression) -> str:
    """A day's value where no day of publication is known: XXXX-10-07, XXXX-WXX-5."""
    if e.day is not None and e.month is not None:
        return f"{f'{e.year:04}' if e.year else 'XXXX'}-{e.month:02}-{e.day:02}"
    if e.weekday is not None and e.day is None:
        return f"XXXX-WXX-{e.weekday}"
    return f"XXXX-XX-{f'{e.day:02}' if e.day else 'XX'}"


def day_of(e: Expression, today: date | None) -> date | None:
    """The day that a date expression names, seen from `today`; None where it cannot be known."""
    if e.year is not None and e.month is not None and e.day is not None:
        return values.make_day(e.year, e.month, e.day)
    if today is None:
        return None
    if e.shift is not None and e.unit == "D":
        return today + timedelta(e.shift)
    if e.month is not None and e.day is not None:
        return _yearless(e, e.month, e.day, today)
    if e.weekday is not None and e.day is not None:
        return _weekday_number(e, e.weekday, e.day, today)
    if e.weekday is not None:
        return _weekday(e, e.weekday, today)
    return None


def _weekday(e: Expression, weekday: int, today: date) -> date:
    """`vendredi` on or before today, or on or after it; `dernier` and `prochain` never mean today."""
    back = (today.isoweekday() - weekday) % 7
    forth = (weekday - today.isoweekday()) % 7
    if e.toward == -1:
        return today - timedelta(back or 7)
    if e.toward == 1:
        return today + timedelta(forth or 7)
    if e.toward == 2:
        return today + timedelta(forth + 7)
    if e.tense == "future":
        return today + timedelta(forth)
    if e.tense == "present" and not e.noun and back > 1:
        return today + timedelta(forth)
    return today - timedelta(back)


def _yearless(e: Expression, month: int, day: int, today: date) -> date | None:
    """`le 7 octobre`: the year in which the weekday fits if one is named, else the nearest in the verb's direction."""
    years = [y for y in range(today.year - 6, today.year + 7)]
    days = [d for d in (values.make_day(y, month, day) for y in years) if d]
    if e.weekday is not None:
        days = [d for d in days if d.isoweekday() == e.weekday] or days
    behind = [d for d in days if d <= today]
    before = [d for d in days if d >= today]
    if e.toward == -1 or (e.tense == "past" and e.toward is None):
        side = behind
    elif e.toward == 1 or (e.tense == "future" and e.toward is None and not e.noun):
        side = before
    else:
        side = days
    if e.tense == "future" and side is before and behind and (today - behind[-1]).days < 45 < (before[0] - today).days - 200:
        side = days
    return min(side or days, key=lambda d: (abs((d - today).days), d > today))


def _weekday_number(e: Expression, weekday: int, day: int, today: date) -> date | None:
    """`lundi 9`: the nearest ninth that is a Monday, in the verb's direction where it has one."""
    found: list[date] = []
    for shift in range(-70, 71):
        d = today + timedelta(shift)
        if d.day == day and d.isoweekday() == weekday:
            found.append(d)
    if e.tense == "past":
        found = [d for d in found if d <= today] or found
    elif e.tense == "future":
        found = [d for d in found if d >= today] or found
    return min(found, key=lambda d: abs((d - today).days)) if found else None


def _days(e: Expression, today: date | None) -> str:
    """`les 9 et 10 juillet`: from the first to the last."""
    assert e.later is not None
    last_day, last_month, _ = e.later
    last = _as_date(e, last_day, last_month or e.month, e.year)
    first = _as_date(e, e.day, e.month or last_month, e.year)
    a, b = day_of(first, today), day_of(last, today)
    if a and b:
        return f"{a.isoformat()}/{b.isoformat()}"
    return f"{open_day(first)}/{open_day(last)}"


def _as_date(e: Expression, day: int | None, month: int | None, year: int | None) -> Expression:
    """A date expression with the tense of another."""
    return Expression(
        form="date", span=e.span, rule=e.rule, tokens=e.tokens, day=day, month=month, year=year, tense=e.tense,
        toward=e.toward, noun=e.noun,
    )  # fmt: skip


def _night(e: Expression, today: date | None) -> str:
    """`la nuit de mardi à mercredi` is Tuesday's night."""
    assert e.later is not None
    last_day, last_month, last_weekday = e.later
    if last_weekday is not None and e.weekday is not None and e.month is None and today is not None:
        end = _weekday(_plain_weekday(e, last_weekday), last_weekday, today)
        return f"{(end - timedelta((last_weekday - e.weekday) % 7)).isoformat()}TNI"
    month = e.month or last_month
    if e.day is not None and month is not None:
        if last_day is not None and last_day < e.day and e.month == last_month:
            month = month - 1 or 12  # la nuit du 31 au 1er mars
        first = _as_date(e, e.day, month, e.year)
        day = day_of(first, today)
        return f"{day.isoformat() if day else open_day(first)}TNI"
    return f"{open_day(e)}TNI"


def _plain_weekday(e: Expression, weekday: int) -> Expression:
    """The weekday alone, with the tense of the expression."""
    return Expression(
        form="date", span=e.span, rule=e.rule, tokens=e.tokens, weekday=weekday, tense=e.tense, toward=e.toward
    )


def _feast(e: Expression, today: date | None) -> str:
    """Christmas of the year named, or the nearest in the verb's direction."""
    assert e.value is not None
    shift = timedelta(e.shift or 0)
    if e.year is not None:
        return (values.feast(e.value, e.year) + shift).isoformat()
    if today is None:
        return "XXXX-XX-XX" if e.value.startswith("easter") else f"XXXX-{e.value}"
    days = [values.feast(e.value, y) + shift for y in (today.year - 1, today.year, today.year + 1)]
    if e.tense == "past" or e.toward == -1:
        days = [d for d in days if d <= today]
    elif e.tense == "future" or e.toward == 1:
        days = [d for d in days if d >= today]
    return min(days, key=lambda d: abs((d - today).days)).isoformat()


def _month(e: Expression, today: date | None, focus: Focus) -> str:
    """`en octobre`, `septembre dernier`: the month with its year."""
    assert e.month is not None
    if e.year is not None:
        return f"{e.year:04}-{e.month:02}"
    if focus.year is not None and focus.year_sentence == e.sentence and e.toward is None:
        return f"{focus.year:04}-{e.month:02}"
    if today is None:
        return f"XXXX-{e.month:02}"
    now = today.year * 12 + today.month - 1
    back = (now - (e.month - 1)) % 12
    forth = (e.month - 1 - now) % 12
    if e.toward == -1:
        return values.month_of(now - (back or 12))
    if e.toward == 1:
        return values.month_of(now + (forth or 12))
    if e.tense == "future" and not e.noun:
        return values.month_of(now + forth)
    if e.tense == "past" or back <= forth:
        return values.month_of(now - back)
    return values.month_of(now + forth)


def _season(e: Expression, today: date | None) -> str:
    """`l'été dernier`, `cet été`, `le printemps 2012`; a season of no year stays one."""
    if e.year is not None:
        return f"{e.year:04}-{e.season}"
    if today is None or e.toward is None:
        return f"XXXX-{e.season}"
    spans = []
    for y in range(today.year - 2, today.year + 3):
        found = values.bounds(f"{y}-{e.season}")
        if found:
            spans.append((y, *found))
    if e.toward == -1:
        return f"{max(y for y, _, end in spans if end < today)}-{e.season}"
    if e.toward == 1:
        return f"{min(y for y, start, _ in spans if start > today)}-{e.season}"
    if e.tense == "past":
        return f"{max(y for y, start, _ in spans if start <= today)}-{e.season}"
    return f"{min(y for y, _, end in spans if end >= today)}-{e.season}"


def _year_near(e: Expression, today: date) -> int:
    """The year of a quarter or half-year without one."""
    assert e.season is not None
    this = values.bounds(f"{today.year}-{e.season}")
    if e.toward == -1 or (e.tense == "past" and this is not None and this[0] > today):
        return today.year - 1
    if this is not None and this[0] > today and e.tense != "future":
        return today.year - 1 if (this[0] - today).days > 120 else today.year
    return today.year


def _unit(e: Expression, today: date | None) -> str:
    """`cette semaine`, `l'an dernier`, `le mois prochain`."""
    unit, shift = e.unit or "Y", e.toward or 0
    if unit == "D" and today is not None:
        return today.isoformat()
    if today is None:
        open_units = {"W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "3M": "XXXX-QX", "6M": "XXXX-HX", "D": "XXXX-XX-XX"}
        return open_units.get(unit, "XXXX")
    if unit == "WE":
        saturday = date.fromisocalendar(*today.isocalendar()[:2], 6)
        if shift == 0 and e.tense == "past" and saturday > today:
            saturday -= timedelta(7)
        elif shift == -1 and saturday <= today:
            saturday = saturday if today.isoweekday() == 7 and False else saturday - timedelta(7)
        elif shift == -1:
            saturday -= timedelta(7)
        elif shift == 1 and saturday <= today:
            saturday += timedelta(7)
        return f"{values.week(saturday)}-WE"
    if unit in ("W", "2W"):
        return values.week(today + timedelta(7 * shift))
    if unit == "M":
        return values.month_of(today.year * 12 + today.month - 1 + shift)
    if unit == "3M":
        n = today.year * 4 + (today.month - 1) // 3 + shift
        return f"{n // 4:04}-Q{n % 4 + 1}"
    if unit == "6M":
        n = today.year * 2 + (today.month - 1) // 6 + shift
        return f"{n // 2:04}-H{n % 2 + 1}"
    if unit == "10Y":
        return f"{today.year // 10 + shift}X"
    if unit == "100Y":
        return f"{today.year // 100 + shift}XX"
    return f"{today.year + shift:04}"


def shifted(day: date, shift: int, number: float, unit: str) -> str:
    """A day moved by a count of units, told as exactly as the unit does: weeks to the day, months to the month."""
    if unit in DAY_UNITS:
        return (day + timedelta(round(shift * number * DAY_UNITS[unit]))).isoformat()
    if unit in MONTH_UNITS:
        months = day.year * 12 + day.month - 1 + round(shift * number * MONTH_UNITS[unit])
        if unit in ("M", "3M", "6M") or number != int(number):
            return values.month_of(months)
        year = months // 12
        return f"{year // 10}X" if unit == "100Y" else f"{year:04}"
    return day.isoformat()


def _ago(e: Expression, today: date | None) -> str:
    """`il y a trois semaines`, `dans deux mois`; a vague count is a vague time."""
    shift, unit = e.shift or -1, e.unit or "D"
    if e.number is None:
        return "PAST_REF" if shift < 0 else "FUTURE_REF"
    if today is None:
        return "XXXX-XX-XX" if unit in DAY_UNITS else "XXXX-XX" if unit in ("M", "3M", "6M") else "XXXX"
    return shifted(today, shift, e.number, unit)


def _follow(e: Expression, today: date | None, focus: Focus) -> str:
    """`la veille`, `le lendemain`, `deux jours plus tard`: counted from the day last spoken of, else from today."""
    unit = e.unit or "D"
    base = focus.day or today
    if unit in ("Y", "M") and focus.value and (e.shift == 0 or focus.day is None):
        known = values.bounds(focus.value)
        if known:
            return focus.value[: 4 if unit == "Y" else 7] if e.shift == 0 else shifted(
                known[0], e.shift or 0, e.number or 1, unit
            )  # fmt: skip
    if e.number is None and e.shift != 0:
        if unit.startswith("T") and base is not None:
            return base.isoformat()
        return "PAST_REF" if (e.shift or 0) < 0 else "FUTURE_REF"
    if e.shift == 0 and unit == "D" and focus.value and focus.day is None:
        return focus.value
    if base is None:
        return _with_hour(e, "XXXX-XX-XX" if unit in DAY_UNITS or unit.startswith("T") else "XXXX")
    if e.shift == 0:
        return _with_hour(e, base.isoformat())
    return _with_hour(e, shifted(base, e.shift or 0, e.number or 1, unit))


def _hour(e: Expression, today: date | None, focus: Focus, ahead: date | None) -> str:
    """A clock time or part of a day on the day that its neighbours name."""
    if e.toward == 0 and e.form == "part":
        base = today
        if e.part == "NI" and e.tense == "past" and base is not None:
            base -= timedelta(1)  # cette nuit, told in the past, began yesterday
    elif focus.sentence == e.sentence and focus.day is not None:
        base = focus.day
    else:
        base = ahead or focus.day or today
    return _with_hour(e, base.isoformat() if base else "XXXX-XX-XX")


def _set(e: Expression) -> str:
    """`chaque année` P1Y, `tous les mardis` XXXX-WXX-2, `chaque matin` XXXX-XX-XXTMO."""
    if e.weekday is not None:
        return f"XXXX-WXX-{e.weekday}"
    if e.part is not None:
        return f"XXXX-XX-XXT{e.part.removeprefix('T')}"
    return values.duration(e.number or 1, e.unit or "D")
