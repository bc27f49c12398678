"""`selon serve`: the ledger as a local page and HTTP interface."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from selon.cli.options import Date, GenreOption, Lang, Pipeline

if TYPE_CHECKING:
    import socket

    from selon.cli.intake import Reading as How
    from selon.web import Reading, Settings

PORT = 8717
MOST_ARTICLES = 50  # of one dropped file: more belong into a ledger, with `selon add`
SQLITE = b"SQLite format 3\0"


def serve(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="LEDGER.db | FILE…", help="A ledger made by `selon add`, or articles to be read now."),
    ],
    host: Annotated[
        str, typer.Option(help="The address to listen on; any but this machine's own asks for a token.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = PORT,
    edit: Annotated[bool, typer.Option("--edit", help="Let people correct the ledger on the page.")] = False,
    who: Annotated[str | None, typer.Option(metavar="NAME", help="Who corrects; your user name if not given.")] = None,
    token: Annotated[
        str | None, typer.Option(help="The token to ask for; elsewhere than on this machine one is made.")
    ] = None,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="HOST", help="A further name under which the server may be asked."),
    ] = None,
    date: Date = None,
    lang: Lang = "fr",
    pipeline: Pipeline = None,
    genre: GenreOption = None,
) -> None:
    """Opens a ledger, or articles straight away, as a page in the browser: http://127.0.0.1:8717/.

    No request leaves this machine, and nothing is changed without --edit.
    """
    import uvicorn

    from selon.cli.intake import Reading as How
    from selon.web import create_app

    how = How(lang=lang, date=date, genre=genre, pipeline=pipeline)
    with ExitStack() as stack:
        ledger = served(paths, how, stack)
        if edit and ledger != Path(paths[0]):
            _stop("--edit: what is corrected would be lost at the end: make a ledger with `selon add` and serve that")
        settings = settings_for(ledger, how, host=host, edit=edit, who=who, token=token, names=name or [])
        server = uvicorn.Server(
            uvicorn.Config(create_app(settings), host=host, port=port, log_level="warning", server_header=False)
        )
        listening = _listen(host, port)
        stack.callback(listening.close)
        typer.echo(address(settings, host, listening.getsockname()[1]), err=True)
        with suppress(KeyboardInterrupt):  # how a server is ended
            server.run(sockets=[listening])


def served(paths: list[str], how: How, stack: ExitStack) -> Path:
    """The ledger to serve: the one named, or one made for this run of the articles named, gone when `stack` closes."""
    from tempfile import TemporaryDirectory

    from selon.cli.add import made_by
    from selon.cli.inputs import complain
    from selon.cli.intake import take_in, worker
    from selon.cli.ledgers import open_ledger
    from selon.language.pipeline import PipelineError
    from selon.reading.folders import Inputs
    from selon.store.corrections_log import settle

    first = Path(paths[0])
    if first.is_file() and _begins(first) == SQLITE:
        if len(paths) > 1:
            _stop("name one ledger, or articles; to put articles into a ledger there is `selon add`")
        open_ledger(paths[0]).close()  # what is wrong with it is said now and not on the page
        return first
    folder = stack.enter_context(TemporaryDirectory(prefix="selon-"))
    ledger = Path(folder) / "articles.db"
    with open_ledger(str(ledger), create=True) as file:
        try:
            counts = take_in(file, Inputs(paths), worker(how), key=how.key, extracted_by=made_by(how))
        except PipelineError as e:
            _stop(str(e))
        with file.writing() as connection:
            settle(connection)
    for what, message in counts.failed:
        complain(f"{what}: {message}")
    if not counts.added:
        raise typer.Exit(1)
    return ledger


def settings_for(
    ledger: Path, how: How, *, host: str, edit: bool, who: str | None, token: str | None, names: list[str]
) -> Settings:
    """The settings of a server: elsewhere than on this machine it has a token, made here where none is given."""
    import getpass
    import secrets
    from functools import partial

    from selon.web import Settings
    from selon.web.settings import LOCAL

    local = host in LOCAL
    if not local and token is None:
        token = secrets.token_urlsafe(16)
    hosts = LOCAL | {host, *names} if not local else LOCAL | set(names)
    try:
        signed = who or getpass.getuser()
    except OSError:  # a container may have no name for its user
        signed = "editor"
    return Settings(
        ledger=ledger, edit=edit, who=signed, hosts=frozenset(hosts), token=token,
        read=partial(read_dropped, how),
    )  # fmt: skip


def read_dropped(how: How, name: str, data: bytes, *, date: str | None = None) -> list[Reading]:
    """The ledgers of a dropped file, or of each article in it, up to so many; of what cannot be read the message."""
    from dataclasses import replace
    from itertools import islice
    from tempfile import TemporaryDirectory

    from selon.cli.add import made_by
    from selon.cli.intake import extract
    from selon.model import Ledger
    from selon.reading.folders import Inputs
    from selon.reading.items import Trouble
    from selon.web import Reading

    how = replace(how, date=date) if date else how
    readings = []
    with TemporaryDirectory(prefix="selon-") as folder:
        # The name is a stranger's: only its suffix, which says the format, reaches the disk.
        suffix = "".join(c for c in Path(name).suffix if c == "." or (c.isascii() and c.isalnum()))[:10]
        path = Path(folder) / f"dropped{suffix}"
        path.write_bytes(data)
        for item in islice(Inputs([path]), MOST_ARTICLES):
            label = item.name.replace(str(path), name)
            if isinstance(item, Trouble):
                readings.append(Reading(label, message=item.message))
                continue
            outcome = extract(how, item)
            if outcome.json is None:
                readings.append(Reading(label, message=outcome.message))
            else:
                ledger = Ledger.model_validate_json(outcome.json)
                readings.append(Reading(label, ledger=ledger, by=None if item.kind == "ledger" else made_by(how)))
    return readings


def address(settings: Settings, host: str, port: int) -> str:
    """What the terminal says: where the page is, with the token where there is one."""
    shown = f"[{host}]" if ":" in host else host
    query = f"?token={settings.token}" if settings.token else ""
    return f"selon: http://{shown}:{port}/{query}  (Ctrl-C ends it)"


def _begins(path: Path) -> bytes:
    """The first bytes of a file, by which a ledger is known whatever it is called."""
    with path.open("rb") as file:
        return file.read(len(SQLITE))


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens, or a message and the exit code 2."""
    import socket

    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as e:
        _stop(f"cannot listen on {host}, port {port} ({e.strerror or e}): name another with --port")


def _stop(message: str) -> NoReturn:
    from selon.cli.inputs import complain

    complain(message)
    raise typer.Exit(2)
