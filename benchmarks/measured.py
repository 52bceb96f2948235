"""One row of the table measured: first the answers, then the times, then what they are to each other."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from answers import Different, compare
from measure import in_turn, megabytes, processor, run, seconds

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from measure import Command, Sample
    from table import Check, Line, Rival

SLOW = 10
"""Seconds of a round from which on it is run three times only; from ten times as many on, once."""


@dataclass(frozen=True)
class Against:
    """How a command did against one rival; `share` is null where the rival only stands beside."""

    name: str
    seconds: float
    megabytes: float
    ratio: float
    processor: float
    limit: str = ""
    share: float | None = None

    @property
    def met(self) -> bool | None:
        """Whether the target was met; null where there is none."""
        return None if self.share is None else self.share <= 1


@dataclass(frozen=True)
class Measured:
    """What was found of one row."""

    title: str
    runs: int
    seconds: float
    megabytes: float
    most_megabytes: int | None
    rivals: Sequence[Against]

    @property
    def met(self) -> bool:
        """Whether all its targets were met."""
        within = self.most_megabytes is None or self.megabytes <= self.most_megabytes
        return within and all(rival.met is not False for rival in self.rivals)


def agree(line: Line, scratch: Path) -> None:
    """Refuse a row whose answers differ from the peers'."""
    for check in line.checks:
        try:
            compare(*_answers(check, scratch))
        except Different as different:
            raise Different(f"{line.title}: {' '.join(check.theirs.argv)[:120]}: {different}") from None


def _answers(check: Check, scratch: Path) -> tuple[object, object]:
    return check.read_mine(run(check.mine, scratch)[1]), check.read_theirs(run(check.theirs, scratch)[1])


def measure(line: Line, repeat: int, scratch: Path, floor: float) -> Measured:
    """Compare the answers, then run everything in turn."""
    agree(line, scratch)
    commands: list[Command] = [line.mine, *(rival.command for rival in line.rivals)]
    mine, *theirs = in_turn(commands, repeat, scratch, SLOW)
    rivals = [
        _against(rival, mine, samples, floor) for rival, samples in zip(line.rivals, theirs, strict=True)
    ]
    return Measured(line.title, len(mine), seconds(mine), megabytes(mine), line.most_megabytes, rivals)


def _against(rival: Rival, mine: Sequence[Sample], theirs: Sequence[Sample], floor: float) -> Against:
    ours, peers = (megabytes(mine), megabytes(theirs)) if rival.memory else (seconds(mine), seconds(theirs))
    busy = processor(mine) / processor(theirs)
    plain = Against(rival.name, seconds(theirs), megabytes(theirs), ours / peers, busy)
    if rival.factor is None:
        return plain
    allowed = rival.factor * peers + (floor if rival.plus_floor else 0)
    limit = f"{rival.factor:g} ×" + (" + floor" if rival.plus_floor else "")
    return replace(plain, limit=limit, share=ours / allowed)


def tell(found: Measured) -> None:
    """Say what was found while the rest is still being measured."""
    print(f"{found.title}: {found.seconds:.3f} s, {found.megabytes:.0f} MB", file=sys.stderr)
    for rival in found.rivals:
        met = {None: "", True: " met", False: " MISSED"}[rival.met]
        share = "" if rival.share is None else f" ({rival.share:.2f} of what is allowed: {rival.limit}){met}"
        print(
            f"    {rival.ratio:6.2f} × {rival.name}, {rival.seconds:.3f} s{share}; "
            f"{rival.processor:.2f} × its processor time",
            file=sys.stderr,
        )
