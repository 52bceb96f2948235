"""Whole processes, run in turn: seconds and memory of each, and what it said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_SPAWN = Path(__file__).parent / "programs" / "spawn.py"

ENVIRONMENT = {"AIDTRACK_LANG": "en", "COLUMNS": "120", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"}


@dataclass(frozen=True)
class Command:
    """A program with its arguments; `stdin` is the file that it reads, `before` what makes its ground ready."""

    argv: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    stdin: Path | None = None
    before: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """One run; `processor` are the seconds that it kept a core busy."""

    seconds: float
    processor: float
    kilobytes: int


class Failed(Exception):
    """A program ended with an error."""


def run(command: Command, scratch: Path) -> tuple[Sample, str]:
    """Run a command once; give what it used, and what it wrote."""
    if command.before:
        command.before()
    out, err = scratch / "stdout", scratch / "stderr"
    line = [sys.executable, "-I", "-S", str(_SPAWN), str(out), str(err), "--", *command.argv]
    with open(command.stdin or os.devnull, "rb") as stdin:  # noqa: PTH123 - devnull is no Path here
        told = subprocess.run(
            line, stdin=stdin, env=_environment(command), capture_output=True, text=True, check=True
        )
    seconds, processor, kilobytes, code = json.loads(told.stdout)
    if code:
        said = err.read_text(encoding="utf-8", errors="replace").strip()
        raise Failed(f"{' '.join(command.argv)[:300]} ended with {code}: {said[-500:]}")
    return Sample(seconds, processor, kilobytes), out.read_text(encoding="utf-8", errors="replace")


def _environment(command: Command) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AIDTRACK", "PYTHON"))}
    return {**kept, **ENVIRONMENT, **command.env}


def in_turn(commands: Sequence[Command], repeat: int, scratch: Path, slow: float) -> list[list[Sample]]:
    """Run commands one after the other, again and again; three times or once only where a round takes long."""
    found: list[list[Sample]] = [[] for _ in commands]
    rounds = 0
    while rounds < repeat:
        for samples, command in zip(found, commands, strict=True):
            samples.append(run(command, scratch)[0])
        rounds += 1
        if rounds == 1:
            repeat = min(repeat, _runs(sum(samples[0].seconds for samples in found), slow))
    return found


def _runs(round_takes: float, slow: float) -> int:
    """Tell how often at most to run what takes so long."""
    if round_takes > 10 * slow:
        return 1
    return 3 if round_takes > slow else sys.maxsize


def seconds(samples: Sequence[Sample]) -> float:
    """Tell the median time."""
    return median(sample.seconds for sample in samples)


def processor(samples: Sequence[Sample]) -> float:
    """Tell the median time of the processor, which other programs on the machine hardly change."""
    return median(sample.processor for sample in samples)


def megabytes(samples: Sequence[Sample]) -> float:
    """Tell the median of the most memory in use."""
    return median(sample.kilobytes for sample in samples) / 1024
