"""The records that rows may mean, looked up for a batch of rows at once: by their keys, else by their nature."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.actions.intake.names import Names
from aidtrack.actions.intake.nature import CODED, COLUMNS, UNSAID, nature
from aidtrack.errors import N_, NoRecord
from aidtrack.folding import fold
from aidtrack.store.bulk import having
from aidtrack.tables import FIGURES, TABLES
from aidtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from aidtrack.actions.intake.fields import ManyFields
    from aidtrack.actions.intake.incoming import Incoming
    from aidtrack.actions.intake.nature import Key

Stored = dict[str, Any]
"""A record as it stands in its table."""


class ByKeys:
    """The records that a batch of rows names by uid, by a key in another system, by id or by code."""

    def __init__(self, connection: sa.Connection, table: str, rows: Sequence[Incoming]) -> None:
        self.connection, self.table = connection, table
        self._uid = self._read("uid", {row.uid for row in rows})
        free = [row for row in rows if row.uid is None]
        self._external = self._read("external_id", {row.text("external_id") for row in free})
        self._id = self._read("id", {_number(row.id) for row in free})
        self._code = self._read("code", {row.text("code") for row in free}) if table in CODED else {}
        self._sha = self._read("sha256", {_sha(row) for row in free}) if table == "source" else {}

    def _read(self, name: str, values: set[Any]) -> dict[Any, Stored]:
        values.discard(None)
        if not values:
            return {}
        source = TABLES[self.table]
        query = sa.select(source).where(source.c[name].in_(values))
        if "valid_to" in source.c:
            query = query.where(source.c.valid_to.is_(None))
        return {row[name]: dict(row) for row in self.connection.execute(query).mappings()}

    def of(self, row: Incoming) -> Stored | None:
        """Find the record of a row; null where its keys name none yet. Raises NoRecord for an id of nothing."""
        if row.uid is not None:
            return self._uid.get(row.uid)
        external = row.text("external_id")
        if external is not None and external in self._external:
            return self._external[external]
        if external is None and row.id is not None:
            found = self._id.get(_number(row.id))
            if found is None:
                sentence = N_("No {kind} has the id {ref}.")
                raise NoRecord(sentence, kind=label("record", self.table), ref=row.id, field="id")
            return found
        found = self._code.get(row.text("code")) or self._sha.get(_sha(row))
        return found if _may_be(external, found) else None


def _may_be(external: str | None, found: Mapping[str, Any] | None) -> bool:
    """Tell whether a record is not another's: one that has a key in another system is that key's."""
    return found is not None and (external is None or found["external_id"] in (None, external))


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else None


def _sha(row: Incoming) -> str | None:
    text = row.text("sha256")
    return text.lower() if text else None


class ByNature:
    """The records of one ledger by what makes them what they are."""

    def __init__(self, connection: sa.Connection, fields: ManyFields) -> None:
        self.connection, self.fields = connection, fields
        self.names = {table: Names(connection, table) for table in ("project", "organisation")}

    def find(self, table: str, keys: Collection[Key]) -> dict[Key, list[Stored]]:
        """Find the records that these keys can mean, each in the order of its number."""
        numbers = self._numbers(table, keys) if keys else set()
        found: dict[Key, list[Stored]] = defaultdict(list)
        source = TABLES[table]
        query = sa.select(source).where(source.c.id.in_(numbers)).order_by(source.c.id)
        for row in self.connection.execute(query).mappings() if numbers else ():
            stored = dict(row)
            for key in self._keys(table, stored):
                if key in keys:
                    found[key].append(stored)
        return found

    def has_any(self, table: str, keys: Collection[Key]) -> bool:
        """Tell whether any record may be one that these keys mean, exactly as they are."""
        return bool(keys and self._numbers(table, keys))

    def _keys(self, table: str, stored: Stored) -> Iterable[Key]:
        """Give the keys under which a record can be meant: its own, and those that leave some of it unsaid."""
        own = nature(table, {**stored, "code": None})
        if own is None:
            return []
        names = COLUMNS[table]
        keys = [own]
        for unsaid in UNSAID.get(table, ()):
            place = names.index(unsaid)
            keys += [(*key[:place], None, *key[place + 1 :]) for key in keys]
        return dict.fromkeys(keys)

    def _numbers(self, table: str, keys: Collection[Key]) -> set[int]:
        if table in self.names:
            return self.names[table].find(keys)
        if table in FIGURES or table == "participation":
            return self._hanging(table, keys)
        if table == "pairing":
            return {pair.id for key in keys for pair in self.fields.places.between(key[0], key[1])}
        if table == "division":
            wanted = {key[-1] for key in keys}
            return {place.id for place in self.fields.places.by_id.values() if fold(place.name) in wanted}
        return self._equal(table, COLUMNS[table][0], {key[0] for key in keys})

    def _hanging(self, table: str, keys: Collection[Key]) -> set[int]:
        """Find what hangs on the same projects, or on the same pairings and on no project."""
        names = COLUMNS[table]
        project, pairing = names.index("project_id"), names.index("pairing_id")
        on_projects = {key[project] for key in keys} - {None}
        rows = list(having(self.connection, table, ("id", *names), "project_id", on_projects))
        if on_pairings := {key[pairing] for key in keys if key[project] is None}:
            rows += self._loose(table, on_pairings, {key[-1] for key in keys})
        return {row[0] for row in rows if row[1:] in keys}

    def _loose(self, table: str, pairings: set[int], locators: set[str | None]) -> Iterator[tuple[Any, ...]]:
        """Read what hangs on pairings and on no project, at these places in sources; there may be much of it."""
        columns = TABLES[table].c
        query = sa.select(columns.id, *(columns[name] for name in COLUMNS[table])).where(
            columns.pairing_id.in_(pairings), columns.project_id.is_(None)
        )
        if table in FIGURES and None not in locators:
            query = query.where(columns.locator.in_(locators))
        return map(tuple, self.connection.execute(query))

    def _equal(self, table: str, name: str, values: set[Any]) -> set[int]:
        columns = TABLES[table].c
        return set(self.connection.execute(sa.select(columns.id).where(columns[name].in_(values))).scalars())
