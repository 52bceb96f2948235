"""What a person sees: tables in full, and what gives way to the width."""

from __future__ import annotations

import re
import sys
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from aidtrack.cli._table import RICH_ROWS, Look, draw_plain, draw_rich, fold, lay_out, table_text
from aidtrack.result import SUM, Amount, Column, Result, Row
from aidtrack.text import language, set_language
from aidtrack.wording import date_text, money_heading, unit_heading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(autouse=True)
def _language_of_the_environment() -> Iterator[None]:
    yield
    set_language(None)


def either(chinese: str, english: str) -> str:
    return chinese if language() == "zh" else english


def money(low: int, high: int | None = None) -> Amount:
    return Amount(Decimal(low), Decimal(low), Decimal(high or low), currency="CNY", known=1, of=1)


def people(value: int, low: int, high: int, *, remainder: bool = False) -> Amount:
    place = Decimal(1000) if remainder else None
    return Amount(Decimal(value), Decimal(low), Decimal(high), remainder=remainder, place=place)


def totals() -> Result:
    columns = (
        Column("donor", either("援助方", "Donor")),
        Column("recipients", either("受援地", "Recipients"), "words"),
        Column("projects", either("项目", "Projects"), "number"),
        Column("known", either("有金额", "With amount"), "number", rank=2),
        Column("funding", money_heading(either("资金", "Funding")), "money", parts=SUM),
        Column("jobs", unit_heading(either("就业", "Jobs"), either("人", "persons")), "count", parts=SUM),
    )
    rows: list[Row] = [
        {
            "donor": "椒江区",
            "recipients": ["色达县"],
            "projects": 6,
            "known": 4,
            "funding": money(178_000_000),
        },
        {
            "donor": "温岭市",
            "recipients": ["阆中市"],
            "projects": 3,
            "known": 1,
            "funding": money(17_500_000, 18_600_000),
            "jobs": people(150, 150, 160),
        },
        {
            "donor": "台州市(未分到县)",
            "recipients": ["四川省"],
            "jobs": people(175_727, 175_717, 175_727, remainder=True),
        },
    ]
    total = {
        "projects": 9,
        "known": 5,
        "funding": money(195_500_000, 196_600_000),
        "jobs": people(178_000, 178_000, 178_000),
    }
    title = either(
        "按援助方汇总 · 资金 = 援助资金(下达 + 投入)", "By donor · funding = aid (issued + stated)"
    )
    notes = (either("– 未知。区间来自“余、多、近”。", "– unknown. Ranges come from 余, 多 and 近."),)
    return Result(columns, rows, columns, title, total, notes, by=["donor"])


def projects() -> Result:
    shown = (
        Column("code", either("代码", "Code"), "code"),
        Column("name", either("名称", "Name")),
        Column("sector", either("领域", "Sector"), rank=4),
        Column("county", either("受援县", "County"), rank=2),
        Column("status", either("状态", "Status"), vocabulary="status", rank=3),
        Column("end", either("完工", "End"), "code", rank=2),
        Column("implementer", either("实施单位", "Implementer"), rank=7),
        Column("start", either("开工", "Start"), "code", rank=6),
        Column("funding", money_heading(either("资金", "Funding")), "money", parts=()),
    )
    columns = (Column("id", shape="number"), *(Column(column.name) for column in shown[:-1]), shown[-1])
    water: Row = {
        "id": 3,
        "code": "P003",
        "name": "松木村农村饮水安全巩固提升工程",
        "sector": "农村供水",
        "county": "色达县",
        "status": "in_use",
        "end": "2022-06",
        "implementer": "色达县水利局",
        "start": "2021",
        "funding": money(11_000_000, 12_000_000),
    }
    park: Row = {"sector": "农业", "county": "阆中市", "id": 0}
    rows = [
        water,
        {
            **park,
            "code": "P010",
            "name": "现代农业产业园",
            "status": "under_way",
            "end": date_text("2023-08", planned=True),
            "funding": money(63_500_000),
            "_presumed": {"status"},
        },
        {**park, "code": "P011", "name": "育苗中心", "funding": money(14_500_000), "_depth": 1},
        {**park, "code": "P012", "name": "冷链物流", "_depth": 1},
    ]
    title, note = (
        either("四川省 ← 浙江省", "四川省 ← 浙江省"),
        either("1 个项目未见金额。", "1 has no amount."),
    )
    return Result(columns, rows, shown, title, {"funding": money(74_500_000, 75_500_000)}, [note])


