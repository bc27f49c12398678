"""From items to articles in the file: several processes extract, this one writes, in the order of the inputs.

Since articles are written in that order, one transaction each, a run that was killed and is run again goes on where it
stopped and ends with the same ledger as one that was never stopped.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from selon.message import Message
from selon.reading.items import Item, Trouble

if TYPE_CHECKING:
    from selon.store import LedgerFile
    from selon.store.adding import FailureKind

AHEAD = 4  # items for each process that are read ahead of the one that is written next
MOST_LOST = 3  # items one after the other that end their process: then it is not the items
WATCH = 1.0  # seconds between two looks of a process at whether the one that started it still lives


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How items are read and extracted; everything here is part of what makes an input known."""

    lang: str = "fr"
    date: str | None = None
    date_format: str | None = None
    genre: str | None = None
    pipeline: str | None = None

    @property
    def key(self) -> str:
        """What, if it changed, would make an input another one: not the pipeline, which reads the same article again."""
        return "|".join(str(v) for v in (self.lang, self.date, self.date_format, self.genre))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of an item: the ledger as JSON, or what went wrong."""

    json: str | None = None
    kind: FailureKind | None = None
    message: str | None = None


class WorkError(RuntimeError):
    """Processes that cannot work at all; the message says what to do."""


Work = Callable[[Item], Outcome]


@dataclass(slots=True)
class Counts:
    """How a run went. `failed` holds the name and message of every input that could not be read."""

    added: int = 0
    known: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)

    @property
    def done(self) -> int:
        """Items settled so far."""
        return self.added + self.known + len(self.failed)


def extract(how: Reading, item: Item) -> Outcome:
    """The ledger of an item; a message where there is none. Never raises, except where no pipeline can be had."""
    from selon.language.pipeline import PipelineError
    from selon.reading import LanguageError, ReadingError

    try:
        if item.kind == "ledger":
            return Outcome(json=item.data.decode("utf8"))
        from selon.extract.ledger import read_article
        from selon.reading import check_language
        from selon.reading.items import read_item

        article = read_item(item, date=how.date, date_format=how.date_format, genre=how.genre)
        ledger = read_article(check_language(article, how.lang), lang=how.lang, pipeline=how.pipeline)
        return Outcome(json=ledger.model_dump_json())
    except LanguageError as e:
        return Outcome(kind="language", message=str(e))
    except ReadingError as e:
        return Outcome(kind="reading", message=str(e))
    except PipelineError:
        raise
    except Exception as e:  # a fault of selon's own in one article must not lose the others
        last = traceback.extract_tb(e.__traceback__)[-1]
        where = f"{Path(last.filename).name}:{last.lineno}"
        message = Message(
            "selon_failed", "selon failed on this article ({what} at {where}: {why}); please report it",
            what=type(e).__name__, where=where, why=e,
        )  # fmt: skip
        return Outcome(kind="extraction", message=message)


def take_in(
    file: LedgerFile,
    items: Iterable[Item | Trouble],
    work: Work,
    *,
    key: str = "",
    jobs: int = 1,
    extracted_by: str | None = None,
    progress: Callable[[Counts, int], None] | None = None,
) -> Counts:
    """Adds the articles of items to a file, and notes what could not be read.

    `work` makes the ledger of an item, in `jobs` processes (it must be picklable where there are more than one); `key`
    says how items are read (see `Item.digest`). `progress` is called after each item with the counts and the position.
    """
    from selon.store import adding

    counts = Counts()
    for item, digest, outcome in _outcomes(_fresh(file, items, key), work, jobs):
        with file.writing() as connection:
            if isinstance(item, Trouble):
                adding.record_failure(connection, item.name, "reading", item.message)
                counts.failed.append((item.name, item.message))
            elif isinstance(outcome, int):
                adding.record_input(connection, item.name, digest, outcome)
                counts.known += 1
            else:
                by = None if item.kind == "ledger" else extracted_by
                _write(file, item, digest, outcome or work, counts, by)
        if progress is not None:
            progress(counts, item.position)
    return counts


def _write(
    file: LedgerFile, item: Item, digest: str, outcome: Outcome | Work, counts: Counts, extracted_by: str | None
) -> None:
    """Writes one outcome inside the transaction that is open.

    An item that was the same as one before it, still worked on when it was met, has no outcome but the work to be done
    where that one came to nothing.
    """
    from pydantic import ValidationError

    from selon.model import Ledger
    from selon.store import adding

    connection = file.connection
    if not isinstance(outcome, Outcome):
        article_id = adding.known_input(connection, digest)
        if article_id is not None:
            adding.record_input(connection, item.name, digest, article_id)
            counts.known += 1
            return
        outcome = outcome(item)
    kind, message = outcome.kind, outcome.message
    if outcome.json is not None:
        try:
            ledger = Ledger.model_validate_json(outcome.json)
            article_id, new = adding.insert_ledger(connection, ledger, extracted_by=extracted_by)
            adding.record_input(connection, item.name, digest, article_id)
        except (ValidationError, adding.DanglingError) as e:
            kind, message = "extraction", f"its ledger is not valid: {str(e).splitlines()[0]}"
        else:
            counts.added += new
            counts.known += not new
            return
    adding.record_failure(connection, item.name, kind or "extraction", message or "failed")
    counts.failed.append((item.name, message or "failed"))


Settled = Outcome | int | None  # what came of it, the article it is known as, or None: known by the time it is written


def _fresh(
    file: LedgerFile, items: Iterable[Item | Trouble], key: str
) -> Iterator[tuple[Item | Trouble, str, int | None, bool]]:
    """Each item with its digest, the article that it is known as, and whether the same item is being worked on already."""
    from selon.store import adding

    pending: set[str] = set()
    for item in items:
        if isinstance(item, Trouble):
            yield item, "", None, False
            continue
        digest = item.digest(key)
        known = adding.known_input(file.connection, digest)
        yield item, digest, known, digest in pending
        if known is None:
            pending.add(digest)


def _outcomes(
    fresh: Iterator[tuple[Item | Trouble, str, int | None, bool]], work: Work, jobs: int
) -> Iterator[tuple[Item | Trouble, str, Settled]]:
    """What came of each item, in their order."""
    if jobs == 1:
        for item, digest, known, twice in fresh:
            settled = isinstance(item, Trouble) or known is not None or twice
            yield item, digest, known if settled or isinstance(item, Trouble) else work(item)
        return
    pool = _Pool(work, jobs)
    try:
        waiting: deque[tuple[Item | Trouble, str, int | None, Future[Outcome] | None]] = deque()
        for item, digest, known, twice in fresh:
            future = None if isinstance(item, Trouble) or known is not None or twice else pool.submit(item)
            waiting.append((item, digest, known, future))
            while len(waiting) > AHEAD * jobs or (waiting and waiting[0][3] is None):
                yield _result(pool, waiting)
        while waiting:
            yield _result(pool, waiting)
    finally:
        pool.close()


def _result(
    pool: _Pool, waiting: deque[tuple[Item | Trouble, str, int | None, Future[Outcome] | None]]
) -> tuple[Item | Trouble, str, Settled]:
    """The outcome of the first of the items that wait; the others are handed in again where a process died."""
    item, digest, known, future = waiting.popleft()
    if future is None or isinstance(item, Trouble):
        return item, digest, known
    try:
        return item, digest, future.result()
    except BrokenProcessPool:
        pool.restart()
        outcome = pool.alone(item)
        again = [(i, d, k, pool.submit(i) if f is not None and isinstance(i, Item) else None) for i, d, k, f in waiting]
        waiting.clear()
        waiting.extend(again)
        return item, digest, outcome


class _Pool:
    """Processes that work on items, and end when this one does."""

    def __init__(self, work: Work, jobs: int) -> None:
        self.work, self.jobs, self.lost = work, jobs, 0
        self.pool = self._start()

    def _start(self) -> ProcessPoolExecutor:
        # 'spawn', because a fork of a process with threads (the progress bar has one) may hang.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self.jobs, mp_context=context, initializer=_watch, initargs=(os.getpid(),))

    def submit(self, item: Item) -> Future[Outcome]:
        """Hands an item in."""
        try:
            return self.pool.submit(self.work, item)
        except BrokenProcessPool:  # a process died since: the item waits for its turn, and is then tried alone
            broken: Future[Outcome] = Future()
            broken.set_exception(BrokenProcessPool())
            return broken

    def alone(self, item: Item) -> Outcome:
        """The outcome of an item in a pool with nothing else in it, to tell whose fault it was that a process died."""
        try:
            outcome = self.submit(item).result()
        except BrokenProcessPool:
            self.restart()
            self.lost += 1
            if self.lost == MOST_LOST:
                raise WorkError(
                    f"the processes that extract end as soon as they are started ({self.lost} times); try --jobs 1"
                ) from None
            return Outcome(kind="extraction", message="ended the process that read it (too little memory?)")
        self.lost = 0
        return outcome

    def restart(self) -> None:
        """New processes in the place of those that broke."""
        self.pool.shutdown(wait=False, cancel_futures=True)
        self.pool = self._start()

    def close(self) -> None:
        """Ends the processes; what they have not begun is dropped."""
        self.pool.shutdown(wait=True, cancel_futures=True)


def _watch(parent: int) -> None:
    """Ends this process when the one that started it was killed: it would wait for work for ever."""

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(WATCH)
        os._exit(1)

    threading.Thread(target=look, daemon=True).start()
    # Ctrl-C is for the process at the terminal, which lets these finish.
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def worker(how: Reading) -> Work:
    """The work of `selon add`: extraction as `how` says."""
    return partial(extract, how)
