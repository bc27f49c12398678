"""The command line, one module per command. Heavy imports stand inside the commands, so that `selon --help` is quick.

A new command is a module `cli/NAME.py` with a function NAME, and its name here.
"""

from __future__ import annotations

from importlib import import_module
from typing import Annotated

import typer

COMMANDS = (
    "read", "why", "positions", "timeline", "export", "add", "search", "who", "quotes", "sources", "figures", "problems",
    "corrections", "actors", "compare", "renew", "serve", "mcp",
)  # fmt: skip

app = typer.Typer(
    name="selon",
    help="Reads news articles and keeps a ledger of who said what, to whom, when, and according to whom.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help: rich would double the time that `--help` takes
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for _name in COMMANDS:
    app.command(_name)(getattr(import_module(f"selon.cli.{_name}"), _name))


@app.callback(invoke_without_command=True)
def selon(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.", is_eager=True)] = False,
) -> None:
    """Reads news articles and keeps a ledger of who said what, to whom, when, and according to whom."""
    if version:
        from selon import __version__

        typer.echo(f"selon {__version__}")
        raise typer.Exit


def main() -> None:
    """The entry point of the command `selon`."""
    import sys

    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character gets an escape and no traceback.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except OSError as e:  # a full disk behind the output: told in one line, as every other error
        typer.echo(f"selon: cannot go on: {e}", err=True)
        raise SystemExit(1) from None
