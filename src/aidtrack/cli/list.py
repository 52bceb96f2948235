"""`aidtrack list`: the records of one kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from aidtrack.cli._filters import Currency, filtered, given
from aidtrack.cli._lazy import App
from aidtrack.cli._options import Columns, Format, Limit, Sort, settings
from aidtrack.cli._output import Force, Output, Sheet, check_output
from aidtrack.cli._show import chosen, named_format, page, show_arranged
from aidtrack.errors import N_

if TYPE_CHECKING:
    import sqlalchemy as sa

    from aidtrack.queries.filters import Criteria
    from aidtrack.queries.kinds import Kind

app = App()

_WITH_FIGURES = frozenset({"projects", "donors", "counties", "pairings"})

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
    output: Output = None,
    force: Force = False,
) -> None:
    """List what passes the filters."""
    from aidtrack.queries.kinds import find_kind
    from aidtrack.store import reading

    check_output(output, format, force=force)
    wanted = find_kind(kind)
    name = "table" if output else named_format(format)
    with reading(settings.db) as connection:
        criteria = wanted.criteria(connection, given(filters), currency)
        result = wanted.list(connection, criteria, page(name, columns, sort, limit))
        as_of = _as_of(connection, criteria, wanted) if output else None
    if output:
        Sheet(output, force, given(filters), as_of, currency).write_arranged(chosen(result, columns))
    else:
        show_arranged(result, format=name, columns=columns)


def _as_of(connection: sa.Connection, criteria: Criteria, kind: Kind) -> str | None:
    """Find the newest day that a list of figures, or of what figures hang on, tells of."""
    from aidtrack.queries.as_of import newest
    from aidtrack.tables import FIGURES

    if kind.table in FIGURES:
        return newest(connection, criteria, [kind.table])
    return newest(connection, criteria) if kind.name in _WITH_FIGURES else None
