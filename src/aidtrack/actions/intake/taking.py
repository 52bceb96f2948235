"""An import from its first row to its last: batch by batch, the waiting ones again, the rules in the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aidtrack.actions.intake.batch import Batch
from aidtrack.actions.intake.desk import Desk
from aidtrack.actions.intake.held import amiss
from aidtrack.actions.intake.incoming import Incoming, incoming
from aidtrack.actions.intake.kinds import ORDER, kind_of
from aidtrack.actions.intake.problems import BadRows, problem
from aidtrack.actions.intake.together import taken_together
from aidtrack.errors import AidtrackError
from aidtrack.formats.exchange import one_by_one
from aidtrack.formats.lines import Lines
from aidtrack.store.bulk import make_room

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from aidtrack.actions.intake.desk import Wishes
    from aidtrack.actions.intake.problems import Problems
    from aidtrack.actions.intake.telling import Telling
    from aidtrack.actions.record import Recorder
    from aidtrack.formats.exchange import RawRow

    Rows = Callable[[], Iterable[RawRow | Lines]]
    Advance = Callable[[int], object]

_AT_ONCE = 1000
"""So many rows are held in memory, and looked up and written together."""

LeftOut = dict[int, list[AidtrackError]]
"""The rows that cannot stand beside the others, by their numbers, with why."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did: how many rows of each fate, why rows were refused, and what there is to tell."""

    added: int
    changed: int
    unchanged: int
    problems: Problems
    telling: Telling

    @property
    def refused(self) -> int:
        """How many rows were not taken in."""
        return self.problems.rows


def take_in(recorder: Recorder, rows: Rows, wishes: Wishes, advance: Advance | None = None) -> Outcome:
    """Take rows in, all of them or, if that is wished, the good ones. Raises BadRows with everything wrong.

    `rows` gives them from the beginning, each time that it is called. What only shows in the end, that a row
    breaks a rule beside others, takes it out, and all begins anew without it.
    """
    make_room(recorder.session.connection())
    left_out: LeftOut = {}
    while True:
        try:
            with recorder.trying():
                return _attempt(Desk(recorder, wishes), rows, left_out, advance)
        except _AgainWithout as found:
            for row, errors in found.rows.items():
                left_out.setdefault(row, []).extend(errors)


class _AgainWithout(Exception):
    def __init__(self, rows: LeftOut) -> None:
        super().__init__()
        self.rows = rows


def _attempt(desk: Desk, rows: Rows, left_out: LeftOut, advance: Advance | None) -> Outcome:
    _Taking(desk, left_out, advance).all(rows())
    found = _amiss(desk)
    if found and desk.wishes.skip_bad:
        raise _AgainWithout(found)
    _refuse(desk, rows, found)
    if desk.problems.count and not desk.wishes.skip_bad:
        raise BadRows(desk.problems, desk.origins)
    return Outcome(desk.added, desk.changed, desk.unchanged, desk.problems, desk.telling)


def _amiss(desk: Desk) -> LeftOut:
    """Find the rows that cannot stand beside the others; what is wrong with no row of them ends the import."""
    found: LeftOut = {}
    if desk.recorder.changed:
        for row, error in amiss(desk):
            if not row:
                raise error
            found.setdefault(row, []).append(error)
        if not found:
            desk.recorder.hold()
    return found


def _refuse(desk: Desk, rows: Rows, found: Mapping[int, Iterable[AidtrackError]]) -> None:
    """Note why rows are refused that were read long ago; they are read once more, for what they say."""
    if found:
        for number, raw in enumerate(one_by_one(rows()), 1):
            for error in found.get(number, ()):
                desk.problems.add(problem(number, raw, error), raw.values)


class _Taking:
    """Takes rows in as they come; those that refer to what is not there yet wait."""

    def __init__(self, desk: Desk, left_out: LeftOut, advance: Advance | None) -> None:
        self.desk, self.left_out, self.advance = desk, left_out, advance
        self.some: list[Incoming] = []
        self.waiting: list[tuple[Incoming, AidtrackError]] = []

    def all(self, rows: Iterable[RawRow | Lines]) -> None:
        """Take all in, and at last those that waited, as long as any of them can be."""
        for read in rows:
            if isinstance(read, Lines):
                self._take_lines(read)
            else:
                self._take(self.desk.origins.next(read.where), read)
        self._settle_some()
        self._try_again()
        for row, _ in self.waiting:
            self.desk.refused.note(row.form.table, row.raw.values, row.number)
        for row, error in self.waiting:
            self.desk.refuse(row, error)

    def _take_lines(self, lines: Lines) -> None:
        """Take lines in together if they can be, else one by one, after those that came before them."""
        self._settle_some()
        numbers = self.desk.origins.next_lines(lines.file, lines.numbers)
        if self.left_out.keys().isdisjoint(numbers) and taken_together(self.desk, lines, numbers):
            self._tell()
            return
        for number, raw in zip(numbers, lines.rows(), strict=True):
            self._take(number, raw)

    def _take(self, number: int, raw: RawRow) -> None:
        try:
            if number in self.left_out:
                self.desk.refused.note(kind_of(raw.table).table, raw.values, number)
                for error in self.left_out[number]:
                    self.desk.problems.add(problem(number, raw, error), raw.values)
                return
            if raw.problem is not None:
                raise raw.problem
            self.some.append(incoming(number, raw, kind_of(raw.table)))
        except AidtrackError as error:
            self.desk.problems.add(problem(number, raw, error), raw.values)
        if len(self.some) >= _AT_ONCE:
            self._settle_some()

    def _settle_some(self) -> None:
        if self.some:
            some, self.some = self.some, []
            self._settle(some)

    def _tell(self) -> None:
        if self.advance is not None:
            self.advance(len(self.desk.origins))

    def _settle(self, rows: list[Incoming]) -> None:
        """Take some rows in, kind by kind, and at once again those that waited for others of them."""
        for kind in ORDER:
            own = [row for row in rows if row.form.table == kind]
            while own:
                waiting = Batch(self.desk, own).take()
                if len(waiting) in (0, len(own)):
                    break
                own = [row for row, _ in waiting]
            if own:
                self.waiting += waiting
        self._tell()

    def _try_again(self) -> None:
        """Try those that wait until nothing moves."""
        while self.waiting:
            waiting, self.waiting = self.waiting, []
            for start in range(0, len(waiting), _AT_ONCE):
                self._settle([row for row, _ in waiting[start : start + _AT_ONCE]])
            if len(self.waiting) == len(waiting):
                break
