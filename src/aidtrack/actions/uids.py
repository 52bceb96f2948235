"""The uids of new records: unique anywhere, and in the order in which they were made (UUID version 7, RFC 9562).

Where they lie in order, a million of them are written to an index from left to right, and not all over it.
"""

from __future__ import annotations

import os
import time

_A_MILLISECOND = 1 << 12
"""So many are told apart by their counter; those after them count as of the next millisecond."""


def new_uid() -> str:
    """Make one."""
    return new_uids(1)[0]


def new_uids(count: int) -> list[str]:
    """Make some."""
    start = time.time_ns() // 1_000_000 * _A_MILLISECOND
    chance = os.urandom(8 * count).hex()
    return [_written(start + number, chance[16 * number : 16 * number + 16]) for number in range(count)]


def _written(at: int, chance: str) -> str:
    first = f"{at:015x}"
    variant = "89ab"[int(chance[0], 16) & 3]
    return f"{first[:8]}-{first[8:12]}-7{first[12:]}-{variant}{chance[1:4]}-{chance[4:]}"
