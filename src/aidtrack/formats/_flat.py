"""A row as flat texts, for the formats that know nothing but text."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from aidtrack.result import Amount, Column, Row


def plain(number: Decimal | float) -> str:
    """All digits and nothing else: no exponent, no trailing zeros."""
    text = f"{number:f}" if isinstance(number, Decimal) else str(number)
    return text.rstrip("0").rstrip(".") if "." in text else text


def header(columns: Sequence[Column]) -> list[str]:
    """Name the columns; a quantity has one for its value and one for each of its parts."""
    return [name for column in columns for name in _names(column)]


def _names(column: Column) -> Iterator[str]:
    yield column.name
    if column.shape in {"count", "money"}:
        yield from (f"{column.name}_{part}" for part in column.parts)


def reader(columns: Sequence[Column]) -> Callable[[Row], list[str]]:
    """Make the function that takes the texts of a row, in the order of the header."""
    fields = [(column.name, _parts(column)) for column in columns]

    def read(row: Row) -> list[str]:
        texts: list[str] = []
        for name, parts in fields:
            value = row.get(name)
            if parts is None:
                texts.append(value if type(value) is str else text(value))
            else:
                texts.extend(_quantity(value, parts))
        return texts

    return read


def _parts(column: Column) -> tuple[str, ...] | None:
    return column.parts if column.shape in {"count", "money"} else None


def _quantity(amount: Amount | None, parts: tuple[str, ...]) -> list[str]:
    if amount is None:
        return [""] * (1 + len(parts))
    return [text(amount.value), *[text(getattr(amount, part)) for part in parts]]


def text(value: Any) -> str:  # noqa: ANN401 - whatever a row holds
    """Write one value; null is empty, words stand side by side."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (Decimal, float)):
        return plain(value)
    if isinstance(value, (list, tuple)):
        return "; ".join(text(item) for item in value)
    return str(value)
