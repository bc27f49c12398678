"""A request that is not answered, with the reason in the words of the interface."""

from __future__ import annotations


class Refused(Exception):  # it is no fault of the program
    """`status` of HTTP, and the key of the message in `wording/errors.toml` with the values that it names."""

    def __init__(self, status: int, key: str, **values: object) -> None:
        super().__init__(key)
        self.status, self.key, self.values = status, key, values
