"""The words of a workbook of the ledger: the names of its sheets, and how to fill them in."""

from __future__ import annotations

from aidtrack.errors import N_
from aidtrack.text import _

INSTRUCTIONS = ("说明", "Instructions")
"""What the sheet is called that says how to fill the others in."""

LISTS = "_"
"""What begins the name of a sheet that only holds lists to choose from."""

_HOW = (
    N_("Each sheet holds one kind of record, each line one record; the first line names the columns."),
    N_(
        "Columns may stand in any order, and those that are not needed may be deleted. Dark headings must be filled in."
    ),
    N_("A blank cell says nothing and erases nothing. A cell with - alone takes away what was there."),
    N_(
        "Where there is a list to choose from, take a word of it; a place may also be written as it is known: 色达."
    ),
    N_(
        "An amount has five columns: as it is printed, the number that was stated, the lowest and the highest that it can be, and how exact it is. One is enough: as the paper says (1100余万元), or the number in the unit of its heading."
    ),
    N_("Write a date as exactly as it is said: 2023, 2023-08 or 2023-08-15."),
    N_("Several texts in one cell are parted by ; (a; b). Within a text, write \\; for it."),
    N_("The last column tells which record a line is: leave it as it is, and empty in a new line."),
    N_("Try it with: aidtrack import FILE --dry-run"),
)


def how() -> list[str]:
    """Say how to fill a workbook in."""
    return [_(sentence) for sentence in _HOW]
