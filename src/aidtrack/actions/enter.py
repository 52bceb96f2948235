"""Write what people typed: add a record, edit one, and hold both against what the ledger knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.actions.entry import Reader
from aidtrack.actions.prefer import prefer
from aidtrack.actions.saying import differences
from aidtrack.actions.similar import SameNames, similar_projects, strange_dates
from aidtrack.errors import N_, NoRecord, Refused
from aidtrack.nesting import load_nesting
from aidtrack.queries.names import record_name
from aidtrack.queries.overlaps import overlapping
from aidtrack.queries.places import Pair
from aidtrack.queries.states import current
from aidtrack.same_money import ANSWERS, ANY_STAGE, is_loosened
from aidtrack.tables import FIGURES, TABLES, division_member
from aidtrack.text import _
from aidtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from aidtrack.actions.forms import Form
    from aidtrack.actions.record import Recorder
    from aidtrack.actions.sheet import Entry, Given
    from aidtrack.nesting import Nesting
    from aidtrack.queries.overlaps import Overlap

_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Added:
    """A record that was written, and how it was understood."""

    number: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit changed: each field with what it said before and says now, and how many figures moved."""

    differences: list[tuple[str, str, str]]
    entry: Entry
    moved: int = 0


class SameMoney(Refused):
    """A figure that may be the same money as others, and does not say what it is to them."""

    def __init__(self, found: Sequence[Overlap], *, part: bool) -> None:
        sentence = N_(
            "The ledger may have said this already, as listed below; add --restates {id}, --part-of {id} or --separate."
        )
        of_another_stage = N_(  # a part is always of its whole's stage
            "The ledger may have said this already, as listed below; add --restates {id} or --separate."
        )
        hints = [overlap.described() for overlap in found[:_SHOWN]]
        more = ["…"] if len(found) > _SHOWN else []
        super().__init__(sentence if part else of_another_stage, id=found[0].id, hints=(*hints, *more))
        self.ids = [overlap.id for overlap in found]


