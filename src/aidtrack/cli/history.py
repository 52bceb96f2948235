"""`aidtrack history`: who changed what, when, with which command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from aidtrack.cli._lazy import App
from aidtrack.cli._options import Columns, Format, Limit, Sort, settings
from aidtrack.cli._show import show, show_record
from aidtrack.errors import N_, Unreadable

if TYPE_CHECKING:
    import sqlalchemy as sa

    from aidtrack.result import Result

app = App()

What = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[CHANGE | KIND REF]", help=N_("A change's number, or a record; all changes if not given.")
    ),
]


@app.command("history", help=N_("Show the changes, one change in full, or all that was done to a record."))
def history(
    what: What = None,
    format: Format = None,
    columns: Columns = None,
    sort: Sort = None,
    limit: Limit = None,
) -> None:
    """Show all changes, one, or those of a record."""
    from aidtrack.queries.history import list_changes, show_change
    from aidtrack.store import reading

    words = what or []
    with reading(settings.db) as connection:
        if len(words) == 1 and words[0].isdecimal():
            record = show_change(connection, int(words[0]))
        else:
            record = None
            result = _of_record(connection, words) if words else list_changes(connection)
    if record is not None:
        show_record(record, format=format)
    else:
        show(result, format=format, columns=columns, sort=sort, limit=limit)


def _of_record(connection: sa.Connection, words: list[str]) -> Result:
    """Tell what was done to a record; one that is gone is still known by its number."""
    from aidtrack.errors import NoRecord
    from aidtrack.queries.history import record_history, removed_of_name
    from aidtrack.queries.kinds import find_kind
    from aidtrack.queries.references import find_record

    if len(words) == 1:
        find_kind(words[0])
        raise Unreadable(N_("{name} is missing; --help says more."), name="REF")
    table, ref = find_kind(words[0]).table, " ".join(words[1:])
    try:
        number = int(ref) if ref.isdecimal() else find_record(connection, table, ref)[1]
    except NoRecord:
        gone = removed_of_name(connection, table, ref)
        if gone is None:
            raise
        number = gone
    return record_history(connection, table, number)
