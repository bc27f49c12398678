"""The days that expressions name, seen from a day of publication: `vendredi`, `le 7 octobre`, `la nuit de mardi à mercredi`."""

from __future__ import annotations

from datetime import date, timedelta

from selon.extract.times import values
from selon.extract.times.expressions import Expression

LEAP = 2000  # a year that has every day
FAR = 290  # days: who tells of a day further away gives its year


def open_day(e: Expression) -> str:
    """A day's value where no day of publication is known: XXXX-10-07, XXXX-WXX-5."""
    if e.day is not None and e.month is not None and values.make_day(e.year or LEAP, e.month, e.day) is None:
        return f"{f'{e.year:04}' if e.year else 'XXXX'}-{e.month:02}-XX"  # 31 June
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
    years = range(today.year - 6, today.year + 7)
    days = [d for d in (values.make_day(y, month, day) for y in years) if d]
    if not days:
        return None  # '30 février'
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
    if e.year is None and e.toward is None and not e.sure and side and abs((_nearest(side, today) - today).days) > FAR:
        side = days  # the verb points to a day almost a year away while one is near
    return min(side or days, key=lambda d: (abs((d - today).days), d > today))


def _nearest(days: list[date], today: date) -> date:
    """The day nearest to today."""
    return min(days, key=lambda d: abs((d - today).days))


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


def days_value(e: Expression, today: date | None) -> str:
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


def night_value(e: Expression, today: date | None) -> str:
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


def feast_value(e: Expression, today: date | None) -> str:
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


def nth_value(e: Expression, today: date | None) -> str:
    """`le premier dimanche de mai`, `le dernier vendredi de novembre`, `le premier dimanche du printemps`."""
    n, weekday = int(e.number or 1), e.weekday or 1
    years = [e.year] if e.year else [today.year + k for k in (-1, 0, 1)] if today else []
    found = [d for y in years if (d := _nth(n, weekday, y, e.month, e.season))]
    if not found or (today is None and e.year is None):
        return "XXXX-XX-XX"
    if today is not None and len(found) > 1:
        if e.tense == "past":
            found = [d for d in found if d <= today] or found
        elif e.tense == "future":
            found = [d for d in found if d >= today] or found
        found.sort(key=lambda d: abs((d - today).days))
    return found[0].isoformat()


def _nth(n: int, weekday: int, year: int, month: int | None, season: str | None) -> date | None:
    """The n-th such weekday of a month or season, the last where n is negative; None where there is no n-th."""
    covered = values.bounds(f"{year:04}-{month:02}" if month is not None else f"{year:04}-{season}")
    if covered is None:
        return None
    start, end = covered
    if n < 0:
        return end - timedelta((end.isoweekday() - weekday) % 7)
    day = start + timedelta((weekday - start.isoweekday()) % 7 + 7 * (n - 1))
    return day if day <= end else None
