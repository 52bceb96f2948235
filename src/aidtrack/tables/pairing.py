"""Who helps whom, and which bodies take part."""

from __future__ import annotations

import sqlalchemy as sa

from aidtrack.tables import base

pairing = base.table(
    "pairing",
    *base.identity(),
    base.ref("donor_id", "division"),
    base.ref("recipient_id", "division"),
    *base.word("programme", nullable=True),
    base.date("since", "first day of the pairing"),
    base.date("until", "last day of the pairing"),
    *base.citation(nullable=True),
    sa.CheckConstraint("donor_id <> recipient_id", name="two_ends"),
    comment="A donor division helps a recipient division; programme null: several, or not said.",
)

organisation = base.table(
    "organisation",
    *base.identity(),
    base.text("name", nullable=False),
    base.text("name_en"),
    sa.Column("aliases", base.Words),
    *base.word("kind", "organisation_kind", nullable=True),
    base.ref("division_id", "division", nullable=True),
    base.text("identifier", comment="unified social credit identifier (CN-USCI)"),
    base.text("note"),
    base.text("search_key", nullable=False, comment="folded name, aliases and English name"),
    comment="A body: a government, a school, an enterprise.",
)

participation = base.table(
    "participation",
    *base.identity(),
    base.ref("organisation_id", "organisation"),
    *base.word("role"),
    base.ref("project_id", "project", nullable=True),
    base.ref("pairing_id", "pairing", nullable=True),
    *base.citation(nullable=True),
    sa.CheckConstraint("(project_id IS NULL) <> (pairing_id IS NULL)", name="one_of_project_and_pairing"),
    comment="What an organisation does in a project or in a pairing.",
)
