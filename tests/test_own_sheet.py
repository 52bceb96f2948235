"""An office's own 项目台账 imported as it is, as a user types it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

import office

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Answer, RunLine

MAPPING = """
system: jiaojiang
columns:
  项目编号: external_id
constants:
  donor: 椒江区
  source: {title: 椒江区项目台账, kind: ledger}
  period: 2021/2023
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_ledger: Path) -> Path:
    """Stand in a folder of one's own, with an empty ledger."""
    del empty_ledger
    monkeypatch.chdir(tmp_path)
    return tmp_path


def figures(run_line: RunLine, *columns: str) -> list[tuple[object, ...]]:
    rows = json.loads(run_line("aidtrack list funding --format json").out)
    return [
        tuple(row["amount"]["value"] if name == "amount" else row[name] for name in columns) for row in rows
    ]


# A whole ledger


def test_a_ledger_of_1200_rows_comes_in_by_one_command_and_then_only_what_differs(
    folder: Path, run_line: RunLine
) -> None:
    records = office.cells()
    office.write_ledger(folder / "台账.xlsx", records)
    (folder / "map.yaml").write_text(MAPPING, encoding="utf-8")

    dry = run_line("aidtrack import 台账.xlsx --mapping map.yaml --yes --dry-run")
    assert dry.code == 0
    assert "项目台账: the header is in rows 3 to 4; 1,200 records." in dry.out
    assert "  C  受援縣 → county, 3 cells" in dry.out
    assert "  F  资金 (万元)/下达 → funding.issued, 万元, " in dry.out
    assert "its numbers are the sums of the rows (5 of 5)" in dry.err
    assert run_line("aidtrack list projects --format json").out.strip() == "[]"

    first = run_line("aidtrack import 台账.xlsx --mapping map.yaml --yes")
    assert first.code == 0
    assert "changed 0, unchanged 0, refused 0" in first.err
    assert _stage_totals(run_line) == office.sums(records)
    assert run_line("aidtrack check").out == ""

    again = run_line("aidtrack import 台账.xlsx --mapping map.yaml")
    assert "added 0, changed 0, unchanged " in again.err

    office.write_ledger(folder / "later.xlsx", office.twelve_changes(records))
    later = run_line("aidtrack import later.xlsx --mapping map.yaml")
    assert later.code == 0
    assert "added 0, changed 12, unchanged " in later.err
    assert _stage_totals(run_line) == office.sums(office.twelve_changes(records))


def _stage_totals(run_line: RunLine) -> dict[str, float]:
    lines = json.loads(run_line("aidtrack totals --by stage --format json").out)["rows"]
    return {line["stage"]: (line["funding"] or line[line["stage"]])["value"] for line in lines}


def test_rows_that_move_are_the_same_rows(folder: Path, run_line: RunLine) -> None:
    (folder / "a.csv").write_text("项目名称,县,下达(万元)\n学校,色达县,1\n医院,色达县,2\n", encoding="utf-8")
    (folder / "b.csv").write_text(
        "项目名称,县,下达(万元)\n新桥,色达县,9\n医院,色达县,2\n学校,色达县,1\n", encoding="utf-8"
    )
    said = "--set donor=椒江区 --set source=台账 --yes"
    run_line("aidtrack add source --title 台账 --kind ledger")
    assert "added 4, changed 0" in run_line(f"aidtrack import a.csv {said}").err
    assert "added 2, changed 0, unchanged 4, refused 0" in run_line(f"aidtrack import b.csv {said}").err


# What each test of small sheets needs

SAID = "--set donor=椒江区 --set source=台账 --yes"


def take(run_line: RunLine, text: str, more: str = "", name: str = "a.csv") -> Answer:
    """Import a small sheet of CSV into the ledger at hand."""
    from pathlib import Path

    Path(name).write_text(text, encoding="utf-8")
    return run_line(f"aidtrack import {name} {SAID} {more}")


@pytest.fixture
def source(folder: Path, run_line: RunLine) -> None:
    """Let there be a source of one's own."""
    del folder
    run_line("aidtrack add source --title 台账 --kind ledger")


pytestmark = pytest.mark.usefixtures("folder")
with_source = pytest.mark.usefixtures("source")


# Columns


@with_source
@pytest.mark.parametrize("name", ["locator", "source", "external_id", "parent"])
def test_a_field_whose_name_may_mean_something_else_is_suggested_as_itself(
    run_line: RunLine, name: str
) -> None:
    answer = take(run_line, f"项目名称,县,{name}\n学校,色达县,x\n")
    assert answer.code == 2
    assert f"'{name}' is not understood; perhaps it is {name}: --map '{name}={name}'" in answer.err