TOTALS_ZH_80 = """\
按援助方汇总 · 资金 = 援助资金(下达 + 投入)
援助方            受援地  项目  有金额     资金(万元)      就业(人)
───────────────────────────────────────────────────────────────────
椒江区            色达县     6       4         17,800             –
温岭市            阆中市     3       1    1,750–1,860       150–160
台州市(未分到县)  四川省     –       –              –  其余约17.6万
───────────────────────────────────────────────────────────────────
合计                         9       5  19,550–19,660       178,000
– 未知。区间来自“余、多、近”。
"""

PROJECTS_ZH_80 = """\
四川省 ← 浙江省
代码  名称               领域      受援县  状态   完工         开工   资金(万元)
────────────────────────────────────────────────────────────────────────────────
P003  松木村农村饮水安   农村供水  色达县  投用   2022-06      2021  1,100–1,200
      全巩固提升工程
P010  现代农业产业园     农业      阆中市  在建?  计划2023-08  –           6,350
P011    育苗中心         农业      阆中市  –      –            –         (1,450)
P012    冷链物流         农业      阆中市  –      –            –               –
────────────────────────────────────────────────────────────────────────────────
合计                                                                 7,450–7,550
1 个项目未见金额。
? 推定
"""

PROJECTS_ZH_120 = """\
四川省 ← 浙江省
代码  名称                            领域      受援县  状态   完工         实施单位      开工   资金(万元)
───────────────────────────────────────────────────────────────────────────────────────────────────────────
P003  松木村农村饮水安全巩固提升工程  农村供水  色达县  投用   2022-06      色达县水利局  2021  1,100–1,200
P010  现代农业产业园                  农业      阆中市  在建?  计划2023-08  –             –           6,350
P011    育苗中心                      农业      阆中市  –      –            –             –         (1,450)
P012    冷链物流                      农业      阆中市  –      –            –             –               –
───────────────────────────────────────────────────────────────────────────────────────────────────────────
合计                                                                                            7,450–7,550
1 个项目未见金额。
? 推定
"""

TOTALS_EN_80 = """\
By donor · funding = aid (issued + stated)
                                    With                                    Jobs
Donor       Recipients  Projects  amount            Funding (CNY)      (persons)
────────────────────────────────────────────────────────────────────────────────
椒江区      色达县             6       4              178,000,000              –
温岭市      阆中市             3       1    17,500,000–18,600,000        150–160
台州市(未   四川省             –       –                        –  rest ~176,000
分到县)
────────────────────────────────────────────────────────────────────────────────
Total                          9       5  195,500,000–196,600,000        178,000
– unknown. Ranges come from 余, 多 and 近.
"""

PROJECTS_EN_80 = """\
四川省 ← 浙江省
Code   Name           County  Status      End                      Funding (CNY)
────────────────────────────────────────────────────────────────────────────────
P003   松木村农村饮   色达县  in use      2022-06          11,000,000–12,000,000
       水安全巩固提
       升工程
P010   现代农业产业   阆中市  under way?  planned 2023-08             63,500,000
       园
P011     育苗中心     阆中市  –           –                         (14,500,000)
P012     冷链物流     阆中市  –           –                                    –
────────────────────────────────────────────────────────────────────────────────
Total                                                      74,500,000–75,500,000
1 has no amount.
? presumed
"""

