"""Typography does not matter: one article in five ways to write marks gives one ledger of statements, up to offsets."""

from __future__ import annotations

from pathlib import Path

import pytest

from selon.extract.statements import find_statements
from selon.language.analysis import Article, analyse
from selon.language.grammar import load_grammar
from selon.language.marks import pair_marks
from selon.language.normal import parse
from selon.language.pipeline import load_pipeline
from selon.model import Span

GOLD = Path(__file__).resolve().parents[3] / "shared" / "gold" / "dev"
STYLES = {
    "straight": ('"', '"', "'"),
    "guillemets without space": ("«", "»", "'"),
    "guillemets with U+00A0": ("«\u00a0", "\u00a0»", "’"),
    "guillemets with U+202F": ("«\u202f", "\u202f»", "’"),
    "curly": ("“", "”", "’"),
}
OWN = (
    "La maire a dit : « Nous n’irons pas plus loin. » Le préfet, lui, parle d'« un malentendu ».\n\n"
    "« C’est fini », a tranché Paul Ardent, « et je ne reviendrai pas. »"
)


def in_style(text: str, style: str) -> str:
    """The text with every outermost quotation in one style of marks."""
    opening, closing, apostrophe = STYLES[style]
    out, at = [], 0
    for q in pair_marks(text, load_grammar("fr").elided).top():
        a, b = q.inner
        out += [text[at : q.open[0]], opening, text[a:b], closing if q.close else ""]
        at = q.outer[1]
    out.append(text[at:])
    return "".join(out).replace("’", apostrophe)


def told(text: str) -> list[tuple[str, str, bool, str, str, tuple[str, ...]]]:
    """What is told, in words without marks, spaces and the shape of apostrophes."""
    doc = next(parse(load_pipeline("fr"), [text], lang="fr"))

    def words(span: Span | None) -> str:
        return "".join(c for c in text[slice(*span)] if c.isalnum()) if span else ""

    return [
        (s.kind, s.act, s.denied, words(s.source.span), words(s.cue), tuple(words(c) for c in s.content))
        for s in find_statements(analyse(Article(text), doc, lang="fr"))
    ]


@pytest.mark.parametrize("style", [s for s in STYLES if s != "guillemets with U+00A0"])
def test_own_text(style: str) -> None:
    expected = told(in_style(OWN, "guillemets with U+00A0"))
    assert len(expected) >= 3
    assert told(in_style(OWN, style)) == expected


@pytest.mark.skipif(not GOLD.is_dir(), reason="no ../shared/gold/dev beside this clone")
@pytest.mark.parametrize("path", sorted(GOLD.glob("*.txt")), ids=lambda p: p.stem)
def test_articles(path: Path) -> None:
    text = path.read_bytes().decode("utf8")
    if any(q.parent is not None for q in pair_marks(text, load_grammar("fr").elided).quotations):
        text = text.replace("’", "'")  # nested marks keep their own style, so that styles never meet
    expected = told(in_style(text, "guillemets with U+00A0"))
    for style in STYLES:
        assert told(in_style(text, style)) == expected, style
