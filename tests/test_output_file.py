"""`-o FILE`: the sheet for the leader, as it stands at the terminal but with cells that are numbers."""

from __future__ import annotations

import csv
import stat
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from python_calamine import CalamineWorkbook

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import RunLine

pytestmark = pytest.mark.usefixtures("ledger")


def cells(path: Path) -> list[list[Any]]:
    """Read a sheet with a reader that is not ours."""
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)


def column(rows: list[list[Any]], heading: str) -> list[Any]:
    head = next(row for row in rows if heading in row)
    at = head.index(heading)
    return [row[at] for row in rows[rows.index(head) + 1 :]]


def test_the_sheet_of_totals_has_title_date_unit_total_and_footnotes(
    run_line: RunLine, tmp_path: Path
) -> None:
    answer = run_line(f"aidtrack totals --by donor --lang zh -o {tmp_path}/汇总.xlsx")
    assert (answer.code, answer.out) == (0, "")
    assert "汇总.xlsx" in answer.err
    rows = cells(tmp_path / "汇总.xlsx")
    assert rows[0][0].startswith("按援助方汇总")
    assert "2022-09" in rows[1][0]
    assert f"{datetime.now(UTC).astimezone():%Y-%m-%d}" in rows[1][0]
    assert "万元" in rows[1][0]
    total = next(row for row in rows if row[0] == "合计")
    assert 38_929.0 in total
    assert "38,929–39,039" in total
    assert any("12 个项目未见金额" in str(row[0]) for row in rows)


def test_a_sum_over_the_column_of_money_is_the_total_line(run_line: RunLine, tmp_path: Path) -> None:
    run_line(f"aidtrack totals --by donor --lang zh -o {tmp_path}/t.xlsx")
    *lines, total = [cell for cell in column(cells(tmp_path / "t.xlsx"), "资金(万元)") if type(cell) is float]
    assert sum(lines) == total == 38_929


def test_money_that_is_in_another_line_already_is_text(run_line: RunLine, tmp_path: Path) -> None:
    run_line(f"aidtrack list projects --donor 玉环 --lang zh -o {tmp_path}/l.xlsx")
    money = column(cells(tmp_path / "l.xlsx"), "资金(万元)")
    assert "(1,450)" in money
    assert [cell for cell in money if type(cell) is float] == [6350, 6350]


def test_what_was_asked_stands_below_the_title(run_line: RunLine, tmp_path: Path) -> None:
    run_line(f"aidtrack list projects --county 色达 --sector health -o {tmp_path}/l.xlsx")
    rows = cells(tmp_path / "l.xlsx")
    assert "County: 色达" in rows[1][0]
    assert "Sector: health" in rows[1][0]


