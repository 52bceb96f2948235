"""`--reporting-org`: who reports, in the formats that have to say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from aidtrack.cli._options import OUTPUT, settings
from aidtrack.cli._show import notice
from aidtrack.errors import N_, Unreadable
from aidtrack.text import _

if TYPE_CHECKING:
    from aidtrack.formats.exchange import ExchangeFormat

ReportingOrg = Annotated[
    str | None,
    typer.Option(
        "--reporting-org",
        metavar="IDENTIFIER",
        help=N_("Who reports, in IATI: its unified social credit identifier. The ledger keeps it."),
        rich_help_panel=OUTPUT,
    ),
]


def reporter_of(format: ExchangeFormat, said: str | None) -> str | None:
    """Find who reports: as it is said now, which the ledger keeps, else as it was last said."""
    if not format.published:
        if said is not None:
            raise Unreadable(
                N_("--{name} says nothing of the format {format}; leave it out."),
                name="reporting-org",
                format=format.name,
            )
        return None
    from aidtrack.formats.iati.ledger.publisher import LOCAL, reporting_identifier

    known = _kept(None if said is None else reporting_identifier(said))
    if known is None:
        sentence = _("It is not known who reports; {local} stands for it. Say it once with --reporting-org.")
        notice(sentence.format(local=LOCAL))
    return known


def _kept(identifier: str | None) -> str | None:
    from aidtrack.store import reading
    from aidtrack.store.reporting import keep_reporting_org, reporting_org

    with reading(settings.db) as connection:
        kept = reporting_org(connection)
    if identifier is not None and identifier != kept:
        keep_reporting_org(settings.db, identifier)
    return identifier or kept
