"""Any sequence of changes in a real database: what is taken back is as if it had not been, what is refused is not there."""

from __future__ import annotations

import functools
import json
import shutil
from collections import Counter, defaultdict
from contextlib import ExitStack, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from aidtrack import store
from aidtrack.actions.prefer import prefer
from aidtrack.actions.record import recording
from aidtrack.actions.remove import going
from aidtrack.actions.remove import remove as take_out
from aidtrack.actions.undo import last_change, undo
from aidtrack.errors import Broken, NoRecord, Refused
from aidtrack.queries.states import RECORDED, content
from aidtrack.rules import RULES, look
from aidtrack.store import opening, sqlite
from aidtrack.tables import FIGURES, TABLES, change, change_item, division_member, division_name
from ledgers import Ledger, forget_links

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from aidtrack.actions.record import Recorder
    from servers import Databases

    Fresh = Callable[[], AbstractContextManager[Ledger]]

Key = tuple[str, int]
State = dict[Key, dict[str, Any]]

PLACES = 6
"""A ledger of this test has so few divisions: all are read for the rules of every change."""

LEADS_NOWHERE = [
    sa.select(key.parent).where(
        key.parent.is_not(None), key.parent.not_in(sa.select(target.c[key.column.name]))
    )
    for table in TABLES.values()
    for key in table.foreign_keys
    for target in [key.column.table.alias()]
]
"""What finds the links to rows that are not there."""

DATES = (None, "2021", "2021-06", "2022-03", "2023")
BELONGING = ((division_name, "division_id"), (division_member, "group_id"))
EDITS = {
    "source": ("title", "date", "copy_of_id"),
    "organisation": ("name", "aliases"),
    "division": ("name",),
    "pairing": ("since", "until"),
    "project": ("code", "name", "aliases", "parent_id", "pairing_id", "planned_start", "planned_end"),
    **dict.fromkeys(
        FIGURES, ("part_of_id", "restates_id", "overlaps", "low", "period_start", "project_id", "note")
    ),
}
REMOVABLE = ("source", "organisation", "division", "pairing", "project", "participation", *FIGURES)


class Nothing(Exception):
    """A step finds no row to work on."""


class Step(NamedTuple):
    """One write of a change: what is done, and numbers that choose the rows and values."""

    what: str
    numbers: tuple[int, ...]


class Chooser:
    """Chooses rows and values by the numbers of a step."""

    def __init__(self, recorder: Recorder, numbers: Sequence[int]) -> None:
        self.recorder = recorder
        self.numbers = list(numbers)

    def one(self, values: Sequence[Any]) -> Any:
        if not values:
            raise Nothing
        return values[self.numbers.pop() % len(values)]

    def row(self, table: str, *where: sa.ColumnElement[bool]) -> int:
        query = sa.select(TABLES[table].c.id).where(*where).order_by(TABLES[table].c.id.desc())
        return int(self.one(self.recorder.session.execute(query).scalars().all()))

    def row_or_none(self, table: str) -> int | None:
        return None if self.one((True, False)) else self.row(table)


def add_source(recorder: Recorder, choose: Chooser) -> None:
    recorder.add("source", {"title": choose.one("甲乙丙"), "kind": "news", "date": choose.one(DATES)})


def add_organisation(recorder: Recorder, choose: Chooser) -> None:
    recorder.add("organisation", {"name": choose.one("学校医院"), "aliases": choose.one(([], ["a"]))})


def add_group(recorder: Recorder, choose: Chooser) -> None:
    member = choose.row("division")
    name = choose.one("东西")
    number = recorder.add("division", {"name": name, "short": name, "level": "group"})
    recorder.session.execute(sa.insert(division_member).values(group_id=number, member_id=member))


def add_pairing(recorder: Recorder, choose: Chooser) -> None:
    ends = {"donor_id": choose.row("division"), "recipient_id": choose.row("division")}
    recorder.add("pairing", {**ends, "since": choose.one(DATES), "until": choose.one(DATES)})


def add_project(recorder: Recorder, choose: Chooser) -> None:
    values = {
        "pairing_id": choose.row("pairing"),
        "parent_id": choose.row_or_none("project"),
        "code": f"P{choose.one(range(5))}",
        "name": choose.one("水路电"),
        "planned_start": choose.one(DATES),
        "planned_end": choose.one(DATES),
    }
    recorder.add("project", values)


def add_participation(recorder: Recorder, choose: Chooser) -> None:
    values = {"organisation_id": choose.row("organisation"), "project_id": choose.row("project")}
    recorder.add("participation", {**values, "role": "implementing"})


OF_TABLE: dict[str, dict[str, Any]] = {
    "funding": {"currency": "CNY", "stage": "stated", "fund_source": "unstated", "form": "unstated"},
    "jobs": {"kind": "employed", "group": "all", "scenario": "actual"},
    "result": {"group": "all", "scenario": "actual", "indicator_id": 1},
}