@with_source
def test_columns_that_are_not_understood_are_refused_by_name_all_at_once(run_line: RunLine) -> None:
    answer = take(
        run_line, "项目名称,县,备注2,资金(万元),,2022年,完成率\n,,,计划,下达,,\n学校,色达县,x,1,2,3,4\n"
    )
    assert answer.code == 2
    line = "perhaps it is 备注: --map '备注2=note'; else: --map '备注2=ignore'"
    assert f"'备注2' is not understood; {line}" in answer.err
    assert "'2022年' is a year; of which stage? --map '2022年=funding.issued(2022)'" in answer.err
    assert "'完成率' is not understood: --map '完成率=ignore'" in answer.err
    assert "计划" not in answer.err
    assert figures(run_line, "stage") == []


@with_source
def test_what_the_refusal_says_to_type_is_understood(run_line: RunLine) -> None:
    more = "--map '备注2=ignore' --map '2022年=funding.spent(2022)' --map '完成率=ignore'"
    answer = take(
        run_line,
        "项目名称,县,备注2,资金(万元),,2022年,完成率\n,,,计划,下达,,\n学校,色达县,x,1,2,3万元,4\n",
        more,
    )
    assert answer.code == 0
    assert figures(run_line, "stage", "period", "amount") == [
        ("planned", None, 10000),
        ("issued", None, 20000),
        ("spent", "2022", 30000),
    ]


@with_source
@pytest.mark.parametrize("heading", ["2021年,2022", "2021年度,2022年度", "2021,2022"])
def test_years_under_a_stage_are_its_periods(run_line: RunLine, heading: str) -> None:
    answer = take(run_line, f"项目名称,县,下达资金（万元）,\n,,{heading}\n学校,色达县,1,2\n")
    assert answer.code == 0
    assert figures(run_line, "stage", "period", "amount") == [
        ("issued", "2021", 10000),
        ("issued", "2022", 20000),
    ]


@with_source
@pytest.mark.parametrize(
    "heading", ["2022年1-6月下达(万元)", "2022年上半年下达(万元)", "2022年6月下达(万元)"]
)
def test_a_part_of_a_year_is_never_the_year(run_line: RunLine, heading: str) -> None:
    answer = take(run_line, f"项目名称,县,{heading}\n学校,色达县,1\n")
    assert (answer.code, figures(run_line, "period")) == (2, [])
    mapped = take(
        run_line,
        f"项目名称,县,{heading}\n学校,色达县,1\n",
        f"--map '{heading}=funding.issued(2022-01/2022-06)'",
    )
    assert (mapped.code, figures(run_line, "period")) == (0, [("2022-01/2022-06",)])


@with_source
@pytest.mark.parametrize(
    "heading",
    ["下達資金（萬元）", "下达资金/万元", "资金下达(单位:万元)", "已下达 资金[万元]", "Issued (万元)"],
)
def test_one_heading_is_written_in_many_ways(run_line: RunLine, heading: str) -> None:
    assert take(run_line, f"項目 名稱,县(市、区),{heading}\n学校,色达县,1\n").code == 0
    assert figures(run_line, "stage", "amount") == [("issued", 10000)]


@with_source
def test_two_columns_of_the_same_are_refused(run_line: RunLine) -> None:
    answer = take(run_line, "项目名称,县,下达(万元),下达(万元)\n学校,色达县,1,2\n")
    assert answer.code == 2
    assert "Columns C '下达(万元)' and D '下达(万元)' are both funding.issued: --map 'D=ignore'" in answer.err
    named = take(run_line, "项目名称,县,下达(万元),下达(万元)\n学校,色达县,1,2\n", "--map D=ignore")
    assert (named.code, figures(run_line, "amount")) == (0, [(10000,)])


@with_source
def test_a_county_under_the_one_who_helps_is_not_the_one_that_is_helped(run_line: RunLine) -> None:
    rows: list[list[object]] = [
        ["项目名称", "支援方", "受援方", "领域"],
        [None, "县", "县"],
        ["学校", "椒江区", "色达县"],
    ]
    answer = book(run_line, rows, ("A1:A2", "D1:D2"))
    assert answer.code == 2
    assert "'支援方/县' is not understood" in answer.err
    assert "'受援方/县' is not understood" in answer.err
    mapped = "--map 支援方/县=donor --map 受援方/县=county"
    assert book(run_line, rows, ("A1:A2", "D1:D2"), mapped).code == 0


@with_source
def test_columns_that_may_hold_the_same_money_are_asked_about(run_line: RunLine) -> None:
    text = "项目名称,县,下达(万元),\n,,省级,市级\n学校,色达县,1,2\n"
    answer = take(run_line, text)
    line = "--map '下达(万元)/市级=funding.issued(tier=city, separate=yes)'"
    assert (answer.code, line in answer.err) == (2, True)
    assert take(run_line, text, line).code == 0
    assert figures(run_line, "tier", "amount") == [("province", 10000), ("city", 20000)]


@with_source
def test_a_column_without_a_heading_is_named_by_its_letter(run_line: RunLine) -> None:
    answer = take(run_line, "项目名称,县,\n学校,色达县,x\n医院,色达县,\n")
    assert "Column C has 1 cell but no heading: --map 'C=ignore'" in answer.err
    assert take(run_line, "项目名称,县,\n学校,色达县,x\n", "--map C=ignore").code == 0


