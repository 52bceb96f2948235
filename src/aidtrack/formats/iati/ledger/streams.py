"""Rows of several tables that go forward side by side, so that each project meets its own."""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aidtrack.formats.exchange import Row

    Tabled = tuple[str, Row]
    """A row, after the name of its table."""

MOST_CHILDREN = 1_000
"""A pairing with as many projects does not name them: they name it, and no activity grows with the file."""


class Stream:
    """Rows in the order of the activities that they belong to: those of pairings, then those of projects."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = iter(rows)
        self._next = next(self._rows, None)

    def of_pairing(self, uid: str) -> Iterator[Row]:
        """Take the rows at hand that belong to a pairing, and to no project."""
        while self._next is not None and "project" not in self._next and self._next["pairing"] == uid:
            yield self._take()

    def of_project(self, uid: str) -> Iterator[Row]:
        """Take the rows at hand that belong to a project."""
        while self._next is not None and self._next.get("project") == uid:
            yield self._take()

    def _take(self) -> Row:
        row, self._next = self._next, next(self._rows, None)
        assert row is not None  # noqa: S101 - looked at before
        return row

    @property
    def is_empty(self) -> bool:
        """Whether all rows were taken."""
        return self._next is None


class Projects:
    """Projects, read once to learn whose they are and kept in a file until they are written."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._file = TemporaryFile(mode="w+", encoding="utf-8", prefix="aidtrack-")  # noqa: SIM115 - it is kept open
        self._below: dict[tuple[str, str], list[str]] = defaultdict(list)
        for row in rows:
            self._file.write(json.dumps(row) + "\n")
            for above in ("pairing", "parent"):
                if above in row and len(found := self._below[above, row[above]]) < MOST_CHILDREN:
                    found.append(row["uid"])

    def __iter__(self) -> Iterator[Row]:
        self._file.seek(0)
        for line in self._file:
            yield json.loads(line)

    def below(self, above: str, uid: str) -> list[str]:
        """Name the projects of a pairing, or the parts of a project; none where they are too many."""
        found = self._below.get((above, uid), [])
        return found if len(found) < MOST_CHILDREN else []

    def close(self) -> None:
        """Let the file go."""
        self._file.close()


def in_parts(rows: Iterable[Tabled], size: int) -> Iterator[list[Tabled]]:
    """Take rows in parts of no more than `size`."""
    rows = iter(rows)
    for first in rows:
        yield list(chain([first], islice(rows, size - 1)))
