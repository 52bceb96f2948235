"""From stored integers to amounts in base units: yuan, persons, the indicator's unit."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from aidtrack.result import Amount
from aidtrack.tables import SCALES

if TYPE_CHECKING:
    from aidtrack.queries.sums import Sum


def base(table: str, number: int | None) -> Decimal | None:
    """Turn a stored integer into base units."""
    return None if number is None else Decimal(number) / SCALES[table]


def sum_amount(table: str, sums: Sum, currency: str | None = None, **more: Any) -> Amount:  # noqa: ANN401
    """Turn a sum into an amount; `more` are the fields that only the caller knows."""
    low = Decimal(sums.low) / SCALES[table]
    return Amount(base(table, sums.stated), low, base(table, sums.upper), currency, **more)


def row_amount(table: str, row: Any) -> Amount:  # noqa: ANN401 - a row of any figure
    """Turn a figure's row into an amount, with its words as printed and what they say of it."""
    low = Decimal(row.low) / SCALES[table]
    currency = row.currency if table == "funding" else None
    return Amount(base(table, row.value), low, base(table, row.high), currency, row.quantity_kind, row.text)
