"""TIMEX3 values and the days that they cover."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from selon.extract.times.words import FIRST_YEAR, LAST_YEAR

# First and last day of the seasons as newspapers use them (northern half): month, day, and whether the year turns.
SEASONS = {"SP": ((3, 20), (6, 20)), "SU": ((6, 21), (9, 21)), "FA": ((9, 22), (12, 20)), "WI": ((12, 21), (3, 19))}
VALUE = re.compile(
    r"^(?P<y>\d{4})(?:-(?P<m>\d\d)(?:-(?P<d>\d\d)(?:T.*)?)?|-W(?P<w>\d\d)(?P<we>-WE)?|-Q(?P<q>\d)|-H(?P<h>\d)"
    r"|-(?P<s>SP|SU|FA|WI))?$"
)
GIVEN = re.compile(r"(\d{4})(?:-(\d\d)(?:-\d\d)?)?$")
DECADE = re.compile(r"^(\d{3})X$")
CENTURY = re.compile(r"^(\d{2})XX$")


def bounds(value: str) -> tuple[date, date] | None:
    """The first and the last day that a value covers; None where it leaves them open."""
    if "/" in value:
        a, b = (bounds(v) for v in value.split("/", 1))
        return (a[0], b[1]) if a and b else None
    if m := DECADE.match(value):
        return date(int(m[1]) * 10, 1, 1), date(int(m[1]) * 10 + 9, 12, 31)
    if m := CENTURY.match(value):
        return date(int(m[1]) * 100 or 1, 1, 1), date(int(m[1]) * 100 + 99, 12, 31)
    m = VALUE.match(value)
    if not m:
        return None
    y = int(m["y"])
    if m["d"]:
        day = make_day(y, int(m["m"]), int(m["d"]))
        return (day, day) if day else None
    if m["m"]:
        return date(y, int(m["m"]), 1), date(y, int(m["m"]), monthrange(y, int(m["m"]))[1])
    if m["w"]:
        monday = date.fromisocalendar(y, int(m["w"]), 1)
        return (monday + timedelta(5 if m["we"] else 0), monday + timedelta(6))
    if m["q"] or m["h"]:
        months = 3 if m["q"] else 6
        n = int(m["q"] or m["h"])
        end = n * months
        return date(y, end - months + 1, 1), date(y, end, monthrange(y, end)[1])
    if m["s"]:
        (m1, d1), (m2, d2) = SEASONS[m["s"]]
        return date(y, m1, d1), date(y + (m2 < m1), m2, d2)
    return date(y, 1, 1), date(y, 12, 31)


def days_in(iso: str | None) -> list[date]:
    """All days of an ISO year, month or day; none where it is no such thing or outside of the years reckoned in."""
    shape = GIVEN.match(iso or "")
    if shape is None or not FIRST_YEAR <= int(shape[1]) <= LAST_YEAR or not 1 <= int(shape[2] or 1) <= 12:
        return []
    found = bounds(shape[0])
    if not found:
        return []
    return [found[0] + timedelta(n) for n in range((found[1] - found[0]).days + 1)]


def make_day(year: int, month: int, day: int) -> date | None:
    """The day, None where the calendar has no such day (30 February)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    f = (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    n = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * n) // 451
    month, day = divmod(h + n - 7 * m + 114, 31)
    return date(year, month, day + 1)


def feast(rule: str, year: int) -> date:
    """The day of a feast in a year: "12-25" or "easter+39"."""
    if rule.startswith("easter"):
        return easter(year) + timedelta(int(rule.removeprefix("easter")))
    month, day = rule.split("-")
    return date(year, int(month), int(day))


def week(day: date) -> str:
    """The ISO week of a day: 2012-W35."""
    y, w, _ = day.isocalendar()
    return f"{y}-W{w:02}"


def month_of(index: int) -> str:
    """The month counted from year 0: 2012 * 12 + 6 → 2012-07."""
    return f"{index // 12:04}-{index % 12 + 1:02}"


def duration(number: float | None, unit: str) -> str:
    """P28D, P3W, PT2H, P30M (two and a half years), PXY for a vague count."""
    if unit == "WE":
        return f"P{_plain(number)}WE"
    digits = re.match(r"\d+", unit)
    times = int(digits[0]) if digits else 1
    unit = unit.lstrip("0123456789")
    timed = "T" if unit.startswith("T") else ""
    unit = unit.removeprefix("T")
    if number is None:
        return f"P{timed}X{unit}"
    total = number * times
    if total != int(total) and total * 4 == int(total * 4):  # half a year is six months, half an hour thirty minutes
        smaller = {"Y": ("M", 12), "D": ("H", 24), "H": ("M", 60), "M": ("S", 60) if timed else ("W", 4)}
        if unit in smaller:
            below, factor = smaller[unit]
            if (total * factor) == int(total * factor):
                return f"P{'T' if timed or unit == 'D' else ''}{int(total * factor)}{below}"
    return f"P{timed}{_plain(total)}{unit}"


def _plain(number: float | None) -> str:
    """A number without a needless fraction."""
    if number is None:
        return "X"
    return str(int(number)) if number == int(number) else str(number)
