"""A table as columns of single cells: a quantity takes five, for its number, its bounds, its precision and its text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from aidtrack.formats.exchange import QUANTITY
from aidtrack.formats.lists import joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from aidtrack.formats.exchange import ExchangeField, ExchangeTable, Row

Cell = str | Decimal
"""A text or a number; nothing said is the empty text."""

_PARTS = {
    "value": ("", ""),
    "low": ("下限", " low"),
    "high": ("上限", " high"),
    "kind": ("精确程度", " kind"),
    "text": ("原文", " as printed"),
}
_NUMBERS = frozenset({"value", "low", "high"})
_UNITS = {"元": "CNY"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a field, and the part that it holds of a quantity."""

    field: ExchangeField
    part: str = ""

    @property
    def is_number(self) -> bool:
        """Whether its cells are numbers."""
        return self.part in _NUMBERS

    def names(self) -> tuple[str, str, str]:
        """Give its heading as a key, in Chinese and in English, without a unit."""
        key = self.field.name if self.part in {"", "value"} else f"{self.field.name}_{self.part}"
        chinese, english = _PARTS.get(self.part, ("", ""))
        return key, self.field.headings[0] + chinese, self.field.headings[1] + english

    def heading(self, language: str | None) -> str:
        """Head the column, with the unit of its numbers: amount(元), 金额(元), Amount (CNY)."""
        name = dict(zip((None, "zh", "en"), self.names(), strict=True))[language]
        unit = self.field.unit if self.is_number else ""
        if not unit:
            return name
        return f"{name} ({_UNITS[unit]})" if language == "en" else f"{name}({unit})"


def columns(table: ExchangeTable) -> tuple[Column, ...]:
    """Give the columns of a table, in the order of its fields."""
    return tuple(column for field in table.fields for column in columns_of(field))


def columns_of(field: ExchangeField) -> Iterator[Column]:
    """Give the columns of a field."""
    parts = QUANTITY if field.kind == "quantity" else ("",)
    return (Column(field, part) for part in parts)


def flattener(table: ExchangeTable) -> Callable[[Row], list[Cell]]:
    """Make the function that lays a row out in the cells of the columns."""
    laid = [(column.field.name, column.part) for column in columns(table)]

    def flat(row: Row) -> list[Cell]:
        get = row.get
        return [
            "" if (value := get(name)) is None else value if type(value) is str else _cell(value, part)
            for name, part in laid
        ]

    return flat


def _cell(value: Any, part: str) -> Cell:  # noqa: ANN401 - whatever a row holds
    if part:
        said = value.get(part)
        return "" if said is None else said
    if isinstance(value, bool):
        return "yes" if value else "no"
    return joined(value)
