"""`import --map`: an office's own sheet, as it is; how its columns are told, and what is said of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aidtrack.cli._show import notice, say
from aidtrack.errors import N_, Refused, Unreadable
from aidtrack.text import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from aidtrack.actions.intake.errors_file import Refusal
    from aidtrack.actions.own_sheet.mapping import SheetMapping
    from aidtrack.actions.own_sheet.reading import OwnSheet
    from aidtrack.actions.record import Recorder
    from aidtrack.formats.exchange import ExchangeFormat, File, Options, RawRow
    from aidtrack.formats.grid import Grid

OWN = N_("An office's own sheet")

Map = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="HEADING=FIELD",
        help=N_("What a column is: 项目名称=name; 备注2=ignore; repeatable."),
        rich_help_panel=OWN,
    ),
]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="NAME=VALUE",
        help=N_("What is so in all rows, or a setting of the mapping: donor=椒江区; repeatable."),
        rich_help_panel=OWN,
    ),
]
MappingFile = Annotated[
    Path | None,
    typer.Option(
        "--mapping",
        metavar="FILE.yaml",
        help=N_("The columns as they were told before."),
        rich_help_panel=OWN,
    ),
]
SaveMapping = Annotated[
    Path | None,
    typer.Option(
        "--save-mapping",
        metavar="FILE.yaml",
        help=N_("Keep how every column was understood, for --mapping."),
        rich_help_panel=OWN,
    ),
]


@dataclass
class Told:
    """What the command line says of an office's sheet."""

    map: list[str] | None = None
    set: list[str] | None = None
    mapping: Path | None = None
    save: Path | None = None
    unit: str | None = None

    @property
    def any(self) -> bool:
        """Whether it says anything: without that a file has the program's own headings."""
        return bool(self.map or self.set or self.mapping or self.save)

    def read(self) -> SheetMapping:
        """Put together the mapping; the command line goes before the file."""
        from aidtrack.actions.own_sheet.mapping import SheetMapping, read_mapping, read_pair, with_settings

        if self.mapping is not None and not self.mapping.is_file():
            raise Unreadable(N_("There is no file '{path}'."), path=self.mapping)
        if self.save is not None and self.save.exists() and self.save != self.mapping:
            raise Refused(N_("'{path}' is there already; choose another name."), path=self.save)
        mapping = read_mapping(self.mapping) if self.mapping else SheetMapping()
        settings = [*(self.set or ()), *([f"unit={self.unit}"] if self.unit else [])]
        return with_settings(mapping, settings).with_columns(dict(map(read_pair, self.map or ())))


@dataclass
class OwnRows:
    """An office's sheet on its way in: read once, understood against the ledger that it goes to."""

    told: Told
    mapping: SheetMapping
    grids: list[Grid]
    unit: str | None
    own: OwnSheet | None = field(default=None)

    def of(self, recorder: Recorder) -> Callable[[], Iterable[RawRow]]:
        """Understand the sheet; its rows can then be given again and again."""
        from aidtrack.actions.own_sheet.reading import OwnSheet

        self.own = None
        own = OwnSheet(recorder.session.connection(), self.grids, self.mapping, self.unit)
        own.understand()
        self.own = own
        return own.rows

    def tell(self, *, dry_run: bool) -> None:
        """Say how the sheet was understood, if it was."""
        from aidtrack.actions.own_sheet.telling import remarks, understood

        if self.own is None:
            return
        for line in understood(self.own) if dry_run else ():
            say(line)
        for remark in remarks(self.own):
            notice(remark)

    def keep(self) -> None:
        """Keep how the sheet was understood, if that is asked for, once it was taken in."""
        if self.own is not None and self.told.save is not None:
            self._save(self.own, self.told.save)

    def refused(self, found: Iterable[Refusal]) -> Iterator[list[str]]:
        """Lay out the refused lines as they stand in the sheets."""
        return self.own.refused(found) if self.own is not None else iter(())

    def _save(self, own: OwnSheet, path: Path) -> None:
        from aidtrack.actions.own_sheet.mapping import written
        from aidtrack.formats.files import new_file

        with new_file(path, force=path == self.told.mapping) as new:
            new.write_text(written(own.as_understood()), encoding="utf-8")
        notice(_("The mapping is kept in {path}; next time: --mapping {path}").format(path=path))


def own_rows(told: Told, format: ExchangeFormat, source: File, options: Options, unit: str | None) -> OwnRows:
    """Read an office's file; only tables of rows and columns can be mapped. `unit` is that of money that names none."""
    from aidtrack.formats.grid_open import FORMATS, open_grids

    mapping = told.read()
    if format.name not in FORMATS:
        raise Unreadable(
            N_("Only a sheet has columns to map: {names}; leave --map, --set and --mapping out."),
            names=", ".join(FORMATS),
        )
    return OwnRows(told, mapping, list(open_grids(source, format.name, options)), unit)
