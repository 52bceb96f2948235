"""The history: who changed what, when, with which command, from what to what."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.errors import N_, NoRecord
from aidtrack.headings import field_name, heading
from aidtrack.queries.amounts import base
from aidtrack.queries.names import record_name, state_name
from aidtrack.queries.states import (
    RECORDED,
    State,
    added_by,
    content,
    current,
    differing,
    items_of,
    own_rows,
    removed_since,
    state_after,
    storable,
)
from aidtrack.record import Part, Record
from aidtrack.result import Column, Result, Row
from aidtrack.tables import FIGURES, TABLES, change, change_item
from aidtrack.text import _
from aidtrack.wording import label, number_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_COUNTS = ("added", "edited", "removed", "restored")
_COUNTED = {"edit": "edited", "remove": "removed", "restore": "restored"}
COLUMNS = (
    Column("id", shape="code"),
    Column("at"),
    Column("actor"),
    Column("command"),
    *(Column(name, shape="number") for name in _COUNTS),
    Column("undoes", shape="code"),
    Column("undone_by", shape="code"),
    Column("program"),
)


def list_changes(connection: sa.Connection, wanted: Sequence[int] | None = None) -> Result:
    """List the changes, the latest first."""
    counts = _counts(connection)
    query = sa.select(change).order_by(change.c.id.desc())
    if wanted is not None:
        query = query.where(change.c.id.in_(map(storable, wanted)))
    rows = [
        {**row, "undoes": row["undoes_id"], **{name: counts[name, row["id"]] or None for name in _COUNTS}}
        for row in connection.execute(query).mappings()
    ]
    undoing = sa.select(change.c.undoes_id, change.c.id).where(change.c.undoes_id.is_not(None))
    undone = {row[0]: row[1] for row in connection.execute(undoing.order_by(change.c.id))}
    for row in rows:
        row["undone_by"] = undone.get(row["id"])
    shown = [
        Column("id", heading("change"), "code"),
        Column("at", heading("at"), "code", rank=3),
        Column("actor", heading("actor"), rank=4),
        *(Column(name, heading(name), "number", rank=2) for name in _COUNTS),
        Column("undoes", heading("undoes"), "code", rank=5),
        Column("undone_by", heading("undone_by"), "code", rank=5),
        Column("command", heading("command"), rank=2),
    ]
    kept = [column for column in shown if any(row.get(column.name) is not None for row in rows)]
    return Result(COLUMNS, rows, shown=kept, title=_("History"))


def _counts(connection: sa.Connection) -> Counter[tuple[str, int]]:
    """Count what each change did, what it added also where that is gone by now."""
    counts: Counter[tuple[str, int]] = Counter()
    for name in RECORDED:
        column = TABLES[name].c.change_id
        query = sa.select(column, sa.func.count()).where(column.is_not(None)).group_by(column)
        for number, count in connection.execute(query):
            counts["added", number] += count
    for state in _gone(connection):
        counts["added", state["change_id"]] += 1
    columns = change_item.c
    query = sa.select(columns.action, columns.change_id, sa.func.count()).group_by(
        columns.action, columns.change_id
    )
    for action, number, count in connection.execute(query):
        counts[_COUNTED[action], number] += count
    return counts


def _gone(connection: sa.Connection) -> Iterable[dict[str, Any]]:
    """Give what the rows that were taken out and did not come back were at the end."""
    columns = change_item.c
    query = sa.select(columns.table_name, columns.row_id, columns.action, columns.before)
    states: dict[tuple[str, int], dict[str, Any]] = {}
    for table, number, action, before in connection.execute(
        query.where(columns.action != "edit").order_by(columns.id)
    ):
        if action == "remove":
            states[table, number] = json.loads(before)
        else:
            states.pop((table, number), None)
    return states.values()


def removed_of_name(connection: sa.Connection, table: str, ref: str) -> int | None:
    """Find a record that is gone by the code or the name it had."""
    columns = change_item.c
    query = sa.select(columns.row_id, columns.before).where(
        columns.table_name == table, columns.action == "remove"
    )
    for number, before in connection.execute(query.order_by(columns.id.desc())):
        state = json.loads(before)
        if ref in (state.get("code"), state.get("name"), state.get("title"), state["uid"]):
            return int(number)
    return None


def changes_of(connection: sa.Connection, table: str, number: int) -> list[int]:
    """List the changes that touched a record, the earliest first; also those of one that is gone.

    What ships with the program and was never touched has none.
    """
    columns, row = change_item.c, storable(number)
    query = sa.select(columns.change_id).where(columns.table_name == table, columns.row_id == row)
    touched = set(connection.execute(query).scalars())
    first = state_after(connection, table, row, 0)
    if first is not None and first["change_id"] is not None:
        touched.add(first["change_id"])
    if not touched and first is None:
        raise NoRecord(N_("No {kind} has the id {ref}."), kind=label("record", table), ref=number)
    return sorted(touched)


_VALUES = Column("values")
"""What an added, removed or restored row said; only JSON shows it."""

_ITEM_COLUMNS = (
    Column("action"),
    Column("kind"),
    Column("id", shape="code"),
    Column("field"),
    Column("old"),
    Column("new"),
)


def _shown_items(rows: Sequence[Row], *names: str) -> list[Column]:
    columns = [Column(name, heading(name)) for name in names]
    columns += [Column(f"_{name}", heading(name)) for name in ("field", "old", "new")]
    return [column for column in columns if any(row.get(column.name) is not None for row in rows)]


def show_change(connection: sa.Connection, number: int) -> Record:
    """Show one change in full: each row it added, edited (old and new value), removed or brought back."""
    listed = list_changes(connection, [number])
    if not listed.rows:
        raise NoRecord(N_("There is no change {number}; see: aidtrack history"), number=number)
    rows = list(_details(connection, number))
    fields = [Column(c.name, heading("change" if c.name == "id" else c.name), c.shape) for c in COLUMNS]
    items = Result((*_ITEM_COLUMNS, _VALUES), rows, shown=_shown_items(rows, "what", "record"))
    return Record(
        f"{heading('change')} {number}", Result(fields, listed.rows), [Part("items", heading("items"), items)]
    )


def record_history(connection: sa.Connection, table: str, number: int) -> Result:
    """Tell what was done to one record, the earliest first: when, by whom, with which command, old and new."""
    rows = []
    for wanted in changes_of(connection, table, number):
        head = list_changes(connection, [wanted]).rows[0]
        about = {name: head[name] for name in ("at", "actor", "command")} | {"change": wanted}
        rows += [
            about | row for row in _details(connection, wanted) if (row["kind"], row["id"]) == (table, number)
        ]
    columns = (
        Column("change", shape="code"),
        Column("at"),
        Column("actor"),
        *_ITEM_COLUMNS,
        Column("command"),
    )
    shown = _shown_items(rows, "change", "at", "actor", "what")
    return Result(columns, rows, shown=shown, title=record_name(connection, table, number))


def _details(connection: sa.Connection, number: int) -> Iterator[Row]:
    for table, row in added_by(connection, number):
        state = state_after(connection, table, row, number)
        yield _detail("added", table, row, record_name(connection, table, row), state)
    steps = _steps(connection, number)
    gone: dict[tuple[str, int], State] = {(t, n): state for t, n, state in removed_since(connection, number)}
    for (table, row), state in (gone | own_rows((step[:4] for step in steps), number)).items():
        if current(connection, table, row) is None:
            yield _detail("added", table, row, state_name(connection, table, row, state), state)
    for table, row, action, before, after in steps:
        name = state_name(connection, table, row, before or after or {})
        if action == "edit":
            for field, *both in differing(before, after):
                old, new = (_in_units(table, field, value) for value in both)
                values = {"field": field, "old": old, "new": new}
                yield {**_detail("edited", table, row, name, None), **values, **_said(table, field, old, new)}
        else:
            yield _detail(_COUNTED[action], table, row, name, before or after)


def _in_units(table: str, field: str, value: Any) -> Any:  # noqa: ANN401 - a column's value
    """Give a bound of a figure in yuan, persons or units, not in the integers that are stored."""
    return base(table, value) if table in FIGURES and field in ("low", "high", "value") else value


def _steps(connection: sa.Connection, number: int) -> list[tuple[str, int, str, State | None, State | None]]:
    """List what a change did to rows, each step with the row before and after it: a change can touch one twice."""
    steps = []
    later: dict[tuple[str, int], State | None] = {}
    for table, row, action, before in reversed(items_of(connection, number)):
        record = table, row
        after = later[record] if record in later else state_after(connection, table, row, number)
        steps.append((table, row, action, before, after))
        later[record] = before
    return steps[::-1]


def _said(table: str, field: str, old: object, new: object) -> Row:
    """Word an edited field for people."""
    return {
        "_field": field_name(field),
        "_old": _value_said(table, field, old),
        "_new": _value_said(table, field, new),
    }


def _value_said(table: str, field: str, value: object) -> object:
    if isinstance(value, list):
        return _(", ").join(field_name(word) if field == "presumed" else str(word) for word in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return number_text(value)
    vocabulary = TABLES[table].c[field].info.get("vocabulary") if field in TABLES[table].c else None
    return label(vocabulary, str(value)) if vocabulary and value is not None else value


def _detail(action: str, table: str, number: int, name: str, state: dict[str, Any] | None) -> Row:
    said = content(state)
    return {
        "action": action,
        "what": heading(action),
        "kind": table,
        "id": number,
        "record": name,
        "values": said,
    }
