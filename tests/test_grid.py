"""What a sheet of an office is made of: its headings, where its table begins, its totals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.formats._sheet_rows import SheetRow
from aidtrack.formats.grid import Grid, Merge, as_number
from aidtrack.formats.grid_header import find_header
from aidtrack.formats.grid_heading import Heading, Part, headings_called, part_of, said_units
from aidtrack.formats.grid_rows import Line
from aidtrack.formats.grid_totals import Span, check_totals


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("资金(万元)", Part("资金", "万元")),
        ("下達資金（萬元）", Part("下达资金", "万元")),
        ("下达资金/万元", Part("下达资金", "万元")),
        ("下达\n资金 [万元]", Part("下达资金", "万元")),
        ("投资额,单位:亿元", Part("投资额", "亿元")),
        ("2022年度计划(单位:万元)", Part("计划", "万元", "2022")),
        ("下达(2022年)", Part("下达", None, "2022")),
        ("2021", Part("", None, "2021")),
        ("2021—2023年", Part("", None, "2021/2023")),
        ("2022年1-6月下达", Part("2022年1-6月下达")),
        ("2022年第一季度", Part("2022年第一季度")),
        ("截至2022年6月", Part("截至2022年6月")),
        ("县(市、区)", Part("县(市、区)")),
        ("支援方/县", Part("支援方/县")),
        ("开工年/月", Part("开工年/月")),
        ("实施单位", Part("实施单位")),
        ("人均(元/人)", Part("人均", "元/人")),
    ],
)
def test_a_heading_is_words_a_unit_and_a_year(text: str, part: Part) -> None:
    assert part_of(text) == part


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("单位：万元", ["万元"]),
        ("(金额单位:万元、人)", ["万元", "人"]),
        ("单位:人民币万元", ["万元"]),
        ("填报单位：椒江区 金额单位：万元", ["万元"]),
        ("编制单位:教育局", []),
        ("项目台账(2021—2023年)", []),
    ],
)
def test_a_line_above_the_table_may_say_its_unit(text: str, units: list[str]) -> None:
    assert said_units(text) == units


_LINES = st.sampled_from(
    [
        "资金(万元)",
        "下達",
        "县/区",
        "下达资金/万元",
        "2021年",
        "项目 名称",
        "县(市、区)",
        "Issued [元]",
        "备注2",
        "人/次",
    ]
)


@given(st.lists(_LINES, min_size=1, max_size=3))
def test_a_heading_as_it_is_shown_names_its_column(lines: list[str]) -> None:
    heading = Heading(3, tuple(lines))
    other = Heading(4, ("another",))
    assert headings_called(heading.shown, [other, heading]) == [heading]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,100.5", Decimal("1100.5")),
        ("１２", Decimal(12)),
        ("1,10", "1,10"),
        ("1100余", "1100余"),
        ("-5", "-5"),
    ],
)
def test_plain_digits_are_a_number(text: str, number: object) -> None:
    assert as_number(text) == number


def grid(*rows: list[str], merges: tuple[Merge, ...] = ()) -> Grid:
    return Grid(
        "a.xlsx",
        "台账",
        [SheetRow(line, dict(enumerate(row))) for line, row in enumerate(rows, 1)],
        merges,
    )


def known(heading: Heading) -> bool:
    return heading.keys[-1] in {"名称", "县", "计划", "下达", "备注"}


def test_titles_and_particulars_are_no_header() -> None:
    found = find_header(
        grid(
            ["台账", "", "", ""],
            ["填报单位:甲", "", "单位:万元", ""],
            ["名称", "县", "资金", ""],
            ["", "", "计划", "下达"],
            ["学校", "色达县", "1", "2"],
            merges=(
                Merge(range(4), range(1, 2)),
                Merge(range(2), range(2, 3)),
                Merge(range(1), range(3, 5)),
                Merge(range(1, 2), range(3, 5)),
                Merge(range(2, 4), range(3, 4)),
            ),
        ),
        known,
    )
    assert [heading.shown for heading in found.headings] == ["名称", "县", "资金/计划", "资金/下达"]
    assert (found.lines, found.units) == (range(3, 5), ("万元",))


def test_a_title_over_all_columns_is_no_upper_line_of_the_header() -> None:
    found = find_header(
        grid(["台账", "", ""], ["名称", "县", "下达"], merges=(Merge(range(3), range(1, 2)),)), known
    )
    assert [heading.shown for heading in found.headings] == ["名称", "县", "下达"]


def test_an_area_over_a_whole_sheet_is_not_walked_through() -> None:
    rows = [["名称", "县", "下达"], *([["学校", "色达县", "1"]] * 50)]
    everything = Merge(range(16_384), range(2, 1_048_577))
    found = grid(*rows, merges=(everything,))
    assert found.held(40, 2) == "学校"


_AMOUNTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=5)


@given(st.lists(_AMOUNTS, min_size=1, max_size=5), st.booleans(), st.booleans())
def test_totals_agree_wherever_they_stand(blocks: list[list[int]], above: bool, grand_first: bool) -> None:  # noqa: FBT001
    numbers: list[tuple[str, int]] = []
    for block in blocks:
        records, total = [("record", amount) for amount in block], [("subtotal", sum(block))]
        numbers += total + records if above else records + total
    grand = [("total", sum(map(sum, blocks)))]
    numbers = grand + numbers if grand_first else numbers + grand
    checked = check_totals(_lines(numbers), [0], _read)
    assert len(checked) == len(blocks) + 1
    assert all(not each.differences for each in checked)


@given(_AMOUNTS, st.integers(1, 100))
def test_a_total_that_is_not_the_sum_is_never_passed(block: list[int], more: int) -> None:
    lines = _lines([*(("record", amount) for amount in block), ("total", sum(block) + more)])
    [checked] = check_totals(lines, [0], _read)
    [difference] = checked.differences
    assert (int(difference.stated.low), int(difference.summed.low)) == (sum(block) + more, sum(block))


def _lines(numbers: list[tuple[str, int]]) -> list[Line]:
    return [
        Line(SheetRow(number, {0: amount}), sort)  # type: ignore[arg-type] # one of the sorts
        for number, (sort, amount) in enumerate(numbers, 2)
    ]


def _read(line: Line, column: int) -> Span:
    number = Decimal(str(line.row.cells[column]))
    return Span(number, number)
