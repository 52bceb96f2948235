"""What a rule of the standard is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from aidtrack.formats.iati.activity import Activity
    from aidtrack.formats.iati.fault import Fault

    Find = Callable[[Activity], Iterator[Fault]]

ERROR = "error"
WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its number in the standard, how grave it is to break it, and what must hold, in English.

    `find` gives what breaks it in one activity. Rules without it are held where each element is looked at, or over
    the whole file. `about` fills what must hold, where one sentence says it for many. `once` tells that what breaks it
    is the same in each activity of a file, and is told with the first.
    """

    name: str
    severity: str
    holds: str
    find: Find | None = None
    about: dict[str, str] = field(default_factory=dict)
    once: bool = False

    def __str__(self) -> str:
        return self.holds.format(**self.about)
