"""The table: what one row of it holds, and which there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from answers import Answer
    from field import Field
    from measure import Command

    Read = Callable[[str], Answer]


@dataclass(frozen=True)
class Check:
    """Two commands whose answers must be the same."""

    mine: Command
    read_mine: Read
    theirs: Command
    read_theirs: Read


@dataclass(frozen=True)
class Rival:
    """What a command is measured against; `factor` is null where it only stands beside, for the reader."""

    name: str
    command: Command
    factor: float | None = None
    plus_floor: bool = False
    memory: bool = False


@dataclass(frozen=True)
class Line:
    """One row of the table."""

    title: str
    mine: Command
    rivals: Sequence[Rival]
    checks: Sequence[Check] = ()
    most_megabytes: int | None = None


@dataclass(frozen=True)
class Row:
    """One row by its name, made when it is asked for; `grows` if it is of interest at every size."""

    name: str
    make: Callable[[Field], Line]
    grows: bool = True
    server: bool = False


ROWS: dict[str, Row] = {}


def row(name: str, **more: bool) -> Callable[[Callable[[Field], Line]], Callable[[Field], Line]]:
    """Enter a row in the table."""

    def enter(make: Callable[[Field], Line]) -> Callable[[Field], Line]:
        ROWS[name] = Row(name, make, **more)
        return make

    return enter
