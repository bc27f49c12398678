"""Expressions of time: every pattern of the calendar catches its example, and records are exact in any typography."""

from __future__ import annotations

import re
from importlib import resources

import pytest
import spacy
from hypothesis import example, given, settings
from hypothesis import strategies as st

from selon.extract.times import TimesRead, period_of, read_times
from selon.extract.times.calendar import Calendar, Dateline, Grammar, Join, Pattern, compile_calendar, load_grammar
from selon.extract.times.dateline import find_dateline
from selon.extract.times.expressions import read_expressions
from selon.language.analysis import Article, analyse
from selon.language.data import LexiconError, parse_table
from selon.model import Span

THURSDAY = "2012-07-05"
BLANK = spacy.blank("fr")  # no parse: the words alone must do
CALENDAR = load_grammar("fr").calendar


def read(text: str, day: str | None = THURSDAY, *, genre: str | None = None) -> TimesRead:
    return read_times(analyse(Article(text, given=day, genre=genre), BLANK(text), lang="fr"))


def marked(example: str) -> tuple[str, list[Span]]:
    """The text of an example and the spans that its square brackets enclose."""
    text, spans, start = "", [], 0
    for piece in re.split(r"([\[\]])", example):
        if piece == "[":
            start = len(text)
        elif piece == "]":
            spans.append((start, len(text)))
        else:
            text += piece
    return text, spans


def found(text: str) -> list[tuple[str, str]]:
    return [(text[t.span[0] : t.span[1]], t.value) for t in read(text).times]


@pytest.mark.parametrize("entry", [*CALENDAR.pattern, *CALENDAR.join], ids=lambda e: getattr(e, "name", e.example))
def test_example_is_read(entry: Pattern | Join) -> None:
    text, spans = marked(entry.example)
    assert found(text) == [(text[a:b], v) for (a, b), v in zip(spans, entry.gives, strict=True)]


@pytest.mark.parametrize("pattern", CALENDAR.pattern, ids=lambda p: p.name)
def test_pattern_is_needed(pattern: Pattern) -> None:
    """Without its pattern an example is read in another way; an example that another reads would show nothing."""
    text = marked(pattern.example)[0]
    fewer = CALENDAR.model_copy(update={"pattern": [p for p in CALENDAR.pattern if p is not pattern]})
    one, two = load_grammar("fr"), compile_calendar(fewer)
    assert spoken(one, text) != spoken(two, text)


def spoken(grammar: Grammar, text: str) -> list[tuple[Span, str]]:
    return [(e.span, e.form) for e in read_expressions(grammar, grammar.lexer.read(text))]


@pytest.mark.parametrize("trap", [n for p in CALENDAR.pattern for n in p.never])
def test_trap_is_not_read(trap: str) -> None:
    assert found(trap) == []


@pytest.mark.parametrize("line", CALENDAR.dateline, ids=lambda d: d.name)
def test_dateline_is_read(line: Dateline) -> None:
    grammar = load_grammar("fr")
    stated = find_dateline(grammar, grammar.lexer.read(line.example))
    assert stated is not None
    assert (stated.rule, stated.iso or "") == (f"dateline:{line.name}", line.gives)
    if line.never:
        assert find_dateline(grammar, grammar.lexer.read(line.never)) is None


PLAIN = (
    "Le ministre, reçu le 12 octobre 2012 à 14 h 30, s'est dit optimiste aujourd'hui. "
    "« L'accord du 3 mai n'a qu'un an », a-t-il dit hier soir. Il y a trois semaines, rien n'était prévu."
)


def styled(text: str, *, apostrophe: str, space: str) -> str:
    return (
        re.sub(r"(?<=\d) (?=\w)", space, text)
        .replace("« ", f"«{space}")
        .replace(" »", f"{space}»")
        .replace("'", apostrophe)
    )


@pytest.mark.parametrize("apostrophe", ["'", "’", "ʼ"])
@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f", "\u2009"])
def test_typography_changes_no_value_and_no_span(apostrophe: str, space: str) -> None:
    text = styled(PLAIN, apostrophe=apostrophe, space=space)
    assert len(text) == len(PLAIN)
    plain, other = read(PLAIN, "2012-11-02").times, read(text, "2012-11-02").times
    assert len(plain) == 6
    assert [(t.span, t.value, t.type, t.start, t.end) for t in other] == [
        (t.span, t.value, t.type, t.start, t.end) for t in plain
    ]


