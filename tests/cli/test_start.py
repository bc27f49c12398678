"""The command as a process of its own."""

import subprocess
import sys
import time

import selon

RUN = [sys.executable, "-c", "from selon.cli import main; main()"]


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom selon.cli import main\nsys.argv = ['selon', '--help']\n"
        "try: main()\nexcept SystemExit as e: assert not e.code\n"
        "heavy = {'spacy', 'pydantic', 'numpy', 'thinc', 'charset_normalizer'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)


def test_help_is_quick() -> None:
    """0.3 s on an idle machine; the best of five, and twice that, since test machines are seldom idle."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run([*RUN, "--help"], check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.6


def test_help_names_every_command_and_option() -> None:
    from selon.cli import COMMANDS

    out = subprocess.run([*RUN, "--help"], check=True, capture_output=True, text=True).stdout
    assert all(f"\n  {c}" in out for c in COMMANDS)
    read = subprocess.run([*RUN, "read", "--help"], check=True, capture_output=True, text=True).stdout
    for option in ("--json", "--date", "--lang", "--pipeline", "--genre", "--min-confidence"):
        assert option in read


def test_version() -> None:
    out = subprocess.run([*RUN, "--version"], check=True, capture_output=True, text=True).stdout
    assert out == f"selon {selon.__version__}\n"


def test_no_command_shows_the_help() -> None:
    run = subprocess.run(RUN, capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert "Usage" in run.stdout + run.stderr
