"""Which of a row of numbers can stay where they are."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def longest_in_order(numbers: Sequence[int]) -> list[int]:
    """Find the indices of a longest run that never falls, which need not stand side by side."""
    ends: list[int] = []  # by length: the smallest number that a run of it ends with
    at: list[int] = []  # and the index of that number
    before: list[int] = []  # by index: the one before it in its run
    for index, number in enumerate(numbers):
        length = bisect_right(ends, number)
        before.append(at[length - 1] if length else -1)
        ends[length : length + 1] = [number]
        at[length : length + 1] = [index]
    run, index = [], at[-1] if at else -1
    while index >= 0:
        run.append(index)
        index = before[index]
    return run[::-1]