class Writer:
    """Writes records of one change; with `pair` places that are not paired yet are paired along the way.

    Where there are `many`, a new project is held only against those of its very name.
    """

    def __init__(self, recorder: Recorder, *, pair: bool = False, many: bool = False) -> None:
        self.recorder = recorder
        self.connection = recorder.session.connection()
        self.reader = Reader(self.connection, self._pair_up if pair else None)
        self._nesting: Nesting | None = None
        self._written: set[tuple[str, int]] = set()
        self._names = SameNames(self.connection) if many else None

    def _pair_up(self, donor: int, recipient: int, programme: str | None = None) -> int:
        values = {"donor_id": donor, "recipient_id": recipient, "programme": programme}
        number = self.recorder.add("pairing", values)
        self._learn("pairing", number, values)
        return number

    def add(self, form: Form, given: Given, *, unit: str | None = None) -> Added:
        """Write a new record; a figure that may be the same money as another must say what it is to it."""
        entry = self.reader.read(form, given, unit=unit)
        if found := self._same_money(form, entry):
            # What this change writes has no number yet that people could name.
            found = [one for one in found if (form.table, one.id) not in self._written] or found
            raise SameMoney(found, part=self._stage_of(form, found[0].id) == entry.values.get("stage"))
        entry.remarks += remarks(self.connection, form, entry.values, names=self._names)
        number = self.recorder.add(form.table, entry.values)
        self._written.add((form.table, number))
        if entry.members:
            members = [{"group_id": number, "member_id": member} for member in entry.members]
            self.recorder.session.execute(sa.insert(division_member), members)
        self._learn(form.table, number, entry.values)
        self._let_the_clearer_count(form, number, entry)
        return Added(number, entry)

    def _let_the_clearer_count(self, form: Form, number: int, entry: Entry) -> None:
        """Of two statements the one that names its stage counts, whichever was there first."""
        restated, stage = entry.values.get("restates_id"), entry.values.get("stage")
        if restated and stage not in (None, ANY_STAGE) and self._stage_of(form, restated) == ANY_STAGE:
            prefer(self.recorder, form.table, number)
            self.reader.fields.forget(form.table)
            said = _("It names its stage, {old} does not: this one counts now, and that one restates it.")
            entry.remarks.append(said.format(old=record_name(self.connection, form.table, restated)))

    def _stage_of(self, form: Form, number: int) -> str | None:
        if "stage" not in TABLES[form.table].c:
            return None
        columns = TABLES[form.table].c
        stage: str | None = self.connection.execute(
            sa.select(columns.stage).where(columns.id == number)
        ).scalar()
        return stage

    def _same_money(self, form: Form, entry: Entry) -> list[Overlap]:
        """Look for the same money; what lies in what is read once, and again when that has changed."""
        if self._nesting is None and form.is_figure:
            self._nesting = load_nesting(self.connection)
        return same_money(self.connection, form, entry, self._nesting)

    def _learn(self, table: str, number: int, values: dict[str, Any]) -> None:
        """Know what was just written when the next line is read."""
        self.reader.fields.forget(table)
        if table == "project" and self._names is not None:
            self._names.learn(values)
        if table in ("division", "pairing"):
            self._nesting = None
        if table == "division":
            self.reader.fields.reload()
        elif table == "pairing":
            ends = (values["donor_id"], values["recipient_id"])
            pair = Pair(number, *ends, values.get("programme"), values.get("since"))
            self.reader.fields.places.add(pair)

    def edit(
        self, form: Form, number: int, given: Given, *, clear: Collection[str], version: int, unit: str | None
    ) -> Edited:
        """Change what is named in a record that is still at the version that was seen."""
        row = current(self.connection, form.table, number)
        if row is None:
            raise NoRecord(N_("No {kind} has the id {ref}."), kind=label("record", form.table), ref=number)
        if members := given.get("members"):
            raise Refused(
                N_("The members of a group ({members}) are said when it is added; add another group."),
                members=", ".join(members),
            )
        entry = self.reader.amend(form, given, row, clear=clear, unit=unit)
        changed = self.recorder.edit(form.table, number, entry.values, version=version)
        self.reader.fields.forget(form.table)
        old: Any = row.get("pairing_id")
        new: Any = entry.values.get("pairing_id", old)
        moves = changed and form.name == "project" and old != new
        moved = move_figures(self.recorder, number, old, new) if moves else 0
        after = current(self.connection, form.table, number) or row
        if is_loosened(row, after):
            self._ask_again(form, number, after)
        entry.remarks += remarks(self.connection, form, after, besides=number) if changed else []
        return Edited(list(differences(self.reader.fields, form, row, after)), entry, moved)

    def _ask_again(self, form: Form, number: int, values: dict[str, Any]) -> None:
        """Ask what a figure is to others once its link to one is taken away."""
        found = overlapping(self.connection, form.table, values, besides=number, most=_SHOWN + 1)
        if found:
            raise SameMoney(found, part=self._stage_of(form, found[0].id) == values.get("stage"))


def move_figures(recorder: Recorder, project: int, old: int, new: int) -> int:
    """Move the figures of a project that had its old pairing along with it."""
    moved = 0
    for table in FIGURES.values():
        columns = table.c
        query = sa.select(columns.id).where(columns.project_id == project, columns.pairing_id == old)
        for figure in recorder.session.execute(query.order_by(columns.id)).scalars().all():
            recorder.edit(table.name, figure, {"pairing_id": new})
            moved += 1
    return moved


def same_money(
    connection: sa.Connection, form: Form, entry: Entry, nesting: Nesting | None = None
) -> list[Overlap]:
    """Find the figures that a new one may be the same as, unless it says what it is to them."""
    values = entry.values
    if not form.is_figure or any(map(values.get, ANSWERS)):
        return []
    columns = {**dict.fromkeys(TABLES[form.table].c.keys()), **values}
    return overlapping(connection, form.table, columns, most=_SHOWN + 1, nesting=nesting)


def remarks(
    connection: sa.Connection,
    form: Form,
    values: dict[str, Any],
    *,
    besides: int | None = None,
    names: SameNames | None = None,
) -> list[str]:
    """Say what looks odd about a record without being against any rule."""
    found = strange_dates(connection, form.table, values)
    if form.name == "project" and besides is None:
        found += names.remarks(values) if names else similar_projects(connection, values)
    return found
