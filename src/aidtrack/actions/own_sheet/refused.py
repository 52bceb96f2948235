"""The refused lines of an office's sheet as they stand there, to be put right and imported by the same mapping."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aidtrack.formats.grid import words_of
from aidtrack.formats.guard import guarded
from aidtrack.formats.headers import REMARKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from aidtrack.actions.intake.errors_file import Refusal
    from aidtrack.actions.own_sheet.rows import SheetRows
    from aidtrack.actions.own_sheet.sheet import Sheet


def refused_lines(sheet: Sheet, rows: SheetRows, found: Mapping[int, Refusal]) -> Iterator[list[str]]:
    """Give all that stands above the table and its header, then each line that was refused, with where and why.

    A project that has several lines is given with all of them. What is merged downwards stands in each line.
    """
    lines = sheet.header.lines
    for line in range(1, lines[-1] + 1):
        yield [*_above(sheet, line), *(REMARKS if line == lines[0] else ())]
    for line in sorted({line for one in found for line in rows.lines_with(one)}):
        remarks = (
            found[line].remarks if line in found else [sheet.grid.file, sheet.grid.sheet or "", str(line)]
        )
        yield [*_cells(sheet, line), *remarks]


def _above(sheet: Sheet, line: int) -> list[str]:
    return [words_of(sheet.grid.own(line, heading.column)) for heading in sheet.header.headings]


def _cells(sheet: Sheet, line: int) -> list[str]:
    """Write the cells of a line; an amount that is merged over several stays in the first."""
    amounts = {column.at for column in sheet.amounts}
    cells = []
    for heading in sheet.header.headings:
        merge = sheet.grid.merge_at(line, heading.column)
        down = merge and heading.column == merge.columns[0] and heading.column not in amounts
        cells.append(sheet.grid.own(merge.lines[0] if merge and down else line, heading.column))
    return [guarded(words_of(cell)) for cell in cells]
