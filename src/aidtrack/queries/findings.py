"""What `check` answers with: one row for each record that something is wrong with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exc

from aidtrack.errors import N_
from aidtrack.headings import heading
from aidtrack.result import Column, Result
from aidtrack.rules import check
from aidtrack.rules.violation import word_of
from aidtrack.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import sqlalchemy as sa

    from aidtrack.queries.source_check import Deviation, Held
    from aidtrack.result import Row
    from aidtrack.store.integrity import Damage

_COLUMNS = (Column("rule", shape="code"), Column("record", shape="code"), Column("finding"))
_DATABASE = "database"
"""What stands in place of a rule where the database itself found something amiss."""


def rule_findings(connection: sa.Connection, damages: Iterable[Damage] | None = None) -> Result:
    """Find what breaks the ledger's own rules; with `damages`, all that can be found, those first."""
    shown = (Column("named", _("Record"), "code"), Column("finding", _("Finding")))
    return Result(_COLUMNS, _amiss(connection, damages), shown, _("Against the ledger's rules"))


def source_findings(connection: sa.Connection, held: Held, damages: Iterable[Damage] | None = None) -> Result:
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
    rows = [*_amiss(connection, damages), *map(_deviating, held.deviations)]
    return Result(columns, rows, shown, _("Findings"), remarks=list(held.remarks()))


def _amiss(connection: sa.Connection, damages: Iterable[Damage] | None) -> list[Row]:
    if damages is None:
        return list(_broken(connection))
    return [*map(_damaged, damages), *_as_far_as_it_goes(connection)]


def _broken(connection: sa.Connection, *, deep: bool = False) -> Iterator[Row]:
    for rule, violation in check(connection, deep=deep):
        found = _record(violation.table, violation.fields.get("id"))
        yield {"rule": rule.name, **found, "finding": str(violation)}


def _as_far_as_it_goes(connection: sa.Connection) -> Iterator[Row]:
    """Look for what breaks the rules, up to where the database can be read no further."""
    try:
        yield from _broken(connection, deep=True)
    except exc.DatabaseError as error:
        if isinstance(error, exc.OperationalError) and "no such" not in str(error.orig):
            raise  # the machine fails, not the ledger: a full disk, a server that was stopped
        sentence = N_(
            "The ledger cannot be read further ({reason}); the rules from here on were not checked."
        )
        finding = _(sentence).format(reason=str(error.orig).partition("\n")[0])
        yield {"rule": _DATABASE, **_record(None, None), "finding": finding}


def _damaged(damage: Damage) -> Row:
    return {"rule": _DATABASE, **_record(damage.table, damage.id), "finding": str(damage)}


def _deviating(deviation: Deviation) -> Row:
    citation = deviation.citation
    finding = _(deviation.sentence).format(**deviation.fields)
    said = {"locator": deviation.at, "printed": citation.printed, "finding": finding}
    return {**_record(citation.table, citation.id), **said}


def _record(table: str | None, number: int | None) -> Row:
    """Name a record, for machines and for people; of no single one is what concerns a table, or all."""
    if table is None:
        return {"table": None, "id": None, "record": None, "named": None}
    word = word_of(table)
    if number is None:
        return {"table": table, "id": None, "record": table, "named": word}
    return {"table": table, "id": number, "record": f"{table} {number}", "named": f"{word} {number}"}
