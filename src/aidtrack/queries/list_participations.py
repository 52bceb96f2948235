"""The list of what bodies do in projects and pairings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.headings import heading
from aidtrack.queries.pairs import PairNames
from aidtrack.result import Column, Result, Row
from aidtrack.tables import organisation, participation, project
from aidtrack.text import _

if TYPE_CHECKING:
    from aidtrack.queries.filters import Criteria

COLUMNS = (
    Column("id", shape="code"),
    Column("organisation"),
    Column("role", vocabulary="role"),
    Column("project"),
    Column("project_name"),
    Column("pairing", shape="code"),
    Column("donor"),
    Column("recipient"),
    Column("presumed", shape="words", vocabulary="field"),
    Column("source", shape="code"),
    Column("locator"),
    Column("note"),
)


def list_participations(
    connection: sa.Connection,
    criteria: Criteria,
    *,
    where: Any = None,  # noqa: ANN401 - a SQL condition
) -> Result:
    """List which body does what, in which project or pairing."""
    columns = participation.c
    pairing = sa.func.coalesce(columns.pairing_id, project.c.pairing_id)
    query = (
        sa.select(*columns, organisation.c.name.label("organisation"), pairing.label("its_pairing"))
        .add_columns(project.c.code.label("project"), project.c.name.label("project_name"))
        .select_from(
            participation.join(organisation, columns.organisation_id == organisation.c.id).outerjoin(
                project, columns.project_id == project.c.id
            )
        )
        .order_by(columns.id)
    )
    if where is not None:
        query = query.where(where)
    if criteria.pairings is not None:
        query = query.where(pairing.in_(criteria.pairings))
    if criteria.projects is not None:
        query = query.where(columns.project_id.in_(criteria.projects))
    names = PairNames(criteria.places)
    rows = [_row(row, names) for row in connection.execute(query)]
    shown = [
        Column("organisation", heading("organisation")),
        Column("role", heading("role"), vocabulary="role"),
        Column("for", heading("project"), rank=3),
        Column("locator", heading("locator"), rank=2),
        Column("note", heading("note"), rank=5),
    ]
    return Result(COLUMNS, rows, shown=shown, title=_("Participations"), remarks=list(criteria.notices))


def _row(row: Any, names: PairNames) -> Row:  # noqa: ANN401 - a row
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    values |= names.columns(row.its_pairing)
    values |= {"pairing": row.pairing_id, "source": row.source_id, "_presumed": set(row.presumed)}
    return values | {"for": row.project_name or f"{values['donor']} → {values['recipient']}"}