def add_figure(recorder: Recorder, choose: Chooser) -> None:
    table = choose.one(list(FIGURES))
    low = choose.one(range(6))
    values = {
        **OF_TABLE[table],
        "pairing_id": choose.row("pairing"),
        "project_id": choose.row_or_none("project"),
        "source_id": choose.row("source"),
        "locator": choose.one(("L1", "L2", "L3", None)),
        "quantity_kind": "exact",
        **dict.fromkeys(("low", "high", "value"), low),
        choose.one(("part_of_id", "restates_id")): choose.row_or_none(table),
        "period_start": choose.one(DATES),
        "presumed": choose.one(([], ["part_of"], ["restates", "period"])),
    }
    recorder.add(table, values)


def edit_row(recorder: Recorder, choose: Chooser) -> None:
    table = choose.one(list(EDITS))
    number = choose.row(table, *([TABLES[table].c.id > PLACES] if table == "division" else []))
    name = choose.one(EDITS[table])
    recorder.edit(table, number, new_values(table, name, choose))


def new_values(table: str, name: str, choose: Chooser) -> dict[str, Any]:
    if name == "low":
        return dict.fromkeys(("low", "high", "value"), choose.one(range(6)))
    if name in ("part_of_id", "restates_id"):
        other = {"part_of_id": "restates_id", "restates_id": "part_of_id"}[name]
        return {name: choose.row_or_none(table), other: None}
    if name.endswith("_id"):
        target = next(iter(TABLES[table].c[name].foreign_keys)).column.table.name
        optional = TABLES[table].c[name].nullable
        return {name: choose.row_or_none(target) if optional else choose.row(target)}
    return {name: choose.one(VALUES.get(name, DATES))}


VALUES: dict[str, Sequence[Any]] = {
    "title": "甲乙丙",
    "name": "水路电",
    "aliases": ([], ["a"], ["a", "乙"]),
    "code": [f"P{number}" for number in range(5)],
    "overlaps": (True, False),
    "note": (None, '"change_id": 1,', "line\nline"),
}


def remove_row(recorder: Recorder, choose: Chooser) -> None:
    table = choose.one(REMOVABLE)
    where = [TABLES[table].c.id > PLACES] if table == "division" else []
    record = table, choose.row(table, *where)
    with_parts = choose.one((True, False, False))
    take_out(recorder, going(recorder.session.connection(), record, with_parts=with_parts))


def prefer_figure(recorder: Recorder, choose: Chooser) -> None:
    table = choose.one(list(FIGURES))
    prefer(recorder, table, choose.row(table, FIGURES[table].c.restates_id.is_not(None)))


STEPS: dict[str, Callable[[Recorder, Chooser], None]] = {
    step.__name__: step
    for step in (
        add_figure,
        edit_row,
        add_project,
        remove_row,
        prefer_figure,
        add_pairing,
        add_source,
        add_group,
        add_organisation,
        add_participation,
    )
}


def steps(*names: str) -> st.SearchStrategy[Step]:
    numbers = st.lists(st.integers(0, 59), min_size=12, max_size=12)
    return st.builds(Step, st.sampled_from(names), numbers.map(tuple))


class Done(NamedTuple):
    """A change as the test saw it: the rows it wrote, and all rows before and after it."""

    number: int
    undoes: int | None
    written: frozenset[Key]
    before: State
    after: State


def state_of(connection: sa.Connection) -> State:
    """Read what all recorded rows say, a place together with its names and members."""
    found: State = {}
    for name in RECORDED:
        for row in connection.execute(sa.select(TABLES[name])).mappings():
            found[name, row["id"]] = content(dict(row)) or {}
    for table, column in BELONGING:
        for row in connection.execute(sa.select(table)).mappings():
            # The names of a group follow from its columns and are written anew with it, under new numbers.
            said = {name: value for name, value in row.items() if name != "id"}
            found["division", row[column]].setdefault(table.name, []).append(said)
    return found


def broken_anywhere(connection: sa.Connection) -> list[str]:
    """Look through the whole ledger for what breaks a rule that is held on entry."""
    rules = [rule for rule in RULES.values() if rule.on_entry]
    return [str(violation) for rule in rules for violation in look(rule, connection)]


