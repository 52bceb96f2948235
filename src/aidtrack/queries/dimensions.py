"""The groups of each dimension: which rows belong to which, and what they are called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.errors import N_
from aidtrack.queries.dimension_table import DIMENSIONS, Dimension
from aidtrack.tables import indicator, project, sector
from aidtrack.text import _, language
from aidtrack.vocab import VOCABULARIES
from aidtrack.wording import label, unit_heading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aidtrack.queries.places import Places

__all__ = ["DIMENSIONS", "Dimension", "Label", "Labels", "regroup"]


@dataclass(frozen=True, slots=True)
class Label:
    """How a group is named: to machines, to people, and where it stands among the others."""

    machine: Mapping[str, Any]
    person: str
    order: tuple[Any, ...]
    umbrella: bool = False

    @property
    def null(self) -> bool:
        """Whether the group is the one of what is not said."""
        return self.order == _LAST


_LAST = (2,)
_NOT_SAID = N_("not said")
_NOTHING = {
    "year": N_("several years, or not said"),
    "project": N_("of no project"),
    "sector": N_("of no project, or not said"),
    "status": N_("of no project, or not said"),
}


class Labels:
    """Names the groups of a dimension."""

    def __init__(self, connection: sa.Connection, places: Places) -> None:
        self.connection = connection
        self.places = places
        self._rows: dict[str, dict[int, Any]] = {}

    def label(self, dimension: Dimension, group: Any) -> Label:  # noqa: ANN401 - a key of any dimension
        """Name one group; null is a group like any other, and the last."""
        if group is None:
            return Label(self._null(dimension), _(_NOTHING.get(dimension.name, _NOT_SAID)), _LAST)
        if dimension.level:
            return self._of_place(dimension, group)
        if dimension.vocabulary:
            return self._of_word(dimension, group)
        return getattr(self, f"_of_{dimension.key}")(dimension, group)  # type: ignore[no-any-return]

    def _null(self, dimension: Dimension) -> dict[str, Any]:
        keys = {"project": ("project", "project_name"), "pairing": ("pairing", "pairing_id")}
        places = (dimension.key, f"{dimension.key}_code")
        found = places if dimension.level else keys.get(dimension.name, (dimension.key,))
        return dict.fromkeys(found)

    def _of_place(self, dimension: Dimension, group: int) -> Label:
        place = self.places[group]
        umbrella = self.places.is_umbrella(group, dimension.level)
        machine = {dimension.key: place.name, f"{dimension.key}_code": place.code}
        return Label(machine, place.name, (int(umbrella), place.code or "", place.id), umbrella)

    def _of_word(self, dimension: Dimension, group: str) -> Label:
        vocabulary = VOCABULARIES[dimension.vocabulary]
        term = vocabulary.by_code[group]
        person = term.zh if language() == "zh" else term.en
        return Label({dimension.key: group}, person, (0, vocabulary.codes.index(group)))

    def _of_year(self, dimension: Dimension, group: int) -> Label:
        return Label({dimension.key: group}, str(group), (0, group))

    def _of_pairing(self, _dimension: Dimension, group: int) -> Label:
        pair = self.places.pairs[group]
        donor, recipient = self.places[pair.donor_id], self.places[pair.recipient_id]
        name = f"{donor.name} → {recipient.name}"
        return Label(
            {"pairing": name, "pairing_id": group}, name, (0, donor.code or "", recipient.code or "", group)
        )

    def _of_sector(self, _dimension: Dimension, group: int) -> Label:
        row = self._named(sector, group, sector.c.name, sector.c.name_en)
        return Label({"sector": row.code}, self._in_language(row), (0, group))

    def _of_indicator(self, _dimension: Dimension, group: int) -> Label:
        row = self._named(indicator, group, indicator.c.name, indicator.c.name_en, indicator.c.unit)
        return Label(
            {"indicator": row.code}, unit_heading(self._in_language(row), label("unit", row.unit)), (0, group)
        )

    def _of_project(self, _dimension: Dimension, group: int) -> Label:
        row = self._named(project, group, project.c.name)
        return Label({"project": row.code, "project_name": row.name}, f"{row.code} {row.name}", (0, row.code))

    def _in_language(self, row: Any) -> str:  # noqa: ANN401 - a row
        return str(row.name if language() == "zh" else row.name_en or row.name)

    def _named(self, table: sa.Table, group: int, *columns: sa.ColumnElement[Any]) -> Any:  # noqa: ANN401
        if table.name not in self._rows:
            rows = self.connection.execute(sa.select(table.c.id, table.c.code, *columns))
            self._rows[table.name] = {row.id: row for row in rows}
        return self._rows[table.name][group]


def regroup(dimension: Dimension, raw: Any, places: Places) -> Any:  # noqa: ANN401 - a key of any dimension
    """Turn what the rows are grouped by (the pairing) into the dimension's group (its county)."""
    if dimension.of != "pairing" or raw is None or dimension.name == "pairing":
        return raw
    pair = places.pairs[raw]
    if dimension.name == "programme":
        return pair.programme
    end = pair.donor_id if dimension.end == "donor" else pair.recipient_id
    return places.at_level(end, dimension.level).id
