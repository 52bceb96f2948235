"""The divisions and their names as shipped: whole, consistent, and right where it matters most."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

import aidtrack

DATA = Path(aidtrack.__file__).parent / "data"
LEVELS = ["country", "province", "prefecture", "county"]


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


DIVISIONS = rows("divisions.csv")
NAMES = rows("division_names.csv")
BY_CODE = {row["code"]: row for row in DIVISIONS}


def past(name: str) -> set[tuple[str, str, str]]:
    """Who bore a former name or code, and when."""
    return {
        (row["code"], row["since"], row["until"])
        for row in NAMES
        if row["name"] == name and row["kind"].startswith("former")
    }


def test_columns() -> None:
    assert list(DIVISIONS[0]) == [
        "code",
        "name",
        "short",
        "pinyin",
        "level",
        "parent",
        "valid_from",
        "valid_to",
    ]
    assert list(NAMES[0]) == ["code", "name", "kind", "since", "until", "source"]


def test_counts() -> None:
    counts = Counter(row["level"] for row in DIVISIONS)
    assert counts == {"country": 1, "province": 34, "prefecture": 333, "county": 2845}


def test_every_code_is_unique_and_in_order() -> None:
    codes = [row["code"] for row in DIVISIONS]
    assert codes == sorted(set(codes))
    assert all(re.fullmatch(r"\d{6}", code) for code in codes)


def test_every_parent_stands_higher() -> None:
    for row in DIVISIONS[1:]:
        parent = BY_CODE[row["parent"]]
        assert LEVELS.index(parent["level"]) < LEVELS.index(row["level"]), row
        assert row["level"] != "prefecture" or parent["level"] == "province"
        assert parent["level"] == "country" or parent["code"][:2] == row["code"][:2]
    assert (DIVISIONS[0]["code"], DIVISIONS[0]["parent"]) == ("100000", "")


def test_what_lies_directly_under_its_province() -> None:
    direct = Counter(
        row["parent"] for row in DIVISIONS if row["level"] == "county" and row["parent"][2:] == "0000"
    )
    assert direct == {
        "110000": 16,
        "120000": 16,
        "310000": 16,
        "500000": 37,
        "410000": 1,
        "420000": 4,
        "460000": 15,
        "650000": 12,
    }


def test_every_cell_is_well_formed() -> None:
    for row in DIVISIONS:
        assert re.fullmatch(r"[a-z]+( [a-z]+)?", row["pinyin"]), row
        assert "v" not in row["pinyin"]
        assert len(row["short"]) >= 2
        assert row["name"].startswith(row["short"][:-1])
        assert re.fullmatch(r"(\d{4})?", row["valid_from"])
        assert row["valid_to"] == ""


@pytest.mark.parametrize(
    ("name", "short", "pinyin"),
    [
        ("四川省", "四川", "sichuan sheng"),
        ("内蒙古自治区", "内蒙古", "neimenggu zizhiqu"),
        ("广西壮族自治区", "广西", "guangxi zhuangzuzizhiqu"),
        ("新疆维吾尔自治区", "新疆", "xinjiang weiwuerzizhiqu"),
        ("香港特别行政区", "香港", "xianggang tebiexingzhengqu"),
        ("甘孜藏族自治州", "甘孜州", "ganzi zangzuzizhizhou"),
        ("台州市", "台州", "taizhou shi"),
        ("色达县", "色达", "seda xian"),
        ("椒江区", "椒江", "jiaojiang qu"),
        ("乾县", "乾县", "qianxian"),
        ("浦东新区", "浦东", "pudong xinqu"),
        ("万柏林区", "万柏林", "wanbailin qu"),
        ("神农架林区", "神农架", "shennongjia linqu"),
        ("峨边彝族自治县", "峨边", "ebian yizuzizhixian"),
        ("东乡族自治县", "东乡", "dongxiang zuzizhixian"),
        ("鄂温克族自治旗", "鄂温克", "ewenke zuzizhiqi"),
        ("锡林郭勒盟", "锡林郭勒盟", "xilinguole meng"),
        ("杭锦后旗", "杭锦后旗", "hangjinhou qi"),
        ("六安市", "六安", "luan shi"),
        ("乐清市", "乐清", "yueqing shi"),
        ("乐亭县", "乐亭", "laoting xian"),
        ("闵行区", "闵行", "minhang qu"),
        ("什邡市", "什邡", "shifang shi"),
        ("长宁区", "长宁", "changning qu"),
        ("长宁县", "长宁", "changning xian"),
        ("长治市", "长治", "zhangzhi shi"),
        ("丰都县", "丰都", "fengdu xian"),
        ("都匀市", "都匀", "duyun shi"),
        ("朝阳县", "朝阳", "chaoyang xian"),
        ("阿图什市", "阿图什", "atushi shi"),
        ("库尔勒市", "库尔勒", "kuerle shi"),
        ("佛坪县", "佛坪", "foping xian"),
        ("宕昌县", "宕昌", "tanchang xian"),
        ("称多县", "称多", "chenduo xian"),
        ("荥经县", "荥经", "yingjing xian"),
        ("洪洞县", "洪洞", "hongtong xian"),
        ("单县", "单县", "shanxian"),
        ("蔚县", "蔚县", "yuxian"),
        ("吕梁市", "吕梁", "luliang shi"),
    ],
)
def test_short_names_and_pinyin(name: str, short: str, pinyin: str) -> None:
    found = {(row["short"], row["pinyin"]) for row in DIVISIONS if row["name"] == name}
    assert found == {(short, pinyin)}


def test_changes_after_the_yearly_tables() -> None:
    assert BY_CODE["500157"]["name"] == "两江新区"
    assert not {"500105", "500112"} & BY_CODE.keys()
    assert past("500105") == {("500157", "1997", "2024")}
    assert past("渝北区") == {("500157", "1994", "2024")}


def test_every_other_name_belongs_to_a_division_and_is_none_already() -> None:
    for row in NAMES:
        assert row["name"]
        assert row["source"]
        assert row["kind"] in {"former_name", "former_code", "alias", "romanised"}
        assert row["name"] not in {row["code"], BY_CODE[row["code"]]["name"]}
        assert (row["kind"] == "former_code") == bool(re.fullmatch(r"\d{6}", row["name"]))
        assert (row["kind"] == "romanised") == row["name"][0].isascii() or row["name"][0] in "Ü0123456789"
    assert len({tuple(row.values()) for row in NAMES}) == len(NAMES)


def test_former_names_and_codes_are_dated() -> None:
    for row in NAMES:
        if row["kind"].startswith("former"):
            assert re.fullmatch(r"\d{4}", row["until"]), row
            assert not row["since"] or row["since"] <= row["until"]
        else:
            assert row["since"] == row["until"] == ""
    assert all(row["since"] for row in NAMES if row["kind"] == "former_code")


@pytest.mark.parametrize(
    ("name", "bearers"),
    [
        ("玉环县", {("331083", "", "2016")}),
        ("331021", {("331083", "1994", "2016")}),
        ("康定县", {("513301", "", "2014")}),
        ("513321", {("513301", "1980", "2014")}),
        ("513333", {("513326", "1980", "1981")}),
        ("332623", {("331081", "1982", "1993")}),
        ("温岭县", {("331081", "", "1993")}),
        ("332603", {("331003", "1989", "1993")}),
        ("黄岩市", {("331003", "1989", "1993")}),
        ("黄岩县", {("331003", "", "1988")}),
        ("阆中县", {("511381", "", "1990")}),
        ("台州地区", {("331000", "", "1993")}),
        ("南充地区", {("511300", "", "1992")}),
        ("哲里木盟", {("150500", "", "1998")}),
    ],
)
def test_former_names_and_codes(name: str, bearers: set[tuple[str, str, str]]) -> None:
    assert bearers <= past(name)


@pytest.mark.parametrize(
    ("code", "heir"),
    [
        ("332723", "331081"),
        ("332722", "331003"),
        ("332622", "331003"),
        ("512923", "511381"),
        ("512930", "511381"),
        ("332601", "331002"),
        ("510211", "500157"),
    ],
)
def test_old_codes_lead_to_todays(code: str, heir: str) -> None:
    assert heir in {bearer for bearer, _since, _until in past(code)}


def test_a_code_that_went_from_one_place_to_another_is_dated_for_both() -> None:
    assert past("513333") == {("513326", "1980", "1981")}
    assert (BY_CODE["513333"]["name"], BY_CODE["513333"]["valid_from"]) == ("色达县", "1982")
    assert past("513328") == {("513333", "1980", "1981")}
    assert BY_CODE["513328"]["name"] == "甘孜县"


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("甘孜", {"513300", "513328"}),
        ("甘孜州", {"513300"}),
        ("峨边", {"511132"}),
        ("峨边县", {"511132"}),
        ("内蒙古", {"150000"}),
        ("色达", {"513333"}),
        ("嘉陵", {"511304"}),
        ("椒江", {"331002"}),
        ("乾", set()),
    ],
)
def test_aliases(name: str, codes: set[str]) -> None:
    assert {row["code"] for row in NAMES if row["kind"] == "alias" and row["name"] == name} == codes


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Sêrtar", "513333"),
        ("Zhaggo", "513327"),
        ("Nyagrong", "513329"),
        ("Dardo", "513301"),
        ("Shaanxi", "610000"),
    ],
)
def test_romanised_names(name: str, code: str) -> None:
    assert {row["code"] for row in NAMES if row["kind"] == "romanised" and row["name"] == name} == {code}


def test_all_of_garze_has_a_romanised_name() -> None:
    counties = {row["code"] for row in DIVISIONS if row["code"].startswith("5133")}
    assert counties <= {row["code"] for row in NAMES if row["kind"] == "romanised"}