TOTALS_EN_120 = """\
By donor · funding = aid (issued + stated)
Donor             Recipients  Projects  With amount            Funding (CNY)  Jobs (persons)
────────────────────────────────────────────────────────────────────────────────────────────
椒江区            色达县             6            4              178,000,000               –
温岭市            阆中市             3            1    17,500,000–18,600,000         150–160
台州市(未分到县)  四川省             –            –                        –   rest ~176,000
────────────────────────────────────────────────────────────────────────────────────────────
Total                                9            5  195,500,000–196,600,000         178,000
– unknown. Ranges come from 余, 多 and 近.
"""

PROJECTS_EN_120 = """\
四川省 ← 浙江省
Code   Name                    Sector    County  Status      End              Implementer   Start          Funding (CNY)
────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
P003   松木村农村饮水安全巩固  农村供水  色达县  in use      2022-06          色达县水利局  2021   11,000,000–12,000,000
       提升工程
P010   现代农业产业园          农业      阆中市  under way?  planned 2023-08  –             –                 63,500,000
P011     育苗中心              农业      阆中市  –           –                –             –               (14,500,000)
P012     冷链物流              农业      阆中市  –           –                –             –                          –
────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
Total                                                                                              74,500,000–75,500,000
1 has no amount.
? presumed
"""

FULL = [
    ("zh", 80, totals, TOTALS_ZH_80),
    ("zh", 120, totals, TOTALS_ZH_80),
    ("en", 80, totals, TOTALS_EN_80),
    ("en", 120, totals, TOTALS_EN_120),
    ("zh", 80, projects, PROJECTS_ZH_80),
    ("zh", 120, projects, PROJECTS_ZH_120),
    ("en", 80, projects, PROJECTS_EN_80),
    ("en", 120, projects, PROJECTS_EN_120),
]


@pytest.mark.parametrize(("spoken", "width", "make", "text"), FULL)
def test_tables_in_full(spoken: str, width: int, make: Callable[[], Result], text: str) -> None:
    set_language(spoken)
    assert table_text(make(), Look(width))[0] == text


@pytest.mark.parametrize(("spoken", "width", "make", "text"), FULL)
def test_tables_line_up(spoken: str, width: int, make: Callable[[], Result], text: str) -> None:
    set_language(spoken)
    result = make()
    _title, *lines = text.rstrip("\n").split("\n")
    notes = ("1 ", "– ", "? ")
    broken_off = ("  ", "县)", "分到县)")
    whole = [line for line in lines if not line.startswith((*broken_off, *notes))]
    assert len(whole) == len(result.rows) + 4
    assert len({cell_len(line) for line in whole}) == 1
    assert cell_len(whole[0]) <= width


@pytest.mark.parametrize(("spoken", "width", "make", "text"), FULL)
def test_both_writers_draw_the_same(spoken: str, width: int, make: Callable[[], Result], text: str) -> None:
    set_language(spoken)
    for look in (Look(width), Look(width, ascii=True)):
        layout = lay_out(make(), look)
        assert draw_rich(layout, look) == draw_plain(layout, look)
    styled = draw_rich(layout, Look(width, styled=True))
    assert "\x1b[1m" in styled
    assert unstyled(styled) == draw_plain(layout, Look(width))
    assert "\n".join(text.split("\n")[1:-2]) != styled


def unstyled(text: str) -> str:
    """Take the styles from a text, and the blanks at the ends of lines that stood inside of them."""
    return re.sub(r" +$", "", re.sub(r"\x1b\[[0-9;]*m", "", text), flags=re.MULTILINE)


def test_ascii_has_no_character_of_ambiguous_width() -> None:
    set_language("zh")
    lines = table_text(totals(), Look(80, ascii=True))[0].split("\n")[1:-2]
    assert lines[1] == "-" * 67
    assert lines[3] == "温岭市            阆中市     3       1    1,750-1,860       150-160"
    assert lines[4] == "台州市(未分到县)  四川省     -       -              -  其余约17.6万"


