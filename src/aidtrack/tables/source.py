"""Documents in which facts are said."""

from __future__ import annotations

from aidtrack.tables import base

source = base.table(
    "source",
    *base.identity(),
    base.text("title", nullable=False),
    base.text("publisher"),
    base.date("date", "day of publication"),
    base.text("address", comment="URL or shelf mark"),
    *base.word("kind", "source_kind"),
    base.text("document_number", comment="文号"),
    base.text("sha256", comment="of the document's bytes, lower-case hexadecimal"),
    base.ref("copy_of_id", "source", nullable=True),
    base.text("note"),
    comment="A document in which facts are said.",
)
