"""Dates as feeds, pages and tables write them, as ISO years, months or days. None is guessed."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_tz
from functools import cache

from pydantic import BaseModel, ConfigDict

from selon.language.data import languages, load_table
from selon.reading.files import check_date

ISO = re.compile(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(?=$|[T ]\S)")
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?=$|T\d)")
WORDED = re.compile(r"\b(\d{1,2})[^\W\d_]{0,3}\s+([^\W\d_]+)\.?\s+(\d{4})\b")  # 3 novembre 2023, 1er mai 2020
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
        if (worded := worded_day(value)) is not None:
            return worded, None
        if (parsed := parsedate_tz(value)) is not None:
            return date(*parsed[:3]).isoformat(), None
    except ValueError:
        pass
    return (
        None,
        f"the date {value!r} could not be read: write it as 2023-11-03, or say how it is written (--date-format)",
    )


def worded_day(value: str) -> str | None:
    """The one day that stands in some words with the name of its month, in any language that selon has."""
    days = {
        date(int(year), months()[name.lower()], int(day)).isoformat()
        for day, name, year in WORDED.findall(value)
        if name.lower() in months()
    }
    return days.pop() if len(days) == 1 else None


class _Calendar(BaseModel):
    """What of a language's `calendar.toml` is needed here."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    classes: dict[str, dict[str, object]]

    def months(self) -> dict[str, int]:
        """The names of the months, short ones without their point too."""
        named = {**self.classes.get("MON", {}), **self.classes.get("MONTH", {})}
        return {name.lower().rstrip("."): n for name, n in named.items() if isinstance(n, int)}


@cache
def months() -> dict[str, int]:
    """The number of a month by its name, of all languages."""
    return {name: n for code in languages() for name, n in load_table(code, "calendar", _Calendar).months().items()}


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
