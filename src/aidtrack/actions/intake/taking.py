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
from aidtrack.errors import AidtrackError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from aidtrack.actions.intake.desk import Wishes
    from aidtrack.actions.intake.problems import Problems
    from aidtrack.actions.intake.telling import Telling
    from aidtrack.actions.record import Recorder
    from aidtrack.formats.exchange import RawRow

    Rows = Callable[[], Iterable[RawRow]]
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
        raise BadRows(desk.problems, len(desk.origins))
    return Outcome(desk.added, desk.changed, desk.unchanged, desk.problems, desk.telling)


def _amiss(desk: Desk) -> LeftOut:
    """Find the rows that cannot stand beside the others; what is wrong with no row of them ends the import."""
    found: LeftOut = {}
    if desk.recorder.changed:
        for row, error in amiss(desk):
            if not row:
                raise error
            found.setdefault(row, []).append(error)
    return found


def _refuse(desk: Desk, rows: Rows, found: Mapping[int, Iterable[AidtrackError]]) -> None:
    """Note why rows are refused that were read long ago; they are read once more, for what they say."""
    if found:
        for number, raw in enumerate(rows(), 1):
            for error in found.get(number, ()):
                desk.problems.add(problem(number, raw, error), raw.values)


class _Taking:
    """Takes rows in as they come; those that refer to what is not there yet wait."""

    def __init__(self, desk: Desk, left_out: LeftOut, advance: Advance | None) -> None:
        self.desk, self.left_out, self.advance = desk, left_out, advance
        self.waiting: list[tuple[Incoming, AidtrackError]] = []

    def all(self, rows: Iterable[RawRow]) -> None:
        """Take all in, and at last those that waited, as long as any of them can be."""
        some: list[Incoming] = []
        for row in self._read(rows):
            some.append(row)
            if len(some) >= _AT_ONCE:
                self._settle(some)
                some = []
        self._settle(some)
        self._try_again()
        for row, error in self.waiting:
            self.desk.refuse(row, error)

    def _read(self, rows: Iterable[RawRow]) -> Iterator[Incoming]:
        for raw in rows:
            number = self.desk.origins.next(raw.where)
            try:
                if number in self.left_out:
                    for error in self.left_out[number]:
                        self.desk.problems.add(problem(number, raw, error), raw.values)
                elif raw.problem is not None:
                    raise raw.problem
                else:
                    yield incoming(number, raw, kind_of(raw.table))
            except AidtrackError as error:
                self.desk.problems.add(problem(number, raw, error), raw.values)

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
        if self.advance is not None:
            self.advance(len(self.desk.origins))

    def _try_again(self) -> None:
        """Try those that wait until nothing moves."""
        while self.waiting:
            waiting, self.waiting = self.waiting, []
            for start in range(0, len(waiting), _AT_ONCE):
                self._settle([row for row, _ in waiting[start : start + _AT_ONCE]])
            if len(self.waiting) == len(waiting):
                break
