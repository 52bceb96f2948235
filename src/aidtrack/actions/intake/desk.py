"""What all batches of an import share: the readers, where the rows are from, the counts, what there is to tell."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, partial
from typing import IO, TYPE_CHECKING, Any

from aidtrack.actions.enter import move_figures
from aidtrack.actions.entry import default_source
from aidtrack.actions.figure import units
from aidtrack.actions.intake.fields import ManyFields
from aidtrack.actions.intake.known import ByNature
from aidtrack.actions.intake.nature import COLUMNS
from aidtrack.actions.intake.odd_dates import outside
from aidtrack.actions.intake.origins import Origins
from aidtrack.actions.intake.problems import Problems, problem
from aidtrack.actions.intake.refused import RefusedRows
from aidtrack.actions.intake.sheet import RowSheet, measured_in
from aidtrack.actions.intake.telling import Telling
from aidtrack.actions.prefer import prefer
from aidtrack.actions.similar import dates_outside
from aidtrack.errors import AidtrackError
from aidtrack.queries.pairs import PairNames
from aidtrack.queries.places import Pair
from aidtrack.same_money import ANY_STAGE, is_loosened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from aidtrack.actions.forms import Form
    from aidtrack.actions.intake.columns import Columns
    from aidtrack.actions.intake.incoming import Incoming, Parts
    from aidtrack.actions.intake.known import Stored
    from aidtrack.actions.intake.pending import Addition, Edit, Pending
    from aidtrack.actions.record import Recorder
    from aidtrack.actions.sheet import Entry, Given

_MOST = 50_000
"""So many quantities are remembered; the same ones come again and again."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is asked of an import.

    `pair` makes the pairings that are missing along the way; `skip_bad` keeps the good rows where others are
    refused; `unit` is that of money that names none, and a number that is `bare` is in base units; `preview`
    gathers what is new and what changes; `keep` is a file of text for every reason, not only the first.
    """

    pair: bool = False
    skip_bad: bool = False
    unit: str | None = None
    bare: bool = False
    preview: bool = False
    keep: IO[str] | None = None


class Desk:
    """One attempt at an import: what was counted and learned on the way."""

    def __init__(self, recorder: Recorder, wishes: Wishes) -> None:
        self.recorder, self.wishes = recorder, wishes
        self.connection = recorder.session.connection()
        self.fields = ManyFields(self.connection)
        self.by_nature = ByNature(self.connection, self.fields)
        self.origins = Origins()
        self.problems = Problems(wishes.keep)
        self.refused = RefusedRows(self.origins)
        self.telling = Telling(self.connection, self.fields, preview=wishes.preview)
        self.added = self.changed = self.unchanged = 0
        self._quantities: dict[tuple[Any, ...], dict[str, Any]] = {}
        self.loosened: dict[str, set[int]] = defaultdict(set)

    @cached_property
    def default_source(self) -> str | None:
        """The source that is meant where a row names none."""
        return default_source(self.connection)

    def _pair_up(self, donor: int, recipient: int, programme: str | None = None) -> int:
        values = {"donor_id": donor, "recipient_id": recipient, "programme": programme}
        number = self.recorder.add("pairing", values)
        self.fields.places.add(Pair(number, donor, recipient, programme, None))
        self.fields.forget("pairing")
        self.telling.paired.append(PairNames(self.fields.places).caption(number))
        return number

    def refuse(self, row: Incoming, error: AidtrackError) -> None:
        """Note why a row cannot be taken in, with all else that is wrong with it."""
        self.refused.note(row.form.table, row.raw.values, row.number)
        error = self.refused.reason(row, error)
        self.problems.add(problem(row.number, row.raw, error), row.raw.values)
        for name, read in self._readings(row):
            if name != error.fields.get("field"):
                try:
                    read()
                except AidtrackError as another:
                    if another.fields.setdefault("field", name) == name:
                        reason = self.refused.reason(row, another)
                        self.problems.add(problem(row.number, row.raw, reason), row.raw.values)

    def _readings(self, row: Incoming) -> Iterator[tuple[str, Callable[[], object]]]:
        """Give the fields of a row, each with how it is read by itself."""
        for name, text in row.given.items():
            yield name, partial(self.fields.read, row.form, row.form[name], text)
        if row.parts:
            yield row.form.quantity, self.sheet(row, row.given).probe

    def sheet(self, row: Incoming, given: Given, stored: Stored | None = None) -> RowSheet:
        """Begin to read a row, as a change of what is stored, or as a new record."""
        wishes = self.wishes
        return RowSheet(
            self.fields,
            row,
            given,
            unit=wishes.unit,
            bare=wishes.bare,
            stored=stored,
            pair_up=self._pair_up if wishes.pair else None,
        )

    def quantity(
        self, form: Form, values: Mapping[str, Any], parts: Parts, heading: str | None, *, own: bool
    ) -> dict[str, Any]:
        """Read how much a new figure is; `values` has what its unit follows from, `own` tells that it has a uid."""
        key = (form.table, *values.values(), heading, own, *parts.items())
        found = self._quantities.get(key)
        if found is None:
            wanted = units(form.table, values, self.fields.unit_of(values.get("indicator_id")))
            unit, bare = self.wishes.unit, self.wishes.bare
            measure = measured_in(form.table, wanted, heading, unit=unit, bare=bare, stated=own)
            found = self.fields.amounts.read(parts, measure, {})
            if len(self._quantities) >= _MOST:
                self._quantities.clear()
            self._quantities[key] = found
        return found

    def remark(self, form: Form, entry: Entry, values: Mapping[str, Any]) -> None:
        """Note what looks odd about a record."""
        self.telling.remark(entry.remarks)
        self.telling.remark(dates_outside(self.fields.places, form.table, values))

    def written(self, pending: Pending, unchanged: int) -> None:
        """Learn what a batch has written, and let follow what follows from it."""
        self.unchanged += unchanged
        if not pending.additions and not pending.edits:
            return
        self.added += len(pending.additions)
        self.changed += len(pending.edits)
        self.origins.note(
            pending.table,
            (addition.number for addition in pending.additions),
            (addition.row.number for addition in pending.additions),
        )
        self.fields.forget(pending.table)
        for addition in pending.additions:
            self._learn(pending.table, addition)
        for edit in pending.edits:
            self._follow(pending.table, edit)
            if is_loosened(edit.before, edit.before | edit.new):
                self.loosened[pending.table].add(edit.before["id"])
        if pending.table == "division" or (pending.table == "pairing" and pending.edits):
            self.fields.reload()
        self.telling.written(pending)

    def written_together(self, columns: Columns, numbers: Sequence[int], rows: range) -> None:
        """Learn what lines have added that were taken in together, and let follow what follows from it."""
        table = columns.form.table
        self.added += len(rows)
        self.origins.note(table, numbers, rows)
        self.fields.forget(table)
        self.telling.remark(outside(self.fields.places, columns))
        if table == "project" and (names := self.by_nature.names[table]).is_read:
            for number, own in zip(numbers, columns.rows(COLUMNS[table]), strict=True):
                names.learn(number, dict(zip(COLUMNS[table], own, strict=True)))
        elif table == "funding" and "restates_id" in columns.values:
            links = columns.rows(("restates_id", "stage"))
            for number, (restated, stage) in zip(numbers, links, strict=True):
                if restated and stage != ANY_STAGE:
                    self._let_the_clearer_count(number, restated)
        self.telling.added_together(table, numbers)

    def _learn(self, table: str, addition: Addition) -> None:
        values, number = addition.values, addition.number
        if table == "pairing":
            ends = (values["donor_id"], values["recipient_id"])
            more = (values.get("programme"), values.get("since"), values.get("until"))
            self.fields.places.add(Pair(number, *ends, *more))
        elif table in self.by_nature.names:
            self.by_nature.names[table].learn(number, values)
        elif table == "funding" and values.get("restates_id") and values["stage"] != ANY_STAGE:
            self._let_the_clearer_count(number, values["restates_id"])

    def _let_the_clearer_count(self, number: int, restated: int) -> None:
        """Of two statements the one that names its stage counts, whichever was there first."""
        if self.fields.stage_of(restated) == ANY_STAGE:
            prefer(self.recorder, "funding", number)
            self.fields.forget("funding")

    def _follow(self, table: str, edit: Edit) -> None:
        """Let the figures of a project move along with it; its old name no longer finds it."""
        old, new = edit.before.get("pairing_id"), edit.new.get("pairing_id")
        if table == "project" and new is not None and old is not None:
            move_figures(self.recorder, edit.before["id"], old, new)
        if table in self.by_nature.names:
            self.by_nature.names[table].forget()
