"""Numbers by a hash: some sixteen to forty bytes for each, where a dict would take more than a hundred."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIRST = 1 << 10


class Hashed:
    """Keeps numbers above 0, each in the first free place from where its hash leads."""

    def __init__(self) -> None:
        self._count = 0
        self._empty(_FIRST)

    def _empty(self, size: int) -> None:
        self._hashes, self._numbers = array("q", bytes(8 * size)), array("q", bytes(8 * size))

    def of(self, own: int) -> Iterator[int]:
        """Give the numbers that have a hash."""
        hashes, numbers = self._hashes, self._numbers
        last = len(numbers) - 1
        place = own & last
        while number := numbers[place]:
            if hashes[place] == own:
                yield number
            place = (place + 1) & last

    def note(self, own: int, number: int) -> None:
        """Keep one more number."""
        if 2 * self._count >= len(self._numbers):
            self._grow()
        self._count += 1
        self._put(own, number)

    def _put(self, own: int, number: int) -> None:
        numbers = self._numbers
        last = len(numbers) - 1
        place = own & last
        while numbers[place]:
            place = (place + 1) & last
        numbers[place], self._hashes[place] = number, own

    def _grow(self) -> None:
        kept = zip(self._hashes, self._numbers, strict=True)
        self._empty(2 * len(self._numbers))
        for own, number in kept:
            if number:
                self._put(own, number)
