"""Vocabularies that users extend: sectors and indicators."""

from __future__ import annotations

import sqlalchemy as sa

from aidtrack.tables import base

sector = base.table(
    "sector",
    *base.identity(shipped=True),
    sa.Column("code", base.string(40), nullable=False, unique=True),
    base.text("name", nullable=False),
    base.text("name_en", nullable=False),
    base.ref("parent_id", "sector", nullable=True),
    sa.Column("dac", base.string(5), comment="OECD DAC purpose code"),
    base.text("note"),
    comment="领域: a field of work, in two levels.",
)

indicator = base.table(
    "indicator",
    *base.identity(shipped=True),
    sa.Column("code", base.string(40), nullable=False, unique=True),
    base.text("name", nullable=False),
    base.text("name_en"),
    base.text("unit", nullable=False, comment="people (人), attendances (人次) and households (户) differ"),
    sa.Column("summable", sa.Boolean, nullable=False, comment="whether its figures may be added"),
    base.text("note"),
    comment="What a result measures.",
)
