"""From an official name to its short names and its pinyin."""

from __future__ import annotations

from typing import Final

from handwork import CHARACTER_READINGS, COUNTY_STEMS, READINGS
from pypinyin import lazy_pinyin

_PEOPLES = """
    各族 蒙古族 蒙古 回族 藏族 维吾尔 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族
    土家族 哈尼族 哈萨克族 哈萨克 傣族 黎族 傈僳族 佤族 畲族 拉祜族 水族 东乡族 纳西族
    景颇族 柯尔克孜族 柯尔克孜 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族
    锡伯 阿昌族 普米族 塔吉克 怒族 鄂温克族 保安族 裕固族 独龙族
"""
PEOPLES: Final = tuple(sorted(_PEOPLES.split(), key=len, reverse=True))
"""The peoples as autonomous units are named after them, longest first."""

AUTONOMOUS: Final = ("自治区", "自治州", "自治县", "自治旗")
PROVINCE_TYPES: Final = ("特别行政区", "自治区", "省", "市")
PREFECTURE_TYPES: Final = ("自治州", "地区", "盟", "市")
COUNTY_TYPES: Final = ("自治县", "自治旗", "新区", "特区", "矿区", "县", "市", "区", "旗")
BANNER_ENDS: Final = tuple("左右前中后蓝黄白")
"""A banner told from its neighbour by its last character keeps the word 旗: 杭锦后旗, 正蓝旗."""


def without_peoples(name: str) -> str:
    """Take the peoples off the end, but leave a name: 鄂温克 of 鄂温克族, and 内蒙古 as it is."""
    while (people := next((people for people in PEOPLES if name.endswith(people)), None)) is not None:
        if len(name) == len(people):
            return name.removesuffix("族")
        if len(name) - len(people) <= 1:
            return name
        name = name[: -len(people)]
    return name


def without_type(name: str, types: tuple[str, ...]) -> str:
    """Take off the longest type word that leaves at least two characters; else leave the name alone."""
    for word in types:
        if name.endswith(word) and len(name) - len(word) > 1:
            return name[: -len(word)]
    return name


def stem(name: str, level: str) -> str:
    """Give the shortest usual name: 甘孜, 色达, 浦东, 峨边; 乾县 stays, one character is no name."""
    if level == "country":
        return name
    if level == "county" and name in COUNTY_STEMS:
        return COUNTY_STEMS[name]
    types = {"province": PROVINCE_TYPES, "prefecture": PREFECTURE_TYPES, "county": COUNTY_TYPES}[level]
    bare = without_type(name, types)
    if name.endswith(AUTONOMOUS) or (bare.endswith("族") and bare != name):
        return without_peoples(bare)
    return bare


def short(name: str, level: str) -> str:
    """Give the name for printing paths: the stem, with 州, 盟 and some banners' 旗 kept: 甘孜州."""
    bare = stem(name, level)
    if level == "prefecture" and name.endswith(("自治州", "盟")):
        return bare + name[-1]
    if name.endswith("旗") and bare.endswith(BANNER_ENDS):
        return name
    return bare


def aliases(name: str, level: str) -> list[str]:
    """List the shorter names people write: the short name, the stem, and 峨边县 for 峨边彝族自治县."""
    bare = stem(name, level)
    found = [short(name, level), bare]
    if level != "province" and bare != name and (name.endswith(AUTONOMOUS) or name[:-1].endswith("族")):
        found.append(bare + name[-1])
    return [alias for alias in dict.fromkeys(found) if alias != name]


def syllables(name: str) -> list[str]:
    """Read the full name, a syllable for each character, the hand's readings last; ü is written u."""
    read = [CHARACTER_READINGS.get(char, heard) for char, heard in zip(name, lazy_pinyin(name), strict=True)]
    for word, reading in READINGS.items():
        start = name.find(word)
        if start >= 0:
            read[start : start + len(word)] = reading.split()
    return [syllable.replace("v", "u").replace("ü", "u") for syllable in read]


def pinyin(name: str, level: str) -> str:
    """Write `seda xian`: the stem and the rest of the name, apart by one blank; 乾县 is one word."""
    bare = stem(name, level)
    read = syllables(name)
    return f"{''.join(read[: len(bare)])} {''.join(read[len(bare) :])}".strip()
