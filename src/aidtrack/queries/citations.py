"""What the records say of where they are said, and which source a file is the text of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.errors import N_, Refused
from aidtrack.queries.lookup import find_source
from aidtrack.tables import FIGURES, division, organisation, pairing, participation, project, source
from aidtrack.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aidtrack.document import Document


# Which source


@dataclass(frozen=True, slots=True)
class Source:
    """A source, and what there is to say of its being taken for that of a file."""

    id: int
    title: str
    remark: str | None


def source_of(connection: sa.Connection, document: Document, ref: str | None) -> Source:
    """Find the source that a document is the text of: the one of its hash, else `ref`, else the only one."""
    columns = source.c
    query = sa.select(columns.id, columns.title, columns.sha256).order_by(columns.id)
    rows = connection.execute(query).all()
    number = None if ref is None else find_source(connection, ref)
    named = [row for row in rows if row.id == number]
    same = [row for row in rows if (row.sha256 or "").lower() == document.sha256]
    chosen = [row for row in same if row in named] or same or named or rows
    if len(chosen) != 1:
        raise _unclear(chosen)
    remark = _remark(chosen[0], same, named)
    worded = remark and _(remark).format(id=chosen[0].id, title=chosen[0].title)
    return Source(chosen[0].id, chosen[0].title, worded)


def _remark(row: Any, same: Sequence[Any], named: Sequence[Any]) -> str | None:  # noqa: ANN401 - rows
    if row in same:
        passed_over = named and row not in named
        return (
            N_("By its hash this file is source {id} ({title}); --of was not followed.")
            if passed_over
            else None
        )
    if row.sha256:
        return N_(
            "This file is not byte for byte the one recorded as source {id} ({title}); it is read all the same."
        )
    return N_("Source {id} ({title}) has no hash on record; this file is taken for its text.")


def _unclear(rows: Sequence[Any]) -> Refused:
    if not rows:
        return Refused(N_("The ledger has no source that this file could be the text of."))
    return Refused(
        N_("This file can be the text of {count} sources; say which with --of."),
        count=len(rows),
        hints=tuple(f"{row.id}  {row.title}" for row in rows),
    )


# What cites it


@dataclass(frozen=True, slots=True)
class Citation:
    """A record, what people call it, and its place in its source.

    `printed` is null where a figure was counted, and for records that are no figures.
    """

    table: str
    id: int
    name: str
    locator: str | None
    printed: str | None

    @property
    def is_figure(self) -> bool:
        """Whether the record has a quantity."""
        return self.table in FIGURES


def citations(connection: sa.Connection, source_id: int) -> list[Citation]:
    """Read all that cites a source, by table and in the order in which it was recorded."""
    return [citation for table in _CITING for citation in _read(connection, table, source_id)]


def _read(connection: sa.Connection, table: sa.Table, source_id: int) -> Iterator[Citation]:
    name, joined = _CITING[table]
    printed = table.c.text if "text" in table.c else sa.null()
    query = (
        sa.select(table.c.id, name, table.c.locator, printed)
        .select_from(joined)
        .where(table.c.source_id == source_id)
        .order_by(table.c.id)
    )
    for row in connection.execute(query):
        yield Citation(table.name, *row)


_donor, _recipient = division.alias("donor"), division.alias("recipient")
_ends = _donor.c.name + " → " + _recipient.c.name


def _with_ends(joined: sa.FromClause) -> sa.FromClause:
    return joined.join(_donor, pairing.c.donor_id == _donor.c.id).join(
        _recipient, pairing.c.recipient_id == _recipient.c.id
    )


def _with_project(table: sa.Table) -> sa.FromClause:
    joined = table.outerjoin(project, table.c.project_id == project.c.id)
    return _with_ends(joined.join(pairing, table.c.pairing_id == pairing.c.id))


_CITING: dict[sa.Table, tuple[sa.ColumnElement[str], sa.FromClause]] = {
    **{table: (sa.func.coalesce(project.c.name, _ends), _with_project(table)) for table in FIGURES.values()},
    project: (project.c.name, project),
    pairing: (_ends, _with_ends(pairing)),
    participation: (
        organisation.c.name,
        participation.join(organisation, participation.c.organisation_id == organisation.c.id),
    ),
}
"""By table that cites: what people call its records, and the tables that this needs."""
