import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selon.reading import ReadingError, read_bytes

FRENCH = "« L’été dernier », a déclaré la maire, « 1 400 élèves étaient là »…\r\nRien d'autre.\n"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_marked_and_utf8_texts_are_kept_to_the_character(mark: bytes, encoding: str) -> None:
    article = read_bytes(mark + FRENCH.encode(encoding))
    assert article.text == FRENCH
    assert article.problems == ()


@given(st.text(min_size=1).filter(lambda t: not t.isspace() and "\x00" not in t))
def test_utf8_text_is_never_changed(text: str) -> None:
    try:
        article = read_bytes(text.encode("utf-8"))
    except ReadingError:
        return
    assert article.text == text.removeprefix("\ufeff")


def test_windows_1252_is_read_and_said() -> None:
    data = FRENCH.replace("\u202f", " ").encode("cp1252")
    article = read_bytes(data)
    assert article.text == data.decode("cp1252")
    [(kind, span, message)] = article.problems
    assert kind == "assumed-encoding"
    assert article.text[slice(*span)] == "«"
    assert "0xAB" in message
    assert "line 1" in message
    assert "Windows-1252" in message


def test_utf8_with_one_broken_byte_is_not_taken_for_windows_1252() -> None:
    data = ("é" * 30).encode() + b"\xc3" + ("à" * 30).encode()
    article = read_bytes(data)
    assert article.text == "é" * 30 + "\ufffd" + "à" * 30
    [(kind, span, _)] = article.problems
    assert (kind, span) == ("damaged-encoding", (30, 31))


def test_utf8_cut_in_the_middle_of_a_character() -> None:
    article = read_bytes(("Une année passée à l'étranger, répète-t-elle." + "é").encode()[:-1])
    assert article.text.endswith("répète-t-elle.\ufffd")
    assert article.problems[0][0] == "damaged-encoding"


def test_utf16_without_mark_is_read_and_said() -> None:
    article = read_bytes(FRENCH.encode("utf-16-le"))
    assert article.text == FRENCH
    assert "UTF-16-LE" in article.problems[0][2]


def test_bytes_that_windows_1252_lacks_are_guessed_last() -> None:
    text = "Le député a répété qu'il n'y aurait pas de délai supplémentaire, à son regret, après l'été. " * 3
    article = read_bytes(text.encode("mac_roman"))
    assert article.problems[0][0] == "assumed-encoding"
    assert "Windows-1252" not in article.problems[0][2]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (bytes(range(256)) * 4, "binary"),
        (b"plain\0text", "byte 5 is zero"),
        (b"\x01\x02\x03\x04 abc", "binary"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04zip", "ZIP"),
        (b"{\\rtf1 x}", "RTF"),
        (codecs.BOM_UTF16_LE + b"abc", "byte 2"),
        (b"<!DOCTYPE html>\n<html><p>Bonjour</p></html>", "web page"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(ReadingError, match=words):
        read_bytes(data)
