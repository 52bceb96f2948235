"""One command is one change: rows added, edited and removed belong to it, and the rules hold, or nothing is kept."""

from __future__ import annotations

import getpass
import json
import os
from array import array
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from aidtrack import __version__
from aidtrack.actions.new_rows import blank, write_new
from aidtrack.actions.uids import new_uid
from aidtrack.errors import N_, NoRecord, Refused
from aidtrack.models import MODELS, Base, Change, ChangeItem
from aidtrack.queries.states import differing
from aidtrack.rules import Near, require
from aidtrack.store import retrying, writing
from aidtrack.tables import TABLES, change_item, division_member, division_name
from aidtrack.tables.derive import derived
from aidtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence


_BELONGING = {"division": ((division_name, "division_id"), (division_member, "group_id"))}
"""By table, the rows that are nothing without theirs: they go and come back with it."""


def actor() -> str:
    """Name who gives the command: AIDTRACK_ACTOR, else the login name."""
    named = os.environ.get("AIDTRACK_ACTOR")
    if named:
        return named.encode("utf-8", "backslashreplace").decode("utf-8")  # what is no text stays readable
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user id without an entry in the password file
        return f"uid {os.getuid()}"


@dataclass(frozen=True, slots=True)
class Written:
    """A row that the change wrote: its table and its number."""

    table: str
    id: int


class WrittenRows:
    """The rows that a change wrote, some of them more than once; a million of them take no more than 8 MB."""

    def __init__(self) -> None:
        self._numbers: dict[str, array[int]] = {}

    def note(self, table: str, *numbers: int) -> None:
        """Count rows among those that were written."""
        self._numbers.setdefault(table, array("q")).extend(numbers)

    def count(self) -> dict[str, int]:
        """Tell how many there are by table."""
        return {table: len(numbers) for table, numbers in self._numbers.items()}

    def cut(self, counts: Mapping[str, int]) -> None:
        """Forget what came after there were so many."""
        for table, numbers in self._numbers.items():
            del numbers[counts.get(table, 0) :]

    def __len__(self) -> int:
        return sum(map(len, self._numbers.values()))

    def __iter__(self) -> Iterator[Written]:
        for table, numbers in self._numbers.items():
            yield from (Written(table, number) for number in numbers)


