"""Quotation marks: what pairs, what nests, what runs on, what never closes, and what is no mark at all."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selon.language.grammar import load_grammar
from selon.language.marks import MARK, Marks, pair_marks

ELIDED = load_grammar("fr").elided


def words(text: str, marks: Marks) -> list[tuple[str, int | None]]:
    return [(text[slice(*q.inner)], q.parent) for q in marks.quotations]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Il dit "oui" et "non".', [("oui", None), ("non", None)]),
        ("Il dit «oui».", [("oui", None)]),
        ("Il dit « oui ».", [("oui", None)]),
        ("Il dit «\u00a0oui\u00a0».", [("oui", None)]),
        ("Il dit «\u202foui\u202f».", [("oui", None)]),
        ("Il dit “oui”.", [("oui", None)]),
        ("Il dit „oui“ et “non”.", [("oui", None), ("non", None)]),
        ("Il dit ‹ oui › et << non >>.", [("oui", None), ("non", None)]),
        ("Il dit 'tout va bien' à l'ami d'Ali.", [("tout va bien", None)]),
        ("Il dit ‘oui’ à l’ami.", [("oui", None)]),
        ("''oui'', dit-il.", [("oui", None)]),
        ('pour "anéantir " le camp', [("anéantir", None)]),
        ('Il dit " oui ".', [("oui", None)]),
        ("« a “b” c »", [("a “b” c", None), ("b", 0)]),
        ("« a « b » c » d", [("a « b » c", None), ("b", 0)]),
        ("« a 'b e' d »", [("a 'b e' d", None), ("b e", 0)]),
        ('l\'"affaire" d\'"État"', [("affaire", None), ("État", None)]),
        ('“mot" et “mot”', [("mot", None), ("mot", None)]),
        ('un écran de 21" et un "vrai" clavier', [("vrai", None)]),
        ("“ oui ” ”non”", [("oui", None), ("non", None)]),
    ],
)
def test_pairs(text: str, expected: list[tuple[str, int | None]]) -> None:
    marks = pair_marks(text, ELIDED)
    assert words(text, marks) == expected
    assert not marks.problems


@pytest.mark.parametrize(
    "text",
    [
        "L'ami d'Ali n'est qu'aujourd'hui à l'hôtel.",
        "L’ami d’Ali n’est qu’aujourd’hui là, jusqu’ici.",
        "Les années '70 et qu' il vienne, l' ami, 5' de jeu.",
        "rock 'n' roll",
        "Il mesure 5' 11\" de haut.",
    ],
)
def test_apostrophes_are_no_marks(text: str) -> None:
    assert pair_marks(text, ELIDED).quotations == () or "rock" in text
    assert not pair_marks(text, ELIDED).problems


def test_reopened_at_each_paragraph() -> None:
    text = "« Un.\n\n« Deux.\n\n« Trois », dit-elle."
    marks = pair_marks(text)
    assert words(text, marks) == [("Un.", None), ("Deux.", None), ("Trois", None)]
    assert [q.close is None for q in marks.quotations] == [True, True, False]
    assert not marks.problems


def test_runs_on_to_its_closing_mark() -> None:
    for text in ("« Un.\n\nDeux », dit-elle.", '"Un.\nDeux", dit-elle.', "“Un\ndeux”"):
        marks = pair_marks(text)
        assert len(marks.quotations) == 1
        assert not marks.problems


def test_unclosed_ends_with_its_paragraph() -> None:
    text = "Elle dit : « Un. Deux.\nTrois dort. « Quatre »."
    marks = pair_marks(text)
    assert words(text, marks) == [("Un. Deux.", None), ("Quatre", None)]
    assert [(k, s) for k, s, _ in marks.problems] == [("unclosed-quotation", (11, 12))]


def test_one_mark_may_close_two() -> None:
    text = "« Je lui ai dit : « Viens », a-t-elle raconté.\n« Il est venu », a-t-elle dit."
    marks = pair_marks(text)
    assert [text[slice(*q.inner)] for q in marks.top()] == ["Je lui ai dit : « Viens", "Il est venu"]


@pytest.mark.parametrize("mark", ["»", '"', "”", ">>"])
def test_unopened_begins_with_its_paragraph_and_is_a_problem(mark: str) -> None:
    text = f"Il a neigé.\n\nNous irons tous à pied{mark}, dit-il. Il neige.\nLe gel tient bon{mark}"
    marks = pair_marks(text)
    assert words(text, marks) == [("Nous irons tous à pied", None), ("Le gel tient bon", None)]
    assert [q.open[0] == q.open[1] == q.inner[0] for q in marks.quotations] == [True, True]
    assert [p[0] for p in marks.problems] == ["unopened-quotation"] * 2


@pytest.mark.parametrize(
    "text", ["Fin », dit-il.", "« Un » et deux et trois », dit-il.", "Le mot de la fin » est un titre."]
)
def test_unopened_is_only_a_problem_where_its_beginning_is_not_plain(text: str) -> None:
    marks = pair_marks(text)
    assert [p[0] for p in marks.problems] == ["unopened-quotation"]
    assert not [q for q in marks.quotations if q.open[0] == q.open[1]]


@pytest.mark.parametrize("pair", ['""', "«»", "“”", "‹›", "‘’"])
@given(st.lists(st.text("abc é’", min_size=1, max_size=12).filter(lambda s: s.strip(" ’")), min_size=1, max_size=6))
def test_plain_quotations_come_back(pair: str, said: list[str]) -> None:
    said = [" ".join(s.replace("’", "").split()) or "a" for s in said]
    text = " puis ".join(f"{pair[0]}{s}{pair[1]}" for s in said)
    assert [w for w, _ in words(text, pair_marks(text))] == said


@settings(max_examples=400)
@given(st.text(alphabet=st.sampled_from("ab 1.,\n\"«»“”„‹›‘’'<>\u00a0\u202f(é"), max_size=60))
def test_never_fails_and_nests(text: str) -> None:
    marks = pair_marks(text, ELIDED)
    for n, q in enumerate(marks.quotations):
        a, b = q.inner
        assert q.open[1] <= a < b <= (q.close[0] if q.close else len(text))
        assert q.outer[0] == q.open[0]
        assert b <= q.outer[1] <= len(text)
        assert MARK.fullmatch(text[slice(*q.open)]) or text[slice(*q.open)] in ("''", "")
        assert not text[a].isspace()
        assert not text[b - 1].isspace()
        if q.parent is not None:
            p = marks.quotations[q.parent]
            assert q.parent < n
            assert p.outer[0] <= q.outer[0]
            assert q.outer[1] <= p.outer[1]
    for x in marks.top():
        assert sum(y.outer[0] < x.outer[1] and x.outer[0] < y.outer[1] for y in marks.top()) == 1


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    pair_marks(text)


def test_grows_with_the_text_only() -> None:
    def seconds(n: int) -> float:
        start = time.perf_counter()
        pair_marks("'«\"“ mot " * n)
        return time.perf_counter() - start

    seconds(100)
    assert seconds(20_000) < 40 * max(seconds(2_000), 0.002)
