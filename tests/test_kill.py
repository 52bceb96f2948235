"""Killed at any moment (kill -9), a command has done all or nothing, and what it acknowledged is there.

The killed command runs with a page cache so small that it writes into the file long before it commits:
most kills leave a file that only its journal makes whole again.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness_fork import KILLED
from harness_ledger import beside, dice, dump, funding_lines, journal_of, make_ledger, unsound

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import RunLine
    from harness_fork import Ended, Nursery
    from harness_ledger import Dump

CONTROLS = 5
FIRST_RELEASE = Path(__file__).parent / "released" / "0001.sql"
EACH_TIME_ANEW = ("uid", "at")
NOTHING: Dump = {"": []}


@dataclass(frozen=True)
class Scenario:
    """A command to kill: what it starts from, and the words with which it says that it is done."""

    name: str
    args: tuple[str, ...]
    done: str
    start: Callable[[Path, Path], object]
    kills: int
    cache: int
    stdin: str = ""
    earliest: float = 0
    """The part of its time that is not killed in, where it only reads."""

    def run(self, nursery: Nursery, ledger: Path, *, kill_after: float | None = None) -> Ended:
        args = [arg.format(above=ledger.parent.parent) for arg in self.args]
        pragmas = [f"cache_size={self.cache}"]
        return nursery.run(
            "--db", str(ledger), *args, stdin=self.stdin, pragmas=pragmas, kill_after=kill_after
        )


def _from_nothing(_article: Path, ledger: Path) -> None:
    ledger.unlink(missing_ok=True)


def _from_the_first_release(_article: Path, ledger: Path) -> None:
    with closing(sqlite3.connect(ledger)) as connection:
        connection.executescript(FIRST_RELEASE.read_text(encoding="utf-8"))


def _from_one_with_more(article: Path, ledger: Path) -> None:
    """Copy the article's ledger, and let a shorter one be the backup that is to be restored."""
    shutil.copy(article, ledger)
    backup = ledger.parent.parent / "backup.db"
    if not backup.exists():
        make_ledger(backup, "--empty")


BATCH = ("add", "funding", "-")
RESTORE = ("db", "restore", "{above}/backup.db", "--confirm", "ledger.db")
UPGRADED = "Brought the ledger"
SCENARIOS = (
    Scenario("batch of 30", BATCH, "undo with", shutil.copy, 34, 4, funding_lines(30)),
    Scenario("init", ("init",), "Made the ledger", _from_nothing, 12, 60),
    Scenario("upgrade", ("db", "upgrade"), UPGRADED, _from_the_first_release, 14, 60),
)
AT_NIGHT = (
    Scenario("batch of 300", BATCH, "undo with", shutil.copy, 100, 10, funding_lines(300)),
    Scenario("init at length", ("init",), "Made the ledger", _from_nothing, 100, 10),
    Scenario("upgrade at length", ("db", "upgrade"), UPGRADED, _from_the_first_release, 100, 10),
    Scenario("restore", RESTORE, "holds what", _from_one_with_more, 60, 10, earliest=0.5),
)


def content(ledger: Path) -> Dump:
    """Read what a ledger holds, but for what differs each time that the same is written."""
    if not ledger.exists():
        return NOTHING
    found = dump(ledger, without=EACH_TIME_ANEW)
    if "setting" in found:
        found["setting"] = [row for row in found["setting"] if row[0] != "last_backup"]
    return found


def with_tables_only(folder: Path) -> Dump:
    """Read what lies between the two transactions of `init`."""
    from aidtrack.store import create, make_tables

    path = folder / "tables.db"
    make_tables(create(str(path)))
    return content(path)


