"""Keeping a change: whether it was kept is known at every moment, also to whoever presses Ctrl-C."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from aidtrack import ending
from aidtrack.store.watch import interrupts_noted

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def kept_whole(then: str | None) -> Iterator[None]:
    """Only note a Ctrl-C while a change is being kept; `then` is what is true of the command afterwards.

    It ends the command as soon as that is known. Where `then` is null nothing is kept.
    """
    with interrupts_noted() as interrupted:
        yield
        if then:
            ending.reach(then)
    if interrupted():
        raise KeyboardInterrupt
