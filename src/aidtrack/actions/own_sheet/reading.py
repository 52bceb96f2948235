"""An office's file, read by a mapping: which of its sheets, all their rows, and what there is to say of them."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from aidtrack.actions.entry import default_source
from aidtrack.actions.fields import FieldReader
from aidtrack.actions.forms import FORMS
from aidtrack.actions.own_sheet.columns import is_known
from aidtrack.actions.own_sheet.identity import Projects, indicators
from aidtrack.actions.own_sheet.refused import refused_lines
from aidtrack.actions.own_sheet.rows import SheetRows
from aidtrack.actions.own_sheet.sheet import Sheet
from aidtrack.actions.own_sheet.target import Target
from aidtrack.errors import N_, AidtrackError, NoRecord, Refused, Unreadable
from aidtrack.formats.exchange import RawRow, Where
from aidtrack.formats.grid_header import best_headers
from aidtrack.registry import unknown
from aidtrack.text import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import sqlalchemy as sa

    from aidtrack.actions.intake.errors_file import Refusal
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
        """Understand all there is to it, or refuse it before any row is taken in, with all that is wrong."""
        steps: list[Callable[[], object]] = [partial(getattr, sheet, "columns") for sheet in self.sheets]
        wrong = [error for step in [*steps, *self._constants()] if (error := _wrong_in(step))]
        if len(wrong) == 1:
            raise wrong[0]
        if wrong:
            hints = [line for error in wrong for line in (error.hints or (say(error),))]
            raise Unreadable(N_("The sheet is not all understood; nothing was read."), hints=tuple(hints))
        _ = self.unsound

    def _constants(self) -> Iterator[Callable[[], object]]:
        """Give what is said of all rows, to be read once, so that it is refused once."""
        fields = FieldReader(self.connection)
        for name, text in {**self.mapping.constants, "source": None}.items():
            form = next((form for form in _FORMS if name in form), None)
            if name == "source":
                yield partial(self._check_source, fields)
            elif form is not None:
                yield partial(fields.read, form, form[name], text)

    def _check_source(self, fields: FieldReader) -> None:
        if isinstance(self.mapping.constants.get("source"), dict) or not self.source:
            return  # it is recorded along with the rows
        try:
            fields.read(FORMS["project"], FORMS["project"]["source"], self.source)
        except NoRecord as error:
            raise NoRecord(
                N_("No source is called '{text}'; add it first: {command}"),
                text=self.source,
                command=f"aidtrack add source --title {shlex.quote(self.source)} --kind ledger",
            ) from error

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

    def refused(self, found: Iterable[Refusal]) -> Iterator[list[str]]:
        """Lay out what was refused as it stands in the sheets, each under its own header."""
        for sheet, rows in zip(self.sheets, self._rows, strict=True):
            own = {one.line: one for one in found if one.sheet == sheet.grid.sheet and one.line}
            if own:
                yield from refused_lines(sheet, rows, own)

    def rows(self) -> Iterator[RawRow]:
        """Give all rows for the import."""
        said = self.mapping.constants.get("source")
        if isinstance(said, dict):
            yield RawRow("sources", dict(said), Where(self.sheets[0].grid.file))
        for rows in self._rows:
            yield from rows.all()


def _wrong_in(step: Callable[[], object]) -> AidtrackError | None:
    """Take a step, and give what is wrong in it."""
    try:
        step()
    except AidtrackError as error:
        return error
    return None


def _needs_unit(sheet: Sheet) -> bool:
    """Tell whether the unit of money stands nowhere in a sheet."""
    columns = [column for column in sheet.amounts if column.target.name == "funding"]
    return not sheet.header.units and any(
        not column.heading.units and not column.target.unit for column in columns
    )
