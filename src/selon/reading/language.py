"""Whether a text is in the language that it is to be read in, by the share of its words that are function words.

Measured on the French articles beside the project: the lowest share of French function words is .40, and the best of the
other languages never has more than .7 of the French share; English sentences of 20 words have the reverse.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import replace

from selon.language.analysis import Article
from selon.language.data import languages
from selon.language.words import load_profiles, load_words
from selon.message import Message
from selon.reading.errors import LanguageError

WORD = re.compile(r"[^\W\d_]+")
PARAGRAPH = re.compile(r"[^\n]+")
SURER = 1.3  # times the share of the expected language, and …
APART = 0.08  # … so much above it: then the text is in the other
FEWEST_WORDS = 8  # fewer say nothing
ENOUGH_WORDS = 40  # so many must hold at least …
LOWEST = 0.2  # … this share of function words to be the language at all
PARAGRAPH_WORDS = 15
SAMPLE = 100_000  # characters; more change no share


def check_language(article: Article, lang: str) -> Article:
    """The article, with a problem for each paragraph in another language than `lang`.

    Raises `LanguageError` where the whole text is in another language; short texts that could be anything pass.
    """
    text = article.text[:SAMPLE]
    own = _named(lang)
    script = _script(text)
    if script not in (None, load_words(lang).script):
        raise LanguageError(
            Message(
                "other_script", "is written in {script} letters, so it is not {own} (--lang {lang}); selon reads {reads}",
                script=script, own=own, lang=lang, reads=", ".join(languages()),
            )
        )  # fmt: skip
    words = WORD.findall(text.lower())
    other = _better(words, lang)
    if other is not None:
        raise LanguageError(_advice(other, own, lang), other)
    share = _share(words, lang)
    if len(words) >= ENOUGH_WORDS and share < LOWEST:
        raise LanguageError(
            Message(
                "no_language", "does not look like {own}: {share} of its words are {own} function words, where every article "
                "has more than {least}; selon cannot read it (--lang {lang})",
                own=own, share=f"{share:.0%}", least=f"{LOWEST:.0%}", lang=lang,
            )
        )  # fmt: skip
    found = [("other-language", span, f"a paragraph in {load_profiles()[code].name}, read as {own}")
             for span, code in _foreign_paragraphs(text, lang)]  # fmt: skip
    return replace(article, problems=(*article.problems, *found)) if found else article


def _named(code: str) -> Message:
    """The name of a language."""
    return Message(f"language_{code}", "{name}", name=load_profiles()[code].name)


def _advice(other: str, own: Message, lang: str) -> Message:
    """What the text looks like and what can be done about it."""
    name = _named(other)
    if other in languages():
        return Message(
            "other_language",
            "looks like {name}, not {own}: read it with --lang {other}",
            name=name,
            own=own,
            other=other,
        )
    return Message(
        "unknown_language", "looks like {name}, not {own} (--lang {lang}); selon has no lexicon for {name}, it reads {reads}",
        name=name, own=own, lang=lang, reads=", ".join(languages()),
    )  # fmt: skip


def _share(words: list[str], code: str) -> float:
    """The share of words that are function words of a language."""
    known = load_profiles()[code].function_words
    return sum(w in known for w in words) / len(words) if words else 0.0


def _better(words: list[str], lang: str) -> str | None:
    """The code of a language that explains the words far better than `lang` does, else None."""
    if len(words) < FEWEST_WORDS:
        return None
    own = _share(words, lang)
    share, code = max((_share(words, c), c) for c in load_profiles() if c != lang)
    return code if share > SURER * own and share - own >= APART else None


def _script(text: str) -> str | None:
    """The script of most letters, by the first word of their Unicode names; None where there are hardly any letters."""
    letters = Counter(unicodedata.name(c, "?").split()[0] for c in text[:5000] if c.isalpha())
    if letters.total() < 2 * FEWEST_WORDS:
        return None
    script, n = letters.most_common(1)[0]
    return script if n > letters.total() / 2 else None


def _foreign_paragraphs(text: str, lang: str) -> list[tuple[tuple[int, int], str]]:
    """The paragraphs long enough to tell that are in another language, with its code."""
    found = []
    for p in PARAGRAPH.finditer(text):
        words = WORD.findall(p[0].lower())
        code = _better(words, lang) if len(words) >= PARAGRAPH_WORDS else None
        if code is not None:
            found.append((p.span(), code))
    return found
