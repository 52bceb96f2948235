"""A batch of rows of one kind: each found, read and compared, and then written with the others."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from aidtrack.actions.ends import NotPaired
from aidtrack.actions.intake.known import ByKeys
from aidtrack.actions.intake.nature import nature
from aidtrack.actions.intake.pending import Addition, Edit, Pending
from aidtrack.actions.missing import in_a_table, lacking, missing
from aidtrack.errors import N_, AidtrackError, Refused
from aidtrack.folding import fold
from aidtrack.queries.names import record_name

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from aidtrack.actions.intake.desk import Desk
    from aidtrack.actions.intake.incoming import Incoming
    from aidtrack.actions.intake.known import Stored
    from aidtrack.actions.intake.nature import Key
    from aidtrack.actions.intake.sheet import RowSheet
    from aidtrack.actions.sheet import Entry

T = TypeVar("T")


@dataclass(slots=True)
class Draft:
    """A row that no key leads to a record, read as a new one."""

    row: Incoming
    given: dict[str, str | list[str]]
    sheet: RowSheet
    entry: Entry
    key: Key | None


class Batch:
    """Takes in rows of one kind."""

    def __init__(self, desk: Desk, rows: Sequence[Incoming]) -> None:
        self.desk, self.rows = desk, rows
        self.form, self.table = rows[0].form, rows[0].form.table
        self.fields = desk.fields
        self.pending = Pending(desk.recorder, self.table, desk.refuse)
        self.waiting: list[tuple[Incoming, AidtrackError]] = []
        self.unchanged = 0

    def take(self) -> list[tuple[Incoming, AidtrackError]]:
        """Take all in that can be; return the rows that refer to what is not there yet."""
        self.fields.look_up(self.form, self.rows)
        known = ByKeys(self.desk.connection, self.table, self.rows)
        drafts = [draft for row in self.rows if (draft := self._found_or_read(row, known)) is not None]
        likes = self.desk.by_nature.find(self.table, {draft.key for draft in drafts if draft.key})
        for draft in drafts:
            own = likes.get(draft.key, []) if draft.key else []
            self._trying(draft.row, partial(self._decide, draft, own))
        self.pending.write()
        self.desk.written(self.pending, self.unchanged)
        return self.waiting

    def _found_or_read(self, row: Incoming, known: ByKeys) -> Draft | None:
        """Compare a row with the record that its keys name, or read it as a new one."""

        def found_or_read() -> Draft | None:
            stored = known.of(row)
            if stored is None:
                return self._read(row)
            self._compare(row, stored)
            return None

        return self._trying(row, found_or_read)

    def _trying(self, row: Incoming, step: Callable[[], T]) -> T | None:
        """Do a step of a row; what it refers to may come later, and all else is a reason to refuse it."""
        try:
            return step()
        except AidtrackError as error:
            if _may_come(row, error):
                self.waiting.append((row, error))
            else:
                self.desk.refuse(row, error)
        return None

    # Records that are there

    def _compare(self, row: Incoming, stored: Stored) -> None:
        """Find what a row changes in its record."""
        first = self.desk.origins.of(self.table, stored["id"])
        if first:
            raise self._second(first)
        given = _without_reverse(row.given, self, stored)
        sheet = self.desk.sheet(row, given, stored)
        entry = sheet.changed(row.clear)
        self._require_members(entry, stored["id"])
        _give_way(row.raw.gives_way, entry.values, stored)
        new = _differing(entry.values, stored)
        self.desk.origins.note(self.table, [stored["id"]], [row.number])
        if not new:
            self.unchanged += 1
            return
        sheet.complete()
        self.desk.remark(self.form, entry, {**stored, **entry.values})
        self.pending.edits.append(Edit(row, stored, _differing(entry.values, stored)))

    def _require_members(self, entry: Entry, group: int) -> None:
        """Let the members of a group be said again, but not otherwise."""
        if entry.members is not None and set(entry.members) != set(self.fields.places.members.get(group, ())):
            places = self.fields.places
            raise Refused(
                N_("The members of a group ({members}) are said when it is added; add another group."),
                members=", ".join(places[member].name for member in entry.members),
                field="members",
            )

    def _second(self, first: int) -> Refused:
        sentence = N_("{first} is of the same record; keep one of the two rows.")
        if self.form.is_figure:
            sentence = N_(
                "{first} is of the same figure; keep one of the two rows, or say that it is separate."
            )
        return Refused(sentence, first=str(self.desk.origins.where(first)))

    # New records

    def _read(self, row: Incoming) -> Draft:
        given = dict(row.given)
        # What need not say its source is left without: nobody said it.
        if "source" in self.form and self.form["source"].required and "source" not in given:
            given |= {"source": default} if (default := self.desk.default_source) else {}
        sheet = self.desk.sheet(row, given)
        entry = sheet.new()
        key = None if row.uid else nature(self.table, entry.values)
        return Draft(row, given, sheet, entry, key)

    def _decide(self, draft: Draft, likes: Sequence[Stored]) -> None:
        """Take a draft for the record that it is like, or as a new one."""
        row, origins = draft.row, self.desk.origins
        likes = [like for like in likes if self._may_be(draft, like)]
        free = [like for like in likes if not origins.of(self.table, like["id"])]
        exact = [like for like in likes if nature(self.table, {**like, "code": None}) == draft.key]
        taken = next((like for like in exact if like not in free), None)
        free = [like for like in free if like in exact] or (free if taken is None else [])
        same = (
            next((like for like in free if self._is_same(row, like)), None)
            if taken or len(free) > 1
            else None
        )
        if same is not None:
            self.unchanged += 1
            origins.note(self.table, [same["id"]], [row.number])
            return
        first = (
            origins.of(self.table, taken["id"]) if taken else self.pending.keys.get(("like", draft.key), 0)
        )
        if first and draft.key and not draft.entry.values.get("separate"):
            raise self._second(first)
        if len(free) > 1:
            raise self._several(free)
        if free:
            self._compare(row, free[0])
        else:
            self._add(draft)

    def _may_be(self, draft: Draft, like: Stored) -> bool:
        values = draft.entry.values
        for name in ("external_id", "sha256", *(("since",) if self.table == "pairing" else ())):
            if values.get(name) and like.get(name) not in (None, values[name]):
                return False
        return True

    def _is_same(self, row: Incoming, like: Stored) -> bool:
        """Tell whether a row says nothing else than a record."""
        return not _differing(self.desk.sheet(row, row.given, like).changed(row.clear).values, like)

    def _several(self, found: Sequence[Stored]) -> Refused:
        return Refused(
            N_("It can be {count} records that differ only in what they say; give the uid of the one it is."),
            count=len(found),
            hints=tuple(record_name(self.desk.connection, self.table, like["id"]) for like in found[:10]),
        )

    def _add(self, draft: Draft) -> None:
        row, values = draft.row, draft.entry.values
        keys: list[Key] = [("uid", row.uid), ("external_id", values.get("external_id"))]
        keys += [("code", values.get("code")), ("like", draft.key)]
        for key in keys[:3]:
            if key[1] is not None and key in self.pending.keys:
                raise self._second(self.pending.keys[key])
        self._require_all(draft)
        draft.sheet.complete()
        self.desk.remark(self.form, draft.entry, values)
        if row.uid:
            values["uid"] = row.uid
        self.pending.keys |= {key: row.number for key in keys if key[1] is not None}
        self.pending.additions.append(Addition(row, values, draft.entry.members or ()))

    def _require_all(self, draft: Draft) -> None:
        given = {**draft.given, **({self.form.quantity: ""} if draft.row.parts else {})}
        source = given.get("source")
        locator = bool(
            self.form.is_figure and isinstance(source, str) and self.fields.needs_place(self.form, source)
        )
        found = [one for one in missing(self.form, given, locator=locator) if one.field.name != "programme"]
        if found:
            raise lacking(in_a_table(found, self.form))


def _give_way(names: Collection[str], values: dict[str, Any], stored: Stored) -> None:
    """Leave to a record its name in its own script, and where it is said: its figures cite their own source."""
    if "name" in names and "name" in values and fold(values["name"]) == fold(stored["name"]):
        del values["name"]
    if "source" in names and stored["source_id"] not in (None, values.get("source_id")):
        values.pop("source_id", None)
        values.pop("locator", None)


def _may_come(row: Incoming, error: AidtrackError) -> bool:
    """Tell whether an error is that something is not there, which a later row may bring."""
    if isinstance(error, NotPaired):
        return True
    name = str(error.fields.get("field", ""))
    return name in row.form and row.form[name].reads in ("ref", "place", "places")


def _differing(values: Mapping[str, Any], stored: Mapping[str, Any]) -> dict[str, Any]:
    """Pick the values that are not what is stored; the empty list is stored as nothing."""
    return {name: value for name, value in values.items() if (stored[name] or []) != value != stored[name]}


def _without_reverse(
    given: dict[str, str | list[str]], batch: Batch, stored: Stored
) -> dict[str, str | list[str]]:
    """Leave a restatement out that the ledger holds the other way round: which of the two counts is settled."""
    text = given.get("restates")
    if not isinstance(text, str) or batch.table not in ("funding", "jobs", "result"):
        return given
    try:
        number = batch.fields.find(batch.table, text.strip())
    except AidtrackError:  # it is said when the field is read
        return given
    if number != stored["id"] and batch.fields.end_of_chain(batch.table, number) == stored["id"]:
        return {name: value for name, value in given.items() if name != "restates"}
    return given