class Written(RuleBasedStateMachine):
    """A ledger that is written to, and what it must hold."""

    fresh: Fresh

    @initialize()
    def begin(self) -> None:
        self.lent = ExitStack()
        self.ledger = self.lent.enter_context(self.fresh())
        self.db = str(self.ledger)
        self.changes: list[Done] = []
        self.now = self.read()
        self.change(self._first)

    def _first(self, recorder: Recorder) -> None:
        """Give every example something to hang figures on."""
        recorder.add("source", {"title": "甲", "kind": "news"})
        recorder.add("pairing", {"donor_id": 2, "recipient_id": 3})
        recorder.add("project", {"pairing_id": 1, "code": "P0", "name": "水"})

    def read(self) -> State:
        with store.reading(self.db) as connection:
            return state_of(connection)

    def change(self, work: Callable[[Recorder], None], undoes: int | None = None) -> Exception | None:
        """Do one change; if it is refused, the database is what it was, a file byte for byte."""
        state_before = self.ledger.state()
        try:
            with recording(self.db, "test", undoes=undoes) as recorder:
                work(recorder)
        except (Refused, NoRecord, Broken) as error:
            if isinstance(error, Broken) and not isinstance(error.__cause__, sa.exc.IntegrityError):
                raise  # nothing but a constraint may refuse what the rules let pass
            assert self.ledger.state() == state_before
            return error
        before, self.now = self.now, self.read()
        if not recorder.changed:
            assert self.now == before
            return None
        written = frozenset((row.table, row.id) for row in recorder.written)
        self.changes.append(Done(recorder.change, undoes, written, before, self.now))
        return None

    @rule(step=steps("add_figure"))
    def add_a_figure(self, step: Step) -> None:
        self.batch([step])

    @rule(step=steps(*STEPS))
    def write(self, step: Step) -> None:
        self.batch([step])

    @rule(wanted=st.lists(steps(*STEPS), min_size=2, max_size=5))
    def batch(self, wanted: Sequence[Step]) -> None:
        def work(recorder: Recorder) -> None:
            for step in wanted:
                try:
                    STEPS[step.what](recorder, Chooser(recorder, step.numbers))
                except Nothing:
                    continue

        self.change(work)

    @precondition(lambda self: self.changes)
    @rule(choice=st.integers(0, 59))
    def take_back(self, choice: int) -> None:
        self.default_is_the_latest_that_stands()
        done = self.changes[-1 - choice % len(self.changes)]
        standing = self.stands(done.number)
        wanted = {key: done.before.get(key) for key in done.written}
        untouched = all(self.now.get(key) == done.after.get(key) for key in done.written)
        expected = {key: row for key, row in (self.now | wanted).items() if row is not None}
        refusal = self.undo(done)
        if refusal is None:
            assert standing
            assert untouched
            assert self.now == expected
            return
        assert isinstance(refusal, Refused)
        assert not (standing and untouched and self.would_hold(wanted, expected)), str(refusal)

    @precondition(lambda self: self.changes)
    @rule()
    def take_back_the_latest(self) -> None:
        latest = self.changes[-1]
        assert self.undo(latest) is None
        assert self.now == latest.before

    def default_is_the_latest_that_stands(self) -> None:
        standing = [done.number for done in self.changes if done.undoes is None and self.stands(done.number)]
        with store.reading(self.db) as connection:
            if standing:
                assert last_change(connection) == standing[-1]
            else:
                with pytest.raises(NoRecord):
                    last_change(connection)

    def undo(self, done: Done) -> Exception | None:
        return self.change(lambda recorder: undo(recorder, done.number), undoes=done.number)

    def stands(self, number: int) -> bool:
        return not any(done.undoes == number and self.stands(done.number) for done in self.changes)

    def would_hold(self, wanted: dict[Key, dict[str, Any] | None], expected: State) -> bool:
        """Tell whether the database and the rules would take these rows: written past the program, and not kept."""
        with self.ledger.engine.connect() as connection:
            forget_links(connection)
            try:
                for table, number in wanted:
                    connection.execute(sa.delete(TABLES[table]).where(TABLES[table].c.id == number))
                for key, row in wanted.items():
                    self._put(connection, key, row)
                if any(connection.execute(query).first() for query in LEADS_NOWHERE):
                    return False
                if broken_anywhere(connection):
                    return False
            except sa.exc.IntegrityError:
                return False
            assert {key: row for key, row in expected.items() if key[0] != "division"} == {
                key: row for key, row in state_of(connection).items() if key[0] != "division"
            }
            return True

    def _put(self, connection: sa.Connection, key: Key, row: dict[str, Any] | None) -> None:
        for other, column in BELONGING if key[0] == "division" else ():
            connection.execute(sa.delete(other).where(other.c[column] == key[1]))
            if row and row.get(other.name):
                connection.execute(sa.insert(other), row[other.name])
        if row:
            values = {name: value for name, value in row.items() if name in TABLES[key[0]].c}
            connection.execute(sa.insert(TABLES[key[0]]).values(**values, version=1, change_id=1))

    @invariant()
    def the_rules_hold(self) -> None:
        """Whoever writes looks near what was written; nothing may be broken anywhere."""
        with store.reading(self.db) as connection:
            assert broken_anywhere(connection) == []

    @invariant()
    def versions_count_the_edits(self) -> None:
        with store.reading(self.db) as connection:
            item = change_item.c
            query = sa.select(item.table_name, item.row_id).where(item.action != "remove")
            written = Counter((row[0], row[1]) for row in connection.execute(query))
            for name in RECORDED:
                for number, version in connection.execute(
                    sa.select(TABLES[name].c.id, TABLES[name].c.version)
                ):
                    assert version == 1 + written[name, number], (name, number)

    def teardown(self) -> None:
        if not hasattr(self, "lent"):
            return
        with self.lent:
            self.take_all_back()

    def take_all_back(self) -> None:
        self.replay()
        for done in reversed(self.changes[:]):
            refusal = self.undo(done)
            assert refusal is None, refusal
            assert self.now == done.before
        assert not any(key[0] not in ("division", "sector", "indicator") for key in self.now)

    def replay(self) -> None:
        """Walk the history forward: after each change the rows are what their next before-images say."""
        with store.reading(self.db) as connection:
            numbers = connection.execute(sa.select(change.c.id).order_by(change.c.id)).scalars().all()
            images = self._images(connection)
        assert numbers == [done.number for done in self.changes]
        for done in self.changes:
            found: State = {}
            for key, rows in images.items():
                row = next(row for number, row in rows if number > done.number)
                if row is not None and (row["change_id"] or 0) <= done.number:
                    found[key] = content(row) or {}
            assert found == {key: content(row) for key, row in done.after.items()}

    def _images(self, connection: sa.Connection) -> dict[Key, list[tuple[float, dict[str, Any] | None]]]:
        """Give what each row was before each change of it, and at last what it is."""
        images: dict[Key, list[tuple[float, dict[str, Any] | None]]] = defaultdict(list)
        columns = change_item.c
        query = sa.select(columns.table_name, columns.row_id, columns.change_id, columns.before)
        for table, number, changed, before in connection.execute(query.order_by(columns.id)):
            images[table, number].append((changed, json.loads(before) if before else None))
        end = float("inf")
        for name in RECORDED:
            for row in connection.execute(sa.select(TABLES[name])).mappings():
                images[name, row["id"]].append((end, dict(row)))
        for rows in images.values():
            rows.append((end, None))
        return images


