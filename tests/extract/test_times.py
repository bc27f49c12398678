"""Expressions of time: every pattern of the calendar catches its example, and records are exact in any typography."""

from __future__ import annotations

import re

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from selon.extract.times import TimesRead, period_of, read_times
from selon.extract.times.calendar import Calendar, Dateline, Grammar, Join, Pattern, compile_calendar, load_grammar
from selon.extract.times.dateline import find_dateline
from selon.extract.times.expressions import read_expressions
from selon.language.analysis import Article, analyse
from selon.language.data import LexiconError, parse_table
from selon.model import Span, Time

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
    assert (stated.rule, stated.iso) == (f"dateline:{line.name}", line.gives)
    if line.never:
        assert find_dateline(grammar, grammar.lexer.read(line.never)) is None
