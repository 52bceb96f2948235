"""Reading fields of many rows: the records to which a batch of them refers are looked up at once."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.actions.fields import FieldReader
from aidtrack.actions.intake.amounts import Amounts
from aidtrack.actions.sheet import about
from aidtrack.errors import N_, NoRecord
from aidtrack.folding import fold
from aidtrack.store.bulk import having
from aidtrack.tables import TABLES
from aidtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from aidtrack.actions.forms import Field, Form
    from aidtrack.actions.intake.incoming import Incoming
    from aidtrack.queries.places import Place

_BULK = ("project", "source", "organisation", "funding", "jobs", "result")
"""The tables that may be large; what refers to others is looked up one by one, and remembered."""


def refers_to_many(field: Field) -> bool:
    """Tell whether what a field refers to is looked up for many rows at once."""
    return field.reads == "ref" and field.of in _BULK


_UID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


class ManyFields(FieldReader):
    """Reads fields of rows that come in batches."""

    def __init__(self, connection: sa.Connection) -> None:
        self.amounts = Amounts()
        self.named = False
        self._found: dict[str, dict[str, int]] = {}
        self._pairings: dict[int, int] = {}
        self._units: dict[int, str | None] = {}
        self._source_kinds: dict[int, str | None] = {}
        self._by_hand: dict[str, int] | None = None
        super().__init__(connection)

    def forget(self, table: str) -> None:
        """Read anew what names a record of a table, after one was added or changed."""
        super().forget(table)
        self._by_hand = None if table == "division" else self._by_hand
        self._found.pop(table, None)
        self._pairings.clear()
        self._units.clear()
        self._source_kinds.clear()

    def name_of(self, table: str, number: int) -> str:
        """Name a record only where that is shown: of many rows it is not."""
        return super().name_of(table, number) if self.named else ""

    def find(self, table: str, text: str) -> int:
        """Find a record among those that were looked up, else by itself."""
        found = self._found.get(table, {}).get(text)
        if found is not None:
            return found
        if table in _BULK and _UID.fullmatch(text):  # no name: it need not be searched for
            raise NoRecord(N_("No {kind} has the id {ref}."), kind=label("record", table), ref=text)
        return super().find(table, text)

    def find_place(self, wanted: Field, text: str) -> Place:
        """Find a place that was added by hand by its uid, as a bundle names it, else as people do."""
        if self._by_hand is None:
            columns = TABLES["division"].c
            query = sa.select(columns.uid, columns.id).where(columns.change_id.is_not(None))
            self._by_hand = {row.uid: row.id for row in self.connection.execute(query)}
        number = self._by_hand.get(text)
        return super().find_place(wanted, text) if number is None else self.places[number]

    def look_up(self, form: Form, rows: Iterable[Incoming]) -> None:
        """Look up at once what the rows of a kind refer to."""
        wanted: dict[str, set[str]] = defaultdict(set)
        refs = [field for field in form.fields if refers_to_many(field)]
        for row in rows:
            for field in refs:
                if text := row.text(field.name):
                    wanted[field.of].add(text)
        self.look_up_texts(wanted)

    def look_up_texts(self, wanted: Mapping[str, set[str]]) -> None:
        """Look up the records of each table that texts name."""
        self._pairings.clear()
        self._found = {table: self._look_up(table, texts) for table, texts in wanted.items()}

    def found(self, table: str) -> Mapping[str, int]:
        """Give what was looked up of a table."""
        return self._found.get(table, {})

    def _look_up(self, table: str, texts: set[str]) -> dict[str, int]:
        """Find the records that texts name by uid, id or code; what means several is left to be refused."""
        numbers = {text: int(text) for text in texts if _is_number(text)}
        by_id = self._by(table, "id", set(numbers.values()))
        ways = [
            self._by(table, "uid", texts),
            {text: number for text, number in numbers.items() if number in by_id},
            self._by_codes(texts) if table == "project" else {},
        ]
        found: dict[str, int] = {}
        several: set[str] = set()
        for way in filter(None, ways):
            several.update(text for text, number in way.items() if found.setdefault(text, number) != number)
        return {text: found[text] for text in found.keys() - several} if several else found

    def _by_codes(self, texts: set[str]) -> dict[str, int]:
        """Find projects by code, or by code and name; a name that is another's is left to be refused."""
        found = self._by("project", "code", texts)
        named = {text: text.partition(" ") for text in texts if " " in text and text not in found}
        rows = self._having("code", {parts[0] for parts in named.values()}, "id", "pairing_id", "name")
        by_code = {code: (number, called) for code, number, _, called in rows}
        for text, (code, _, name) in named.items():
            number, called = by_code.get(code, (0, ""))
            if number and (name == called or fold(name) == fold(called)):
                found[text] = number
        return found

    def _by(self, table: str, key: str, values: Collection[Any]) -> dict[Any, int]:
        """Find records by a key."""
        if table == "project":
            return {row[0]: row[1] for row in self._having(key, values, "id", "pairing_id")}
        return dict(having(self.connection, table, (key, "id"), key, values))

    def _having(self, key: str, values: Collection[Any], *names: str) -> list[tuple[Any, ...]]:
        """Read projects by a key: it, the number, the pairing and what else is named; their pairings are then known."""
        rows = list(having(self.connection, "project", (key, *names), key, values))
        self._pairings.update({row[1]: row[2] for row in rows})
        return rows

    def pairing_of(self, project: int) -> int | None:
        """Tell the pairing of a project; null where it is not known yet."""
        return self._pairings.get(project)

    def unit_of(self, indicator: int | None) -> str | None:
        """Tell in what an indicator is measured."""
        if indicator is None:
            return None
        if indicator not in self._units:
            columns = TABLES["indicator"].c
            query = sa.select(columns.unit).where(columns.id == indicator)
            self._units[indicator] = self.connection.execute(query).scalar()
        return self._units[indicator]

    def stage_of(self, funding: int) -> str | None:
        """Tell the stage of an amount of money."""
        columns = TABLES["funding"].c
        return self.connection.execute(sa.select(columns.stage).where(columns.id == funding)).scalar()

    def needs_place(self, form: Form, source: str) -> bool:
        """Tell whether a figure must say where in its source it stands; in one's own ledger it need not."""
        with about("source"):
            number = self.read(form, form["source"], source)[0]
        if number not in self._source_kinds:
            columns = TABLES["source"].c
            query = sa.select(columns.kind).where(columns.id == number)
            self._source_kinds[number] = self.connection.execute(query).scalar()
        return self._source_kinds[number] != "ledger"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19
