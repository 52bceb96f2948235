"""`aidtrack db copy`: take the whole ledger to another place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from aidtrack.cli._options import Format, settings
from aidtrack.cli._progress import progress
from aidtrack.cli._show import notice, show
from aidtrack.errors import N_
from aidtrack.headings import heading
from aidtrack.result import Column, Result
from aidtrack.text import _
from aidtrack.wording import label, number_text

if TYPE_CHECKING:
    from aidtrack.store.copying import Copied

Target = Annotated[
    str,
    typer.Argument(metavar="TARGET", help=N_("A new file, or the URL of an empty database: postgresql://….")),
]


def copy(target: Target, format: Format = None) -> None:
    """Copy it and say so; with a format print the count and the checksum of each table."""
    from aidtrack.store.copying import copy as copy_ledger

    with progress() as advance:
        done = copy_ledger(
            settings.db,
            target,
            lambda rows, total, table: advance(rows, total, label("record", table)),
        )
    _tell(done)  # first, for it is there even where the answer finds no room
    if format:
        show(_tables(done), format=format)


def _tables(done: Copied) -> Result:
    columns = [
        Column("table", heading("table"), "code"),
        Column("rows", heading("rows"), "number"),
        Column("sha256", heading("sha256"), "code"),
    ]
    rows = [
        {"table": name, "rows": tally.count, "sha256": tally.checksum} for name, tally in done.tallies.items()
    ]
    return Result(columns, rows)


def _tell(done: Copied) -> None:
    rows = sum(tally.count for tally in done.tallies.values())
    sentence = _(
        "Copied {rows} rows of {tables} tables to {path}; the count and the checksum of each are the same."
    )
    notice(sentence.format(rows=number_text(rows), tables=len(done.tallies), path=done.target))
    sentence = _(
        "The ledger at {path} is left as it was; to go on with the copy, name that with --db or AIDTRACK_DB."
    )
    notice(sentence.format(path=done.source))
