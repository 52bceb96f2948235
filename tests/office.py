"""An office's own ledger as a workbook: what an officer keeps, for the tests to import."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

STAGES = {"计划": "planned", "下达": "issued", "到位": "received", "拨付": "disbursed", "支出": "spent"}
COUNTIES = ("色達縣", "理塘縣", "玉樹市")
"""Written as an office with traditional characters writes them."""

ROWS = 1200
_FIRST = 4
_EACH = ROWS // len(COUNTIES)

Cells = dict[tuple[int, int], Any]


def cells() -> Cells:
    """Make up the records: by row and column, from 0; a blank cell is not among them."""
    rnd = random.Random(6)
    found: Cells = {}
    for number in range(ROWS):
        row: list[Any] = [number + 1, f"JJ-{number + 1:04d}", None, f"項目{number + 1}號"]
        row += [_amount(rnd) for _ in STAGES]
        row += [f"单位{number % 7}" if number % 3 else None, "无" if number % 5 == 0 else None]
        found |= {(_FIRST + number, column): value for column, value in enumerate(row) if value is not None}
    return found


def _amount(rnd: random.Random) -> Any:
    chance = rnd.random()
    if chance < 0.1:
        return None
    if chance < 0.12:
        return "—"
    return round(rnd.randint(100, 99_999) / 100, 2)


def sums(records: Mapping[tuple[int, int], Any]) -> dict[str, Decimal]:
    """Add up each stage, in yuan."""
    return {
        stage: 10_000
        * sum(
            (Decimal(str(value)) for (_, at), value in records.items() if at == column and _is_number(value)),
            Decimal(0),
        )
        for column, stage in enumerate(STAGES.values(), 4)
    }


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float))


def twelve_changes(records: Cells) -> Cells:
    """Change an amount in eleven cells, and a name."""
    amounts = [at for at, value in records.items() if at[1] in range(4, 9) and _is_number(value)]
    changed = {at: round(records[at] + 1, 2) for at in amounts[::500][:11]}
    return {**records, **changed, (_FIRST + 5, 3): "改名項目"}


def write_ledger(path: Path, records: Cells) -> None:
    """Write the workbook: a title, a line of particulars, a header of two lines, records, a total, a note."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("项目台账")
    sheet.merge_range(0, 0, 0, 10, "椒江区对口支援项目台账(2021—2023年)")
    sheet.write(1, 0, "填报单位:椒江区")
    for column, heading in enumerate(("序号", "项目编号", "受援縣", "項目名稱")):
        sheet.merge_range(2, column, 3, column, heading)
    sheet.merge_range(2, 4, 2, 8, "资金\n(万元)")
    for column, heading in enumerate(STAGES, 4):
        sheet.write(3, column, heading)
    sheet.merge_range(2, 9, 3, 9, "实施单位")
    sheet.merge_range(2, 10, 3, 10, "备注")
    for (row, column), value in records.items():
        sheet.write(row, column, value)
    for number, county in enumerate(COUNTIES):
        sheet.merge_range(_FIRST + number * _EACH, 2, _FIRST + (number + 1) * _EACH - 1, 2, county)
    _write_end(sheet, sums(records))
    book.close()


def _write_end(sheet: Any, totals: Mapping[str, Decimal]) -> None:
    sheet.write(_FIRST + ROWS, 0, "合 计")
    for column, total in enumerate(totals.values(), 4):
        sheet.write(_FIRST + ROWS, column, float(total / 10_000))
    sheet.write(_FIRST + ROWS + 1, 0, "注:金额以万元为单位,截至2023年12月。")


def write_sheets(
    path: Path, sheets: Mapping[str, Iterable[Iterable[Any]]], merges: Iterable[str] = ()
) -> None:
    """Write small sheets row by row; `merges` are areas of the first one (A2:A3), which keep their first cell."""
    book = xlsxwriter.Workbook(str(path))
    for number, (name, rows) in enumerate(sheets.items()):
        sheet = book.add_worksheet(name)
        values = {(row, column): value for row, line in enumerate(rows) for column, value in enumerate(line)}
        areas = merges if number == 0 else ()
        for area in areas:
            sheet.merge_range(area, "")
        for (row, column), value in values.items():
            if value not in {None, ""}:
                sheet.write(row, column, value)
    book.close()
