"""`aidtrack db upgrade`: bring a ledger up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aidtrack.cli._options import settings
from aidtrack.cli._show import notice
from aidtrack.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from aidtrack.actions.shipped_places import Brought


def upgrade() -> None:
    """Bring it up to date, or say that it is; tell where the backup is and what was brought."""
    from aidtrack.actions.upgrade import upgrade as bring_up_to_date

    done = bring_up_to_date(settings.db, _tell_backup)
    if done.backup is None:
        notice(_("The ledger at {path} is up to date; nothing was changed.").format(path=done.place))
        return
    for line in _brought(done.brought):
        notice(line)
    notice(_("Brought the ledger at {path} up to date.").format(path=done.place))


def _tell_backup(path: Path) -> None:
    notice(_("The ledger as it was is kept at {path}.").format(path=path))


def _brought(brought: Brought) -> Iterator[str]:
    if brought.added or brought.renamed or brought.closed:
        sentence = _("Places of China: {added} added, {renamed} renamed, {closed} closed.")
        yield sentence.format(added=brought.added, renamed=brought.renamed, closed=brought.closed)
    if brought.words:
        yield _("Sectors and indicators: {count} added.").format(count=brought.words)
    if brought.keys:
        yield _("The keys by which names are found were made anew.")
