"""What a figure is tied to: statement and source, period, whole; contradictions; the series of foreign reports."""

from __future__ import annotations

import pytest
import spacy
from evals import figures as eval_figures

from selon.extract.figures import read_figures
from selon.language.analysis import Article, analyse
from selon.model import Entity, Figure, Problem, Source, Span, Statement, Time

NLP = spacy.blank("fr")


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return start, start + len(words)


def said(text: str, content: str, *, id: str = "s1", entity: str | None = "e1", cue: str = "a dit") -> Statement:
    return Statement(
        id=id, kind="indirect", act="say", source=Source(entity=entity), cue=span(text, cue), content=[span(text, content)],
        confidence=1,
    )  # fmt: skip


def read(text: str, *, times: list[Time] | None = None, entities: list[Entity] | None = None,
         statements: list[Statement] | None = None) -> tuple[list[Figure], list[Problem]]:  # fmt: skip
    analysis = analyse(Article(text), NLP(text), lang="fr")
    return read_figures(analysis, times or [], entities or [], statements or [])


def day(text: str, words: str, start: str, end: str | None = None, *, type: str = "date", id: str = "t1") -> Time:
    return Time.model_validate(
        {"id": id, "span": span(text, words), "type": type, "value": start, "start": start, "end": end or start}
    )


def test_statement_and_source_of_the_content_that_holds_it() -> None:
    text = "Le préfet a dit que 40 soldats partent. Il y a 12 soldats."
    found, _ = read(text, statements=[said(text, "40 soldats partent")])
    assert [(f.statement, f.according_to) for f in found] == [("s1", "e1"), (None, None)]


def test_an_unresolved_source_gives_no_entity() -> None:
    text = "Il a dit que 40 soldats partent."
    found, _ = read(text, statements=[said(text, "40 soldats partent", entity=None)])
    assert (found[0].statement, found[0].according_to) == ("s1", None)


def test_the_innermost_statement() -> None:
    text = "Le maire a dit que la police affirme que 200 soldats partent."
    outer = said(text, "la police affirme que 200 soldats partent")
    inner = said(text, "200 soldats partent", id="s2", entity="e2", cue="affirme").model_copy(update={"within": "s1"})
    found, _ = read(text, statements=[outer, inner])
    assert found[0].according_to == "e2"


def test_of_two_statements_on_the_same_words_the_nearer_cue() -> None:
    text = "Le maire a dit que, selon la police, 200 soldats partent."
    words = "200 soldats partent"
    found, _ = read(text, statements=[said(text, words), said(text, words, id="s2", entity="e2", cue="selon")])
    assert found[0].according_to == "e2"


def test_a_source_phrase_without_a_statement() -> None:
    text = "La crue a touché 40 maisons, selon la police."
    police = Entity(id="e7", kind="organisation", name="police", mentions=[span(text, "la police")])
    assert read(text, entities=[police])[0][0].according_to == "e7"


def test_an_owner_of_a_report_but_no_neighbour_of_a_witness() -> None:
    for source, entity in (("un bilan de la police", "e7"), ("un proche de la police", None)):
        text = f"La crue a touché 40 maisons, selon {source}."
        police = Entity(id="e7", kind="organisation", name="police", mentions=[span(text, "la police")])
        assert read(text, entities=[police])[0][0].according_to == entity


def test_days_of_a_duration() -> None:
    text = "Les frappes ont touché 40 maisons, dont 12 écoles, en 28 jours de guerre."
    time = day(text, "28 jours de guerre", "2023-10-07", "2023-11-03", type="duration")
    found, _ = read(text, times=[time])
    assert [(f.period.start, f.period.end) for f in found if f.period] == [("2023-10-07", "2023-11-03")] * 2
    assert found[1].part_of == found[0].id


def test_since_a_day_is_open() -> None:
    text = "Depuis le 3 mai, 40 maisons sont vides."
    found, _ = read(text, times=[day(text, "le 3 mai", "2021-05-03")])
    assert found[0].period is not None
    assert (found[0].period.start, found[0].period.end) == ("2021-05-03", None)


def test_from_one_month_to_another() -> None:
    text = "Les vols ont baissé de 46 % entre janvier et avril."
    times = [day(text, "janvier", "2012-01-01", "2012-01-31"), day(text, "avril", "2012-04-01", "2012-04-30", id="t2")]
    found, _ = read(text, times=times)
    assert found[0].period is not None
    assert (found[0].period.start, found[0].period.end) == ("2012-01-01", "2012-04-30")


def test_the_day_of_the_telling_is_no_period() -> None:
    text = "Le maire a dit vendredi que 40 maisons sont vides."
    found, _ = read(text, times=[day(text, "vendredi", "2021-05-07")], statements=[said(text, "40 maisons sont vides")])
    assert found[0].period is None


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("L'attaque a fait 12 morts, dont 15 enfants.", ["part-larger-than-whole"]),
        ("L'attaque a fait 12 morts, dont 5 enfants.", []),
        ("L'attaque a fait au moins 12 morts, dont 12 enfants.", []),
        ("L'attaque a fait des dizaines de morts, dont 35 enfants.", []),
        ("L'attaque a fait 12 morts, en majorité des civils.", []),
        ("L'attaque a fait 12 morts et 40 blessés, dont 15 enfants.", []),
    ],
)
def test_a_part_larger_than_its_whole(text: str, kinds: list[str]) -> None:
    found, problems = read(text)
    assert [p.kind for p in problems] == kinds
    for p in problems:
        assert p.spans == [found[1].span, found[0].span]


def test_a_toll_that_falls() -> None:
    for late, kinds in (("300", ["cumulative-count-falls"]), ("500", [])):
        text = f"Le bilan était de 400 morts lundi. Le bilan est de {late} morts mardi."
        times = [day(text, "lundi", "2021-05-03"), day(text, "mardi", "2021-05-04", id="t2")]
        assert [p.kind for p in read(text, times=times)[1]] == kinds


def test_counts_of_single_days_may_fall() -> None:
    text = "Il y a eu 40 morts lundi. Il y a eu 10 morts mardi."
    times = [day(text, "lundi", "2021-05-03"), day(text, "mardi", "2021-05-04", id="t2")]
    assert read(text, times=times)[1] == []


def test_every_report_day_of_a_series_read_with_its_parts() -> None:
    if not eval_figures.FOLDER.is_dir():
        pytest.skip(f"no series of reports at {eval_figures.FOLDER}")
    days = list(eval_figures.days())[::10]
    assert len(days) > 50
    for text, _, expected in days:
        found, problems = read(text)
        got = eval_figures.faults(expected, found)
        assert got["values"] == got["parts"] == len(expected), text
        assert problems == []
