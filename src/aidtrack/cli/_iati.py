"""`check --iati FILE`: a file of others, or one's own, against the rules of the IATI standard."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from aidtrack.cli._main import SYSTEM
from aidtrack.cli._progress import progress
from aidtrack.cli._show import show
from aidtrack.errors import N_, Broken, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aidtrack.formats.iati.checker import Report

IatiFile = Annotated[
    str | None,
    typer.Option(
        "--iati",
        metavar="FILE",
        help=N_(
            "Check an IATI file instead of the ledger; - reads it from the standard input. Warnings alone leave the exit code 0."
        ),
    ),
]

_CHUNK = 1 << 16


def check_iati(path: str, format: str | None) -> None:
    """Tell what breaks the standard's rules; what is wrong for sure, and not reading to the end, is an exit code."""
    from aidtrack.formats.iati.findings import findings
    from aidtrack.formats.iati.rule import ERROR

    report = _report(path)
    found = findings(report)
    if found.rows or format:
        show(found, format=format)
    if report.stopped is not None:
        raise report.stopped
    if report.count(ERROR):
        raise typer.Exit(Broken.exit_code)


def _report(path: str) -> Report:
    from aidtrack.formats.iati.checker import check

    try:
        with _opened(path) as file:
            return check(_chunks(file, path), path)
    except OSError as error:
        sentence = SYSTEM.get(error.errno or 0)
        if sentence is None:
            raise
        raise Unreadable(sentence, path=path) from error


@contextmanager
def _opened(path: str) -> Iterator[BinaryIO]:
    if path == "-":
        yield sys.stdin.buffer
    else:
        with open(path, "rb") as file:  # noqa: PTH123 - a name is all there is
            yield file


def _chunks(file: BinaryIO, what: str) -> Iterator[bytes]:
    """Read piece by piece, telling how far it is where that can be known."""
    done, total = 0, _size(file)
    with progress() as tell:
        while chunk := file.read(_CHUNK):
            yield chunk
            done += len(chunk)
            if total:
                tell(done, total, what)


def _size(file: BinaryIO) -> int:
    try:
        return os.fstat(file.fileno()).st_size
    except (OSError, ValueError):  # a stream without a file behind it
        return 0
