"""Totals as an answer: flat rows for machines, a labelled table for people."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from aidtrack.errors import N_
from aidtrack.headings import heading
from aidtrack.queries.dimensions import Dimension, Label, Labels
from aidtrack.queries.measures import PROJECTS, Measure
from aidtrack.result import SUM, Amount, Column, Result, Row
from aidtrack.text import _, language, ngettext
from aidtrack.wording import money_heading

if TYPE_CHECKING:
    from collections.abc import Iterable

    import sqlalchemy as sa

    from aidtrack.queries.grid import Key
    from aidtrack.queries.totals import Totals

_NOT_SPLIT = {
    "county": N_("{place} (not split)"),
    "prefecture": N_("{place} (not split by prefecture)"),
    "province": N_("{place} (not split by province)"),
}
_NAMES_SHOWN = 3


def totals_result(connection: sa.Connection, answer: Totals) -> Result:
    """Make the answer of totals: rows in order of code, places that are not split after the others, null last."""
    return _Writer(connection, answer).result()


class GroupNames:
    """Names the groups and the measures of an answer."""

    def __init__(self, connection: sa.Connection, answer: Totals) -> None:
        self.dimensions = answer.grid.dimensions
        self.labels = Labels(connection, answer.grid.criteria.places)

    def of(self, key: Key) -> list[Label]:
        """Give the label of a group in each dimension."""
        return [self.labels.label(d, group) for d, group in zip(self.dimensions, key, strict=True)]

    def in_order(self, keys: Iterable[Key]) -> list[Key]:
        """Put groups in order: by code, places that are not split after the others, null last."""
        return sorted(keys, key=lambda key: [label.order for label in self.of(key)])

    def machine(self, key: Key) -> Row:
        """Name a group for machines."""
        return {name: value for label in self.of(key) for name, value in label.machine.items()}

    def machine_names(self) -> list[str]:
        """Give the columns that name a group."""
        return [name for d in self.dimensions for name in self.labels.label(d, None).machine]

    def people(self, key: Key) -> list[str]:
        """Name a group for people."""
        return [_person(d, label) for d, label in zip(self.dimensions, self.of(key), strict=True)]

    def measure(self, measure: Measure) -> str:
        """Name a measure for people."""
        return measure.zh if language() == "zh" else measure.en


class _Writer:
    def __init__(self, connection: sa.Connection, answer: Totals) -> None:
        self.answer = answer
        self.criteria = answer.grid.criteria
        self.dimensions = answer.grid.dimensions
        self.names = GroupNames(connection, answer)
        self.known = [m for m in answer.measures if m.key == "funding"]

    def result(self) -> Result:
        keys = self.names.in_order(self.answer.rows)
        total = self.answer.total
        return Result(
            self._columns(),
            [self._row(key) for key in keys],
            shown=self._shown(),
            title=self._title(),
            total=None
            if total is None
            else {name: _plain(value) for name, value in total.items()} | self._people(total),
            notes=self._notes(),
            remarks=list(self.criteria.notices),
            by=[dimension.key for dimension in self.dimensions],
        )

    def _row(self, key: Key) -> Row:
        values = self.answer.rows[key]
        labels = self.names.of(key)
        row = self.names.machine(key)
        split = not any(label.umbrella or label.null for label in labels)
        row |= {name: _plain(value) if split else value for name, value in values.items()}
        for dimension, person in zip(self.dimensions, self.names.people(key), strict=True):
            row[f"_{dimension.key}"] = person
        return row | {f"{self._other_end()}s": self._others(key)} | self._people(values)

    def _people(self, values: Any) -> Row:  # noqa: ANN401 - amounts by measure
        """Give the numbers of projects as people read them, where none is a dash."""
        funding = values.get("funding")
        known = funding.known if isinstance(funding, Amount) else None
        return {"_projects": values.get("projects") or None, "_known": known or None}

    def _others(self, key: Key) -> str | None:
        """Name the other ends of the pairings behind a group."""
        if not self._other_end():
            return None
        places, pairs = self.criteria.places, self.criteria.places.pairs
        ends = {
            getattr(pairs[number], f"{self._other_end()}_id") for number in self.answer.grid.pairings[key]
        }
        names = [places[end].name for end in sorted(ends, key=lambda end: (places[end].code or "", end))]
        if len(names) <= _NAMES_SHOWN:
            return _(", ").join(names) or None
        return _("{names} and {more} more").format(
            names=_(", ").join(names[:_NAMES_SHOWN]), more=len(names) - _NAMES_SHOWN
        )

    def _other_end(self) -> str:
        ends = {dimension.end for dimension in self.dimensions}
        return {"donor": "recipient", "recipient": "donor"}.get(ends.pop(), "") if len(ends) == 1 else ""

    def _columns(self) -> list[Column]:
        columns = [Column(name) for name in self.names.machine_names()]
        return columns + [
            Column(m.key, shape="number") if m is PROJECTS else Column(m.key, shape=_shape(m), parts=SUM)
            for m in self.answer.measures
        ]

    def _shown(self) -> list[Column]:
        chinese = language() == "zh"
        columns = [Column(f"_{d.key}", d.zh if chinese else d.en) for d in self.dimensions]
        if self._other_end():
            columns.append(Column(f"{self._other_end()}s", heading(f"{self._other_end()}s"), rank=8))
        for measure in self.answer.measures:
            name = self.names.measure(measure)
            if measure is PROJECTS:
                columns.append(Column("_projects", name, "number", rank=2))
                if self.known:
                    columns.append(Column("_known", heading("known"), "number", rank=3))
            elif measure.table == "funding":
                columns.append(Column(measure.key, money_heading(name, self.criteria.currency), "money"))
            else:
                columns.append(Column(measure.key, name, "count"))
        return columns

    def _title(self) -> str:
        aid = _("funding = aid (issued + stated)") if self.known else ""
        if not self.dimensions:
            return " · ".join(part for part in (_("Totals"), aid) if part)
        names = _(" and ").join(d.zh if language() == "zh" else d.en.lower() for d in self.dimensions)
        return " · ".join(part for part in (_("Totals by {names}").format(names=names), aid) if part)

    def _notes(self) -> list[str]:
        amounts = [value for row in self.answer.rows.values() for value in row.values()]
        amounts += list((self.answer.total or {}).values())
        notes = [_("– unknown.")]
        if any(isinstance(amount, Amount) and not amount.exact for amount in amounts):
            notes.append(_("Ranges come from words such as over, about and nearly."))
        funding = (self.answer.total or {}).get("funding")
        if (
            isinstance(funding, Amount)
            and funding.of
            and funding.known is not None
            and funding.of > funding.known
        ):
            unknown = funding.of - funding.known
            sentence = ngettext(
                "{count} project has no amount and is not counted in.",
                "{count} projects have no amount and are not counted in.",
                unknown,
            )
            notes.append(sentence.format(count=unknown))
        return [(" " if language() == "en" else "").join(notes)]


def _plain(value: Any) -> Any:  # noqa: ANN401 - an amount or a number
    """Let a line that is split show what is left of a whole as it is: only the others show a rounded rest."""
    return replace(value, place=None) if isinstance(value, Amount) else value


def _person(dimension: Dimension, label: Label) -> str:
    if not label.umbrella:
        return label.person
    return _(_NOT_SPLIT[dimension.level]).format(place=label.person)


def _shape(measure: Measure) -> Any:  # noqa: ANN401 - one of the shapes
    return "money" if measure.table == "funding" else "count"
