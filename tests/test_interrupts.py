"""Ctrl-C ends a command wherever it is, with one sentence that is true, and with exit code 130."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from aidtrack import ending
from aidtrack.cli import COMMANDS, CommandRow
from aidtrack.cli._lazy import App
from harness_ledger import dice

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import FrameType

    from conftest import RunLine
    from servers import Databases

NOTHING = "Interrupted; nothing was changed.\n"
BEGUN = "Interrupted; what was begun is left, complete it with: aidtrack init\n"
KEPT = "Interrupted after the change was kept.\n"
INTERRUPTED = 130

PATIENCE = 10.0
"""Seconds: what waits for them was forgotten."""

app = App()


class Dropped:
    """Something whose end is a moment in which Python can raise nothing."""

    def __del__(self) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0)  # a step, before which Python looks whether there was a signal


def in_a_finaliser() -> None:
    Dropped()
    time.sleep(PATIENCE)


def in_a_finaliser_at_the_end() -> None:
    Dropped()


def swallowed() -> None:
    try:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(PATIENCE)
    except BaseException:  # noqa: BLE001 - as a careless library does
        pass


def hidden_by_what_came_of_it() -> None:
    try:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(PATIENCE)
    finally:
        raise OSError("another command is already in progress")


def after_the_change() -> None:
    ending.reach(ending.KEPT)
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(PATIENCE)


MOMENTS = {
    moment.__name__: moment
    for moment in (
        in_a_finaliser,
        in_a_finaliser_at_the_end,
        swallowed,
        hidden_by_what_came_of_it,
        after_the_change,
    )
}


@app.command()
def stumble(moment: str) -> None:
    MOMENTS[moment]()
    print("done")


@pytest.fixture(autouse=True)
def _stumble(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let `aidtrack stumble` be a command while these tests run, and Ctrl-C be Python's own."""
    monkeypatch.setitem(COMMANDS, "stumble", CommandRow("stumble", "test_interrupts", "", ""))
    monkeypatch.setitem(sys.modules, "test_interrupts", sys.modules[__name__])
    theirs = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, theirs)


@pytest.mark.parametrize("moment", MOMENTS)
def test_it_is_never_forgotten(run_line: RunLine, moment: str) -> None:
    began = time.monotonic()
    answer = run_line(f"aidtrack stumble {moment}")
    said = KEPT if moment == "after_the_change" else NOTHING
    assert (answer.code, answer.err) == (INTERRUPTED, said)
    assert time.monotonic() - began < PATIENCE
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_who_has_taken_it_over_keeps_it(run_line: RunLine) -> None:
    """A shell lets its background jobs ignore Ctrl-C."""
    heard: list[int] = []

    def hear(number: int, _frame: FrameType | None) -> None:
        heard.append(number)

    signal.signal(signal.SIGINT, hear)
    answer = run_line("aidtrack stumble in_a_finaliser_at_the_end")
    assert (answer.code, answer.out, heard) == (0, "done\n", [signal.SIGINT])


def test_a_thread_leaves_it_alone(run_line: RunLine) -> None:
    answers = []
    thread = threading.Thread(target=lambda: answers.append(run_line("aidtrack stumble nothing")))
    thread.start()
    thread.join()
    assert "KeyError" in answers[0].err
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


# --- a whole process, at any moment


WAY_IN = """
import signal, sys
from aidtrack.__main__ import main
signal.signal(signal.SIGINT, signal.default_int_handler)  # whatever it was for those who run the tests
print("ready", flush=True)
sys.exit(main())
"""


class Pressing:
    """Runs a line in a process of its own, and presses Ctrl-C in it at a moment."""

    def __init__(self, db: str) -> None:
        self._line = [sys.executable, "-c", WAY_IN, "--db", db]

    def press(self, line: str, after: float) -> tuple[int, str]:
        running = subprocess.Popen(
            [*self._line, *line.split()],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        assert running.stdout is not None
        running.stdout.readline()
        time.sleep(after)
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=120)
        return running.returncode, err


def pressed_at_many_moments(db: str, tries: int) -> set[str]:
    """Press Ctrl-C in one `init` after another until all is said and done; what is said is true each time."""
    pressing, random, said = Pressing(db), dice(), set()
    for _ in range(tries):
        code, err = pressing.press("init --empty", random.uniform(0, 3))
        if code == 0:
            break
        assert code == INTERRUPTED, err
        assert err in (NOTHING, BEGUN, KEPT)
        said.add(err)
    return said


AT_ONCE = """
import os, signal
import aidtrack.wording  # whatever loads something now takes the note back too
from aidtrack.cli import _main

signal.signal(signal.SIGINT, signal.default_int_handler)
_main._dispatch = lambda _: exec("os.kill(os.getpid(), signal.SIGINT); [0 for _ in range(9)]", globals())
import aidtrack.__main__ as way_in

way_in.sys.exit(way_in.main())
"""


def test_the_exit_code_is_a_number(tmp_path: Path) -> None:
    """A Ctrl-C that went through `exec` of a text would let `python -m` end by the signal itself."""
    (tmp_path / "at_once.py").write_text(AT_ONCE, encoding="utf-8")
    line = [sys.executable, "-m", "at_once"]
    done = subprocess.run(line, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (INTERRUPTED, NOTHING)


TRIES = [3, pytest.param(100, marks=pytest.mark.nightly)]


@pytest.mark.parametrize("tries", TRIES)
def test_init_in_a_file(tries: int, tmp_path: Path, run_line: RunLine) -> None:
    path = tmp_path / "ledger.db"
    said = pressed_at_many_moments(str(path), tries)
    if path.exists():
        assert said & {BEGUN, KEPT} or not said
    assert run_line(f"aidtrack --db {path} init --empty").code == 0
    assert run_line(f"aidtrack --db {path} check --deep").code == 0


@pytest.mark.parametrize("tries", TRIES)
def test_init_on_a_server(tries: int, databases: Databases, run_line: RunLine) -> None:
    url = databases.new()
    pressed_at_many_moments(url, tries)
    assert run_line(f"aidtrack --db {url} init --empty").code == 0
    assert run_line(f"aidtrack --db {url} check --deep").code == 0
