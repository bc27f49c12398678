"""Article text for the terminal: articles come from anywhere, and a terminal obeys control characters."""

from __future__ import annotations

import re
import unicodedata

DROPPED = (
    "\u00ad\u200b\u200c\u200d\u2060\ufeff"  # without width: soft hyphen, zero-width space, joiners, byte-order mark
)
UNKNOWN = "\ufffd"
SPACES = re.compile(r"\s+")


def printable(text: str) -> str:
    """The text on one line: runs of white space are one space, control and direction characters are shown, not sent."""
    return running(text).strip()


def running(text: str) -> str:
    """The same for a piece of running text, which keeps the space at its edges."""
    return "".join(map(_shown, SPACES.sub(" ", text)))


def _shown(c: str) -> str:
    """What stands for a character."""
    if c in DROPPED:
        return ""
    if c < " ":
        return chr(0x2400 + ord(c))  # ESC is shown as U+241B
    if unicodedata.category(c) in ("Cc", "Cf", "Cs"):
        return UNKNOWN
    return c
