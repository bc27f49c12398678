"""What people are told: English words that know under which key another language has them."""

from __future__ import annotations


class Message(str):
    """A message in English. `key` and `values` let a face say it in its own language (`web/wording/told.toml`).

    It is a plain string to whoever wants no more, and stays itself in `str(error)`; between processes only its words go.
    """

    __slots__ = ("key", "values")
    key: str
    values: dict[str, object]

    def __new__(cls, key: str, english: str, /, **values: object) -> Message:
        """`english` with the values in its braces; a value may be a message of its own."""
        made = super().__new__(cls, english.format(**values))
        made.key, made.values = key, values
        return made

    def __str__(self) -> str:
        return self

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        return str, ("".join(self),)