@with_source
def test_a_heading_of_the_mapping_that_is_not_there_is_refused(run_line: RunLine) -> None:
    answer = take(run_line, "项目名称,县,下达(万元)\n学校,色达县,1\n", "--map 下达资金额=funding.issued")
    assert answer.code == 2
    assert "No column is headed '下达资金额'; did you mean '下达(万元)'?" in answer.err


# Units


@with_source
def test_money_without_a_unit_is_refused_by_column(run_line: RunLine) -> None:
    text = "项目名称,县,下达,到位\n学校,色达县,1,2万元\n"
    answer = take(run_line, text)
    assert answer.code == 2
    assert "'下达': 元 or 万元? Say --unit, or: --map '下达=funding.issued(unit=万元)'" in answer.err
    assert "'到位'" not in answer.err
    assert take(run_line, text, "--unit 万元").code == 0
    assert figures(run_line, "stage", "amount") == [("issued", 10000), ("received", 20000)]


@with_source
def test_a_unit_above_the_table_is_that_of_its_money(run_line: RunLine) -> None:
    answer = take(run_line, "台账,,\n填报单位:教育局,,单位：万元\n项目名称,县,下达\n学校,色达县,1\n")
    assert answer.code == 0
    assert "Read in 万元, which stands in no heading: 下达." in answer.err
    assert figures(run_line, "amount") == [(10000,)]


@with_source
def test_two_units_of_one_column_are_refused(run_line: RunLine) -> None:
    text = "项目名称,县,下达(元)\n学校,色达县,1\n"
    assert (
        "'下达(元)' has two units, 元, 万元"
        in take(run_line, text, "--map '下达=funding.issued(unit=万元)'").err
    )
    assert "are the units the same?" in take(run_line, text, "--map '下达(万元)=funding.issued'").err
    assert figures(run_line, "amount") == []


@with_source
def test_a_cell_that_names_its_own_unit_is_read_in_it(run_line: RunLine) -> None:
    text = '项目名称,县,下达(元)\n学校,色达县,1100余万元\n医院,色达县,"1,200"\n桥,色达县,３００\n'
    assert take(run_line, text).code == 0
    assert figures(run_line, "amount") == [(11_000_000,), (1200,), (300,)]


@with_source
def test_a_cell_in_another_unit_than_money_is_refused(run_line: RunLine) -> None:
    answer = take(run_line, "项目名称,县,下达(万元)\n学校,色达县,50人\n")
    assert (answer.code, figures(run_line, "amount")) == (2, [])


# Rows


@with_source
def test_totals_that_do_not_add_up_are_named_with_both_numbers(run_line: RunLine) -> None:
    text = "项目名称,县,计划(万元),下达(万元)\n学校,色达县,1,2.5\n医院,色达县,3,4\n总  计,,4,6.4\n"
    answer = take(run_line, text)
    assert answer.code == 0
    assert (
        "Row 4 ('总 计') was left out as a total, but it does not add up: 下达(万元): it says 6.4, the rows sum to 6.5."
        in answer.err
    )
    assert len(figures(run_line, "amount")) == 4


@with_source
@pytest.mark.parametrize("order", ["above", "below"])
def test_subtotals_are_held_against_their_own_rows(run_line: RunLine, order: str) -> None:
    seda, litang = "学校,色达县,1\n医院,色达县,2\n", "桥,理塘县,4\n"
    one, other = "色达县小计,,3\n", "小计,,4\n"
    rows = seda + one + litang + other if order == "above" else one + seda + other + litang
    answer = take(run_line, f"项目名称,县,下达(万元)\n{rows}合计(3个项目),,7\n")
    assert answer.err.count("its numbers are the sums of the rows (1 of 1)") == 3
    assert figures(run_line, "amount") == [(10000,), (20000,), (40000,)]


@with_source
def test_a_record_is_no_total_whatever_it_is_called(run_line: RunLine) -> None:
    text = "项目编号,项目名称,县,下达(万元)\n1,总计划编制,色达县,1\n2,小计,色达县,2\n"
    assert take(run_line, text, "--map 项目编号=external_id --set system=jj").code == 0
    assert len(figures(run_line, "amount")) == 2


@with_source
def test_notes_section_headings_and_repeated_headers_are_left_out_and_said(run_line: RunLine) -> None:
    text = (
        "项目名称,县,下达(万元)\n一、产业协作,,\n学校,色达县,1\n项目名称,县,下达(万元)\n（二）社会事业,,\n医院,色达县,2\n"
        "注：截至年底,,\n填表人：张三,审核人：李四,\n"
    )
    answer = take(run_line, text)
    assert answer.code == 0
    assert "Left out as headings between the rows: rows 2, 5 ('一、产业协作')." in answer.err
    assert "Left out as the header again: row 4." in answer.err
    assert "Left out as notes: rows 7, 8 ('注：截至年底')." in answer.err
    assert len(figures(run_line, "amount")) == 2


