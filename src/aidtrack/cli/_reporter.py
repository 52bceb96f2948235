"""`--reporting-org`: who reports, in the formats that have to say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from aidtrack.cli._options import OUTPUT, settings
from aidtrack.cli._show import notice
from aidtrack.errors import N_
from aidtrack.formats.exchange import require_fit
from aidtrack.text import _

if TYPE_CHECKING:
    from aidtrack.formats.exchange import ExchangeFormat

ReportingOrg = Annotated[
    str | None,
    typer.Option(
        "--reporting-org",
        metavar="IDENTIFIER",
        help=N_(
            "Who reports, in IATI: its unified social credit identifier. The ledger keeps it; none takes it back."
        ),
        rich_help_panel=OUTPUT,
    ),
]


_NOBODY = frozenset({"none", "-"})


def reporter_of(format: ExchangeFormat, said: str | None) -> str | None:
    """Find who reports: as it is said now, which the ledger keeps, else as it was last said."""
    if not format.published:
        require_fit(format, reporting_org=said is None)
        return None
    from aidtrack.formats.iati.ledger.publisher import LOCAL

    known = _kept() if said is None else _keep(said)
    if known is None:
        sentence = _("It is not known who reports; {local} stands for it. Say it once with --reporting-org.")
        notice(sentence.format(local=LOCAL))
    return known


def _kept() -> str | None:
    from aidtrack.store import reading
    from aidtrack.store.reporting import reporting_org

    with reading(settings.db) as connection:
        return reporting_org(connection)


def _keep(said: str) -> str | None:
    """Keep who reports; one of these words says that it is not known any more."""
    from aidtrack.formats.iati.ledger.publisher import reporting_identifier
    from aidtrack.store.reporting import keep_reporting_org

    identifier = None if said.strip().lower() in _NOBODY else reporting_identifier(said)
    if identifier != _kept():
        keep_reporting_org(settings.db, identifier)
    return identifier
