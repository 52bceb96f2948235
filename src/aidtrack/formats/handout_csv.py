"""A handout as CSV for a spreadsheet program: with a byte order mark, numbers as they are, texts that are no formulas."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from aidtrack.formats._flat import plain
from aidtrack.formats.csvtext import UnixLines
from aidtrack.formats.handout import Number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from aidtrack.formats.handout import Block, Cell, Handout

_FORMULA = re.compile("'*[=+\\-@\t\r＝＋－＠]")


def write(path: Path, handout: Handout) -> None:
    """Write a new file."""
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(UnixLines(out))
        writer.writerows([_text(cell) for cell in line] for line in _lines(handout))


def _lines(handout: Handout) -> Iterator[Sequence[Cell]]:
    yield from ([line] for line in (handout.title, *handout.lines))
    for block in handout.blocks:
        yield from _block(block)
    yield from ([note] for note in handout.notes)


def _block(block: Block) -> Iterator[Sequence[Cell]]:
    if block.heading:
        yield from ([], [block.heading])
    yield [head.text for head in block.heads]
    yield from block.rows
    if block.total:
        yield block.total
    yield from ([note] for note in block.notes)


def _text(cell: Cell) -> str:
    if isinstance(cell, Number):
        return plain(cell.value) + cell.mark
    return f"'{cell}" if _FORMULA.match(cell) else cell
