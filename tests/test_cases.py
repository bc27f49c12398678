"""The executable cases run and pass, but for the open ones; their files are read strictly; the comparison bites."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from evals.case_schema import CaseError, Located, load_cases, places, prune
from evals.cases import FOLDER, Outcome, compare, run_cases, share

from selon.model import Document, Entity, Figure, Ledger, Source, Statement

LANGS = sorted(p.name for p in FOLDER.iterdir() if p.is_dir()) if FOLDER.is_dir() else []
CASES: list[Located] = [c for lang in LANGS for c in load_cases(FOLDER / lang)[0]]
KNOWN = {name: why for lang in LANGS for name, why in load_cases(FOLDER / lang)[1].items()}


@cache
def outcomes() -> dict[str, Outcome]:
    from selon.language.pipeline import PipelineError

    try:
        return {o.located.case.name: o for o in run_cases(CASES)}
    except PipelineError as e:
        pytest.skip(str(e))


@pytest.mark.parametrize("name", [c.case.name for c in CASES])
def test_case(name: str) -> None:
    faults = outcomes()[name].faults
    if name in KNOWN:
        assert faults, f"passes now: take it out of open.toml (it was open because: {KNOWN[name]})"
    else:
        assert not faults, "\n".join(faults)


TEXT = "« Le pont tiendra », a dit Luc Bernard. Il a dit que 300 personnes, dont Luc Bernard, venaient."


def ledger() -> Ledger:
    """The ledger of `TEXT`, made by hand: no model is needed."""

    def span(words: str) -> tuple[int, int]:
        return places(TEXT, words)[0]

    return Ledger(
        document=Document(id="0" * 64, text=TEXT, lang="fr"),
        entities=[Entity(id="e1", kind="person", name="Luc Bernard", mentions=[span("Luc Bernard"), span("Il")])],
        statements=[
            Statement(
                id="s1",
                kind="direct",
                act="say",
                source=Source(span=span("Luc Bernard"), entity="e1"),
                cue=span("a dit"),
                content=[span("Le pont tiendra")],
                quoted=[span("Le pont tiendra")],
                confidence=0.9,
            ),
            Statement(
                id="s2",
                kind="indirect",
                act="say",
                source=Source(span=span("Il"), entity=None),
                cue=span("a dit#2"),
                content=[span("300 personnes, dont Luc Bernard, venaient")],
                confidence=0.9,
            ),
        ],
        figures=[Figure(id="f1", span=span("300 personnes"), low=300, high=300, comparator="=", unit="personne")],
    )


def faults_of(tmp_path: Path, toml: str) -> list[str]:
    folder = tmp_path / "cases" / "fr"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "t.toml").write_text(f'[[case]]\nname = "t"\ntext = "{TEXT}"\n{toml}', encoding="utf8")
    return compare(load_cases(folder)[0][0].case, ledger())[0]


@pytest.mark.parametrize(
    "toml",
    [
        '[[case.statement]]\nsource = "Luc Bernard"\nwho = "Luc Bernard"\ncue = "a dit"\ncontent = ["Le pont tiendra"]',
        '[[case.statement]]\nwho = ""\ncue = "a dit#2"\nkind = "indirect"\naddressee = ""\nwhen = []',
        '[[case.statement]]\ncontent = ["300 personnes, dont Luc Bernard, venaient"]',
        '[[case.figure]]\ntext = "300 personnes"\nvalue = "= 300"\nunit = "personne"\naccording_to = ""',
        '[[case.entity]]\nname = "Luc Bernard"\nmentions = ["Il"]',
        'none = ["events"]\nonly = ["figures"]\n[[case.figure]]\ntext = "300 personnes"',
    ],
)
def test_what_is_there_is_found(tmp_path: Path, toml: str) -> None:
    assert faults_of(tmp_path, toml) == []


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ('[[case.statement]]\nwho = ""\ncue = "a dit"\ncontent = ["Le pont tiendra"]', "who expected ''"),
        ('[[case.statement]]\ncontent = ["Le pont tiendra", "venaient"]\ncue = "a dit"', "content expected"),
        ('[[case.statement]]\nsource = "Il"\ncue = "a dit"\ncontent = ["Le pont tiendra"]', "source expected 'Il'"),
        ('[[case.statement]]\ncue = "venaient"', "statement not found"),
        ('[[case.statement]]\ncue = "a dit#2"\ndenied = true', "denied expected True"),
        ('none = ["statements"]', "statements must be empty"),
        ('never = ["Luc Bernard"]', "never by Luc Bernard"),
        ('only = ["statements"]\n[[case.statement]]\ncue = "a dit"', "one statement too many"),
        ('[[case.figure]]\ntext = "300"', "figure not found"),
        ('[[case.figure]]\ntext = "300 personnes"\nvalue = "> 300"', "value expected '> 300'"),
        ('[[case.entity]]\nname = "Luc Bernard"\nmentions = ["pont"]', "mention 'pont' is missing"),
        ('problems = ["unclosed-quotation"]', "problem unclosed-quotation is not noted"),
        ('published = "2023-11-03"', "published: expected '2023-11-03'"),
    ],
)
def test_what_is_not_there_is_a_fault(tmp_path: Path, toml: str, says: str) -> None:
    assert any(says in f for f in faults_of(tmp_path, toml))


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"a.toml": '[[case]]\nname = "a"\ntext = "Oui."\nkind = "x"'}, "cases/fr/a.toml:4: case.0.kind"),
        (
            {"a.toml": '[[case]]\nname = "a"\ntext = "Oui."\n\n[[case.statement]]\ncue = "Oui"\nkind = "spoken"'},
            "cases/fr/a.toml:7: case.0.statement.0.kind",
        ),
        (
            {"a.toml": '[[case]]\nname = "a"\ntext = "Oui."\n[[case.statement]]\ncontent = ["Oui"]\nsource = "Non"'},
            "cases/fr/a.toml:6: statement.source: not in the text: 'Non'",
        ),
        (
            {"a.toml": '[[case]]\nname = "a"\ntext = "Oui."\n\n[[case]]\nname = "a"\ntext = "Non."'},
            "cases/fr/a.toml:5: the name 'a' is used already at cases/fr/a.toml:1",
        ),
        ({"a.toml": '[[case]]\nname = "a\n'}, "cases/fr/a.toml:2:"),
        ({"open.toml": '[[open]]\nname = "b"\nwhy = "because"'}, "cases/fr/open.toml:1: 'b' is no case"),
    ],
)
def test_a_faulty_file_is_named_with_its_line(tmp_path: Path, files: dict[str, str], says: str) -> None:
    folder = tmp_path / "cases" / "fr"
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf8")
    with pytest.raises(CaseError) as e:
        load_cases(folder)
    assert says in str(e.value)


def test_words_are_whole_and_numbered() -> None:
    assert places("Ils disent, dit-il, il dit.", "il") == [(16, 18), (20, 22)]
    assert places("Ils disent, dit-il, il dit.", "il#2") == [(20, 22)]
    assert places("le prix n#1 va", "n#1") == [(8, 11)]


def test_of_equal_words_the_nearest_counts() -> None:
    assert share("le pont, dit-il, le pont", [(17, 24)], ["le pont"]) == 1.0
    assert share("le pont, dit-il, le pont", [(0, 24)], ["le pont"]) == pytest.approx(6 / 17)


def test_pruning_leaves_the_rest_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "open.toml"
    path.write_text(
        '# why\n\n[[open]]\nname = "a"\nwhy = "x y"\n\n[[open]]\nname = "b"\nwhy = "z z"\n', encoding="utf8"
    )
    assert prune(path, {"a", "c"}) == 1
    assert path.read_text(encoding="utf8") == '# why\n\n[[open]]\nname = "b"\nwhy = "z z"\n'
    assert prune(tmp_path / "none.toml", {"a"}) == 0
