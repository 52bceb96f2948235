"""`aidtrack db`: the database itself."""

from __future__ import annotations

from aidtrack.cli._db_backup import backup
from aidtrack.cli._db_copy import copy
from aidtrack.cli._db_info import info
from aidtrack.cli._db_restore import restore
from aidtrack.cli._db_upgrade import upgrade
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


# Each command is in a module of its own, _db_NAME.py.
app.command(
    "info", help=N_("Show the engine, the versions, the size, the last backup, and what is in each table.")
)(info)
app.command("backup", help=N_("Save the ledger in a file, while others write to it."))(backup)
app.command(
    "copy",
    help=N_(
        "Take the whole ledger, history included, to another place: from SQLite to PostgreSQL or back. It is "
        "kept there only if each table has the same count and checksum; see them with --format."
    ),
)(copy)
app.command("restore", help=N_("Bring a backup back, and keep what it replaces."))(restore)
app.command(
    "upgrade", help=N_("Bring the ledger, and the places of China in it, up to date; a backup comes first.")
)(upgrade)
