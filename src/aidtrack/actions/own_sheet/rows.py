"""An office's sheet as rows for the import: bodies, projects, who takes part, and the amounts of each project."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from aidtrack.actions.fields import LINKS, RECIPIENTS
from aidtrack.actions.own_sheet.records import Record, amount_cells, ends_of
from aidtrack.actions.own_sheet.sheet import Sheet, is_zero
from aidtrack.actions.own_sheet.target import ENDS, FIGURES, OF_FIGURES, TO_OTHERS, plus
from aidtrack.actions.own_sheet.units import line_for
from aidtrack.errors import N_, AidtrackError, Refused, Unreadable
from aidtrack.folding import fold
from aidtrack.formats._sheet_rows import Fault
from aidtrack.formats.exchange import RawRow, Where
from aidtrack.formats.grid import as_number, cell_name, words_of
from aidtrack.formats.lists import split

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from aidtrack.actions.own_sheet.columns import Column
    from aidtrack.actions.own_sheet.identity import Projects
    from aidtrack.actions.own_sheet.target import Target
    from aidtrack.formats.grid import Cell, Merge

_TABLES = {"funding": "funding", "jobs": "jobs", "result": "results"}
_BODIES = re.compile("[、;；\n]")
_LOCATOR = "{sheet} {key} {heading}"
_LISTS = ("aliases", "presumed")


@dataclass
class _Project:
    """A project of the sheet: the records that speak of it, and its uid."""

    uid: str
    records: list[Record]


@dataclass
class SheetRows:
    """Makes rows of one sheet. What each row is of is settled once, so that they can be given again."""

    sheet: Sheet
    finder: Projects
    source: str | None
    _of_line: dict[int, _Project] = field(default_factory=dict)
    _projects: list[_Project] = field(default_factory=list)

    def __post_init__(self) -> None:
        records = self.sheet.records
        keys = [key for record in records if (key := self._key(record))]
        self.finder.look_up(keys, [code for record in records if (code := record.text("code"))])
        groups: dict[object, list[Record]] = defaultdict(list)
        for record in records:
            groups[self._identity(record)].append(record)
        for group in groups.values():
            self._settle(group)

    def _settle(self, group: list[Record]) -> None:
        first = group[0]
        name = first.text("name") or ""
        uid = self.finder.uid(self._key(first), first.text("code"), ends_of(first), name)
        project = _Project(uid, group)
        self._projects.append(project)
        self._of_line |= {record.line: project for record in group}

    def _key(self, record: Record) -> str | None:
        """Give the key of a record in the form of the ledger: SYSTEM:KEY."""
        system = self.sheet.mapping.system
        return record.key and (f"{system}:{record.key}" if system else record.key)

    def _identity(self, record: Record) -> object:
        """Tell which records are of one project: those of one key, or those over which one name is merged."""
        if record.key:
            return ("key", record.key)
        columns = [column for column in self.sheet.columns if column.target.name == "name"]
        merge = self.sheet.grid.merge_at(record.line, columns[0].at) if columns else None
        return ("merge", merge.lines[0]) if merge and merge.is_tall else ("line", record.line)

    def lines_with(self, line: int) -> list[int]:
        """Give all lines of the project that a line is of."""
        project = self._of_line.get(line)
        return [record.line for record in project.records] if project else [line]

    # The rows

    def all(self) -> Iterator[RawRow]:
        """Give all rows, in the order in which they can be recorded."""
        yield from self._bodies()
        yield from self._project_rows()
        yield from self._participations()
        for table in FIGURES:
            yield from self._figures(table)

    def _where(self, line: int) -> Where:
        return Where(self.sheet.grid.file, line, self.sheet.grid.sheet)

    def _bodies(self) -> Iterator[RawRow]:
        """Name each body that takes part once."""
        seen: set[str] = set()
        for record in self.sheet.records:
            for _role, text in record.bodies:
                for name in _bodies(text):
                    if fold(name) not in seen:
                        seen.add(fold(name))
                        where = self._where(record.line)
                        yield RawRow("organisations", {"name": name}, where, gives_way={"name"})

    def _project_rows(self) -> Iterator[RawRow]:
        seen: dict[tuple[str, ...], Record] = {}
        for project in self._projects:
            first = project.records[0]
            values = self._project_values(project)
            row = RawRow("projects", values, self._where(first.line), cells=self._cells(first))
            row.headings, row.gives_way = self._headings, {"name", *self._cited_for_all(first)}
            row.problem = self._problem(project) or self._second(first, seen) or self._lacking(project)
            yield row

    def _project_values(self, project: _Project) -> dict[str, Any]:
        first = project.records[0]
        said: dict[str, Any] = {}
        for record in reversed(project.records):
            said |= record.project
        values = {name: value for name, value in said.items() if name not in (*ENDS, "external_id")}
        values |= {
            name: split(words_of(values[name])) for name in _LISTS if isinstance(values.get(name), str)
        }
        return {
            "uid": project.uid,
            **values,
            **_pairing(ends_of(first)),
            **self._cited(first, None),
            **({"external_id": key} if (key := self._key(first)) else {}),
        }

    def _problem(self, project: _Project) -> AidtrackError | None:
        """Tell what is wrong with the records of a project: with one, or between them."""
        first: dict[str, Record] = {}
        for record in project.records:
            if record.problem:
                return record.problem
            for name, value in record.project.items():
                if name in ("source", "locator"):  # each row may stand elsewhere
                    continue
                other = first.setdefault(name, record)
                if words_of(other.project[name]) != words_of(value):
                    return Refused(
                        N_(
                            "Rows {one} and {other} are of one project, but differ in {name}: '{first}', '{second}'."
                        ),
                        one=other.line,
                        other=record.line,
                        name=name,
                        first=words_of(other.project[name]),
                        second=words_of(value),
                        field=name,
                    )
        return None

    def _second(self, record: Record, seen: dict[tuple[str, ...], Record]) -> AidtrackError | None:
        """Refuse a second project of the same name and ends where no key tells them apart."""
        if record.key or record.text("code"):
            return None
        ends = ends_of(record)
        pairing = self.finder.pairing(ends)
        identity = (
            fold(record.text("name") or ""),
            str(pairing) if pairing else fold("|".join(ends.values())),
        )
        other = seen.setdefault(identity, record)
        if other is record:
            return None
        return Refused(
            N_(
                "Row {line} has the same name and the same ends; map a column of keys, or give the project one row."
            ),
            line=other.line,
            field="name",
        )

    def _participations(self) -> Iterator[RawRow]:
        for project, record in self._sound():
            for role, text in record.bodies:
                for name in _bodies(text):
                    values = {
                        "organisation": name,
                        "role": role,
                        "project": project.uid,
                        **self._cited(record, None),
                    }
                    way = self._cited_for_all(record)
                    yield RawRow("participations", values, self._where(record.line), gives_way=way)

    def _sound(self) -> Iterator[tuple[_Project, Record]]:
        """Give the records of projects that can be taken in; why others cannot is said of them alone."""
        for project in self._projects:
            if project.uid not in self.unsound:
                for record in project.records:
                    yield project, record

    @cached_property
    def unsound(self) -> set[str]:
        """The projects that cannot be taken in as their rows stand: their amounts are not looked at."""
        seen: dict[tuple[str, ...], Record] = {}
        return {project.uid for project in self._projects if self._is_unsound(project, seen)}

    def _is_unsound(self, project: _Project, seen: dict[tuple[str, ...], Record]) -> bool:
        first = project.records[0]
        lacks_ends = self._needs_ends(project) and not self.finder.has_ends(ends_of(first))
        return bool(self._problem(project) or self._second(first, seen)) or lacks_ends

    def _needs_ends(self, project: _Project) -> bool:
        return not (self.finder.is_known(project.uid) or project.records[0].text("parent"))

    def _lacking(self, project: _Project) -> AidtrackError | None:
        """Ask between whom a new project is, by the cell that is blank."""
        ends = ends_of(project.records[0])
        if not self._needs_ends(project):
            return None
        if "donor" not in ends:
            return Unreadable(
                N_("It is not said who helps; fill the cell in, or say it of all rows: --set donor=NAME."),
                field="donor",
            )
        if ends.keys().isdisjoint(RECIPIENTS):
            names = [column.target.name for column in self.sheet.columns if column.target.name in RECIPIENTS]
            return Unreadable(
                N_(
                    "It is not said who is helped; fill the cell in, or say it: --set fill_down={name}, --set {name}=NAME."
                ),
                name=names[-1] if names else "county",
                field=names[-1] if names else "county",
            )
        return None

    # Amounts

    def _figures(self, table: str) -> Iterator[RawRow]:
        columns = [column for column in self.sheet.amounts if column.target.name == table]
        seen: dict[str, Record] = {}
        for project, record in self._sound():
            for column, value in amount_cells(self.sheet.grid, record.line, columns):
                if not (self.sheet.mapping.zero == "nothing" and is_zero(value)):
                    row = self._figure(project, record, column, value)
                    row.problem = self._wrong(record, column, value) or self._twice(row, record, seen)
                    yield row

    def _figure(self, project: _Project, record: Record, column: Column, value: Cell) -> RawRow:
        table, quantity = column.target.name, "amount" if column.target.name == "funding" else "count"
        values = {
            "project": project.uid,
            **_said(record, column.target),
            quantity: as_number(value),
            **self._cited(record, column),
        }
        if key := self._key(record):
            values["external_id"] = f"{key}/{'/'.join(self._apart(record, column))}"
        cells = {**self._cells(record, column), quantity: cell_name(record.line, column.at)}
        headings = {**self._headings, quantity: column.heading.shown}
        where = self._where(record.line)
        row = RawRow(_TABLES[table], values, where, unit=column.unit, cells=cells, headings=headings)
        row.answer = line_for(column.heading, str(plus(column.target, restates="{id}")))
        return row

    def _apart(self, record: Record, column: Column) -> Iterator[str]:
        """Give what tells the figures of one key apart: what the column says, and of the row what is asked for."""
        yield from (
            value.replace("/", "~")
            for name, value in column.target.fixed.items()
            if name not in ("currency", *TO_OTHERS)
        )
        for name in self.sheet.mapping.figure_key:
            if name in record.shared:
                yield words_of(record.shared[name])

    def _twice(self, row: RawRow, record: Record, seen: dict[str, Record]) -> AidtrackError | None:
        key = row.values.get("external_id")
        other = seen.setdefault(key, record) if key else record
        if other is record:
            return None
        differing = [name for name in record.shared if other.shared.get(name) != record.shared[name]]
        return Refused(
            N_(
                "Row {line} has the same key and says the same; say what tells them apart: --set figure_key={names}."
            ),
            line=other.line,
            names=",".join(differing) or "period",
            field="external_id",
        )

    def _wrong(self, record: Record, column: Column, value: Cell) -> AidtrackError | None:
        """Refuse an amount that is merged over several projects or columns, and a cell without a value."""
        cell = cell_name(record.line, column.at)
        if isinstance(value, Fault):
            return Unreadable(N_("Cell {cell} holds {fault}."), cell=cell, fault=value, field="amount")
        merge = self.sheet.grid.merge_at(record.line, column.at)
        if merge and (self._is_over_columns(merge) or self._is_over_projects(merge)):
            return Refused(
                N_("Cell {cell} is merged: one amount over several columns or projects; give each its own."),
                cell=cell,
                field="amount",
            )
        return None

    def _is_over_columns(self, merge: Merge) -> bool:
        return sum(column.at in merge.columns for column in self.sheet.amounts) > 1

    def _is_over_projects(self, merge: Merge) -> bool:
        lines: Sequence[int] = (
            [line for line in merge.lines if line in self._of_line] if merge.is_tall else ()
        )
        return len({self._of_line[line].uid for line in lines}) > 1

    def _cited(self, record: Record, column: Column | None) -> dict[str, str]:
        """Say where a record stands in the source: by what stays when rows move, if nothing else is asked for."""
        sheet, line = self.sheet.stood(record.line)
        said = {
            "sheet": sheet,
            "line": str(line),
            "key": record.key or "",
            "name": record.text("name") or "",
            "heading": column.heading.shown if column else "",
            "cell": cell_name(line, column.at) if column else "",
        }
        locator = " ".join((self.sheet.mapping.locator or _LOCATOR).format(**said).split())
        cited = {"source": record.text("source") or self.source, "locator": record.text("locator") or locator}
        return {name: text for name, text in cited.items() if text}

    def _cited_for_all(self, record: Record) -> set[str]:
        """Tell whether the source is said of all rows: it then takes the place of none that a record has already."""
        return set() if record.text("source") else {"source"}

    # Where it stands

    @cached_property
    def _headings(self) -> dict[str, str]:
        """How the fields are headed here."""
        return {name: column.heading.shown for name, column in self._columns.items()}

    @cached_property
    def _columns(self) -> dict[str, Column]:
        sorts = ("project", "shared")
        return {column.target.name: column for column in self.sheet.columns if column.target.sort in sorts}

    def _cells(self, record: Record, of: Column | None = None) -> dict[str, str]:
        """Name the cell of each field, also where it is blank; a merged one by where it begins."""
        cells = {name: cell_name(record.line, column.at) for name, column in self._columns.items()}
        cells |= record.cells
        if of is not None:
            cells |= {t.name: record.cells[str(t)] for t, _ in record.links if t.is_of(of.target)}
        ends = [cells[name] for name in ENDS if name in cells]
        return cells | ({"pairing": ends[-1]} if ends else {})


def _said(record: Record, figure: Target) -> dict[str, Any]:
    """Put together what is said of an amount: by its row, by its column, and by the row of such amounts alone."""
    shared = {name: each for name, each in record.shared.items() if name in OF_FIGURES[figure.name]}
    links = {target.name: text for target, text in record.links if target.is_of(figure)}
    said = {**shared, **figure.fixed, **links}
    if any(name in links or name in record.shared for name in LINKS):  # which answers for the row by itself
        said.pop("separate", None)
    return said


def _pairing(ends: Mapping[str, str]) -> dict[str, str]:
    """Name the pairing: with its programme in one text, else by its ends."""
    recipient = next((ends[name] for name in ENDS[1:-1] if name in ends), None)
    if "programme" in ends and "donor" in ends and recipient is not None:
        return {"pairing": f"{ends['donor']} → {recipient} ({ends['programme']})"}
    return {name: text for name, text in ends.items() if name != "programme"}


def _bodies(text: str) -> list[str]:
    """Name the bodies of a cell."""
    return [name.strip() for name in _BODIES.split(text) if name.strip()]
