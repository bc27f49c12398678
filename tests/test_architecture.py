"""What the design promises of the code as a whole: who may import whom, no French in Python, short modules, clean text."""

from __future__ import annotations

import ast
import re
import subprocess
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "selon"
MODULES = sorted(SOURCE.rglob("*.py"))

# A part of the package, and the parts that it must not import.
FORBIDDEN = {
    "extract": {"store", "web", "cli", "export", "scale"},
    "language": {"extract", "store", "web", "cli", "export", "scale", "reading"},
    "reading": {"extract", "store", "web", "cli", "export", "scale"},
    "store": {"language", "extract", "cli", "web"},
    "export": {"language", "extract", "cli", "web"},
    "web": {"language", "extract", "cli"},
    "mcp": {"language", "extract", "cli", "web"},
    "model": {"language", "extract", "reading", "store", "web", "cli", "export", "scale"},
}
# The spaCy component is a face of the whole that happens to be registered by the language; it hands a Doc to `extract`.
ALLOWED = {("language/component.py", "extract")}
# Marks of typography that the code may name; letters outside ASCII are words of some language.
MARKS = set("«»‹›“”„‘’‚‟‛′″–—…−·•¬×→≥≤≈±°€£¥§№½¼¾⅓⅔✓✗␛\u00a0\u202f\u2009\u00ad\ufffd\u2028\u2029\u200b⟦⟧¿¡ʼ")
LONG, TOO_LONG = 400, 440


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """The line and full name of every module that a file imports, under TYPE_CHECKING or inside functions too."""
    package = ("selon", *path.relative_to(SOURCE).parts[:-1])
    for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, a.name) for a in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            name = ".".join([*base, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{name}.{a.name}") for a in node.names)


def part(path: Path) -> str:
    """The part of the package that a file belongs to: `extract`, `model`, …"""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def test_the_modules_are_found() -> None:
    assert len(MODULES) > 30
    assert {"extract", "language", "reading", "cli", "model"} <= {part(p) for p in MODULES}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_imports_stay_inside_their_bounds(path: Path) -> None:
    here = str(path.relative_to(SOURCE))
    forbidden = {p for p in FORBIDDEN.get(part(path), set()) if (here, p) not in ALLOWED}
    for line, name in imports(path):
        names = name.split(".")
        assert not (names[0] == "selon" and len(names) > 1 and names[1] in forbidden), f"{path}:{line}: imports {name}"
        assert names[0] not in {"tests", "evals", "training"}, f"{path}:{line}: imports {name}"


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """Line and value of every string literal that is no docstring."""
    tree = ast.parse(path.read_text(encoding="utf8"))
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.lineno, node.value


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_no_words_of_a_language_in_python(path: Path) -> None:
    """Words stand in lang/*.toml. What is without accents escapes this test, so common words are looked for by name."""
    for line, value in literals(path):
        strange = {c for c in value if c.isalpha() and not c.isascii()} - MARKS
        assert not strange, f"{path}:{line}: {value!r} has {''.join(sorted(strange))}; words belong to lang/*.toml"
        assert value.lower() not in french_words(), f"{path}:{line}: {value!r} is a word of lang/fr; read it from there"


def french_words() -> set[str]:
    """Unmistakable French words, with which a literal would be caught that has no accent."""
    return {
        "le", "la", "les", "un", "une", "des", "du", "que", "qui", "dont", "il", "elle", "ils", "elles", "dans", "avec",
        "selon elle", "dire", "ministre", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
        "janvier", "mars", "avril", "juin", "juillet", "septembre", "octobre", "novembre", "ne", "pas", "et", "ou",
    }  # fmt: skip


def test_modules_stay_short() -> None:
    lengths = {p.relative_to(SOURCE): len(p.read_text(encoding="utf8").splitlines()) for p in MODULES}
    for path, n in lengths.items():
        if n > LONG:
            warnings.warn(f"{path} has {n} lines, more than {LONG}: time to split it", stacklevel=1)
    assert {str(p): n for p, n in lengths.items() if n > TOO_LONG} == {}


def tracked() -> list[Path]:
    """Every text file of the repository; the folder as it lies where there is no git."""
    run = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    names = [n for n in run.stdout.decode().split("\0") if n] if run.returncode == 0 else []
    return [ROOT / n for n in names if (ROOT / n).is_file()]


PRIVATE = re.compile(
    r"/work/(?:main|shared|team)|/root/|/home/[a-z]+/|/Users/[A-Za-z]+/|(?:pypi|npmjs|crates)\.(?:org|io)|files\.pythonhosted"
)


def test_no_machine_path_or_registry_host_in_the_repository() -> None:
    files = tracked()
    if not files:
        pytest.skip("no git here to list the files")
    for path in files:
        if path == Path(__file__):
            continue
        try:
            text = path.read_text(encoding="utf8")
        except UnicodeDecodeError:
            continue
        found = PRIVATE.search(text)
        assert not found, f"{path.relative_to(ROOT)}: {found[0] if found else ''}"


def test_the_check_of_words_bites(tmp_path: Path) -> None:
    module = tmp_path / "m.py"
    module.write_text(
        '"""Un été."""\nx = f"répond {1}"\ny = "« … »"\n\n\ndef f():\n    """À lire."""\n', encoding="utf8"
    )
    assert sorted(v for _, v in literals(module)) == ["répond ", "« … »"]
    with pytest.raises(AssertionError, match=r"m\.py:2: 'répond ' has é"):
        test_no_words_of_a_language_in_python(module)