@with_source
def test_rows_are_left_out_as_the_mapping_says(run_line: RunLine) -> None:
    text = "项目名称,县,下达(万元)\n学校,色达县,1\n其中：教室,色达县,1\n"
    assert take(run_line, text, "--set leave_out=其中").code == 0
    assert len(figures(run_line, "amount")) == 1


@with_source
def test_blank_cells_repeat_those_above_only_where_that_is_said(run_line: RunLine) -> None:
    text = "项目名称,县,下达(万元)\n学校,色达县,1\n医院,,2\n"
    answer = take(run_line, text)
    assert answer.code == 2
    assert "line 3, 县 (B3): It is not said who is helped; fill the cell in, or say it: " in answer.err
    assert "--set fill_down=county, --set county=NAME." in answer.err
    assert "1 of 2 rows cannot be imported" in answer.err
    assert take(run_line, text, "--set fill_down=county").code == 0


@with_source
def test_a_blank_and_a_stroke_erase_nothing(run_line: RunLine) -> None:
    assert take(run_line, "项目名称,县,建设内容,备注,下达(万元)\n学校,色达县,教学楼,好,1\n").code == 0
    answer = take(run_line, "项目名称,县,建设内容,备注,下达(万元)\n学校,色达县,,-,／\n")
    assert "added 0, changed 0, unchanged 1, refused 0" in answer.err
    shown = json.loads(run_line("aidtrack show project 学校 --format json").out)
    assert "教学楼" in json.dumps(shown, ensure_ascii=False)
    assert figures(run_line, "amount") == [(10000,)]


@with_source
def test_zeros_are_amounts_unless_the_mapping_says_otherwise(run_line: RunLine) -> None:
    text = "项目名称,县,计划(万元),下达(万元)\n学校,色达县,1,0\n"
    left = take(run_line, text, "--set zero=nothing")
    assert (left.code, figures(run_line, "amount")) == (0, [(10000,)])
    taken = take(run_line, text)
    assert "1 amount is 0, and is taken as 0." in taken.err
    assert figures(run_line, "amount") == [(10000,), (0,)]


@with_source
def test_two_rows_of_one_project_without_a_key_are_refused(run_line: RunLine) -> None:
    answer = take(run_line, "项目名称,县,下达(万元)\n学校,色达县,1\n學校,色達縣,2\n")
    assert answer.code == 5
    assert "Row 2 has the same name and the same ends" in answer.err


@with_source
def test_the_same_name_in_two_counties_is_two_projects(run_line: RunLine) -> None:
    assert take(run_line, "项目名称,县,下达(万元)\n学校,色达县,1\n学校,理塘县,2\n").code == 0
    assert figures(run_line, "county", "amount") == [("色达县", 10000), ("理塘县", 20000)]


@with_source
def test_a_project_recorded_by_hand_is_found_by_its_name_and_gets_the_key(run_line: RunLine) -> None:
    run_line("aidtrack add project --name 学校 --donor 椒江区 --county 色达县 --yes --source 台账")
    answer = take(
        run_line, "编号,项目名称,县,下达(万元)\nA1,學校,色達縣,1\n", "--map 编号=external_id --set system=jj"
    )
    assert "added 1, changed 1" in answer.err
    assert len(json.loads(run_line("aidtrack list projects --format json").out)) == 1


@with_source
def test_a_row_for_each_year_of_a_key_needs_the_year_in_the_key_of_its_figures(run_line: RunLine) -> None:
    text = "编号,项目名称,县,年度,下达(万元)\nA1,学校,色达县,2021,1\nA1,学校,色达县,2022年,2\n"
    mapped = "--map 编号=external_id --set system=jj"
    answer = take(run_line, text, mapped)
    assert answer.code == 5
    assert (
        "Row 2 has the same key and says the same; say what tells them apart: --set figure_key=period."
        in answer.err
    )
    assert take(run_line, text, f"{mapped} --set figure_key=period").code == 0
    assert figures(run_line, "period", "amount") == [("2021", 10000), ("2022", 20000)]


@with_source
def test_prefecture_and_county_name_one_place(run_line: RunLine) -> None:
    assert take(run_line, "项目名称,市州,县,下达(万元)\n学校,甘孜州,色达县,1\n").code == 0
    assert figures(run_line, "county") == [("色达县",)]


# Workbooks


def book(run_line: RunLine, rows: list[list[object]], merges: tuple[str, ...] = (), more: str = "") -> Answer:
    """Import a small workbook."""
    from pathlib import Path

    office.write_sheets(Path("a.xlsx"), {"台账": rows}, merges)
    return run_line(f"aidtrack import a.xlsx {SAID} {more}")


HEAD: list[object] = ["项目名称", "县", "下达(万元)", "到位(万元)"]


@with_source
def test_what_is_merged_downwards_holds_for_all_its_rows(run_line: RunLine) -> None:
    rows: list[list[object]] = [
        HEAD,
        ["学校", "色达县", 1, None],
        ["医院", None, 2, 3],
        ["桥", "理塘县", 4, None],
    ]
    assert book(run_line, rows, ("B2:B3",)).code == 0
    assert figures(run_line, "county", "amount") == [
        ("色达县", 10000),
        ("色达县", 20000),
        ("色达县", 30000),
        ("理塘县", 40000),
    ]


