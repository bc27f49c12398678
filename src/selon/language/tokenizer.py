"""Tokens of press text, aligned to those of the Universal Dependencies treebanks; what is a word is data (`tokens.toml`).

`a-t-il` is `a` + `-t-il`, `l'on` is `l'` + `on`, `Deviers-Joncour`, `9 200` and `14h30` are one token each; a contraction
such as `du` stays one token. Every token is a slice of the text and `doc.text == text` for any text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict
from spacy.attrs import NORM  # type: ignore[import-not-found]  # compiled, without stubs
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from selon.language.data import load_table

WORD = r"[^\W_](?:[^\W_]|[\u0300-\u036f\u00ad\u200b-\u200d])*"
HYPHEN = "[-\u2010\u2011]"
APOSTROPHE = "['’ʼ]"
MOST_CLITICS = 3  # that hang on one verb: donnez-le-moi-là
CACHE = 20_000  # words whose parts are remembered


class TokenTable(BaseModel):
    """`lang/<lang>/tokens.toml`: what the tokenizer and the sentence splitter know of a language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    elided: list[str] = []
    elided_before: str = ""
    whole: list[str] = []
    subjects_after_t: list[str] = []
    linking: str = ""
    before_subject: str = ""
    clitics: list[str] = []
    clitics_after_lower_case: list[str] = []
    abbreviations: list[str] = []
    abbreviations_before_name_or_figure: list[str] = []
    abbreviations_after_figure: list[str] = []
    titles: list[str] = []
    number_signs: list[str] = []
    optional_endings: list[str] = []
    domains: list[str] = []


def _any(words: Iterable[str]) -> str:
    """A regular expression for any of the words, longest first; one that never matches where there are none."""
    ordered = sorted(
        (re.escape(w).replace(r"\-", HYPHEN).replace("'", APOSTROPHE) for w in words), key=len, reverse=True
    )
    return f"(?:{'|'.join(ordered)})" if ordered else r"(?!)"


def _master(table: TokenTable) -> re.Pattern[str]:
    """One pattern whose matches, with the gaps between them, are the raw tokens of a text (words not yet cut)."""
    name_or_figure = r"(?=[ \u00a0\u202f]?(?:[^\W\d_a-z\u00df-\u00ff]|\d))"
    firm = set(table.abbreviations) - set(table.abbreviations_before_name_or_figure)
    return re.compile(
        "|".join(
            (
                r"(?P<space>\s+)",
                r"(?P<address>(?i:https?://|www\.)[^\s<>«»“”\"]*[^\s<>«»“”\".,;:!?()'’\]…]/?"
                rf"|[\w.+-]{{1,64}}@[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,6}}|(?:[a-zA-Z0-9-]{{1,63}}\.){{1,6}}{_any(table.domains)}(?![.-]?\w)"
                r"|(?<!\w)[@#]\w+)",
                rf"(?P<sign>(?i:{_any(s for s in table.number_signs if not s.isalnum())})(?![^\W\d]))",
                r"(?P<number>(?:(?<![\w\s.,)%-])|(?<=\s)|(?<![\s\S]))[+−-]?(?=\d)(?:NUMBER)(?!\w)|NUMBER(?!\w)"
                r"|\d+(?:\s?[hH]\s?\d\d(?!\d))(?:min)?(?!\w))".replace("NUMBER", _NUMBER).replace(r"\s?", ""),
                # initials and acronyms with full stops: O.N.U., J.-C., U.S
                rf"(?P<acronym>(?<![\w]){_CAPITAL}\.(?:{HYPHEN}?{_CAPITAL}\.)+(?:{_CAPITAL}(?!\w))?)",
                rf"(?P<short>(?<![\w'’-])(?:(?i:{_any(firm)})\.|(?i:{_any(table.abbreviations_before_name_or_figure)})\.{name_or_figure}"
                rf"|(?<=\d[ \u00a0\u202f]){_any(table.abbreviations_after_figure)}\.(?=[ \u00a0\u202f]?[\w,;)])"
                rf"|{_CAPITAL}\.(?=[ \u00a0\u202f-]?{_CAPITAL})))",
                rf"(?P<word>{WORD}(?:(?:{HYPHEN}|{APOSTROPHE}(?!{_CAPITAL}\.{_CAPITAL})|[./](?=\d)(?<=\d.)){WORD})*(?:\((?i:{_any(table.optional_endings)})\)(?:s(?!\w))?)?{APOSTROPHE}?)",
                r"(?P<clitic>(?<=\w)-(?=\w))",
                r"(?P<same>\.{2,}|-{2,}|!+|\?+|…|''|<<|>>|=+|\*+|_+|°C)",
                r"(?P<other>[\s\S])",
            )
        )
    )


_CAPITAL = r"[A-Z\u00c0-\u00d6\u00d8-\u00de]"
_NUMBER = (
    r"(?:(?<![\d.,])[1-9]\d{0,2}(?:[ \u00a0\u202f\u2009.]\d{3})+(?![\d]|[ \u00a0\u202f]\d{3})(?:,\d+)?"
    r"|\d+(?:[.,/:]\d+)*(?:[-–]\d+(?:[.,/]\d+)*)*)"
)