class Killing:
    """Kill a scenario again and again, and look at what is left each time."""

    def __init__(self, scenario: Scenario, children: Nursery, article: Path, folder: Path) -> None:
        self.scenario, self.children, self.article = scenario, children, article
        self.ledger = folder / "own" / "ledger.db"
        self.ledger.parent.mkdir()
        self.broken = folder / "without-journal.db"
        self.seen: Counter[str] = Counter()
        self._start()
        self.before = [content(self.ledger)]
        if self.before == [NOTHING]:
            self.before.append(with_tables_only(folder))
        self.seconds = self._whole_run()
        self.after = content(self.ledger)

    def _start(self) -> None:
        for path in self.ledger.parent.iterdir():
            path.unlink()
        self.scenario.start(self.article, self.ledger)

    def _whole_run(self) -> float:
        ended = self.scenario.run(self.children, self.ledger)
        assert ended.code == 0
        assert self.scenario.done in ended.err
        return ended.seconds

    def kill(self, moment: float) -> Ended:
        """Start anew, and kill at a moment."""
        self._start()
        first = self.ledger.read_bytes() if self.ledger.exists() else b""
        ended = self.scenario.run(self.children, self.ledger, kill_after=moment)
        assert ended.code in {0, KILLED}, ended.err
        self.seen["killed"] += ended.code == KILLED
        if journal_of(self.ledger).exists():
            self.seen["inside the write"] += 1
            self._without_its_journal(first)
        return ended

    def _without_its_journal(self, first: bytes) -> None:
        """Look at the file as it would be if nothing rolled it back: the control that these kills hurt."""
        found = self.ledger.read_bytes()
        if found == first:
            return
        self.seen["into the file"] += 1
        if self.seen["into the file"] > CONTROLS:
            return
        self.broken.write_bytes(found)
        whole = not unsound(self.broken) and content(self.broken) in (*self.before, self.after)
        self.seen["hurt without the journal"] += not whole

    def look(self, ended: Ended, run_line: RunLine) -> None:
        """Hold what is left against the promises, and complete it."""
        acknowledged = self.scenario.done in ended.err
        if self.ledger.exists():
            assert unsound(self.ledger) == []
        found = content(self.ledger)
        assert found in ([self.after] if acknowledged else [*self.before, self.after])
        self.seen["acknowledged"] += acknowledged
        self.seen["kept"] += found == self.after
        if found != self.after:
            self._again()
        self._left_beside()
        self._checked(run_line)

    def _left_beside(self) -> None:
        """Look at the copies that an upgrade and a restore keep: what bears a name is whole, a part has none."""
        for name in beside(self.ledger):
            kept = re.fullmatch(r"ledger-.*\.(backup|replaced)\.db", name)
            assert kept or re.fullmatch(r"\.aidtrack-.*\.(part(-journal)?|lock)", name), name
            assert not kept or unsound(self.ledger.with_name(name)) == []

    def _again(self) -> None:
        """Give the same command again: it completes."""
        self._whole_run()
        assert content(self.ledger) == self.after

    def _checked(self, run_line: RunLine) -> None:
        answer = run_line(f"aidtrack --db {self.ledger} check --deep")
        assert (answer.code, answer.out, answer.err) == (0, "", "")


def kill_at_random(killing: Killing, run_line: RunLine) -> Counter[str]:
    random, kills, latest = dice(), killing.scenario.kills, 1.1 * killing.seconds
    earliest = killing.scenario.earliest * killing.seconds
    for _ in range(kills):
        killing.look(killing.kill(random.uniform(earliest, latest)), run_line)
    print(
        f"{killing.scenario.name}: {kills} kills after {earliest:.2f} to {latest:.2f} s: {dict(killing.seen)}"
    )
    return killing.seen


@pytest.mark.parametrize(
    "scenario",
    [*SCENARIOS, *(pytest.param(scenario, marks=pytest.mark.nightly) for scenario in AT_NIGHT)],
    ids=lambda scenario: scenario.name,
)
def test_a_killed_command_did_all_or_nothing(
    scenario: Scenario, children: Nursery, article: Path, tmp_path: Path, run_line: RunLine
) -> None:
    killing = Killing(scenario, children, article, tmp_path)
    seen = kill_at_random(killing, run_line)
    assert seen["inside the write"] >= max(1, scenario.kills // 10)
    assert seen["into the file"] >= 1
    assert seen["hurt without the journal"], "control: the kills hurt nothing even without a journal"
