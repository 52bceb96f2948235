"""What the history keeps of rows: each as it was, whole, and one state after the other."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.errors import N_
from aidtrack.rules.images import RECORDED, steps
from aidtrack.rules.violation import broken
from aidtrack.tables import change
from aidtrack.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aidtrack.rules.images import Step
    from aidtrack.rules.violation import Violation

_NEEDED = frozenset({"id", "uid", "version", "change_id"})
"""Columns that records have had from the first revision on: of others an older image may know nothing."""

_BELONGING = {"division": frozenset({"division_name", "division_member"})}
"""By table, the rows of others that went with a row of it, and are kept with it."""


def images_whole(connection: sa.Connection) -> Iterator[Violation]:
    """Find the rows of which it cannot be told what they were before a change."""
    changes = set(connection.execute(sa.select(change.c.id)).scalars())
    for step in steps(connection):
        if step.action != "restore":
            yield from _amiss(step, changes)


def _amiss(step: Step, changes: set[int]) -> Iterator[Violation]:
    image = step.image
    if image is None:
        yield _of(step, N_("{table} {id}: what it was before change {change} cannot be read."))
        return
    if names := _odd_names(step, image):
        sentence = N_("{table} {id}: what it was before change {change} has the wrong fields: '{names}'.")
        yield _of(step, sentence, names=_(", ").join(sorted(names)))
        return
    if image["id"] != step.row:
        sentence = N_("{table} {id}: what it was before change {change} is of another row, {other}.")
        yield _of(step, sentence, other=image["id"])
    if not _may_be_of(step, image["change_id"], changes):
        yield _of(step, _OF_NONE if image["change_id"] is None else _OF_OTHER, other=image["change_id"])


_OF_NONE = N_("{table} {id}: before change {change} it was of no change.")
_OF_OTHER = N_("{table} {id}: before change {change} it was of change {other}, which cannot be.")


def _odd_names(step: Step, image: dict[str, Any]) -> frozenset[str]:
    """Name the fields that are missing, and those that no row of the table has."""
    known = frozenset(RECORDED[step.table].c.keys())
    known |= _BELONGING.get(step.table, frozenset()) if step.action == "remove" else frozenset()
    return (_NEEDED - image.keys()) | (frozenset(image) - known)


def _may_be_of(step: Step, number: object, changes: set[int]) -> bool:
    """Tell whether a row can have been added by a change: one that is there, and no later one."""
    if number is None:
        return RECORDED[step.table].c.change_id.nullable or False
    return isinstance(number, int) and number in changes and number <= step.change


def versions_follow(connection: sa.Connection) -> Iterator[Violation]:
    """Find the steps that do not follow from those before: a version left out, a row that came or went twice."""
    for _row, done in groupby(steps(connection), key=lambda step: (step.table, step.row)):
        yield from _followed(done)


def _followed(done: Iterator[Step]) -> Iterator[Violation]:
    version, there = 1, True
    for step in done:
        if there is (step.action == "restore"):
            yield _of(step, _CAME_TWICE if there else _WENT_TWICE)
        found = _version(step, version)
        if found != version:
            sentence = N_(
                "{table} {id}: before change {change} it was at version {version}; by its history it was at {wanted}."
            )
            yield _of(step, sentence, version=found, wanted=version)
        # What follows is held against what was found: each gap is told once.
        version = found + (step.action != "remove")
        there = step.action != "remove"


_CAME_TWICE = N_("{table} {id}: change {change} brought it back, though it was there.")
_WENT_TWICE = N_("{table} {id}: change {change} edited it or took it out, though it was not there.")


def _version(step: Step, wanted: int) -> int:
    """Read at which version a row was; where that is not said, or cannot be read, it is as it should be."""
    found = (step.image or {}).get("version", wanted)
    return found if isinstance(found, int) else wanted


def _of(step: Step, sentence: str, **fields: object) -> Violation:
    return broken(step.table, step.row, sentence, change=step.change, **fields)
