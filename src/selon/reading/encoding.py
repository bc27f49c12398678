"""From bytes to text: byte-order mark, UTF-8, Windows-1252, and a guess last. No character is changed after decoding."""

from __future__ import annotations

import codecs
import re

from selon.message import Message
from selon.reading.errors import ReadingError

Problem = tuple[str, tuple[int, int], str]

# UTF-32 before UTF-16: its little-endian mark begins with UTF-16's.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
FORMATS = (
    (b"%PDF-", Message("a_pdf", "a PDF")),
    (b"PK\x03\x04", Message("a_zip", "a ZIP archive (or a word processor's document)")),
    (b"\xd0\xcf\x11\xe0", Message("an_old_document", "an old word processor's document")),
    (b"{\\rtf", Message("an_rtf", "an RTF document")),
    (b"\x1f\x8b", Message("a_gzip", "a gzip archive")),
    (b"\x89PNG", Message("a_picture", "a picture")),
    (b"\xff\xd8\xff", Message("a_picture", "a picture")),
    (b"GIF8", Message("a_picture", "a picture")),
    (b"\x7fELF", Message("a_program", "a program")),
)
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
MOST_CONTROLS = 0.01  # of the characters; a text has none, or one or two from a bad copy
FEW_DAMAGED = 0.3  # of the non-ASCII characters: below it the file is UTF-8 with damage, not another encoding


def decode(data: bytes) -> tuple[str, list[Problem]]:
    """The text of an input and, where its encoding had to be assumed, the problem that says so.

    Raises `ReadingError` for binary data and for bytes that no encoding explains.
    """
    if not data:
        raise ReadingError(Message("nothing", "is empty: there is nothing to read"))
    for start, what in FORMATS:
        if data.startswith(start):
            raise ReadingError(
                Message(
                    "format", "is {what}, not plain text: save the article's text as UTF-8 and read that", what=what
                )
            )
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], encoding), []
    if b"\0" in data:
        return _without_mark(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as e:
        text, problem = _other(data, e)
        _refuse_controls(text)
        return text, [problem]
    _refuse_controls(text)
    return text, []


def _marked(data: bytes, encoding: str) -> str:
    """The text after a byte-order mark, which must be right."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as e:
        raise ReadingError(
            Message(
                "marked",
                "begins with the mark of {encoding}, but byte {at} does not fit it: the file is cut or damaged; save "
                "it again as UTF-8",
                encoding=encoding.upper(),
                at=e.start,
            )
        ) from None
    _refuse_controls(text)
    return text


def _without_mark(data: bytes) -> tuple[str, list[Problem]]:
    """Bytes with zeros: UTF-16 without its mark where every other byte is zero, else no text at all."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    encoding = "utf-16-le" if odd > 4 * even else "utf-16-be" if even > 4 * odd else None
    if encoding and max(even, odd) > len(data) / 4:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            encoding = None
        else:
            _refuse_controls(text)
            return text, [("assumed-encoding", (0, 1), f"no mark says the encoding; it was read as {encoding.upper()}")]
    raise ReadingError(
        Message(
            "zero_byte", "is binary: byte {at} is zero, which no text holds; save the article's text as UTF-8 and read that",
            at=data.index(0),
        )
    )  # fmt: skip


def _other(data: bytes, error: UnicodeDecodeError) -> tuple[str, Problem]:
    """The text of bytes that are not UTF-8."""
    where = Message(
        "not_utf8", "byte {at} (0x{byte}, line {line}) is not UTF-8",
        at=error.start, byte=f"{data[error.start]:02X}", line=data.count(10, 0, error.start) + 1,
    )  # fmt: skip
    damaged = data.decode("utf-8", "surrogateescape")
    lost = sum("\udc80" <= c <= "\udcff" for c in damaged)
    if lost <= FEW_DAMAGED * sum(c > "\x7f" for c in damaged):
        # A truncated or spliced UTF-8 file; as Windows-1252 every 'é' of it would turn into 'Ã©'.
        text = data.decode("utf-8", "replace")
        at = text.index("�")
        return text, ("damaged-encoding", (at, at + 1), f"{where}; it and others like it stand as U+FFFD")
    try:
        text, encoding = data.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(data).best()
        if best is None:
            raise ReadingError(
                Message("no_encoding", "is in no encoding that could be told: {where}; save it as UTF-8", where=where)
            ) from None
        text, encoding = data.decode(best.encoding), best.encoding.upper().replace("_", "-")
    at = next(i for i, c in enumerate(text) if c > "\x7f")
    return text, ("assumed-encoding", (at, at + 1), f"{where}; the file was read as {encoding}")


def _refuse_controls(text: str) -> None:
    """`ReadingError` for a text that is mostly control characters, so no text."""
    found = CONTROLS.findall(text)
    if "\0" in found or len(found) > MOST_CONTROLS * len(text):
        first = CONTROLS.search(text)
        at = first.start() if first else 0
        raise ReadingError(
            Message(
                "controls", "is binary: {many} control characters, the first (U+{code}) at character {at}; save the article's "
                "text as UTF-8 and read that",
                many=len(found), code=f"{ord(text[at]):04X}", at=at,
            )
        )  # fmt: skip
