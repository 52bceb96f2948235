"""What there is to tell of an office's sheet: how each column was understood, what was left out, and its totals."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aidtrack.formats.grid import words_of
from aidtrack.text import _, ngettext
from aidtrack.units import scaled
from aidtrack.wording import number_text, safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from aidtrack.actions.own_sheet.columns import Column
    from aidtrack.actions.own_sheet.reading import OwnSheet
    from aidtrack.actions.own_sheet.sheet import Sheet
    from aidtrack.formats.grid_rows import Line
    from aidtrack.formats.grid_totals import Checked, Difference, Span

_SHOWN = 10
"""So many lines are named by their numbers."""


def understood(own: OwnSheet) -> Iterator[str]:
    """Tell how each column is understood."""
    for sheet in own.sheets:
        lines = sheet.header.lines
        yield _("{sheet}: the header is in {lines}; {records}.").format(
            sheet=safe(sheet.grid.name), lines=_rows(lines), records=_records(len(sheet.records))
        )
        for column in sheet.columns:
            yield _column(column)


def _column(column: Column) -> str:
    cells = ngettext("{count} cell", "{count} cells", column.filled).format(count=number_text(column.filled))
    words = [str(replace(column.target, unit=None)), *([column.unit] if column.unit else []), cells]
    return f"  {column.heading.letter}  {safe(column.heading.shown)} → {_(', ').join(words)}"


def _records(count: int) -> str:
    return ngettext("{count} record", "{count} records", count).format(count=number_text(count))


def remarks(own: OwnSheet) -> Iterator[str]:
    """Tell what was left out, and whether the totals that the sheet states are the sums of its rows."""
    if own.not_read:
        yield _("Not read: sheets {names}.").format(names=", ".join(map(safe, own.not_read)))
    if own.unsound:
        yield ngettext(
            "The amounts of {count} project that cannot be taken in were not looked at.",
            "The amounts of {count} projects that cannot be taken in were not looked at.",
            own.unsound,
        ).format(count=number_text(own.unsound))
    for sheet in own.sheets:
        yield from _left_out(sheet)
        yield from _units(sheet)
        for checked in sheet.totals():
            yield _total(sheet, checked)
        if sheet.zeros and sheet.mapping.zero == "amount":
            sentence = ngettext(
                "{count} amount is 0, and is taken as 0.",
                "{count} amounts are 0, and are taken as 0.",
                sheet.zeros,
            )
            yield sentence.format(count=number_text(sheet.zeros))


_LEFT_OUT = ("header", "section", "note", "left_out")


def _left_out(sheet: Sheet) -> Iterator[str]:
    found = sheet.left_out()
    for sort in _LEFT_OUT:
        if lines := found.get(sort):
            yield _sentence(sort).format(rows=_numbers(lines), text=safe(_first_text(lines[0])))


def _sentence(sort: str) -> str:
    return {
        "header": _("Left out as the header again: {rows}."),
        "section": _("Left out as headings between the rows: {rows} ('{text}')."),
        "note": _("Left out as notes: {rows} ('{text}')."),
        "left_out": _("Left out as the mapping says: {rows} ('{text}')."),
    }[sort]


def _first_text(line: Line) -> str:
    text = words_of(next(iter(line.row.cells.values())))
    return text if len(text) <= 40 else f"{text[:40]}…"


def _units(sheet: Sheet) -> Iterator[str]:
    """Tell of a unit that stands above the table to which columns it was given."""
    given = [
        column
        for column in sheet.amounts
        if column.unit and not column.heading.units and not column.target.unit
    ]
    if given:
        yield _("Read in {unit}, which stands in no heading: {columns}.").format(
            unit=given[0].unit, columns=_(", ").join(safe(column.heading.shown) for column in given)
        )


def _total(sheet: Sheet, checked: Checked) -> str:
    line, differences = checked.line, checked.differences
    text = safe(_first_text(line))
    if not checked.stated:
        return _("Row {row} ('{text}') was left out as a total; it states none.").format(
            row=line.number, text=text
        )
    if not differences:
        return _(
            "Row {row} ('{text}') was left out as a total; its numbers are the sums of the rows ({count} of {count})."
        ).format(row=line.number, text=text, count=len(checked.stated))
    columns = {column.at: column for column in sheet.amounts}
    wrong = _("; ").join(_difference(columns[each.column], each) for each in differences)
    return _("Row {row} ('{text}') was left out as a total, but it does not add up: {differences}.").format(
        row=line.number, text=text, differences=wrong
    )


def _difference(column: Column, found: Difference) -> str:
    return _("{heading}: it says {stated}, the rows sum to {summed}").format(
        heading=safe(column.heading.shown),
        stated=_span(column, found.stated),
        summed=_span(column, found.summed),
    )


def _span(column: Column, span: Span) -> str:
    factor = scaled(column.unit)[0]

    def number(value: Decimal) -> str:
        return number_text(value / factor)

    if span.low == span.high:
        return number(span.low)
    return f"{number(span.low)}–{number(span.high)}" if span.high is not None else f"{number(span.low)}–"


def _numbers(lines: Sequence[Line]) -> str:
    said = ", ".join(str(line.number) for line in lines[:_SHOWN])
    more = len(lines) - _SHOWN
    rows = ngettext("row {numbers}", "rows {numbers}", len(lines)).format(numbers=said)
    return rows if more <= 0 else _("{rows} and {count} more").format(rows=rows, count=more)


def _rows(lines: range) -> str:
    if len(lines) == 1:
        return _("row {line}").format(line=lines[0])
    return _("rows {first} to {last}").format(first=lines[0], last=lines[-1])
