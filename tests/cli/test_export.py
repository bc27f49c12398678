from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from made_articles import Maker
from sample_ledger import sample
from selon.export import FORMATS, jsonlines
from selon.store import LedgerFile
from selon.store.corrections_log import settle


@pytest.fixture
def ledger_file(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.db"
    with LedgerFile.open(path, create=True) as held:
        held.add(sample())
    return path


def test_the_formats_are_listed(selon: Callable[..., Result]) -> None:
    out = selon("export", "list").output
    assert all(name in out for name in FORMATS)


def test_a_ledger_file_is_exported(selon: Callable[..., Result], ledger_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    result = selon("export", "jsonl", ledger_file, "--to", out)
    assert result.exit_code == 0
    assert "1 article written to" in result.output
    assert list(jsonlines.read(out)) == [sample()]


def test_json_lines_are_exported_and_a_bad_line_is_told(selon: Callable[..., Result], tmp_path: Path) -> None:
    lines, out = tmp_path / "in.jsonl", tmp_path / "out.txt"
    lines.write_text(sample().model_dump_json() + "\n{}\n", encoding="utf8")
    result = selon("export", "iramuteq", lines, "--to", out)
    assert result.exit_code == 1
    assert "line 2: no ledger of selon" in result.output
    assert out.read_text().count("****") == 1


def test_what_is_there_is_not_overwritten(selon: Callable[..., Result], ledger_file: Path) -> None:
    before = ledger_file.read_bytes()
    result = selon("export", "dna", ledger_file, "--to", ledger_file)
    assert result.exit_code == 1
    assert "is there already" in result.output
    assert ledger_file.read_bytes() == before


def test_unknown_formats_and_nothing_to_export_are_usage_errors(
    selon: Callable[..., Result], ledger_file: Path
) -> None:
    assert selon("export", "pdf", ledger_file).exit_code == 2
    assert selon("export", "csv").exit_code == 2


def test_statements_of_less_confidence_can_be_left_out(
    selon: Callable[..., Result], ledger_file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.jsonl"
    selon("export", "jsonl", ledger_file, "--to", out, "--min-confidence", "0.85")
    assert [s.id for s in next(jsonlines.read(out)).statements] == ["s1"]


def test_outlet_and_time_can_be_chosen(selon: Callable[..., Result], tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with LedgerFile.open(path, create=True) as held:
        for n, (day, outlet) in enumerate((("2023-11-03", "A"), ("2023-12-01", "A"), ("2023-11-05", "B"), (None, "A"))):
            held.add(Maker(f"Article {n}.", day=day, outlet=outlet).ledger)

    def chosen(*options: str) -> list[str]:
        out = tmp_path / f"out{len(list(tmp_path.iterdir()))}.jsonl"
        assert selon("export", "jsonl", path, "--to", out, *options).exit_code == 0
        return [x.document.text for x in jsonlines.read(out)]

    assert len(chosen()) == 4
    assert chosen("--outlet", "a", "--since", "2023-11") == ["Article 0.", "Article 1."]
    assert chosen("--until", "2023-11") == ["Article 0.", "Article 2."]
    assert chosen("--since", "2023-11-04", "--until", "2023-11-30") == ["Article 2."]


def test_networks_have_each_actor_under_one_name(selon: Callable[..., Result], tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with LedgerFile.open(path, create=True) as held:
        for name in ("Odile Ferrand", "Odile Ferrand", "Ferrand"):
            maker = Maker(f"{name} soutient la réforme. {len(held.article_ids())}").entity("e1", name, wikidata="Q1")
            held.add(maker.stance("e1", "supports", "la réforme").ledger)
        with held.writing() as db:
            settle(db)
    selon("export", "dna", path, "--to", tmp_path / "x.dna")
    people = sqlite3.connect(tmp_path / "x.dna").execute(
        "SELECT Value FROM ENTITIES WHERE VariableId = 1 AND Value <> ''"
    )
    assert [r[0] for r in people] == ["Odile Ferrand"]
    selon("export", "jsonl", path, "--to", tmp_path / "x.jsonl")
    assert [x.entities[0].name for x in jsonlines.read(tmp_path / "x.jsonl")] == [
        "Odile Ferrand",
        "Odile Ferrand",
        "Ferrand",
    ]
