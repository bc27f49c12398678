import io
import os
from pathlib import Path

import pytest

from selon.reading import ReadingError, read_file, read_stdin, read_text
from selon.reading.files import LONGEST, check_date


def test_a_file_is_kept_to_the_character(tmp_path: Path) -> None:
    text = "  Titre\r\n\r\nUn\u00a0texte\u202favec\ttout.\r\n\n"
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())
    article = read_file(path)
    assert article.text == text
    assert article.name == str(path)


def test_missing_and_folder(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="no such file"):
        read_file(tmp_path / "no.txt")
    with pytest.raises(ReadingError, match="folder"):
        read_file(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Bonjour")
    path.chmod(0)
    with pytest.raises(ReadingError, match="Permission"):
        read_file(path)


def test_stdin() -> None:
    article = read_stdin(stream=io.BytesIO("Il l'a dit.".encode("utf-16")), date="2023")
    assert (article.text, article.name, article.given) == ("Il l'a dit.", "-", "2023")


@pytest.mark.parametrize("text", ["", " \n ", "\u00a0"])
def test_blank_text(text: str) -> None:
    with pytest.raises(ReadingError, match="empty"):
        read_text(text)


def test_half_a_surrogate_and_too_long() -> None:
    with pytest.raises(ReadingError, match=r"U\+D800.*character 3"):
        read_text("abc\ud800")
    with pytest.raises(ReadingError, match="more than 1,000,000"):
        read_text("a" * (LONGEST + 1))


@pytest.mark.parametrize("date", ["2023", "2023-11", "2023-11-03", "2024-02-29"])
def test_dates_that_can_be_given(date: str) -> None:
    assert check_date(date) == date
    assert read_text("Bonjour à tous", date=date).given == date


@pytest.mark.parametrize(
    "date", ["", "23", "2023-13", "2023-02-29", "2023-1", "03/11/2023", "2023-11-03-01", "²023", "0000"]
)
def test_dates_that_cannot(date: str) -> None:
    with pytest.raises(ValueError, match="is no date"):
        check_date(date)


def test_genre_is_checked() -> None:
    assert read_text("Bonjour", genre="wire").genre == "wire"
    with pytest.raises(ValueError, match="wire or daily"):
        read_text("Bonjour", genre="weekly")
