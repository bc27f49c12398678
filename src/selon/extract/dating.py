"""The day of publication, solved: every expression of time is a constraint, the days left standing are the answer.

A *hard* constraint is what the words say (`hier, 14 juillet` leaves only the 15th); a *soft* one is a habit of newspapers
(the weekday named in the first sentence is today or yesterday). Soft ones narrow; where they contradict what is said,
they are dropped; where what is said contradicts itself, that is a problem record with both expressions and no day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from selon.extract.times import values
from selon.extract.times.calendar import Grammar
from selon.extract.times.dateline import Stated, in_named_year
from selon.extract.times.days import day_of
from selon.extract.times.expressions import Expression
from selon.extract.times.resolve import resolve
from selon.extract.times.words import Words
from selon.model import Problem, Published, Reason, Span

WEEK = 7
LAG = 3  # days that a dateline or a count may lie behind the day that the input gives: print follows the wire
YEARLESS = 300  # a day told without its year is less than ten months away
LEAD = 2  # the sentences, counted from 0 (headline included), in which the weekday of the news stands
DAILY = (1, 2, 3, 4)
NEAR = 6  # words between a day and the word that says what began on it


@dataclass(frozen=True, slots=True)
class Constraint:
    """Days that an expression allows: `holds(day)`; `spans` are its words, `says` what they mean of the day."""

    spans: tuple[Span, ...]
    says: str
    holds: Callable[[date], bool]
    soft: bool = False
    exact: date | None = None
    since: tuple[int, Callable[[date], date | None]] | None = None


@dataclass(frozen=True, slots=True)
class Solution:
    """The day solved, the days that remain possible, and the periods that counts such as `28 jours de guerre` cover."""

    published: Published
    days: tuple[date, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    periods: dict[int, tuple[date, date]] = field(default_factory=dict)


def solve(
    expressions: Sequence[Expression],
    words: Words,
    grammar: Grammar,
    *,
    given: str | None,
    genre: str | None,
    stated: Stated | None,
) -> Solution:
    """The day of publication from what is given (ISO year, month or day), what the text states and what it tells."""
    constraints = list(gather(expressions, words, grammar, genre=genre))
    problems: list[Problem] = list(_impossible(expressions, words))
    because: list[Reason] = []
    domain = values.days_in(given) or None
    if given and domain is None:
        says = f"the day given, {given!r}, is no year, month or day (2023, 2023-11, 2023-11-03); it is not used"
        problems.append(Problem(kind="unusable-date", spans=[], message=says))
    if stated is not None:
        said = values.days_in(stated.iso) if stated.iso else None
        if domain is None:
            domain, given = said or None, stated.iso
            if stated.iso and not said:
                problems.append(_contradiction(words, [stated.span], "the calendar has no such day"))
            because.append(
                Reason(
                    span=stated.span,
                    says=f"the article states {stated.iso}" if said else "the article states a day without its year",
                )
            )
        else:
            kept = [d for d in domain if (d in said if said else (d.month, d.day) == (stated.month, stated.day))]
            if kept:
                if len(kept) < len(domain):
                    because.append(Reason(span=stated.span, says=f"the article states its day: {_left(kept)}"))
                domain = kept
            elif not (len(domain) == 1 and said and 0 <= (domain[0] - said[-1]).days <= LAG):
                problems.append(_contradiction(words, [stated.span], f"the day given is {given}"))
    if domain is None and stated is not None and stated.iso is None:
        constraints.append(_yearless(stated))
        day = in_named_year(stated, expressions)
        if day is not None:
            domain = [day]
            says = f"of the years that the article names {day.year} has that day on its weekday"
            because = [Reason(span=stated.span, says=says)]
    if domain is None:
        exact = {c.exact for c in constraints if c.exact is not None and not c.soft}
        if len(exact) == 1:
            domain = list(exact)
        else:
            if len(exact) > 1:
                spans = [s for c in constraints if c.exact for s in c.spans]
                problems.append(_contradiction(words, spans, "each settles another day"))
            return Solution(Published(given=given, because=because), (), problems, {})
    if len(domain) == 1:
        constraints = [_lagging(c) if c.since else c for c in constraints]
    left, reasons, found = narrow(domain, constraints, words)
    problems += found
    because += reasons
    if not left and len(domain) == 1:
        left = domain
    value = left[0].isoformat() if len(left) == 1 else None
    candidates = [d.isoformat() for d in left] if len(left) > 1 else []
    published = Published(given=given, value=value, candidates=candidates, because=because)
    return Solution(published, tuple(left), problems, _periods(constraints, left))


def _yearless(stated: Stated) -> Constraint:
    """`PARIS, 3 nov (…)`: the article is of that day or a few days after, in whatever year."""

    def holds(d: date) -> bool:
        return any((x.month, x.day) == (stated.month, stated.day) for x in (d - timedelta(n) for n in range(LAG + 1)))

    return Constraint((stated.span,), "the article states that day", holds)


def _lagging(c: Constraint) -> Constraint:
    """A count that may be some days old: an article of 5 November still tells of `28 jours de guerre`."""
    return replace(c, holds=lambda d: any(c.holds(d - timedelta(n)) for n in range(LAG + 1)))


def narrow(
    domain: list[date], constraints: list[Constraint], words: Words
) -> tuple[list[date], list[Reason], list[Problem]]:
    """The days of a domain that all constraints allow, the reasons, and the contradiction if there is one."""
    hard = [c for c in constraints if not c.soft]
    left = [d for d in domain if all(c.holds(d) for c in hard)]
    if not left:
        return [], [], [_conflict(domain, hard, words)]
    both = [d for d in left if all(c.holds(d) for c in constraints)]
    used = constraints if both else hard
    reasons: list[Reason] = []
    now = domain
    for c in used:
        after = [d for d in now if c.holds(d)]
        if len(after) < len(now):
            reasons += [Reason(span=s, says=f"{c.says}: {_left(after)}") for s in c.spans]
        now = after
    return now, reasons, []


def _left(days: Sequence[date]) -> str:
    """How many days remain."""
    return f"{days[0].isoformat()} is left" if len(days) == 1 else f"{len(days)} days left"


def _conflict(domain: list[date], hard: list[Constraint], words: Words) -> Problem:
    """The contradiction: one expression against what is given, or the first two that no day satisfies together."""
    for c in hard:
        if not any(c.holds(d) for d in domain):
            what = domain[0].isoformat() if len(domain) == 1 else f"{domain[0].isoformat()} to {domain[-1].isoformat()}"
            return _contradiction(words, list(c.spans), f"no day of {what} fits: {c.says}")
    for i, a in enumerate(hard):
        for b in hard[i + 1 :]:
            if not any(a.holds(d) and b.holds(d) for d in domain):
                return _contradiction(words, [*a.spans, *b.spans], f"{a.says}; {b.says}")
    return _contradiction(words, [s for c in hard for s in c.spans], "no day fits all of them")


def _contradiction(words: Words, spans: list[Span], why: str) -> Problem:
    """The problem record of dates that do not go together."""
    said = ", ".join(repr(words.text[a:b]) for a, b in spans)
    return Problem(kind="contradictory-dates", spans=spans, message=f"{said}: {why}")


def _impossible(expressions: Sequence[Expression], words: Words) -> Iterator[Problem]:
    """Days that no calendar has: `lundi 3 juillet 2012` was a Tuesday."""
    for e in expressions:
        if e.form == "date" and e.year and e.month and e.day:
            day = values.make_day(e.year, e.month, e.day)
            if day is None:
                yield _contradiction(words, [e.span], "the calendar has no such day")
            elif e.weekday is not None and day.isoweekday() != e.weekday:
                yield _contradiction(words, [e.span], f"{day.isoformat()} was a {day:%A}")


def _periods(constraints: list[Constraint], left: list[date]) -> dict[int, tuple[date, date]]:
    """From the first day counted to the day of publication, where that is solved."""
    out: dict[int, tuple[date, date]] = {}
    if len(left) == 1:
        for c in constraints:
            if c.since is not None:
                start = c.since[1](left[0])
                if start is not None:
                    out[c.since[0]] = (start, left[0])
    return out


# ——— what each expression says of the day ———


def gather(
    expressions: Sequence[Expression], words: Words, grammar: Grammar, *, genre: str | None
) -> Iterator[Constraint]:
    """The constraints of an article, in the order of its words."""
    found: list[Constraint] = []
    for i, e in enumerate(expressions):
        found += _deictic(e)
        found += _dated(e)
        found += _counted(i, e, expressions, words, grammar)
        found += _apposed(i, expressions, words)
    found += _weekdays(expressions, genre)
    yield from sorted(found, key=lambda c: (c.spans[0][0], c.soft))


def _deictic(e: Expression) -> Iterator[Constraint]:
    """`hier, 14 juillet`, `aujourd'hui vendredi`, `ce mardi`: the day itself."""
    if e.form != "date" or e.quoted:
        return
    shift = e.shift if e.unit == "D" else (0 if e.toward == 0 else None)
    if shift is None or (e.weekday is None and e.day is None):
        return
    if e.toward == 0 and e.tense == "future":

        def soon(d: date) -> bool:
            return any(_fits(e, d + timedelta(n)) for n in range(WEEK))

        if e.day is not None:
            yield Constraint((e.span,), "the day named is one of the coming week", soon)
        return
    exact = values.make_day(e.year, e.month, e.day) if e.year and e.month and e.day else None
    yield Constraint(
        (e.span,),
        {0: "the day named is today", -1: "the day named is yesterday", 1: "the day named is tomorrow"}.get(
            shift, f"the day named is {abs(shift)} days {'ago' if shift < 0 else 'ahead'}"
        ),
        lambda d: _fits(e, d + timedelta(shift)),
        exact=exact - timedelta(shift) if exact else None,
    )


def _fits(e: Expression, day: date) -> bool:
    """Whether a day is the one that an expression names by weekday, number, month and year as far as it does."""
    return (
        (e.weekday is None or day.isoweekday() == e.weekday)
        and (e.day is None or day.day == e.day)
        and (e.month is None or day.month == e.month)
        and (e.year is None or day.year == e.year)
    )


def _dated(e: Expression) -> Iterator[Constraint]:
    """`s'est réuni le 12 mars`: not before; `se réunira le 12 mars`: not after; `lundi 9`: near a Monday the ninth."""
    if e.form != "date" or e.day is None or e.shift is not None or e.quoted or e.toward == 0:
        return
    if e.month is None:
        if e.weekday is not None:
            yield Constraint((e.span,), "near a day of that weekday and number", lambda d: day_of(e, d) is not None)
        return
    if e.noun or not e.sure or e.tense not in ("past", "future"):
        return
    behind = e.tense == "past"

    def holds(d: date) -> bool:
        day = day_of(e, d)
        if day is None:
            return True
        apart = (d - day).days if behind else (day - d).days
        return apart >= 0 and (e.year is not None or e.toward is not None or apart <= YEARLESS)

    says = "told as past, so not before that day" if behind else "told as ahead, so not after that day"
    yield Constraint((e.span,), says, holds, soft=True)


def _counted(
    i: int, e: Expression, expressions: Sequence[Expression], words: Words, grammar: Grammar
) -> Iterator[Constraint]:
    """`en 28 jours de guerre` where the article names the day on which the war began; the first day counts or not.

    `au 28e jour de la guerre` counts the first. `après 28 jours de guerre` may tell of any day and says nothing.
    """
    counting = grammar.calendar.counting
    if e.form != "duration" or e.unit != "D" or e.number is None or e.number < 2 or e.quoted or e.tense == "future":
        return
    after = [words.after(k) for k in range(e.tokens[1], e.tokens[1] + 4)]
    if not set(after) & set(counting.counted) or words.before(e.tokens[0]) not in counting.count_before:
        return
    starts = [s for s in expressions if _begins(s, words, frozenset(counting.starts))]
    if not starts:
        return
    n = int(e.number)
    ordinal = any(s.cls == "ORD" for s in words.spots.get(e.tokens[0], []))
    apart = (n - 1,) if ordinal else (n - 1, n)

    def start(d: date) -> date | None:
        for s in starts:
            day = day_of(s, d)
            if day is not None and (d - day).days in apart:
                return day
        return None

    first = starts[0].span
    how = "the first included" if ordinal else "the first included or not"
    says = f"{n} days counted from a day named, {how} ({words.text[first[0] : first[1]]})"
    yield Constraint((e.span,), says, lambda d: start(d) is not None, since=(i, start))


def _begins(e: Expression, words: Words, starts: frozenset[str]) -> bool:
    """Whether a day is one on which something began: `depuis l'attaque du 7 octobre`."""
    if e.form != "date" or e.day is None or e.month is None or e.shift is not None:
        return False
    around = [words.before(k) for k in range(max(1, e.tokens[0] - NEAR + 1), e.tokens[0] + 1)]
    around += [words.after(k) for k in range(e.tokens[1], min(e.tokens[1] + 3, len(words.tokens)))]
    return any(w in starts for w in around)


def _apposed(i: int, expressions: Sequence[Expression], words: Words) -> Iterator[Constraint]:
    """`il y a trois jours, le 12 mars`, `l'an dernier (2011)`: what is counted and what is named are the same."""
    if i + 1 >= len(expressions):
        return
    a, b = expressions[i], expressions[i + 1]
    between = [t.norm for t in words.tokens[a.tokens[1] : b.tokens[0]]]
    if not between or len(between) > 2 or between[0] not in (",", "(") or a.quoted or a.sentence != b.sentence:
        return
    for x, y in ((a, b), (b, a)):
        named = y.form in ("date", "month", "year") and (y.year or y.month) and y.shift is None and y.toward is None
        if not named or not _points(x):
            continue

        def holds(d: date, x: Expression = x, y: Expression = y) -> bool:
            if x.to_the_day and y.day is not None:
                then = day_of(y, d)
                return then is not None and (then.month, then.day, then.year) == (
                    d.month,
                    d.day,
                    d.year - int(x.number or 0),
                )
            one, two = (values.bounds(v) for v in resolve([x, y], d))
            return one is None or two is None or (one[0] <= two[1] and two[0] <= one[1])

        exact = None
        if x.form == "part" and y.year and y.month and y.day:
            exact = values.make_day(y.year, y.month, y.day)
        yield Constraint((a.span, b.span), "both name the same time", holds, exact=exact)


def _points(e: Expression) -> bool:
    """Whether an expression is counted from the day of publication exactly enough: three days ago, last month, tonight."""
    if e.form == "ago":
        return e.number is not None and (e.unit in ("D", "W") or e.to_the_day)
    if e.form == "date":
        return e.weekday is not None and e.toward in (-1, 1) and not e.relative and e.day is None
    return (e.form == "unit" and not e.relative and e.toward in (-1, 0, 1)) or (e.form == "part" and e.toward == 0)


def _weekdays(expressions: Sequence[Expression], genre: str | None) -> Iterator[Constraint]:
    """The weekday of the news is today in a wire, a few days back in a daily, and unknown where no habit shows.

    An article that tells a weekday as past and plans for the same weekday shows the habit of a wire: `s'est entretenu
    vendredi …, devait se rendre vendredi en fin d'après-midi`. Without that, a regional daily's weekday was one to four
    days back in seven of eight cases, so that nothing is concluded from it.
    """
    bare = [
        e for e in expressions
        if e.form == "date" and e.weekday and e.day is None and e.toward is None and e.shift is None
        and not e.quoted and not e.relative and not e.noun
    ]  # fmt: skip
    first = next((e for e in expressions if e.form in ("date", "days", "night", "ago", "follow")), None)
    lead = next((e for e in bare if e.tense == "past"), None)
    if lead is None or lead is not first or lead.sentence > LEAD or lead.weekday is None:
        return
    weekday = lead.weekday
    deictic = any(e.form == "date" and e.unit == "D" and e.shift is not None and not e.quoted for e in expressions)
    plan = next((e for e in bare if e.tense == "future" and e.weekday == weekday), None)
    habits = {"wire": ((0,), "today"), "daily": (DAILY, "one to four days back")}
    days, says = habits.get(genre or "", ((0, 1), "today or yesterday"))
    if deictic or (genre is None and plan is None):
        return
    yield Constraint(
        (lead.span,),
        f"the weekday of the news is {says}",
        lambda d: (d.isoweekday() - weekday) % WEEK in days,
        soft=True,
    )
    if plan is not None and genre != "daily":
        yield Constraint(
            (plan.span,),
            "a plan still ahead, on the weekday that the article also tells as past",
            lambda d: d.isoweekday() == weekday,
            soft=True,
        )
