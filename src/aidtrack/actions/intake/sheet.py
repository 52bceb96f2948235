"""A row on its way into the ledger, read as what a person types, without a look-up of its own for each field."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from aidtrack.actions.figure import units
from aidtrack.actions.intake.amounts import Measure
from aidtrack.actions.sheet import Sheet, about
from aidtrack.units import scaled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aidtrack.actions.intake.fields import ManyFields
    from aidtrack.actions.intake.incoming import Incoming
    from aidtrack.actions.sheet import Given, PairUp
    from aidtrack.queries.places import Pair

_YUAN = "元"


class RowSheet(Sheet):
    """A row being read; whether its code is free the database says, for all rows at once."""

    fields: ManyFields

    def __init__(
        self,
        fields: ManyFields,
        row: Incoming,
        given: Given,
        *,
        unit: str | None,
        bare: bool,
        stored: Mapping[str, Any] | None = None,
        pair_up: PairUp | None = None,
    ) -> None:
        super().__init__(fields, row.form, given, unit=unit, row=stored, pair_up=pair_up)
        self.parts, self.heading, self.bare, self.uid = row.parts, row.raw.unit, bare, row.uid

    def measure(self) -> None:
        """Read how much, as it is printed or in numbers."""
        if not self.parts:
            return
        table = self.form.table
        with about(self.form.quantity):
            wanted = units(table, self.measured(str(self.parts.get("text") or "")), self.indicator_unit())
            measure = measured_in(
                table, wanted, self.heading, unit=self.unit, bare=self.bare, stated=bool(self.uid)
            )
            self.entry.values |= self.fields.amounts.read(self.parts, measure, self.row)

    def indicator_unit(self) -> str | None:
        """Tell the unit of the figure's indicator, if it has one."""
        return self.fields.unit_of(self.now("indicator_id")) if self.form.table == "result" else None

    def pairing_of(self, project: int | None) -> Pair | None:
        """Find a project's pairing, which was looked up with the project."""
        known = None if project is None else self.fields.pairing_of(project)
        return super().pairing_of(project) if known is None else self.fields.places.pairs.get(known)

    def code(self) -> None:
        """Leave codes until it is known whether the record is new."""

    def complete(self) -> None:
        """Hold the code against others, or make one, as for a record that is typed."""
        if self.form.name == "division":
            super().code()
        elif (code := self.entry.values.get("code")) is not None and self.form.name == "project":
            self.fields.codes.note(code)
        elif self.form.name == "project" and not self.row:
            super().code()


def measured_in(
    table: str, wanted: tuple[str, ...], heading: str | None, *, unit: str | None, bare: bool, stated: bool
) -> Measure:
    """Tell in what a quantity is counted: `unit` is that of money that names none."""
    unit = unit if table == "funding" else None
    return Measure(table, wanted, _own(heading, wanted), unit, bare, stated)


def _own(heading: str | None, wanted: tuple[str, ...]) -> str | None:
    """Take 元 at the head of a column for the currency of the row; 万元 is of yuan alone."""
    return wanted[0] if heading and scaled(heading) == (Decimal(1), _YUAN) else heading
