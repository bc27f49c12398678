import pytest

from selon.reading import read_text
from selon.reading.headers import date_given, headline


@pytest.mark.parametrize(
    ("text", "given"),
    [
        (" date 2023-11 Le ministre a parlé", "2023-11"),
        ("Date : 2023-11-03\nLe ministre a parlé", "2023-11-03"),
        ("DATE=2023 Le ministre", "2023"),
        ("publié le 2023-11-03\n\nLe ministre", "2023-11-03"),
        ("\n\ndate 2023-11\n", "2023-11"),
        ("date 2023-13 Le ministre", None),
        ("date 2023-11-31 Le ministre", None),
        ("date 20231 Le ministre", None),
        ("date 2023-2024 Le ministre", None),
        ("La date 2023-11 a été retenue", None),
        ("Le ministre a parlé. date 2023-11", None),
        ("update 2023-11", None),
    ],
)
def test_date_at_the_head(text: str, given: str | None) -> None:
    assert date_given(text) == given
    article = read_text(text)
    assert article.given == given
    assert article.text == text


def test_what_the_reader_is_told_wins_over_the_text() -> None:
    assert read_text("date 2023-11 Le ministre", date="2023-11-03").given == "2023-11-03"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Le pont rouvre\n\nLa maire l'a dit.", "Le pont rouvre"),
        ("\r\n  Le pont rouvre ?  \r\n\r\nLa maire l'a dit.", "Le pont rouvre ?"),
        ("La maire a parlé.\n\nLe préfet aussi.", None),
        ("Le pont rouvre", None),
        ("Le pont rouvre\n \n", None),
        ("mot " * 60 + "\n\nLa suite.", None),
        ("date 2023-11\n\nLa suite.", None),
        ("date 2023-11\nLe pont rouvre\n\nLa suite.", "Le pont rouvre"),
    ],
)
def test_headline(text: str, title: str | None) -> None:
    assert headline(text) == title