@with_source
def test_one_amount_over_several_projects_is_never_counted_for_each(run_line: RunLine) -> None:
    rows: list[list[object]] = [HEAD, ["学校", "色达县", 1, None], ["医院", "色达县", None, None]]
    answer = book(run_line, rows, ("C2:C3",))
    assert answer.code == 5
    assert "Cell C2 is merged: one amount over several columns or projects" in answer.err
    assert "sheet 台账, line 2, 下达(万元) (C2)" in answer.err


@with_source
def test_one_amount_over_two_stages_is_refused(run_line: RunLine) -> None:
    answer = book(run_line, [HEAD, ["学校", "色达县", 1, None]], ("C2:D2",))
    assert (answer.code, "Cell C2 is merged" in answer.err) == (5, True)


@with_source
def test_rows_under_one_merged_name_are_one_project(run_line: RunLine) -> None:
    rows: list[list[object]] = [
        ["项目名称", "县", "年度", "下达(万元)"],
        ["学校", "色达县", 2021, 1],
        [None, None, 2022, 2],
    ]
    assert book(run_line, rows, ("A2:A3", "B2:B3")).code == 0
    assert figures(run_line, "project_name", "period", "amount") == [
        ("学校", "2021", 10000),
        ("学校", "2022", 20000),
    ]


@with_source
def test_a_number_that_may_be_two_dates_is_refused(run_line: RunLine) -> None:
    rows: list[list[object]] = [
        ["项目名称", "县", "计划完工时间"],
        ["学校", "色达县", 2023.1],
        ["医院", "色达县", 2023.08],
    ]
    answer = book(run_line, rows)
    assert answer.code == 2
    assert "Cell C2 holds the number 2023.1, which may be January or October" in answer.err
    assert "1 of 2 rows" in answer.err


@with_source
def test_two_rows_that_may_be_the_header_are_refused(run_line: RunLine) -> None:
    rows: list[list[object]] = [
        ["项目名称", "县", "计划(万元)"],
        ["学校", "色达县", 1],
        [],
        ["项目名称", "县", "下达(万元)"],
        ["医院", "色达县", 2],
    ]
    answer = book(run_line, rows)
    assert answer.code == 5
    assert "Rows 1, 4 of 台账 may each be the header" in answer.err
    assert book(run_line, rows, more="--set header=4").code == 0
    assert figures(run_line, "stage") == [("issued",)]


@with_source
def test_of_several_sheets_with_tables_one_must_be_named(run_line: RunLine, folder: Path) -> None:
    one, other = [HEAD, ["学校", "色达县", 1, 2]], [HEAD, ["医院", "色达县", 3, 4]]
    office.write_sheets(folder / "a.xlsx", {"一": one, "二": other, "说明": [["怎样填写"]]})
    answer = run_line(f"aidtrack import a.xlsx {SAID}")
    assert (answer.code, "Several sheets hold a table (一, 二)" in answer.err) == (5, True)
    named = run_line(f"aidtrack import a.xlsx {SAID} --set sheet=二")
    assert (named.code, "Not read: sheets 一, 说明." in named.err) == (0, True)
    assert run_line(f"aidtrack import a.xlsx {SAID} --set sheet=一,三").code == 2
    assert "added 3, changed 0, unchanged 3" in run_line(f"aidtrack import a.xlsx {SAID} --set sheet=all").err
    assert len(figures(run_line, "amount")) == 4


@with_source
def test_a_sheet_without_any_known_heading_is_refused(run_line: RunLine) -> None:
    answer = book(run_line, [["甲", "乙"], ["学校", "色达县"]])
    assert (answer.code, "No row of 台账 holds two headings that are known" in answer.err) == (2, True)


# Mappings


@with_source
def test_a_saved_mapping_says_all_and_is_read_again(run_line: RunLine, folder: Path) -> None:
    text = "项目名称,县,县,下达,备注2\n学校,色达县,x,1,\n"
    more = "--map B=county --map C=ignore --map 备注2=note --unit 万元"
    assert take(run_line, text, f"{more} --save-mapping m.yaml --dry-run").code == 0
    kept = (folder / "m.yaml").read_text(encoding="utf-8")
    assert kept == (
        "unit: 万元\ncolumns:\n  项目名称: name\n  B: county\n  C: ignore\n  下达: funding.issued\n  备注2: note\n"
        "constants:\n  donor: 椒江区\n  source: 台账\n"
    )
    assert run_line("aidtrack import a.csv --mapping m.yaml --yes").code == 0
    assert figures(run_line, "amount") == [(10000,)]
    assert run_line("aidtrack import a.csv --mapping m.yaml --save-mapping m.yaml").code == 0
    assert (folder / "m.yaml").read_text(encoding="utf-8") == kept
    assert take(run_line, text, f"{more} --save-mapping m.yaml").code == 5


