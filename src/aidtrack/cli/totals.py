"""`aidtrack totals`: everything counted once."""

from __future__ import annotations

from typing import Annotated

import typer

from aidtrack.cli._filters import Currency, filtered, given
from aidtrack.cli._lazy import App
from aidtrack.cli._options import Columns, Format, Limit, Sort, settings
from aidtrack.cli._show import show
from aidtrack.errors import N_

app = App()

By = Annotated[
    list[str] | None,
    typer.Option(
        "--by", metavar="DIMENSION", help=N_("Divide by this: donor, county, sector, year …; twice at most.")
    ),
]
Measures = Annotated[
    list[str] | None,
    typer.Option(
        "--measure", metavar="MEASURE", help=N_("Add up this: projects, funding, jobs …; repeatable.")
    ),
]


@app.command("totals", help=N_("Add up, counting everything once."))
@filtered
def totals_(
    filters: dict[str, tuple[str, ...]],
    by: By = None,
    measure: Measures = None,
    currency: Currency = "CNY",
    format: Format = None,
    columns: Columns = None,
    sort: Sort = None,
    limit: Limit = None,
) -> None:
    """Add the measures up in the dimensions asked for."""
    from aidtrack.queries.filters import read_filters
    from aidtrack.queries.totals import totals
    from aidtrack.queries.totals_result import totals_result
    from aidtrack.store import reading

    with reading(settings.db) as connection:
        criteria = read_filters(connection, given(filters), currency)
        answer = totals(connection, criteria, by or (), measure or ())
        result = totals_result(connection, answer)
    show(result, format=format, columns=columns, sort=sort, limit=limit)
