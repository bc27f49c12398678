"""The options that several commands share, and `How`, which holds them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import typer


class Genre(StrEnum):
    """When the weekday of the news is told: on the day itself by a wire, on the next by a daily paper."""

    wire = "wire"
    daily = "daily"


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How inputs are to be read."""

    lang: str = "fr"
    date: str | None = None
    genre: str | None = None
    pipeline: str | None = None
    min_confidence: float = 0.0


def valid_date(value: str | None) -> str | None:
    """The value of `--date`, or a usage error."""
    if value is None:
        return None
    from selon.reading.files import check_date

    try:
        return check_date(value)
    except ValueError as e:
        raise typer.BadParameter(str(e)) from None


Files = Annotated[
    list[str], typer.Argument(metavar="FILE…", help="Plain-text articles, one a file; - is standard input.")
]
LedgerPath = Annotated[
    str, typer.Argument(metavar="LEDGER.db", help="The file of the ledger of many articles, made by `selon add`.")
]
Lang = Annotated[str, typer.Option(help="The language of the articles.")]
Date = Annotated[
    str | None,
    typer.Option(help="What is known of the day of publication: 2023, 2023-11 or 2023-11-03.", callback=valid_date),
]
GenreOption = Annotated[
    Genre | None, typer.Option(help="A wire tells the news of the day, a daily paper that of the day before.")
]
Pipeline = Annotated[
    str | None, typer.Option(help="An installed spaCy pipeline, or its folder, instead of selon's own.")
]
MinConfidence = Annotated[
    float, typer.Option(min=0, max=1, help="Leave out statements that selon is less sure of (0 to 1).")
]
Json = Annotated[bool, typer.Option("--json", help="JSON, one object a line.")]
