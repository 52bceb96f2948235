"""The lists of figures: money, jobs and other results, each with where it is said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from aidtrack.headings import heading
from aidtrack.queries.amounts import row_amount
from aidtrack.queries.arrange import ALL, Page, arranged
from aidtrack.queries.caption import with_caption
from aidtrack.queries.figure_rows import FigureRows
from aidtrack.queries.pairs import PairNames
from aidtrack.result import Column, Result, Row
from aidtrack.tables import FIGURES
from aidtrack.text import language
from aidtrack.wording import money_heading, period_text

if TYPE_CHECKING:
    import sqlalchemy as sa

    from aidtrack.queries.filters import Criteria

_NOT_SAID = (None, "unstated")

_OWN = {
    "funding": (
        Column("stage", vocabulary="stage"),
        Column("fund_source", vocabulary="fund_source"),
        Column("tier", vocabulary="tier"),
        Column("form", vocabulary="form"),
        Column("amount", shape="money"),
    ),
    "jobs": (
        Column("kind", vocabulary="jobs_kind"),
        Column("place", vocabulary="place"),
        Column("channel", vocabulary="channel"),
        Column("group", vocabulary="group"),
        Column("scenario", vocabulary="scenario"),
        Column("count", shape="count"),
    ),
    "result": (
        Column("indicator"),
        Column("unit", vocabulary="unit"),
        Column("group", vocabulary="group"),
        Column("scenario", vocabulary="scenario"),
        Column("count", shape="count"),
    ),
}
_BEFORE = (
    Column("id", shape="code"),
    Column("project"),
    Column("project_name"),
    Column("pairing", shape="code"),
    Column("donor"),
    Column("donor_code"),
    Column("recipient"),
    Column("recipient_code"),
    Column("county"),
    Column("county_code"),
    Column("prefecture"),
)
_AFTER = (
    Column("period"),
    Column("as_of"),
    Column("basis", vocabulary="basis"),
    Column("part_of", shape="code"),
    Column("overlaps", shape="flag"),
    Column("restates", shape="code"),
    Column("separate", shape="flag"),
    Column("presumed", shape="words", vocabulary="field"),
    Column("source", shape="code"),
    Column("locator"),
    Column("printed"),
    Column("note"),
)


_COMMON = ("donor", "stage", "fund_source", "kind", "group", "scenario", "period_shown")


def figure_columns(table: str) -> tuple[Column, ...]:
    """Give the columns of a list of figures, for machines."""
    return (*_BEFORE, *_OWN[table], *_AFTER)


def list_figures(
    connection: sa.Connection,
    criteria: Criteria,
    table: str,
    page: Page = ALL,
    *,
    where: Any = None,  # noqa: ANN401 - a SQL condition
) -> Result:
    """List the figures of one table that pass, in the order in which they were recorded."""
    passing = criteria.on_figures(FIGURES[table]) if where is None else [where]
    figures, pairs = FigureRows(connection, table, passing, page), PairNames(criteria.places)
    read = figures.read()
    answer = Result(
        figure_columns(table),
        [_row(table, row, pairs) for row in read.rows],
        shown=_shown(table, criteria.currency),
        title=heading({"funding": "funding", "jobs": "jobs", "result": "figures"}[table]),
        remarks=list(criteria.notices),
    )
    answer = arranged(answer, page)
    if not read.complete:
        answer = replace(answer, left_out=figures.count() - len(answer.rows))
    return _worded(answer) if page.for_people else answer


def _worded(answer: Result) -> Result:
    """Leave out the columns that say nothing, and say once what all rows have in common; not of some of them."""
    said = [c for c in answer.shown if any(row.get(c.name) not in _NOT_SAID for row in answer.rows)]
    answer = replace(answer, shown=said)
    return answer if answer.left_out else with_caption(answer, _COMMON)


def _row(table: str, row: Any, pairs: PairNames) -> Row:  # noqa: ANN401 - a row of any figure
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    values |= pairs.columns(row.pairing_id)
    values |= {
        "pairing": row.pairing_id,
        "amount" if table == "funding" else "count": row_amount(table, row),
        "period": period(row.period_start, row.period_end),
        "part_of": row.part_of_id,
        "restates": row.restates_id,
        "source": row.source_id,
        "printed": row.text,
        "period_shown": _period_shown(row.period_start, row.period_end),
        "for": row.project_name or values["recipient"],
        "_presumed": {"period_shown" if name == "period" else name for name in row.presumed},
    }
    if table == "result":
        values["indicator_name"] = (
            row.indicator_zh if language() == "zh" else row.indicator_en or row.indicator_zh
        )
    return values


def period(start: str | None, end: str | None) -> str | None:
    """Write a period as it is typed: 2022, 2021-06/2022-09, 2021-06/."""
    if start is None and end is None:
        return None
    return start if start == end else f"{start or ''}/{end or ''}"


def _period_shown(start: str | None, end: str | None) -> str | None:
    return period_text(start, end) if start or end else None


def _shown(table: str, currency: str) -> list[Column]:
    named = {
        "funding": [
            Column("stage", heading("stage"), vocabulary="stage"),
            Column("fund_source", heading("fund_source"), vocabulary="fund_source", rank=3),
            Column("tier", heading("tier"), vocabulary="tier", rank=6),
            Column("form", heading("form"), vocabulary="form", rank=7),
            Column("amount", money_heading(heading("amount"), currency), "money"),
        ],
        "jobs": [
            Column("kind", heading("kind"), vocabulary="jobs_kind"),
            Column("channel", heading("channel"), vocabulary="channel", rank=5),
            Column("place", heading("place"), vocabulary="place", rank=6),
            Column("group", heading("group"), vocabulary="group", rank=3),
            Column("scenario", heading("scenario"), vocabulary="scenario", rank=4),
            Column("count", heading("count"), "count"),
        ],
        "result": [
            Column("indicator_name", heading("indicator")),
            Column("group", heading("group"), vocabulary="group", rank=5),
            Column("scenario", heading("scenario"), vocabulary="scenario", rank=4),
            Column("count", heading("count"), "count"),
            Column("unit", heading("unit"), "code", rank=2, vocabulary="unit"),
        ],
    }
    return [
        Column("id", heading("id"), "code"),
        Column("donor", heading("donor"), rank=3),
        Column("for", heading("for")),
        *named[table],
        Column("period_shown", heading("period"), "code", rank=5),
        Column("part_of", heading("part_of"), "code", rank=4),
        Column("restates", heading("restates"), "code", rank=6),
        Column("locator", heading("locator"), rank=2),
    ]
