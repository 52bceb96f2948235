"""What the rows under a header are: records, totals of them, headings between them, notes below."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from aidtrack.folding import fold
from aidtrack.formats.grid import words_of
from aidtrack.formats.grid_header import header_lines

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from aidtrack.formats._sheet_rows import SheetRow, Value
    from aidtrack.formats.grid import Grid
    from aidtrack.formats.grid_header import Header

Sort = Literal["record", "total", "subtotal", "section", "note", "header", "left_out"]

NOTHING = frozenset({"-", "--", "—", "——", "–", "/", "\\", "无", "―", "n/a"})
"""What offices write into a cell of which there is nothing to say; here it takes nothing away."""

_TOTAL = r"(?:合计|总计|总合计|共计|累计|总数|total|grandtotal|sum)"
_SUBTOTAL = r"(?:小计|本页合计|本页小计|subtotal|sub-total)"
_AFTER = r"(?:\([^()]*\))?:?"
_IS_TOTAL = re.compile(_TOTAL + _AFTER)
_IS_SUBTOTAL = re.compile(_SUBTOTAL + _AFTER)
_ENDS_IN = re.compile(rf"[^,。;]{{1,20}}(?:合计|总计|小计){_AFTER}")
_COUNT = re.compile(r"[共计]{0,2}\d+[个项条]\w{0,4}")
_NOTE = re.compile(
    r"(?:注|备注|说明|附注|附|note|notes|填表|制表|填报|审核|审批|复核|编制|单位负责|负责人|分管|经办|联系|盖章|签章)\w{0,6}[:、.\d(].*|注"
)
_STROKES = ("/", "|", "、")
"""What stands between the names of those who sign."""

_SECTION = re.compile(r"(?:[一二三四五六七八九十]+[、.,:]|\([一二三四五六七八九十\d]+\)).+")


@dataclass(frozen=True, slots=True)
class Line:
    """A row under the header, and what it is."""

    row: SheetRow
    sort: Sort

    @property
    def number(self) -> int:
        """Its line in the sheet."""
        return self.row.line


@dataclass(frozen=True, slots=True)
class Shape:
    """What tells rows apart: the columns of the keys, of the names, and of the amounts; words of rows to leave out."""

    keys: Collection[int]
    names: Collection[int]
    amounts: Collection[int]
    left_out: Collection[str] = ()


def lines_of(grid: Grid, header: Header, shape: Shape) -> Iterator[Line]:
    """Go through the rows under a header."""
    headers = header_lines(grid, header)
    for row in grid.rows:
        if row.line > header.lines[-1]:
            again = _is_header(row, headers)
            yield Line(row, "header" if again else _sort(grid, header, row, shape))


def _is_header(row: SheetRow, headers: Sequence[dict[int, str]]) -> bool:
    """Tell whether a row says a line of the header again, as on a page of its own."""
    return any(row.cells.keys() == line.keys() for line in headers) and (
        {column: fold(words_of(value)) for column, value in row.cells.items()} in headers
    )


def _sort(grid: Grid, header: Header, row: SheetRow, shape: Shape) -> Sort:
    texts = {
        column: fold(words_of(value))
        for column, value in row.cells.items()
        if column not in shape.amounts and isinstance(value, str)
    }
    if any(text.startswith(tuple(map(fold, shape.left_out))) for text in texts.values()):
        return "left_out"
    return _total(grid, row, texts, shape) or _beside(grid, row, texts, header) or "record"


def _total(grid: Grid, row: SheetRow, texts: dict[int, str], shape: Shape) -> Sort | None:
    """Tell a total by its word, alone in one of its first cells, or after what it is the total of.

    A row with a key or a name of its own is a record, whatever else it says.
    """
    if _has_own(grid, row.line, shape):
        return None
    for text in list(texts.values())[:3]:
        if _IS_TOTAL.fullmatch(text):
            return "total"
        if _IS_SUBTOTAL.fullmatch(text) or _ENDS_IN.fullmatch(text):
            return "subtotal"
    return None


def _has_own(grid: Grid, line: int, shape: Shape) -> bool:
    """Tell whether a row has a key or a name of its own; 共12个项目 is no name."""
    keys = [_folded(grid, line, column) for column in shape.keys]
    names = [_folded(grid, line, column) for column in shape.names]
    names = [name for name in names if not _COUNT.fullmatch(name)]
    return any(text and not _is_total_word(text) for text in (*keys, *names))


def _folded(grid: Grid, line: int, column: int) -> str:
    return fold(words_of(grid.held(line, column)))


def _is_total_word(text: str) -> bool:
    return bool(_IS_TOTAL.fullmatch(text) or _IS_SUBTOTAL.fullmatch(text) or _ENDS_IN.fullmatch(text))


def _beside(grid: Grid, row: SheetRow, texts: dict[int, str], header: Header) -> Sort | None:
    """Tell notes and signatures below a table, and headings between its rows: they have nothing but words."""
    said = [fold(words_of(value)) if isinstance(value, str) else "" for value in row.cells.values()]
    if all(_NOTE.fullmatch(text) or text.endswith(":") or text in _STROKES for text in said):
        return "note"
    if len(texts) != 1 or len(row.cells) > 1:
        return None
    merge = grid.merge_at(row.line, next(iter(texts)))
    is_wide = merge is not None and 2 * len(merge.columns) > len(header.headings)
    return "section" if is_wide or _SECTION.fullmatch(next(iter(texts.values()))) else None


def says_nothing(value: Value) -> bool:
    """Tell whether a cell holds only a mark for nothing: a stroke, 无."""
    return isinstance(value, str) and fold(value) in NOTHING
