"""`aidtrack undo`: any change can be taken back, or is refused with a list; and a change is whole or not at all."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from aidtrack import store
from aidtrack.actions.record import Recorder, recording
from aidtrack.actions.undo import undo
from aidtrack.errors import AidtrackError
from aidtrack.queries.states import RECORDED, content, current
from aidtrack.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import RunLine
    from ledgers import Ledger


def change(ledger: Ledger, work: Callable[[Recorder], object]) -> int:
    """Do something as one change; return its number."""
    with recording(str(ledger), "aidtrack test") as recorder:
        work(recorder)
    return recorder.change


def rows(ledger: Ledger | Path) -> dict[tuple[str, int], Any]:
    """Read what all records say."""
    with store.reading(str(ledger)) as connection:
        return {
            (name, row["id"]): content(dict(row))
            for name in RECORDED
            for row in connection.execute(sa.select(TABLES[name])).mappings()
        }


def add_source(recorder: Recorder, title: str = "一") -> int:
    return recorder.add("source", {"title": title, "kind": "news"})


def add_project(recorder: Recorder, code: str, **values: Any) -> int:
    return recorder.add("project", {"pairing_id": 1, "code": code, "name": "水", **values})


def add_part(recorder: Recorder, whole: int) -> int:
    """Add a figure of one fen that is part of another."""
    row = current(recorder.session.connection(), "funding", whole) or {}
    new = {name: value for name, value in row.items() if name not in ("id", "uid", "version")}
    return recorder.add("funding", new | {"low": 1, "high": 1, "value": 1, "text": None, "part_of_id": whole})


class TestTaken:
    def test_what_was_added(self, run_line: RunLine, ledger: Ledger) -> None:
        before = rows(ledger)
        number = change(
            ledger, lambda recorder: add_project(recorder, "P1", parent_id=add_project(recorder, "P"))
        )
        done = run_line("aidtrack undo")
        assert (done.code, done.out) == (0, "")
        assert done.err == f"Took change {number} back: 2 records.\nundo with: aidtrack undo {number + 1}\n"
        assert rows(ledger) == before

    def test_what_was_edited(self, run_line: RunLine, ledger: Ledger) -> None:
        before = rows(ledger)

        def work(recorder: Recorder) -> None:
            recorder.edit("project", 1, {"name": "甲", "aliases": ["乙"], "planned_end": None})
            recorder.edit("project", 1, {"name": "丙"})
            recorder.edit("funding", 8, {"separate": True, "presumed": ["stage"]})

        number = change(ledger, work)
        done = run_line(f"aidtrack undo {number}")
        assert (done.code, done.err.splitlines()[0]) == (0, f"Took change {number} back: 2 records.")
        assert rows(ledger) == before

    def test_what_was_removed(self, run_line: RunLine, ledger: Ledger) -> None:
        before = rows(ledger)
        run_line("aidtrack remove source 1 --with-parts --yes")
        assert len(rows(ledger)) < len(before)
        assert run_line("aidtrack undo").code == 0
        assert rows(ledger) == before

    def test_a_load(self, run_line: RunLine, ledger: Ledger) -> None:
        before = rows(ledger)
        done = run_line("aidtrack undo 1")
        assert (done.code, done.err.splitlines()[0]) == (0, "Took change 1 back: 135 records.")
        assert json.loads(run_line("aidtrack list projects --format json").out) == []
        assert run_line("aidtrack undo 2").code == 0
        assert rows(ledger) == before
        assert run_line("aidtrack totals --by donor").code == 0

    def test_an_undo_and_again(self, run_line: RunLine, ledger: Ledger) -> None:
        without = rows(ledger)
        number = change(ledger, add_source)
        with_it = rows(ledger)
        for step in range(4):
            assert run_line(f"aidtrack undo {number + step}").code == 0
            assert rows(ledger) == (with_it if step % 2 else without)

    def test_an_earlier_change_leaves_the_later_ones(self, run_line: RunLine, ledger: Ledger) -> None:
        before = rows(ledger)
        first = change(ledger, lambda recorder: recorder.edit("project", 1, {"note": "新"}))
        change(ledger, lambda recorder: recorder.edit("project", 2, {"note": "新"}))
        assert run_line(f"aidtrack undo {first}").code == 0
        before["project", 2]["note"] = "新"
        assert rows(ledger) == before

    def test_what_came_and_went_in_one_change(self, run_line: RunLine, ledger: Ledger) -> None:
        before = rows(ledger)
        number = change(ledger, lambda recorder: recorder.remove("source", add_source(recorder)))
        for step in range(4):
            assert run_line(f"aidtrack undo {number + step}").code == 0
            assert rows(ledger) == before
        assert run_line(f"aidtrack undo {number}").code == 0

    def test_an_edit_that_hangs_a_record_on_what_was_added(self, run_line: RunLine, ledger: Ledger) -> None:
        before = rows(ledger)
        change(
            ledger, lambda recorder: recorder.edit("project", 2, {"parent_id": add_project(recorder, "P")})
        )
        assert run_line("aidtrack undo").code == 0
        assert rows(ledger) == before

    def test_a_code_that_went_from_one_record_to_another(self, run_line: RunLine, ledger: Ledger) -> None:
        def swap(recorder: Recorder) -> None:
            recorder.edit("project", 1, {"code": "between"})
            recorder.edit("project", 2, {"code": "513333-01"})
            recorder.edit("project", 1, {"code": "513333-02"})
            number = add_project(recorder, "P")
            recorder.edit("project", 5, {"code": "Q"})
            recorder.edit("project", number, {"code": "513333-05", "parent_id": add_project(recorder, "R")})

        states = [rows(ledger)]
        number = change(ledger, swap)
        states.append(rows(ledger))
        for step in range(3):
            assert run_line(f"aidtrack undo {number + step}").code == 0
            assert rows(ledger) == states[step % 2]

    def test_a_code_that_a_new_record_took_over(self, run_line: RunLine, ledger: Ledger) -> None:
        alone = change(ledger, lambda recorder: add_project(recorder, "P"))

        def replace(recorder: Recorder) -> None:
            with store.reading(str(ledger)) as connection:
                (old,) = connection.execute(sa.select(TABLES["project"].c.id).filter_by(code="P")).scalars()
            recorder.remove("project", old)
            add_project(recorder, "P", name="路")

        before = rows(ledger)
        change(ledger, replace)
        after = rows(ledger)
        assert run_line(f"aidtrack undo {alone}").code == 5
        assert run_line("aidtrack undo").code == 0
        assert rows(ledger) == before
        assert run_line(f"aidtrack undo {alone + 2}").code == 0
        assert rows(ledger) == after


@pytest.mark.usefixtures("ledger")
class TestWhich:
    def test_the_latest_that_stands(self, run_line: RunLine) -> None:
        for number in (8, 9):
            run_line(f"aidtrack remove funding {number}")
        for number in (3, 2, 1):
            assert f"Took change {number} back" in run_line("aidtrack undo").err

    def test_none_is_left(self, run_line: RunLine) -> None:
        run_line("aidtrack undo")
        done = run_line("aidtrack undo")
        assert (done.code, done.err) == (4, "error: There is no change to take back.\n")

    @pytest.mark.parametrize("number", ["0", "7", "99999999999999999999999"])
    def test_no_such_change(self, run_line: RunLine, number: str) -> None:
        done = run_line(f"aidtrack undo {number}")
        assert (done.code, done.err) == (4, f"error: There is no change {number}; see: aidtrack history\n")

    def test_taken_back_already(self, run_line: RunLine, ledger: Ledger) -> None:
        run_line("aidtrack undo 1")
        before = ledger.state()
        done = run_line("aidtrack undo 1")
        assert done.code == 5
        assert done.err == (
            "error: Change 1 was taken back by change 2 already; bring it back with: aidtrack undo 2\n"
        )
        assert ledger.state() == before


@pytest.mark.usefixtures("empty_ledger")
def test_nothing_to_take_back(run_line: RunLine) -> None:
    assert run_line("aidtrack undo").code == 4


class TestRefused:
    def refused(self, run_line: RunLine, ledger: Ledger, number: int) -> str:
        before = ledger.state()
        done = run_line(f"aidtrack undo {number}")
        assert (done.code, done.out) == (5, "")
        assert ledger.state() == before
        return done.err

    def test_where_rows_changed_since(self, run_line: RunLine, ledger: Ledger) -> None:
        def work(recorder: Recorder) -> None:
            for number in (1, 2, 3):
                recorder.edit("project", number, {"note": "新"})

        first = change(ledger, work)
        change(ledger, lambda recorder: recorder.edit("project", 2, {"note": "更新"}))
        run_line("aidtrack remove project 3 --with-parts")
        said = self.refused(run_line, ledger, first)
        assert said.splitlines() == [
            f"error: Change {first} cannot be taken back: 2 of its records were changed since.",
            *(
                f"project {number} ({rows_name})"
                for number, rows_name in ((2, self.name(ledger, 2)), (3, "513333-03 色达县第二中学"))
            ),
        ]

    def name(self, ledger: Ledger, number: int) -> str:
        row = rows(ledger)["project", number]
        return f"{row['code']} {row['name']}"

    def test_where_what_it_added_is_gone(self, run_line: RunLine, ledger: Ledger) -> None:
        first = change(ledger, add_source)
        run_line("aidtrack remove source 一")
        said = self.refused(run_line, ledger, first)
        assert "1 of its records was changed since.\nsource 2 (一)\n" in said

    def test_where_later_records_hang_on_it(self, run_line: RunLine, ledger: Ledger) -> None:
        def work(recorder: Recorder) -> None:
            recorder.edit("project", 2, {"parent_id": add_project(recorder, "P", name="上")})

        first = change(ledger, work)
        with store.reading(str(ledger)) as connection:
            (above,) = connection.execute(sa.select(TABLES["project"].c.id).filter_by(code="P")).scalars()
        change(ledger, lambda recorder: add_project(recorder, "Q", name="下", parent_id=above))
        said = self.refused(run_line, ledger, first)
        assert said.splitlines() == [
            "error: It cannot be taken back: 1 later record hangs on what it added.",
            f"project {above + 1} (Q 下)",
        ]

    def test_where_what_was_restored_is_hung_on(self, run_line: RunLine, ledger: Ledger) -> None:
        run_line("aidtrack remove funding 9")
        run_line("aidtrack undo")
        part: dict[str, int] = {}
        change(ledger, lambda recorder: part.update(id=add_part(recorder, 9)))
        said = self.refused(run_line, ledger, 3)
        assert f"funding {part['id']}" in said

    def test_where_what_it_referred_to_is_gone(self, run_line: RunLine, ledger: Ledger) -> None:
        run_line("aidtrack remove funding 8")
        run_line("aidtrack remove funding 7 --with-parts")
        said = self.refused(run_line, ledger, 2)
        assert said.startswith("error: It cannot be taken back: records to which it refers are gone")
        assert said.endswith("\nfunding 8\n")

    def test_where_it_would_break_a_rule(self, run_line: RunLine, ledger: Ledger) -> None:
        def counted(low: int) -> dict[str, Any]:
            return {"text": None, "quantity_kind": "exact", **dict.fromkeys(("low", "high", "value"), low)}

        first = change(ledger, lambda recorder: recorder.edit("funding", 12, counted(1)))
        change(ledger, lambda recorder: recorder.edit("funding", 13, counted(6_000_000_000)))
        said = self.refused(run_line, ledger, first)
        assert said.startswith("error: The parts of funding 11 (12, 13) are more than it is.")

    def test_a_dry_run_leaves_the_file_as_it_is(self, run_line: RunLine, ledger: Ledger) -> None:
        before = ledger.state()
        done = run_line("aidtrack undo --dry-run --yes --no-input")
        assert (done.code, done.err) == (
            0,
            "Took change 1 back: 135 records.\nNothing was written: this was a dry run.\n",
        )
        assert ledger.state() == before


def in_child(work: Callable[[], int]) -> int:
    """Do something in a process of its own; return its id."""
    child = os.fork()
    if child:
        return child
    try:
        os._exit(work())
    finally:
        os._exit(99)


class TestTwoAtOnce:
    def test_one_wins_and_the_other_is_told(self, ledger: Ledger, tmp_path: Path) -> None:
        """Both saw version 1 and wait for each other before they write."""
        ready = [tmp_path / f"ready{number}" for number in range(2)]

        def edit(number: int) -> int:
            ready[number].touch()
            while not all(path.exists() for path in ready):
                time.sleep(0.001)
            try:
                with recording(str(ledger), f"aidtrack edit {number}") as recorder:
                    recorder.edit("project", 1, {"note": f"新{number}"}, version=1)
            except AidtrackError as error:
                (tmp_path / "told").write_text("\n".join([str(error), *error.hints]), encoding="utf-8")
                return error.exit_code
            return 0

        children = [in_child(lambda number=number: edit(number)) for number in range(2)]  # type: ignore[misc]
        codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        assert sorted(codes) == [0, 5]
        winner = codes.index(0)
        assert rows(ledger)["project", 1]["note"] == f"新{winner}"
        assert (tmp_path / "told").read_text(encoding="utf-8").splitlines() == [
            "project 1 was changed by somebody else meanwhile; look at it and try again.",
            f"note: 新{winner} ≠ 新{1 - winner}",
        ]

    def test_a_version_that_is_no_more_is_refused(self, ledger: Ledger) -> None:
        change(ledger, lambda recorder: recorder.edit("project", 1, {"note": "新"}, version=1))
        before = ledger.state()
        with pytest.raises(AidtrackError, match="changed by somebody else") as refused:
            change(ledger, lambda recorder: recorder.edit("project", 1, {"name": "名"}, version=1))
        assert refused.value.exit_code == 5
        assert ledger.state() == before


def test_killed_at_any_moment_it_is_the_old_or_the_new(ledger_file: Path) -> None:
    moments = random.Random(4)
    old = rows(ledger_file)
    target = ledger_file.with_name("killed.db")

    def take_back() -> int:
        with recording(str(target), "aidtrack undo 1", undoes=1) as recorder:
            undo(recorder, 1)
        return 0

    def run(seconds: float) -> tuple[float, bool]:
        shutil.copy(ledger_file, target)
        start = time.monotonic()
        child = in_child(take_back)
        if seconds:
            time.sleep(seconds)
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        spent = time.monotonic() - start
        with store.reading(str(target)) as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
            kept = connection.exec_driver_sql("SELECT max(id) FROM change").scalar() == 2
        found = rows(target)
        assert found == ({key: row for key, row in old.items() if key[0] in SHIPPED} if kept else old)
        return spent, kept

    whole, kept = run(0)
    assert kept
    for _ in range(20):
        run(moments.uniform(0.001, whole))


SHIPPED = ("division", "sector", "indicator")

AT_STEP = """
import os, signal, sys
from aidtrack.actions.record import Recorder
from aidtrack.cli import main

