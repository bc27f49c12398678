"""The bundle in the package is made of the sources in `frontend/`, and of nothing else."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FRONTEND = ROOT / "frontend"
STATIC = ROOT / "src" / "selon" / "web" / "static"
BUNDLE = json.loads((STATIC / "bundle.json").read_text(encoding="utf8"))
ADVICE = "run `make page` and commit what it makes"


def sums(base: Path, names: set[str]) -> dict[str, str]:
    return {n: hashlib.sha256((base / n).read_bytes()).hexdigest() for n in names if (base / n).is_file()}


def sources() -> set[str]:
    folders = [FRONTEND / "src", FRONTEND / "css"]
    held = {str(p.relative_to(FRONTEND)) for folder in folders for p in folder.rglob("*") if p.is_file()}
    return held | {"package-lock.json", "build.mjs"}


def test_the_bundle_is_made_of_the_sources_as_they_are() -> None:
    assert sums(FRONTEND, sources()) == BUNDLE["sources"], ADVICE


def test_what_was_made_is_what_is_shipped() -> None:
    assert sums(STATIC, set(BUNDLE["made"])) == BUNDLE["made"], ADVICE
    assert {p.name for p in STATIC.iterdir()} == {*BUNDLE["made"], "bundle.json", "icon.svg"}


def test_a_new_build_makes_the_same(tmp_path: Path) -> None:
    if not (FRONTEND / "node_modules").is_dir() or shutil.which("node") is None:
        pytest.skip("no frontend/node_modules: `make page` installs what the bundle is built with")
    subprocess.run(["node", "build.mjs", str(tmp_path)], cwd=FRONTEND, check=True, capture_output=True)
    for name in BUNDLE["made"]:
        assert (tmp_path / name).read_bytes() == (STATIC / name).read_bytes(), f"{name}: {ADVICE}"


def test_nothing_in_the_bundle_names_another_machine() -> None:
    """A namespace is a name and no address; everything else that a page loads comes from this server."""
    for name in BUNDLE["made"]:
        text = (STATIC / name).read_text(encoding="utf8")
        assert "url(http" not in text
        assert "@import" not in text
        assert not any(f"{q}https://" in text for q in "\"'`"), name


def test_the_lock_names_no_host() -> None:
    lock = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf8"))
    assert all("resolved" not in package for package in lock["packages"].values())
