"""Dates as feeds, pages and tables write them, as ISO years, months or days. None is guessed."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_tz

from selon.reading.files import check_date

ISO = re.compile(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(?=$|[T ]\S)")
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?=$|T\d)")
NUMBERS = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b")


def iso_date(value: str, date_format: str | None = None) -> tuple[str | None, str | None]:
    """The ISO year, month or day that a date means, and a message where it says less than it seems to, or nothing.

    The day is the one written: a time zone does not move it. `3/11/2023` may be March or November: only its year counts,
    unless `date_format` (as for `strptime`: `%d/%m/%Y`) says which is which.
    """
    value = value.strip()
    if date_format is not None:
        try:
            return datetime.strptime(value, date_format).date().isoformat(), None
        except ValueError:
            return None, f"the date {value!r} is not written as {date_format}"
    try:
        if found := ISO.match(value):
            return check_date(found[1]), None
        if found := COMPACT.match(value):
            return check_date("-".join(found.groups())), None
        if found := NUMBERS.match(value):
            return _numbers(value, *map(int, found.groups()))
        if (parsed := parsedate_tz(value)) is not None:
            return date(*parsed[:3]).isoformat(), None
    except ValueError:
        pass
    return (
        None,
        f"the date {value!r} could not be read: write it as 2023-11-03, or say how it is written (--date-format)",
    )


def _numbers(value: str, first: int, second: int, year: int) -> tuple[str | None, str | None]:
    """Two numbers and a year, where only one of them can be the month; else the year."""
    if first > 12 or first == second:
        return date(year, second, first).isoformat(), None
    if second > 12:
        return date(year, first, second).isoformat(), None
    return check_date(str(year)), (
        f"the date {value!r} may begin with the day or with the month: only its year was used; say how dates are written "
        "with --date-format %d/%m/%Y"
    )
