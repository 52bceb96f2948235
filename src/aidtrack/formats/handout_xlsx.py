"""A handout as a workbook of one sheet, ready to print."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from aidtrack.errors import N_, Refused
from aidtrack.formats._xlsx import (
    LONGEST_TEXT,
    MOST_COLUMNS,
    MOST_ROWS,
    fits,
    new_workbook,
    number_format,
    width,
)
from aidtrack.formats.handout import Number
from aidtrack.text import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from aidtrack.formats.handout import Block, Cell, Handout

_NARROWEST, _WIDEST = 6, 42
_MARGIN = 2
_A4 = 9

_HEAD = {"bold": True, "bg_color": "#E7ECF3", "bottom": 1, "text_wrap": True, "valign": "vcenter"}
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "line": {"font_color": "#555555"},
    "heading": {"bold": True},
    "text": {"text_wrap": True, "valign": "top"},
    "number": {"align": "right", "valign": "top"},
    "total": {"bold": True, "top": 1, "text_wrap": True},
}


def write(path: Path, handout: Handout) -> None:
    """Write a new workbook."""
    with new_workbook(path) as book:
        _Sheet(book, handout).write()


class _Sheet:
    def __init__(self, book: Any, handout: Handout) -> None:  # noqa: ANN401 - XlsxWriter's workbook
        self.book = book
        self.handout = handout
        self.blocks = handout.blocks
        self.sheet = book.add_worksheet(_("Answer"))
        self.at = 0
        self.format: Callable[..., Any] = cache(self._format)

    def _format(self, look: str, shape: str = "", *, right: bool = False) -> Any:  # noqa: ANN401 - its format
        found = _HEAD if look == "head" else _LOOKS[look]
        return self.book.add_format(
            found | ({"num_format": shape} if shape else {}) | ({"align": "right"} if right else {})
        )

    def write(self) -> None:
        self._refuse_too_much()
        self._page()
        self._line(self.handout.title, "title")
        for line in self.handout.lines:
            self._line(line, "line")
        for block in self.blocks:
            self._block(block)
        for note in self.handout.notes:
            self._line(note, "line")

    def _refuse_too_much(self) -> None:
        rows = sum(len(block.rows) + len(block.notes) + 4 for block in self.blocks)
        if rows + len(self.handout.notes) + 4 > MOST_ROWS or self._columns() > MOST_COLUMNS:
            raise Refused(
                N_("A sheet holds at most {rows} rows; write CSV, or ask for less with filters."),
                rows=MOST_ROWS,
            )

    def _columns(self) -> int:
        return max(len(block.heads) for block in self.blocks)

    def _page(self) -> None:
        """Set what stands before the first row: widths, frozen headings, paper."""
        first = self.blocks[0]
        top = 1 + len(self.handout.lines) + 1
        for column, wide in enumerate(_widths(self.blocks)):
            self.sheet.set_column(column, column, wide)
        self.sheet.freeze_panes(top, 0)
        self.sheet.repeat_rows(top - 1)
        self.sheet.set_landscape()
        self.sheet.set_paper(_A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&C&P / &N")
        if first.rows:
            self.sheet.autofilter(top - 1, 0, top - 1 + len(first.rows), len(first.heads) - 1)

    def _line(self, text: str, look: str) -> None:
        self.sheet.write_string(self.at, 0, text[:LONGEST_TEXT], self.format(look))
        self.at += 1

    def _block(self, block: Block) -> None:
        if block.heading:
            self.at += 1
            self._line(block.heading, "heading")
        for column, head in enumerate(block.heads):
            self.sheet.write_string(self.at, column, head.text, self.format("head", right=head.right))
        self.at += 1
        for row in block.rows:
            self._row(row, block, "")
        if block.total:
            self._row(block.total, block, "total")
        for note in block.notes:
            self._line(note, "line")

    def _row(self, cells: Sequence[Cell], block: Block, look: str) -> None:
        for column, (cell, head) in enumerate(zip(cells, block.heads, strict=True)):
            self._cell(column, cell, look or ("number" if head.right else "text"), right=head.right)
        self.at += 1

    def _cell(self, column: int, cell: Cell, look: str, *, right: bool) -> None:
        if isinstance(cell, Number) and fits(cell.value):
            shape = self.format(look, number_format(cell.value, cell.mark), right=right)
            self.sheet.write_number(self.at, column, cell.value, shape)
        elif cell or look == "total":
            self.sheet.write_string(self.at, column, str(cell)[:LONGEST_TEXT], self.format(look, right=right))


def _widths(blocks: Sequence[Block]) -> list[int]:
    """Make each column as wide as its widest cell, within reason."""
    widest: dict[int, int] = {}
    for block in blocks:
        for row in ([head.text for head in block.heads], *block.rows, block.total):
            for column, cell in enumerate(row):
                widest[column] = max(widest.get(column, _NARROWEST), width(str(cell)))
    return [min(wide, _WIDEST) + _MARGIN for _column, wide in sorted(widest.items())]
