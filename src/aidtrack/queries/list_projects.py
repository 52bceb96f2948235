"""The list of projects, sub-projects below their parents."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from aidtrack.errors import N_
from aidtrack.headings import heading
from aidtrack.queries.arrange import ALL, Page, arranged
from aidtrack.queries.caption import with_caption
from aidtrack.queries.pairs import PairNames
from aidtrack.queries.project_details import Details
from aidtrack.queries.project_money import ProjectMoney
from aidtrack.queries.project_rows import READ, ProjectRows
from aidtrack.result import Column, Result, Row
from aidtrack.text import _, ngettext
from aidtrack.wording import date_text, money_heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    import sqlalchemy as sa

    from aidtrack.queries.filters import Criteria

_COMMON = ("recipient", "donor", "sector_name", "status", "stages")
_ENDS = ("recipient", "donor")
_WHATEVER = N_(
    "Funding is all that a project and its sub-projects were given, whatever the filters leave out; totals counts what passes."
)
_PRESUMED = {"sector": "sector_name", "planned_end": "end", "actual_end": "end", "planned_start": "start"}
"""By field that may be presumed: the column for people that shows it, where that is another."""
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


def list_projects(connection: sa.Connection, criteria: Criteria, page: Page = ALL) -> Result:
    """List the projects that pass, with what each was given: itself and all below it, counted once."""
    return _Listing(connection, criteria, page).result()


class _Listing:
    def __init__(self, connection: sa.Connection, criteria: Criteria, page: Page) -> None:
        self.connection = connection
        self.criteria = criteria
        self.page = page
        self.pairs = PairNames(criteria.places)
        self.projects = ProjectRows(connection, criteria, page, self.pairs)

    def result(self) -> Result:
        read = self.projects.read()
        found = read.rows if read.complete or self.page.sort else read.rows[: self.page.limit]
        money = ProjectMoney(self.connection, [row.id for row, _ in found], self.criteria.currency)
        answer = Result(COLUMNS, self._rows(found, money), remarks=list(self.criteria.notices))
        if self.page.worded:
            answer = replace(answer, shown=_columns(self.criteria.currency))
        answer = arranged(answer, self.page)
        if not read.complete:
            answer = replace(answer, left_out=self.projects.count() - len(answer.rows))
        if not self.page.for_people:
            return answer
        listed = {row.id for row, _ in read.rows}
        beyond = bool(self.criteria.figures) or any(not below <= listed for below in money.below.values())
        return self._worded(answer, money, beyond=beyond)

    def _worded(self, answer: Result, money: ProjectMoney, *, beyond: bool) -> Result:
        """Say what the rows have in common, and their total; of some of them only what each says."""
        tops = [row for row in answer.rows if not row["_depth"]]
        unknown = sum(row["funding"] is None for row in tops)
        answer = replace(answer, notes=[*_notes(unknown), *([_(_WHATEVER)] if beyond else [])])
        said = {column for row in answer.rows for column in row if row[column] is not None}
        if answer.left_out:
            shown = [column for column in answer.shown if column.name in said]
            return replace(answer, title=_("Projects"), shown=shown)
        known = len(answer.rows) > 1 and "funding" in said
        total = {"funding": money.of([row["id"] for row in tops])} if known else None
        worded = self._headed(answer, {row["pairing_id"] for row in answer.rows}, said)
        return with_caption(replace(worded, total=total), _COMMON)

    def _headed(self, answer: Result, pairings: set[int], said: set[str]) -> Result:
        """Give the title, and of the columns those that say something."""
        ends = {
            (row["donor_code"], row["recipient_code"], row["programme"])
            for row in map(self.pairs.all_of, pairings)
        }
        shown = [
            column
            for column in answer.shown
            if column.name in said and (len(ends) > 1 or column.name not in _ENDS)
        ]
        title = self.pairs.caption(next(iter(pairings))) if len(pairings) == 1 else _("Projects")
        return replace(answer, title=title, shown=shown)

    def _rows(self, found: Sequence[tuple[Any, int]], money: ProjectMoney) -> list[Row]:
        rows = [
            dict(zip(READ, row, strict=True))
            | self.pairs.all_of(row.pairing_id)
            | {"funding": money.of_one(row.id), "_depth": depth}
            for row, depth in found
        ]
        if not self.page.worded:
            return rows
        details = Details(self.connection, [row["id"] for row in rows])
        return [row | _worded(row, details) for row in rows]


def _worded(row: Row, details: Details) -> Row:
    """Give what people read in place of what the row says, or beside it."""
    return {
        "start": _either(row["actual_start"], row["planned_start"]),
        "end": _either(row["actual_end"], row["planned_end"]),
        "implementer": details.implementers.get(row["id"]),
        "stages": details.stages.get(row["id"]),
        "_presumed": _presumed(row["presumed"]),
    }


def _presumed(fields: list[str]) -> set[str]:
    return {_PRESUMED.get(name, name) for name in fields}


def _either(actual: str | None, planned: str | None) -> str | None:
    """Say when a thing happened, or else when it is planned to."""
    if actual:
        return date_text(actual)
    return _("planned {date}").format(date=date_text(planned)) if planned else None


def _columns(currency: str) -> list[Column]:
    return [
        Column("code", heading("code"), "code"),
        Column("name", heading("name")),
        Column("sector_name", heading("sector"), rank=4),
        Column("recipient", heading("recipient"), rank=2),
        Column("donor", heading("donor"), rank=3),
        Column("status", heading("status"), vocabulary="status", rank=3),
        Column("end", heading("end"), "code", rank=2),
        Column("funding", money_heading(heading("funding"), currency), "money"),
        Column("implementer", heading("implementer"), rank=7),
        Column("start", heading("start"), "code", rank=6),
        Column("stages", heading("stage"), "code", rank=5),
        Column("locator", heading("locator"), rank=5),
    ]


def _notes(unknown: int) -> list[str]:
    if not unknown:
        return []
    sentence = ngettext(
        "– unknown. Of {count} project no funding is said.",
        "– unknown. Of {count} projects no funding is said.",
        unknown,
    )
    return [sentence.format(count=unknown)]
