"""If the power goes at any moment, the ledger is whole again and every acknowledged change is in it.

The tests record what the program does to its files (strace) and build from that what a disk may hold
(harness_powerloss.py). Each state is opened as SQLite opens it after a crash: the journal is rolled back.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness_ledger import dice, dump, funding_lines, unsound
from harness_powerloss import disk_at, record

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    from conftest import RunLine
    from harness_powerloss import Recording

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")


def add(name: str) -> tuple[list[str], str]:
    return ["add", "project", "--donor", "椒江", "--county", "色达", "--name", name], ""


COMMANDS: Sequence[tuple[Sequence[str], str]] = (
    add("甲"),
    add("乙"),
    (["edit", "project", "27", "--note", "改过"], ""),
    (["add", "funding", "-"], funding_lines(20)),
    add("丙"),
    (["remove", "project", "28", "--yes"], ""),
    (["undo", "5"], ""),
    add("丁"),
    (["edit", "project", "1", "--note", "很长的说明" * 1200], ""),
    (["add", "funding", "-"], funding_lines(60)),
    (["undo"], ""),
    add("戊"),
)


class Replay:
    """A recording, the ledger after each acknowledgement in it, and what became of the states looked at."""

    def __init__(self, recording: Recording, folder: Path) -> None:
        self.recording = recording
        self.ledger = folder / "state" / "ledger.db"
        self.acknowledged = recording.acknowledgements
        self.whole = [self._settled(place) for place in (0, *self.acknowledged)]
        self.seen: Counter[str] = Counter()

    def _settled(self, place: int) -> bytes:
        disk = disk_at(self.recording, place)
        disk.settle()
        disk.write_to(self.ledger.parent)
        assert [path.name for path in self.ledger.parent.iterdir()] == ["ledger.db"]
        assert unsound(self.ledger) == []
        return self.ledger.read_bytes()

    def run(self, states: int) -> Counter[str]:
        random = dice()
        for _ in range(states):
            place = random.randint(0, len(self.recording.events))
            disk = disk_at(self.recording, place)
            disk.crash(random)
            disk.write_to(self.ledger.parent)
            self.seen[self._found(place)] += 1
        print(f"{states} states in a record of {len(self.recording.events)} events: {dict(self.seen)}")
        return self.seen

    def _found(self, place: int) -> str:
        done = sum(at <= place for at in self.acknowledged)
        self.seen["with a journal"] += len(list(self.ledger.parent.iterdir())) > 1
        try:
            known = self._recovered()
        except sqlite3.DatabaseError:
            return "corrupt"
        if known is None:
            return "corrupt" if unsound(self.ledger) else "half applied"
        if known < done:
            return "acknowledged change lost"
        return "whole" if known <= done + 1 else "ahead of time"

    def _recovered(self) -> int | None:
        """Open the ledger, so that SQLite rolls back what was not finished, and tell how many commands it holds."""
        with closing(sqlite3.connect(self.ledger)) as connection:
            connection.execute("PRAGMA synchronous=OFF")  # of the looking, which nothing interrupts
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        found = self.ledger.read_bytes()
        return self.whole.index(found) if found in self.whole else None


@pytest.fixture
def replayed(article: Path, tmp_path: Path) -> Callable[..., Counter[str]]:
    """Record the commands under some pragmas, and look at a number of crash states."""

    def run(states: int, *pragmas: str) -> Counter[str]:
        folder = tmp_path / "recorded" / "own"
        folder.mkdir(parents=True)
        ledger = Path(shutil.copy(article, folder / "ledger.db"))
        replay = Replay(record(folder, COMMANDS, pragmas=pragmas), tmp_path)
        assert len(set(replay.whole)) == len(COMMANDS) + 1, "each command must be told from the others"
        assert replay.whole[-1] == ledger.read_bytes(), "the replay must know all that was done"
        return replay.run(states)

    return run


@pytest.mark.parametrize("states", [300, pytest.param(3000, marks=pytest.mark.nightly)])
def test_nothing_acknowledged_is_lost(replayed: Callable[..., Counter[str]], states: int) -> None:
    seen = replayed(states)
    assert seen["whole"] == states
    assert seen["with a journal"] > states // 4


@pytest.mark.nightly
def test_nothing_is_lost_when_the_file_is_written_before_the_commit(
    replayed: Callable[..., Counter[str]],
) -> None:
    assert replayed(3000, "cache_size=10")["whole"] == 3000


def test_control_without_syncing_ledgers_are_broken(replayed: Callable[..., Counter[str]]) -> None:
    seen = replayed(100, "synchronous=OFF")
    assert seen["corrupt"] > 10
    assert seen["acknowledged change lost"] > 0


def test_control_without_syncing_the_folder_changes_are_lost(
    replayed: Callable[..., Counter[str]],
) -> None:
    """This is why the program says EXTRA: under FULL the old journal may come back and undo a change."""
    seen = replayed(100, "synchronous=FULL")
    assert seen["acknowledged change lost"] > 0
    assert seen["corrupt"] + seen["half applied"] == 0


@dataclass
class HalfMade:
    """Crash states of `init`, which starts from nothing."""

    recording: Recording
    ledger: Path
    article: Path
    run_line: RunLine
    random: Random

    def lay_out(self) -> None:
        disk = disk_at(self.recording, self.random.randint(0, len(self.recording.events)))
        disk.crash(self.random)
        disk.write_to(self.ledger.parent)

    def lacks_its_first_page(self) -> bool:
        """Tell whether the file is there, and a journal, but not what says whose it is."""
        found = self.ledger.read_bytes()[:100] if self.ledger.exists() else b""
        return bool(found) and not any(found) and len(list(self.ledger.parent.iterdir())) > 1

    def is_completed(self) -> None:
        print(sorted((path.name, path.stat().st_size) for path in self.ledger.parent.iterdir()))
        assert self.run_line(f"aidtrack --db {self.ledger} init").code == 0
        assert unsound(self.ledger) == []
        assert dump(self.ledger, without=("uid", "at")) == dump(self.article, without=("uid", "at"))


@pytest.fixture
def half_made(article: Path, tmp_path: Path, run_line: RunLine) -> HalfMade:
    folder = tmp_path / "recorded" / "own"
    folder.mkdir(parents=True)
    recording = record(folder, [(["init"], "")])
    return HalfMade(recording, tmp_path / "state" / "ledger.db", article, run_line, dice())


@pytest.mark.parametrize("states", [8, pytest.param(200, marks=pytest.mark.nightly)])
def test_init_is_completed_after_power_loss(half_made: HalfMade, states: int) -> None:
    for _ in range(states):
        half_made.lay_out()
        half_made.is_completed()


def test_init_is_completed_though_the_first_page_is_missing(half_made: HalfMade) -> None:
    """Then only the journal tells that the file is aidtrack's own."""
    for _ in range(2000):
        half_made.lay_out()
        if half_made.lacks_its_first_page():
            break
    assert half_made.lacks_its_first_page()
    half_made.is_completed()
