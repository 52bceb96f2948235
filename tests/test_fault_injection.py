"""A disk that fails a write or a sync: one sentence, exit code 1, nothing changed, and each time the fault fired."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness_ledger import beside, dump, funding_lines, unsound

if TYPE_CHECKING:
    from harness_fork import Nursery

PAGE = 4096
LONG = "很长的说明" * 1200


@pytest.fixture
def ledger(article: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "disk"
    folder.mkdir()
    return Path(shutil.copy(article, folder / "ledger.db"))


@dataclass(frozen=True)
class Write:
    name: str
    args: tuple[str, ...]
    stdin: str = ""


WRITES = (
    Write("add", ("add", "project", "--donor", "椒江", "--county", "色达", "--name", "甲", "--note", LONG)),
    Write("batch", ("add", "funding", "-"), funding_lines(30)),
    Write("edit", ("edit", "project", "1", "--note", LONG)),
)


def refused(code: int, out: str, err: str, ledger: Path) -> bool:
    """Tell whether the disk was blamed, in one sentence."""
    full = f"error: The disk that holds {ledger} is full; nothing was changed.\n"
    return (code, out) == (1, "") and err in {full, full.replace("is full", "failed")}


@pytest.mark.parametrize("write", WRITES, ids=lambda write: write.name)
def test_no_file_may_grow_beyond_a_limit(write: Write, ledger: Path, children: Nursery) -> None:
    """The journal reaches the limit first where that is small, later the ledger itself."""
    size, before = ledger.stat().st_size, dump(ledger)
    limits = [
        600,
        1024,
        5000,
        10_000,
        30_000,
        size // 4,
        size - PAGE,
        size - 1,
        size,
        size + 100,
        size + PAGE,
    ]
    for limit in limits:
        ended = children.run("--db", str(ledger), *write.args, stdin=write.stdin, largest_file=limit)
        assert refused(ended.code, ended.out, ended.err, ledger), "the fault must fire, and be told"
        assert unsound(ledger) == []
        assert dump(ledger) == before
    ended = children.run("--db", str(ledger), *write.args, stdin=write.stdin, largest_file=2 * size)
    assert ended.code == 0, "control: without a limit in the way it succeeds"
    assert dump(ledger) != before
    assert beside(ledger) == []


@dataclass(frozen=True)
class Fault:
    """What a call of the system answers in place of doing its work: once, or from then on."""

    call: str
    error: str
    on: str = ""
    step: int = 1

    def __str__(self) -> str:
        return f"{self.call}-{self.error}{'-from-then-on' if self.on else ''}"


FAULTS = (
    Fault("pwrite64", "ENOSPC", step=5),
    Fault("pwrite64", "ENOSPC", "+", step=5),
    Fault("pwrite64", "EIO", step=5),
    Fault("pwrite64", "EIO", "+", step=5),
    Fault("fdatasync", "EIO"),
    Fault("fdatasync", "EIO", "+"),
    Fault("unlink", "EIO"),
)


def run_with(fault: Fault, number: int, write: Write, ledger: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in which the call of that number fails."""
    inject = f"inject={fault.call}:error={fault.error}:when={number}{fault.on}"
    trace = ledger.parent.parent / "trace"
    strace = ["strace", "-o", str(trace), "-e", f"trace={fault.call}", "-e", inject]
    return subprocess.run(
        [*strace, sys.executable, "-m", "aidtrack", "--db", str(ledger), *write.args],
        input=write.stdin,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def fired(ledger: Path) -> bool:
    return "(INJECTED)" in (ledger.parent.parent / "trace").read_text(errors="replace")


def outcome(done: subprocess.CompletedProcess[str], ledger: Path) -> str:
    """Name how a command ended."""
    unsure = (
        f"error: The disk that holds {ledger} failed while it kept the change;"
        " aidtrack history shows whether it did.\n"
    )
    if refused(done.returncode, done.stdout, done.stderr, ledger):
        return "refused"
    if (done.returncode, done.stdout, done.stderr) == (1, "", unsure):
        return "unsure"
    return "done" if done.returncode == 0 and "undo with" in done.stderr else "anything else"


@pytest.mark.nightly
@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
@pytest.mark.parametrize("fault", FAULTS, ids=str)
@pytest.mark.parametrize("write", WRITES[:2], ids=lambda write: write.name)
def test_each_call_fails_once(fault: Fault, write: Write, ledger: Path, article: Path) -> None:
    """Refused means that nothing changed, done that it is there; only a sync after the commit leaves it open.

    SQLite lets pass that the folder cannot be synced when the journal is made: the change is done.
    """
    before, seen = dump(article), Counter[str]()
    for number in count(1, fault.step):
        shutil.copy(article, ledger)
        done = run_with(fault, number, write, ledger)
        if not fired(ledger):
            break
        print(number, done.returncode, done.stderr)
        ended = outcome(done, ledger)
        seen[ended] += 1
        assert unsound(ledger) == []
        assert ended in {"refused", "done", "unsure"}
        assert ended == "unsure" or (dump(ledger) == before) == (ended == "refused")
    assert outcome(done, ledger) == "done", "control: without a fault it succeeds"
    assert seen["refused"] > 0
    assert seen["done"] + seen["unsure"] <= (fault.call == "fdatasync") * 2
    print(f"{fault} in {write.name}: {dict(seen)}")
