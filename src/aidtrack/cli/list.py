"""`aidtrack list`: the records of one kind."""

from __future__ import annotations

from typing import Annotated

import typer

from aidtrack.cli._filters import Currency, filtered, given
from aidtrack.cli._lazy import App
from aidtrack.cli._options import Columns, Format, Limit, Sort, settings
from aidtrack.cli._show import show
from aidtrack.errors import N_

app = App()

KindName = Annotated[str, typer.Argument(metavar="KIND", help=N_("projects, funding, jobs … (singular too)"))]


@app.command("list", help=N_("List the records of one kind."))
@filtered
def list_(
    kind: KindName,
    filters: dict[str, tuple[str, ...]],
    currency: Currency = "CNY",
    format: Format = None,
    columns: Columns = None,
    sort: Sort = None,
    limit: Limit = None,
) -> None:
    """List what passes the filters."""
    from aidtrack.queries.kinds import find_kind
    from aidtrack.store import reading

    wanted = find_kind(kind)
    with reading(settings.db) as connection:
        criteria = wanted.criteria(connection, given(filters), currency)
        result = wanted.list(connection, criteria, None)
    show(result, format=format, columns=columns, sort=sort, limit=limit)
