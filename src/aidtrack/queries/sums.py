"""Sums of ranges: what is known of a group's figures, in stored integers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Sum:
    """Figures added up: lows to lows, highs to highs, and how many had no high, or no stated value.

    All parts are plain integers, so that what was added can be taken away again exactly.
    """

    rows: int = 0
    low: int = 0
    high: int = 0
    open: int = 0
    value: int = 0
    unstated: int = 0

    def add(self, other: Sum, sign: int = 1) -> None:
        """Add another sum, or take it away with a sign of -1."""
        self.rows += sign * other.rows
        self.low += sign * other.low
        self.high += sign * other.high
        self.open += sign * other.open
        self.value += sign * other.value
        self.unstated += sign * other.unstated

    @property
    def upper(self) -> int | None:
        """The most it can be; null where one figure's top is open."""
        return None if self.open else self.high

    @property
    def stated(self) -> int | None:
        """The sum of the numbers stated; null where one figure states none."""
        return None if self.unstated else self.value


def one(low: int, high: int | None, value: int | None) -> Sum:
    """Make the sum of a single figure."""
    return Sum(1, low, high or 0, int(high is None), value or 0, int(value is None))


def remainder(whole: Sum, taken: Sum) -> Sum:
    """Tell what is left of a single figure when parts are taken from it.

    Its low is the whole's without all that the parts can be, never below 0; its high the whole's without
    the least the parts can be. The stated numbers are simply subtracted, so that lines add up to totals.
    """
    low = 0 if taken.open else max(0, whole.low - taken.high)
    high = None if whole.open else max(low, whole.high - taken.low)
    value = None if whole.unstated or taken.unstated else whole.value - taken.value
    return one(low, high, value)
