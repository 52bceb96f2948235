"""How each column of a sheet is understood: by the mapping, else by its heading; all that is not is refused at once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING

from aidtrack.actions.own_sheet.known import known_target, nearest, says_little
from aidtrack.actions.own_sheet.target import IGNORE, TO_OTHERS, Target, plus
from aidtrack.actions.own_sheet.units import Units, is_foreign, line_for
from aidtrack.errors import N_, Unreadable
from aidtrack.folding import fold
from aidtrack.formats.grid_heading import heading_key, headings_called
from aidtrack.formats.headers import REMARKS
from aidtrack.same_money import ANY_STAGE, MEASURED_BY
from aidtrack.text import _, ngettext
from aidtrack.vocab import AID_SOURCES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from aidtrack.actions.own_sheet.mapping import SheetMapping
    from aidtrack.formats.grid import Grid
    from aidtrack.formats.grid_header import Header
    from aidtrack.formats.grid_heading import Heading


@dataclass(frozen=True)
class Column:
    """A column, what it is, and the unit of its bare numbers; `filled` counts its cells that hold anything."""

    heading: Heading
    target: Target
    unit: str | None = None
    filled: int = 0

    @property
    def at(self) -> int:
        """Its number, from 0."""
        return self.heading.column


@dataclass
class _Reading:
    """The columns of one header being understood, and what is wrong with them."""

    grid: Grid
    header: Header
    mapping: SheetMapping
    more: Mapping[str, Target]
    unit: str | None
    problems: list[str] = field(default_factory=list)

    def columns(self) -> list[Column]:
        filled = self._filled()
        said = self._said()
        found = [
            column
            for heading in self.header.headings
            if filled.get(heading.column) or heading.printed
            if (column := self._column(heading, said.get(heading.column), filled.get(heading.column, 0)))
        ]
        self._require_once(found)
        self._require_apart([column for column in found if column.target.sort == "figure"])
        return found

    def _filled(self) -> dict[int, int]:
        counts: dict[int, int] = {}
        for row in self.grid.rows:
            if row.line > self.header.lines[-1]:
                for column in row.cells:
                    counts[column] = counts.get(column, 0) + 1
        return counts

    def _said(self) -> dict[int, Target]:
        """Find the columns that the mapping names; each name must be that of one."""
        found: dict[int, Target] = {}
        for name, target in self.mapping.columns.items():
            key = heading_key(name)
            named = headings_called(name, self.header.headings)
            if len(named) != 1 and target != IGNORE:
                self.problems.append(self._misnamed(name, named))
            for heading in named:
                self._require_unit(name, key.unit, heading)
                found[heading.column] = target
        return found

    def _misnamed(self, name: str, named: Sequence[Heading]) -> str:
        if named:
            several = ", ".join(f"{heading.letter} {heading.shown}" for heading in named)
            return _("'{name}' names several columns ({columns}); name one by its letter.").format(
                name=name, columns=several
            )
        near = _near(
            heading_key(name).words, {heading.keys[0]: heading.shown for heading in self.header.headings}
        )
        if near:
            return _("No column is headed '{name}'; did you mean '{near}'?").format(name=name, near=near)
        return _("No column is headed '{name}'.").format(name=name)

    def _require_unit(self, name: str, unit: str | None, heading: Heading) -> None:
        if unit and heading.units and unit not in heading.units:
            self.problems.append(
                _(
                    "The mapping says '{name}', but the heading is '{heading}': are the units the same?"
                ).format(name=name, heading=heading.shown)
            )

    def _column(self, heading: Heading, said: Target | None, filled: int) -> Column | None:
        target = said or (IGNORE if heading.column in self._remarks else known_target(heading, self.more))
        if target is None:
            self.problems.append(self._unknown(heading, filled))
            return None
        if target.sort == "shared" and target.of[:1] == ("result",):
            return Column(heading, replace(target, of=self._coded(target.of)), filled=filled)
        if target.sort != "figure":
            return Column(heading, target, filled=filled)
        if target.name == "result" and (code := self.more.get(fold(target.fixed["indicator"]))):
            target = plus(target, **code.fixed)
        if "period" not in target.fixed and len(heading.periods) == 1:
            target = plus(target, period=heading.periods[0])
        unit = self._units.of(heading, target)
        if target.name == "funding" and unit and "currency" not in target.fixed and is_foreign(unit):
            target = plus(target, currency="USD")
        return Column(heading, target, unit, filled)

    def _coded(self, of: tuple[str, ...]) -> tuple[str, ...]:
        """Name an indicator by its code."""
        codes = [self.more[fold(word)].fixed["indicator"] for word in of[1:] if fold(word) in self.more]
        return (of[0], *(codes or of[1:]))

    @cached_property
    def _units(self) -> Units:
        return Units(self.header, self.mapping.unit, self.unit, self.problems)

    @cached_property
    def _remarks(self) -> frozenset[int]:
        return frozenset(remark_columns(self.header).values())

    def _unknown(self, heading: Heading, filled: int) -> str:
        if not heading.printed:
            count = ngettext("{count} cell", "{count} cells", filled).format(count=filled)
            return _("Column {letter} has {cells} but no heading: {line}").format(
                letter=heading.letter, cells=count, line=line_for(heading)
            )
        if heading.periods and all(says_little(part.words) for part in heading.parts):
            return _("'{heading}' is a year; of which stage? {line}").format(
                heading=heading.shown, line=line_for(heading, f"funding.issued({heading.periods[0]})")
            )
        near = nearest(heading, self.more)
        if near:
            return _("'{heading}' is not understood; perhaps it is {near}: {line}; else: {other}").format(
                heading=heading.shown,
                near=near[0],
                line=line_for(heading, str(near[1])),
                other=line_for(heading),
            )
        return _("'{heading}' is not understood: {line}").format(
            heading=heading.shown, line=line_for(heading)
        )

    def _require_once(self, columns: Sequence[Column]) -> None:
        """Refuse two columns that say the same of a row."""
        first: dict[str, Column] = {}
        for column in columns:
            if column.target.sort in ("ignore", "body"):
                continue
            key = str(replace(column.target, unit=None))
            other = first.setdefault(key, column)
            if other is not column:
                self.problems.append(
                    _("Columns {one} '{first}' and {other} '{second}' are both {target}: {line}").format(
                        one=other.heading.letter,
                        first=other.heading.shown,
                        other=column.heading.letter,
                        second=column.heading.shown,
                        target=key,
                        line=f"--map '{column.heading.letter}=ignore'",
                    )
                )

    def _require_apart(self, columns: Sequence[Column]) -> None:
        """Ask of two columns that may hold the same money (省级 and 市级 of what is issued) whether they do not."""
        for number, other in enumerate(columns):
            one = next(
                (column for column in columns[:number] if _may_be_same(column.target, other.target)), None
            )
            if one is not None:
                separate = plus(other.target, separate="yes")
                self.problems.append(
                    _(
                        "'{first}' and '{second}' may hold the same; leave one out, or say that they do not: {line}"
                    ).format(
                        first=one.heading.shown,
                        second=other.heading.shown,
                        line=line_for(other.heading, str(separate)),
                    )
                )


def _may_be_same(one: Target, other: Target) -> bool:
    """Tell whether the import would ask if two figures of one row are the same."""
    if one.name != other.name or {*TO_OTHERS} & {*one.fixed, *other.fixed}:
        return False
    if str(replace(one, unit=None)) == str(replace(other, unit=None)):
        return False  # that is refused already
    periods = {target.fixed.get("period") for target in (one, other)}
    if len(periods - {None}) > 1:
        return False
    if one.name == "funding":
        stages = {one.fixed["stage"], other.fixed["stage"]}
        aid = {target.fixed.get("fund_source", "unstated") in AID_SOURCES for target in (one, other)}
        return len(aid) == 1 and (len(stages) == 1 or ANY_STAGE in stages)
    return all(
        one.fixed.get(name) == other.fixed.get(name)
        for name in MEASURED_BY[one.name]
        if name != "indicator_id"
    ) and (one.fixed.get("indicator") == other.fixed.get("indicator"))


def _near(word: str, known: Mapping[str, str]) -> str | None:
    near = get_close_matches(word, [*known], n=1, cutoff=0.5)
    return known[near[0]] if near else None


def understand(
    grid: Grid, header: Header, mapping: SheetMapping, more: Mapping[str, Target], unit: str | None
) -> list[Column]:
    """Tell what each column is; Unreadable says everything that is not certain, and what to write."""
    reading = _Reading(grid, header, mapping, more, unit)
    columns = reading.columns()
    if reading.problems:
        raise Unreadable(
            N_("The columns of {sheet} are not all understood; nothing was read."),
            sheet=grid.name,
            hints=tuple(reading.problems),
        )
    return columns


def remark_columns(header: Header) -> dict[str, int]:
    """Find the columns of remarks in a table of refused rows: all of them, or there are none."""
    found = {heading.keys[0]: heading.column for heading in header.headings if heading.printed}
    return {name: found[name] for name in REMARKS} if set(REMARKS) <= found.keys() else {}


def is_known(mapping: SheetMapping, more: Mapping[str, Target]) -> Callable[[Heading], bool]:
    """Tell of a heading whether the mapping or the program knows it: by these the header is found."""
    names = list(mapping.columns)
    return lambda heading: (
        bool(heading.printed)
        and (
            any(headings_called(name, [heading]) for name in names) or known_target(heading, more) is not None
        )
    )
