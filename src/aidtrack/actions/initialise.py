"""Make a ledger: the file, its tables, what ships with the program, and the article's facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
import yaml

from aidtrack.actions.load import Loader
from aidtrack.actions.record import Recorder, record
from aidtrack.actions.reference import bring_reference
from aidtrack.facts import Bundle
from aidtrack.store import FINISHED, create, is_finished, make_tables, revision, shipped
from aidtrack.store.current import require_current
from aidtrack.store.opening import connected
from aidtrack.store.sqlite import is_empty
from aidtrack.tables import setting

if TYPE_CHECKING:
    from pathlib import Path

    from aidtrack.store import Place


@dataclass(frozen=True)
class Initialised:
    """What `init` did: the ledger's place, and how many facts were added (null: it was complete)."""

    place: Place
    added: int | None


def initialise(db: str | None, *, empty: bool, command: str) -> Initialised:
    """Make a ledger, or complete one left half-done; a complete one is left as it is."""
    place = create(db)
    if _is_complete(place):
        return Initialised(place, None)
    make_tables(place)
    _, added = record(db, command, lambda recorder: _fill(recorder, empty=empty), unfinished=True)
    return Initialised(place, added)


def _is_complete(place: Place) -> bool:
    """Tell it without a lock, so that whoever may only read is told too."""
    if place.path and is_empty(place.path):
        return False
    with connected(place, "read") as connection:
        if revision(connection) is None:
            return False
        require_current(connection, place, unfinished=True)
        return is_finished(connection)


def _fill(recorder: Recorder, *, empty: bool) -> int | None:
    """Load what ships with the program, unless that is done; tell how many facts were added."""
    session = recorder.session
    if is_finished(session.connection()):
        return None
    bring_reference(session.connection())
    added = 0 if empty else Loader(recorder).load(read_bundle(shipped("seed"))).added
    session.execute(sa.insert(setting).values(name=FINISHED, value="empty" if empty else "seed"))
    return added


def read_bundle(folder: Path) -> Bundle:
    """Read the facts of a folder of YAML files, each a mapping of lists."""
    lists: dict[str, list[object]] = {}
    for path in sorted(folder.glob("*.yaml")):
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_fast_loader())  # noqa: S506 - a safe loader
        for name, facts in (content or {}).items():
            lists.setdefault(name, []).extend(facts)
    return Bundle.model_validate(lists)


def _fast_loader() -> type:
    """Take the C parser where PyYAML was built with it; both are safe loaders."""
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)
