"""How often something happened over time, as bars: days, months or years, empty ones among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

DAYS = 62  # longer stretches are told in months
MONTHS = 60  # longer ones in years


@dataclass(frozen=True, slots=True)
class Bar:
    """A day, month or year in ISO, and how often."""

    when: str
    times: int


@dataclass(frozen=True, slots=True)
class Bars:
    """The bars, the highest of them, and how often no day is known that is fine enough."""

    bars: list[Bar]
    most: int
    undated: int


def bars(days: Iterable[tuple[str | None, int]]) -> Bars:
    """Bars of ISO days (also months and years, where no more is known) with how often each."""
    held = list(days)
    known = sorted({d for d, _ in held if d and len(d) == len("2023-11-03")})
    spread = (date.fromisoformat(known[-1]) - date.fromisoformat(known[0])).days if known else 0
    letters = len("2023-11-03") if spread <= DAYS else len("2023-11") if spread <= MONTHS * 31 else len("2023")
    times: Counter[str] = Counter()
    undated = 0
    for d, n in held:
        if d and len(d) >= letters:
            times[d[:letters]] += n
        else:
            undated += n
    made = [Bar(when, times[when]) for when in _between(min(times), max(times))] if times else []
    return Bars(made, max((b.times for b in made), default=0), undated)


def _between(first: str, last: str) -> list[str]:
    """Every day, month or year from one to another, both included."""
    if len(first) == len("2023"):
        return [f"{y:04}" for y in range(int(first), int(last) + 1)]
    if len(first) == len("2023-11"):
        one, other = (int(x[:4]) * 12 + int(x[5:]) - 1 for x in (first, last))
        return [f"{m // 12:04}-{m % 12 + 1:02}" for m in range(one, other + 1)]
    start = date.fromisoformat(first)
    return [(start + timedelta(n)).isoformat() for n in range((date.fromisoformat(last) - start).days + 1)]
