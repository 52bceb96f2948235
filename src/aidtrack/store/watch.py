"""Watching over work that may take long: how far it is, whether its time is up, and when to hear Ctrl-C."""

from __future__ import annotations

import signal
import sqlite3
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import exc

from aidtrack.errors import N_, Broken
from aidtrack.text import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_STEPS = 50_000
"""Of SQLite's machine, between two looks at the clock: some milliseconds."""

COPYING = N_("copying")
LOOKING = N_("looking through what was copied")


class Watch:
    """Breaks the work off when its `seconds` are over; `tell` hears how much is done, of how much, and of what."""

    def __init__(
        self, seconds: float | None = None, tell: Callable[[int, int, str], None] | None = None
    ) -> None:
        self._began = time.monotonic()
        self._seconds = seconds
        self._tell = tell

    @property
    def left(self) -> float:
        """How many seconds are left."""
        if self._seconds is None:
            return float("inf")
        return max(0.0, self._seconds - (time.monotonic() - self._began))

    def copied(self, left: int, total: int) -> None:
        """Take note that so much is `left` to copy; raises Broken when the time is up."""
        self._say(total - left, total, COPYING)
        if not self.left:
            raise self._given_up()

    def advanced(self, done: int, total: int, _table: str) -> None:
        """Take note that so much is done, of rows that are copied table by table."""
        self.copied(total - done, total)

    def _say(self, done: int, total: int, what: str) -> None:
        if self._tell:
            self._tell(done, total, _(what))

    @contextmanager
    def over(self, raw: sqlite3.Connection) -> Iterator[None]:
        """Look at the clock, and hear Ctrl-C, while a long statement runs on the connection."""
        raw.set_progress_handler(self._looked, _STEPS)
        try:
            yield
        except exc.OperationalError as error:
            if getattr(error.orig, "sqlite_errorcode", 0) != sqlite3.SQLITE_INTERRUPT:
                raise
            # What else than the clock stops SQLite is a Ctrl-C, which Python forgets inside a handler.
            raise (KeyboardInterrupt if self.left else self._given_up()) from error
        finally:
            raw.set_progress_handler(None, 0)

    def _looked(self) -> bool:
        self._say(1, 1, LOOKING)
        return not self.left

    def _given_up(self) -> Broken:
        return Broken(
            N_(
                "The time is up ({seconds} s), so it was given up; nothing was changed. --timeout gives more."
            ),
            seconds=self._seconds,
        )


@contextmanager
def interrupts_noted() -> Iterator[Callable[[], bool]]:
    """Only note a Ctrl-C, and give what tells whether there was one: the work stops where it still can."""
    noted = threading.Event()
    if threading.current_thread() is not threading.main_thread():  # no other may set what hears it
        yield noted.is_set
        return
    heard = signal.signal(signal.SIGINT, lambda *_: noted.set())
    try:
        yield noted.is_set
    finally:
        signal.signal(signal.SIGINT, heard)
