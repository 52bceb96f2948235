"""The ledger

Revision 0001, the first.

Rules: name every constraint; ON DELETE and ON UPDATE RESTRICT; no triggers, no generated columns, no
expression indexes; portable types only; on SQLite `batch_alter_table`; no downgrade (a backup is restored).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


# Texts compare and sort by code point on every engine.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def string(length: int) -> sa.types.TypeEngine[str]:
    """Build the type of a text of limited length."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    """Bring the schema from the revision before to this one."""
    op.create_table(
        "change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", TEXT, nullable=False, comment="name for exchange between ledgers"),
        sa.Column("at", string(32), nullable=False, comment="UTC, ISO 8601"),
        sa.Column("actor", TEXT, nullable=False, comment="who gave the command"),
        sa.Column("command", TEXT, nullable=False, comment="the command line, without passwords"),
        sa.Column("program", TEXT, nullable=False, comment="version of aidtrack that wrote it"),
        sa.Column("undoes_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["undoes_id"],
            ["change.id"],
            name=op.f("fk_change_undoes_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
        sa.UniqueConstraint("uid", name=op.f("uq_change_uid")),
        comment="One command's writes.",
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_change_undoes_id"), ["undoes_id"], unique=False)

    op.create_table(
        "setting",
        sa.Column("name", string(40), nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
        comment="One name, one value: version of the folding table, reporting organisation.",
    )
    op.create_table(
        "change_item",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("change_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False, comment="order within the change"),
        sa.Column("table_name", string(40), nullable=False),
        sa.Column("row_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("action", string(10), nullable=False),
        sa.Column(
            "before",
            TEXT,
            nullable=True,
            comment="the row as it was, a JSON object; null: a removed row that came back",
        ),
        sa.CheckConstraint("(action = 'restore') = (before IS NULL)", name=op.f("ck_change_item_before")),
        sa.CheckConstraint("action IN ('edit', 'remove', 'restore')", name=op.f("ck_change_item_action")),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["change.id"],
            name=op.f("fk_change_item_change_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_item")),
        sa.UniqueConstraint("change_id", "seq", name=op.f("uq_change_item_change_id_seq")),
        comment="A row that a change edited, removed or brought back. New rows are known by their change_id.",
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("change_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_change_item_change_id"), ["change_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_change_item_table_name_row_id"), ["table_name", "row_id"], unique=False
        )

    op.create_table(
        "division",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", TEXT, nullable=False, comment="name for exchange between ledgers"),
        sa.Column(
            "version", sa.Integer(), server_default="1", nullable=False, comment="counts the edits of the row"
        ),
        sa.Column("change_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "code",
            string(6),
            nullable=True,
            comment="GB/T 2260; null for groups; codes get reused over time",
        ),
        sa.Column("name", TEXT, nullable=False, comment="official simplified full name"),
        sa.Column("short", TEXT, nullable=False, comment="name without its type word, as paths print it"),
        sa.Column("pinyin", TEXT, nullable=True, comment="toneless, the type word apart: seda xian"),
        sa.Column("level", string(40), nullable=False, comment="code of the vocabulary level"),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "valid_from",
            string(10),
            nullable=True,
            comment="first day of this code and name; YYYY, YYYY-MM or YYYY-MM-DD",
        ),
        sa.Column(
            "valid_to",
            string(10),
            nullable=True,
            comment="last day of this code and name; YYYY, YYYY-MM or YYYY-MM-DD",
        ),
        sa.Column("note", TEXT, nullable=True),
        sa.CheckConstraint(
            "level IN ('country', 'province', 'prefecture', 'county', 'group')",
            name=op.f("ck_division_level"),
        ),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["change.id"],
            name=op.f("fk_division_change_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["division.id"],
            name=op.f("fk_division_parent_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_division")),
        sa.UniqueConstraint("uid", name=op.f("uq_division_uid")),
        comment="A place: country, province, prefecture or county level, or a named group of places.",
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("division", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_division_change_id"), ["change_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_division_code"), ["code"], unique=False)
        batch_op.create_index(batch_op.f("ix_division_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "indicator",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", TEXT, nullable=False, comment="name for exchange between ledgers"),
        sa.Column(
            "version", sa.Integer(), server_default="1", nullable=False, comment="counts the edits of the row"
        ),
        sa.Column("change_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("code", string(40), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("name_en", TEXT, nullable=True),
        sa.Column(
            "unit",
            TEXT,
            nullable=False,
            comment="people (人), attendances (人次) and households (户) differ",
        ),
        sa.Column("summable", sa.Boolean(), nullable=False, comment="whether its figures may be added"),
        sa.Column("note", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["change.id"],
            name=op.f("fk_indicator_change_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
        sa.UniqueConstraint("code", name=op.f("uq_indicator_code")),
        sa.UniqueConstraint("uid", name=op.f("uq_indicator_uid")),
        comment="What a result measures.",
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("indicator", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_indicator_change_id"), ["change_id"], unique=False)

    op.create_table(
        "sector",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", TEXT, nullable=False, comment="name for exchange between ledgers"),
        sa.Column(
            "version", sa.Integer(), server_default="1", nullable=False, comment="counts the edits of the row"
        ),
        sa.Column("change_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("code", string(40), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("name_en", TEXT, nullable=False),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("dac", string(5), nullable=True, comment="OECD DAC purpose code"),
        sa.Column("note", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["change.id"],
            name=op.f("fk_sector_change_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["sector.id"],
            name=op.f("fk_sector_parent_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sector")),
        sa.UniqueConstraint("code", name=op.f("uq_sector_code")),
        sa.UniqueConstraint("uid", name=op.f("uq_sector_uid")),
        comment="领域: a field of work, in two levels.",
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("sector", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sector_change_id"), ["change_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sector_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "source",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", TEXT, nullable=False, comment="name for exchange between ledgers"),
        sa.Column(
            "version", sa.Integer(), server_default="1", nullable=False, comment="counts the edits of the row"
        ),
        sa.Column("change_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("publisher", TEXT, nullable=True),
        sa.Column(
            "date",
            string(10),
            nullable=True,
            comment="day of publication; YYYY, YYYY-MM or YYYY-MM-DD",
        ),
        sa.Column("address", TEXT, nullable=True, comment="URL or shelf mark"),
        sa.Column("kind", string(40), nullable=False, comment="code of the vocabulary source_kind"),
        sa.Column("document_number", TEXT, nullable=True, comment="文号"),
        sa.Column("sha256", TEXT, nullable=True, comment="of the document's bytes, lower-case hexadecimal"),
        sa.Column("copy_of_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("note", TEXT, nullable=True),
        sa.CheckConstraint(
            "kind IN ('document', 'statistics', 'news', 'ledger', 'interview', 'social_media')",
            name=op.f("ck_source_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["change.id"],
            name=op.f("fk_source_change_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["copy_of_id"],
            ["source.id"],
            name=op.f("fk_source_copy_of_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint("uid", name=op.f("uq_source_uid")),
        comment="A document in which facts are said.",
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("source", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_source_change_id"), ["change_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_source_copy_of_id"), ["copy_of_id"], unique=False)

    op.create_table(
        "division_member",
        sa.Column("group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["division.id"],
            name=op.f("fk_division_member_group_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["division.id"],
            name=op.f("fk_division_member_member_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("group_id", "member_id", name=op.f("pk_division_member")),
        comment="A place that belongs to a named group.",
    )
    op.create_table(
        "division_name",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("division_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("kind", string(20), nullable=False),
        sa.Column("key", TEXT, nullable=False, comment="folded form by which the name is looked up"),
        sa.Column("since", string(10), nullable=True, comment="first use; YYYY, YYYY-MM or YYYY-MM-DD"),
        sa.Column("until", string(10), nullable=True, comment="last use; YYYY, YYYY-MM or YYYY-MM-DD"),
        sa.Column("source", TEXT, nullable=True, comment="where the name is from"),
        sa.CheckConstraint(
            "kind IN ('code', 'name', 'alias', 'pinyin', 'former_name', 'former_code', 'romanised')",
            name=op.f("ck_division_name_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["division_id"],
            ["division.id"],
            name=op.f("fk_division_name_division_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_division_name")),
        comment="One name of a place.",
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("division_name", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_division_name_division_id"), ["division_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_division_name_key"), ["key"], unique=False)

    op.create_table(
        "organisation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", TEXT, nullable=False, comment="name for exchange between ledgers"),
        sa.Column(
            "version", sa.Integer(), server_default="1", nullable=False, comment="counts the edits of the row"
        ),
        sa.Column("change_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("name_en", TEXT, nullable=True),
        sa.Column("aliases", TEXT, nullable=True),
        sa.Column("kind", string(40), nullable=True, comment="code of the vocabulary organisation_kind"),
        sa.Column("division_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("identifier", TEXT, nullable=True, comment="unified social credit identifier (CN-USCI)"),
        sa.Column("note", TEXT, nullable=True),
        sa.Column("search_key", TEXT, nullable=False, comment="folded name, aliases and English name"),
        sa.CheckConstraint(
            "kind IN ('government', 'local_government', 'public', 'ngo', 'foundation', 'enterprise', 'academic')",
            name=op.f("ck_organisation_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["change.id"],
            name=op.f("fk_organisation_change_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["division_id"],
            ["division.id"],
            name=op.f("fk_organisation_division_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("uid", name=op.f("uq_organisation_uid")),
        comment="A body: a government, a school, an enterprise.",
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_change_id"), ["change_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisation_division_id"), ["division_id"], unique=False)

    op.create_table(
        "pairing",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", TEXT, nullable=False, comment="name for exchange between ledgers"),
        sa.Column(
            "version", sa.Integer(), server_default="1", nullable=False, comment="counts the edits of the row"
        ),
        sa.Column("change_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("donor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recipient_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("programme", string(40), nullable=True, comment="code of the vocabulary programme"),
        sa.Column(
            "since",
            string(10),
            nullable=True,
            comment="first day of the pairing; YYYY, YYYY-MM or YYYY-MM-DD",
        ),
        sa.Column(
            "until",
            string(10),
            nullable=True,
            comment="last day of the pairing; YYYY, YYYY-MM or YYYY-MM-DD",
        ),
        sa.Column("source_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("locator", TEXT, nullable=True, comment="place in the source: L49; L41, L50; p. 3"),
        sa.Column(
            "presumed",
            TEXT,
            nullable=True,
            comment="names of the fields that the coder inferred, links included",
        ),
        sa.Column("note", TEXT, nullable=True),
        sa.CheckConstraint(
            "programme IN ('counterpart_support', 'east_west_cooperation', 'counterpart_cooperation', 'mountain_sea', 'in_province', 'designated', 'other')",
            name=op.f("ck_pairing_programme"),
        ),
        sa.CheckConstraint("donor_id <> recipient_id", name=op.f("ck_pairing_two_ends")),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["change.id"],
            name=op.f("fk_pairing_change_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["donor_id"],
            ["division.id"],
            name=op.f("fk_pairing_donor_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"],
            ["division.id"],
            name=op.f("fk_pairing_recipient_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["source.id"],
            name=op.f("fk_pairing_source_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairing")),
        sa.UniqueConstraint("uid", name=op.f("uq_pairing_uid")),
        comment="A donor division helps a recipient division; programme null: several, or not said.",
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("pairing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pairing_change_id"), ["change_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pairing_donor_id"), ["donor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pairing_recipient_id"), ["recipient_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pairing_source_id"), ["source_id"], unique=False)

    op.create_table(
        "project",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", TEXT, nullable=False, comment="name for exchange between ledgers"),
        sa.Column(
            "version", sa.Integer(), server_default="1", nullable=False, comment="counts the edits of the row"
        ),
        sa.Column("change_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", string(40), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("name_en", TEXT, nullable=True),
        sa.Column("aliases", TEXT, nullable=True),
        sa.Column("pairing_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("sector_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("status", string(40), nullable=True, comment="code of the vocabulary status"),
        sa.Column(
            "planned_start",
            string(10),
            nullable=True,
            comment="planned first day of work; YYYY, YYYY-MM or YYYY-MM-DD",
        ),
        sa.Column(
            "actual_start",
            string(10),
            nullable=True,
            comment="actual first day of work; YYYY, YYYY-MM or YYYY-MM-DD",
        ),
        sa.Column(
            "planned_end",
            string(10),
            nullable=True,
            comment="planned completion; YYYY, YYYY-MM or YYYY-MM-DD",
        ),
        sa.Column(
            "actual_end",
            string(10),
            nullable=True,
            comment="actual completion; YYYY, YYYY-MM or YYYY-MM-DD",
        ),
        sa.Column("site", TEXT, nullable=True, comment="where the works are, as the source names it"),
        sa.Column("works", TEXT, nullable=True, comment="建设内容: what is built or done"),
        sa.Column("source_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("locator", TEXT, nullable=True, comment="place in the source: L49; L41, L50; p. 3"),
        sa.Column(
            "presumed",
            TEXT,
            nullable=True,
            comment="names of the fields that the coder inferred, links included",
        ),
        sa.Column("note", TEXT, nullable=True),
        sa.Column("search_key", TEXT, nullable=False, comment="folded name, aliases, pinyin and code"),
        sa.CheckConstraint(
            "status IN ('identified', 'not_started', 'under_way', 'completed', 'accepted', 'in_use', 'suspended', 'cancelled')",
            name=op.f("ck_project_status"),
        ),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["change.id"],
            name=op.f("fk_project_change_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["pairing_id"],
            ["pairing.id"],
            name=op.f("fk_project_pairing_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["project.id"],
            name=op.f("fk_project_parent_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["sector_id"],
            ["sector.id"],
            name=op.f("fk_project_sector_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["source.id"],
            name=op.f("fk_project_source_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("code", name=op.f("uq_project_code")),
        sa.UniqueConstraint("uid", name=op.f("uq_project_uid")),
        comment="A unit of work of one pairing, perhaps part of a larger project; status null: not said.",
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_change_id"), ["change_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_pairing_id_code"), ["pairing_id", "code"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_sector_id"), ["sector_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_source_id"), ["source_id"], unique=False)

    op.create_table(
        "funding",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", TEXT, nullable=False, comment="name for exchange between ledgers"),
        sa.Column(
            "version", sa.Integer(), server_default="1", nullable=False, comment="counts the edits of the row"
        ),
        sa.Column("change_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pairing_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("currency", string(3), server_default="CNY", nullable=False, comment="ISO 4217"),
        sa.Column("stage", string(40), nullable=False, comment="code of the vocabulary stage"),
        sa.Column("fund_source", string(40), nullable=False, comment="code of the vocabulary fund_source"),
        sa.Column("tier", string(40), nullable=True, comment="code of the vocabulary tier"),
        sa.Column("form", string(40), nullable=False, comment="code of the vocabulary form"),
        sa.Column(
            "text",
            TEXT,
            nullable=True,
            comment="the figure as printed; null where it was counted, not printed",
        ),
        sa.Column(
            "low",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
            comment="the least it can be, in hundredths of the currency (分)",
        ),
        sa.Column(
            "high",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="the most it can be, in hundredths of the currency (分); null: open",
        ),
        sa.Column(
            "value",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="the number stated, in hundredths of the currency (分); null: none is",
        ),
        sa.Column(
            "quantity_kind",
            string(40),
            nullable=False,
            comment="code of the vocabulary quantity_kind",
        ),
        sa.Column(
            "period_start",
            string(10),
            nullable=True,
            comment="first day of what the figure covers; null: open; YYYY, YYYY-MM or YYYY-MM-DD",
        ),
        sa.Column(
            "period_end",
            string(10),
            nullable=True,
            comment="last day of what the figure covers; null: open; YYYY, YYYY-MM or YYYY-MM-DD",
        ),
        sa.Column(
            "year",
            sa.SmallInteger(),
            nullable=True,
            comment="the calendar year that holds the whole period, else null",
        ),
        sa.Column(
            "as_of",
            string(10),
            nullable=True,
            comment="截至: the day at which the figure was taken; YYYY, YYYY-MM or YYYY-MM-DD",
        ),
        sa.Column("basis", string(40), nullable=True, comment="code of the vocabulary basis"),
        sa.Column(
            "separate",
            sa.Boolean(),
            server_default=sa.false(),
            nullable=False,
            comment="asked, and answered that it is not the same as any other figure",
        ),
        sa.Column("part_of_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "overlaps",
            sa.Boolean(),
            server_default=sa.false(),
            nullable=False,
            comment="divides its whole a second time; such a part is a view",
        ),
        sa.Column("restates_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("source_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("locator", TEXT, nullable=True, comment="place in the source: L49; L41, L50; p. 3"),
        sa.Column(
            "presumed",
            TEXT,
            nullable=True,
            comment="names of the fields that the coder inferred, links included",
        ),
        sa.Column("note", TEXT, nullable=True),
        sa.CheckConstraint(
            "basis IN ('period', 'to_date', 'cumulative', 'new')", name=op.f("ck_funding_basis")
        ),
        sa.CheckConstraint(
            "form IN ('cash', 'in_kind', 'mixed', 'service', 'unstated')", name=op.f("ck_funding_form")
        ),
        sa.CheckConstraint(
            "fund_source IN ('government', 'social', 'assistance', 'unstated', 'attracted', 'enterprise', 'matching', 'other_public', 'self_raised', 'loan', 'mixed')",
            name=op.f("ck_funding_fund_source"),
        ),
        sa.CheckConstraint(
            "quantity_kind IN ('exact', 'over', 'at_least', 'under', 'at_most', 'approx', 'range', 'vague')",
            name=op.f("ck_funding_quantity_kind"),
        ),
        sa.CheckConstraint(
            "stage IN ('planned', 'pledged', 'agreed', 'issued', 'received', 'disbursed', 'spent', 'returned', 'stated')",
            name=op.f("ck_funding_stage"),
        ),
        sa.CheckConstraint("tier IN ('province', 'city', 'county', 'town')", name=op.f("ck_funding_tier")),
        sa.CheckConstraint("high >= low", name=op.f("ck_funding_bounds")),
        sa.CheckConstraint("low >= 0", name=op.f("ck_funding_not_negative")),
        sa.CheckConstraint("part_of_id <> id AND restates_id <> id", name=op.f("ck_funding_not_itself")),
        sa.CheckConstraint(
            'part_of_id IS NOT NULL OR NOT "overlaps"', name=op.f("ck_funding_overlaps_a_whole")
        ),
        sa.CheckConstraint("part_of_id IS NULL OR restates_id IS NULL", name=op.f("ck_funding_one_link")),
        sa.CheckConstraint(
            "value >= low AND (high IS NULL OR value <= high)", name=op.f("ck_funding_value_within")
        ),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["change.id"],
            name=op.f("fk_funding_change_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["pairing_id"],
            ["pairing.id"],
            name=op.f("fk_funding_pairing_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["part_of_id"],
            ["funding.id"],
            name=op.f("fk_funding_part_of_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_funding_project_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["restates_id"],
            ["funding.id"],
            name=op.f("fk_funding_restates_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["source.id"],
            name=op.f("fk_funding_source_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funding")),
        sa.UniqueConstraint("uid", name=op.f("uq_funding_uid")),
        comment="One amount of money.",
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("funding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_funding_change_id"), ["change_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_funding_part_of_id"),
            ["part_of_id"],
            unique=False,
            sqlite_where=sa.text("part_of_id IS NOT NULL"),
            postgresql_where=sa.text("part_of_id IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_funding_project_id"), ["project_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_funding_restates_id"),
            ["restates_id"],
            unique=False,
            sqlite_where=sa.text("restates_id IS NOT NULL"),
            postgresql_where=sa.text("restates_id IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_funding_source_id"), ["source_id"], unique=False)
        batch_op.create_index(
            "ix_funding_totals",
            [
                "pairing_id",
                "stage",
                "fund_source",
                "currency",
                "low",
                "high",
                "value",
                "year",
                "part_of_id",
                "restates_id",
            ],
            unique=False,
        )

    op.create_table(
        "jobs",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", TEXT, nullable=False, comment="name for exchange between ledgers"),
        sa.Column(
            "version", sa.Integer(), server_default="1", nullable=False, comment="counts the edits of the row"
        ),
        sa.Column("change_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pairing_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("kind", string(40), nullable=False, comment="code of the vocabulary jobs_kind"),
        sa.Column("place", string(40), nullable=True, comment="code of the vocabulary place"),
        sa.Column("channel", string(40), nullable=True, comment="code of the vocabulary channel"),
        sa.Column("group", string(40), nullable=False, comment="code of the vocabulary group"),
        sa.Column("scenario", string(40), nullable=False, comment="code of the vocabulary scenario"),
        sa.Column(
            "text",
            TEXT,
            nullable=True,
            comment="the figure as printed; null where it was counted, not printed",
        ),
        sa.Column(
            "low",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
            comment="the least it can be, in persons or posts",
        ),
        sa.Column(
            "high",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="the most it can be, in persons or posts; null: open",
        ),
        sa.Column(
            "value",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="the number stated, in persons or posts; null: none is",
        ),
        sa.Column(
            "quantity_kind",
            string(40),
            nullable=False,
            comment="code of the vocabulary quantity_kind",
        ),
        sa.Column(
            "period_start",
            string(10),
            nullable=True,
            comment="first day of what the figure covers; null: open; YYYY, YYYY-MM or YYYY-MM-DD",
        ),
        sa.Column(
            "period_end",
            string(10),
            nullable=True,
            comment="last day of what the figure covers; null: open; YYYY, YYYY-MM or YYYY-MM-DD",
        ),
        sa.Column(
            "year",
            sa.SmallInteger(),
            nullable=True,
            comment="the calendar year that holds the whole period, else null",
        ),
        sa.Column(
            "as_of",
            string(10),
            nullable=True,
            comment="截至: the day at which the figure was taken; YYYY, YYYY-MM or YYYY-MM-DD",
        ),
        sa.Column("basis", string(40), nullable=True, comment="code of the vocabulary basis"),
        sa.Column(
            "separate",
            sa.Boolean(),
            server_default=sa.false(),
            nullable=False,
            comment="asked, and answered that it is not the same as any other figure",
        ),
        sa.Column("part_of_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "overlaps",
            sa.Boolean(),
            server_default=sa.false(),
            nullable=False,
            comment="divides its whole a second time; such a part is a view",
        ),
        sa.Column("restates_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("source_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("locator", TEXT, nullable=True, comment="place in the source: L49; L41, L50; p. 3"),
        sa.Column(
            "presumed",
            TEXT,
            nullable=True,
            comment="names of the fields that the coder inferred, links included",
        ),
        sa.Column("note", TEXT, nullable=True),
        sa.CheckConstraint("basis IN ('period', 'to_date', 'cumulative', 'new')", name=op.f("ck_jobs_basis")),
        sa.CheckConstraint(
            "channel IN ('workshop', 'public_post', 'work_relief', 'enterprise', 'fair', 'self')",
            name=op.f("ck_jobs_channel"),
        ),
        sa.CheckConstraint(
            "kind IN ('employed', 'vacancies', 'posts', 'offered')", name=op.f("ck_jobs_kind")
        ),
        sa.CheckConstraint(
            "place IN ('east', 'out_of_province', 'in_province', 'nearby')", name=op.f("ck_jobs_place")
        ),
        sa.CheckConstraint(
            "quantity_kind IN ('exact', 'over', 'at_least', 'under', 'at_most', 'approx', 'range', 'vague')",
            name=op.f("ck_jobs_quantity_kind"),
        ),
        sa.CheckConstraint("scenario IN ('actual', 'expected', 'target')", name=op.f("ck_jobs_scenario")),
        sa.CheckConstraint(
            "\"group\" IN ('all', 'rural', 'out_of_poverty', 'monitored', 'out_of_poverty_and_monitored', 'low_income', 'disabled', 'relocated', 'students', 'women', 'cadres')",
            name=op.f("ck_jobs_group"),
        ),
        sa.CheckConstraint("high >= low", name=op.f("ck_jobs_bounds")),
        sa.CheckConstraint("low >= 0", name=op.f("ck_jobs_not_negative")),
        sa.CheckConstraint("part_of_id <> id AND restates_id <> id", name=op.f("ck_jobs_not_itself")),
        sa.CheckConstraint('part_of_id IS NOT NULL OR NOT "overlaps"', name=op.f("ck_jobs_overlaps_a_whole")),
        sa.CheckConstraint("part_of_id IS NULL OR restates_id IS NULL", name=op.f("ck_jobs_one_link")),
        sa.CheckConstraint(
            "value >= low AND (high IS NULL OR value <= high)", name=op.f("ck_jobs_value_within")
        ),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["change.id"],
            name=op.f("fk_jobs_change_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["pairing_id"],
            ["pairing.id"],
            name=op.f("fk_jobs_pairing_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["part_of_id"],
            ["jobs.id"],
            name=op.f("fk_jobs_part_of_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_jobs_project_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["restates_id"],
            ["jobs.id"],
            name=op.f("fk_jobs_restates_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["source.id"],
            name=op.f("fk_jobs_source_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sa.UniqueConstraint("uid", name=op.f("uq_jobs_uid")),
        comment="One employment figure.",
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_jobs_change_id"), ["change_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_jobs_part_of_id"),
            ["part_of_id"],
            unique=False,
            sqlite_where=sa.text("part_of_id IS NOT NULL"),
            postgresql_where=sa.text("part_of_id IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_jobs_project_id"), ["project_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_jobs_restates_id"),
            ["restates_id"],
            unique=False,
            sqlite_where=sa.text("restates_id IS NOT NULL"),
            postgresql_where=sa.text("restates_id IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_jobs_source_id"), ["source_id"], unique=False)
        batch_op.create_index(
            "ix_jobs_totals",
            [
                "pairing_id",
                "kind",
                "scenario",
                "group",
                "low",
                "high",
                "value",
                "year",
                "part_of_id",
                "restates_id",
            ],
            unique=False,
        )

    op.create_table(
        "participation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", TEXT, nullable=False, comment="name for exchange between ledgers"),
        sa.Column(
            "version", sa.Integer(), server_default="1", nullable=False, comment="counts the edits of the row"
        ),
        sa.Column("change_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role", string(40), nullable=False, comment="code of the vocabulary role"),
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("pairing_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("source_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("locator", TEXT, nullable=True, comment="place in the source: L49; L41, L50; p. 3"),
        sa.Column(
            "presumed",
            TEXT,
            nullable=True,
            comment="names of the fields that the coder inferred, links included",
        ),
        sa.Column("note", TEXT, nullable=True),
        sa.CheckConstraint(
            "role IN ('funding', 'accountable', 'extending', 'implementing', 'receiving', 'partner', 'employer')",
            name=op.f("ck_participation_role"),
        ),
        sa.CheckConstraint(
            "(project_id IS NULL) <> (pairing_id IS NULL)",
            name=op.f("ck_participation_one_of_project_and_pairing"),
        ),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["change.id"],
            name=op.f("fk_participation_change_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_participation_organisation_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["pairing_id"],
            ["pairing.id"],
            name=op.f("fk_participation_pairing_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_participation_project_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["source.id"],
            name=op.f("fk_participation_source_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation")),
        sa.UniqueConstraint("uid", name=op.f("uq_participation_uid")),
        comment="What an organisation does in a project or in a pairing.",
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_participation_change_id"), ["change_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_participation_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_participation_pairing_id"), ["pairing_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_participation_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_participation_source_id"), ["source_id"], unique=False)

    op.create_table(
        "result",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", TEXT, nullable=False, comment="name for exchange between ledgers"),
        sa.Column(
            "version", sa.Integer(), server_default="1", nullable=False, comment="counts the edits of the row"
        ),
        sa.Column("change_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pairing_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("indicator_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("group", string(40), nullable=False, comment="code of the vocabulary group"),
        sa.Column("scenario", string(40), nullable=False, comment="code of the vocabulary scenario"),
        sa.Column(
            "text",
            TEXT,
            nullable=True,
            comment="the figure as printed; null where it was counted, not printed",
        ),
        sa.Column(
            "low",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
            comment="the least it can be, in thousandths of the indicator's unit",
        ),
        sa.Column(
            "high",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="the most it can be, in thousandths of the indicator's unit; null: open",
        ),
        sa.Column(
            "value",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="the number stated, in thousandths of the indicator's unit; null: none is",
        ),
        sa.Column(
            "quantity_kind",
            string(40),
            nullable=False,
            comment="code of the vocabulary quantity_kind",
        ),
        sa.Column(
            "period_start",
            string(10),
            nullable=True,
            comment="first day of what the figure covers; null: open; YYYY, YYYY-MM or YYYY-MM-DD",
        ),
        sa.Column(
            "period_end",
            string(10),
            nullable=True,
            comment="last day of what the figure covers; null: open; YYYY, YYYY-MM or YYYY-MM-DD",
        ),
        sa.Column(
            "year",
            sa.SmallInteger(),
            nullable=True,
            comment="the calendar year that holds the whole period, else null",
        ),
        sa.Column(
            "as_of",
            string(10),
            nullable=True,
            comment="截至: the day at which the figure was taken; YYYY, YYYY-MM or YYYY-MM-DD",
        ),
        sa.Column("basis", string(40), nullable=True, comment="code of the vocabulary basis"),
        sa.Column(
            "separate",
            sa.Boolean(),
            server_default=sa.false(),
            nullable=False,
            comment="asked, and answered that it is not the same as any other figure",
        ),
        sa.Column("part_of_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "overlaps",
            sa.Boolean(),
            server_default=sa.false(),
            nullable=False,
            comment="divides its whole a second time; such a part is a view",
        ),
        sa.Column("restates_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("source_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("locator", TEXT, nullable=True, comment="place in the source: L49; L41, L50; p. 3"),
        sa.Column(
            "presumed",
            TEXT,
            nullable=True,
            comment="names of the fields that the coder inferred, links included",
        ),
        sa.Column("note", TEXT, nullable=True),
        sa.CheckConstraint(
            "basis IN ('period', 'to_date', 'cumulative', 'new')", name=op.f("ck_result_basis")
        ),
        sa.CheckConstraint(
            "quantity_kind IN ('exact', 'over', 'at_least', 'under', 'at_most', 'approx', 'range', 'vague')",
            name=op.f("ck_result_quantity_kind"),
        ),
        sa.CheckConstraint("scenario IN ('actual', 'expected', 'target')", name=op.f("ck_result_scenario")),
        sa.CheckConstraint(
            "\"group\" IN ('all', 'rural', 'out_of_poverty', 'monitored', 'out_of_poverty_and_monitored', 'low_income', 'disabled', 'relocated', 'students', 'women', 'cadres')",
            name=op.f("ck_result_group"),
        ),
        sa.CheckConstraint("high >= low", name=op.f("ck_result_bounds")),
        sa.CheckConstraint("low >= 0", name=op.f("ck_result_not_negative")),
        sa.CheckConstraint("part_of_id <> id AND restates_id <> id", name=op.f("ck_result_not_itself")),
        sa.CheckConstraint(
            'part_of_id IS NOT NULL OR NOT "overlaps"', name=op.f("ck_result_overlaps_a_whole")
        ),
        sa.CheckConstraint("part_of_id IS NULL OR restates_id IS NULL", name=op.f("ck_result_one_link")),
        sa.CheckConstraint(
            "value >= low AND (high IS NULL OR value <= high)", name=op.f("ck_result_value_within")
        ),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["change.id"],
            name=op.f("fk_result_change_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["indicator_id"],
            ["indicator.id"],
            name=op.f("fk_result_indicator_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["pairing_id"],
            ["pairing.id"],
            name=op.f("fk_result_pairing_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["part_of_id"],
            ["result.id"],
            name=op.f("fk_result_part_of_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_result_project_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["restates_id"],
            ["result.id"],
            name=op.f("fk_result_restates_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["source.id"],
            name=op.f("fk_result_source_id"),
            onupdate="RESTRICT",
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result")),
        sa.UniqueConstraint("uid", name=op.f("uq_result_uid")),
        comment="Any other measured result.",
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("result", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_result_change_id"), ["change_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_result_part_of_id"),
            ["part_of_id"],
            unique=False,
            sqlite_where=sa.text("part_of_id IS NOT NULL"),
            postgresql_where=sa.text("part_of_id IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_result_project_id"), ["project_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_result_restates_id"),
            ["restates_id"],
            unique=False,
            sqlite_where=sa.text("restates_id IS NOT NULL"),
            postgresql_where=sa.text("restates_id IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_result_source_id"), ["source_id"], unique=False)
        batch_op.create_index(
            "ix_result_totals",
            [
                "indicator_id",
                "pairing_id",
                "scenario",
                "group",
                "low",
                "high",
                "value",
                "year",
                "part_of_id",
                "restates_id",
            ],
            unique=False,
        )
