"""`--source FILE`: the text that figures are held against."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from aidtrack.cli._main import SYSTEM
from aidtrack.errors import N_, Unreadable

if TYPE_CHECKING:
    from aidtrack.document import Document

SourceFile = Annotated[
    str | None,
    typer.Option(
        "--source", metavar="FILE", help=N_("The text of the source; - reads it from the standard input.")
    ),
]
Of = Annotated[
    str | None,
    typer.Option("--of", metavar="REF", help=N_("Which source FILE is, where its hash does not say it.")),
]

LARGEST = 8 * 1024 * 1024
"""In bytes: more than any book, and an end to what has none (/dev/zero)."""


def open_source(path: str | None, of: str | None) -> Document | None:
    """Read the file that `--source` names, if it names one."""
    from aidtrack.document import read_document

    if path is None:
        if of is not None:
            raise Unreadable(N_("--of says which source the file of --source is; give --source too."))
        return None
    return read_document(_bytes(path), path)


def _bytes(path: str) -> bytes:
    try:
        if path == "-":
            return _all(sys.stdin.buffer, path)
        with open(path, "rb") as file:  # noqa: PTH123 - a name is all there is
            return _all(file, path)
    except OSError as error:
        sentence = SYSTEM.get(error.errno or 0)
        if sentence is None:
            raise
        raise Unreadable(sentence, path=path) from error


def _all(file: BinaryIO, path: str) -> bytes:
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Unreadable(
            N_("'{path}' is larger than {most} MB; give the source's text alone."),
            path=path,
            most=LARGEST // 1024**2,
        )
    return data
