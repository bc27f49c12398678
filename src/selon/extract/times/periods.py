"""Months, seasons, quarters, years and counts of them, seen from a day of publication: `en octobre`, `l'an dernier`."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date, timedelta

from selon.extract.times import values
from selon.extract.times.expressions import Expression
from selon.extract.times.words import FIRST_YEAR, LAST_YEAR

DAY_UNITS = {"D": 1, "W": 7, "2W": 14, "WE": 7}
DAY_HOURS = 24
FAR = 10  # months: who tells of a month further away gives its year
MONTH_UNITS = {"M": 1, "3M": 3, "6M": 6, "Y": 12, "10Y": 120, "100Y": 1200}


def month_value(e: Expression, today: date | None, framed: int | None) -> str:
    """`en octobre`, `septembre dernier`: the month with its year; `framed` is the year that its sentence speaks of."""
    assert e.month is not None
    if e.year is not None:
        return f"{e.year:04}-{e.month:02}"
    if framed is not None and e.toward is None:
        return f"{framed:04}-{e.month:02}"
    if today is None:
        return f"XXXX-{e.month:02}"
    now = today.year * 12 + today.month - 1
    back = (now - (e.month - 1)) % 12
    forth = (e.month - 1 - now) % 12
    if e.toward == -1:
        return values.month_of(now - (back or 12))
    if e.toward == 1:
        return values.month_of(now + (forth or 12))
    if e.tense == "future" and not e.noun and (forth < FAR or e.sure):
        return values.month_of(now + forth)
    if (e.tense == "past" and (back < FAR or e.sure)) or back <= forth:
        return values.month_of(now - back)
    return values.month_of(now + forth)


def season_value(e: Expression, today: date | None) -> str:
    """`l'été dernier`, `cet été`, `le printemps 2012`; a season of no year stays one."""
    if e.year is not None:
        return f"{e.year:04}-{e.season}"
    told = e.toward is not None or (e.sure and e.tense in ("past", "future"))
    if today is None or not told:
        return f"XXXX-{e.season}"
    years = range(max(today.year - 2, MINYEAR), min(today.year + 2, MAXYEAR) + 1)
    spans = [(y, *found) for y in years if (found := values.bounds(f"{y:04}-{e.season}"))]
    if e.toward == -1:
        fitting = [y for y, _, end in spans if end < today][-1:]
    elif e.toward == 1:
        fitting = [y for y, start, _ in spans if start > today][:1]
    elif e.tense == "past":
        fitting = [y for y, start, _ in spans if start <= today][-1:]
    else:
        fitting = [y for y, _, end in spans if end >= today][:1]
    return f"{fitting[0]:04}-{e.season}" if fitting else f"XXXX-{e.season}"


def fraction_value(e: Expression, today: date | None) -> str:
    """`le premier trimestre`, `le second semestre 2011`."""
    year = e.year or (_year_near(e, today) if today else None)
    return f"{f'{year:04}' if year else 'XXXX'}-{e.season}"


def _year_near(e: Expression, today: date) -> int:
    """The year of a quarter or half-year without one: this year's, or last year's where that is told as past."""
    this = values.bounds(f"{today.year:04}-{e.season}")
    if this is None:
        return today.year
    if e.toward == -1:
        return today.year if this[1] < today else today.year - 1
    if e.toward == 1:
        return today.year if this[0] > today else today.year + 1
    if e.tense == "past" and this[0] > today:
        return today.year - 1
    if e.tense == "future" and this[1] < today:
        return today.year + 1
    if e.tense != "future" and (this[0] - today).days > 120:
        return today.year - 1
    return today.year


def unit_value(e: Expression, today: date | None) -> str:
    """`cette semaine`, `l'an dernier`, `le mois prochain`."""
    unit, shift = e.unit or "Y", e.toward or 0
    if unit == "D" and today is not None:
        return today.isoformat()
    if today is None:
        open_units = {
            "W": "XXXX-WXX",
            "WE": "XXXX-WXX-WE",
            "M": "XXXX-XX",
            "3M": "XXXX-QX",
            "6M": "XXXX-HX",
            "D": "XXXX-XX-XX",
        }
        return open_units.get(unit, "XXXX")
    if unit == "WE":
        saturday = date.fromisocalendar(*today.isocalendar()[:2], 6)
        if shift == -1 or (shift == 0 and e.tense == "past" and saturday > today):
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
    beyond = "PAST_REF" if shift < 0 else "FUTURE_REF"
    if unit in DAY_UNITS:
        days = round(shift * number * DAY_UNITS[unit])
        if not FIRST_YEAR <= day.year + days // 365 <= LAST_YEAR:
            return beyond
        return (day + timedelta(days)).isoformat()
    if unit in MONTH_UNITS:
        months = day.year * 12 + day.month - 1 + round(shift * number * MONTH_UNITS[unit])
        if not FIRST_YEAR <= months // 12 <= LAST_YEAR:
            return beyond
        if unit in ("M", "3M", "6M") or number != int(number):
            return values.month_of(months)
        year = months // 12
        return f"{year // 10}X" if unit == "100Y" else f"{year:04}"
    if unit == "TH":
        return (day + timedelta(shift * int(number // DAY_HOURS))).isoformat()  # 48 heures plus tard
    return day.isoformat()
