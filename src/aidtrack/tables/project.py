"""Projects: the units of work."""

from __future__ import annotations

import sqlalchemy as sa

from aidtrack.tables import base

project = base.table(
    "project",
    *base.identity(),
    sa.Column("code", base.string(40), nullable=False, unique=True),
    base.text("name", nullable=False),
    base.text("name_en"),
    sa.Column("aliases", base.Words),
    base.ref("pairing_id", "pairing", index=False),
    base.ref("parent_id", "project", nullable=True),
    base.ref("sector_id", "sector", nullable=True),
    *base.word("status", nullable=True),
    base.date("planned_start", "planned first day of work"),
    base.date("actual_start", "actual first day of work"),
    base.date("planned_end", "planned completion"),
    base.date("actual_end", "actual completion"),
    base.text("site", comment="where the works are, as the source names it"),
    base.text("works", comment="建设内容: what is built or done"),
    *base.citation(nullable=True),
    base.text("search_key", nullable=False, comment="folded name, aliases, pinyin and code"),
    sa.Index(None, "pairing_id", "code"),
    comment="A unit of work of one pairing, perhaps part of a larger project; status null: not said.",
)
