from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from made_articles import Maker
from sample_ledger import sample, span
from selon.cli.correcting import find_words
from selon.store import LedgerFile
from selon.store.corrections_log import settle

LONG = "Nous ne fermerons pas cette école tant que je serai maire"


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SELON_WHO", "Desk A")
    path = tmp_path / "ledger.db"
    with LedgerFile.open(path, create=True) as held:
        held.add(sample())
        for n, outlet in enumerate(("A", "B")):
            text = f"« {LONG} », a dit Odile Ferrand. Lenoir se tait. Journal {outlet}. " + "Rien de plus ce soir. " * 9
            maker = Maker(text, day=f"2023-11-0{4 - n}", outlet=outlet).entity("e1", "Odile Ferrand")
            maker.entity("e2", "Lenoir").said("e1", LONG, source="Odile Ferrand")
            maker.stance("e1", ("supports", "opposes")[n], LONG, label="fermeture de cette école")
            held.add(maker.ledger)
        with held.writing() as db:
            settle(db)
    return path


def log(selon: Callable[..., Result], ledger: Path) -> list[dict[str, object]]:
    return [json.loads(x) for x in selon("corrections", ledger, "list", "--json").stdout.splitlines()]


def test_edit_by_words_and_undo(selon: Callable[..., Result], ledger: Path) -> None:
    done = selon(
        "corrections", ledger, "edit", "1:s2", "act=warn", "source.span=la maire", "source.entity=e1",
        'content=["plus de 1 400 rivets", "manquent"]', "--why", "typed too fast",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    with LedgerFile.open(ledger) as held:
        s2 = held.ledger(1).statements[1]
    assert (s2.act, s2.source.entity, s2.source.span) == ("warn", "e1", span("la maire"))
    assert s2.content == [span("plus de 1 400 rivets"), span("manquent")]
    (entry,) = log(selon, ledger)
    assert (entry["who"], entry["why"], entry["kind"], entry["undone"]) == ("Desk A", "typed too fast", "edit", False)
    assert selon("corrections", ledger, "undo", str(entry["id"])[:8]).exit_code == 0
    with LedgerFile.open(ledger) as held:
        assert held.ledger(1).statements[1] == sample().statements[1]
    assert [e["undone"] for e in log(selon, ledger)] == [True, False]


def test_confirm_reject_add(selon: Callable[..., Result], ledger: Path) -> None:
    assert selon("corrections", ledger, "confirm", "1:s1", "1:f1", "--who", "B").exit_code == 0
    assert selon("corrections", ledger, "reject", "1:s3").exit_code == 0
    added = selon("corrections", ledger, "add", "1", "figure", "span=1 400", "low=1400", "comparator==", "unit=rivet")
    assert added.exit_code == 0, added.output
    with LedgerFile.open(ledger) as held:
        now = held.ledger(1)
    assert [s.id for s in now.statements] == ["s1", "s2"]
    assert [(f.low, f.comparator) for f in now.figures] == [(1400, ">"), (1400, "=")]
    assert [e["who"] for e in log(selon, ledger)] == ["B", "B", "Desk A", "Desk A"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("paint",), "there is no action"),
        (("confirm",), "which record?"),
        (("confirm", "s1"), "name the article and the record"),
        (("confirm", "9:s1"), "there is no article 9"),
        (("confirm", "1:s9"), "there is no record s9 in article 1"),
        (("edit", "1:s1"), "what is to be changed?"),
        (("edit", "1:s1", "act"), "write FIELD=VALUE"),
        (("edit", "1:s1", "cue=jamais dit"), "are not in the article"),
        (("edit", "1:s1", "cue=pont"), "times in the article: write pont#1"),
        (("edit", "1:s1", "cue=pont#9"), "only"),
        (("edit", "1:s1", "kind.of=x"), "kind has no of"),
        (("undo", "beef"), "there is no correction beef"),
        (("import", "nowhere.jsonl"), "nowhere.jsonl"),
    ],
)
def test_errors_say_what_to_do(
    selon: Callable[..., Result], ledger: Path, arguments: tuple[str, ...], message: str
) -> None:
    done = selon("corrections", ledger, *arguments)
    assert done.exit_code in (1, 2)
    assert message in done.output
    assert log(selon, ledger) == []


def test_the_log_is_carried_and_conflicts_are_shown(selon: Callable[..., Result], ledger: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    other.write_bytes(ledger.read_bytes())
    selon("corrections", ledger, "edit", "1:s1", "act=warn")
    selon("corrections", other, "edit", "1:s1", "act=claim", "--who", "Desk B")
    assert selon("corrections", other, "export", tmp_path / "b.jsonl").exit_code == 0
    assert selon("corrections", other, "export", tmp_path / "b.jsonl").exit_code == 1  # not overwritten
    done = selon("corrections", ledger, "import", tmp_path / "b.jsonl")
    assert "1 new, 0 known already, 1 to settle" in done.output
    assert "Desk B set act of statement s1 to claim" in done.output
    unsettled = [json.loads(x) for x in selon("corrections", ledger, "unsettled", "--json").stdout.splitlines()]
    assert [u["who"] for u in unsettled] == ["Desk A"]
    assert selon("corrections", ledger, "export").stdout.count("\n") == 2


def test_actors_are_listed_merged_and_split(selon: Callable[..., Result], ledger: Path) -> None:
    def listed(*words: str) -> list[dict[str, object]]:
        return [json.loads(x) for x in selon("actors", ledger, "list", *words, "--json").stdout.splitlines()]

    (one,) = listed("FERRAND")
    assert (one["name"], one["articles"], one["statements"], one["namesakes"]) == ("Odile Ferrand", 3, 3, [])
    assert selon("actors", ledger, "merge", "2:e2", one["id"]).exit_code == 0
    assert listed("lenoir")[0]["also"] == ["Lenoir"]
    assert selon("actors", ledger, "split", "3:e1", "Odile Ferrand", "(avocate)").exit_code == 0
    assert [a["articles"] for a in listed("Ferrand")] == [2, 1]
    assert selon("actors", ledger, "rename", one["id"], "Odile", "Ferrand", "(maire)").exit_code == 0
    assert [a["name"] for a in listed("maire")] == ["Odile Ferrand (maire)"]
    for entry in log(selon, ledger):
        selon("corrections", ledger, "undo", entry["id"])
    assert listed("FERRAND") == [one]
    assert "merge ONE INTO" not in selon("actors", ledger, "list", "personne").output
    assert selon("actors", ledger, "merge", "x", "1").exit_code == 1


def test_compare_quotations_positions_copies(selon: Callable[..., Result], ledger: Path) -> None:
    def rows(what: str) -> list[dict[str, object]]:
        return [json.loads(x) for x in selon("compare", ledger, what, "--json").stdout.splitlines()]

    assert [(r["article"], r["who"], r["shows"]) for r in rows("quotations")] == [
        (3, "Odile Ferrand", "first"),
        (2, "Odile Ferrand", "same words"),
    ]
    assert [(r["article"], r["shows"]) for r in rows("positions")] == [(3, ""), (2, "reversal since article 3")]
    assert [r["article"] for r in rows("copies")] == [3, 2]
    assert rows("figures") == []
    assert "nothing to compare called" in selon("compare", ledger, "weather").output
    table = selon("compare", ledger, "positions").stdout
    assert "reversal" in table


def test_words_are_found_by_number() -> None:
    assert find_words("a b a", "a#2") == (4, 5)
    assert find_words("n#1 x", "n#1") == (0, 1)
