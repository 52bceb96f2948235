"""Lines of new figures or projects taken in together: read column by column, and written at once.

All that asks for a look at one row (a record that may be there already, a fault, a remark, what is not there yet)
leaves all of the lines to be taken in row by row. So both ways give the same answers; a test holds them together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aidtrack.actions.intake.columns import ByThemselves, Columns, Laid
from aidtrack.actions.intake.kinds import kind_of
from aidtrack.actions.intake.nature import COLUMNS
from aidtrack.actions.intake.pending import NOT_TAKEN
from aidtrack.errors import AidtrackError
from aidtrack.folding import fold
from aidtrack.store.bulk import having

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from aidtrack.actions.intake.desk import Desk
    from aidtrack.actions.intake.nature import Key
    from aidtrack.formats.lines import Lines

_LARGE = frozenset({"project", "funding", "jobs", "result"})
"""The tables of which there are many rows."""


def taken_together(desk: Desk, lines: Lines, rows: range) -> bool:
    """Take lines in, which are rows of these numbers, if they can be taken in together; else leave all."""
    form = kind_of(lines.table)
    if form.table not in _LARGE or not rows:
        return False
    try:
        with desk.recorder.trying(), desk.fields.codes.trying():
            laid = Laid(form, lines)
            _require_free(desk, laid)
            columns = Columns(desk, laid)
            _require_new(desk, columns)
            numbers = desk.recorder.add_columns(form.table, columns.values, len(rows))
    except (ByThemselves, AidtrackError, *NOT_TAKEN):
        return False
    desk.written_together(columns, numbers, rows)
    return True


def _require_free(desk: Desk, laid: Laid) -> None:
    """Leave lines whose keys are those of records that are there, or of each other."""
    for name in ("uid", "external_id", "code"):
        keys = [key for key in laid.stripped(name) if key is not None] if name in laid.texts else []
        _require_once(keys)
        if any(having(desk.connection, laid.form.table, ("id",), name, keys)):
            raise ByThemselves


def _require_new(desk: Desk, columns: Columns) -> None:
    """Make certain that records without a key are no others', and give codes to projects."""
    uids = columns.laid.stripped("uid")
    natures = list(_natures(columns, uids))
    _require_once(natures)
    if desk.by_nature.has_any(columns.form.table, set(natures)):
        raise ByThemselves
    if any(uids):
        columns.values["uid"] = uids
    if columns.form.table == "project":
        columns.values["code"] = _codes(desk, columns)


def _require_once(keys: Sequence[Any]) -> None:
    if len(set(keys)) < len(keys):
        raise ByThemselves


def _natures(columns: Columns, uids: Iterable[str | None]) -> Iterator[Key]:
    """Give what makes those records what they are that have no key of their own."""
    table = columns.form.table
    keys = zip(uids, columns.of("code"), strict=True) if table == "project" else zip(uids, strict=True)
    for own, nature in zip(keys, columns.rows(COLUMNS[table]), strict=True):
        if not any(own):
            yield (*nature[:-1], fold(nature[-1])) if table == "project" else nature


def _codes(desk: Desk, columns: Columns) -> list[str]:
    """Take the codes of projects into account, and make those that are missing."""
    places, codes = desk.fields.places, desk.fields.codes
    given: list[str | None] = list(columns.of("code"))
    if all(given):
        found = [code for code in given if code]
        codes.note_all(found)
        return found
    found = []
    for code, pairing, parent in columns.rows(("code", "pairing_id", "parent_id")):
        if code:
            codes.note(code)
        found.append(code or codes.make(places[places.pairs[pairing].recipient_id], parent))
    return found
