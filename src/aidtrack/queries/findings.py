"""What `check` answers with: one row for each record that something is wrong with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aidtrack.headings import heading
from aidtrack.result import Column, Result
from aidtrack.rules import RULES
from aidtrack.text import _
from aidtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator

    import sqlalchemy as sa

    from aidtrack.queries.source_check import Deviation, Held
    from aidtrack.result import Row


def rule_findings(connection: sa.Connection) -> Result:
    """Find what breaks the ledger's own rules."""
    columns = (Column("rule", shape="code"), Column("record", shape="code"), Column("finding"))
    shown = (Column("named", _("Record"), "code"), Column("finding", _("Finding")))
    return Result(columns, list(_broken(connection)), shown, _("Against the ledger's rules"))


def source_findings(connection: sa.Connection, held: Held) -> Result:
    """Gather what does not stand in the source where it is said to, after what breaks the ledger's rules."""
    columns = (
        Column("table", shape="code"),
        Column("id", shape="number"),
        Column("locator", shape="code"),
        Column("printed"),
        Column("finding"),
    )
    shown = (
        Column("named", _("Record"), "code"),
        Column("locator", heading("locator"), "code", rank=2),
        Column("printed", heading("printed"), "code", rank=3),
        Column("finding", _("Finding")),
    )
    rows = [*_broken(connection), *map(_deviating, held.deviations)]
    return Result(columns, rows, shown, _("Findings"), remarks=list(held.remarks()))


def _broken(connection: sa.Connection) -> Iterator[Row]:
    for rule in RULES.values():
        for violation in rule.find(connection):
            found = _record(violation.table, violation.fields["id"])
            yield {"rule": rule.name, **found, "finding": str(violation)}


def _deviating(deviation: Deviation) -> Row:
    citation = deviation.citation
    finding = _(deviation.sentence).format(**deviation.fields)
    said = {"locator": deviation.at, "printed": citation.printed, "finding": finding}
    return {**_record(citation.table, citation.id), **said}


def _record(table: str, number: int) -> Row:
    return {
        "table": table,
        "id": number,
        "record": f"{table} {number}",
        "named": f"{label('record', table)} {number}",
    }
