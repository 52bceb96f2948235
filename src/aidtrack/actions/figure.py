"""A figure on its way into the ledger: its quantity in stored integers, its period in two dates."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Any

from aidtrack.errors import N_, Unreadable
from aidtrack.facts import QuantityFields
from aidtrack.quantity import Quantity, counted, parse
from aidtrack.tables import SCALES
from aidtrack.units import fits, scaled
from aidtrack.wording import label, number_text

if TYPE_CHECKING:
    from collections.abc import Mapping

LARGEST = Decimal(10) ** 15
"""No amount above this many yuan (or persons, or units) is a figure of a ledger."""

CURRENCY_UNITS = {"CNY": "元", "USD": "美元"}
_STATED = ("exact", "range")
"""The kinds whose bounds are printed; those of the others are of our own making and may be rounded."""


def figure_values(table: str, values: dict[str, Any], unit: str | None) -> dict[str, Any]:
    """Turn the fields of a figure into columns; `unit` is its indicator's, if it has one."""
    values = dict(values)
    printed = values.pop("amount" if table == "funding" else "count")
    quantity = read(printed, units(table, values, unit), money=table == "funding")
    start, end = period_ends(values.pop("period"))
    values.update(period_start=start, period_end=end)
    return values | stored(quantity, SCALES[table])


def units(table: str, values: Mapping[str, Any], unit: str | None = None) -> tuple[str, ...]:
    """Name the units that a figure may be printed in, its own one first; `unit` is its indicator's.

    Who is employed is a person; what is offered is counted as posts or by the people it is offered to.
    """
    if table == "funding":
        return (CURRENCY_UNITS.get(values["currency"], values["currency"]),)
    if table == "jobs":
        return ("人",) if values["kind"] == "employed" else ("个", "人")
    return (unit or "",)


def read(printed: object, wanted: tuple[str, ...], *, money: bool = False) -> Quantity:
    """Read a quantity in any form that the exchange schema allows, in a unit that its field asks for."""
    if isinstance(printed, QuantityFields):
        return Quantity(**dict(printed), unit=wanted[0])
    if isinstance(printed, (int, Decimal)):
        return counted(Decimal(printed), wanted[0])
    return typed(str(printed), wanted, money=money)


def typed(text: str, wanted: tuple[str, ...], *, unit: str | None = None, money: bool = False) -> Quantity:
    """Read a quantity as printed; `unit` stands for one that the text does not name.

    Money without any unit is refused, for 8500 is 8,500元 to one and 8,500万元 to another.
    """
    quantity = parse(text)
    if unit is not None:
        _require_fit(unit, scaled(unit)[1], wanted)
    if quantity.unit is None and unit is not None:
        return _with_unit(quantity, unit)
    if quantity.unit is None and money and parse(text, "万元").low != quantity.low:
        raise _no_unit(quantity)
    _require_fit(quantity.text or "", quantity.unit, wanted)
    return quantity


def _require_fit(text: str, found: str | None, wanted: tuple[str, ...]) -> None:
    if not any(fits(found, unit) for unit in wanted):
        raise Unreadable(
            N_("'{text}' is counted in {found}; here it is {unit} that are counted."),
            text=text,
            found=label("unit", found),
            unit=label("unit", wanted[0]),
        )


def _no_unit(quantity: Quantity) -> Unreadable:
    text = quantity.text or ""
    plain = number_text(Decimal(text)) if text.isascii() and text.isdigit() else text
    return Unreadable(
        N_("'{text}' has no unit: {plain}元 or {plain}万元? Write the unit, or give --unit."),
        text=text,
        plain=plain,
    )


def _with_unit(bare: Quantity, unit: str) -> Quantity:
    """Write the unit into the text where it belongs, so that the text by itself says all that was meant."""
    text = bare.text or ""
    meant = parse(text, unit)
    for word in (unit, scaled(unit)[1] or ""):
        for place in range(len(text), 0, -1):
            whole = text[:place] + word + text[place:]
            if _reads_as(whole, meant):
                return replace(meant, text=whole)
    raise Unreadable(
        N_("'{text}' and the unit {unit} do not go together; write both in one."), text=text, unit=unit
    )


def _reads_as(text: str, meant: Quantity) -> bool:
    try:
        found = parse(text)
    except Unreadable:
        return False
    return replace(found, text=None) == replace(meant, text=None)


def stored(quantity: Quantity, scale: int) -> dict[str, Any]:
    """Write a quantity as integers of the smallest unit; what is stated finer, or too large, is refused.

    The bounds of inexact words (约5人 is 4.5 to 5.5) are rounded outwards.
    """
    loose = quantity.kind not in _STATED
    low, high, value = quantity.low, quantity.high, quantity.value
    return {
        "text": quantity.text,
        "low": _integer(low, scale, ROUND_FLOOR if loose and low != value else None),
        "high": None
        if high is None
        else _integer(high, scale, ROUND_CEILING if loose and high != value else None),
        "value": None if value is None else _integer(value, scale),
        "quantity_kind": quantity.kind,
    }


def _integer(number: Decimal, scale: int, rounding: str | None = None) -> int:
    if number > LARGEST:
        raise Unreadable(N_("{number} is too large for a figure; nothing above 10^15 is."), number=number)
    scaled_up = number * scale
    whole = scaled_up.to_integral_value(rounding)
    if rounding is None and scaled_up != whole:
        raise _too_fine(number, scale)
    return int(whole)


def _too_fine(number: Decimal, scale: int) -> Unreadable:
    if scale == 1:
        return Unreadable(
            N_("{number} is no whole number; people and posts are counted whole."), number=number
        )
    return Unreadable(N_("{number} is too fine; the ledger counts to 1/{scale}."), number=number, scale=scale)


def period_ends(period: str | None) -> tuple[str | None, str | None]:
    """Split a period into its two partial dates: `2022` has one for both, `2021-06/` no end."""
    if period is None:
        return None, None
    start, slash, end = period.partition("/")
    return start or None, (end if slash else start) or None
