"""A figure on its way into the ledger: its quantity in stored integers, its period in two dates."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from aidtrack.errors import N_, Unreadable
from aidtrack.facts import QuantityFields
from aidtrack.quantity import Quantity, counted, parse
from aidtrack.tables import SCALES
from aidtrack.units import fits

LARGEST = Decimal(10) ** 15
"""No amount above this many yuan (or persons, or units) is a figure of a ledger."""

_PEOPLE = ("employed", "offered")
_CURRENCY_UNITS = {"CNY": "元", "USD": "美元"}


def figure_values(table: str, values: dict[str, Any], unit: str | None) -> dict[str, Any]:
    """Turn the fields of a figure into columns; `unit` is its indicator's, if it has one."""
    values = dict(values)
    printed = values.pop("amount" if table == "funding" else "count")
    quantity = read(printed, unit or _unit(table, values), require_unit=table == "funding")
    start, end = period_ends(values.pop("period"))
    values.update(period_start=start, period_end=end)
    return values | stored(quantity, SCALES[table])


def _unit(table: str, values: dict[str, Any]) -> str:
    if table == "funding":
        currency: str = values["currency"]
        return _CURRENCY_UNITS.get(currency, currency)
    return "人" if values["kind"] in _PEOPLE else "个"


def read(printed: object, unit: str, *, require_unit: bool = False) -> Quantity:
    """Read a quantity in any form that the exchange schema allows, in the unit that its field asks for."""
    if isinstance(printed, QuantityFields):
        return Quantity(**dict(printed), unit=unit)
    if isinstance(printed, (int, Decimal)):
        return counted(Decimal(printed), unit)
    quantity = parse(str(printed))
    if quantity.unit is None and require_unit:
        raise Unreadable(
            N_("'{text}' has no unit; say {text}元 or {text}万元, or give --unit."), text=quantity.text
        )
    if not fits(quantity.unit, unit):
        raise Unreadable(
            N_("'{text}' is counted in {found}; here it is {unit} that are counted."),
            text=quantity.text,
            found=quantity.unit,
            unit=unit,
        )
    return quantity


def stored(quantity: Quantity, scale: int) -> dict[str, Any]:
    """Write a quantity as integers of the smallest unit; what is finer or too large is refused."""
    return {
        "text": quantity.text,
        "low": _integer(quantity.low, scale),
        "high": None if quantity.high is None else _integer(quantity.high, scale),
        "value": None if quantity.value is None else _integer(quantity.value, scale),
        "quantity_kind": quantity.kind,
    }


def _integer(number: Decimal, scale: int) -> int:
    if number > LARGEST:
        raise Unreadable(N_("{number} is too large for a figure; nothing above 10^15 is."), number=number)
    scaled = number * scale
    if scaled != scaled.to_integral_value():
        raise Unreadable(
            N_("{number} is too fine; the ledger counts to 1/{scale}."), number=number, scale=scale
        )
    return int(scaled)


def period_ends(period: str | None) -> tuple[str | None, str | None]:
    """Split a period into its two partial dates: `2022` has one for both, `2021-06/` no end."""
    if period is None:
        return None, None
    start, slash, end = period.partition("/")
    return start or None, (end if slash else start) or None
