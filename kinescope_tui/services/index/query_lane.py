"""A thread with a connection of its own, in which the newest question of a kind has the way."""

import asyncio
import contextlib
import sqlite3
import threading
import time
from collections.abc import Callable, Hashable
from concurrent.futures import Future, InvalidStateError
from queue import SimpleQueue
from typing import TypeVar

from kinescope_tui.api.clock import Clock
from kinescope_tui.services.files.odd_texts import asked
from kinescope_tui.services.index.index_database import IndexDatabase, faults
from kinescope_tui.services.index.index_errors import QueryError, QueryStoppedError

T = TypeVar("T")

Ask = Callable[[sqlite3.Connection], T]
Topic = tuple[Hashable, ...]

_STEPS = 2_000  # of SQLite's machine, between two looks at whether to go on
LIMIT_S = 20.0
"""How much processor time a question may take."""
_PATIENCE = 6  # times as long by the clock: on a busy computer, or with a slow disk


class QueryLane:
    """Asks one question after the other; one of another topic gives up those of its kind before it.

    A question that nobody waits for any more is given up too. Every question is a transaction, in
    which whose the file is is looked at first.

    Args:
        database: What is asked; only its path and its owner are used.
        limit_s: How much processor time a question may take; by the clock that is longer.
        clock: Tells the time.
        spent_s: Returns the processor time of the thread that calls it.
    """

    def __init__(
        self,
        database: IndexDatabase,
        *,
        limit_s: float = LIMIT_S,
        clock: Clock | None = None,
        spent_s: Callable[[], float] = time.thread_time,
    ) -> None:
        self._database = database
        self._limit_s = limit_s
        self._now_s, self._spent_s = (clock or Clock()).monotonic, spent_s
        self._waiting: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._topics: dict[Hashable, Topic] = {}  # the newest of each kind
        self._ends_at = self._most_spent = 0.0
        self._is_unwanted: Callable[[], bool] = lambda: False  # the question asked just now
        self._base: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None  # that the connection is of

    async def ask(self, topic: Topic | None, question: Ask[T]) -> T:
        """Return what a question gives.

        Args:
            topic: What it belongs to, its kind first: those of its kind that belong to something
                else are given up. With None it gives up no other, and none gives up this one.
            question: Reads from the connection that it is given.

        Raises:
            QueryStoppedError: It was given up, or took too long.
            IndexFaultError: The index cannot be read.
        """
        topics = self._topics
        if topic is not None:
            topics[topic[0]] = topic
        answer: Future[T] = Future()

        def is_unwanted() -> bool:
            is_old = topic is not None and topics[topic[0]] != topic
            return is_old or topics is not self._topics or answer.cancelled()

        def run() -> None:
            try:
                found = self._answered(is_unwanted, question)
            except BaseException as error:  # noqa: BLE001 - raised again, over there
                with contextlib.suppress(InvalidStateError):  # nobody waits any more
                    answer.set_exception(error)
            else:
                with contextlib.suppress(InvalidStateError):
                    answer.set_result(found)

        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="index-query", daemon=True)
            self._thread.start()
        self._waiting.put(run)
        return await asyncio.wrap_future(answer)

    def close(self) -> None:
        """Give up what is asked, and leave the file."""
        self._topics = {}
        if self._thread is not None:
            self._thread = None
            self._waiting.put(None)

    def _work(self) -> None:
        waiting = self._waiting
        while (run := waiting.get()) is not None:
            run()
        self._disconnect()

    def _answered(self, is_unwanted: Callable[[], bool], question: Ask[T]) -> T:
        if is_unwanted():
            raise QueryStoppedError
        self._is_unwanted = is_unwanted
        self._ends_at = self._now_s() + _PATIENCE * self._limit_s
        self._most_spent = self._spent_s() + self._limit_s
        try:
            with faults():
                base = self._connected()
                base.execute("BEGIN")
                try:
                    self._database.check(base)
                    return asked(base, question)
                finally:
                    base.execute("ROLLBACK")
        except (ValueError, ArithmeticError) as error:  # a number or a text that no database takes
            raise QueryError(f"The index cannot run this query ({type(error).__name__}).") from None
        except Exception as error:
            cause = error.__cause__
            if getattr(cause, "sqlite_errorname", "") != "SQLITE_INTERRUPT":
                self._disconnect()
                raise
            if is_unwanted():
                raise QueryStoppedError from None
            told = f"{self._limit_s:g} s of processor time"
            if self._spent_s() <= self._most_spent:
                told = f"{_PATIENCE * self._limit_s:g} s on a busy computer"
            raise QueryStoppedError(
                f"The query took more than {told} and was stopped. Narrow it down and try again."
            ) from None

    def _is_over(self) -> bool:
        """Tell whether to give up; SQLite asks this all the time."""
        return (
            self._is_unwanted()
            or self._spent_s() > self._most_spent
            or self._now_s() > self._ends_at
        )

    def _connected(self) -> sqlite3.Connection:
        file = self._database.file
        if self._base is not None and file != self._file:
            self._disconnect()  # it was erased, and another one lies there
        if self._base is None:
            self._base = self._database.reading_connection()
            self._base.set_progress_handler(self._is_over, _STEPS)
            self._file = file
        return self._base

    def _disconnect(self) -> None:
        base, self._base = self._base, None
        if base is not None:
            with contextlib.suppress(sqlite3.Error):
                base.close()
