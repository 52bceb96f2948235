"""The measures of a ledger: the fixed ones, and its indicators."""

from __future__ import annotations

import sqlalchemy as sa

from aidtrack.errors import N_, Unreadable
from aidtrack.queries.measure_table import DEFAULT, MEASURES, OTHER_STAGES, PROJECTS, Measure
from aidtrack.registry import unknown
from aidtrack.tables import indicator
from aidtrack.wording import label

__all__ = ["DEFAULT", "MEASURES", "OTHER_STAGES", "PROJECTS", "Measure", "find_measures"]


def find_measures(connection: sa.Connection, names: tuple[str, ...]) -> list[Measure]:
    """Find measures by name, the codes of indicators among them."""
    return [MEASURES[name] if name in MEASURES else _of_indicator(connection, name) for name in names]


def _of_indicator(connection: sa.Connection, code: str) -> Measure:
    columns = indicator.c
    rows = connection.execute(
        sa.select(columns.id, columns.code, columns.name, columns.name_en, columns.unit, columns.summable)
    ).all()
    for row in rows:
        if row.code == code.replace("-", "_"):
            break
    else:
        raise unknown("measure", code, (*MEASURES, *(row.code for row in rows if row.summable)))
    if not row.summable:
        raise Unreadable(
            N_("Figures of {code} ({unit}) cannot be added up; see them with: aidtrack list results"),
            code=code,
            unit=label("unit", row.unit),
        )
    heading = f"{row.name}({row.unit})"
    return Measure(
        row.code, heading, row.name_en or row.name, "result", {"indicator_id": (row.id,)}, row.unit
    )
