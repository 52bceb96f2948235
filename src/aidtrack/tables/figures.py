"""Fact rows: money, jobs and other results, each with its quantity, its citation and its links."""

from __future__ import annotations

import sqlalchemy as sa

from aidtrack.tables import base

SCALES = {"funding": 100, "jobs": 1, "result": 1000}
"""How many of the stored integers make one base unit: 分 in a yuan, persons, thousandths of the unit."""


def _quantity(unit: str) -> list[sa.schema.SchemaItem]:
    return [
        base.text("text", comment="the figure as printed; null where it was counted, not printed"),
        sa.Column("low", base.BigInt, nullable=False, comment=f"the least it can be, in {unit}"),
        sa.Column("high", base.BigInt, comment=f"the most it can be, in {unit}; null: open"),
        sa.Column("value", base.BigInt, comment=f"the number stated, in {unit}; null: none is"),
        *base.word("quantity_kind"),
        sa.CheckConstraint("low >= 0", name="not_negative"),
        sa.CheckConstraint("high >= low", name="bounds"),
        sa.CheckConstraint("value >= low AND (high IS NULL OR value <= high)", name="value_within"),
    ]


def _period() -> list[sa.schema.SchemaItem]:
    return [
        base.date("period_start", "first day of what the figure covers; null: open"),
        base.date("period_end", "last day of what the figure covers; null: open"),
        sa.Column(
            "year", sa.SmallInteger, comment="the calendar year that holds the whole period, else null"
        ),
        base.date("as_of", "截至: the day at which the figure was taken"),
        *base.word("basis", nullable=True),
    ]


def _links(name: str) -> list[sa.schema.SchemaItem]:
    return [
        base.flag("separate", "asked, and answered that it is not the same as any other figure"),
        base.ref("part_of_id", name, nullable=True, index=False),
        base.flag("overlaps", "divides its whole a second time; such a part is a view"),
        base.ref("restates_id", name, nullable=True, index=False),
        sa.CheckConstraint("part_of_id IS NULL OR restates_id IS NULL", name="one_link"),
        sa.CheckConstraint('part_of_id IS NOT NULL OR NOT "overlaps"', name="overlaps_a_whole"),
        sa.CheckConstraint("part_of_id <> id AND restates_id <> id", name="not_itself"),
        # Few rows are parts or restatements: these two indexes cost nothing where there are none. On
        # PostgreSQL the migration says the same; said here it would load that dialect for every command.
        sa.Index(
            None,
            "part_of_id",
            sqlite_where=sa.text("part_of_id IS NOT NULL"),
        ),
        sa.Index(
            None,
            "restates_id",
            sqlite_where=sa.text("restates_id IS NOT NULL"),
        ),
    ]


def _figure(name: str, unit: str, *own: sa.schema.SchemaItem, comment: str) -> sa.Table:
    return base.table(
        name,
        *base.identity(),
        base.ref("pairing_id", "pairing", index=False),
        base.ref("project_id", "project", nullable=True),
        *own,
        *_quantity(unit),
        *_period(),
        *_links(name),
        *base.citation(nullable=False),
        comment=comment,
    )


funding = _figure(
    "funding",
    "hundredths of the currency (分)",
    sa.Column("currency", base.string(3), nullable=False, server_default="CNY", comment="ISO 4217"),
    *base.word("stage"),
    *base.word("fund_source"),
    *base.word("tier", nullable=True),
    *base.word("form"),
    comment="One amount of money.",
)

jobs = _figure(
    "jobs",
    "persons or posts",
    *base.word("kind", "jobs_kind"),
    *base.word("place", nullable=True),
    *base.word("channel", nullable=True),
    *base.word("group"),
    *base.word("scenario"),
    comment="One employment figure.",
)

result = _figure(
    "result",
    "thousandths of the indicator's unit",
    base.ref("indicator_id", "indicator", index=False),
    *base.word("group"),
    *base.word("scenario"),
    comment="Any other measured result.",
)

# The totals group by pairing in an index that holds all they add up: no row of the table is read.
_COVERING = ("low", "high", "value", "year", "part_of_id", "restates_id")
sa.Index(
    "ix_funding_totals",
    *(funding.c[name] for name in ("pairing_id", "stage", "fund_source", "currency", *_COVERING)),
)
# Little money is not in yuan: which other currencies there are is asked by every command.
sa.Index(None, funding.c.currency, sqlite_where=sa.text("currency <> 'CNY'"))
sa.Index(
    "ix_jobs_totals", *(jobs.c[name] for name in ("pairing_id", "kind", "scenario", "group", *_COVERING))
)
sa.Index(
    "ix_result_totals",
    *(result.c[name] for name in ("indicator_id", "pairing_id", "scenario", "group", *_COVERING)),
)

FIGURES = {table.name: table for table in (funding, jobs, result)}
