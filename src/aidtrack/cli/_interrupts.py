"""Ctrl-C ends a command wherever it is, also where Python or a library would forget it.

Python raises it between any two steps. Where those lie in a finaliser or in the callback of a weak reference
it can go no further: it is printed and forgotten. So it is raised once more, a moment later.
"""

from __future__ import annotations

import _thread
import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_MOMENT = 0.02
"""Seconds, after which Python has left the finaliser."""


class Ear:
    """Hears Ctrl-C, and knows whether there was one."""

    def __init__(self) -> None:
        self.heard = False
        self._over = False
        self._others = sys.unraisablehook

    def hear(self, _signal: int, _frame: FrameType | None) -> None:
        self.heard = True
        raise KeyboardInterrupt

    def forgotten(self, what: sys.UnraisableHookArgs) -> None:
        """Take note of what Python cannot raise: a Ctrl-C is to be raised again, the rest is for others."""
        if not issubclass(what.exc_type, KeyboardInterrupt):
            self._others(what)
            return
        again = threading.Timer(_MOMENT, self._once_more)
        again.daemon = True
        again.start()

    def _once_more(self) -> None:
        if self._over:
            return
        if hasattr(signal, "pthread_kill"):  # which also wakes whoever waits for a server
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        else:
            _thread.interrupt_main()

    def close(self) -> None:
        """Hear no more, where the command is over and only has to say so."""
        self._over = True
        if signal.getsignal(signal.SIGINT) == self.hear:
            signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def listening(*, to_the_end: bool) -> Iterator[Ear]:
    """Listen while a command runs; `to_the_end` of the process, nothing is to be said between its end and that.

    Where Ctrl-C is somebody else's (a shell lets its background jobs ignore it), it stays theirs.
    """
    ear = Ear()
    main = threading.current_thread() is threading.main_thread()
    if not main or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield ear
        return
    signal.signal(signal.SIGINT, ear.hear)
    sys.unraisablehook, others = ear.forgotten, sys.unraisablehook
    try:
        yield ear
    finally:
        ear.close()
        if not to_the_end:
            sys.unraisablehook = others
            signal.signal(signal.SIGINT, signal.default_int_handler)
