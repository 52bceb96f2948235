"""The lists of what is no project and no figure: places, pairings, bodies, sources, vocabularies."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.headings import heading
from aidtrack.queries.list_divisions import PLACE_COLUMNS, place_row
from aidtrack.queries.pairs import PairNames
from aidtrack.result import Column, Result, Row
from aidtrack.tables import (
    indicator,
    organisation,
    pairing,
    participation,
    project,
    sector,
    source,
)
from aidtrack.text import _, language

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from aidtrack.queries.filters import Criteria


def _result(columns: Sequence[Column], rows: Sequence[Row], title: str, criteria: Criteria) -> Result:
    shown = [
        Column(column.name, heading(column.name), column.shape, column.rank, column.vocabulary)
        for column in columns
        if any(row.get(column.name) not in (None, [], False) for row in rows)
    ]
    return Result(columns, rows, shown=shown, title=title, remarks=list(criteria.notices))


def _mapped(rows: Iterable[Any]) -> list[Row]:
    return [dict(row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name for it


def list_pairings(connection: sa.Connection, criteria: Criteria) -> Result:
    """List who helps whom."""
    names = PairNames(criteria.places)
    tops = sa.select(sa.func.count()).where(
        project.c.pairing_id == pairing.c.id, project.c.parent_id.is_(None)
    )
    count = tops.scalar_subquery()
    query = sa.select(*pairing.c, count.label("projects")).order_by(pairing.c.id)
    if criteria.pairings is not None:
        query = query.where(pairing.c.id.in_(criteria.pairings))
    rows = [
        {**row, **names.columns(row["id"]), "source": row["source_id"], "_presumed": set(row["presumed"])}
        for row in _mapped(connection.execute(query))
    ]
    columns = (
        Column("id", shape="code"),
        Column("donor"),
        Column("donor_code", rank=5),
        Column("recipient"),
        Column("recipient_code", rank=5),
        Column("county", rank=9),
        Column("prefecture", rank=9),
        Column("programme", vocabulary="programme", rank=2),
        Column("since", shape="code", rank=2),
        Column("until", shape="code", rank=2),
        Column("projects", shape="number", rank=2),
        Column("presumed", shape="words", vocabulary="field", rank=8),
        Column("source", shape="code", rank=8),
        Column("locator", rank=3),
        Column("note", rank=7),
    )
    found = _result(columns, rows, _("Pairings"), criteria)
    shown = [column for column in found.shown if column.name not in ("county", "prefecture", "presumed")]
    return Result(columns, rows, shown=shown, title=found.title, remarks=found.remarks)


def list_donors(connection: sa.Connection, criteria: Criteria) -> Result:
    """List the donors, with whom they help."""
    return _ends(connection, criteria, ("donor_id", "recipient_id"), "recipients", _("Donors"))


def list_counties(connection: sa.Connection, criteria: Criteria) -> Result:
    """List the recipients, with who helps them."""
    return _ends(connection, criteria, ("recipient_id", "donor_id"), "donors", _("Recipients"))


def _ends(
    connection: sa.Connection,
    criteria: Criteria,
    ends: tuple[str, str],
    others: str,
    title: str,
) -> Result:
    mine, theirs = ends
    tops = sa.select(project.c.pairing_id, sa.func.count()).where(project.c.parent_id.is_(None))
    query = tops.group_by(project.c.pairing_id)
    projects = {row[0]: row[1] for row in connection.execute(query)}
    found: dict[int, list[Any]] = defaultdict(list)
    for pair in criteria.places.pairs.values():
        if criteria.pairings is None or pair.id in criteria.pairings:
            found[getattr(pair, mine)].append(pair)
    places = criteria.places
    rows = [
        {
            **place_row(places, place),
            others: list(dict.fromkeys(places[getattr(pair, theirs)].name for pair in pairs)),
            "projects": sum(projects.get(pair.id, 0) for pair in pairs),
        }
        for place, pairs in sorted(found.items(), key=lambda item: places[item[0]].code or "")
    ]
    columns = (*PLACE_COLUMNS, Column(others, shape="words"), Column("projects", shape="number", rank=2))
    return _result(columns, rows, title, criteria)


def list_organisations(connection: sa.Connection, criteria: Criteria) -> Result:
    """List the bodies that take part, with their roles."""
    places = criteria.places
    query = sa.select(organisation).order_by(organisation.c.id)
    for word in criteria.words:
        query = query.where(organisation.c.search_key.contains(word, autoescape=True))
    roles: dict[int, list[str]] = defaultdict(list)
    taking_part = sa.select(participation.c.organisation_id, participation.c.role).distinct()
    for number, role in connection.execute(taking_part.order_by(participation.c.role)):
        roles[number].append(role)
    rows = [
        {
            **row,
            "division": places[row["division_id"]].name if row["division_id"] else None,
            "role": roles.get(row["id"], []),
        }
        for row in _mapped(connection.execute(query))
    ]
    columns = (
        Column("id", shape="code"),
        Column("name"),
        Column("name_en", rank=5),
        Column("aliases", shape="words", rank=7),
        Column("kind", vocabulary="organisation_kind", rank=3),
        Column("division", rank=4),
        Column("role", shape="words", vocabulary="role", rank=2),
        Column("identifier", shape="code", rank=6),
        Column("note", rank=8),
    )
    return _result(columns, rows, _("Organisations"), criteria)


def list_sources(connection: sa.Connection, criteria: Criteria) -> Result:
    """List the documents in which facts are said."""
    rows = [
        {**row, "copy_of": row["copy_of_id"]}
        for row in _mapped(connection.execute(sa.select(source).order_by(source.c.id)))
    ]
    columns = (
        Column("id", shape="code"),
        Column("title"),
        Column("publisher", rank=2),
        Column("date", shape="code", rank=2),
        Column("kind", vocabulary="source_kind", rank=3),
        Column("document_number", rank=4),
        Column("address", rank=6),
        Column("sha256", shape="code", rank=9),
        Column("copy_of", shape="code", rank=7),
        Column("note", rank=8),
    )
    return _result(columns, rows, _("Sources"), criteria)


def list_indicators(connection: sa.Connection, criteria: Criteria) -> Result:
    """List what results measure, in which unit, and whether it may be summed."""
    query = sa.select(indicator).order_by(indicator.c.id)
    rows = _mapped(connection.execute(query))
    columns = (
        Column("code", shape="code"),
        *_names(),
        Column("unit", shape="code", vocabulary="unit"),
        Column("summable", shape="flag", rank=2),
        Column("note", rank=5),
    )
    return _result(columns, rows, _("Indicators"), criteria)


def list_sectors(connection: sa.Connection, criteria: Criteria) -> Result:
    """List the fields of work, leaves below their tops."""
    parent = sector.alias("parent")
    query = (
        sa.select(sector, parent.c.code.label("parent"))
        .outerjoin(parent, sector.c.parent_id == parent.c.id)
        .order_by(
            sa.func.coalesce(sector.c.parent_id, sector.c.id), sector.c.parent_id.is_not(None), sector.c.id
        )
    )
    rows = [{**row, "_depth": int(row["parent"] is not None)} for row in _mapped(connection.execute(query))]
    columns = (
        Column("code", shape="code"),
        *_names(),
        Column("parent", rank=4),
        Column("dac", shape="code", rank=2),
    )
    return _result(columns, rows, _("Sectors"), criteria)


def _names() -> tuple[Column, ...]:
    """Put the name in the reader's language first to go last."""
    chinese, english = Column("name"), Column("name_en", rank=2)
    return (chinese, english) if language() == "zh" else (english, chinese)
