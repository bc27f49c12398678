"""What the page says: in both languages, with the same values, nothing missing and nothing left over."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from selon.web.wording import LANGUAGES, catalogue, choose, number, words

WEB = Path(__file__).parents[2] / "src" / "selon" / "web"
SOURCES = [*WEB.rglob("*.html"), *WEB.rglob("*.py")]
# Files whose keys are values of records (acts, kinds, …): said by `said(file, value)`.
VALUES = re.compile(r"\bsaid\(\s*[\"'](\w+)[\"']")
LITERAL = re.compile(r"[\"'](\w+\.\w+)[\"']")
COMPOSED = re.compile(r"[\"'](\w+)\.(\w*)[\"']\s*~|f[\"'](\w+)\.(\w*)\{")


def named(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_message_is_in_every_language_with_the_same_values() -> None:
    for key, wording in catalogue().items():
        assert set(wording) - {"one"} == set(LANGUAGES), key
        forms = [wording[lang] for lang in LANGUAGES]
        assert len({frozenset(named(f)) for f in forms}) == 1, key
        assert all(f.strip() for f in forms), key
        for lang, form in wording.get("one", {}).items():
            assert lang in LANGUAGES, key
            assert named(form) <= named(wording[lang]), key


def test_every_message_that_the_page_says_exists_and_every_one_that_exists_is_said() -> None:
    text = "\n".join(p.read_text(encoding="utf8") for p in SOURCES)
    files = {key.split(".")[0] for key in catalogue()}
    used = {key for key in LITERAL.findall(text) if key.split(".")[0] in files}
    asked = set(re.findall(r"\b(?:t|say)\(\s*[\"'](\w+\.\w+)[\"'](?!\s*~)", text))
    assert asked - set(catalogue()) == set()
    prefixes = {f"{a or c}.{b or d}" for a, b, c, d in COMPOSED.findall(text)}
    values = set(VALUES.findall(text))
    refused = {f"errors.{key}" for key in re.findall(r"Refused\(\s*\d+,\s*[\"'](\w+)[\"']", text)}
    assert refused - set(catalogue()) == set()
    left = {
        key
        for key in set(catalogue()) - used - refused
        if key.split(".")[0] not in values and not any(key.startswith(p) for p in prefixes)
    }
    assert left == set()


def test_numbers_are_written_as_the_language_writes_them() -> None:
    assert number(1234567, "en") == "1,234,567"
    assert number(1234567, "fr") == "1\u202f234\u202f567"
    assert number(0.5, "fr") == "0,5"
    assert words("en")("articles.all", n=1) == "One article"
    assert words("en")("articles.all", n=1200) == "1,200 articles"
    assert words("fr")("articles.all", n=0) == "0 article"


@pytest.mark.parametrize(
    ("asked", "kept", "accepted", "lang"),
    [
        ("en", "fr", "fr", "en"),
        (None, "en", "fr", "en"),
        (None, None, "en-GB,en;q=0.9", "en"),
        (None, None, "de,en;q=0.5", "en"),
        ("xx", None, None, "fr"),
    ],
)
def test_the_language_is_the_one_asked_for_else_the_one_kept_else_the_browser_s(
    asked: str | None, kept: str | None, accepted: str | None, lang: str
) -> None:
    assert choose(asked, kept, accepted) == lang


def test_the_page_is_in_the_language_asked_for_and_stays_in_it(client: object) -> None:
    from starlette.testclient import TestClient

    assert isinstance(client, TestClient)
    with client:
        assert '<html lang="en">' in client.get("/").text
        page = client.get("/?ui=fr")
        assert '<html lang="fr">' in page.text
        assert "Chercher" in page.text
        assert page.cookies["selon_ui"] == "fr"
        client.cookies.clear()
