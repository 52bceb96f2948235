"""The loader: a bundle of facts into the ledger, each fact once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack import tables
from aidtrack.actions.figure import figure_values
from aidtrack.errors import N_, Refused, Unreadable
from aidtrack.folding import fold
from aidtrack.text import say
from aidtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from aidtrack.actions.record import Recorder
    from aidtrack.facts import Bundle, Fact

TABLE_OF = {
    "divisions": "division",
    "sectors": "sector",
    "indicators": "indicator",
    "sources": "source",
    "organisations": "organisation",
    "pairings": "pairing",
    "projects": "project",
    "participations": "participation",
    "funding": "funding",
    "jobs": "jobs",
    "results": "result",
}
"""By list of a bundle, the table that its facts go to; in the order in which they can be written."""

REFERENCES = {
    "source": "source",
    "copy_of": "source",
    "organisation": "organisation",
    "project": "project",
    "pairing": "pairing",
    "sector": "sector",
    "indicator": "indicator",
    "donor": "division",
    "recipient": "division",
    "division": "division",
}
"""By field, the table it refers to; `parent`, `part_of` and `restates` refer to their own."""

_OWN = ("parent", "part_of", "restates")


@dataclass
class Loaded:
    """How many facts were new, and how many were there already."""

    added: int = 0
    unchanged: int = 0


@dataclass
class Loader:
    """Knows the ledger's uids, and writes facts that refer to them."""

    recorder: Recorder
    ids: dict[str, dict[str, int]] = field(default_factory=dict)
    loaded: Loaded = field(default_factory=Loaded)

    def load(self, bundle: Bundle) -> Loaded:
        """Write every fact that the ledger does not hold yet."""
        for name, table in TABLE_OF.items():
            for fact in targets_first(getattr(bundle, name)):
                self._load_one(table, fact)
        return self.loaded

    def _load_one(self, table: str, fact: Fact) -> None:
        known = self._known(table)
        if fact.uid in known:
            self.loaded.unchanged += 1
            return
        try:
            known[fact.uid] = self.recorder.add(table, self.values(table, fact))
            self._add_members(known[fact.uid], getattr(fact, "members", ()))
        except Unreadable as error:
            raise Refused(
                N_("{table} {uid}: {reason}"), table=label("record", table), uid=fact.uid, reason=say(error)
            ) from error
        self.loaded.added += 1

    def _add_members(self, group: int, places: Sequence[str]) -> None:
        rows = [{"group_id": group, "member_id": self._id("division", place)} for place in places]
        if rows:
            self.recorder.session.execute(sa.insert(tables.division_member), rows)

    def values(self, table: str, fact: Fact) -> dict[str, Any]:
        """Turn a fact into the columns of its row."""
        values = dict(fact)
        for name in [name for name in values if name in REFERENCES or name in _OWN]:
            values[f"{name}_id"] = self._id(REFERENCES.get(name, table), values.pop(name))
        if table == "division":
            return _division_values(values)
        if table not in tables.FIGURES:
            return values
        return self._figure_values(table, values)

    def _figure_values(self, table: str, values: dict[str, Any]) -> dict[str, Any]:
        if values["pairing_id"] is None:
            values["pairing_id"] = self._column("project", "pairing_id", values["project_id"])
        if values.get("restates_id") is not None:
            values["restates_id"] = self._end_of_chain(table, values["restates_id"])
        unit = None
        if table == "result":
            unit = self._column("indicator", "unit", values["indicator_id"])
        return figure_values(table, values, unit)

    def _end_of_chain(self, table: str, row: int) -> int:
        further = self._column(table, "restates_id", row)
        return row if further is None else self._end_of_chain(table, further)

    def _column(self, table: str, column: str, row: int) -> Any:  # noqa: ANN401 - a column of any type
        source = tables.TABLES[table]
        query = sa.select(source.c[column]).where(source.c.id == row)
        return self.recorder.session.execute(query).scalar_one()

    def _id(self, table: str, uid: str | None) -> int | None:
        if uid is None:
            return None
        found = self._place(uid) if table == "division" else self._known(table).get(uid)
        if found is None:
            raise Unreadable(N_("no {table} has the uid '{uid}'."), table=label("record", table), uid=uid)
        return found

    def _place(self, text: str) -> int | None:
        """Find `331002 椒江区` by its code, and make sure that the name is that place's."""
        code, _, name = text.partition(" ")
        found = self._known("division").get(code if name else text)
        if found is not None and name and fold(self._column("division", "name", found)) != fold(name):
            raise Unreadable(N_("{code} is not the code of {name}."), code=code, name=name)
        return found

    def _known(self, table: str) -> dict[str, int]:
        if table not in self.ids:
            source = tables.TABLES[table]
            name = source.c.code if table in ("sector", "indicator") else source.c.uid
            rows = self.recorder.session.execute(sa.select(name, source.c.id))
            self.ids[table] = {row[0]: row[1] for row in rows}
        return self.ids[table]


def _division_values(values: dict[str, Any]) -> dict[str, Any]:
    values.pop("members")
    return values | {"short": values["name"]}


def targets_first(facts: Sequence[Any]) -> Iterable[Any]:
    """Order facts so that each comes after those of the same list that it refers to."""
    by_uid = {fact.uid: fact for fact in facts}
    done: dict[str, bool] = {}
    for fact in facts:
        yield from _with_targets(fact, by_uid, done)


def _with_targets(fact: Any, by_uid: dict[str, Any], done: dict[str, bool]) -> Iterable[Any]:  # noqa: ANN401
    if fact.uid in done:
        if not done[fact.uid]:
            raise Refused(N_("{uid} is part of itself; its links go in a circle."), uid=fact.uid)
        return
    done[fact.uid] = False
    for name in (*_OWN, "copy_of"):
        target = by_uid.get(getattr(fact, name, None) or "")
        if target is not None:
            yield from _with_targets(target, by_uid, done)
    done[fact.uid] = True
    yield fact
