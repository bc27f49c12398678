"""`selon mcp`: the ledger for an assistant, over the Model Context Protocol."""

from __future__ import annotations

from pathlib import Path

import typer

from selon.cli.options import LedgerPath


def mcp(ledger: LedgerPath) -> None:
    """Lets an assistant ask the ledger: read-only tools of the Model Context Protocol, on standard input and output.

    Needs the extra: pip install "selon[mcp]". Name this command in the settings of the assistant.
    """
    from selon.cli.inputs import complain
    from selon.cli.ledgers import open_ledger

    try:
        from selon.mcp.server import make_server
    except ModuleNotFoundError as e:
        if (e.name or "").partition(".")[0] != "mcp":
            raise
        complain('this needs the package mcp: pip install "selon[mcp]"')
        raise typer.Exit(2) from None
    open_ledger(ledger).close()  # what is wrong with it is said now and not to the assistant
    make_server(Path(ledger)).run("stdio")
