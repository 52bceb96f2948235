"""What a rule is, and what breaks one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aidtrack.headings import field_name
from aidtrack.text import _
from aidtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Find = Callable[..., Iterator["Violation"]]
    """Takes a connection; that of a rule held on entry also where to look (`near`)."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A record of `table` that breaks a rule: a sentence to translate, and what fills it.

    Where a rule could not be checked at all there is no record, and `table` is null.
    """

    table: str | None
    sentence: str
    fields: dict[str, Any]

    def __str__(self) -> str:
        return _(self.sentence).format(**self.fields)


def broken(table: str, number: int, sentence: str, **fields: object) -> Violation:
    """Say that a record breaks a rule; the sentence may name its table."""
    return Violation(table, sentence, {"table": word_of(table), "id": number, **fields})


def word_of(table: str) -> str:
    """Name a table's rows in a sentence; changes are no records, but something can be wrong with them too."""
    return field_name(table) if table == "change" else label("record", table)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what must hold, in English, and the query that finds what breaks it.

    A rule that is not held on entry follows from how rows are written, and only damage breaks it; or it is
    asked about there, and what was loaded without a question is found later. One that is `deep` only damage
    can break, and it takes a while: it is looked for when that is asked for.
    """

    name: str
    holds: str
    find: Find
    on_entry: bool = True
    deep: bool = False
