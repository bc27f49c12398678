import pytest
from pydantic import BaseModel, ConfigDict

from selon.language.data import LexiconError, parse_table
from selon.language.examples import parse_example
from selon.language.lexicon import _VerbFile

GOOD = """
[[verb]]
lemma = "dire"
act = "say"
frames = ["clause"]
catch = ["<Il> [a dit] que {tout va bien}."]

"""


class Flat(BaseModel):
    model_config = ConfigDict(extra="forbid")
    words: list[str]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (GOOD + '[[verb]]\nlemma = "nier"\nframes = ["clause"]\n', 8, "catch"),
        (GOOD + '[[verb]]\nlemma = "nier"\nframes = ["clause"]\ncatch = ["x"]\ncolour = 1\n', 12, "colour"),
        (GOOD + '[[verb]]\nlemma = "nier"\nframes = ["claus"]\ncatch = ["x"]\n', 10, "frames"),
        (GOOD + "[[verb]\n", 8, ""),
    ],
)
def test_error_names_file_and_line(text: str, line: int, words: str) -> None:
    with pytest.raises(LexiconError, match=rf"verbs\.toml:{line}: .*{words}"):
        parse_table(text, "verbs.toml", _VerbFile)


def test_flat_table() -> None:
    assert parse_table('words = ["a"]', "w.toml", Flat).words == ["a"]
    with pytest.raises(LexiconError, match=r"w\.toml:2"):
        parse_table('words = ["a"]\nother = 1', "w.toml", Flat)


def test_example_markup() -> None:
    e = parse_example("« {Oui} », [a dit] <la maire>.")
    assert e.text == "« Oui », a dit la maire."
    assert [e.text[slice(*s)] for s in (e.source, e.cue, *e.content) if s] == ["la maire", "a dit", "Oui"]
    with pytest.raises(ValueError, match="never closed"):
        parse_example("{Oui")
