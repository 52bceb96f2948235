"""Several people at one ledger: processes that have imported the program once and give one command after another."""

from __future__ import annotations

import json
import multiprocessing
import sys
import time
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import BytesIO, StringIO, TextIOWrapper
from types import SimpleNamespace
from typing import TYPE_CHECKING
from unittest.mock import patch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.pool import Pool

Line = tuple[list[str], str]
"""What is typed after `aidtrack`, and the standard input."""

_IMPORTED = [
    "aidtrack.cli._lazy",
    "aidtrack.cli.add",
    "aidtrack.actions.batch",
    "aidtrack.actions.enter",
    "aidtrack.actions.prefer",
    "aidtrack.actions.written",
    "aidtrack.models",
    "psycopg",
]


@dataclass
class Worked:
    """What one person's commands gave: exit codes, both streams, and how often a unit was tried again."""

    codes: list[int] = field(default_factory=list)
    out: list[str] = field(default_factory=list)
    err: list[str] = field(default_factory=list)
    retries: int = 0


@contextmanager
def people(number: int) -> Iterator[Pool]:
    """Open so many processes; all of them are forked from one that has imported the program."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_IMPORTED)
    with context.Pool(number) as pool:
        yield pool


def work(db: str, lines: list[Line], *, in_turn: bool = True) -> Worked:
    """Give one command after another; without taking turns, writers meet and the server breaks units off."""
    from aidtrack.store import retry, server

    worked = Worked()

    def sleep(seconds: float) -> None:
        worked.retries += 1
        time.sleep(seconds)

    wait_only = SimpleNamespace(sleep=sleep)
    take_turn = server._take_turn if in_turn else _take_no_turn
    with patch.object(retry, "time", wait_only), patch.object(server, "_take_turn", take_turn):
        for args, stdin in lines:
            code, out, err = said(db, args, stdin)
            worked.codes.append(code)
            worked.out.append(out)
            worked.err.append(err)
    return worked


def _take_no_turn(_connection: object) -> None:
    """Stand for the lock that makes writers wait for each other."""


def said(db: str, args: list[str], stdin: str = "") -> tuple[int, str, str]:
    """Run one command in this process and tell its exit code and both streams."""
    from aidtrack.cli import main

    out, err = StringIO(), StringIO()
    given = TextIOWrapper(BytesIO(stdin.encode()), encoding="utf-8")
    with patch.object(sys, "stdin", given), redirect_stdout(out), redirect_stderr(err):
        code = main(["--lang", "en", "--db", db, *args])
    return code, out.getvalue(), err.getvalue()


# --- what they type

FIGURE = {"project": 4, "stage": "stated", "period": "2021", "source": 1, "separate": True}


def add_project(name: str) -> Line:
    return ["add", "project", "--donor", "椒江", "--county", "色达", "--name", name], ""


def add_two(mark: str) -> Line:
    """Add 300,000 and 700,000 yuan as one change."""
    figures = ({**FIGURE, "amount": amount, "at": mark} for amount in ("30万元", "70万元"))
    return ["add", "funding", "-"], "\n".join(json.dumps(figure, ensure_ascii=False) for figure in figures)


def prefer(number: int) -> Line:
    return ["prefer", "funding", str(number)], ""


def two_statements(db: str) -> tuple[int, int]:
    """Add 10,000 yuan and another statement of it, which says 20,000; only one of them counts."""
    figure = ["add", "funding", "--project", "4", "--stage", "stated", "--period", "2021", "--source", "1"]
    for more in (
        ["--separate", "--at", "A", "--amount", "1万元"],
        ["--restates", "14", "--at", "B", "--amount", "2万元"],
    ):
        code, _, err = said(db, [*figure, *more])
        assert code == 0, err
    return 14, 15
