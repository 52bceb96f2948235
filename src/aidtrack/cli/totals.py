"""`aidtrack totals`: everything counted once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from aidtrack.cli._filters import Currency, filtered, given
from aidtrack.cli._lazy import App
from aidtrack.cli._options import Columns, Format, Limit, Sort, settings
from aidtrack.cli._output import Force, Output, Sheet, check_output
from aidtrack.cli._show import show, show_explained
from aidtrack.errors import N_

if TYPE_CHECKING:
    import sqlalchemy as sa

    from aidtrack.queries.explain_result import Explained
    from aidtrack.queries.totals import Totals

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

Explain = Annotated[
    bool,
    typer.Option(
        "--explain", help=N_("List each row behind the totals: counted, taken or left out, and why.")
    ),
]


@app.command("totals", help=N_("Add up, counting everything once."))
@filtered
def totals_(
    filters: dict[str, tuple[str, ...]],
    by: By = None,
    measure: Measures = None,
    explain: Explain = False,
    currency: Currency = "CNY",
    format: Format = None,
    columns: Columns = None,
    sort: Sort = None,
    limit: Limit = None,
    output: Output = None,
    force: Force = False,
) -> None:
    """Add the measures up in the dimensions asked for."""
    from aidtrack.queries.as_of import newest
    from aidtrack.queries.filters import read_filters
    from aidtrack.queries.totals import totals
    from aidtrack.queries.totals_result import totals_result
    from aidtrack.store import reading

    check_output(output, format, force=force)
    with reading(settings.db) as connection:
        criteria = read_filters(connection, given(filters), currency)
        answer = totals(connection, criteria, by or (), measure or ())
        result = totals_result(connection, answer)
        why = _explained(connection, answer) if explain else None
        as_of = newest(connection, criteria) if output else None
    if output:
        sheet = Sheet(output, force, given(filters), as_of, currency)
        sheet.write(result, why, columns=columns, sort=sort, limit=limit)
    elif why is None:
        show(result, format=format, columns=columns, sort=sort, limit=limit)
    else:
        show_explained(result, why, format=format, columns=columns, sort=sort, limit=limit)


def _explained(connection: sa.Connection, answer: Totals) -> Explained:
    from aidtrack.queries.explain import explain
    from aidtrack.queries.explain_result import explained

    return explained(connection, answer, explain(connection, answer))
