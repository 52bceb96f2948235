"""Counting once: which figures count in which group, and what is taken from what.

The rule. Rows are grouped in the dimensions asked for; all that the filter leaves out forms one more group,
OUT, which is not shown. A row counts in its group unless its whole is in the same group, which holds it
already. Otherwise the part is added to its own group and taken from its whole's. A view is never taken from
anything, and counts only where nothing that holds it, and no ordinary part of its whole, is in the answer. A
restatement never counts.

Only rows with links need any of this; the others count in their group as they are.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final

from aidtrack.queries.sums import Sum, one, remainder

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

OUT: Final = None
"""The group of all rows that the filter leaves out."""


class Outcome(Enum):
    """What becomes of a row."""

    COUNTED = "counted"
    HELD = "held"
    VIEW = "view"
    RESTATES = "restates"
    OUT = "out"


@dataclass(slots=True)
class Linked:
    """A row that is a part, a whole or a restatement; `group` is OUT where the filter leaves it out.

    `view` marks a part that its whole holds whatever the grouping; `narrower` one that is a view only
    because the answer is about groups of people.
    """

    id: int
    low: int
    high: int | None
    value: int | None
    group: Hashable
    part_of: int | None = None
    restates: int | None = None
    view: bool = False
    narrower: bool = False

    @property
    def sum(self) -> Sum:
        """The row as a sum of one."""
        return one(self.low, self.high, self.value)


@dataclass(slots=True)
class Count:
    """What a row ends as: its outcome, the row that holds it, and the row it is taken from."""

    outcome: Outcome
    by: int | None = None
    taken_from: int | None = None


@dataclass(slots=True)
class Counting:
    """The linked rows of one table, each with its outcome, and what parts took from their wholes."""

    rows: dict[int, Linked]
    counts: dict[int, Count] = field(default_factory=dict)
    taken: dict[int, Sum] = field(default_factory=lambda: defaultdict(Sum))
    _views: dict[int, bool] = field(default_factory=dict)

    def corrections(self) -> Iterator[tuple[Hashable, int, Sum]]:
        """Yield, for each row that counts, its group, its id and its sum: itself, or what is left of it."""
        for row in self.rows.values():
            if self.counts[row.id].outcome is Outcome.COUNTED:
                taken = self.taken.get(row.id)
                yield row.group, row.id, remainder(row.sum, taken) if taken else row.sum

    def whole(self, row: Linked) -> Linked | None:
        """Give the row's whole."""
        return None if row.part_of is None else self.rows[row.part_of]

    def chain(self, row: Linked) -> Iterator[Linked]:
        """Walk up: the row's whole, that one's whole, and so on."""
        seen = {row.id}
        above = self.whole(row)
        while above is not None and above.id not in seen:
            seen.add(above.id)
            yield above
            above = self.whole(above)

    def is_view(self, row: Linked) -> bool:
        """Tell whether the row is a view: by itself, or as a part of one."""
        if row.id not in self._views:
            self._views[row.id] = row.part_of is not None and (
                row.view or row.narrower or any(above.view or above.narrower for above in self.chain(row))
            )
        return self._views[row.id]


def count_once(rows: Iterable[Linked]) -> Counting:
    """Decide for every linked row whether it counts, is held, or is taken from another."""
    counting = Counting({row.id: row for row in rows})
    parts, views = [], []
    for row in counting.rows.values():
        if row.restates is not None or any(above.restates is not None for above in counting.chain(row)):
            counting.counts[row.id] = Count(Outcome.RESTATES, by=row.restates)
        elif counting.is_view(row):
            views.append(row)
        else:
            parts.append(row)
    for row in parts:
        counting.counts[row.id] = _count_part(counting, row)
    _count_views(counting, views)
    return counting


def _count_part(counting: Counting, row: Linked) -> Count:
    whole = counting.whole(row)
    if whole is None or whole.group == row.group:
        held = whole is not None and row.group is not OUT
        plain = Outcome.OUT if row.group is OUT else Outcome.COUNTED
        return Count(Outcome.HELD, by=row.part_of) if held else Count(plain)
    outcome = Outcome.OUT if row.group is OUT else Outcome.COUNTED
    if whole.group is OUT:
        return Count(outcome)
    holder = _holder(counting, whole)
    counting.taken[holder.id].add(row.sum)
    return Count(outcome, taken_from=holder.id)


def _holder(counting: Counting, row: Linked) -> Linked:
    """Find the row that counts for this one in its group: itself, or the topmost whole that holds it there."""
    holder = row
    for above in counting.chain(row):
        if above.group != row.group:
            break
        holder = above
    return holder


def _count_views(counting: Counting, views: list[Linked]) -> None:
    """Decide the views from the top down: one that counts holds every view further down its whole's tree."""
    depth = {row.id: sum(1 for _ in counting.chain(row)) for row in views}
    holding: dict[int, int] = {}
    split = _split_wholes(counting)
    for row in sorted(views, key=lambda row: (depth[row.id], not row.view, row.id)):
        count = _count_view(counting, row, holding, split)
        counting.counts[row.id] = count
        if count.outcome is Outcome.COUNTED and row.view and row.part_of is not None:
            holding.setdefault(row.part_of, row.id)


def _split_wholes(counting: Counting) -> dict[int, int]:
    """Find the wholes that are left out while an ordinary part of them counts, with that part."""
    split: dict[int, int] = {}
    for row in counting.rows.values():
        count = counting.counts.get(row.id)
        if count is not None and count.outcome is Outcome.COUNTED:
            for above in counting.chain(row):
                if above.group is not OUT:
                    break
                split.setdefault(above.id, row.id)
    return split


def _count_view(counting: Counting, row: Linked, holding: dict[int, int], split: dict[int, int]) -> Count:
    if row.group is OUT:
        return Count(Outcome.OUT)
    holder = _in_the_answer(counting, row)
    if holder is None:
        holder = _other_view(counting, row, holding)
    if holder is None:
        holder = _beside_a_part(counting, row, split)
    return Count(Outcome.COUNTED) if holder is None else Count(Outcome.VIEW, by=holder)


def _in_the_answer(counting: Counting, row: Linked) -> int | None:
    """Find a figure in the answer that the view is still within; a part taken out of one is not."""
    below = row
    for above in counting.chain(row):
        if not counting.is_view(below):
            return None
        if above.group is not OUT:
            return above.id
        below = above
    return None


def _beside_a_part(counting: Counting, row: Linked, split: dict[int, int]) -> int | None:
    """Find an ordinary part that counts of a whole of which this is a view.

    How far the two overlap nobody says; together they could be more than their whole.
    """
    below = row
    for above in counting.chain(row):
        if not counting.is_view(below):
            return None
        if above.id in split:
            return split[above.id]
        below = above
    return None


def _other_view(counting: Counting, row: Linked, holding: dict[int, int]) -> int | None:
    """Find a counted view of a figure further up, which has all that this one has.

    Two views of the same whole stand side by side, but one that is a view only for its narrower group
    (its pairing is another) is within a view of the whole pairing.
    """
    for above in counting.chain(row):
        if above.id in holding and (above.id != row.part_of or not row.view):
            return holding[above.id]
    return None
