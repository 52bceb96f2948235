"""`aidtrack template`: the empty form, which offers what the ledger knows."""

from __future__ import annotations

import stat
import sys
from typing import TYPE_CHECKING

import pytest
from python_calamine import CalamineWorkbook

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import RunLine


def offered(path: Path) -> set[str]:
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("_lists").to_python()
    return {str(cell) for row in rows for cell in row}


@pytest.mark.usefixtures("ledger_file")
def test_a_form_has_headings_and_no_rows_and_imports_as_nothing(run_line: RunLine, tmp_path: Path) -> None:
    form = tmp_path / "表.xlsx"
    answer = run_line(f"aidtrack template {form} --lang zh")
    assert (answer.code, answer.out) == (0, "")
    assert str(form) in answer.err
    book = CalamineWorkbook.from_path(form)
    assert len(book.get_sheet_by_name("项目").to_python()) == 1
    assert "金额原文" in book.get_sheet_by_name("资金").to_python()[0]
    assert "added 0, changed 0, unchanged 0, refused 0" in run_line(f"aidtrack import {form}").err


@pytest.mark.usefixtures("ledger")
def test_it_offers_the_words_places_and_records_of_the_ledger(run_line: RunLine, tmp_path: Path) -> None:
    run_line(f"aidtrack template {tmp_path}/form.xlsx --lang zh")
    assert offered(tmp_path / "form.xlsx") >= {
        "下达",
        "在建",
        "畜牧",
        "513333 色达县",
        "331002 椒江区 → 513333 色达县",
        "513333-03 色达县第二中学",
        "共饮一江水,同是一家人",
    }


@pytest.mark.usefixtures("ledger_file")
def test_an_export_offers_them_too(run_line: RunLine, tmp_path: Path) -> None:
    run_line(f"aidtrack export {tmp_path}/out.xlsx --lang en")
    assert offered(tmp_path / "out.xlsx") >= {"issued", "331002 椒江区 → 513333 色达县"}


@pytest.mark.usefixtures("ledger_file")
def test_the_first_sheet_explains_every_column(run_line: RunLine, tmp_path: Path) -> None:
    run_line(f"aidtrack template {tmp_path}/form.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "form.xlsx")
    lines = book.get_sheet_by_name("Instructions").to_python()
    assert {"Code", "Amount", "Where said", "UID"} <= {line[1] for line in lines}
    assert any("erases nothing" in str(line[0]) for line in lines)
    assert any("Must be filled in." in str(line[2]) for line in lines)


def test_without_a_ledger_it_offers_the_words_that_all_have(run_line: RunLine, tmp_path: Path) -> None:
    answer = run_line(f"aidtrack template {tmp_path}/form.xlsx")
    assert answer.code == 0
    assert "aidtrack init" in answer.err
    words = offered(tmp_path / "form.xlsx")
    assert "issued" in words
    assert not any("→" in word for word in words)


def test_a_form_takes_no_name_that_is_taken(run_line: RunLine, tmp_path: Path) -> None:
    form = tmp_path / "form.xlsx"
    form.write_text("mine", encoding="utf-8")
    assert run_line(f"aidtrack template {form}").code == 5
    assert form.read_text(encoding="utf-8") == "mine"
    assert run_line(f"aidtrack template {form} --force").code == 0
    assert stat.S_IMODE(form.stat().st_mode) == 0o600


def test_only_xlsx_is_written(run_line: RunLine, tmp_path: Path) -> None:
    answer = run_line(f"aidtrack template {tmp_path}/form.xls")
    assert answer.code == 2
    assert ".xlsx" in answer.err
    assert not list(tmp_path.iterdir())


def test_without_xlsxwriter_it_says_how_to_get_it(
    run_line: RunLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    answer = run_line(f"aidtrack template {tmp_path}/form.xlsx")
    assert answer.code == 5
    assert "pip install 'aidtrack[excel]'" in answer.err
    assert not list(tmp_path.iterdir())
