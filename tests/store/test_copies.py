from __future__ import annotations

import random
from pathlib import Path

import pytest

from made_articles import Maker
from selon.reading.html import read_page
from selon.store import LedgerFile
from selon.store.copies import CONTAINED, LEAST, Text, containment, copies, ledger_copies, shingles

ARTICLES = Path(__file__).parents[2].parent / "shared" / "data" / "articles"
VOCABULARY = [
    f"{a}{b}{c}"
    for a in ("mar", "pon", "lu", "tra", "ché")
    for b in ("ti", "bo", "ra", "no")
    for c in ("n", "ge", "s", "lle")
]


def story(seed: int, words: int = 240) -> list[str]:
    """Paragraphs that share nothing with those of another seed."""
    draw = random.Random(seed)
    return [" ".join(draw.choices(VOCABULARY, k=60)).capitalize() + "." for _ in range(words // 60)]


def groups(*texts: str, days: list[str | None] | None = None) -> list[list[int]]:
    held = [Text(n, t, days[n] if days else None) for n, t in enumerate(texts)]
    return [[c.article for c in g] for g in copies(held)]


def test_a_wire_cut_to_two_paragraphs_is_a_copy_though_its_jaccard_is_low() -> None:
    whole = story(1, 480)
    cut = "Autre titre ici\n" + "\n".join(whole[1:3])
    a, b = shingles("\n".join(whole)), shingles(cut)
    assert len(a & b) / len(a | b) < 0.3
    assert containment(a, b) > 0.9
    assert groups("\n".join(whole), cut, *("\n".join(story(n)) for n in range(2, 8))) == [[0, 1]]


def test_case_accents_and_typography_do_not_hide_a_copy() -> None:
    text = "\n\n".join(story(1))
    assert groups(text, text.upper().replace("É", "E").replace(" ", "\u00a0")) == [[0, 1]]


def test_a_copy_with_edited_words_is_found_and_a_rewritten_text_is_not() -> None:
    words = " ".join(story(1, 480)).split()
    edited = [("modifié" if n % 25 == 0 else w) for n, w in enumerate(words)]
    rewritten = [("modifié" if n % 4 == 0 else w) for n, w in enumerate(words)]
    assert groups(" ".join(words), " ".join(edited), " ".join(rewritten)) == [[0, 1]]


def test_another_report_of_the_same_event_with_the_same_quotations_is_no_copy() -> None:
    quotation = " ".join(story(99, 60))  # a quarter of each
    one, other = [*story(1), quotation], [*story(2), quotation]
    assert groups("\n".join(one), "\n".join(other)) == []


def test_the_first_is_the_earliest_and_of_one_day_the_longest() -> None:
    whole = story(1)
    cut = "\n".join(whole[:2])
    assert groups(cut, "\n".join(whole)) == [[1, 0]]
    assert groups(cut, "\n".join(whole), days=["2023-11-02", "2023-11-03"]) == [[0, 1]]
    found = copies([Text(7, cut), Text(8, "\n".join(whole))])
    assert [(c.article, c.of, c.containment) for c in found[0]] == [(8, 7, 1.0), (7, 8, 1.0)]


def test_two_cuts_meet_through_the_whole() -> None:
    whole = story(1, 480)
    assert groups("\n".join(whole[:4]), "\n".join(whole[4:]), "\n".join(whole)) == [[2, 0, 1]]


def test_a_wire_in_many_papers_is_one_group() -> None:
    whole = "\n".join(story(1))
    assert groups(*(f"Titre {n}\n{whole}" for n in range(100)))[0] == list(range(100))


def test_texts_too_short_to_show_anything_are_in_no_group() -> None:
    short = " ".join(f"mot{n}" for n in range(LEAST))
    assert groups(short, short) == []
    assert groups("", "") == []


def test_copies_of_a_file(tmp_path: Path) -> None:
    with LedgerFile.open(tmp_path / "a.db", create=True) as held:
        whole = story(1)
        held.add(Maker("\n".join(whole[:2]), day="2023-11-04", outlet="B").ledger)
        held.add(Maker("\n".join(whole), day="2023-11-03", outlet="A").ledger)
        held.add(Maker("\n".join(story(2)), day="2023-11-03").ledger)
        assert [[c.article for c in g] for g in ledger_copies(held.connection)] == [[2, 1]]


@pytest.mark.skipif(not ARTICLES.is_dir(), reason="the reference articles are not beside the repository")
def test_none_is_invented_on_real_articles_and_every_planted_one_is_found() -> None:
    texts = [p.read_text("utf8") for p in sorted(ARTICLES.glob("*.txt"))]
    texts += [read_page(p.read_bytes(), url=None, charset=None)[0].text for p in sorted(ARTICLES.glob("*.html"))]
    assert len(texts) > 150
    assert groups(*texts) == []
    sets = [shingles(t) for t in texts]
    nearest = max(containment(a, b) for i, a in enumerate(sets) for b in sets[:i])
    assert nearest < CONTAINED / 2
    planted = {}
    held = list(texts)
    for n, text in enumerate(texts):
        paragraphs = [p for p in text.split("\n") if len(p.split()) > 30]
        cut = "\n".join(paragraphs[:2])
        if len(shingles(cut)) >= LEAST:
            planted[len(held)] = n
            held.append(f"Une autre rédaction\n{cut}")
    assert len(planted) > 100
    found = {frozenset(g) for g in groups(*held)}
    assert found == {frozenset(pair) for pair in planted.items()}
