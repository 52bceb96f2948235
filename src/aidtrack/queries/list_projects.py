"""The list of projects, sub-projects below their parents."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.headings import heading
from aidtrack.queries.caption import with_caption
from aidtrack.queries.pairs import PairNames
from aidtrack.queries.project_money import ProjectMoney
from aidtrack.result import Column, Result, Row
from aidtrack.tables import funding, organisation, participation, project, sector
from aidtrack.text import _, language, ngettext
from aidtrack.wording import date_text, label, money_heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aidtrack.queries.filters import Criteria

_DATES = ("planned_start", "actual_start", "planned_end", "actual_end")

COLUMNS = (
    Column("id", shape="code"),
    Column("code"),
    Column("name"),
    Column("name_en"),
    Column("donor"),
    Column("donor_code"),
    Column("recipient"),
    Column("recipient_code"),
    Column("county"),
    Column("county_code"),
    Column("prefecture"),
    Column("programme", vocabulary="programme"),
    Column("sector"),
    Column("status", vocabulary="status"),
    *(Column(name) for name in _DATES),
    Column("parent"),
    Column("site"),
    Column("works"),
    Column("funding", shape="money", parts=("low", "high")),
    Column("source", shape="code"),
    Column("locator"),
    Column("presumed", shape="words", vocabulary="field"),
    Column("note"),
)


def list_projects(connection: sa.Connection, criteria: Criteria, limit: int | None = None) -> Result:
    """List the projects that pass, with what each was given: itself and all below it, counted once."""
    return _Listing(connection, criteria).result(limit)


class _Listing:
    def __init__(self, connection: sa.Connection, criteria: Criteria) -> None:
        self.connection = connection
        self.criteria = criteria
        self.pairs = PairNames(criteria.places)

    def result(self, limit: int | None) -> Result:
        found = self._projects(limit)
        money = ProjectMoney(self.connection, [row.id for row in found], self.criteria.currency)
        details = _Details(self.connection, [row.id for row in found])
        rows = [self._row(row, depth, money, details) for row, depth in _as_tree(found)]
        tops = [row["id"] for row in rows if not row["_depth"]]
        one_pairing = {row.pairing_id for row in found}
        title = self.pairs.caption(one_pairing.pop()) if len(one_pairing) == 1 else _("Projects")
        listed = Result(
            COLUMNS,
            rows,
            shown=_shown(rows, self.criteria.currency),
            title=title,
            total={"funding": money.of(tops)} if len(rows) > 1 else None,
            notes=_notes(rows),
            remarks=list(self.criteria.notices),
        )
        return with_caption(listed, ("recipient", "donor", "sector_name", "status", "stages"))

    def _projects(self, limit: int | None) -> Sequence[Any]:
        columns = [column for column in project.c if column.name not in ("search_key", "uid")]
        parent = project.alias("parent")
        query = (
            sa.select(*columns, parent.c.code.label("parent"), sector.c.code.label("sector_code"))
            .add_columns(sector.c.name.label("sector_name"), sector.c.name_en.label("sector_en"))
            .select_from(
                project.outerjoin(parent, project.c.parent_id == parent.c.id).outerjoin(
                    sector, project.c.sector_id == sector.c.id
                )
            )
            .where(*self.criteria.on_projects())
            .order_by(project.c.code)
            .limit(limit)
        )
        return self.connection.execute(query).all()

    def _row(self, row: Any, depth: int, money: ProjectMoney, details: _Details) -> Row:  # noqa: ANN401
        values: Row = {name: getattr(row, name, None) for name in ("id", "code", "name", "name_en")}
        values |= self.pairs.columns(row.pairing_id)
        values |= {
            "programme": self.criteria.places.pairs[row.pairing_id].programme,
            "sector": row.sector_code,
            "status": row.status,
            **{name: getattr(row, name) for name in _DATES},
            "parent": row.parent,
            "site": row.site,
            "works": row.works,
            "funding": money.of([row.id]),
            "source": row.source_id,
            "locator": row.locator,
            "presumed": row.presumed,
            "note": row.note,
        }
        sector_name = row.sector_name if language() == "zh" else row.sector_en
        return values | {
            "sector_name": sector_name,
            "start": _either(row.actual_start, row.planned_start),
            "end": _either(row.actual_end, row.planned_end),
            "implementer": details.implementers.get(row.id),
            "stages": details.stages.get(row.id),
            "_depth": depth,
            "_presumed": _presumed(row.presumed),
        }


def _presumed(fields: list[str]) -> set[str]:
    shown = {"sector": "sector_name", "planned_end": "end", "actual_end": "end", "planned_start": "start"}
    return {shown.get(name, name) for name in fields}


def _either(actual: str | None, planned: str | None) -> str | None:
    """Say when a thing happened, or else when it is planned to."""
    if actual:
        return date_text(actual)
    return _("planned {date}").format(date=date_text(planned)) if planned else None


class _Details:
    """What the wider table adds: who implements, and at which stages the money is."""

    def __init__(self, connection: sa.Connection, projects: Sequence[int]) -> None:
        query = (
            sa.select(participation.c.project_id, organisation.c.name)
            .join(organisation, participation.c.organisation_id == organisation.c.id)
            .where(participation.c.project_id.in_(projects), participation.c.role == "implementing")
        )
        self.implementers = _joined(connection.execute(query))
        query = (
            sa.select(funding.c.project_id, funding.c.stage)
            .where(funding.c.project_id.in_(projects))
            .distinct()
        )
        stages = [(number, label("stage", stage)) for number, stage in connection.execute(query)]
        self.stages = _joined(stages)


def _joined(pairs: Any) -> dict[int, str]:  # noqa: ANN401 - rows or tuples
    names: dict[int, list[str]] = defaultdict(list)
    for number, name in pairs:
        names[number].append(name)
    return {number: "、".join(found) for number, found in names.items()}


def _as_tree(rows: Sequence[Any]) -> Iterator[tuple[Any, int]]:
    """Put sub-projects below their parents, each with its depth; one whose parent is not listed stands alone."""
    listed = {row.id for row in rows}
    children: dict[int | None, list[Any]] = defaultdict(list)
    for row in rows:
        children[row.parent_id if row.parent_id in listed else None].append(row)
    todo = [(row, 0) for row in reversed(children[None])]
    while todo:
        row, depth = todo.pop()
        yield row, depth
        todo += [(child, depth + 1) for child in reversed(children.get(row.id, []))]


def _shown(rows: Sequence[Row], currency: str) -> list[Column]:
    several = len({(row["donor_code"], row["recipient_code"], row["programme"]) for row in rows}) > 1
    ends = [
        Column("recipient", heading("recipient"), rank=2),
        Column("donor", heading("donor"), rank=3),
    ]
    columns = [
        Column("code", heading("code"), "code"),
        Column("name", heading("name")),
        Column("sector_name", heading("sector"), rank=4),
        *(ends if several else []),
        Column("status", heading("status"), vocabulary="status", rank=3),
        Column("end", heading("end"), "code", rank=2),
        Column("funding", money_heading(heading("funding"), currency), "money"),
        Column("implementer", heading("implementer"), rank=7),
        Column("start", heading("start"), "code", rank=6),
        Column("stages", heading("stage"), "code", rank=5),
        Column("locator", heading("locator"), rank=5),
    ]
    return [column for column in columns if any(row.get(column.name) is not None for row in rows)]


def _notes(rows: Sequence[Row]) -> list[str]:
    unknown = sum(1 for row in rows if row["funding"] is None and not row["_depth"])
    if not unknown:
        return []
    sentence = ngettext(
        "– unknown. Of {count} project no amount is said.",
        "– unknown. Of {count} projects no amount is said.",
        unknown,
    )
    return [sentence.format(count=unknown)]
