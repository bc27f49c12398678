"""Reading inputs into articles: files, standard input and strings, decoded with care and otherwise left alone."""

from selon.reading.errors import LanguageError, ReadingError
from selon.reading.files import read_bytes, read_file, read_stdin, read_text
from selon.reading.language import check_language

__all__ = ["LanguageError", "ReadingError", "check_language", "read_bytes", "read_file", "read_stdin", "read_text"]