class PressTokenizer:
    """A spaCy tokenizer: `tokenizer(text) -> Doc`; picklable and saved with the pipeline by name and language only."""

    def __init__(self, vocab: Vocab, lang: str) -> None:
        """`lang` names the folder under `selon/lang` whose `tokens.toml` says what is a word."""
        self.vocab = vocab
        self.lang = lang
        table = load_table(lang, "tokens", TokenTable)
        self._find = _master(table).finditer
        self._whole = frozenset(table.whole)
        self._elision = re.compile(
            rf"(?i:{_any(table.elided)}){APOSTROPHE}(?=[{table.elided_before}{table.elided_before.upper()}\d]|[A-Z]{{2,}}|$)"
        )
        subject, clitic = _any(table.subjects_after_t), _any(set(table.clitics) - set(table.clitics_after_lower_case))
        lower = _any(table.clitics_after_lower_case)
        self._clitic = re.compile(
            rf"(?i:{HYPHEN}{_any([table.linking])}(?:{HYPHEN}|{APOSTROPHE}){subject}"
            rf"|(?<=[{table.before_subject}{table.before_subject.upper()}]){HYPHEN}{subject}|{HYPHEN}{clitic})$"
            rf"|(?<=[a-z\u00e0-\u00ff]){HYPHEN}{lower}$"
        )
        self._parts: dict[str, tuple[int, ...]] = {}

    def __call__(self, text: str) -> Doc:
        """The tokens of the text; `doc.text == text`. Space other than one blank after a token is a token of its own."""
        words: list[str] = []
        spaces: list[bool] = []
        for word in self.tokens(text):
            if word == " " and words and not spaces[-1] and not words[-1].isspace():
                spaces[-1] = True
            else:
                words.append(word)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    def tokens(self, text: str) -> Iterator[str]:
        """The slices that make up the text, a single blank between words being a slice as well."""
        for match in self._find(text):
            kind, found = match.lastgroup, match.group()
            if kind == "word":
                last = 0
                for cut in self._cuts(found):
                    yield found[last:cut]
                    last = cut
                yield found[last:]
            elif kind == "space" and found[0] == " " and len(found) > 1 and match.start():
                yield " "
                yield found[1:]
            else:
                yield found

    def _cuts(self, word: str) -> tuple[int, ...]:
        """Where a raw word is cut into tokens: after elided words, before the pronouns that hang on a verb."""
        if word not in self._parts:
            if len(self._parts) > CACHE:
                self._parts.clear()
            self._parts[word] = tuple(self._find_cuts(word))
        return self._parts[word]

    def _find_cuts(self, word: str) -> list[int]:
        if word.isalnum():
            return []
        cuts: list[int] = []
        start, end = 0, len(word)
        while not self.is_whole(word[start:end]) and (match := self._elision.match(word, start)):
            start = match.end()
            cuts.append(start)
        if start < end and word[end - 1] in "'’ʼ" and start != end:  # an apostrophe that elides nothing is a mark
            end -= 1
            cuts.append(end)
        tail: list[int] = []
        while (
            len(tail) < MOST_CLITICS and start < end and not self.is_whole(word[start:end]) and (match := self._clitic.search(word[start:end]))
            and match.start()
        ):  # fmt: skip
            end = start + match.start()
            tail.append(end)
        return sorted({c for c in (*cuts, *tail) if 0 < c < len(word)})

    def is_whole(self, word: str) -> bool:
        """Whether the data list the word as one token in spite of its apostrophe or hyphen."""
        return plain(word) in self._whole

    def to_disk(self, path: str | Path, **kwargs: Any) -> None:
        """Nothing to write: the language's data are part of the package."""

    def from_disk(self, path: str | Path, **kwargs: Any) -> PressTokenizer:  # noqa: ARG002 (spaCy's protocol)
        """Nothing to read."""
        return self

    def to_bytes(self, **kwargs: Any) -> bytes:  # noqa: ARG002 (spaCy's protocol)
        """Nothing to write."""
        return b""

    def from_bytes(self, data: bytes, **kwargs: Any) -> PressTokenizer:  # noqa: ARG002 (spaCy's protocol)
        """Nothing to read."""
        return self


_PLAIN = str.maketrans({"’": "'", "ʼ": "'", "‐": "-", "‑": "-", "\u00ad": None, "\u200b": None})
_MARKS = dict.fromkeys(("«", "»", "“", "”", "„", "‟", "<<", ">>", "''", "＂"), '"') | {
    "…": "...", "–": "-", "—": "-", "‹": "'", "›": "'", "‘": "'", "’": "'", "‚": "'",
}  # fmt: skip


def plain(word: str) -> str:
    """A word in lower case with straight apostrophes and plain hyphens: how the data write it."""
    return word.translate(_PLAIN).lower()


def norm(word: str) -> str:
    """`Token.norm_` of a word: as `plain`, quotation marks and dashes alike whatever their shape."""
    if word.isspace():
        return word
    return _MARKS.get(word) or plain(word) or word  # a lone soft hyphen: a norm is never empty


@registry.tokenizers("selon.tokenizer.v1")  # type: ignore[untyped-decorator]  # spaCy does not annotate its registry
def make_tokenizer(lang: str = "fr") -> Callable[[Language], PressTokenizer]:
    """The tokenizer that a pipeline's configuration names (`[nlp.tokenizer]`)."""

    def make(nlp: Language) -> PressTokenizer:
        nlp.vocab.lex_attr_getters[NORM] = norm  # type: ignore[attr-defined]  # compiled: its stub leaves it out
        return PressTokenizer(nlp.vocab, lang)

    return make
