"""`aidtrack check`: the ledger against its own rules."""

from __future__ import annotations

import typer

from aidtrack.cli._lazy import App
from aidtrack.cli._options import settings
from aidtrack.cli._show import notice
from aidtrack.errors import N_, Broken
from aidtrack.text import _

app = App()


@app.command("check", help=N_("Check the ledger's own rules; silent when all holds."))
def check() -> None:
    """Name every record that breaks a rule."""
    from aidtrack.rules import check as find_violations
    from aidtrack.store import reading

    with reading(settings.db) as connection:
        found = list(find_violations(connection))
    for violation in found:
        notice(_(violation.sentence).format(**violation.fields))
    if found:
        raise typer.Exit(Broken.exit_code)
