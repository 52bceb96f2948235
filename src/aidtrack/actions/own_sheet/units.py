"""In what the bare numbers of a column are counted: two units of one column are refused, never chosen between."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from aidtrack.folding import fold
from aidtrack.text import _
from aidtrack.units import fits, scaled

if TYPE_CHECKING:
    from aidtrack.actions.own_sheet.target import Target
    from aidtrack.formats.grid_header import Header
    from aidtrack.formats.grid_heading import Heading

_YUAN, _DOLLAR = "元", "美元"


def is_foreign(unit: str) -> bool:
    """Tell whether a unit is of dollars, as 万美元 is: the one other money that amounts are printed in."""
    return scaled(unit)[1] == _DOLLAR


def line_for(heading: Heading, target: str = "ignore") -> str:
    """Write the line to type for a column."""
    name = heading.shown.replace("'", "'\\''")
    return f"--map '{name}={target}'"


@dataclass
class Units:
    """The units of the columns under one header; `told` is that of the mapping, `default` what holds where none is said."""

    header: Header
    told: str | None
    default: str | None
    problems: list[str]

    def of(self, heading: Heading, target: Target) -> str | None:
        """Tell the unit of a column's bare numbers: that of its heading and its target, else that of all money."""
        named = list(dict.fromkeys([*heading.units, *([fold(target.unit)] if target.unit else [])]))
        if len(named) > 1:
            self.problems.append(
                _("'{heading}' has two units, {units}; which of them is right?").format(
                    heading=heading.shown, units=_(", ").join(named)
                )
            )
        if target.name != "funding":
            return named[0] if named else None
        unit = named[0] if named else self._of_all
        if named and not target.unit:
            self._require_same(heading, target, named[0])
        if unit and not _is_money(unit, target.fixed.get("currency")):
            self.problems.append(
                _("'{heading}' is in {unit}, which is no money; say what it is: {line}").format(
                    heading=heading.shown, unit=unit, line=line_for(heading)
                )
            )
        return unit

    def _require_same(self, heading: Heading, target: Target, unit: str) -> None:
        """Hold the unit of a heading against that of all money, unless the mapping says which holds."""
        if not fits(unit, _YUAN):
            return
        for where, other in (
            (_("above the table"), self._above),
            (_("in the command or the mapping"), self.told),
        ):
            if other and fits(other, _YUAN) and scaled(other) != scaled(unit):
                self.problems.append(
                    _("'{heading}' names {unit}, but {where} stands {other}; say which holds: {line}").format(
                        heading=heading.shown,
                        unit=unit,
                        where=where,
                        other=other,
                        line=line_for(heading, str(replace(target, unit=unit))),
                    )
                )

    @cached_property
    def _above(self) -> str | None:
        """The unit of money that stands above the table, if only one does."""
        money = self._all_above
        return money[0] if len(money) == 1 else None

    @property
    def _all_above(self) -> list[str]:
        return list(dict.fromkeys(unit for unit in self.header.units if _is_money(unit, None)))

    @cached_property
    def _of_all(self) -> str | None:
        """The unit of money whose column names none: what stands above the table, else what was told."""
        money = self._all_above
        if len(money) > 1:
            self.problems.append(
                _(
                    "Above the table stand several units of money ({units}); say which is meant of each column: --map 'HEADING=funding.issued(unit=万元)'."
                ).format(units=_(", ").join(money))
            )
        if money and self.told and fold(self.told) not in money:
            self.problems.append(
                _("Above the table stands {unit}, but the mapping says {other}; which is right?").format(
                    unit=money[0], other=self.told
                )
            )
        return money[0] if money else self.told or self.default


def _is_money(unit: str, currency: str | None) -> bool:
    """Tell whether a unit is of money; of a currency that is said, whether it may be counted in it."""
    if currency in (None, "USD") and is_foreign(unit):
        return True
    return fits(unit, _YUAN) if currency in (None, "CNY") else True
