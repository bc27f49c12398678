"""`python -m training`: every step from the raw data to `src/selon/models/fr`; given again, it goes on where it stopped."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from training.paths import BUILD, MODEL, ROOT

# The minutes are those of the shipped pipeline, on two shared cores; with cores of its own the same steps do more epochs.
STEPS = (
    ("vectors",),
    ("train", "syntax", "--minutes", "36", "--stop", "28.5", "--out", "syntax"),
    ("train", "names", "--minutes", "34", "--stop", "28", "--out", "names"),
    ("train", "syntax", "--minutes", "14.5", "--rate", "0.0004", "--start", "BUILD/syntax/averaged", "--seed", "2", "--out", "syntax2"),
    ("train", "names", "--minutes", "12.5", "--rate", "0.0005", "--start", "BUILD/names/averaged", "--seed", "2", "--out", "names2"),
    ("assemble", "--syntax", "BUILD/syntax2/averaged", "--names", "BUILD/names2/averaged"),
)  # fmt: skip


def main() -> None:
    """Run the steps one after the other; the first that fails ends it."""
    for module, *arguments in STEPS:
        command = [sys.executable, "-m", f"training.{module}", *(a.replace("BUILD", str(BUILD)) for a in arguments)]
        print("→", " ".join(command[1:]), flush=True)
        subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, "OMP_NUM_THREADS": "1"})
    print(f"{Path(MODEL)} is ready; its card says how it is scored: {Path(MODEL) / 'CARD.md'}")


if __name__ == "__main__":
    main()
