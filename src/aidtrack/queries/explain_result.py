"""An explanation as an answer: by group for JSON and for people, flat for CSV."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.errors import N_
from aidtrack.headings import heading
from aidtrack.queries.amounts import sum_amount
from aidtrack.queries.list_figures import list_figures
from aidtrack.queries.measures import MEASURES, PROJECTS, Measure
from aidtrack.queries.totals_result import GroupNames
from aidtrack.record import Part
from aidtrack.result import Amount, Column, Result, Row
from aidtrack.text import _
from aidtrack.wording import count_text, money_heading, money_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from aidtrack.queries.explain import Explanation, Line
    from aidtrack.queries.grid import Key
    from aidtrack.queries.sums import Sum
    from aidtrack.queries.totals import Totals

_REASONS = {
    "held": N_("in {by} already"),
    "view": N_("a view; {by} holds it"),
    "restates": N_("says {by} again"),
    "filter": N_("left out by the filter"),
    "not aid": N_("counts in no measure"),
}


@dataclass(frozen=True)
class Explained:
    """`details` is what JSON adds, `parts` what people read below the table, `flat` one row a line."""

    details: dict[str, Any]
    parts: Sequence[Part]
    flat: Result
    notes: Sequence[str]


def explained(connection: sa.Connection, answer: Totals, found: Explanation) -> Explained:
    """Word an explanation."""
    return _Writer(connection, answer, found).explained()


class _Writer:
    def __init__(self, connection: sa.Connection, answer: Totals, found: Explanation) -> None:
        self.answer = answer
        self.found = found
        self.names = GroupNames(connection, answer)
        self.currency = answer.grid.criteria.currency
        everything = replace(
            answer.grid.criteria,
            pairings=None,
            projects=None,
            figures={},
            sectors=None,
            status=None,
            words=(),
            no_sector=False,
        )
        self.figures: dict[tuple[str, int], Row] = {}
        for table in {line.measure.table for line in found.lines}:
            for row in list_figures(connection, everything, table, where=sa.true()).rows:
                self.figures[table, row["id"]] = row
        self.lines: dict[tuple[str, Key | None], list[Line]] = defaultdict(list)
        for line in found.lines:
            self.lines[line.measure.key, line.group].append(line)
        self.counted_in = {(line.measure.table, line.part.row.id): line for line in found.lines}

    def explained(self) -> Explained:
        groups = [
            (measure, key)
            for measure in self.answer.measures
            if measure is not PROJECTS
            for key in self.names.in_order(
                key for name, key in self.lines if name == measure.key and key is not None
            )
        ]
        details = {
            "explain": [self._group(measure, key) for measure, key in groups],
            "outside": [self._row(line) for line in self._outside()],
            "without_presumed": {
                name: self._amount(name, sums) for name, sums in self.found.without_presumed.items()
            },
        }
        parts = [self._part(measure, key) for measure, key in groups]
        outside = [self._told(line, self._why(line)) for line in self._outside()]
        parts.append(Part("outside", _("Left out"), Result((), outside, shown=self._shown(outside))))
        return Explained(details, parts, self._flat(groups), self._notes())

    def _measure(self, name: str) -> Measure:
        return next(measure for measure in self.answer.measures if measure.key == name)

    def _amount(self, name: str, sums: Sum) -> Amount | None:
        measure = self._measure(name)
        currency = self.currency if measure.table == "funding" else None
        return sum_amount(measure.table, sums, currency) if sums.rows else None

    def _outside(self) -> list[Line]:
        return [line for (_, key), lines in self.lines.items() if key is None for line in lines]

    def _group(self, measure: Measure, key: Key) -> dict[str, Any]:
        lines = self.lines[measure.key, key]
        sums = self.found.sums[measure.key].get(key)
        return {
            "measure": measure.key,
            **self.names.machine(key),
            "amount": self._amount(measure.key, sums) if sums else None,
            "counted": [self._row(line) for line in lines if line.counted],
            "taken": [self._row(taken) for line in lines for taken in self._taken(line)],
            "left_out": [self._row(line) for line in lines if not line.counted],
        }

    def _taken(self, line: Line) -> list[Line]:
        return [self.counted_in[line.measure.table, number] for number in line.taken]

    def _row(self, line: Line) -> dict[str, Any]:
        figure = self.figures[line.measure.table, line.part.row.id]
        return {
            "table": line.measure.table,
            "id": line.part.row.id,
            "project": figure["project"],
            "donor": figure["donor"],
            "recipient": figure["recipient"],
            "amount": self._quantity(line),
            "reason": line.reason or None,
            "by": line.count.by,
            "taken_from": line.count.taken_from,
            "presumed": sorted(line.presumed),
            "source": figure["source"],
            "locator": figure["locator"],
        }

    def _quantity(self, line: Line) -> Amount:
        figure = self.figures[line.measure.table, line.part.row.id]
        amount: Amount = figure["amount" if line.measure.table == "funding" else "count"]
        return amount

    def _part(self, measure: Measure, key: Key) -> Part:
        lines = self.lines[measure.key, key]
        rows = [self._told(line, _("counted")) for line in lines if line.counted]
        rows += [self._told(taken, self._where(taken)) for line in lines for taken in self._taken(line)]
        rows += [self._told(line, self._why(line)) for line in lines if not line.counted]
        sums = self.found.sums[measure.key].get(key)
        amount = self._amount(measure.key, sums) if sums else None
        words = money_text(amount) if measure.table == "funding" else count_text(amount)
        name = (
            money_heading(self.names.measure(measure), self.currency)
            if measure.table == "funding"
            else self.names.measure(measure)
        )
        title = " · ".join([name, *self.names.people(key)])
        return Part(
            f"{measure.key}_{len(lines)}_{id(key)}",
            f"{title}: {words}",
            Result((), rows, shown=self._shown(rows)),
        )

    def _told(self, line: Line, how: str) -> Row:
        figure = self.figures[line.measure.table, line.part.row.id]
        money = line.measure.table == "funding"
        return {
            "how": how,
            "id": line.part.row.id,
            "for": figure["for"],
            "donor": figure["donor"],
            "amount": money_text(self._quantity(line)) if money else count_text(self._quantity(line)),
            "locator": figure["locator"],
            "_presumed": {"how"} if line.presumed & {"part_of", "restates", "overlaps"} else set(),
        }

    def _shown(self, rows: Iterable[Row]) -> list[Column]:
        columns = [
            Column("how", _("How")),
            Column("id", heading("id"), "code"),
            Column("donor", heading("donor"), rank=4),
            Column("for", heading("for"), rank=2),
            Column("amount", heading("amount"), "code"),
            Column("locator", heading("locator")),
        ]
        return columns if rows else []

    def _where(self, line: Line) -> str:
        """Say of a row that is taken from its whole where it counts instead."""
        if not line.counted:
            return _("taken out: {why}").format(why=self._why(line))
        return _("taken out: in {group}").format(group=", ".join(self.names.people(line.group or ())))

    def _why(self, line: Line) -> str:
        if line.reason.startswith("measure "):
            measure = MEASURES[line.reason.removeprefix("measure ")]
            return _("of the measure {measure}").format(measure=self.names.measure(measure))
        return _(_REASONS[line.reason]).format(by=line.count.by)

    def _flat(self, groups: Sequence[tuple[Measure, Key]]) -> Result:
        rows: list[Row] = [
            {"measure": measure.key, **self.names.machine(key), "counted": line.counted, **self._row(line)}
            for measure, key in groups
            for line in self.lines[measure.key, key]
        ]
        rows += [{"counted": False, **self._row(line)} for line in self._outside()]
        names = ["measure", *self.names.machine_names(), "counted"]
        columns = [Column(name) for name in names]
        columns += [
            Column(name) for name in ("table", "id", "project", "donor", "recipient") if name not in names
        ]
        columns += [Column("amount", shape="money"), Column("reason"), Column("by"), Column("taken_from")]
        columns += [
            Column("presumed", shape="words", vocabulary="field"),
            Column("source"),
            Column("locator"),
        ]
        return Result(columns, rows)

    def _notes(self) -> list[str]:
        notes = []
        for name, sums in self.found.without_presumed.items():
            if sums != self.found.totals[name] and self.answer.total is not None:
                measure = self._measure(name)
                text = money_text if measure.table == "funding" else count_text
                title = self.names.measure(measure)
                if measure.table == "funding":
                    title = money_heading(title, self.currency)
                notes.append(
                    _("{measure} without the presumed links (?): {amount}, with them: {total}.").format(
                        measure=title,
                        amount=text(self._amount(name, sums)),
                        total=text(self._amount(name, self.found.totals[name])),
                    )
                )
        return notes
