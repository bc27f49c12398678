"""`make picture`: draws `docs/selon-read.svg`, the picture in the README, from what selon reads in one of the examples."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI

from selon import read
from selon.cli.tables import ledger_page

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = ROOT / "examples" / "treve.txt"
PICTURE = ROOT / "docs" / "selon-read.svg"
WIDTH = 112  # columns


def main(pipeline: str | None = None) -> None:
    """Reads the article and writes the picture; its fonts are the reader's own, nothing is fetched."""
    console = Console(
        record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, highlight=False, markup=False, emoji=False
    )
    console.print(ledger_page(read(ARTICLE, pipeline=pipeline), name=f"examples/{ARTICLE.name}", width=WIDTH))
    svg = console.export_svg(title=f"selon read examples/{ARTICLE.name}", theme=MONOKAI, unique_id="selon")
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL).replace(
        "Fira Code", "DejaVu Sans Mono, Menlo, Consolas"
    )
    PICTURE.write_text(svg, encoding="utf8")


if __name__ == "__main__":
    main(*sys.argv[1:])
