"""How far long work is: a bar at a terminal, else a line now and then; nothing where it is done in a second."""

from __future__ import annotations

import os
import sys
import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from aidtrack.cli._show import notice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress

_PATIENCE = 1.0
"""Seconds in which nobody asks how far it is."""


class Advance(Protocol):
    """Is told how much is done, of how much (0: nobody knows), and what is at hand, in words for people."""

    def __call__(self, done: int, total: int, what: str, /) -> None: ...


@contextmanager
def progress() -> Iterator[Advance]:
    """Give what is to be told as the work goes on; whatever it shows on stderr ends with the block."""
    with ExitStack() as shown:
        yield _Bar(shown) if _at_terminal() else _Lines()


def _at_terminal() -> bool:
    return sys.stderr.isatty() and os.environ.get("TERM") not in {"dumb", "unknown"}


class _Lines:
    """Says a line after the first second, then after two, four, eight."""

    def __init__(self) -> None:
        self._began, self._next = time.monotonic(), _PATIENCE

    def __call__(self, done: int, total: int, what: str) -> None:
        if time.monotonic() - self._began >= self._next:
            self._next *= 2
            notice(f"{100 * done // total}% {what}" if total else what)


class _Bar:
    """Draws a bar, which is wiped away in the end."""

    def __init__(self, shown: ExitStack) -> None:
        self._began, self._shown = time.monotonic(), shown
        self._bar: Progress | None = None

    def __call__(self, done: int, total: int, what: str) -> None:
        if self._bar is None:
            if time.monotonic() - self._began < _PATIENCE:
                return
            self._bar = self._shown.enter_context(_bar())
            self._bar.add_task("")
        self._bar.update(self._bar.task_ids[0], completed=done, total=total or None, description=what)


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns: tuple[Any, ...] = (TextColumn("{task.description}", markup=False), BarColumn())
    console = Console(stderr=True, highlight=False)
    return Progress(*columns, TaskProgressColumn(), TimeRemainingColumn(), console=console, transient=True)
