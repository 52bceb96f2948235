"""An office's file, read by a mapping: which of its sheets, all their rows, and what there is to say of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from aidtrack.actions.entry import default_source
from aidtrack.actions.fields import FieldReader
from aidtrack.actions.forms import FORMS
from aidtrack.actions.own_sheet.columns import is_known
from aidtrack.actions.own_sheet.identity import Projects, indicators
from aidtrack.actions.own_sheet.rows import SheetRows
from aidtrack.actions.own_sheet.sheet import Sheet
from aidtrack.actions.own_sheet.target import Target
from aidtrack.actions.sheet import about
from aidtrack.errors import N_, Refused, Unreadable
from aidtrack.formats.exchange import RawRow, Where
from aidtrack.formats.grid_header import best_headers
from aidtrack.registry import unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import sqlalchemy as sa

    from aidtrack.actions.own_sheet.mapping import SheetMapping
    from aidtrack.formats.grid import Grid

ALL = "all"

_FORMS = [FORMS[name] for name in ("project", "funding", "jobs", "result", "pairing")]


@dataclass
class OwnSheet:
    """The sheets of an office's file against one ledger. Its rows can be given again and again, and are the same."""

    connection: sa.Connection
    grids: Sequence[Grid]
    mapping: SheetMapping
    unit: str | None = None

    @cached_property
    def sheets(self) -> list[Sheet]:
        """The sheets that are read."""
        more = {
            word: Target("figure", "result", {"indicator": code})
            for word, code in indicators(self.connection).items()
        }
        return [Sheet(grid, self.mapping, more, self.unit) for grid in self._chosen(more)]

    def _chosen(self, more: dict[str, Target]) -> list[Grid]:
        """Choose the sheets that are named, else the only one that holds a table."""
        named = self.mapping.sheet
        by_name = {grid.sheet: grid for grid in self.grids if grid.sheet}
        if not self.grids:
            raise Unreadable(N_("The file holds nothing."))
        if named and named != [ALL] and by_name:
            for name in named:
                if name not in by_name:
                    raise unknown("sheet", name, [*by_name])
            return [by_name[name] for name in named]
        if len(self.grids) == 1:
            return list(self.grids)
        known = is_known(self.mapping, more)
        found = [grid for grid in self.grids if best_headers(grid, known)]
        if len(found) > 1 and named != [ALL]:
            raise Refused(
                N_(
                    "Several sheets hold a table ({sheets}); say which: --set sheet=NAME, or --set sheet=all."
                ),
                sheets=", ".join(grid.name for grid in found),
            )
        return found or list(self.grids[:1])

    def understand(self) -> None:
        """Understand all there is to it, or refuse it before any row is taken in."""
        for sheet in self.sheets:
            _ = sheet.columns
        self._check_constants()
        _ = self.unsound

    def _check_constants(self) -> None:
        """Read once what is said of all rows, so that it is refused once."""
        fields = FieldReader(self.connection)
        said = self.mapping.constants
        new = isinstance(said.get("source"), dict)
        constants = {**said, **({} if new else {"source": self.source})}
        for name, text in constants.items():
            form = next((form for form in _FORMS if name in form), None)
            if form is not None and not (new and name == "source"):
                with about(name):
                    fields.read(form, form[name], text)

    @property
    def unsound(self) -> int:
        """How many projects cannot be taken in as their rows stand, so that their amounts are not looked at."""
        return sum(len(rows.unsound) for rows in self._rows)

    def as_understood(self) -> SheetMapping:
        """Give a mapping that says of every column what it was taken for, and the unit that the command gave."""
        columns: dict[str, Target] = {}
        for sheet in self.sheets:
            shown = [column.heading.shown for column in sheet.columns]
            for column in sheet.columns:
                once = shown.count(column.heading.shown) == 1
                columns[column.heading.shown if once else column.heading.letter] = column.target
        given = self.unit if any(map(_needs_unit, self.sheets)) else None
        return self.mapping.model_copy(update={"columns": columns, "unit": self.mapping.unit or given})

    @property
    def not_read(self) -> list[str]:
        """Name the sheets that are left out."""
        read = {id(sheet.grid) for sheet in self.sheets}
        return [grid.name for grid in self.grids if id(grid) not in read]

    @cached_property
    def source(self) -> str | None:
        """Where all of it is said, by the title of what is recorded along with it, or else as it was named."""
        said = self.mapping.constants.get("source") or default_source(self.connection)
        if not said:
            raise Unreadable(N_("Say in which source this stands: --set source=REF."))
        return said["title"] if isinstance(said, dict) else str(said)

    @cached_property
    def _rows(self) -> list[SheetRows]:
        finder = Projects(self.connection)
        return [SheetRows(sheet, finder, self.source) for sheet in self.sheets]

    def rows(self) -> Iterator[RawRow]:
        """Give all rows for the import."""
        said = self.mapping.constants.get("source")
        if isinstance(said, dict):
            yield RawRow("sources", dict(said), Where(self.sheets[0].grid.file))
        for rows in self._rows:
            yield from rows.all()


def _needs_unit(sheet: Sheet) -> bool:
    """Tell whether the unit of money stands nowhere in a sheet."""
    columns = [column for column in sheet.amounts if column.target.name == "funding"]
    return not sheet.header.units and any(
        not column.heading.units and not column.target.unit for column in columns
    )
