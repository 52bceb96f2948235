"""An answer as a sheet to hand out: what was asked, the table, its total and footnotes, with cells to count with.

The number of a quantity is a cell of its own, in the unit that its heading names; where it is not all that is
known (a range, a rest) the text of the terminal stands beside it. What is in brackets at the terminal, because
it is in the line above already, is text here too: no sum over the column counts it twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING

from aidtrack.registry import Registry
from aidtrack.text import _
from aidtrack.wording import cell_text, marks, money_scale, number_text, safe, total_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from aidtrack.record import Part
    from aidtrack.result import Amount, Column, Result, Row

_QUANTITIES = frozenset({"count", "money"})
_RIGHT = _QUANTITIES | {"number"}
_INDENT = "  "


@dataclass(frozen=True, slots=True)
class Number:
    """A cell to count with; `mark` is what stands behind the number."""

    value: Decimal
    mark: str = ""

    def __str__(self) -> str:
        return number_text(self.value) + self.mark


Cell = str | Number


@dataclass(frozen=True, slots=True)
class Head:
    """What stands over a column; numbers stand on its right."""

    text: str
    right: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One table of a handout."""

    heads: Sequence[Head]
    rows: Sequence[Sequence[Cell]]
    total: Sequence[Cell] = ()
    heading: str = ""
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Handout:
    """A title, lines below it, tables one below the other under headings of their own, and last words."""

    title: str
    lines: Sequence[str]
    parts: Sequence[Part]
    notes: Sequence[str] = ()

    @property
    def blocks(self) -> list[Block]:
        """Lay the tables out in cells."""
        return [_block(part) for part in self.parts]


@dataclass(frozen=True, slots=True)
class HandoutFormat:
    """A way to write a handout, by the ending of its file; its module has `write(path, handout)`."""

    name: str
    module: str

    def write(self, path: Path, handout: Handout) -> None:
        """Write a new file."""
        import_module(f"aidtrack.formats.{self.module}").write(path, handout)


HANDOUTS = Registry(
    "format",
    (
        HandoutFormat("xlsx", "handout_xlsx"),
        HandoutFormat("csv", "handout_csv"),
        HandoutFormat("md", "handout_md"),
    ),
)


def _block(part: Part) -> Block:
    result = part.result
    columns = [_Laid(column, result) for column in result.shown or result.columns]
    name = next((at for at, laid in enumerate(columns) if laid.column.name == "name"), 0)
    return Block(
        heads=[head for laid in columns for head in laid.heads()],
        rows=[
            [cell for at, laid in enumerate(columns) for cell in laid.cells(row, indented=at == name)]
            for row in result.rows
        ],
        total=_total(columns, result.total),
        heading=safe(part.heading),
        notes=[safe(note) for note in (*result.notes, *_explained(columns, result), *marks(result))],
    )


def _total(columns: Sequence[_Laid], total: Row | None) -> list[Cell]:
    if total is None:
        return []
    return [cell for at, laid in enumerate(columns) for cell in laid.total(total, first=at == 0)]


def _explained(columns: Sequence[_Laid], result: Result) -> Iterator[str]:
    if any(laid.beside for laid in columns):
        yield _(
            "A number is the one that was stated, or the sum of such; the range beside it is what it stands for."
        )
    if any(laid.has_rest(result.rows) for laid in columns):
        yield _(
            "Beside rest stands a number that nobody stated: it was worked out, the whole less its parts."
        )
    money = any(laid.column.shape == "money" for laid in columns)
    if money and any(row.get("_depth") for row in result.rows):
        yield _("Money in brackets is in the line above already; it is text, and no sum counts it twice.")


class _Laid:
    """A column as it is laid out: one, or two where not all of its quantities are just their number."""

    def __init__(self, column: Column, result: Result) -> None:
        self.column = column
        self.beside = column.shape in _QUANTITIES and any(
            self._quantity(row)[1] for row in (*result.rows, *filter(None, [result.total]))
        )

    def has_rest(self, rows: Iterable[Row]) -> bool:
        """Tell whether a number is what remains of a whole, and its text at the terminal says so."""
        found = [row for row in rows if (amount := self._amount(row)) and amount.remainder and amount.place]
        return any(self._quantity(row)[1] for row in found)

    def heads(self) -> Iterator[Head]:
        heading = safe(self.column.heading or self.column.name)
        yield Head(heading, right=self.column.shape in _RIGHT)
        if self.beside:
            yield Head(_("{heading}, range").format(heading=heading), right=True)

    def cells(self, row: Row, *, indented: bool) -> Iterator[Cell]:
        if self.column.shape in _QUANTITIES:
            number, text = self._quantity(row)
            yield from (number, text) if self.beside else (number,)
        elif self.column.shape == "number" and row.get(self.column.name) is not None:
            yield Number(Decimal(row[self.column.name]), self._mark(row))
        else:
            yield _INDENT * (row.get("_depth", 0) if indented else 0) + cell_text(self.column, row)

    def total(self, total: Row, *, first: bool) -> Iterator[Cell]:
        if self.column.name in total:
            yield from self.cells(total, indented=False)
        else:
            yield total_text(self.column, total, first=first)
            if self.beside:
                yield ""

    def _quantity(self, row: Row) -> tuple[Cell, str]:
        """Give the number and, where that is not all there is to say, the text of the terminal."""
        amount, text = row.get(self.column.name), cell_text(self.column, row)
        number = self._number(amount)
        if amount is None or (self.column.shape == "money" and row.get("_depth")):
            return text, ""
        if number is None:
            return "", text
        mark = self._mark(row)
        return Number(number, mark), "" if text == number_text(number) + mark else text

    def _amount(self, row: Row) -> Amount | None:
        return row.get(self.column.name) if self.column.shape in _QUANTITIES else None

    def _number(self, amount: Amount | None) -> Decimal | None:
        if amount is None:
            return None
        value = amount.low if amount.exact else amount.value
        scale = money_scale() if self.column.shape == "money" else 1
        return None if value is None else value / scale

    def _mark(self, row: Row) -> str:
        return "?" if self.column.name in row.get("_presumed", ()) else ""
