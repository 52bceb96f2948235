"""One sheet of an office, understood: its columns, its records, what was left out and how its totals come out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from aidtrack.actions.own_sheet.columns import Column, is_known, remark_columns, understand
from aidtrack.actions.own_sheet.records import Cells, Record
from aidtrack.errors import N_, AidtrackError, Unreadable
from aidtrack.formats.grid import as_number, words_of
from aidtrack.formats.grid_header import find_header
from aidtrack.formats.grid_rows import Line, Shape, lines_of, says_nothing
from aidtrack.formats.grid_totals import Span, check_totals
from aidtrack.quantity import counted, parse
from aidtrack.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aidtrack.actions.own_sheet.mapping import SheetMapping
    from aidtrack.actions.own_sheet.target import Target
    from aidtrack.formats.grid import Cell, Grid
    from aidtrack.formats.grid_header import Header
    from aidtrack.formats.grid_totals import Checked


@dataclass
class Sheet:
    """A grid, read by a mapping; `more` are the headings of the ledger's indicators, `unit` that of the command."""

    grid: Grid
    mapping: SheetMapping
    more: Mapping[str, Target] = field(default_factory=dict)
    unit: str | None = None

    @cached_property
    def header(self) -> Header:
        """Where its table begins."""
        return find_header(self.grid, is_known(self.mapping, self.more), line=self.mapping.header)

    @cached_property
    def columns(self) -> list[Column]:
        """What each of its columns is."""
        columns = understand(self.grid, self.header, self.mapping, self.more, self.unit)
        self._require_name(columns)
        self._require_units(columns)
        return columns

    @property
    def amounts(self) -> list[Column]:
        """The columns that hold amounts."""
        return [column for column in self.columns if column.target.sort == "figure"]

    def _named(self, name: str) -> list[Column]:
        return [
            column
            for column in self.columns
            if column.target.sort == "project" and column.target.name == name
        ]

    @cached_property
    def has_keys(self) -> bool:
        """Whether a column holds the keys of an office's own system."""
        return bool(self._named("external_id"))

    @cached_property
    def lines(self) -> list[Line]:
        """The rows under the header, each with what it is."""
        shape = Shape(
            keys=[column.at for name in ("external_id", "code") for column in self._named(name)],
            names=[column.at for column in self._named("name")],
            amounts=[column.at for column in self.amounts],
            left_out=self.mapping.leave_out,
        )
        return list(lines_of(self.grid, self.header, shape))

    @cached_property
    def records(self) -> list[Record]:
        """What its records say."""
        constants = {name: value for name, value in self.mapping.constants.items() if name != "source"}
        cells = Cells(self.grid, self.columns, constants, self.mapping.fill_down)
        return [cells.record(line) for line in self.lines if line.sort == "record"]

    def stood(self, line: int) -> tuple[str, int]:
        """Tell in which sheet and line a row stands, or stood before it was refused and put right elsewhere."""
        said = {name: self.grid.own(line, at) for name, at in remark_columns(self.header).items()}
        number = words_of(said.get("line"))
        return words_of(said.get("sheet")) or self.grid.sheet or "", int(
            number
        ) if number.isdecimal() else line

    def left_out(self) -> dict[str, list[Line]]:
        """Give the rows that are no records, by what they are."""
        found: dict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            if line.sort != "record":
                found[line.sort].append(line)
        return found

    def totals(self) -> list[Checked]:
        """Hold the totals that it states against the sums of its records."""
        by_number = {column.at: column for column in self.amounts}
        return check_totals(self.lines, by_number, lambda line, at: self._span(line, by_number[at]))

    def _span(self, line: Line, column: Column) -> Span | None:
        """Read an amount for adding up; what cannot be read is for the import to refuse."""
        value = as_number(self.grid.own(line.number, column.at))
        if value is None or isinstance(value, bool) or says_nothing(value):
            return None
        try:
            if isinstance(value, (int, Decimal)):
                found = counted(value, column.unit)
            else:
                found = parse(str(value), column.unit)
        except AidtrackError:
            return None
        return Span(found.low, found.high)

    def _require_name(self, columns: list[Column]) -> None:
        """Refuse a sheet that does not say which projects it is of."""
        said = {column.target.name for column in columns} | self.mapping.constants.keys()
        if not said & {"name", "code", "external_id"}:
            raise Unreadable(
                N_("No column of {sheet} names the projects; say which: --map 'HEADING=name'."),
                sheet=self.grid.name,
            )
        if "external_id" in said and not self.mapping.system:
            raise Unreadable(
                N_("Say whose keys those of {sheet} are: --set system=NAME."), sheet=self.grid.name
            )

    def _require_units(self, columns: list[Column]) -> None:
        """Refuse columns of bare numbers that may be yuan or 万元."""
        unsure = [
            column
            for column in columns
            if column.target.sort == "figure" and column.target.name == "funding" and column.unit is None
            if self._has_numbers(column)
        ]
        if unsure:
            raise Unreadable(
                N_("Some columns of {sheet} hold money without a unit; nothing was read."),
                sheet=self.grid.name,
                hints=tuple(
                    _("'{heading}': 元 or 万元? Say --unit, or: {line}").format(
                        heading=column.heading.shown,
                        line=f"--map '{column.heading.shown}={replace(column.target, unit='万元')}'",
                    )
                    for column in unsure
                ),
            )

    def _has_numbers(self, column: Column) -> bool:
        first = self.header.lines[-1]
        return any(_is_bare(row.cells.get(column.at)) for row in self.grid.rows if row.line > first)

    @property
    def zeros(self) -> int:
        """How many amounts are 0."""
        lines = [line.row.cells for line in self.lines if line.sort == "record"]
        return sum(is_zero(cells.get(column.at)) for cells in lines for column in self.amounts)


def _is_bare(value: Cell) -> bool:
    """Tell whether a cell holds a number that may be yuan or 万元."""
    value = as_number(value)
    if isinstance(value, str):
        try:
            return parse(value).unit is None and parse(value, "万元").low != parse(value).low
        except AidtrackError:
            return False
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool) and value != 0


def is_zero(value: Cell) -> bool:
    """Tell whether a cell holds the number 0."""
    value = as_number(value)
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool) and value == 0
