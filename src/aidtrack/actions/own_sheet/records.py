"""The rows of an office's sheet as what they say: of which project, what of it, and how much."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from aidtrack.actions.forms import FORMS
from aidtrack.actions.own_sheet.target import ENDS
from aidtrack.errors import N_, AidtrackError, Unreadable
from aidtrack.formats._sheet_rows import Fault
from aidtrack.formats.grid import cell_name, words_of
from aidtrack.formats.grid_rows import says_nothing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from aidtrack.actions.own_sheet.columns import Column
    from aidtrack.actions.own_sheet.target import Target
    from aidtrack.formats.grid import Cell, Grid
    from aidtrack.formats.grid_rows import Line

_DATES = {each.name for each in FORMS["project"].fields if each.reads == "date"} | {"as_of"}
_LEVELS = ("province", "prefecture", "county")
_ONE_DECIMAL = 1


@dataclass
class Record:
    """One row: what it says of its project, of all its amounts, and of those of a kind; `cells` tells where."""

    line: int
    project: dict[str, Any] = field(default_factory=dict)
    shared: dict[str, Any] = field(default_factory=dict)
    links: list[tuple[Target, str]] = field(default_factory=list)
    bodies: list[tuple[str, str]] = field(default_factory=list)
    cells: dict[str, str] = field(default_factory=dict)
    problem: AidtrackError | None = None

    @property
    def key(self) -> str | None:
        """Its key in the office's own system, as it is written there."""
        return self.text("external_id")

    def text(self, name: str) -> str | None:
        """Tell what it says of a field of its project, as a text."""
        value = self.project.get(name)
        return None if value is None else words_of(value)


@dataclass
class Cells:
    """Reads the cells of records: what is merged downwards holds for all its rows, what is blank says nothing."""

    grid: Grid
    columns: Iterable[Column]
    constants: Mapping[str, str]
    fill_down: Iterable[str] = ()
    _above: dict[str, tuple[Cell, str]] = field(default_factory=dict)

    def record(self, line: Line) -> Record:
        """Read all of a row but its amounts."""
        record = Record(line.number)
        for column in self.columns:
            if column.target.sort in ("project", "shared", "body"):
                self._take(record, column)
        for name, value in self.constants.items():
            self._say(record, name, value)
        _join_levels(record)
        return record

    def _take(self, record: Record, column: Column) -> None:
        name = str(column.target)
        value, cell = self._value(record.line, column.at), cell_name(record.line, column.at)
        if column.target.name in self.fill_down and column.target.sort != "body":
            if value is None and name in self._above:
                value, cell = self._above[name]
            elif value is not None:
                self._above[name] = (value, cell)
        if value is None or says_nothing(value):
            return
        if error := _fault(name, cell, value):
            record.problem = record.problem or error
        elif column.target.sort == "body":
            record.bodies.append((column.target.fixed["role"], words_of(value)))
        elif column.target.of:
            record.cells[name] = cell
            record.links.append((column.target, words_of(value)))
        else:
            record.cells[name] = cell
            self._say(record, name, value, column.target.sort)

    def _value(self, line: int, column: int) -> Cell:
        """Give what holds for a cell: its own, or what is merged down to it."""
        merge = self.grid.merge_at(line, column)
        if merge and merge.columns[0] == column:
            return self.grid.own(merge.lines[0], column)
        return self.grid.own(line, column)

    @staticmethod
    def _say(record: Record, name: str, value: Any, sort: str | None = None) -> None:  # noqa: ANN401 - a cell
        shared = sort == "shared" or (sort is None and name not in FORMS["project"] and name not in ENDS)
        said = record.shared if shared else record.project
        said.setdefault(name, value.strip() if isinstance(value, str) else value)


def _fault(name: str, cell: str, value: Cell) -> AidtrackError | None:
    """Tell what is wrong with a cell by itself: it has no value, or a number that may be two dates."""
    if isinstance(value, Fault):
        return Unreadable(N_("Cell {cell} holds {fault}."), cell=cell, fault=value, field=name)
    if name in _DATES and isinstance(value, Decimal) and value.as_tuple().exponent == -_ONE_DECIMAL:
        return Unreadable(
            N_("Cell {cell} holds the number {number}, which may be January or October; write it as a text."),
            cell=cell,
            number=value,
            field=name,
        )
    return None


def _join_levels(record: Record) -> None:
    """Name the place that is helped by its way down: 甘孜州 and 色达县 are 甘孜州色达县."""
    said = [name for name in _LEVELS if name in record.project]
    if not said:
        return
    lowest = said[-1]
    way = ""
    for name in said:
        text = words_of(record.project[name])
        way = text if not way or text.startswith(way) or re.fullmatch("[0-9]+", text) else way + text
        if name != lowest:
            del record.project[name]
    record.project[lowest] = way


def ends_of(record: Record) -> dict[str, str]:
    """Tell between whom the project of a row is, as far as the row says."""
    return {name: words_of(record.project[name]) for name in ENDS if name in record.project}


def amount_cells(grid: Grid, line: int, columns: Iterable[Column]) -> Iterator[tuple[Column, Cell]]:
    """Give the amounts that stand in the cells of a row itself."""
    for column in columns:
        value = grid.own(line, column.at)
        if column.target.sort == "figure" and value is not None and not says_nothing(value):
            yield column, value
