"""The table of scores in the model card, written from `meta.json`."""

from __future__ import annotations

import json
import re
from pathlib import Path

TITLES = {
    "syntax/dev": "Sequoia dev, syntax", "syntax/pud": "PUD news held out, syntax", "names/news": "press articles held out, names",
    "names/dev": "Sequoia dev, names", "names/pud": "PUD news held out, names (projected)", "speed": "speed",
    "relations": "Sequoia dev, F of a relation with its head",
}  # fmt: skip


def write(folder: Path) -> None:
    """Fill the space between the two signs in `CARD.md`."""
    scores = json.loads((folder / "meta.json").read_text(encoding="utf8"))["performance"]
    size = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 1e6
    rows = ["| measured on | scores |", "| --- | --- |"]
    rows += [
        f"| {TITLES[k]} | {', '.join(f'{name} {value:g}' for name, value in v.items())} |" for k, v in scores.items()
    ]
    rows.append(f"| size | {size:.1f} MB on disk |")
    card = folder / "CARD.md"
    text = re.sub(
        r"(<!-- scores -->\n).*?(<!-- /scores -->)",
        lambda m: m[1] + "\n".join(rows) + "\n" + m[2],
        card.read_text(encoding="utf8"),
        flags=re.S,
    )
    card.write_text(text, encoding="utf8")
