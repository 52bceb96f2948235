"""What breaks a rule, where it stands, and how often each rule is broken."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection

    from aidtrack.formats.iati.element import Place

MOST_OF_A_RULE = 100
"""So many are told of each rule; a mistake of the program that wrote a file is in every activity of it."""


class Fault(NamedTuple):
    """An element that breaks a rule: a sentence to translate, and what fills it."""

    element: Place
    sentence: str
    fields: dict[str, Any]


def fault(element: Place, sentence: str, /, **fields: object) -> Fault:
    """Say what is wrong with an element."""
    return Fault(element, sentence, fields)


@dataclass(slots=True)
class Tally:
    """What was found: all of it counted, the first of each rule kept; of the rules `once` what was not kept before."""

    most: int = MOST_OF_A_RULE
    once: Collection[str] = ()
    counts: Counter[str] = field(default_factory=Counter)
    kept: list[tuple[str, Fault]] = field(default_factory=list)
    _said: set[tuple[str, str]] = field(default_factory=set)

    def add(self, rule: str, element: Place, sentence: str, /, **fields: object) -> None:
        """Count one more, and keep it if it is among the first."""
        self.counts[rule] += 1
        if (
            self._is_new(rule, sentence.format(**fields))
            if rule in self.once
            else self.counts[rule] <= self.most
        ):
            self.kept.append((rule, Fault(element, sentence, fields)))

    def _is_new(self, rule: str, said: str) -> bool:
        """Tell whether a rule has not said this before, as far as can be remembered."""
        before = len(self._said)
        if before < self.most:
            self._said.add((rule, said))
        return len(self._said) > before

    def wants(self, rule: str) -> bool:
        """Tell whether one more would be kept, so that it pays to word it well."""
        return self.counts[rule] < self.most

    def take(self) -> list[tuple[str, Fault]]:
        """Hand over what was kept since the last time."""
        taken, self.kept = self.kept, []
        return taken
