"""Numbers as they are written: exact, and of a length that somebody could have meant."""

from __future__ import annotations

from decimal import Decimal

from aidtrack.errors import N_, Unreadable

_LONGEST = 40
"""No number has more digits, however it is written: 1e999999999 would take a gigabyte to write out."""


def exact(text: str) -> Decimal:
    """Read a number without rounding it."""
    number = Decimal(text) if len(text) <= _LONGEST else None
    if number is None or not number.is_finite() or abs(number.adjusted()) > _LONGEST:
        shown = text if len(text) <= _LONGEST else f"{text[:20]}…"
        raise Unreadable(N_("'{text}' is no number that a ledger holds."), text=shown)
    return number


def integer(text: str) -> int:
    """Read a whole number."""
    return int(exact(text))
