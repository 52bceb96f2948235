"""The table at the terminal: what fits, how wide it is, and nothing ever cut off silently.

One layout decides columns, widths and line breaks. Rich draws it, or for long answers, on which Rich
takes seconds, a plain writer that yields the same text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from itertools import zip_longest
from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len as measured

from aidtrack.wording import DASH, cell_text, marks, safe, total_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from aidtrack.record import Part, Record
    from aidtrack.result import Column, Result, Row

RICH_ROWS = 200
"""Up to so many rows Rich draws the table (0.5 ms a row)."""

_GAP = 2
_NARROWEST = 10
_WORD = re.compile(r"[A-Za-z-]+")
_LONGEST_WORD = 16
"""Words up to this length are never broken; longer ones (an address) are."""
_FOLDED = frozenset({"text", "words"})
_RIGHT = frozenset({"number", "count", "money"})

# Rich's own cache is smaller than a long table, and so of no use to it.
cell_len = lru_cache(1 << 16)(measured)

Lines = list[str]
"""The lines of one cell."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the terminal is like: its width, whether it takes styles, whether lines are drawn in ASCII.

    A terminal that draws characters of ambiguous width two cells wide doubles rules and dashes: ASCII then.
    """

    width: int
    styled: bool = False
    ascii: bool = False

    @property
    def rule(self) -> str:
        """The character that rules are drawn with."""
        return "-" if self.ascii else "─"


@dataclass(frozen=True, slots=True)
class Layout:
    """A table ready to be drawn: each cell broken into lines that are no wider than its column."""

    columns: Sequence[Column]
    widths: Sequence[int]
    heading: Sequence[Lines]
    rows: Sequence[Sequence[Lines]]
    total: Sequence[Lines] | None
    omitted: Sequence[Column]

    @property
    def width(self) -> int:
        """The width of the table, which may be more than the terminal's where nothing more can give way."""
        return _across(self.widths)


def table_text(result: Result, look: Look) -> tuple[str, Sequence[Column]]:
    """Draw an answer; also return the columns for which there was no room."""
    layout = lay_out(result, look)
    draw = draw_rich if len(layout.rows) <= RICH_ROWS else draw_plain
    title = fold(safe(result.title), look.width) if result.title else []
    notes = [line for note in (*result.notes, *marks(result)) for line in fold(safe(note), look.width)]
    return "".join([*_ended(title), draw(layout, look), *_ended(notes)]), layout.omitted


def _ended(lines: Iterable[str]) -> Iterator[str]:
    return (f"{line}\n" for line in lines)


def record_text(record: Record, look: Look) -> tuple[str, list[Column]]:
    """Draw a record: its title, its fields line by line, its tables; also return what had no room."""
    head = "".join(_ended([*fold(safe(record.title), look.width), *_fields(record, look.width)]))
    parts, omitted = parts_text(record.parts, look)
    return head + parts, omitted


def parts_text(parts: Sequence[Part], look: Look) -> tuple[str, list[Column]]:
    """Draw tables one below the other, each with an empty line and its heading before it."""
    pieces: list[str] = []
    omitted: list[Column] = []
    for part in parts:
        if part.result.rows:
            text, left_out = table_text(part.result, look)
            heading = "".join(_ended(fold(safe(part.heading), look.width)))
            pieces.append(f"\n{heading}{text}")
            omitted += left_out
    return "".join(pieces), omitted


def notes_text(notes: Sequence[str], look: Look) -> str:
    """Write footnotes, an empty line before them."""
    lines = [line for note in notes for line in fold(safe(note), look.width)]
    return "".join(_ended(["", *lines])) if lines else ""


def _fields(record: Record, width: int) -> Iterator[str]:
    pairs = [
        (safe(column.heading or column.name) + ":", cell_text(column, record.row))
        for column in record.fields.shown or record.fields.columns
    ]
    known = [(label, text) for label, text in pairs if text != DASH]
    margin = max((cell_len(label) for label, _text in known), default=0) + 1
    for label, text in known:
        first, *more = fold(text, max(width - margin, _NARROWEST))
        yield _left(label, margin) + first
        yield from (" " * margin + line for line in more)


