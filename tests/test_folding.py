"""Folding: every way to write a name gives one key, and no two official names share one."""

from __future__ import annotations

import csv
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import aidtrack
from aidtrack.folding import FOLD_VERSION, TABLE, fold, latin_key, syllables

DATA = Path(aidtrack.__file__).parent / "data"


def official_names() -> set[str]:
    with (DATA / "divisions.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"] for row in csv.DictReader(file)}


@pytest.mark.parametrize(
    ("written", "official"),
    [
        ("色達縣", "色达县"),
        ("爐霍縣", "炉霍县"),
        ("鑪霍縣", "炉霍县"),
        ("玉環市", "玉环市"),
        ("臨海市", "临海市"),
        ("温嶺市", "温岭市"),
        ("溫嶺市", "温岭市"),
        ("閬中市", "阆中市"),
        ("嘉陵區", "嘉陵区"),
        ("黃岩區", "黄岩区"),
        ("黄巖區", "黄岩区"),
        ("路橋區", "路桥区"),
        ("新龍縣", "新龙县"),
        ("新竜県", "新龙县"),
        ("四川省甘孜藏族自治州色達県", "四川省甘孜藏族自治州色达县"),
        ("浜海新區", "滨海新区"),
        ("乾県", "乾县"),
        ("台 州　市", "台州市"),
        ("臺州市", "台州市"),
    ],
)
def test_a_traditional_or_japanese_form_folds_like_the_official_name(written: str, official: str) -> None:
    assert fold(written) == fold(official)


@pytest.mark.parametrize("together", ["鍊鏈煉链炼", "乾干", "著着", "馀餘余", "麽麼么", "浜滨濱", "对對対"])
def test_forms_that_no_one_can_tell_apart_are_one(together: str) -> None:
    assert len({fold(character) for character in together}) == 1


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", ""),
        ("ABC １２３％", "abc123%"),
        ("Sêrtar", "sertar"),
        ("Ürümqi", "urumqi"),
        ("が㎡", "がm2"),
        ("芸予欠", "芸予欠"),
        ("1,100餘萬元", "1,100余万元"),
        ("e \u0301", "e"),
    ],
)
def test_width_case_marks_and_blanks_do_not_count(text: str, key: str) -> None:
    assert fold(text) == key


@given(st.text() | st.text("色達縣県臺が\u3099eê\u0301\u0345İſß 　ﬁ㎡"))
def test_a_folded_text_folds_to_itself(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_normal_forms_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


def test_only_one_character_of_all_official_names_is_folded() -> None:
    assert {character for character in "".join(official_names()) if ord(character) in TABLE} == {"乾"}


def test_no_two_official_names_fold_together() -> None:
    names = official_names()
    assert len({fold(name) for name in names}) == len(names)


def test_the_table_is_closed() -> None:
    assert not {target for target in TABLE.values() if ord(target) in TABLE}


def test_the_version_changes_with_the_table() -> None:
    """Whoever changes the table raises the version, and then writes the new numbers here."""
    assert (FOLD_VERSION, len(TABLE)) == (1, 3267)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Sêrtar", "sertar"),
        ("SERTAR county", "sertarcounty"),
        ("Lǚliáng", "luliang"),
        ("Lvliang", "luliang"),
        ("Xi'an", "xian"),
        ("ｓｅｄａ", "seda"),
        ("色达", ""),
    ],
)
def test_latin_keys(text: str, key: str) -> None:
    assert latin_key(text) == key


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        ("玉寰", "yuhuan"),
        ("玉環", "yuhuan"),
        ("良中", "liangzhong"),
        ("成都A1", "chengdua1"),
        ("喀什", "kashi"),
    ],
)
def test_syllables(text: str, sound: str) -> None:
    assert syllables(text) == sound


def test_the_table_of_syllables_is_whole() -> None:
    characters = [bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF)]
    basic = "".join(pair.decode("gb2312", "ignore") for pair in characters)
    assert len(basic) == 6763
    assert syllables(basic).isascii()


def test_folding_is_a_leaf() -> None:
    """Importing it must bring in no other module of ours and nothing slow."""
    code = "import sys; old = set(sys.modules); import aidtrack.folding; print(*(set(sys.modules) - old))"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(DATA.parents[1])},
    )
    loaded = set(done.stdout.split())
    assert {name for name in loaded if name.startswith("aidtrack")} == {"aidtrack", "aidtrack.folding"}
    assert not loaded & {"re", "pathlib", "importlib.resources", "csv"}
