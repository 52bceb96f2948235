"""A terminal for tests: a command with somebody at it who answers its questions."""

from __future__ import annotations

import os
import pty
import re
import select
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_PATIENCE = 60.0


@dataclass(frozen=True)
class Talk:
    """What a line gave at a terminal: its exit code, its output, and what stood at the terminal."""

    code: int
    out: str
    err: str


def at_terminal(line: str, answers: Sequence[str]) -> Talk:
    """Run a line at a terminal of its own and type each answer when a question stands there.

    An answer is typed with Enter, but for one control character alone: \\x03 is Ctrl-C, \\x04 the end.
    """
    program, *words = shlex.split(line)
    assert program == "aidtrack"
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "aidtrack", *words]
    with subprocess.Popen(
        command,
        stdin=slave,
        stdout=subprocess.PIPE,
        stderr=slave,
        start_new_session=True,
        preexec_fn=_take_terminal,  # noqa: PLW1509 - no threads here
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        cwd=Path(__file__).parent,
    ) as process:
        os.close(slave)
        said = _converse(master, list(answers))
        out, _ = process.communicate(timeout=_PATIENCE)
        os.close(master)
    print(f"$ {line}\n{out.decode()}[terminal]\n{said}[exit code {process.returncode}]")
    return Talk(process.returncode, out.decode(), said)


def _take_terminal() -> None:
    """Make standard input the controlling terminal, so that Ctrl-C there interrupts."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _converse(master: int, answers: list[str]) -> str:
    said = ""
    answered = 0
    while chunk := _heard(master):
        said += chunk
        if answers and re.search(r": $", said[answered:]):
            answer = answers.pop(0)
            os.write(master, answer.encode() if answer in "\x03\x04" and answer else f"{answer}\n".encode())
            answered = len(said)
    return said


def _heard(master: int) -> str:
    ready, _, _ = select.select([master], [], [], _PATIENCE)
    assert ready, "nothing was said for a minute"
    try:
        return os.read(master, 65536).decode(errors="replace")
    except OSError:  # the other end is closed
        return ""
