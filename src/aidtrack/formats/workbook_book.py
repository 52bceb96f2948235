"""What the sheets of one workbook share while it is written: its language, its looks, its lists to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aidtrack.formats._sheet_rows import column_name
from aidtrack.formats._xlsx import number_format
from aidtrack.formats.workbook_words import LISTS
from aidtrack.text import _
from aidtrack.vocab import VOCABULARIES

if TYPE_CHECKING:
    from decimal import Decimal

    from aidtrack.formats.columns import Column
    from aidtrack.formats.exchange import ExchangeTable

_HEAD = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter", "num_format": "@"}
_LOOKS: dict[str, dict[str, Any]] = {
    "head": _HEAD | {"bg_color": "#E7ECF3"},
    "must": _HEAD | {"bg_color": "#B4C3DD"},
    # A cell that is formatted as text keeps what is typed: 3-5 becomes no day in March, 2023-08 no first of August.
    "text": {"num_format": "@"},
    "own": {"num_format": "@", "font_color": "#999999"},
    "date": {"num_format": "yyyy-mm-dd", "align": "left"},
    "title": {"bold": True, "font_size": 14},
    "wrap": {"text_wrap": True, "valign": "top"},
    "plain": {},
}


class Book:
    """A workbook being written."""

    def __init__(self, workbook: Any, tongue: int) -> None:  # noqa: ANN401 - XlsxWriter has no types
        self.workbook = workbook
        self.tongue = tongue
        self.looks = {name: workbook.add_format(look) for name, look in _LOOKS.items()}
        self.lists: dict[tuple[str, ...], int] = {}
        self.lists_sheet = f"{LISTS}lists"
        self._numbers: dict[str, Any] = {}

    def sheet_name(self, table: ExchangeTable) -> str:
        """Name the sheet of a table."""
        return table.name.capitalize() if self.tongue else table.labels[0]

    def number(self, number: Decimal) -> Any:  # noqa: ANN401 - as above
        """Give the format in which a number shows all its digits."""
        shape = number_format(number)
        if shape not in self._numbers:
            self._numbers[shape] = self.workbook.add_format({"num_format": shape})
        return self._numbers[shape]

    def label(self, vocabulary: str, code: str) -> str:
        """Word a code in the language of the workbook."""
        term = VOCABULARIES[vocabulary].by_code.get(code)
        return code if term is None else (term.zh, term.en)[self.tongue]

    def choices(self, column: Column) -> tuple[str, ...]:
        """Give what can stand in a column, if that is a list."""
        field = column.field
        if column.part == "kind":
            return tuple(self.label("quantity_kind", code) for code in VOCABULARIES["quantity_kind"].codes)
        if field.kind == "flag":
            return (_("yes"), _("no"))
        if field.vocabulary:
            return tuple(self.label(field.vocabulary, code) for code in field.choices)
        return field.choices

    def list_range(self, choices: tuple[str, ...]) -> str:
        """Give the cells that hold a list to choose from, of which each is written once."""
        at = column_name(self.lists.setdefault(choices, len(self.lists)))
        return f"={self.lists_sheet}!${at}$1:${at}${len(choices)}"
