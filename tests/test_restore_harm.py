"""`db restore` while others read and write, killed, interrupted, out of time, out of room: the old or the new."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from aidtrack.store import pages
from aidtrack.store.watch import Watch, interrupts_noted
from harness_backup import change, halves, killed_at, press_ctrl_c, restored, writer, written
from harness_ledger import beside, dump, journal_of, unsound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import RunLine
    from harness_fork import Nursery

LONG = "很长的说明" * 40_000


class TestWithOthersAtWork:
    def test_nothing_that_was_acknowledged_is_lost(
        self, live: Path, saved: Path, tmp_path: Path, run_line: RunLine
    ) -> None:
        with writer(live, tmp_path) as busy:
            answer = run_line(f"aidtrack db restore {saved} --confirm ledger.db")
            busy.wait()
        kept = Path(answer.out.removesuffix("\n"))
        before, after = written(kept), written(live)
        assert before, "control: the writer must have written before"
        assert after, "control: and after"
        assert set(busy.acknowledged) <= before | after
        assert max(before) < min(after)
        assert (len(halves(kept)), len(halves(live))) == (1, 1)
        assert unsound(live) == unsound(kept) == []

    def test_a_reader_sees_the_old_or_the_new(
        self, live: Path, saved: Path, run_line: RunLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        refused = []

        def look(*_: object) -> None:
            with closing(sqlite3.connect(live, timeout=0)) as other:
                try:
                    other.execute("SELECT count(*) FROM project").fetchone()
                except sqlite3.OperationalError as error:
                    refused.append(str(error))

        monkeypatch.setattr(Watch, "copied", look)
        monkeypatch.setattr(pages, "_PIECE", 100)
        restored(run_line(f"aidtrack db restore {saved} --confirm ledger.db"), live, saved)
        assert len(refused) > 10
        assert set(refused) == {"database is locked"}

    def test_one_that_does_not_end_is_not_waited_for_for_ever(
        self, live: Path, saved: Path, run_line: RunLine
    ) -> None:
        with closing(sqlite3.connect(live, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            answer = run_line(f"aidtrack db restore {saved} --confirm ledger.db --timeout 1")
        assert (answer.code, answer.out) == (1, "")
        assert "in use by another command" in answer.err
        assert beside(live) == []


class TestBrokenOff:
    def test_by_a_kill_it_is_the_old_one_or_the_new_one(self, live: Path, saved: Path) -> None:
        change(saved, "UPDATE division SET pinyin = 'new'")
        old, new, inside = dump(live), dump(saved), 0
        for step in range(1, 100):
            was_killed = killed_at(step, 120, "db", "restore", str(saved), "--confirm", "ledger.db")
            inside += journal_of(live).exists()
            assert dump(live) == (old if was_killed else new)
            assert unsound(live) == []
            for name in beside(live):
                (live.parent / name).unlink()
            if not was_killed:
                break
        assert step > 8
        assert inside > 3, "control: kills must have fallen into the overwriting"

    @pytest.mark.parametrize("during", ["keeping", "overwriting"])
    def test_by_ctrl_c(
        self, during: str, live: Path, saved: Path, run_line: RunLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = dump(live)

        def interrupted(*args: Any) -> None:
            monkeypatch.setattr(Watch, "copied", press_ctrl_c)
            pages.overwrite(*args)

        monkeypatch.setattr(pages, "_PIECE", 64)
        if during == "keeping":
            monkeypatch.setattr(Watch, "copied", press_ctrl_c)
        else:
            monkeypatch.setattr("aidtrack.store.replacing.overwrite", interrupted)
        answer = run_line(f"aidtrack db restore {saved} --confirm ledger.db")
        assert (answer.code, answer.out, answer.err) == (130, "", "Interrupted; nothing was changed.\n")
        assert dump(live) == before
        assert beside(live) == []

    def test_by_ctrl_c_that_comes_too_late(
        self, live: Path, saved: Path, run_line: RunLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        @contextmanager
        def pressed() -> Iterator[Callable[[], bool]]:
            with interrupts_noted() as noted:
                press_ctrl_c()
                yield noted

        monkeypatch.setattr(pages, "interrupts_noted", pressed)
        monkeypatch.setattr(pages, "_PIECE", -1)  # all at once: when it is heard, all is done
        restored(run_line(f"aidtrack db restore {saved} --confirm ledger.db"), live, saved)

    def test_by_the_clock(
        self, live: Path, saved: Path, run_line: RunLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = dump(live)
        monkeypatch.setattr(Watch, "left", 0.0)
        answer = run_line(f"aidtrack db restore {saved} --confirm ledger.db --timeout 7")
        assert answer.code == 1
        assert "The time is up (7 s)" in answer.err
        assert dump(live) == before
        assert beside(live) == []


class TestTheMachineFails:
    def test_a_full_disk(self, live: Path, saved: Path, children: Nursery) -> None:
        change(saved, "UPDATE project SET note = ?", LONG)
        before, room = dump(live), live.stat().st_size // 4096 + 10
        line = ("--db", str(live), "db", "restore", str(saved), "--confirm", "ledger.db")
        ended = children.run(*line, pragmas=[f"max_page_count={room}"])
        assert (ended.code, ended.out) == (1, "")
        assert ended.err == f"error: The disk that holds {live} is full; nothing was changed.\n"
        assert dump(live) == before
        assert beside(live) == []
        assert children.run(*line).code == 0
        assert dump(live) == dump(saved)

    def test_a_failing_disk_keeps_the_copy(self, live: Path, saved: Path, children: Nursery) -> None:
        change(saved, "UPDATE project SET note = ?", LONG)
        before, largest = dump(live), live.stat().st_size + 100_000
        line = ("--db", str(live), "db", "restore", str(saved), "--confirm", "ledger.db")
        ended = children.run(*line, largest_file=largest)
        assert (ended.code, ended.out) == (1, "")
        said = re.fullmatch(
            rf"error: The disk that holds {live} failed; what the ledger held is also in (.*)\.\n",
            ended.err,
        )
        assert said
        assert dump(Path(said[1])) == before
        assert dump(live) == before