def test_what_has_no_room_is_named_and_the_highest_rank_goes_first() -> None:
    for width in range(1, 140):
        text, omitted = table_text(projects(), Look(width))
        shown = [column.name for column in projects().shown if column not in omitted]
        assert shown
        assert omitted == [column for column in projects().shown if column.name not in shown]
        ranks = {column.name: column.rank for column in projects().shown}
        assert max(ranks[name] for name in shown) <= min(
            [ranks[column.name] for column in omitted], default=9
        )
        assert "…" not in text


def test_columns_of_one_rank_go_from_the_right() -> None:
    columns = [Column(name, shape="code", rank=2) for name in "abc"]
    result = Result(columns, [dict.fromkeys("abc", "12345678")])
    text, omitted = table_text(result, Look(18))
    assert text == "a         b\n──────────────────\n12345678  12345678\n"
    assert [column.name for column in omitted] == ["c"]


def test_codes_and_numbers_never_break() -> None:
    result = Result(
        [Column("code", "C", "code"), Column("x", "a b", "number")], [{"code": "A B" * 9, "x": 10**9}]
    )
    for width in (5, 20, 60):
        assert "A B" * 9 in table_text(result, Look(width))[0]


def test_a_long_answer_is_drawn_without_rich(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = [Column("x", shape="number")]
    long = Result(columns, [{"x": number} for number in range(RICH_ROWS + 1)])
    monkeypatch.setitem(sys.modules, "rich.table", None)
    assert table_text(long, Look(80))[0].count("\n") == RICH_ROWS + 3
    with pytest.raises(ImportError):
        table_text(Result(columns, long.rows[1:]), Look(80))


def test_titles_and_notes_fold() -> None:
    result = Result([Column("x")], [{"x": "y"}], title="one two three", notes=["四川省浙江省"])
    assert table_text(result, Look(8))[0] == "one two\nthree\nx\n─\ny\n四川省浙\n江省\n"


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 5, [""]),
        ("abc", 3, ["abc"]),
        ("abc def", 3, ["abc", "def"]),
        ("abc  def", 4, ["abc", "def"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("四川,色达。", 6, ["四川,", "色达。"]),
        ("四川、色达", 5, ["四", "川、", "色达"]),
        ("“四川”", 5, ["“四", "川”"]),
        ("a 四川", 4, ["a 四", "川"]),
        ("四", 1, ["四"]),
        ("   a", 2, ["a"]),
    ],
)
def test_texts_fold(text: str, width: int, lines: list[str]) -> None:
    assert fold(text, width) == lines


TEXTS = st.text(st.characters(codec=None, exclude_categories=()))
NAMES = st.one_of(TEXTS, st.text("四川、。（）“” ab,-\u200d\ufe0f👩🌾\u0301"))


@given(NAMES, st.integers(2, 30))
def test_folding_loses_only_spaces(text: str, width: int) -> None:
    lines = fold(text, width)
    assert "".join("".join(lines).split(" ")).replace("\u200d", "") == text.replace(" ", "").replace(
        "\u200d", ""
    )
    assert all(cell_len(line) <= width for line in lines)


@given(st.lists(st.tuples(NAMES, st.integers(0, 3)), max_size=4), st.integers(10, 60))
def test_no_name_can_harm_a_table(names: list[tuple[str, int]], width: int) -> None:
    columns = [Column("code", shape="code"), Column("name"), Column("funding", shape="money")]
    rows: list[Row] = [
        {"code": name[:3], "name": name, "funding": money(1000), "_depth": depth} for name, depth in names
    ]
    look = Look(width)
    layout = lay_out(Result(columns, rows, total={"funding": money(1000)}), look)
    plain = draw_plain(layout, look)
    assert draw_rich(layout, look) == plain
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", plain)
    assert all(cell_len(line) <= layout.width for line in plain.split("\n"))


def test_markup_and_escapes_are_text() -> None:
    result = Result([Column("name")], [{"name": "[b]x[/b] :smile: \x1b[31m"}])
    assert "[b]x[/b] :smile: ␛[31m" in table_text(result, Look(80))[0]