def test_all_that_is_wrong_with_a_mapping_is_said_at_once(run_line: RunLine, folder: Path) -> None:
    (folder / "m.yaml").write_text(
        "columns:\n  下达: funding.isued\n  3: county\nconstants:\n  doner: x\nheader: x\nsheets: a\nunit: 斗\nlocator: '{x}'\n",
        encoding="utf-8",
    )
    (folder / "a.csv").write_text("项目名称,县\n学校,色达县\n", encoding="utf-8")
    answer = run_line("aidtrack import a.csv --mapping m.yaml")
    assert answer.code == 2
    for said in (
        "columns: 下达: No stage is called 'isued'",
        "constants: No field is called 'doner'; did you mean 'donor'?",
        "header: 'x' cannot stand here.",
        "No setting of a mapping is called 'sheets'; did you mean 'sheet'?",
        "unit: '斗' is no unit",
        "locator: '{x}' is no pattern",
    ):
        assert said in answer.err


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("--map x", "'x' maps nothing"),
        ("--map 下达=isued", "No target of a column is called 'isued'"),
        ("--map 下达=county(2022)", "'county' takes nothing in brackets"),
        ("--map 下达=funding.issued(x)", "'x' is no year and no word of a vocabulary"),
        ("--map 下达=funding.issued(stge=x)", "No field is called 'stge'"),
        ("--set x", "'x' sets nothing"),
        ("--set doner=x", "No setting of a mapping is called 'doner'; did you mean 'donor'?"),
        ("--mapping none.yaml", "There is no file 'none.yaml'."),
    ],
)
def test_what_cannot_be_told_is_refused_with_what_can(
    run_line: RunLine, folder: Path, line: str, said: str
) -> None:
    (folder / "a.csv").write_text("项目名称,县\n学校,色达县\n", encoding="utf-8")
    answer = run_line(f"aidtrack import a.csv {line.replace('(', chr(92) + '(').replace(')', chr(92) + ')')}")
    assert answer.code == 2
    assert said in answer.err


@with_source
def test_what_is_so_in_all_rows_is_refused_once(run_line: RunLine) -> None:
    text = "项目名称,县,下达(万元)\n" + "".join(f"项目{n},色达县,1\n" for n in range(9))
    answer = take(run_line, text, "--set source=没有")
    assert answer.code == 4
    assert answer.err.count("No source is called '没有'") == 1


def test_only_sheets_can_be_mapped(run_line: RunLine, folder: Path) -> None:
    (folder / "a.jsonl").write_text("{}\n", encoding="utf-8")
    answer = run_line("aidtrack import a.jsonl --map 名称=name")
    assert (answer.code, "Only a sheet has columns to map: xlsx, csv, tsv" in answer.err) == (2, True)


@with_source
def test_other_amounts_than_money_are_understood(run_line: RunLine) -> None:
    text = "项目名称,县,实现就业(人),受益人口(万人),招聘岗位\n学校,色达县,50,1.2,30\n"
    assert take(run_line, text).code == 0
    jobs = json.loads(run_line("aidtrack list jobs --format json").out)
    assert [(row["kind"], row["count"]["value"]) for row in jobs] == [("employed", 50), ("vacancies", 30)]
    results = json.loads(run_line("aidtrack list results --format json").out)
    assert [(row["indicator"], row["count"]["value"]) for row in results] == [("beneficiaries", 12000)]


@with_source
def test_a_cell_without_a_value_is_refused_by_name(run_line: RunLine, folder: Path) -> None:
    workbook = xlsxwriter.Workbook(str(folder / "a.xlsx"))
    sheet = workbook.add_worksheet("台账")
    for column, heading in enumerate(("项目名称", "县", "下达(万元)")):
        sheet.write(0, column, heading)
    sheet.write_row(1, 0, ["学校", "色达县"])
    sheet.write_formula("C2", "=1/0", None, "#DIV/0!")
    workbook.close()
    answer = run_line(f"aidtrack import a.xlsx {SAID}")
    assert (answer.code, "Cell C2 holds the error #DIV/0!" in answer.err) == (2, True)


@with_source
def test_bodies_that_take_part_are_recorded_with_their_role_and_once(run_line: RunLine) -> None:
    text = "项目名称,县,实施单位,监督\n学校,色达县,教育局、建设局,审计局\n医院,色达县,教育局,\n"
    for added in ("added 9, changed 0, unchanged 0", "added 0, changed 0, unchanged 9"):
        assert added in take(run_line, text, "--map 监督=participation.accountable").err
    rows = json.loads(run_line("aidtrack list organisations --format json").out)
    assert sorted(row["name"] for row in rows) == ["审计局", "建设局", "教育局"]


# Is it the same money?


