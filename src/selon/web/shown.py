"""Article text on a page: every character keeps its place, and none can act on the page.

Templates escape markup; this makes control and direction characters visible, one for one, so that offsets in the page are
offsets in the article.
"""

from __future__ import annotations

import re

UNKNOWN = "\ufffd"
# Controls but tab, line feed and carriage return; what turns the direction of writing; tags and surrogates that no font shows.
CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]"
)


def shown(text: str) -> str:
    """The text with a picture of each control character, and `�` for each that has none."""
    return CONTROLS.sub(lambda m: chr(0x2400 + ord(m[0])) if m[0] < " " else UNKNOWN, text)


def finalize(value: object) -> object:
    """What the templates do with every value before it is escaped: nothing is said for None."""
    if value is None:
        return ""
    if isinstance(value, str) and not hasattr(value, "__html__"):  # what has it is markup already
        return shown(value)
    return value
