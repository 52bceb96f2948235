"""Where the table in a sheet begins: the row, or the rows over each other, that head its columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aidtrack.errors import N_, Refused, Unreadable
from aidtrack.folding import fold
from aidtrack.formats.grid import words_of
from aidtrack.formats.grid_heading import Heading, said_units

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from aidtrack.formats._sheet_rows import SheetRow
    from aidtrack.formats.grid import Grid

    IsKnown = Callable[[Heading], bool]

_SEARCHED = 20
"""So many rows that hold anything are looked through."""

_TALLEST = 3
_FEWEST = 2
"""A row that holds only one known heading heads no table."""


@dataclass(frozen=True, slots=True)
class Header:
    """The headings of a table, the lines that they stand in, and the units that a line above names."""

    headings: tuple[Heading, ...]
    lines: range
    units: tuple[str, ...] = ()


def find_header(grid: Grid, is_known: IsKnown, *, line: int | None = None) -> Header:
    """Find the header that knows most; `line` is the last line of it, where that is said.

    Raises Unreadable where there is none, and Refused where two rows may be it.
    """
    found = best_headers(grid, is_known, line)
    if not found:
        raise Unreadable(
            N_("No row of {sheet} holds two headings that are known; name the row: --set header=LINE."),
            sheet=grid.name,
        )
    if len(found) > 1:
        raise Refused(
            N_("Rows {rows} of {sheet} may each be the header; say which: --set header=LINE."),
            rows=", ".join(str(header.lines[-1]) for header in found),
            sheet=grid.name,
        )
    return found[0]


def best_headers(grid: Grid, is_known: IsKnown, line: int | None = None) -> list[Header]:
    """Find the headers that know most headings, those that say the same only once."""
    rows = [row for row in grid.rows if row.line == line] if line else grid.rows[:_SEARCHED]
    headers = [_header(grid, row) for row in rows]
    if line:
        return headers
    known = [sum(map(is_known, header.headings)) for header in headers]
    most = max(known, default=0)
    best = [header for header, count in zip(headers, known, strict=True) if count == most >= _FEWEST]
    return list(
        {tuple(heading.keys for heading in header.headings): header for header in reversed(best)}.values()
    )[::-1]


def _header(grid: Grid, bottom: SheetRow) -> Header:
    """Join the lines of a header whose lowest this row would be, or one that a cell of it reaches down to."""
    top = _top(grid, bottom.line)
    lines = range(top, _bottom(grid, bottom.line) + 1)
    loose = not any(grid.merges_of(line) for line in lines)
    width = max((max(row.cells) for row in grid.rows), default=-1) + 1
    headings = tuple(Heading(column, tuple(_printed(grid, lines, column, loose))) for column in range(width))
    return Header(headings, lines, tuple(_units_above(grid, top)))


def _printed(grid: Grid, lines: range, column: int, loose: bool) -> Iterator[str]:  # noqa: FBT001 - of the header
    """Give the lines of a heading, that of a merged cell once."""
    seen = None
    for line in lines:
        merge = grid.merge_at(line, column)
        text = words_of(grid.held(line, column))
        if not text and loose and line < lines[-1] and grid.own(lines[-1], column) is not None:
            text = _left_of(grid, line, column)
        if text and (merge is None or merge is not seen):
            yield text
        seen = merge


def _left_of(grid: Grid, line: int, column: int) -> str:
    """Give the heading that a blank one continues, where a file cannot say that cells are merged."""
    before = (words_of(grid.own(line, each)) for each in range(column - 1, -1, -1))
    return next((text for text in before if text), "")


def _top(grid: Grid, bottom: int) -> int:
    """Find the uppermost line of a header by the lines above that are joined to it."""
    top = bottom
    while bottom - top + 1 < _TALLEST and top > 1 and _is_joined(grid, top - 1, top):
        top -= 1
    return top


def _bottom(grid: Grid, line: int) -> int:
    """Find the lowest line to which cells reach down from a line: 项目名称 stands beside both lines of a header."""
    ends = [merge.lines[-1] for merge in grid.merges_of(line) if merge.is_tall]
    return min(max(ends, default=line), line + _TALLEST - 1)


def _is_joined(grid: Grid, above: int, below: int) -> bool:
    """Tell whether a line is the upper one of a header: a cell reaches down from it, or over headings below."""
    texts = {column: text for column in _columns(grid, above) if (text := words_of(grid.held(above, column)))}
    if not texts or any(_is_said(text) for text in texts.values()):
        return False
    if any(merge.is_tall and below in merge.lines for merge in grid.merges_of(above)):
        return True
    if grid.merges_of(above):
        return len(texts) > 1 and any(_spans(grid, below, merge.columns) for merge in grid.merges_of(above))
    return not grid.merges_of(below) and _reaches(grid, texts, below)


def _columns(grid: Grid, line: int) -> set[int]:
    own = {column for row in grid.rows[: _SEARCHED + _TALLEST] if row.line == line for column in row.cells}
    return own | {merge.columns[0] for merge in grid.merges_of(line)}


def _is_said(text: str) -> bool:
    """Tell a line of particulars (填报单位:…, 单位:万元, 2024年3月31日) from headings."""
    return ":" in fold(text) or bool(said_units(text) and fold(text)[0] in "(单")


def _spans(grid: Grid, below: int, columns: range) -> bool:
    """Tell whether several headings stand under a wide cell, but not under all of a row: that is a title."""
    under = [column for column in columns if grid.own(below, column) is not None]
    return len(columns) > 1 and len(under) > 1


def _reaches(grid: Grid, texts: dict[int, str], below: int) -> bool:
    """Tell, where no cell is merged, whether headings above go on below: 编号 over nothing, 资金 over two."""
    lower = _columns(grid, below)
    return len(texts) > 1 and bool(texts.keys() - lower) and bool(lower - texts.keys())


def _units_above(grid: Grid, top: int) -> Iterator[str]:
    for row in grid.rows:
        if row.line >= top:
            return
        for value in row.cells.values():
            if isinstance(value, str):
                yield from said_units(value)


def header_lines(grid: Grid, header: Header) -> list[dict[int, str]]:
    """Give the cells of each line of a header, folded: a row that says the same is the header again."""
    lines = [
        {heading.column: fold(words_of(grid.own(line, heading.column))) for heading in header.headings}
        for line in header.lines
    ]
    return [{column: text for column, text in line.items() if text} for line in lines]
