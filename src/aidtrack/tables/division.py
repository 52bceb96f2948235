"""Places in China's administrative tree, and the names by which they are found."""

from __future__ import annotations

import sqlalchemy as sa

from aidtrack.tables import base

NAME_KINDS = ("code", "name", "alias", "pinyin", "former_name", "former_code", "romanised")

division = base.table(
    "division",
    *base.identity(shipped=True),
    sa.Column("code", base.string(6), comment="GB/T 2260; null for groups; codes get reused over time"),
    base.text("name", nullable=False, comment="official simplified full name"),
    base.text("short", nullable=False, comment="name without its type word, as paths print it"),
    base.text("pinyin", comment="toneless, the type word apart: seda xian"),
    *base.word("level"),
    base.ref("parent_id", "division", nullable=True),
    base.date("valid_from", "first day of this code and name"),
    base.date("valid_to", "last day of this code and name"),
    base.text("note"),
    sa.Index(None, "code"),
    comment="A place: country, province, prefecture or county level, or a named group of places.",
)

division_name = base.table(
    "division_name",
    base.key(),
    base.ref("division_id", "division"),
    base.text("name", nullable=False),
    sa.Column("kind", base.string(20), nullable=False),
    base.text("key", nullable=False, comment="folded form by which the name is looked up"),
    base.date("since", "first use"),
    base.date("until", "last use"),
    base.text("source", comment="where the name is from"),
    base.one_of("kind", NAME_KINDS),
    sa.Index(None, "key"),
    comment="One name of a place.",
)

division_member = sa.Table(
    "division_member",
    base.metadata,
    sa.Column(
        "group_id", base.BigInt, sa.ForeignKey("division.id", ondelete="RESTRICT", onupdate="RESTRICT")
    ),
    sa.Column(
        "member_id", base.BigInt, sa.ForeignKey("division.id", ondelete="RESTRICT", onupdate="RESTRICT")
    ),
    sa.PrimaryKeyConstraint("group_id", "member_id"),
    comment="A place that belongs to a named group.",
)
