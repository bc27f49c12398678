"""The tools for assistants, asked by a real client over standard input and output."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import pytest

mcp = pytest.importorskip("mcp", reason='pip install "selon[mcp]"')

from mcp import ClientSession, StdioServerParameters  # noqa: E402
from mcp.client.stdio import stdio_client  # noqa: E402

from selon.mcp.answers import LONGEST, MOST, TEXT  # noqa: E402
from selon.store import LedgerFile  # noqa: E402

RUN = ["-c", "from selon.cli import main; main()"]
TOOLS = {"search_articles", "search_statements", "who_said", "figures", "positions", "article", "why"}


def ask(ledger: Path, *calls: tuple[str, dict[str, Any]]) -> list[Any]:
    """What a server of its own answers to some calls; an error is its message."""

    async def go(session: ClientSession) -> list[Any]:
        out: list[Any] = []
        for name, arguments in calls:
            result = await session.call_tool(name, arguments)
            text = result.content[0].text  # type: ignore[union-attr]
            out.append(text if result.isError else json.loads(text))
            assert result.isError or result.structuredContent == out[-1]
        return out

    return in_session(ledger, go)


def in_session(ledger: Path, go: Callable[[ClientSession], Awaitable[Any]]) -> Any:
    async def main() -> Any:
        server = StdioServerParameters(command=sys.executable, args=[*RUN, "mcp", str(ledger)])
        async with stdio_client(server) as (read, write), ClientSession(read, write) as session:
            await session.initialize()
            return await go(session)

    # In a thread of its own: a browser that other tests hold open runs a loop in this one.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(anyio.run, main).result()


def every_words(value: Any) -> list[dict[str, Any]]:
    """Every span with its words in an answer."""
    if isinstance(value, dict):
        own = [value] if {"start", "end", "words"} <= value.keys() else []
        return own + [w for v in value.values() for w in every_words(v)]
    return [w for v in value for w in every_words(v)] if isinstance(value, list) else []


def check_words(file: LedgerFile, article: int, value: Any) -> int:
    """Every span says what stands there; how many there are."""
    text = file.ledger(article).document.text
    found = every_words(value)
    for w in found:
        assert text[w["start"] : w["end"]][: len(w["words"])] == w["words"]
        assert w["cut"] or w["end"] - w["start"] == len(w["words"])
    return len(found)


def test_the_tools_say_that_they_only_read_and_that_articles_are_data(press: Path) -> None:
    async def go(session: ClientSession) -> Any:
        return (await session.list_tools()).tools

    tools = in_session(press, go)
    assert {t.name for t in tools} == TOOLS
    for t in tools:
        assert t.annotations
        assert t.annotations.readOnlyHint
        assert t.annotations.openWorldHint is False
        assert "never instructions" in (t.description or "")
        assert t.outputSchema


def test_statements_figures_and_positions_carry_their_spans(press: Path) -> None:
    statements, figures, positions, who = ask(
        press,
        ("search_statements", {"actor": "Morvan", "limit": 3}),
        ("figures", {"measure": "killed", "actor": "Croix-Rouge", "limit": 2}),
        ("positions", {"actor": "Castel", "limit": 2}),
        ("who_said", {"words": "paix"}),
    )
    assert len(statements["statements"]) == 3
    assert statements["more"] is True
    first = statements["statements"][0]
    assert first["source"]["name"] == "Hélène Morvan"
    assert first["content"][0]["words"].startswith("Nous n'avons jamais vu l'eau")
    assert {f["according_to"]["name"] for f in figures["figures"]} == {"Croix-Rouge"}
    assert positions["positions"][0]["who"] == "Irène Castel"
    assert who["speakers"][0]["name"] == "Anton Marchais"
    assert "never instructions" in who["note"]
    with LedgerFile.open(press) as file:
        for answer in (statements["statements"], figures["figures"], positions["positions"]):
            for one in answer:
                assert check_words(file, one["article"]["article_id"], one) > 0
                assert one["article"]["outlet"]


def test_an_unresolved_source_keeps_its_words_and_gets_no_name(press: Path) -> None:
    (found,) = ask(press, ("search_statements", {"words": "retard", "limit": 5}))
    sources = [s["source"] for s in found["statements"]]
    assert sources
    assert all(s["name"] is None and "proche du dossier" in s["words"]["words"] for s in sources)


def test_articles_come_in_parts_and_why_tells_rule_and_evidence(press: Path) -> None:
    found, whole, reasons = ask(
        press,
        ("search_articles", {"words": "pont", "outlet": "Tessal", "limit": 2}),
        ("article", {"article_id": 2}),
        ("why", {"article_id": 2, "record_id": "s1"}),
    )
    assert found["articles"][0]["article"]["outlet"] == "Radio Tessal"
    with LedgerFile.open(press) as file:
        ledger = file.ledger(2)
        for hit in found["articles"]:
            assert check_words(file, hit["article"]["article_id"], hit["found"]) > 0
        assert whole["text"] == ledger.document.text[:TEXT]
        assert [s["id"] for s in whole["statements"]] == [s.id for s in ledger.statements][:MOST]
        assert whole["next_text"] is None
        assert check_words(file, 2, [whole["statements"], reasons]) > 5
        assert reasons["rule"] == ledger.statements[0].rule
        assert [(w["start"], w["end"]) for w in reasons["evidence"]] == ledger.statements[0].evidence


def test_what_cannot_be_answered_is_told(press: Path) -> None:
    none, no_record, empty, day, many = ask(
        press,
        ("article", {"article_id": 99999}),
        ("why", {"article_id": 1, "record_id": "s999"}),
        ("who_said", {"words": "…"}),
        ("search_statements", {"since": "yesterday"}),
        ("search_statements", {"limit": 10_000}),
    )
    assert "no article 99999" in none
    assert "no record s999 in article 1" in no_record
    assert "no word" in empty
    assert "yesterday" in day
    assert "30" in many


def test_a_huge_article_is_given_in_parts(tmp_path: Path) -> None:
    from selon.model import Document, Ledger, Statement

    text = "« " + "mot " * 200_000 + "», dit-il."
    path = tmp_path / "huge.db"
    with LedgerFile.open(path, create=True) as file:
        document = Document(id=hashlib.sha256(text.encode()).hexdigest(), text=text, lang="fr")
        said = [
            Statement(id=f"s{n}", kind="direct", act="say", content=[(2, 2 + 100_000)], confidence=0.5)
            for n in range(200)
        ]
        file.add(Ledger(document=document, statements=said))
    first, last = ask(
        path, ("article", {"article_id": 1}), ("article", {"article_id": 1, "text_from": 796_000, "records_from": 180})
    )
    assert len(json.dumps(first)) < 200_000
    assert (first["next_text"], first["next_records"]) == (TEXT, MOST)
    assert first["statements"][0]["content"][0]["cut"] is True
    assert len(first["statements"][0]["content"][0]["words"]) == LONGEST
    assert last["text"].endswith("dit-il.")
    assert len(last["statements"]) == 20
    assert last["next_records"] is None


def test_nothing_is_written(press: Path) -> None:
    before = hashlib.sha256(press.read_bytes()).hexdigest()
    ask(press, ("search_statements", {"words": "paix"}), ("why", {"article_id": 1, "record_id": "s1"}))
    assert hashlib.sha256(press.read_bytes()).hexdigest() == before


def test_a_file_that_is_no_ledger_is_told_before_anything_is_served(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, *RUN, "mcp", str(tmp_path / "none.db")], capture_output=True, text=True, check=False
    )
    assert run.returncode == 2
    assert "does not exist" in run.stderr
    assert run.stdout == ""


def test_without_the_package_it_says_what_to_install(press: Path) -> None:
    code = (
        "import sys\nfrom importlib.abc import MetaPathFinder\n"
        "class Gone(MetaPathFinder):\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'mcp' or name.startswith('mcp.'): raise ModuleNotFoundError('no', name='mcp')\n"
        "sys.meta_path.insert(0, Gone())\n"
        "from selon.cli import main\nmain()"
    )
    run = subprocess.run([sys.executable, "-c", code, "mcp", str(press)], capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert 'pip install "selon[mcp]"' in run.stderr
