"""An article's times: expressions read, the day of publication solved, values given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from selon.extract import dating
from selon.extract.times import values
from selon.extract.times.calendar import Grammar, load_grammar
from selon.extract.times.dateline import find_dateline
from selon.extract.times.expressions import Expression, read_expressions
from selon.extract.times.resolve import resolve
from selon.extract.times.tense import Tenses
from selon.extract.times.words import Words
from selon.language.analysis import Analysis
from selon.model import Period, Problem, Published, Span, Time, TimeType

TYPES: dict[str, TimeType] = {"duration": "duration", "set": "set"}


@dataclass(frozen=True, slots=True)
class TimesRead:
    """What an article says of time: its expressions, its own day, and what is wrong with either."""

    times: list[Time]
    published: Published
    problems: list[Problem]


def read_times(analysis: Analysis) -> TimesRead:
    """The times of an analysed article; `article.given` and `article.genre` settle or narrow its day."""
    grammar = load_grammar(analysis.lang)
    words = grammar.lexer.read(analysis.text)
    tenses = Tenses(grammar, words, analysis.doc)
    quoted = [q.outer for q in analysis.marks.top()]
    stated = find_dateline(grammar, words)
    stamps = stated.stamps if stated is not None else ()
    found = [e for e in read_expressions(grammar, words) if not any(_meets(e.span, s) for s in stamps)]
    expressions = describe(found, words, tenses, quoted)
    solution = dating.solve(
        expressions, words, grammar, given=analysis.article.given, genre=analysis.article.genre, stated=stated
    )
    times = [
        _record(i, e, value, solution.periods.get(i))
        for i, (e, value) in enumerate(zip(expressions, agreed(expressions, solution), strict=True))
    ]
    return TimesRead(times, solution.published, solution.problems)


def _meets(a: Span, b: Span) -> bool:
    """Whether two spans share a character."""
    return max(a[0], b[0]) < min(a[1], b[1])


def describe(
    expressions: list[Expression], words: Words, tenses: Tenses, quoted: Sequence[tuple[int, int]]
) -> list[Expression]:
    """Expressions with their tense, sentence and whether they stand in a quotation."""
    sentence_of: list[int] = []
    n = -1
    for t in words.tokens:
        n += t.first
        sentence_of.append(n)
    out = []
    for e in expressions:
        if e.form == "date" and e.shift == 0 and tenses.apposed(e.tokens, e.span):
            e = replace(e, form="ref", value="PRESENT_REF")
        asks = e.form in (
            "date",
            "days",
            "night",
            "month",
            "fraction",
            "unit",
            "feast",
            "part",
            "season",
            "nth",
            "duration",
        )
        within = next((q for q in quoted if q[0] <= e.span[0] < q[1]), None)
        out.append(
            replace(
                e,
                tense=tenses.of(e.tokens, e.span, within) if asks else None,
                sure=asks and tenses.sure(e.tokens, e.span),
                noun=tenses.hangs_on_noun(e.tokens),
                quoted=within is not None,
                sentence=sentence_of[e.tokens[0]],
            )
        )
    return out


def agreed(expressions: Sequence[Expression], solution: dating.Solution) -> list[str]:
    """Each value as it is on every day that the article may be of; what those days disagree on stays X."""
    if not solution.days:
        return resolve(expressions, None)
    first, *others = (resolve(expressions, d) for d in sorted(solution.days))
    if not others:
        return first
    unknown = resolve(expressions, None)
    return [
        v if all(o[i] == v for o in others) else _shared([v, *(o[i] for o in others)], unknown[i])
        for i, v in enumerate(first)
    ]


def _shared(found: list[str], unknown: str) -> str:
    """What several values share, in the shape of the unknown one: 2023-11-03 and 2023-11-10 give 2023-11-XX."""
    if len(found[0]) == len(unknown) and unknown.startswith("XXXX-XX") and all(len(v) == len(unknown) for v in found):
        size = 0
        while all(v[: size + 1] == found[0][: size + 1] for v in found):
            size += 1
        keep = 7 if size >= 7 else 4 if size >= 4 else 0
        return found[0][:keep] + unknown[keep:]
    return unknown


def _record(i: int, e: Expression, value: str, period: tuple[date, date] | None) -> Time:
    """The ledger's record of an expression."""
    covered = period or values.bounds(value)
    kind = TYPES.get(e.form) or ("time" if e.clock or e.part or e.form in ("part", "clock", "night") else "date")
    return Time(
        id=f"t{i + 1}", span=e.span, type=kind, value=value, rule=e.rule, evidence=list(e.evidence),
        start=covered[0].isoformat() if covered else None, end=covered[1].isoformat() if covered else None,
    )  # fmt: skip


def period_of(span: Span, times: Sequence[Time]) -> Period | None:
    """The days that the first dated expression inside a span covers; None where there is none."""
    for t in times:
        if t.type != "set" and t.start is not None and span[0] <= t.span[0] and t.span[1] <= span[1]:
            return Period(start=t.start, end=t.end)
    return None


__all__ = ["Grammar", "TimesRead", "agreed", "describe", "period_of", "read_times"]
