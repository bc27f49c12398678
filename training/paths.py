"""Where training finds its data and leaves its work."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("SELON_DATA", ROOT.parent / "shared" / "data"))
BUILD = ROOT / "training" / "build"
MODEL = ROOT / "src" / "selon" / "models" / "fr"
