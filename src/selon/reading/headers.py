"""What the head of a plain text says of itself: a date such as `date 2023-11`, a headline."""

from __future__ import annotations

import re
from functools import cache

from selon.language.words import all_date_keys

LONGEST_HEADLINE = 160  # characters
NO_HEADLINE_ENDS = (".", ",", ";", ":", "…")


@cache
def _date_line() -> re.Pattern[str]:
    """A date key and an ISO date, first thing in a text: ` date 2023-11 Le ministre …`, `Date : 2023-11-03`."""
    keys = "|".join(re.escape(k) for k in sorted(all_date_keys(), key=len, reverse=True))
    return re.compile(rf"\s*(?:{keys})\s*[:=]?\s*(\d{{4}}(?:-\d\d(?:-\d\d)?)?)(?![\w-])", re.IGNORECASE)


def date_given(text: str) -> str | None:
    """The ISO year, month or day that stands at the head of a text behind a date key, else None."""
    from selon.reading.files import check_date

    found = _date_line().match(text)
    if not found:
        return None
    try:
        return check_date(found[1])
    except ValueError:
        return None  # 'date 2023-13' says nothing that can be used; the words stay in the text


def headline(text: str) -> str | None:
    """The first line (after a date at the head) where it is a headline: short, no full stop, followed by more text."""
    dated = _date_line().match(text)
    first, _, rest = text[dated.end() if dated else 0 :].strip().partition("\n")
    first = first.strip()
    if not first or not rest.strip() or len(first) > LONGEST_HEADLINE or first.endswith(NO_HEADLINE_ENDS):
        return None
    return first
