"""What a question answers with: typed columns and flat rows, for eyes and for machines alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

Shape = Literal["text", "code", "number", "count", "money", "flag", "words"]
"""How a cell is written: a `code` is never wrapped, a `number` is a plain count of records, `count` and
`money` cells hold an Amount, `words` a list of texts. Null is null in all of them."""

SINGLE = ("low", "high", "kind", "text")
SUM = ("low", "high", "known", "of")


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity, or a sum of quantities, in base units (yuan, persons, the indicator's unit).

    `value` is null where no single number was stated, `high` where the top is open. A sum knows of how
    many projects (`of`) a figure is `known`; a `remainder` is what parts left of their whole, and
    `place` the place value to which its whole was printed.
    """

    value: Decimal | None
    low: Decimal
    high: Decimal | None
    currency: str | None = None
    kind: str | None = None
    text: str | None = None
    known: int | None = None
    of: int | None = None
    remainder: bool = False
    place: Decimal | None = None

    @property
    def exact(self) -> bool:
        """Whether the two bounds are one number."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an answer.

    `name` is its key in the rows, in JSON and in CSV; `heading` heads it for people, already worded in
    their language. At a terminal the columns of the highest `rank` (9 before 1) give way first when
    the width does not hold them. `vocabulary` says whose labels people read instead of the codes.
    `parts` are the fields of an Amount that CSV adds as columns of their own (`amount_low` …).
    """

    name: str
    heading: str = ""
    shape: Shape = "text"
    rank: int = 1
    vocabulary: str = ""
    parts: tuple[str, ...] = SINGLE


Row = dict[str, Any]
"""Values by column name. `_depth` (int) indents a row's name under its parent's and puts its money in
brackets, for it is in the parent's already; `_presumed` is the set of columns marked `?`."""


@dataclass(frozen=True, slots=True)
class Result:
    """An answer. `columns` are for machines, `shown` for people; the rows hold the values of both."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    shown: Sequence[Column] = ()
    title: str = ""
    total: Row | None = None
    notes: Sequence[str] = ()
    """Footnotes of the table."""
    remarks: Sequence[str] = ()
    """Said on stderr in every format: what was left out, that nothing matched."""
    by: Sequence[str] | None = None
    """Null: JSON is the array of rows. Else JSON is {"by", "rows", "total"}."""
    details: dict[str, Any] = field(default_factory=dict)
    """What JSON adds beside `total`."""
    left_out: int = 0
    """How many more rows there are than the limit let in."""

    @property
    def records(self) -> Sequence[Row]:
        """The rows of a format that has no place for a total: where nothing is divided, the total itself."""
        return [self.total] if self.by == [] and self.total is not None else self.rows
