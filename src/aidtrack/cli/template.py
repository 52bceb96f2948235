"""`aidtrack template`: the empty form, for those who fill in a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aidtrack.cli._lazy import App
from aidtrack.cli._options import settings
from aidtrack.cli._output import Force
from aidtrack.cli._show import notice
from aidtrack.errors import N_, NoLedger
from aidtrack.text import _, language
from aidtrack.text import say as word

if TYPE_CHECKING:
    from aidtrack.formats.exchange import ExchangeTable

app = App()

Target = Annotated[Path, typer.Argument(metavar="FILE.xlsx", help=N_("The workbook to write."))]


@app.command("template", help=N_("Write an empty form as a workbook, to fill in and import."))
def template(file: Target, force: Force = False) -> None:
    """Write the form with the words, places and records of the ledger to choose from."""
    from aidtrack.formats.exchange import EXCHANGE, Options

    tables = ((table, ()) for table in _tables())
    EXCHANGE["xlsx"].write(file, tables, Options(language=language(), replace=force))
    notice(_("Wrote an empty form to {path}; fill it in, then: aidtrack import FILE").format(path=file))


def _tables() -> tuple[ExchangeTable, ...]:
    """Offer what the ledger knows; where there is none, only the words that every ledger has."""
    from aidtrack.actions.exchange_tables import EXCHANGED
    from aidtrack.actions.offers import with_offers
    from aidtrack.store import reading

    try:
        with reading(settings.db) as connection:
            return with_offers(connection, EXCHANGED.values())
    except NoLedger as missing:
        notice(_("The form offers no places or projects. {reason}").format(reason=word(missing)))
        return tuple(EXCHANGED.values())