@with_source
def test_a_sheet_that_repeats_figures_says_which_ones(run_line: RunLine) -> None:
    text = "项目名称,县,带动就业(人)\n学校,色达县,5\n"
    assert take(run_line, text, "--map '带动就业(人)=jobs.employed'").code == 0
    again = "--set 'locator={line}'"
    asked = take(run_line, text, f"--map '带动就业(人)=jobs.employed' {again}")
    assert asked.code == 5
    line = "--map '带动就业(人)=jobs.employed(restates=1)'"
    assert f"say restates, part_of or separate. jobs 1: 5, 513333-01 学校, 带动就业(人) {line}" in asked.err
    assert take(run_line, text, f"{line} {again}").code == 0
    part = "--map '带动就业(人)=jobs.employed(part_of=1, overlaps=yes)' --set 'locator=again'"
    assert take(run_line, text.replace("5", "3"), part).code == 0
    rows = json.loads(run_line("aidtrack list jobs --format json").out)
    assert [(row["restates"], row["part_of"], row["overlaps"]) for row in rows] == [
        (None, None, False),
        (1, None, False),
        (None, 1, True),
    ]


@with_source
def test_a_column_says_which_figures_its_row_repeats(run_line: RunLine) -> None:
    text = "项目名称,县,计划(万元),下达(万元),重述\n学校,色达县,1,2,{}\n医院,色达县,3,4,\n"
    assert take(run_line, text.format(""), "--map 重述=funding.issued.restates").code == 0

    later = take(
        run_line,
        text.format("2").replace("3,4", ",").replace("1,2", ",2"),
        "--map 重述=funding.issued.restates --set 'locator=again'",
    )
    assert later.code == 0
    rows = json.loads(run_line("aidtrack list funding --stage issued --format json").out)
    assert [(row["id"], row["restates"]) for row in rows] == [(2, None), (4, None), (5, 2)]


# Two units of one column


@with_source
@pytest.mark.parametrize(
    ("above", "more"), [("单位:元", ""), ("", "--unit 元"), ("", "--set unit=元"), ("单位:亿元", "")]
)
def test_units_that_contradict_each_other_are_refused(run_line: RunLine, above: str, more: str) -> None:
    text = f"{above},,\n项目名称,县,下达(万元)\n学校,色达县,1\n"
    answer = take(run_line, text, more)
    assert (answer.code, figures(run_line, "amount")) == (2, [])
    line = "--map '下达(万元)=funding.issued(unit=万元)'"
    assert line in answer.err
    assert take(run_line, text, f"{more} {line}").code == 0
    assert figures(run_line, "amount") == [(10000,)]


@with_source
def test_units_that_agree_and_the_default_of_the_machine_are_no_contradiction(run_line: RunLine) -> None:
    text = "单位:万元,,\n项目名称,县,下达(万元)\n学校,色达县,1\n"
    assert take(run_line, text, "--unit 万元").code == 0
    answer = run_line(f"aidtrack import a.csv {SAID}", env={"AIDTRACK_UNIT": "元"})
    assert (answer.code, figures(run_line, "amount")) == (0, [(10000,)])


@with_source
def test_dollars_in_a_heading_are_dollars(run_line: RunLine) -> None:
    assert take(run_line, "项目名称,县,支出(万美元)\n学校,色达县,3\n").code == 0
    rows = json.loads(run_line("aidtrack list funding --currency USD --format json").out)
    assert [(row["stage"], row["amount"]["value"], row["amount"]["currency"]) for row in rows] == [
        ("spent", 30000, "USD")
    ]


# What is there already


def test_a_sheet_takes_no_citation_and_no_name_away(run_line: RunLine) -> None:
    run_line("aidtrack add source --title 报纸")
    run_line("aidtrack add source --title 台账 --kind ledger")
    run_line("aidtrack add project --name 学校 --donor 椒江区 --county 色达县 --yes --source 报纸 --at L7")
    text = "项目名称,县,状态,实施单位,下达(万元)\n學校,色達縣,completed,教育局,1\n"
    assert "changed 1" in take(run_line, text, "--map 状态=status").err
    row = json.loads(run_line("aidtrack list projects --format json").out)[0]
    assert (row["name"], row["status"], row["source"], row["locator"]) == ("学校", "completed", 1, "L7")
    assert figures(run_line, "source", "locator") == [(2, "下达(万元)")]
    assert "changed 0, unchanged 4" in take(run_line, text, "--map 状态=status").err


@with_source
def test_a_row_says_its_own_source(run_line: RunLine) -> None:
    run_line("aidtrack add source --title 报纸")
    text = "项目名称,县,出处,页,下达(万元)\n学校,色达县,报纸,p. 3,1\n医院,色达县,,,2\n"
    assert take(run_line, text, "--map 出处=source --map 页=locator").code == 0
    assert figures(run_line, "source", "locator") == [(2, "p. 3"), (1, "下达(万元)")]


@with_source
def test_a_new_pairing_is_counted_and_shown(run_line: RunLine) -> None:
    dry = take(run_line, "项目名称,县,下达(万元)\n学校,色达县,1\n", "--dry-run")
    assert dry.out.splitlines()[-5:] == [
        "Paired: 1",
        "  色达县(四川甘孜州) ← 椒江区(浙江台州市)",
        "New: 2",
        "  project 1 (513333-01 学校)",
        "  funding 1 (10,000 CNY, 513333-01 学校, issued)",
    ]
    assert "1 pairing was made\nadded 2, changed 0" in dry.err


