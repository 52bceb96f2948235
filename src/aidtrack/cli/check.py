"""`aidtrack check`: the ledger against its own rules, and its figures against the text they are said in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from aidtrack.cli._lazy import App
from aidtrack.cli._options import Format, settings
from aidtrack.cli._show import notice, show
from aidtrack.cli._source import Of, SourceFile, open_source
from aidtrack.errors import N_, Broken

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from aidtrack.document import Document
    from aidtrack.result import Result

app = App()


@app.command(
    "check", help=N_("Check the ledger's own rules, and figures against their source; silent when all holds.")
)
def check(source: SourceFile = None, of: Of = None, format: Format = None) -> None:
    """Name every record that breaks a rule, or does not stand where it says it stands."""
    from aidtrack.queries.findings import rule_findings
    from aidtrack.store import reading

    document = open_source(source, of)
    with reading(settings.db) as connection:
        found = _held(connection, document, of) if document else rule_findings(connection)
    _tell(found, format)
    if found.rows:
        raise typer.Exit(Broken.exit_code)


def _held(connection: Connection, document: Document, of: str | None) -> Result:
    from aidtrack.queries.citations import citations, source_of
    from aidtrack.queries.findings import source_findings
    from aidtrack.queries.source_check import hold

    source = source_of(connection, document, of)
    if source.remark:
        notice(source.remark)
    return source_findings(connection, hold(citations(connection, source.id), document))


def _tell(found: Result, format: str | None) -> None:
    """Print the findings; where there are none, nothing but what a format asked for needs to be valid."""
    if found.rows or format:
        show(found, format=format)
        return
    for remark in found.remarks:
        notice(remark)
