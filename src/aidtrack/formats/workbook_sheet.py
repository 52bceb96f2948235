"""One table on a sheet of a workbook: headings that stay, cells that are texts, numbers and dates, lists to choose from."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from aidtrack.errors import N_, Refused
from aidtrack.formats._flat import plain
from aidtrack.formats._xlsx import LONGEST_TEXT, MOST_ROWS, fits, width
from aidtrack.formats.columns import columns_of
from aidtrack.formats.guard import guarded
from aidtrack.formats.lists import joined
from aidtrack.text import LANGUAGES, _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from decimal import Decimal

    from aidtrack.formats.columns import Column
    from aidtrack.formats.exchange import ExchangeField, ExchangeTable, Row
    from aidtrack.formats.workbook_book import Book

    Put = Callable[[int, Any], None]

_NARROWEST, _WIDEST, _OWN = 9, 40, 12
_MARGIN = 2
_MEASURED = 500
"""So many rows say how wide a column should be."""

_BESIDE = frozenset({"low", "high", "kind"})
_FULL_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_OLDEST = "1900-03-01"
"""Before it spreadsheet programs do not agree on the days."""

_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")


def help_of(field: ExchangeField) -> str:
    """Say what a field holds."""
    said = _(field.help)
    return said + _(" Must be filled in.") if field.required else said


def _for_people(table: ExchangeTable) -> list[Column]:
    """Put the words of a quantity before its numbers, and last what is for the machine: the key of exchange."""
    fields = sorted(table.fields, key=lambda field: field.name == "uid")
    return [
        column
        for field in fields
        for column in sorted(columns_of(field), key=lambda column: column.part != "text")
    ]


def _part(quantity: Mapping[str, Any], part: str) -> Any:  # noqa: ANN401 - a text or a number
    """Take one part of a quantity; bounds that are the number itself are none, and only hinder who edits it."""
    number = quantity.get("value")
    if part in _BESIDE and quantity.get("kind") == "exact" and number is not None:
        exact = number == quantity.get("low") == quantity.get("high")
        return None if exact else quantity.get(part)
    return quantity.get(part)


class TableSheet:
    """A sheet being written."""

    def __init__(self, book: Book, table: ExchangeTable) -> None:
        self.book = book
        self.sheet = book.workbook.add_worksheet(book.sheet_name(table))
        self.columns = _for_people(table)
        self.heads = [column.heading(LANGUAGES[book.tongue]) for column in self.columns]
        self.widest = [max(_NARROWEST, width(head)) for head in self.heads]
        self.at = 0

    def write(self, rows: Iterable[Row]) -> None:
        """Write the headings, the rows, and what belongs to the columns as a whole."""
        self._head()
        laid = [(column.field.name, column.part, self._put(at)) for at, column in enumerate(self.columns)]
        for row in rows:
            self.at += 1
            if self.at >= MOST_ROWS:
                raise Refused(N_("A sheet of XLSX holds {rows} rows and no more; write CSV."), rows=MOST_ROWS)
            for name, part, put in laid:
                value = row.get(name)
                if value is not None and (not part or (value := _part(value, part)) is not None):
                    put(self.at, value)
        self._finish()

    def _head(self) -> None:
        for at, (column, head) in enumerate(zip(self.columns, self.heads, strict=True)):
            must = column.field.required and column.part in {"", "text"}
            self.sheet.write_string(0, at, head, self.book.looks["must" if must else "head"])
            self.sheet.write_comment(0, at, help_of(column.field), {"font_size": 9, "x_scale": 1.5})
        self.sheet.freeze_panes(1, 1)

    def _put(self, at: int) -> Put:
        """Make the function that writes the cells of a column."""
        column = self.columns[at]
        text = self._text(at)
        if column.is_number:
            return self._number(at, text)
        if column.field.kind == "date":
            return self._date(at, text)
        if column.field.kind == "flag":
            yes, no = self.book.choices(column)
            return lambda line, value: text(line, yes if value else no)
        vocabulary = "quantity_kind" if column.part == "kind" else column.field.vocabulary
        if vocabulary:
            return lambda line, value: text(line, self.book.label(vocabulary, value))
        return lambda line, value: text(line, value if isinstance(value, str) else joined(value))

    def _text(self, at: int) -> Put:
        write, look = self.sheet.write_string, self._look(self.columns[at])

        def put(line: int, text: str) -> None:
            if text[:1] in {"'", "-"} and (text[0] == "'" or text == "-"):
                text = guarded(text)
            if line < _MEASURED:
                self.widest[at] = max(self.widest[at], width(text))
            if write(line, at, _UNWRITABLE.sub("\ufffd", text), look):
                raise Refused(
                    N_(
                        "A text of {count} characters does not fit in a cell of XLSX, which holds {most}; write CSV."
                    ),
                    count=len(text),
                    most=LONGEST_TEXT,
                )

        return put

    def _number(self, at: int, text: Put) -> Put:
        write = self.sheet.write_number

        def put(line: int, number: Decimal) -> None:
            if fits(number):
                write(line, at, number, self.book.number(number))
            else:
                text(line, plain(number))

        return put

    def _date(self, at: int, text: Put) -> Put:
        look = self.book.looks["date"]

        def put(line: int, day: str) -> None:
            if _FULL_DATE.fullmatch(day) and day >= _OLDEST:
                self.sheet.write_datetime(line, at, date.fromisoformat(day), look)
            else:
                text(line, day)

        return put

    def _look(self, column: Column) -> Any:  # noqa: ANN401 - XlsxWriter's format
        return self.book.looks["own" if column.field.name == "uid" else "text"]

    def _finish(self) -> None:
        for at, column in enumerate(self.columns):
            own = column.field.name == "uid"
            wide = _OWN if own else min(self.widest[at], _WIDEST) + _MARGIN
            self.sheet.set_column(at, at, wide, None if column.is_number else self._look(column))
            choices = self.book.choices(column)
            if choices:
                self._offer(at, choices)
        self.sheet.autofilter(0, 0, max(self.at, 1), len(self.columns) - 1)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(0)
        self.sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_ROWS}"})

    def _offer(self, at: int, choices: tuple[str, ...]) -> None:
        """Let a person choose from a list, and write another word all the same: - or a place that is new."""
        self.sheet.data_validation(
            1,
            at,
            MOST_ROWS - 1,
            at,
            {
                "validate": "list",
                "source": self.book.list_range(choices),
                "error_type": "warning",
                "error_title": _("Not in the list"),
                "error_message": _("This word is not in the list. The import says whether it is understood."),
            },
        )