remove, steps = Recorder.remove, [int(sys.argv.pop(1))]

def interrupted(self, *args):
    remove(self, *args)
    steps[0] -= 1
    if not steps[0]:
        os.kill(os.getpid(), signal.SIGINT)

Recorder.remove = interrupted
sys.exit(main(sys.argv[1:]))
"""

AT_COMMIT = """
import os, signal, sys
import sqlalchemy as sa
from aidtrack.cli import main

@sa.event.listens_for(sa.Engine, "commit")
def interrupt(connection):
    if connection.exec_driver_sql("SELECT max(id) FROM change").scalar() == 2:
        os.kill(os.getpid(), signal.SIGINT)

sys.exit(main(sys.argv[1:]))
"""


class TestInterrupted:
    def run(self, script: str, *words: str) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "-c", script, *words]
        return subprocess.run(line, capture_output=True, encoding="utf-8", timeout=120, check=False)

    @pytest.mark.parametrize("step", ["1", "70", "135"])
    def test_while_it_writes_nothing_is_left(self, ledger: Ledger, step: str) -> None:
        before = rows(ledger)
        done = self.run(AT_STEP, step, "undo", "1")
        assert (done.returncode, done.stdout, done.stderr) == (130, "", "Interrupted; nothing was changed.\n")
        assert rows(ledger) == before
        with store.reading(str(ledger)) as connection:
            assert connection.exec_driver_sql("SELECT max(id) FROM change").scalar() == 1
            assert connection.exec_driver_sql("SELECT count(*) FROM change_item").scalar() == 0

    def test_while_it_is_kept_it_is_too_late(self, ledger: Ledger) -> None:
        before = rows(ledger)
        done = self.run(AT_COMMIT, "remove", "funding", "8")
        assert (done.returncode, done.stderr) == (130, "Interrupted after the change was kept.\n")
        assert rows(ledger) == {key: row for key, row in before.items() if key != ("funding", 8)}