def test_combining_accents_and_soft_hyphens_keep_their_code_points() -> None:
    text = "Le musée a fermé en fe\u0301vrier 2011 et rouvert aujour\u00add'hui."
    assert found(text) == [("fe\u0301vrier 2011", "2011-02"), ("aujour\u00add'hui", THURSDAY)]


def test_records_say_what_they_are() -> None:
    text = "Il est venu lundi à 10 h, puis pendant deux jours, et chaque année."
    times = read(text).times
    assert [(t.type, t.value, t.start, t.end) for t in times] == [
        ("date", "2012-07-02", "2012-07-02", "2012-07-02"),
        ("time", "2012-07-02T10:00", "2012-07-02", "2012-07-02"),
        ("duration", "P2D", None, None),
        ("set", "P1Y", None, None),
    ]
    assert len({t.id for t in times}) == len(times)
    assert all(t.rule for t in times)


def test_period_of_a_span_is_that_of_the_first_time_in_it() -> None:
    text = "Il est venu chaque année, puis en mai 2011."
    times = read(text).times
    period = period_of((0, len(text)), times)
    assert period is not None
    assert (period.start, period.end) == ("2011-05-01", "2011-05-31")
    assert period_of((0, 10), times) is None


def test_a_dateline_is_no_time_of_the_article() -> None:
    text = "3 novembre 2023. - Le conseil s'est réuni."
    assert read(text, None).times == []


PIECES = st.sampled_from(
    [
        *(marked(p.example)[0] for p in CALENDAR.pattern), *(d.example for d in CALENDAR.dateline), "le", "du", "31 février",
        "30/02/2011", "0 h 0", "24 h 59", "il y a 9999 ans", "dans 99999 siècles", "les années 0", "en 1000", "\u00a0", "\n\n", "(", "¶",
        "il y a 100000000 jours", "XXIXe siècle", "la nuit du 1 au 1er mars", "12 345 678 mois", "١٢ mars", "²h", "demain, 31 décembre 9999",
    ]
)  # fmt: skip
DAYS = st.sampled_from(
    [None, "2012", "2012-02", "2012-02-29", "0001-01-01", "1000", "9999", "9999-12-31", "2011-02-30", "x"]
)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=5).map(" ".join)), DAYS)
@example("30FÉV", "2012")
@example("L'ETÉ DERNIER", "1000")
def test_no_text_and_no_day_breaks_it(text: str, day: str | None) -> None:
    result = read(text, day)
    last = 0
    for t in result.times:
        assert last <= t.span[0] < t.span[1] <= len(text)
        last = t.span[1]
        assert text[t.span[0] : t.span[1]].strip() == text[t.span[0] : t.span[1]]
        assert (t.start is None) == (t.end is None)
        assert t.start is None or t.end is None or t.start <= t.end
    if result.published.value and result.published.candidates:
        raise AssertionError("a day that is solved has no candidates")


def test_a_day_given_that_is_none_is_told_and_not_used() -> None:
    for day in ("x", "2011-02-30", "2012-13", "0001-01-01"):
        result = read("Il est venu lundi.", day)
        assert [p.kind for p in result.problems] == ["unusable-date"]
        assert (result.published.given, result.published.value) == (day, None)
        assert [t.value for t in result.times] == ["XXXX-WXX-1"]


def test_an_error_in_the_calendar_names_its_line() -> None:
    text = (resources.files("selon") / "lang" / "fr" / "calendar.toml").read_text(encoding="utf8")
    wrong = text.replace('form = "feast"', 'form = "feasts"', 1)
    line = text[: text.index('form = "feast"')].count("\n") + 1
    with pytest.raises(LexiconError, match=rf"calendar\.toml:{line}: pattern\.\d+\.form"):
        parse_table(wrong, "lang/fr/calendar.toml", Calendar)


def test_an_unknown_class_is_an_error() -> None:
    wrong = CALENDAR.pattern[0].model_copy(update={"match": "WEEKDY"})
    with pytest.raises(ValueError, match="unknown class WEEKDY"):
        compile_calendar(CALENDAR.model_copy(update={"pattern": [wrong]}))
