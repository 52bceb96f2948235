"""Trying a unit of work again when a server had to break it off for another."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING, TypeVar

from aidtrack.store.plain_words import Contended

if TYPE_CHECKING:
    from collections.abc import Callable

ATTEMPTS = 12
_FIRST_PAUSE = 0.02
_LONGEST_PAUSE = 2.0

T = TypeVar("T")


def retrying(attempt: Callable[[], T]) -> T:
    """Run a whole unit of work, again if it was broken off (SQLSTATE 40001, 40P01), with growing pauses.

    The unit must do nothing but write to the ledger: no printing, no files. Raises the last Contended.
    """
    for number in range(ATTEMPTS - 1):
        try:
            return attempt()
        except Contended:
            pause = min(_FIRST_PAUSE * 2**number, _LONGEST_PAUSE)
            time.sleep(pause * random.uniform(0.5, 1))  # noqa: S311 - so that two do not meet again
    return attempt()