def test_a_range_stands_beside_its_number_in_csv_too(run_line: RunLine, tmp_path: Path) -> None:
    assert run_line(f"aidtrack totals --by donor -o {tmp_path}/t.csv").out == ""
    data = (tmp_path / "t.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(data.decode("utf-8-sig").splitlines()))
    wenling = next(row for row in rows if row[0] == "温岭市")
    assert "17500000" in wenling
    assert "17,500,000–18,600,000" in wenling
    assert next(row for row in rows if row[0] == "Total")


def test_markdown_is_the_document_of_the_terminal_with_a_date(run_line: RunLine, tmp_path: Path) -> None:
    run_line(f"aidtrack totals --by donor --lang zh -o {tmp_path}/t.md")
    text = (tmp_path / "t.md").read_text(encoding="utf-8")
    shown = run_line("aidtrack totals --by donor --lang zh --format md").out
    assert text.startswith("# 按援助方汇总")
    assert "2022-09" in text
    table = [line for line in shown.splitlines() if line.startswith("|")]
    assert [line for line in text.splitlines() if line.startswith("|")] == table


def test_what_a_total_is_made_of_stands_below_it(run_line: RunLine, tmp_path: Path) -> None:
    run_line(f"aidtrack totals --by sector --explain -o {tmp_path}/t.xlsx")
    rows = cells(tmp_path / "t.xlsx")
    assert any(str(row[0]).startswith("Funding (CNY) · ") for row in rows)
    assert sum("Where said" in row for row in rows) > 3


def test_columns_order_and_limit_are_those_that_were_asked_for(run_line: RunLine, tmp_path: Path) -> None:
    line = f"aidtrack list funding --columns amount,project --sort -amount --limit 3 -o {tmp_path}/f.xlsx"
    answer = run_line(line)
    assert "left out by --limit" in answer.err
    amounts = [cell for cell in column(cells(tmp_path / "f.xlsx"), "Amount (CNY)") if type(cell) is float]
    assert len(amounts) >= 3
    assert amounts[:3] == sorted(amounts[:3], reverse=True)


def test_filters_are_said_as_people_read_them(run_line: RunLine, tmp_path: Path) -> None:
    for typed in ("in_use", "in use", "投入使用"):
        run_line(f"aidtrack list projects --status '{typed}' --year none -o {tmp_path}/f.md --force")
        assert "Status: in use · Year: none" in (tmp_path / "f.md").read_text(encoding="utf-8")


def test_what_is_said_at_the_terminal_stands_in_the_file_too(run_line: RunLine, tmp_path: Path) -> None:
    answer = run_line(f"aidtrack list funding --limit 3 -o {tmp_path}/f.md")
    [said] = [line for line in answer.err.splitlines() if "left out by --limit" in line]
    assert said in (tmp_path / "f.md").read_text(encoding="utf-8")


def test_without_a_dimension_the_total_is_the_one_row(run_line: RunLine, tmp_path: Path) -> None:
    run_line(f"aidtrack totals -o {tmp_path}/t.xlsx")
    assert 389_290_000.0 in column(cells(tmp_path / "t.xlsx"), "Funding (CNY)")


@pytest.mark.parametrize("ending", ["xlsx", "csv", "md"])
def test_a_file_that_is_there_stays_unless_forced(run_line: RunLine, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"t.{ending}"
    path.write_text("mine", encoding="utf-8")
    answer = run_line(f"aidtrack totals -o {path}")
    assert answer.code == 5
    assert "--force" in answer.err
    assert path.read_text(encoding="utf-8") == "mine"
    assert run_line(f"aidtrack totals -o {path} --force").code == 0
    assert path.read_bytes() != b"mine"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("line", "code", "word"),
    [
        ("totals -o {}/t.pdf", 2, ".xlsx, .csv, .md"),
        ("totals -o {}/t", 2, ".xlsx, .csv, .md"),
        ("totals --format json -o {}/t.xlsx", 2, "--format"),
        ("list projects --county 火星 -o {}/t.xlsx", 2, "火星"),
        ("list projects -o {}/nowhere/t.xlsx", 1, "nowhere"),
    ],
)
def test_what_cannot_be_written_is_refused_and_leaves_nothing(
    run_line: RunLine, tmp_path: Path, line: str, code: int, word: str
) -> None:
    before = set(tmp_path.iterdir())
    answer = run_line("aidtrack " + line.format(tmp_path))
    assert answer.code == code
    assert word in answer.err
    assert set(tmp_path.iterdir()) == before


def test_an_answer_of_nothing_is_a_sheet_that_says_so(run_line: RunLine, tmp_path: Path) -> None:
    answer = run_line(f"aidtrack list funding --year 1990 -o {tmp_path}/f.xlsx")
    assert answer.code == 0
    assert "Nothing found." in answer.err
    assert "Year: 1990" in cells(tmp_path / "f.xlsx")[1][0]


def test_a_name_that_looks_like_a_formula_is_text(run_line: RunLine, tmp_path: Path) -> None:
    run_line("aidtrack edit project 513333-06 --name =1+1 --yes")
    run_line(f"aidtrack list projects --county 色达 -o {tmp_path}/l.xlsx")
    run_line(f"aidtrack list projects --county 色达 -o {tmp_path}/l.csv")
    assert "=1+1" in column(cells(tmp_path / "l.xlsx"), "Name")
    assert "'=1+1" in (tmp_path / "l.csv").read_text(encoding="utf-8-sig")


def test_what_was_worked_out_is_not_said_to_be_stated(run_line: RunLine, tmp_path: Path) -> None:
    run_line(f"aidtrack totals --by donor -o {tmp_path}/t.csv")
    text = (tmp_path / "t.csv").read_text("utf-8-sig")
    assert '175727,"rest ~176,000"' in text
    assert "Beside rest stands a number that nobody stated: it was worked out" in text
    run_line(f"aidtrack list projects -o {tmp_path}/p.csv")
    assert "nobody stated" not in (tmp_path / "p.csv").read_text("utf-8-sig")


def test_the_footer_is_one_that_every_program_reads(run_line: RunLine, tmp_path: Path) -> None:
    """A reader such as openpyxl wants to be told where in the footer a text stands."""
    run_line(f"aidtrack totals --by donor -o {tmp_path}/t.xlsx")
    with zipfile.ZipFile(tmp_path / "t.xlsx") as book:
        assert b"<oddFooter>&amp;C&amp;P / &amp;N</oddFooter>" in book.read("xl/worksheets/sheet1.xml")
