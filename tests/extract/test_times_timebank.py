"""The score on the French TimeBank: its files are read exactly, expressions are paired once, floors are checked."""

from __future__ import annotations

from pathlib import Path

import pytest
from evals import timebank
from evals.timebank import Article, Count, compare, ends, load_article, pair, place

TML = """<?xml version='1.0' encoding='UTF-8'?>
<TimeML><DOCID>x</DOCID>
<DCT><TIMEX3 functionInDocument="CREATION_TIME" tid="t1" type="DATE" value="2003-02-22" /></DCT>
<TEXT>
Un <EVENT eid="e1">choc</EVENT> <TIMEX3 tid="t2" value="2003-02-21">hier <EVENT eid="e2">soir</EVENT></TIMEX3> &amp; <TIMEX3 \
tid="t3" value="P1D" />demain.
</TEXT></TimeML>
"""


def test_an_article_is_read_with_its_spans(tmp_path: Path) -> None:
    path = tmp_path / "x.tml"
    path.write_text(TML, encoding="utf8")
    article = load_article(path)
    assert (article.name, article.day) == ("x", "2003-02-22")
    assert article.text == "\nUn choc hier soir & demain.\n"
    assert [(article.text[a:b], v) for (a, b), v in article.times] == [("hier soir", "2003-02-21")]


def test_a_file_that_is_no_timeml_is_named(tmp_path: Path) -> None:
    path = tmp_path / "y.tml"
    path.write_text("<TimeML><TEXT>a</TEXT></TimeML>", encoding="utf8")
    with pytest.raises(ValueError, match=r"y\.tml: no DCT"):
        load_article(path)


def test_each_expression_is_paired_once_and_the_larger_overlap_wins() -> None:
    gold = [((0, 10), "a"), ((12, 20), "b")]
    assert pair(gold, [((0, 20), "b")]) == [(0, 0)]
    assert pair(gold, [((8, 19), "b"), ((0, 7), "c")]) == [(0, 1), (1, 0)]


def test_counts() -> None:
    article = Article("x", "2003-02-22", "hier soir, puis lundi", (((0, 9), "V"), ((16, 21), "W")))
    found = [((0, 4), "V"), ((11, 15), "X")]
    count = compare(article, found)
    assert (count.gold, count.found, count.relaxed, count.strict, count.value) == (2, 2, 1, 0, 1)
    assert count.scores() == {"relaxed": 0.5, "strict": 0.0, "value": 0.5}
    assert (count + Count(2, 0)).f1(1) == pytest.approx(1 / 3)


def test_an_interval_of_years_is_compared_as_its_ends() -> None:
    text = "entre 1990 et 1999, en 2001"
    found = [((6, 18), "1990/1999"), ((23, 27), "2001")]
    assert list(ends(text, found)) == [((6, 10), "1990"), ((14, 18), "1999"), ((23, 27), "2001")]


def test_words_found_in_order_get_their_places() -> None:
    assert list(place("hier et hier", [("hier", "a"), ("demain", "b"), ("hier", "c")])) == [
        ((0, 4), "a"),
        ((8, 12), "c"),
    ]


def test_without_the_corpus_nothing_is_scored(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(timebank, "CORPUS", tmp_path / "nowhere")
    assert timebank.main([]) == 0
    assert "nothing is scored" in capsys.readouterr().out


def test_a_score_below_its_floor_is_an_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "x.tml").write_text(TML, encoding="utf8")
    monkeypatch.setattr(timebank, "CORPUS", tmp_path)
    monkeypatch.setattr(timebank, "read_all", lambda articles, pipeline: [[] for _ in articles])  # noqa: ARG005  (its signature)
    assert timebank.main([]) == 1
    assert "relaxed is 0.0, its floor is" in capsys.readouterr().err
