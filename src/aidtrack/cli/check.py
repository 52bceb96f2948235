"""`aidtrack check`: the ledger against its own rules, and its figures against the text they are said in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from aidtrack.cli._iati import IatiFile, check_iati
from aidtrack.cli._lazy import App
from aidtrack.cli._options import Format, settings
from aidtrack.cli._show import notice, show
from aidtrack.cli._source import Of, SourceFile, open_source
from aidtrack.errors import N_, Broken, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from aidtrack.document import Document
    from aidtrack.result import Result
    from aidtrack.store.integrity import Damage

app = App()

Deep = Annotated[
    bool,
    typer.Option(
        "--deep",
        help=N_(
            "Look for damage to the database too, and check the whole history; takes longer on large ledgers."
        ),
    ),
]


@app.command(
    "check", help=N_("Check the ledger's own rules, and figures against their source; silent when all holds.")
)
def check(
    source: SourceFile = None,
    of: Of = None,
    deep: Deep = False,
    iati: IatiFile = None,
    format: Format = None,
) -> None:
    """Name every record that breaks a rule, or does not stand where it says it stands."""
    from aidtrack.store import reading

    if iati is not None:
        if source is not None or of is not None or deep:
            raise Unreadable(N_("--iati checks that file alone; leave --source, --of and --deep out."))
        check_iati(iati, format)
        return
    document = open_source(source, of)
    with reading(settings.db) as connection:
        found = _findings(connection, document, of, deep=deep)
        if found.rows:  # told while the ledger is open: a damaged one cannot even be closed in peace
            show(found, format=format)
            raise typer.Exit(Broken.exit_code)
    _tell(found, format)


def _findings(connection: Connection, document: Document | None, of: str | None, *, deep: bool) -> Result:
    from aidtrack.queries.citations import citations, source_of
    from aidtrack.queries.findings import rule_findings, source_findings
    from aidtrack.queries.source_check import hold

    damages = _damages(connection) if deep else None
    if document is None:
        return rule_findings(connection, damages)
    source = source_of(connection, document, of)
    if source.remark:
        notice(source.remark)
    return source_findings(connection, hold(citations(connection, source.id), document), damages)


def _damages(connection: Connection) -> Iterator[Damage]:
    from aidtrack.store.integrity import damages

    return damages(connection)


def _tell(found: Result, format: str | None) -> None:
    """Say that there are no findings: by nothing, but for what a format asked for needs to be valid."""
    if format:
        show(found, format=format)
        return
    for remark in found.remarks:
        notice(remark)