def lay_out(result: Result, look: Look) -> Layout:
    """Choose the columns that fit, share the width among them and break the cells into lines."""
    columns = result.shown or result.columns
    heads = [safe(column.heading or column.name) for column in columns]
    texts = [[_cell(column, row, look) for column in columns] for row in result.rows]
    total = None if result.total is None else _totals(columns, result.total, look)
    nothing = [""] * len(columns)
    depths = [row.get("_depth", 0) for row in result.rows]
    name = next((at for at, column in enumerate(columns) if column.name == "name"), 0)
    cells = [nothing, *texts, total or nothing]
    slots = _slots(columns, heads, cells, _widest(cells, [0, *depths, 0], name), look.width)

    def broken(cells: Sequence[str], depth: int = 0) -> list[Lines]:
        lines = [fold(cells[at], wide) for at, wide in slots.items()]
        if depth and name in slots:
            lines[list(slots).index(name)] = _indented(cells[name], slots[name], depth)
        return lines

    return Layout(
        columns=[columns[at] for at in slots],
        widths=list(slots.values()),
        heading=_at_the_bottom(broken(heads)),
        rows=[broken(cells, depth) for cells, depth in zip(texts, depths, strict=True)],
        total=None if total is None else broken(total),
        omitted=[column for at, column in enumerate(columns) if at not in slots],
    )


def _at_the_bottom(heads: list[Lines]) -> list[Lines]:
    """Let headings stand on the rule, whatever number of lines they have."""
    height = max((len(lines) for lines in heads), default=0)
    return [[""] * (height - len(lines)) + lines for lines in heads]


def _cell(column: Column, row: Row, look: Look) -> str:
    text = cell_text(column, row)
    return text.replace(DASH, "-") if look.ascii and (column.shape in _RIGHT or text == DASH) else text


def _totals(columns: Sequence[Column], total: Row, look: Look) -> Lines:
    texts = [total_text(column, total, first=at == 0) for at, column in enumerate(columns)]
    return [text.replace(DASH, "-") for text in texts] if look.ascii else texts


def _widest(texts: Sequence[Lines], depths: Sequence[int], indented: int) -> list[int]:
    """Measure the widest cell of each column."""
    widest = [max(map(cell_len, column)) for column in zip(*texts, strict=True)]
    if any(depths):
        names = (cell_len(cells[indented]) for cells in texts)
        widest[indented] = max(wide + 2 * depth for wide, depth in zip(names, depths, strict=True))
    return widest


def _slots(
    columns: Sequence[Column],
    heads: Sequence[str],
    cells: Sequence[Lines],
    widest: Sequence[int],
    room: int,
) -> dict[int, int]:
    """Say which columns are shown, by their place, and how wide."""
    rows = zip(columns, heads, zip(*cells, strict=True), widest, strict=True)
    least = [_least(column, head, texts, wide) for column, head, texts, wide in rows]
    kept = _kept(columns, least, room)
    natural = [max(widest[at], cell_len(heads[at])) for at in kept]
    return dict(zip(kept, _shared(natural, [least[at] for at in kept], room), strict=True))


def _least(column: Column, head: str, texts: Sequence[str], widest: int) -> int:
    """Say how narrow a column may become: codes and numbers stay whole, headings and texts break at spaces."""
    word = max(map(cell_len, head.split(" ")))
    if column.shape not in _FOLDED:
        return max(word, widest)
    words = [len(word) for text in texts for word in _WORD.findall(text)]
    return max(word, min(widest, max([_NARROWEST, *(word for word in words if word <= _LONGEST_WORD)])))


def _across(widths: Sequence[int]) -> int:
    return sum(widths) + _GAP * (len(widths) - 1)


def _kept(columns: Sequence[Column], least: Sequence[int], room: int) -> list[int]:
    """Drop the highest rank first, and of one rank what stands rightmost; rank 0 was asked for and stays."""
    kept = list(range(len(columns)))
    while len(kept) > 1 and _across([least[at] for at in kept]) > room:
        last = max(kept, key=lambda at: (columns[at].rank, at))
        if columns[last].rank == 0:
            break
        kept.remove(last)
    return kept


