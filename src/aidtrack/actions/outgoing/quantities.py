"""A quantity going out: all that is stored of it, or as short as it can be said without saying less."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from aidtrack.actions.figure import read, stored, units
from aidtrack.errors import AidtrackError
from aidtrack.tables import SCALES

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST = 50_000

Stored = tuple[str | None, int, int | None, int | None, str]
"""Text, low, high, value and kind, as their columns hold them."""

COLUMNS = ("text", "low", "high", "value", "quantity_kind")


def in_full(table: str) -> Callable[[Stored], dict[str, Any]]:
    """Make the function that writes all parts of a quantity, in base units."""
    scale = SCALES[table]

    def number(stored: int) -> Decimal:
        return Decimal(stored) / scale

    def write(quantity: Stored) -> dict[str, Any]:
        text, low, high, value, kind = quantity
        parts: dict[str, Any] = {} if value is None else {"value": number(value)}
        parts["low"] = number(low)
        if high is not None:
            parts["high"] = number(high)
        parts["kind"] = kind
        if text is not None:
            parts["text"] = text
        return parts

    return write


class Short:
    """Writes a quantity as its text, where reading that gives all of it; as a number, where it was counted.

    What a text says is remembered, for the same ones come again and again.
    """

    def __init__(self, table: str) -> None:
        self._table, self._full = table, in_full(table)
        self._memory: dict[tuple[str, str], Stored | None] = {}

    def write(self, quantity: Stored, counted_in: str) -> Any:  # noqa: ANN401 - a text, a number or a mapping
        """Write it; `counted_in` is what its unit follows from: currency, kind or the indicator's unit."""
        text, low, high, value, kind = quantity
        if text is None:
            counted = kind == "exact" and low == high == value
            return Decimal(low) / SCALES[self._table] if counted else self._full(quantity)
        return text if self._said(text, counted_in) == quantity else self._full(quantity)

    def _said(self, text: str, counted_in: str) -> Stored | None:
        key = (text, counted_in)
        if key not in self._memory:
            if len(self._memory) >= _MOST:
                self._memory.clear()
            self._memory[key] = self._parsed(text, counted_in)
        return self._memory[key]

    def _parsed(self, text: str, counted_in: str) -> Stored | None:
        """Read a text as it is read on its way in; null where it cannot be."""
        wanted = units(self._table, {"currency": counted_in, "kind": counted_in}, counted_in)
        try:
            columns = stored(read(text, wanted, money=self._table == "funding"), SCALES[self._table])
        except AidtrackError:
            return None
        return tuple(columns[name] for name in COLUMNS)
