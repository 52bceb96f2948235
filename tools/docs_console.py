"""The examples in the documents: what a reader types, and what then stands on the screen.

In a fenced `console` block a line that begins with `$ ` is typed, and the lines up to the next one are what
it gives, on both streams, at a terminal of 80 columns that speaks English. A line with a pipe is run by a
shell, so that aidtrack writes into the pipe. A line `…` stands for lines that are left out: an output keeps as
many lines before it and after it as stand there. All blocks of a page are run in order on one new ledger.
A line that reads the article, which is not part of the repository, is left as it is where that is not at hand.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from functools import cache
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import aidtrack
from aidtrack.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator

CUT = "…"
LEDGER = "ledger.db"
ARTICLE = "article.txt"
BESIDE = Path(__file__).parents[2] / "shared" / "source" / ARTICLE
TERMINAL = {
    "COLUMNS": "80",
    "NO_COLOR": "1",
    "TERM": "xterm",
    "AIDTRACK_LANG": "en",
    "AIDTRACK_DB": LEDGER,
}
FOREIGN = (
    "AIDTRACK_UNIT",
    "AIDTRACK_ASCII",
    "AIDTRACK_ACTOR",
    "AIDTRACK_SOURCE",
    "FORCE_COLOR",
    "LC_ALL",
    "LC_MESSAGES",
    "LANG",
)

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TYPED = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


class Screen(TextIOWrapper):
    """What a reader sees: a stream that says it is a terminal, and keeps what is written to it."""

    def __init__(self) -> None:
        self.kept = BytesIO()
        super().__init__(self.kept, encoding="utf-8", newline="")

    def isatty(self) -> bool:
        """Claim to be a terminal."""
        return True

    def text(self) -> str:
        """Give all that was written."""
        self.flush()
        return self.kept.getvalue().decode()


@contextmanager
def new_ledger() -> Iterator[None]:
    """Stand in a new folder with the article's ledger, and with the article itself if it is at hand."""
    article = Path(os.environ.get("AIDTRACK_ARTICLE") or BESIDE).absolute()
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    with (
        tempfile.TemporaryDirectory() as room,
        chdir(room),
        patch.dict(os.environ, {**kept, **TERMINAL}, clear=True),
    ):
        if article.is_file():
            shutil.copyfile(article, ARTICLE)
        Path(LEDGER).write_bytes(_seeded())
        yield


@cache
def _seeded() -> bytes:
    """Make the ledger once; each page gets its own copy."""
    typed("aidtrack init")
    return Path(LEDGER).read_bytes()


def rewritten(page: str) -> str:
    """Run all that a page types, and give the page with what that gives now."""
    return _BLOCK.sub(lambda block: f"```console\n{_TYPED.sub(_answered, block[1])}```", page)


def _answered(match: re.Match[str]) -> str:
    line, old = match[1], match[2]
    if ARTICLE in line and not Path(ARTICLE).exists():
        return match[0]
    return f"$ {line}\n{_shortened(typed(line), old)}"


def _shortened(new: str, old: str) -> str:
    """Cut a new output as the old one was cut; no line ends in blanks."""
    lines, shown = [line.rstrip() for line in new.splitlines()], old.splitlines()
    if CUT in shown:
        before = shown.index(CUT)
        after = len(shown) - before - 1
        if before + after < len(lines):
            lines[before : len(lines) - after] = [CUT]
    return "".join(f"{line}\n" for line in lines)


def typed(line: str) -> str:
    """Run one line and give what it puts on the screen; `export NAME=VALUE` holds for the rest of the page."""
    if line.startswith("export "):
        name, _, value = shlex.split(line)[1].partition("=")
        os.environ[name] = value
        return ""
    return _in_shell(line) if "|" in line else _in_process(line)


def _in_process(line: str) -> str:
    program, *words = shlex.split(line)
    if program != "aidtrack":
        message = f"a line without a pipe begins with aidtrack: {line}"
        raise ValueError(message)
    screen = Screen()
    with redirect_stdout(screen), redirect_stderr(screen):
        main(words)
    return screen.text()


def _in_shell(line: str) -> str:
    itself = f'aidtrack() {{ {shlex.quote(sys.executable)} -m aidtrack "$@"; }}'
    package = str(Path(aidtrack.__file__).absolute().parents[1])
    done = subprocess.run(
        ["bash", "-c", f"{itself}\n{line}"],
        env={**os.environ, "PYTHONPATH": package},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return done.stdout
