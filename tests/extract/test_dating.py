"""The day of publication: the articles of cases/fr/dating.toml, their reasons and their contradictions."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from evals.case_schema import Case, load_cases
from evals.cases import FOLDER, pipeline_of

from selon.extract.times import TimesRead, read_times
from selon.language.analysis import Article, analyse
from selon.language.pipeline import PipelineError

CASES = [c.case for c in load_cases(FOLDER / "fr")[0] if c.family.startswith("dating")]
FOUNDING = Path(__file__).resolve().parents[3] / "shared" / "articles" / "pauses-2023-11.txt"
CONTRADICTIONS = {
    "dating: two todays": {"hier, 14 juillet", "Aujourd'hui, 20 juillet"},
    "dating: two weekdays": {"hier jeudi", "Aujourd'hui mardi"},
    "dating: yesterday against the day given": {"hier, 14 juillet"},
    "dating: dateline against the month given": {"3 novembre 2023"},
    "dating: weekday against its number": {"lundi 3 juillet 2012"},
    "dating: no such day": {"le 31 juin 2012"},
    "dating: tomorrow against the month given": {"demain, samedi 12 mai"},
    "dating: three days ago against yesterday": {"il y a trois jours", "le 12 mars", "hier, 20 mars"},
    "dating: two days in full, nothing given": {"aujourd'hui, 2 mai 2021", "hier, 7 mai 2021"},
    "dating: count against today's weekday": {"10e jour", "Aujourd'hui lundi"},
    "dating: a count that is weeks old against the day given": {"28 jours"},
    "dating: this Monday against its number": {"ce lundi 5 mars"},
}


@cache
def read(text: str, given: str | None, genre: str | None) -> TimesRead:
    try:
        nlp = pipeline_of("fr", None)
    except PipelineError as e:
        pytest.skip(str(e))
    return read_times(analyse(Article(text, given=given, genre=genre), nlp(text), lang="fr"))


def read_case(case: Case) -> TimesRead:
    return read(case.text, case.date, case.genre)


def test_there_are_cases_of_each_family() -> None:
    families = [c.family for c in CASES]
    assert len(CASES) >= 40
    assert min(families.count(f"dating: {f}") for f in ("solvable", "narrowed", "unknown", "contradictory")) >= 8


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_day(case: Case) -> None:
    result = read_case(case)
    published = result.published
    if case.published is not None:
        assert (published.value or "") == case.published, published
    if case.candidates is not None:
        assert published.candidates == case.candidates
    assert {p.kind for p in result.problems} == set(case.problems or [])
    for reason in published.because:
        assert case.text[reason.span[0] : reason.span[1]].strip()


@pytest.mark.parametrize("case", [c for c in CASES if c.family == "dating: contradictory"], ids=lambda c: c.name)
def test_a_contradiction_names_its_expressions(case: Case) -> None:
    (problem,) = read_case(case).problems
    words = {case.text[a:b] for a, b in problem.spans}
    assert words == CONTRADICTIONS[case.name]
    assert all(repr(w) in problem.message for w in words)


@pytest.mark.parametrize("case", [c for c in CASES if c.family == "dating: narrowed"], ids=lambda c: c.name)
def test_what_narrows_is_told(case: Case) -> None:
    assert read_case(case).published.because or not case.candidates


def test_a_period_is_counted_back_from_the_day_solved() -> None:
    case = next(c for c in CASES if c.name == "dating: count and plan")
    (counted,) = [t for t in read_case(case).times if t.type == "duration"]
    assert (counted.value, counted.start, counted.end) == ("P9D", "2022-02-24", "2022-03-04")


def test_the_founding_article_is_solved_with_its_reasons() -> None:
    if not FOUNDING.is_file():
        pytest.skip(f"{FOUNDING} is not here: the reference material lies beside the project")
    text = FOUNDING.read_text(encoding="utf8")
    result = read(text, None, None)
    assert result.published.given == "2023-11"
    assert result.published.value == "2023-11-03"
    assert result.problems == []
    told = [(text[r.span[0] : r.span[1]], r.says) for r in result.published.because]
    assert [w for w, _ in told] == ["2023-11", "vendredi", "28 jours", "vendredi en fin d'après-midi"]
    assert [s.rsplit(": ", 1)[-1] for _, s in told[1:]] == ["8 days left", "2 days left", "2023-11-03 is left"]
    assert [(text[t.span[0] : t.span[1]], t.value) for t in result.times] == [
        ("vendredi", "2023-11-03"),
        ("quelques minutes plus tard", "2023-11-03"),
        ("le 7 octobre", "2023-10-07"),
        ("1948", "1948"),
        ("28 jours", "P28D"),
        ("7 octobre", "2023-10-07"),
        ("7 octobre", "2023-10-07"),
        ("vendredi en fin d'après-midi", "2023-11-03TAF"),
    ]
    (counted,) = [t for t in result.times if t.type == "duration"]
    assert (counted.start, counted.end) == ("2023-10-07", "2023-11-03")