def _shared(natural: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Take what is too much from the widest, never below what a column needs."""
    widths = [max(low, min(wide, room)) for wide, low in zip(natural, least, strict=True)]
    while _across(widths) > room:
        widest = max(range(len(widths)), key=lambda at: (widths[at] > least[at], widths[at]))
        if widths[widest] <= least[widest]:
            break
        widths[widest] -= 1
    return widths


def _indented(text: str, width: int, depth: int) -> Lines:
    indent = min(2 * depth, max(width - cell_len(text), width // 2))
    return [" " * indent + line for line in fold(text, width - indent)]


# Where a line may break: at spaces, and between characters that are two cells wide; what closes a phrase
# never begins a line, what opens one never ends it.
_WIDE = r"[\u2e80-\u2fff\u3003-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]"
_PIECE = re.compile(rf" +|[“‘(《「『【（]*{_WIDE}[”’)》」』】）、。，；：！？…),.;:!?]*|(?:(?!{_WIDE})[^ ])+")
# A joiner at the end would swallow the space that pads the cell, as Rich measures.
_BLANK = " \u200d"


def fold(text: str, width: int) -> Lines:
    """Break a text into lines no wider than `width` (or one character); only spaces at breaks are lost."""
    if cell_len(text) <= width:
        return [text.rstrip(_BLANK)]
    lines, line = [], ""
    for piece in _PIECE.findall(text):
        if cell_len(line + piece) <= width:
            line += piece
        else:
            lines.append(line)
            *whole, line = [""] if piece.isspace() else _chopped(piece, width)
            lines += whole
    return [trimmed for text in (*lines, line) if (trimmed := text.rstrip(_BLANK))] or [""]


def _chopped(piece: str, width: int) -> Lines:
    """Cut a piece, which may be wider than a line, where the line is full."""
    lines = [""]
    for character in piece:
        if lines[-1] and cell_len(lines[-1] + character) > width:
            lines.append("")
        lines[-1] += character
    return lines


def _left(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))


def _right(text: str, width: int) -> str:
    return " " * (width - cell_len(text)) + text


def draw_plain(layout: Layout, look: Look) -> str:
    """Draw the table without a style."""
    rule = look.rule * layout.width
    pads = [_right if column.shape in _RIGHT else _left for column in layout.columns]
    gap = " " * _GAP

    def line(cells: Iterable[str]) -> str:
        fitted = [pad(text, wide) for pad, text, wide in zip(pads, cells, layout.widths, strict=True)]
        return gap.join(fitted).rstrip(" ")

    return "".join(_ended(_drawn(layout, rule, line)))


def _drawn(layout: Layout, rule: str, line: Callable[[Iterable[str]], str]) -> Iterator[str]:
    yield from map(line, zip_longest(*layout.heading, fillvalue=""))
    yield rule
    for row in layout.rows:
        yield from map(line, zip_longest(*row, fillvalue=""))
    if layout.total is not None:
        yield rule
        yield from map(line, zip_longest(*layout.total, fillvalue=""))


def draw_rich(layout: Layout, look: Look) -> str:
    """Draw the table with Rich: the same text, and a bold heading and total where styles are taken."""
    from rich.box import SIMPLE, Box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(
        box=Box(str(SIMPLE).replace("─", look.rule), ascii=look.ascii),
        show_edge=False,
        pad_edge=False,
        padding=(0, _GAP - 1, 0, 0),  # the box itself puts one space between columns
        show_footer=layout.total is not None,
        header_style="bold",
        footer_style="bold",
    )
    feet = layout.total or [[""]] * len(layout.columns)
    for column, width, head, foot in zip(layout.columns, layout.widths, layout.heading, feet, strict=True):
        justify: Literal["right", "left"] = "right" if column.shape in _RIGHT else "left"
        texts = (Text("\n".join(head)), Text("\n".join(foot)))
        table.add_column(*texts, justify=justify, width=width, no_wrap=True, overflow="crop")
    for row in layout.rows:
        table.add_row(*(Text("\n".join(lines)) for lines in row))
    console = Console(
        file=StringIO(),
        width=layout.width,
        force_terminal=look.styled,
        color_system="standard" if look.styled else None,
        legacy_windows=False,
        safe_box=False,
    )
    with console.capture() as captured:
        console.print(table)
    return _BLANK_END.sub(r"\1", captured.get())


# Rich pads the last column too; blanks at the end of a line only wrap in a narrow terminal.
_BLANK_END = re.compile(r" +((?:\x1b\[[0-9;]*m)*)$", re.MULTILINE)
