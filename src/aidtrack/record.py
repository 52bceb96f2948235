"""What `show` answers with: one record and the tables that hang on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aidtrack.result import Result, Row


class Part(NamedTuple):
    """A table that hangs on a record: `key` is its name in JSON, `heading` what people read above it."""

    key: str
    heading: str
    result: Result


@dataclass(frozen=True, slots=True)
class Record:
    """One record. `fields` is a Result of exactly one row; no part may have the key of a field."""

    title: str
    fields: Result
    parts: Sequence[Part] = ()

    def __post_init__(self) -> None:
        names = [column.name for column in self.fields.columns] + [part.key for part in self.parts]
        if len(self.fields.rows) != 1 or len(set(names)) != len(names):
            raise ValueError(names)  # a slip of ours, which would make JSON with a key twice

    @property
    def row(self) -> Row:
        """The values of the fields."""
        return self.fields.rows[0]
