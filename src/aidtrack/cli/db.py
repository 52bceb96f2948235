"""`aidtrack db`: the database itself."""

from __future__ import annotations

from aidtrack.cli._lazy import App
from aidtrack.cli._options import settings
from aidtrack.cli._show import say
from aidtrack.errors import N_

app = App(group=True)


@app.command("path", help=N_("Print where the ledger is."))
def path() -> None:
    """Print the path or the URL, without its password."""
    from aidtrack.store import locate

    say(str(locate(settings.db)))
