"""A full disk: one sentence, exit code 1, nothing changed; with room again the same command succeeds.

`PRAGMA max_page_count` lets SQLite report a full disk at any size that is chosen, without root.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.pool import Pool

from aidtrack.errors import Broken
from aidtrack.store import sqlite, writing
from aidtrack.tables import setting
from harness_ledger import beside, count, dump, funding_lines, unsound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Answer, RunLine

PAGE = 4096
UNFINISHED = 3


@pytest.fixture
def ledger(article: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "disk"
    folder.mkdir()
    return Path(shutil.copy(article, folder / "ledger.db"))


@contextmanager
def disk_of(pages: int) -> Iterator[None]:
    """Let no database grow beyond so many pages."""

    def limit(raw: Any, _record: object) -> None:
        raw.execute(f"PRAGMA max_page_count={pages}")

    event.listen(Pool, "connect", limit)
    try:
        yield
    finally:
        event.remove(Pool, "connect", limit)


def pages_of(ledger: Path) -> int:
    return ledger.stat().st_size // PAGE


@dataclass(frozen=True)
class Write:
    """A command that needs pages."""

    name: str
    line: str
    stdin: str = ""


LONG = "很长的说明" * 1200
WRITES = (
    Write("add", f"add project --donor 椒江 --county 色达 --name 甲 --note {LONG}"),
    Write("batch", "add funding -", funding_lines(100)),
    Write("edit", f"edit project 1 --note {LONG}"),
)


def refused_for_the_disk(answer: Answer, ledger: Path) -> None:
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == f"error: The disk that holds {ledger} is full; nothing was changed.\n"


@pytest.mark.parametrize("write", WRITES, ids=[write.name for write in WRITES])
def test_at_every_page_until_there_is_room(write: Write, ledger: Path, run_line: RunLine) -> None:
    line = f"aidtrack --db {ledger} {write.line}"
    before, first = dump(ledger), pages_of(ledger)
    for pages in range(first, first + 1000):
        with disk_of(pages):
            answer = run_line(line, stdin=write.stdin)
        if answer.code == 0:
            break
        refused_for_the_disk(answer, ledger)
        assert dump(ledger) == before
        assert beside(ledger) == []
    assert answer.code == 0
    assert pages == pages_of(ledger) > first + 2, "control: the limit must have been in the way"
    assert dump(ledger) != before
    assert unsound(ledger) == []
    print(f"{write.name}: refused at {pages - first} sizes, from {first} to {pages - 1} pages")


@pytest.mark.parametrize("write", WRITES, ids=[write.name for write in WRITES])
def test_with_room_again_it_succeeds(write: Write, ledger: Path, run_line: RunLine) -> None:
    line = f"aidtrack --db {ledger} {write.line}"
    with disk_of(pages_of(ledger)):
        refused_for_the_disk(run_line(line, stdin=write.stdin), ledger)
    assert run_line(line, stdin=write.stdin).code == 0
    assert run_line(f"aidtrack --db {ledger} check --deep").err == ""


def sizes(most: int, *, at_night: bool) -> list[int]:
    """Choose the pages at which `init` is stopped: each costs up to a second, so in the day only some."""
    if at_night:
        return [*range(1, 100), *range(100, most, 5), most - 1]
    return [1, 2, 3, 5, 8, 20, 40, 60, 100, 250, 400, 550, most - 1]


@pytest.mark.parametrize("at_night", [False, pytest.param(True, marks=pytest.mark.nightly)])
def test_init_is_completed_once_there_is_room(
    article: Path, tmp_path: Path, run_line: RunLine, *, at_night: bool
) -> None:
    ledger = tmp_path / "disk" / "ledger.db"
    for pages in sizes(pages_of(article), at_night=at_night):
        with disk_of(pages):
            answer = run_line(f"aidtrack --db {ledger} init")
        refused_for_the_disk(answer, ledger)
        assert beside(ledger) == []
        assert not any(rows for name, rows in dump(ledger).items() if name not in {"", "alembic_version"})
        unfinished = run_line(f"aidtrack --db {ledger} list projects")
        assert unfinished.code == UNFINISHED
        assert "aidtrack init" in unfinished.err
    assert run_line(f"aidtrack --db {ledger} init").code == 0
    assert dump(ledger, without=("uid", "at")) == dump(article, without=("uid", "at"))


def write_row_by_row(ledger: Path) -> None:
    """Do what a careless importer would: write row after row, and go on after each that fails."""
    with writing(str(ledger)) as connection:
        for number in range(100):
            with suppress(sa.exc.DBAPIError):
                row = {"name": f"row {number}", "value": "长" * 2000}
                connection.execute(sa.insert(setting), row)


class TestAnErrorIsNotTheEnd:
    """On a full disk SQLite rolls the transaction back by itself; what comes after must not be kept."""

    def test_nothing_is_written_outside_the_transaction(self, ledger: Path) -> None:
        before = dump(ledger)
        with disk_of(pages_of(ledger) + 20), pytest.raises(Broken, match="gave the transaction up"):
            write_row_by_row(ledger)
        assert dump(ledger) == before

    def test_control_without_the_guard_half_of_it_is_kept(
        self, ledger: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sqlite, "_refuse_outside_transaction", lambda *_: None)
        before = count(ledger, "setting")
        with disk_of(pages_of(ledger) + 20):
            write_row_by_row(ledger)
        assert 0 < count(ledger, "setting") - before < 100


@contextmanager
def tmpfs(folder: Path, size: str) -> Iterator[Path]:
    """Mount a small disk of its own."""
    folder.mkdir()
    try:
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "aidtrack-test", folder],
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        pytest.skip("there is no mount here")
    if done.returncode:
        pytest.skip(f"no tmpfs can be mounted: {done.stderr.decode().strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def fill(disk: Path, *, leaving: int) -> None:
    """Fill a disk but for so many pages."""
    filler = disk / "filler"
    filler.unlink(missing_ok=True)
    room = os.statvfs(disk)
    filler.write_bytes(b"x" * (room.f_bavail * room.f_bsize - leaving * PAGE))


@pytest.mark.nightly
@pytest.mark.parametrize("write", WRITES, ids=[write.name for write in WRITES])
def test_on_a_disk_that_is_really_full(
    write: Write, article: Path, tmp_path: Path, run_line: RunLine
) -> None:
    with tmpfs(tmp_path / "small", "4m") as disk:
        ledger = Path(shutil.copy(article, disk / "ledger.db"))
        line, before = f"aidtrack --db {ledger} {write.line}", dump(ledger)
        for pages in range(1000):
            fill(disk, leaving=pages)
            answer = run_line(line, stdin=write.stdin)
            if answer.code == 0:
                break
            refused_for_the_disk(answer, ledger)
            assert dump(ledger) == before
            assert beside(ledger) == ["filler"]
        assert answer.code == 0
        assert pages > 2, "control: the disk must have been in the way"
        assert unsound(ledger) == []
        print(f"{write.name}: refused with 0 to {pages - 1} pages of room on the disk")
