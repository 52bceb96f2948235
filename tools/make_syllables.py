"""Write src/aidtrack/data/syllables.txt: the toneless syllable of each of the 6,763 characters of GB 2312.

Run with a Python that has pypinyin; see tools/README.md.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from handwork import CHARACTER_READINGS
from pypinyin import lazy_pinyin

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGET = Path(__file__).parents[1] / "src" / "aidtrack" / "data" / "syllables.txt"

HEADER = """\
# A syllable of pinyin without its tone (ü as u), and the characters of GB 2312 so read in most place names.
# Derived from pypinyin 0.55.0 (https://github.com/mozillazg/python-pinyin), MIT License.
# Made by tools/make_syllables.py; not to be edited by hand.
"""


def characters() -> Iterator[str]:
    """Go through the Chinese characters of GB 2312, rows 16 to 87, in its order."""
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                yield bytes((row, cell)).decode("gb2312")
            except UnicodeDecodeError:
                continue


def reading(character: str) -> str:
    """Give the one reading kept: that of place names where the hand decided, else pypinyin's first."""
    syllable = CHARACTER_READINGS.get(character) or lazy_pinyin(character)[0]
    return syllable.replace("v", "u").replace("ü", "u").replace("ê", "e")


def main() -> None:
    """Write the table."""
    table: defaultdict[str, list[str]] = defaultdict(list)
    for character in characters():
        table[reading(character)].append(character)
    lines = [f"{syllable} {''.join(found)}\n" for syllable, found in sorted(table.items())]
    TARGET.write_text(HEADER + "".join(lines), encoding="utf-8", newline="\n")
    print(f"{sum(map(len, table.values()))} characters, {len(table)} syllables -> {TARGET.name}")


if __name__ == "__main__":
    main()