@pytest.fixture
def _nightly(request: pytest.FixtureRequest) -> None:
    if "nightly" not in str(request.config.getoption("-m")):
        pytest.skip("too slow for every change; run with -m nightly")


@pytest.fixture
def fresh(
    empty_ledger: Ledger, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Fresh:
    """Make an empty ledger of few places, which is written to in haste and whose engines are kept.

    For each example it is copied anew.
    """
    empty_ledger.write(
        "DELETE FROM division_member",
        f"DELETE FROM division_name WHERE division_id > {PLACES}",
        f"DELETE FROM division WHERE id > {PLACES}",
        f"SELECT setval('division_id_seq', {PLACES})"
        if empty_ledger.on_server
        else f"UPDATE sqlite_sequence SET seq = {PLACES} WHERE name = 'division'",
    )
    monkeypatch.setattr(opening, "open_engine", functools.cache(opening.open_engine))
    if empty_ledger.on_server:
        return copies(request.getfixturevalue("databases"), str(empty_ledger))
    opened = sqlite.connect
    monkeypatch.setattr(sqlite, "connect", lambda *said: hasty(opened(*said)))
    with empty_ledger.engine.connect() as connection:
        connection.exec_driver_sql("VACUUM")
    return lambda: nullcontext(Ledger(str(shutil.copy(str(empty_ledger), tmp_path / "copy.db"))))


def copies(databases: Databases, made: str) -> Fresh:
    @contextmanager
    def copied() -> Iterator[Ledger]:
        with databases.copy(made) as url:
            yield Ledger(url)

    return copied


def hasty(raw: sqlite3.Connection) -> sqlite3.Connection:
    """Let a connection not wait for the disk: no power is cut here."""
    raw.execute("PRAGMA synchronous=OFF")
    return raw


def run(fresh: Fresh, *, examples: int, count: int) -> None:
    machine = type("Written", (Written,), {"fresh": staticmethod(fresh)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=count,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


FEWER = {"sqlite": 1, "postgresql": 3}
"""A server takes so many times as long."""


def test_what_is_taken_back_is_as_if_it_had_not_been(fresh: Fresh, engine_at_hand: str) -> None:
    run(fresh, examples=15 // FEWER[engine_at_hand], count=12)


@pytest.mark.nightly
@pytest.mark.usefixtures("_nightly")
def test_what_is_taken_back_is_as_if_it_had_not_been_for_long(fresh: Fresh, engine_at_hand: str) -> None:
    run(fresh, examples=400 // FEWER[engine_at_hand], count=40)