# What is refused


@with_source
def test_a_quotation_that_is_not_closed_is_refused(run_line: RunLine) -> None:
    answer = take(run_line, '项目名称,县,下达(万元)\n学校,"色达县,1\n医院,色达县,2\n')
    assert (answer.code, "a.csv, line 2: the quotation marks do not match" in answer.err) == (2, True)


@with_source
def test_a_sheet_of_very_many_columns_is_refused(run_line: RunLine) -> None:
    answer = take(run_line, ",".join(["项目名称", "县", *["列"] * 600]) + "\n学校,色达县\n")
    assert (answer.code, "there are 602 columns; 500 are the most." in answer.err) == (2, True)


def test_a_workbook_of_ones_own_needs_a_mapping(run_line: RunLine, folder: Path) -> None:
    office.write_sheets(folder / "a.xlsx", {"项目台账": [["项目名称", "县"], ["学校", "色达县"]]})
    answer = run_line("aidtrack import a.xlsx")
    assert (answer.code, "Sheet '项目台账' is none of this program's own" in answer.err) == (2, True)
    assert "say what its columns are with --map or --mapping" in answer.err


@with_source
def test_all_that_is_wrong_is_said_at_once(run_line: RunLine) -> None:
    text = "项目名称,县,备注2\n学校,色达县,1\n"
    answer = take(run_line, text, "--set donor=火星 --set source=没有")
    assert answer.code == 2
    assert "'备注2' is not understood" in answer.err
    assert "No place is called '火星'" in answer.err
    line = "add it first: aidtrack add source --title '没有' --kind ledger"
    assert f"No source is called '没有'; {line}" in answer.err
    bad = take(run_line, text, "--set period=20x --set status=zz")
    assert "period: '20x' is no date" in bad.err
    assert "status: No status is called 'zz'" in bad.err


@with_source
def test_a_mapping_is_kept_only_once_the_sheet_is_taken_in(run_line: RunLine, folder: Path) -> None:
    text = "项目名称,县,下达(万元)\n学校,{},1\n"
    line = "--save-mapping map.yaml"
    assert take(run_line, text.format("没有县"), line).code != 0
    assert not (folder / "map.yaml").exists()
    assert take(run_line, text.format("色达县"), line).code == 0
    assert (folder / "map.yaml").exists()


@with_source
def test_refused_lines_are_imported_by_the_same_line_once_they_are_put_right(
    run_line: RunLine, folder: Path
) -> None:
    rows: list[list[object]] = [
        ["台账"],
        ["项目名称", "县", "资金(万元)", "", "备注"],
        ["", "", "下达", "到位", ""],
        ["学校", "色达县", "1,2", "x", ""],
        ["医院", "", 3, 4, "=好"],
        ["桥", "", 5, "y", ""],
    ]
    merges = ("A2:A3", "B2:B3", "C2:D2", "E2:E3", "B4:B6")
    office.write_sheets(folder / "a.xlsx", {"台账": rows}, merges)
    answer = run_line(f"aidtrack import a.xlsx {SAID} --errors bad.csv --skip-bad")
    assert answer.code == 0
    text = (folder / "bad.csv").read_text("utf-8-sig")
    lines = text.splitlines()
    assert lines[:3] == ["台账,,,,", "项目名称,县,资金(万元),,备注,file,sheet,line,reason", ",,下达,到位,"]
    assert [line.split(",a.xlsx,台账,")[0] for line in lines[3:]] == [
        '学校,色达县,"1,2",x,',
        "桥,色达县,5,y,",
    ]
    assert lines[3].count("is not understood") == 2
    (folder / "good.csv").write_text(text.replace('"1,2",x', "12,0.5").replace("5,y", "5,6"), "utf-8")
    mended = run_line(f"aidtrack import good.csv {SAID}")
    assert mended.code == 0
    assert sorted(figures(run_line, "stage", "amount")) == [
        ("issued", 30000),
        ("issued", 50000),
        ("issued", 120000),
        ("received", 5000),
        ("received", 40000),
        ("received", 60000),
    ]


@with_source
def test_those_who_sign_are_no_project(run_line: RunLine) -> None:
    text = "项目名称,县,下达(万元)\n学校,色达县,1\n填表人:张三,/,审核人:李四\n"
    answer = take(run_line, text)
    assert answer.code == 0
    assert "Left out as notes: row 3 ('填表人:张三')." in answer.err


@with_source
def test_a_part_of_a_year_is_suggested_as_one(run_line: RunLine) -> None:
    answer = take(run_line, "项目名称,县,2022年1-6月下达(万元)\n学校,色达县,1\n")
    assert "--map '2022年1-6月下达(万元)=funding.issued(2022-01/2022-06)'" in answer.err
