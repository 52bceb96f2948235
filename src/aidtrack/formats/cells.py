"""What the cells of a line say: nothing where they are blank, and `-` alone takes a value away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aidtrack.errors import N_, Unreadable
from aidtrack.formats.guard import unguarded
from aidtrack.formats.lists import split

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aidtrack.formats.headers import Header

ERASE = "-"
_LISTS = frozenset({"words", "places"})


def values_of(header: Header, cells: Sequence[Any]) -> dict[str, Any]:
    """Read a line under its headings; a cell that is no text (a number, a date) is taken as it is."""
    values: dict[str, Any] = {}
    for column, cell in zip(header.columns, cells, strict=False):
        if _is_blank(cell):
            continue
        if column is None:
            _require_passed_over(header, cells)
            continue
        field = column.field
        value = _value(cell, many=field.kind in _LISTS)
        if column.part:
            values.setdefault(field.name, {})[column.part] = value
        else:
            values[field.name] = value
    return {name: _quantity(value) for name, value in values.items()}


def _require_passed_over(header: Header, cells: Sequence[Any]) -> None:
    """Refuse what stands in a column without a heading."""
    for at, (column, cell) in enumerate(zip(header.columns, cells, strict=False)):
        if column is None and at not in header.passed_over and not _is_blank(cell):
            raise Unreadable(N_("'{text}' stands in a column without a heading."), text=cell)


def _is_blank(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _value(cell: Any, *, many: bool) -> Any:  # noqa: ANN401 - whatever a cell holds
    if not isinstance(cell, str):
        return cell
    if cell == ERASE:
        return None
    text = unguarded(cell)
    return split(text) if many else text


def _quantity(value: Any) -> Any:  # noqa: ANN401 - as above
    """Tell of a quantity all of whose cells take it away that it is taken away."""
    return None if isinstance(value, dict) and all(part is None for part in value.values()) else value