@dataclass
class Recorder:
    """Adds, edits and removes rows as one change, which exists once there is a first one."""

    session: Session
    command: str
    undoes: int | None = None
    written: WrittenRows = field(default_factory=WrittenRows)
    _change: int | None = None
    _held: int = 0

    @property
    def change(self) -> int:
        """The number of this command's change, which is written with its first row."""
        if self._change is None:
            change = Change(
                uid=new_uid(),
                at=datetime.now(UTC).isoformat(timespec="seconds"),
                actor=actor(),
                command=self.command,
                program=__version__,
                undoes_id=self.undoes,
            )
            self.session.add(change)
            self.session.flush()
            self._change = number_of(change)
        return self._change

    @property
    def changed(self) -> bool:
        """Whether the command has written anything yet."""
        return self._change is not None

    @property
    def near(self) -> Near:
        """Where to look for what breaks a rule: by what was written until now."""
        return Near(self.change, frozenset(self.written.count()))

    def hold(self) -> None:
        """Take all that was written until now for held against the rules."""
        self._held = len(self.written)

    @property
    def is_held(self) -> bool:
        """Whether nothing was written since that was held against the rules."""
        return self._held == len(self.written)

    def add(self, table: str, values: Mapping[str, Any]) -> int:
        """Write a new row and return its number; a row without a uid gets one."""
        row = MODELS[table](**{"uid": new_uid(), **values, "change_id": self.change})
        self.session.add(row)
        self.session.flush()
        number = number_of(row)
        self.written.note(table, number)
        return number

    def add_many(self, table: str, rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """Write many new rows at once, and return their numbers in the same order."""
        if table in _BELONGING:  # other rows are written with each of these
            return [self.add(table, values) for values in rows]
        names = dict.fromkeys(name for values in rows for name in values)
        unsaid = blank(table)
        said = {name: [values.get(name, unsaid[name]) for values in rows] for name in names}
        return list(self.add_columns(table, said, len(rows)))

    def add_columns(self, table: str, said: Mapping[str, Sequence[Any]], count: int) -> Sequence[int]:
        """Write many new rows at once that are given column by column, and return their numbers in their order."""
        numbers = write_new(self.session.connection(), table, self.change, said, count)
        self.written.note(table, *numbers)
        return numbers

    def edit_many(self, table: str, edits: Sequence[tuple[dict[str, Any], dict[str, Any]]]) -> None:
        """Change many rows of this transaction at once: each as it is now, and the values that differ."""
        if table in _BELONGING:
            for before, new in edits:
                self.edit(table, before["id"], new)
            return
        self._note_many(table, [before for before, _ in edits])
        changes = [
            {f"new_{name}": value for name, value in (new | derived(table, before | new)).items()}
            | {"row": before["id"], "new_version": before["version"] + 1}
            for before, new in edits
        ]
        columns = TABLES[table].c
        for names, some in groupby(sorted(changes, key=sorted), key=sorted):
            values: dict[Any, Any] = {
                columns[name.removeprefix("new_")]: sa.bindparam(name) for name in names if name != "row"
            }
            statement = sa.update(TABLES[table]).where(columns.id == sa.bindparam("row")).values(values)
            self.session.connection().execute(statement, list(some))

    def edit(self, table: str, number: int, values: Mapping[str, Any], *, version: int | None = None) -> bool:
        """Change what differs in a row; return whether anything did.

        Raises Refused if the row is no longer at the `version` that the editor saw.
        """
        row, before = self._take(table, number)
        new = {name: value for name, value in values.items() if _stored(before[name]) != _stored(value)}
        if version is not None and before["version"] != version:
            raise changed_meanwhile(table, number, self._seen(table, number, version), before, new)
        if not new:
            return False
        for name, value in new.items():
            setattr(row, name, value)
        try:
            self.session.flush()
        except StaleDataError as error:
            raise changed_meanwhile(table, number, before, before, new) from error
        self._note(table, number, "edit", before)
        return True

    def _seen(self, table: str, number: int, version: int) -> dict[str, Any]:
        """Read what a row was at an earlier version."""
        columns = change_item.c
        query = sa.select(columns.before).where(columns.table_name == table, columns.row_id == number)
        befores = [json.loads(before) for before in self.session.execute(query).scalars() if before]
        return next((before for before in befores if before["version"] == version), {})

    def remove(self, table: str, number: int) -> None:
        """Take a row out; what hangs on it must be gone already."""
        row, before = self._take(table, number)
        self._note(table, number, "remove", before | self._take_belonging(table, number))
        self.session.delete(row)
        self.session.flush()

    def _take_belonging(self, table: str, number: int) -> dict[str, Any]:
        """Take out the rows that are nothing without this one: a place's names, a group's members."""
        taken: dict[str, Any] = {}
        for other, column in _BELONGING.get(table, ()):
            own = other.c[column] == number
            taken[other.name] = [
                dict(row) for row in self.session.execute(sa.select(other).where(own)).mappings()
            ]
            self.session.execute(sa.delete(other).where(own))
        return taken

    def restore(self, table: str, before: Mapping[str, Any]) -> None:
        """Bring a removed row back under its own number."""
        # An image of before an upgrade has no word on later columns.
        values = {name: before.get(name) for name in column_names(table)}
        version = self._next_version(table, before["id"])
        self.session.execute(sa.insert(TABLES[table]).values(values | {"version": version}))
        for other, _ in _BELONGING.get(table, ()):
            if before.get(other.name):
                self.session.execute(sa.insert(other), before[other.name])
        self._note(table, before["id"], "restore", None)

    def _next_version(self, table: str, number: int) -> int:
        """Count on from the row's last version, which may be later than the state that is restored."""
        item = ChangeItem.__table__.c
        query = sa.select(sa.func.count()).where(
            item.table_name == table, item.row_id == number, item.action != "remove"
        )
        return 2 + self.session.execute(query).scalar_one()

    def _take(self, table: str, number: int) -> tuple[Base, dict[str, Any]]:
        row = self.session.get(MODELS[table], number, populate_existing=True)
        if row is None:
            raise NoRecord(N_("No {kind} has the id {ref}."), kind=label("record", table), ref=number)
        return row, {column.key: getattr(row, column.key) for column in TABLES[table].c}

    def _note_many(self, table: str, befores: Sequence[Mapping[str, Any]]) -> None:
        first = len(self.written) + 1
        items = [
            {
                "change_id": self.change,
                "seq": seq,
                "table_name": table,
                "row_id": before["id"],
                "action": "edit",
                "before": json.dumps(dict(before), ensure_ascii=False),
            }
            for seq, before in enumerate(befores, first)
        ]
        self.session.connection().execute(sa.insert(change_item), items)
        self.written.note(table, *(before["id"] for before in befores))

    @contextmanager
    def trying(self) -> Iterator[None]:
        """Take back what the block wrote if it fails; the change can go on without it."""
        counts, change = self.written.count(), self._change
        try:
            with self.session.begin_nested():
                yield
        except BaseException:
            self.written.cut(counts)
            self._change = change
            raise

    def _note(self, table: str, number: int, action: str, before: Mapping[str, Any] | None) -> None:
        self.session.add(
            ChangeItem(
                change_id=self.change,
                seq=len(self.written) + 1,
                table_name=table,
                row_id=number,
                action=action,
                before=None if before is None else json.dumps(before, ensure_ascii=False),
            )
        )
        self.session.flush()
        self.written.note(table, number)


def column_names(table: str) -> list[str]:
    """Name the columns of a table."""
    return [column.name for column in TABLES[table].c]


def _stored(value: object) -> object:
    """Give a value as its column keeps it: the empty list is null."""
    return None if value == [] else value


def number_of(row: Base) -> int:
    """Tell a written row's number."""
    number: int = row.id  # type: ignore[attr-defined]
    return number


def changed_meanwhile(
    table: str, number: int, seen: dict[str, Any], found: dict[str, Any], wanted: Mapping[str, Any]
) -> Refused:
    """Build the refusal to overwrite what somebody else wrote.

    It shows what they changed: both values where it is what was wanted otherwise, else before and now.
    """
    theirs = differing(seen, found) if seen else ()
    said = [
        f"{name}: {new} ≠ {wanted[name]}" if name in wanted else f"{name}: {old} → {new}"
        for name, old, new in theirs
    ]
    return Refused(
        N_("{kind} {id} was changed by somebody else meanwhile; look at it and try again."),
        kind=label("record", table),
        id=number,
        hints=tuple(said),
    )


T = TypeVar("T")


def record(
    db: str | None,
    command: str,
    unit: Callable[[Recorder], T],
    *,
    undoes: int | None = None,
    dry_run: bool = False,
    unfinished: bool = False,
) -> tuple[Recorder, T]:
    """Run a unit of work as one change, and again from its beginning where a server broke it off for another.

    The unit writes through the recorder and does nothing else: no printing, no files. Its answer is given back.
    """

    def attempt() -> tuple[Recorder, T]:
        with recording(db, command, undoes=undoes, dry_run=dry_run, unfinished=unfinished) as recorder:
            answer = unit(recorder)
        return recorder, answer

    return retrying(attempt)


@contextmanager
def recording(
    db: str | None,
    command: str,
    *,
    undoes: int | None = None,
    dry_run: bool = False,
    unfinished: bool = False,
) -> Iterator[Recorder]:
    """Open the ledger for one change; it is kept when the block ends well and the rules hold.

    A dry run does everything, the rules included, and then takes it back. Only `init` writes to a ledger that
    is `unfinished`.
    """
    opened = writing(db, unfinished=unfinished)
    with opened as connection, session_on(connection) as session:
        recorder = Recorder(session, command, undoes)
        yield recorder
        session.flush()
        if recorder.changed and not recorder.is_held:
            require(connection, recorder.near)
        if dry_run:
            session.rollback()


@contextmanager
def session_on(connection: sa.Connection) -> Iterator[Session]:
    """Open a session inside the transaction of the connection, which alone decides what is kept."""
    with Session(connection, expire_on_commit=False, join_transaction_mode="rollback_only") as session:
        yield session
