"""A workbook that went through a spreadsheet program: what was edited there changes, and nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from python_calamine import CalamineWorkbook

from harness_libreoffice import LibreOffice, libreoffice, needs_libreoffice

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import RunLine

pytestmark = [needs_libreoffice, pytest.mark.usefixtures("ledger_file")]

KINDS = ("projects", "funding", "jobs", "results", "pairings", "sources", "organisations")


@pytest.fixture(scope="module")
def office() -> Iterator[LibreOffice]:
    """Start LibreOffice once: it takes its time."""
    with libreoffice() as running:
        yield running


def cell(path: Path, sheet: str, heading: str, **row: str) -> str:
    """Find the cell under a heading in the row that holds what is given."""
    head, *lines = CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python()
    at = next(
        number
        for number, line in enumerate(lines, 2)
        if all(line[head.index(name)] == value for name, value in row.items())
    )
    return f"{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[head.index(heading)]}{at}"


def everything(run_line: RunLine) -> dict[str, list[dict[str, Any]]]:
    return {kind: json.loads(run_line(f"aidtrack list {kind} --format json").out) for kind in KINDS}


def differences(before: Any, after: Any) -> list[tuple[Any, ...]]:
    """List what differs: kind, place of the record, field, old and new value."""
    return [
        (kind, at, field, row.get(field), after[kind][at].get(field))
        for kind, rows in before.items()
        for at, row in enumerate(rows)
        for field in row
        if row.get(field) != after[kind][at].get(field) and field != "printed"  # which is the amount's text
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_workbook_that_is_opened_and_saved_changes_nothing(
    run_line: RunLine, tmp_path: Path, office: LibreOffice, language: str
) -> None:
    book = tmp_path / "台账.xlsx"
    assert run_line(f"aidtrack export {book} --lang {language}").code == 0
    before = everything(run_line)
    office.edit(book, {})
    answer = run_line(f"aidtrack import {book}")
    assert "changed 0, unchanged 135, refused 0" in answer.err
    assert everything(run_line) == before


def test_just_the_edited_cells_change(run_line: RunLine, tmp_path: Path, office: LibreOffice) -> None:
    book = tmp_path / "ledger.xlsx"
    run_line(f"aidtrack export {book} --lang zh")
    before = everything(run_line)
    school = {"名称": "色达县第二中学"}
    money = {"金额原文": "8500萬元"}
    office.edit(
        book,
        {
            "项目": {
                cell(book, "项目", "状态", **school): "在建",
                cell(book, "项目", "计划完工", **school): "2023-09",
                cell(book, "项目", "实际开工", **school): "2021-03-04",
                cell(book, "项目", "地点", **school): "=县城",
            },
            "资金": {cell(book, "资金", "金额原文", **money): "8600余万元"},
        },
    )
    answer = run_line(f"aidtrack import {book}")
    assert "added 0, changed 2, unchanged 133, refused 0" in answer.err
    changed = {
        (kind, field): new for kind, _at, field, _old, new in differences(before, everything(run_line))
    }
    assert changed["projects", "status"] == "under_way"
    assert changed["projects", "planned_end"] == "2023-09"
    assert changed["projects", "actual_start"] == "2021-03-04"
    assert changed["projects", "site"] == "=县城"
    assert changed["funding", "amount"]["text"] == "8600余万元"
    # The funding that a list of projects shows is that of the figure.
    assert changed.keys() - {("projects", "funding")} == {
        ("projects", "status"),
        ("projects", "planned_end"),
        ("projects", "actual_start"),
        ("projects", "site"),
        ("funding", "amount"),
    }
    run_line("aidtrack undo --yes")
    assert everything(run_line) == before


def test_a_number_typed_over_an_amount_replaces_it(
    run_line: RunLine, tmp_path: Path, office: LibreOffice
) -> None:
    book = tmp_path / "ledger.xlsx"
    run_line(f"aidtrack export {book}")
    before = everything(run_line)
    at = cell(book, "Funding", "Amount (CNY)", **{"Amount as printed": "1029萬元"})
    office.edit(book, {"Funding": {at: 10_290_000.5}})
    assert "changed 1," in run_line(f"aidtrack import {book}").err
    ((kind, _at, field, _old, new),) = differences(before, everything(run_line))
    assert (kind, field, new["value"], new["text"]) == ("funding", "amount", 10_290_000.5, None)


def test_an_emptied_cell_erases_nothing_and_a_dash_does(
    run_line: RunLine, tmp_path: Path, office: LibreOffice
) -> None:
    book = tmp_path / "ledger.xlsx"
    run_line(f"aidtrack export {book}")
    before = everything(run_line)
    row = {"Name": "翁达卫生院改造"}
    office.edit(
        book,
        {
            "Projects": {
                cell(book, "Projects", "Site", **row): None,
                cell(book, "Projects", "Works", **row): "-",
            }
        },
    )
    assert "changed 1," in run_line(f"aidtrack import {book}").err
    ((_kind, _at, field, _old, new),) = differences(before, everything(run_line))
    assert (field, new) == ("works", None)


def test_a_form_filled_in_becomes_records(run_line: RunLine, tmp_path: Path, office: LibreOffice) -> None:
    form = tmp_path / "form.xlsx"
    assert run_line(f"aidtrack template {form} --lang zh").code == 0
    source = "共饮一江水,同是一家人"
    office.edit(
        form,
        {
            "项目": {
                "B2": "新学校",
                "E2": "331002 椒江区 → 513333 色达县",
                "G2": "小学",
                "O2": source,
                "P2": "L1",
            },
            "资金": {"A2": "新学校", "C2": "1100余万元", "H2": "下达", "P2": source, "Q2": "L1"},
        },
    )
    answer = run_line(f"aidtrack import {form} --lang zh")
    assert answer.code == 0, answer.err
    shown = run_line("aidtrack list projects --text 新学校 --format json").out
    (project,) = json.loads(shown)
    assert project["sector"] == "primary_school"
    assert project["funding"]["low"] == 11_000_000


@pytest.mark.parametrize("ending", [".xls", ".ods"])
def test_workbooks_of_other_kinds_are_read_too(
    run_line: RunLine, tmp_path: Path, office: LibreOffice, ending: str
) -> None:
    book = tmp_path / "ledger.xlsx"
    run_line(f"aidtrack export {book}")
    answer = run_line(f"aidtrack import {office.save_as(book, f'.{ending}')}")
    assert "changed 0, unchanged 135, refused 0" in answer.err


def test_the_sheet_for_the_leader_is_taken_as_it_is(
    run_line: RunLine, tmp_path: Path, office: LibreOffice
) -> None:
    run_line(f"aidtrack totals --by donor --lang zh -o {tmp_path}/t.xlsx")
    rows = (
        CalamineWorkbook.from_path(office.save_as(tmp_path / "t.xlsx", ".ods"))
        .get_sheet_by_index(0)
        .to_python()
    )
    assert str(rows[0][0]).startswith("按援助方汇总")
    assert 38_929.0 in next(row for row in rows if row[0] == "合计")
