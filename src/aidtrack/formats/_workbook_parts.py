"""What a workbook's sheets share: their names, the texts that cells point at, and which cells are dates."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from posixpath import join, normpath
from typing import TYPE_CHECKING

from aidtrack.formats._styles import Exactness, exactness

if TYPE_CHECKING:
    from collections.abc import Callable

    from aidtrack.formats._package import Package

_RELATIONS = "_rels/.rels"
_ESCAPED = re.compile("_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet: its name for people, and the part that holds it."""

    name: str
    part: str


@dataclass(frozen=True, slots=True)
class Shared:
    """What the cells of all sheets refer to: texts by number, and by style how exact a date it shows."""

    texts: list[str]
    dates: list[Exactness | None]
    from_1904: bool


def unescaped(text: str) -> str:
    """Read the characters that XML cannot hold, which workbooks write as _x000D_."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


class Parts:
    """Reads what stands beside the sheets."""

    def __init__(self, package: Package) -> None:
        self.package = package
        main = [target for kind, target in self._relations("").values() if kind == "officeDocument"]
        if not main:
            raise package.broken()
        self.main = main[0]
        self.related = self._relations(self.main)
        self.sheets: list[SheetPart] = []
        self.from_1904 = False
        self._each(self.main, self._of_workbook)

    def _of_workbook(self, name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr":
            self.from_1904 = attributes.get("date1904") in {"1", "true"}
        if name == "sheet":
            kind, part = self.related.get(_related(attributes), ("", ""))
            if kind == "worksheet":
                self.sheets.append(SheetPart(attributes.get("name", ""), part))

    def shared(self) -> Shared:
        """Read what the cells refer to."""
        return Shared(self._texts(), self._dates(), self.from_1904)

    def _part(self, wanted: str) -> str | None:
        found = (target for kind, target in self.related.values() if kind == wanted)
        return next((target for target in found if target in self.package), None)

    def _relations(self, of: str) -> dict[str, tuple[str, str]]:
        """Give the parts that a part relates to: by id what each is and its name."""
        folder, _, name = of.rpartition("/")
        found: dict[str, tuple[str, str]] = {}

        def start(element: str, attributes: dict[str, str]) -> None:
            if element == "Relationship" and attributes.get("TargetMode") != "External":
                target = normpath(join("/", folder, attributes.get("Target", ""))).lstrip("/")
                found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], target)

        self._each(join(folder, f"_rels/{name}.rels") if of else _RELATIONS, start)
        return found

    def _each(self, part: str, start: Callable[[str, dict[str, str]], None]) -> None:
        """Hand over each element of a part."""
        parsing = self.package.parse(part, start, lambda _name: None, lambda _text: None)
        deque(parsing, maxlen=0)

    def _dates(self) -> list[Exactness | None]:
        codes: dict[str, str] = {}
        dates: list[Exactness | None] = []
        inside = ""

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal inside
            if name in {"cellXfs", "cellStyleXfs"}:
                inside = name
            elif name == "numFmt":
                codes.setdefault(attributes.get("numFmtId", ""), attributes.get("formatCode", ""))
            elif name == "xf" and inside == "cellXfs":
                number = attributes.get("numFmtId", "0")
                dates.append(exactness(int(number) if number.isdecimal() else 0, codes.get(number)))

        part = self._part("styles")
        if part:
            self._each(part, start)
        return dates

    def _texts(self) -> list[str]:
        part = self._part("sharedStrings")
        if not part:
            return []
        texts = _Texts()
        deque(self.package.parse(part, texts.start, texts.end, texts.pieces.append), maxlen=0)
        return texts.found


def _related(attributes: dict[str, str]) -> str:
    return next((value for name, value in attributes.items() if name.endswith(":id")), "")


class _Texts:
    """Gathers the shared texts: the runs of each one joined, without the readings above them."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.pieces: list[str] = []
        self._parts: list[str] = []
        self._above = 0

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        self._above += name == "rPh"
        self.pieces.clear()

    def end(self, name: str) -> None:
        self._above -= name == "rPh"
        if name == "t" and not self._above:
            self._parts += self.pieces
        elif name == "si":
            self.found.append(unescaped("".join(self._parts)))
            self._parts = []
        self.pieces.clear()
