"""The ledger as a workbook: what is written is read back to the last digit, and what is hostile is refused."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from aidtrack.actions.exchange_tables import EXCHANGED
from aidtrack.errors import Refused, Unreadable
from aidtrack.formats.exchange import EXCHANGE, Options, RawRow
from aidtrack.text import set_language
from aidtrack.vocab import VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from aidtrack.formats.exchange import ExchangeField, ExchangeTable, Row

XLSX = EXCHANGE["xlsx"]
PROJECTS, FUNDING, SOURCES = EXCHANGED["projects"], EXCHANGED["funding"], EXCHANGED["sources"]


def written(rows: dict[str, list[Row]], language: str = "zh") -> BytesIO:
    out = BytesIO()
    tables = [(EXCHANGED[name], rows.get(name, ())) for name in rows or EXCHANGED]
    XLSX.write(out, tables, Options(language=language))
    return BytesIO(out.getvalue())


def read(source: BytesIO | Path, **options: Any) -> list[RawRow]:
    return list(XLSX.read(source, EXCHANGED, Options(**options)))


def sheets(rows: dict[str, list[list[Any]]], fill: Callable[[Any, Any], None] | None = None) -> BytesIO:
    """Make a workbook as a person would, who knows nothing of ours."""
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name, lines in rows.items():
            sheet = book.add_worksheet(name)
            for at, line in enumerate(lines):
                sheet.write_row(at, 0, line)
            if fill:
                fill(book, sheet)
    return BytesIO(out.getvalue())


# What goes out comes back


def texts() -> st.SearchStrategy[str]:
    return st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), min_size=1
    ).filter(str.strip)


def numbers() -> st.SearchStrategy[Decimal]:
    return st.decimals(0, 10**15, allow_nan=False, places=2).map(Decimal.normalize)


def of_field(field: ExchangeField) -> st.SearchStrategy[Any]:
    if field.kind == "quantity":
        kinds = st.sampled_from(VOCABULARIES["quantity_kind"].codes)
        parts = {"value": numbers(), "low": numbers(), "high": numbers(), "kind": kinds, "text": texts()}
        return st.fixed_dictionaries({}, optional=parts).filter(bool)
    if field.kind in {"words", "places"}:
        return st.lists(texts(), min_size=1)
    if field.kind == "date":
        days = st.dates().map(str)
        return days | days.map(lambda day: day[:7]) | days.map(lambda day: day[:4])
    if field.kind == "flag":
        return st.booleans()
    return st.sampled_from(field.choices) if field.choices else texts()


def rows_of(table: ExchangeTable) -> st.SearchStrategy[Row]:
    return st.fixed_dictionaries({}, optional={field.name: of_field(field) for field in table.fields}).filter(
        bool
    )


def as_read(field: ExchangeField, value: Any, tongue: int) -> Any:
    """Say how a value comes back: words in the language of the workbook, numbers of a quantity as texts."""
    if field.kind == "quantity":
        bounds = {value.get(name) for name in ("value", "low", "high")}
        exact = len(bounds - {None}) == len(bounds) == 1 and value.get("kind") == "exact"
        beside = ("low", "high", "kind") if exact else ()
        return {name: as_part(name, part, tongue) for name, part in value.items() if name not in beside}
    if field.kind == "flag":
        return (("是", "否"), ("yes", "no"))[tongue][not value]
    if field.vocabulary:
        term = VOCABULARIES[field.vocabulary].by_code[value]
        return (term.zh, term.en)[tongue]
    return value


def as_part(name: str, part: Any, tongue: int) -> str:
    if name == "kind":
        term = VOCABULARIES["quantity_kind"].by_code[part]
        return (term.zh, term.en)[tongue]
    return f"{part:f}" if isinstance(part, Decimal) else str(part)


@pytest.mark.parametrize("tongue", [0, 1])
@pytest.mark.parametrize("name", EXCHANGED)
@settings(deadline=None, max_examples=8)
@given(data=st.data())
def test_every_table_comes_back_as_it_went_out(name: str, tongue: int, data: st.DataObject) -> None:
    table = EXCHANGED[name]
    rows = data.draw(st.lists(rows_of(table), min_size=1, max_size=4))
    language = ("zh", "en")[tongue]
    set_language(language)
    try:
        found = read(written({name: rows}, language))
    finally:
        set_language(None)
    assert [row.problem for row in found] == [None] * len(rows)
    assert [row.values for row in found] == [
        {field: as_read(table[field], value, tongue) for field, value in row.items()} for row in rows
    ]


@settings(deadline=None, max_examples=20)
@given(notes=st.lists(texts(), min_size=1, max_size=30))
def test_any_text_survives(notes: list[str]) -> None:
    found = read(written({"projects": [{"note": note} for note in notes]}))
    assert [row.values["note"] for row in found] == notes


def test_another_reader_sees_texts_numbers_and_dates() -> None:
    amount = {"value": Decimal(11_000_000), "low": Decimal(11_000_000), "high": Decimal(12_000_000)}
    row = {"project": "513333-01 中学", "amount": {**amount, "text": "1100余万元"}, "as_of": "2023-08-15"}
    book = CalamineWorkbook.from_filelike(written({"funding": [{**row, "note": "=1+1"}]}))
    head, line = book.get_sheet_by_name("资金").to_python()
    cells = dict(zip(head, line, strict=True))
    assert cells["金额(元)"] == 11_000_000.0
    assert cells["金额原文"] == "1100余万元"
    assert str(cells["截至"]) == "2023-08-15"
    assert cells["说明"] == "=1+1"
    assert head[-1] == "交换号"


def test_a_number_of_more_digits_than_a_spreadsheet_keeps_is_a_text() -> None:
    exact = Decimal("123456789012345.67")
    (row,) = read(written({"funding": [{"amount": {"value": exact}}]}))
    assert row.values["amount"] == {"value": "123456789012345.67"}


def test_the_sheets_are_named_in_the_language_and_the_first_says_how_to_fill_them_in() -> None:
    names = CalamineWorkbook.from_filelike(written({})).sheet_names
    assert names[0] == "说明"
    assert {"项目", "资金", "就业", "来源", "结对"} < set(names)
    assert CalamineWorkbook.from_filelike(written({}, "en")).sheet_names[0] == "Instructions"
    assert read(written({})) == []


def test_words_and_flags_are_chosen_from_lists_and_headings_stay() -> None:
    with zipfile.ZipFile(written({"funding": [{"note": "x"}]})) as package:
        book = package.read("xl/workbook.xml").decode()
        funding = book[: book.index('name="资金"')].count("<sheet ")
        sheet = package.read(f"xl/worksheets/sheet{funding}.xml").decode()
    assert 'state="hidden"' in book
    assert sheet.count("<dataValidation ") >= 8
    assert 'state="frozen"' in sheet
    assert "<autoFilter" in sheet


def test_a_text_that_no_cell_holds_is_refused() -> None:
    with pytest.raises(Refused, match="32767"):
        written({"projects": [{"name": "x", "note": "长" * 40_000}]})


def test_an_exact_number_has_no_bounds_beside_it() -> None:
    three = dict.fromkeys(("value", "low", "high"), Decimal(5))
    (exact, over) = read(
        written({"jobs": [{"count": {**three, "kind": kind}} for kind in ("exact", "over")]})
    )
    assert exact.values == {"count": {"value": "5"}}
    assert over.values["count"].keys() == {"value", "low", "high", "kind"}


# What people make of it


def test_headings_may_be_in_either_language_in_any_order_with_a_unit() -> None:
    book = sheets(
        {"资金": [["Stage", "金额（万元）", "amount_text"], ["下达", 1234.56, None], [None, None, "近5万元"]]}
    )
    first, second = read(book)
    assert (first.values, first.unit) == ({"stage": "下达", "amount": {"value": "1234.56"}}, "万元")
    assert second.values == {"amount": {"text": "近5万元"}}


def test_a_blank_says_nothing_and_a_dash_takes_away() -> None:
    (row,) = read(sheets({"projects": [["code", "site", "note"], ["513333-01", "-", "  "]]}))
    assert row.values == {"code": "513333-01", "site": None}


def test_each_value_knows_its_cell() -> None:
    book = sheets({"项目": [["代码"], ["a"]], "资金": [["项目", "金额原文"], [], ["a", "若干"]]})
    *_first, row = read(book)
    assert (row.where.sheet, row.where.line) == ("资金", 3)
    assert dict(row.cells) == {"project": "A3", "amount": "B3"}


@pytest.mark.parametrize(
    ("shape", "text"),
    [
        ("yyyy-mm-dd", "2023-08-15"),
        ("m/d/yy h:mm", "2023-08-15"),
        ('yyyy"年"m"月"d"日"', "2023-08-15"),
        ('yyyy"年"m"月"', "2023-08"),
        ("mmm-yy", "2023-08"),
        ("[$-804]yyyy/m", "2023-08"),
        ("yyyy", "2023"),
    ],
)
def test_a_date_is_as_exact_as_its_cell_shows_it(shape: str, text: str) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_number(1, 1, 45153, book.add_format({"num_format": shape}))

    (row,) = read(sheets({"sources": [["title", "date"], ["x"]]}, fill))
    assert row.values["date"] == text


def test_numbers_lose_no_digit_and_gain_none() -> None:
    typed = [8_500_000, 0.1 + 0.2, 4.15, 1e15, 123_456_789.01, 1e-6]
    found = read(sheets({"funding": [["amount(元)"], *([number] for number in typed)]}))
    said = [row.values["amount"]["value"] for row in found]
    assert said == ["8500000", "0.3", "4.15", "1000000000000000", "123456789.01", "0.000001"]


def test_empty_lines_and_sheets_are_nothing() -> None:
    book = sheets({"projects": [["name"], [], ["a"], [], ["  "], []], "Sheet2": [], "Sheet3": []})
    assert [row.values for row in read(book) if row.values] == [{"name": "a"}]


def test_a_sheet_of_another_name_is_refused_with_the_nearest_unless_its_table_is_said() -> None:
    lines = [["name"], ["a"]]
    with pytest.raises(Unreadable, match="did you mean 'projects'"):
        read(sheets({"project s2": lines}))
    assert read(sheets({"Sheet1": lines}), table="projects")[0].values == {"name": "a"}


def test_headings_that_nobody_knows_are_refused_all_at_once() -> None:
    with pytest.raises(Unreadable, match="nmae, 金鹅") as refused:
        read(sheets({"funding": [["nmae", "金鹅", "stage"], ["a", "b", "c"]]}))
    assert any("金额" in hint for hint in refused.value.hints)


def test_a_value_without_a_heading_is_a_problem_of_its_row() -> None:
    first, second = read(sheets({"projects": [["name"], ["a", None, "lost"], ["b"]]}))
    assert first.problem is not None
    assert "lost" in str(first.problem)
    assert second.values == {"name": "b"}


def test_an_error_and_a_formula_without_result_are_no_values() -> None:
    def fill(_book: Any, sheet: Any) -> None:
        sheet.write_formula(1, 0, "=NA()", None, "#N/A")
        sheet.write_formula(2, 0, "=A1&A2", None, "worked out")
        sheet.write_formula(3, 0, "=1+1", None, "")

    error, text, never = (row.values["note"] for row in read(sheets({"projects": [["note"]]}, fill)))
    assert str(error) == "the error #N/A"
    assert text == "worked out"
    assert "without a result" in str(never)


def test_cells_merged_over_several_lines_are_refused_by_name() -> None:
    def fill(_book: Any, sheet: Any) -> None:
        sheet.merge_range("B2:B3", 5)

    with pytest.raises(Unreadable, match="B2:B3"):
        read(sheets({"funding": [["project", "amount(万元)"], ["a"], ["b"]]}, fill))
