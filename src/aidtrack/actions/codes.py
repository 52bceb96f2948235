"""Codes: that none is given to two records, and the ones that are made for projects."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.errors import N_, Refused, Unreadable
from aidtrack.queries.names import record_name
from aidtrack.tables import TABLES, change_item, division, project

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aidtrack.queries.places import Place


LONGEST_CODE = 40


def require_free(
    connection: sa.Connection, table: str, code: str, besides: int | None = None, *, column: str = "code"
) -> None:
    """Refuse a code, or a key in another system, that another record has."""
    columns = TABLES[table].c
    query = sa.select(columns.id).where(columns[column] == code, columns.id != (besides or 0))
    if table == "division" and column == "code":
        query = query.where(division.c.valid_to.is_(None))
    row = connection.execute(query).first()
    if row is not None:
        raise Refused(
            N_("The code {code} is that of {name}; give another one."),
            code=code,
            name=record_name(connection, table, row.id),
        )


class ProjectCodes:
    """Makes the codes of new projects; what was looked up once is counted on from there."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self._last: dict[str, int] = {}
        self._looked_up: set[str] = set()
        self._before: dict[str, int] | None = None

    def make(self, recipient: Place, parent: int | None) -> str:
        """Make the next code: 513333-07 from the recipient's, 513327-01.4 from the parent's, G12-01 in a group."""
        if parent is None:
            start = f"{recipient.code or f'G{recipient.id}'}-"
            return f"{start}{self._next(start):02}"
        query = sa.select(project.c.code).where(project.c.id == parent)
        above = f"{self.connection.execute(query).scalar_one()}."
        return _short_enough(f"{above}{self._next(above)}")

    def note(self, code: str) -> None:
        """Take a code that was said for itself into account."""
        numbered = _NUMBERED.fullmatch(code)
        if numbered:
            start, number = numbered.groups()
            last = self._last.get(start, 0)
            if int(number) > last:
                self._count(start, last, int(number))

    def note_all(self, codes: Iterable[str]) -> None:
        """Take codes of records into account that are written now: what was not looked up yet will have them."""
        if self._looked_up:
            for code in codes:
                self.note(code)

    @contextmanager
    def trying(self) -> Iterator[None]:
        """Count as before if the block fails: the codes that it made or took into account are free again."""
        self._before = {}
        try:
            yield
        except BaseException:
            self._last |= self._before
            self._looked_up -= self._before.keys()
            raise
        finally:
            self._before = None

    def _count(self, start: str, last: int, number: int) -> None:
        if self._before is not None:
            self._before.setdefault(start, last)
        self._last[start] = number

    def _next(self, start: str) -> int:
        """Find the number after all that were ever used: a code that went with its project may come back with it."""
        if start not in self._looked_up:
            self._looked_up.add(start)
            for code in _used(self.connection, start):
                self.note(code)
        last = self._last.get(start, 0)
        self._count(start, last, last + 1)
        return last + 1


_NUMBERED = re.compile("(.*[-.])([0-9]{1,9})")


def _short_enough(made: str) -> str:
    """Refuse a code that the column does not take; SQLite, other than PostgreSQL, would not mind."""
    if len(made) > LONGEST_CODE:
        raise Unreadable(
            N_("The code {code} would be longer than {most} characters; say another one with --code."),
            code=made,
            most=LONGEST_CODE,
        )
    return made


def _used(connection: sa.Connection, start: str) -> Iterator[str]:
    query = sa.select(project.c.code).where(project.c.code.startswith(start, autoescape=True))
    yield from connection.execute(query).scalars()
    columns = change_item.c
    before = sa.select(columns.before).where(
        columns.table_name == "project", columns.before.contains(f'"code": "{start}', autoescape=True)
    )
    for text in connection.execute(before).scalars():
        state: dict[str, Any] = json.loads(text)
        yield str(state["code"])
